//! A deadline rule as a typed row of `deadline-policy.csv`.

use std::sync::Arc;

use chrono::NaiveDate;
use thiserror::Error;

use super::words::words;
use crate::worded::Worded;

/// Longest term a rule may give, in its own unit; longer is a slip of the pen.
const MAX_LENGTH: u32 = 3_660;

/// One rule in one version: a change of law is a new row with its own id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// As in the table, for example `TC-05`; a variant's id carries its circumstance: `KN-05:complex`.
    pub id: Arc<str>,
    pub regime: Regime,
    /// What the rule is about, in the words of the table.
    pub kind: String,
    /// Name of the step.
    pub title: Worded,
    pub stage: String,
    pub term: Term,
    /// Terms that replace the normal one in given circumstances.
    pub variants: Vec<Variant>,
    /// The event whose day is day zero.
    pub start_event: Worded,
    /// What each extension may add, first to last; empty when the rule knows none.
    pub extensions: Vec<ExtensionLimit>,
    pub extension_note: String,
    pub hold: HoldRule,
    pub hold_note: String,
    /// The statute or decision that gives the rule.
    pub basis: Worded,
    /// First day of the start event for which the rule holds; none when it always did.
    pub valid_from: Option<NaiveDate>,
    /// Last such day; none while in force.
    pub valid_to: Option<NaiveDate>,
    pub confidence: Confidence,
    pub note: String,
}

/// How long, and counted how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Term {
    WorkingDays(u32),
    CalendarDays(u32),
    /// Hours in which the office is open.
    WorkingHours(u32),
    /// Hours by the clock; they run through days off and never roll.
    Hours(u32),
    /// Without delay: due on the day of the event.
    Immediate,
    /// The first of these dates on or after the event.
    FixedDates(Vec<MonthDay>),
    /// Counted backwards from the event.
    WorkingDaysBefore(u32),
}

/// The unit of a [`Term`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unit {
    WorkingDays,
    CalendarDays,
    WorkingHours,
    Hours,
    Immediate,
    FixedDates,
    WorkingDaysBefore,
}

/// A day that comes every year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct MonthDay {
    month: u32,
    day: u32,
}

/// Another length, in the rule's unit, for a circumstance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Variant {
    pub circumstance: Circumstance,
    pub length: u32,
}

/// What lets a rule's other length apply.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Circumstance {
    Complex,
    /// A remote area with difficult travel.
    Remote,
    RemoteComplex,
    /// Checks in several places, or delegated ones.
    SeveralPlaces,
    /// The central level.
    Central,
    /// Congresses above the grassroots.
    HigherLevel,
    /// A dismissal from service.
    Dismissal,
    /// The second complaint.
    Second,
    /// Data held by processors too.
    Processors,
}

/// The most one extension may add.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExtensionLimit {
    /// In the rule's unit.
    UpTo(u32),
    /// Allowed, but no length is laid down.
    Unstated,
}

/// Whether the rule lets its clock be held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HoldRule {
    No,
    Yes,
    /// For holds that begin on or after this day.
    From(NaiveDate),
    /// The text seen is silent.
    Unstated,
    /// The committee decides.
    Configurable,
}

/// Which body of rules it comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Regime {
    State,
    Hanoi,
    Party,
    /// A working figure of the house where no statute gives one.
    House,
}

/// How surely the number is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Confidence {
    High,
    Medium,
    MediumLow,
    Low,
    /// A house figure.
    Policy,
}

words!(Regime, "regime": State = "STATE", Hanoi = "HANOI", Party = "PARTY", House = "HOUSE");
words!(Confidence, "confidence": High = "H", Medium = "M", MediumLow = "ML", Low = "L", Policy = "policy");
words!(Unit, "unit":
    WorkingDays = "wd", CalendarDays = "cal", WorkingHours = "wh", Hours = "hour", Immediate = "immediate",
    FixedDates = "fixed_dates", WorkingDaysBefore = "wd_before",
);
words!(Circumstance, "circumstance":
    Complex = "complex", Remote = "remote", RemoteComplex = "remote_complex", SeveralPlaces = "several_places",
    Central = "central", HigherLevel = "higher_level", Dismissal = "dismissal", Second = "second",
    Processors = "processors",
);

