//! Counting cases by unit in the structure of any day, so that the sums of the old structure and of the new one agree.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::ids::UnitId;
use crate::lineage::Lineage;

/// A case as it is counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// The last unit that answered for it; none while nobody has.
    pub unit: Option<UnitId>,
    /// When it was handed from which unit to which, in any order.
    pub moves: Vec<(NaiveDate, UnitId, Option<UnitId>)>,
}

impl Counted {
    /// The units of that day under which the case is counted. Where it cannot be told which of several it was – it came
    /// in after they had merged, or was closed before they were divided – it is all of them together.
    fn under(&self, lineage: &Lineage, day: NaiveDate) -> BTreeSet<UnitId> {
        let mut unit = self.unit;
        let mut moves = self.moves.clone();
        moves.sort_by_key(|one| std::cmp::Reverse(one.0));
        for (on, from, to) in moves {
            if day < on && (to == unit || to.is_none()) {
                unit = Some(from);
            }
        }
        unit.map(|unit| lineage.standing(unit, day)).unwrap_or_default()
    }
}

/// Every case once, by the units under which it is counted on that day; under no unit what nobody answers for.
pub fn count(
    cases: &[Counted],
    lineage: &Lineage,
    day: NaiveDate,
) -> BTreeMap<BTreeSet<UnitId>, usize> {
    let mut lines = BTreeMap::new();
    for case in cases {
        *lines.entry(case.under(lineage, day)).or_default() += 1;
    }
    lines
}
