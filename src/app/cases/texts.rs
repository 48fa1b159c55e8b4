//! What is written into a case beside its steps: its points, and questions to the resident.

use super::{Work, flaw, text_line};
use crate::app::words::Place;
use crate::app::{App, AppError, fresh_id};
use crate::domain::access::{Account, Actor, Role};
use crate::domain::case::{Queue, State};
use crate::domain::decide::Refusal;
use crate::domain::ids::AllegationId;
use crate::domain::letter::{Flaw, limits};
use crate::domain::notice::{Addressee, Template};
use crate::domain::receipt::CaseNumber;

/// Replaces the allegations of a case that is being screened.
///
/// # Errors
/// As [`super::take_step`]; [`AppError::Flaws`] for no line, too many, or one that is too long.
pub async fn split(
    app: &App,
    who: &Account,
    number: &CaseNumber,
    revision: Option<i64>,
    texts: Vec<String>,
) -> Result<(), AppError> {
    let texts: Result<Vec<String>, AppError> =
        texts.iter().map(|text| text_line(text, limits::MESSAGE)).collect();
    let texts: Vec<String> = texts?.into_iter().filter(|text| !text.is_empty()).collect();
    if texts.is_empty() {
        return Err(flaw(Flaw::Empty));
    }
    if MOST_ALLEGATIONS < texts.len() {
        return Err(flaw(Flaw::TooMany { max: MOST_ALLEGATIONS }));
    }
    let tx = app.store().begin().await?;
    let loaded = tx.case_for(who, number).await?;
    // Where the level above was only called to look on, it changes nothing.
    let own_queue = (who.role == Role::Above) == (loaded.case.queue == Queue::Above);
    if !matches!(who.role, Role::Triage | Role::Above) || !own_queue {
        return Err(AppError::NotFound);
    }
    if revision.is_some_and(|revision| revision != loaded.case.revision) {
        return Err(AppError::Stale);
    }
    if !matches!(loaded.case.state, State::Screening) || loaded.case.pending.is_some() {
        return Err(AppError::Refused(Refusal::OutOfOrder));
    }
    let id = loaded.case.id;
    let work = Work::new(app, tx, loaded).await?;
    let sealed = texts
        .iter()
        .map(|text| (AllegationId(fresh_id()), work.held.seal(Place::Allegation, text)))
        .collect();
    work.tx.put_allegations(id, sealed).await?;
    work.audit(&Actor::Account(*who), "split", "").await?;
    work.commit().await
}

/// Asks the resident something while the matter is being verified; no clock moves.
///
/// # Errors
/// As [`super::take_step`].
pub async fn ask(
    app: &App,
    who: &Account,
    number: &CaseNumber,
    question: String,
) -> Result<(), AppError> {
    let question = text_line(&question, limits::MESSAGE)?;
    if question.is_empty() {
        return Err(flaw(Flaw::Empty));
    }
    let tx = app.store().begin().await?;
    let loaded = tx.case_for(who, number).await?;
    if loaded.case.state.assignment().is_none_or(|to| to.officer != who.id) {
        return Err(AppError::NotFound);
    }
    if !matches!(loaded.case.state, State::Verifying { .. }) {
        return Err(AppError::Refused(Refusal::OutOfOrder));
    }
    let work = Work::new(app, tx, loaded).await?;
    work.message("office", "question", &question).await?;
    work.notify(&[(Addressee::Reporter, Template::News)]).await?;
    work.audit(&Actor::Account(*who), "ask", "").await?;
    work.commit().await
}

/// More allegations than this in one letter are a typing error.
const MOST_ALLEGATIONS: usize = 20;