/// Why a cell of a rule table cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum RuleError {
    #[error("unknown {what} \"{word}\"")]
    Word { what: &'static str, word: String },
    #[error("\"{0}\" is not a length from 1 to {MAX_LENGTH}")]
    Length(String),
    #[error("\"{0}\" is not a day of every year, written MM-DD")]
    MonthDay(String),
    #[error("an immediate duty has no length, but the table gives \"{0}\"")]
    ImmediateLength(String),
    #[error("a term without a length has no variants")]
    Variants,
    #[error("\"{0}\" is not a day, written YYYY-MM-DD")]
    Day(String),
}

impl Confidence {
    /// True until the inspection committee has signed the number off, or a full text was read.
    pub fn needs_confirmation(self) -> bool {
        self != Self::High
    }
}

impl MonthDay {
    /// None for 29 February and for days that do not exist.
    pub fn new(month: u32, day: u32) -> Option<Self> {
        NaiveDate::from_ymd_opt(2001, month, day).map(|_| Self { month, day })
    }

    pub fn in_year(self, year: i32) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(year, self.month, self.day)
    }

    fn written(self) -> String {
        format!("{:02}-{:02}", self.month, self.day)
    }

    fn parse(cell: &str) -> Result<Self, RuleError> {
        let parts = cell
            .split_once('-')
            .and_then(|(month, day)| Some((month.parse().ok()?, day.parse().ok()?)));
        parts
            .and_then(|(month, day)| Self::new(month, day))
            .ok_or_else(|| RuleError::MonthDay(cell.to_owned()))
    }
}

impl Term {
    /// Reads the cells `length` and `unit`; fixed dates are written `03-14;06-14`.
    pub fn parse(length: &str, unit: &str) -> Result<Self, RuleError> {
        Ok(match unit.parse()? {
            Unit::WorkingDays => Self::WorkingDays(parse_length(length)?),
            Unit::CalendarDays => Self::CalendarDays(parse_length(length)?),
            Unit::WorkingHours => Self::WorkingHours(parse_length(length)?),
            Unit::Hours => Self::Hours(parse_length(length)?),
            Unit::WorkingDaysBefore => Self::WorkingDaysBefore(parse_length(length)?),
            Unit::Immediate if length.is_empty() => Self::Immediate,
            Unit::Immediate => return Err(RuleError::ImmediateLength(length.to_owned())),
            Unit::FixedDates => {
                Self::FixedDates(length.split(';').map(MonthDay::parse).collect::<Result<_, _>>()?)
            }
        })
    }

    /// The term in one cell, as it is stored with a clock: `30 cal`, `immediate`, `03-14;06-14 fixed_dates`.
    pub fn written(&self) -> String {
        let unit = self.unit();
        match self {
            Self::FixedDates(dates) => {
                let dates: Vec<String> = dates.iter().map(|date| date.written()).collect();
                format!("{} {unit}", dates.join(";"))
            }
            _ => {
                self.length().map_or_else(|| unit.to_string(), |length| format!("{length} {unit}"))
            }
        }
    }

    /// Reads what [`Term::written`] wrote.
    pub fn read(text: &str) -> Result<Self, RuleError> {
        let (length, unit) = text.rsplit_once(' ').unwrap_or(("", text));
        Self::parse(length, unit)
    }

    pub fn unit(&self) -> Unit {
        match self {
            Self::WorkingDays(_) => Unit::WorkingDays,
            Self::CalendarDays(_) => Unit::CalendarDays,
            Self::WorkingHours(_) => Unit::WorkingHours,
            Self::Hours(_) => Unit::Hours,
            Self::Immediate => Unit::Immediate,
            Self::FixedDates(_) => Unit::FixedDates,
            Self::WorkingDaysBefore(_) => Unit::WorkingDaysBefore,
        }
    }

    /// In [`Term::unit`]; none for immediate duties and fixed dates.
    pub fn length(&self) -> Option<u32> {
        match self {
            Self::WorkingDays(length)
            | Self::CalendarDays(length)
            | Self::WorkingHours(length)
            | Self::Hours(length)
            | Self::WorkingDaysBefore(length) => Some(*length),
            Self::Immediate | Self::FixedDates(_) => None,
        }
    }

