//! Before a text leaves those who read the letter – for the person complained of, into minutes that are signed, beside
//! a posting, to whoever must carry something out – does it betray who wrote (`workflow.md`, 14)?

use super::cases::Work;
use super::words::{Answer, Content, Place, Words};
use super::{App, AppError, Held, letters};
use crate::domain::access::Account;
use crate::domain::case::Case;
use crate::domain::ids::{CaseId, MemberId};
use crate::domain::leak::{self, Risk};
use crate::domain::letter::{Field, FieldFlaw, Flaw, Lane};
use crate::domain::step::{Act, Step};
use crate::store::audit::Entry;

/// Checks the words of every step whose words leave; passes every other step.
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
    let case = &work.loaded.case;
    if *step == Step::Propose(Act::Hear) && words.note().is_empty() {
        let empty = FieldFlaw { field: Field::Text, flaw: Flaw::Empty };
        return Err(AppError::Flaws(vec![empty]));
    }
    let leaving = leaving(case.lane(), step, words);
    if leaving.is_empty() || !words.keep_reason().is_empty() {
        return Ok(());
    }
    let mut risks = found(work.app, who, case, &leaving).await?;
    if names_a_body(step) {
        // Whoever complains of an office has often named it in full.
        risks.retain(|risk| !may_be_said(risk) && risk.reason != leak::Reason::Copied);
    }
    refused(risks)
}

/// Checks words about a case that leave beside its steps.
///
/// # Errors
/// [`AppError::Risks`] unless a reason to keep them is given.
pub(super) async fn check_beside(
    app: &App,
    who: &Account,
    case: &Case,
    words: &Words,
) -> Result<(), AppError> {
    if !words.keep_reason().is_empty() {
        return Ok(());
    }
    refused(found(app, who, case, words.note()).await?)
}

/// Checks words that belong to no case, for what anybody can see in them.
///
/// # Errors
/// [`AppError::Risks`] unless a reason to keep them is given.
pub(super) fn check_alone(words: &Words) -> Result<(), AppError> {
    if !words.keep_reason().is_empty() {
        return Ok(());
    }
    refused(leak::risks(words.note(), "", &[]))
}

fn refused(risks: Vec<Risk>) -> Result<(), AppError> {
    if risks.is_empty() { Ok(()) } else { Err(AppError::Risks(risks)) }
}

/// What in these words may betray who wrote the letter of a case.
///
/// What the answer tells of the letter, only a reader of the letter may be told: the desk that notes a handing over is
/// told of what anybody can see in its note.
async fn found(
    app: &App,
    who: &Account,
    case: &Case,
    leaving: &str,
) -> Result<Vec<Risk>, AppError> {
    let (told, subjects) = match app.held_by(who, case.id).await {
        Ok(held) => (told(app, &held).await?, subjects(app, case, &held).await?),
        Err(AppError::NotFound) => (String::new(), registered(app, case).await?),
        Err(error) => return Err(error),
    };
    Ok(leak::risks(leaving, &told, &subjects))
}

/// The words of a step that leave: the summary; the conclusion on a denunciation or a complaint, of which the person
/// complained of gets a copy; what is ordered, in any case; what is noted of a handing over, of a posting, of the
/// minutes of a meeting, for it is written from these or into them; and the name of the body that a matter goes to,
/// which stands on the paper and is not sealed.
fn leaving(lane: Lane, step: &Step, words: &Words) -> String {
    match (step, words) {
        (Step::Propose(Act::Transfer { body, .. } | Act::TransferDespite { body }), _) => {
            body.clone()
        }
        (
            Step::Propose(Act::Hear)
            | Step::Deliver { .. }
            | Step::PostAgain
            | Step::FinishMeasure { .. },
            words,
        ) => words.note().to_owned(),
        (Step::Draft { .. }, Words::Draft(draft)) => {
            let Answer { checked, found, done, next } = &draft.answer;
            // In the short lane the answer goes to the sender alone. What a finding rests on stays among those who
            // read the letter: no paper and no copy has a place for it.
            let blocks = [checked, found, done, next].map(String::as_str);
            let blocks = blocks.into_iter().filter(|_| lane == Lane::Full);
            let measures = draft.measures.iter().map(|(_, text)| text.as_str());
            blocks.chain(measures).collect::<Vec<_>>().join("\n")
        }
        _ => String::new(),
    }
}

fn names_a_body(step: &Step) -> bool {
    matches!(step, Step::Propose(Act::Transfer { .. } | Act::TransferDespite { .. }))
}

/// Leaves in the audit that such words were refused, and nothing of what was in it: names could be
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

/// Those of these words that name nobody but the persons complained of, do not speak as the reporter and copy nothing
/// of `letter`.
pub(super) async fn neutral(
    app: &App,
    case: &Case,
    held: &Held,
    letter: &str,
    words: Vec<String>,
) -> Result<Vec<String>, AppError> {
    let subjects = subjects(app, case, held).await?;
    Ok(words.into_iter().filter(|text| is_neutral(text, letter, &subjects)).collect())
}

/// Whether a text names nobody but these, does not speak as the reporter, leads to nobody's door and copies nothing of
/// what they wrote. What happened where and when must be said all the same: without it nobody can look into it.
pub(super) fn is_neutral(text: &str, letter: &str, subjects: &[String]) -> bool {
    leak::risks(text, letter, subjects).iter().all(may_be_said)
}

fn may_be_said(risk: &Risk) -> bool {
    use leak::Reason::{Detail, Place, Quotation};
    matches!(risk.reason, Quotation | Detail | Place)
}

/// The points as triage worded them, without the one that is the letter's own words.
pub(super) async fn worded(app: &App, held: &Held) -> Result<Vec<String>, AppError> {
    let letter = app.store().letter(held.case).await?;
    let content: Content = held.unseal_value(Place::Letter, &letter.content)?;
    let own = letters::first_words(&content.text);
    let rows = app.store().allegations(held.case).await?;
    let texts = rows.iter().map(|row| held.unseal(Place::Allegation, &row.content));
    let texts: Vec<String> = texts.collect::<Result<_, _>>()?;
    Ok(texts.into_iter().filter(|text| *text != own).collect())
}

/// Everything the reporter wrote: the letter and what came later.
pub(super) async fn told(app: &App, held: &Held) -> Result<String, AppError> {
    let letter = app.store().letter(held.case).await?;
    let content: Content = held.unseal_value(Place::Letter, &letter.content)?;
    let mut told = content.text;
    for row in app.store().messages(held.case).await? {
        if row.sender == "resident" {
            told.push('\n');
            told.push_str(&held.unseal(Place::Message, &row.content)?);
        }
    }
    Ok(told)
}

/// Who may be named: those on record as subjects, and whomever the letter itself complains of.
async fn subjects(app: &App, case: &Case, held: &Held) -> Result<Vec<String>, AppError> {
    let letter = app.store().letter(case.id).await?;
    let content: Content = held.unseal_value(Place::Letter, &letter.content)?;
    let mut names = registered(app, case).await?;
    names.push(content.name);
    Ok(names)
}

/// Those on record as subjects, whom everybody sees who sees the case.
async fn registered(app: &App, case: &Case) -> Result<Vec<String>, AppError> {
    let ids: Vec<MemberId> = case.subjects.iter().copied().collect();
    let members = app.store().members(&ids).await?;
    Ok(members.into_iter().map(|member| member.full_name).collect())
}
