//! What can be wrong with what was typed, and where.

use thiserror::Error;

/// Which part of a letter needs mending.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Field {
    Kind,
    AboutName,
    AboutPosition,
    AboutUnit,
    Place,
    HappenedOn,
    Text,
    ReporterName,
    ReporterAddress,
    ReporterPhone,
    Email,
}

impl Field {
    /// Stable code, also the name of the form field and the JSON pointer's tail.
    pub fn name(self) -> &'static str {
        match self {
            Self::Kind => "kind",
            Self::AboutName => "about_name",
            Self::AboutPosition => "about_position",
            Self::AboutUnit => "about_unit",
            Self::Place => "place",
            Self::HappenedOn => "happened_on",
            Self::Text => "text",
            Self::ReporterName => "reporter_name",
            Self::ReporterAddress => "reporter_address",
            Self::ReporterPhone => "reporter_phone",
            Self::Email => "email",
        }
    }
}

/// What is wrong with a field; each code has its sentence in every locale (`flaw-…`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Flaw {
    #[error("choose one of the kinds")]
    UnknownKind,
    #[error("this part is empty")]
    Empty,
    #[error("this part is too short; at least {min} characters")]
    TooShort { min: usize },
    #[error("this part is too long; at most {max} characters")]
    TooLong { max: usize },
    #[error("too many of these; at most {max}")]
    TooMany { max: usize },
    #[error("this day has not come yet")]
    Future,
    #[error("this day lies too far back")]
    TooOld,
    #[error("this is not a real day")]
    NotADay,
    #[error("there are characters that cannot be read")]
    Unreadable,
    #[error("not a phone number")]
    Phone,
    #[error("not an e-mail address")]
    Email,
}

impl Flaw {
    pub fn name(self) -> &'static str {
        match self {
            Self::UnknownKind => "unknown-kind",
            Self::Empty => "empty",
            Self::TooShort { .. } => "too-short",
            Self::TooLong { .. } => "too-long",
            Self::TooMany { .. } => "too-many",
            Self::Future => "future",
            Self::TooOld => "too-old",
            Self::NotADay => "not-a-day",
            Self::Unreadable => "unreadable",
            Self::Phone => "phone",
            Self::Email => "email",
        }
    }

    /// The number the sentence needs, if it needs one.
    pub fn limit(self) -> Option<usize> {
        match self {
            Self::TooShort { min } => Some(min),
            Self::TooLong { max } | Self::TooMany { max } => Some(max),
            _ => None,
        }
    }
}

/// One line of the error summary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FieldFlaw {
    pub field: Field,
    pub flaw: Flaw,
}
