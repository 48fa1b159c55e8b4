//! `/noi-bo/kich-hoat/…` – a link that lets somebody in once, by mail: to choose a password, or to set an
//! authenticator app up again. Nothing is used up before a button is pressed, for scanners of mail look, too.

use poem::http::StatusCode;
use poem::web::cookie::{CookieJar, SameSite};
use poem::web::{Data, Path, Redirect};
use poem::{IntoResponse as _, Response, Result, handler};
use serde::{Deserialize, Serialize};

use crate::app::sign_in::Next;
use crate::app::{App, AppError, invitations};
use crate::caller::Caller;
use crate::limits::Action;
use crate::render::Page;
use crate::web::forms::{FlawLine, Form};
use crate::web::frame::View;
use crate::web::signed_in::HALF_COOKIE;

/// `pages/noi-bo/kich-hoat.html`. What was typed is never shown again.
#[derive(Serialize)]
pub struct InvitationPage {
    pub link: String,
    /// What for, in its stored spelling.
    pub what: &'static str,
    pub login: String,
    pub flaws: Vec<FlawLine>,
}

impl Page for InvitationPage {
    const TEMPLATE: &'static str = "pages/noi-bo/kich-hoat.html";
}

#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ChosenForm {
    pub(super) password: String,
    /// The same once more; empty where the present one is asked for.
    pub(super) again: String,
}

#[handler]
pub async fn new(Data(app): Data<&App>, Path(link): Path<String>, view: View) -> Result<Response> {
    let (what, login) = invitations::open(app, &link).await?;
    view.page(&InvitationPage { link, what: what.name(), login, flaws: Vec::new() })
}

#[handler]
pub async fn create(
    Data(app): Data<&App>,
    Path(link): Path<String>,
    caller: Caller,
    jar: &CookieJar,
    view: View,
    form: Form<ChosenForm>,
) -> Result<Response> {
    let (what, login) = invitations::open(app, &link).await?;
    let again = |status, line| {
        let (link, login) = (link.clone(), login.clone());
        view.page_with(
            status,
            &InvitationPage { link, what: what.name(), login, flaws: vec![line] },
        )
    };
    let form = match form.checked() {
        Ok(form) => form,
        Err((_, trouble)) => return again(trouble.status(), trouble.line(&view)?),
    };
    if what.chooses() && form.password != form.again {
        return again(StatusCode::UNPROCESSABLE_ENTITY, view.flaw("again", "flaw-again")?);
    }
    let redeeming = async {
        app.admit(caller, Action::SignIn)?;
        invitations::redeem(app, &link, &form.password).await
    };
    let trouble = match redeeming.await {
        Ok((half, next)) => {
            view.site.keep_session(jar, HALF_COOKIE, &half.token, SameSite::Strict);
            let to = if next == Next::Enrol { "/noi-bo/ma/moi" } else { "/noi-bo/ma" };
            return Ok(Redirect::see_other(to).into_response());
        }
        Err(AppError::Password(weak)) => view.flaw("password", &format!("flaw-{}", weak.name()))?,
        Err(AppError::Denied) => view.flaw("password", "flaw-password")?,
        Err(AppError::TooMany(wait)) => {
            return again(StatusCode::TOO_MANY_REQUESTS, view.too_many(wait)?);
        }
        Err(error) => return Err(error.into()),
    };
    again(StatusCode::UNPROCESSABLE_ENTITY, trouble)
}
