//! Everything that says who wrote bears a mark, and goes the whole way through the real program: sent, read, written
//! to, handled, mailed, backed up. Afterwards the marks are looked for in every byte that was left behind.
//!
//! Whatever else may carry a mark (a file, what a picture knows of itself) goes into [`marks`] and [`send`].

use std::io::{BufRead as _, BufReader};
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use gopy::store::{Store, dump};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpSocket;

use crate::support::{TestDatabase, program};

/// A word that stands nowhere else, for each thing that could betray.
const NAME: &str = "Zuqname";
const ADDRESS: &str = "Zuqaddress";
const PHONE: &str = "0987 123 987";
const EMAIL: &str = "zuqemail@hop-thu.example.vn";
const TEXT: &str = "Zuqtext";
const PLACE: &str = "Zuqplace";
const MESSAGE: &str = "Zuqmessage";
const AGENT: &str = "Zuqagent/1.0";
const REFERER: &str = "https://zuqreferer.example/";
const LANGUAGE: &str = "vi-ZUQLANG";
const SOURCE: &str = "127.61.62.63";

/// All marks, with those that only a run knows.
fn marks(receipt: &str) -> Vec<String> {
    let digits: String = receipt.chars().filter(char::is_ascii_digit).collect();
    let grouped =
        digits.as_bytes().chunks(4).map(|four| String::from_utf8_lossy(four).into_owned());
    let fixed =
        [NAME, ADDRESS, PHONE, EMAIL, TEXT, PLACE, MESSAGE, AGENT, "zuqreferer", "ZUQLANG", SOURCE];
    let fixed = fixed.into_iter().map(str::to_owned);
    fixed.chain([grouped.collect::<Vec<_>>().join(" "), digits]).collect()
}

/// The program while it serves, with every line of its log kept in a file.
struct Serving {
    process: Child,
    address: SocketAddr,
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _killed = self.process.kill();
        let _gone = self.process.wait();
    }
}

fn command(database: &TestDatabase, words: &[&str], (log, level): (&str, &str)) -> Command {
    let mut command = program(database, words);
    let temporary = database.folder.join("tmp");
    std::fs::create_dir_all(&temporary).unwrap();
    let log = std::fs::OpenOptions::new().create(true).append(true).open(database.folder.join(log));
    command
        .env("TMPDIR", temporary)
        .env("GOPY_LOG", level)
        .env("GOPY_SERVER__LISTEN", "127.0.0.1:0")
        .env("GOPY_SERVER__SECURE_COOKIES", "false")
        .env("GOPY_DATABASE__LOG_STATEMENTS", "true")
        .stderr(log.unwrap());
    command
}

fn run(database: &TestDatabase, words: &[&str], level: &str) {
    let mut command = command(database, words, ("run.log", level));
    assert!(command.stdout(Stdio::null()).status().unwrap().success(), "gopy {words:?}");
}

impl Serving {
    fn start(database: &TestDatabase) -> Self {
        let mut command = command(database, &["serve"], ("serve.log", "trace"));
        let mut process = command.stdout(Stdio::piped()).spawn().unwrap();
        let lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let mut ready = lines.filter_map(|line| {
            let line = line.unwrap();
            line.strip_prefix("Góp Ý: http://").map(|address| address.parse().unwrap())
        });
        let address = ready.next().unwrap();
        Self { process, address }
    }

    /// One request from the marked address; head and body of the answer.
    async fn ask(
        &self,
        method: &str,
        path: &str,
        cookies: &str,
        (kind, body): (&str, &str),
    ) -> (String, String) {
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind(SocketAddr::new(SOURCE.parse::<IpAddr>().unwrap(), 0)).unwrap();
        let mut stream = socket.connect(self.address).await.unwrap();
        let request = format!(
            "{method} {path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\nuser-agent: {AGENT}\r\n\
             referer: {REFERER}\r\naccept-language: {LANGUAGE}\r\ncookie: {cookies}\r\n\
             content-type: {kind}\r\ncontent-length: {}\r\n\r\n{body}",
            self.address,
            body.len()
        );
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.unwrap();
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        (head.to_owned(), body.to_owned())
    }

    async fn json(&self, path: &str, body: &Value) -> Value {
        let kind = ("application/json", body.to_string());
        let (head, body) = self.ask("POST", path, "", (kind.0, &kind.1)).await;
        assert!(head.starts_with("HTTP/1.1 20"), "{path}: {head} {body}");
        serde_json::from_str(body.trim_matches(|c| c != '{' && c != '}')).unwrap()
    }

