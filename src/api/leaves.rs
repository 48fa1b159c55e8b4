//! `/api/v1/leaves`: who is away from the office, and who stands in.

use poem_openapi::param::{Path, Query};
use poem_openapi::payload::Json;
use poem_openapi::{ApiResponse, Object, OpenApi};
use uuid::Uuid;

use super::Tag;
use super::body::Body;
use super::problem::{BadField, Code, Problem};
use super::staff::Officer;
use super::types::Day;
use crate::app::leaves::{self, Absences, ColleagueView, LeaveView, NewLeave, NotTaken};
use crate::domain::ids::AccountId;

/// Days away from the office, both included.
#[derive(Object)]
#[oai(rename = "NewLeave")]
pub struct LeaveIn {
    /// The login of whoever is away; one's own when left out. Of others: for administrators.
    pub of: Option<String>,
    pub from: Day,
    pub last: Day,
    /// The account that stands in; when left out the standing deputy, if there is one.
    pub deputy: Option<Uuid>,
}

/// Who stands in whenever a leave names nobody.
#[derive(Object)]
#[oai(rename = "StandingDeputy")]
pub struct DeputyIn {
    /// Whose deputy; one's own when left out. Of others: for administrators.
    pub of: Option<String>,
    /// Nobody when left out.
    pub deputy: Option<Uuid>,
}

/// Somebody on the staff.
#[derive(Object)]
#[oai(rename = "Colleague")]
pub struct ColleagueOut {
    pub account: Uuid,
    pub login: String,
    pub name: String,
    pub unit: String,
}

/// A leave that counts today or will.
#[derive(Object)]
#[oai(rename = "Leave")]
pub struct LeaveOut {
    pub id: Uuid,
    pub who: ColleagueOut,
    pub from: Day,
    pub last: Day,
    pub deputy: Option<ColleagueOut>,
}

/// The leaves of one account, who could stand in, and for whom it stands in.
#[derive(Object)]
#[oai(rename = "Leaves")]
pub struct LeavesOut {
    pub of: ColleagueOut,
    pub leaves: Vec<LeaveOut>,
    /// The account of the standing deputy.
    pub deputy: Option<Uuid>,
    /// Who may stand in.
    pub colleagues: Vec<ColleagueOut>,
    pub standing_in: Vec<LeaveOut>,
    /// Everybody's, for administrators.
    pub all: Vec<LeaveOut>,
}

#[derive(ApiResponse)]
pub enum LeaveTaken {
    /// Reminders go to whoever stands in on these days.
    #[oai(status = 201)]
    Created(Json<LeavesOut>),
}

#[derive(ApiResponse)]
pub enum LeaveEnded {
    /// From today on the leave counts no more.
    #[oai(status = 204)]
    Done,
}

pub struct LeavesApi;

#[OpenApi(prefix_path = "/api/v1/leaves", tag = "Tag::People")]
impl LeavesApi {
    /// List the leaves of this account.
    #[oai(path = "/", method = "get", operation_id = "list_leaves")]
    async fn index(
        &self,
        officer: Officer,
        /// The login of somebody else, for administrators.
        of: Query<Option<String>>,
    ) -> Result<Json<LeavesOut>, Problem> {
        let of = leaves::whose(&officer.app, officer.account(), of.0.as_deref()).await?;
        Ok(Json(seen(&officer, of).await?))
    }

    /// Enter days away.
    #[oai(path = "/", method = "post", operation_id = "enter_leave")]
    async fn create(
        &self,
        officer: Officer,
        Body(asked): Body<LeaveIn>,
    ) -> Result<LeaveTaken, Problem> {
        let (app, who) = (&officer.app, officer.account());
        let of = leaves::whose(app, who, asked.of.as_deref()).await?;
        let deputy = asked.deputy.map(AccountId);
        let new = NewLeave { from: asked.from.0, last: asked.last.0, deputy };
        leaves::enter(app, who, of, new).await?.map_err(flawed)?;
        Ok(LeaveTaken::Created(Json(seen(&officer, of).await?)))
    }

    /// End a leave: back, or not going.
    #[oai(path = "/:id/end", method = "post", operation_id = "end_leave")]
    async fn end(&self, officer: Officer, id: Path<String>) -> Result<LeaveEnded, Problem> {
        let id = Uuid::try_parse(&id).map_err(|_| Problem::from(Code::NotFound))?;
        leaves::end(&officer.app, officer.account(), id).await?;
        Ok(LeaveEnded::Done)
    }

    /// Say who stands in whenever a leave names nobody.
    #[oai(path = "/deputy", method = "post", operation_id = "set_deputy")]
    async fn deputy(
        &self,
        officer: Officer,
        Body(asked): Body<DeputyIn>,
    ) -> Result<Json<LeavesOut>, Problem> {
        let (app, who) = (&officer.app, officer.account());
        let of = leaves::whose(app, who, asked.of.as_deref()).await?;
        let deputy = asked.deputy.map(AccountId);
        leaves::set_deputy(app, who, of, deputy).await?.map_err(flawed)?;
        Ok(Json(seen(&officer, of).await?))
    }
}

async fn seen(officer: &Officer, of: AccountId) -> Result<LeavesOut, Problem> {
    Ok(leaves::look(&officer.app, officer.account(), of).await?.into())
}

fn flawed(why: NotTaken) -> Problem {
    let field = match why {
        NotTaken::Days(_) => BadField::new("last", "unreadable"),
        NotTaken::Deputy => BadField::new("deputy", "unreadable"),
    };
    Problem::fields(vec![field])
}

impl From<Absences> for LeavesOut {
    fn from(seen: Absences) -> Self {
        let leaves = |views: Vec<LeaveView>| views.into_iter().map(LeaveOut::from).collect();
        Self {
            of: seen.of.into(),
            leaves: leaves(seen.leaves),
            deputy: seen.deputy.map(|id| id.0),
            colleagues: seen.colleagues.into_iter().map(ColleagueOut::from).collect(),
            standing_in: leaves(seen.standing_in),
            all: leaves(seen.all),
        }
    }
}

impl From<ColleagueView> for ColleagueOut {
    fn from(view: ColleagueView) -> Self {
        let ColleagueView { account, login, name, unit } = view;
        Self { account: account.0, login, name, unit }
    }
}

impl From<LeaveView> for LeaveOut {
    fn from(view: LeaveView) -> Self {
        Self {
            id: view.id,
            who: view.who.into(),
            from: Day(view.from),
            last: Day(view.last),
            deputy: view.deputy.map(ColleagueOut::from),
        }
    }
}
