//! `/noi-bo/hs/{number}/cach-tinh/{clock}/{seq}` – a deadline counted day by day, to be checked by hand.

use chrono::NaiveDate;
use poem::web::{Data, Path};
use poem::{Response, Result, handler};
use serde::Serialize;

use crate::app::view::explain;
use crate::app::{App, AppError};
use crate::domain::calendar::SpecialDay;
use crate::domain::clock::ClockKind;
use crate::domain::deadline::{Step, TraceLine};
use crate::domain::letter::Lang;
use crate::render::Page;
use crate::web::frame::View;
use crate::web::signed_in::SignedIn;

use super::found;
use super::lines::{ClockLine, Head};

/// `pages/noi-bo/hs/cach-tinh.html`
#[derive(Serialize)]
pub struct CountPage {
    pub head: Head,
    pub clock: ClockLine,
    pub lines: Vec<DayLine>,
}

/// What happens on one day of the count; `what` is worded by the template.
#[derive(Debug, Default, Serialize)]
pub struct DayLine {
    pub day: NaiveDate,
    pub what: &'static str,
    /// Number of the counted day, or how many days are moved or added.
    pub n: u32,
    /// Name of the holiday, in the reader's language.
    pub label: String,
    pub until: Option<NaiveDate>,
}

impl Page for CountPage {
    const TEMPLATE: &'static str = "pages/noi-bo/hs/cach-tinh.html";
}

impl DayLine {
    pub fn of(line: &TraceLine<'_>, lang: Lang) -> Self {
        let name = |row: &SpecialDay| match lang {
            Lang::Vi => row.label.clone(),
            Lang::En => row.label_en.clone(),
        };
        let plain = |what, n| Self { day: line.day, what, n, ..Self::default() };
        match line.step {
            Step::Start => plain("start", 0),
            Step::Counted { number } => plain("counted", number),
            Step::CountedSwap { number, row } => Self { label: name(row), ..plain("swap", number) },
            Step::Weekend => plain("weekend", 0),
            Step::DayOff(row) => Self { label: name(row), ..plain("off", 0) },
            Step::Held => plain("held", 0),
            Step::HoldApplied { hold, moves } => {
                Self { until: Some(hold.to()), ..plain("hold", moves) }
            }
            Step::HoldIgnored { .. } => plain("hold-late", 0),
            Step::HeldBefore { moves } => plain("held-before", moves),
            Step::Extended { by } => plain("extended", by),
            Step::NominalEnd => plain("nominal", 0),
            Step::Hours { length } => plain("hours", length),
            Step::Due => plain("due", 0),
        }
    }
}

#[handler]
pub(super) async fn show(
    Data(app): Data<&App>,
    Path((number, kind, seq)): Path<(String, String, u32)>,
    staff: SignedIn,
    view: View,
) -> Result<Response> {
    let case = found(app, &staff.0.account, &number).await?;
    let kind = ClockKind::from_name(&kind).ok_or(AppError::NotFound)?;
    let clock = case
        .clocks
        .iter()
        .find(|one| one.clock.kind == kind && one.clock.seq == seq)
        .ok_or(AppError::NotFound)?;
    let rules = app.rules();
    let lines = explain(&rules, &clock.clock)?;
    let lines = lines.iter().map(|line| DayLine::of(line, view.lang)).collect();
    let page = CountPage { head: Head::of(&case), clock: ClockLine::of(clock), lines };
    staff.frame(view).page(&page)
}
