//! `/noi-bo/vang-mat` – who is away and who stands in: one's own, and for administrators anybody's. Nothing on
//! this page depends on any case.

use chrono::NaiveDate;
use poem::http::StatusCode;
use poem::web::{Data, Redirect};
use poem::{IntoResponse, Request, Response, Result, handler};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::app::leaves::{self, Absences, ColleagueView, LeaveView, NewLeave, NotTaken};
use crate::app::{App, AppError};
use crate::domain::access::Account;
use crate::domain::ids::AccountId;
use crate::domain::leave::LeaveFlaw;
use crate::render::Page;
use crate::web::forms::{FlawLine, Form, Signed};
use crate::web::frame::View;
use crate::web::signed_in::SignedIn;

use super::fields::{self, Mend, Mends};

/// `pages/noi-bo/vang-mat.html`
#[derive(Serialize)]
pub struct LeavesPage {
    pub of: ColleagueLine,
    /// Whether it is somebody else's.
    pub other: bool,
    pub leaves: Vec<LeaveLine>,
    /// The account of the standing deputy; empty for none.
    pub deputy: String,
    pub colleagues: Vec<ColleagueLine>,
    pub standing_in: Vec<LeaveLine>,
    /// Whether this account may enter the absence of others, and everybody's.
    pub for_others: bool,
    pub all: Vec<LeaveLine>,
    pub typed: LeaveForm,
    pub flaws: Vec<FlawLine>,
}

impl Page for LeavesPage {
    const TEMPLATE: &'static str = "pages/noi-bo/vang-mat.html";
}

