//! One thing somebody does with a demonstration case, by the operation that everybody uses.

use chrono::{Days, NaiveDate};

use super::stage::{Cast, Scene};
use crate::app::words::{Answer, DraftWords};
use crate::app::{App, AppError, Words, cases, fresh_id, tracking, view};
use crate::demo::letters::{Conclusion, Outcome};
use crate::domain::access::Account;
use crate::domain::case::{self, Assignment, Measure, State};
use crate::domain::clock::ClockKind;
use crate::domain::ids::{MeasureId, MemberId};
use crate::domain::step::{Act, Finding, HoldType, RecordReason, Step};
use crate::store::cases::Loaded;

/// Something that happens to a case.
#[derive(Clone, Debug)]
pub(super) enum Move {
    /// Triage names the member it is about.
    Name,
    Ask(&'static [&'static str]),
    Propose(Proposal, &'static str),
    Confirm,
    /// A legal notice is handed over, or the result is posted; passed over where neither is owed.
    Deliver(ClockKind),
    ConfirmReceipt(&'static str),
    Withdraw(&'static str),
    Assign,
    Declare,
    RecordReply,
    Draft(Conclusion),
    Submit,
    Conclude,
    /// The measure at this place is done, with the number of its minutes.
    Finish(usize, &'static str),
}

/// A proposal; those with a day count it from the day on which they are made.
#[derive(Clone, Debug)]
pub(super) enum Proposal {
    Act(Act),
    Record(RecordReason, u32),
    Hold(HoldType, u32),
}

impl Proposal {
    fn act(&self, today: NaiveDate) -> Act {
        let after = |days: u32| today + Days::new(days.into());
        match self {
            Self::Act(act) => act.clone(),
            Self::Record(reason, days) => Act::Record { reason: *reason, review_on: after(*days) },
            Self::Hold(hold, days) => Act::Hold { hold: *hold, until: after(*days) },
        }
    }
}

/// Days the office gives a resident to answer.
const TO_ANSWER: u64 = 12;

/// Makes a move, unless the case is past it: a load that was interrupted comes here twice.
pub(super) async fn make(
    app: &App,
    cast: &Cast,
    scene: &Scene<'_>,
    loaded: &Loaded,
    one: &Move,
) -> Result<(), AppError> {
    if is_past(scene, loaded, one) {
        return Ok(());
    }
    let (who, step, words) = match one {
        Move::Withdraw(why) => {
            return tracking::withdraw(app, loaded.case.id, why, tracking::Pressed::No, None).await;
        }
        Move::Assign => {
            let who = cast.triage(loaded, scene.place)?;
            (who, Step::Assign { to: competent(app, cast, &who, loaded).await? }, Words::None)
        }
        Move::Confirm => (cast.second(loaded)?, Step::Confirm, Words::None),
        Move::Conclude => (cast.second(loaded)?, Step::Conclude, Words::None),
        Move::Name | Move::Ask(_) | Move::Deliver(_) | Move::ConfirmReceipt(_) => {
            at_the_desk(cast, scene, loaded, one, app.now().day)?
        }
        Move::Propose(..)
        | Move::Declare
        | Move::RecordReply
        | Move::Draft(_)
        | Move::Submit
        | Move::Finish(..) => by_whoever_has_it(cast, scene, loaded, one, app.now().day)?,
    };
    cases::take_step(app, &who, &loaded.number, None, step, words).await
}

/// Who takes which step with what words.
type Taken = (Account, Step, Words);

/// Moves of triage and of the desk.
fn at_the_desk(
    cast: &Cast,
    scene: &Scene<'_>,
    loaded: &Loaded,
    one: &Move,
    today: NaiveDate,
) -> Result<Taken, AppError> {
    let triage = || cast.triage(loaded, scene.place);
    Ok(match one {
        Move::Ask(questions) => {
            // Silence resumes a case by itself; it must not have done so before today.
            let resume_on = (today + Days::new(TO_ANSWER)).max(scene.base + Days::new(3));
            (triage()?, Step::Ask { resume_on }, Words::Note(questions.join("\n")))
        }
        Move::Deliver(clock) => {
            let who = cast.desk_or_officer(loaded, scene.place)?;
            (who, Step::Deliver { clock: *clock }, Words::None)
        }
        Move::ConfirmReceipt(number) => {
            let words = Words::Note(format!("Số công văn tiếp nhận: {number}"));
            (cast.desk, Step::ConfirmReceipt, words)
        }
        _ => {
            let member = MemberId(scene.letter.subject.ok_or(AppError::NotFound)?);
            (triage()?, Step::AddSubject { member }, Words::None)
        }
    })
}

/// Moves of the officer in charge; before there is one, of triage.
fn by_whoever_has_it(
    cast: &Cast,
    scene: &Scene<'_>,
    loaded: &Loaded,
    one: &Move,
    today: NaiveDate,
) -> Result<Taken, AppError> {
    let who = match loaded.case.state.assignment() {
        Some(_) => cast.officer(loaded)?,
        None => cast.triage(loaded, scene.place)?,
    };
    let (step, words) = match one {
        Move::Propose(proposal, why) => {
            (Step::Propose(proposal.act(today)), Words::Note((*why).to_owned()))
        }
        Move::RecordReply => {
            let words = "Đã nhận bản giải trình, kèm các giấy tờ được nhắc đến.";
            (Step::RecordReply, Words::Note(words.to_owned()))
        }
        Move::Draft(end) => draft(loaded, end, today),
        Move::Submit => (Step::Submit, Words::None),
        Move::Finish(place, minutes) => {
            let measure = loaded.case.measures.get(*place).ok_or(AppError::NotFound)?.id;
            (Step::FinishMeasure { measure }, Words::Note(format!("Biên bản số {minutes}")))
        }
        _ => (Step::Declare, Words::None),
    };
    Ok((who, step, words))
}

/// Whether the case does not stand where this move begins.
fn is_past(scene: &Scene<'_>, loaded: &Loaded, one: &Move) -> bool {
    let (case, state) = (&loaded.case, &loaded.case.state);
    let running =
        |kind: ClockKind| loaded.clocks.iter().any(|clock| clock.kind == kind && clock.is_open());
    let resolution = loaded.clocks.iter().find(|clock| clock.kind == ClockKind::Resolution);
    let verifying = matches!(state, State::Verifying { .. });
    let begins = match one {
        Move::Name => scene
            .letter
            .subject
            .is_some_and(|member| state.is_open() && !case.subjects.contains(&MemberId(member))),
        Move::Ask(_) => matches!(state, State::Screening) && case.asked == 0,
        Move::Propose(_, _) if case.pending.is_some() => false,
        Move::Propose(Proposal::Hold(..), _) => {
            verifying && resolution.is_some_and(|clock| clock.holds.is_empty())
        }
        Move::Propose(Proposal::Act(Act::Extend { .. }), _) => {
            verifying && resolution.is_some_and(|clock| clock.extensions.is_empty())
        }
        Move::Propose(Proposal::Act(Act::Hear), _) => {
            verifying && !case.heard && !running(ClockKind::Reply)
        }
        Move::Propose(Proposal::Act(Act::Close), _) => {
            matches!(state, State::Concluded { .. } | State::Monitoring { .. })
        }
        Move::Propose(..) => matches!(state, State::Screening),
        Move::Confirm => case.pending.is_some(),
        Move::Deliver(kind) => running(*kind),
        Move::ConfirmReceipt(_) => matches!(state, State::TransferredOut { .. }),
        Move::Withdraw(_) => matches!(state, State::Accepted { .. }),
        Move::Assign => matches!(state, State::Accepted { .. }),
        Move::Declare => matches!(state, State::Assigned { .. }),
        Move::RecordReply => verifying && running(ClockKind::Reply),
        Move::Draft(_) => verifying,
        Move::Submit => matches!(state, State::Drafted { .. }),
        Move::Conclude => matches!(state, State::Review { .. }),
        Move::Finish(place, _) => {
            case.measures.get(*place).is_some_and(|measure| measure.done_on.is_none())
        }
    };
    !begins
}

/// The officer whom the portal itself suggests; where it knows none, the inspectors, then the level above.
async fn competent(
    app: &App,
    cast: &Cast,
    who: &Account,
    loaded: &Loaded,
) -> Result<Assignment, AppError> {
    let view = view::view(app, who, &loaded.number).await?;
    let coordinating = view.suggestion.as_ref().and_then(|found| found.coordinating);
    let first = view.candidates.first().filter(|officer| officer.suggested);
    if let Some(officer) = first {
        return Ok(Assignment { unit: officer.unit, officer: officer.account, coordinating });
    }
    let free = |officer: &&Account| {
        view.candidates.iter().any(|candidate| candidate.account == officer.id)
    };
    let officer = cast.officers.iter().find(free).ok_or(AppError::NotFound)?;
    Ok(Assignment { unit: officer.unit, officer: officer.id, coordinating })
}

fn draft(loaded: &Loaded, end: &Conclusion, today: NaiveDate) -> (Step, Words) {
    let outcome = match end.outcome {
        Outcome::Upheld => case::Outcome::Upheld,
        Outcome::Partly => case::Outcome::Partly,
        Outcome::NotUpheld => case::Outcome::NotUpheld,
        Outcome::Insufficient => case::Outcome::Insufficient,
    };
    let ids = loaded.case.allegations.iter().map(|allegation| allegation.id);
    let findings = ids.clone().map(|allegation| Finding { allegation, outcome, evidence: true });
    let measures: Vec<Measure> = end
        .measures
        .iter()
        .map(|measure| Measure {
            id: MeasureId(fresh_id()),
            // Two days until it is concluded.
            due_on: today + Days::new(2 + u64::from(measure.within_days)),
            done_on: None,
        })
        .collect();
    let words = DraftWords {
        evidence: ids.map(|id| (id, end.answer.checked.to_owned())).collect(),
        answer: Answer {
            checked: end.answer.checked.to_owned(),
            found: end.answer.found.to_owned(),
            done: end.answer.done.to_owned(),
            next: end.answer.next.to_owned(),
        },
        measures: measures
            .iter()
            .zip(end.measures)
            .map(|(measure, words)| (measure.id, words.what.to_owned()))
            .collect(),
        keep_reason: "Phải nêu đúng ngày và số tiền thì mới trả lời được từng nội dung.".to_owned(),
    };
    (Step::Draft { findings: findings.collect(), measures }, Words::Draft(words))
}
