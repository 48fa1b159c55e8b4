//! The calendar of working days: Monday to Friday, minus decreed days off, plus Saturdays worked in a swap.
//!
//! The days are data (`days.csv`, `coverage.csv`), never constants. Counting uses two tables built once per
//! calendar – how many working days lie before a day, and which day is the n-th working day – so that a term of
//! any length is two look-ups.
//!
//! Days outside the covered years are counted plainly Monday to Friday; whatever rests on them is *provisional*.

mod versions;

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{Datelike, Days, NaiveDate, NaiveTime, Weekday};
use thiserror::Error;

pub use versions::{Calendars, YearTable};

/// First day the tables know; the engine refuses dates before it.
pub const FIRST_DAY: NaiveDate = day(1990, 1, 1);
/// Last day the tables know; the engine refuses dates after it.
pub const LAST_DAY: NaiveDate = day(2100, 12, 31);

/// What the calendar says of one particular day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayKind {
    /// A public holiday or the working day off given for one that fell on a weekend (Labour Code 45/2019 Đ111(3), Đ112).
    Holiday,
    /// A weekday off, worked on another day.
    SwapOff,
    /// A weekend day worked in exchange for a [`DayKind::SwapOff`].
    SwapWork,
}

impl DayKind {
    pub const ALL: [Self; 3] = [Self::Holiday, Self::SwapOff, Self::SwapWork];

    /// The spelling of the tables, of files that people load, and of the database.
    pub fn name(self) -> &'static str {
        match self {
            Self::Holiday => "HOLIDAY_OR_COMPENSATION",
            Self::SwapOff => "SWAP_OFF",
            Self::SwapWork => "SWAP_WORK",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// One row of the calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpecialDay {
    pub day: NaiveDate,
    pub kind: DayKind,
    /// The other half of a swap.
    pub paired_with: Option<NaiveDate>,
    /// Vietnamese name.
    pub label: String,
    pub label_en: String,
    /// Document, or where the day was read.
    pub source: String,
}

/// A year for which the calendar has a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoveredYear {
    pub year: i32,
    /// False while the authority has not decided the year's days off: results in it are provisional.
    pub decreed: bool,
    pub source: String,
}

/// Opening hours of the office on a working day: spans in order that do not overlap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfficeHours(Vec<(NaiveTime, NaiveTime)>);

/// What a day is for counting, with the row that makes it so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayStatus<'a> {
    Working,
    /// A weekend day worked in exchange.
    WorkingSwap(&'a SpecialDay),
    Weekend,
    /// A holiday or a swapped day off.
    Off(&'a SpecialDay),
}

/// Why a calendar cannot be built.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CalendarError {
    #[error("the day {0} is listed twice")]
    Twice(NaiveDate),
    #[error("the year {0} is covered twice")]
    YearTwice(i32),
    #[error("the day {0} lies in a year that the calendar does not cover")]
    NotCovered(NaiveDate),
    #[error("the swap of {0} has no matching other half")]
    Unpaired(NaiveDate),
    #[error("{0} cannot be a swapped day off: it is a weekend day")]
    OffOnWeekend(NaiveDate),
    #[error("{0} cannot be a day worked in exchange: it is a weekday")]
    WorkOnWeekday(NaiveDate),
    #[error("the year {0} is outside 1990 to 2100")]
    YearOutOfRange(i32),
    #[error("{day} does not belong to {year}, and to no swap of it")]
    OtherYear { day: NaiveDate, year: i32 },
    #[error("the year {0} has no days off")]
    NoDays(i32),
    #[error("office hours must be spans in order, each ending after it begins")]
    OfficeHours,
}

impl CalendarError {
    /// The day it speaks of, if it speaks of one.
    pub fn day(&self) -> Option<NaiveDate> {
        match self {
            Self::Twice(day)
            | Self::NotCovered(day)
            | Self::Unpaired(day)
            | Self::OffOnWeekend(day)
            | Self::WorkOnWeekday(day)
            | Self::OtherYear { day, .. } => Some(*day),
            Self::YearTwice(_) | Self::YearOutOfRange(_) | Self::NoDays(_) | Self::OfficeHours => {
                None
            }
        }
    }

    /// The stable code of what is wrong, for the sentence in the reader's language.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Twice(_) => "twice",
            Self::YearTwice(_) => "year-twice",
            Self::NotCovered(_) => "not-covered",
            Self::Unpaired(_) => "unpaired",
            Self::OffOnWeekend(_) => "off-on-weekend",
            Self::WorkOnWeekday(_) => "work-on-weekday",
            Self::YearOutOfRange(_) => "year-range",
            Self::OtherYear { .. } => "other-year",
            Self::NoDays(_) => "no-days",
            Self::OfficeHours => "office-hours",
        }
    }
}

