//! `/noi-bo/to-chuc/so-lieu` – cases by unit in the structure of one day and of another.

use chrono::{Days, NaiveDate};
use poem::http::StatusCode;
use poem::web::Data;
use poem::{Request, Response, Result, handler};
use serde::Serialize;

use crate::app::App;
use crate::app::reorganisation::{self, Figures};
use crate::render::Page;
use crate::web::forms::FlawLine;
use crate::web::frame::View;
use crate::web::signed_in::SignedIn;
use crate::web::staff::fields;

/// `pages/noi-bo/to-chuc/so-lieu.html`
#[derive(Serialize)]
pub struct UnitFiguresPage {
    pub before: String,
    pub after: String,
    pub total: usize,
    pub sides: Vec<Side>,
    pub flaws: Vec<FlawLine>,
}

#[derive(Serialize)]
pub struct Side {
    pub day: NaiveDate,
    pub lines: Vec<SideLine>,
}

#[derive(Serialize)]
pub struct SideLine {
    pub units: Vec<String>,
    pub cases: usize,
}

impl Page for UnitFiguresPage {
    const TEMPLATE: &'static str = "pages/noi-bo/to-chuc/so-lieu.html";
}

impl UnitFiguresPage {
    pub fn new(found: Figures, [before, after]: [String; 2], flaws: Vec<FlawLine>) -> Self {
        let side = |(day, lines): (NaiveDate, Vec<reorganisation::FiguresLine>)| {
            let line =
                |one: reorganisation::FiguresLine| SideLine { units: one.units, cases: one.cases };
            Side { day, lines: lines.into_iter().map(line).collect() }
        };
        let sides = found.days.into_iter().zip(found.sides).map(side).collect();
        Self { before, after, total: found.total, sides, flaws }
    }
}

#[handler]
pub async fn show(
    req: &Request,
    Data(app): Data<&App>,
    staff: SignedIn,
    view: View,
) -> Result<Response> {
    let today = app.now().day;
    let query = req.uri().query().unwrap_or_default();
    let value = |wanted: &str, else_on: NaiveDate| {
        let mut pairs = form_urlencoded::parse(query.as_bytes());
        let typed = pairs.find(|(name, _)| name == wanted).map(|(_, value)| value.into_owned());
        let typed = typed.filter(|typed| !typed.trim().is_empty());
        typed.unwrap_or_else(|| fields::typed_day(else_on))
    };
    let typed = [value("truoc", today - Days::new(365)), value("sau", today)];
    let names = ["truoc", "sau"];
    let (mut days, mut flaws) = ([today; 2], Vec::new());
    let view = staff.frame(view);
    for (at, typed) in typed.iter().enumerate() {
        match fields::day(names[at], typed, today) {
            Ok(day) => days[at] = day,
            Err(mend) => flaws.push(mend.line(&view)?),
        }
    }
    let found = reorganisation::figures(app, &staff.0.account, days).await?;
    let status = if flaws.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    view.page_with(status, &UnitFiguresPage::new(found, typed, flaws))
}
