//! `/noi-bo` – the entrance of staff: signing in and out.

use poem::http::StatusCode;
use poem::web::cookie::{CookieJar, SameSite};
use poem::web::{Data, Redirect};
use poem::{IntoResponse, Request, Response, Result, handler};
use serde::{Deserialize, Serialize};

use crate::app::{self, App, AppError};
use crate::caller::Caller;
use crate::limits::Action;
use crate::render::Page;
use crate::web::forms::{FlawLine, Form, Nothing, Signed};
use crate::web::frame::View;
use crate::web::signed_in::{STAFF_COOKIE, SignedIn, asked_page};

use super::first_page;

/// `pages/noi-bo/index.html`. The password is never shown again.
#[derive(Serialize)]
pub struct EntrancePage {
    pub login: String,
    /// The page that was asked for before signing in; empty for the first list.
    pub wanted: String,
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
    let query = req.uri().query().unwrap_or_default();
    let wanted = form_urlencoded::parse(query.as_bytes())
        .find(|(name, _)| name == "toi")
        .and_then(|(_, page)| asked_page(&page).map(str::to_owned));
    let wanted = wanted.unwrap_or_default();
    view.page(&EntrancePage { login: String::new(), wanted, flaws: Vec::new() })
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
        let page = EntrancePage { login: form.login, wanted: form.wanted, flaws: vec![line] };
        view.page_with(status, &page)
    };
    let form = match form.checked() {
        Ok(form) => form,
        Err((form, trouble)) => return again(form, trouble.status(), trouble.line(&view)?),
    };
    let signing = async {
        app.admit(caller, Action::SignIn)?;
        app::sessions::sign_in(app, &form.login, &form.password).await
    };
    match signing.await {
        Ok(session) => {
            // A browser has one session: whoever sat here before is signed out.
            if let Some(earlier) = view.site.session(jar, STAFF_COOKIE) {
                app::sessions::end(app, &earlier).await?;
            }
            // Lax, because mails lead here; forms are guarded by their own token.
            view.site.keep_session(jar, STAFF_COOKIE, &session.token, SameSite::Lax);
            let to = asked_page(&form.wanted).unwrap_or("/noi-bo");
            Ok(Redirect::see_other(to).into_response())
        }
        Err(AppError::Denied) => {
            let line = view.flaw("login", "flaw-sign-in")?;
            again(form, StatusCode::UNPROCESSABLE_ENTITY, line)
        }
        Err(AppError::TooMany(wait)) => {
            again(form, StatusCode::TOO_MANY_REQUESTS, view.too_many(wait)?)
        }
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
