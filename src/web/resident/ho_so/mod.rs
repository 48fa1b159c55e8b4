//! `/ho-so` – the resident's view of the case that the session has opened.

pub mod appeal;
pub mod retaliation;
pub mod withdraw;
pub mod write;

use chrono::NaiveDate;
use poem::http::StatusCode;
use poem::web::{Data, Redirect};
use poem::{IntoResponse, Request, Response, Result, handler};
use serde::{Deserialize, Serialize};

use crate::app::tracking::{self, MessageKind, Sender, Tracking};
use crate::app::{App, AppError};
use crate::domain::letter::Flaw;
use crate::render::Page;
use crate::web::forms::{FlawLine, Form};
use crate::web::frame::View;

use super::PromiseLine;
use super::session::Holder;

/// `pages/ho-so/index.html`
#[derive(Serialize)]
pub struct CasePage {
    pub case_number: String,
    /// One of the five public words.
    pub status: &'static str,
    pub received_on: NaiveDate,
    pub today: NaiveDate,
    pub promise: Option<PromiseLine>,
    /// Lines that explain the promised date.
    pub why: Vec<String>,
    pub overdue_days: Option<i64>,
    /// Newest first.
    pub messages: Vec<MessageLine>,
    /// Newest first.
    pub history: Vec<HistoryLine>,
    pub can_withdraw: bool,
    pub can_appeal: bool,
    /// Whether the office waits for an answer.
    pub asked: bool,
}

/// `from` is `resident` or `office`; `what` is `text`, `question`, `notice` or `answer`.
#[derive(Clone, Debug, Serialize)]
pub struct MessageLine {
    pub on: NaiveDate,
    pub from: &'static str,
    pub what: &'static str,
    pub text: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct HistoryLine {
    pub on: NaiveDate,
    pub status: &'static str,
}

impl Page for CasePage {
    const TEMPLATE: &'static str = "pages/ho-so/index.html";
}

impl CasePage {
    pub fn new(case: Tracking, today: NaiveDate) -> Self {
        let mut messages: Vec<MessageLine> = case.messages.into_iter().map(message).collect();
        // A question is open until the resident has written after it.
        let asked = messages.iter().rev().find_map(|line| match (line.from, line.what) {
            ("resident", _) => Some(false),
            (_, "question") => Some(true),
            _ => None,
        });
        messages.reverse();
        let history = case.history.iter().rev();
        Self {
            case_number: case.case_number.to_string(),
            status: case.status.name(),
            received_on: case.received_on,
            today,
            promise: case.promise.as_ref().map(PromiseLine::of),
            why: Vec::new(),
            overdue_days: case.overdue_days,
            messages,
            history: history
                .map(|(on, status)| HistoryLine { on: *on, status: status.name() })
                .collect(),
            can_withdraw: case.can_withdraw,
            can_appeal: case.review_until.is_some(),
            asked: asked.unwrap_or(false),
        }
    }
}

fn message(message: tracking::PublicMessage) -> MessageLine {
    MessageLine {
        on: message.on,
        from: match message.from {
            Sender::Resident => "resident",
            Sender::Office => "office",
        },
        what: match message.what {
            MessageKind::Text => "text",
            MessageKind::Question => "question",
            MessageKind::Notice => "notice",
            MessageKind::Answer => "answer",
        },
        text: message.text,
    }
}

/// `GET /ho-so`
#[handler]
pub async fn show(
    Data(app): Data<&App>,
    req: &Request,
    Holder(case): Holder,
    view: View,
) -> Result<Response> {
    let tracking = tracking::view(app, case).await?;
    // The same words whatever was sent: the address stays in the history of a shared phone.
    let sent = req.uri().query().is_some_and(|query| query.starts_with("da-gui"));
    let view = view.noticing(sent.then_some("notice-sent"));
    view.page(&CasePage::new(tracking, app.now().day))
}

/// A form of one text below `/ho-so`.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TextForm {
    text: String,
}

/// Back to the case after something was sent.
fn sent() -> Response {
    Redirect::see_other("/ho-so?da-gui").into_response()
}

/// What to show again after `error`: lines to mend, or the error itself as a page.
fn mends(view: &View, error: AppError) -> Result<(StatusCode, Vec<FlawLine>)> {
    match error {
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
