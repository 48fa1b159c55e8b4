//! A question about a due date: everything the answer rests on but the calendar.
//!
//! The command line, the pages and whoever checks a printed slip ask the same question and get the same answer.

use std::borrow::Cow;
use std::fmt::Write as _;

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use thiserror::Error;

use super::book::RuleBook;
use super::count::{DueError, Hold, due};
use super::hours::due_at;
use super::rule::{Rule, Term, Unit};
use super::trace::{TraceLine, explain, explain_at};
use crate::calendar::Calendar;
use crate::clock::{Clock, Timing};

/// A question that can be asked; whether it has an answer is the engine's to say.
#[derive(Debug, Clone)]
pub struct Question<'a> {
    rule: Cow<'a, Rule>,
    from: NaiveDate,
    /// The time of day, where the rule counts hours and it was given.
    time: Option<NaiveTime>,
    holds: Vec<Hold>,
    extensions: Vec<u32>,
}

/// The dates of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answer {
    pub nominal: Point,
    pub due: Point,
    pub provisional: bool,
}

/// A day, or a moment to the minute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Point {
    Day(NaiveDate),
    Moment(NaiveDateTime),
}

impl Point {
    pub fn day(self) -> NaiveDate {
        match self {
            Self::Day(day) => day,
            Self::Moment(moment) => moment.date(),
        }
    }
}

/// Why a question cannot be asked, or has no answer.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum QuestionFlaw {
    #[error("\"{0}\" is not a day, written YYYY-MM-DD")]
    NotADay(String),
    #[error("\"{0}\" is not a moment, written YYYY-MM-DDTHH:MM")]
    NotAMoment(String),
    #[error(transparent)]
    Due(#[from] DueError),
}

/// What the rule itself would not permit: the count is shown all the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// The rule was not in force on the day of the event.
    NotInForce,
    /// It lays down no extension of that length, or not so many.
    Extension,
    /// It knows no hold, or none that early.
    Hold,
    /// A hold begins on or before day zero; all of it counts.
    EarlyHold,
}

impl<'a> Question<'a> {
    pub fn new(rule: &'a Rule, from: NaiveDate) -> Self {
        let rule = Cow::Borrowed(rule);
        Self { rule, from, time: None, holds: Vec::new(), extensions: Vec::new() }
    }

    /// Reads the rule's id and `YYYY-MM-DD`, or `YYYY-MM-DDTHH:MM` where the rule counts hours.
    ///
    /// # Errors
    /// What cannot be read, or [`DueError::NotInHours`].
    pub fn read(book: &'a RuleBook, rule: &str, from: &str) -> Result<Self, QuestionFlaw> {
        let rule = book.rule(rule)?;
        let Some((day, time)) = from.split_once('T') else {
            return Ok(Self::new(rule, read_day(from)?));
        };
        if !matches!(rule.term.unit(), Unit::Hours | Unit::WorkingHours) {
            return Err(DueError::NotInHours(rule.id.clone()).into());
        }
        let time = NaiveTime::parse_from_str(time, "%H:%M")
            .map_err(|_| QuestionFlaw::NotAMoment(from.to_owned()))?;
        Ok(Self { time: Some(time), ..Self::new(rule, read_day(day)?) })
    }

    /// What the due day of a running clock was counted from, with the term it started with.
    ///
    /// # Errors
    /// [`DueError::UnknownRule`] for a day that people set, or a rule that the book has no more.
    pub fn of_clock(timing: Timing<'a>, clock: &Clock) -> Result<Self, DueError> {
        let unknown = |_| DueError::UnknownRule(clock.rule.clone());
        Ok(Self {
            rule: clock.own_rule(timing).map_err(unknown)?,
            from: clock.anchor_on,
            time: None,
            holds: clock.counted_holds()?,
            extensions: clock.counted_extensions(),
        })
    }

    /// Counts with this term instead of the one that the rule has in the book now; false where it does not fit.
    pub fn with_term(&mut self, term: Term) -> bool {
        if term == self.rule.term {
            return true;
        }
        let hours = |term: &Term| matches!(term.unit(), Unit::Hours | Unit::WorkingHours);
        let fits = term.length().is_some() && (self.time.is_none() || hours(&term));
        if fits {
            self.rule = Cow::Owned(Rule { term, ..self.rule().clone() });
        }
        fits
    }

    /// Whether it is counted with another term than the rule has in the book now.
    pub fn has_own_term(&self) -> bool {
        matches!(self.rule, Cow::Owned(_))
    }

