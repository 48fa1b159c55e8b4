//! Public figures: the whole committee only, and nothing that could be subtracted back to one case.

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
    pub total: StatRow,
}

/// Numbers of one or several kinds. A number below [`SMALLEST`] is not told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StatRow {
    pub kinds: Vec<Kind>,
    pub received: Option<i64>,
    pub answered: Option<i64>,
}

/// Smaller cells could point to a person.
pub const SMALLEST: i64 = 5;

/// The last twelve months up to the end of the previous month.
///
/// Kinds are merged until each cell, and what is left when the others are subtracted, is large enough.
///
/// # Errors
/// When the database fails.
pub async fn public(app: &App) -> Result<PublicStats, AppError> {
    let (from, to) = period(app.now().day);
    let counts = app.store().count_received(from, to).await?;
    let tell = |kinds: Vec<Kind>| {
        let mine = counts.iter().filter(|(kind, _, _)| kinds.contains(kind));
        let received: i64 = mine.clone().map(|(_, _, cases)| cases).sum();
        let done = |state: &str| {
            matches!(public_of(state), Some(PublicStatus::Answered | PublicStatus::Finished))
        };
        let answered: i64 =
            mine.filter(|(_, state, _)| done(state)).map(|(_, _, cases)| cases).sum();
        let large = SMALLEST <= received;
        let unanswered_large = received == answered || SMALLEST <= received - answered;
        let tell_answered = large && SMALLEST <= answered && unanswered_large;
        StatRow {
            kinds,
            received: Some(received).filter(|_| large),
            answered: Some(answered).filter(|_| tell_answered),
        }
    };
    // Complaints and denunciations are always told together: the smaller would betray the larger.
    let groups = vec![
        vec![Kind::GopY, Kind::KienNghi],
        vec![Kind::PhanAnh],
        vec![Kind::KhieuNai, Kind::ToCao],
        vec![Kind::BieuDuong],
    ];
    let mut rows: Vec<StatRow> = groups.into_iter().map(tell).collect();
    let total = tell(Kind::ALL.to_vec());
    let hidden = |pick: fn(&StatRow) -> Option<i64>, rows: &[StatRow]| {
        rows.iter().filter(|row| pick(row).is_none()).count()
    };
    // One hidden cell among told ones could be computed from the total: hide the next smallest too.
    if hidden(|row| row.received, &rows) == 1
        && let Some(row) =
            rows.iter_mut().filter(|row| row.received.is_some()).min_by_key(|row| row.received)
    {
        (row.received, row.answered) = (None, None);
    }
    if hidden(|row| row.answered, &rows) == 1
        && let Some(row) =
            rows.iter_mut().filter(|row| row.answered.is_some()).min_by_key(|row| row.answered)
    {
        row.answered = None;
    }
    Ok(PublicStats { from, to, rows, total })
}

fn period(today: NaiveDate) -> (NaiveDate, NaiveDate) {
    let first = today.with_day(1).unwrap_or(today);
    (first - Months::new(12), first - Days::new(1))
}
