//! Cases by unit, in the structure of one day and in that of another.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::app::register::Units;
use crate::app::{App, AppError};
use crate::domain::access::Account;
use crate::domain::ids::{CaseId, UnitId};
use crate::domain::organisation::{Unit, units_on};
use crate::domain::reorganisation::{Counted, count};
use crate::domain::text::text_sort_key;

/// The same cases, counted twice.
#[derive(Clone, Debug)]
pub struct Figures {
    pub days: [NaiveDate; 2],
    /// How many cases there are for the reader; the sum of either side.
    pub total: usize,
    pub sides: [Vec<FiguresLine>; 2],
}

/// One line of one structure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FiguresLine {
    /// Several where it cannot be told which of them it was; none for what nobody answers for.
    pub units: Vec<String>,
    pub cases: usize,
}

/// Counts the cases that an account may know of by the unit that answered for them last, in both structures. What is
/// hidden from it is not counted, so nobody learns from a sum what they do not learn from a list.
///
/// # Errors
/// [`AppError::NotFound`] for accounts that have no business there.
pub async fn figures(app: &App, who: &Account, days: [NaiveDate; 2]) -> Result<Figures, AppError> {
    super::may_read_minutes(who)?;
    let store = app.store();
    let rows = store.last_units(who).await?;
    let mut moves: BTreeMap<CaseId, Vec<_>> = BTreeMap::new();
    let mine: BTreeSet<CaseId> = rows.iter().map(|row| row.0).collect();
    for one in store.case_moves().await?.into_iter().filter(|one| mine.contains(&one.case)) {
        let step = (one.on, one.from.0, one.to.map(|to| to.0));
        moves.entry(one.case).or_default().push(step);
    }
    let counted: Vec<Counted> = rows
        .into_iter()
        .map(|(case, unit)| Counted { unit, moves: moves.remove(&case).unwrap_or_default() })
        .collect();
    let units = app.units().await?;
    let terms = store.unit_terms().await?;
    let all: Vec<Unit> = units.rows.values().cloned().collect();
    let side = |day: NaiveDate| {
        let then = units_on(&all, &terms, day);
        let lines = count(&counted, &units.lineage, day);
        let line = |(of, cases): (BTreeSet<UnitId>, usize)| {
            let mut names: Vec<String> = of.iter().map(|id| name(&units, &then, *id)).collect();
            names.sort_by_cached_key(|name| text_sort_key(name));
            FiguresLine { units: names, cases }
        };
        let mut lines: Vec<FiguresLine> = lines.into_iter().map(line).collect();
        lines.sort_by_cached_key(|line| text_sort_key(&line.units.join(" ")));
        lines
    };
    Ok(Figures { days, total: counted.len(), sides: days.map(side) })
}

/// As it was called on that day.
fn name(units: &Units, then: &[Unit], id: UnitId) -> String {
    let found = then.iter().find(|unit| unit.id == id);
    found.map_or_else(|| units.name(id), |unit| unit.name.clone())
}
