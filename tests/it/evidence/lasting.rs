//! What was acknowledged lasts, what nobody claimed is swept up, what is destroyed is gone, and nothing lies open.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use chrono::{Days, Utc};
use gopy::app::post::Post;
use gopy::app::{App, AppError, evidence};
use gopy::clock::SetClock;
use gopy::config::Settings;
use gopy::domain::access::Account;
use gopy::domain::evidence::{FileFlaw, Part};
use gopy::domain::receipt::CaseNumber;
use gopy::keys::Keys;
use gopy::mail::Memory;
use gopy::objects::Objects;
use gopy::rules::Rules;
use gopy::store::Store;
use gopy::store::cases::Key;

use super::made::{self, MARK, has};
use super::objects::{bucket, settings};
use super::{arrive, letter_with};
use crate::support::committee::about_lan;
use crate::support::{TestApp, TestDatabase};

/// Every file below a folder.
fn everything(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(everything(&path));
        } else {
            found.push((path.display().to_string(), fs::read(&path).unwrap()));
        }
    }
    found
}

/// How many bytes this account gets of all files of a case.
async fn whole(app: &App, who: &Account, number: &CaseNumber) -> usize {
    let mut bytes = 0;
    for file in evidence::list(app, who, number).await.unwrap().files {
        let opened = evidence::open(app, who, number, file.id, Part::Copy);
        let mut opened = opened.await.unwrap();
        while let Some(part) = opened.next().await.unwrap() {
            bytes += part.len();
        }
    }
    bytes
}

#[tokio::test]
async fn no_file_lies_in_the_clear_and_none_tells_its_maker() {
    let portal = TestApp::start().await;
    // Canaries in the content itself, to be found wherever it lay open.
    let shown = "NOI-DUNG-CHI-NGUOI-XU-LY-DOC";
    let body = format!("<w:document xmlns:w=\"w\"><w:t>{shown}</w:t></w:document>");
    let uploads = [
        arrive(
            &portal.app,
            &format!("{MARK}.docx"),
            &made::docx(&[("word/document.xml", body.as_bytes())]),
        )
        .await
        .unwrap(),
        arrive(&portal.app, "b.jpg", &made::jpeg(300, 200)).await.unwrap(),
        arrive(&portal.app, "c.pdf", &made::pdf()).await.unwrap(),
        arrive(&portal.app, "d.mp3", &made::mp3()).await.unwrap(),
        arrive(&portal.app, "e.mp4", &made::mp4(b"isom")).await.unwrap(),
    ];
    let sent = letter_with(&portal.app, about_lan(), &uploads).await;
    assert!(0 < whole(&portal.app, &portal.committee.triage, &sent.case_number).await);
    let mut kept = 0;
    for (path, bytes) in everything(&portal.database.folder) {
        for word in [MARK, shown, "word/document.xml", "JFIF", "%PDF", "HINH-ANH"] {
            assert!(!has(&bytes, word), "{word} lies open in {path}");
        }
        kept += usize::from(path.contains("/files/"));
    }
    assert_eq!(kept, uploads.len(), "the copies, and nothing of the files as they came");
}

#[tokio::test]
async fn what_nobody_claims_is_swept_up_and_what_is_destroyed_is_gone() {
    let portal = TestApp::start().await;
    let folder = portal.database.folder.join("files");
    let count = || fs::read_dir(&folder).unwrap().count();
    let photo = made::plain_jpeg(60, 40);
    let claimed = arrive(&portal.app, "a.jpg", &photo).await.unwrap();
    let sent = letter_with(&portal.app, about_lan(), &[claimed]).await;
    let left = arrive(&portal.app, "b.jpg", &photo).await.unwrap();
    assert_eq!(count(), 2);
    assert_eq!(evidence::sweep(&portal.app).await.unwrap(), 0, "still in somebody's form");
    // The files were written today by the machine's own clock.
    portal.clock.set(Utc::now() + Days::new(2));
    assert_eq!(evidence::shown(&portal.app, &left.ticket), None);
    assert_eq!(evidence::sweep(&portal.app).await.unwrap(), 1);
    assert_eq!(count(), 1);
    assert!(0 < whole(&portal.app, &portal.committee.triage, &sent.case_number).await);
    let case = portal.store.case(Key::Number(&sent.case_number)).await.unwrap().case.id;
    evidence::destroy(&portal.app, case).await.unwrap();
    assert_eq!(count(), 0);
    let files = evidence::list(&portal.app, &portal.committee.triage, &sent.case_number).await;
    assert!(files.unwrap().files.is_empty());
}

