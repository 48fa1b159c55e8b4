//! Dossiers whose term of keeping is over: one person proposes to destroy one, another confirms.

use poem_openapi::param::{Path, Query};
use poem_openapi::payload::Json;
use poem_openapi::{ApiResponse, Object, OpenApi};

use crate::api::Tag;
use crate::api::problem::Problem;
use crate::api::staff::{Officer, case_number};
use crate::api::types::{Day, Term};
use crate::app::retention::{self, DueRow};
use crate::domain::letter::{Kind, Lang};

/// One page of what may be destroyed today, longest over first.
#[derive(Object)]
#[oai(rename = "DuePage")]
pub struct DuePageOut {
    pub dossiers: Vec<DueOut>,
    /// Hand it back as `after` to get the next page.
    pub next: Option<String>,
}

/// A dossier whose term of keeping is over.
#[derive(Object)]
#[oai(rename = "DueDossier")]
pub struct DueOut {
    pub number: String,
    pub kind: Term<Kind>,
    pub ended_on: Day,
    /// Last day of the term.
    pub kept_until: Day,
    /// The legal basis of the term.
    pub basis: String,
    /// False for a term that nobody has confirmed yet.
    pub confirmed: bool,
    /// Who has proposed to destroy it.
    pub proposed_by: Option<String>,
    pub proposed_on: Option<Day>,
}

#[derive(ApiResponse)]
pub enum DestructionTaken {
    /// Done.
    #[oai(status = 204)]
    Done,
}

pub struct DestructionApi;

#[OpenApi(prefix_path = "/api/v1", tag = "Tag::Decisions")]
impl DestructionApi {
    /// List the dossiers whose term of keeping is over.
    #[oai(path = "/destructions", method = "get", operation_id = "list_due_dossiers")]
    async fn index(
        &self,
        officer: Officer,
        after: Query<Option<String>>,
    ) -> Result<Json<DuePageOut>, Problem> {
        let page = retention::due(&officer.app, officer.account(), after.0.as_deref()).await?;
        let dossiers = page.rows.into_iter().map(DueOut::from).collect();
        Ok(Json(DuePageOut { dossiers, next: page.next }))
    }

    /// Propose to destroy a dossier.
    #[oai(
        path = "/cases/:number/destruction-proposal",
        method = "post",
        operation_id = "propose_destruction"
    )]
    async fn propose(
        &self,
        officer: Officer,
        number: Path<String>,
    ) -> Result<DestructionTaken, Problem> {
        retention::propose(&officer.app, officer.account(), &case_number(&number)?).await?;
        Ok(DestructionTaken::Done)
    }

    /// Keep a dossier that somebody proposed to destroy.
    #[oai(
        path = "/cases/:number/destruction-rejection",
        method = "post",
        operation_id = "reject_destruction"
    )]
    async fn reject(
        &self,
        officer: Officer,
        number: Path<String>,
    ) -> Result<DestructionTaken, Problem> {
        retention::reject(&officer.app, officer.account(), &case_number(&number)?).await?;
        Ok(DestructionTaken::Done)
    }

    /// Destroy a dossier that somebody else proposed to destroy. Nothing brings it back.
    ///
    /// Asks for a fresh proof for the purpose `delete`.
    #[oai(
        path = "/cases/:number/destruction-confirmation",
        method = "post",
        operation_id = "confirm_destruction"
    )]
    async fn confirm(
        &self,
        officer: Officer,
        number: Path<String>,
    ) -> Result<DestructionTaken, Problem> {
        retention::confirm(&officer.app, &officer.staff, &case_number(&number)?).await?;
        Ok(DestructionTaken::Done)
    }
}

impl From<DueRow> for DueOut {
    fn from(row: DueRow) -> Self {
        let (by, on) = row.proposed.map(|one| (one.by, Day(one.on))).unzip();
        Self {
            number: row.number.to_string(),
            kind: Term(row.kind),
            ended_on: Day(row.ended_on),
            kept_until: Day(row.kept_until),
            basis: row.basis.of(Lang::Vi).to_owned(),
            confirmed: row.confirmed,
            proposed_by: by,
            proposed_on: on,
        }
    }
}
