//! A mail server that says what a test tells it to, and remembers what it was told.

use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// What it remembers.
#[derive(Debug, Default)]
pub struct Memory {
    pub connections: usize,
    pub commands: Vec<String>,
    /// The mails as they came over the wire, dots and all, without the line that ends them.
    pub mails: Vec<Vec<u8>>,
}

/// Instead of a reply: hangs up.
pub const HANG_UP: &str = "hang up";

/// The reply to a command that is not the usual one; an empty one means silence.
pub type Script = fn(&str) -> Option<&'static str>;

pub struct Sink {
    pub port: u16,
    memory: Arc<Mutex<Memory>>,
}

impl Sink {
    pub async fn start(script: Script) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let memory = Arc::new(Mutex::new(Memory::default()));
        let shared = Arc::clone(&memory);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                shared.lock().unwrap().connections += 1;
                tokio::spawn(talk(stream, script, Arc::clone(&shared)));
            }
        });
        Self { port, memory }
    }

    pub fn remembers<T>(&self, what: impl Fn(&Memory) -> T) -> T {
        what(&self.memory.lock().unwrap())
    }
}

/// Ends quietly when the other side hangs up.
async fn talk(stream: TcpStream, script: Script, memory: Arc<Mutex<Memory>>) -> Option<()> {
    let mut stream = BufReader::new(stream);
    reply(&mut stream, script, "CONNECT", "220 sink").await?;
    loop {
        let line = line(&mut stream).await?;
        let command = String::from_utf8(line).ok()?.trim_end().to_owned();
        memory.lock().unwrap().commands.push(command.clone());
        let verb = command.split([' ', ':']).next().unwrap_or_default().to_uppercase();
        match verb.as_str() {
            "EHLO" => {
                reply(&mut stream, script, "EHLO", "250-sink\r\n250 AUTH PLAIN LOGIN").await?
            }
            "AUTH" => reply(&mut stream, script, "AUTH", "235 welcome").await?,
            "DATA" => {
                if !reply(&mut stream, script, "DATA", "354 go on").await?.starts_with("354") {
                    continue;
                }
                let mail = body(&mut stream).await?;
                memory.lock().unwrap().mails.push(mail);
                reply(&mut stream, script, ".", "250 taken").await?
            }
            other => reply(&mut stream, script, other, "250 fine").await?,
        };
    }
}

async fn body(stream: &mut BufReader<TcpStream>) -> Option<Vec<u8>> {
    let mut mail = Vec::new();
    loop {
        let line = line(stream).await?;
        if line == b".\r\n" {
            return Some(mail);
        }
        mail.extend(line);
    }
}

async fn line(stream: &mut BufReader<TcpStream>) -> Option<Vec<u8>> {
    let mut line = Vec::new();
    let read = stream.read_until(b'\n', &mut line).await.ok()?;
    (0 < read).then_some(line)
}

async fn reply(
    stream: &mut BufReader<TcpStream>,
    script: Script,
    verb: &str,
    usual: &'static str,
) -> Option<&'static str> {
    let text = script(verb).unwrap_or(usual);
    if text == HANG_UP {
        return None;
    }
    if !text.is_empty() {
        stream.write_all(format!("{text}\r\n").as_bytes()).await.ok()?;
    }
    Some(text)
}
