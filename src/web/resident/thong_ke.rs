//! `/thong-ke` – figures for the whole committee, none so small that it points at someone.

use chrono::NaiveDate;
use poem::{Response, Result, handler};
use serde::Serialize;

use crate::render::Page;
use crate::web::frame::View;

/// `pages/thong-ke/index.html`
#[derive(Serialize)]
pub struct FiguresPage {
    /// Reporting quarters, newest first.
    pub quarters: Vec<QuarterLine>,
    pub kinds: Vec<KindLine>,
}

/// A count; nothing where it is too small to be told.
pub type Count = Option<i64>;

#[derive(Clone, Debug, Serialize)]
pub struct QuarterLine {
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub received: Count,
    pub answered: Count,
    pub on_time: Count,
}

/// Letters of one kind, or of several that were too few to stand alone.
#[derive(Clone, Debug, Serialize)]
pub struct KindLine {
    /// Names of kinds, as the public API spells them.
    pub kinds: Vec<&'static str>,
    pub received: Count,
}

impl Page for FiguresPage {
    const TEMPLATE: &'static str = "pages/thong-ke/index.html";
}

#[handler]
pub async fn show(view: View) -> Result<Response> {
    view.page(&FiguresPage { quarters: Vec::new(), kinds: Vec::new() })
}
