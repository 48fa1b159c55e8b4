//! The program itself, serving, as people on the network meet it.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::{Child, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread::sleep;
use std::time::{Duration, Instant};

use serde_json::Value;

use super::{TestDatabase, program};

/// One answer, or nothing where the connection broke off.
pub fn post(to: SocketAddr, path: &str, key: &str, body: &Value) -> Option<(u16, Value)> {
    send(to, path, key, ("application/json", body.to_string().as_bytes()))
}

/// The same with a body of any kind.
pub fn send(
    to: SocketAddr,
    path: &str,
    key: &str,
    (kind, body): (&str, &[u8]),
) -> Option<(u16, Value)> {
    let mut stream = TcpStream::connect_timeout(&to, Duration::from_secs(2)).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(20))).ok()?;
    let request = format!(
        "POST {path} HTTP/1.1\r\nhost: t\r\nconnection: close\r\ncontent-type: {kind}\r\n\
         idempotency-key: {key}\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all(request.as_bytes()).ok()?;
    stream.write_all(body).ok()?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).ok()?;
    let answer = String::from_utf8(answer).ok()?;
    let (head, body) = answer.split_once("\r\n\r\n")?;
    let status = head.split(' ').nth(1)?.parse().ok()?;
    // Cut off in the middle of the body is not acknowledged.
    Some((status, serde_json::from_str(body).ok()?))
}

fn is_ready(at: SocketAddr) -> bool {
    let ask = || {
        let mut stream = TcpStream::connect_timeout(&at, Duration::from_millis(200)).ok()?;
        stream.set_read_timeout(Some(Duration::from_secs(2))).ok()?;
        stream.write_all(b"GET /readyz HTTP/1.1\r\nhost: t\r\nconnection: close\r\n\r\n").ok()?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).ok()?;
        answer.starts_with("HTTP/1.1 200").then_some(())
    };
    ask().is_some()
}

/// An address at which nobody listens, now and between two starts of a process: no system gives such a port to whoever
/// connects somewhere or asks for any port.
pub fn free_address() -> SocketAddr {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    loop {
        let nth = std::process::id().wrapping_mul(101) + NEXT.fetch_add(1, Ordering::Relaxed);
        let port = u16::try_from(10_000 + nth % 20_000).unwrap();
        let address = SocketAddr::from(([127, 0, 0, 1], port));
        if TcpListener::bind(address).is_ok() {
            return address;
        }
    }
}

/// The program at work. It ends with the test, also with one that fails.
pub struct Running(Child);

impl Running {
    /// Ends it as a power cut does.
    pub fn kill(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ended = self.0.kill();
        let _reaped = self.0.wait();
    }
}

/// A portal on a port of its own.
pub struct Served {
    pub database: TestDatabase,
    pub address: SocketAddr,
}

impl Served {
    /// With units, people and accounts, so that letters have readers.
    pub async fn fresh() -> Self {
        let portal = Self::bare().await;
        portal.run(&["generate", "--letters", "5"]);
        portal.run(&["jobs", "run", "send-mail"]);
        portal
    }

    /// On an empty database.
    pub async fn bare() -> Self {
        let database = TestDatabase::fresh().await;
        Self { database, address: free_address() }
    }

    pub fn run(&self, words: &[&str]) {
        let done = program(&self.database, words).stdout(Stdio::null()).status().unwrap();
        assert!(done.success(), "gopy {words:?}");
    }

    /// Starts the process and answers how long it took to be ready.
    pub fn start(&self) -> (Running, Duration) {
        self.start_with(&[])
    }

    /// The same with other settings, as variables.
    pub fn start_with(&self, settings: &[(&str, String)]) -> (Running, Duration) {
        let began = Instant::now();
        let child = program(&self.database, &["serve"])
            .env("GOPY_SERVER__LISTEN", self.address.to_string())
            .env("GOPY_LIMITS__ENABLED", "false")
            .env("GOPY_MAIL__RETRY_BASE_MS", "200")
            .envs(settings.iter().map(|(name, value)| (name, value)))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let running = Running(child);
        while !is_ready(self.address) {
            assert!(began.elapsed() < Duration::from_mins(1), "never ready");
            sleep(Duration::from_millis(5));
        }
        (running, began.elapsed())
    }
}
