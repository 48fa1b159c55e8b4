//! What a resident sends, parsed once at the door.

mod email;
mod flaw;
mod kind;
mod parse;
mod text;

use chrono::NaiveDate;

pub use email::EmailAddress;
pub use flaw::{Field, FieldFlaw, Flaw};
pub use kind::{Kind, Lane, Lang, Source};
pub use parse::parse_message;
pub use text::{limits, line, text_within};

/// Whom or what the letter is about, in the resident's own words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct About {
    pub name: String,
    pub position: String,
    pub unit: String,
}

impl About {
    pub fn is_empty(&self) -> bool {
        self.name.is_empty() && self.position.is_empty() && self.unit.is_empty()
    }

    /// The description as one line, for matching and display.
    pub fn line(&self) -> String {
        let parts = [&self.name, &self.position, &self.unit];
        let filled: Vec<&str> =
            parts.into_iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
        filled.join(", ")
    }
}

/// Who wrote. Lives in the vault and nowhere else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reporter {
    pub name: String,
    pub address: String,
    pub phone: String,
}

/// A letter as it came through a door, before it is checked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RawLetter {
    pub kind: String,
    pub about: About,
    pub place: String,
    /// The day it happened; the door has parsed the day itself.
    pub happened_on: Option<NaiveDate>,
    pub text: String,
    pub reporter: Option<RawReporter>,
    pub email: Option<String>,
    pub lang: Lang,
}

/// The reporter's own words about themselves, before they are checked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RawReporter {
    pub name: String,
    pub address: String,
    pub phone: String,
}

/// A letter that may be stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewLetter {
    pub kind: Kind,
    pub about: About,
    pub place: String,
    pub happened_on: Option<NaiveDate>,
    pub text: String,
    pub reporter: Option<Reporter>,
    pub email: Option<EmailAddress>,
    pub lang: Lang,
}
