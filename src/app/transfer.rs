//! The paper with which a matter goes to another body (row 7). It has no field for whoever wrote.

use chrono::NaiveDate;

use super::view::{self, CaseView};
use super::{App, AppError, leak};
use crate::domain::access::{Account, Role, Sight};
use crate::domain::case::State;
use crate::domain::clock::ClockKind;
use crate::domain::letter::Kind;
use crate::domain::receipt::CaseNumber;

/// What the other body is handed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TransferPaper {
    pub number: CaseNumber,
    pub kind: Kind,
    /// To whom it goes.
    pub body: String,
    pub received_on: NaiveDate,
    pub transferred_on: NaiveDate,
    /// Until when the other body confirms that it has it.
    pub answer_by: Option<NaiveDate>,
    /// Whom it is about.
    pub about: String,
    pub place: String,
    pub happened_on: Option<NaiveDate>,
    /// The points as triage worded them; never the letter's own words.
    pub points: Vec<String>,
    /// How many points are not here because they may betray who wrote.
    pub left_out: usize,
}

/// The paper for a case that is with another body, for whoever reads the case as a whole.
///
/// # Errors
/// [`AppError::NotFound`] for whom the case does not exist, or who reads less of it, and where it was not
/// transferred.
pub async fn paper(
    app: &App,
    who: &Account,
    number: &CaseNumber,
) -> Result<(CaseView, TransferPaper), AppError> {
    let seen = view::view(app, who, number).await?;
    let State::TransferredOut { on, body } = seen.case.state.clone() else {
        return Err(AppError::NotFound);
    };
    let whole = seen.sight == Sight::Whole && who.role != Role::Handler;
    if !whole {
        return Err(AppError::NotFound);
    }
    let held = app.held_by(who, seen.case.id).await?;
    let neutral = |letter, words| leak::neutral(app, &seen.case, &held, letter, words);
    let all = leak::worded(app, &held).await?;
    let letter = leak::told(app, &held).await?;
    let points = neutral(&letter, all.clone()).await?;
    // Whom it is about and where it was are asked apart from the letter, whose words they may repeat.
    let line = neutral("", vec![seen.about.line(), seen.place.clone()]).await?;
    let kept = |text: String| if line.contains(&text) { text } else { String::new() };
    let chase = seen.clocks.iter().find(|one| one.clock.kind == ClockKind::Chase);
    let paper = TransferPaper {
        number: number.clone(),
        kind: seen.case.kind,
        body,
        received_on: seen.case.received_on,
        transferred_on: on,
        answer_by: chase.map(|one| one.clock.due_on),
        about: kept(seen.about.line()),
        place: kept(seen.place.clone()),
        happened_on: seen.happened_on,
        left_out: all.len() - points.len(),
        points,
    };
    Ok((seen, paper))
}
