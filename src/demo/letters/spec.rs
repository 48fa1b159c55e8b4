//! How a letter is written down in this module, and how it becomes a [`DemoLetter`].

use super::{AboutText, DemoLetter, Kind, Lang, Measure, MeasureKind, Reporter, Scenario};
use super::{answered, closed, drafted, ended, open, working};
use crate::demo::{Member, Register, Title, Unit};

/// A letter with placeholders: `{ten}` given name, `{hoten}` full name, `{ong}` and `{Ong}` the polite address of
/// the person it is about, `{donvi}` the name of the unit.
pub(super) struct Letter {
    pub(super) kind: Kind,
    pub(super) target: Target,
    /// Name, position and unit as the sender writes them.
    pub(super) about: [&'static str; 3],
    pub(super) place: &'static str,
    pub(super) happened: Option<u32>,
    pub(super) text: &'static str,
    pub(super) reporter: Option<Reporter>,
    pub(super) email: Option<&'static str>,
    pub(super) lang: Lang,
    pub(super) received: u32,
    pub(super) ending: Scenario,
}

/// Whom the letter is truly about.
#[derive(Clone, Copy)]
pub(super) enum Target {
    /// The present holder of a post: unit code, title, which of several (from 0).
    Post(&'static str, Title, usize),
    /// The last former holder of a post.
    Former(&'static str, Title),
    /// A member of a branch by place.
    Member(&'static str, usize),
    /// Someone who lives in the area of this residential branch and is managed at a work place.
    Resident(&'static str),
    /// A unit as such.
    Unit(&'static str),
    /// Nobody in the register.
    Nobody,
}

/// What most letters have in common: Vietnamese, no name, no mail, no date.
pub(super) const PLAIN: Letter = Letter {
    kind: Kind::PhanAnh,
    target: Target::Nobody,
    about: [""; 3],
    place: "",
    happened: None,
    text: "",
    reporter: None,
    email: None,
    lang: Lang::Vi,
    received: 0,
    ending: Scenario::Screening,
};

/// A named sender.
pub(super) const fn from(
    name: &'static str,
    address: &'static str,
    phone: &'static str,
) -> Reporter {
    Reporter { name, address, phone }
}

/// Work to be done by a day, done when its minutes have a number.
pub(super) const fn task(
    what: &'static str,
    within_days: u32,
    minutes: Option<&'static str>,
) -> Measure {
    Measure { kind: MeasureKind::Task, what, within_days, minutes }
}

/// The letters with their placeholders filled, the newest first.
pub(in crate::demo) fn letters(register: Register<'_>) -> Vec<DemoLetter> {
    let parts = [
        open::LETTERS,
        working::LETTERS,
        drafted::LETTERS,
        answered::LETTERS,
        closed::LETTERS,
        ended::LETTERS,
    ];
    let mut letters: Vec<DemoLetter> =
        parts.into_iter().flatten().map(|letter| fill(letter, register)).collect();
    letters.sort_by_key(|letter| letter.received_days_ago);
    letters
}

fn fill(letter: &Letter, register: Register<'_>) -> DemoLetter {
    let (subject, unit) = find(letter.target, register);
    let [name, position, unit_text] = letter.about.map(|text| filled(text, subject, unit));
    DemoLetter {
        kind: letter.kind,
        about: AboutText { name, position, unit: unit_text },
        subject: subject.map(|member| member.id),
        unit: unit.map(|unit| unit.id),
        place: filled(letter.place, subject, unit),
        happened_days_ago: letter.happened,
        text: filled(letter.text, subject, unit),
        reporter: letter.reporter,
        email: letter.email.map(str::to_owned),
        lang: letter.lang,
        received_days_ago: letter.received,
        ending: letter.ending,
    }
}

fn find(target: Target, register: Register<'_>) -> (Option<&Member>, Option<&Unit>) {
    match target {
        Target::Post(code, title, nth) => (register.holder(code, title, nth), register.unit(code)),
        Target::Former(code, title) => (register.former(code, title), register.unit(code)),
        Target::Member(code, place) => (register.at(code, place), register.unit(code)),
        Target::Resident(code) => (register.resident(code), register.unit(code)),
        Target::Unit(code) => (None, register.unit(code)),
        Target::Nobody => (None, None),
    }
}

fn filled(text: &str, subject: Option<&Member>, unit: Option<&Unit>) -> String {
    let mut text = text.to_owned();
    if let Some(member) = subject {
        let honorific = member.gender.honorific();
        let capital = if honorific == "ông" { "Ông" } else { "Bà" };
        text = text
            .replace("{hoten}", &member.full_name)
            .replace("{ten}", member.given_name())
            .replace("{ong}", honorific)
            .replace("{Ong}", capital);
    }
    match unit {
        Some(unit) => text.replace("{donvi}", &unit.name),
        None => text,
    }
}
