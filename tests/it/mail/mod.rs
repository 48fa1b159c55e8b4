//! What mails say, how they leave the house, and that none is lost on the way.

mod arrivals;
pub mod compose;
mod faults;
mod folder;
mod jobs;
mod office;
mod outbox;
mod post;
mod secrets;
mod sink;
mod smtp;

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use chrono::{DateTime, NaiveDate, Utc};
use gopy::domain::letter::EmailAddress;
use gopy::domain::receipt::CaseNumber;
use gopy::mail::{Message, Sender, Words};

/// A folder of its own, gone with the value.
pub struct Scratch(pub PathBuf);

impl Scratch {
    pub fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!("gopy-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _gone = std::fs::remove_dir_all(&self.0);
    }
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn number(random: u32) -> CaseNumber {
    CaseNumber::new(random)
}

fn sender() -> Sender {
    Sender::new("khong-tra-loi@phuong.example.vn", "Đảng ủy phường Hòa Bình, TP.").unwrap()
}

fn message(text: &str) -> Message {
    Message {
        id: "<7b0c@phuong.example.vn>".to_owned(),
        to: EmailAddress::parse("nguoi.gui@hop-thu.example.vn").unwrap(),
        written_at: at("2026-11-16T01:30:00Z"),
        words: Words {
            subject: "Có tin mới: HS-4718-9353".to_owned(),
            text: text.to_owned(),
            html: "<p>Có tin mới</p>".to_owned(),
        },
    }
}

/// The parts of a mail that matter here: its headers as they stand, and its plain text.
struct Read {
    headers: String,
    text: String,
}

fn read(bytes: &[u8]) -> Read {
    let mail = std::str::from_utf8(bytes).unwrap();
    let (headers, body) = mail.split_once("\r\n\r\n").unwrap();
    let (_, plain) = body.split_once("text/plain").unwrap();
    let (_, plain) = plain.split_once("\r\n\r\n").unwrap();
    let (plain, _) = plain.split_once("\r\n--").unwrap();
    Read { headers: headers.to_owned(), text: unquoted(plain) }
}

/// Quoted-printable, decoded (RFC 2045, 6.7).
fn unquoted(text: &str) -> String {
    let joined = text.replace("=\r\n", "").replace("\r\n", "\n");
    let mut bytes = Vec::new();
    let mut rest = joined.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'=' {
            let digits = [rest.next().unwrap(), rest.next().unwrap()];
            let digits = std::str::from_utf8(&digits).unwrap();
            bytes.push(u8::from_str_radix(digits, 16).unwrap());
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).unwrap()
}
