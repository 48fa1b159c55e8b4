//! The real program on a real socket, and people who come from one marked address with a marked browser.

use std::io::{BufRead as _, BufReader};
use std::net::{IpAddr, SocketAddr};
use std::process::{Child, Command, Stdio};

use poem::endpoint::EndpointExt as _;
use poem::http::{Method, StatusCode, header};
use poem::{Endpoint, Request, Response};
use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpSocket;

use super::{AGENT, LANGUAGE, REFERER, SOURCE};
use crate::support::{PASSWORD, TestApp, TestDatabase, program};
use crate::web::Visitor;
use crate::web::visitor::Seen;

/// The program while it serves, with every line of its log kept in a file.
pub struct Serving {
    process: Child,
    pub address: SocketAddr,
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _killed = self.process.kill();
        let _gone = self.process.wait();
    }
}

/// What is printed and what is logged goes into files that are looked through later.
fn command(database: &TestDatabase, words: &[&str], log: &str) -> Command {
    let mut command = program(database, words);
    let temporary = database.folder.join("tmp");
    std::fs::create_dir_all(&temporary).unwrap();
    let kept = |name: &str| {
        let path = database.folder.join(name);
        std::fs::OpenOptions::new().create(true).append(true).open(path).unwrap()
    };
    command
        .env("TMPDIR", temporary)
        .env("GOPY_LOG", "trace")
        .env("GOPY_SERVER__LISTEN", "127.0.0.1:0")
        .env("GOPY_SERVER__SECURE_COOKIES", "false")
        .env("GOPY_DATABASE__LOG_STATEMENTS", "true")
        .stdout(kept("printed.txt"))
        .stderr(kept(log));
    command
}

pub fn run(database: &TestDatabase, words: &[&str], env: &[(&str, &str)]) {
    let mut command = command(database, words, "run.log");
    let done = command.envs(env.iter().copied()).status().unwrap();
    assert!(done.success(), "gopy {words:?}");
}

impl Serving {
    pub fn start(database: &TestDatabase) -> Self {
        let mut command = command(database, &["serve"], "serve.log");
        let mut process = command.stdout(Stdio::piped()).spawn().unwrap();
        let lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let mut ready = lines.filter_map(|line| {
            let line = line.unwrap();
            line.strip_prefix("Góp Ý: http://").map(|address| address.parse().unwrap())
        });
        let address = ready.next().unwrap();
        Self { process, address }
    }

    /// Somebody with a browser.
    pub fn visitor(&self) -> Visitor {
        Visitor::through(Wire(self.address).boxed())
    }

    pub async fn officer(&self, portal: &TestApp, login: &str) -> Officer {
        // Codes of the authenticator are those of now.
        portal.clock.set(chrono::Utc::now());
        let browser = self.visitor().signing_in(&portal.app, login, PASSWORD).await;
        Officer { browser }
    }
}

/// Hands requests on through a connection of their own.
struct Wire(SocketAddr);

impl Endpoint for Wire {
    type Output = Response;

    async fn call(&self, mut request: Request) -> poem::Result<Response> {
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind(SocketAddr::new(SOURCE.parse::<IpAddr>().unwrap(), 0)).unwrap();
        let mut stream = socket.connect(self.0).await.unwrap();
        let body = request.take_body().into_bytes().await.unwrap();
        let mut lines = vec![format!("{} {} HTTP/1.1", request.method(), request.uri())];
        for (name, value) in request.headers() {
            lines.push(format!("{name}: {}", value.to_str().unwrap()));
        }
        lines.push(format!("connection: close\r\nuser-agent: {AGENT}\r\nreferer: {REFERER}"));
        lines.push(format!("accept-language: {LANGUAGE}\r\ncontent-length: {}", body.len()));
        let head = format!("{}\r\n\r\n", lines.join("\r\n"));
        stream.write_all(head.as_bytes()).await.unwrap();
        stream.write_all(&body).await.unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.unwrap();
        Ok(read(&answer))
    }
}

fn read(answer: &[u8]) -> Response {
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
    let head = String::from_utf8(answer[..end].to_vec()).unwrap();
    let mut lines = head.lines();
    let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse::<u16>().unwrap();
    let mut response = Response::builder().status(StatusCode::from_u16(status).unwrap());
    let mut body = answer[end + 4..].to_vec();
    for (name, value) in lines.filter_map(|line| line.split_once(": ")) {
        if name == header::TRANSFER_ENCODING {
            body = whole(&body);
        }
        response = response.header(name, value);
    }
    response.body(body)
}

/// A body that came in pieces, each behind its length.
fn whole(mut pieces: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    while let Some(end) = pieces.windows(2).position(|two| two == b"\r\n") {
        let length = std::str::from_utf8(&pieces[..end]).unwrap();
        let length = usize::from_str_radix(length, 16).unwrap();
        if length == 0 {
            break;
        }
        body.extend_from_slice(&pieces[end + 2..end + 2 + length]);
        pieces = &pieces[end + 4 + length..];
    }
    body
}

/// Somebody of the staff, on the pages and with the interface.
pub struct Officer {
    browser: Visitor,
}

impl Officer {
    /// Opens a page or a file that must be there.
    pub async fn open(&mut self, path: &str) -> Seen {
        let seen = self.browser.get(path).await;
        assert_eq!(seen.status, StatusCode::OK, "{path}");
        seen
    }

    pub async fn ask(&mut self, method: Method, path: &str, body: Option<&Value>) -> Value {
        let headers = [("content-type", "application/json"), ("x-requested-with", "fetch")];
        let body = body.map(ToString::to_string).unwrap_or_default();
        let seen = self.browser.send(method, path, body, &headers).await;
        assert!(seen.status.is_success(), "{path}: {} {}", seen.status, seen.html);
        serde_json::from_str(&seen.html).unwrap_or_default()
    }

    pub async fn case(&mut self, number: &str) -> Value {
        self.ask(Method::GET, &format!("/api/v1/cases/{number}"), None).await
    }

    /// Takes a step on the case as it stands now.
    pub async fn act(&mut self, number: &str, what: &str, mut facts: Value) -> Value {
        facts["revision"] = self.case(number).await["revision"].clone();
        let path = format!("/api/v1/cases/{number}/{what}");
        self.ask(Method::POST, &path, Some(&facts)).await
    }
}
