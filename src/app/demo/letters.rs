//! The demonstration letters as they come through the door.

use std::sync::Arc;

use chrono::{Days, NaiveDate};

use super::DemoReceipt;
use crate::app::letters::{self, Submitted};
use crate::app::{App, AppError, desk};
use crate::clock::SetClock;
use crate::demo::letters::{Kind, Lang, Refusal, Scenario};
use crate::demo::{Committee, DemoLetter};
use crate::domain::access::Account;
use crate::domain::letter::{self, About, RawLetter, RawReporter, Source};
use crate::store::cases::Key;

/// The day on which a letter is received, counted back from the day of the load.
pub(super) fn received(letter: &DemoLetter, base: NaiveDate) -> NaiveDate {
    base - Days::new(letter.received_days_ago.into())
}

/// The idempotency key of the letter at this place; with it the receipt can be worked out again.
fn key(place: usize) -> String {
    format!("demo-letter-{}", place + 1)
}

/// Submits a letter, or finds it submitted. Letters on paper are taken in at the desk.
pub(super) async fn submit(
    app: &App,
    letter: &DemoLetter,
    place: usize,
    base: NaiveDate,
    desk: &Account,
) -> Result<Submitted, AppError> {
    let (raw, key) = (raw(letter, base), key(place));
    match paper(letter) {
        Some(source) => {
            let on = received(letter, base);
            desk::register_paper(app, desk, raw, source, on, Some(&key)).await
        }
        None => letters::submit(app, raw, Source::Web, Some(&key)).await,
    }
}

/// Two letters came on paper, so that the desk has something to hand over.
fn paper(letter: &DemoLetter) -> Option<Source> {
    match letter.ending {
        Scenario::NotAccepted { reason: Refusal::CourtMatter, .. } => Some(Source::Post),
        Scenario::VerifyingExtended { .. } if letter.kind == Kind::ToCao => Some(Source::InPerson),
        _ => None,
    }
}

fn raw(letter: &DemoLetter, base: NaiveDate) -> RawLetter {
    RawLetter {
        kind: kind(letter.kind).name().to_owned(),
        about: About {
            name: letter.about.name.clone(),
            position: letter.about.position.clone(),
            unit: letter.about.unit.clone(),
        },
        place: letter.place.clone(),
        happened_on: letter.happened_days_ago.map(|ago| base - Days::new(ago.into())),
        text: letter.text.clone(),
        reporter: letter.reporter.map(|reporter| RawReporter {
            name: reporter.name.to_owned(),
            address: reporter.address.to_owned(),
            phone: reporter.phone.to_owned(),
        }),
        email: letter.email.clone(),
        lang: match letter.lang {
            Lang::Vi => letter::Lang::Vi,
            Lang::En => letter::Lang::En,
        },
    }
}

pub(in crate::app) fn kind(kind: Kind) -> letter::Kind {
    match kind {
        Kind::GopY => letter::Kind::GopY,
        Kind::PhanAnh => letter::Kind::PhanAnh,
        Kind::KienNghi => letter::Kind::KienNghi,
        Kind::KhieuNai => letter::Kind::KhieuNai,
        Kind::ToCao => letter::Kind::ToCao,
        Kind::BieuDuong => letter::Kind::BieuDuong,
    }
}

/// Receipts of one letter each that waits, was asked about, is handled, was answered and is finished.
pub(super) async fn receipts(
    app: &App,
    committee: &Committee,
    base: NaiveDate,
) -> Result<Vec<DemoReceipt>, AppError> {
    // The day may be long past; on it the letters were new.
    let then = base.and_hms_opt(16, 59, 59).unwrap_or_default().and_utc();
    let app = app.with_clock(Arc::new(SetClock::at(then.max(app.now().at))));
    let shown: [fn(&Scenario) -> bool; 5] = [
        |ending| matches!(ending, Scenario::Screening),
        |ending| matches!(ending, Scenario::NeedInfo { .. }),
        |ending| matches!(ending, Scenario::Verifying),
        |ending| matches!(ending, Scenario::Concluded(_)),
        |ending| matches!(ending, Scenario::Closed(_)),
    ];
    let mut receipts = Vec::new();
    for shown in shown {
        let found = committee.letters.iter().position(|letter| shown(&letter.ending));
        let Some(place) = found else { continue };
        let raw = raw(&committee.letters[place], base);
        let submitted = letters::submit(&app, raw, Source::Web, Some(&key(place))).await;
        let submitted = match submitted {
            Ok(submitted) => submitted,
            // Loaded by an earlier version with other words: its receipt is not known any more.
            Err(AppError::KeyReused) => continue,
            Err(error) => return Err(error),
        };
        let case = app.store().case(Key::Number(&submitted.case_number)).await?.case;
        receipts.push(DemoReceipt {
            number: submitted.case_number,
            receipt: submitted.receipt,
            state: case.state.name(),
        });
    }
    Ok(receipts)
}
