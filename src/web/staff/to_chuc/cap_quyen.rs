//! `/noi-bo/to-chuc/cap-quyen` – accounts whose unit ended, and giving them rights again.

use chrono::NaiveDate;
use poem::http::StatusCode;
use poem::web::{Data, Redirect};
use poem::{IntoResponse as _, Response, Result, handler};
use serde::{Deserialize, Serialize};

use crate::app::reorganisation::{self, Lost};
use crate::app::{App, AppError};
use crate::render::Page;
use crate::web::forms::{FlawLine, Form};
use crate::web::frame::View;
use crate::web::signed_in::SignedIn;

/// `pages/noi-bo/to-chuc/cap-quyen.html`
#[derive(Serialize)]
pub struct GrantsPage {
    pub lost: Vec<LostLine>,
    pub typed: GrantForm,
    pub flaws: Vec<FlawLine>,
}

#[derive(Serialize)]
pub struct LostLine {
    pub login: String,
    pub name: String,
    pub role: &'static str,
    pub from: String,
    pub on: NaiveDate,
}

/// Whom, and where.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct GrantForm {
    pub login: String,
    pub unit: String,
}

impl Page for GrantsPage {
    const TEMPLATE: &'static str = "pages/noi-bo/to-chuc/cap-quyen.html";
}

impl From<Lost> for LostLine {
    fn from(lost: Lost) -> Self {
        let Lost { login, name, role, from, on } = lost;
        Self { login, name, role, from, on }
    }
}

async fn page(
    app: &App,
    staff: &SignedIn,
    typed: GrantForm,
    flaws: Vec<FlawLine>,
) -> Result<GrantsPage> {
    let found = reorganisation::lost(app, &staff.0.account).await?;
    Ok(GrantsPage { lost: found.into_iter().map(LostLine::from).collect(), typed, flaws })
}

#[handler]
pub async fn show(Data(app): Data<&App>, staff: SignedIn, view: View) -> Result<Response> {
    let page = page(app, &staff, GrantForm::default(), Vec::new()).await?;
    staff.frame(view).page(&page)
}

#[handler]
pub async fn create(
    Data(app): Data<&App>,
    staff: SignedIn,
    view: View,
    form: Form<GrantForm>,
) -> Result<Response> {
    let (typed, flaws, status) = match form.checked() {
        Err((typed, trouble)) => (typed, vec![trouble.line(&view)?], trouble.status()),
        Ok(typed) => {
            // Asked first: for others there is no such page.
            reorganisation::lost(app, &staff.0.account).await?;
            match reorganisation::grant(app, &staff.0.account, &typed.login, &typed.unit).await {
                Ok(()) => {
                    return Ok(Redirect::see_other("/noi-bo/to-chuc/cap-quyen").into_response());
                }
                Err(AppError::NotFound) => {
                    let flaws = vec![view.flaw("login", "flaw-reorg-grant")?];
                    (typed, flaws, StatusCode::UNPROCESSABLE_ENTITY)
                }
                Err(error) => return Err(error.into()),
            }
        }
    };
    let page = page(app, &staff, typed, flaws).await?;
    staff.frame(view).page_with(status, &page)
}
