//! `/noi-bo/to-chuc/sap-xep` – plans for reorganisations: put in, looked at, signed; and what was carried out, for those
//! who read its minutes.

use chrono::NaiveDate;
use poem::http::StatusCode;
use poem::web::{Data, Path, Redirect};
use poem::{IntoResponse as _, Response, Result, handler};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::app::reorganisation::{
    self, AccountLine, CaseLine, NewPlan, PlanLine, Preview, UnitLine,
};
use crate::app::{App, AppError};
use crate::domain::access::Role;
use crate::i18n;
use crate::render::Page;
use crate::web::forms::{FlawLine, Form, Nothing, Signed};
use crate::web::frame::View;
use crate::web::signed_in::SignedIn;
use crate::web::staff::fields::{self, Mend, Mends};
use crate::web::upload::Upload;

/// Rows of one sort that a page shows.
const SHOWN: usize = 60;

/// `pages/noi-bo/to-chuc/sap-xep.html`
#[derive(Serialize)]
pub struct PlansPage {
    pub plans: Vec<PlanRow>,
    pub typed: PlanForm,
    pub flaws: Vec<FlawLine>,
    /// Whether the reader gives rights again.
    pub above: bool,
}

#[derive(Clone, Debug, Default, Serialize)]
pub struct PlanForm {
    pub name: String,
    pub on: String,
}

#[derive(Serialize)]
pub struct PlanRow {
    pub id: String,
    pub name: String,
    pub on: NaiveDate,
    pub signed: bool,
}

/// `pages/noi-bo/to-chuc/ke-hoach.html`
#[derive(Serialize)]
pub struct PlanPage {
    pub plan: PlanRow,
    pub file: String,
    pub signed_by: String,
    pub waiver: String,
    pub mends: Vec<(String, String)>,
    pub units: Vec<UnitRow>,
    pub members: usize,
    pub posts_ended: usize,
    pub posts_begun: usize,
    pub accounts: Vec<AccountRow>,
    pub lost: usize,
    pub gaps: Vec<(String, &'static str)>,
    pub knows_cases: bool,
    pub cases: Vec<CaseRow>,
    /// How many change hands, and how many of them have a deadline that goes on.
    pub moving: usize,
    pub clocks: usize,
    pub upwards: usize,
    pub may_sign: bool,
    pub above: bool,
    pub typed: SignForm,
    pub flaws: Vec<FlawLine>,
}

#[derive(Serialize)]
pub struct UnitRow {
    pub code: String,
    pub name: String,
    pub what: &'static str,
    pub into: Vec<String>,
}

#[derive(Serialize)]
pub struct AccountRow {
    pub login: String,
    pub from: String,
    pub to: Option<String>,
}

#[derive(Serialize)]
pub struct CaseRow {
    pub number: String,
    pub state: String,
    pub due_on: Option<NaiveDate>,
    pub from: String,
    pub to: Option<String>,
    pub same_officer: bool,
}

/// What whoever signs adds.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SignForm {
    pub waiver: String,
}

impl Page for PlansPage {
    const TEMPLATE: &'static str = "pages/noi-bo/to-chuc/sap-xep.html";
}

impl Page for PlanPage {
    const TEMPLATE: &'static str = "pages/noi-bo/to-chuc/ke-hoach.html";
}

impl From<PlanLine> for PlanRow {
    fn from(line: PlanLine) -> Self {
        Self { id: line.id.to_string(), name: line.name, on: line.on, signed: line.signed }
    }
}

impl From<UnitLine> for UnitRow {
    fn from(line: UnitLine) -> Self {
        Self { code: line.code, name: line.name, what: line.what, into: line.into }
    }
}

impl From<AccountLine> for AccountRow {
    fn from(line: AccountLine) -> Self {
        Self { login: line.login, from: line.from, to: line.to }
    }
}

impl From<CaseLine> for CaseRow {
    fn from(line: CaseLine) -> Self {
        Self {
            number: line.number,
            state: line.state,
            due_on: line.due_on,
            from: line.from,
            to: line.to,
            same_officer: line.same_officer,
        }
    }
}

impl PlanPage {
    /// # Errors
    /// 500 when a sentence is missing.
    pub fn new(view: &View, preview: Preview, above: bool) -> Result<Self> {
        let words = view.site.renderer().locales();
        let mend = |flaw| {
            let line = i18n::reorganisation::flaw(words, view.lang, flaw);
            line.map_err(poem::error::InternalServerError)
        };
        let cases = preview.cases.as_deref().unwrap_or_default();
        let (moving, clocks) =
            (cases.len(), cases.iter().filter(|one| one.due_on.is_some()).count());
        let upwards = cases.iter().filter(|one| one.to.is_none()).count();
        let lost = preview.accounts.iter().filter(|one| one.to.is_none()).count();
        Ok(Self {
            mends: preview.flaws.iter().take(SHOWN).map(mend).collect::<Result<_>>()?,
            plan: preview.line.into(),
            file: preview.file_name,
            signed_by: preview.signed_by,
            waiver: preview.waiver.unwrap_or_default(),
            units: preview.units.into_iter().take(SHOWN).map(UnitRow::from).collect(),
            members: preview.members,
            posts_ended: preview.posts_ended,
            posts_begun: preview.posts_begun,
            accounts: preview.accounts.into_iter().take(SHOWN).map(AccountRow::from).collect(),
            lost,
            gaps: preview.gaps.into_iter().take(SHOWN).collect(),
            knows_cases: preview.cases.is_some(),
            cases: cases.iter().take(SHOWN).cloned().map(CaseRow::from).collect(),
            moving,
            clocks,
            upwards,
            may_sign: preview.may_sign,
            above,
            typed: SignForm::default(),
            flaws: Vec::new(),
        })
    }
}

