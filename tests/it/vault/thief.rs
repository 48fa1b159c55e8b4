//! The thief: a copy of the whole database, the folder of files, a backup of both, the configuration, the master key
//! and this program's own code; and no passphrase, or one.
//!
//! What the thief reads: letters, messages, notes and files of every case, originals with whatever their cameras wrote
//! into them, and where notices go – the keys of cases are wrapped by keys that the master key gives ([decision
//! 13](../../../docs/decisions/0013-keys-of-cases.md)). What the thief does not read: the name, the address and the
//! telephone number of anybody who wrote. With two passphrases they come out, which shows that the thief looks in the
//! right places.

use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader};
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use gopy::app::{Words, backup, evidence, vault};
use gopy::domain::ids::{AccountId, CaseId};
use gopy::keys::vault::{Part, Public, Secret};
use gopy::keys::{CaseKey, FileKey, Holder, Keys, Opening};
use gopy::store::cases::Key;
use gopy::store::dump;
use serde_json::Value;

use super::{held, named, words};
use crate::evidence::made;
use crate::support::committee::about_lan;
use crate::support::{PASSWORD, TestApp};

/// What stands in the name, the address and the telephone number of the one letter.
const NAME: [&str; 3] = ["Tạ Thị Kín", "ngõ Vắng", "0912 345 678"];

/// All cells of all rows, as they are stored.
async fn loot(portal: &TestApp) -> Vec<Vec<Value>> {
    let snapshot = portal.store.snapshot().await.unwrap();
    let mut rows = Vec::new();
    for table in dump::tables() {
        let mut keep = |row| {
            rows.push(row);
            Ok(())
        };
        snapshot.rows(&table, &mut keep).await.unwrap();
    }
    rows
}

/// Every row of a backup. Its files are packed; the keys of the cases lie beside the rest.
fn backed_up(folder: &Path) -> Vec<Vec<Value>> {
    let mut rows = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|end| end != "gz") {
            continue;
        }
        let packed = flate2::read::GzDecoder::new(std::fs::File::open(&path).unwrap());
        for line in BufReader::new(packed).lines() {
            rows.extend(serde_json::from_str::<Vec<Value>>(&line.unwrap()));
        }
    }
    rows
}

/// The files of a case, copies and originals, out of a folder where they lie under `name(object)`.
async fn files(
    portal: &TestApp,
    (case, of_case): (CaseId, &CaseKey),
    folder: &Path,
    name: fn(&str) -> String,
) -> Vec<Vec<u8>> {
    let mut opened = Vec::new();
    for row in portal.store.files(case).await.unwrap() {
        for (which, kept) in [("Copy", Some(row.copy)), ("Original", row.original)] {
            let kept = kept.unwrap();
            let place = format!("File{which}:{case}:{}", row.id);
            let key = FileKey::from_bytes(&of_case.open(&place, &kept.key).unwrap()).unwrap();
            let sealed = std::fs::read(folder.join(name(&kept.object))).unwrap();
            let mut opening = Opening::new(&key, &kept.object);
            let begun = opening.put(&sealed).unwrap();
            opened.push([begun, opening.finish().unwrap()].concat());
        }
    }
    opened
}

fn bytes(cell: &Value) -> Option<Vec<u8>> {
    cell.as_str().and_then(|text| BASE64.decode(text).ok()).filter(|bytes| 16 <= bytes.len())
}

/// Everything that the master key opens, and the key of the case that it unwraps, with whatever is stored in clear:
/// each sealed cell is tried in every place that there is.
fn opened(rows: &[Vec<Value>], keys: &Keys, of_case: &CaseKey) -> Vec<Vec<u8>> {
    const PLACES: [&str; 10] = [
        "Letter",
        "Identity",
        "Contact",
        "Allegation",
        "Evidence",
        "Measure",
        "Message",
        "Conclusion",
        "Note",
        "Opening",
    ];
    let ids: BTreeSet<&str> = rows
        .iter()
        .flatten()
        .filter_map(Value::as_str)
        .filter(|text| text.len() == 36 && text.matches('-').count() == 4)
        .collect();
    // The same cells lie in the database and in the backup.
    let cells: BTreeSet<Vec<u8>> = rows.iter().flatten().filter_map(bytes).collect();
    let mut found: Vec<Vec<u8>> = cells.into_iter().collect();
    // What is shorter than nonce and tag is nothing sealed.
    for sealed in found.clone().into_iter().filter(|bytes| 40 < bytes.len()) {
        let all = PLACES.iter().flat_map(|place| ids.iter().map(move |id| format!("{place}:{id}")));
        let open =
            |place: String| [keys.open(&place, &sealed).ok(), of_case.open(&place, &sealed).ok()];
        found.extend(all.flat_map(open).flatten());
    }
    found
}

/// What a thief who knows the program tries next: the cell of the name, to whose key it is sealed, and where.
struct Name {
    sealed: Vec<u8>,
    vault: Public,
    place: String,
}

/// Tries whatever could be a key or a part of one, alone and two together, on the name.
fn tried(name: &Name, found: &[Vec<u8>], shares: &[(u8, Secret)]) -> Vec<Vec<u8>> {
    let Name { sealed, vault, place } = name;
    let lone = found.iter().filter_map(|bytes| Secret::from_bytes(bytes).ok());
    let mut out: Vec<_> = lone.filter_map(|secret| secret.open(place, sealed).ok()).collect();
    out.extend(shares.iter().filter_map(|(_, share)| share.open(place, sealed).ok()));
    // Parts that were lent and are stored, of whichever seat, and those of the shares that passphrases gave.
    let mut parts: Vec<(u8, [u8; 32])> = Vec::new();
    for part in found.iter().filter_map(|bytes| Part::from_bytes(bytes).ok()) {
        parts.extend((1..=3).map(|seat| (seat, part.to_bytes())));
    }
    for (seat, share) in shares {
        parts.push((*seat, share.part(sealed).unwrap().to_bytes()));
    }
    let pairs = parts.iter().flat_map(|a| parts.iter().map(move |b| (a, b)));
    for (a, b) in pairs.filter(|(a, b)| a.0 < b.0) {
        let two = [a, b].map(|(seat, part)| (*seat, Part::from_bytes(part).unwrap()));
        out.extend(vault.open(place, sealed, &two).ok());
    }
    out.into_iter().map(|plain| plain.to_vec()).collect()
}

