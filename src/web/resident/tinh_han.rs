//! `/tinh-han` – a deadline counted again by whoever holds a slip, or types what stands on one.
//!
//! Everything comes with the address; nothing is stored, and no case is looked at.

use chrono::NaiveDate;
use poem::http::StatusCode;
use poem::web::Data;
use poem::{Request, Response, Result, handler};
use serde::Serialize;

use crate::app::App;
use crate::app::count::{self, Count, NoCount, Rules};
use crate::domain::deadline::{DueError, Hold, Question, QuestionFlaw, Term};
use crate::render::Page;
use crate::web::forms::FlawLine;
use crate::web::frame::View;
use crate::web::sheet::{Sheet, path};
use crate::web::staff::fields::{self, Mend, Mends};

/// Holds, and extensions, that one question may have.
const MOST: usize = 20;

/// What was typed, as it is shown again.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Asked {
    pub rule: String,
    pub from: String,
    pub holds: String,
    pub extensions: String,
    /// The version of the calendar that a slip names; nobody types it.
    #[serde(skip)]
    pub calendar: Option<String>,
    /// The term that the rule had when a slip was printed; nobody types it.
    #[serde(skip)]
    pub term: Option<Term>,
}

/// A rule to choose.
#[derive(Clone, Debug, Serialize)]
pub struct RuleLine {
    pub id: String,
    pub title: String,
}

/// `pages/tinh-han/index.html`
#[derive(Serialize)]
pub struct AgainPage {
    pub typed: Asked,
    pub rules: Vec<RuleLine>,
    /// The due day in words, and the count.
    pub due: String,
    pub sheet: Option<Sheet>,
    pub flaws: Vec<FlawLine>,
}

impl Page for AgainPage {
    const TEMPLATE: &'static str = "pages/tinh-han/index.html";
}

impl Asked {
    /// None where nothing was asked yet.
    fn of(query: &str) -> Option<Self> {
        let (mut asked, mut any) = (Self::default(), false);
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            let value = value.into_owned();
            any |= matches!(&*name, "quy-tac" | "tu");
            match &*name {
                "quy-tac" => asked.rule = value,
                "tu" => asked.from = value,
                "tam-dung" => asked.holds = value,
                "gia-han" => asked.extensions = value,
                "thoi-han" => asked.term = Term::read(&value).ok(),
                "lich" => asked.calendar = Some(value).filter(|version| plain(version)),
                _ => {}
            }
        }
        any.then_some(asked)
    }

    fn count<'a>(
        &self,
        rules: &'a Rules,
        today: NaiveDate,
    ) -> std::result::Result<Count<'a>, Mends> {
        let mut mends = Mends::default();
        let rule = rules.book.rule(self.rule.trim());
        let known = mends.take(rule.map_err(|_| Mend::at("quy-tac", "flaw-rule")));
        let from = mends.take(moment(&self.from, today));
        let holds = mends.take(holds(&self.holds, today));
        let extensions = mends.take(extensions(&self.extensions));
        let (Some(rule), Some(from), Some(holds), Some(extensions)) =
            (known, from, holds, extensions)
        else {
            return Err(mends);
        };
        let question = Question::read(&rules.book, &rule.id, &from);
        let mut question = question.map_err(|flaw| Mends(vec![unread(&flaw)]))?;
        if let Some(term) = &self.term {
            question.with_term(term.clone());
        }
        for hold in holds {
            question.hold(hold);
        }
        for length in extensions {
            question.extend(length);
        }
        count::asked(rules, question, self.calendar.as_deref())
            .map_err(|none| Mends(vec![uncounted(&none)]))
    }
}

/// A version of the calendar as one is named, so that an address cannot put words on the page.
fn plain(version: &str) -> bool {
    version.len() <= 20 && version.chars().all(|c| c.is_ascii_alphanumeric() || "-.".contains(c))
}

/// The first day as the engine reads it, with its time where one was given.
fn moment(typed: &str, today: NaiveDate) -> std::result::Result<String, Mend> {
    let typed = typed.trim();
    let timed = typed.rsplit_once([' ', 'T']).filter(|(_, time)| time.contains(':'));
    let (day, time) = timed.map_or((typed, None), |(day, time)| (day, Some(time)));
    let day = fields::day("tu", day, today)?;
    Ok(time.map_or_else(|| day.to_string(), |time| format!("{day}T{time}")))
}

