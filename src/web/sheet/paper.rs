//! A sheet as a paper.

use poem::Result;
use poem::http::header;
use poem::{IntoResponse as _, Response};

use crate::paper::{self, Paper, Part, Qr, Table};
use crate::web::frame::View;

use super::{Check, Say, Sheet};

impl Sheet {
    /// The sheet as a PDF to keep, under `name`.
    ///
    /// # Errors
    /// 500 when a word is missing or the PDF cannot be made.
    pub fn pdf(&self, view: &View, name: &str) -> Result<Response> {
        answer(&self.paper(view)?, name)
    }

    /// # Errors
    /// 500 when a word is missing.
    pub fn paper(&self, view: &View) -> Result<Paper> {
        let say = Say(view);
        let facts = self.facts.iter().map(|fact| (fact.name.clone(), fact.value.clone()));
        let mut parts = vec![Part::Facts(facts.collect())];
        if let Some(check) = &self.check {
            parts.push(Part::Qr(qr(&say, check)?));
            parts.push(Part::Paragraph(say.plain("slip-command")?));
            parts.push(Part::Code(check.command.clone()));
        }
        if !self.days.is_empty() {
            parts.push(Part::Heading(say.plain("slip-days")?));
            parts.push(Part::Table(self.table(&say)?));
        }
        parts.extend(self.notes.iter().cloned().map(Part::Paragraph));
        let office = view.office().name.clone();
        let foot = format!("{office} · {}", say.plain("frame-page")?);
        Ok(Paper { lang: view.lang, title: self.title.clone(), foot, parts })
    }

    fn table(&self, say: &Say<'_>) -> Result<Table> {
        let head = ["count-day", "count-number", "count-what"].map(|key| say.plain(key));
        let rows = self.days.iter().map(|row| {
            let number = if row.number.is_empty() { "–" } else { &row.number };
            vec![row.label.clone(), number.to_owned(), row.what.clone()]
        });
        Ok(Table {
            head: head.into_iter().collect::<Result<_>>()?,
            shares: vec![30, 12, 58],
            rows: rows.collect(),
        })
    }
}

/// A paper as a PDF to keep, under `name`.
///
/// # Errors
/// 500 when the PDF cannot be made.
pub fn answer(paper: &Paper, name: &str) -> Result<Response> {
    let bytes = paper::pdf(paper).map_err(poem::error::InternalServerError)?;
    let named = format!("inline; filename=\"{name}.pdf\"");
    let headers = [
        (header::CONTENT_TYPE, "application/pdf".to_owned()),
        (header::CONTENT_DISPOSITION, named),
    ];
    let answer = headers.into_iter().fold(bytes.into_response(), |mut answer, (key, value)| {
        if let Ok(value) = value.parse() {
            answer.headers_mut().insert(key, value);
        }
        answer
    });
    Ok(answer)
}

fn qr(say: &Say<'_>, check: &Check) -> Result<Qr> {
    let beside = vec![say.plain("slip-check")?, check.address.clone()];
    Ok(Qr { payload: check.address.clone(), label: say.plain("slip-qr")?, beside })
}
