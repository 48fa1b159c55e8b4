//! The resident's side of a case: five words, a promised day, messages both ways.

use std::time::Duration;

use chrono::NaiveDate;
use tokio::time::Instant;

use super::slow::Line;
use super::vault::{self, Told};
use super::view::{ClockView, clock_view};
use super::words::Place;
use super::{Answer, App, AppError, Held, Promise, grants, letters, promise, retention};
use crate::domain::case::{Outcome, PublicStatus, State};
use crate::domain::clock::ClockKind;
use crate::domain::ids::CaseId;
use crate::domain::receipt::{CaseNumber, Receipt};
use crate::store::cases::Key;

pub use super::replies::{Pressed, appeal, challenge, report_retaliation, withdraw, write};

/// The steps in which look-ups are answered, and the least number of them: more than either kind takes on a
/// machine that is not busy.
const STEP: Duration = Duration::from_millis(50);
const LEAST: u32 = 3;

/// What the holder of a receipt may know.
#[derive(Clone, Debug)]
pub struct Tracking {
    pub case: CaseId,
    /// The key that the receipt opened.
    pub held: Held,
    pub case_number: CaseNumber,
    pub status: PublicStatus,
    pub received_on: NaiveDate,
    pub promise: Option<Promise>,
    /// The clock behind the promise: its rule, its count, whether it stands still.
    pub clock: Option<ClockView>,
    /// Days past the promised day; nothing while it is kept.
    pub overdue_days: Option<i64>,
    pub messages: Vec<PublicMessage>,
    /// Newest first.
    pub history: Vec<(NaiveDate, PublicStatus)>,
    /// Until when the resident may ask for review, while they may.
    pub review_until: Option<NaiveDate>,
    pub asks_until: Option<NaiveDate>,
    pub can_withdraw: bool,
    /// Whether they may ask that somebody keep away: while the case is open and nothing such is undecided.
    pub can_challenge: bool,
    pub outcomes: Vec<Outcome>,
    pub measures: Vec<(String, NaiveDate, Option<NaiveDate>)>,
    /// Who asked for the sender's name, newest first.
    pub openings: Vec<Told>,
}

/// A message as both sides see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicMessage {
    pub on: NaiveDate,
    pub from: Sender,
    pub what: MessageKind,
    /// Empty for an answer, whose four blocks stand in `answer`.
    pub text: String,
    pub answer: Option<Answer>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sender {
    Resident,
    Office,
}

impl Sender {
    pub fn name(self) -> &'static str {
        match self {
            Self::Resident => "resident",
            Self::Office => "office",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MessageKind {
    Text,
    Question,
    Notice,
    Answer,
}

impl MessageKind {
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Question => "question",
            Self::Notice => "notice",
            Self::Answer => "answer",
        }
    }
}

/// Opens a case by its receipt. Everything that is not a known receipt takes the same time.
///
/// Who comes from where too many were tried or wrong stands in a slow line, but is not shut out: the right
/// receipt still opens.
///
/// # Errors
/// [`AppError::Receipt`] when it cannot be a receipt at all, [`AppError::NotFound`] when nobody has it;
/// [`AppError::TooMany`] instead of either where too many were tried.
pub async fn open(app: &App, receipt: &str) -> Result<Tracking, AppError> {
    let (line, wait) = app.look_up();
    match case_of(app, line, receipt).await {
        Ok(held) => view(app, &held).await,
        Err(wrong @ (AppError::Receipt(_) | AppError::NotFound)) => {
            app.was_wrong();
            Err(wait.map_or(wrong, AppError::TooMany))
        }
        // The line of the slow is full: what stands in it comes from there, too.
        Err(AppError::Busy(busy)) => Err(wait.map_or(AppError::Busy(busy), AppError::TooMany)),
        Err(broken) => Err(broken),
    }
}

/// Answers at whole steps of time only, so that a clock does not tell whether a receipt was known: the one
/// that is opens a session and reads a case.
pub async fn evenly<T>(look_up: impl Future<Output = T>) -> T {
    let begun = Instant::now();
    let answer = look_up.await;
    let steps = begun.elapsed().as_millis() / STEP.as_millis() + 1;
    let steps = u32::try_from(steps).unwrap_or(u32::MAX).max(LEAST);
    tokio::time::sleep_until(begun + STEP.saturating_mul(steps)).await;
    answer
}

