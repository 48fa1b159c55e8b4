//! The restore drill: a backup while people send letters, everything lost, everything back, and no old mail again.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::process::Stdio;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::sleep;
use std::time::Duration;

use age::secrecy::ExposeSecret as _;
use serde_json::json;

use crate::support::program;
use crate::support::served::{Served, post};

/// Receipts and numbers of acknowledged letters.
type Kept = Mutex<Vec<(String, String)>>;

fn submit(portal: &Served, who: usize, stop: &AtomicBool, kept: &Kept) {
    for nth in 0.. {
        if stop.load(Ordering::Relaxed) {
            return;
        }
        let text =
            format!("Thu tiền làm ngõ mà không có phiếu thu, lần thứ {nth} của người {who}.");
        let email = format!("nguoi{who}-{nth}@hop-thu{who}.example.vn");
        let body = json!({ "kind": "phan_anh", "text": text, "email": email, "lang": "vi" });
        let key = format!("key-{who}-{nth}");
        let (status, answer) = post(portal.address, "/api/v1/letters", &key, &body).unwrap();
        assert_eq!(status, 201, "{answer}");
        let told = |name: &str| answer[name].as_str().unwrap().to_owned();
        kept.lock().unwrap().push((told("receipt"), told("case_number")));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_under_load_brings_back_every_letter_and_sends_no_mail_again() {
    let before = Served::fresh().await;
    let identity = age::x25519::Identity::generate();
    let saved = before.database.folder.join("saved");
    let (kept, stop, mut sure) = (Kept::default(), AtomicBool::new(false), Vec::new());
    let (mut child, _) = before.start();
    std::thread::scope(|scope| {
        for who in 0..3 {
            let (before, stop, kept) = (&before, &stop, &kept);
            scope.spawn(move || submit(before, who, stop, kept));
        }
        while kept.lock().unwrap().len() < 20 {
            sleep(Duration::from_millis(20));
        }
        // What was acknowledged before the backup began is in it.
        sure = kept.lock().unwrap().clone();
        let done = program(&before.database, &["backup", saved.to_str().unwrap()])
            .env("GOPY_BACKUP__RECIPIENT", identity.to_public().to_string())
            .stdout(Stdio::null())
            .status()
            .unwrap();
        stop.store(true, Ordering::Relaxed);
        assert!(done.success(), "a backup while people write");
    });
    child.kill();
    for file in fs::read_dir(&saved).unwrap().map(|file| file.unwrap().path()) {
        let mode = fs::metadata(&file).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o600, "{}", file.display());
        assert!(
            fs::read(&file).unwrap().starts_with(b"age-encryption.org/v1"),
            "{}",
            file.display()
        );
    }

    let after = Served::bare().await;
    let folder = &after.database.folder;
    fs::create_dir_all(folder.join("data")).unwrap();
    fs::copy(before.database.folder.join("data/master.key"), folder.join("data/master.key"))
        .unwrap();
    fs::write(folder.join("away.key"), identity.to_string().expose_secret()).unwrap();
    after.run(&["restore", saved.to_str().unwrap(), "--identity", "away.key"]);
    after.run(&["audit", "verify"]);
    let (mut child, _) = after.start();
    for (receipt, number) in &sure {
        let asked = json!({ "receipt": receipt });
        let (status, found) = post(after.address, "/api/v1/letters/lookup", "k", &asked).unwrap();
        assert_eq!((status, &found["case_number"]), (200, &json!(number)));
    }
    child.kill();
    after.run(&["jobs", "run", "send-mail"]);
    let mails = fs::read_dir(folder.join("data/mail")).map_or(0, Iterator::count);
    assert_eq!(mails, 0, "what waited before the backup is not sent again");
}
