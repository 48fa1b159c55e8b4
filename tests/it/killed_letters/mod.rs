//! The process is killed again and again while people send letters and files: what was acknowledged is there, byte for
//! byte, every mail that is owed went out, and nothing lies about that belongs to nobody.
//!
//! Twenty kills here; `benches/kills` asks for two hundred, of a program built for speed.

mod files;

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread::sleep;
use std::time::Duration;

use serde_json::{Value, json};

use self::files::File;
use crate::support::program;
use crate::support::served::{Served, post};

/// How many people send at the same time.
const SUBMITTERS: usize = 4;

/// Of each mail to a sender of letters how often it went out, by Message-ID.
fn mails(portal: &Served) -> BTreeMap<String, BTreeMap<String, usize>> {
    let mut mails: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
    for file in std::fs::read_dir(portal.database.folder.join("data/mail")).unwrap() {
        let path = file.unwrap().path();
        if path.extension().is_none_or(|end| end != "eml") {
            continue;
        }
        let mail = std::fs::read_to_string(path).unwrap();
        let header = |name: &str| {
            mail.lines().find_map(|line| line.strip_prefix(name)).unwrap().trim().to_owned()
        };
        *mails.entry(header("To:")).or_default().entry(header("Message-ID:")).or_default() += 1;
    }
    mails
}

/// What one person sent, and what they were told.
struct Sent {
    key: String,
    body: Value,
    email: String,
    receipt: String,
    number: String,
}

/// What was acknowledged to all of them.
#[derive(Default)]
struct Acknowledged {
    letters: Mutex<Vec<Sent>>,
    files: Mutex<Vec<File>>,
}

impl Acknowledged {
    fn count(&self) -> usize {
        self.letters.lock().unwrap().len() + self.files.lock().unwrap().len()
    }

    /// Waits until two more were acknowledged, however slow the machine, so that every kill comes amid work.
    fn wait_for_more(&self) {
        let wanted = self.count() + 2;
        for _ in 0..1_500 {
            if wanted <= self.count() {
                return;
            }
            sleep(Duration::from_millis(20));
        }
    }
}

/// Sends letters until told to stop, every other one with a file; after a broken connection the very same once more,
/// as a browser does when somebody presses again.
fn submit(portal: &Served, who: usize, stop: &AtomicBool, sent: &Acknowledged) {
    for nth in 0.. {
        let email = format!("nguoi{who}-{nth}@hop-thu{who}.example.vn");
        let text =
            format!("Thu tiền làm ngõ mà không có phiếu thu, lần thứ {nth} của người {who}.");
        let body = json!({ "kind": "phan_anh", "text": text, "email": email, "lang": "vi" });
        let key = format!("key-{who}-{nth}");
        let letter = || post(portal.address, "/api/v1/letters", &key, &body);
        let Some(acknowledged) = insist(stop, letter) else { return };
        let told = |name: &str| acknowledged[name].as_str().unwrap().to_owned();
        let (receipt, number) = (told("receipt"), told("case_number"));
        let file = (nth % 2 == 0).then(|| File::new(&number, who, nth));
        let upload = file.map(|file| (file.form(&receipt), file));
        sent.letters.lock().unwrap().push(Sent { key, body, email, receipt, number });
        let Some((form, file)) = upload else { continue };
        let key = format!("file-{who}-{nth}");
        if insist(stop, || files::send(portal.address, &key, &form)).is_none() {
            return;
        }
        sent.files.lock().unwrap().push(file);
    }
}

/// Asks until there is an answer; nothing when it is over before.
fn insist(stop: &AtomicBool, ask: impl Fn() -> Option<(u16, Value)>) -> Option<Value> {
    while !stop.load(Ordering::Relaxed) {
        match ask() {
            Some((201, answer)) => return Some(answer),
            Some((status, answer)) => assert_eq!(status, 503, "{answer}"),
            None => sleep(Duration::from_millis(10)),
        }
    }
    None
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_acknowledged_is_lost_however_often_the_process_is_killed() {
    let kills: usize = std::env::var("GOPY_TEST_KILLS").map_or(20, |n| n.parse().unwrap());
    let portal = Served::fresh().await;
    let (sent, stop, waits) =
        (Acknowledged::default(), AtomicBool::new(false), Mutex::new(Vec::new()));
    let killed = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for who in 0..SUBMITTERS {
            let (portal, stop, sent) = (&portal, &stop, &sent);
            scope.spawn(move || submit(portal, who, stop, sent));
        }
        scope.spawn(|| {
            let (mut child, _) = portal.start();
            for kill in 0..kills {
                // At other points each time.
                sent.wait_for_more();
                sleep(Duration::from_millis(150 + (kill as u64 * 97) % 500));
                child.kill();
                killed.fetch_add(1, Ordering::Relaxed);
                let (again, wait) = portal.start();
                child = again;
                waits.lock().unwrap().push(wait);
            }
            sleep(Duration::from_millis(500));
            stop.store(true, Ordering::Relaxed);
            child.kill();
        });
    });
    let (sent, sent_files) = (sent.letters.into_inner().unwrap(), sent.files.into_inner().unwrap());
    assert!(sent.len() > kills, "only {} letters in {kills} kills", sent.len());
    assert!(sent_files.len() > kills / 4, "only {} files in {kills} kills", sent_files.len());
    let (mut child, _) = portal.start();
    for letter in &sent {
        let asked = json!({ "receipt": letter.receipt });
        let (status, found) = post(portal.address, "/api/v1/letters/lookup", "k", &asked).unwrap();
        assert_eq!(status, 200, "an acknowledged letter is lost: {}", letter.number);
        assert_eq!(found["case_number"], json!(letter.number));
    }
    // The same once more is still the same letter.
    let (status, again) =
        post(portal.address, "/api/v1/letters", &sent[0].key, &sent[0].body).unwrap();
    assert_eq!((status, &again["receipt"]), (201, &json!(sent[0].receipt)));
    child.kill();
    // What a dead process had claimed becomes due again when its lease ends.
    sleep(Duration::from_secs(31));
    portal.run(&["jobs", "run", "send-mail"]);
    portal.run(&["audit", "verify"]);
    let orphans = files::come_back(&portal, &sent_files).await;
    let mails = mails(&portal);
    let mut repeats = 0;
    for letter in &sent {
        let Some(mine) = mails.get(&letter.email) else { panic!("no mail to {}", letter.email) };
        assert_eq!(mine.len(), 1, "repeats carry the same Message-ID: {}", letter.email);
    }
    let mut seen = BTreeSet::new();
    for ids in mails.values() {
        for (id, times) in ids {
            assert!(seen.insert(id.clone()), "one Message-ID for two people: {id}");
            repeats += times - 1;
        }
    }
    let killed = killed.load(Ordering::Relaxed);
    assert!(repeats <= killed, "{repeats} repeats in {killed} kills");
    let mut waits = waits.into_inner().unwrap();
    waits.sort();
    let (p95, longest) = (waits[waits.len() * 95 / 100], waits[waits.len() - 1]);
    // A build for tests, beside other tests, takes longer than a program at work.
    let patience = Duration::from_secs(if program::is_other() { 2 } else { 20 });
    assert!(p95 <= patience, "ready again after {p95:?}");
    // For `benches/kills`, which shows it.
    let told = format!(
        "{killed} kills, {} letters and {} files acknowledged, {} mails, {repeats} repeats, {orphans} objects of \
         nobody swept up, ready again after {p95:?} (p95), {longest:?} (longest)",
        sent.len(),
        sent_files.len(),
        seen.len(),
    );
    writeln!(std::io::stderr(), "{told}").unwrap();
}
