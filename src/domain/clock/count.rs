//! How a clock comes to its day, and how it stands to calendars and rules that were loaded later.

use std::borrow::Cow;

use chrono::NaiveDate;

use super::{CHECK_INS, Clock, GIVEN};
use crate::calendar::{Calendar, Calendars};
use crate::case::Track;
use crate::clock::ClockKind;
use crate::congress::Congress;
use crate::deadline::{self, ClockCode, Rule, RuleBook, Term};
use crate::letter::Kind;

/// The rules and the calendars that deadlines are counted with.
#[derive(Clone, Copy, Debug)]
pub struct Timing<'a> {
    pub book: &'a RuleBook,
    pub calendars: &'a Calendars,
    /// Those the committee has called.
    pub congresses: &'a [Congress],
    pub edition: Edition,
}

/// Which pair of calendar and rules is in force: one more with each that is loaded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edition(pub i64);

/// What was found when a clock was held against a newer edition that gives it another day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// Somebody must decide whether the day stays.
    Open,
    /// Decided: it stays as it is.
    Kept,
}

impl Doubt {
    pub const ALL: [Self; 2] = [Self::Open, Self::Kept];

    /// The stored spelling.
    pub fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Kept => "kept",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|doubt| doubt.name() == name)
    }
}

/// How a clock stands to the calendar and the rules in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// They give it the same day.
    Same,
    /// It was promised as provisional, and takes the new day by itself.
    Firm,
    /// It was promised firmly, and they give it another day: a person decides.
    Affected,
    /// It keeps its day: somebody decided so, or it is a quiet check-in, which was promised to nobody.
    Kept,
}

/// The shipped data does not say how long this clock runs, or the calendar it was counted with is unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoRule(pub ClockKind);

impl<'a> Timing<'a> {
    /// The calendar in force.
    pub fn calendar(self) -> &'a Calendar {
        self.calendars.current()
    }

    /// The rule this clock runs on when its anchor lies on `on`.
    pub fn rule_for(
        self,
        kind: ClockKind,
        seq: u32,
        (letter, track): (Kind, Track),
        on: NaiveDate,
    ) -> Option<&'a Rule> {
        let nth = if kind == ClockKind::CheckIn { seq % CHECK_INS } else { 0 };
        self.book.for_clock(ClockCode { kind, nth }, letter, track, on)
    }
}

impl Clock {
    /// Counts the due day again from what the clock holds (invariant 4: it is a function of these), with the
    /// calendar and the term that are stored with it, whatever was loaded since.
    ///
    /// # Errors
    /// [`NoRule`] when its rule or its calendar is not known or cannot be counted.
    pub fn recount(&mut self, timing: Timing<'_>) -> Result<(), NoRule> {
        if self.rule == GIVEN {
            return Ok(());
        }
        let own = timing.calendars.version(&self.calendar).ok_or(NoRule(self.kind))?;
        self.count(&*self.own_rule(timing)?, own, timing)
    }

    /// As [`Clock::recount`], after a step has changed what the clock holds. A day that now leans on an undecreed
    /// year takes the calendar in force; and what was checked before is checked again.
    pub(super) fn follow(&mut self, timing: Timing<'_>) -> Result<(), NoRule> {
        self.recount(timing)?;
        if self.provisional && self.doubt.is_none() {
            self.count(&*self.own_rule(timing)?, timing.calendar(), timing)?;
        }
        if self.doubt != Some(Doubt::Kept) && !self.is_current(timing) {
            self.edition = Edition::default();
        }
        Ok(())
    }

    /// This clock counted with the calendar and the rules in force, and marked as held against them.
    ///
    /// # Errors
    /// As [`Clock::recount`].
    pub fn renewed(&self, timing: Timing<'_>) -> Result<Self, NoRule> {
        let mut clock = self.clone();
        clock.edition = timing.edition;
        clock.doubt = None;
        clock.calendar = timing.calendar().version().to_string();
        if self.rule == GIVEN {
            return Ok(clock);
        }
        let rule = timing.book.rule(&self.rule).map_err(|_| NoRule(self.kind))?;
        clock.term = rule.term.written();
        clock.count(rule, timing.calendar(), timing)?;
        // Who was told what does not change by looking.
        clock.wake_on = self.wake_on;
        Ok(clock)
    }

