//! `/noi-bo/lich` – the calendar of days off: its years, its versions, and loading a year. For administrators, who
//! read no case: what a year would do to deadlines is told in numbers.

use chrono::NaiveDate;
use poem::http::StatusCode;
use poem::web::{Data, Redirect};
use poem::{IntoResponse, Request, Response, Result, handler};
use serde::{Deserialize, Serialize};

use crate::app::calendars::{self, By, Preview, RawHead, RawYear};
use crate::app::{App, AppError, recount};
use crate::domain::access::{Account, Role};
use crate::domain::calendar::Calendar;
use crate::render::Page;
use crate::web::forms::{FlawLine, Form};
use crate::web::frame::View;
use crate::web::signed_in::SignedIn;

/// `pages/noi-bo/lich.html`
#[derive(Serialize)]
pub struct CalendarPage {
    pub version: String,
    pub decreed_until: Option<NaiveDate>,
    pub covered_until: Option<NaiveDate>,
    /// Newest first.
    pub years: Vec<YearLine>,
    /// Newest first.
    pub versions: Vec<VersionLine>,
    /// How many clocks wait for a decision.
    pub waiting: u64,
    pub typed: YearForm,
    pub preview: Option<PreviewLine>,
    pub flaws: Vec<FlawLine>,
}

#[derive(Serialize)]
pub struct YearLine {
    pub year: String,
    pub decreed: bool,
    /// Weekdays off, holidays and swaps together.
    pub off: usize,
    /// Weekend days worked in exchange.
    pub worked: usize,
    pub source: String,
}

#[derive(Serialize)]
pub struct VersionLine {
    pub version: String,
    pub year: Option<String>,
    pub source: String,
    pub by: String,
    pub on: NaiveDate,
}

/// What adopting the year would do.
#[derive(Serialize)]
pub struct PreviewLine {
    pub version: String,
    pub year: String,
    pub days: usize,
    pub changed: Vec<NaiveDate>,
    pub stay: u64,
    pub firm: u64,
    pub affected: u64,
}

/// One year as typed or pasted.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct YearForm {
    pub year: String,
    /// `decreed` or `provisional`.
    pub status: String,
    pub source: String,
    pub rows: String,
    /// `look` or `adopt`.
    pub act: String,
}

impl Page for CalendarPage {
    const TEMPLATE: &'static str = "pages/noi-bo/lich.html";
}

impl From<&Preview> for PreviewLine {
    fn from(preview: &Preview) -> Self {
        let calendars::Effect { stay, firm, affected } = preview.effect;
        Self {
            version: preview.version.clone(),
            year: preview.year.year.to_string(),
            days: preview.days,
            changed: preview.changed.clone(),
            stay,
            firm,
            affected,
        }
    }
}

impl YearForm {
    fn raw(&self) -> RawYear {
        let head = RawHead {
            year: self.year.clone(),
            decreed: self.status == "decreed",
            source: self.source.clone(),
        };
        RawYear { head: Some(head), rows: self.rows.clone() }
    }
}

fn year_lines(calendar: &Calendar) -> Vec<YearLine> {
    use crate::domain::calendar::DayStatus;
    let line = |year: &crate::domain::calendar::CoveredYear| {
        let days = || calendar.special_days().filter(|row| calendar_year(row.day) == year.year);
        let off =
            days().filter(|row| matches!(calendar.status(row.day), DayStatus::Off(_))).count();
        let worked = days().filter(|row| calendar.is_working(row.day)).count();
        let (number, source) = (year.year.to_string(), year.source.clone());
        YearLine { year: number, decreed: year.decreed, off, worked, source }
    };
    let mut lines: Vec<YearLine> = calendar.years().map(line).collect();
    lines.reverse();
    lines
}

fn calendar_year(day: NaiveDate) -> i32 {
    use chrono::Datelike as _;
    day.year()
}

