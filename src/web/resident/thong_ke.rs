//! `/thong-ke` – figures for the whole committee, none so small that it points at someone.

use chrono::NaiveDate;
use poem::web::Data;
use poem::{Response, Result, handler};
use serde::Serialize;

use crate::app::App;
use crate::app::statistics::{self, StatRow};
use crate::render::Page;
use crate::web::frame::View;

/// `pages/thong-ke/index.html`
#[derive(Serialize)]
pub struct FiguresPage {
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub rows: Vec<FiguresLine>,
    pub total: FiguresLine,
}

/// Letters of one kind, or of several that are told together; nothing where a number is too small.
#[derive(Clone, Debug, Serialize)]
pub struct FiguresLine {
    /// Names of kinds, as the public API spells them.
    pub kinds: Vec<&'static str>,
    pub received: Option<i64>,
    pub answered: Option<i64>,
}

impl Page for FiguresPage {
    const TEMPLATE: &'static str = "pages/thong-ke/index.html";
}

impl FiguresLine {
    fn of(row: &StatRow) -> Self {
        Self {
            kinds: row.kinds.iter().map(|kind| kind.name()).collect(),
            received: row.received,
            answered: row.answered,
        }
    }
}

#[handler]
pub async fn show(Data(app): Data<&App>, view: View) -> Result<Response> {
    let figures = statistics::public(app).await?;
    view.page(&FiguresPage {
        from: figures.from,
        to: figures.to,
        rows: figures.rows.iter().map(FiguresLine::of).collect(),
        total: FiguresLine::of(&figures.total),
    })
}
