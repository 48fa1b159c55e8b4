//! All rules together, and which rule each clock of a case runs on.

use std::collections::HashMap;

use chrono::NaiveDate;
use thiserror::Error;

use super::rule::Rule;

/// The clocks of a case: C1 to C10 of the workflow (C10 asks three times), and the chase after a transfer.
const CLOCKS: &[&str] =
    &["c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8", "c9", "c10_1", "c10_2", "c10_3", "chase"];
const KINDS: &[&str] = &["gop_y", "phan_anh", "kien_nghi", "khieu_nai", "to_cao", "bieu_duong"];
const TRACKS: &[&str] = &["party", "state"];

/// One row of `clocks.csv`: these kinds on these tracks run this clock on the rule valid on the day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClockRow {
    /// `c1` to `c9`, `c10_1` to `c10_3`, `chase`.
    pub clock: String,
    /// Kinds of letter, spelled as the interfaces spell them.
    pub kinds: Vec<String>,
    /// `party`, `state`.
    pub tracks: Vec<String>,
    /// Versions of one rule in order of validity.
    pub rules: Vec<String>,
    /// Why this rule.
    pub reason: String,
}

/// Why rules and clocks do not fit together.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum BookError {
    #[error("the rule {0} is listed twice")]
    RuleTwice(String),
    #[error("the rule {0} ends before it begins")]
    ValidityReversed(String),
    #[error("the rule {0} has variants, but no length that they could replace")]
    Variants(String),
    #[error("the clock {clock} names the rule \"{rule}\", which does not exist")]
    UnknownRule { clock: String, rule: String },
    #[error("the table of clocks says \"{0}\", which is no clock, kind or track")]
    UnknownWord(String),
    #[error("the clock {clock} has two rows for {kind} on the {track} track")]
    ClockTwice { clock: String, kind: String, track: String },
    #[error(
        "the clock {clock} names {earlier} and {later}, which are not valid one after the other"
    )]
    Overlap { clock: String, earlier: String, later: String },
}

/// The rules and clocks, checked against each other.
#[derive(Debug, Clone)]
pub struct RuleBook {
    rules: Vec<Rule>,
    by_id: HashMap<String, usize>,
    clocks: Vec<ClockRow>,
}

impl RuleBook {
    pub fn new(rules: Vec<Rule>, clocks: Vec<ClockRow>) -> Result<Self, BookError> {
        let mut book = Self { rules: Vec::new(), by_id: HashMap::new(), clocks: Vec::new() };
        for rule in rules {
            book.add_with_variants(rule)?;
        }
        for row in clocks {
            book.check_row(&row)?;
            book.clocks.push(row);
        }
        Ok(book)
    }

    /// The rule with that id; a variant by `ID:circumstance`, for example `KN-05:complex`.
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.by_id.get(id).and_then(|at| self.rules.get(*at))
    }

    /// All rules in the order of the table, each followed by its variants.
    pub fn rules(&self) -> impl Iterator<Item = &Rule> {
        self.rules.iter()
    }

    /// The table of clocks.
    pub fn clocks(&self) -> &[ClockRow] {
        &self.clocks
    }

    /// The rule that a clock started on `on` runs on, all spelled as in [`ClockRow`].
    ///
    /// None when such a case has no such clock, or no version of its rule was in force.
    pub fn for_clock(&self, clock: &str, kind: &str, track: &str, on: NaiveDate) -> Option<&Rule> {
        let row = self.clocks.iter().find(|row| row.covers(clock, kind, track))?;
        row.rules.iter().filter_map(|id| self.rule(id)).find(|rule| rule.is_valid_on(on))
    }

    fn add_with_variants(&mut self, rule: Rule) -> Result<(), BookError> {
        if matches!((rule.valid_from, rule.valid_to), (Some(first), Some(last)) if last < first) {
            return Err(BookError::ValidityReversed(rule.id));
        }
        let variants = rule.variants.iter().map(|variant| rule.variant(variant.circumstance));
        let variants: Option<Vec<Rule>> = variants.collect();
        let variants = variants.ok_or_else(|| BookError::Variants(rule.id.clone()))?;
        self.add(rule)?;
        variants.into_iter().try_for_each(|variant| self.add(variant))
    }

    fn add(&mut self, rule: Rule) -> Result<(), BookError> {
        if self.by_id.insert(rule.id.clone(), self.rules.len()).is_some() {
            return Err(BookError::RuleTwice(rule.id));
        }
        self.rules.push(rule);
        Ok(())
    }

    fn check_row(&self, row: &ClockRow) -> Result<(), BookError> {
        let known = |word: &String, words: &[&str]| {
            let found = words.contains(&word.as_str());
            if found { Ok(()) } else { Err(BookError::UnknownWord(word.clone())) }
        };
        known(&row.clock, CLOCKS)?;
        row.kinds.iter().try_for_each(|kind| known(kind, KINDS))?;
        row.tracks.iter().try_for_each(|track| known(track, TRACKS))?;
        self.check_once(row)?;
        self.check_order(row)
    }

    fn check_once(&self, row: &ClockRow) -> Result<(), BookError> {
        for kind in &row.kinds {
            for track in &row.tracks {
                if self.clocks.iter().any(|other| other.covers(&row.clock, kind, track)) {
                    let (clock, kind, track) = (row.clock.clone(), kind.clone(), track.clone());
                    return Err(BookError::ClockTwice { clock, kind, track });
                }
            }
        }
        Ok(())
    }

    fn check_order(&self, row: &ClockRow) -> Result<(), BookError> {
        let mut earlier: Option<&Rule> = None;
        for id in &row.rules {
            let unknown = || BookError::UnknownRule { clock: row.clock.clone(), rule: id.clone() };
            let later = self.rule(id).ok_or_else(unknown)?;
            if let Some(earlier) = earlier {
                let spans = (earlier.valid_to, later.valid_from);
                if !matches!(spans, (Some(last), Some(first)) if last < first) {
                    let (earlier, later) = (earlier.id.clone(), later.id.clone());
                    return Err(BookError::Overlap { clock: row.clock.clone(), earlier, later });
                }
            }
            earlier = Some(later);
        }
        Ok(())
    }
}

impl ClockRow {
    fn covers(&self, clock: &str, kind: &str, track: &str) -> bool {
        self.clock == clock
            && self.kinds.iter().any(|each| each == kind)
            && self.tracks.iter().any(|each| each == track)
    }
}