async fn page(
    app: &App,
    who: &Account,
    typed: YearForm,
    preview: Option<PreviewLine>,
    flaws: Vec<FlawLine>,
) -> Result<CalendarPage, AppError> {
    let mut versions = Vec::new();
    for row in calendars::versions(app).await? {
        versions.push(VersionLine {
            by: calendars::loader(app, &row).await?,
            on: row.loaded_on(),
            version: row.version,
            year: row.changed_year.map(|year| year.to_string()),
            source: row.source,
        });
    }
    let rules = app.rules();
    let calendar = rules.calendar();
    Ok(CalendarPage {
        version: calendar.version().to_string(),
        decreed_until: calendar.decreed_until(),
        covered_until: calendar.covered_until(),
        years: year_lines(calendar),
        versions,
        waiting: recount::waiting(app, Some(who.id)).await?,
        typed,
        preview,
        flaws,
    })
}

/// Only administrators load calendars; for others there is no such page.
fn admin(staff: SignedIn) -> Result<SignedIn, AppError> {
    if staff.0.account.role == Role::Admin { Ok(staff) } else { Err(AppError::NotFound) }
}

/// `?nam=2027` puts that year's rows into the form.
#[handler]
pub async fn new(
    req: &Request,
    Data(app): Data<&App>,
    staff: SignedIn,
    view: View,
) -> Result<Response> {
    let staff = admin(staff)?;
    let query = req.uri().query().unwrap_or_default();
    let asked = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "nam");
    let typed = asked.and_then(|(_, year)| stored(app, &year)).unwrap_or_default();
    let notice = (query == "da-ghi").then_some("notice-calendar");
    let page = page(app, &staff.0.account, typed, None, Vec::new()).await?;
    staff.frame(view).noticing(notice).page(&page)
}

/// A year in force as it would be typed.
fn stored(app: &App, year: &str) -> Option<YearForm> {
    let rules = app.rules();
    let number = year.parse().ok()?;
    let file = calendars::year_file(&rules, number).ok()?;
    let covered = rules.calendar().years().find(|row| row.year == number)?;
    // The second line says what the other fields of the form say.
    let rows: Vec<&str> =
        file.lines().enumerate().filter(|(at, _)| *at != 1).map(|(_, line)| line).collect();
    Some(YearForm {
        year: year.to_owned(),
        status: if covered.decreed { "decreed" } else { "provisional" }.to_owned(),
        source: covered.source.clone(),
        rows: rows.join("\n"),
        act: String::new(),
    })
}

#[handler]
pub async fn create(
    Data(app): Data<&App>,
    staff: SignedIn,
    view: View,
    form: Form<YearForm>,
) -> Result<Response> {
    let staff = admin(staff)?;
    let view = staff.frame(view);
    let typed = match form.checked() {
        Ok(typed) => typed,
        Err((typed, trouble)) => {
            let flaws = vec![trouble.line(&view)?];
            return view.page_with(
                trouble.status(),
                &page(app, &staff.0.account, typed, None, flaws).await?,
            );
        }
    };
    if typed.status.is_empty() {
        let flaws = vec![view.flaw("status", "flaw-calendar-status")?];
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return view.page_with(status, &page(app, &staff.0.account, typed, None, flaws).await?);
    }
    let raw = typed.raw();
    let done = if typed.act == "adopt" {
        calendars::adopt(app, By::Account(&staff.0.account), &raw).await
    } else {
        calendars::preview(app, By::Account(&staff.0.account), &raw).await
    };
    match done {
        Ok(_) if typed.act == "adopt" => {
            Ok(Redirect::see_other("/noi-bo/lich?da-ghi").into_response())
        }
        Ok(preview) => {
            let line = PreviewLine::from(&preview);
            view.page_with(
                StatusCode::OK,
                &page(app, &staff.0.account, typed, Some(line), Vec::new()).await?,
            )
        }
        Err(AppError::Lines(found)) => {
            let flaws = view.lines(&found)?;
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            view.page_with(status, &page(app, &staff.0.account, typed, None, flaws).await?)
        }
        Err(AppError::Stale) => {
            let flaws = vec![view.flaw("", "flaw-calendar-stale")?];
            view.page_with(
                StatusCode::CONFLICT,
                &page(app, &staff.0.account, typed, None, flaws).await?,
            )
        }
        Err(error) => Err(error.into()),
    }
}
