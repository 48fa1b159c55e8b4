//! Before a text that reaches the person complained of goes to a second person: does it betray who wrote
//! (`workflow.md`, 14)?

use super::cases::Work;
use super::words::{Answer, Content, Place, Words};
use super::{App, AppError, Held, letters};
use crate::domain::access::Account;
use crate::domain::ids::{CaseId, MemberId};
use crate::domain::leak;
use crate::domain::letter::{Field, FieldFlaw, Flaw, Lane};
use crate::domain::step::{Act, Step};
use crate::store::audit::Entry;

/// Checks the summary of a proposal to hear the person complained of, and the drafted conclusion of which they get a
/// copy; passes every other step.
///
/// Asked after the step itself was allowed, so that only whoever may propose can put the question.
///
/// # Errors
/// [`AppError::Risks`] unless a reason to keep them is given; [`AppError::Flaws`] for an empty summary.
pub(super) async fn check(
    work: &Work<'_>,
    who: &Account,
    step: &Step,
    words: &Words,
) -> Result<(), AppError> {
    let leaving = leaving(work.loaded.case.lane(), step, words);
    if *step == Step::Propose(Act::Hear) && words.note().is_empty() {
        let empty = FieldFlaw { field: Field::Text, flaw: Flaw::Empty };
        return Err(AppError::Flaws(vec![empty]));
    }
    if leaving.is_empty() {
        return Ok(());
    }
    if !words.keep_reason().is_empty() {
        return Ok(());
    }
    // What the answer tells of the letter, only a reader of the letter may be told.
    let held = work.app.held_by(who, work.loaded.case.id).await?;
    let (told, subjects) = (told(work, &held).await?, subjects(work, &held).await?);
    let risks = leak::risks(&leaving, &told, &subjects);
    if risks.is_empty() { Ok(()) } else { Err(AppError::Risks(risks)) }
}

/// The words of a step that reach the person complained of: the summary, and the conclusion on a denunciation or a
/// complaint, of which they get a copy.
fn leaving(lane: Lane, step: &Step, words: &Words) -> String {
    match (step, words) {
        (Step::Propose(Act::Hear), words) => words.note().to_owned(),
        (Step::Draft { .. }, Words::Draft(draft)) if lane == Lane::Full => {
            let Answer { checked, found, done, next } = &draft.answer;
            let measures = draft.measures.iter().map(|(_, text)| text.as_str());
            let blocks = [checked, found, done, next].map(String::as_str);
            blocks.into_iter().chain(measures).collect::<Vec<_>>().join("\n")
        }
        _ => String::new(),
    }
}

/// Leaves in the audit that a summary was refused, and nothing of what was in it: names could be
/// tried out this way.
pub(super) async fn leave_trace(
    app: &App,
    who: &Account,
    case: CaseId,
    error: &AppError,
) -> Result<(), AppError> {
    if !matches!(error, AppError::Risks(_)) {
        return Ok(());
    }
    let now = app.now();
    let tx = app.store().begin().await?;
    let entry = Entry {
        actor: who.id.to_string(),
        action: "summary-refused".into(),
        object: case.to_string(),
        detail: String::new(),
    };
    tx.audit(app.keys(), now.at, now.day, &[entry]).await?;
    Ok(tx.commit().await?)
}

/// Those of these words that name nobody but the persons complained of, and do not speak as the reporter.
pub(super) async fn neutral(
    work: &Work<'_>,
    held: &Held,
    words: Vec<String>,
) -> Result<Vec<String>, AppError> {
    let subjects = subjects(work, held).await?;
    Ok(words.into_iter().filter(|text| is_neutral(text, &subjects)).collect())
}

/// Whether a text names nobody but these, does not speak as the reporter and leads to nobody's door.
pub(super) fn is_neutral(text: &str, subjects: &[String]) -> bool {
    let found = leak::risks(text, "", subjects);
    found.iter().all(|risk| risk.reason == leak::Reason::Quotation)
}

/// The points as triage worded them, without the one that is the letter's own words.
pub(super) async fn worded(work: &Work<'_>, held: &Held) -> Result<Vec<String>, AppError> {
    let (app, id) = (work.app, work.loaded.case.id);
    let letter = work.tx.letter(id).await?;
    let content: Content = held.unseal_value(Place::Letter, &letter.content)?;
    let own = letters::first_words(&content.text);
    let rows = app.store().allegations(id).await?;
    let texts = rows.iter().map(|row| held.unseal(Place::Allegation, &row.content));
    let texts: Vec<String> = texts.collect::<Result<_, _>>()?;
    Ok(texts.into_iter().filter(|text| *text != own).collect())
}

/// Everything the reporter wrote: the letter and what came later.
async fn told(work: &Work<'_>, held: &Held) -> Result<String, AppError> {
    let (app, id) = (work.app, work.loaded.case.id);
    let letter = work.tx.letter(id).await?;
    let content: Content = held.unseal_value(Place::Letter, &letter.content)?;
    let mut told = content.text;
    for row in app.store().messages(id).await? {
        if row.sender == "resident" {
            told.push('\n');
            told.push_str(&held.unseal(Place::Message, &row.content)?);
        }
    }
    Ok(told)
}

/// Who may be named: those on record as subjects, and whomever the letter itself complains of.
async fn subjects(work: &Work<'_>, held: &Held) -> Result<Vec<String>, AppError> {
    let (app, case) = (work.app, &work.loaded.case);
    let ids: Vec<MemberId> = case.subjects.iter().copied().collect();
    let members = app.store().members(&ids).await?;
    let letter = work.tx.letter(case.id).await?;
    let content: Content = held.unseal_value(Place::Letter, &letter.content)?;
    let names = members.into_iter().map(|member| member.full_name);
    Ok(names.chain([content.name]).collect())
}
