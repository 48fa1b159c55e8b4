//! What triage does on its own.

use poem_openapi::param::Path;
use poem_openapi::{Object, OpenApi};
use uuid::Uuid;

use super::{ActIn, ExplainedIn, explained, typed, words};
use crate::api::Tag;
use crate::api::body::Body;
use crate::api::problem::Problem;
use crate::api::staff::{Officer, Taken, case_number};
use crate::api::types::{Day, Term};
use crate::app::{Words, cases};
use crate::domain::case::Assignment;
use crate::domain::ids::{AccountId, MemberId, UnitId};
use crate::domain::letter::Kind;
use crate::domain::step::Step;

/// What the letter really is.
#[derive(Object)]
#[oai(rename = "Reclassification")]
pub struct KindIn {
    pub revision: i64,
    pub kind: Term<Kind>,
    pub note: Option<String>,
}

/// The points of a letter.
#[derive(Object)]
#[oai(rename = "Allegations")]
pub struct AllegationsIn {
    pub revision: i64,
    /// 1 to 20 points, a line each; they replace the points there were.
    pub texts: Vec<String>,
}

/// A question to the resident.
#[derive(Object)]
#[oai(rename = "Question")]
pub struct QuestionIn {
    pub revision: i64,
    pub question: String,
    /// When the case goes on without an answer.
    pub resume_on: Day,
}

/// Who follows the matter to its end.
#[derive(Object)]
#[oai(rename = "Assignment")]
pub struct AssignmentIn {
    pub revision: i64,
    pub unit: Uuid,
    /// An account of that unit.
    pub officer: Uuid,
    /// The branch that helps to establish facts.
    pub coordinating: Option<Uuid>,
    pub note: Option<String>,
}

/// A person whom the letter is about.
#[derive(Object)]
#[oai(rename = "Subject")]
pub struct SubjectIn {
    pub revision: i64,
    pub member: Uuid,
}

impl AssignmentIn {
    fn assignment(&self) -> Assignment {
        Assignment {
            unit: UnitId(self.unit),
            officer: AccountId(self.officer),
            coordinating: self.coordinating.map(UnitId),
        }
    }
}

pub struct TriageApi;

#[OpenApi(prefix_path = "/api/v1/cases", tag = "Tag::Triage")]
impl TriageApi {
    /// Reclassify.
    #[oai(path = "/:number/kind", method = "post", operation_id = "reclassify_case")]
    async fn kind(
        &self,
        officer: Officer,
        number: Path<String>,
        Body(asked): Body<KindIn>,
    ) -> Result<Taken, Problem> {
        let step = Step::Reclassify { kind: asked.kind.0 };
        officer.take(&number, asked.revision, step, words(asked.note)).await
    }

    /// Split into allegations.
    #[oai(path = "/:number/allegations", method = "post", operation_id = "split_allegations")]
    async fn allegations(
        &self,
        officer: Officer,
        number: Path<String>,
        Body(asked): Body<AllegationsIn>,
    ) -> Result<Taken, Problem> {
        let number = case_number(&number)?;
        let (app, who) = (&officer.app, officer.account());
        cases::split(app, who, &number, Some(asked.revision), asked.texts)
            .await
            .map_err(|error| Problem::from(error).about("texts"))?;
        officer.taken(&number).await
    }

    /// Ask the resident for more.
    #[oai(path = "/:number/question", method = "post", operation_id = "ask_resident")]
    async fn question(
        &self,
        officer: Officer,
        number: Path<String>,
        Body(asked): Body<QuestionIn>,
    ) -> Result<Taken, Problem> {
        let step = Step::Ask { resume_on: asked.resume_on.0 };
        officer.take(&number, asked.revision, step, typed("question", &asked.question)?).await
    }

    /// Assign to a unit and its officer.
    #[oai(path = "/:number/assignment", method = "post", operation_id = "assign_case")]
    async fn assignment(
        &self,
        officer: Officer,
        number: Path<String>,
        Body(asked): Body<AssignmentIn>,
    ) -> Result<Taken, Problem> {
        let step = Step::Assign { to: asked.assignment() };
        officer.take(&number, asked.revision, step, words(asked.note)).await
    }

    /// Put in the hands of another unit after a reorganisation.
    #[oai(path = "/:number/reorganisation", method = "post", operation_id = "reorganise_case")]
    async fn reorganisation(
        &self,
        officer: Officer,
        number: Path<String>,
        Body(asked): Body<AssignmentIn>,
    ) -> Result<Taken, Problem> {
        let step = Step::Reorganise { to: asked.assignment() };
        officer.take(&number, asked.revision, step, words(asked.note)).await
    }

    /// Add a person whom the letter is about.
    #[oai(path = "/:number/subjects", method = "post", operation_id = "add_subject")]
    async fn subjects(
        &self,
        officer: Officer,
        number: Path<String>,
        Body(asked): Body<SubjectIn>,
    ) -> Result<Taken, Problem> {
        let step = Step::AddSubject { member: MemberId(asked.member) };
        officer.take(&number, asked.revision, step, Words::None).await
    }

    /// Go on with a withdrawn case.
    #[oai(path = "/:number/resumption", method = "post", operation_id = "resume_withdrawn_case")]
    async fn resumption(
        &self,
        officer: Officer,
        number: Path<String>,
        Body(asked): Body<ActIn>,
    ) -> Result<Taken, Problem> {
        officer.take(&number, asked.revision, Step::GoOn, words(asked.note)).await
    }

    /// Record that the other body received the transfer.
    ///
    /// The note carries the other body's number and date.
    #[oai(
        path = "/:number/receipt-of-transfer",
        method = "post",
        operation_id = "confirm_transfer"
    )]
    async fn receipt_of_transfer(
        &self,
        officer: Officer,
        number: Path<String>,
        Body(asked): Body<ExplainedIn>,
    ) -> Result<Taken, Problem> {
        officer.take(&number, asked.revision, Step::ConfirmReceipt, explained(&asked.note)?).await
    }

    /// Take a transferred case back.
    #[oai(
        path = "/:number/return-from-transfer",
        method = "post",
        operation_id = "take_transfer_back"
    )]
    async fn return_from_transfer(
        &self,
        officer: Officer,
        number: Path<String>,
        Body(asked): Body<ExplainedIn>,
    ) -> Result<Taken, Problem> {
        officer.take(&number, asked.revision, Step::Return, explained(&asked.note)?).await
    }
}
