//! `/noi-bo/mo-danh-tinh` – requests that wait for a custodian: a number, an office, a reason; nothing of the case.

use chrono::NaiveDate;
use poem::http::StatusCode;
use poem::web::{Data, Path, Redirect};
use poem::{IntoResponse, Request, Response, Result, handler};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::app::vault::{self, Hitch, Task};
use crate::app::{App, AppError, step_up};
use crate::domain::access::Account;
use crate::domain::ids::OpeningId;
use crate::domain::purpose::Purpose;
use crate::domain::vault::Standing;
use crate::render::Page;
use crate::web::forms::{FlawLine, Form};
use crate::web::frame::View;
use crate::web::signed_in::SignedIn;
use crate::web::staff::fields::{self, Mend};

/// Fewer characters are no reason.
const LEAST_REASON: usize = 10;

/// `pages/noi-bo/mo-danh-tinh.html`
#[derive(Serialize)]
pub struct TasksPage {
    pub tasks: Vec<TaskLine>,
}

/// `pages/noi-bo/mo-danh-tinh-viec.html`
#[derive(Serialize)]
pub struct TaskPage {
    pub task: TaskLine,
    pub reason: String,
    pub flaws: Vec<FlawLine>,
}

#[derive(Debug, Serialize)]
pub struct TaskLine {
    pub id: String,
    pub number: String,
    pub office: String,
    pub by: String,
    pub reason: String,
    /// Why words of the reason stay that may betray the sender; empty as a rule.
    pub keep: String,
    pub asked_on: NaiveDate,
    pub until: NaiveDate,
    /// `yes` or `no`, if anything was said.
    pub said: Option<&'static str>,
    pub agreed: usize,
}

impl Page for TasksPage {
    const TEMPLATE: &'static str = "pages/noi-bo/mo-danh-tinh.html";
}

impl Page for TaskPage {
    const TEMPLATE: &'static str = "pages/noi-bo/mo-danh-tinh-viec.html";
}

impl From<Task> for TaskLine {
    fn from(task: Task) -> Self {
        Self {
            id: task.id.to_string(),
            number: task.number.to_string(),
            office: task.office,
            by: task.by,
            reason: task.reason,
            keep: task.keep_reason,
            asked_on: task.asked_on,
            until: task.until,
            said: task.said.map(|agreed| if agreed { "yes" } else { "no" }),
            agreed: task.agreed,
        }
    }
}

#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TaskForm {
    /// `yes` or `no`.
    go: String,
    passphrase: String,
    reason: String,
}

#[handler]
pub async fn list(
    Data(app): Data<&App>,
    req: &Request,
    staff: SignedIn,
    view: View,
) -> Result<Response> {
    let tasks = vault::waiting(app, &staff.0.account).await?;
    let notice = match req.uri().query() {
        Some("waiting") => Some("notice-identity-waiting"),
        Some("opened") => Some("notice-identity-opened"),
        Some("refused") => Some("notice-identity-refused"),
        _ => None,
    };
    let tasks = tasks.into_iter().map(TaskLine::from).collect();
    staff.frame(view).noticing(notice).page(&TasksPage { tasks })
}

fn id(typed: &str) -> Result<OpeningId, AppError> {
    Uuid::parse_str(typed).map(OpeningId).map_err(|_| AppError::NotFound)
}

#[handler]
pub async fn show(
    Data(app): Data<&App>,
    Path(opening): Path<String>,
    staff: SignedIn,
    view: View,
) -> Result<Response> {
    let task = vault::task(app, &staff.0.account, id(&opening)?).await?;
    step_up::require(app, &staff.0, Purpose::OpenIdentity)?;
    let (reason, flaws) = (String::new(), Vec::new());
    staff.frame(view).page(&TaskPage { task: task.into(), reason, flaws })
}

#[handler]
pub async fn create(
    Data(app): Data<&App>,
    Path(opening): Path<String>,
    staff: SignedIn,
    view: View,
    form: Form<TaskForm>,
) -> Result<Response> {
    let (id, view, who) = (id(&opening)?, staff.frame(view), &staff.0.account);
    vault::task(app, who, id).await?;
    step_up::require(app, &staff.0, Purpose::OpenIdentity)?;
    let (status, reason, flaw) = match form.checked() {
        Err((typed, trouble)) => (trouble.status(), typed.reason, trouble.line(&view)?),
        Ok(typed) => match say(app, who, id, &typed).await? {
            Ok(standing) => {
                let to = format!("/noi-bo/mo-danh-tinh?{}", standing.name());
                return Ok(Redirect::see_other(to).into_response());
            }
            Err(mend) => (StatusCode::UNPROCESSABLE_ENTITY, typed.reason, mend.line(&view)?),
        },
    };
    let task = vault::task(app, who, id).await?.into();
    view.page_with(status, &TaskPage { task, reason, flaws: vec![flaw] })
}

async fn say(
    app: &App,
    who: &Account,
    id: OpeningId,
    typed: &TaskForm,
) -> Result<std::result::Result<Standing, Mend>, AppError> {
    let done = if typed.go == "no" {
        match fields::words("reason", &typed.reason, LEAST_REASON, "flaw-identity-refusal") {
            Ok(reason) => vault::refuse(app, who, id, &reason).await,
            // Whether there is such a request at all is answered first.
            Err(mend) => return vault::task(app, who, id).await.map(|_| Err(mend)),
        }
    } else {
        vault::agree(app, who, id, &typed.passphrase).await
    };
    match done {
        Ok(standing) => Ok(Ok(standing)),
        Err(AppError::Vault(Hitch::Few)) => Ok(Err(Mend::at("", "flaw-identity-few"))),
        Err(AppError::Vault(hitch)) => Ok(Err(Mend::at("passphrase", hitch.flaw()))),
        Err(error) => Err(error),
    }
}
