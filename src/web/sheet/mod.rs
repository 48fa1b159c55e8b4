//! A counted deadline as a sheet: worded once, shown on a page and printed as a PDF alike.
//!
//! A sheet holds dates, rules and reasons only. Whoever wrote, who is written about and what was written
//! have no place on it.

mod days;
mod facts;
mod paper;

use chrono::NaiveDate;
use fluent_bundle::{FluentArgs, FluentValue};
use poem::Result;
use serde::Serialize;

use crate::app::count::Count;
use crate::app::view::ClockView;
use crate::domain::deadline::{Doubt, Question};
use crate::domain::receipt::CaseNumber;
use crate::render::qr_svg;

use super::frame::View;

pub use paper::answer;

/// `parts/sheet.html`
#[derive(Clone, Debug, Default, Serialize)]
pub struct Sheet {
    pub title: String,
    pub facts: Vec<Fact>,
    /// None where people set the day.
    pub days: Vec<DayRow>,
    pub notes: Vec<String>,
    pub check: Option<Check>,
}

/// A name and its value.
#[derive(Clone, Debug, Serialize)]
pub struct Fact {
    pub name: String,
    pub value: String,
}

/// One line of the count.
#[derive(Clone, Debug, Serialize)]
pub struct DayRow {
    pub day: NaiveDate,
    /// The day in words.
    pub label: String,
    /// Its number in the count; empty for a day that is not counted.
    pub number: String,
    pub what: String,
    /// Whether this is the due day.
    pub due: bool,
}

/// How anybody can count again.
#[derive(Clone, Debug, Serialize)]
pub struct Check {
    /// The address behind the code; it names no case.
    pub address: String,
    /// What is typed on a command line for the same count; empty for residents.
    pub command: String,
    /// Inline SVG.
    pub qr: String,
}

impl Sheet {
    /// The slip of a clock, as it stands on `today`.
    ///
    /// # Errors
    /// 500 when a word is missing.
    pub fn of_clock(
        view: &View,
        number: &CaseNumber,
        clock: &ClockView,
        count: Option<&Count<'_>>,
        today: NaiveDate,
    ) -> Result<Self> {
        let say = Say(view);
        let mut sheet = Self { title: say.plain("slip-title")?, ..Self::default() };
        sheet.facts = facts::of_clock(&say, number, clock, count, today)?;
        if let Some(count) = count {
            sheet.days = days::rows(&say, count, Some(&clock.clock))?;
            sheet.notes = notes(&say, count, Some(&clock.clock.calendar))?;
            if let Some((version, day)) = &clock.now {
                let args = [("version", version.clone().into()), ("day", say.day(*day))];
                sheet.notes.insert(0, say.with("slip-moved", args)?);
            }
            sheet.check = Some(check(&say, &count.question, &clock.clock.calendar)?);
        }
        Ok(sheet)
    }

    /// What anybody gets who asks; `calendar` is the version that the question names, and `now` the count with
    /// the rule's term of today, where that is another.
    ///
    /// # Errors
    /// 500 when a word is missing.
    pub fn of_count(
        view: &View,
        count: &Count<'_>,
        calendar: Option<&str>,
        now: Option<&Count<'_>>,
    ) -> Result<Self> {
        let say = Say(view);
        let mut notes = notes(&say, count, calendar)?;
        if let Some(now) = now {
            notes.insert(0, edited(&say, count, now)?);
        }
        Ok(Self {
            title: say.plain("slip-title")?,
            facts: facts::of_count(&say, count)?,
            days: days::rows(&say, count, None)?,
            notes,
            check: Some(check(&say, &count.question, calendar.unwrap_or(count.calendar()))?),
        })
    }

    /// The same for the resident whose promised day it is, without the words of the office.
    ///
    /// # Errors
    /// 500 when a word is missing.
    pub fn of_promise(view: &View, count: &Count<'_>, clock: &ClockView) -> Result<Self> {
        let say = Say(view);
        let mut check = check(&say, &count.question, &clock.clock.calendar)?;
        check.command.clear();
        let sources = count.sources();
        let own =
            sources.iter().map(|source| year_source(&say, source.year, source.documents.first()));
        Ok(Self {
            title: say.plain("promise-why")?,
            facts: facts::of_promise(&say, count, clock)?,
            days: days::rows(&say, count, None)?,
            notes: own.collect::<Result<_>>()?,
            check: Some(check),
        })
    }
}

