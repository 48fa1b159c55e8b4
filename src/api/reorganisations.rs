//! `/api/v1/reorganisations`: plans for another structure are handed in, looked at, signed; and what they moved.

use poem_openapi::param::Path;
use poem_openapi::payload::Json;
use poem_openapi::{ApiResponse, Object, OpenApi};
use uuid::Uuid;

use super::Tag;
use super::body::{Body, Unjudged};
use super::problem::{BadField, Code, Problem};
use super::staff::Officer;
use super::types::Day;
use crate::app::reorganisation::{
    self, AccountLine, CaseLine, Minute, MinuteLine, Minutes, NewPlan, PlanLine, Preview, UnitLine,
};
use crate::domain::letter::{self, Flaw, limits};
use crate::domain::reorganisation as plans;

/// A plan as it is handed in.
#[derive(Object)]
#[oai(rename = "NewReorganisation")]
pub struct PlanIn {
    pub name: String,
    /// The first day of the new structure.
    pub on: Day,
    /// The plan as a CSV file in UTF-8: a line of headings, then one line for each thing that happens.
    pub csv: String,
}

/// What whoever signs adds.
#[derive(Object)]
#[oai(rename = "ReorganisationSignature")]
pub struct SignatureIn {
    /// Why units may begin without a head or a deputy, where some do.
    pub waiver: Option<String>,
}

/// A plan in the list.
#[derive(Object)]
#[oai(rename = "ReorganisationLine")]
pub struct PlanLineOut {
    pub id: Uuid,
    pub name: String,
    pub on: Day,
    /// Whether it was signed and carried out.
    pub signed: bool,
}

/// Every plan, newest first.
#[derive(Object)]
#[oai(rename = "Reorganisations")]
pub struct PlansOut {
    pub reorganisations: Vec<PlanLineOut>,
}

/// A plan with everything that it would change. Of one that is signed the minutes tell what it changed.
#[derive(Object)]
#[oai(rename = "Reorganisation")]
pub struct PreviewOut {
    pub plan: PlanLineOut,
    pub file: String,
    /// Empty while nobody has signed.
    pub signed_by: String,
    pub waiver: Option<String>,
    /// What must be mended before anybody can sign.
    pub flaws: Vec<PlanFlawOut>,
    pub units: Vec<UnitChangeOut>,
    /// Members who go to another branch.
    pub members: usize,
    pub posts_ended: usize,
    pub posts_begun: usize,
    /// Accounts of units that end.
    pub accounts: Vec<AccountChangeOut>,
    /// Units that would begin without somebody.
    pub gaps: Vec<GapOut>,
    /// Cases that change hands, as far as this account may know of them; none for who knows of no case.
    pub cases: Option<Vec<CaseMoveOut>>,
    pub may_sign: bool,
}

/// What is wrong with a line of a plan.
#[derive(Object)]
#[oai(rename = "PlanFlaw")]
pub struct PlanFlawOut {
    /// The line of the file; 0 where it is no single one.
    pub row: u32,
    /// The stable code.
    pub code: String,
    /// The unit, card, login or word that it speaks of.
    pub about: String,
    pub count: usize,
}

#[derive(Object)]
#[oai(rename = "UnitChange")]
pub struct UnitChangeOut {
    pub code: String,
    pub name: String,
    /// `new`, `ended` or `changed`.
    pub what: String,
    /// What takes over from one that ends.
    pub into: Vec<String>,
}

#[derive(Object)]
#[oai(rename = "AccountChange")]
pub struct AccountChangeOut {
    pub login: String,
    pub from: String,
    /// Where it goes on; nowhere until somebody gives it rights again.
    pub to: Option<String>,
}

#[derive(Object)]
#[oai(rename = "StructureGap")]
pub struct GapOut {
    pub unit: String,
    /// `head` or `deputy`.
    pub lacks: String,
}

#[derive(Object)]
#[oai(rename = "CaseMove")]
pub struct CaseMoveOut {
    pub number: String,
    pub state: String,
    pub due_on: Option<Day>,
    pub from: String,
    /// The level above, where nobody may take it.
    pub to: Option<String>,
    pub same_officer: bool,
}

