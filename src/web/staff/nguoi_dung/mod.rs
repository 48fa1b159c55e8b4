//! `/noi-bo/nguoi-dung` – all accounts, for administrators, who never see or set a password.

mod moi;
mod mot;

use poem::web::Data;
use poem::{Request, Response, Result, handler};
use serde::Serialize;

use crate::app::App;
use crate::app::users::{self, UserView};
use crate::render::Page;
use crate::web::frame::View;
use crate::web::routing::{Table, form, page};
use crate::web::signed_in::{SignedIn, queried};

pub use moi::{NewUserForm, NewUserPage};
pub use mot::{UserForm, UserPage};

/// `pages/noi-bo/nguoi-dung/index.html`
#[derive(Serialize)]
pub struct UsersPage {
    /// What was searched for.
    pub tim: String,
    pub users: Vec<UserLine>,
    /// How many more there are than are shown.
    pub more: usize,
}

#[expect(clippy::struct_excessive_bools, reason = "five facts that hold or not, each apart")]
#[derive(Clone, Serialize)]
pub struct UserLine {
    pub id: String,
    pub login: String,
    pub name: String,
    pub role: &'static str,
    pub unit: String,
    pub email: String,
    /// Whether a member of the register stands behind it.
    pub member: bool,
    /// Whether a password was ever chosen.
    pub begun: bool,
    pub enrolled: bool,
    /// Whether it may be entered through the identity provider.
    pub linked: bool,
    pub disabled: bool,
}

impl Page for UsersPage {
    const TEMPLATE: &'static str = "pages/noi-bo/nguoi-dung/index.html";
}

impl From<UserView> for UserLine {
    fn from(view: UserView) -> Self {
        Self {
            id: view.id.to_string(),
            login: view.login,
            name: view.display_name,
            role: view.role.name(),
            unit: view.unit,
            email: view.email,
            member: view.member,
            begun: view.has_password,
            enrolled: view.has_factor,
            linked: view.linked,
            disabled: view.disabled,
        }
    }
}

/// Lines of a page.
const SHOWN: usize = 100;

/// Adds the pages of accounts to the routes.
pub fn routes(route: Table) -> Table {
    route
        .at("/noi-bo/nguoi-dung", page(index))
        .at("/noi-bo/nguoi-dung/moi", form(moi::new, moi::create))
        .at("/noi-bo/nguoi-dung/:id", form(mot::show, mot::change))
}

#[handler]
pub async fn index(
    Data(app): Data<&App>,
    req: &Request,
    staff: SignedIn,
    view: View,
) -> Result<Response> {
    let tim = queried(req, "tim").unwrap_or_default();
    let wanted = tim.trim().to_lowercase();
    let fits = |user: &UserView| {
        let of_user = [&user.login, &user.display_name, &user.unit];
        of_user.iter().any(|text| text.to_lowercase().contains(&wanted))
    };
    let all = users::list(app, &staff.0.account).await?;
    let mut found: Vec<UserLine> = all.into_iter().filter(fits).map(UserLine::from).collect();
    let more = found.len().saturating_sub(SHOWN);
    found.truncate(SHOWN);
    let notice = queried(req, "da-lap").is_some().then_some("notice-user-added");
    staff.frame(view).noticing(notice).page(&UsersPage { tim, users: found, more })
}