#[tokio::test]
async fn the_same_on_a_bucket() {
    let scratch = TestApp::start().await;
    let address = bucket(&scratch.database.folder.join("kho")).await;
    let portal = TestApp::start_with(|to| to.storage = settings(address)).await;
    let film = arrive(&portal.app, "a.mp4", &made::mp4(b"isom")).await.unwrap();
    let photo = arrive(&portal.app, "b.jpg", &made::jpeg(300, 200)).await.unwrap();
    let sent = letter_with(&portal.app, about_lan(), &[film, photo]).await;
    assert!(0 < whole(&portal.app, &portal.committee.triage, &sent.case_number).await);
    let objects = Objects::open(&portal.app.settings().storage).unwrap();
    assert_eq!(objects.list().await.unwrap().len(), 2);
    let case = portal.store.case(Key::Number(&sent.case_number)).await.unwrap().case.id;
    evidence::destroy(&portal.app, case).await.unwrap();
    assert_eq!(objects.list().await.unwrap().len(), 0);
}

/// A reader that breaks off, as a telephone does in a tunnel.
struct Tunnel(Vec<u8>);

impl tokio::io::AsyncRead for Tunnel {
    fn poll_read(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
        to: &mut tokio::io::ReadBuf<'_>,
    ) -> std::task::Poll<std::io::Result<()>> {
        if self.0.is_empty() {
            return std::task::Poll::Ready(Err(std::io::Error::other("gone")));
        }
        let at = self.0.len().saturating_sub(to.remaining());
        let part = self.0.split_off(at);
        to.put_slice(&part);
        std::task::Poll::Ready(Ok(()))
    }
}

#[tokio::test]
async fn a_file_that_breaks_off_leaves_nothing() {
    let portal = TestApp::start().await;
    let mut from = Tunnel(vec![0xFF; 300_000]);
    let cut = evidence::receive(&portal.app, "a.jpg", false, &mut from).await;
    assert!(matches!(cut, Err(AppError::File(FileFlaw::Cut))));
    assert_eq!(fs::read_dir(portal.database.folder.join("files")).unwrap().count(), 0);
}

#[tokio::test]
async fn a_backup_brings_files_back_or_nothing_at_all() {
    let portal = TestApp::start().await;
    let photo = arrive(&portal.app, "b.jpg", &made::jpeg(300, 200)).await.unwrap();
    let sent = letter_with(&portal.app, about_lan(), &[photo]).await;
    let folder = portal.database.folder.join("sao-luu");
    let manifest = gopy::app::backup::write(&portal.app, &folder, None).await.unwrap();
    assert_eq!(manifest.files.len(), 1);
    for (path, bytes) in everything(&folder) {
        assert!(!has(&bytes, "JFIF") && !has(&bytes, MARK), "{path}");
    }
    let file = folder.join(format!("file-{}", manifest.files[0].name));
    let good = fs::read(&file).unwrap();

    let (other, database) = empty().await;
    let mut bad = good.clone();
    bad[40] ^= 1;
    fs::write(&file, &bad).unwrap();
    let told = gopy::app::backup::restore(&other, &folder, None, None).await.unwrap_err();
    assert!(told.to_string().contains("was changed or damaged"), "{told:#}");
    assert!(!database.folder.join("files").exists(), "nothing was put back");
    fs::write(&file, &good).unwrap();
    gopy::app::backup::restore(&other, &folder, None, None).await.unwrap();
    // The same account, the same key, the same file.
    assert!(0 < whole(&other, &portal.committee.triage, &sent.case_number).await);
}

/// A portal with nothing in it and the same master key.
async fn empty() -> (App, TestDatabase) {
    let database = TestDatabase::fresh().await;
    let mut settings = Settings { database: database.settings.clone(), ..Settings::default() };
    settings.storage.url = database.folder.join("files").display().to_string();
    let store = Store::open(&settings.database).await.unwrap();
    store.migrate_up().await.unwrap();
    let clock = Arc::new(SetClock::at("2026-11-03T02:00:00Z".parse().unwrap()));
    let post = Post::through(Arc::new(Memory::default()), &settings).unwrap();
    let rules = Rules::shipped().unwrap();
    let app = App::new(store, clock, Keys::new(&[7; 32]), rules, settings, post);
    gopy::app::calendars::begin(&app).await.unwrap();
    (app, database)
}
