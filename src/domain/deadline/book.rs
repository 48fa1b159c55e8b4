//! All rules together, and which rule each clock of a case runs on.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::NaiveDate;
use thiserror::Error;

use super::count::DueError;
use super::rule::{Rule, RuleError};
use super::words::words;

/// The clocks of a case (C1 to C10 of the workflow, and the chase after a transfer).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Clock {
    /// C1: tell the sender whether the matter is accepted or transferred.
    Notice,
    /// C2: conclude or answer.
    Resolution,
    /// C3: the handler takes the task up.
    TakeUp,
    /// C4: the person complained about replies; its lapse does not block.
    SubjectReply,
    /// C5: the approver reviews the draft.
    Review,
    /// C6: tell the result.
    ResultNotice,
    /// C7: post the result in public.
    Posting,
    /// C8: carry out a measure that has no date of its own.
    Measure,
    /// C9: ask for a review or appeal, from delivery.
    AppealWindow,
    /// C10: the first quiet question whether there was retaliation.
    FirstCheckIn,
    SecondCheckIn,
    ThirdCheckIn,
    /// Ask the body a letter was transferred to for its receipt number.
    Chase,
}

/// What the resident sends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LetterKind {
    /// Góp ý, an opinion.
    GopY,
    /// Phản ánh, a reflection.
    PhanAnh,
    /// Kiến nghị, a proposal.
    KienNghi,
    /// Khiếu nại, a complaint against a decision on oneself.
    KhieuNai,
    /// Tố cáo, a denunciation.
    ToCao,
    /// Biểu dương, a commendation.
    BieuDuong,
}

/// Under whose rules a case runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Track {
    Party,
    State,
}

words!(Clock, "clock":
    Notice = "c1", Resolution = "c2", TakeUp = "c3", SubjectReply = "c4", Review = "c5", ResultNotice = "c6",
    Posting = "c7", Measure = "c8", AppealWindow = "c9", FirstCheckIn = "c10_1", SecondCheckIn = "c10_2",
    ThirdCheckIn = "c10_3", Chase = "chase",
);
words!(LetterKind, "kind of letter":
    GopY = "gop_y", PhanAnh = "phan_anh", KienNghi = "kien_nghi", KhieuNai = "khieu_nai", ToCao = "to_cao",
    BieuDuong = "bieu_duong",
);
words!(Track, "track": Party = "party", State = "state");

/// One row of `clocks.csv`: these kinds on these tracks run this clock on the rule valid on the day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClockRow {
    pub clock: Clock,
    pub kinds: Vec<LetterKind>,
    pub tracks: Vec<Track>,
    /// Versions of one rule in order of validity.
    pub rules: Vec<String>,
    /// Why this rule.
    pub reason: String,
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
    #[error("the clock {clock} names the rule \"{rule}\", which does not exist")]
    UnknownRule { clock: Clock, rule: String },
    #[error("the clock {clock} has two rows for {kind} on the {track} track")]
    ClockTwice { clock: Clock, kind: LetterKind, track: Track },
    #[error(
        "the clock {clock} names {earlier} and {later}, which are not valid one after the other"
    )]
    Overlap { clock: Clock, earlier: Arc<str>, later: Arc<str> },
}

/// The rules and clocks, checked against each other.
#[derive(Debug, Clone)]
pub struct RuleBook {
    rules: Vec<Rule>,
    by_id: HashMap<Arc<str>, usize>,
    clocks: HashMap<(Clock, LetterKind, Track), Vec<usize>>,
}

impl RuleBook {
    pub fn new(rules: Vec<Rule>, clocks: &[ClockRow]) -> Result<Self, BookError> {
        let mut book = Self { rules: Vec::new(), by_id: HashMap::new(), clocks: HashMap::new() };
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

    /// All rules in the order of the table, each followed by its variants.
    pub fn rules(&self) -> impl Iterator<Item = &Rule> {
        self.rules.iter()
    }

    /// The rule that a clock started on `on` runs on; none when such a case has no such clock, or none was in force.
    pub fn for_clock(
        &self,
        clock: Clock,
        kind: LetterKind,
        track: Track,
        on: NaiveDate,
    ) -> Option<&Rule> {
        let versions = self.clocks.get(&(clock, kind, track))?;
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

    fn check_order(&self, clock: Clock, versions: &[usize]) -> Result<(), BookError> {
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
