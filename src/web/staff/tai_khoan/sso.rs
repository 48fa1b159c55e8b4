//! `/noi-bo/tai-khoan/sso` – linking one's account to the identity provider, and taking the link away.

use chrono::NaiveDate;
use poem::http::StatusCode;
use poem::web::cookie::CookieJar;
use poem::web::{Data, Redirect};
use poem::{IntoResponse as _, Response, Result, handler};
use serde::{Deserialize, Serialize};

use crate::app::{App, oidc};
use crate::caller::Caller;
use crate::limits::Action;
use crate::render::Page;
use crate::web::forms::{FlawLine, Signed};
use crate::web::frame::View;
use crate::web::signed_in::{STAFF_COOKIE, SignedIn};
use crate::web::staff::sso::{lead, stopped};

/// `pages/noi-bo/tai-khoan/sso.html`
#[derive(Serialize)]
pub struct LinkPage {
    /// What the provider is called.
    pub provider: String,
    /// Since when the account is linked.
    pub since: Option<NaiveDate>,
    pub flaws: Vec<FlawLine>,
}

impl Page for LinkPage {
    const TEMPLATE: &'static str = "pages/noi-bo/tai-khoan/sso.html";
}

/// `go` is `link` or `unlink`.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
pub struct LinkForm {
    go: String,
}

#[handler]
pub async fn show(Data(app): Data<&App>, staff: SignedIn, view: View) -> Result<Response> {
    oidc::may_link(app, &staff.0)?;
    let since = oidc::linked_since(app, &staff.0).await?;
    let provider = view.provider().unwrap_or_default().to_owned();
    staff.frame(view).page(&LinkPage { provider, since, flaws: Vec::new() })
}

#[handler]
pub async fn change(
    Data(app): Data<&App>,
    caller: Caller,
    jar: &CookieJar,
    staff: SignedIn,
    view: View,
    Signed(form): Signed<LinkForm>,
) -> Result<Response> {
    match form.go.as_str() {
        "link" => {
            let asking = async {
                app.admit(caller, Action::SignIn)?;
                oidc::begin_link(app, &staff.0).await
            };
            match asking.await {
                Ok(way) => lead(jar, staff.frame(view), way),
                Err(error) => stopped(app, view, Some(staff), "", error).await,
            }
        }
        "unlink" => {
            let token = view.site.session(jar, STAFF_COOKIE).unwrap_or_default();
            oidc::unlink_own(app, &staff.0, &token).await?;
            Ok(Redirect::see_other("/noi-bo/tai-khoan?da-go").into_response())
        }
        _ => Err(poem::Error::from_status(StatusCode::BAD_REQUEST)),
    }
}
