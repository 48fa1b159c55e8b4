//! `/noi-bo/lich-doi` – promised days that a calendar or a rule loaded later would move, for those who may see the cases.

use chrono::NaiveDate;
use poem::web::Data;
use poem::{Request, Response, Result, handler};
use serde::Serialize;

use crate::app::App;
use crate::app::recount::{self, DoubtView};
use crate::render::Page;
use crate::web::frame::View;
use crate::web::signed_in::SignedIn;

/// `pages/noi-bo/lich-doi.html`
#[derive(Serialize)]
pub struct DoubtsPage {
    pub cases: Vec<DoubtfulLine>,
    pub next: Option<String>,
}

#[derive(Serialize)]
pub struct DoubtfulLine {
    pub number: String,
    pub doubts: Vec<DoubtLine>,
}

/// One clock with its two days.
#[derive(Clone, Debug, Serialize)]
pub struct DoubtLine {
    /// As the form sends it back: `c2:0`.
    pub value: String,
    pub kind: &'static str,
    pub old_on: NaiveDate,
    pub new_on: NaiveDate,
    pub days: Vec<DifferenceLine>,
    /// Number and unit of the term before and now, where the rule changed.
    pub terms: Option<(Option<TermLine>, Option<TermLine>)>,
    pub may_move: bool,
}

pub type TermLine = (u32, &'static str);

#[derive(Clone, Debug, Serialize)]
pub struct DifferenceLine {
    pub day: NaiveDate,
    pub works: bool,
    pub label: String,
    pub label_en: String,
}

impl Page for DoubtsPage {
    const TEMPLATE: &'static str = "pages/noi-bo/lich-doi.html";
}

impl DoubtLine {
    pub fn of(doubt: &DoubtView) -> Self {
        let day = |day: &recount::DifferingDay| DifferenceLine {
            day: day.day,
            works: day.works,
            label: day.label.clone(),
            label_en: day.label_en.clone(),
        };
        Self {
            value: format!("{}:{}", doubt.clock.name(), doubt.seq),
            kind: doubt.clock.name(),
            old_on: doubt.old_on,
            new_on: doubt.new_on,
            days: doubt.days.iter().map(day).collect(),
            terms: doubt.terms.as_ref().map(|(old, new)| (term(old), term(new))),
            may_move: doubt.may_move,
        }
    }
}

fn term(written: &str) -> Option<TermLine> {
    let term = crate::domain::deadline::Term::read(written).ok()?;
    Some((term.length()?, term.unit().code()))
}

#[handler]
pub async fn show(
    req: &Request,
    Data(app): Data<&App>,
    staff: SignedIn,
    view: View,
) -> Result<Response> {
    let query = req.uri().query().unwrap_or_default();
    let after = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "sau");
    let after = after.map(|(_, value)| value.into_owned());
    let found = recount::doubtful(app, &staff.0.account, after.as_deref()).await?;
    let line = |case: recount::DoubtfulCase| DoubtfulLine {
        number: case.number.to_string(),
        doubts: case.doubts.iter().map(DoubtLine::of).collect(),
    };
    let page = DoubtsPage { cases: found.rows.into_iter().map(line).collect(), next: found.next };
    staff.frame(view).page(&page)
}
