//! `/noi-bo/nhan` – the desk types in a letter on paper or spoken, and prints its receipt.

use chrono::NaiveDate;
use poem::http::StatusCode;
use poem::web::Data;
use poem::{Request, Response, Result, handler};
use serde::{Deserialize, Serialize};

use crate::app::letters::Submitted;
use crate::app::{self, App, AppError};
use crate::domain::access::Role;
use crate::domain::letter::{About, Kind, Lang, RawLetter, RawReporter, Source};
use crate::render::{Page, qr_svg};
use crate::web::forms::{FlawLine, Form, key, new_key};
use crate::web::frame::View;
use crate::web::resident::PromiseLine;
use crate::web::signed_in::SignedIn;

use super::fields::{self, Mend, Mends};

/// The ways in which a letter reaches the desk.
const SOURCES: [Source; 5] =
    [Source::InPerson, Source::Post, Source::Box, Source::Forwarded, Source::Oral];

/// `pages/noi-bo/nhan.html`
#[derive(Serialize)]
pub struct IntakePage {
    pub typed: IntakeForm,
    pub sources: [&'static str; 5],
    pub kinds: [&'static str; 6],
    pub today: NaiveDate,
    pub flaws: Vec<FlawLine>,
}

impl Page for IntakePage {
    const TEMPLATE: &'static str = "pages/noi-bo/nhan.html";
}

/// `pages/noi-bo/bien-nhan.html`: handed over on the spot, never shown again.
#[derive(Serialize)]
pub struct PaperReceiptPage {
    pub receipt: String,
    pub case_number: String,
    pub qr: String,
    pub received_on: NaiveDate,
    pub promise: Option<PromiseLine>,
}

impl Page for PaperReceiptPage {
    const TEMPLATE: &'static str = "pages/noi-bo/bien-nhan.html";
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct IntakeForm {
    pub source: String,
    pub received_on: String,
    pub kind: String,
    pub about_name: String,
    pub about_position: String,
    pub about_unit: String,
    pub happened_on: String,
    pub place: String,
    pub text: String,
    pub anonymous: bool,
    pub reporter_name: String,
    pub reporter_address: String,
    pub reporter_phone: String,
    pub email: String,
    /// The same key twice is the same letter twice.
    pub key: String,
}

impl IntakeForm {
    fn empty(today: NaiveDate) -> Self {
        Self { received_on: fields::typed_day(today), key: new_key(), ..Self::default() }
    }

    fn read(&self, today: NaiveDate) -> std::result::Result<(Source, NaiveDate, RawLetter), Mends> {
        let mut mends = Mends::default();
        let source = SOURCES.into_iter().find(|source| source.name() == self.source);
        let source = mends.take(source.ok_or(Mend::at("source", "flaw-source")));
        let received_on = fields::day("received_on", &self.received_on, today);
        let received_on = mends.take(received_on.and_then(|day| {
            if day <= today { Ok(day) } else { Err(Mend::at("received_on", "flaw-received-on")) }
        }));
        let happened_on = match self.happened_on.trim() {
            "" => Some(None),
            typed => mends.take(fields::day("happened_on", typed, today).map(Some)),
        };
        match (source, received_on, happened_on) {
            (Some(source), Some(received_on), Some(happened_on)) => {
                Ok((source, received_on, self.letter(happened_on)))
            }
            _ => Err(mends),
        }
    }

    fn letter(&self, happened_on: Option<NaiveDate>) -> RawLetter {
        RawLetter {
            kind: self.kind.clone(),
            about: About {
                name: self.about_name.clone(),
                position: self.about_position.clone(),
                unit: self.about_unit.clone(),
            },
            place: self.place.clone(),
            happened_on,
            text: self.text.clone(),
            reporter: (!self.anonymous).then(|| RawReporter {
                name: self.reporter_name.clone(),
                address: self.reporter_address.clone(),
                phone: self.reporter_phone.clone(),
            }),
            email: Some(self.email.clone()).filter(|email| !email.trim().is_empty()),
            // Whoever writes on paper here writes Vietnamese, whatever the clerk's screen says.
            lang: Lang::Vi,
        }
    }
}

impl IntakePage {
    pub fn new(typed: IntakeForm, today: NaiveDate, flaws: Vec<FlawLine>) -> Self {
        let (sources, kinds) = (SOURCES.map(Source::name), Kind::ALL.map(Kind::name));
        Self { typed, sources, kinds, today, flaws }
    }
}

#[handler]
pub fn new(req: &Request, Data(app): Data<&App>, staff: SignedIn, view: View) -> Result<Response> {
    let (staff, today) = (desk(staff)?, app.now().day);
    let notice = (req.uri().query() == Some("da-ghi")).then_some("notice-done");
    let view = staff.frame(view).noticing(notice);
    view.page(&IntakePage::new(IntakeForm::empty(today), today, Vec::new()))
}

#[handler]
pub async fn create(
    Data(app): Data<&App>,
    staff: SignedIn,
    view: View,
    form: Form<IntakeForm>,
) -> Result<Response> {
    let staff = desk(staff)?;
    let (view, today) = (staff.frame(view), app.now().day);
    let again =
        |typed, status, flaws| view.page_with(status, &IntakePage::new(typed, today, flaws));
    let mut typed = match form.checked() {
        Ok(typed) => typed,
        Err((typed, trouble)) => {
            let flaws = vec![trouble.line(&view)?];
            return again(typed, trouble.status(), flaws);
        }
    };
    let (source, received_on, letter) = match typed.read(today) {
        Ok(read) => read,
        Err(mends) => {
            let flaws = mends.0.iter().map(|mend| mend.line(&view)).collect::<Result<Vec<_>>>()?;
            return again(typed, StatusCode::UNPROCESSABLE_ENTITY, flaws);
        }
    };
    let who = &staff.0.account;
    match app::desk::register_paper(app, who, letter, source, received_on, key(&typed.key)).await {
        Ok(submitted) => receipt(&view, &submitted),
        Err(AppError::Flaws(found)) => {
            let flaws = view.flaws(&found)?;
            again(typed, StatusCode::UNPROCESSABLE_ENTITY, flaws)
        }
        Err(AppError::KeyReused) => {
            typed.key = new_key();
            let flaws = vec![view.flaw("", "flaw-registered-before")?];
            again(typed, StatusCode::CONFLICT, flaws)
        }
        Err(error) => Err(error.into()),
    }
}

/// Only the desk takes letters in; for others there is no such page.
fn desk(staff: SignedIn) -> Result<SignedIn, AppError> {
    if staff.0.account.role == Role::Desk { Ok(staff) } else { Err(AppError::NotFound) }
}

fn receipt(view: &View, stored: &Submitted) -> Result<Response> {
    let address = format!("{}/m/{}", view.site.public_url(), stored.receipt.digits());
    let qr =
        qr_svg(&address, &view.text("receipt-qr")?).map_err(poem::error::InternalServerError)?;
    let page = PaperReceiptPage {
        receipt: stored.receipt.grouped(),
        case_number: stored.case_number.to_string(),
        qr,
        received_on: stored.received_on,
        promise: Some(PromiseLine::of(&stored.promise)),
    };
    view.page_with(StatusCode::OK, &page)
}