    /// Opens a page, then posts its form.
    async fn form(&self, page: &str, path: &str, fields: &[(&str, &str)]) -> String {
        let (head, html) = self.ask("GET", page, "", ("text/plain", "")).await;
        let cookies: Vec<&str> = head
            .lines()
            .filter_map(|line| line.strip_prefix("set-cookie: "))
            .filter_map(|cookie| cookie.split(';').next())
            .collect();
        let token =
            html.split("name=\"csrf\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
        let token = token.unwrap().replace("&#x2f;", "/").replace("&#x3d;", "=");
        let body = form_urlencoded::Serializer::new(String::new())
            .append_pair("csrf", &token)
            .extend_pairs(fields)
            .finish();
        let kind = "application/x-www-form-urlencoded";
        self.ask("POST", path, &cookies.join("; "), (kind, &body)).await.0
    }
}

/// The whole way of a letter; answers with its receipt.
async fn send(portal: &Serving) -> String {
    let letter = json!({
        "kind": "to_cao",
        "about": { "name": "ông Hùng", "position": "bí thư", "unit": "chi bộ 5 Phú Đô" },
        "happened": { "place": format!("nhà văn hóa {PLACE}"), "on": "2026-01-05" },
        "text": format!("{TEXT} thu tiền làm ngõ mỗi hộ năm trăm nghìn đồng mà không có phiếu thu."),
        "reporter": { "name": format!("Tạ Thị {NAME}"), "address": ADDRESS, "phone": PHONE },
        "email": EMAIL,
        "lang": "vi",
    });
    let sent = portal.json("/api/v1/letters", &letter).await;
    let receipt = sent["receipt"].as_str().unwrap().to_owned();
    portal.json("/api/v1/letters/lookup", &json!({ "receipt": receipt })).await;
    let message = json!({ "receipt": receipt, "text": format!("{MESSAGE} xin bổ sung.") });
    portal.json("/api/v1/letters/messages", &message).await;
    let head = portal.form("/tra-cuu", "/tra-cuu", &[("receipt", &receipt)]).await;
    assert!(head.starts_with("HTTP/1.1 303"), "{head}");
    // What is wrong is refused, and must not be told to anybody either.
    let wrong = [("receipt", format!("{receipt}9{NAME}"))];
    let wrong: Vec<(&str, &str)> =
        wrong.iter().map(|(name, text)| (*name, text.as_str())).collect();
    portal.form("/tra-cuu", "/tra-cuu", &wrong).await;
    let path = format!("/ho-so/{TEXT}?{NAME}={receipt}");
    portal.ask("GET", &path.replace(' ', "%20"), "", ("text/plain", MESSAGE)).await;
    receipt
}

fn files(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files(&path, into) } else { into.push(path) }
    }
}

/// A file as it is, and unpacked as far as it is packed or written for the mail.
fn readings(path: &Path) -> Vec<Vec<u8>> {
    let raw = std::fs::read(path).unwrap();
    let end = path.extension().and_then(std::ffi::OsStr::to_str);
    let mut all = Vec::new();
    match end {
        Some("gz") => {
            let mut plain = Vec::new();
            let mut unpacking = flate2::read::GzDecoder::new(&*raw);
            std::io::Read::read_to_end(&mut unpacking, &mut plain).unwrap();
            all.push(plain);
        }
        Some("eml") => {
            let text = String::from_utf8_lossy(&raw).into_owned();
            let head = text.split("\r\n\r\n").next().unwrap_or_default();
            let is_for = head.lines().any(|line| line.starts_with("To:") && line.contains(EMAIL));
            // Their own address stands in front of a mail to them, and nowhere else.
            let body = text.strip_prefix(head).unwrap_or_default();
            let seen = if is_for { head.replace(EMAIL, "") + body } else { text.clone() };
            all.push(quoted(&seen).into_bytes());
            let blocks = seen.split("\r\n\r\n").map(|part| part.replace("\r\n", ""));
            all.extend(blocks.filter_map(|part| BASE64.decode(part).ok()));
            all.push(seen.into_bytes());
            return all;
        }
        _ => {}
    }
    all.push(raw);
    all
}

/// Without soft line ends, so that no word is cut in two.
fn quoted(text: &str) -> String {
    text.replace("=\r\n", "").replace("=20", " ")
}

fn found(bytes: &[u8], mark: &str) -> bool {
    String::from_utf8_lossy(bytes).contains(mark)
}

#[tokio::test(flavor = "multi_thread")]
async fn no_mark_is_left_behind_in_the_clear() {
    let database = TestDatabase::fresh().await;
    // The demonstration's own making would fill the log with hundreds of thousands of lines.
    run(&database, &["generate", "--letters", "1"], "warn");
    let portal = Serving::start(&database);
    let receipt = send(&portal).await;
    // While it serves: the write-ahead log is part of what is left.
    run(&database, &["backup", "saved"], "trace");
    run(&database, &["jobs", "run"], "trace");
    let mut all = Vec::new();
    files(&database.folder, &mut all);
    let store = Store::open(&database.settings).await.unwrap();
    let snapshot = store.snapshot().await.unwrap();
    let mut cells = Vec::new();
    for table in dump::tables() {
        let mut keep = |row: Vec<Value>| {
            for cell in row {
                let text = cell.to_string();
                cells.extend(cell.as_str().and_then(|cell| BASE64.decode(cell).ok()));
                cells.push(text.into_bytes());
            }
            Ok(())
        };
        snapshot.rows(&table, &mut keep).await.unwrap();
    }
    let mails = all.iter().filter(|path| path.extension().is_some_and(|end| end == "eml")).count();
    assert!(3 < mails && 100 < cells.len(), "{mails} mails, {} cells", cells.len());
    let log = std::fs::read(database.folder.join("serve.log")).unwrap();
    assert!(found(&log, "SELECT"), "the log tells every statement");

    let mut left = Vec::new();
    let marks = marks(&receipt);
    for path in &all {
        let readings = readings(path);
        let here = marks.iter().filter(|mark| readings.iter().any(|bytes| found(bytes, mark)));
        left.extend(here.map(|mark| format!("{mark} in {}", path.display())));
    }
    for mark in &marks {
        if cells.iter().any(|cell| found(cell, mark)) {
            left.push(format!("{mark} in the database"));
        }
    }
    assert!(left.is_empty(), "{left:#?}");
    // The looking itself works: what is meant to be read is found.
    assert!(all.iter().any(|path| readings(path).iter().any(|bytes| found(bytes, "HS-"))));
}
