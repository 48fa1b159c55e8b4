//! Terms in hours, for an event whose time of day is known.

use std::sync::Arc;

use chrono::{Days, NaiveDate, NaiveDateTime, TimeDelta};

use super::count::{DueError, check_day, check_moves, is_provisional};
use super::rule::{Rule, Term};
use crate::calendar::{Calendar, LAST_DAY};

/// A due moment, local time in Hanoi. It never rolls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueAt {
    pub due: NaiveDateTime,
    /// True when the count rests on days off that no authority has decided yet.
    pub provisional: bool,
    pub rule_id: Arc<str>,
    pub calendar_version: Arc<str>,
}

/// Computes when a duty counted in hours falls due, to the minute. `extensions` are in the rule's unit.
///
/// Working hours run only while the office is open; clock hours run always.
///
/// # Errors
/// [`DueError::NotInHours`] for any other rule, and those of [`super::due`].
pub fn due_at(
    rule: &Rule,
    from: NaiveDateTime,
    extensions: &[u32],
    calendar: &Calendar,
) -> Result<DueAt, DueError> {
    check_day(from.date())?;
    let added = check_moves(rule, &[], extensions)?;
    let (due, provisional) = match rule.term {
        Term::Hours(length) => (from + TimeDelta::hours(i64::from(length + added)), false),
        Term::WorkingHours(length) => {
            let due = after_open_minutes(from, i64::from(length + added) * 60, calendar)?;
            (due, is_provisional(from.date(), due.date(), calendar))
        }
        _ => return Err(DueError::NotInHours(Arc::clone(&rule.id))),
    };
    if due.date() > LAST_DAY {
        return Err(DueError::BeyondCalendar);
    }
    Ok(DueAt {
        due,
        provisional,
        rule_id: Arc::clone(&rule.id),
        calendar_version: Arc::clone(calendar.version()),
    })
}

fn after_open_minutes(
    from: NaiveDateTime,
    minutes: i64,
    calendar: &Calendar,
) -> Result<NaiveDateTime, DueError> {
    let mut left = TimeDelta::minutes(minutes);
    let mut day = from.date();
    loop {
        for (opens, closes) in spans_on(day, calendar) {
            let opens = opens.max(from);
            let open_for = closes - opens;
            if open_for >= left {
                return Ok(opens + left);
            }
            left -= open_for.max(TimeDelta::zero());
        }
        day = day
            .checked_add_days(Days::new(1))
            .filter(|day| *day <= LAST_DAY)
            .ok_or(DueError::BeyondCalendar)?;
    }
}

fn spans_on(
    day: NaiveDate,
    calendar: &Calendar,
) -> impl Iterator<Item = (NaiveDateTime, NaiveDateTime)> {
    let spans = if calendar.is_working(day) { calendar.office_hours().spans() } else { &[] };
    spans.iter().map(move |(opens, closes)| (day.and_time(*opens), day.and_time(*closes)))
}
