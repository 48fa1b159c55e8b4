//! What staff type into forms, read field by field; what is wrong is told in the reader's language.

use chrono::{Datelike, NaiveDate};
use fluent_bundle::FluentArgs;
use poem::Result;

use crate::domain::letter::{self, Flaw, limits};
use crate::web::forms::FlawLine;
use crate::web::frame::View;
use crate::web::resident::gui::written_day;

/// One thing to mend: the input, the key of the sentence, and what the sentence speaks of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mend {
    field: String,
    key: &'static str,
    n: Option<usize>,
    text: Option<String>,
}

impl Mend {
    pub fn at(field: &str, key: &'static str) -> Self {
        Self { field: field.to_owned(), key, n: None, text: None }
    }

    /// With a number in the sentence.
    #[must_use]
    pub fn n(self, n: usize) -> Self {
        Self { n: Some(n), ..self }
    }

    /// With words in the sentence.
    #[must_use]
    pub fn about(self, text: String) -> Self {
        Self { text: Some(text), ..self }
    }

    fn of(field: &str, flaw: Flaw) -> Self {
        match flaw {
            Flaw::TooLong { max } => Self::at(field, "flaw-too-long").n(max),
            _ => Self::at(field, "flaw-unreadable"),
        }
    }

    /// The line of the error summary.
    ///
    /// # Errors
    /// 500 when the sentence is missing.
    pub fn line(&self, view: &View) -> Result<FlawLine> {
        let mut args = FluentArgs::new();
        if let Some(n) = self.n {
            args.set("n", n);
        }
        if let Some(text) = &self.text {
            args.set("text", text.clone());
        }
        Ok(FlawLine { field: self.field.clone(), text: view.text_with(self.key, &args)? })
    }
}

/// Everything to mend in a form, so that it is told in one go.
#[derive(Debug, Default)]
pub struct Mends(pub Vec<Mend>);

impl Mends {
    /// The value, or nothing and a line more to mend.
    pub fn take<T>(&mut self, read: std::result::Result<T, Mend>) -> Option<T> {
        read.map_err(|mend| self.0.push(mend)).ok()
    }
}

/// A text of at least `min` characters; `key` is the sentence for less.
///
/// # Errors
/// What to mend.
pub fn words(
    field: &str,
    typed: &str,
    min: usize,
    key: &'static str,
) -> std::result::Result<String, Mend> {
    let text = letter::text_within(typed, limits::MESSAGE).map_err(|flaw| Mend::of(field, flaw))?;
    if text.chars().count() < min { Err(Mend::at(field, key)) } else { Ok(text) }
}

/// A text that may be empty.
///
/// # Errors
/// What to mend.
pub fn optional(field: &str, typed: &str) -> std::result::Result<String, Mend> {
    words(field, typed, 0, "flaw-empty")
}

/// One line that must be filled in.
///
/// # Errors
/// What to mend.
pub fn line(field: &str, typed: &str, key: &'static str) -> std::result::Result<String, Mend> {
    let line = letter::line(typed, limits::LINE).map_err(|flaw| Mend::of(field, flaw))?;
    if line.is_empty() { Err(Mend::at(field, key)) } else { Ok(line) }
}

/// A day as people write it, also `22/11`, `2211` and `22112026`; without a year this year's.
///
/// # Errors
/// What to mend.
pub fn day(field: &str, typed: &str, today: NaiveDate) -> std::result::Result<NaiveDate, Mend> {
    let spelled = spelled(typed.trim(), today);
    match written_day(&spelled, today) {
        Some(Ok(day)) => Ok(day),
        Some(Err(_)) => Err(Mend::at(field, "flaw-not-a-day")),
        None => Err(Mend::at(field, "flaw-day-shape")),
    }
}

fn spelled(typed: &str, today: NaiveDate) -> String {
    let digits = typed.chars().all(|c| c.is_ascii_digit());
    let parts = typed.split(['/', '-', '.', ' ']).filter(|part| !part.is_empty()).count();
    match (digits, typed.len()) {
        (true, 4) => format!("{}/{}/{}", &typed[..2], &typed[2..], today.year()),
        (true, 8) => format!("{}/{}/{}", &typed[..2], &typed[2..4], &typed[4..]),
        (false, 1..=6) if parts == 2 => format!("{typed}/{}", today.year()),
        _ => typed.to_owned(),
    }
}

/// A day as it is put into a form.
pub fn typed_day(day: NaiveDate) -> String {
    day.format("%d/%m/%Y").to_string()
}