impl OfficeHours {
    /// # Errors
    /// [`CalendarError::OfficeHours`] when there is no span, or one is empty or out of order.
    pub fn new(spans: Vec<(NaiveTime, NaiveTime)>) -> Result<Self, CalendarError> {
        let each = spans.iter().all(|(opens, closes)| opens < closes);
        let ordered = spans.windows(2).all(|pair| matches!(pair, [a, b] if a.1 <= b.0));
        if spans.is_empty() || !each || !ordered {
            return Err(CalendarError::OfficeHours);
        }
        Ok(Self(spans))
    }

    pub fn spans(&self) -> &[(NaiveTime, NaiveTime)] {
        &self.0
    }

    /// Minutes the office is open on a working day.
    pub fn minutes(&self) -> i64 {
        self.0.iter().map(|(opens, closes)| (*closes - *opens).num_minutes()).sum()
    }
}

/// The calendar, immutable; a change is a new calendar with a new version.
#[derive(Debug, Clone)]
pub struct Calendar {
    version: Arc<str>,
    years: BTreeMap<i32, CoveredYear>,
    days: BTreeMap<NaiveDate, SpecialDay>,
    office_hours: OfficeHours,
    /// `before[i]`: working days from [`FIRST_DAY`] up to but without day `i`.
    before: Vec<u32>,
    /// The indices of all working days, in order.
    working: Vec<u32>,
}

impl Calendar {
    /// Checks the rows against each other and builds the counting tables.
    pub fn new(
        version: &str,
        years: Vec<CoveredYear>,
        days: Vec<SpecialDay>,
        office_hours: OfficeHours,
    ) -> Result<Self, CalendarError> {
        let years = index_years(years)?;
        let days = index_days(days, &years)?;
        let (before, working) = count_tables(&days);
        Ok(Self { version: version.into(), years, days, office_hours, before, working })
    }

    /// The days off and swapped days that lie in `year`, and the other halves of its swaps.
    pub fn days_of(&self, year: i32) -> impl Iterator<Item = &SpecialDay> {
        let mine = move |row: &&SpecialDay| {
            row.day.year() == year || row.paired_with.is_some_and(|day| day.year() == year)
        };
        self.days.values().filter(mine)
    }

    /// Last day of the unbroken run of covered years, decreed or not, that begins with the first one.
    pub fn covered_until(&self) -> Option<NaiveDate> {
        let first = *self.years.keys().next()?;
        let last = (first..).zip(self.years.keys()).take_while(|(number, year)| number == *year);
        NaiveDate::from_ymd_opt(last.last()?.0, 12, 31)
    }

    /// For example `2026-1`: the first version of 2026. Stored with every due date.
    pub fn version(&self) -> &Arc<str> {
        &self.version
    }

    pub fn office_hours(&self) -> &OfficeHours {
        &self.office_hours
    }

    /// The covered years in order.
    pub fn years(&self) -> impl Iterator<Item = &CoveredYear> {
        self.years.values()
    }

    /// The rows in order of day.
    pub fn special_days(&self) -> impl Iterator<Item = &SpecialDay> {
        self.days.values()
    }

    pub fn status(&self, day: NaiveDate) -> DayStatus<'_> {
        match self.days.get(&day) {
            Some(row) if row.kind == DayKind::SwapWork => DayStatus::WorkingSwap(row),
            _ if is_weekend(day) => DayStatus::Weekend,
            Some(row) => DayStatus::Off(row),
            None => DayStatus::Working,
        }
    }

    pub fn is_working(&self, day: NaiveDate) -> bool {
        matches!(self.status(day), DayStatus::Working | DayStatus::WorkingSwap(_))
    }

    /// True when the days off of that year were decided by the authority.
    pub fn is_decreed(&self, day: NaiveDate) -> bool {
        self.is_decreed_year(day.year())
    }

    /// True when the days off of `year` were decided by the authority.
    pub fn is_decreed_year(&self, year: i32) -> bool {
        self.years.get(&year).is_some_and(|year| year.decreed)
    }

    /// Last day of the unbroken run of decreed years that begins with the first covered one.
    pub fn decreed_until(&self) -> Option<NaiveDate> {
        let first = *self.years.keys().next()?;
        let run = (first..).zip(self.years.values());
        let last = run.take_while(|(number, year)| year.decreed && year.year == *number).last();
        NaiveDate::from_ymd_opt(last?.0, 12, 31)
    }

    /// Working days in [from, to); 0 when `to` is not after `from` or a day is outside 1990 to 2100.
    pub fn working_days_in(&self, from: NaiveDate, to: NaiveDate) -> u32 {
        let count = |day| index(day).and_then(|at| self.before.get(at)).copied();
        match (count(from), count(to)) {
            (Some(from), Some(to)) => to.saturating_sub(from),
            _ => 0,
        }
    }

    /// The `n`-th working day after `day`, which itself is day zero; `day` for 0. None beyond 2100.
    pub fn add_working_days(&self, day: NaiveDate, n: u32) -> Option<NaiveDate> {
        let at = index(day)?;
        let Some(ahead) = n.checked_sub(1) else { return Some(day) };
        let reached = self.before.get(at + 1)?.checked_add(ahead)?;
        self.nth_working_day(reached)
    }

    /// The `n`-th working day before `day`, which itself is day zero; `day` for 0. None before 1990.
    pub fn subtract_working_days(&self, day: NaiveDate, n: u32) -> Option<NaiveDate> {
        let at = index(day)?;
        if n == 0 {
            return Some(day);
        }
        self.nth_working_day(self.before.get(at)?.checked_sub(n)?)
    }

    /// `day` if it is a working day, else the next one (Civil Code 91/2015 Đ148(5)).
    pub fn roll(&self, day: NaiveDate) -> Option<NaiveDate> {
        self.nth_working_day(*self.before.get(index(day)?)?)
    }

    fn nth_working_day(&self, n: u32) -> Option<NaiveDate> {
        let at = *self.working.get(usize::try_from(n).ok()?)?;
        FIRST_DAY.checked_add_days(Days::new(u64::from(at)))
    }
}