    /// What the calendar and the rules in force would do to this clock on `today`, and how it would then stand.
    ///
    /// # Errors
    /// As [`Clock::recount`].
    pub fn verdict(&self, today: NaiveDate, timing: Timing<'_>) -> Result<(Verdict, Self), NoRule> {
        let renewed = self.renewed(timing)?;
        let kept = self.doubt == Some(Doubt::Kept) && self.edition == timing.edition;
        // Lateness is permanent: no day moves by itself over today, whichever way.
        let past = self.due_on < today || renewed.due_on < today;
        let verdict = match () {
            () if !self.is_open() || self.ends_like(&renewed) => Verdict::Same,
            () if kept || self.kind == ClockKind::CheckIn => Verdict::Kept,
            () if self.provisional && (!past || self.due_on == renewed.due_on) => Verdict::Firm,
            () => Verdict::Affected,
        };
        Ok((verdict, renewed))
    }

    /// The clock after it was held against the edition in force. A provisional day is left to the step that
    /// makes it firm, because that is told and recorded.
    ///
    /// # Errors
    /// As [`Clock::recount`].
    pub fn checked(&self, today: NaiveDate, timing: Timing<'_>) -> Result<(Verdict, Self), NoRule> {
        let (verdict, renewed) = self.verdict(today, timing)?;
        let marked = |doubt| Self { edition: timing.edition, doubt: Some(doubt), ..self.clone() };
        let clock = match verdict {
            Verdict::Same => renewed,
            Verdict::Firm => self.clone(),
            Verdict::Affected => marked(Doubt::Open),
            Verdict::Kept => marked(Doubt::Kept),
        };
        Ok((verdict, clock))
    }

    /// Whether another clock of the same place ends on the same day, and as surely.
    pub fn ends_like(&self, other: &Self) -> bool {
        let end = |clock: &Self| (clock.nominal_on, clock.due_on, clock.provisional);
        end(self) == end(other)
    }

    /// The rule with the term that the clock started with.
    ///
    /// # Errors
    /// [`NoRule`] when it is not in the book.
    pub fn own_rule<'a>(&self, timing: Timing<'a>) -> Result<Cow<'a, Rule>, NoRule> {
        let no_rule = |_| NoRule(self.kind);
        let rule = timing.book.rule(&self.rule).map_err(no_rule)?;
        // Clocks from before terms were stored with them.
        if self.term.is_empty() || self.term == rule.term.written() {
            return Ok(Cow::Borrowed(rule));
        }
        let term = Term::read(&self.term).map_err(|_| NoRule(self.kind))?;
        Ok(Cow::Owned(Rule { term, ..rule.clone() }))
    }

    fn is_current(&self, timing: Timing<'_>) -> bool {
        let rule = timing.book.rule(&self.rule);
        self.calendar == timing.calendar().version().as_ref()
            && rule.is_ok_and(|rule| rule.term.written() == self.term)
    }

    fn count(
        &mut self,
        rule: &Rule,
        calendar: &Calendar,
        timing: Timing<'_>,
    ) -> Result<(), NoRule> {
        let no_rule = |_| NoRule(self.kind);
        let holds = self.counted_holds().map_err(no_rule)?;
        let extensions = self.counted_extensions();
        let due = deadline::due(rule, self.anchor_on, &holds, &extensions, calendar);
        let due = due.map_err(no_rule)?;
        self.nominal_on = due.nominal;
        self.due_on = due.due;
        self.provisional = due.provisional;
        self.calendar = due.calendar_version.to_string();
        self.wake_on = self.first_wake(timing.calendar());
        Ok(())
    }

    /// The holds as the engine counts them: this clock's own, and nothing from before its anchor.
    ///
    /// # Errors
    /// The engine's own when a hold ends before it begins.
    pub fn counted_holds(&self) -> Result<Vec<deadline::Hold>, deadline::DueError> {
        let own = self.holds.iter().filter(|hold| self.anchor_on < hold.to);
        own.map(|hold| deadline::Hold::new(hold.from.max(self.anchor_on), hold.to)).collect()
    }

    /// The extensions in the rule's unit, first to last.
    pub fn counted_extensions(&self) -> Vec<u32> {
        self.extensions.iter().map(|extension| extension.days).collect()
    }
}
