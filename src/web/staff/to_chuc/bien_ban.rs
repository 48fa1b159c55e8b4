//! `/noi-bo/to-chuc/sap-xep/…/bien-ban` – the minutes of a handing over, as a page and as a paper.

use chrono::NaiveDate;
use poem::http::header;
use poem::web::{Data, Path};
use poem::{Response, Result, handler};
use serde::Serialize;
use uuid::Uuid;

use crate::app::App;
use crate::app::reorganisation::{self, Minute, MinuteLine, Minutes};
use crate::paper::{self, Paper, Part, Table};
use crate::render::Page;
use crate::web::frame::View;
use crate::web::signed_in::SignedIn;

/// `pages/noi-bo/to-chuc/bien-ban.html`
#[derive(Serialize)]
pub struct MinutesPage {
    pub id: String,
    pub name: String,
    pub on: NaiveDate,
    pub signed_by: String,
    pub parts: Vec<MinutePart>,
}

#[derive(Serialize)]
pub struct MinutePart {
    pub unit: String,
    pub lines: Vec<MinuteRow>,
}

#[derive(Serialize)]
pub struct MinuteRow {
    pub number: String,
    pub state: String,
    pub received_on: NaiveDate,
    pub due_on: Option<NaiveDate>,
    pub to: Option<String>,
    pub officer: String,
}

impl Page for MinutesPage {
    const TEMPLATE: &'static str = "pages/noi-bo/to-chuc/bien-ban.html";
}

impl From<MinuteLine> for MinuteRow {
    fn from(line: MinuteLine) -> Self {
        Self {
            number: line.number,
            state: line.state,
            received_on: line.received_on,
            due_on: line.due_on,
            to: line.to,
            officer: line.officer,
        }
    }
}

impl From<Minute> for MinutePart {
    fn from(part: Minute) -> Self {
        let lines = part.lines.into_iter().map(MinuteRow::from).collect();
        Self { unit: part.unit, lines }
    }
}

impl MinutesPage {
    pub fn new(id: Uuid, found: Minutes) -> Self {
        Self {
            id: id.to_string(),
            name: found.name,
            on: found.on,
            signed_by: found.signed_by,
            parts: found.parts.into_iter().map(MinutePart::from).collect(),
        }
    }

    /// The same as a paper.
    ///
    /// # Errors
    /// 500 when a word is missing.
    pub fn paper(&self, view: &View) -> Result<Paper> {
        let day = |day: NaiveDate| day.format("%d/%m/%Y").to_string();
        let facts = vec![
            (view.text("reorg-name")?, self.name.clone()),
            (view.text("reorg-on")?, day(self.on)),
            (view.text("reorg-signed-by")?, self.signed_by.clone()),
        ];
        let mut parts = vec![Part::Facts(facts)];
        let heads = ["reorg-case", "reorg-state", "reorg-due", "reorg-to", "reorg-officer"];
        let head = heads.map(|key| view.text(key)).into_iter().collect::<Result<Vec<_>>>()?;
        for part in &self.parts {
            parts.push(Part::Heading(part.unit.clone()));
            let mut rows = Vec::new();
            for line in &part.lines {
                let dash = || "–".to_owned();
                rows.push(vec![
                    line.number.clone(),
                    view.text(&format!("state-{}", line.state))?,
                    line.due_on.map_or_else(dash, day),
                    line.to.clone().map_or_else(|| view.text("reorg-up"), Ok)?,
                    if line.officer.is_empty() { dash() } else { line.officer.clone() },
                ]);
            }
            let shares = vec![17, 17, 14, 32, 20];
            parts.push(Part::Table(Table { head: head.clone(), shares, rows }));
        }
        if self.parts.is_empty() {
            parts.push(Part::Paragraph(view.text("reorg-no-cases")?));
        }
        parts.push(Part::Paragraph(view.text("reorg-clocks-go-on")?));
        let office = view.site.office(view.lang).name.clone();
        let foot = format!("{office} · {}", view.text("frame-page")?);
        Ok(Paper { lang: view.lang, title: view.text("reorg-minutes")?, foot, parts })
    }
}

async fn found(app: &App, staff: &SignedIn, id: Uuid) -> Result<MinutesPage> {
    let found = reorganisation::minutes(app, &staff.0.account, id).await?;
    Ok(MinutesPage::new(id, found))
}

#[handler]
pub async fn show(
    Data(app): Data<&App>,
    Path(id): Path<Uuid>,
    staff: SignedIn,
    view: View,
) -> Result<Response> {
    let page = found(app, &staff, id).await?;
    staff.frame(view).page(&page)
}

#[handler]
pub async fn pdf(
    Data(app): Data<&App>,
    Path(id): Path<Uuid>,
    staff: SignedIn,
    view: View,
) -> Result<Response> {
    let page = found(app, &staff, id).await?;
    let view = staff.frame(view);
    let bytes = paper::pdf(&page.paper(&view)?).map_err(poem::error::InternalServerError)?;
    Ok(Response::builder()
        .content_type("application/pdf")
        .header(header::CONTENT_DISPOSITION, "inline; filename=\"bien-ban-ban-giao.pdf\"")
        .body(bytes))
}
