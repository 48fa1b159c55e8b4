//! `/api/v1/paper-letters`: the desk takes in what came on paper or was told in person.

use poem::http::HeaderMap;
use poem_openapi::payload::Json;
use poem_openapi::{Object, OpenApi};

use super::Tag;
use super::body::Body;
use super::letters::{LetterIn, LetterTaken};
use super::problem::Problem;
use super::staff::Officer;
use super::types::{Day, Term};
use super::words;
use crate::app::desk;
use crate::domain::letter::Source;

/// A letter that reached the committee outside the portal.
#[derive(Object)]
#[oai(rename = "NewPaperLetter")]
pub struct PaperLetterIn {
    pub letter: LetterIn,
    pub source: Term<Source>,
    /// The day of the committee's own stamp; the deadlines run from it.
    pub received_on: Day,
}

pub struct PaperApi;

#[OpenApi(prefix_path = "/api/v1/paper-letters", tag = "Tag::Cases")]
impl PaperApi {
    /// Register a paper letter.
    #[oai(path = "/", method = "post", operation_id = "register_paper_letter")]
    async fn create(
        &self,
        officer: Officer,
        headers: &HeaderMap,
        Body(paper): Body<PaperLetterIn>,
    ) -> Result<LetterTaken, Problem> {
        let letter = paper.letter.raw(words::wanted(headers));
        let (source, day) = (paper.source.0, paper.received_on.0);
        let submitted =
            desk::register_paper(&officer.app, officer.account(), letter, source, day).await?;
        Ok(LetterTaken::Created(Json(submitted.into())))
    }
}
