//! `/noi-bo/vai-tro` – what an account is for.

use poem::{Response, Result, handler};
use serde::Serialize;

use crate::domain::access::Role;
use crate::render::Page;
use crate::web::frame::View;
use crate::web::signed_in::SignedIn;

/// `pages/noi-bo/vai-tro.html`
#[derive(Serialize)]
pub struct RolePage {
    pub login: String,
    pub role: &'static str,
}

impl Page for RolePage {
    const TEMPLATE: &'static str = "pages/noi-bo/vai-tro.html";
}

#[handler]
pub fn show(staff: SignedIn, view: View) -> Result<Response> {
    let role: Role = staff.0.account.role;
    let page = RolePage { login: staff.0.login.clone(), role: role.name() };
    staff.frame(view).page(&page)
}
