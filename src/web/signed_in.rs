//! The staff member behind a request.

use poem::http::Method;
use poem::web::{Data, Redirect};
use poem::{FromRequest, IntoResponse, Request, RequestBody, Result};

use crate::app::{self, App, AppError, Kind};

use super::frame::{Site, View};

/// Cookie of a staff session (`__Host-` in front where there is https).
pub const STAFF_COOKIE: &str = "gopy_staff";

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
    let path = req.original_uri().path();
    let to = match asked_page(path) {
        Some(page) if req.method() == Method::GET => format!("/noi-bo?toi={page}"),
        _ => "/noi-bo".to_owned(),
    };
    poem::Error::from_response(Redirect::see_other(to).into_response())
}

/// The page after signing in, if it is a plain page of ours: nobody is led to another site.
pub(super) fn asked_page(path: &str) -> Option<&str> {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-/".contains(c);
    let ours = path.starts_with("/noi-bo/") && !path.contains("//") && path.chars().all(plain);
    ours.then_some(path)
}
