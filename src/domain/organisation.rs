//! The dated organisation: units, members, memberships and posts, each from a day to a day.
//!
//! A change never overwrites: it closes one stretch and opens the next, so that the organisation of any day can be
//! asked for. All stretches are half open, `[from, to)`: `to` is the first day on which it no longer holds.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use uuid::Uuid;

use crate::ids::{MemberId, UnitId};
use crate::text;

/// A Party organisation as it stands now, with the days between which it lives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    pub id: UnitId,
    /// Short, unique for ever; people and files name the unit by it.
    pub code: String,
    /// The stored spelling of a [`UnitKind`].
    pub kind: String,
    pub name: String,
    pub number: Option<u32>,
    pub parent: Option<UnitId>,
    pub from: NaiveDate,
    pub to: Option<NaiveDate>,
}

/// What a unit was called, and where it belonged, during one stretch of its life.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitTerm {
    pub unit: UnitId,
    pub kind: String,
    pub name: String,
    pub number: Option<u32>,
    pub parent: Option<UnitId>,
    pub from: NaiveDate,
    pub to: Option<NaiveDate>,
}

impl UnitTerm {
    /// The stretch that begins on this day with what the unit is now.
    pub fn of(unit: &Unit, from: NaiveDate) -> Self {
        let Unit { id, kind, name, number, parent, to, .. } = unit.clone();
        Self { unit: id, kind, name, number, parent, from, to }
    }
}

/// A member of the register. Personal particulars are corrected, not dated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    pub id: MemberId,
    pub full_name: String,
    pub gender: Option<String>,
    pub born_on: Option<NaiveDate>,
    /// Only the year of birth is known; `born_on` is its first day.
    pub year_only: bool,
    pub card_no: String,
    pub joined_on: Option<NaiveDate>,
    pub official_on: Option<NaiveDate>,
    pub rating: Option<String>,
    pub sort_key: Vec<u8>,
}

/// One holding of one post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holding {
    pub id: Uuid,
    pub member: MemberId,
    pub unit: UnitId,
    pub title: String,
    /// The unit whose level manages the post; decides competence.
    pub managed_by: UnitId,
    pub from: NaiveDate,
    /// The first day it was no longer held.
    pub to: Option<NaiveDate>,
}

/// Which tie binds a member to a branch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tie {
    Managing,
    Residence,
}

impl Tie {
    /// The stored spelling.
    pub fn name(self) -> &'static str {
        match self {
            Self::Managing => "managing",
            Self::Residence => "residence",
        }
    }
}

/// A dated membership.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Membership {
    pub member: MemberId,
    pub unit: UnitId,
    pub tie: Tie,
    pub from: NaiveDate,
    pub to: Option<NaiveDate>,
}

/// What a unit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum UnitKind {
    /// The level above the committee.
    City,
    Committee,
    StandingCommittee,
    InspectionCommittee,
    /// `đảng bộ cơ sở`
    GrassrootsCommittee,
    /// `chi bộ cơ sở`: a branch and a grassroots organisation at once.
    GrassrootsBranch,
    ResidentialBranch,
    WorkplaceBranch,
}

impl UnitKind {
    /// Every kind with its stored spelling and the words that files use for it, the official ones first.
    pub const ALL: [(Self, &'static str, &'static [&'static str]); 8] = [
        (Self::City, "city", &["Cấp ủy cấp trên", "Thành ủy", "Tỉnh ủy", "Đảng bộ thành phố"]),
        (
            Self::Committee,
            "committee",
            &["Đảng bộ cấp trên cơ sở", "Đảng bộ cấp trên trực tiếp cơ sở", "Đảng bộ quận"],
        ),
        (Self::StandingCommittee, "standing_committee", &["Ban Thường vụ", "BTV"]),
        (Self::InspectionCommittee, "inspection_committee", &["Ủy ban Kiểm tra", "UBKT"]),
        (Self::GrassrootsCommittee, "grassroots_committee", &["Đảng bộ cơ sở", "ĐBCS"]),
        (Self::GrassrootsBranch, "grassroots_branch", &["Chi bộ cơ sở", "CBCS"]),
        (
            Self::ResidentialBranch,
            "residential_branch",
            &["Chi bộ tổ dân phố", "Chi bộ khu dân cư", "Chi bộ thôn", "Chi bộ nơi cư trú"],
        ),
        (
            Self::WorkplaceBranch,
            "workplace_branch",
            &["Chi bộ nơi làm việc", "Chi bộ cơ quan", "Chi bộ trực thuộc"],
        ),
    ];

    /// The kind of a stored spelling.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|row| row.1 == name).map(|row| row.0)
    }

    /// The kind that somebody wrote into a file: the stored spelling or one of the words for it.
    pub fn read(typed: &str) -> Option<Self> {
        let folded = text::fold_ascii(typed);
        let same = |words: &str| text::fold_ascii(words) == folded;
        Self::ALL
            .iter()
            .find(|row| row.1 == typed || row.2.iter().any(|words| same(words)))
            .map(|row| row.0)
    }

    /// The stored spelling.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|row| row.0 == self).map_or("", |row| row.1)
    }

