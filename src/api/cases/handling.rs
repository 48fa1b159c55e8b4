//! What the officer in charge does.

use poem_openapi::param::Path;
use poem_openapi::{Object, OpenApi};
use uuid::Uuid;

use super::view::AnswerText;
use super::{ActIn, ExplainedIn, explained, leaving, words};
use crate::api::Tag;
use crate::api::body::Body;
use crate::api::problem::{Code, Problem};
use crate::api::staff::{Officer, Taken, case_number};
use crate::api::types::{Day, Term};
use crate::app::{DraftWords, Words, cases, fresh_id};
use crate::domain::case::{Measure, Outcome};
use crate::domain::clock::ClockKind;
use crate::domain::ids::{AllegationId, MeasureId};
use crate::domain::step::{Finding, Step};

/// A question while facts are being established.
#[derive(Object)]
#[oai(rename = "HandlerQuestion")]
pub struct HandlerQuestionIn {
    pub question: String,
}

/// A draft conclusion.
#[derive(Object)]
#[oai(rename = "Draft")]
pub struct DraftIn {
    pub revision: i64,
    /// One for each allegation.
    pub findings: Vec<FindingIn>,
    pub answer: AnswerText,
    /// What the conclusion orders.
    pub measures: Vec<MeasureIn>,
    /// Why words stay that may betray the reporter to the person complained of; the second person reads it.
    pub keep_reason: Option<String>,
}

/// What one allegation came to.
#[derive(Object)]
#[oai(rename = "Finding")]
pub struct FindingIn {
    pub allegation: Uuid,
    pub outcome: Term<Outcome>,
    /// What it rests on.
    pub evidence: String,
}

/// Something that must be done after the conclusion.
#[derive(Object)]
#[oai(rename = "NewMeasure")]
pub struct MeasureIn {
    pub text: String,
    pub due_on: Day,
}

/// A legal notice that was served, or a posting that is over.
#[derive(Object)]
#[oai(rename = "Delivery")]
pub struct DeliveryIn {
    pub revision: i64,
    /// `c1`: the first notice; `c6`: the result; `c7`: the posting.
    pub clock: Term<ClockKind>,
    /// When, to whom, under which number. Whoever signs or reads the minutes learns it.
    pub note: Option<String>,
    /// Why words of the note stay that may betray the reporter.
    pub keep_reason: Option<String>,
}

/// A posting that begins anew.
#[derive(Object)]
#[oai(rename = "PostingAgain")]
pub struct PostingAgainIn {
    pub revision: i64,
    pub note: Option<String>,
    /// Why words of the note stay that may betray the reporter.
    pub keep_reason: Option<String>,
}

/// A measure that was carried out.
#[derive(Object)]
#[oai(rename = "Completion")]
pub struct CompletionIn {
    pub revision: i64,
    /// The day of the meeting and the number of its minutes.
    pub note: String,
    /// Why words of the note stay that may betray the reporter.
    pub keep_reason: Option<String>,
}

impl DraftIn {
    /// The step and what was typed along with it.
    fn split(self) -> (Step, Words) {
        let evidence = |finding: &FindingIn| finding.evidence.trim().to_owned();
        let findings = self.findings.iter().map(|finding| Finding {
            allegation: AllegationId(finding.allegation),
            outcome: finding.outcome.0,
            evidence: !evidence(finding).is_empty(),
        });
        let ordered: Vec<(Measure, String)> = self.measures.into_iter().map(measure).collect();
        let step = Step::Draft {
            findings: findings.collect(),
            measures: ordered.iter().map(|(measure, _)| measure.clone()).collect(),
        };
        let evidence = self
            .findings
            .iter()
            .map(|finding| (AllegationId(finding.allegation), evidence(finding)))
            .collect();
        let measures = ordered.into_iter().map(|(measure, text)| (measure.id, text)).collect();
        let keep_reason = self.keep_reason.unwrap_or_default();
        let answer = self.answer.into();
        (step, Words::Draft(DraftWords { evidence, answer, measures, keep_reason }))
    }
}

fn measure(asked: MeasureIn) -> (Measure, String) {
    let id = MeasureId(fresh_id());
    (Measure { id, due_on: asked.due_on.0, done_on: None }, asked.text)
}

pub struct HandlingApi;

#[OpenApi(prefix_path = "/api/v1/cases", tag = "Tag::Handling")]
impl HandlingApi {
    /// Declare that no interest binds the officer.
    ///
    /// Before, the words of the letter stay closed.
    #[oai(path = "/:number/declaration", method = "post", operation_id = "declare_no_conflict")]
    async fn declaration(
        &self,
        officer: Officer,
        number: Path<String>,
        Body(asked): Body<ActIn>,
    ) -> Result<Taken, Problem> {
        officer.take(&number, asked.revision, Step::Declare, words(asked.note)).await
    }

