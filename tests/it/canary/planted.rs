//! The looking itself: a mark that was planted is found, whatever it is written as and wherever it lies.

use std::io::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use gopy::store::Store;
use sea_orm::{ConnectionTrait as _, Database};
use unicode_normalization::UnicodeNormalization as _;

use super::left::{Left, cells};
use super::{EMAIL, NAME, Searcher, all_marks};
use crate::support::TestDatabase;

const RECEIPT: &str = "1234 5678 9012 3456 7890";

/// The same word, as other hands would write it.
fn written(word: &str) -> Vec<(&'static str, Vec<u8>)> {
    let bytes = word.as_bytes();
    let little: Vec<u8> = word.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = word.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let hex: Vec<String> = bytes.iter().map(|byte| format!("{byte:02X}")).collect();
    let percent: String = form_urlencoded::byte_serialize(bytes).collect();
    let json = serde_json::to_string(word).unwrap();
    let all: String = word.chars().flat_map(char::escape_default).collect();
    vec![
        ("UTF-8", bytes.to_vec()),
        ("capitals", word.to_uppercase().into_bytes()),
        ("apart", word.nfd().collect::<String>().into_bytes()),
        ("without marks", gopy::domain::text::fold_ascii(word).into_bytes()),
        ("UTF-16LE", little.clone()),
        ("UTF-16BE", big),
        ("hex", hex.concat().into_bytes()),
        ("percent", percent.into_bytes()),
        ("JSON", json.into_bytes()),
        ("base64 of UTF-16LE", STANDARD.encode(&little).into_bytes()),
        ("no mark at all", all.replace(|_: char| true, "").into_bytes()),
    ]
}

#[test]
fn a_mark_is_found_in_whatever_it_is_written() {
    let searcher = Searcher::new(&all_marks(RECEIPT));
    for mark in all_marks(RECEIPT) {
        for word in &mark.words {
            for (how, bytes) in written(word) {
                let here = [b"\0xy\xFF ".as_slice(), &bytes, b"\xC3\0z"].concat();
                let wanted = usize::from(how != "no mark at all");
                assert_eq!(searcher.found(&here).len(), wanted, "{} as {how}", mark.what);
            }
            // Whatever stands before and behind moves the groups of three.
            for before in 0..4 {
                for after in 0..4 {
                    let text =
                        [b"{\"a".repeat(before), word.as_bytes().to_vec(), b"z".repeat(after)];
                    let here = [vec![b'-'; before], text.concat()].concat();
                    for encoded in [STANDARD.encode(&here), URL_SAFE_NO_PAD.encode(&here)] {
                        let found = searcher.found(encoded.as_bytes());
                        assert!(found.contains(mark.what), "{} in {encoded}", mark.what);
                    }
                }
            }
        }
    }
}

#[tokio::test]
async fn a_mark_is_found_wherever_it_lies() {
    let database = TestDatabase::fresh().await;
    let identity = age::x25519::Identity::generate();
    let folder = &database.folder;
    let put = |path: &str, bytes: &[u8]| {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    };
    let packed = |bytes: &[u8]| {
        let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        out.write_all(bytes).unwrap();
        out.finish().unwrap()
    };
    let sealed = age::encrypt(&identity.to_public(), &packed(NAME.as_bytes())).unwrap();
    let lines = STANDARD.encode(format!("{}{NAME}", "dài ".repeat(30)));
    let lines: Vec<&str> =
        lines.as_bytes().chunks(10).map(|ten| std::str::from_utf8(ten).unwrap()).collect();
    let name = NAME.as_bytes().iter().map(|byte| format!("={byte:02X}"));
    let name: Vec<String> = name.collect();
    let mail =
        |head: &str, body: &str| format!("{head}\r\nSubject: HS-1\r\n\r\n{body}").into_bytes();
    put("data/files/ab/cd", NAME.as_bytes());
    put("saved/letters.jsonl.gz", &packed(NAME.as_bytes()));
    put("sealed/letters.jsonl.gz.age", &sealed);
    put("data/mail/1.eml", &mail("To: a@b.example", &lines.join("\r\n")));
    put("data/mail/2.eml", &mail("To: a@b.example", &name.join("=\r\n")));
    let word = STANDARD.encode(NAME.as_bytes());
    let cut = STANDARD.encode(&NAME.as_bytes()[..6]);
    let rest = STANDARD.encode(&NAME.as_bytes()[6..]);
    put("data/mail/3.eml", &mail(&format!("X: =?utf-8?b?{word}?="), "Kính gửi"));
    put(
        "data/mail/4.eml",
        &mail(&format!("X: =?utf-8?b?{cut}?=\r\n =?utf-8?b?{rest}?="), "Kính gửi"),
    );
    put(&format!("tmp/{NAME}.part"), b"");
    put("innocent/serve.log", b"nothing");
    put("innocent/5.eml", &mail(&format!("To: {EMAIL}"), "Kính gửi"));
    put("data/mail/6.eml", &mail("To: a@b.example", EMAIL));
    // Opening it makes the file.
    drop(Store::open(&database.settings).await.unwrap());
    let db = Database::connect(&database.settings.url).await.unwrap();
    let binary = if database.is_postgres() { "BYTEA" } else { "BLOB" };
    let bytes = if database.is_postgres() { "'\\x" } else { "x'" };
    let hex: Vec<String> = NAME.as_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    let hex = hex.concat();
    for sql in [
        format!("CREATE TABLE planted (words TEXT, bytes {binary}, number INTEGER)"),
        format!("INSERT INTO planted VALUES ('một {NAME}', NULL, 1)"),
        format!("INSERT INTO planted VALUES (NULL, {bytes}{hex}', 2)"),
    ] {
        db.execute_unprepared(&sql).await.unwrap();
    }
    db.close().await.unwrap();

    let searcher = Searcher::new(&all_marks(RECEIPT));
    let mut left = Vec::new();
    Left { identity: &identity, reader: EMAIL }.files(folder, &mut left);
    left.retain(|(place, _)| !place.contains("gopy.db"));
    left.extend(cells(&database).await);
    let found = left.iter().filter(|(_, bytes)| !searcher.found(bytes).is_empty());
    let found: std::collections::BTreeSet<&str> = found.map(|(place, _)| place.as_str()).collect();
    let base = format!("{}/", folder.display());
    let found: Vec<String> = found.into_iter().map(|place| place.replace(&base, "")).collect();
    let planted = [
        "data/files/ab/cd",
        "data/mail/1.eml",
        "data/mail/2.eml",
        "data/mail/3.eml",
        "data/mail/4.eml",
        "data/mail/6.eml",
        "saved/letters.jsonl.gz",
        "sealed/letters.jsonl.gz.age",
        "column bytes of planted",
        "column words of planted",
        "the name of tmp/Zuqviêtờn.part",
    ];
    assert_eq!(found, planted);
}
