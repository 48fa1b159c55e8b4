//! The count itself. The rules it follows are written out in the module above.

use std::sync::Arc;

use chrono::{Datelike, Days, NaiveDate};
use thiserror::Error;

use super::rule::{MonthDay, Rule, Term};
use crate::calendar::{Calendar, FIRST_DAY, LAST_DAY};

/// Most that one extension may add, in the rule's unit; more is a typing error.
pub const MAX_EXTENSION: u32 = 1_000;

/// A span in which the clock stands still: from its first day up to but without its last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hold {
    from: NaiveDate,
    to: NaiveDate,
}

/// A due date with what is needed to recompute it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// The end before the final roll; later extensions chain on it.
    pub nominal: NaiveDate,
    /// The last day on which the duty is met in time.
    pub due: NaiveDate,
    /// True when the count rests on days off that no authority has decided yet.
    pub provisional: bool,
    pub rule_id: Arc<str>,
    pub calendar_version: Arc<str>,
}

/// Why there is no due date.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum DueError {
    #[error("there is no rule \"{0}\"")]
    UnknownRule(String),
    #[error("{0} is outside 1990-01-01 to 2100-12-31")]
    OutOfRange(NaiveDate),
    #[error("the hold ends on {to}, before it begins on {from}")]
    HoldReversed { from: NaiveDate, to: NaiveDate },
    #[error("an extension of {0} is more than {MAX_EXTENSION}")]
    ExtensionTooLong(u32),
    #[error("the term ends outside 1990 to 2100")]
    BeyondCalendar,
    #[error("the rule {0} cannot be held")]
    NotHoldable(Arc<str>),
    #[error("the rule {0} cannot be extended")]
    NotExtendable(Arc<str>),
    #[error("the rule {0} is not counted in hours")]
    NotInHours(Arc<str>),
}

impl Hold {
    /// An empty hold (`from` = `to`) is allowed and changes nothing.
    ///
    /// # Errors
    /// [`DueError::HoldReversed`], [`DueError::OutOfRange`].
    pub fn new(from: NaiveDate, to: NaiveDate) -> Result<Self, DueError> {
        check_day(from)?;
        check_day(to)?;
        if to < from {
            return Err(DueError::HoldReversed { from, to });
        }
        Ok(Self { from, to })
    }

    /// First day held.
    pub fn from(self) -> NaiveDate {
        self.from
    }

    /// First day no longer held.
    pub fn to(self) -> NaiveDate {
        self.to
    }

    pub fn contains(self, day: NaiveDate) -> bool {
        self.from <= day && day < self.to
    }
}

/// Computes when the duty under `rule` falls due for an event on `from`.
///
/// `extensions` are in the rule's unit. Whether the rule *permits* these holds and extensions, and was in force on
/// `from`, is for the caller to ask ([`Rule::allows_extensions`], [`super::HoldRule::allows`], [`Rule::is_valid_on`]).
/// For a rule in hours the answer is the day; with a known time of day use [`super::due_at`].
pub fn due(
    rule: &Rule,
    from: NaiveDate,
    holds: &[Hold],
    extensions: &[u32],
    calendar: &Calendar,
) -> Result<Due, DueError> {
    let (nominal, due, touched) = span(rule, from, holds, extensions, calendar)?;
    Ok(Due {
        nominal,
        due,
        provisional: touched.is_some_and(|(first, last)| is_provisional(first, last, calendar)),
        rule_id: Arc::clone(&rule.id),
        calendar_version: Arc::clone(calendar.version()),
    })
}

/// First and last day for which the count asked the calendar whether it is a day off; none if it never asked.
type Touched = Option<(NaiveDate, NaiveDate)>;

fn span(
    rule: &Rule,
    from: NaiveDate,
    holds: &[Hold],
    extensions: &[u32],
    calendar: &Calendar,
) -> Result<(NaiveDate, NaiveDate, Touched), DueError> {
    check_day(from)?;
    let added = check_moves(rule, holds, extensions)?;
    let beyond = DueError::BeyondCalendar;
    match &rule.term {
        Term::WorkingDays(length) => {
            let unit = DayUnit::Working(calendar);
            let nominal = unit.end(from, length + added, holds)?;
            let first =
                holds.iter().map(|hold| hold.from).min().map_or(from, |held| held.min(from));
            Ok((nominal, calendar.roll(nominal).ok_or(beyond)?, Some((day_after(first), nominal))))
        }
        Term::CalendarDays(length) => {
            let nominal = DayUnit::Calendar.end(from, length + added, holds)?;
            let due = calendar.roll(nominal).ok_or(beyond)?;
            Ok((nominal, due, Some((nominal, due))))
        }
        Term::Hours(length) => {
            let day = plus_days(from, (length + added).div_ceil(24))?;
            Ok((day, day, None))
        }
        Term::WorkingHours(length) => {
            let days = (i64::from(length + added) * 60 + calendar.office_hours().minutes() - 1)
                / calendar.office_hours().minutes();
            let days = u32::try_from(days).map_err(|_| beyond.clone())?;
            let day = calendar.add_working_days(from, days).ok_or(beyond)?;
            Ok((day, day, Some((day_after(from), day))))
        }
        Term::Immediate => Ok((from, from, None)),
        Term::FixedDates(dates) => {
            let day = next_fixed(dates, from).ok_or(beyond)?;
            Ok((day, day, None))
        }
        Term::WorkingDaysBefore(length) => {
            let day = calendar.subtract_working_days(from, *length).ok_or(beyond)?;
            Ok((day, day, Some((day, from.pred_opt().unwrap_or(from)))))
        }
    }
}

