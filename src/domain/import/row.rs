//! Reading the cells of one row; what is wrong with a cell goes into the plan with its place.

use chrono::{Days, Months, NaiveDate};

use super::day::{self, Read};
use super::lookup::Units;
use super::table::{Entry, Line, Table};
use super::{Cell, Column, Kind, Note, Place, Plan, Problem, Setting};
use crate::ids::UnitId;
use crate::text::Encoding;

/// Letters in the longest text of a cell.
const LONGEST: usize = 200;

/// No day of the register is before this year.
const FIRST_YEAR: i32 = 1900;

/// One row with all that is needed to read it.
pub(super) struct Row<'a> {
    pub kind: Kind,
    pub table: &'a Table,
    pub entry: &'a Entry,
    pub setting: Setting,
    pub plan: &'a mut Plan,
    /// Whether nothing wrong was found so far.
    pub sound: bool,
}

impl Row<'_> {
    /// Where a column of this row is; the row itself where the file lacks the column.
    pub fn place(&self, column: Column) -> Place {
        place(self.kind, self.table, self.entry, column)
    }

    pub fn flaw(&mut self, column: Column, problem: Problem) {
        let place = self.place(column);
        self.plan.flaw(place, problem);
        self.sound = false;
    }

    pub fn cell(&self, column: Column) -> &Cell {
        let heading = self.table.columns.get(&column);
        heading.and_then(|heading| self.entry.cells.get(heading.at)).unwrap_or(&Cell::Empty)
    }

    /// The text of a cell in Unicode; nothing when it is empty.
    pub fn text(&mut self, column: Column) -> Option<String> {
        let text = decoded(self.table, self.entry, column)?;
        if LONGEST < text.chars().count() {
            self.flaw(column, Problem::TooLong { max: LONGEST });
            return None;
        }
        if text.starts_with(['=', '+', '@']) {
            self.flaw(column, Problem::Formula);
            return None;
        }
        Some(text)
    }

    pub fn required(&mut self, column: Column) -> Option<String> {
        let text = self.text(column);
        if text.is_none() && self.cell(column).is_empty() {
            self.flaw(column, Problem::Missing);
        }
        text
    }

    /// The card: eight digits, written `99.123456`. Excel may have made a number of it, and eaten its zeros.
    pub fn card(&mut self) -> Option<String> {
        let typed = match self.cell(Column::Card) {
            Cell::Number(number) if number.fract() == 0.0 => number.to_string(),
            Cell::Number(number) => format!("{number:09.6}"),
            _ => self.required(Column::Card)?,
        };
        let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
        let plain = typed.chars().all(|c| c.is_ascii_digit() || " .-/".contains(c));
        if !plain || !(7..=8).contains(&digits.len()) {
            self.flaw(Column::Card, Problem::CardNumber);
            return None;
        }
        self.plan.tally.padded_cards += usize::from(digits.len() == 7);
        let whole = format!("{digits:0>8}");
        Some(format!("{}.{}", &whole[..2], &whole[2..]))
    }

    /// A day that is not in the future; a year alone stands for its first day.
    pub fn day(&mut self, column: Column) -> Option<Read> {
        if self.cell(column).is_empty() {
            return None;
        }
        match day::read(self.cell(column), self.setting.today) {
            None => self.flaw(column, Problem::NotADay),
            Some(read) if self.setting.today < read.day => self.flaw(column, Problem::Future),
            Some(read) if chrono::Datelike::year(&read.day) < FIRST_YEAR => {
                self.flaw(column, Problem::TooOld);
            }
            Some(read) => return Some(read),
        }
        None
    }

    /// A day from which on something holds; years alone are counted, for the clerk to know.
    pub fn starting(&mut self, column: Column) -> Option<NaiveDate> {
        let read = self.day(column)?;
        self.plan.tally.only_years += usize::from(read.year_only);
        Some(read.day)
    }

    /// The first day on which something no longer held: written so, or as the last day on which it did.
    pub fn ending(&mut self) -> Option<NaiveDate> {
        let until = self.whole_day(Column::Until);
        until.or_else(|| Some(self.whole_day(Column::Through)? + Days::new(1)))
    }

    fn whole_day(&mut self, column: Column) -> Option<NaiveDate> {
        let read = self.day(column)?;
        if read.year_only {
            self.flaw(column, Problem::OnlyYear);
            return None;
        }
        Some(read.day)
    }

    /// Complains unless `day` comes after `other`, by at least so many years.
    pub fn after(
        &mut self,
        (column, day): (Column, Option<NaiveDate>),
        (other, earlier): (Column, Option<NaiveDate>),
        years: u32,
    ) {
        let (Some(day), Some(earlier)) = (day, earlier) else { return };
        if day < earlier {
            let other = other.title(self.kind).to_owned();
            self.flaw(column, Problem::NotAfter { other, day: earlier });
        } else if earlier
            .checked_add_months(Months::new(12 * years))
            .is_some_and(|of_age| day < of_age)
        {
            self.flaw(column, Problem::TooYoung { years });
        }
    }

    /// What stood in the columns that had to be decoded.
    pub fn original(&self) -> Option<String> {
        let old = self.table.columns.values().filter(|one| one.encoding != Encoding::Unicode);
        let cells = old.filter_map(|one| self.entry.cells.get(one.at)).map(Cell::shown);
        let text = cells.collect::<Vec<_>>().join(" · ");
        Some(text).filter(|text| !text.is_empty())
    }
}

