//! A mail server that says what a test tells it to, and remembers what it was told.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpSocket, TcpStream};

/// What it remembers.
#[derive(Debug, Default)]
pub struct Memory {
    pub connections: usize,
    pub commands: Vec<String>,
    /// The mails that it took, as they came over the wire, dots and all, without the line that ends them.
    pub mails: Vec<Vec<u8>>,
}

/// Instead of a reply: hangs up.
pub const HANG_UP: &str = "hang up";

/// Instead of a reply: one that never ends, a few letters at a time.
pub const DRIP: &str = "drip";

/// The reply to a command that is not the usual one; an empty one means silence. Also asked about `CONNECT` and about
/// `.`, the end of a mail.
pub type Script = fn(&str) -> Option<&'static str>;

pub struct Sink {
    pub port: u16,
    script: Arc<Mutex<Script>>,
    memory: Arc<Mutex<Memory>>,
    absent: Option<TcpSocket>,
}

impl Sink {
    pub fn start(script: Script) -> Self {
        let mut sink = Self::absent(script);
        sink.appear();
        sink
    }

    /// One whose port nobody else takes and at which nobody answers yet.
    pub fn absent(script: Script) -> Self {
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
        let port = socket.local_addr().unwrap().port();
        let script = Arc::new(Mutex::new(script));
        Self { port, script, memory: Arc::default(), absent: Some(socket) }
    }

    /// Listens from now on, if it does not already.
    pub fn appear(&mut self) {
        let Some(socket) = self.absent.take() else { return };
        let listener = socket.listen(1_024).unwrap();
        tokio::spawn(listen(listener, Arc::clone(&self.script), Arc::clone(&self.memory)));
    }

    /// Does otherwise from the next command on. Whoever waits for a reply waits on.
    pub fn becomes(&self, script: Script) {
        *self.script.lock().unwrap() = script;
    }

    pub fn remembers<T>(&self, what: impl Fn(&Memory) -> T) -> T {
        what(&self.memory.lock().unwrap())
    }
}

async fn listen(listener: TcpListener, script: Arc<Mutex<Script>>, memory: Arc<Mutex<Memory>>) {
    while let Ok((stream, _)) = listener.accept().await {
        memory.lock().unwrap().connections += 1;
        let (script, memory) = (Arc::clone(&script), Arc::clone(&memory));
        let mut talk = Talk { stream: BufReader::new(stream), script, memory };
        tokio::spawn(async move { talk.until_hung_up().await });
    }
}

struct Talk {
    stream: BufReader<TcpStream>,
    script: Arc<Mutex<Script>>,
    memory: Arc<Mutex<Memory>>,
}

impl Talk {
    /// Ends quietly when the other side hangs up.
    async fn until_hung_up(&mut self) -> Option<()> {
        self.reply("CONNECT", "220 sink").await?;
        loop {
            let command = String::from_utf8(self.line().await?).ok()?.trim_end().to_owned();
            self.memory.lock().unwrap().commands.push(command.clone());
            let verb = command.split([' ', ':']).next().unwrap_or_default().to_uppercase();
            match verb.as_str() {
                "EHLO" => {
                    self.reply(&command, "250-sink\r\n250 AUTH PLAIN LOGIN").await?;
                }
                "AUTH" => {
                    self.reply(&command, "235 welcome").await?;
                }
                "DATA" => {
                    if self.reply(&command, "354 go on").await?.starts_with("354") {
                        self.mail().await?;
                    }
                }
                _ => {
                    self.reply(&command, "250 fine").await?;
                }
            }
        }
    }

    /// Takes a mail, unless the script refuses it, and says so, if the script lets it.
    async fn mail(&mut self) -> Option<()> {
        let mail = self.body().await?;
        let says = self.says(".", "250 taken");
        if !says.starts_with(['4', '5']) {
            self.memory.lock().unwrap().mails.push(mail);
        }
        self.say(says).await
    }

    async fn body(&mut self) -> Option<Vec<u8>> {
        let mut mail = Vec::new();
        loop {
            let line = self.line().await?;
            if line == b".\r\n" {
                return Some(mail);
            }
            mail.extend(line);
        }
    }

    async fn line(&mut self) -> Option<Vec<u8>> {
        let mut line = Vec::new();
        let read = self.stream.read_until(b'\n', &mut line).await.ok()?;
        (0 < read).then_some(line)
    }

    async fn reply(&mut self, said: &str, usual: &'static str) -> Option<&'static str> {
        let text = self.says(said, usual);
        self.say(text).await?;
        Some(text)
    }

    fn says(&self, said: &str, usual: &'static str) -> &'static str {
        let script = *self.script.lock().unwrap();
        script(said).unwrap_or(usual)
    }

    async fn say(&mut self, text: &str) -> Option<()> {
        match text {
            HANG_UP => return None,
            DRIP => loop {
                self.stream.write_all(b"250-\r\n").await.ok()?;
                tokio::time::sleep(Duration::from_millis(200)).await;
            },
            "" => (),
            text => self.stream.write_all(format!("{text}\r\n").as_bytes()).await.ok()?,
        }
        Some(())
    }
}