/// The two ways of counting days.
#[derive(Clone, Copy)]
pub(super) enum DayUnit<'a> {
    Working(&'a Calendar),
    Calendar,
}

impl DayUnit<'_> {
    /// The unrolled end of `length` days after `from`, moved by the holds.
    fn end(self, from: NaiveDate, length: u32, holds: &[Hold]) -> Result<NaiveDate, DueError> {
        let mut end = self.add(from, length)?;
        for hold in merged(holds) {
            if hold.from > end {
                break;
            }
            end = self.add(end, self.days_in(hold.from, hold.to))?;
        }
        Ok(end)
    }

    pub(super) fn add(self, day: NaiveDate, days: u32) -> Result<NaiveDate, DueError> {
        match self {
            Self::Working(calendar) => {
                calendar.add_working_days(day, days).ok_or(DueError::BeyondCalendar)
            }
            Self::Calendar => plus_days(day, days),
        }
    }

    /// Days of this unit in [from, to).
    pub(super) fn days_in(self, from: NaiveDate, to: NaiveDate) -> u32 {
        match self {
            Self::Working(calendar) => calendar.working_days_in(from, to),
            Self::Calendar => u32::try_from((to - from).num_days()).unwrap_or(0),
        }
    }
}

/// The holds without empty ones, merged where they overlap or touch, in order.
pub(super) fn merged(holds: &[Hold]) -> Vec<Hold> {
    let mut sorted: Vec<Hold> = holds.iter().copied().filter(|hold| hold.from < hold.to).collect();
    sorted.sort_unstable();
    sorted.dedup_by(|next, kept| {
        let joins = next.from <= kept.to;
        if joins {
            kept.to = kept.to.max(next.to);
        }
        joins
    });
    sorted
}

/// The sum of the extensions, once it is clear that this rule can be moved at all.
pub(super) fn check_moves(
    rule: &Rule,
    holds: &[Hold],
    extensions: &[u32],
) -> Result<u32, DueError> {
    let days = matches!(rule.term, Term::WorkingDays(_) | Term::CalendarDays(_));
    let hours = matches!(rule.term, Term::Hours(_) | Term::WorkingHours(_));
    if !holds.is_empty() && !days {
        return Err(DueError::NotHoldable(Arc::clone(&rule.id)));
    }
    if !extensions.is_empty() && !days && !hours {
        return Err(DueError::NotExtendable(Arc::clone(&rule.id)));
    }
    if let Some(long) = extensions.iter().find(|length| **length > MAX_EXTENSION) {
        return Err(DueError::ExtensionTooLong(*long));
    }
    let most = u32::try_from(extensions.len()).unwrap_or(u32::MAX).saturating_mul(MAX_EXTENSION);
    if most > 1_000_000 {
        return Err(DueError::BeyondCalendar);
    }
    Ok(extensions.iter().sum())
}

pub(super) fn check_day(day: NaiveDate) -> Result<(), DueError> {
    if (FIRST_DAY..=LAST_DAY).contains(&day) { Ok(()) } else { Err(DueError::OutOfRange(day)) }
}

fn plus_days(day: NaiveDate, days: u32) -> Result<NaiveDate, DueError> {
    let end = day.checked_add_days(Days::new(u64::from(days)));
    end.filter(|end| *end <= LAST_DAY).ok_or(DueError::BeyondCalendar)
}

fn day_after(day: NaiveDate) -> NaiveDate {
    day.succ_opt().unwrap_or(day)
}

fn next_fixed(dates: &[MonthDay], from: NaiveDate) -> Option<NaiveDate> {
    let years = [from.year(), from.year() + 1];
    let all = years.iter().flat_map(|year| dates.iter().filter_map(|date| date.in_year(*year)));
    all.filter(|day| *day >= from && *day <= LAST_DAY).min()
}

pub(super) fn is_provisional(first: NaiveDate, last: NaiveDate, calendar: &Calendar) -> bool {
    (first.year()..=last.year()).any(|year| !calendar.is_decreed_year(year))
}
