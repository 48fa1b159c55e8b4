//! What an actor could do with a case right now: the buttons of a page, the links of an answer.

use std::collections::BTreeSet;

use chrono::Days;

use crate::access::Actor;
use crate::case::{Assignment, Case, Outcome, Track};
use crate::clock::{ClockKind, Doubt};
use crate::decide::{Context, Refusal, decide};
use crate::ids::{AccountId, MeasureId, MemberId, UnitId};
use crate::letter::Kind;
use crate::step::{Act, Finding, HoldType, RecordReason, RefusalReason, Step, StepKind};

/// The kinds of steps that would be taken, given the right facts with them.
///
/// Asked of [`decide`] itself with sample facts, so that a page can never offer what the rules refuse.
pub fn steps(case: &Case, actor: &Actor, context: &Context<'_>) -> Vec<StepKind> {
    let mut possible: Vec<StepKind> = samples(case, context)
        .into_iter()
        .filter(|step| match decide(case, step, actor, context) {
            Ok(_) => true,
            Err(refusal) => facts_would_cure(refusal),
        })
        .map(|step| step.kind())
        .collect();
    possible.sort_unstable();
    possible.dedup();
    possible
}

/// The notices this case still owes and an actor may record as served.
pub fn deliverable(case: &Case, actor: &Actor, context: &Context<'_>) -> Vec<ClockKind> {
    let may =
        |clock: &ClockKind| decide(case, &Step::Deliver { clock: *clock }, actor, context).is_ok();
    SERVED.into_iter().filter(may).collect()
}

const SERVED: [ClockKind; 3] = [ClockKind::Notice, ClockKind::ResultNotice, ClockKind::Posting];

fn facts_would_cure(refusal: Refusal) -> bool {
    matches!(
        refusal,
        Refusal::BadDay
            | Refusal::OfficerExcluded
            | Refusal::UnitExcluded
            | Refusal::NoOutcome
            | Refusal::NoEvidence
            | Refusal::NotComplex
            | Refusal::Boomerang
            | Refusal::NoException
    )
}

fn samples(case: &Case, context: &Context<'_>) -> Vec<Step> {
    let tomorrow = context.today + Days::new(1);
    let nobody = uuid::Uuid::nil();
    let to = Assignment { unit: UnitId(nobody), officer: AccountId(nobody), coordinating: None };
    let finding = |allegation| Finding { allegation, outcome: Outcome::Partly, evidence: true };
    let findings = case.allegations.iter().map(|one| finding(one.id)).collect();
    let measure = case.measures.iter().find(|measure| measure.done_on.is_none());
    let measure = measure.map_or(MeasureId(nobody), |measure| measure.id);
    let mut steps = vec![
        Step::Screen,
        Step::Reclassify { kind: Kind::PhanAnh },
        Step::Ask { resume_on: tomorrow },
        Step::Resume,
        Step::Confirm,
        Step::SendBack,
        Step::ConfirmReceipt,
        Step::Return,
        Step::Assign { to },
        Step::Declare,
        Step::Recuse,
        Step::RecordReply,
        Step::Lapse,
        Step::EndHold,
        Step::Draft { findings, measures: Vec::new() },
        Step::Submit,
        Step::ReturnDraft,
        Step::Conclude,
        Step::Monitor,
        Step::PostAgain,
        Step::FinishMeasure { measure },
        Step::Withdraw,
        Step::GoOn,
        Step::Appeal,
        Step::AddSubject { member: MemberId(nobody) },
        Step::Reorganise { to },
        Step::ReportRetaliation,
        Step::Challenge { officers: BTreeSet::new() },
        Step::RuleChallenge { upheld: true },
        Step::Relieve,
    ];
    steps.extend(SERVED.map(|clock| Step::Deliver { clock }));
    let acts = [
        Act::Accept { track: Track::Party },
        Act::Refuse { reason: RefusalReason::NotSpecific },
        Act::Transfer { body: String::new(), boomerang: false },
        Act::Record { reason: RecordReason::Repeat, review_on: tomorrow },
        Act::Hear,
        Act::Hold { hold: HoldType::Appraisal, until: tomorrow },
        Act::Extend { days: 1, criteria: Vec::new() },
        Act::AddTrack,
        Act::Close,
        Act::EndWithdrawn,
        Act::TransferDespite { body: String::new() },
    ];
    steps.extend(acts.map(Step::Propose));
    steps.extend(exception(context).map(Step::Propose));
    for clock in context.clocks.iter().filter(|clock| clock.doubt == Some(Doubt::Open)) {
        let (clock, seq) = (clock.kind, clock.seq);
        steps.extend([Step::KeepDay { clock, seq }, Step::MoveDay { clock, seq }]);
    }
    steps
}

/// An exception from the gate, where there is somebody for whom it could be made.
fn exception(context: &Context<'_>) -> Option<Act> {
    let officer = *context.excluded.for_the_seat.first()?;
    let to = Assignment { unit: UnitId(uuid::Uuid::nil()), officer, coordinating: None };
    Some(Act::AssignDespite { to })
}