fn index_years(years: Vec<CoveredYear>) -> Result<BTreeMap<i32, CoveredYear>, CalendarError> {
    let mut indexed = BTreeMap::new();
    for year in years {
        let number = year.year;
        if !(FIRST_DAY.year()..=LAST_DAY.year()).contains(&number) {
            return Err(CalendarError::YearOutOfRange(number));
        }
        if indexed.insert(number, year).is_some() {
            return Err(CalendarError::YearTwice(number));
        }
    }
    Ok(indexed)
}

fn index_days(
    days: Vec<SpecialDay>,
    years: &BTreeMap<i32, CoveredYear>,
) -> Result<BTreeMap<NaiveDate, SpecialDay>, CalendarError> {
    if let Some(flaw) = flaws(&days, years).into_iter().next() {
        return Err(flaw);
    }
    Ok(days.into_iter().map(|row| (row.day, row)).collect())
}

/// Everything that is wrong with these rows.
fn flaws(days: &[SpecialDay], years: &BTreeMap<i32, CoveredYear>) -> Vec<CalendarError> {
    let (mut indexed, mut found) = (BTreeMap::new(), Vec::new());
    for row in days {
        if !years.contains_key(&row.day.year()) {
            found.push(CalendarError::NotCovered(row.day));
        }
        if indexed.insert(row.day, row).is_some() {
            found.push(CalendarError::Twice(row.day));
        }
    }
    found.extend(indexed.values().filter_map(|row| check_swap(row, &indexed).err()));
    found
}

fn check_swap(
    row: &SpecialDay,
    all: &BTreeMap<NaiveDate, &SpecialDay>,
) -> Result<(), CalendarError> {
    let opposite = match row.kind {
        DayKind::Holiday => return Ok(()),
        DayKind::SwapOff if is_weekend(row.day) => {
            return Err(CalendarError::OffOnWeekend(row.day));
        }
        DayKind::SwapWork if !is_weekend(row.day) => {
            return Err(CalendarError::WorkOnWeekday(row.day));
        }
        DayKind::SwapOff => DayKind::SwapWork,
        DayKind::SwapWork => DayKind::SwapOff,
    };
    let pair = row.paired_with.and_then(|day| all.get(&day));
    match pair {
        Some(pair) if pair.kind == opposite && pair.paired_with == Some(row.day) => Ok(()),
        _ => Err(CalendarError::Unpaired(row.day)),
    }
}

fn count_tables(days: &BTreeMap<NaiveDate, SpecialDay>) -> (Vec<u32>, Vec<u32>) {
    let (mut before, mut working, mut so_far) = (vec![0], Vec::new(), 0);
    for (at, day) in (0..).zip(FIRST_DAY.iter_days().take_while(|day| *day <= LAST_DAY)) {
        let works = days.get(&day).map_or(!is_weekend(day), |row| row.kind == DayKind::SwapWork);
        if works {
            working.push(at);
            so_far += 1;
        }
        before.push(so_far);
    }
    (before, working)
}

fn index(day: NaiveDate) -> Option<usize> {
    if day > LAST_DAY {
        return None;
    }
    usize::try_from((day - FIRST_DAY).num_days()).ok()
}

fn is_weekend(day: NaiveDate) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

const fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    match NaiveDate::from_ymd_opt(year, month, day) {
        Some(day) => day,
        None => NaiveDate::MIN,
    }
}
