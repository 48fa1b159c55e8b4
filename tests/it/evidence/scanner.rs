//! A scanner that speaks clamd's protocol and knows one home-made signature.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use gopy::app::AppError;
use gopy::app::evidence::{self, Upload};
use gopy::domain::evidence::{FileFlaw, Part};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use super::{arrive, letter_with, made};
use crate::support::TestApp;
use crate::support::committee::about_lan;

/// What the scanner knows to be harmful.
const SIGNATURE: &[u8] = b"MAU-DOC-TU-LAM-DE-THU";

/// How it behaves.
const WELL: u8 = 0;
const SILENT: u8 = 1;
const CONFUSED: u8 = 2;

async fn serve(mut stream: TcpStream, mood: u8) -> std::io::Result<()> {
    let mut command = [0; 10];
    stream.read_exact(&mut command).await?;
    assert_eq!(&command, b"zINSTREAM\0");
    let mut file = Vec::new();
    loop {
        let length = stream.read_u32().await?;
        if length == 0 {
            break;
        }
        let mut part = vec![0; length as usize];
        stream.read_exact(&mut part).await?;
        file.extend(part);
    }
    let found = file.windows(SIGNATURE.len()).any(|part| part == SIGNATURE);
    let answer: &[u8] = match (mood, found) {
        (SILENT, _) => return Ok(()),
        (CONFUSED, _) => b"INSTREAM size limit exceeded. ERROR\0",
        (_, true) => b"stream: Tu.Lam.Thu FOUND\0",
        (_, false) => b"stream: OK\0",
    };
    stream.write_all(answer).await
}

async fn scanner() -> (String, Arc<AtomicU8>) {
    let mood = Arc::new(AtomicU8::new(WELL));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("tcp://{}", listener.local_addr().unwrap());
    let moods = Arc::clone(&mood);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(serve(stream, moods.load(Ordering::SeqCst)));
        }
    });
    (url, mood)
}

fn harmful() -> Vec<u8> {
    [made::plain_jpeg(40, 30).as_slice(), SIGNATURE, &[0xFF, 0xD9]].concat()
}

async fn first_file(portal: &TestApp, upload: Upload) -> Result<(), AppError> {
    let sent = letter_with(&portal.app, about_lan(), &[upload]).await;
    let who = &portal.committee.triage;
    let files = evidence::list(&portal.app, who, &sent.case_number).await.unwrap().files;
    let opened = evidence::open(&portal.app, who, &sent.case_number, files[0].id, Part::Copy).await;
    opened.map(drop)
}

#[tokio::test]
async fn what_the_scanner_finds_is_refused_and_what_it_cannot_judge_is_not_given() {
    let (url, mood) = scanner().await;
    let portal = TestApp::start_with(|settings| settings.scan.clamd_url = url).await;
    assert_eq!(arrive(&portal.app, "a.jpg", &harmful()).await.unwrap_err(), FileFlaw::Virus);
    let files = portal.database.folder.join("files");
    assert_eq!(std::fs::read_dir(&files).unwrap().count(), 0, "nothing of it is left");
    let photo = made::plain_jpeg(40, 30);
    let clean = arrive(&portal.app, "a.jpg", &photo).await.unwrap();
    assert!(first_file(&portal, clean).await.is_ok());

    for silence in [SILENT, CONFUSED] {
        mood.store(silence, Ordering::SeqCst);
        // The resident loses nothing by it; staff wait.
        let unjudged = arrive(&portal.app, "a.jpg", &photo).await.unwrap();
        let given = first_file(&portal, unjudged).await;
        assert!(matches!(given, Err(AppError::File(FileFlaw::Unjudged))), "{given:?}");
    }
    let unjudged = arrive(&portal.app, "a.jpg", &photo).await.unwrap();
    // With the original kept, it is the original that is judged.
    let kept = evidence::receive(&portal.app, "a.jpg", true, &mut &*harmful()).await.unwrap();
    mood.store(WELL, Ordering::SeqCst);
    assert!(first_file(&portal, unjudged).await.is_ok(), "judged when it is opened");
    let given = first_file(&portal, kept).await;
    assert!(matches!(given, Err(AppError::File(FileFlaw::Virus))), "{given:?}");
}
