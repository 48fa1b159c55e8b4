//! Comparing the units in a description with the units somebody belongs to.

use super::{
    Reason, UnitRole,
    entry::{UnitLevel, UnitPath},
};
use crate::text::{Folded, Mention, UnitKind, UnitMention, Word, distance::slips};

const NUMBER_EQUAL: i32 = 36;
const NUMBER_OTHER_KIND: i32 = 29;
const NUMBER_DIFFERS: i32 = -34;
const NUMBER_ABSENT: i32 = -16;
const NAME_EQUAL: i32 = 25;
const WARD_DIFFERS: i32 = -6;
const NAME_DIFFERS: i32 = -14;
const PLACE_DIFFERS: i32 = -10;
const KIND_EQUAL: i32 = 6;
const KIND_DIFFERS: i32 = -12;
/// A ward's own committee is meant by "bí thư phường X", not one of its branches.
const NARROWER_THAN_TOLD: i32 = -14;

/// The units of a description with their words folded once.
pub(super) struct AskedUnits {
    units: Vec<(UnitMention, Folded)>,
    /// Has it a unit narrower than a ward?
    narrow: bool,
}

/// How the units told and a path agree.
#[expect(
    clippy::struct_excessive_bools,
    reason = "five independent observations, several of which may hold"
)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct UnitMatch {
    pub points: i32,
    /// A number or a name agreed at the unit itself.
    pub equal: bool,
    /// Agreed, but as a unit of another kind.
    pub other_kind: bool,
    /// A name agreed that belongs to a unit above.
    pub above: bool,
    /// A number or the name of an institution disagreed.
    pub differs: bool,
    pub ward_differs: bool,
}

impl UnitMatch {
    /// Does the path answer what was told?
    pub(super) fn agrees(self) -> bool {
        (self.equal || self.other_kind || self.above) && !self.differs
    }
}

impl AskedUnits {
    pub(super) fn new(mention: &Mention) -> Self {
        let fold = |unit: &UnitMention| {
            (unit.clone(), Folded::new(unit.name.as_deref().unwrap_or_default()))
        };
        let narrow = mention.units.iter().any(|unit| match unit.kind {
            UnitKind::ChiBo | UnitKind::Institution => true,
            kind => kind.is_neighbourhood(),
        });
        Self { units: mention.units.iter().map(fold).collect(), narrow }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.units.is_empty()
    }

    /// Does it tell one unit from another, or only their kind?
    pub(super) fn tells(&self) -> bool {
        self.units.iter().any(|(unit, _)| unit.number.is_some() || unit.name.is_some())
    }

    /// The most points that a path can earn.
    pub(super) fn most(&self) -> i32 {
        let of = |unit: &UnitMention| match (&unit.number, &unit.name) {
            (Some(_), _) => NUMBER_EQUAL,
            (None, Some(_)) => NAME_EQUAL,
            (None, None) => KIND_EQUAL,
        };
        self.units.iter().map(|(unit, _)| of(unit)).sum()
    }

    pub(super) fn compare(&self, path: &UnitPath) -> UnitMatch {
        let mut found = UnitMatch::default();
        for (unit, name) in &self.units {
            match (&unit.number, &unit.name) {
                (Some(number), _) => compare_number(unit.kind, number, path, &mut found),
                (None, Some(_)) => compare_name(unit.kind, name, path, &mut found),
                (None, None) => compare_kind(unit.kind, path, &mut found),
            }
        }
        let own = path.levels.first();
        let is_branch = own.is_some_and(|level| level.kind == Some(UnitKind::ChiBo));
        if !self.narrow && is_branch && self.tells() {
            found.points += NARROWER_THAN_TOLD;
            found.above |= std::mem::take(&mut found.equal);
        }
        found
    }
}

