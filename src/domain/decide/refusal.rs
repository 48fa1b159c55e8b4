//! Why a step does not apply.

use thiserror::Error;

use crate::clock::NoRule;

/// Why a step does not apply; each code has its sentence in every locale (`refusal-…`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Refusal {
    #[error("this case does not exist for you")]
    NotYours,
    #[error("the case is not at a point where this applies")]
    OutOfOrder,
    #[error("the second person must be another one")]
    SamePerson,
    #[error("a proposal already waits for a second person")]
    ProposalWaits,
    #[error("no proposal waits")]
    NoProposal,
    #[error("the resident was asked often enough")]
    AskedEnough,
    #[error("this day must lie ahead, within the allowed time")]
    BadDay,
    #[error("this officer is kept out of this case")]
    OfficerExcluded,
    #[error("this unit is the one complained of, or its committee")]
    UnitExcluded,
    #[error("an allegation has no outcome")]
    NoOutcome,
    #[error("an allegation has no evidence")]
    NoEvidence,
    #[error("the person named was not heard, and no lapse is recorded")]
    NotHeard,
    #[error("the deadline has passed")]
    PastDue,
    #[error("no clock of this kind runs")]
    NoClock,
    #[error("too few criteria of complexity")]
    NotComplex,
    #[error("the rule allows no further extension, or not so long a one")]
    NoExtension,
    #[error("the clock already stands still")]
    AlreadyHeld,
    #[error("the clock does not stand still")]
    NotHeld,
    #[error("the rule does not let this clock stand still")]
    NoHold,
    #[error("this body is the one complained of")]
    Boomerang,
    #[error("there is nothing to make an exception from")]
    NoException,
    #[error("a personal tie is never waived")]
    PersonalTie,
    #[error("a legal notice is still to be served")]
    NoticeOwed,
    #[error("the posting is not over")]
    PostingRuns,
    #[error("a measure is not done")]
    MeasureOwed,
    #[error("the resident may still ask for review")]
    AppealRuns,
    #[error("the time to ask for review is over")]
    TooLate,
    #[error("this day does not differ from what the calendar and the rules give")]
    DayStands,
    #[error("the letter did not come in shortly before a congress that is still to open")]
    NoCongress,
    #[error("no rule says how long this clock runs")]
    NoRule,
}

impl Refusal {
    /// Stable code, also the tail of the message key.
    pub fn name(self) -> &'static str {
        match self {
            Self::NotYours => "not-yours",
            Self::OutOfOrder => "out-of-order",
            Self::SamePerson => "same-person",
            Self::ProposalWaits => "proposal-waits",
            Self::NoProposal => "no-proposal",
            Self::AskedEnough => "asked-enough",
            Self::BadDay => "bad-day",
            Self::OfficerExcluded => "officer-excluded",
            Self::UnitExcluded => "unit-excluded",
            Self::NoOutcome => "no-outcome",
            Self::NoEvidence => "no-evidence",
            Self::NotHeard => "not-heard",
            Self::PastDue => "past-due",
            Self::NoClock => "no-clock",
            Self::NotComplex => "not-complex",
            Self::NoExtension => "no-extension",
            Self::AlreadyHeld => "already-held",
            Self::NotHeld => "not-held",
            Self::NoHold => "no-hold",
            Self::Boomerang => "boomerang",
            Self::NoException => "no-exception",
            Self::PersonalTie => "personal-tie",
            Self::NoticeOwed => "notice-owed",
            Self::PostingRuns => "posting-runs",
            Self::MeasureOwed => "measure-owed",
            Self::AppealRuns => "appeal-runs",
            Self::TooLate => "too-late",
            Self::DayStands => "day-stands",
            Self::NoCongress => "no-congress",
            Self::NoRule => "no-rule",
        }
    }
}

impl From<NoRule> for Refusal {
    fn from(_: NoRule) -> Self {
        Self::NoRule
    }
}