    /// Stand back.
    #[oai(path = "/:number/recusal", method = "post", operation_id = "recuse")]
    async fn recusal(
        &self,
        officer: Officer,
        number: Path<String>,
        Body(asked): Body<ExplainedIn>,
    ) -> Result<Taken, Problem> {
        officer.take(&number, asked.revision, Step::Recuse, explained(&asked.note)?).await
    }

    /// Ask the resident while facts are being established.
    ///
    /// No clock stands still for it.
    #[oai(path = "/:number/messages", method = "post", operation_id = "write_to_resident")]
    async fn messages(
        &self,
        officer: Officer,
        number: Path<String>,
        Body(asked): Body<HandlerQuestionIn>,
    ) -> Result<Taken, Problem> {
        let number = case_number(&number)?;
        cases::ask(&officer.app, officer.account(), &number, asked.question)
            .await
            .map_err(|error| Problem::from(error).about("question"))?;
        officer.taken(&number).await
    }

    /// Record the explanation of the person named.
    #[oai(path = "/:number/reply-record", method = "post", operation_id = "record_reply")]
    async fn reply_record(
        &self,
        officer: Officer,
        number: Path<String>,
        Body(asked): Body<ExplainedIn>,
    ) -> Result<Taken, Problem> {
        officer.take(&number, asked.revision, Step::RecordReply, explained(&asked.note)?).await
    }

    /// Let the clock go on.
    #[oai(path = "/:number/hold-end", method = "post", operation_id = "end_hold")]
    async fn hold_end(
        &self,
        officer: Officer,
        number: Path<String>,
        Body(asked): Body<ActIn>,
    ) -> Result<Taken, Problem> {
        officer.take(&number, asked.revision, Step::EndHold, words(asked.note)).await
    }

    /// Draft the conclusion.
    #[oai(path = "/:number/draft", method = "post", operation_id = "draft_conclusion")]
    async fn draft(
        &self,
        officer: Officer,
        number: Path<String>,
        Body(asked): Body<DraftIn>,
    ) -> Result<Taken, Problem> {
        let revision = asked.revision;
        let (step, words) = asked.split();
        officer.take(&number, revision, step, words).await
    }

    /// Submit the draft for review.
    #[oai(path = "/:number/review", method = "post", operation_id = "submit_draft")]
    async fn review(
        &self,
        officer: Officer,
        number: Path<String>,
        Body(asked): Body<ActIn>,
    ) -> Result<Taken, Problem> {
        officer.take(&number, asked.revision, Step::Submit, words(asked.note)).await
    }

    /// Record a delivery, or that the result was posted today (`c7`).
    ///
    /// The note must not betray who wrote: without a `keep_reason`, one with risky words is refused as
    /// `identity-risk`.
    #[oai(path = "/:number/delivery", method = "post", operation_id = "record_delivery")]
    async fn delivery(
        &self,
        officer: Officer,
        number: Path<String>,
        Body(asked): Body<DeliveryIn>,
    ) -> Result<Taken, Problem> {
        let step = Step::Deliver { clock: asked.clock.0 };
        let words = leaving(words(asked.note), asked.keep_reason);
        officer.take(&number, asked.revision, step, words).await
    }

    /// Begin the posting anew after an interruption.
    ///
    /// The note is looked at like that of a delivery.
    #[oai(path = "/:number/posting", method = "post", operation_id = "post_again")]
    async fn posting(
        &self,
        officer: Officer,
        number: Path<String>,
        Body(asked): Body<PostingAgainIn>,
    ) -> Result<Taken, Problem> {
        let words = leaving(words(asked.note), asked.keep_reason);
        officer.take(&number, asked.revision, Step::PostAgain, words).await
    }

    /// Record that a measure was carried out.
    ///
    /// The note carries the meeting's date and the number of its minutes; it is looked at like that of a delivery.
    #[oai(
        path = "/:number/measures/:id/completion",
        method = "post",
        operation_id = "finish_measure"
    )]
    async fn measure_completion(
        &self,
        officer: Officer,
        number: Path<String>,
        id: Path<String>,
        Body(asked): Body<CompletionIn>,
    ) -> Result<Taken, Problem> {
        let id = Uuid::try_parse(&id).map_err(|_| Problem::from(Code::NotFound))?;
        let step = Step::FinishMeasure { measure: MeasureId(id) };
        let words = leaving(explained(&asked.note)?, asked.keep_reason);
        officer.take(&number, asked.revision, step, words).await
    }
}
