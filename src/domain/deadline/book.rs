//! All rules together, and which rule each clock of a case runs on.

use std::collections::HashMap;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use chrono::NaiveDate;
use thiserror::Error;

use super::count::DueError;
use super::rule::{Rule, RuleError};
use super::words::spelled;
use crate::case::Track;
use crate::clock::ClockKind;
use crate::letter::Kind;
use crate::step::HoldType;

/// One clock of a case as the tables write it: `c1` … `c9`, `c10_1` … `c10_3`, `chase`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ClockCode {
    pub kind: ClockKind,
    /// Which of several of its kind, from 0; the tables know several only of the check-ins.
    pub nth: u32,
}

impl ClockCode {
    /// Told apart in the tables; of every other kind there is one code, however many run.
    const NUMBERED: ClockKind = ClockKind::CheckIn;
    /// After 30, 90 and 180 days.
    const CHECK_INS: u32 = 3;

    pub fn all() -> impl Iterator<Item = Self> {
        ClockKind::ALL.into_iter().flat_map(|kind| {
            let count = if kind == Self::NUMBERED { Self::CHECK_INS } else { 1 };
            (0..count).map(move |nth| Self { kind, nth })
        })
    }
}

impl From<ClockKind> for ClockCode {
    fn from(kind: ClockKind) -> Self {
        Self { kind, nth: 0 }
    }
}

impl fmt::Display for ClockCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            Self::NUMBERED => write!(f, "{}_{}", self.kind, self.nth + 1),
            kind => kind.fmt(f),
        }
    }
}

impl FromStr for ClockCode {
    type Err = RuleError;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        let unknown = || RuleError::Word { what: "clock", word: word.to_owned() };
        Self::all().find(|code| code.to_string() == word).ok_or_else(unknown)
    }
}

spelled!(ClockKind, "clock");
spelled!(Kind, "kind of letter");
spelled!(Track, "track");

/// One row of `clocks.csv`: these kinds on these tracks run this clock on the rule valid on the day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClockRow {
    pub clock: ClockCode,
    pub kinds: Vec<Kind>,
    pub tracks: Vec<Track>,
    /// Versions of one rule in order of validity.
    pub rules: Vec<String>,
    /// Why this rule.
    pub reason: String,
}

/// One row of `holds.csv`: what a type of hold rests on and how long it may last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HoldTerm {
    pub hold: HoldType,
    /// In calendar days; none where the data gives no maximum and the house's own bound holds.
    pub longest: Option<u32>,
    /// The statute or decision, as cited to the reader.
    pub basis: String,
    /// False for a figure that nobody has signed off yet.
    pub confirmed: bool,
}

/// Why rules and clocks do not fit together.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum BookError {
    #[error("the rule {0} is listed twice")]
    RuleTwice(Arc<str>),
    #[error("the rule {0} ends before it begins")]
    ValidityReversed(Arc<str>),
    #[error("the rule {0}: {1}")]
    Variants(Arc<str>, RuleError),
    #[error("the type of hold {0} needs exactly one row")]
    Holds(&'static str),
    #[error("the clock {clock} names the rule \"{rule}\", which does not exist")]
    UnknownRule { clock: ClockCode, rule: String },
    #[error("the clock {clock} has two rows for {kind} on the {track} track")]
    ClockTwice { clock: ClockCode, kind: Kind, track: Track },
    #[error(
        "the clock {clock} names {earlier} and {later}, which are not valid one after the other"
    )]
    Overlap { clock: ClockCode, earlier: Arc<str>, later: Arc<str> },
}

/// The rules and clocks, checked against each other.
#[derive(Debug, Clone)]
pub struct RuleBook {
    rules: Vec<Rule>,
    by_id: HashMap<Arc<str>, usize>,
    clocks: HashMap<(ClockCode, Kind, Track), Vec<usize>>,
    holds: Vec<HoldTerm>,
}

impl RuleBook {
    pub fn new(rules: Vec<Rule>, clocks: &[ClockRow]) -> Result<Self, BookError> {
        let (by_id, clocks_by) = (HashMap::new(), HashMap::new());
        let mut book = Self { rules: Vec::new(), by_id, clocks: clocks_by, holds: Vec::new() };
        for rule in rules {
            book.add_with_variants(rule)?;
        }
        for row in clocks {
            book.add_clock(row)?;
        }
        Ok(book)
    }

