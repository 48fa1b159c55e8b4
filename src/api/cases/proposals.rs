//! What one person proposes and another confirms.

use poem_openapi::param::Path;
use poem_openapi::{Object, OpenApi};
use uuid::Uuid;

use super::{ActIn, ExplainedIn, explained, leaving, words};
use crate::api::Tag;
use crate::api::body::Body;
use crate::api::problem::Problem;
use crate::api::staff::{Officer, Taken};
use crate::api::types::{Day, Term};
use crate::app::Words;
use crate::domain::case::{Assignment, Track};
use crate::domain::ids::{AccountId, UnitId};
use crate::domain::step::{Act, Complexity, HoldType, RecordReason, RefusalReason, Step};

/// A proposal to accept.
#[derive(Object)]
#[oai(rename = "Acceptance")]
pub struct AcceptanceIn {
    pub revision: i64,
    /// Whose rules the case follows.
    pub track: Term<Track>,
    pub note: Option<String>,
}

/// A proposal not to accept.
#[derive(Object)]
#[oai(rename = "Refusal")]
pub struct RefusalIn {
    pub revision: i64,
    pub reason: Term<RefusalReason>,
    /// The explanation that the resident reads.
    pub note: String,
}

/// A proposal to hand the matter to another body.
#[derive(Object)]
#[oai(rename = "Transfer")]
pub struct TransferIn {
    pub revision: i64,
    /// The body that is competent.
    pub body: String,
    /// The explanation that the resident reads.
    pub note: String,
    /// Why it goes to the very body complained of. The level above reads it; leave it out as a rule.
    pub exception: Option<String>,
    /// Why words in the name of the body stay that may betray the reporter; the second person reads it.
    pub keep_reason: Option<String>,
}

/// A proposal to put somebody in charge who is kept out for the seat alone.
#[derive(Object)]
#[oai(rename = "ExceptionalAssignment")]
pub struct ExceptionalAssignmentIn {
    pub revision: i64,
    pub unit: Uuid,
    pub officer: Uuid,
    /// Why it is done all the same. The level above reads it.
    pub note: String,
}

/// A proposal only to keep the letter on record.
#[derive(Object)]
#[oai(rename = "Record")]
pub struct RecordIn {
    pub revision: i64,
    pub reason: Term<RecordReason>,
    /// When somebody looks at it again.
    pub review_on: Day,
    pub note: Option<String>,
}

/// A proposal to let the clock stand still.
#[derive(Object)]
#[oai(rename = "Hold")]
pub struct HoldIn {
    pub revision: i64,
    #[oai(rename = "type")]
    pub hold: Term<HoldType>,
    pub until: Day,
    /// The reason, in plain words for the resident.
    pub note: String,
}

/// A proposal to lengthen the term.
#[derive(Object)]
#[oai(rename = "Extension")]
pub struct ExtensionIn {
    pub revision: i64,
    /// In the unit of the rule that the clock runs on.
    pub days: u32,
    /// What makes the case complex: one criterion for the first extension, two for the second.
    pub criteria: Vec<Term<Complexity>>,
    /// The reason, in plain words for the resident.
    pub note: String,
}

/// A proposal to hear the person complained of.
#[derive(Object)]
#[oai(rename = "Hearing")]
pub struct HearingIn {
    pub revision: i64,
    /// The summary that is handed over, in the officer's own words.
    pub note: String,
    /// Why words stay that may betray the reporter; the second person reads it.
    pub keep_reason: Option<String>,
}

pub struct ProposalsApi;

#[OpenApi(prefix_path = "/api/v1/cases", tag = "Tag::Proposals")]
impl ProposalsApi {
    /// Propose to accept.
    #[oai(path = "/:number/acceptance", method = "post", operation_id = "propose_acceptance")]
    async fn acceptance(
        &self,
        officer: Officer,
        number: Path<String>,
        Body(asked): Body<AcceptanceIn>,
    ) -> Result<Taken, Problem> {
        let step = Step::Propose(Act::Accept { track: asked.track.0 });
        officer.take(&number, asked.revision, step, words(asked.note)).await
    }

    /// Propose not to accept.
    #[oai(path = "/:number/refusal", method = "post", operation_id = "propose_refusal")]
    async fn refusal(
        &self,
        officer: Officer,
        number: Path<String>,
        Body(asked): Body<RefusalIn>,
    ) -> Result<Taken, Problem> {
        let step = Step::Propose(Act::Refuse { reason: asked.reason.0 });
        officer.take(&number, asked.revision, step, explained(&asked.note)?).await
    }

