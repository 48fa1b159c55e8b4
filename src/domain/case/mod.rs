//! A case: one matter, one competent body, and where it stands.

mod state;

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::ids::{AccountId, AllegationId, CaseId, MeasureId, MemberId, UnitId};
use crate::letter::{Kind, Lane};
use crate::step::Act;

pub use state::{Ending, PublicStatus, STATE_NAMES, State, public_of};

/// Whose rules the case follows; chosen when it is accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Track {
    Party,
    State,
}

impl Track {
    pub const ALL: [Self; 2] = [Self::Party, Self::State];

    pub fn name(self) -> &'static str {
        match self {
            Self::Party => "party",
            Self::State => "state",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|track| track.name() == name)
    }
}

/// Which desk triages and supervises the case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Queue {
    /// The committee's own inspection committee.
    Committee,
    /// The level above: triage is touched, the person is unknown, or it is an appeal.
    Above,
}

impl Queue {
    pub const ALL: [Self; 2] = [Self::Committee, Self::Above];

    pub fn name(self) -> &'static str {
        match self {
            Self::Committee => "committee",
            Self::Above => "above",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|queue| queue.name() == name)
    }
}

/// Who follows the matter to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Assignment {
    /// The responsible unit.
    pub unit: UnitId,
    /// Its officer, who declares that no interest binds them before the content opens.
    pub officer: AccountId,
    /// The branch that helps to establish facts, as a rule the one of residence (Regulation 213-QĐ/TW).
    pub coordinating: Option<UnitId>,
}

/// What was found about one allegation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    Upheld,
    Partly,
    NotUpheld,
    Insufficient,
}

impl Outcome {
    pub const ALL: [Self; 4] = [Self::Upheld, Self::Partly, Self::NotUpheld, Self::Insufficient];

    pub fn name(self) -> &'static str {
        match self {
            Self::Upheld => "upheld",
            Self::Partly => "partly",
            Self::NotUpheld => "not_upheld",
            Self::Insufficient => "insufficient",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.name() == name)
    }
}

/// One point of the letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allegation {
    pub id: AllegationId,
    pub outcome: Option<Outcome>,
}

/// Something that must be done after the conclusion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measure {
    pub id: MeasureId,
    pub due_on: NaiveDate,
    pub done_on: Option<NaiveDate>,
}

/// A proposal that waits for a second person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pending {
    pub act: Act,
    pub by: AccountId,
    pub on: NaiveDate,
}

/// What binds a case to the level above besides the queue it lies in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Above {
    /// It was called to look on, in whatever queue the case lies: the resident was harassed, or two people
    /// made an exception from the guard against conflicts.
    pub called: bool,
    /// The case waits there only until somebody decides whom it means.
    pub quarantined: bool,
}

/// A case as the rules see it: no word of the letter, nothing of the reporter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    pub id: CaseId,
    pub kind: Kind,
    pub track: Track,
    pub queue: Queue,
    pub state: State,
    pub received_on: NaiveDate,
    /// Whether the resident follows by page (web) or must be served paper.
    pub paper: bool,
    /// Whether a reporter's name lies in the vault.
    pub named: bool,
    /// How often the resident was asked for more.
    pub asked: u32,
    /// How often the approver returned the draft.
    pub returned: u32,
    pub pending: Option<Pending>,
    pub subjects: BTreeSet<MemberId>,
    pub allegations: Vec<Allegation>,
    /// What the conclusion orders, in order.
    pub measures: Vec<Measure>,
    /// Whether the subject was heard, or the lapse of the reply term was recorded.
    pub heard: bool,
    /// The earlier case this one reviews.
    pub appeal_of: Option<CaseId>,
    pub above: Above,
    /// Officers whom the resident asks to keep away, while nobody has decided on it.
    pub challenged: BTreeSet<AccountId>,
    pub revision: i64,
}

impl Case {
    pub fn lane(&self) -> Lane {
        self.kind.lane()
    }
}

/// Who must not learn of a case: computed from dated facts before anyone is told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Exclusions {
    pub accounts: BTreeSet<AccountId>,
    /// Units that may not handle or help: the subject's own, and those whose committee they sit on.
    pub units: BTreeSet<UnitId>,
    /// Those of the accounts that are kept out for their seat alone: two people may make an exception.
    pub for_the_seat: BTreeSet<AccountId>,
    /// Officers for whom they made one: their unit no longer stands in their way.
    pub admitted: BTreeSet<AccountId>,
}