    /// The rule with that id; a variant by `ID:circumstance`, for example `KN-05:complex`.
    ///
    /// # Errors
    /// [`DueError::UnknownRule`].
    pub fn rule(&self, id: &str) -> Result<&Rule, DueError> {
        let found = self.by_id.get(id).and_then(|at| self.rules.get(*at));
        found.ok_or_else(|| DueError::UnknownRule(id.to_owned()))
    }

    /// The same book with what the data says of the types of holds.
    ///
    /// # Errors
    /// [`BookError::Holds`] unless each type has exactly one row.
    pub fn with_holds(mut self, holds: Vec<HoldTerm>) -> Result<Self, BookError> {
        let rows = |kind: &HoldType| holds.iter().filter(|row| row.hold == *kind).count();
        if let Some(kind) = HoldType::ALL.into_iter().find(|kind| rows(kind) != 1) {
            return Err(BookError::Holds(kind.name()));
        }
        self.holds = holds;
        Ok(self)
    }

    /// Basis and longest length of a type of hold.
    pub fn hold(&self, hold: HoldType) -> HoldTerm {
        let found = self.holds.iter().find(|row| row.hold == hold).cloned();
        found.unwrap_or(HoldTerm { hold, longest: None, basis: String::new(), confirmed: false })
    }

    /// What the counting of every clock rests on, as one text: it changes when the term of any rule does.
    pub fn terms(&self) -> String {
        let lines = self.rules.iter().map(|rule| format!("{} {}\n", rule.id, rule.term.written()));
        lines.collect()
    }

    /// All rules in the order of the table, each followed by its variants.
    pub fn rules(&self) -> impl Iterator<Item = &Rule> {
        self.rules.iter()
    }

    /// The rule that a clock started on `on` runs on; none when such a case has no such clock, or none was in force.
    pub fn for_clock(
        &self,
        clock: impl Into<ClockCode>,
        kind: Kind,
        track: Track,
        on: NaiveDate,
    ) -> Option<&Rule> {
        let versions = self.clocks.get(&(clock.into(), kind, track))?;
        versions.iter().filter_map(|at| self.rules.get(*at)).find(|rule| rule.is_valid_on(on))
    }

    fn add_with_variants(&mut self, rule: Rule) -> Result<(), BookError> {
        if matches!((rule.valid_from, rule.valid_to), (Some(first), Some(last)) if last < first) {
            return Err(BookError::ValidityReversed(rule.id));
        }
        let circumstances: Vec<_> =
            rule.variants.iter().map(|variant| variant.circumstance).collect();
        let mut variants = Vec::new();
        for circumstance in circumstances {
            let variant = rule.variant(circumstance);
            variants.push(
                variant.ok_or_else(|| {
                    BookError::Variants(Arc::clone(&rule.id), RuleError::Variants)
                })?,
            );
        }
        self.add(rule)?;
        variants.into_iter().try_for_each(|variant| self.add(variant))
    }

    fn add(&mut self, rule: Rule) -> Result<(), BookError> {
        if self.by_id.insert(Arc::clone(&rule.id), self.rules.len()).is_some() {
            return Err(BookError::RuleTwice(rule.id));
        }
        self.rules.push(rule);
        Ok(())
    }

    fn add_clock(&mut self, row: &ClockRow) -> Result<(), BookError> {
        let clock = row.clock;
        let versions = row.rules.iter().map(|id| {
            let found = self.by_id.get(id.as_str()).copied();
            found.ok_or_else(|| BookError::UnknownRule { clock, rule: id.clone() })
        });
        let versions: Vec<usize> = versions.collect::<Result<_, _>>()?;
        self.check_order(clock, &versions)?;
        for kind in &row.kinds {
            for track in &row.tracks {
                if self.clocks.insert((clock, *kind, *track), versions.clone()).is_some() {
                    return Err(BookError::ClockTwice { clock, kind: *kind, track: *track });
                }
            }
        }
        Ok(())
    }

    fn check_order(&self, clock: ClockCode, versions: &[usize]) -> Result<(), BookError> {
        let rules: Vec<&Rule> = versions.iter().filter_map(|at| self.rules.get(*at)).collect();
        for pair in rules.windows(2) {
            let [earlier, later] = pair else { continue };
            let ordered = matches!((earlier.valid_to, later.valid_from), (Some(last), Some(first)) if last < first);
            if !ordered {
                let (earlier, later) = (Arc::clone(&earlier.id), Arc::clone(&later.id));
                return Err(BookError::Overlap { clock, earlier, later });
            }
        }
        Ok(())
    }
}
