//! Files of cases: what is taken, what is left of a maker's marks, where they lie, who opens them.

mod copies;
mod hostile;
mod interface;
mod killed;
mod lasting;
pub mod made;
mod objects;
mod pages;
mod scanner;
mod sealing;

use gopy::app::App;
use gopy::app::evidence::{Upload, receive};
use gopy::app::{AppError, letters};
use gopy::domain::evidence::FileFlaw;
use gopy::domain::letter::{About, RawLetter, Source};

/// Sends a file, as a page does.
async fn arrive(app: &App, name: &str, bytes: &[u8]) -> Result<Upload, FileFlaw> {
    match receive(app, name, false, &mut &*bytes).await {
        Ok(upload) => Ok(upload),
        Err(AppError::File(flaw)) => Err(flaw),
        Err(error) => unreachable!("{name}: {error:?}"),
    }
}

/// A letter with files.
async fn letter_with(app: &App, about: About, uploads: &[Upload]) -> letters::Submitted {
    let raw = RawLetter {
        kind: "phan_anh".into(),
        about,
        text: "Thu tiền làm ngõ mỗi hộ năm trăm nghìn đồng mà không có phiếu thu.".into(),
        ..RawLetter::default()
    };
    let tickets = uploads.iter().map(|upload| upload.ticket.clone()).collect();
    letters::submit_with(app, raw, tickets, Source::Web, None).await.unwrap()
}
