//! `/api/v1/letters`: what residents and their programs may do. No account, no cookie.

pub(in crate::api) mod files;
mod shapes;

use poem::http::HeaderMap;
use poem::web::Data;
use poem_openapi::OpenApi;
use poem_openapi::param::Header;
use poem_openapi::payload::Json;

use super::Tag;
use super::body::{Body, Unjudged};
use super::problem::{BadField, Code, Problem};
use super::types::Day;
use super::words;
use crate::app::{App, evidence, letters, tracking};
use crate::caller::Caller;
use crate::domain::letter::Source;
use crate::limits::Action;
pub use shapes::*;

pub struct LettersApi;

#[OpenApi(prefix_path = "/api/v1/letters", tag = "Tag::Letters")]
impl LettersApi {
    /// Send a letter.
    ///
    /// With an `Idempotency-Key`, the same letter sent again gives the same answer and no second
    /// case; another letter under that key is refused.
    #[oai(path = "/", method = "post", operation_id = "submit_letter")]
    async fn submit(
        &self,
        Data(app): Data<&App>,
        caller: Caller,
        headers: &HeaderMap,
        /// Up to 200 visible ASCII characters, best a random UUID.
        #[oai(name = "Idempotency-Key")]
        key: Header<Option<String>>,
        Body(letter): Body<LetterIn>,
    ) -> Result<LetterTaken, Problem> {
        let lang = letter.lang.map(|lang| lang.0);
        let key = usable(key.0, headers).map_err(|problem| problem.in_lang(lang))?;
        app.admit(caller, Action::Letter).map_err(|error| Problem::from(error).in_lang(lang))?;
        let letter = letter.raw(words::wanted(headers));
        let submitted = letters::submit(app, letter, Source::Api, key.as_deref())
            .await
            .map_err(|error| Problem::from(error).in_lang(lang))?;
        Ok(LetterTaken::Created(Json(submitted.into())))
    }

    /// See where a case stands.
    ///
    /// An unknown, a wrong and a malformed receipt get the same answer after the same time.
    #[oai(path = "/lookup", method = "post", operation_id = "look_up_case")]
    async fn lookup(
        &self,
        Data(app): Data<&App>,
        caller: Caller,
        Unjudged(body): Unjudged<LookupIn>,
    ) -> Result<Json<TrackingOut>, Problem> {
        let receipt = receipt_of(body.map(|body| body.receipt))?;
        let app = &app.asked_from(caller);
        Ok(Json(tracking::evenly(tracking::open(app, &receipt)).await?.into()))
    }

    /// Write to the office about a case.
    ///
    /// With an `Idempotency-Key`, the same message sent again is stored once; another message under
    /// that key is refused.
    #[oai(path = "/messages", method = "post", operation_id = "send_message")]
    async fn messages(
        &self,
        Data(app): Data<&App>,
        caller: Caller,
        headers: &HeaderMap,
        /// Up to 200 visible ASCII characters, best a random UUID.
        #[oai(name = "Idempotency-Key")]
        key: Header<Option<String>>,
        Unjudged(body): Unjudged<MessageIn>,
    ) -> Result<MessageTaken, Problem> {
        let key = usable(key.0, headers)?;
        let (receipt, text) = match body {
            Ok(body) => (body.receipt, body.text),
            Err(problem) => (receipt_of(Err(problem))?, String::new()),
        };
        let app = &app.asked_from(caller);
        let case = tracking::evenly(tracking::open(app, &receipt)).await?.case;
        app.admit(caller, Action::Message)?;
        tracking::write(app, case, &text, key.as_deref()).await?;
        Ok(MessageTaken::Created(Json(MessageTakenOut { on: Day(app.now().day) })))
    }

    /// Send files for a case.
    ///
    /// The receipt stands in the first part, the files after it. All are taken, or none: `errors` tells why.
    /// With an `Idempotency-Key`, the same files sent again are stored once. Staff see copies without the marks
    /// of cameras and authors, under neutral names.
    #[oai(path = "/files", method = "post", operation_id = "send_files")]
    async fn files(
        &self,
        Data(app): Data<&App>,
        caller: Caller,
        headers: &HeaderMap,
        /// Up to 200 visible ASCII characters, best a random UUID.
        #[oai(name = "Idempotency-Key")]
        key: Header<Option<String>>,
        parts: files::Parts,
    ) -> Result<MessageTaken, Problem> {
        let key = usable(key.0, headers)?;
        let sent = parts.read(app, caller).await?;
        evidence::add_under_receipt(app, sent.case, &sent.uploads, key.as_deref()).await?;
        Ok(MessageTaken::Created(Json(MessageTakenOut { on: Day(app.now().day) })))
    }

    /// Ask that an officer keep away.
    ///
    /// Heeded at once; a second person decides and answers. The answer here does not tell whether anybody
    /// of that name works on cases.
    #[oai(path = "/challenges", method = "post", operation_id = "challenge_officer")]
    async fn challenges(
        &self,
        Data(app): Data<&App>,
        caller: Caller,
        headers: &HeaderMap,
        /// Up to 200 visible ASCII characters, best a random UUID.
        #[oai(name = "Idempotency-Key")]
        key: Header<Option<String>>,
        Unjudged(body): Unjudged<ChallengeIn>,
    ) -> Result<MessageTaken, Problem> {
        let key = usable(key.0, headers)?;
        let (receipt, officer, text) = match body {
            Ok(body) => (body.receipt, body.officer, body.text),
            Err(problem) => (receipt_of(Err(problem))?, String::new(), String::new()),
        };
        let app = &app.asked_from(caller);
        let case = tracking::evenly(tracking::open(app, &receipt)).await?.case;
        app.admit(caller, Action::Message)?;
        tracking::challenge(app, case, &officer, &text, key.as_deref()).await?;
        Ok(MessageTaken::Created(Json(MessageTakenOut { on: Day(app.now().day) })))
    }
}

/// The key as sent, or nothing when there is none.
pub(super) fn usable(key: Option<String>, headers: &HeaderMap) -> Result<Option<String>, Problem> {
    const LONGEST: usize = 200;
    let visible = |key: &String| {
        (1..=LONGEST).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_graphic())
    };
    match key {
        None if headers.contains_key("idempotency-key") => Err(Code::BadKey.into()),
        Some(key) if !visible(&key) => Err(Code::BadKey.into()),
        key => Ok(key),
    }
}

/// A receipt that is missing or no text is malformed like any other; further flaws are told.
fn receipt_of(body: Result<String, Problem>) -> Result<String, Problem> {
    let about_receipt = |bad: &BadField| bad.field == "receipt";
    match body {
        Err(problem) if !problem.fields.is_empty() && problem.fields.iter().all(about_receipt) => {
            Ok(String::new())
        }
        body => body,
    }
}
