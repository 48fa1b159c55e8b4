//! `/api/v1/interests`: ties that staff declare, and which keep them out of cases.

use poem_openapi::param::Path;
use poem_openapi::payload::Json;
use poem_openapi::{ApiResponse, Object, OpenApi};
use uuid::Uuid;

use super::Tag;
use super::body::Body;
use super::problem::{BadField, Code, Problem};
use super::staff::Officer;
use super::types::{Day, Term};
use crate::app::AppError;
use crate::app::interests::{self, Declared, InterestView};
use crate::domain::ids::{MemberId, UnitId};
use crate::domain::interest::{Tie, Toward};

/// A tie to be declared; to a member or to a unit, not both.
#[derive(Object)]
#[oai(rename = "NewInterest")]
pub struct InterestIn {
    /// Whose tie it is, where it is not one's own: for the desk, for triage and for the level above.
    pub of: Option<Uuid>,
    pub member: Option<Uuid>,
    pub unit: Option<Uuid>,
    pub tie: Term<Tie>,
    /// Since ever, when left out.
    pub from: Option<Day>,
    /// The first day on which it is no longer so.
    pub until: Option<Day>,
}

/// A declared tie.
#[derive(Object)]
#[oai(rename = "Interest")]
pub struct InterestOut {
    pub id: Uuid,
    /// Whose it is; empty for one's own.
    pub of: String,
    /// Whom or what it binds to.
    pub to: String,
    pub tie: Term<Tie>,
    pub from: Option<Day>,
    pub until: Option<Day>,
    pub declared_on: Day,
}

/// What this account has declared, newest first.
#[derive(Object)]
#[oai(rename = "Interests")]
pub struct InterestsOut {
    pub interests: Vec<InterestOut>,
}

#[derive(ApiResponse)]
pub enum InterestTaken {
    /// The tie counts for every case from now on.
    #[oai(status = 201)]
    Created(Json<InterestsOut>),
}

#[derive(ApiResponse)]
pub enum InterestEnded {
    /// The tie ended today. What it has kept out stays out.
    #[oai(status = 204)]
    Done,
}

pub struct InterestsApi;

#[OpenApi(prefix_path = "/api/v1/interests", tag = "Tag::People")]
impl InterestsApi {
    /// List the ties declared by this account.
    #[oai(path = "/", method = "get", operation_id = "list_interests")]
    async fn index(&self, officer: Officer) -> Result<Json<InterestsOut>, Problem> {
        Ok(Json(declared(&officer).await?))
    }

    /// Declare a tie.
    #[oai(path = "/", method = "post", operation_id = "declare_interest")]
    async fn create(
        &self,
        officer: Officer,
        Body(asked): Body<InterestIn>,
    ) -> Result<InterestTaken, Problem> {
        let to = match (asked.member, asked.unit) {
            (Some(member), None) => Toward::Member(MemberId(member)),
            (None, Some(unit)) => Toward::Unit(UnitId(unit)),
            _ => return Err(Problem::fields(vec![BadField::new("member", "unreadable")])),
        };
        let new = Declared {
            of: asked.of.map(MemberId),
            to,
            tie: asked.tie.0,
            from: asked.from.map(|day| day.0),
            until: asked.until.map(|day| day.0),
        };
        match interests::declare(&officer.app, officer.account(), new).await {
            Err(AppError::Flaws(_)) => {
                Err(Problem::fields(vec![BadField::new("tie", "unreadable")]))
            }
            taken => {
                taken?;
                Ok(InterestTaken::Created(Json(declared(&officer).await?)))
            }
        }
    }

    /// End a tie.
    #[oai(path = "/:id/end", method = "post", operation_id = "end_interest")]
    async fn end(&self, officer: Officer, id: Path<String>) -> Result<InterestEnded, Problem> {
        let id = Uuid::try_parse(&id).map_err(|_| Problem::from(Code::NotFound))?;
        interests::end(&officer.app, officer.account(), id).await?;
        Ok(InterestEnded::Done)
    }
}

async fn declared(officer: &Officer) -> Result<InterestsOut, Problem> {
    let found = interests::list(&officer.app, officer.account()).await?;
    Ok(InterestsOut { interests: found.into_iter().map(InterestOut::from).collect() })
}

impl From<InterestView> for InterestOut {
    fn from(view: InterestView) -> Self {
        Self {
            id: view.id,
            of: view.of,
            to: view.to,
            tie: Term(view.tie),
            from: view.from.map(Day),
            until: view.until.map(Day),
            declared_on: Day(view.declared_on),
        }
    }
}
