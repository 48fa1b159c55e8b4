//! `/thong-ke` – figures for the whole committee, none so small that it points at someone.

use poem::{Response, Result, handler};
use serde::Serialize;

use crate::render::Page;
use crate::web::frame::View;

/// `pages/thong-ke/index.html`
#[derive(Serialize)]
pub struct FiguresPage {}

impl Page for FiguresPage {
    const TEMPLATE: &'static str = "pages/thong-ke/index.html";
}

#[handler]
pub async fn show(view: View) -> Result<Response> {
    view.page(&FiguresPage {})
}
