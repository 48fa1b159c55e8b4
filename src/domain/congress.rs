//! The time before a Party congress in which letters about people are kept for the new committee
//! (Guidance 07-HD/UBKTTW 2019; the rule's row in the data says how many working days).

use std::fmt;
use std::str::FromStr;

use chrono::NaiveDate;

use crate::clock::Timing;
use crate::deadline::{self, DueError, Rule, RuleError};

/// A congress that the committee has called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Congress {
    pub level: Level,
    /// As people call it, for example "Đại hội Đảng bộ phường Phú Đô lần thứ XXV".
    pub name: String,
    /// Day zero of the count backwards.
    pub opens_on: NaiveDate,
}

/// The longer window is for congresses above the grassroots.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Level {
    Grassroots,
    Higher,
}

/// The days in which letters are kept for the new committee.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    pub first: NaiveDate,
    /// The day the congress opens.
    pub last: NaiveDate,
    /// Counted over days whose holidays are not decreed yet.
    pub provisional: bool,
}

/// The rule's id in the shipped data.
const RULE: &str = "PY-09";

impl Level {
    pub const ALL: [Self; 2] = [Self::Grassroots, Self::Higher];

    /// The stored spelling.
    pub fn name(self) -> &'static str {
        match self {
            Self::Grassroots => "grassroots",
            Self::Higher => "higher",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.name() == name)
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Level {
    type Err = RuleError;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        let unknown = || RuleError::Word { what: "level", word: word.to_owned() };
        Self::from_name(word).ok_or_else(unknown)
    }
}

impl Congress {
    /// The rule that its window is counted by.
    ///
    /// # Errors
    /// [`DueError::UnknownRule`].
    pub fn rule<'a>(&self, timing: Timing<'a>) -> Result<&'a Rule, DueError> {
        match self.level {
            Level::Grassroots => timing.book.rule(RULE),
            Level::Higher => timing.book.rule(&format!("{RULE}:higher_level")),
        }
    }

    /// Counted backwards from the opening, with the calendar in force.
    ///
    /// # Errors
    /// When the rule is not in the book, or the day lies outside the calendar.
    pub fn window(&self, timing: Timing<'_>) -> Result<Window, DueError> {
        let due = deadline::due(self.rule(timing)?, self.opens_on, &[], &[], timing.calendar())?;
        Ok(Window { first: due.due, last: self.opens_on, provisional: due.provisional })
    }
}

impl Window {
    pub fn contains(&self, day: NaiveDate) -> bool {
        self.first <= day && day <= self.last
    }
}
