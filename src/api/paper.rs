//! `/api/v1/paper-letters`: the desk takes in what came on paper or was told in person.

use poem::http::HeaderMap;
use poem_openapi::param::Header;
use poem_openapi::payload::Json;
use poem_openapi::{Object, OpenApi};

use super::Tag;
use super::body::Body;
use super::letters::{self, LetterIn, LetterTaken};
use super::problem::Problem;
use super::staff::Officer;
use super::types::{Day, Term, Vocabulary};
use super::words;
use crate::app::desk;
use crate::domain::letter::Source;

/// A letter that reached the committee outside the portal.
#[derive(Object)]
#[oai(rename = "NewPaperLetter")]
pub struct PaperLetterIn {
    pub letter: LetterIn,
    pub source: Term<PaperSource>,
    /// The day of the committee's own stamp; the deadlines run from it.
    pub received_on: Day,
}

/// How a letter comes that does not come by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PaperSource(Source);

impl Vocabulary for PaperSource {
    const TITLE: &'static str = "PaperSource";
    const TERMS: &'static [Self] = &[
        Self(Source::InPerson),
        Self(Source::Post),
        Self(Source::Box),
        Self(Source::Oral),
        Self(Source::Forwarded),
    ];

    fn spelling(self) -> &'static str {
        self.0.name()
    }
}

pub struct PaperApi;

#[OpenApi(prefix_path = "/api/v1/paper-letters", tag = "Tag::Cases")]
impl PaperApi {
    /// Register a paper letter.
    ///
    /// The receipt is told once, to be printed and handed over.
    #[oai(path = "/", method = "post", operation_id = "register_paper_letter")]
    async fn create(
        &self,
        officer: Officer,
        headers: &HeaderMap,
        /// Up to 200 visible ASCII characters, best a random UUID.
        #[oai(name = "Idempotency-Key")]
        key: Header<Option<String>>,
        Body(paper): Body<PaperLetterIn>,
    ) -> Result<LetterTaken, Problem> {
        let key = letters::usable(key.0, headers)?;
        let (app, who) = (&officer.app, officer.account());
        let letter = paper.letter.raw(words::wanted(headers));
        let (source, day) = (paper.source.0.0, paper.received_on.0);
        let submitted = desk::register_paper(app, who, letter, source, day, key.as_deref())
            .await
            .map_err(|error| Problem::from(error).within("letter"))?;
        Ok(LetterTaken::Created(Json(submitted.into())))
    }
}
