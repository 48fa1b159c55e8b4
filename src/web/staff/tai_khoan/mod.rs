//! `/noi-bo/tai-khoan` – one's own account: where one is signed in, and what one signs in with.

mod ma;
mod mat_khau;
mod sso;

use chrono::NaiveDate;
use poem::http::StatusCode;
use poem::web::cookie::CookieJar;
use poem::web::{Data, Redirect};
use poem::{IntoResponse as _, Request, Response, Result, handler};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::app::own::{self, OwnView};
use crate::app::sessions::Staff;
use crate::app::{App, AppError, oidc};
use crate::render::Page;
use crate::web::forms::Signed;
use crate::web::frame::View;
use crate::web::routing::{Table, form};
use crate::web::signed_in::{STAFF_COOKIE, SignedIn};

pub use ma::AskCodesPage;
pub use mat_khau::PasswordPage;
pub use sso::LinkPage;

/// `pages/noi-bo/tai-khoan/index.html`
#[derive(Serialize)]
pub struct OwnPage {
    pub login: String,
    pub email: String,
    pub role: &'static str,
    pub sessions: Vec<SessionLine>,
    pub recovery_codes: u64,
    /// What the identity provider is called, where there is one.
    pub provider: Option<String>,
    /// Since when the account is linked to it.
    pub linked: Option<NaiveDate>,
}

/// One of one's sessions.
#[derive(Serialize)]
pub struct SessionLine {
    pub id: String,
    pub on: NaiveDate,
    /// Hours and minutes in Hanoi.
    pub at: String,
    /// The one that this page was asked with.
    pub this: bool,
}

impl Page for OwnPage {
    const TEMPLATE: &'static str = "pages/noi-bo/tai-khoan/index.html";
}

impl OwnPage {
    fn of(staff: &Staff, view: OwnView, provider: Option<&str>, linked: Option<NaiveDate>) -> Self {
        let sessions = view.sessions.into_iter().map(|one| {
            let began = one.in_hanoi();
            let (on, at) = (began.date_naive(), began.format("%H:%M").to_string());
            SessionLine { id: one.id.to_string(), on, at, this: one.this }
        });
        Self {
            login: staff.login.clone(),
            email: view.email,
            role: staff.account.role.name(),
            sessions: sessions.collect(),
            recovery_codes: view.recovery_codes,
            provider: provider.map(str::to_owned),
            linked,
        }
    }
}

/// `go` is `one`, with the session's number in `key`, or `others`.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
pub struct EndForm {
    key: String,
    go: String,
}

/// Adds the pages of one's own account to the routes.
pub fn routes(route: Table) -> Table {
    route
        .at("/noi-bo/tai-khoan", form(show, end))
        .at("/noi-bo/tai-khoan/mat-khau", form(mat_khau::new, mat_khau::create))
        .at("/noi-bo/tai-khoan/ma", form(ma::new, ma::create))
        .at("/noi-bo/tai-khoan/du-phong", form(ma::ask_codes, ma::draw_codes))
        .at("/noi-bo/tai-khoan/sso", form(sso::show, sso::change))
}

#[handler]
pub async fn show(
    Data(app): Data<&App>,
    req: &Request,
    staff: SignedIn,
    view: View,
) -> Result<Response> {
    let notice = match req.uri().query() {
        Some("da-ket-thuc") => Some("notice-session-ended"),
        Some("da-doi") => Some("notice-password"),
        Some("da-lien-ket") => Some("notice-linked"),
        Some("da-go") => Some("notice-unlinked"),
        _ => None,
    };
    let own = own::view(app, &staff.0).await?;
    let linked = oidc::linked_since(app, &staff.0).await?;
    let page = OwnPage::of(&staff.0, own, view.provider(), linked);
    staff.frame(view).noticing(notice).page(&page)
}

#[handler]
pub async fn end(
    Data(app): Data<&App>,
    jar: &CookieJar,
    staff: SignedIn,
    view: View,
    Signed(form): Signed<EndForm>,
) -> Result<Response> {
    match form.go.as_str() {
        "one" => {
            let id = Uuid::parse_str(&form.key).map_err(|_| AppError::NotFound)?;
            own::end_session(app, &staff.0, id).await?;
        }
        "others" => {
            let token = view.site.session(jar, STAFF_COOKIE).unwrap_or_default();
            own::end_others(app, &staff.0, &token).await?;
        }
        _ => return Err(poem::Error::from_status(StatusCode::BAD_REQUEST)),
    }
    Ok(Redirect::see_other("/noi-bo/tai-khoan?da-ket-thuc").into_response())
}