/// Every case that changed hands, as far as this account may know of it.
#[derive(Object)]
#[oai(rename = "ReorganisationMinutes")]
pub struct MinutesOut {
    pub name: String,
    pub on: Day,
    pub signed_by: String,
    pub parts: Vec<MinutesPartOut>,
}

/// What one unit gave up.
#[derive(Object)]
#[oai(rename = "MinutesPart")]
pub struct MinutesPartOut {
    pub unit: String,
    pub cases: Vec<MinutesLineOut>,
}

/// A case as it stood on that day.
#[derive(Object)]
#[oai(rename = "MinutesLine")]
pub struct MinutesLineOut {
    pub number: String,
    pub state: String,
    pub received_on: Day,
    pub due_on: Option<Day>,
    /// The level above, where nobody may take it.
    pub to: Option<String>,
    pub officer: String,
}

#[derive(ApiResponse)]
pub enum PlanTaken {
    /// The plan is kept. Nothing has changed yet.
    #[oai(status = 201)]
    Created(Json<Box<PreviewOut>>),
}

#[derive(ApiResponse)]
pub enum PlanDone {
    /// Done.
    #[oai(status = 204)]
    Done,
}

pub struct ReorganisationsApi;

#[OpenApi(prefix_path = "/api/v1/reorganisations", tag = "Tag::Organisation")]
impl ReorganisationsApi {
    /// List the plans, for administrators and the level above.
    #[oai(path = "/", method = "get", operation_id = "list_reorganisations")]
    async fn index(&self, officer: Officer) -> Result<Json<PlansOut>, Problem> {
        let found = reorganisation::list(&officer.app, officer.account()).await?;
        let reorganisations = found.into_iter().map(PlanLineOut::from).collect();
        Ok(Json(PlansOut { reorganisations }))
    }

    /// Hand in a plan. It may have flaws still.
    #[oai(path = "/", method = "post", operation_id = "draft_reorganisation")]
    async fn create(
        &self,
        officer: Officer,
        Unjudged(asked): Unjudged<PlanIn>,
    ) -> Result<PlanTaken, Problem> {
        let (app, who) = (&officer.app, officer.account());
        reorganisation::may_look(who)?;
        let id = reorganisation::draft(app, who, plan(asked?)?).await?;
        let preview = reorganisation::preview(app, who, id).await?;
        Ok(PlanTaken::Created(Json(Box::new(preview.into()))))
    }

    /// Look at a plan with everything that it touches.
    #[oai(path = "/:id", method = "get", operation_id = "preview_reorganisation")]
    async fn show(
        &self,
        officer: Officer,
        id: Path<String>,
    ) -> Result<Json<Box<PreviewOut>>, Problem> {
        let preview = reorganisation::preview(&officer.app, officer.account(), known(&id)?).await?;
        Ok(Json(Box::new(preview.into())))
    }

    /// Take back a plan that nobody has signed.
    #[oai(path = "/:id", method = "delete", operation_id = "take_back_reorganisation")]
    async fn destroy(&self, officer: Officer, id: Path<String>) -> Result<PlanDone, Problem> {
        reorganisation::take_back(&officer.app, officer.account(), known(&id)?).await?;
        Ok(PlanDone::Done)
    }

    /// Sign a plan and carry it out, for the level above: all of it, or nothing.
    #[oai(path = "/:id/signature", method = "post", operation_id = "sign_reorganisation")]
    async fn sign(
        &self,
        officer: Officer,
        id: Path<String>,
        Body(asked): Body<SignatureIn>,
    ) -> Result<PlanDone, Problem> {
        let waiver = asked.waiver.unwrap_or_default();
        reorganisation::sign(&officer.app, officer.account(), known(&id)?, &waiver)
            .await
            .map_err(|error| Problem::from(error).about("waiver"))?;
        Ok(PlanDone::Done)
    }

