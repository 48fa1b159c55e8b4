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
    /// A legal notice is handed over, or a posting is over; passed over where none runs.
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
    let today = app.now().day;
    let note = |text: &str| Words::Note(text.to_owned());
    match one {
        Move::Withdraw(why) => {
            tracking::withdraw(app, loaded.case.id, why, tracking::Pressed::No, None).await
        }
        Move::Assign => {
            let who = cast.triage(loaded, scene.place)?;
            let to = competent(app, cast, &who, loaded).await?;
            step(app, &who, loaded, Step::Assign { to }, Words::None).await
        }
        Move::Name => {
            let Some(member) = scene.letter.subject else { return Ok(()) };
            let who = cast.triage(loaded, scene.place)?;
            let named = Step::AddSubject { member: MemberId(member) };
            step(app, &who, loaded, named, Words::None).await
        }
        Move::Ask(questions) => {
            let who = cast.triage(loaded, scene.place)?;
            // Silence resumes a case by itself; it must not have done so before today.
            let resume_on = (today + Days::new(TO_ANSWER)).max(scene.base + Days::new(3));
            step(app, &who, loaded, Step::Ask { resume_on }, note(&questions.join("\n"))).await
        }
        Move::Propose(proposal, why) => {
            let who = match loaded.case.state.assignment() {
                Some(_) => cast.officer(loaded)?,
                None => cast.triage(loaded, scene.place)?,
            };
            step(app, &who, loaded, Step::Propose(proposal.act(today)), note(why)).await
        }
        Move::Confirm => step(app, &cast.second(loaded)?, loaded, Step::Confirm, Words::None).await,
        Move::Conclude => {
            step(app, &cast.second(loaded)?, loaded, Step::Conclude, Words::None).await
        }
        Move::Deliver(clock) => {
            let who = cast.desk_or_officer(loaded, scene.place)?;
            step(app, &who, loaded, Step::Deliver { clock: *clock }, Words::None).await
        }
        Move::ConfirmReceipt(number) => {
            let words = note(&format!("Số công văn tiếp nhận: {number}"));
            step(app, &cast.desk, loaded, Step::ConfirmReceipt, words).await
        }
        Move::Declare => {
            step(app, &cast.officer(loaded)?, loaded, Step::Declare, Words::None).await
        }
        Move::RecordReply => {
            let words = note("Đã nhận bản giải trình, kèm các giấy tờ được nhắc đến.");
            step(app, &cast.officer(loaded)?, loaded, Step::RecordReply, words).await
        }
        Move::Draft(end) => {
            let (drafted, words) = draft(loaded, end, today);
            step(app, &cast.officer(loaded)?, loaded, drafted, words).await
        }
        Move::Submit => step(app, &cast.officer(loaded)?, loaded, Step::Submit, Words::None).await,
        Move::Finish(place, minutes) => {
            let measure = loaded.case.measures.get(*place).ok_or(AppError::NotFound)?.id;
            let words = note(&format!("Biên bản số {minutes}"));
            let finished = Step::FinishMeasure { measure };
            step(app, &cast.officer(loaded)?, loaded, finished, words).await
        }
    }
}

async fn step(
    app: &App,
    who: &Account,
    loaded: &Loaded,
    step: Step,
    words: Words,
) -> Result<(), AppError> {
    cases::take_step(app, who, &loaded.number, None, step, words).await
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
    };
    (Step::Draft { findings: findings.collect(), measures }, Words::Draft(words))
}
