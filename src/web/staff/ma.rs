//! `/noi-bo/ma` – the second step of signing in: a code of the authenticator app.

use poem::http::StatusCode;
use poem::web::cookie::CookieJar;
use poem::web::{Data, Redirect};
use poem::{IntoResponse as _, Request, Response, Result, handler};
use serde::{Deserialize, Serialize};

use crate::app::{App, AppError, sign_in};
use crate::caller::Caller;
use crate::limits::Action;
use crate::render::Page;
use crate::web::forms::{FlawLine, Form};
use crate::web::frame::View;
use crate::web::signed_in::{HALF_COOKIE, asked_page, keep, leading, wanted};

/// `pages/noi-bo/ma.html`. A code is never shown again.
#[derive(Serialize)]
pub struct CodePage {
    pub wanted: String,
    pub flaws: Vec<FlawLine>,
}

impl Page for CodePage {
    const TEMPLATE: &'static str = "pages/noi-bo/ma.html";
}

#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CodeForm {
    pub(super) code: String,
    pub(super) wanted: String,
}

#[handler]
pub async fn new(
    Data(app): Data<&App>,
    req: &Request,
    jar: &CookieJar,
    view: View,
) -> Result<Response> {
    let wanted = wanted(req);
    let half = view.site.session(jar, HALF_COOKIE).unwrap_or_default();
    match sign_in::pending(app, &half).await {
        Ok(None) => view.page(&CodePage { wanted, flaws: Vec::new() }),
        Ok(Some(_)) => Ok(Redirect::see_other(leading("/noi-bo/ma/moi", &wanted)).into_response()),
        Err(AppError::Denied) => Ok(from_the_start(&wanted)),
        Err(error) => Err(error.into()),
    }
}

#[handler]
pub async fn create(
    Data(app): Data<&App>,
    caller: Caller,
    jar: &CookieJar,
    view: View,
    form: Form<CodeForm>,
) -> Result<Response> {
    let again = |wanted: String, status, line| {
        view.page_with(status, &CodePage { wanted, flaws: vec![line] })
    };
    let form = match form.checked() {
        Ok(form) => form,
        Err((form, trouble)) => return again(form.wanted, trouble.status(), trouble.line(&view)?),
    };
    let half = view.site.session(jar, HALF_COOKIE).unwrap_or_default();
    let signing = async {
        app.admit(caller, Action::SignIn)?;
        sign_in::finish(app, caller.into(), &half, &form.code).await
    };
    match signing.await {
        Ok(session) => {
            keep(app, &view.site, jar, &session).await?;
            let to = asked_page(&form.wanted).unwrap_or("/noi-bo");
            Ok(Redirect::see_other(to).into_response())
        }
        Err(AppError::Denied) => Ok(from_the_start(&form.wanted)),
        Err(AppError::HalfWay(_)) => {
            let line = view.flaw("code", "flaw-code")?;
            again(form.wanted, StatusCode::UNPROCESSABLE_ENTITY, line)
        }
        Err(AppError::TooMany(wait)) => {
            again(form.wanted, StatusCode::TOO_MANY_REQUESTS, view.too_many(wait)?)
        }
        Err(error) => Err(error.into()),
    }
}

/// Back to the password: the first step is too long ago, or too many codes were wrong.
pub(super) fn from_the_start(wanted: &str) -> Response {
    Redirect::see_other(leading("/noi-bo", wanted)).into_response()
}