async fn case_of(app: &App, line: Line, receipt: &str) -> Result<Held, AppError> {
    let parsed = Receipt::parse(receipt);
    // A malformed one pays the same price, so that time tells nothing.
    let paid = parsed.clone().unwrap_or_else(|_| Receipt::new([0; 19]));
    let (index, opens) = letters::receipt_secret(app, line, &paid).await?;
    let case = app.store().case_by_receipt(&index).await?;
    parsed.map_err(AppError::Receipt)?;
    let case = case.ok_or(AppError::NotFound)?;
    if let Some(gone) = retention::gone(app, case).await? {
        return Err(AppError::Gone(gone));
    }
    grants::held_by_receipt(app, case, opens).await
}

/// The same for a session that a receipt has opened.
///
/// # Errors
/// When the database fails.
pub async fn view(app: &App, held: &Held) -> Result<Tracking, AppError> {
    let case = held.case;
    let loaded = app.store().case(Key::Id(case)).await?;
    let today = app.now().day;
    let promised = promise::promised(&loaded.case.state, &loaded.clocks);
    let late = promised.map_or(0, |(_, clock)| clock.days_late(today));
    let window = loaded
        .clocks
        .iter()
        .find(|clock| clock.kind == ClockKind::Appeal && clock.is_open() && today <= clock.due_on);
    let concluded = matches!(
        loaded.case.state,
        State::Concluded { .. } | State::Monitoring { .. } | State::Closed { .. }
    );
    let mut measures = Vec::new();
    if concluded {
        for row in app.store().measures(case).await? {
            let text = held.unseal(Place::Measure, &row.content)?;
            measures.push((text, row.measure.due_on, row.measure.done_on));
        }
    }
    Ok(Tracking {
        case,
        held: held.clone(),
        status: loaded.case.state.public(),
        received_on: loaded.case.received_on,
        promise: promise::of(&loaded.case.state, &loaded.clocks),
        clock: promised.map(|(_, clock)| clock_view(app, clock)),
        overdue_days: Some(late).filter(|days| 0 < *days),
        messages: messages(app, held).await?,
        history: history(app, case, loaded.case.received_on).await?,
        review_until: window.map(|clock| clock.due_on),
        asks_until: match loaded.case.state {
            State::NeedInfo { resume_on } => Some(resume_on),
            _ => None,
        },
        can_withdraw: matches!(
            loaded.case.state,
            State::Screening
                | State::NeedInfo { .. }
                | State::Accepted { .. }
                | State::Assigned { .. }
                | State::Verifying { .. }
        ),
        can_challenge: loaded.case.state.is_open() && loaded.case.challenged.is_empty(),
        outcomes: if concluded {
            loaded.case.allegations.iter().filter_map(|one| one.outcome).collect()
        } else {
            Vec::new()
        },
        measures,
        openings: vault::told(app, case).await?,
        case_number: loaded.number,
    })
}

/// The messages of a case, opened.
pub(crate) async fn messages(app: &App, held: &Held) -> Result<Vec<PublicMessage>, AppError> {
    let rows = app.store().messages(held.case).await?;
    rows.into_iter()
        .map(|row| {
            let text = held.unseal(Place::Message, &row.content)?;
            let what = match row.what.as_str() {
                "question" => MessageKind::Question,
                "notice" => MessageKind::Notice,
                "answer" => MessageKind::Answer,
                _ => MessageKind::Text,
            };
            let answer = match what {
                MessageKind::Answer => {
                    Some(serde_json::from_str(&text).map_err(anyhow::Error::from)?)
                }
                _ => None,
            };
            let from = if row.sender == "resident" { Sender::Resident } else { Sender::Office };
            let text = if answer.is_some() { String::new() } else { text };
            Ok(PublicMessage { on: row.on, from, what, text, answer })
        })
        .collect()
}

/// When the public word changed, newest first.
async fn history(
    app: &App,
    case: CaseId,
    received_on: NaiveDate,
) -> Result<Vec<(NaiveDate, PublicStatus)>, AppError> {
    let mut history = vec![(received_on, PublicStatus::Received)];
    for event in app.store().events(case).await? {
        let Some(status) = crate::domain::case::public_of(&event.after) else { continue };
        if history.last().is_none_or(|(_, last)| *last != status) {
            history.push((event.on, status));
        }
    }
    history.reverse();
    Ok(history)
}
