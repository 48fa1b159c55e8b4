//! A deadline counted again from what it rests on, so that anybody can check it.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};

use super::AppError;
use crate::domain::calendar::Calendar;
use crate::domain::clock::{Clock, GIVEN};
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

/// Counts the due day of a clock again; none when people set the day.
///
/// # Errors
/// [`AppError::NotFound`] when its rule is not in the book.
pub fn of_clock<'a>(rules: &'a Rules, clock: &Clock) -> Result<Option<Count<'a>>, AppError> {
    if clock.rule == GIVEN {
        return Ok(None);
    }
    let question = Question::of_clock(&rules.book, clock).map_err(|_| AppError::NotFound)?;
    Ok(Some(Count::new(question, &rules.calendar).map_err(anyhow::Error::from)?))
}

/// Counts what anybody asks, without any case.
///
/// # Errors
/// [`NoCount`].
pub fn asked<'a>(rules: &'a Rules, question: Question<'a>) -> Result<Count<'a>, NoCount> {
    let calendar = &rules.calendar;
    let answer = question.answer(calendar).map_err(NoCount::Due)?;
    let first = question.holds().iter().map(|hold| hold.from()).chain([question.from()]).min();
    let span = first.map_or(0, |first| (answer.due.day() - first).num_days().abs());
    if LONGEST < span {
        return Err(NoCount::TooLong);
    }
    Count::new(question, calendar).map_err(NoCount::Due)
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
