//! Public figures, so coarse that nobody can tell from them whether there is one case more or less.
//!
//! Who is kept out of a case can read this page like everybody else (docs/decisions/0008). So it tells
//! closed quarters only, long after they ended, the whole committee only, and every number is rounded by
//! chance: up or down by a draw that the master key fixes for this period and this cell. Each number that
//! is told may stand for nineteen true ones; asking again draws nothing new.

use chrono::{Datelike, Days, Months, NaiveDate};

use super::{App, AppError};
use crate::domain::case::{PublicStatus, public_of};
use crate::domain::letter::Kind;

/// Figures of a period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicStats {
    pub from: NaiveDate,
    pub to: NaiveDate,
    /// Rows of kinds that are told together, each with its numbers.
    pub rows: Vec<StatRow>,
    /// Rounded for itself, so that nothing can be subtracted from it.
    pub total: StatRow,
}

/// Rounded numbers of one or several kinds; nothing where not even one step is full.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StatRow {
    pub kinds: Vec<Kind>,
    pub received: Option<i64>,
    pub answered: Option<i64>,
}

/// Numbers are told in steps of this many letters.
pub const STEP: i64 = 10;

/// How long after its end a quarter is told.
const DELAY: Months = Months::new(1);

/// The last four quarters that ended long enough ago, as they were when they were first told.
///
/// Counted once and kept: asking again costs nothing and moves nothing, whatever is answered later.
///
/// # Errors
/// When the database fails.
pub async fn public(app: &App) -> Result<PublicStats, AppError> {
    let (from, to) = period(app.now().day);
    let name = fact(from, to);
    if let Some(cells) = app.store().fact(&name).await? {
        return Ok(stats((from, to), &read(&cells)?));
    }
    let counts = app.store().count_received(from, to).await?;
    let draw = |cell: &str| {
        let bytes = app.keys().lookup("figures", format!("{from} {to} {cell}").as_bytes());
        bytes.iter().take(8).fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte))
    };
    let cells: Vec<Cell> =
        groups().iter().map(|(name, kinds)| tell(&counts, kinds, name, draw)).collect();
    let written = serde_json::to_string(&cells).map_err(anyhow::Error::from)?;
    app.store().keep_fact(&name, &written).await?;
    // Somebody else may have been quicker: what was told first stays.
    let kept = app.store().fact(&name).await?.unwrap_or(written);
    Ok(stats((from, to), &read(&kept)?))
}

/// What the facts that keep told figures are called.
pub(crate) const FACT: &str = "figures ";

fn fact(from: NaiveDate, to: NaiveDate) -> String {
    format!("{FACT}{from} {to}")
}

/// Rounded letters received and answered.
type Cell = (Option<i64>, Option<i64>);

fn read(cells: &str) -> Result<Vec<Cell>, AppError> {
    Ok(serde_json::from_str(cells).map_err(anyhow::Error::from)?)
}

/// Rows of the page and, last, all of them. Complaints and denunciations are always told together: the
/// smaller would betray the larger.
fn groups() -> [(&'static str, Vec<Kind>); 5] {
    [
        ("proposals", vec![Kind::GopY, Kind::KienNghi]),
        ("reflections", vec![Kind::PhanAnh]),
        ("complaints", vec![Kind::KhieuNai, Kind::ToCao]),
        ("commendations", vec![Kind::BieuDuong]),
        ("total", Kind::ALL.to_vec()),
    ]
}

fn stats((from, to): (NaiveDate, NaiveDate), cells: &[Cell]) -> PublicStats {
    let row = |((_, kinds), (received, answered)): ((&str, Vec<Kind>), &Cell)| StatRow {
        kinds,
        received: *received,
        answered: *answered,
    };
    let mut rows: Vec<StatRow> = groups().into_iter().zip(cells).map(row).collect();
    let total = rows.pop().unwrap_or_default();
    PublicStats { from, to, rows, total }
}

fn tell(
    counts: &[(Kind, String, i64)],
    kinds: &[Kind],
    name: &str,
    draw: impl Fn(&str) -> u64,
) -> Cell {
    let mine = counts.iter().filter(|(kind, _, _)| kinds.contains(kind));
    let received: i64 = mine.clone().map(|(_, _, cases)| cases).sum();
    let done = |state: &str| {
        matches!(public_of(state), Some(PublicStatus::Answered | PublicStatus::Finished))
    };
    let answered: i64 = mine.filter(|(_, state, _)| done(state)).map(|(_, _, cases)| cases).sum();
    let received = rounded(received, draw(&format!("{name} received")));
    let answered = rounded(answered, draw(&format!("{name} answered")));
    // More answers than letters would only show how rounding works.
    (received, answered.zip(received).map(|(answered, received)| answered.min(received)))
}

/// The step below or above, the nearer the likelier, so that on average nothing is lost; `draw` decides.
/// Nothing for less than one step.
pub fn rounded(number: i64, draw: u64) -> Option<i64> {
    let chance = i64::try_from(draw % STEP.unsigned_abs()).unwrap_or(0);
    Some((number + chance) / STEP * STEP).filter(|told| 0 < *told)
}

/// Four closed quarters.
fn period(today: NaiveDate) -> (NaiveDate, NaiveDate) {
    let settled = today - DELAY;
    let month = settled.month0() / 3 * 3;
    let quarter = settled.with_day(1).and_then(|day| day.with_month0(month)).unwrap_or(settled);
    (quarter - Months::new(12), quarter - Days::new(1))
}
