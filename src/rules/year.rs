//! One year of the calendar as people hand it in: the columns of `days.csv`, and a row for the year itself.
//!
//! ```csv
//! date,weekday,type,paired_with,label,label_en,source
//! 2028,,DECREED,,,,9999/TB-BNV
//! 2028-01-03,Mon,HOLIDAY_OR_COMPENSATION,,Tết Dương lịch (nghỉ bù),New Year's Day (compensation day),
//! ```
//!
//! Everything that is wrong is told at once, with its line.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use gopy_domain::calendar::{Calendar, CalendarError, CoveredYear, DayKind, SpecialDay, YearTable};

/// One thing to mend in a file. The code has its sentence in every language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineFlaw {
    /// None when it is about the whole.
    pub line: Option<u64>,
    pub code: &'static str,
    /// The cell, the day or the word that it is about.
    pub about: String,
}

/// A year that could be read, with the line of each day.
#[derive(Clone, Debug)]
pub struct YearFile {
    pub table: YearTable,
    lines: BTreeMap<NaiveDate, u64>,
}

/// More rows in one year are a slip.
const MOST_ROWS: usize = 100;

impl YearFile {
    /// Reads rows; `head` says of which year where the rows themselves do not.
    ///
    /// # Errors
    /// Everything to mend.
    pub fn read(head: Option<CoveredYear>, text: &str) -> Result<Self, Vec<LineFlaw>> {
        let mut read = Read { head, ..Read::default() };
        let mut reader = csv::ReaderBuilder::new();
        let reader = reader.has_headers(false).flexible(true).trim(csv::Trim::All);
        for record in reader.from_reader(text.trim_start_matches('\u{feff}').as_bytes()).records() {
            match record {
                Ok(record) => read.row(&record),
                Err(error) => read.flaw(error.position().map(csv::Position::line), "row", ""),
            }
        }
        read.done()
    }

    /// The next version of `calendar`, with this year in it.
    ///
    /// # Errors
    /// Everything that does not fit, with its line where it has one.
    pub fn into_calendar(
        self,
        calendar: &Calendar,
        version: &str,
    ) -> Result<Calendar, Vec<LineFlaw>> {
        let lines = self.lines;
        let flaw = |error: CalendarError| LineFlaw {
            line: error.day().and_then(|day| lines.get(&day).copied()),
            code: error.name(),
            about: error.day().map(|day| day.to_string()).unwrap_or_default(),
        };
        let next = calendar.with_year(version, self.table);
        next.map_err(|errors| errors.into_iter().map(flaw).collect())
    }
}

#[derive(Default)]
struct Read {
    head: Option<CoveredYear>,
    days: Vec<SpecialDay>,
    lines: BTreeMap<NaiveDate, u64>,
    flaws: Vec<LineFlaw>,
}

impl Read {
    fn flaw(&mut self, line: Option<u64>, code: &'static str, about: &str) {
        self.flaws.push(LineFlaw { line, code, about: about.to_owned() });
    }

    fn row(&mut self, record: &csv::StringRecord) {
        let line = record.position().map(csv::Position::line);
        let cell = |at: usize| record.get(at).unwrap_or_default();
        match cell(0) {
            "" if record.iter().all(str::is_empty) => {}
            "date" => {}
            year if year.len() == 4 && year.parse::<i32>().is_ok() => self.year(line, record),
            _ if 7 < record.len() || record.len() < 5 => self.flaw(line, "row", ""),
            _ => self.day(line, record),
        }
    }

    fn year(&mut self, line: Option<u64>, record: &csv::StringRecord) {
        let cell = |at: usize| record.get(at).unwrap_or_default();
        let year = cell(0).parse().unwrap_or_default();
        if self.head.as_ref().is_some_and(|head| head.year != year) {
            return self.flaw(line, "two-years", cell(0));
        }
        let decreed = match cell(2) {
            "DECREED" => true,
            "PROVISIONAL" => false,
            other => return self.flaw(line, "status", other),
        };
        if cell(6).is_empty() {
            return self.flaw(line, "source", "");
        }
        self.head = Some(CoveredYear { year, decreed, source: cell(6).to_owned() });
    }

    fn day(&mut self, line: Option<u64>, record: &csv::StringRecord) {
        let cell = |at: usize| record.get(at).unwrap_or_default();
        let Ok(day) = cell(0).parse::<NaiveDate>() else {
            return self.flaw(line, "day", cell(0));
        };
        let weekday = day.weekday().to_string();
        if !cell(1).is_empty() && cell(1) != weekday {
            self.flaw(line, "weekday", &weekday);
        }
        let Some(kind) = DayKind::from_name(cell(2)) else {
            return self.flaw(line, "type", cell(2));
        };
        let paired_with = match (cell(3), cell(3).parse()) {
            ("", _) => None,
            (_, Ok(day)) => Some(day),
            (text, Err(_)) => return self.flaw(line, "pair", text),
        };
        if cell(4).is_empty() {
            self.flaw(line, "label", "");
        }
        let label_en = if cell(5).is_empty() { cell(4) } else { cell(5) };
        self.lines.insert(day, line.unwrap_or_default());
        let (label, label_en) = (cell(4).to_owned(), label_en.to_owned());
        let source = cell(6).to_owned();
        self.days.push(SpecialDay { day, kind, paired_with, label, label_en, source });
    }

    fn done(mut self) -> Result<YearFile, Vec<LineFlaw>> {
        if MOST_ROWS < self.days.len() {
            self.flaw(None, "too-many", &MOST_ROWS.to_string());
        }
        if self.head.is_none() {
            self.flaw(None, "no-year", "");
        }
        match self.head {
            Some(year) if self.flaws.is_empty() => {
                let mut days = self.days;
                for day in days.iter_mut().filter(|day| day.source.is_empty()) {
                    day.source.clone_from(&year.source);
                }
                Ok(YearFile { table: YearTable { year, days }, lines: self.lines })
            }
            _ => Err(self.flaws),
        }
    }
}

/// A year as [`YearFile::read`] reads it.
pub fn written_year<'a>(year: &CoveredYear, days: impl Iterator<Item = &'a SpecialDay>) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let status = if year.decreed { "DECREED" } else { "PROVISIONAL" };
    let head = ["date", "weekday", "type", "paired_with", "label", "label_en", "source"];
    let number = year.year.to_string();
    let mut rows = vec![head.map(str::to_owned)];
    rows.push(["", "", status, "", "", "", &year.source].map(str::to_owned));
    rows.iter_mut().skip(1).for_each(|row| row[0].clone_from(&number));
    rows.extend(days.map(|row| {
        let paired = row.paired_with.map(|day| day.to_string()).unwrap_or_default();
        let weekday = row.day.weekday().to_string();
        let kind = row.kind.name().to_owned();
        let (label, label_en) = (row.label.clone(), row.label_en.clone());
        [row.day.to_string(), weekday, kind, paired, label, label_en, row.source.clone()]
    }));
    for row in rows {
        // Writing into memory cannot fail.
        let _written = writer.write_record(row);
    }
    String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
}
