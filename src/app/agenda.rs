//! The month by deadline: which cases are due on which day, and which days the office is closed.

use std::collections::BTreeMap;

use chrono::{Days, Months, NaiveDate};

use super::lists::{CaseRow, Page, rows};
use super::{App, AppError};
use crate::domain::access::Account;
use crate::domain::calendar::{DayStatus, FIRST_DAY, LAST_DAY, SpecialDay};
use crate::store::lists::PAGE;

/// Numbers shown for one day; the rest is behind a link.
const SHOWN: usize = 6;
/// Cases read for a month; of a day that lies behind them only the count is shown.
const READ: u64 = 1_000;

/// A month as an account sees it.
#[derive(Clone, Debug)]
pub struct Month {
    pub first: NaiveDate,
    pub days: Vec<Day>,
    /// Cases whose day passed before this month and is still owed.
    pub late_before: i64,
    /// Whether the authority has decided this year's days off.
    pub decreed: bool,
}

/// One day of it.
#[derive(Clone, Debug)]
pub struct Day {
    pub day: NaiveDate,
    pub is: DayIs,
    pub rows: Vec<CaseRow>,
    /// How many cases are due, also those not shown.
    pub count: i64,
}

/// What the calendar says of a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DayIs {
    Working,
    Weekend,
    Off(SpecialDay),
    /// A Saturday worked in exchange.
    Worked(SpecialDay),
}

/// The month that begins on `first`.
///
/// # Errors
/// [`AppError::NotFound`] for a month outside the calendar.
pub async fn month(app: &App, who: &Account, first: NaiveDate) -> Result<Month, AppError> {
    let known = FIRST_DAY <= first && first <= LAST_DAY;
    let next = first.checked_add_months(Months::new(1)).filter(|_| known);
    let span = (first, next.ok_or(AppError::NotFound)?);
    let counts: BTreeMap<NaiveDate, i64> =
        app.store().due_counts(who, span).await?.into_iter().collect();
    let lines = app.store().due_between(who, span, None, READ).await?;
    let mut due: BTreeMap<NaiveDate, Vec<CaseRow>> = BTreeMap::new();
    for row in rows(app, lines, Vec::new()).await? {
        due.entry(row.due_on.unwrap_or(first)).or_default().push(row);
    }
    let rules = app.rules();
    let day = |day: NaiveDate| {
        let mut rows = due.remove(&day).unwrap_or_default();
        rows.truncate(SHOWN);
        let count = counts.get(&day).copied().unwrap_or(0);
        Day { day, is: DayIs::of(rules.calendar().status(day)), rows, count }
    };
    let days = first.iter_days().take_while(|day| *day < span.1).map(day).collect();
    let decreed = rules.calendar().is_decreed(first);
    Ok(Month { first, days, late_before: late_before(app, who, first).await?, decreed })
}

async fn late_before(app: &App, who: &Account, first: NaiveDate) -> Result<i64, AppError> {
    let until = first.min(app.now().day);
    let counts = app.store().due_counts(who, (FIRST_DAY, until)).await?;
    Ok(counts.into_iter().map(|(_, cases)| cases).sum())
}

/// The cases due on one day, a page of them.
///
/// # Errors
/// [`AppError::NotFound`] when `after` is no place in the list.
pub async fn on_day(
    app: &App,
    who: &Account,
    day: NaiveDate,
    after: Option<&str>,
) -> Result<Page<CaseRow>, AppError> {
    let next = day.checked_add_days(Days::new(1)).ok_or(AppError::NotFound)?;
    let after = super::lists::cursor(after)?;
    let lines = app.store().due_between(who, (day, next), after, PAGE + 1).await?;
    super::lists::paged(app, who, lines).await
}

impl DayIs {
    fn of(status: DayStatus<'_>) -> Self {
        match status {
            DayStatus::Working => Self::Working,
            DayStatus::Weekend => Self::Weekend,
            DayStatus::Off(row) => Self::Off(row.clone()),
            DayStatus::WorkingSwap(row) => Self::Worked(row.clone()),
        }
    }
}