#[derive(Clone, Debug, Serialize)]
pub struct ColleagueLine {
    pub account: String,
    pub login: String,
    pub name: String,
    pub unit: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct LeaveLine {
    pub id: String,
    pub name: String,
    pub from: NaiveDate,
    pub last: NaiveDate,
    /// Who stands in; empty for nobody.
    pub deputy: String,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct LeaveForm {
    /// The login of whoever is away; empty for oneself.
    pub cua: String,
    pub from: String,
    pub last: String,
    /// The account of who stands in; may be empty.
    pub deputy: String,
}

#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
pub struct EndForm {
    id: String,
    cua: String,
}

#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
pub struct DeputyForm {
    deputy: String,
    cua: String,
}

impl From<ColleagueView> for ColleagueLine {
    fn from(view: ColleagueView) -> Self {
        let ColleagueView { account, login, name, unit } = view;
        Self { account: account.to_string(), login, name, unit }
    }
}

impl From<LeaveView> for LeaveLine {
    fn from(view: LeaveView) -> Self {
        Self {
            id: view.id.to_string(),
            name: view.who.name,
            from: view.from,
            last: view.last,
            deputy: view.deputy.map(|one| one.name).unwrap_or_default(),
        }
    }
}

impl LeavesPage {
    pub fn new(
        seen: Absences,
        (other, for_others): (bool, bool),
        typed: LeaveForm,
        flaws: Vec<FlawLine>,
    ) -> Self {
        let lines = |views: Vec<LeaveView>| views.into_iter().map(LeaveLine::from).collect();
        Self {
            of: seen.of.into(),
            other,
            leaves: lines(seen.leaves),
            deputy: seen.deputy.map(|id| id.to_string()).unwrap_or_default(),
            colleagues: seen.colleagues.into_iter().map(ColleagueLine::from).collect(),
            standing_in: lines(seen.standing_in),
            for_others,
            all: lines(seen.all),
            typed,
            flaws,
        }
    }
}

/// The page about whoever is meant; about oneself where that is nobody.
async fn page(
    app: &App,
    who: &Account,
    mut typed: LeaveForm,
    mut flaws: Vec<FlawLine>,
    view: &View,
) -> Result<LeavesPage> {
    let of = match leaves::whose(app, who, Some(&typed.cua)).await {
        Err(AppError::NotFound) => {
            flaws.push(view.flaw("cua", "flaw-leave-whose")?);
            typed.cua.clear();
            who.id
        }
        found => found?,
    };
    let seen = leaves::look(app, who, of).await?;
    let marks = (of != who.id, leaves::may_enter_for_others(who));
    Ok(LeavesPage::new(seen, marks, typed, flaws))
}

#[handler]
pub async fn new(
    Data(app): Data<&App>,
    req: &Request,
    staff: SignedIn,
    view: View,
) -> Result<Response> {
    let query = req.uri().query().unwrap_or_default();
    let mut pairs = form_urlencoded::parse(query.as_bytes());
    let whose = pairs.find(|(name, _)| name == "cua");
    let cua = whose.map(|(_, login)| login.into_owned()).unwrap_or_default();
    let notice = query.starts_with("da-ghi").then_some("notice-leave");
    let view = staff.frame(view).noticing(notice);
    let typed = LeaveForm { cua, ..LeaveForm::default() };
    let page = page(app, &staff.0.account, typed, Vec::new(), &view).await?;
    view.page(&page)
}

#[handler]
pub async fn create(
    Data(app): Data<&App>,
    staff: SignedIn,
    view: View,
    form: Form<LeaveForm>,
) -> Result<Response> {
    let (view, who) = (staff.frame(view), &staff.0.account);
    let (typed, status, flaws) = match form.checked() {
        Err((typed, trouble)) => (typed, trouble.status(), vec![trouble.line(&view)?]),
        Ok(typed) => match enter(app, who, &typed).await? {
            Ok(()) => return Ok(saved(&typed.cua)),
            Err(Mends(mends)) => {
                let lines = mends.iter().map(|mend| mend.line(&view)).collect::<Result<_>>()?;
                (typed, StatusCode::UNPROCESSABLE_ENTITY, lines)
            }
        },
    };
    let page = page(app, who, typed, flaws, &view).await?;
    view.page_with(status, &page)
}

async fn enter(
    app: &App,
    who: &Account,
    typed: &LeaveForm,
) -> Result<std::result::Result<(), Mends>, AppError> {
    let today = app.now().day;
    let mut mends = Mends::default();
    let from = mends.take(fields::day("from", &typed.from, today));
    let last = mends.take(fields::day("last", &typed.last, today));
    let deputy = mends.take(chosen(&typed.deputy));
    let (Some(from), Some(last), Some(deputy)) = (from, last, deputy) else {
        return Ok(Err(mends));
    };
    let of = leaves::whose(app, who, Some(&typed.cua)).await?;
    let entered = leaves::enter(app, who, of, NewLeave { from, last, deputy }).await?;
    Ok(entered.map_err(|why| Mends(vec![mend(why)])))
}

fn chosen(typed: &str) -> std::result::Result<Option<AccountId>, Mend> {
    match typed {
        "" => Ok(None),
        typed => match Uuid::parse_str(typed) {
            Ok(id) => Ok(Some(AccountId(id))),
            Err(_) => Err(Mend::at("deputy", "flaw-leave-deputy")),
        },
    }
}

fn mend(why: NotTaken) -> Mend {
    match why {
        NotTaken::Days(LeaveFlaw::Reversed) => Mend::at("last", "flaw-leave-reversed"),
        NotTaken::Days(LeaveFlaw::Over) => Mend::at("last", "flaw-leave-over"),
        NotTaken::Days(LeaveFlaw::TooLong) => Mend::at("last", "flaw-leave-too-long"),
        NotTaken::Deputy => Mend::at("deputy", "flaw-leave-deputy"),
    }
}

/// `POST /noi-bo/vang-mat/het`
#[handler]
pub async fn end(
    Data(app): Data<&App>,
    staff: SignedIn,
    Signed(form): Signed<EndForm>,
) -> Result<Response> {
    let id = Uuid::parse_str(&form.id).map_err(|_| AppError::NotFound)?;
    leaves::end(app, &staff.0.account, id).await?;
    Ok(saved(&form.cua))
}

/// `POST /noi-bo/vang-mat/thay`
#[handler]
pub async fn set_deputy(
    Data(app): Data<&App>,
    staff: SignedIn,
    Signed(form): Signed<DeputyForm>,
) -> Result<Response> {
    let who = &staff.0.account;
    let deputy = chosen(&form.deputy).map_err(|_| AppError::NotFound)?;
    let of = leaves::whose(app, who, Some(&form.cua)).await?;
    match leaves::set_deputy(app, who, of, deputy).await? {
        Ok(()) => Ok(saved(&form.cua)),
        // The list to choose from holds nobody else.
        Err(_) => Err(AppError::NotFound.into()),
    }
}

fn saved(cua: &str) -> Response {
    let whose: String = form_urlencoded::byte_serialize(cua.as_bytes()).collect();
    Redirect::see_other(format!("/noi-bo/vang-mat?da-ghi&cua={whose}")).into_response()
}
