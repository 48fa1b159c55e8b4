//! Lists of units, members and posts as officials keep them, read against the register.
//!
//! Three steps, all pure: [`table`] finds the header and the rows of a sheet, `units`, `members` and `posts` read the
//! rows and compare them with the register, and the result is a [`Plan`]: what would change, or what a clerk must mend
//! first. A plan with flaws is never carried out, not even in part.

mod changes;
mod column;
mod day;
mod export;
mod flaw;
mod lookup;
mod members;
mod plan;
mod posts;
mod row;
pub mod table;
#[cfg(test)]
mod tests;
mod units;

use chrono::NaiveDate;
use uuid::Uuid;

pub use changes::Changes;
pub use column::{Column, TITLES, title, title_words};
pub use export::export;
pub use flaw::{Flaw, Place, Problem};
pub use plan::{Detail, Effect, Line, Note, Plan};

use crate::organisation::Register;

/// What a file lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Units,
    Members,
    Posts,
}

impl Kind {
    pub const ALL: [Self; 3] = [Self::Units, Self::Members, Self::Posts];

    pub fn name(self) -> &'static str {
        match self {
            Self::Units => "units",
            Self::Members => "members",
            Self::Posts => "posts",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// The columns without which a file of this kind says nothing.
    fn needed(self) -> &'static [&'static [Column]] {
        match self {
            Self::Units => &[&[Column::Name], &[Column::UnitKind]],
            Self::Members => &[&[Column::Card], &[Column::FullName, Column::GivenName]],
            Self::Posts => &[&[Column::Card, Column::FullName], &[Column::Title], &[Column::From]],
        }
    }

    /// The columns of which one at least is filled in every row that is not a title, a sum or a signature.
    fn identifying(self) -> &'static [Column] {
        match self {
            Self::Units => &[Column::Code, Column::Name],
            Self::Members => &[Column::Card, Column::FullName, Column::GivenName],
            Self::Posts => &[Column::Card, Column::FullName],
        }
    }
}

/// What stands in one cell.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Cell {
    #[default]
    Empty,
    Text(String),
    Number(f64),
    Day(NaiveDate),
}

impl Cell {
    /// As a person sees it; undecoded.
    pub fn shown(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) => text.clone(),
            Self::Number(number) => number.to_string(),
            Self::Day(day) => day.format("%d/%m/%Y").to_string(),
        }
    }

    pub fn is_empty(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => text.trim().is_empty(),
            Self::Number(_) | Self::Day(_) => false,
        }
    }
}

/// Cells that were merged into one: first and last row, first and last column, counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Area {
    pub rows: (usize, usize),
    pub columns: (usize, usize),
}

/// One sheet of a file. Row and column 0 are the first of the file, whether anything stands there or not.
#[derive(Clone, Debug, Default)]
pub struct Sheet {
    /// Empty for files that have no sheets.
    pub name: String,
    pub rows: Vec<Vec<Cell>>,
    pub merged: Vec<Area>,
}

/// The circumstances of an import.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    pub today: NaiveDate,
    /// From when changes hold that the file does not date itself; never after today.
    pub on: NaiveDate,
}

/// Reads the sheets and works out what they would change.
pub fn plan(
    kind: Kind,
    sheets: &[Sheet],
    register: &Register,
    setting: Setting,
    fresh: &mut dyn FnMut() -> Uuid,
) -> Plan {
    let mut plan = Plan::default();
    let tables = table::read_all(kind, sheets, &mut plan);
    match kind {
        Kind::Units => units::plan(&tables, register, setting, fresh, &mut plan),
        Kind::Members => members::plan(&tables, register, setting, fresh, &mut plan),
        Kind::Posts => posts::plan(&tables, register, setting, fresh, &mut plan),
    }
    plan.note_tally();
    plan.flaws.sort_by_key(|flaw| (flaw.place.at, flaw.place.row, flaw.place.column));
    plan
}