    /// Propose to transfer to another body.
    ///
    /// The name of the body must not betray who wrote: without a `keep_reason`, one with risky words is refused as
    /// `identity-risk`.
    #[oai(path = "/:number/transfer", method = "post", operation_id = "propose_transfer")]
    async fn transfer(
        &self,
        officer: Officer,
        number: Path<String>,
        Body(asked): Body<TransferIn>,
    ) -> Result<Taken, Problem> {
        // Whether the body is the one complained of, the operation finds out itself.
        let keep_reason = asked.keep_reason;
        let (act, words) = match (asked.exception, explained(&asked.note)?) {
            (Some(exception), Words::Note(text)) if !exception.trim().is_empty() => {
                let act = Act::TransferDespite { body: asked.body };
                (act, Words::Exception { text, exception, keep_reason })
            }
            (_, words) => {
                let act = Act::Transfer { body: asked.body, boomerang: false };
                (act, leaving(words, keep_reason))
            }
        };
        officer.take(&number, asked.revision, Step::Propose(act), words).await
    }

    /// Propose an exceptional assignment.
    ///
    /// For want of anybody else, to an officer who is kept out for the seat alone; never to one with a
    /// personal tie. The level above is told.
    #[oai(
        path = "/:number/exceptional-assignment",
        method = "post",
        operation_id = "propose_exceptional_assignment"
    )]
    async fn exceptional_assignment(
        &self,
        officer: Officer,
        number: Path<String>,
        Body(asked): Body<ExceptionalAssignmentIn>,
    ) -> Result<Taken, Problem> {
        let (unit, chosen) = (UnitId(asked.unit), AccountId(asked.officer));
        let to = Assignment { unit, officer: chosen, coordinating: None };
        let step = Step::Propose(Act::AssignDespite { to });
        officer.take(&number, asked.revision, step, explained(&asked.note)?).await
    }

    /// Propose to keep on record.
    #[oai(path = "/:number/record", method = "post", operation_id = "propose_record")]
    async fn record(
        &self,
        officer: Officer,
        number: Path<String>,
        Body(asked): Body<RecordIn>,
    ) -> Result<Taken, Problem> {
        let act = Act::Record { reason: asked.reason.0, review_on: asked.review_on.0 };
        officer.take(&number, asked.revision, Step::Propose(act), words(asked.note)).await
    }

    /// Propose to hear the person named.
    ///
    /// The note is the summary that is handed over. It must not betray who wrote: without a
    /// `keep_reason`, a summary with risky words is refused as `identity-risk`.
    #[oai(path = "/:number/hearing", method = "post", operation_id = "propose_hearing")]
    async fn hearing(
        &self,
        officer: Officer,
        number: Path<String>,
        Body(asked): Body<HearingIn>,
    ) -> Result<Taken, Problem> {
        let words = leaving(explained(&asked.note)?, asked.keep_reason);
        officer.take(&number, asked.revision, Step::Propose(Act::Hear), words).await
    }

    /// Propose that the clock stands still.
    #[oai(path = "/:number/hold", method = "post", operation_id = "propose_hold")]
    async fn hold(
        &self,
        officer: Officer,
        number: Path<String>,
        Body(asked): Body<HoldIn>,
    ) -> Result<Taken, Problem> {
        let act = Act::Hold { hold: asked.hold.0, until: asked.until.0 };
        officer.take(&number, asked.revision, Step::Propose(act), explained(&asked.note)?).await
    }

    /// Propose a longer term.
    #[oai(path = "/:number/extension", method = "post", operation_id = "propose_extension")]
    async fn extension(
        &self,
        officer: Officer,
        number: Path<String>,
        Body(asked): Body<ExtensionIn>,
    ) -> Result<Taken, Problem> {
        let criteria = asked.criteria.into_iter().map(|criterion| criterion.0).collect();
        let act = Act::Extend { days: asked.days, criteria };
        officer.take(&number, asked.revision, Step::Propose(act), explained(&asked.note)?).await
    }

    /// Propose that the rules of the other track apply as well.
    #[oai(path = "/:number/second-track", method = "post", operation_id = "propose_second_track")]
    async fn second_track(
        &self,
        officer: Officer,
        number: Path<String>,
        Body(asked): Body<ExplainedIn>,
    ) -> Result<Taken, Problem> {
        let step = Step::Propose(Act::AddTrack);
        officer.take(&number, asked.revision, step, explained(&asked.note)?).await
    }

    /// Propose to close.
    #[oai(path = "/:number/closure", method = "post", operation_id = "propose_closure")]
    async fn closure(
        &self,
        officer: Officer,
        number: Path<String>,
        Body(asked): Body<ActIn>,
    ) -> Result<Taken, Problem> {
        let step = Step::Propose(Act::Close);
        officer.take(&number, asked.revision, step, words(asked.note)).await
    }

    /// Propose to end a withdrawn case.
    #[oai(
        path = "/:number/withdrawal-end",
        method = "post",
        operation_id = "propose_withdrawal_end"
    )]
    async fn withdrawal_end(
        &self,
        officer: Officer,
        number: Path<String>,
        Body(asked): Body<ActIn>,
    ) -> Result<Taken, Problem> {
        let step = Step::Propose(Act::EndWithdrawn);
        officer.take(&number, asked.revision, step, words(asked.note)).await
    }
}