/// The shares that these passphrases open, of whichever custodian.
async fn shares(portal: &TestApp, guesses: &[String]) -> Vec<(u8, Secret)> {
    let mut shares = Vec::new();
    for key in portal.store.custodian_keys().await.unwrap() {
        for guess in guesses {
            let Some(secret) = Secret::unlock(guess, &key.locked).unwrap() else { continue };
            for row in portal.store.shares(1).await.unwrap() {
                let AccountId(id) = row.holder;
                let place = format!("share:{}:{}:{}:{id}", row.vault, row.generation, row.giver);
                if let Ok(share) = secret.open(&place, &row.sealed) {
                    shares.push((row.seat, Secret::from_bytes(&share).unwrap()));
                }
            }
        }
    }
    shares
}

fn betrayed(found: &[Vec<u8>]) -> bool {
    found.iter().any(|bytes| {
        let text = String::from_utf8_lossy(bytes);
        NAME.iter().any(|part| text.contains(part))
    })
}

#[tokio::test]
async fn whoever_steals_everything_but_two_passphrases_reads_no_name() {
    let (portal, [one, ..]) = held(None).await;
    let sent = named(&portal, about_lan()).await;
    let of_letter = portal.store.case(Key::Number(&sent.case_number)).await.unwrap().case.id;
    let photo = made::jpeg(60, 40);
    let upload = evidence::receive(&portal.app, "a.jpg", true, &mut &*photo).await.unwrap();
    evidence::add_under_receipt(&portal.app, of_letter, &[upload], None).await.unwrap();
    let approver = &portal.committee.approver;
    let why = "Phải gặp người gửi để lấy lời khai theo luật.";
    let asks = Words::Note(why.into());
    vault::ask(&portal.app, approver, &sent.case_number, &asks).await.unwrap();
    let task = vault::waiting(&portal.app, &one).await.unwrap().remove(0);
    // At the worst moment: one custodian has agreed, and what was lent lies in the database.
    vault::agree(&portal.app, &one, task.id, &words(1)).await.unwrap();

    let master = [7; 32];
    let saved = portal.database.folder.join("saved");
    backup::write(&portal.app, &saved, None).await.unwrap();
    let (mut rows, keys) = (loot(&portal).await, Keys::new(&master));
    let of_backup = backed_up(&saved);
    assert!(rows.len() / 2 < of_backup.len(), "{} of {} rows", of_backup.len(), rows.len());
    rows.extend(of_backup);
    let case = of_letter;
    let wrapped = portal.store.wrapped_key(case, &Holder::Office).await.unwrap().unwrap();
    let of_case = keys.open_key(&Holder::Office, case, &wrapped).unwrap();
    let mut found = opened(&rows, &keys, &of_case);
    let key = (case, &of_case);
    let lying = files(&portal, key, &portal.database.folder.join("files"), str::to_owned).await;
    let kept = files(&portal, key, &saved, |object| format!("file-{object}")).await;
    assert_eq!(lying, kept, "the backup has the same files");
    let marked: Vec<bool> = lying.iter().map(|file| made::has(file, made::MARK)).collect();
    assert_eq!(marked, [false, true], "the copy tells nothing of its maker, the original does");
    found.extend(lying);
    found.push(format!("{:?}", portal.app.settings()).into_bytes());
    let texts: Vec<_> = found.iter().map(|bytes| String::from_utf8_lossy(bytes)).collect();
    assert!(texts.iter().any(|text| text.contains("tiền làm ngõ")), "the master key opens letters");
    assert!(texts.iter().any(|text| text.contains(why)), "and requests");
    assert!(texts.iter().any(|text| text.contains("Gửi thêm 1 tệp.")), "and messages");
    assert!(!betrayed(&found), "the master key alone");
    let place = format!("Identity:{case}");
    let cell = portal.store.identity(case).await.unwrap().unwrap().sealed;
    let vault = portal.store.vault().await.unwrap().unwrap().public;
    assert!(found.contains(&cell) && found.contains(&vault), "the thief has both");
    let sealed = keys.open(&place, &cell).unwrap();
    assert!(found.contains(&sealed));
    let name = Name { sealed, vault: Public::from_bytes(&vault).unwrap(), place };

    // Passwords and whatever stands in the configuration are no passphrases.
    let guesses = [PASSWORD.to_owned(), String::new(), "07".repeat(32), "giuphong1".to_owned()];
    let none = shares(&portal, &guesses).await;
    assert!(none.is_empty());
    assert!(!betrayed(&tried(&name, &found, &none)), "everything that is stored");

    // The custodian who agreed already: one passphrase is one passphrase.
    let single = shares(&portal, &[words(1)]).await;
    assert_eq!(single.len(), 1);
    assert!(!betrayed(&tried(&name, &found, &single)), "with one passphrase");
    let both = shares(&portal, &[words(2), words(3)]).await;
    assert_eq!(both.len(), 2);
    assert!(betrayed(&tried(&name, &found, &both)), "with two it opens: the thief looked well");
}
