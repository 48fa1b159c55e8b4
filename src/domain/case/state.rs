//! Where a case stands. Each state carries the facts that are true in it, and no others.

use chrono::NaiveDate;

use super::Assignment;
use crate::step::{RecordReason, RefusalReason};

/// Where a case stands, with the facts that hold only there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    Received,
    Screening,
    /// Waits for the resident; resumes by itself on `resume_on`, never closes by itself.
    NeedInfo {
        resume_on: NaiveDate,
    },
    Accepted {
        on: NaiveDate,
    },
    Assigned {
        to: Assignment,
    },
    Verifying {
        to: Assignment,
    },
    Drafted {
        to: Assignment,
    },
    Review {
        to: Assignment,
        on: NaiveDate,
    },
    Concluded {
        to: Assignment,
        on: NaiveDate,
    },
    Monitoring {
        to: Assignment,
        on: NaiveDate,
    },
    Closed {
        on: NaiveDate,
        ending: Ending,
    },
    NotAccepted {
        on: NaiveDate,
        reason: RefusalReason,
    },
    /// No end until the other body's receipt is recorded.
    TransferredOut {
        on: NaiveDate,
        body: String,
    },
    /// The resident takes the letter back; the committee decides whether the matter goes on.
    Withdrawn {
        on: NaiveDate,
        to: Option<Assignment>,
    },
    Recorded {
        on: NaiveDate,
        reason: RecordReason,
        review_on: NaiveDate,
    },
}

/// How a case came to its end; the outcome itself sits on the allegations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    Concluded,
    Transferred,
    Withdrawn,
    Acknowledged,
}

impl Ending {
    pub const ALL: [Self; 4] =
        [Self::Concluded, Self::Transferred, Self::Withdrawn, Self::Acknowledged];

    pub fn name(self) -> &'static str {
        match self {
            Self::Concluded => "concluded",
            Self::Transferred => "transferred",
            Self::Withdrawn => "withdrawn",
            Self::Acknowledged => "acknowledged",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|ending| ending.name() == name)
    }
}

/// The stored spellings of the states, in the order of the main line.
pub const STATE_NAMES: [&str; 15] = [
    "received",
    "screening",
    "need_info",
    "accepted",
    "assigned",
    "verifying",
    "drafted",
    "review",
    "concluded",
    "monitoring",
    "closed",
    "not_accepted",
    "transferred_out",
    "withdrawn",
    "recorded",
];

impl State {
    /// The stored spelling. Never changed, only added to.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Screening => "screening",
            Self::NeedInfo { .. } => "need_info",
            Self::Accepted { .. } => "accepted",
            Self::Assigned { .. } => "assigned",
            Self::Verifying { .. } => "verifying",
            Self::Drafted { .. } => "drafted",
            Self::Review { .. } => "review",
            Self::Concluded { .. } => "concluded",
            Self::Monitoring { .. } => "monitoring",
            Self::Closed { .. } => "closed",
            Self::NotAccepted { .. } => "not_accepted",
            Self::TransferredOut { .. } => "transferred_out",
            Self::Withdrawn { .. } => "withdrawn",
            Self::Recorded { .. } => "recorded",
        }
    }

    /// Who handles the case now, if anyone does.
    pub fn assignment(&self) -> Option<Assignment> {
        match *self {
            Self::Assigned { to }
            | Self::Verifying { to }
            | Self::Drafted { to }
            | Self::Review { to, .. }
            | Self::Concluded { to, .. }
            | Self::Monitoring { to, .. } => Some(to),
            Self::Withdrawn { to, .. } => to,
            _ => None,
        }
    }

    pub(crate) fn assignment_mut(&mut self) -> Option<&mut Assignment> {
        match self {
            Self::Assigned { to }
            | Self::Verifying { to }
            | Self::Drafted { to }
            | Self::Review { to, .. }
            | Self::Concluded { to, .. }
            | Self::Monitoring { to, .. }
            | Self::Withdrawn { to: Some(to), .. } => Some(to),
            _ => None,
        }
    }

    /// Whether anything is still owed to anyone.
    pub fn is_open(&self) -> bool {
        !matches!(self, Self::Closed { .. } | Self::NotAccepted { .. } | Self::Recorded { .. })
    }

    /// What the resident may know: five words and no more (`workflow.md`, "Public face").
    pub fn public(&self) -> PublicStatus {
        public_of(self.name()).unwrap_or(PublicStatus::Handling)
    }
}

/// The public word of a state by its stored spelling.
pub fn public_of(state: &str) -> Option<PublicStatus> {
    Some(match state {
        "received" => PublicStatus::Received,
        "screening" | "need_info" => PublicStatus::Screening,
        "accepted" | "assigned" | "verifying" | "drafted" | "review" | "withdrawn" => {
            PublicStatus::Handling
        }
        "concluded" | "monitoring" | "not_accepted" | "transferred_out" | "recorded" => {
            PublicStatus::Answered
        }
        "closed" => PublicStatus::Finished,
        _ => return None,
    })
}

/// The five words a resident sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PublicStatus {
    Received,
    Screening,
    Handling,
    Answered,
    Finished,
}

impl PublicStatus {
    /// The spelling of the public API.
    pub fn name(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Screening => "screening",
            Self::Handling => "handling",
            Self::Answered => "answered",
            Self::Finished => "finished",
        }
    }
}
