//! Everything that a run leaves behind: every file as it is and unpacked, every cell of every table.

use std::io::{Cursor, Read as _};
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use sea_orm::{ConnectionTrait as _, Database, DatabaseConnection, Statement};

use crate::support::TestDatabase;

/// What somebody may keep who holds what opens the sealed copies.
pub struct Left<'a> {
    pub identity: &'a age::x25519::Identity,
    /// An address that stands in front of mails to its owner, and there alone.
    pub reader: &'a str,
}

/// A place, and bytes that lie there.
type Piece = (String, Vec<u8>);

impl Left<'_> {
    /// Every file below a folder, its name included.
    pub fn files(&self, folder: &Path, into: &mut Vec<Piece>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let place = path.display().to_string();
            into.push((format!("the name of {place}"), place.clone().into_bytes()));
            if path.is_dir() {
                self.files(&path, into);
                continue;
            }
            let raw = std::fs::read(&path).unwrap();
            let readings = match path.extension().and_then(std::ffi::OsStr::to_str) {
                Some("eml") => self.mail(&raw),
                _ => self.unpacked(raw),
            };
            into.extend(readings.into_iter().map(|bytes| (place.clone(), bytes)));
        }
    }

    /// As it is, and what is inside as far as it is sealed to the identity, or packed.
    fn unpacked(&self, raw: Vec<u8>) -> Vec<Vec<u8>> {
        let mut all = vec![raw];
        loop {
            let last = &all[all.len() - 1];
            let mut inside = Vec::new();
            if last.starts_with(b"age-encryption.org/v1") {
                let sealed = age::Decryptor::new(Cursor::new(last)).unwrap();
                let identity: &dyn age::Identity = self.identity;
                sealed
                    .decrypt(std::iter::once(identity))
                    .unwrap()
                    .read_to_end(&mut inside)
                    .unwrap();
            } else if last.starts_with(&[0x1F, 0x8B]) {
                flate2::read::GzDecoder::new(&**last).read_to_end(&mut inside).unwrap();
            } else {
                return all;
            }
            all.push(inside);
        }
    }

    /// A mail as it is, and its words.
    fn mail(&self, raw: &[u8]) -> Vec<Vec<u8>> {
        let text = String::from_utf8_lossy(raw).into_owned();
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
        let for_them =
            head.lines().any(|line| line.starts_with("To:") && line.contains(self.reader));
        let head = if for_them { head.replace(self.reader, "") } else { head.to_owned() };
        let blocks = body.split("\r\n\r\n").map(|part| part.replace(['\r', '\n'], ""));
        let mut all: Vec<Vec<u8>> =
            blocks.filter_map(|part| BASE64.decode(part.trim()).ok()).collect();
        all.extend(words_of_head(&head));
        all.push(plain(body));
        all.push(head.into_bytes());
        all.push(body.as_bytes().to_vec());
        all
    }
}

/// Quoted-printable without its quoting.
fn plain(text: &str) -> Vec<u8> {
    let text = text.replace("=\r\n", "");
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let code = after.get(..2).and_then(|code| std::str::from_utf8(code).ok());
        match code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
            Some(byte) if *first == b'=' => {
                bytes.push(byte);
                rest = &after[2..];
            }
            _ => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    bytes
}

/// The encoded words of a head, one after the other: a name may be cut in two.
fn words_of_head(head: &str) -> Vec<Vec<u8>> {
    let words = head.split("=?").skip(1).filter_map(|word| word.split_once("?="));
    let parts: Vec<Vec<&str>> = words.map(|(word, _)| word.split('?').collect()).collect();
    let read = |part: &Vec<&str>| match part[..] {
        [_, "b" | "B", text] => BASE64.decode(text).ok(),
        [_, "q" | "Q", text] => Some(plain(&text.replace('_', " "))),
        _ => None,
    };
    let read: Vec<Vec<u8>> = parts.iter().filter_map(read).collect();
    vec![read.concat()]
}

/// Every cell of every table there is, whether the program knows of it or not.
pub async fn cells(database: &TestDatabase) -> Vec<Piece> {
    let db = Database::connect(&database.settings.url).await.unwrap();
    let postgres = database.is_postgres();
    let tables = if postgres {
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
    } else {
        "SELECT name FROM sqlite_master WHERE type = 'table'"
    };
    let mut all = Vec::new();
    for table in column(&db, tables).await {
        let columns = if postgres {
            format!(
                "SELECT attname FROM pg_attribute WHERE attrelid = '{table}'::regclass AND attnum > 0"
            )
        } else {
            format!("SELECT name FROM pragma_table_info('{table}')")
        };
        for name in column(&db, &columns).await {
            let hex = if postgres {
                format!("encode(convert_to(\"{name}\"::text, 'UTF8'), 'hex')")
            } else {
                format!("hex(CAST(\"{name}\" AS BLOB))")
            };
            let sql = format!("SELECT {hex} FROM \"{table}\" WHERE \"{name}\" IS NOT NULL");
            let place = format!("column {name} of {table}");
            for cell in column(&db, &sql).await {
                let bytes = bytes(&cell);
                // How PostgreSQL writes bytes as text.
                let inner =
                    std::str::from_utf8(&bytes).ok().and_then(|text| text.strip_prefix("\\x"));
                all.extend(inner.map(|hex| (place.clone(), self::bytes(hex))));
                all.push((place.clone(), bytes));
            }
        }
    }
    db.close().await.unwrap();
    all
}

async fn column(db: &DatabaseConnection, sql: &str) -> Vec<String> {
    let all = Statement::from_string(db.get_database_backend(), sql);
    let rows = db.query_all_raw(all).await.unwrap();
    rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect()
}

fn bytes(hex: &str) -> Vec<u8> {
    let pairs = hex.as_bytes().chunks_exact(2).map(|pair| std::str::from_utf8(pair).unwrap());
    pairs.map_while(|pair| u8::from_str_radix(pair, 16).ok()).collect()
}
