//! A letter as it was typed becomes a letter that may be stored, or a list of flaws.

use chrono::NaiveDate;

use super::text::{limits, line, long_text};
use super::{
    About, EmailAddress, Field, FieldFlaw, Flaw, Kind, Lane, NewLetter, RawLetter, RawReporter,
    Reporter,
};

/// No event older than this can still matter to a living member.
const OLDEST: NaiveDate = match NaiveDate::from_ymd_opt(1945, 1, 1) {
    Some(day) => day,
    None => NaiveDate::MIN,
};

impl RawLetter {
    /// Turns what was typed into a letter that may be stored.
    ///
    /// # Errors
    /// Every flaw found, in the order of the form, so that the reader mends them in one go.
    pub fn parse(self, today: NaiveDate) -> Result<NewLetter, Vec<FieldFlaw>> {
        let mut flaws = Flaws::default();
        let kind =
            flaws.take(Field::Kind, Kind::from_name(self.kind.trim()).ok_or(Flaw::UnknownKind));
        let full = kind.is_some_and(|kind| kind.lane() == Lane::Full);
        let name = flaws.line(Field::AboutName, &self.about.name, limits::LINE);
        let position = flaws.line(Field::AboutPosition, &self.about.position, limits::LINE);
        let unit = flaws.line(Field::AboutUnit, &self.about.unit, limits::LINE);
        let place = flaws.line(Field::Place, &self.place, limits::PLACE);
        let happened_on =
            flaws.take(Field::HappenedOn, past_day(self.happened_on, today)).flatten();
        let text = flaws.take(Field::Text, story(&self.text));
        let reporter = self.reporter.map(|raw| flaws.reporter(&raw, full));
        let email = match self.email.as_deref().map(str::trim).filter(|raw| !raw.is_empty()) {
            Some(raw) => flaws.take(Field::Email, EmailAddress::parse(raw)),
            None => None,
        };
        match (kind, text, flaws.0) {
            (Some(kind), Some(text), found) if found.is_empty() => Ok(NewLetter {
                kind,
                about: About { name, position, unit },
                place,
                happened_on,
                text,
                reporter,
                email,
                lang: self.lang,
            }),
            (_, _, found) => Err(found),
        }
    }
}

/// Checks a later message of the resident.
///
/// # Errors
/// A flaw of the text.
pub fn parse_message(raw: &str) -> Result<String, FieldFlaw> {
    long_text(raw, 1, limits::MESSAGE).map_err(|flaw| FieldFlaw { field: Field::Text, flaw })
}

#[derive(Default)]
struct Flaws(Vec<FieldFlaw>);

impl Flaws {
    fn take<T>(&mut self, field: Field, parsed: Result<T, Flaw>) -> Option<T> {
        parsed.map_err(|flaw| self.0.push(FieldFlaw { field, flaw })).ok()
    }

    fn line(&mut self, field: Field, raw: &str, max: usize) -> String {
        self.take(field, line(raw, max)).unwrap_or_default()
    }

    /// An address is asked for where the answer must be served on paper (`ux.md` R8).
    fn reporter(&mut self, raw: &RawReporter, full: bool) -> Reporter {
        let name = line(&raw.name, limits::NAME).and_then(|name| {
            let length = name.chars().count();
            match length {
                0 => Err(Flaw::Empty),
                _ if length < limits::NAME_MIN => Err(Flaw::TooShort { min: limits::NAME_MIN }),
                _ => Ok(name),
            }
        });
        let address = line(&raw.address, limits::PLACE).and_then(|address| {
            if full && address.is_empty() { Err(Flaw::Empty) } else { Ok(address) }
        });
        let phone = match raw.phone.trim() {
            "" => Ok(String::new()),
            typed => phone(typed),
        };
        Reporter {
            name: self.take(Field::ReporterName, name).unwrap_or_default(),
            address: self.take(Field::ReporterAddress, address).unwrap_or_default(),
            phone: self.take(Field::ReporterPhone, phone).unwrap_or_default(),
        }
    }
}

/// Digits with the usual separators; kept as typed otherwise.
fn phone(typed: &str) -> Result<String, Flaw> {
    let digits = typed.chars().filter(char::is_ascii_digit).count();
    let fine = typed.chars().all(|c| c.is_ascii_digit() || " .-+()".contains(c));
    if fine && (8..=15).contains(&digits) { Ok(typed.to_owned()) } else { Err(Flaw::Phone) }
}

fn past_day(day: Option<NaiveDate>, today: NaiveDate) -> Result<Option<NaiveDate>, Flaw> {
    match day {
        Some(day) if today < day => Err(Flaw::Future),
        Some(day) if day < OLDEST => Err(Flaw::TooOld),
        day => Ok(day),
    }
}

fn story(raw: &str) -> Result<String, Flaw> {
    long_text(raw, limits::STORY_MIN, limits::STORY)
}

#[cfg(test)]
mod tests {
    use super::super::{About, RawLetter, RawReporter};
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn raw() -> RawLetter {
        RawLetter {
            kind: "phan_anh".into(),
            text: "Thu tiền làm ngõ không có phiếu thu.".into(),
            ..RawLetter::default()
        }
    }

    #[test]
    fn every_bad_field_is_told_at_once() {
        let today = day("2026-11-22");
        let bad = RawLetter {
            kind: "khac".into(),
            about: About { name: "x".repeat(201), ..About::default() },
            happened_on: Some(day("2026-11-23")),
            text: "ngắn".into(),
            reporter: Some(RawReporter { name: "a\0b".into(), ..RawReporter::default() }),
            email: Some("a\r\nBcc: b@c.vn".into()),
            ..raw()
        };
        let codes: Vec<(&str, &str)> = bad
            .parse(today)
            .unwrap_err()
            .into_iter()
            .map(|found| (found.field.name(), found.flaw.name()))
            .collect();
        assert_eq!(
            codes,
            [
                ("kind", "unknown-kind"),
                ("about_name", "too-long"),
                ("happened_on", "future"),
                ("text", "too-short"),
                ("reporter_name", "unreadable"),
                ("email", "email"),
            ]
        );
    }

    #[test]
    fn an_address_is_asked_for_only_where_paper_must_be_served() {
        let today = day("2026-11-22");
        let named = Some(RawReporter { name: "Lê An".into(), ..RawReporter::default() });
        let short = RawLetter { reporter: named.clone(), ..raw() };
        assert!(short.parse(today).is_ok());
        let full = RawLetter { kind: "to_cao".into(), reporter: named, ..raw() };
        assert_eq!(full.parse(today).unwrap_err()[0].field, Field::ReporterAddress);
    }
}
