//! Texts as people type them, cleaned and measured.

use super::Flaw;
use crate::text;

/// Limits told to the user (characters after NFC; `ux.md` §2.0).
pub mod limits {
    pub const LINE: usize = 200;
    pub const PLACE: usize = 300;
    pub const STORY_MIN: usize = 20;
    pub const STORY: usize = 10_000;
    pub const MESSAGE: usize = 5_000;
    pub const NAME: usize = 100;
    pub const NAME_MIN: usize = 2;
}

/// A text that may be empty, of at most `max` characters after cleaning; line breaks stay.
///
/// # Errors
/// [`Flaw::TooLong`] or [`Flaw::Unreadable`].
pub fn text_within(raw: &str, max: usize) -> Result<String, Flaw> {
    match long_text(raw, 0, max) {
        Err(Flaw::Empty) => Ok(String::new()),
        parsed => parsed,
    }
}

pub(super) fn long_text(raw: &str, min: usize, max: usize) -> Result<String, Flaw> {
    let text = text::clean_multiline(&readable(raw)?);
    match text.chars().count() {
        0 => Err(Flaw::Empty),
        length if length < min => Err(Flaw::TooShort { min }),
        length if max < length => Err(Flaw::TooLong { max }),
        _ => Ok(text),
    }
}

/// One line of at most `max` characters after cleaning; line breaks become blanks.
///
/// # Errors
/// [`Flaw::TooLong`] or [`Flaw::Unreadable`].
pub fn line(raw: &str, max: usize) -> Result<String, Flaw> {
    let line = text::clean(&readable(raw)?);
    if max < line.chars().count() { Err(Flaw::TooLong { max }) } else { Ok(line) }
}

/// Refuses what no keyboard types: NUL and other control characters reach neither database nor header.
fn readable(raw: &str) -> Result<String, Flaw> {
    let odd = |c: char| c == '\u{FFFD}' || (c.is_control() && !matches!(c, '\n' | '\r' | '\t'));
    if raw.contains(odd) { Err(Flaw::Unreadable) } else { Ok(raw.to_owned()) }
}
