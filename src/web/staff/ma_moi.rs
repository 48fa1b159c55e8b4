//! `/noi-bo/ma/moi` – the second step of whoever signs in for the first time: setting an authenticator app up.

use poem::http::StatusCode;
use poem::web::Data;
use poem::web::Redirect;
use poem::web::cookie::CookieJar;
use poem::{IntoResponse as _, Request, Response, Result, handler};
use serde::Serialize;

use crate::app::{App, AppError, Offer, sign_in};
use crate::caller::Caller;
use crate::limits::Action;
use crate::render::{Page, qr_svg};
use crate::web::forms::{FlawLine, Form};
use crate::web::frame::View;
use crate::web::signed_in::{HALF_COOKIE, keep, leading, wanted};

use super::ma::{CodeForm, from_the_start};

/// `pages/noi-bo/ma-moi.html`
#[derive(Serialize)]
pub struct EnrolPage {
    /// Drawn by this program.
    pub qr: String,
    /// For whoever types it into the app.
    pub secret: String,
    pub address: String,
    /// Where the code goes.
    pub action: &'static str,
    pub wanted: String,
    pub flaws: Vec<FlawLine>,
}

impl Page for EnrolPage {
    const TEMPLATE: &'static str = "pages/noi-bo/ma-moi.html";
}

/// `pages/noi-bo/ma-du-phong.html`: recovery codes, on this page only and never again.
#[derive(Serialize)]
pub struct CodesPage {
    pub codes: Vec<String>,
    pub wanted: String,
}

impl Page for CodesPage {
    const TEMPLATE: &'static str = "pages/noi-bo/ma-du-phong.html";
}

impl EnrolPage {
    pub(super) fn of(
        view: &View,
        offer: Offer,
        action: &'static str,
        wanted: String,
        flaws: Vec<FlawLine>,
    ) -> Result<Self> {
        let qr = qr_svg(&offer.address, &view.text("enrol-qr")?);
        let qr = qr.map_err(poem::error::InternalServerError)?;
        Ok(Self { qr, secret: offer.typed, address: offer.address, action, wanted, flaws })
    }
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
        Ok(Some(offer)) => {
            let page = EnrolPage::of(&view, offer, "/noi-bo/ma/moi", wanted, Vec::new())?;
            view.page(&page)
        }
        Ok(None) => Ok(Redirect::see_other(leading("/noi-bo/ma", &wanted)).into_response()),
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
    let half = view.site.session(jar, HALF_COOKIE).unwrap_or_default();
    let (form, trouble) = match form.checked() {
        Ok(form) => (form, None),
        Err((form, trouble)) => (form, Some(trouble)),
    };
    let (status, line) = if let Some(trouble) = trouble {
        (trouble.status(), trouble.line(&view)?)
    } else {
        let enrolling = async {
            app.admit(caller, Action::SignIn)?;
            sign_in::enrol(app, &half, &form.code).await
        };
        match enrolling.await {
            Ok((session, codes)) => {
                keep(app, &view.site, jar, &session).await?;
                return view.page(&CodesPage { codes, wanted: form.wanted });
            }
            Err(AppError::Denied) => return Ok(from_the_start(&form.wanted)),
            Err(AppError::HalfWay(_)) => {
                (StatusCode::UNPROCESSABLE_ENTITY, view.flaw("code", "flaw-code")?)
            }
            Err(AppError::TooMany(wait)) => (StatusCode::TOO_MANY_REQUESTS, view.too_many(wait)?),
            Err(error) => return Err(error.into()),
        }
    };
    match sign_in::pending(app, &half).await {
        Ok(Some(offer)) => {
            let page = EnrolPage::of(&view, offer, "/noi-bo/ma/moi", form.wanted, vec![line])?;
            view.page_with(status, &page)
        }
        _ => Ok(from_the_start(&form.wanted)),
    }
}