/// The lines of a count alone.
///
/// # Errors
/// 500 when a word is missing.
pub fn days(view: &View, count: &Count<'_>) -> Result<Vec<DayRow>> {
    days::rows(&Say(view), count, None)
}

/// Whether the calendar is another one, what the rule does not permit, and where the days off were read.
fn notes(say: &Say<'_>, count: &Count<'_>, calendar: Option<&str>) -> Result<Vec<String>> {
    let mut notes = Vec::new();
    if let Some(asked) = calendar.filter(|asked| *asked != count.calendar()) {
        let args = [("asked", asked.to_owned().into()), ("version", count.calendar().into())];
        notes.push(say.with("slip-other-calendar", args)?);
    }
    for doubt in count.question.doubts() {
        notes.push(say.plain(match doubt {
            Doubt::NotInForce => "doubt-not-in-force",
            Doubt::Extension => "doubt-extension",
            Doubt::Hold => "doubt-hold",
            Doubt::EarlyHold => "doubt-early-hold",
        })?);
    }
    for source in count.sources() {
        notes.push(year_source(say, source.year, &source.documents)?);
        if !source.decreed {
            notes.push(say.with("slip-undecreed", [("year", source.year.to_string().into())])?);
        }
    }
    Ok(notes)
}

/// That the rule has been edited since, with both terms and both days.
fn edited(say: &Say<'_>, count: &Count<'_>, now: &Count<'_>) -> Result<String> {
    let term = |count: &Count<'_>| {
        let term = &count.question.rule().term;
        say.length(term.unit().code(), term.length().unwrap_or(0))
    };
    let args = [
        ("rule", count.question.rule().id.to_string().into()),
        ("term", term(count)?.into()),
        ("day", say.day(count.due())),
        ("now", term(now)?.into()),
        ("today", say.day(now.due())),
    ];
    say.with("slip-edited", args)
}

fn year_source<'t>(
    say: &Say<'_>,
    year: i32,
    documents: impl IntoIterator<Item = &'t String>,
) -> Result<String> {
    let documents: Vec<&str> = documents.into_iter().map(String::as_str).collect();
    let args = [("year", year.to_string().into()), ("text", documents.join("; ").into())];
    say.with("slip-source", args)
}

fn check(say: &Say<'_>, question: &Question<'_>, calendar: &str) -> Result<Check> {
    let address = format!("{}{}", say.0.site.public_url(), path(question, calendar));
    let label = say.plain("slip-qr")?;
    let qr = qr_svg(&address, &label).map_err(poem::error::InternalServerError)?;
    Ok(Check { address, command: question.command(calendar), qr })
}

/// Where the same count is made again: `/tinh-han` with everything it rests on.
pub fn path(question: &Question<'_>, calendar: &str) -> String {
    let holds = question.holds().iter().map(|hold| format!("{}..{}", hold.from(), hold.to()));
    let holds: Vec<String> = holds.collect();
    let extensions: Vec<String> = question.extensions().iter().map(u32::to_string).collect();
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("quy-tac", &question.rule().id).append_pair("tu", &question.from_text());
    if !holds.is_empty() {
        query.append_pair("tam-dung", &holds.join(" "));
    }
    if !extensions.is_empty() {
        query.append_pair("gia-han", &extensions.join(" "));
    }
    // Rules are edited under one id: the count is made again with the term it was made with.
    let term = &question.rule().term;
    if term.length().is_some() {
        query.append_pair("thoi-han", &term.written());
    }
    format!("/tinh-han?{}", query.append_pair("lich", calendar).finish())
}

/// Words in the reader's language.
struct Say<'a>(&'a View);

impl Say<'_> {
    fn plain(&self, key: &str) -> Result<String> {
        self.0.text(key)
    }

    fn with<const N: usize>(
        &self,
        key: &str,
        args: [(&'static str, FluentValue<'_>); N],
    ) -> Result<String> {
        self.0.text_with(key, &FluentArgs::from_iter(args))
    }

    /// A length in its unit, such as “30 ngày làm việc”.
    fn length(&self, unit: &str, n: u32) -> Result<String> {
        self.with(&format!("unit-{unit}"), [("n", n.into())])
    }

    fn day(&self, day: NaiveDate) -> FluentValue<'static> {
        crate::i18n::day(self.0.lang, day).into()
    }

    fn short(&self, day: NaiveDate) -> FluentValue<'static> {
        crate::i18n::short_day(self.0.lang, day).into()
    }
}