pub(super) fn place(kind: Kind, table: &Table, entry: &Entry, column: Column) -> Place {
    let heading = table.columns.get(&column);
    let header = heading.map_or_else(|| column.title(kind).to_owned(), |one| one.words.clone());
    let shown = heading.and_then(|heading| entry.cells.get(heading.at)).map(|cell| match cell {
        Cell::Text(_) => decoded(table, entry, column).unwrap_or_default(),
        other => other.shown(),
    });
    Place {
        at: table.at,
        sheet: table.sheet.clone(),
        row: entry.row,
        column: heading.map(|heading| heading.at),
        header,
        value: shown.unwrap_or_default(),
    }
}

fn decoded(table: &Table, entry: &Entry, column: Column) -> Option<String> {
    let heading = table.columns.get(&column)?;
    let text = match entry.cells.get(heading.at)? {
        Cell::Text(text) => heading.encoding.decode(text),
        other => other.shown(),
    };
    Some(text).filter(|text| !text.is_empty())
}

/// The unit of each row: in the row, given once for a block of rows, in a line above them, or as the name of the sheet.
pub(super) struct Blocks {
    code: Column,
    name: Column,
    /// Whether an empty cell repeats the one above: when at least half of the rows leave it empty.
    repeats: bool,
    line: Option<UnitId>,
    last: Option<Result<UnitId, ()>>,
}

impl Blocks {
    pub fn new(table: &Table, units: &Units<'_>, code: Column, name: Column) -> Self {
        let blank = |entry: &Entry| {
            [code, name].iter().all(|column| {
                let heading = table.columns.get(column);
                heading.and_then(|one| entry.cells.get(one.at)).is_none_or(Cell::is_empty)
            })
        };
        let entries = table.lines.iter().filter_map(|line| match line {
            Line::Entry(entry) => Some(blank(entry)),
            Line::Alone { .. } => None,
        });
        let blanks: Vec<bool> = entries.collect();
        let empty = blanks.iter().filter(|blank| **blank).count();
        Self {
            code,
            name,
            repeats: blanks.len() <= 2 * empty,
            line: units.living(&table.sheet).ok(),
            last: None,
        }
    }

    /// A line with a single text; tells whether it names a unit.
    pub fn take_line(&mut self, units: &Units<'_>, readings: &[String]) -> bool {
        let found = readings.iter().find_map(|reading| units.living(reading).ok());
        if found.is_some() {
            (self.line, self.last) = (found, None);
        }
        found.is_some()
    }

    /// The unit of a row; nothing, and a flaw, where none can be found. What is `past` may name a unit that has ended.
    pub fn unit(&mut self, row: &mut Row<'_>, units: &Units<'_>, past: bool) -> Option<UnitId> {
        for column in [self.code, self.name] {
            if let Some(typed) = row.text(column) {
                return match if past { units.any(&typed) } else { units.living(&typed) } {
                    Ok(found) => {
                        self.last = Some(Ok(found));
                        Some(found)
                    }
                    Err(problem) => {
                        // The rows below a wrong name are not each wrong.
                        self.last = Some(Err(()));
                        row.flaw(column, problem);
                        None
                    }
                };
            }
        }
        match self.last.filter(|_| self.repeats) {
            Some(Ok(found)) => return Some(found),
            Some(Err(())) => {
                row.sound = false;
                return None;
            }
            None => {}
        }
        let columns = &row.table.columns;
        if self.line.is_none() && [self.code, self.name].iter().any(|one| columns.contains_key(one))
        {
            let column =
                if row.table.columns.contains_key(&self.name) { self.name } else { self.code };
            row.flaw(column, Problem::Missing);
        }
        self.line
    }
}

/// Notes a line that is no entry and names no unit.
pub(super) fn skip(table: &Table, row: u32, readings: &[String], plan: &mut Plan) {
    let text = readings.first().cloned().unwrap_or_default();
    plan.notes.push(Note::Skipped { sheet: table.sheet.clone(), row, text });
}

/// Reads the rows of a list in which each stands in a unit; a line that is neither a row nor a unit is noted.
pub(super) fn each_row(
    table: &Table,
    units: &Units<'_>,
    (kind, setting): (Kind, Setting),
    plan: &mut Plan,
    mut read: impl FnMut(&mut Row<'_>, &mut Blocks),
) {
    let mut blocks = Blocks::new(table, units, Column::UnitCode, Column::Unit);
    for line in &table.lines {
        match line {
            Line::Alone { row, readings } => {
                if !blocks.take_line(units, readings) {
                    skip(table, *row, readings, plan);
                }
            }
            Line::Entry(entry) => {
                let mut row = Row { kind, table, entry, setting, plan, sound: true };
                read(&mut row, &mut blocks);
            }
        }
    }
}
