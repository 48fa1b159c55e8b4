//! The resident's session: opened by the receipt, thirty minutes long, closed by one button.

use poem::http::header;
use poem::web::cookie::{CookieJar, SameSite};
use poem::web::{Data, Redirect};
use poem::{FromRequest, IntoResponse, Request, RequestBody, Response, Result, handler};

use crate::app::{self, App, AppError, Held, Kind};
use crate::domain::ids::CaseId;
use crate::web::forms::{Nothing, Signed};
use crate::web::frame::{Site, View};

const COOKIE: &str = "gopy_case";

/// Whoever opened a case with its receipt. Without a session the request ends at the look-up.
pub struct Holder(pub CaseId, pub Held);

impl<'a> FromRequest<'a> for Holder {
    async fn from_request(req: &'a Request, body: &mut RequestBody) -> Result<Self> {
        let Data(app) = Data::<&App>::from_request(req, body).await?;
        let Data(site) = Data::<&Site>::from_request(req, body).await?;
        let again =
            || poem::Error::from_response(Redirect::see_other("/tra-cuu?het-gio").into_response());
        let token = site.session(req.cookie(), COOKIE).ok_or_else(again)?;
        let held = app::sessions::holder(app, &token).await;
        held.map(|held| Self(held.case, held)).map_err(|error| match error.kind() {
            Kind::NotFound | Kind::Denied => again(),
            _ => AppError::into(error),
        })
    }
}

/// Opens a session for the case that a receipt has opened and leads to its page.
pub async fn begin(app: &App, jar: &CookieJar, view: &View, held: &Held) -> Result<Response> {
    let session = app::sessions::open_case(app, held).await?;
    view.site.keep_session(jar, COOKIE, &session.token, SameSite::Strict);
    Ok(Redirect::see_other("/ho-so").into_response())
}

/// Ends the session, if there is one, and asks the browser to forget what it kept.
pub async fn leave(app: &App, jar: &CookieJar, view: &View) -> Result<Response> {
    if let Some(token) = view.site.session(jar, COOKIE) {
        match app::sessions::end(app, &token).await {
            Err(error) if error.kind() != Kind::NotFound => return Err(error.into()),
            Ok(()) | Err(_) => view.site.drop_session(jar, COOKIE),
        }
    }
    let forget = (header::HeaderName::from_static("clear-site-data"), r#""cache", "storage""#);
    Ok(Redirect::see_other("/").with_header(forget.0, forget.1).into_response())
}

/// `POST /ho-so/thoat`
#[handler]
pub async fn destroy(
    Data(app): Data<&App>,
    jar: &CookieJar,
    view: View,
    _form: Signed<Nothing>,
) -> Result<Response> {
    leave(app, jar, &view).await
}
