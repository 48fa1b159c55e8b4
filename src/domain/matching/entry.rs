//! Entries of the register with their folds made beforehand.

use std::sync::Arc;

use chrono::NaiveDate;
use uuid::Uuid;

use crate::text::{Folded, Gender, Mention, Post, UnitKind, UnitMention, WordKind};

/// The names of a unit and of the units above it, narrowest first, read once and shared by all who belong to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitPath {
    pub(super) levels: Vec<UnitLevel>,
    /// Numbers of the unit itself, for recall.
    pub(super) numbers: Vec<String>,
    /// Pairs of neighbouring words in the names of the unit and of its parent, for recall.
    pub(super) pairs: Vec<String>,
}

/// One unit's name, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct UnitLevel {
    /// What the name says first: `chi_bo`, `dang_bo` …
    pub kind: Option<UnitKind>,
    /// Numbers with the kinds they may be said with.
    pub numbers: Vec<(UnitKind, String)>,
    /// Has the name a word for a ward or an area of its own?
    pub areas: Vec<UnitMention>,
    pub words: Folded,
    /// The names in it, each on its own: "Phú Đô".
    pub names: Vec<Folded>,
}

/// "me tri" of "Mễ Trì": short enough to survive a wrong word elsewhere, long enough to select.
pub(super) fn word_pairs(name: &Folded) -> Vec<String> {
    name.words().windows(2).map(|pair| format!("{} {}", pair[0].ascii(), pair[1].ascii())).collect()
}

pub(super) fn distinct(mut keys: Vec<String>) -> Vec<String> {
    keys.sort_unstable();
    keys.dedup();
    keys
}

impl UnitPath {
    /// From the names of the unit itself, its parent, and so on: `["Chi bộ 5 phường Phú Đô", "Đảng bộ phường Phú Đô"]`.
    pub fn new<'a>(names: impl IntoIterator<Item = &'a str>) -> Arc<Self> {
        let levels: Vec<UnitLevel> = names.into_iter().map(UnitLevel::new).collect();
        let numbers = levels.first().map_or_else(Vec::new, |own| {
            own.numbers.iter().map(|(_, number)| number.clone()).collect()
        });
        let pairs =
            levels.iter().take(2).flat_map(|level| &level.names).flat_map(word_pairs).collect();
        Arc::new(Self { levels, numbers: distinct(numbers), pairs: distinct(pairs) })
    }
}

impl UnitLevel {
    fn new(name: &str) -> Self {
        let units = Mention::units_of(name);
        let kind = units.first().map(|unit| unit.kind);
        let mut numbers: Vec<(UnitKind, String)> =
            units.iter().filter_map(|unit| Some((unit.kind, unit.number.clone()?))).collect();
        // "Chi bộ Tổ dân phố số 5" is called "chi bộ 5" by everybody.
        let unnumbered_branch =
            units.iter().any(|unit| unit.kind == UnitKind::ChiBo && unit.number.is_none());
        let neighbourhood = numbers
            .iter()
            .find(|(kind, _)| kind.is_neighbourhood())
            .map(|(_, number)| number.clone());
        if let (true, Some(number)) = (unnumbered_branch, neighbourhood) {
            numbers.insert(0, (UnitKind::ChiBo, number));
        }
        let names = units.iter().filter_map(|unit| unit.name.as_deref()).map(Folded::new).collect();
        let areas = units.into_iter().filter(|unit| unit.kind.is_area()).collect();
        Self { kind, numbers, areas, words: Folded::new(name), names }
    }
}

/// A post with its term: [from, to).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PostHeld {
    pub title: Post,
    pub unit: Arc<UnitPath>,
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
}

impl PostHeld {
    pub(super) fn held_on(&self, day: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day < to)
    }

    pub(super) fn over_on(&self, day: NaiveDate) -> bool {
        self.to.is_some_and(|to| to <= day)
    }
}

/// What the register knows of a member, as far as descriptions speak of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryFacts {
    pub member: Uuid,
    pub full_name: String,
    /// Usual name where it is not the name in the register.
    pub other_name: Option<String>,
    pub birth_year: Option<i32>,
    /// `None` lets "Thị" and "Văn" in the name speak.
    pub gender: Option<Gender>,
    /// The managing branch and the units above it.
    pub managed_by: Arc<UnitPath>,
    /// The branch or neighbourhood of residence, where it is another.
    pub residence: Option<Arc<UnitPath>>,
    pub posts: Vec<PostHeld>,
}

/// A member in the register, ready to be ranked.
#[derive(Clone, Debug)]
pub struct RegisterEntry {
    pub(super) facts: EntryFacts,
    pub(super) names: Vec<Folded>,
    pub(super) gender: Option<Gender>,
}

impl RegisterEntry {
    pub fn new(facts: EntryFacts) -> Self {
        let other = facts.other_name.as_deref().map(Folded::new);
        let names: Vec<Folded> = std::iter::once(Folded::new(&facts.full_name))
            .chain(other)
            .filter(|name| !name.is_empty())
            .collect();
        let gender = facts.gender.or_else(|| gender_of_name(names.first()?));
        Self { facts, names, gender }
    }

    pub fn facts(&self) -> &EntryFacts {
        &self.facts
    }
}

/// Middle names that only women ("Thị") or nearly only men ("Văn") bear.
fn gender_of_name(name: &Folded) -> Option<Gender> {
    let words = name.words();
    let middle = words.get(1..words.len().saturating_sub(1))?;
    let has = |form: &str| {
        middle.iter().any(|word| word.kind() == WordKind::Plain && word.ascii() == form)
    };
    match (has("thi"), has("van")) {
        (true, _) => Some(Gender::Female),
        (false, true) => Some(Gender::Male),
        (false, false) => None,
    }
}

/// A unit as an entry of its own.
#[derive(Clone, Debug)]
pub struct UnitEntry {
    pub unit: Uuid,
    pub path: Arc<UnitPath>,
}
