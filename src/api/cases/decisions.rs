//! What the second person decides: proposals and drafts.

use poem_openapi::param::Path;
use poem_openapi::{Object, OpenApi};

use super::{ActIn, ExplainedIn, explained, words};
use crate::api::Tag;
use crate::api::body::Body;
use crate::api::problem::Problem;
use crate::api::staff::{Officer, Taken};
use crate::api::types::Term;
use crate::domain::clock::ClockKind;
use crate::domain::step::Step;

/// What is decided on a wish of the resident.
#[derive(Object)]
#[oai(rename = "ChallengeRuling")]
pub struct ChallengeRulingIn {
    pub revision: i64,
    /// Whether the officers stay away.
    pub upheld: bool,
    /// The explanation that the resident reads.
    pub note: String,
}

/// A decision about a promised day that a calendar or a rule loaded later would move.
#[derive(Object)]
#[oai(rename = "PromisedDay")]
pub struct PromisedDayIn {
    pub revision: i64,
    pub clock: Term<ClockKind>,
    /// Which of several clocks of that kind, from 0.
    #[oai(default)]
    pub seq: u32,
    /// The reason, for the case's history.
    pub note: String,
}

pub struct DecisionsApi;

#[OpenApi(prefix_path = "/api/v1/cases", tag = "Tag::Decisions")]
impl DecisionsApi {
    /// Confirm the proposal that waits.
    #[oai(path = "/:number/confirmation", method = "post", operation_id = "confirm_proposal")]
    async fn confirmation(
        &self,
        officer: Officer,
        number: Path<String>,
        Body(asked): Body<ActIn>,
    ) -> Result<Taken, Problem> {
        officer.take(&number, asked.revision, Step::Confirm, words(asked.note)).await
    }

    /// Send the proposal back.
    #[oai(path = "/:number/return", method = "post", operation_id = "send_proposal_back")]
    async fn send_back(
        &self,
        officer: Officer,
        number: Path<String>,
        Body(asked): Body<ExplainedIn>,
    ) -> Result<Taken, Problem> {
        officer.take(&number, asked.revision, Step::SendBack, explained(&asked.note)?).await
    }

    /// Decide whether officers stay away, as the resident asks.
    #[oai(path = "/:number/challenge-ruling", method = "post", operation_id = "rule_on_challenge")]
    async fn challenge_ruling(
        &self,
        officer: Officer,
        number: Path<String>,
        Body(asked): Body<ChallengeRulingIn>,
    ) -> Result<Taken, Problem> {
        let step = Step::RuleChallenge { upheld: asked.upheld };
        officer.take(&number, asked.revision, step, explained(&asked.note)?).await
    }

    /// Conclude on the draft.
    #[oai(path = "/:number/conclusion", method = "post", operation_id = "conclude_case")]
    async fn conclusion(
        &self,
        officer: Officer,
        number: Path<String>,
        Body(asked): Body<ActIn>,
    ) -> Result<Taken, Problem> {
        officer.take(&number, asked.revision, Step::Conclude, words(asked.note)).await
    }

    /// Return the draft.
    #[oai(path = "/:number/review-return", method = "post", operation_id = "return_draft")]
    async fn review_return(
        &self,
        officer: Officer,
        number: Path<String>,
        Body(asked): Body<ExplainedIn>,
    ) -> Result<Taken, Problem> {
        officer.take(&number, asked.revision, Step::ReturnDraft, explained(&asked.note)?).await
    }

    /// Keep a promised day although the calendar or the rules in force give another.
    #[oai(path = "/:number/promised-day-kept", method = "post", operation_id = "keep_promised_day")]
    async fn keep_day(
        &self,
        officer: Officer,
        number: Path<String>,
        Body(asked): Body<PromisedDayIn>,
    ) -> Result<Taken, Problem> {
        let step = Step::KeepDay { clock: asked.clock.0, seq: asked.seq };
        officer.take(&number, asked.revision, step, explained(&asked.note)?).await
    }

    /// Move a promised day to the one that the calendar and the rules in force give.
    #[oai(
        path = "/:number/promised-day-moved",
        method = "post",
        operation_id = "move_promised_day"
    )]
    async fn move_day(
        &self,
        officer: Officer,
        number: Path<String>,
        Body(asked): Body<PromisedDayIn>,
    ) -> Result<Taken, Problem> {
        let step = Step::MoveDay { clock: asked.clock.0, seq: asked.seq };
        officer.take(&number, asked.revision, step, explained(&asked.note)?).await
    }
}