/// Days in pairs, with any words between them.
fn holds(typed: &str, today: NaiveDate) -> std::result::Result<Vec<Hold>, Mend> {
    let spaced = typed.replace("..", " ");
    let words = spaced.split(|c: char| !(c.is_ascii_digit() || "/-.".contains(c)));
    let days = words.map(|word| word.trim_matches(['-', '.', '/'])).filter(|word| !word.is_empty());
    let days: Vec<NaiveDate> = days
        .map(|word| fields::day("tam-dung", word, today))
        .collect::<std::result::Result<_, _>>()?;
    let unread = days.is_empty() && !typed.trim().is_empty();
    if unread || !days.len().is_multiple_of(2) {
        return Err(Mend::at("tam-dung", "flaw-holds"));
    }
    if MOST < days.len() / 2 {
        return Err(Mend::at("tam-dung", "flaw-too-many-parts"));
    }
    let hold = |pair: &[NaiveDate]| match pair {
        [from, to] => Hold::new(*from, *to).map_err(|error| refused("tam-dung", &error)),
        _ => Err(Mend::at("tam-dung", "flaw-holds")),
    };
    days.chunks(2).map(hold).collect()
}

fn extensions(typed: &str) -> std::result::Result<Vec<u32>, Mend> {
    let parts = typed.split(|c: char| c.is_whitespace() || ",;+".contains(c));
    let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
    if MOST < parts.len() {
        return Err(Mend::at("gia-han", "flaw-too-many-parts"));
    }
    let number = |part: &&str| part.parse().map_err(|_| Mend::at("gia-han", "flaw-extensions"));
    parts.iter().map(number).collect()
}

fn unread(flaw: &QuestionFlaw) -> Mend {
    match flaw {
        QuestionFlaw::NotADay(_) | QuestionFlaw::NotAMoment(_) => Mend::at("tu", "flaw-day-shape"),
        QuestionFlaw::Due(error) => refused("tu", error),
    }
}

fn uncounted(none: &NoCount) -> Mend {
    match none {
        NoCount::Due(error) => refused("tu", error),
        NoCount::TooLong => Mend::at("tu", "flaw-too-long-count"),
    }
}

fn refused(field: &str, error: &DueError) -> Mend {
    match error {
        DueError::UnknownRule(_) => Mend::at("quy-tac", "flaw-rule"),
        DueError::OutOfRange(_) | DueError::BeyondCalendar => {
            Mend::at(field, "flaw-outside-calendar")
        }
        DueError::HoldReversed { .. } => Mend::at("tam-dung", "flaw-hold-reversed"),
        DueError::ExtensionTooLong(_) => Mend::at("gia-han", "flaw-extensions"),
        DueError::NotHoldable(_) => Mend::at("tam-dung", "flaw-not-holdable"),
        DueError::NotExtendable(_) => Mend::at("gia-han", "flaw-not-extendable"),
        DueError::NotInHours(_) => Mend::at("tu", "flaw-not-in-hours"),
    }
}

#[handler]
pub fn show(Data(app): Data<&App>, req: &Request, view: View) -> Result<Response> {
    let asked = Asked::of(req.uri().query().unwrap_or_default());
    let rules = app.rules();
    let lines = rules.book.rules().map(|rule| RuleLine {
        id: rule.id.to_string(),
        title: rule.title.of(view.lang).to_owned(),
    });
    let mut page = AgainPage {
        typed: asked.clone().unwrap_or_default(),
        rules: lines.collect(),
        due: String::new(),
        sheet: None,
        flaws: Vec::new(),
    };
    let Some(asked) = asked else { return view.page(&page) };
    match asked.count(&rules, app.now().day) {
        Ok(count) => {
            let calendar = asked.calendar.as_deref();
            page.due = crate::i18n::day(view.lang, count.due());
            let now = count::as_of_now(&rules, &count, calendar);
            page.sheet = Some(Sheet::of_count(&view, &count, calendar, now.as_ref())?);
            // The other language shows the same count.
            let here = path(&count.question, calendar.unwrap_or(count.calendar()));
            view.at(&here).page(&page)
        }
        Err(Mends(mends)) => {
            page.flaws = mends.iter().map(|mend| mend.line(&view)).collect::<Result<_>>()?;
            view.page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}
