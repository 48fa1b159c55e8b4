//! Every version of the calendar there was, and how the next one comes about.
//!
//! A version never changes: what was counted with one can be counted again with the same one for ever.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{Datelike, Days, NaiveDate};

use super::{Calendar, CalendarError, CoveredYear, FIRST_DAY, SpecialDay, day, flaws};

/// All versions of the calendar; the newest is in force.
#[derive(Debug, Clone)]
pub struct Calendars {
    current: Arc<Calendar>,
    /// Oldest first.
    earlier: Vec<Arc<Calendar>>,
}

impl Calendars {
    pub fn new(first: Calendar) -> Self {
        Self { current: Arc::new(first), earlier: Vec::new() }
    }

    /// Puts `next` in force; what was in force stays known.
    pub fn add(&mut self, next: Calendar) {
        self.earlier.push(std::mem::replace(&mut self.current, Arc::new(next)));
    }

    /// The one in force.
    pub fn current(&self) -> &Calendar {
        &self.current
    }

    /// The one with this name, also if another is in force by now.
    pub fn version(&self, name: &str) -> Option<&Calendar> {
        let all = std::iter::once(&self.current).chain(self.earlier.iter().rev());
        all.map(Arc::as_ref).find(|calendar| calendar.version().as_ref() == name)
    }

    /// How many there were.
    pub fn count(&self) -> usize {
        self.earlier.len() + 1
    }
}

/// A year as it is to be counted from now on: whether it is decreed, and its days.
///
/// A swap over New Year brings its other half, which lies in the year before or after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YearTable {
    pub year: CoveredYear,
    pub days: Vec<SpecialDay>,
}

impl Calendar {
    /// The next version: this one with `table` in the place of that year.
    ///
    /// # Errors
    /// Everything that does not fit, in the order of the days.
    pub fn with_year(&self, version: &str, table: YearTable) -> Result<Self, Vec<CalendarError>> {
        let number = table.year.year;
        let strangers = strangers(&table);
        let mut years: BTreeMap<i32, CoveredYear> = self.years.clone();
        years.insert(number, table.year);
        let kept = self.days.values().filter(|row| !belongs(row, number)).cloned();
        let days: Vec<SpecialDay> = kept.chain(table.days).collect();
        let mut found = strangers;
        found.extend(flaws(&days, &years));
        if !(FIRST_DAY.year()..=super::LAST_DAY.year()).contains(&number) {
            found = vec![CalendarError::YearOutOfRange(number)];
        }
        if !found.is_empty() {
            found.dedup();
            return Err(found);
        }
        let years = years.into_values().collect();
        Self::new(version, years, days, self.office_hours.clone()).map_err(|flaw| vec![flaw])
    }

    /// The first day from which a count with `other` may give something else; none when they count alike.
    pub fn first_difference(&self, other: &Self) -> Option<NaiveDate> {
        let works = self.working.iter().zip(&other.working).find(|(mine, theirs)| mine != theirs);
        let works = works.map(|(mine, theirs)| FIRST_DAY + Days::new(u64::from(*mine.min(theirs))));
        let numbers = self.years.keys().chain(other.years.keys());
        let decreed =
            |number: &i32| self.is_decreed_year(*number) != other.is_decreed_year(*number);
        let year = numbers.copied().filter(|number| decreed(number)).min();
        works.into_iter().chain(year.map(|year| day(year, 1, 1))).min()
    }

    /// The days of [from, to] that one of the two counts as working days and the other does not.
    pub fn differing_days(&self, other: &Self, from: NaiveDate, to: NaiveDate) -> Vec<NaiveDate> {
        let days = from.iter_days().take_while(|day| *day <= to);
        days.filter(|day| self.is_working(*day) != other.is_working(*day)).collect()
    }
}

/// A row of that year, or the other half of one of its swaps.
fn belongs(row: &SpecialDay, year: i32) -> bool {
    row.day.year() == year || row.paired_with.is_some_and(|day| day.year() == year)
}

fn strangers(table: &YearTable) -> Vec<CalendarError> {
    let rows = table.days.iter().filter(|row| !belongs(row, table.year.year));
    let found = rows.map(|row| CalendarError::OtherYear { day: row.day, year: table.year.year });
    let empty = table.days.is_empty().then_some(CalendarError::NoDays(table.year.year));
    found.chain(empty).collect()
}
