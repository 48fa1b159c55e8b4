//! `/noi-bo/hs/{number}/da-doc` – who knew when: who may open the case, who is kept out, who has read what, who was
//! told; on a page and as a PDF. It is what somebody knows who is kept out by now.

use chrono::NaiveDate;
use poem::web::{Data, Path};
use poem::{Response, Result, handler};
use serde::Serialize;

use crate::app::knowledge::{self, Knowledge};
use crate::app::reads::{self, Reader};
use crate::app::{App, AppError};
use crate::domain::receipt::CaseNumber;
use crate::i18n;
use crate::paper::{Paper, Part, Table};
use crate::render::Page;
use crate::web::frame::View;
use crate::web::sheet;
use crate::web::signed_in::SignedIn;

/// `pages/noi-bo/hs/da-doc.html`
#[derive(Serialize)]
pub struct ReadersPage {
    pub number: String,
    pub able: Vec<AbleLine>,
    pub out: Vec<OutLine>,
    pub readers: Vec<ReaderLine>,
    pub told: Vec<ToldLine>,
    pub names: Vec<NamedLine>,
}

/// Somebody who asked for the name of who wrote, or decided on it.
#[derive(Debug, Serialize)]
pub struct NamedLine {
    pub name: String,
    /// `asked`, `agreed` or `refused`.
    pub deed: &'static str,
    pub on: NaiveDate,
}

/// Who may open it now.
#[derive(Debug, Serialize)]
pub struct AbleLine {
    pub name: String,
    pub role: &'static str,
    /// `head`, `points` or `whole`.
    pub sight: &'static str,
}

/// Who is kept out.
#[derive(Debug, Serialize)]
pub struct OutLine {
    pub name: String,
    pub since: NaiveDate,
    pub admitted_on: Option<NaiveDate>,
}

/// A mail to one of the staff.
#[derive(Debug, Serialize)]
pub struct ToldLine {
    pub name: String,
    pub template: &'static str,
    pub owed_on: NaiveDate,
    pub sent_on: Option<NaiveDate>,
}

#[derive(Debug, Serialize)]
pub struct ReaderLine {
    pub name: String,
    pub kept_out: bool,
    pub reads: Vec<ReadLine>,
}

#[derive(Debug, Serialize)]
pub struct ReadLine {
    /// `glimpse`, `head`, `points`, `whole`, `file` or `name`.
    pub what: &'static str,
    pub on: NaiveDate,
    /// Hours and minutes in Hanoi.
    pub at: String,
}

impl Page for ReadersPage {
    const TEMPLATE: &'static str = "pages/noi-bo/hs/da-doc.html";
}

impl From<Reader> for ReaderLine {
    fn from(reader: Reader) -> Self {
        let line = |read: reads::ReadView| ReadLine {
            what: read.what.name(),
            on: read.on,
            at: read.in_hanoi().format("%H:%M").to_string(),
        };
        Self {
            name: reader.name,
            kept_out: reader.kept_out,
            reads: reader.reads.into_iter().map(line).collect(),
        }
    }
}

impl ReadersPage {
    fn new(number: &CaseNumber, known: Knowledge) -> Self {
        let able = known.able.into_iter().map(|one| AbleLine {
            name: one.name,
            role: one.role.name(),
            sight: one.sight.name(),
        });
        let out = known.out.into_iter().map(|one| OutLine {
            name: one.name,
            since: one.since,
            admitted_on: one.admitted_on,
        });
        let told = known.told.into_iter().map(|one| ToldLine {
            name: one.name,
            template: one.template.name(),
            owed_on: one.owed_on,
            sent_on: one.sent_on,
        });
        let names = known.names.into_iter().map(|one| NamedLine {
            name: one.name,
            deed: one.deed.name(),
            on: one.on,
        });
        Self {
            names: names.collect(),
            number: number.to_string(),
            able: able.collect(),
            out: out.collect(),
            readers: known.readers.into_iter().map(ReaderLine::from).collect(),
            told: told.collect(),
        }
    }