fn compare_number(kind: UnitKind, number: &str, path: &UnitPath, found: &mut UnitMatch) {
    let numbers = || {
        path.levels
            .iter()
            .flat_map(|level| &level.numbers)
            .filter(|(other, _)| may_be_called(kind, *other))
    };
    let equal = || numbers().filter(|(_, other)| other == number);
    let points = match () {
        () if equal().any(|(other, _)| *other == kind) => {
            found.equal = true;
            NUMBER_EQUAL
        }
        () if equal().next().is_some() => {
            found.other_kind = true;
            NUMBER_OTHER_KIND
        }
        () if numbers().next().is_some() => {
            found.differs = true;
            NUMBER_DIFFERS
        }
        () => {
            found.differs = true;
            NUMBER_ABSENT
        }
    };
    found.points += points;
}

/// People say "tổ 5" for the branch of neighbourhood 5 and the other way round.
fn may_be_called(told: UnitKind, other: UnitKind) -> bool {
    let local = |kind: UnitKind| kind == UnitKind::ChiBo || kind.is_neighbourhood();
    told == other || (local(told) && local(other))
}

fn compare_name(kind: UnitKind, name: &Folded, path: &UnitPath, found: &mut UnitMatch) {
    // The number in "Mỹ Đình 1" must not be found in "Chi bộ 1 phường Mỹ Đình 2".
    let share = |level: &UnitLevel| match kind {
        UnitKind::Institution => words_found(name.words(), level.words.words()),
        _ => {
            level.names.iter().map(|own| words_found(name.words(), own.words())).max().unwrap_or(0)
        }
    };
    let best = path
        .levels
        .iter()
        .enumerate()
        .map(|(depth, level)| (share(level), depth))
        .max_by_key(|(share, depth)| (*share, std::cmp::Reverse(*depth)));
    let (share, depth) = best.unwrap_or((0, 0));
    if share >= 60 {
        // Cubed, so that "trường mầm non Mễ Trì" stays well below its equal at "Trường Tiểu học Mễ Trì".
        found.points += NAME_EQUAL * share * share / 100 * share / 10_000;
        let own = depth == 0 && share >= 85;
        found.equal |= own;
        found.above |= !own;
    } else if kind.is_area() {
        found.ward_differs = true;
        found.points += WARD_DIFFERS;
    } else if kind == UnitKind::Place {
        found.points += PLACE_DIFFERS;
    } else {
        found.differs = true;
        found.points += NAME_DIFFERS;
    }
}

/// Percent of the asked words that occur; a slip counts three quarters, a number must be there.
fn words_found(asked: &[Word], words: &[Word]) -> i32 {
    let share = |word: &Word| {
        let equal = words.iter().any(|other| other.ascii() == word.ascii());
        let near = || {
            word.ascii().len() >= 3
                && words.iter().any(|other| {
                    !other.is_number() && slips(word.ascii(), other.ascii(), 1).is_some()
                })
        };
        match () {
            () if equal => 100,
            () if word.is_number() => -60,
            () if near() => 75,
            () => 0,
        }
    };
    let sum: i32 = asked.iter().map(share).sum();
    sum.max(0) / i32::try_from(asked.len()).unwrap_or(1).max(1)
}

fn compare_kind(kind: UnitKind, path: &UnitPath, found: &mut UnitMatch) {
    let Some(own) = path.levels.first() else { return };
    let fits = if kind.is_area() {
        own.kind != Some(UnitKind::ChiBo) && own.areas.iter().any(|area| area.kind == kind)
    } else {
        own.kind == Some(kind) || (kind.is_neighbourhood() && !own.numbers.is_empty())
    };
    found.points += if fits { KIND_EQUAL } else { KIND_DIFFERS };
}

impl UnitMatch {
    pub(super) fn reasons(self, role: UnitRole) -> Vec<Reason> {
        let agrees = match self {
            Self { equal: true, .. } => Some(Reason::UnitEqual { role }),
            Self { other_kind: true, .. } => Some(Reason::UnitOtherKind { role }),
            Self { above: true, .. } => Some(Reason::UnitAbove { role }),
            _ => None,
        };
        let against =
            [(self.differs, Reason::UnitDiffers), (self.ward_differs, Reason::WardDiffers)];
        agrees
            .into_iter()
            .chain(against.into_iter().filter(|(holds, _)| *holds).map(|(_, reason)| reason))
            .collect()
    }
}
