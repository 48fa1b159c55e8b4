//! The page of a case as a value.

use chrono::NaiveDate;
use serde::Serialize;

use crate::app::tracking::{PublicMessage, Tracking};
use crate::app::vault::Told;
use crate::app::{Answer, App};
use crate::domain::case::Outcome;
use crate::domain::letter::Lang;
use crate::render::Page;
use crate::web::resident::PromiseLine;

use super::why::Why;

/// `pages/ho-so/index.html`
#[derive(Serialize)]
pub struct CasePage {
    pub case_number: String,
    /// One of the five public words.
    pub status: &'static str,
    pub received_on: NaiveDate,
    pub today: NaiveDate,
    pub promise: Option<PromiseLine>,
    pub why: Option<Why>,
    pub overdue_days: Option<i64>,
    /// Until when the office hopes for an answer to its question.
    pub asks_until: Option<NaiveDate>,
    /// Last day to ask for review.
    pub review_until: Option<NaiveDate>,
    pub can_withdraw: bool,
    pub can_challenge: bool,
    /// Result of each allegation.
    pub outcomes: Vec<&'static str>,
    pub measures: Vec<MeasureLine>,
    /// Who asked for the sender's name, newest first.
    pub openings: Vec<OpeningLine>,
    /// Newest first.
    pub messages: Vec<MessageLine>,
    /// Newest first.
    pub history: Vec<HistoryLine>,
}

impl Page for CasePage {
    const TEMPLATE: &'static str = "pages/ho-so/index.html";
}

/// `from` is `resident` or `office`; `what` is `text`, `question`, `notice` or `answer`.
#[derive(Clone, Debug, Serialize)]
pub struct MessageLine {
    pub on: NaiveDate,
    pub from: &'static str,
    pub what: &'static str,
    pub text: String,
    /// The four blocks of an answer.
    pub answer: Option<Answer>,
}

#[derive(Clone, Debug, Serialize)]
pub struct MeasureLine {
    pub text: String,
    pub due_on: NaiveDate,
    pub done_on: Option<NaiveDate>,
}

#[derive(Clone, Debug, Serialize)]
pub struct OpeningLine {
    pub office: String,
    pub reason: String,
    pub asked_on: NaiveDate,
    /// `waiting`, `opened`, `refused` or `lapsed`.
    pub standing: &'static str,
    pub decided_on: Option<NaiveDate>,
}

impl From<Told> for OpeningLine {
    fn from(told: Told) -> Self {
        Self {
            office: told.office,
            reason: told.reason,
            asked_on: told.asked_on,
            standing: told.standing.name(),
            decided_on: told.decided_on,
        }
    }
}

#[derive(Clone, Debug, Serialize)]
pub struct HistoryLine {
    pub on: NaiveDate,
    pub status: &'static str,
}

impl CasePage {
    pub fn new(app: &App, case: Tracking, lang: Lang) -> Self {
        let measures = case.measures.into_iter();
        let history = case.history.into_iter();
        Self {
            case_number: case.case_number.to_string(),
            status: case.status.name(),
            received_on: case.received_on,
            today: app.now().day,
            promise: case.promise.as_ref().map(PromiseLine::of),
            why: case.clock.map(|clock| Why::of(app, &clock, lang)),
            overdue_days: case.overdue_days,
            asks_until: case.asks_until,
            review_until: case.review_until,
            can_withdraw: case.can_withdraw,
            can_challenge: case.can_challenge,
            outcomes: case.outcomes.into_iter().map(Outcome::name).collect(),
            measures: measures
                .map(|(text, due_on, done_on)| MeasureLine { text, due_on, done_on })
                .collect(),
            openings: case.openings.into_iter().map(OpeningLine::from).collect(),
            messages: case.messages.into_iter().rev().map(MessageLine::of).collect(),
            history: history
                .map(|(on, status)| HistoryLine { on, status: status.name() })
                .collect(),
        }
    }
}

impl MessageLine {
    fn of(message: PublicMessage) -> Self {
        Self {
            on: message.on,
            from: message.from.name(),
            what: message.what.name(),
            text: message.text,
            answer: message.answer,
        }
    }
}
