//! A deadline counted again from what it rests on, so that anybody can check it.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};

use super::AppError;
use crate::domain::calendar::Calendar;
use crate::domain::clock::{Clock, GIVEN};
use crate::domain::congress::Congress;
use crate::domain::deadline::{Answer, DueError, Question, Step, TraceLine};
pub use crate::rules::Rules;

/// Most days between the first and the last line of a count that a page shows: longer is a slip of the pen.
const LONGEST: i64 = 3_700;

/// A question with its answer and every day on the way to it.
#[derive(Debug)]
pub struct Count<'a> {
    pub question: Question<'a>,
    pub answer: Answer,
    pub lines: Vec<TraceLine<'a>>,
    calendar: &'a Calendar,
}

/// Where the days off of one year were read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct YearSource {
    pub year: i32,
    pub decreed: bool,
    /// The documents, the year's own first.
    pub documents: Vec<String>,
}

/// Why there is no count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoCount {
    Due(DueError),
    /// It would run over more than ten years.
    TooLong,
}

/// Counts the due day of a clock again, with the calendar and the term stored with it; none when people set the day.
///
/// # Errors
/// [`AppError::NotFound`] when its rule or its calendar is not known.
pub fn of_clock<'a>(rules: &'a Rules, clock: &Clock) -> Result<Option<Count<'a>>, AppError> {
    if clock.rule == GIVEN {
        return Ok(None);
    }
    let question = Question::of_clock(rules.timing(), clock).map_err(|_| AppError::NotFound)?;
    let calendar = rules.calendars.version(&clock.calendar).ok_or(AppError::NotFound)?;
    Ok(Some(Count::new(question, calendar).map_err(anyhow::Error::from)?))
}

/// Counts the window before a congress, backwards from the day it opens.
///
/// # Errors
/// When the rule is not in the book.
pub fn of_window<'a>(rules: &'a Rules, congress: &Congress) -> Result<Count<'a>, AppError> {
    let rule = congress.rule(rules.timing()).map_err(anyhow::Error::from)?;
    let question = Question::new(rule, congress.opens_on);
    Ok(Count::new(question, rules.calendar()).map_err(anyhow::Error::from)?)
}

/// Counts what anybody asks, without any case: with the version of the calendar that is named, if there is such a
/// one, else with the one in force.
///
/// # Errors
/// [`NoCount`].
pub fn asked<'a>(
    rules: &'a Rules,
    question: Question<'a>,
    version: Option<&str>,
) -> Result<Count<'a>, NoCount> {
    let named = version.and_then(|version| rules.calendars.version(version));
    let calendar = named.unwrap_or_else(|| rules.calendar());
    let answer = question.answer(calendar).map_err(NoCount::Due)?;
    let first = question.holds().iter().map(|hold| hold.from()).chain([question.from()]).min();
    let span = first.map_or(0, |first| (answer.due.day() - first).num_days().abs());
    if LONGEST < span {
        return Err(NoCount::TooLong);
    }
    Count::new(question, calendar).map_err(NoCount::Due)
}

/// The same count with the rule's term of today, where the question names another: rules are edited under one id.
pub fn as_of_now<'a>(
    rules: &'a Rules,
    count: &Count<'_>,
    version: Option<&str>,
) -> Option<Count<'a>> {
    let question = count.question.has_own_term().then(|| count.question.as_of_now(&rules.book));
    asked(rules, question?.ok()?, version).ok()
}

impl<'a> Count<'a> {
    fn new(question: Question<'a>, calendar: &'a Calendar) -> Result<Self, DueError> {
        let (answer, lines) = (question.answer(calendar)?, question.trace(calendar)?);
        Ok(Self { question, answer, lines, calendar })
    }

    /// The version of the calendar it was counted with now.
    pub fn calendar(&self) -> &str {
        self.calendar.version()
    }

    pub fn due(&self) -> NaiveDate {
        self.answer.due.day()
    }

    /// The years whose days off changed the count, with where they were read.
    pub fn sources(&self) -> Vec<YearSource> {
        let mut rows: BTreeMap<i32, Vec<&str>> = BTreeMap::new();
        for line in &self.lines {
            if let Step::DayOff(row) | Step::CountedSwap { row, .. } = line.step {
                rows.entry(row.day.year()).or_default().push(&row.source);
            }
        }
        let years = rows.into_iter().filter_map(|(year, mut documents)| {
            let covered = self.calendar.years().find(|one| one.year == year)?;
            documents.dedup();
            documents.insert(0, &covered.source);
            let documents = documents.into_iter().map(str::to_owned).collect();
            Some(YearSource { year, decreed: covered.decreed, documents })
        });
        years.collect()
    }
}
