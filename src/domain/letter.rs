//! What a resident sends, parsed once at the door.

use chrono::NaiveDate;
use thiserror::Error;

use crate::text;

/// What the resident wants: the content decides, triage may reclassify (Circular 05/2021, art. 6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Opinion; no right to a formal decision.
    GopY,
    /// Report of a fact.
    PhanAnh,
    /// Proposal to change something.
    KienNghi,
    /// Complaint against a decision or act on one's own rights.
    KhieuNai,
    /// Denunciation of a violation.
    ToCao,
    /// Commendation.
    BieuDuong,
}

/// How much procedure a kind brings with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Lane {
    /// Ends with an answer.
    Short,
    /// Ends with a conclusion on each allegation.
    Full,
    /// Only recorded and thanked for.
    Thanks,
}

impl Kind {
    pub const ALL: [Self; 6] =
        [Self::GopY, Self::PhanAnh, Self::KienNghi, Self::KhieuNai, Self::ToCao, Self::BieuDuong];

    /// The stored and public spelling. Never changed, only added to.
    pub fn name(self) -> &'static str {
        match self {
            Self::GopY => "gop_y",
            Self::PhanAnh => "phan_anh",
            Self::KienNghi => "kien_nghi",
            Self::KhieuNai => "khieu_nai",
            Self::ToCao => "to_cao",
            Self::BieuDuong => "bieu_duong",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    pub fn lane(self) -> Lane {
        match self {
            Self::GopY | Self::PhanAnh | Self::KienNghi => Lane::Short,
            Self::KhieuNai | Self::ToCao => Lane::Full,
            Self::BieuDuong => Lane::Thanks,
        }
    }
}

/// The language a person reads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Lang {
    #[default]
    Vi,
    En,
}

impl Lang {
    pub fn name(self) -> &'static str {
        match self {
            Self::Vi => "vi",
            Self::En => "en",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Vi, Self::En].into_iter().find(|lang| lang.name() == name)
    }
}

/// How the letter reached the committee.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    Web,
    Api,
    InPerson,
    Post,
    Box,
    Oral,
    Forwarded,
}

impl Source {
    pub const ALL: [Self; 7] =
        [Self::Web, Self::Api, Self::InPerson, Self::Post, Self::Box, Self::Oral, Self::Forwarded];

    pub fn name(self) -> &'static str {
        match self {
            Self::Web => "web",
            Self::Api => "api",
            Self::InPerson => "in_person",
            Self::Post => "post",
            Self::Box => "box",
            Self::Oral => "oral",
            Self::Forwarded => "forwarded",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|source| source.name() == name)
    }
}

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

/// An address that can stand in a mail header: ASCII domain, no white space, no control characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmailAddress(String);

impl EmailAddress {
    /// Longest address that mail servers must accept (RFC 5321, 4.5.3.1).
    const MAX: usize = 254;

    /// # Errors
    /// [`Flaw::Email`] when it could not be written to or could break a header.
    pub fn parse(raw: &str) -> Result<Self, Flaw> {
        let address = raw.trim();
        let (local, domain) = address.rsplit_once('@').ok_or(Flaw::Email)?;
        let clean = |part: &str, extra: &str| {
            !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || extra.contains(c))
        };
        let dots =
            |part: &str| !part.starts_with('.') && !part.ends_with('.') && !part.contains("..");
        let fits = address.len() <= Self::MAX && local.len() <= 64;
        let labels =
            domain.split('.').all(|label| !label.starts_with('-') && !label.ends_with('-'));
        let fine =
            clean(local, "!#$%&'*+-/=?^_`{|}~.") && clean(domain, "-.") && domain.contains('.');
        if fits && fine && labels && dots(local) && dots(domain) {
            Ok(Self(address.to_owned()))
        } else {
            Err(Flaw::Email)
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

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

fn long_text(raw: &str, min: usize, max: usize) -> Result<String, Flaw> {
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

#[cfg(test)]
mod tests {
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

    #[test]
    fn addresses_that_could_break_a_header_are_refused() {
        for good in ["a@b.vn", "nguyen.van-an+x@thu.example.vn"] {
            assert!(EmailAddress::parse(good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "a",
            "a@",
            "@b.vn",
            "a@b",
            "a b@c.vn",
            "a@b..vn",
            "a@-b.vn",
            "a@b.vn\r\nBcc:c@d.vn",
            "á@b.vn",
            "<a@b.vn>",
            "a,b@c.vn",
        ] {
            assert_eq!(EmailAddress::parse(bad), Err(Flaw::Email), "{bad}");
        }
    }
}
