//! `/ho-so` – the resident's view of the case that the session has opened.

pub mod challenge;
pub mod files;
mod page;
pub mod plea;
pub mod why;
pub mod withdraw;
pub mod write;

use poem::http::StatusCode;
use poem::web::{Data, Redirect};
use poem::{IntoResponse, Request, Response, Result, handler};
use serde::{Deserialize, Serialize};

use crate::app::tracking;
use crate::app::{App, AppError};
use crate::domain::letter::Flaw;
use crate::web::forms::{FlawLine, Form, new_key};
use crate::web::frame::View;

use super::session::Holder;

pub use page::{CasePage, HistoryLine, MeasureLine, MessageLine, OpeningLine};
pub use why::{OffLine, Skipped, Term, Why};

/// `GET /ho-so`
#[handler]
pub async fn show(
    Data(app): Data<&App>,
    req: &Request,
    Holder(_, held): Holder,
    view: View,
) -> Result<Response> {
    let tracking = tracking::view(app, &held).await?;
    // The same words whatever was sent: the address stays in the history of a shared phone.
    let sent = req.uri().query().is_some_and(|query| query.starts_with("da-gui"));
    let view = view.noticing(sent.then_some("notice-sent"));
    let page = CasePage::new(app, tracking, view.lang);
    view.page(&page)
}

/// A form of one text below `/ho-so`.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TextForm {
    text: String,
    /// Idempotency key, made when the form is shown.
    key: String,
}

impl TextForm {
    fn blank() -> Self {
        Self { text: String::new(), key: new_key() }
    }
}

/// Back to the case after something was sent.
fn sent() -> Response {
    Redirect::see_other("/ho-so?da-gui").into_response()
}

/// What to show again after `error`: lines to mend, or the error itself as a page. A key that stands
/// for other words gives way to a new one.
fn mends(view: &View, key: &mut String, error: AppError) -> Result<(StatusCode, Vec<FlawLine>)> {
    match error {
        AppError::KeyReused => {
            *key = new_key();
            Ok((StatusCode::CONFLICT, vec![view.flaw("", "flaw-sent-before")?]))
        }
        AppError::TooMany(wait) => Ok((StatusCode::TOO_MANY_REQUESTS, vec![view.too_many(wait)?])),
        AppError::Flaws(found) if found.iter().any(|found| found.flaw == Flaw::Empty) => {
            Ok((StatusCode::UNPROCESSABLE_ENTITY, vec![view.flaw("text", "flaw-message-empty")?]))
        }
        AppError::Flaws(found) => Ok((StatusCode::UNPROCESSABLE_ENTITY, view.flaws(&found)?)),
        AppError::Refused(_) => Ok((StatusCode::CONFLICT, vec![view.flaw("", "flaw-not-now")?])),
        error => Err(error.into()),
    }
}

/// What was typed, to be shown again with what is to be mended.
type Again<T> = (T, StatusCode, Vec<FlawLine>);

/// The form if it may be acted on, else the text typed and the line to show.
fn usable<T>(view: &View, form: Form<T>) -> Result<Result<T, Again<T>>> {
    match form.checked() {
        Ok(form) => Ok(Ok(form)),
        Err((form, trouble)) => Ok(Err((form, trouble.status(), vec![trouble.line(view)?]))),
    }
}
