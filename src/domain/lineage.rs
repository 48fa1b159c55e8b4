//! Who took over from whom, forwards and backwards through every merger, split and end.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::ids::UnitId;
use crate::organisation::{Succession, Unit, holds};

/// The links between units of every day, ready to be walked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lineage {
    /// From when to when each unit lives, and the unit above it while it did last.
    lives: BTreeMap<UnitId, Life>,
    later: BTreeMap<UnitId, Vec<(UnitId, NaiveDate)>>,
    earlier: BTreeMap<UnitId, Vec<(UnitId, NaiveDate)>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Life {
    from: NaiveDate,
    to: Option<NaiveDate>,
    parent: Option<UnitId>,
}

impl Lineage {
    pub fn new<'a>(units: impl IntoIterator<Item = &'a Unit>, links: &[Succession]) -> Self {
        let life = |unit: &Unit| Life { from: unit.from, to: unit.to, parent: unit.parent };
        let mut found = Self {
            lives: units.into_iter().map(|unit| (unit.id, life(unit))).collect(),
            ..Self::default()
        };
        for link in links {
            let Some(to) = link.to else { continue };
            found.later.entry(link.from).or_default().push((to, link.on));
            found.earlier.entry(to).or_default().push((link.from, link.on));
        }
        found
    }

    /// Whether the unit lives on this day; one that is not known is taken to.
    pub fn lives_on(&self, unit: UnitId, day: NaiveDate) -> bool {
        self.lives.get(&unit).is_none_or(|life| holds(life.from, life.to, day))
    }

    /// The unit and everything that came out of it by this day, whether it still lives or not.
    pub fn heirs(&self, unit: UnitId, day: NaiveDate) -> BTreeSet<UnitId> {
        walk(&self.later, unit, |on| on <= day)
    }

    /// The units of this day out of which one came that was not there yet; itself if it was.
    pub fn origins(&self, unit: UnitId, day: NaiveDate) -> BTreeSet<UnitId> {
        if self.lives_on(unit, day) {
            return [unit].into();
        }
        let mut before = walk(&self.earlier, unit, |on| day < on);
        before.retain(|one| self.lives_on(*one, day));
        before
    }

    /// The unit and everything that it ever came out of.
    pub fn forebears(&self, unit: UnitId) -> BTreeSet<UnitId> {
        walk(&self.earlier, unit, |_| true)
    }

    /// Whatever stands in a unit's place on this day: itself while it lives, else those that took over, else those it
    /// came out of. Of one that was dissolved, the unit above. Never nothing, but for units above which nothing is.
    pub fn standing(&self, unit: UnitId, day: NaiveDate) -> BTreeSet<UnitId> {
        self.standing_within(unit, day, &mut BTreeSet::new())
    }

    fn standing_within(
        &self,
        unit: UnitId,
        day: NaiveDate,
        seen: &mut BTreeSet<UnitId>,
    ) -> BTreeSet<UnitId> {
        if self.lives_on(unit, day) {
            return [unit].into();
        }
        // A circle of links leads nowhere.
        if !seen.insert(unit) {
            return BTreeSet::new();
        }
        let is_past = self.lives.get(&unit).is_some_and(|life| life.to.is_some_and(|to| to <= day));
        let next: Vec<UnitId> = if is_past {
            let links = self.later.get(&unit).into_iter().flatten();
            links.filter(|(_, on)| *on <= day).map(|(to, _)| *to).collect()
        } else {
            let links = self.earlier.get(&unit).into_iter().flatten();
            links.filter(|(_, on)| day < *on).map(|(from, _)| *from).collect()
        };
        let mut found = BTreeSet::new();
        for one in next {
            found.extend(self.standing_within(one, day, seen));
        }
        if found.is_empty() {
            let above = self.lives.get(&unit).and_then(|life| life.parent);
            found.extend(above.into_iter().flat_map(|one| self.standing_within(one, day, seen)));
        }
        found
    }
}

/// The unit and everything that a chain of links leads to.
fn walk(
    links: &BTreeMap<UnitId, Vec<(UnitId, NaiveDate)>>,
    unit: UnitId,
    follows: impl Fn(NaiveDate) -> bool,
) -> BTreeSet<UnitId> {
    let (mut found, mut open) = (BTreeSet::from([unit]), vec![unit]);
    while let Some(here) = open.pop() {
        for (other, on) in links.get(&here).into_iter().flatten() {
            if follows(*on) && found.insert(*other) {
                open.push(*other);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{day, unit};
    use crate::organisation::SuccessionKind;

    /// 1 and 2 merged into 3 on 1 July 2025; on 1 July 2026 3 was split into 4 and 5, and 6 was dissolved. 9 is above.
    fn lineage() -> Lineage {
        let life = |id, from: &str, to: Option<&str>| Unit {
            id: unit(id),
            code: id.to_string(),
            kind: "grassroots_committee".into(),
            name: id.to_string(),
            number: None,
            parent: (id != 9).then(|| unit(9)),
            from: day(from),
            to: to.map(day),
        };
        let units = [
            life(1, "2014-04-01", Some("2025-07-01")),
            life(2, "2014-04-01", Some("2025-07-01")),
            life(3, "2025-07-01", Some("2026-07-01")),
            life(4, "2026-07-01", None),
            life(5, "2026-07-01", None),
            life(6, "2014-04-01", Some("2026-07-01")),
            life(9, "2014-04-01", None),
        ];
        let link = |from, to: Option<u128>, kind, on: &str| Succession {
            from: unit(from),
            to: to.map(unit),
            kind,
            on: day(on),
        };
        let links = [
            link(1, Some(3), SuccessionKind::Merge, "2025-07-01"),
            link(2, Some(3), SuccessionKind::Merge, "2025-07-01"),
            link(3, Some(4), SuccessionKind::Split, "2026-07-01"),
            link(3, Some(5), SuccessionKind::Split, "2026-07-01"),
            link(6, None, SuccessionKind::Dissolve, "2026-07-01"),
        ];
        Lineage::new(&units, &links)
    }

    #[test]
    fn what_came_out_of_a_unit_grows_with_the_days() {
        let heirs = |on: &str| lineage().heirs(unit(1), day(on)).into_iter().collect::<Vec<_>>();
        assert_eq!(heirs("2025-06-30"), [unit(1)]);
        assert_eq!(heirs("2025-07-01"), [unit(1), unit(3)]);
        assert_eq!(heirs("2026-07-01"), [1, 3, 4, 5].map(unit));
    }

    #[test]
    fn what_stands_in_a_units_place_on_a_day() {
        let table = [
            (1, "2025-06-30", vec![1]),
            (1, "2025-07-01", vec![3]),
            (1, "2026-11-01", vec![4, 5]),
            (4, "2026-06-30", vec![3]),
            (4, "2024-01-01", vec![1, 2]),
            (6, "2026-11-01", vec![9]),
            (7, "2026-11-01", vec![7]),
        ];
        for (id, on, expected) in table {
            let found = lineage().standing(unit(id), day(on));
            let expected: BTreeSet<UnitId> = expected.into_iter().map(unit).collect();
            assert_eq!(found, expected, "{id} on {on}");
        }
        let before = lineage().origins(unit(5), day("2024-01-01"));
        assert_eq!(before, [unit(1), unit(2)].into());
    }
}
