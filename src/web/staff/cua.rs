//! `/noi-bo` – the entrance of staff: the first step of signing in, and signing out.

use poem::http::StatusCode;
use poem::web::cookie::{CookieJar, SameSite};
use poem::web::{Data, Redirect};
use poem::{IntoResponse, Request, Response, Result, handler};
use serde::{Deserialize, Serialize};

use crate::app::sign_in::{self, Next};
use crate::app::{self, App, AppError};
use crate::caller::Caller;
use crate::limits::Action;
use crate::render::Page;
use crate::web::forms::{FlawLine, Form, Nothing, Signed};
use crate::web::frame::View;
use crate::web::signed_in::{HALF_COOKIE, STAFF_COOKIE, SignedIn, leading, wanted};

use super::first_page;

/// `pages/noi-bo/index.html`. The password is never shown again.
#[derive(Serialize)]
pub struct EntrancePage {
    pub login: String,
    /// The page that was asked for before signing in; empty for the first list.
    pub wanted: String,
    /// What the identity provider is called, where there is one.
    pub provider: Option<String>,
    pub flaws: Vec<FlawLine>,
}

impl Page for EntrancePage {
    const TEMPLATE: &'static str = "pages/noi-bo/index.html";
}

#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SignInForm {
    login: String,
    password: String,
    wanted: String,
}

#[handler]
pub fn new(req: &Request, staff: Option<SignedIn>, view: View) -> Result<Response> {
    if let Some(staff) = staff {
        return Ok(Redirect::see_other(first_page(staff.0.account.role)).into_response());
    }
    let provider = view.provider().map(str::to_owned);
    let (login, wanted) = (String::new(), wanted(req));
    view.page(&EntrancePage { login, wanted, provider, flaws: Vec::new() })
}

#[handler]
pub async fn create(
    Data(app): Data<&App>,
    caller: Caller,
    jar: &CookieJar,
    view: View,
    form: Form<SignInForm>,
) -> Result<Response> {
    let again = |form: SignInForm, status, line| {
        let (login, wanted) = (form.login, form.wanted);
        let provider = view.provider().map(str::to_owned);
        let page = EntrancePage { login, wanted, provider, flaws: vec![line] };
        view.page_with(status, &page)
    };
    let form = match form.checked() {
        Ok(form) => form,
        Err((form, trouble)) => return again(form, trouble.status(), trouble.line(&view)?),
    };
    let signing = async {
        app.admit(caller, Action::SignIn)?;
        sign_in::begin(app, caller.into(), &form.login, &form.password).await
    };
    match signing.await {
        Ok((half, next)) => {
            view.site.keep_session(jar, HALF_COOKIE, &half.token, SameSite::Strict);
            let to = match next {
                Next::Code => "/noi-bo/ma",
                Next::Enrol => "/noi-bo/ma/moi",
            };
            Ok(Redirect::see_other(leading(to, &form.wanted)).into_response())
        }
        Err(AppError::Denied) => {
            let line = view.flaw("login", "flaw-sign-in")?;
            again(form, StatusCode::UNPROCESSABLE_ENTITY, line)
        }
        Err(AppError::TooMany(wait)) => {
            again(form, StatusCode::TOO_MANY_REQUESTS, view.too_many(wait)?)
        }
        Err(AppError::Busy(wait)) => again(form, StatusCode::SERVICE_UNAVAILABLE, view.busy(wait)?),
        Err(error) => Err(error.into()),
    }
}

/// `POST /noi-bo/thoat`
#[handler]
pub async fn destroy(
    Data(app): Data<&App>,
    jar: &CookieJar,
    view: View,
    _form: Signed<Nothing>,
) -> Result<Response> {
    if let Some(token) = view.site.session(jar, STAFF_COOKIE) {
        app::sessions::end(app, &token).await?;
        view.site.drop_session(jar, STAFF_COOKIE);
    }
    Ok(Redirect::see_other("/noi-bo").into_response())
}
