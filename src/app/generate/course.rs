//! How far a generated case comes, and on which days.

use chrono::{Days, NaiveDate};

use super::life::Life;
use crate::demo::bulk::{BulkLetter, BulkState};
use crate::domain::access::Role;
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
struct Days8 {
    accept: u64,
    assign: u64,
    declare: u64,
    hear: u64,
    reply: u64,
    draft: u64,
    submit: u64,
    conclude: u64,
}

impl Days8 {
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
    let after = |days: u64| received + Days::new(days);
    let last = letter.finished_on.unwrap_or(life.today());
    let age = u64::try_from((last - received).num_days()).unwrap_or_default();
    match letter.state {
        BulkState::Screening => {}
        BulkState::NeedInfo => {
            let answer_by = life.today() + Days::new(1 + u64::from(chance.roll % 10));
            let triage = life.staff(Role::Triage);
            life.take(after(1), &Step::Ask { resume_on: answer_by }, triage);
        }
        BulkState::Recorded => {
            let reason = match (life.case.lane(), life.case.named) {
                (Lane::Thanks, _) => RecordReason::Commendation,
                (_, false) => RecordReason::AnonymousWithoutFacts,
                (_, true) => RecordReason::Repeat,
            };
            let day = after(age.saturating_sub(1).min(9));
            life.agree(day, Act::Record { reason, review_on: day + Days::new(365) });
        }
        BulkState::NotAccepted => {
            let all = RefusalReason::ALL;
            let reason = all[chance.roll as usize % all.len()];
            life.agree(after(age.saturating_sub(1).min(9)), Act::Refuse { reason });
        }
        BulkState::TransferredOut => transfer(life, received, age, chance),
        BulkState::Accepted => _ = accepted(life, &Days8::over(age), received),
        BulkState::Assigned => {
            let days = Days8 {
                assign: age.saturating_sub(u64::from(chance.roll % 4)),
                ..Days8::over(age)
            };
            let _assigned = accepted(life, &days, received) && life.assign(after(days.assign));
        }
        BulkState::Verifying => _ = verified(life, &Days8::over(age * 3 / 2), received),
        BulkState::VerifyingOnHold => held(life, received, chance),
        BulkState::Drafted => {
            let days = Days8 { draft: age.saturating_sub(2), ..Days8::over(age) };
            let _drafted = drafted(life, &days, received, chance, false);
        }
        BulkState::Review => {
            let days = Days8 { submit: age.saturating_sub(2), ..Days8::over(age) };
            let _submitted = submitted(life, &days, received, chance, false);
        }
        BulkState::Concluded => {
            let span = age.saturating_sub(20).max(9);
            concluded(life, &Days8::over(span), received, chance, false);
        }
        BulkState::Monitoring => {
            let span = age.saturating_sub(u64::from(chance.roll % 30)).max(9);
            concluded(life, &Days8::over(span), received, chance, true);
        }
        BulkState::Closed => closed(life, received, age, chance),
    }
    life.remind();
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

fn accepted(life: &mut Life<'_>, days: &Days8, received: NaiveDate) -> bool {
    let track = if life.case.kind == Kind::KhieuNai { Track::State } else { Track::Party };
    life.agree(received + Days::new(days.accept - 1), Act::Accept { track })
}

/// Accepted, assigned, taken up; in the full lane the person named is heard.
fn verified(life: &mut Life<'_>, days: &Days8, received: NaiveDate) -> bool {
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
    let days = Days8::over(20);
    if verified(life, &days, received) {
        let day = received + Days::new(if life.case.lane() == Lane::Full { 16 } else { 7 });
        let until = (day + Days::new(60)).max(life.today() + Days::new(1));
        let until = until + Days::new(u64::from(chance.roll % 15));
        life.agree(day, Act::Hold { hold: HoldType::Appraisal, until });
    }
}

fn drafted(
    life: &mut Life<'_>,
    days: &Days8,
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
    let measures = if measured { vec![measure] } else { Vec::new() };
    let officer = life.officer();
    life.take(received + Days::new(days.draft), &Step::Draft { findings, measures }, officer)
}

fn submitted(
    life: &mut Life<'_>,
    days: &Days8,
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
    days: &Days8,
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
        life.take(day, &Step::Monitor, Some(crate::domain::access::Actor::Scheduler));
    }
    true
}

/// Concluded, mostly in time; closed once nothing is owed and the time to ask for review is over.
fn closed(life: &mut Life<'_>, received: NaiveDate, age: u64, chance: Chance) {
    let short = life.case.lane() == Lane::Short;
    let span = if short && chance.roll % 8 != 0 { 3 + age / 4 } else { age };
    let measured = chance.roll % 9 == 0;
    let days = Days8::over(span);
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
    let Some(over) = life.pass(ClockKind::Appeal) else { return };
    if matches!(life.case.state, State::Concluded { .. } | State::Monitoring { .. }) {
        life.agree(over.max(done), Act::Close);
    }
}
