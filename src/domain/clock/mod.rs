//! The deadlines of a case: each starts from a named event and keeps what it was computed with.

mod count;
mod kind;
#[cfg(test)]
mod tests;
mod wake;

use chrono::NaiveDate;

use crate::case::Track;
use crate::letter::Kind;
use crate::step::{Complexity, HoldType};

pub use count::{Doubt, Edition, NoRule, Timing, Verdict};
pub use kind::{ClockKind, Ending};
pub use wake::Stage;

/// A stretch in which a clock stands still: `[from, to)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hold {
    pub kind: HoldType,
    pub from: NaiveDate,
    /// The planned end while the hold is open, the real one after.
    pub to: NaiveDate,
    pub open: bool,
}

/// A longer term granted in time by a second person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extension {
    /// In the rule's own unit.
    pub days: u32,
    pub granted_on: NaiveDate,
    pub criteria: Vec<Complexity>,
}

/// One deadline of a case. `(kind, seq)` is unique within the case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clock {
    pub kind: ClockKind,
    pub seq: u32,
    /// The rule's id in the shipped data, or `given` for a date that people set (C8).
    pub rule: String,
    /// The term as the rule had it when the clock started, so that a later change of the row changes no day.
    pub term: String,
    /// The version of the calendar it was counted with.
    pub calendar: String,
    /// The newest calendar and rules it was held against.
    pub edition: Edition,
    /// What came of that, where they give another day.
    pub doubt: Option<Doubt>,
    pub anchor_on: NaiveDate,
    pub holds: Vec<Hold>,
    pub extensions: Vec<Extension>,
    /// The end before it rolls off a day of rest; extensions chain on it.
    pub nominal_on: NaiveDate,
    pub due_on: NaiveDate,
    /// Counted over days whose holidays are not yet decreed.
    pub provisional: bool,
    pub ended: Option<(NaiveDate, Ending)>,
    /// The last reminder that went out.
    pub reminded: Option<Stage>,
    /// When the reminder job must look at it again.
    pub wake_on: Option<NaiveDate>,
}

impl Clock {
    /// Starts a clock at its anchor event, under the rule in force on that day.
    ///
    /// # Errors
    /// [`NoRule`] when the data knows no rule for it.
    pub fn start(
        kind: ClockKind,
        seq: u32,
        matter: (Kind, Track),
        anchor_on: NaiveDate,
        timing: Timing<'_>,
    ) -> Result<Self, NoRule> {
        let rule = timing.rule_for(kind, seq, matter, anchor_on).ok_or(NoRule(kind))?;
        let mut clock = Self::given(kind, seq, anchor_on, anchor_on, timing);
        clock.rule = rule.id.to_string();
        clock.term = rule.term.written();
        clock.recount(timing)?;
        Ok(clock)
    }

    /// A clock whose end people set, as for a measure.
    pub fn given(
        kind: ClockKind,
        seq: u32,
        anchor_on: NaiveDate,
        due_on: NaiveDate,
        timing: Timing<'_>,
    ) -> Self {
        let mut clock = Self {
            kind,
            seq,
            rule: GIVEN.to_owned(),
            term: String::new(),
            calendar: timing.calendar().version().to_string(),
            edition: timing.edition,
            doubt: None,
            anchor_on,
            holds: Vec::new(),
            extensions: Vec::new(),
            nominal_on: due_on,
            due_on,
            provisional: false,
            ended: None,
            reminded: None,
            wake_on: None,
        };
        clock.wake_on = clock.first_wake(timing.calendar());
        clock
    }

    pub fn is_open(&self) -> bool {
        self.ended.is_none()
    }

    /// Days late on `today`, by date: the day after the due day is the first. Closing does not erase it.
    pub fn days_late(&self, today: NaiveDate) -> i64 {
        let until = self.ended.map_or(today, |(on, _)| on);
        if self.kind.is_duty() { (until - self.due_on).num_days().max(0) } else { 0 }
    }

    pub fn open_hold(&self) -> Option<&Hold> {
        self.holds.iter().find(|hold| hold.open)
    }

    /// The hold in which the clock stands still on `today`; one whose planned end has come holds no more.
    pub fn held_on(&self, today: NaiveDate) -> Option<&Hold> {
        self.open_hold().filter(|hold| hold.from <= today && today < hold.to)
    }

    /// Takes the day that the calendar and the rules in force give; reminders that lie ahead again are told again.
    ///
    /// # Errors
    /// [`NoRule`] as for [`Clock::recount`].
    pub fn renew(&mut self, on: NaiveDate, timing: Timing<'_>) -> Result<(), NoRule> {
        let renewed = self.renewed(timing)?;
        let moved = self.due_on != renewed.due_on;
        *self = renewed;
        if moved {
            self.rewind(on, timing.calendar());
        }
        Ok(())
    }

    pub fn end(&mut self, on: NaiveDate, ending: Ending) {
        self.ended = Some((on, ending));
        self.wake_on = None;
    }

    /// Lets the clock stand still. A hold after its end changes nothing: late stays late.
    ///
    /// # Errors
    /// [`NoRule`] as for [`Clock::recount`].
    pub fn hold(
        &mut self,
        kind: HoldType,
        from: NaiveDate,
        to: NaiveDate,
        timing: Timing<'_>,
    ) -> Result<(), NoRule> {
        if self.nominal_on < from {
            return Ok(());
        }
        self.close_hold(from);
        self.holds.push(Hold { kind, from, to, open: true });
        self.follow(timing)?;
        self.rewind(from, timing.calendar());
        Ok(())
    }

    /// Ends the open hold on `on`, or on its planned end if that was earlier; the remaining days resume from there.
    ///
    /// # Errors
    /// [`NoRule`] as for [`Clock::recount`].
    pub fn resume(&mut self, on: NaiveDate, timing: Timing<'_>) -> Result<(), NoRule> {
        self.close_hold(on);
        self.follow(timing)
    }

    fn close_hold(&mut self, on: NaiveDate) {
        for hold in self.holds.iter_mut().filter(|hold| hold.open) {
            hold.to = hold.to.min(on).max(hold.from);
            hold.open = false;
        }
    }

    /// Adds to the term; the new end is chained on the nominal one.
    ///
    /// # Errors
    /// [`NoRule`] as for [`Clock::recount`].
    pub fn extend(&mut self, extension: Extension, timing: Timing<'_>) -> Result<(), NoRule> {
        let on = extension.granted_on;
        self.extensions.push(extension);
        self.follow(timing)?;
        self.rewind(on, timing.calendar());
        Ok(())
    }
}

/// The rule id of a clock whose end people set.
pub const GIVEN: &str = "given";

/// How many check-ins follow one another; their lengths are in the data (`workflow.md`, C10).
pub(crate) const CHECK_INS: u32 = 3;
