//! `/tra-cuu` – opening a case by its receipt.

use poem::http::StatusCode;
use poem::web::Data;
use poem::web::cookie::CookieJar;
use poem::{Request, Response, Result, handler};
use serde::{Deserialize, Serialize};

use crate::app::retention::Gone;
use crate::app::{self, App, AppError};
use crate::caller::Caller;
use crate::domain::receipt::ReceiptFlaw;
use crate::render::Page;
use crate::web::forms::{FlawLine, Form};
use crate::web::frame::View;

use super::session;

/// `pages/tra-cuu/index.html`. The code is never shown again, not even a wrong one.
#[derive(Default, Serialize)]
pub struct LookUpPage {
    /// Whether an earlier session has run out.
    pub ended: bool,
    pub flaws: Vec<FlawLine>,
}

impl Page for LookUpPage {
    const TEMPLATE: &'static str = "pages/tra-cuu/index.html";
}

#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
pub struct LookUpForm {
    receipt: String,
}

#[handler]
pub fn new(req: &Request, view: View) -> Result<Response> {
    let ended = req.uri().query().is_some_and(|query| query.starts_with("het-gio"));
    view.page(&LookUpPage { ended, flaws: Vec::new() })
}

#[handler]
pub async fn create(
    Data(app): Data<&App>,
    caller: Caller,
    jar: &CookieJar,
    view: View,
    form: Form<LookUpForm>,
) -> Result<Response> {
    match form.checked() {
        Ok(form) => open(app, caller, jar, &view, &form.receipt).await,
        Err((_, trouble)) => again(&view, trouble.status(), trouble.line(&view)?),
    }
}

/// Opens the case of a receipt, or shows the look-up with what to check.
pub(super) async fn open(
    app: &App,
    caller: Caller,
    jar: &CookieJar,
    view: &View,
    receipt: &str,
) -> Result<Response> {
    app::tracking::evenly(async {
        match app::tracking::open(&app.asked_from(caller), receipt).await {
            Ok(tracking) => session::begin(app, jar, view, &tracking.held).await,
            Err(error) => mend(view, error),
        }
    })
    .await
}

fn mend(view: &View, error: AppError) -> Result<Response> {
    let (status, line) = match error {
        AppError::TooMany(wait) => (StatusCode::TOO_MANY_REQUESTS, view.too_many(wait)?),
        AppError::Busy(wait) => (StatusCode::SERVICE_UNAVAILABLE, view.busy(wait)?),
        AppError::NotFound => {
            (StatusCode::UNPROCESSABLE_ENTITY, view.flaw("receipt", "flaw-receipt-unknown")?)
        }
        AppError::Receipt(flaw) => (StatusCode::UNPROCESSABLE_ENTITY, misread(view, flaw)?),
        AppError::Gone(gone) => (StatusCode::GONE, destroyed(view, gone)?),
        error => return Err(error.into()),
    };
    again(view, status, line)
}

fn misread(view: &View, flaw: ReceiptFlaw) -> Result<FlawLine> {
    match flaw {
        ReceiptFlaw::Length(n) => counted(view, n),
        ReceiptFlaw::Empty => view.flaw("receipt", "flaw-receipt-empty"),
        ReceiptFlaw::IsCaseNumber => view.flaw("receipt", "flaw-receipt-is-case-number"),
        ReceiptFlaw::CheckDigit => view.flaw("receipt", "flaw-receipt-check-digit"),
    }
}

fn counted(view: &View, n: usize) -> Result<FlawLine> {
    let mut args = fluent_bundle::FluentArgs::new();
    args.set("n", n);
    let text = view.text_with("flaw-receipt-length", &args)?;
    Ok(FlawLine { field: "receipt".into(), text })
}

/// Whoever holds the receipt proves that the letter was theirs: they are told that nothing is left, and why.
fn destroyed(view: &View, gone: Gone) -> Result<FlawLine> {
    let mut args = fluent_bundle::FluentArgs::new();
    args.set("day", gone.on.format("%d/%m/%Y").to_string());
    args.set("basis", gone.basis);
    let text = view.text_with("flaw-receipt-destroyed", &args)?;
    Ok(FlawLine { field: "receipt".into(), text })
}

fn again(view: &View, status: StatusCode, line: FlawLine) -> Result<Response> {
    view.page_with(status, &LookUpPage { ended: false, flaws: vec![line] })
}
