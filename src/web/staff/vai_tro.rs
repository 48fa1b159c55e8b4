//! `/noi-bo/vai-tro` – what an account is for.

use poem::{Response, Result, handler};
use serde::Serialize;

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
    let view = staff.frame(view);
    let SignedIn(staff) = staff;
    view.page(&RolePage { login: staff.login, role: staff.account.role.name() })
}
