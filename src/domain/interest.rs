//! Ties that bind a person to another or to a unit, each with its time: nobody handles what they have a stake in.

use chrono::NaiveDate;

use crate::ids::{AccountId, MemberId, UnitId};

/// What kind of tie it is (Decree 31/2019, art. 5(2) and 10(3); 131-QĐ/TW 2023).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tie {
    Spouse,
    /// Also by adoption.
    Parent,
    /// Also by adoption.
    Child,
    Sibling,
    /// Parents and children of a spouse, spouses of children.
    InLaw,
    /// Direct interests: business, debt, a lawsuit.
    Stake,
}

impl Tie {
    pub const ALL: [Self; 6] =
        [Self::Spouse, Self::Parent, Self::Child, Self::Sibling, Self::InLaw, Self::Stake];

    /// The stored spelling. Never changed, only added to.
    pub fn name(self) -> &'static str {
        match self {
            Self::Spouse => "spouse",
            Self::Parent => "parent",
            Self::Child => "child",
            Self::Sibling => "sibling",
            Self::InLaw => "in_law",
            Self::Stake => "stake",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tie| tie.name() == name)
    }

    /// Only interests can bind to a unit; nobody is its child.
    pub fn binds_units(self) -> bool {
        self == Self::Stake
    }
}

/// Whose tie it is: a member of the register, or an account behind which none stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Holder {
    Member(MemberId),
    Account(AccountId),
}

/// Whom or what it binds to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Toward {
    Member(MemberId),
    Unit(UnitId),
}

/// One declared tie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interest {
    pub of: Holder,
    pub to: Toward,
    pub tie: Tie,
    pub from: NaiveDate,
    /// The first day on which it was no longer so.
    pub until: Option<NaiveDate>,
}

impl Interest {
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.from <= day && self.until.is_none_or(|until| day < until)
    }
}
