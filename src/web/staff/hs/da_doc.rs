//! `/noi-bo/hs/{number}/da-doc` – who has read what, and when: what somebody knows who is kept out by now.

use chrono::NaiveDate;
use poem::web::{Data, Path};
use poem::{Response, Result, handler};
use serde::Serialize;

use crate::app::reads::{self, Reader};
use crate::app::{App, AppError};
use crate::domain::receipt::CaseNumber;
use crate::render::Page;
use crate::web::frame::View;
use crate::web::signed_in::SignedIn;

/// `pages/noi-bo/hs/da-doc.html`
#[derive(Serialize)]
pub struct ReadersPage {
    pub number: String,
    pub readers: Vec<ReaderLine>,
}

#[derive(Debug, Serialize)]
pub struct ReaderLine {
    pub name: String,
    pub kept_out: bool,
    pub reads: Vec<ReadLine>,
}

#[derive(Debug, Serialize)]
pub struct ReadLine {
    /// `glimpse`, `head`, `points` or `whole`.
    pub what: &'static str,
    pub on: NaiveDate,
    /// Hours and minutes in Hanoi.
    pub at: String,
}

impl Page for ReadersPage {
    const TEMPLATE: &'static str = "pages/noi-bo/hs/da-doc.html";
}

impl From<Reader> for ReaderLine {
    fn from(reader: Reader) -> Self {
        let line = |read: reads::ReadView| ReadLine {
            what: read.what.name(),
            on: read.on,
            at: read.in_hanoi().format("%H:%M").to_string(),
        };
        Self {
            name: reader.name,
            kept_out: reader.kept_out,
            reads: reader.reads.into_iter().map(line).collect(),
        }
    }
}

#[handler]
pub(super) async fn show(
    Data(app): Data<&App>,
    Path(number): Path<String>,
    staff: SignedIn,
    view: View,
) -> Result<Response> {
    let number = CaseNumber::parse(&number).ok_or(AppError::NotFound)?;
    let readers = reads::report(app, &staff.0.account, &number).await?;
    let readers = readers.into_iter().map(ReaderLine::from).collect();
    staff.frame(view).page(&ReadersPage { number: number.to_string(), readers })
}