    /// The words that files use for it.
    pub fn words(self) -> &'static str {
        Self::ALL.iter().find(|row| row.0 == self).map_or("", |row| row.2[0])
    }

    /// Whether it is a grassroots organisation (`tổ chức cơ sở đảng`).
    pub fn is_grassroots(self) -> bool {
        matches!(self, Self::GrassrootsCommittee | Self::GrassrootsBranch)
    }

    /// Whether members belong to it.
    pub fn is_branch(self) -> bool {
        matches!(self, Self::GrassrootsBranch | Self::ResidentialBranch | Self::WorkplaceBranch)
    }
}

/// In which way one unit took over from another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SuccessionKind {
    /// Several became a new one.
    Merge,
    /// One became several.
    Split,
    /// Went into one that was there before.
    Absorb,
    /// Ended, and nobody took over.
    Dissolve,
    /// One new unit instead of one old one.
    Replace,
}

impl SuccessionKind {
    pub const ALL: [Self; 5] =
        [Self::Merge, Self::Split, Self::Absorb, Self::Dissolve, Self::Replace];

    /// The stored spelling.
    pub fn name(self) -> &'static str {
        match self {
            Self::Merge => "merge",
            Self::Split => "split",
            Self::Absorb => "absorb",
            Self::Dissolve => "dissolve",
            Self::Replace => "replace",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// One link between an older and a newer unit; a unit may have many on either side. A new name or another unit above
/// needs no link: the unit stays the same, and its [`UnitTerm`]s tell of both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Succession {
    pub from: UnitId,
    /// Nobody, when it was dissolved.
    pub to: Option<UnitId>,
    pub kind: SuccessionKind,
    pub on: NaiveDate,
}

/// Whether a stretch covers a day.
pub fn holds(from: NaiveDate, to: Option<NaiveDate>, day: NaiveDate) -> bool {
    from <= day && to.is_none_or(|to| day < to)
}

/// The whole register in memory: what an import is compared with.
#[derive(Clone, Debug, Default)]
pub struct Register {
    pub units: BTreeMap<UnitId, Unit>,
    pub terms: Vec<UnitTerm>,
    pub successions: Vec<Succession>,
    pub members: BTreeMap<MemberId, Member>,
    pub ties: Vec<Membership>,
    pub posts: Vec<Holding>,
}

/// The units as they stood on one day, each as it was called and where it belonged then.
pub fn units_on(units: &[Unit], terms: &[UnitTerm], day: NaiveDate) -> Vec<Unit> {
    let codes: BTreeMap<UnitId, &Unit> = units.iter().map(|unit| (unit.id, unit)).collect();
    let lives = terms.iter().filter(|term| holds(term.from, term.to, day));
    let then = |term: &UnitTerm| {
        let unit = codes.get(&term.unit)?;
        let UnitTerm { kind, name, number, parent, .. } = term.clone();
        Some(Unit { kind, name, number, parent, ..(*unit).clone() })
    };
    lives.filter_map(then).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_day_is_asked_for_with_the_names_of_that_day() {
        let unit = Unit {
            id: UnitId(Uuid::from_u128(1)),
            code: "metri".into(),
            kind: "grassroots_committee".into(),
            name: "Đảng bộ phường Từ Liêm".into(),
            number: None,
            parent: None,
            from: day("2014-04-01"),
            to: None,
        };
        let old = Unit { name: "Đảng bộ phường Mễ Trì".into(), ..unit.clone() };
        let before = UnitTerm { to: Some(day("2025-07-01")), ..UnitTerm::of(&old, old.from) };
        let terms = [before, UnitTerm::of(&unit, day("2025-07-01"))];
        let name = |on: &str| {
            let found = units_on(std::slice::from_ref(&unit), &terms, day(on));
            found.first().map(|unit| unit.name.clone()).unwrap_or_default()
        };
        assert_eq!(name("2025-06-30"), "Đảng bộ phường Mễ Trì");
        assert_eq!(name("2025-07-01"), "Đảng bộ phường Từ Liêm");
        assert_eq!(name("2014-03-31"), "", "not there yet");
    }

    #[test]
    fn each_kind_is_read_by_each_of_its_words() {
        for (kind, name, words) in UnitKind::ALL {
            assert_eq!(UnitKind::from_name(name), Some(kind));
            for word in words {
                assert_eq!(UnitKind::read(word), Some(kind), "{word}");
                assert_eq!(UnitKind::read(&word.to_uppercase()), Some(kind), "{word}");
            }
        }
        assert_eq!(UnitKind::read("câu lạc bộ"), None);
    }
}
