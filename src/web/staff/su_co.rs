//! `/noi-bo/su-co` – suspected breaches of personal data, and the hours left to tell the authority.

use chrono::{NaiveDate, NaiveTime, Utc};
use poem::http::StatusCode;
use poem::web::{Data, Redirect};
use poem::{IntoResponse, Response, Result, handler};
use serde::{Deserialize, Serialize};

use crate::app::breaches::{self, BreachView};
use crate::app::{App, AppError, Words};
use crate::domain::access::Account;
use crate::render::Page;
use crate::web::forms::{FlawLine, Form};
use crate::web::frame::View;
use crate::web::signed_in::SignedIn;
use crate::web::staff::fields::{self, Mend, Mends};

/// `pages/noi-bo/su-co.html`
#[derive(Serialize)]
pub struct BreachPage {
    pub breaches: Vec<BreachLine>,
    pub typed: BreachForm,
    pub flaws: Vec<FlawLine>,
}

/// Times are hours and minutes in Hanoi.
#[derive(Serialize)]
pub struct BreachLine {
    pub id: String,
    pub what: String,
    /// Why words of it stay that may betray a reporter; empty as a rule.
    pub keep: String,
    pub noticed_on: NaiveDate,
    pub noticed_at: String,
    pub due_on: NaiveDate,
    pub due_at: String,
    pub basis: String,
    pub recorded_by: String,
    pub reported_on: Option<NaiveDate>,
    pub reported_at: String,
    pub hours_left: Option<i64>,
    pub red: bool,
}

/// A breach as typed; `reported` is the id of one of which the authority was told.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct BreachForm {
    pub what: String,
    pub keep: String,
    pub noticed_on: String,
    pub noticed_at: String,
    pub reported: String,
}

impl Page for BreachPage {
    const TEMPLATE: &'static str = "pages/noi-bo/su-co.html";
}

impl BreachForm {
    fn read(&self, today: NaiveDate) -> std::result::Result<(Words, chrono::DateTime<Utc>), Mends> {
        let mut mends = Mends::default();
        let what = mends.take(fields::words("what", &self.what, 10, "flaw-breach-what"));
        let keep = mends.take(fields::optional("keep", &self.keep));
        let on = mends.take(fields::day("noticed_on", &self.noticed_on, today));
        let typed = self.noticed_at.trim().replace(['h', 'g', '.'], ":");
        let at = NaiveTime::parse_from_str(&typed, "%H:%M");
        let at = mends.take(at.map_err(|_| Mend::at("noticed_at", "flaw-breach-time")));
        let (Some(what), Some(keep), Some(on), Some(at)) = (what, keep, on, at) else {
            return Err(mends);
        };
        match breaches::in_hanoi(on.and_time(at)) {
            Some(at) => Ok((Words::leaving(what, keep), at)),
            None => Err(Mends(vec![Mend::at("noticed_at", "flaw-breach-time")])),
        }
    }
}

fn line(view: &View, one: BreachView) -> BreachLine {
    let hour = |at: chrono::DateTime<chrono::FixedOffset>| at.format("%H:%M").to_string();
    BreachLine {
        id: one.id.to_string(),
        what: one.what,
        keep: one.keep_reason,
        noticed_on: one.noticed_at.date_naive(),
        noticed_at: hour(one.noticed_at),
        due_on: one.due_at.date_naive(),
        due_at: hour(one.due_at),
        basis: one.basis.of(view.lang).to_owned(),
        recorded_by: one.recorded_by,
        reported_on: one.reported_at.map(|at| at.date_naive()),
        reported_at: one.reported_at.map(hour).unwrap_or_default(),
        hours_left: one.hours_left,
        red: one.red,
    }
}

async fn page(
    app: &App,
    who: &Account,
    view: &View,
    typed: BreachForm,
    flaws: Vec<FlawLine>,
) -> Result<BreachPage> {
    let all = breaches::list(app, who).await?;
    let breaches = all.into_iter().map(|one| line(view, one)).collect();
    Ok(BreachPage { breaches, typed, flaws })
}

#[handler]
pub async fn new(Data(app): Data<&App>, staff: SignedIn, view: View) -> Result<Response> {
    let view = staff.frame(view);
    let page = page(app, &staff.0.account, &view, BreachForm::default(), Vec::new()).await?;
    view.page(&page)
}

#[handler]
pub async fn create(
    Data(app): Data<&App>,
    staff: SignedIn,
    view: View,
    form: Form<BreachForm>,
) -> Result<Response> {
    let view = staff.frame(view);
    let who = &staff.0.account;
    if !breaches::may(who) {
        return Err(AppError::NotFound.into());
    }
    let typed = match form.checked() {
        Ok(typed) => typed,
        Err((typed, trouble)) => {
            let flaws = vec![trouble.line(&view)?];
            return view.page_with(trouble.status(), &page(app, who, &view, typed, flaws).await?);
        }
    };
    if !typed.reported.is_empty() {
        let id = typed.reported.parse().map_err(|_| AppError::NotFound)?;
        breaches::reported(app, who, id).await?;
        return Ok(Redirect::see_other("/noi-bo/su-co").into_response());
    }
    let flaws = match typed.read(app.now().day) {
        Ok((what, at)) => match breaches::record(app, who, &what, at).await {
            Ok(()) => return Ok(Redirect::see_other("/noi-bo/su-co").into_response()),
            Err(AppError::Risks(risks)) => view.risks("what", &risks)?,
            Err(AppError::Flaws(_)) => vec![view.flaw("noticed_at", "flaw-breach-ahead")?],
            Err(error) => return Err(error.into()),
        },
        Err(mends) => mends.0.iter().map(|mend| mend.line(&view)).collect::<Result<Vec<_>>>()?,
    };
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    view.page_with(status, &page(app, who, &view, typed, flaws).await?)
}
