//! The staff member behind a request.

use poem::http::Method;
use poem::web::cookie::{CookieJar, SameSite};
use poem::web::{Data, Redirect};
use poem::{FromRequest, IntoResponse, Request, RequestBody, Result};

use crate::app::{self, App, AppError, Kind};

use super::frame::{Site, View};

/// Cookie of a staff session (`__Host-` in front where there is https).
pub const STAFF_COOKIE: &str = "gopy_staff";
/// Cookie of whoever has given the password, but no code yet.
pub(super) const HALF_COOKIE: &str = "gopy_door";

/// A staff member who is signed in. Without a session the request ends at the entrance.
pub struct SignedIn(pub app::sessions::Staff);

impl SignedIn {
    /// The frame of a staff page: density, name and role in the header.
    #[must_use]
    pub fn frame(&self, view: View) -> View {
        view.for_staff(&self.0.display_name, self.0.account.role.name())
    }
}

impl<'a> FromRequest<'a> for SignedIn {
    async fn from_request(req: &'a Request, body: &mut RequestBody) -> Result<Self> {
        let Data(app) = Data::<&App>::from_request(req, body).await?;
        let Data(site) = Data::<&Site>::from_request(req, body).await?;
        let entrance = || entrance(req);
        let token = site.session(req.cookie(), STAFF_COOKIE).ok_or_else(entrance)?;
        app::sessions::staff(app, &token).await.map(Self).map_err(|error| match error.kind() {
            Kind::NotFound | Kind::Denied => entrance(),
            _ => AppError::into(error),
        })
    }
}

/// The entrance, which leads on to the page that was asked for.
fn entrance(req: &Request) -> poem::Error {
    let wanted = if req.method() == Method::GET { req.uri().path() } else { "" };
    let to = leading("/noi-bo", wanted);
    poem::Error::from_response(Redirect::see_other(to).into_response())
}

/// The page after signing in, if it is a plain page of ours: nobody is led to another site.
pub(super) fn asked_page(path: &str) -> Option<&str> {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-/.".contains(c);
    let ours = path.starts_with("/noi-bo/") && path.chars().all(plain);
    let straight = !path.contains("//") && !path.contains("..");
    (ours && straight).then_some(path)
}

/// What the query says under `name`, such as `toi` for the page to go on to.
pub(super) fn queried(req: &Request, name: &str) -> Option<String> {
    let query = req.uri().query().unwrap_or_default();
    let found = form_urlencoded::parse(query.as_bytes()).find(|(given, _)| given == name);
    found.map(|(_, value)| value.into_owned())
}

/// The page that the query asks to be led to afterwards; empty for the first one.
pub(super) fn wanted(req: &Request) -> String {
    let page = queried(req, "toi").unwrap_or_default();
    asked_page(&page).unwrap_or_default().to_owned()
}

/// An address of the entrance that leads on to `wanted` afterwards.
pub(super) fn leading(path: &str, wanted: &str) -> String {
    match asked_page(wanted) {
        Some(page) => format!("{path}?toi={page}"),
        None => path.to_owned(),
    }
}

/// Puts a session of staff into the browser; whoever sat here before is signed out.
pub(super) async fn keep(
    app: &App,
    site: &Site,
    jar: &CookieJar,
    session: &app::sessions::Session,
) -> Result<()> {
    if let Some(earlier) = site.session(jar, STAFF_COOKIE) {
        app::sessions::end(app, &earlier).await?;
    }
    // Lax, because mails lead here; forms are guarded by their own token.
    site.keep_session(jar, STAFF_COOKIE, &session.token, SameSite::Lax);
    site.drop_session(jar, HALF_COOKIE);
    Ok(())
}
