//! `/noi-bo/nguoi-dung/…` – one account: its role and address, help for who lost something, locking it.

use poem::http::StatusCode;
use poem::web::{Data, Path, Redirect};
use poem::{IntoResponse as _, Request, Response, Result, handler};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::app::users::{self, By};
use crate::app::{App, AppError, oidc};
use crate::domain::access::Role;
use crate::domain::ids::AccountId;
use crate::domain::invitation::Invitation;
use crate::domain::letter::EmailAddress;
use crate::render::Page;
use crate::web::forms::{FlawLine, Form};
use crate::web::frame::View;
use crate::web::signed_in::SignedIn;

use super::UserLine;

/// `pages/noi-bo/nguoi-dung/mot.html`
#[derive(Serialize)]
pub struct UserPage {
    pub user: UserLine,
    pub roles: [&'static str; 7],
    /// What was typed for the address.
    pub email: String,
    pub flaws: Vec<FlawLine>,
}

impl Page for UserPage {
    const TEMPLATE: &'static str = "pages/noi-bo/nguoi-dung/mot.html";
}

/// `go` says which of the forms of the page it is.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
pub struct UserForm {
    go: String,
    role: String,
    email: String,
}

async fn user(app: &App, staff: &SignedIn, id: &str) -> Result<UserLine, AppError> {
    let all = users::list(app, &staff.0.account).await?;
    let found = all.into_iter().find(|user| user.id.to_string() == id);
    found.map(UserLine::from).ok_or(AppError::NotFound)
}

#[handler]
pub async fn show(
    Data(app): Data<&App>,
    Path(id): Path<String>,
    req: &Request,
    staff: SignedIn,
    view: View,
) -> Result<Response> {
    let user = user(app, &staff, &id).await?;
    By::Staff(&staff.0).check(app)?;
    let notice = match req.uri().query() {
        Some("da-gui") => Some("notice-user-link"),
        Some("da-ghi") => Some("notice-user-changed"),
        _ => None,
    };
    let page = UserPage {
        email: user.email.clone(),
        user,
        roles: Role::ALL.map(Role::name),
        flaws: Vec::new(),
    };
    staff.frame(view).noticing(notice).page(&page)
}

#[handler]
pub async fn change(
    Data(app): Data<&App>,
    Path(id): Path<String>,
    staff: SignedIn,
    view: View,
    form: Form<UserForm>,
) -> Result<Response> {
    let user = user(app, &staff, &id).await?;
    By::Staff(&staff.0).check(app)?;
    let view = staff.frame(view);
    let (typed, status, line) = match form.checked() {
        Err((typed, trouble)) => (typed, trouble.status(), trouble.line(&view)?),
        Ok(typed) => match act(app, By::Staff(&staff.0), &id, &typed).await {
            Ok(done) => {
                let to = format!("/noi-bo/nguoi-dung/{id}?{done}");
                return Ok(Redirect::see_other(to).into_response());
            }
            Err(Stopped::Mend(field, key)) => {
                (typed, StatusCode::UNPROCESSABLE_ENTITY, view.flaw(field, key)?)
            }
            Err(Stopped::Failed(error)) => return Err(error.into()),
        },
    };
    let email = if typed.email.is_empty() { user.email.clone() } else { typed.email };
    let page = UserPage { user, roles: Role::ALL.map(Role::name), email, flaws: vec![line] };
    view.page_with(status, &page)
}

enum Stopped {
    Mend(&'static str, &'static str),
    Failed(AppError),
}

impl From<AppError> for Stopped {
    fn from(error: AppError) -> Self {
        match error {
            AppError::Account(flaw) => {
                let (field, key) = flaw.names();
                Self::Mend(field, key)
            }
            error => Self::Failed(error),
        }
    }
}

/// Does what the button says; answers what to say of it.
async fn act(app: &App, by: By<'_>, id: &str, typed: &UserForm) -> Result<&'static str, Stopped> {
    let id = AccountId(Uuid::parse_str(id).map_err(|_| AppError::NotFound)?);
    match typed.go.as_str() {
        "role" => {
            let role = Role::from_name(&typed.role);
            let role = role.ok_or(Stopped::Mend("role", "flaw-user-role"))?;
            users::set_role(app, by, id, role).await?;
            Ok("da-ghi")
        }
        "email" => {
            let email = EmailAddress::parse(&typed.email);
            let email = email.map_err(|_| Stopped::Mend("email", "flaw-user-email"))?;
            users::set_email(app, by, id, &email).await?;
            Ok("da-ghi")
        }
        "disable" => {
            users::disable(app, by, id).await?;
            Ok("da-ghi")
        }
        "unlink" => {
            oidc::unlink(app, by, id).await?;
            Ok("da-ghi")
        }
        link => {
            let what = Invitation::from_name(link).ok_or(AppError::NotFound)?;
            users::send_link(app, by, id, what).await?;
            Ok("da-gui")
        }
    }
}
