//! `/noi-bo/hs/{number}/giay-chuyen` – the paper with which a matter goes to another body: to print, and as a PDF.

use poem::web::{Data, Path};
use poem::{Response, Result, handler};
use serde::Serialize;

use crate::app::transfer::{self, TransferPaper};
use crate::app::{App, AppError};
use crate::domain::receipt::CaseNumber;
use crate::i18n;
use crate::paper::{Paper, Part};
use crate::render::Page;
use crate::web::frame::View;
use crate::web::sheet::{Fact, answer};
use crate::web::signed_in::SignedIn;

use super::lines::Head;

/// `pages/noi-bo/hs/giay-chuyen.html`
#[derive(Serialize)]
pub struct TransferPage {
    pub head: Head,
    pub facts: Vec<Fact>,
    pub points: Vec<String>,
    pub notes: Vec<String>,
    /// How many points may betray who wrote.
    pub left_out: usize,
}

impl Page for TransferPage {
    const TEMPLATE: &'static str = "pages/noi-bo/hs/giay-chuyen.html";
}

impl TransferPage {
    /// # Errors
    /// 500 when a word is missing.
    pub fn new(head: Head, paper: TransferPaper, view: &View) -> Result<Self> {
        let office = view.office();
        let day = |on| i18n::day(view.lang, on);
        let contact = format!("{}, {} – {}", office.name, office.address, office.phone);
        let kind = view.text(&format!("kind-name-{}", paper.kind.name().replace('_', "-")))?;
        let facts = [
            ("outgoing-body", paper.body),
            ("outgoing-number", paper.number.to_string()),
            ("outgoing-kind", kind),
            ("outgoing-received", day(paper.received_on)),
            ("outgoing-on", day(paper.transferred_on)),
            ("outgoing-answer", paper.answer_by.map(day).unwrap_or_default()),
            ("outgoing-about", paper.about),
            ("outgoing-place", paper.place),
            ("outgoing-happened", paper.happened_on.map(day).unwrap_or_default()),
            ("outgoing-contact", contact),
        ];
        let facts = facts.into_iter().filter(|(_, value)| !value.is_empty());
        let fact = |(name, value)| Ok(Fact { name: view.text(name)?, value });
        let notes = ["outgoing-why", "outgoing-nobody-named"].map(|key| view.text(key));
        Ok(Self {
            head,
            facts: facts.map(fact).collect::<Result<_>>()?,
            points: paper.points,
            notes: notes.into_iter().collect::<Result<_>>()?,
            left_out: paper.left_out,
        })
    }

    fn paper(&self, view: &View) -> Result<Paper> {
        let facts = self.facts.iter().map(|fact| (fact.name.clone(), fact.value.clone()));
        let mut parts = vec![Part::Facts(facts.collect())];
        parts.push(Part::Heading(view.text("outgoing-points")?));
        for (place, point) in (1..).zip(&self.points) {
            parts.push(Part::Paragraph(format!("{place}. {point}")));
        }
        if self.points.is_empty() {
            parts.push(Part::Paragraph(view.text("outgoing-no-points")?));
        }
        parts.extend(self.notes.iter().cloned().map(Part::Paragraph));
        let foot = format!("{} · {}", view.office().name, view.text("frame-page")?);
        Ok(Paper { lang: view.lang, title: view.text("outgoing-paper")?, foot, parts })
    }
}

#[handler]
pub(super) async fn show(
    Data(app): Data<&App>,
    Path(number): Path<String>,
    staff: SignedIn,
    view: View,
) -> Result<Response> {
    let view = staff.frame(view);
    let page = page(app, &staff, &view, &number).await?;
    view.page(&page)
}

#[handler]
pub(super) async fn pdf(
    Data(app): Data<&App>,
    Path(number): Path<String>,
    staff: SignedIn,
    view: View,
) -> Result<Response> {
    let page = page(app, &staff, &view, &number).await?;
    answer(&page.paper(&view)?, &format!("giay-chuyen-{}", page.head.number))
}

async fn page(app: &App, staff: &SignedIn, view: &View, number: &str) -> Result<TransferPage> {
    let number = CaseNumber::parse(number).ok_or(AppError::NotFound)?;
    let (case, paper) = transfer::paper(app, &staff.0.account, &number).await?;
    TransferPage::new(Head::of(&case), paper, view)
}
