//! Everything that says who wrote bears a mark, and goes the whole way through the real program: sent with files,
//! read, written to, handled to its end, opened, mailed, backed up. Afterwards the marks are looked for in every byte
//! that was left behind.
//!
//! Whatever else may carry a mark goes into [`marks`] and [`resident`].

pub mod left;
mod marks;
mod planted;
mod resident;
mod staff;
mod wire;

use std::path::Path;

use gopy::app::{Words, vault};

use self::left::Left;
use self::marks::{Mark, Searcher};
use self::wire::{Serving, run};
use crate::evidence::made;
use crate::support::TestApp;
use crate::vault::{hold, words};

/// A word that stands nowhere else, for each thing that could betray.
const NAME: &str = "Zuqviêtờn";
const ADDRESS: &str = "Zuqđịachỉ";
const PHONE: [&str; 4] = ["987123987", "987 123 987", "987.123.987", "987-123-987"];
const EMAIL: &str = "zuqemail@hop-thu.example.vn";
const TEXT: &str = "Zuqlờithư";
const PLACE: &str = "Zuqnơixảyra";
const MESSAGE: &str = "Zuqbổsung";
const ANSWER: &str = "Zuqtrảlời";
const PLEA: &str = "Zuqxemlại";
const FILE: &str = "Zuqtêntệp";
const INSIDE: &str = "Zuqtrongtệp";
const QUESTION: &str = "Zuqcâuhỏi";
const NOTE: &str = "Zuqghichú";
const DRAFT: &str = "Zuqkếtluận";
const REASON: &str = "Zuqlýdomở";
const AGENT: &str = "Zuqagent/1.0";
const REFERER: &str = "https://zuqreferer.example/";
const LANGUAGE: &str = "vi-ZUQLANG";
const SOURCE: &str = "127.61.62.63";

/// All marks, with those that only a run knows.
fn all_marks(receipt: &str) -> Vec<Mark> {
    let digits: String = receipt.chars().filter(char::is_ascii_digit).collect();
    assert_eq!(digits.len(), 20);
    let grouped = |gap: &str| {
        let fours = digits.as_bytes().chunks(4).map(String::from_utf8_lossy);
        fours.collect::<Vec<_>>().join(gap)
    };
    let several = |what, words: Vec<String>| Mark { what, words };
    vec![
        Mark::new("the name", NAME),
        Mark::new("the address", ADDRESS),
        several("the telephone number", PHONE.map(str::to_owned).to_vec()),
        Mark::new("the mail address", EMAIL),
        Mark::new("the letter", TEXT),
        Mark::new("the place", PLACE),
        Mark::new("a message", MESSAGE),
        Mark::new("an answer", ANSWER),
        Mark::new("the plea", PLEA),
        Mark::new("a file's name", FILE),
        Mark::new("a file's words", INSIDE),
        Mark::new("what a file tells of its maker", made::MARK),
        Mark::new("a question", QUESTION),
        Mark::new("a note", NOTE),
        Mark::new("the conclusion", DRAFT),
        Mark::new("why the name was opened", REASON),
        Mark::new("the browser", AGENT),
        Mark::new("the page before", "zuqreferer"),
        Mark::new("the language", "vi-ZUQLANG"),
        Mark::new("the source", SOURCE),
        several("the receipt", vec![grouped(""), grouped(" "), grouped("-")]),
    ]
}

/// A committee with a vault, and the program that serves it.
async fn committee() -> TestApp {
    let portal = TestApp::start().await;
    // The key that the operations of this test work with, too.
    let data = portal.database.folder.join("data");
    std::fs::create_dir_all(&data).unwrap();
    std::fs::write(data.join("master.key"), "07".repeat(32)).unwrap();
    portal.clock.set(chrono::Utc::now());
    portal
}

/// Two custodians open the name for the approver; what they and the approver do stands in the database.
async fn open_name(portal: &TestApp, number: &str, custodians: &[gopy::domain::access::Account]) {
    let number = gopy::domain::receipt::CaseNumber::parse(number).unwrap();
    let (app, approver) = (&portal.app, &portal.committee.approver);
    let why = Words::Note(format!("{REASON} lấy lời khai theo luật."));
    let code = vault::ask(app, approver, &number, &why).await.unwrap();
    for (who, nth) in custodians.iter().zip(1..).take(2) {
        let task = vault::waiting(app, who).await.unwrap().remove(0);
        vault::agree(app, who, task.id, &words(nth)).await.unwrap();
    }
    let name = vault::read(app, approver, &number, &code.grouped()).await.unwrap();
    assert!(name.name.contains(NAME) && name.address.contains(ADDRESS));
}

#[tokio::test(flavor = "multi_thread")]
async fn no_mark_is_left_behind_in_the_clear() {
    let portal = committee().await;
    let database = &portal.database;
    let custodians = hold(&portal, None).await;
    let serving = Serving::start(database);
    let mut sender = resident::send(&serving).await;
    staff::intake(&portal, &serving, &sender.number).await;
    sender.answer().await;
    staff::conclude(&portal, &serving, &sender.number).await;
    open_name(&portal, &sender.number, &custodians).await;
    sender.asks_for_review().await;

    // While it serves: the write-ahead log is part of what is left.
    let identity = age::x25519::Identity::generate();
    let recipient = identity.to_public().to_string();
    run(database, &["jobs", "run"], &[]);
    run(database, &["backup", "saved"], &[]);
    run(
        database,
        &["backup", "sealed", "--keys", "keys"],
        &[("GOPY_BACKUP__RECIPIENT", recipient.as_str())],
    );
    run(database, &["audit", "verify"], &[]);
    let folder = &database.folder;
    let mut left = Vec::new();
    let left_by = Left { identity: &identity, reader: EMAIL };
    left_by.files(folder, &mut left);
    left.extend(left::cells(database).await);
    was_all_looked_at(folder, &left, database.is_postgres());

    let searcher = Searcher::new(&all_marks(&sender.receipt));
    let found: Vec<String> = left
        .iter()
        .flat_map(|(place, bytes)| {
            searcher.found(bytes).into_iter().map(move |what| format!("{what} in {place}"))
        })
        .collect();
    assert!(found.is_empty(), "{found:#?}");
}

/// The places that must have something in them, so that nothing found means nothing there.
fn was_all_looked_at(folder: &Path, left: &[(String, Vec<u8>)], postgres: bool) {
    let within = |place: &str| {
        let place = folder.join(place).display().to_string();
        left.iter().filter(|(at, _)| at.starts_with(&place)).count()
    };
    let has = |place: &str, word: &str| {
        let place = folder.join(place).display().to_string();
        let mut there = left.iter().filter(|(at, _)| at.starts_with(&place));
        there.any(|(_, bytes)| bytes.windows(word.len()).any(|here| here == word.as_bytes()))
    };
    // Copies of three files with the letter, of one with a message, and their originals.
    assert_eq!(std::fs::read_dir(folder.join("data/files")).unwrap().count(), 8);
    assert!(20 < within("data/mail") && has("data/mail", "HS-"), "mails, and their words");
    assert!(has("serve.log", "SELECT"), "every statement is logged");
    for backup in ["saved", "sealed"] {
        assert!(has(backup, "[\"id\""), "{backup} is read as a list of rows");
    }
    assert!(0 < within("keys"));
    assert!(postgres || 0 < within("gopy.db-wal"), "what was not yet written into the database");
    let cells = left.iter().filter(|(place, _)| place.starts_with("column ")).count();
    assert!(1_000 < cells, "{cells} cells");
}
