//! What an import would do, told to whoever must agree to it.

use super::{Changes, Flaw, Place, Problem};
use crate::text::Encoding;

/// What becomes of one entry of the register.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Effect {
    Added,
    Changed,
    Ended,
}

impl Effect {
    pub const ALL: [Self; 3] = [Self::Added, Self::Changed, Self::Ended];

    pub(super) fn of(added: bool, ended: bool) -> Self {
        match (added, ended) {
            (true, _) => Self::Added,
            (false, true) => Self::Ended,
            (false, false) => Self::Changed,
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Changed => "changed",
            Self::Ended => "ended",
        }
    }
}

/// One thing that becomes different.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Detail {
    /// As files name it.
    pub column: &'static str,
    pub before: String,
    pub after: String,
}

/// One entry of the register that the file adds, changes or ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub effect: Effect,
    pub sheet: String,
    pub row: u32,
    /// The code of a unit, the card of a member.
    pub key: String,
    pub name: String,
    pub details: Vec<Detail>,
    /// The row as it stood in the file, where it was not in Unicode.
    pub original: Option<String>,
}

/// What a clerk should know, and need not mend.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// A column that was not in Unicode: its heading, how it was read, and the first cells before and after.
    Decoded { sheet: String, header: String, encoding: Encoding, samples: Vec<(String, String)> },
    /// Headings that mean nothing here.
    Ignored { sheet: String, headers: String },
    /// A sheet without a list in it.
    NoList { sheet: String },
    /// A row that is neither an entry nor the name of a unit.
    Skipped { sheet: String, row: u32, text: String },
    /// Days of which only the year was written, read as 1 January.
    OnlyYears { count: usize },
    /// Cards whose first zero was missing.
    PaddedCards { count: usize },
    /// Posts without the level that manages them: taken to be managed one level above the unit.
    ManagedAbove { count: usize },
    /// Units without a code, which were given one.
    MadeCodes { count: usize },
}

/// What would change, or what must be mended first.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    pub changes: Changes,
    pub lines: Vec<Line>,
    /// Rows that were read.
    pub read: usize,
    pub unchanged: usize,
    /// Entries that the file could be expected to have and has not: told, never ended.
    pub vanished: Vec<(String, String)>,
    pub notes: Vec<Note>,
    pub flaws: Vec<Flaw>,
    pub(super) tally: Tally,
}

/// What is told as a number.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Tally {
    pub only_years: usize,
    pub padded_cards: usize,
    pub managed_above: usize,
    pub made_codes: usize,
}

impl Plan {
    pub fn count(&self, effect: Effect) -> usize {
        self.lines.iter().filter(|line| line.effect == effect).count()
    }

    /// Whether it can be carried out.
    pub fn is_sound(&self) -> bool {
        self.flaws.is_empty()
    }

    pub(super) fn note_tally(&mut self) {
        let Tally { only_years, padded_cards, managed_above, made_codes } = self.tally;
        let notes = [
            (only_years, Note::OnlyYears { count: only_years }),
            (padded_cards, Note::PaddedCards { count: padded_cards }),
            (managed_above, Note::ManagedAbove { count: managed_above }),
            (made_codes, Note::MadeCodes { count: made_codes }),
        ];
        self.notes.extend(notes.into_iter().filter(|one| 0 < one.0).map(|one| one.1));
    }

    /// Tells what becomes of an entry; one of which nothing changes is only counted.
    pub(super) fn line(&mut self, line: Line) {
        if line.details.is_empty() && line.effect != Effect::Added {
            self.unchanged += 1;
        } else {
            self.lines.push(line);
        }
    }

    pub(super) fn flaw(&mut self, place: Place, problem: Problem) {
        self.flaws.push(Flaw { place, problem });
    }
}