    /// The same as a document to print and keep.
    ///
    /// # Errors
    /// 500 when a word is missing.
    pub fn paper(&self, view: &View, today: NaiveDate) -> Result<Paper> {
        let day = |on: NaiveDate| i18n::short_day(view.lang, on);
        let maybe = |on: Option<NaiveDate>| on.map_or_else(|| "–".to_owned(), day);
        let facts = [("slip-number", self.number.clone()), ("knew-today", day(today))];
        let facts: Result<Vec<_>> =
            facts.into_iter().map(|(key, value)| Ok((view.text(key)?, value))).collect();
        let mut parts = vec![Part::Facts(facts?), Part::Paragraph(view.text("knew-what")?)];
        let mut table = |title: &str, head: &[&str], rows: Vec<Vec<String>>| -> Result<()> {
            parts.push(Part::Heading(view.text(title)?));
            if rows.is_empty() {
                parts.push(Part::Paragraph(view.text("knew-nobody")?));
                return Ok(());
            }
            let head: Result<Vec<String>> = head.iter().map(|key| view.text(key)).collect();
            let head = head?;
            let shares = vec![1; head.len()];
            parts.push(Part::Table(Table { head, shares, rows }));
            Ok(())
        };
        let out = self.out.iter();
        let out = out.map(|one| vec![one.name.clone(), day(one.since), maybe(one.admitted_on)]);
        table("knew-out", &["knew-name", "knew-since", "knew-admitted"], out.collect())?;
        let mut rows = Vec::new();
        for reader in &self.readers {
            for read in &reader.reads {
                let what = view.text(&format!("read-{}", read.what))?;
                rows.push(vec![
                    reader.name.clone(),
                    format!("{}, {}", day(read.on), read.at),
                    what,
                ]);
            }
        }
        table("readers-title", &["knew-name", "knew-when", "knew-read"], rows)?;
        let rows = self.told.iter().map(|one| {
            let what = view.text(&format!("paper-{}", one.template))?;
            Ok(vec![one.name.clone(), what, day(one.owed_on), maybe(one.sent_on)])
        });
        let head = ["knew-name", "knew-mail", "knew-owed", "knew-sent"];
        table("knew-told", &head, rows.collect::<Result<_>>()?)?;
        let rows = self.names.iter().map(|one| {
            let deed = view.text(&format!("knew-name-{}", one.deed))?;
            Ok(vec![one.name.clone(), deed, day(one.on)])
        });
        let head = ["knew-name", "knew-deed", "knew-on"];
        table("knew-names", &head, rows.collect::<Result<_>>()?)?;
        let rows = self.able.iter().map(|one| {
            let role = view.text(&format!("role-{}", one.role))?;
            Ok(vec![one.name.clone(), role, view.text(&format!("read-{}", one.sight))?])
        });
        table("knew-able", &["knew-name", "knew-role", "knew-read"], rows.collect::<Result<_>>()?)?;
        let office = view.site.office(view.lang).name.clone();
        let foot = format!("{office} · {}", view.text("frame-page")?);
        Ok(Paper { lang: view.lang, title: view.text("knew-title")?, foot, parts })
    }
}

#[handler]
pub(super) async fn show(
    Data(app): Data<&App>,
    Path(number): Path<String>,
    staff: SignedIn,
    view: View,
) -> Result<Response> {
    let page = page(app, &staff, &number).await?;
    staff.frame(view).page(&page)
}

#[handler]
pub(super) async fn pdf(
    Data(app): Data<&App>,
    Path(number): Path<String>,
    staff: SignedIn,
    view: View,
) -> Result<Response> {
    let page = page(app, &staff, &number).await?;
    let paper = page.paper(&staff.frame(view), app.now().day)?;
    sheet::answer(&paper, &format!("ai-da-biet-{}", page.number))
}

async fn page(app: &App, staff: &SignedIn, number: &str) -> Result<ReadersPage> {
    let number = CaseNumber::parse(number).ok_or(AppError::NotFound)?;
    let known = knowledge::who_knew(app, &staff.0.account, &number).await?;
    Ok(ReadersPage::new(&number, known))
}
