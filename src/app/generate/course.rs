//! How far a generated case comes, and on which days.

use chrono::{Days, NaiveDate};

use super::life::Life;
use crate::demo::bulk::{BulkLetter, BulkState};
use crate::domain::access::{Actor, Role};
use crate::domain::case::{Measure, Outcome, State, Track};
use crate::domain::clock::ClockKind;
use crate::domain::ids::MeasureId;
use crate::domain::letter::{Kind, Lane};
use crate::domain::step::{Act, Finding, HoldType, RecordReason, RefusalReason, Step};

/// Random facts of one case.
#[derive(Clone, Copy)]
pub(super) struct Chance {
    /// Any number; its parts decide what differs between cases.
    pub roll: u32,
    pub measure: uuid::Uuid,
}

/// Days after receipt on which the main line's steps fall.
struct MainLine {
    accept: u64,
    assign: u64,
    declare: u64,
    hear: u64,
    reply: u64,
    draft: u64,
    submit: u64,
    conclude: u64,
}

impl MainLine {
    fn over(span: u64) -> Self {
        let at = |percent: u64| span * percent / 100;
        let accept = at(12).max(1);
        let assign = at(20).max(accept + 1);
        let declare = at(28).max(assign);
        let hear = at(36).max(declare);
        let reply = at(60).max(hear + 1);
        let draft = at(85).max(reply);
        let submit = at(92).max(draft);
        Self { accept, assign, declare, hear, reply, draft, submit, conclude: span.max(submit) }
    }
}

/// Lives a case through to the state the letter is to be in, as far as the rules and the days allow.
pub(super) fn run(life: &mut Life<'_>, letter: &BulkLetter, chance: Chance) {
    let received = letter.received_on;
    let last = letter.finished_on.unwrap_or(life.today());
    let age = u64::try_from((last - received).num_days()).unwrap_or_default();
    match letter.state {
        BulkState::Screening => {}
        BulkState::NeedInfo => {
            let resume_on = life.today() + Days::new(1 + u64::from(chance.roll % 10));
            let triage = life.staff(Role::Triage);
            life.take(received + Days::new(1), &Step::Ask { resume_on }, triage);
        }
        BulkState::Recorded => {
            let day = received + Days::new(age.saturating_sub(1).min(9));
            let (reason, review_on) = (record_reason(life), day + Days::new(365));
            life.agree(day, Act::Record { reason, review_on });
        }
        BulkState::NotAccepted => {
            let all = RefusalReason::ALL;
            let reason = all[chance.roll as usize % all.len()];
            let day = received + Days::new(age.saturating_sub(1).min(9));
            life.agree(day, Act::Refuse { reason });
        }
        BulkState::TransferredOut => transfer(life, received, age, chance),
        BulkState::Closed => closed(life, received, age, chance),
        state => handle(life, state, received, age, chance),
    }
    life.remind();
}

fn record_reason(life: &Life<'_>) -> RecordReason {
    match (life.case.lane(), life.case.named) {
        (Lane::Thanks, _) => RecordReason::Commendation,
        (_, false) => RecordReason::AnonymousWithoutFacts,
        (_, true) => RecordReason::Repeat,
    }
}

/// A case that somebody works on now.
fn handle(life: &mut Life<'_>, state: BulkState, received: NaiveDate, age: u64, chance: Chance) {
    let whole = MainLine::over(age);
    match state {
        BulkState::Accepted => _ = accepted(life, &whole, received),
        BulkState::Assigned => {
            let lately = age.saturating_sub(u64::from(chance.roll % 4)).max(whole.accept);
            let _done =
                accepted(life, &whole, received) && life.assign(received + Days::new(lately));
        }
        BulkState::VerifyingOnHold => held(life, received, chance),
        BulkState::Drafted => {
            let days = MainLine { draft: age.saturating_sub(2), ..whole };
            drafted(life, &days, received, chance, false);
        }
        BulkState::Review => {
            let days = MainLine { submit: age.saturating_sub(2), ..whole };
            submitted(life, &days, received, chance, false);
        }
        BulkState::Concluded => {
            let days = MainLine::over(age.saturating_sub(20).max(9));
            concluded(life, &days, received, chance, false);
        }
        BulkState::Monitoring => {
            let span = age.saturating_sub(u64::from(chance.roll % 30)).max(9);
            concluded(life, &MainLine::over(span), received, chance, true);
        }
        _ => _ = verified(life, &MainLine::over(age * 3 / 2), received),
    }
}

