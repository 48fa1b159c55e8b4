//! `/noi-bo/dai-hoi` – congresses and the window before each, counted backwards day by day.

use chrono::NaiveDate;
use poem::http::StatusCode;
use poem::web::{Data, Redirect};
use poem::{IntoResponse, Response, Result, handler};
use serde::{Deserialize, Serialize};

use crate::app::calendars::{self, By};
use crate::app::{App, AppError, count};
use crate::domain::access::Role;
use crate::domain::congress::{Congress, Level};
use crate::render::Page;
use crate::web::forms::{FlawLine, Form};
use crate::web::frame::View;
use crate::web::sheet::{self, DayRow};
use crate::web::signed_in::SignedIn;
use crate::web::staff::fields::{self, Mend, Mends};

/// `pages/noi-bo/dai-hoi.html`
#[derive(Serialize)]
pub struct CongressPage {
    pub congresses: Vec<CongressLine>,
    pub levels: [&'static str; 2],
    pub typed: CongressForm,
    pub flaws: Vec<FlawLine>,
}

#[derive(Serialize)]
pub struct CongressLine {
    pub id: String,
    pub name: String,
    pub level: &'static str,
    pub opens_on: NaiveDate,
    /// First day of the window.
    pub first: NaiveDate,
    pub length: u32,
    pub provisional: bool,
    pub basis: String,
    pub confirmed: bool,
    pub source: String,
    /// The count, day by day.
    pub lines: Vec<DayRow>,
}

/// A congress as typed; `drop` is the id of one to take back.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CongressForm {
    pub name: String,
    pub level: String,
    pub opens_on: String,
    pub source: String,
    pub drop: String,
}

impl Page for CongressPage {
    const TEMPLATE: &'static str = "pages/noi-bo/dai-hoi.html";
}

impl CongressForm {
    fn read(&self, today: NaiveDate) -> std::result::Result<(Congress, String), Mends> {
        let mut mends = Mends::default();
        let name = mends.take(fields::line("name", &self.name, "flaw-congress-name"));
        let level = Level::from_name(&self.level).ok_or(Mend::at("level", "flaw-congress-level"));
        let level = mends.take(level);
        let opens_on = mends.take(fields::day("opens_on", &self.opens_on, today));
        let source = mends.take(fields::line("source", &self.source, "flaw-congress-source"));
        match (name, level, opens_on, source) {
            (Some(name), Some(level), Some(opens_on), Some(source)) => {
                Ok((Congress { level, name, opens_on }, source))
            }
            _ => Err(mends),
        }
    }
}

async fn page(
    app: &App,
    view: &View,
    typed: CongressForm,
    flaws: Vec<FlawLine>,
) -> Result<CongressPage> {
    let rules = app.rules();
    let mut lines = Vec::new();
    for one in calendars::congresses(app).await? {
        let count = count::of_window(&rules, &one.congress)?;
        lines.push(CongressLine {
            id: one.id.to_string(),
            name: one.congress.name,
            level: one.congress.level.name(),
            opens_on: one.congress.opens_on,
            first: one.window.first,
            length: one.length,
            provisional: one.window.provisional,
            basis: one.basis.of(view.lang).to_owned(),
            confirmed: one.confirmed,
            source: one.source,
            lines: sheet::days(view, &count)?,
        });
    }
    let levels = Level::ALL.map(Level::name);
    Ok(CongressPage { congresses: lines, levels, typed, flaws })
}

/// Whoever runs the machine, or confirms for the committee; for others there is no such page.
fn allowed(staff: SignedIn) -> Result<SignedIn, AppError> {
    let may = matches!(staff.0.account.role, Role::Admin | Role::Approver);
    if may { Ok(staff) } else { Err(AppError::NotFound) }
}

#[handler]
pub async fn new(Data(app): Data<&App>, staff: SignedIn, view: View) -> Result<Response> {
    let view = allowed(staff)?.frame(view);
    let page = page(app, &view, CongressForm::default(), Vec::new()).await?;
    view.page(&page)
}

#[handler]
pub async fn create(
    Data(app): Data<&App>,
    staff: SignedIn,
    view: View,
    form: Form<CongressForm>,
) -> Result<Response> {
    let staff = allowed(staff)?;
    let view = staff.frame(view);
    let typed = match form.checked() {
        Ok(typed) => typed,
        Err((typed, trouble)) => {
            let flaws = vec![trouble.line(&view)?];
            return view.page_with(trouble.status(), &page(app, &view, typed, flaws).await?);
        }
    };
    let by = By::Account(&staff.0.account);
    if !typed.drop.is_empty() {
        let id = typed.drop.parse().map_err(|_| AppError::NotFound)?;
        calendars::call_off(app, by, id).await?;
        return Ok(Redirect::see_other("/noi-bo/dai-hoi").into_response());
    }
    let flaws = match typed.read(app.now().day) {
        Ok((congress, source)) => match calendars::call(app, by, congress, &source).await {
            Ok(()) => return Ok(Redirect::see_other("/noi-bo/dai-hoi").into_response()),
            Err(AppError::Lines(found)) => view.lines(&found)?,
            Err(error) => return Err(error.into()),
        },
        Err(mends) => mends.0.iter().map(|mend| mend.line(&view)).collect::<Result<Vec<_>>>()?,
    };
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    view.page_with(status, &page(app, &view, typed, flaws).await?)
}
