//! A reorganisation as one act: a plan is read, worked out against the register, checked for what is missing, and tells
//! where every open case goes. Nothing is changed here; the result is carried out whole or not at all.

mod effect;
mod figures;
mod place;
mod read;
#[cfg(test)]
mod tests;

use chrono::NaiveDate;

pub use effect::{Outcome, work_out};
pub use figures::{Counted, count};
pub use place::{After, Placement};
pub use read::{HEADINGS, VERBS, read};

use crate::access::Account;
use crate::ids::{AccountId, UnitId};
use crate::organisation::{SuccessionKind, UnitKind};
use crate::text::Post;

/// One line of a plan. Units are named by their codes, members by their cards, accounts by their logins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    Found {
        unit: String,
        name: String,
        kind: UnitKind,
        parent: String,
        number: Option<u32>,
    },
    /// The older unit ends and goes into the newer one.
    Succeed {
        kind: SuccessionKind,
        unit: String,
        to: String,
    },
    /// Part of a unit becomes a new one; the rest stays what it was.
    Detach {
        unit: String,
        to: String,
    },
    Dissolve {
        unit: String,
    },
    Rename {
        unit: String,
        name: String,
    },
    Move {
        unit: String,
        parent: String,
    },
    /// Where one member goes, if not where all the others do.
    Transfer {
        card: String,
        to: String,
    },
    Appoint {
        card: String,
        title: Post,
        unit: String,
    },
    /// An account of a unit that ends may go on, in this one.
    Grant {
        login: String,
        unit: String,
    },
}

/// A line with where it stands in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub row: u32,
    pub act: Act,
}

/// A plan as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scheme {
    /// The first day of the new structure.
    pub on: NaiveDate,
    pub lines: Vec<Line>,
}

/// An account that may act today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Staff {
    pub account: Account,
    pub login: String,
}

/// What must be mended before the plan can be carried out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flaw {
    /// 0 where it is no single line.
    pub row: u32,
    pub problem: Problem,
}

/// What is wrong; worded elsewhere by its name, with `about` and `count` in their places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    NotAList,
    NoHeader,
    Empty,
    UnknownVerb(String),
    Missing(&'static str),
    UnknownKind(String),
    UnknownTitle(String),
    CodeForm(String),
    CodeTaken(String),
    UnknownUnit(String),
    /// It has ended already, or began only on that day or later.
    NotThere(String),
    /// Something goes into a unit that ends as well.
    TargetEnds(String),
    /// A merger or a split makes a new unit; what was there before absorbs.
    NotNew(String),
    /// A unit that ends is renamed, moved or has somebody appointed in it.
    Ends(String),
    UnknownCard(String),
    UnknownLogin(String),
    /// Its unit does not end, so it loses nothing.
    KeepsRights(String),
    Circle(String),
    /// Members for whom no line says where they go.
    Members {
        unit: String,
        count: usize,
    },
    /// A unit below one that ends, for which no line says where it belongs.
    Child(String),
    NotABranch(String),
    /// Began on the first day of the new structure or later.
    TooLate(String),
    SecondHead(String),
    /// Nobody would be left who may triage, or approve.
    NoStaff(&'static str),
}

impl Problem {
    /// Stable code, also the tail of the message key.
    pub fn name(&self) -> &'static str {
        match self {
            Self::NotAList => "not-a-list",
            Self::NoHeader => "no-header",
            Self::Empty => "empty",
            Self::UnknownVerb(_) => "unknown-verb",
            Self::Missing(_) => "missing",
            Self::UnknownKind(_) => "unknown-kind",
            Self::UnknownTitle(_) => "unknown-title",
            Self::CodeForm(_) => "code-form",
            Self::CodeTaken(_) => "code-taken",
            Self::UnknownUnit(_) => "unknown-unit",
            Self::NotThere(_) => "not-there",
            Self::TargetEnds(_) => "target-ends",
            Self::NotNew(_) => "not-new",
            Self::Ends(_) => "ends",
            Self::UnknownCard(_) => "unknown-card",
            Self::UnknownLogin(_) => "unknown-login",
            Self::KeepsRights(_) => "keeps-rights",
            Self::Circle(_) => "circle",
            Self::Members { .. } => "members",
            Self::Child(_) => "child",
            Self::NotABranch(_) => "not-a-branch",
            Self::TooLate(_) => "too-late",
            Self::SecondHead(_) => "second-head",
            Self::NoStaff(_) => "no-staff",
        }
    }

    /// What the sentence speaks of.
    pub fn about(&self) -> &str {
        match self {
            Self::NotAList | Self::NoHeader | Self::Empty => "",
            Self::Missing(what) | Self::NoStaff(what) => what,
            Self::Members { unit, .. } => unit,
            Self::UnknownVerb(what)
            | Self::UnknownKind(what)
            | Self::UnknownTitle(what)
            | Self::CodeForm(what)
            | Self::CodeTaken(what)
            | Self::UnknownUnit(what)
            | Self::NotThere(what)
            | Self::TargetEnds(what)
            | Self::NotNew(what)
            | Self::Ends(what)
            | Self::UnknownCard(what)
            | Self::UnknownLogin(what)
            | Self::KeepsRights(what)
            | Self::Circle(what)
            | Self::Child(what)
            | Self::NotABranch(what)
            | Self::TooLate(what)
            | Self::SecondHead(what) => what,
        }
    }

    pub fn count(&self) -> usize {
        if let Self::Members { count, .. } = self { *count } else { 0 }
    }
}

/// A unit that would begin without somebody it needs. May be waived with a reason, and stays red.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Gap {
    pub unit: UnitId,
    pub lacks: Lack,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lack {
    Head,
    Deputy,
}

impl Lack {
    pub fn name(self) -> &'static str {
        match self {
            Self::Head => "head",
            Self::Deputy => "deputy",
        }
    }
}

/// What becomes of an account whose unit ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Displaced {
    pub account: AccountId,
    pub from: UnitId,
    /// Where it goes on; nowhere, until somebody gives it rights again.
    pub to: Option<UnitId>,
}
