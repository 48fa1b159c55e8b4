//! The files that go with letters, and their way back.

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use gopy::app::post::Post;
use gopy::app::{App, evidence};
use gopy::clock::SetClock;
use gopy::config::Settings;
use gopy::domain::access::{Account, Role};
use gopy::domain::evidence::{FileKind, Part};
use gopy::domain::receipt::CaseNumber;
use gopy::files;
use gopy::keys::Keys;
use gopy::rules::Rules;
use gopy::store::Store;
use serde_json::Value;

use crate::evidence::made;
use crate::support::served::{self, Served};

const BOUNDARY: &str = "ranh-gioi";

/// A file like no other, and whether it is kept as it was sent, too.
pub struct File {
    number: String,
    bytes: Vec<u8>,
    keeps_original: bool,
}

impl File {
    pub fn new(number: &str, who: usize, nth: usize) -> Self {
        // Of several pieces; packing does not shorten it.
        let seed = u32::try_from(who * 100_003 + nth).unwrap();
        let noise = (0..40_000_u32).map(|at| (at ^ seed).wrapping_mul(2_654_435_761));
        let noise: Vec<u8> = noise.flat_map(u32::to_be_bytes).collect();
        let bytes = made::docx(&[("word/media/image9.emf", &noise)]);
        Self { number: number.to_owned(), bytes, keeps_original: nth.is_multiple_of(4) }
    }

    /// The form with which it is sent.
    pub fn form(&self, receipt: &str) -> Vec<u8> {
        let original = if self.keeps_original { "1" } else { "" };
        let mut form = Vec::new();
        for (name, typed) in [("receipt", receipt), ("original", original)] {
            let part = format!("Content-Disposition: form-data; name=\"{name}\"\r\n\r\n{typed}");
            form.extend(format!("--{BOUNDARY}\r\n{part}\r\n").into_bytes());
        }
        let head = "Content-Disposition: form-data; name=\"file\"; filename=\"a.docx\"";
        form.extend(format!("--{BOUNDARY}\r\n{head}\r\n\r\n").into_bytes());
        form.extend_from_slice(&self.bytes);
        form.extend(format!("\r\n--{BOUNDARY}--\r\n").into_bytes());
        form
    }
}

pub fn send(to: SocketAddr, key: &str, form: &[u8]) -> Option<(u16, Value)> {
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    served::send(to, "/api/v1/letters/files", key, (&kind, form))
}

/// The operations of the program, on what it left behind.
async fn opened(portal: &Served, at: DateTime<Utc>) -> (App, Store, Arc<SetClock>) {
    let data = portal.database.folder.join("data");
    let mut settings = Settings::default();
    settings.database = portal.database.settings.clone();
    settings.storage.url = data.join("files").display().to_string();
    settings.mail.folder = data.join("mail");
    let store = Store::open(&settings.database).await.unwrap();
    let keys = Keys::load(&data.join("master.key")).unwrap();
    let (clock, post) = (Arc::new(SetClock::at(at)), Post::open(&settings).unwrap());
    let rules = Rules::shipped().unwrap();
    (App::new(store.clone(), clock.clone(), keys, rules, settings, post), store, clock)
}

/// Every acknowledged file is one file of its case and comes back byte for byte; what belongs to nobody is left alone
/// for a day, then nothing of it is left. Answers how much that was.
pub async fn come_back(portal: &Served, sent: &[File]) -> u64 {
    let now = Utc::now();
    let (app, store, clock) = opened(portal, now).await;
    let intake = store.accounts_with(&[Role::Triage]).await.unwrap();
    let intake: Vec<Account> = intake.into_iter().map(|row| row.account).collect();
    let folder = portal.database.folder.join("data/files");
    let lying = || -> BTreeSet<String> {
        let entries = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name());
        entries.map(|name| name.into_string().unwrap()).collect()
    };
    let before = lying();
    assert_eq!(evidence::sweep(&app).await.unwrap(), 0, "somebody may still hold a ticket");
    assert_eq!(lying(), before);
    clock.set(now + TimeDelta::hours(25));
    let swept = evidence::sweep(&app).await.unwrap();
    let kept: BTreeSet<String> = store.kept_objects().await.unwrap().into_iter().collect();
    assert_eq!(lying(), kept, "exactly the objects that rows name are left");
    for file in sent {
        comes_back(&app, &intake, file).await;
    }
    swept
}

async fn comes_back(app: &App, intake: &[Account], file: &File) {
    let number = CaseNumber::parse(&file.number).unwrap();
    for who in intake {
        let Ok(view) = evidence::list(app, who, &number).await else { continue };
        let [one] = &view.files[..] else { unreachable!("{number}: {} files", view.files.len()) };
        let limits = app.settings().evidence.limits();
        let copy = files::check(FileKind::Docx, &file.bytes, &limits).unwrap().copy;
        assert!(read(app, who, &number, one, Part::Copy).await == copy, "the copy of {number}");
        assert_eq!(one.has_original, file.keeps_original, "{number}");
        if file.keeps_original {
            let original = read(app, who, &number, one, Part::Original).await;
            assert!(original == file.bytes, "the original of {number}");
        }
        return;
    }
    unreachable!("nobody reads {number}");
}

async fn read(
    app: &App,
    who: &Account,
    number: &CaseNumber,
    file: &evidence::FileView,
    part: Part,
) -> Vec<u8> {
    let mut opened = evidence::open(app, who, number, file.id, part).await.unwrap();
    let mut bytes = Vec::new();
    while let Some(piece) = opened.next().await.unwrap() {
        bytes.extend(piece);
    }
    bytes
}
