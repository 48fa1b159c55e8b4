//! The workflow: what a step would change, worked out without changing anything.
//!
//! Each step of the table of transitions is one method; the number before it is its row in
//! `workflow.md`. A method asks its guards first and touches only the copy it works on, so a step
//! that is refused has changed nothing.

mod clocks;
mod ending;
mod handling;
mod proposal;
mod recount;
mod refusal;
#[cfg(test)]
mod tests;
mod triage;

use chrono::{Days, NaiveDate};

use crate::access::{self, Actor};
use crate::case::{Assignment, Case, Exclusions, State, Track};
use crate::clock::{self, Clock, ClockKind, Timing};
use crate::ids::{AccountId, UnitId};
use crate::letter::Kind;
use crate::notice::{self, Notice};
use crate::step::{HoldType, Step, StepKind};

use clocks::Clocks;
pub use refusal::Refusal;

/// Everything a decision rests on besides the case itself.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    pub today: NaiveDate,
    pub timing: Timing<'a>,
    /// As of today, and with the subjects this very step adds.
    pub excluded: &'a Exclusions,
    pub clocks: &'a [Clock],
    /// Settings of the committee that bound what one person may do.
    pub bounds: Bounds,
}

/// Bounds the committee sets (configuration, shown to staff).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// How often a resident may be asked for more.
    pub asks: u32,
    /// Longest hold of a type for which the data gives no maximum, in calendar days.
    pub hold_days: u32,
}

/// What a step changes. Written in one transaction, or not at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    pub case: Case,
    pub event: Event,
    /// Clocks that are new or changed.
    pub clocks: Vec<Clock>,
    pub notices: Vec<Notice>,
    /// Who must lose sight of the case at once.
    pub recused: Option<AccountId>,
    /// Who is let in although kept out for the seat.
    pub admitted: Option<AccountId>,
    /// A new linked case one level up.
    pub opens_appeal: bool,
}

/// One line of the case's history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    pub step: StepKind,
    /// For a confirmation: what was confirmed.
    pub act: Option<StepKind>,
    pub actor: Actor,
    pub on: NaiveDate,
    pub before: &'static str,
    pub after: &'static str,
}

/// Works out what `step` would change.
///
/// # Errors
/// The [`Refusal`] that a person can act on. Whether the actor may know of the case at all is
/// asked first, so a stranger learns nothing from the others.
pub fn decide(
    case: &Case,
    step: &Step,
    actor: &Actor,
    context: &Context<'_>,
) -> Result<Decision, Refusal> {
    if !access::allows(actor, step.kind(), case, context.excluded) {
        return Err(Refusal::NotYours);
    }
    let mut work = Work::new(case, actor, context);
    work.take(step)?;
    let act = case.pending.as_ref().filter(|_| *step == Step::Confirm).map(|p| p.act.kind());
    work.case.revision += 1;
    Ok(Decision {
        event: Event {
            step: step.kind(),
            act,
            actor: *actor,
            on: context.today,
            before: case.state.name(),
            after: work.case.state.name(),
        },
        notices: work.notices(notice::owed(step, case, actor)),
        clocks: work.clocks.changed(),
        case: work.case,
        recused: work.recused,
        admitted: work.admitted,
        opens_appeal: work.opens_appeal,
    })
}

/// A decision in the making.
struct Work<'a> {
    case: Case,
    actor: &'a Actor,
    context: &'a Context<'a>,
    clocks: Clocks<'a>,
    recused: Option<AccountId>,
    admitted: Option<AccountId>,
    opens_appeal: bool,
    /// Clocks whose day moved because of a calendar or a rule.
    moved: Vec<ClockKind>,
}

type Done = Result<(), Refusal>;

impl<'a> Work<'a> {
    fn new(case: &Case, actor: &'a Actor, context: &'a Context<'a>) -> Self {
        let clocks = Clocks::new(context);
        Self {
            case: case.clone(),
            actor,
            context,
            clocks,
            recused: None,
            admitted: None,
            opens_appeal: false,
            moved: Vec::new(),
        }
    }

