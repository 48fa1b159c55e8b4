//! `/noi-bo/lich-han` – the month by deadline, and one day of it.

use chrono::{Datelike as _, Months, NaiveDate};
use poem::http::StatusCode;
use poem::web::{Data, Redirect};
use poem::{IntoResponse as _, Request, Response, Result, handler};
use serde::Serialize;

use crate::app::agenda::{self, Day, DayIs, Month};
use crate::app::{App, AppError};
use crate::domain::letter::Lang;
use crate::render::Page;
use crate::web::forms::FlawLine;
use crate::web::frame::View;
use crate::web::signed_in::SignedIn;

use super::first_page;
use super::lists::{List, Row};

/// `pages/noi-bo/lich-han.html`
#[derive(Serialize)]
pub struct MonthPage {
    /// `2026-11`.
    pub month: String,
    /// In words.
    pub title: String,
    /// What was typed to go to another month.
    pub typed: String,
    pub earlier: Option<String>,
    pub later: Option<String>,
    /// Monday to Sunday; the ends of the first and the last week may be other months' days.
    pub weeks: Vec<Vec<Option<DayCell>>>,
    pub late_before: i64,
    pub decreed: bool,
    pub flaws: Vec<FlawLine>,
}

/// One day of the month.
#[derive(Clone, Debug, Serialize)]
pub struct DayCell {
    pub day: NaiveDate,
    pub number: u32,
    /// `working`, `weekend`, `off` or `worked`.
    pub is: &'static str,
    /// Name of the day off, or of the Saturday worked.
    pub label: String,
    pub today: bool,
    pub rows: Vec<Row>,
    /// Cases due on this day that are not shown here.
    pub more: i64,
    pub count: i64,
}

/// `pages/noi-bo/lich-ngay.html`
#[derive(Serialize)]
pub struct DayPage {
    pub day: NaiveDate,
    /// `2026-11`
    pub month: String,
    pub rows: Vec<Row>,
    pub first: bool,
    pub next: Option<String>,
}

impl Page for MonthPage {
    const TEMPLATE: &'static str = "pages/noi-bo/lich-han.html";
}

impl Page for DayPage {
    const TEMPLATE: &'static str = "pages/noi-bo/lich-ngay.html";
}

impl MonthPage {
    pub fn new(month: Month, title: String, today: NaiveDate, lang: Lang) -> Self {
        let name = |day: NaiveDate| day.format("%Y-%m").to_string();
        let first = month.first;
        let blanks = first.weekday().num_days_from_monday();
        let cells = month.days.into_iter().map(|day| Some(DayCell::of(day, today, lang)));
        let mut cells: Vec<_> = (0..blanks).map(|_| None).chain(cells).collect();
        cells.resize_with(cells.len().next_multiple_of(7), || None);
        Self {
            month: name(first),
            title,
            typed: first.format("%m/%Y").to_string(),
            earlier: first.checked_sub_months(Months::new(1)).map(name),
            later: first.checked_add_months(Months::new(1)).map(name),
            weeks: cells.chunks(7).map(<[_]>::to_vec).collect(),
            late_before: month.late_before,
            decreed: month.decreed,
            flaws: Vec::new(),
        }
    }
}

impl DayCell {
    fn of(day: Day, today: NaiveDate, lang: Lang) -> Self {
        let label = |row: &crate::domain::calendar::SpecialDay| match lang {
            Lang::Vi => row.label.clone(),
            Lang::En => row.label_en.clone(),
        };
        let (is, label) = match &day.is {
            DayIs::Working => ("working", String::new()),
            DayIs::Weekend => ("weekend", String::new()),
            DayIs::Off(row) => ("off", label(row)),
            DayIs::Worked(row) => ("worked", label(row)),
        };
        let shown = i64::try_from(day.rows.len()).unwrap_or(i64::MAX);
        Self {
            day: day.day,
            number: day.day.day(),
            is,
            label,
            today: day.day == today,
            more: day.count - shown,
            count: day.count,
            rows: day.rows.into_iter().map(Row::from).collect(),
        }
    }
}

/// What an address asks for.
#[derive(Default)]
struct Asked {
    month: Option<String>,
    day: Option<NaiveDate>,
    after: Option<String>,
}

impl Asked {
    fn of(query: &str) -> Self {
        let mut asked = Self::default();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            match &*name {
                "thang" => asked.month = Some(value.into_owned()),
                "ngay" => asked.day = value.parse().ok(),
                "sau" => asked.after = Some(value.into_owned()),
                _ => {}
            }
        }
        asked
    }
}

/// The first day of a month written `2026-11` or `11/2026`.
fn written_month(typed: &str) -> Option<NaiveDate> {
    let parts: Vec<&str> = typed.trim().split(['-', '/', '.', ' ']).collect();
    let &[one, other] = parts.as_slice() else { return None };
    let (year, month) = if one.len() == 4 { (one, other) } else { (other, one) };
    let year = year.parse().ok().filter(|year| (1990..=2100).contains(year))?;
    NaiveDate::from_ymd_opt(year, month.parse().ok()?, 1)
}

#[handler]
pub async fn show(
    Data(app): Data<&App>,
    req: &Request,
    staff: SignedIn,
    view: View,
) -> Result<Response> {
    let role = staff.0.account.role;
    if !List::Work.is_for(role) {
        return Ok(Redirect::see_other(first_page(role)).into_response());
    }
    let asked = Asked::of(req.uri().query().unwrap_or_default());
    match asked.day {
        Some(day) => one_day(app, &staff, view, day, asked.after.as_deref()).await,
        None => month(app, &staff, view, asked.month.as_deref()).await,
    }
}

/// A month that cannot be read leaves the present one, and says how to write it.
async fn month(app: &App, staff: &SignedIn, view: View, asked: Option<&str>) -> Result<Response> {
    let today = app.now().day;
    let wanted = asked.map(written_month);
    let first = wanted.flatten().or_else(|| today.with_day(1)).ok_or(AppError::NotFound)?;
    let found = agenda::month(app, &staff.0.account, first).await?;
    let number = first.format("%m/%Y").to_string();
    let title = view.text_with(
        "agenda-month",
        &[("month", fluent_bundle::FluentValue::from(number))].into_iter().collect(),
    )?;
    let mut page = MonthPage::new(found, title, today, view.lang);
    if wanted == Some(None) {
        asked.unwrap_or_default().clone_into(&mut page.typed);
        page.flaws = vec![view.flaw("thang", "flaw-month")?];
        return staff.frame(view).page_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    }
    let here = format!("/noi-bo/lich-han?thang={}", page.month);
    staff.frame(view).at(&here).page(&page)
}

async fn one_day(
    app: &App,
    staff: &SignedIn,
    view: View,
    day: NaiveDate,
    after: Option<&str>,
) -> Result<Response> {
    let found = agenda::on_day(app, &staff.0.account, day, after).await?;
    let page = DayPage {
        day,
        month: day.format("%Y-%m").to_string(),
        rows: found.rows.into_iter().map(Row::from).collect(),
        first: after.is_none(),
        next: found.next,
    };
    let here = format!("/noi-bo/lich-han?ngay={day}");
    staff.frame(view).at(&here).page(&page)
}
