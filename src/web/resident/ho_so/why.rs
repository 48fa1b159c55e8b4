//! Why the promised day is this day: in short on the page of the case, day by day on a page of its own.

use chrono::NaiveDate;
use poem::web::Data;
use poem::{Response, Result, handler};
use serde::Serialize;

use crate::app::count::{self, Count};
use crate::app::view::ClockView;
use crate::app::{App, AppError, tracking};
use crate::domain::calendar::SpecialDay;
use crate::domain::deadline::{Regime, Step};
use crate::domain::letter::Lang;
use crate::render::Page;
use crate::web::frame::View;
use crate::web::resident::session::Holder;
use crate::web::sheet::Sheet;

/// In short.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Why {
    /// Nobody but the office itself set this term: a hope, not a time limit.
    pub target: bool,
    pub term: Option<Term>,
    pub from: NaiveDate,
    /// What was passed over on the way.
    pub skipped: Skipped,
    /// What extensions added, in the unit of the term.
    pub extended: u32,
    /// Since when the clock stands still.
    pub held_since: Option<NaiveDate>,
    /// The law or decision behind the term, in the reader's language.
    pub basis: String,
    pub confirmed: bool,
    /// Whether the days can be shown one by one.
    pub counted: bool,
}

/// A length and its unit: `wd` for working days, `cal` for calendar days.
#[derive(Clone, Debug, Serialize)]
pub struct Term {
    pub n: u32,
    pub unit: &'static str,
}

/// Days that are not counted in working days, and Saturdays that are.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Skipped {
    pub weekend_days: u32,
    pub off: Vec<OffLine>,
    pub worked: Vec<OffLine>,
    /// Days on which the clock stood still.
    pub held_days: u32,
    /// The last day fell on a day of rest.
    pub rolled: bool,
}

/// A particular day and its name.
#[derive(Clone, Debug, Serialize)]
pub struct OffLine {
    pub day: NaiveDate,
    pub label: String,
}

impl Why {
    pub(super) fn of(app: &App, view: &ClockView, lang: Lang) -> Self {
        let clock = &view.clock;
        let rules = app.rules();
        let count = count::of_clock(&rules, clock).ok().flatten();
        let rule = count.as_ref().map(|count| count.question.rule());
        let term = view.term.filter(|(_, unit)| ["wd", "cal"].contains(unit));
        Self {
            target: rule.is_some_and(|rule| rule.regime == Regime::House),
            from: clock.anchor_on,
            skipped: Skipped {
                rolled: clock.nominal_on != clock.due_on,
                ..match (&count, term) {
                    (Some(count), Some((_, "wd"))) => Skipped::of(count, lang),
                    _ => Skipped::default(),
                }
            },
            term: term.map(|(n, unit)| Term { n, unit }),
            extended: clock.extensions.iter().map(|extension| extension.days).sum(),
            held_since: clock.open_hold().map(|hold| hold.from),
            basis: view.basis.of(lang).to_owned(),
            confirmed: view.confirmed,
            // A stored day that another calendar would give is not explained by this one.
            counted: count.is_some_and(|count| count.due() == clock.due_on),
        }
    }
}

impl Skipped {
    fn of(count: &Count<'_>, lang: Lang) -> Self {
        let mut skipped = Self::default();
        for line in &count.lines {
            match line.step {
                Step::Weekend => skipped.weekend_days += 1,
                Step::DayOff(row) => skipped.off.push(OffLine::of(row, lang)),
                Step::CountedSwap { row, .. } => skipped.worked.push(OffLine::of(row, lang)),
                Step::Held => skipped.held_days += 1,
                _ => {}
            }
        }
        skipped
    }
}

impl OffLine {
    fn of(row: &SpecialDay, lang: Lang) -> Self {
        let label = match lang {
            Lang::Vi => row.label.clone(),
            Lang::En => row.label_en.clone(),
        };
        Self { day: row.day, label }
    }
}

/// `pages/ho-so/cach-tinh.html`
#[derive(Serialize)]
pub struct WhyPage {
    pub sheet: Sheet,
}

impl Page for WhyPage {
    const TEMPLATE: &'static str = "pages/ho-so/cach-tinh.html";
}

/// `GET /ho-so/cach-tinh`
#[handler]
pub async fn show(Data(app): Data<&App>, Holder(_, held): Holder, view: View) -> Result<Response> {
    let tracking = tracking::view(app, &held).await?;
    let clock = tracking.clock.ok_or(AppError::NotFound)?;
    let rules = app.rules();
    let count = count::of_clock(&rules, &clock.clock)?.ok_or(AppError::NotFound)?;
    let sheet = Sheet::of_promise(&view, &count, &clock)?;
    view.page(&WhyPage { sheet })
}