    /// The same with the term that the rule has in the book now.
    ///
    /// # Errors
    /// [`DueError::UnknownRule`].
    pub fn as_of_now<'b>(&self, book: &'b RuleBook) -> Result<Question<'b>, DueError> {
        let rule = Cow::Borrowed(book.rule(&self.rule.id)?);
        let (holds, extensions) = (self.holds.clone(), self.extensions.clone());
        Ok(Question { rule, from: self.from, time: self.time, holds, extensions })
    }

    /// Adds a hold; both days as `YYYY-MM-DD`.
    ///
    /// # Errors
    /// What cannot be read, or what [`Hold::new`] says.
    pub fn read_hold(&mut self, from: &str, to: &str) -> Result<(), QuestionFlaw> {
        let hold = Hold::new(read_day(from)?, read_day(to)?)?;
        self.holds.push(hold);
        Ok(())
    }

    pub fn hold(&mut self, hold: Hold) {
        self.holds.push(hold);
    }

    /// Adds an extension, in the rule's unit.
    pub fn extend(&mut self, length: u32) {
        self.extensions.push(length);
    }

    pub fn rule(&self) -> &Rule {
        &self.rule
    }

    pub fn from(&self) -> NaiveDate {
        self.from
    }

    pub fn holds(&self) -> &[Hold] {
        &self.holds
    }

    pub fn extensions(&self) -> &[u32] {
        &self.extensions
    }

    /// Day zero as [`Question::read`] reads it.
    pub fn from_text(&self) -> String {
        match self.time {
            Some(time) => format!("{}T{}", self.from, time.format("%H:%M")),
            None => self.from.to_string(),
        }
    }

    /// The command that prints the same count with the same calendar (`contract.md`).
    pub fn command(&self, calendar: &str) -> String {
        let mut line = format!("gopy due --rule {} --from {}", self.rule.id, self.from_text());
        for hold in &self.holds {
            // Writing into a string cannot fail.
            let _written = write!(line, " --hold {}..{}", hold.from(), hold.to());
        }
        for length in &self.extensions {
            let _written = write!(line, " --extend {length}");
        }
        if self.has_own_term() {
            let _written = write!(line, " --term \"{}\"", self.rule.term.written());
        }
        let _written = write!(line, " --calendar {calendar}");
        line
    }

    /// # Errors
    /// What [`due`] and [`due_at`] say.
    pub fn answer(&self, calendar: &Calendar) -> Result<Answer, DueError> {
        if let Some(moment) = self.moment() {
            let due = due_at(&self.rule, moment, &self.extensions, calendar)?;
            let point = Point::Moment(due.due);
            return Ok(Answer { nominal: point, due: point, provisional: due.provisional });
        }
        let due = due(&self.rule, self.from, &self.holds, &self.extensions, calendar)?;
        Ok(Answer {
            nominal: Point::Day(due.nominal),
            due: Point::Day(due.due),
            provisional: due.provisional,
        })
    }

    /// The day-by-day explanation.
    ///
    /// # Errors
    /// As [`Question::answer`].
    pub fn trace<'c>(&self, calendar: &'c Calendar) -> Result<Vec<TraceLine<'c>>, DueError> {
        match self.moment() {
            Some(moment) => explain_at(&self.rule, moment, &self.extensions, calendar),
            None => explain(&self.rule, self.from, &self.holds, &self.extensions, calendar),
        }
    }

    /// A held clock is counted by days, which then refuses rules in hours.
    fn moment(&self) -> Option<NaiveDateTime> {
        let time = self.time.filter(|_| self.holds.is_empty())?;
        Some(self.from.and_time(time))
    }

    pub fn doubts(&self) -> Vec<Doubt> {
        let holds = |wrong: &dyn Fn(&Hold) -> bool| self.holds.iter().any(wrong);
        let doubts = [
            (Doubt::NotInForce, !self.rule.is_valid_on(self.from)),
            (Doubt::Extension, !self.rule.allows_extensions(&self.extensions)),
            (Doubt::Hold, holds(&|hold| !self.rule.hold.allows(hold.from()))),
            (Doubt::EarlyHold, holds(&|hold| hold.from() <= self.from)),
        ];
        doubts.into_iter().filter_map(|(doubt, holds)| holds.then_some(doubt)).collect()
    }
}

/// Exactly `YYYY-MM-DD`: a loose reader would take `2026-3-2` and `26-03-02` too.
fn read_day(text: &str) -> Result<NaiveDate, QuestionFlaw> {
    let number = |digits: Option<&[u8]>| {
        digits?.iter().try_fold(0_u16, |number, digit| {
            digit.is_ascii_digit().then(|| number * 10 + u16::from(digit - b'0'))
        })
    };
    let bytes = text.as_bytes();
    let dashes = bytes.len() == 10 && bytes.get(4) == Some(&b'-') && bytes.get(7) == Some(&b'-');
    let day = match (number(bytes.get(0..4)), number(bytes.get(5..7)), number(bytes.get(8..10))) {
        (Some(year), Some(month), Some(day)) if dashes => {
            NaiveDate::from_ymd_opt(i32::from(year), u32::from(month), u32::from(day))
        }
        _ => None,
    };
    day.ok_or_else(|| QuestionFlaw::NotADay(text.to_owned()))
}