fn is_above(staff: &SignedIn) -> bool {
    staff.0.account.role == Role::Above
}

async fn plans(
    app: &App,
    staff: &SignedIn,
    typed: PlanForm,
    flaws: Vec<FlawLine>,
) -> Result<PlansPage> {
    let found = reorganisation::list(app, &staff.0.account).await?;
    let plans = found.into_iter().map(PlanRow::from).collect();
    Ok(PlansPage { plans, typed, flaws, above: is_above(staff) })
}

#[handler]
pub async fn list(Data(app): Data<&App>, staff: SignedIn, view: View) -> Result<Response> {
    let page = plans(app, &staff, PlanForm::default(), Vec::new()).await?;
    staff.frame(view).page(&page)
}

#[handler]
pub async fn create(
    Data(app): Data<&App>,
    staff: SignedIn,
    view: View,
    upload: Upload,
) -> Result<Response> {
    let who = staff.0.account;
    reorganisation::may_look(&who)?;
    let typed =
        PlanForm { name: upload.typed("name").to_owned(), on: upload.typed("on").to_owned() };
    let (status, flaws) = match (upload.trouble, asked(&typed, upload, app.now().day)) {
        (Some(trouble), _) => (trouble.status(), vec![trouble.line(&view)?]),
        (None, Ok(plan)) => {
            let id = reorganisation::draft(app, &who, plan).await?;
            let there = format!("/noi-bo/to-chuc/sap-xep/{id}");
            return Ok(Redirect::see_other(there).into_response());
        }
        (None, Err(mends)) => {
            let lines = mends.0.iter().map(|mend| mend.line(&view)).collect::<Result<Vec<_>>>()?;
            (StatusCode::UNPROCESSABLE_ENTITY, lines)
        }
    };
    let page = plans(app, &staff, typed, flaws).await?;
    staff.frame(view).page_with(status, &page)
}

fn asked(
    typed: &PlanForm,
    upload: Upload,
    today: NaiveDate,
) -> std::result::Result<NewPlan, Mends> {
    let mut mends = Mends::default();
    let name = mends.take(fields::line("name", &typed.name, "flaw-reorg-name"));
    let on = mends.take(fields::day("on", &typed.on, today));
    let key = if upload.too_large { "flaw-import-too-big" } else { "flaw-import-file" };
    let file = mends.take(upload.file.ok_or(Mend::at("file", key)));
    match (name, on, file) {
        (Some(name), Some(on), Some((file_name, content))) => {
            Ok(NewPlan { name, on, file_name, content })
        }
        _ => Err(mends),
    }
}

#[handler]
pub async fn show(
    Data(app): Data<&App>,
    Path(id): Path<Uuid>,
    staff: SignedIn,
    view: View,
) -> Result<Response> {
    let preview = reorganisation::preview(app, &staff.0.account, id).await?;
    let above = is_above(&staff);
    let view = staff.frame(view);
    let page = PlanPage::new(&view, preview, above)?;
    view.page(&page)
}

#[handler]
pub async fn sign(
    Data(app): Data<&App>,
    Path(id): Path<Uuid>,
    staff: SignedIn,
    view: View,
    form: Form<SignForm>,
) -> Result<Response> {
    let who = staff.0.account;
    let (typed, trouble) = match form.checked() {
        Ok(typed) => (typed, None),
        Err((typed, trouble)) => (typed, Some(trouble)),
    };
    let (status, field, key) = match trouble {
        Some(trouble) => (trouble.status(), "", "flaw-expired"),
        None => match reorganisation::sign(app, &who, id, &typed.waiver).await {
            Ok(()) => {
                let there = format!("/noi-bo/to-chuc/sap-xep/{id}");
                return Ok(Redirect::see_other(there).into_response());
            }
            Err(AppError::Flaws(_)) => {
                (StatusCode::UNPROCESSABLE_ENTITY, "waiver", "flaw-reorg-waiver")
            }
            Err(AppError::Stale) => (StatusCode::CONFLICT, "", "flaw-import-stale"),
            Err(error) => return Err(error.into()),
        },
    };
    let preview = reorganisation::preview(app, &who, id).await?;
    let view = staff.frame(view);
    let flaws = vec![view.flaw(field, key)?];
    let page = PlanPage { typed, flaws, ..PlanPage::new(&view, preview, true)? };
    view.page_with(status, &page)
}

#[handler]
pub async fn take_back(
    Data(app): Data<&App>,
    Path(id): Path<Uuid>,
    staff: SignedIn,
    Signed(_): Signed<Nothing>,
) -> Result<Response> {
    reorganisation::take_back(app, &staff.0.account, id).await?;
    Ok(Redirect::see_other("/noi-bo/to-chuc/sap-xep").into_response())
}
