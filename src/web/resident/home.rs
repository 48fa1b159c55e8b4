//! `/` – one decision: start, look up, or get help.

use poem::{Response, Result, handler};
use serde::Serialize;

use crate::render::Page;
use crate::web::frame::View;

/// `pages/home/index.html`
#[derive(Serialize)]
pub struct HomePage {}

impl Page for HomePage {
    const TEMPLATE: &'static str = "pages/home/index.html";
}

#[handler]
pub fn show(view: View) -> Result<Response> {
    view.page(&HomePage {})
}
