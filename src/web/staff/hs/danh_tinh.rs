//! `/noi-bo/hs/{number}/danh-tinh` – asking for the name of who wrote, and reading it on the day it is open.

use chrono::NaiveDate;
use poem::http::StatusCode;
use poem::web::{Data, Path};
use poem::{Response, Result, handler};
use serde::{Deserialize, Serialize};

use crate::app::vault::{self, Hitch, Name, OpeningView};
use crate::app::{App, AppError, Words, step_up};
use crate::domain::access::Account;
use crate::domain::leak::Risk;
use crate::domain::purpose::Purpose;
use crate::domain::receipt::CaseNumber;
use crate::render::Page;
use crate::web::forms::{FlawLine, Form};
use crate::web::frame::View;
use crate::web::signed_in::SignedIn;
use crate::web::staff::fields::{self, Mend, Mends};

/// Fewer characters are no reason.
const LEAST_REASON: usize = 20;

/// `pages/noi-bo/hs/danh-tinh.html`
#[derive(Default, Serialize)]
pub struct IdentityPage {
    pub number: String,
    pub named: bool,
    pub may_ask: bool,
    pub all: Vec<OpeningLine>,
    pub reason: String,
    pub keep: String,
    /// The code that was just made, to be shown once.
    pub code: Option<String>,
    pub name: Option<NameLines>,
    pub flaws: Vec<FlawLine>,
}

#[derive(Debug, Serialize)]
pub struct OpeningLine {
    pub by: String,
    pub mine: bool,
    pub asked_on: NaiveDate,
    pub reason: String,
    /// Why words of the reason stay that may betray the sender; empty as a rule.
    pub keep: String,
    /// `waiting`, `opened`, `refused` or `lapsed`.
    pub standing: &'static str,
    pub decided_on: Option<NaiveDate>,
    /// Hours and minutes in Hanoi, and the day.
    pub open_until: Option<(String, NaiveDate)>,
    pub agreed: usize,
    pub refusals: Vec<String>,
}

#[derive(Debug, Serialize)]
pub struct NameLines {
    pub name: String,
    pub address: String,
    pub phone: String,
}

impl Page for IdentityPage {
    const TEMPLATE: &'static str = "pages/noi-bo/hs/danh-tinh.html";
}

impl From<OpeningView> for OpeningLine {
    fn from(view: OpeningView) -> Self {
        Self {
            by: view.by,
            mine: view.mine,
            asked_on: view.asked_on,
            reason: view.reason,
            keep: view.keep_reason,
            standing: view.standing.name(),
            decided_on: view.decided_on,
            open_until: view.open_until.map(|at| (at.format("%H:%M").to_string(), at.date_naive())),
            agreed: view.agreed,
            refusals: view.refusals,
        }
    }
}

impl From<Name> for NameLines {
    fn from(name: Name) -> Self {
        Self { name: name.name, address: name.address, phone: name.phone }
    }
}

#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
pub struct IdentityForm {
    /// `ask` or `read`.
    go: String,
    reason: String,
    keep: String,
    code: String,
}

impl IdentityPage {
    async fn of(app: &App, who: &Account, number: &CaseNumber) -> Result<Self, AppError> {
        let about = vault::about(app, who, number).await?;
        Ok(Self {
            number: number.to_string(),
            named: about.named,
            may_ask: about.may_ask,
            all: about.all.into_iter().map(OpeningLine::from).collect(),
            ..Self::default()
        })
    }
}

#[handler]
pub(super) async fn show(
    Data(app): Data<&App>,
    Path(number): Path<String>,
    staff: SignedIn,
    view: View,
) -> Result<Response> {
    let number = CaseNumber::parse(&number).ok_or(AppError::NotFound)?;
    let page = IdentityPage::of(app, &staff.0.account, &number).await?;
    // Before anything is typed: what is asked for in between is lost.
    let open = page.all.iter().any(|one| one.mine && one.open_until.is_some());
    if page.may_ask || open {
        step_up::require(app, &staff.0, Purpose::OpenIdentity)?;
    }
    staff.frame(view).page(&page)
}

/// Both answers stand on the page that is sent back, and nowhere else: a code is shown once, a name each time
/// it is asked for.
#[handler]
pub(super) async fn create(
    Data(app): Data<&App>,
    Path(number): Path<String>,
    staff: SignedIn,
    view: View,
    form: Form<IdentityForm>,
) -> Result<Response> {
    let number = CaseNumber::parse(&number).ok_or(AppError::NotFound)?;
    let (view, who) = (staff.frame(view), &staff.0.account);
    vault::about(app, who, &number).await?;
    step_up::require(app, &staff.0, Purpose::OpenIdentity)?;
    let (mut status, mut typed, mut flaws) = (StatusCode::OK, IdentityForm::default(), Vec::new());
    let (mut code, mut name) = (None, None);
    match form.checked() {
        Err((form, trouble)) => {
            (status, typed) = (trouble.status(), form);
            flaws.push(trouble.line(&view)?);
        }
        Ok(form) if form.go == "read" => match vault::read(app, who, &number, &form.code).await {
            Ok(found) => name = Some(NameLines::from(found)),
            Err(error) => flaws.push(line(&view, "code", error)?),
        },
        Ok(form) => match asked(app, who, &number, &form).await {
            Ok(made) => code = Some(made),
            Err(Denied::Mends(mends)) => {
                for mend in mends.0 {
                    flaws.push(mend.line(&view)?);
                }
                typed = form;
            }
            Err(Denied::Risks(risks)) => {
                (flaws, typed) = (view.risks("reason", &risks)?, form);
            }
            Err(Denied::Other(error)) => return Err(error.into()),
        },
    }
    if status == StatusCode::OK && !flaws.is_empty() {
        status = StatusCode::UNPROCESSABLE_ENTITY;
    }
    let page = IdentityPage::of(app, who, &number).await?;
    let IdentityForm { reason, keep, .. } = typed;
    view.page_with(status, &IdentityPage { reason, keep, code, name, flaws, ..page })
}

/// Why a name was not asked for.
enum Denied {
    Mends(Mends),
    Risks(Vec<Risk>),
    Other(AppError),
}

impl From<AppError> for Denied {
    fn from(error: AppError) -> Self {
        match error {
            AppError::Risks(risks) => Self::Risks(risks),
            AppError::Vault(hitch) => Self::Mends(Mends(vec![Mend::at("reason", flaw(hitch))])),
            error => Self::Other(error),
        }
    }
}

async fn asked(
    app: &App,
    who: &Account,
    number: &CaseNumber,
    typed: &IdentityForm,
) -> std::result::Result<String, Denied> {
    let mut mends = Mends::default();
    let reason = fields::words("reason", &typed.reason, LEAST_REASON, "flaw-identity-reason");
    let (reason, keep) = (mends.take(reason), mends.take(fields::optional("keep", &typed.keep)));
    let (Some(reason), Some(keep)) = (reason, keep) else {
        // Whether this case is theirs at all is answered first.
        vault::about(app, who, number).await?;
        return Err(Denied::Mends(mends));
    };
    let code = vault::ask(app, who, number, &Words::leaving(reason, keep)).await?;
    Ok(code.grouped())
}

fn line(view: &View, field: &str, error: AppError) -> Result<FlawLine> {
    match error {
        AppError::Vault(hitch) => view.flaw(field, flaw(hitch)),
        error => Err(error.into()),
    }
}

fn flaw(hitch: Hitch) -> &'static str {
    match hitch {
        Hitch::Wrong => "flaw-identity-code",
        Hitch::Few => "flaw-identity-few",
        hitch => hitch.flaw(),
    }
}