    fn take(&mut self, step: &Step) -> Done {
        match step {
            Step::Screen => self.screen(),
            Step::Reclassify { kind } => self.reclassify(*kind),
            Step::Ask { resume_on } => self.ask(*resume_on),
            Step::Resume => self.resume(),
            Step::Propose(act) => self.propose(act),
            Step::Confirm => self.confirm(),
            Step::SendBack => self.send_back(),
            Step::ConfirmReceipt => self.confirm_receipt(),
            Step::Return => self.return_from_outside(),
            Step::Assign { to } => self.assign(*to),
            Step::Route { to } => self.route(*to),
            Step::Declare => self.declare(),
            Step::Recuse => self.recuse(),
            Step::RecordReply => self.record_reply(),
            Step::Lapse => self.lapse(),
            Step::EndHold => self.end_hold(),
            Step::Draft { findings, measures } => self.draft(findings, measures),
            Step::Submit => self.submit(),
            Step::ReturnDraft => self.return_draft(),
            Step::Conclude => self.conclude(),
            Step::Monitor => self.monitor(),
            Step::Deliver { clock } => self.deliver(*clock),
            Step::PostAgain => self.post_again(),
            Step::FinishMeasure { measure } => self.finish_measure(*measure),
            Step::Withdraw => self.withdraw(),
            Step::GoOn => self.go_on(),
            Step::Appeal => self.appeal(),
            Step::AddSubject { member } => {
                self.add_subject(*member);
                Ok(())
            }
            Step::Raise => self.raise(),
            Step::KeepDay { clock, seq } => self.keep_day(*clock, *seq),
            Step::MoveDay { clock, seq } => self.move_day(*clock, *seq),
            Step::Firm => self.firm(),
            Step::Reorganise { to } => self.reorganise(*to),
            Step::Challenge { officers } => self.challenge(officers),
            Step::RuleChallenge { .. } => self.rule_challenge(),
            Step::Relieve => self.relieve(),
            // 25: quiet check-ins follow; the case itself does not move, but the level above may look.
            Step::ReportRetaliation => {
                self.case.above.called = true;
                self.clocks.start_check_ins(self.matter());
                Ok(())
            }
        }
    }

    /// What is owed, and to whom a day was promised that moved.
    fn notices(&self, mut owed: Vec<Notice>) -> Vec<Notice> {
        for notice in self.moved.iter().flat_map(|kind| notice::moved(*kind, &self.case)) {
            if !owed.contains(&notice) {
                owed.push(notice);
            }
        }
        owed
    }

    fn today(&self) -> NaiveDate {
        self.context.today
    }

    fn matter(&self) -> (Kind, Track) {
        (self.case.kind, self.case.track)
    }

    fn start(&mut self, kind: ClockKind, anchor: NaiveDate) -> Done {
        self.clocks.start(kind, self.matter(), anchor)
    }

    /// Some kinds owe no such act; then no clock runs.
    fn start_if_ruled(&mut self, kind: ClockKind, anchor: NaiveDate) {
        let _not_owed = self.clocks.start(kind, self.matter(), anchor);
    }

    fn end(&mut self, kind: ClockKind, ending: clock::Ending) {
        self.clocks.end(kind, ending);
    }

    fn nothing_pending(&self) -> Done {
        if self.case.pending.is_some() { Err(Refusal::ProposalWaits) } else { Ok(()) }
    }

    fn second_person(&self, first: AccountId) -> Done {
        let officer = self.case.state.assignment().map(|to| to.officer);
        let second = self.actor.account();
        if second == Some(first) || (second.is_some() && second == officer) {
            return Err(Refusal::SamePerson);
        }
        Ok(())
    }

    /// A day that people set lies ahead, and not absurdly far.
    fn ahead(&self, day: NaiveDate) -> Done {
        self.within(day, FAR)
    }

    /// A hold of each type has a longest length.
    fn may_last(&self, hold: HoldType, until: NaiveDate) -> Done {
        let house = self.context.bounds.hold_days;
        let longest = self.context.timing.book.hold(hold).longest.unwrap_or(house);
        self.within(until, longest.into())
    }

    fn within(&self, day: NaiveDate, days: u64) -> Done {
        let last = self.today() + Days::new(days);
        if self.today() < day && day <= last { Ok(()) } else { Err(Refusal::BadDay) }
    }

    /// Nobody handles a case who is kept out of it, and no unit that is.
    fn may_handle(&self, to: Assignment) -> Done {
        let out = self.context.excluded;
        let unit_out = |unit: UnitId| out.units.contains(&unit);
        let admitted = out.admitted.contains(&to.officer);
        if unit_out(to.unit) && !admitted || to.coordinating.is_some_and(unit_out) {
            return Err(Refusal::UnitExcluded);
        }
        if out.accounts.contains(&to.officer) { Err(Refusal::OfficerExcluded) } else { Ok(()) }
    }

    /// What is left of an assignment after exclusions were computed anew; a helper goes alone.
    fn still_fit(&self, to: Assignment) -> Option<Assignment> {
        let out = self.context.excluded;
        let coordinating = to.coordinating.filter(|unit| !out.units.contains(unit));
        let left = Assignment { coordinating, ..to };
        self.may_handle(left).is_ok().then_some(left)
    }

    /// Who was in charge is so no more; the case waits for another one and no clock stops.
    fn back_to_accepted(&mut self) {
        self.case.pending = None;
        self.case.state = State::Accepted { on: self.today() };
        for kind in [ClockKind::TakeUp, ClockKind::Review] {
            self.end(kind, clock::Ending::Void);
        }
    }

    /// Waits for the declaration of whoever is in charge now.
    fn hand_to(&mut self, to: Assignment) -> Done {
        self.case.state = State::Assigned { to };
        self.end(ClockKind::Review, clock::Ending::Void);
        if self.clocks.open(ClockKind::TakeUp).is_some() {
            return Ok(());
        }
        self.start(ClockKind::TakeUp, self.today())
    }
}

fn expect(holds: bool) -> Done {
    if holds { Ok(()) } else { Err(Refusal::OutOfOrder) }
}

/// No day that people set lies further ahead than this, in days.
const FAR: u64 = 3 * 366;
