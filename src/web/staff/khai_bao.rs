//! `/noi-bo/khai-bao` – declaring ties to people and units: of one's own, and at the desk and in triage of
//! others in the register. Nothing on this page depends on any case.

use chrono::NaiveDate;
use poem::http::StatusCode;
use poem::web::{Data, Redirect};
use poem::{IntoResponse, Request, Response, Result, handler};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::app::interests::{self, Declared, InterestView};
use crate::app::view::PersonView;
use crate::app::{App, AppError};
use crate::domain::access::Account;
use crate::domain::ids::{MemberId, UnitId};
use crate::domain::interest::{Tie, Toward};
use crate::render::Page;
use crate::web::forms::{FlawLine, Form, Signed};
use crate::web::frame::View;
use crate::web::signed_in::SignedIn;

use super::fields::{self, Mend, Mends};
use super::hs::lines::PersonLine;

/// `pages/noi-bo/khai-bao.html`
#[derive(Serialize)]
pub struct InterestsPage {
    pub declared: Vec<InterestLine>,
    pub typed: InterestForm,
    pub ties: [&'static str; 6],
    /// What the search box found.
    pub people: Vec<PersonLine>,
    pub units: Vec<UnitLine>,
    /// Whose tie it is, where it is somebody else's.
    pub of: Option<PersonLine>,
    /// Whether this account may declare for others, and whom the second search box found.
    pub for_others: bool,
    pub others: Vec<PersonLine>,
    pub flaws: Vec<FlawLine>,
}

#[derive(Clone, Debug, Serialize)]
pub struct InterestLine {
    pub id: String,
    /// Empty for one's own.
    pub of: String,
    pub to: String,
    pub tie: &'static str,
    pub from: Option<NaiveDate>,
    pub until: Option<NaiveDate>,
    pub declared_on: NaiveDate,
}

#[derive(Clone, Debug, Serialize)]
pub struct UnitLine {
    pub id: String,
    pub name: String,
}

impl Page for InterestsPage {
    const TEMPLATE: &'static str = "pages/noi-bo/khai-bao.html";
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct InterestForm {
    /// What was searched for: whom it binds to.
    pub tim: String,
    /// What was searched for: whose it is.
    pub cua: String,
    /// Member whose tie it is; empty for one's own.
    pub of: String,
    /// `m` or `u`, and the id.
    pub to: String,
    pub tie: String,
    pub from: String,
    pub until: String,
}

/// The tie that ends today.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
pub struct EndForm {
    id: String,
}

impl From<InterestView> for InterestLine {
    fn from(view: InterestView) -> Self {
        Self {
            id: view.id.to_string(),
            of: view.of,
            to: view.to,
            tie: view.tie.name(),
            from: view.from,
            until: view.until,
            declared_on: view.declared_on,
        }
    }
}

impl InterestForm {
    fn read(&self, today: NaiveDate) -> std::result::Result<Declared, Mends> {
        let mut mends = Mends::default();
        let of = match self.of.as_str() {
            "" => Some(None),
            typed => mends.take(member(typed, "of").map(Some)),
        };
        let to = mends.take(toward(&self.to));
        let tie = mends.take(Tie::from_name(&self.tie).ok_or(Mend::at("tie", "flaw-tie")));
        let mut day = |field: &str, typed: &str| match typed.trim() {
            "" => Some(None),
            typed => mends.take(fields::day(field, typed, today).map(Some)),
        };
        let (from, until) = (day("from", &self.from), day("until", &self.until));
        if let (Some(Toward::Unit(_)), Some(tie)) = (to, tie)
            && !tie.binds_units()
        {
            mends.0.push(Mend::at("tie", "flaw-tie-unit"));
        }
        if let (Some(Some(from)), Some(Some(until))) = (from, until)
            && until <= from
        {
            mends.0.push(Mend::at("until", "flaw-tie-days"));
        }
        match (of, to, tie, from, until) {
            (Some(of), Some(to), Some(tie), Some(from), Some(until)) if mends.0.is_empty() => {
                Ok(Declared { of, to, tie, from, until })
            }
            _ => Err(mends),
        }
    }
}

fn member(typed: &str, field: &str) -> std::result::Result<MemberId, Mend> {
    Uuid::parse_str(typed).map(MemberId).map_err(|_| Mend::at(field, "flaw-member"))
}

fn toward(typed: &str) -> std::result::Result<Toward, Mend> {
    let id = typed.get(1..).and_then(|id| Uuid::parse_str(id).ok());
    match (typed.chars().next(), id) {
        (Some('m'), Some(id)) => Ok(Toward::Member(MemberId(id))),
        (Some('u'), Some(id)) => Ok(Toward::Unit(UnitId(id))),
        _ => Err(Mend::at("to", "flaw-tie-whom")),
    }
}

impl InterestsPage {
    async fn of(
        app: &App,
        who: &Account,
        typed: InterestForm,
        flaws: Vec<FlawLine>,
    ) -> Result<Self, AppError> {
        let for_others = interests::may_declare_for_others(who);
        let (people, units) = searched(app, &typed.tim).await?;
        let others = if for_others { searched(app, &typed.cua).await?.0 } else { Vec::new() };
        let of = match Uuid::parse_str(&typed.of) {
            Ok(id) if for_others => interests::person(app, MemberId(id)).await?,
            _ => None,
        };
        let declared = interests::list(app, who).await?;
        Ok(Self {
            declared: declared.into_iter().map(InterestLine::from).collect(),
            ties: Tie::ALL.map(Tie::name),
            people: people.iter().map(PersonLine::of).collect(),
            units,
            of: of.as_ref().map(PersonLine::of),
            for_others,
            others: others.iter().map(PersonLine::of).collect(),
            typed,
            flaws,
        })
    }
}

/// A search that finds no words finds nobody.
async fn searched(app: &App, text: &str) -> Result<(Vec<PersonView>, Vec<UnitLine>), AppError> {
    if text.trim().is_empty() {
        return Ok((Vec::new(), Vec::new()));
    }
    match interests::find(app, text).await {
        Ok((people, units)) => {
            let line =
                |one: interests::UnitView| UnitLine { id: one.unit.to_string(), name: one.name };
            Ok((people, units.into_iter().map(line).collect()))
        }
        Err(AppError::Flaws(_)) => Ok((Vec::new(), Vec::new())),
        Err(error) => Err(error),
    }
}

#[handler]
pub async fn new(
    Data(app): Data<&App>,
    req: &Request,
    staff: SignedIn,
    view: View,
) -> Result<Response> {
    let query = req.uri().query().unwrap_or_default();
    let value = |wanted: &str| {
        let mut pairs = form_urlencoded::parse(query.as_bytes());
        let found = pairs.find(|(name, _)| name == wanted);
        found.map(|(_, value)| value.into_owned()).unwrap_or_default()
    };
    let typed = InterestForm {
        tim: value("tim"),
        cua: value("cua"),
        of: value("of"),
        ..InterestForm::default()
    };
    let notice = query.starts_with("da-ghi").then_some("notice-tie");
    let page = InterestsPage::of(app, &staff.0.account, typed, Vec::new()).await?;
    staff.frame(view).noticing(notice).page(&page)
}

#[handler]
pub async fn create(
    Data(app): Data<&App>,
    staff: SignedIn,
    view: View,
    form: Form<InterestForm>,
) -> Result<Response> {
    let (view, who, today) = (staff.frame(view), &staff.0.account, app.now().day);
    let (typed, status, flaws) = match form.checked() {
        Err((typed, trouble)) => (typed, trouble.status(), vec![trouble.line(&view)?]),
        Ok(typed) => match typed.read(today) {
            Err(mends) => {
                let lines = mends.0.iter().map(|mend| mend.line(&view)).collect::<Result<_>>()?;
                (typed, StatusCode::UNPROCESSABLE_ENTITY, lines)
            }
            Ok(declared) => match interests::declare(app, who, declared).await {
                Ok(()) => return Ok(saved()),
                Err(AppError::Flaws(_)) => {
                    let line = view.flaw("to", "flaw-tie-self")?;
                    (typed, StatusCode::UNPROCESSABLE_ENTITY, vec![line])
                }
                Err(error) => return Err(error.into()),
            },
        },
    };
    let page = InterestsPage::of(app, who, typed, flaws).await?;
    view.page_with(status, &page)
}

/// `POST /noi-bo/khai-bao/het`
#[handler]
pub async fn end(
    Data(app): Data<&App>,
    staff: SignedIn,
    Signed(form): Signed<EndForm>,
) -> Result<Response> {
    let id = Uuid::parse_str(&form.id).map_err(|_| AppError::NotFound)?;
    interests::end(app, &staff.0.account, id).await?;
    Ok(saved())
}

fn saved() -> Response {
    Redirect::see_other("/noi-bo/khai-bao?da-ghi").into_response()
}