fn transfer(life: &mut Life<'_>, received: NaiveDate, age: u64, chance: Chance) {
    const BODIES: [&str; 4] = [
        "Công an quận Liêm Trì",
        "Thanh tra thành phố",
        "Ủy ban nhân dân quận Liêm Trì",
        "Tòa án nhân dân quận Liêm Trì",
    ];
    let body = BODIES[chance.roll as usize % BODIES.len()].to_owned();
    let sent = age.min(1 + u64::from(chance.roll % 6));
    life.agree(received + Days::new(sent), Act::Transfer { body, boomerang: false });
    // The other body's receipt comes within its term or a little later.
    let confirmed = received + Days::new(sent + 3 + u64::from(chance.roll / 7 % 14));
    let desk = life.staff(Role::Desk);
    life.take(confirmed, &Step::ConfirmReceipt, desk);
}

fn accepted(life: &mut Life<'_>, days: &MainLine, received: NaiveDate) -> bool {
    let track = if life.case.kind == Kind::KhieuNai { Track::State } else { Track::Party };
    life.agree(received + Days::new(days.accept - 1), Act::Accept { track })
}

/// Accepted, assigned, taken up; in the full lane the person named is heard.
fn verified(life: &mut Life<'_>, days: &MainLine, received: NaiveDate) -> bool {
    let after = |days: u64| received + Days::new(days);
    if !accepted(life, days, received) || !life.assign(after(days.assign)) {
        return false;
    }
    let officer = life.officer();
    if !life.take(after(days.declare), &Step::Declare, officer) {
        return false;
    }
    if life.case.lane() == Lane::Full && life.agree(after(days.hear), Act::Hear) {
        life.take(after(days.reply + 1), &Step::RecordReply, officer);
    }
    life.is_verifying()
}

fn held(life: &mut Life<'_>, received: NaiveDate, chance: Chance) {
    let days = MainLine::over(20);
    if verified(life, &days, received) {
        let day = received + Days::new(if life.case.lane() == Lane::Full { 16 } else { 7 });
        // Longest hold there is by default: 90 days.
        let until = day + Days::new(65 + u64::from(chance.roll % 20));
        life.agree(day, Act::Hold { hold: HoldType::Appraisal, until });
    }
}

fn drafted(
    life: &mut Life<'_>,
    days: &MainLine,
    received: NaiveDate,
    chance: Chance,
    measured: bool,
) -> bool {
    if !verified(life, days, received) {
        return false;
    }
    let outcome = Outcome::ALL[chance.roll as usize % Outcome::ALL.len()];
    let findings = life.case.allegations.iter();
    let findings =
        findings.map(|one| Finding { allegation: one.id, outcome, evidence: true }).collect();
    let due_on = received + Days::new(days.conclude + 15 + u64::from(chance.roll % 45));
    let measure = Measure { id: MeasureId(chance.measure), due_on, done_on: None };
    let ordered = if measured { vec![measure] } else { Vec::new() };
    let officer = life.officer();
    life.take(
        received + Days::new(days.draft),
        &Step::Draft { findings, measures: ordered },
        officer,
    )
}

fn submitted(
    life: &mut Life<'_>,
    days: &MainLine,
    received: NaiveDate,
    chance: Chance,
    measured: bool,
) -> bool {
    drafted(life, days, received, chance, measured) && {
        let officer = life.officer();
        life.take(received + Days::new(days.submit), &Step::Submit, officer)
    }
}

fn concluded(
    life: &mut Life<'_>,
    days: &MainLine,
    received: NaiveDate,
    chance: Chance,
    measured: bool,
) -> bool {
    if !submitted(life, days, received, chance, measured) {
        return false;
    }
    let (day, second) = (received + Days::new(days.conclude), life.second());
    if !life.take(day, &Step::Conclude, second) {
        return false;
    }
    if measured {
        life.take(day, &Step::Monitor, Some(Actor::Scheduler));
    }
    true
}

/// Concluded, mostly in time; closed once nothing is owed and the time to ask for review is over.
fn closed(life: &mut Life<'_>, received: NaiveDate, age: u64, chance: Chance) {
    let short = life.case.lane() == Lane::Short;
    let span = if short && !chance.roll.is_multiple_of(8) { 3 + age / 4 } else { age };
    let measured = chance.roll.is_multiple_of(9);
    let days = MainLine::over(span);
    if !concluded(life, &days, received, chance, measured) {
        return;
    }
    let officer = life.officer();
    let done = received + Days::new(days.conclude + 12);
    if measured {
        life.take(done, &Step::FinishMeasure { measure: MeasureId(chance.measure) }, officer);
    }
    if let Some(posted) = life.open(ClockKind::Posting).map(|clock| clock.due_on) {
        life.take(posted, &Step::Deliver { clock: ClockKind::Posting }, officer);
    }
    let taken_down = life.pass(ClockKind::Posted);
    let Some(over) = life.pass(ClockKind::Appeal) else { return };
    let over = taken_down.map_or(over, |day| day.max(over));
    if matches!(life.case.state, State::Concluded { .. } | State::Monitoring { .. }) {
        life.agree(over.max(done), Act::Close);
    }
}
