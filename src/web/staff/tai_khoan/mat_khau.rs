//! `/noi-bo/tai-khoan/mat-khau` – choosing another password.

use poem::http::StatusCode;
use poem::web::cookie::CookieJar;
use poem::web::{Data, Redirect};
use poem::{IntoResponse as _, Response, Result, handler};
use serde::Serialize;

use crate::app::{App, AppError, own, step_up};
use crate::domain::purpose::Purpose;
use crate::render::Page;
use crate::web::forms::{FlawLine, Form};
use crate::web::frame::View;
use crate::web::signed_in::{STAFF_COOKIE, SignedIn};
use crate::web::staff::kich_hoat::ChosenForm;

/// `pages/noi-bo/tai-khoan/mat-khau.html`. What was typed is never shown again.
#[derive(Serialize)]
pub struct PasswordPage {
    pub flaws: Vec<FlawLine>,
}

impl Page for PasswordPage {
    const TEMPLATE: &'static str = "pages/noi-bo/tai-khoan/mat-khau.html";
}

#[handler]
pub fn new(Data(app): Data<&App>, staff: SignedIn, view: View) -> Result<Response> {
    let frame = staff.frame(view);
    let SignedIn(staff) = staff;
    step_up::require(app, &staff, Purpose::OwnSignIn)?;
    frame.page(&PasswordPage { flaws: Vec::new() })
}

#[handler]
pub async fn create(
    Data(app): Data<&App>,
    jar: &CookieJar,
    staff: SignedIn,
    view: View,
    form: Form<ChosenForm>,
) -> Result<Response> {
    let view = staff.frame(view);
    let again = |status, line| view.page_with(status, &PasswordPage { flaws: vec![line] });
    let form = match form.checked() {
        Ok(form) => form,
        Err((_, trouble)) => return again(trouble.status(), trouble.line(&view)?),
    };
    if form.password != form.again {
        return again(StatusCode::UNPROCESSABLE_ENTITY, view.flaw("again", "flaw-again")?);
    }
    let token = view.site.session(jar, STAFF_COOKIE).unwrap_or_default();
    match own::set_password(app, &staff.0, &token, &form.password).await {
        Ok(()) => Ok(Redirect::see_other("/noi-bo/tai-khoan?da-doi").into_response()),
        Err(AppError::Password(weak)) => {
            let line = view.flaw("password", &format!("flaw-{}", weak.name()))?;
            again(StatusCode::UNPROCESSABLE_ENTITY, line)
        }
        Err(error) => Err(error.into()),
    }
}