    fn with_length(&self, length: u32) -> Option<Self> {
        Some(match self {
            Self::WorkingDays(_) => Self::WorkingDays(length),
            Self::CalendarDays(_) => Self::CalendarDays(length),
            Self::WorkingHours(_) => Self::WorkingHours(length),
            Self::Hours(_) => Self::Hours(length),
            Self::WorkingDaysBefore(_) => Self::WorkingDaysBefore(length),
            Self::Immediate | Self::FixedDates(_) => return None,
        })
    }
}

impl Variant {
    /// Reads `complex=45;remote=60`; an empty cell is no variant.
    pub fn parse_list(cell: &str) -> Result<Vec<Self>, RuleError> {
        cell.split(';').filter(|part| !part.is_empty()).map(Self::parse).collect()
    }

    fn parse(part: &str) -> Result<Self, RuleError> {
        let (circumstance, length) =
            part.split_once('=').ok_or_else(|| RuleError::Length(part.to_owned()))?;
        Ok(Self { circumstance: circumstance.parse()?, length: parse_length(length)? })
    }
}

impl ExtensionLimit {
    /// Reads `30;30`, with `?` for a length that is not laid down; an empty cell is no extension.
    pub fn parse_list(cell: &str) -> Result<Vec<Self>, RuleError> {
        let one = |part: &str| match part {
            "?" => Ok(Self::Unstated),
            length => parse_length(length).map(Self::UpTo),
        };
        cell.split(';').filter(|part| !part.is_empty()).map(one).collect()
    }

    /// True when the rule lays down nothing against adding `length`.
    pub fn allows(self, length: u32) -> bool {
        match self {
            Self::UpTo(most) => length <= most,
            Self::Unstated => true,
        }
    }
}

impl HoldRule {
    /// Reads `no`, `yes`, `unstated`, `configurable` or `from YYYY-MM-DD`.
    pub fn parse(cell: &str) -> Result<Self, RuleError> {
        match cell {
            "no" => Ok(Self::No),
            "yes" => Ok(Self::Yes),
            "unstated" => Ok(Self::Unstated),
            "configurable" => Ok(Self::Configurable),
            _ => match cell.strip_prefix("from ") {
                Some(day) => {
                    day.parse().map(Self::From).map_err(|_| RuleError::Day(day.to_owned()))
                }
                None => Err(RuleError::Word { what: "hold rule", word: cell.to_owned() }),
            },
        }
    }

    /// True unless the rule forbids a hold that begins on `day`.
    pub fn allows(self, day: NaiveDate) -> bool {
        match self {
            Self::No => false,
            Self::Yes | Self::Unstated | Self::Configurable => true,
            Self::From(first) => first <= day,
        }
    }
}

impl Rule {
    /// True when a start event on that day falls under this version.
    pub fn is_valid_on(&self, day: NaiveDate) -> bool {
        self.valid_from.is_none_or(|first| first <= day)
            && self.valid_to.is_none_or(|last| day <= last)
    }

    /// True when the rule lays down nothing against these extensions, first to last.
    pub fn allows_extensions(&self, lengths: &[u32]) -> bool {
        lengths.len() <= self.extensions.len()
            && self.extensions.iter().zip(lengths).all(|(limit, length)| limit.allows(*length))
    }

    /// The rule with the length that a circumstance gives it; none when it knows no such variant.
    pub fn variant(&self, circumstance: Circumstance) -> Option<Self> {
        let variant = self.variants.iter().find(|variant| variant.circumstance == circumstance)?;
        let term = self.term.with_length(variant.length)?;
        Some(Self {
            id: format!("{}:{circumstance}", self.id).into(),
            term,
            variants: Vec::new(),
            ..self.clone()
        })
    }
}

fn parse_length(cell: &str) -> Result<u32, RuleError> {
    match cell.parse() {
        Ok(length) if (1..=MAX_LENGTH).contains(&length) => Ok(length),
        _ => Err(RuleError::Length(cell.to_owned())),
    }
}
