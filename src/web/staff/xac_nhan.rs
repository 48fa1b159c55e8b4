//! `/noi-bo/xac-nhan` – password and code again before what weighs most, and back to where one was.

use poem::http::StatusCode;
use poem::web::cookie::{CookieJar, SameSite};
use poem::web::{Data, Redirect};
use poem::{IntoResponse as _, Request, Response, Result, handler};
use serde::{Deserialize, Serialize};

use crate::app::{App, AppError, step_up};
use crate::caller::Caller;
use crate::domain::purpose::Purpose;
use crate::limits::Action;
use crate::render::Page;
use crate::web::forms::{FlawLine, Form};
use crate::web::frame::View;
use crate::web::signed_in::{STAFF_COOKIE, SignedIn, asked_page, queried, wanted};

/// `pages/noi-bo/xac-nhan.html`. Neither password nor code is shown again.
#[derive(Serialize)]
pub struct ProofPage {
    /// What for, in its stored spelling.
    pub purpose: &'static str,
    pub wanted: String,
    pub flaws: Vec<FlawLine>,
}

impl Page for ProofPage {
    const TEMPLATE: &'static str = "pages/noi-bo/xac-nhan.html";
}

#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ProofForm {
    purpose: String,
    password: String,
    code: String,
    wanted: String,
}

#[handler]
pub fn new(req: &Request, staff: SignedIn, view: View) -> Result<Response> {
    let view = staff.frame(view);
    // The signed-in account is all that is wanted of it.
    drop(staff);
    let purpose = queried(req, "viec").as_deref().and_then(Purpose::from_name);
    let Some(purpose) = purpose else {
        return Ok(Redirect::see_other("/noi-bo").into_response());
    };
    view.page(&ProofPage { purpose: purpose.name(), wanted: wanted(req), flaws: Vec::new() })
}

#[handler]
pub async fn create(
    Data(app): Data<&App>,
    caller: Caller,
    jar: &CookieJar,
    staff: SignedIn,
    view: View,
    form: Form<ProofForm>,
) -> Result<Response> {
    let view = staff.frame(view);
    let (form, trouble) = match form.checked() {
        Ok(form) => (form, None),
        Err((form, trouble)) => (form, Some(trouble)),
    };
    let Some(purpose) = Purpose::from_name(&form.purpose) else {
        return Ok(Redirect::see_other("/noi-bo").into_response());
    };
    let again = |status, line| {
        let wanted = asked_page(&form.wanted).unwrap_or_default().to_owned();
        view.page_with(status, &ProofPage { purpose: purpose.name(), wanted, flaws: vec![line] })
    };
    if let Some(trouble) = trouble {
        return again(trouble.status(), trouble.line(&view)?);
    }
    let token = view.site.session(jar, STAFF_COOKIE).unwrap_or_default();
    let proving = async {
        app.admit(caller, Action::SignIn)?;
        step_up::prove(app, &token, purpose, &form.password, &form.code).await
    };
    match proving.await {
        Ok(session) => {
            view.site.keep_session(jar, STAFF_COOKIE, &session.token, SameSite::Lax);
            let to = asked_page(&form.wanted).unwrap_or("/noi-bo");
            Ok(Redirect::see_other(to).into_response())
        }
        Err(AppError::Denied) => {
            again(StatusCode::UNPROCESSABLE_ENTITY, view.flaw("password", "flaw-password")?)
        }
        Err(AppError::HalfWay(_)) => {
            again(StatusCode::UNPROCESSABLE_ENTITY, view.flaw("code", "flaw-code")?)
        }
        Err(AppError::TooMany(wait)) => again(StatusCode::TOO_MANY_REQUESTS, view.too_many(wait)?),
        Err(error) => Err(error.into()),
    }
}