    /// Read the minutes of the handing over, for triage, approvers and the level above.
    #[oai(path = "/:id/minutes", method = "get", operation_id = "show_reorganisation_minutes")]
    async fn minutes(
        &self,
        officer: Officer,
        id: Path<String>,
    ) -> Result<Json<MinutesOut>, Problem> {
        let found = reorganisation::minutes(&officer.app, officer.account(), known(&id)?).await?;
        Ok(Json(found.into()))
    }
}

/// An id that cannot be one is answered like one that is not known.
fn known(id: &str) -> Result<Uuid, Problem> {
    Uuid::try_parse(id).map_err(|_| Code::NotFound.into())
}

fn plan(asked: PlanIn) -> Result<NewPlan, Problem> {
    let bad = |flaw: Flaw| {
        let bad = BadField::new("name", flaw.name());
        Problem::fields(vec![BadField { limit: flaw.limit(), ..bad }])
    };
    let name = letter::line(&asked.name, limits::LINE).map_err(bad)?;
    if name.is_empty() {
        return Err(bad(Flaw::Empty));
    }
    let (file_name, content) = ("ke-hoach.csv".to_owned(), asked.csv.into_bytes());
    Ok(NewPlan { name, on: asked.on.0, file_name, content })
}

impl From<PlanLine> for PlanLineOut {
    fn from(line: PlanLine) -> Self {
        Self { id: line.id, name: line.name, on: Day(line.on), signed: line.signed }
    }
}

impl From<Preview> for PreviewOut {
    fn from(preview: Preview) -> Self {
        let gap = |(unit, lacks): (String, &str)| GapOut { unit, lacks: lacks.to_owned() };
        let cases = |cases: Vec<CaseLine>| cases.into_iter().map(CaseMoveOut::from).collect();
        Self {
            plan: preview.line.into(),
            file: preview.file_name,
            signed_by: preview.signed_by,
            waiver: preview.waiver,
            flaws: preview.flaws.iter().map(PlanFlawOut::from).collect(),
            units: preview.units.into_iter().map(UnitChangeOut::from).collect(),
            members: preview.members,
            posts_ended: preview.posts_ended,
            posts_begun: preview.posts_begun,
            accounts: preview.accounts.into_iter().map(AccountChangeOut::from).collect(),
            gaps: preview.gaps.into_iter().map(gap).collect(),
            cases: preview.cases.map(cases),
            may_sign: preview.may_sign,
        }
    }
}

impl From<&plans::Flaw> for PlanFlawOut {
    fn from(flaw: &plans::Flaw) -> Self {
        let problem = &flaw.problem;
        let (code, about) = (problem.name().to_owned(), problem.about().to_owned());
        Self { row: flaw.row, code, about, count: problem.count() }
    }
}

impl From<UnitLine> for UnitChangeOut {
    fn from(line: UnitLine) -> Self {
        let UnitLine { code, name, what, into } = line;
        Self { code, name, what: what.to_owned(), into }
    }
}

impl From<AccountLine> for AccountChangeOut {
    fn from(line: AccountLine) -> Self {
        let AccountLine { login, from, to } = line;
        Self { login, from, to }
    }
}

impl From<CaseLine> for CaseMoveOut {
    fn from(line: CaseLine) -> Self {
        Self {
            number: line.number,
            state: line.state,
            due_on: line.due_on.map(Day),
            from: line.from,
            to: line.to,
            same_officer: line.same_officer,
        }
    }
}

impl From<Minutes> for MinutesOut {
    fn from(found: Minutes) -> Self {
        let parts = found.parts.into_iter().map(MinutesPartOut::from).collect();
        Self { name: found.name, on: Day(found.on), signed_by: found.signed_by, parts }
    }
}

impl From<Minute> for MinutesPartOut {
    fn from(part: Minute) -> Self {
        let cases = part.lines.into_iter().map(MinutesLineOut::from).collect();
        Self { unit: part.unit, cases }
    }
}

impl From<MinuteLine> for MinutesLineOut {
    fn from(line: MinuteLine) -> Self {
        Self {
            number: line.number,
            state: line.state,
            received_on: Day(line.received_on),
            due_on: line.due_on.map(Day),
            to: line.to,
            officer: line.officer,
        }
    }
}
