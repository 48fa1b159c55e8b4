//! `/noi-bo/sso` – to the identity provider and back.
//!
//! A form that was posted may not lead to another site (`form-action`), and browsers hold the provider's own further
//! ways against that rule as well. So the button is answered with a page that leads on by itself.

use poem::http::{HeaderValue, StatusCode, header};
use poem::web::cookie::{CookieJar, SameSite};
use poem::web::{Data, Query, Redirect};
use poem::{IntoResponse as _, Response, Result, handler};
use serde::{Deserialize, Serialize};

use crate::app::oidc::{self, Answer, Arrived, Hitch, Way};
use crate::app::{App, AppError};
use crate::caller::Caller;
use crate::limits::Action;
use crate::render::Page;
use crate::web::forms::Signed;
use crate::web::frame::View;
use crate::web::signed_in::{HALF_COOKIE, SignedIn, asked_page, keep, leading};

use super::cua::EntrancePage;
use super::tai_khoan::LinkPage;

/// Cookie of whoever is at the provider: what was asked, sealed.
const COOKIE: &str = "gopy_sso";

/// `pages/noi-bo/sso.html`
#[derive(Serialize)]
pub struct LeadingPage {
    /// What the provider is called.
    pub provider: String,
    /// The address there.
    pub to: String,
}

impl Page for LeadingPage {
    const TEMPLATE: &'static str = "pages/noi-bo/sso.html";
}

#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
pub struct StartForm {
    wanted: String,
}

/// The button on the entrance.
#[handler]
pub async fn create(
    Data(app): Data<&App>,
    caller: Caller,
    jar: &CookieJar,
    view: View,
    Signed(form): Signed<StartForm>,
) -> Result<Response> {
    // It lies in the cookie, and cookies are short.
    let wanted = asked_page(&form.wanted).filter(|page| page.len() < 500).unwrap_or_default();
    let asking = async {
        app.admit(caller, Action::SignIn)?;
        oidc::begin(app, wanted).await
    };
    match asking.await {
        Ok(way) => lead(jar, view, way),
        Err(error) => stopped(app, view, None, wanted, error).await,
    }
}

/// Sends somebody to the provider.
pub(super) fn lead(jar: &CookieJar, view: View, way: Way) -> Result<Response> {
    let good = oidc::GOOD.to_std().unwrap_or_default();
    // Lax, for the way back begins on another site.
    view.site.keep_for(jar, COOKIE, &way.question, SameSite::Lax, good);
    let at_once = HeaderValue::from_str(&format!("0; url={}", way.to));
    let at_once = at_once.map_err(poem::error::InternalServerError)?;
    let provider = view.provider().unwrap_or_default().to_owned();
    let mut answer = view.page(&LeadingPage { provider, to: way.to })?;
    answer.headers_mut().insert(header::REFRESH, at_once);
    Ok(answer)
}

/// `/noi-bo/sso/ve` – where the provider sends people back.
#[handler]
pub async fn back(
    Data(app): Data<&App>,
    Query(answer): Query<Answer>,
    jar: &CookieJar,
    staff: Option<SignedIn>,
    view: View,
) -> Result<Response> {
    let question = view.site.session(jar, COOKIE);
    if question.is_some() {
        view.site.drop_session(jar, COOKIE);
    }
    let who = staff.as_ref().map(|staff| &staff.0);
    match oidc::arrive(app, who, question.as_deref(), &answer).await {
        Ok((Arrived::HalfWay(half), wanted)) => {
            // Lax, for this answer is part of a way that began on another site.
            view.site.keep_session(jar, HALF_COOKIE, &half.token, SameSite::Lax);
            Ok(Redirect::see_other(leading("/noi-bo/ma", &wanted)).into_response())
        }
        Ok((Arrived::Inside(session), wanted)) => {
            keep(app, &view.site, jar, &session).await?;
            let to = asked_page(&wanted).unwrap_or("/noi-bo");
            Ok(Redirect::see_other(to).into_response())
        }
        Ok((Arrived::Linked, _)) => {
            Ok(Redirect::see_other("/noi-bo/tai-khoan?da-lien-ket").into_response())
        }
        Err(error) => stopped(app, view, staff, "", error).await,
    }
}

/// Says what to do: on the entrance, or to whoever is inside already on the page of their link.
pub(super) async fn stopped(
    app: &App,
    view: View,
    staff: Option<SignedIn>,
    wanted: &str,
    error: AppError,
) -> Result<Response> {
    let (status, line) = match error {
        AppError::Provider(hitch) => {
            let line = view.flaw("", &format!("flaw-provider-{}", hitch.name()))?;
            let down = hitch == Hitch::Down;
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            (if down { StatusCode::SERVICE_UNAVAILABLE } else { status }, line)
        }
        AppError::TooMany(wait) => (StatusCode::TOO_MANY_REQUESTS, view.too_many(wait)?),
        error => return Err(error.into()),
    };
    let provider = view.provider().map(str::to_owned);
    match staff {
        None => {
            let view = view.at("/noi-bo");
            let (login, wanted, flaws) = (String::new(), wanted.to_owned(), vec![line]);
            view.page_with(status, &EntrancePage { login, wanted, provider, flaws })
        }
        Some(staff) => {
            let since = oidc::linked_since(app, &staff.0).await?;
            let view = staff.frame(view).at("/noi-bo/tai-khoan/sso");
            let provider = provider.unwrap_or_default();
            view.page_with(status, &LinkPage { provider, since, flaws: vec![line] })
        }
    }
}
