//! `/noi-bo/tieu-huy` – dossiers whose term is over, what waits for a second person, and what was destroyed.

use chrono::NaiveDate;
use poem::http::StatusCode;
use poem::web::{Data, Redirect};
use poem::{IntoResponse, Request, Response, Result, handler};
use serde::{Deserialize, Serialize};

use crate::app::retention::{self, DueRow, GoneRow};
use crate::app::{App, AppError};
use crate::domain::access::Account;
use crate::domain::decide::Refusal;
use crate::domain::receipt::CaseNumber;
use crate::render::Page;
use crate::web::forms::{FlawLine, Form};
use crate::web::frame::View;
use crate::web::signed_in::SignedIn;

/// `pages/noi-bo/tieu-huy.html`
#[derive(Serialize)]
pub struct RetentionPage {
    pub due: Vec<DueLine>,
    pub next: Option<String>,
    pub gone: Vec<GoneLine>,
    pub flaws: Vec<FlawLine>,
}

#[derive(Serialize)]
pub struct DueLine {
    pub number: String,
    pub kind: &'static str,
    pub ended_on: NaiveDate,
    pub kept_until: NaiveDate,
    pub basis: String,
    pub confirmed: bool,
    /// Who has proposed, and when.
    pub by: Option<String>,
    pub on: Option<NaiveDate>,
    pub may_propose: bool,
    pub may_confirm: bool,
}

#[derive(Serialize)]
pub struct GoneLine {
    pub number: String,
    pub received_on: NaiveDate,
    pub ended_on: NaiveDate,
    pub destroyed_on: NaiveDate,
    pub basis: String,
    pub proposed_by: String,
    pub confirmed_by: String,
}

impl Page for RetentionPage {
    const TEMPLATE: &'static str = "pages/noi-bo/tieu-huy.html";
}

#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
pub struct RetentionForm {
    number: String,
    /// `propose`, `confirm` or `reject`.
    go: String,
}

#[derive(Deserialize)]
struct After {
    sau: Option<String>,
}

fn due_line(who: &Account, row: DueRow, view: &View) -> DueLine {
    let (waits, own) = (row.proposed.is_some(), row.proposed.as_ref().is_some_and(|one| one.own));
    let (by, on) = row.proposed.map(|one| (one.by, one.on)).unzip();
    DueLine {
        number: row.number.to_string(),
        kind: row.kind.name(),
        ended_on: row.ended_on,
        kept_until: row.kept_until,
        basis: row.basis.of(view.lang).to_owned(),
        confirmed: row.confirmed,
        may_propose: !waits && retention::may_propose(who),
        may_confirm: waits && !own && retention::may_confirm(who),
        by,
        on,
    }
}

fn gone_line(row: GoneRow) -> GoneLine {
    GoneLine {
        number: row.number.to_string(),
        received_on: row.received_on,
        ended_on: row.ended_on,
        destroyed_on: row.destroyed_on,
        basis: row.basis,
        proposed_by: row.proposed_by,
        confirmed_by: row.confirmed_by,
    }
}

async fn page(
    app: &App,
    who: &Account,
    view: &View,
    after: Option<&str>,
    flaws: Vec<FlawLine>,
) -> Result<RetentionPage> {
    let due = retention::due(app, who, after).await?;
    let gone = match after {
        None => retention::destroyed(app, who).await?,
        Some(_) => Vec::new(),
    };
    Ok(RetentionPage {
        due: due.rows.into_iter().map(|row| due_line(who, row, view)).collect(),
        next: due.next,
        gone: gone.into_iter().map(gone_line).collect(),
        flaws,
    })
}

#[handler]
pub async fn show(
    Data(app): Data<&App>,
    req: &Request,
    staff: SignedIn,
    view: View,
) -> Result<Response> {
    let view = staff.frame(view);
    let after: After = req.params().map_err(|_| AppError::NotFound)?;
    let page = page(app, &staff.0.account, &view, after.sau.as_deref(), Vec::new()).await?;
    view.page(&page)
}

#[handler]
pub async fn create(
    Data(app): Data<&App>,
    staff: SignedIn,
    view: View,
    form: Form<RetentionForm>,
) -> Result<Response> {
    let view = staff.frame(view);
    let who = &staff.0.account;
    let typed = match form.checked() {
        Ok(typed) => typed,
        Err((_, trouble)) => {
            let flaws = vec![trouble.line(&view)?];
            return view.page_with(trouble.status(), &page(app, who, &view, None, flaws).await?);
        }
    };
    let number = CaseNumber::parse(&typed.number).ok_or(AppError::NotFound)?;
    let done = match typed.go.as_str() {
        "propose" => retention::propose(app, who, &number).await,
        "confirm" => retention::confirm(app, &staff.0, &number).await,
        "reject" => retention::reject(app, who, &number).await,
        _ => Err(AppError::NotFound),
    };
    let key = match done {
        Ok(()) => return Ok(Redirect::see_other("/noi-bo/tieu-huy").into_response()),
        Err(AppError::Refused(Refusal::SamePerson)) => "flaw-retention-own",
        Err(AppError::Refused(_)) => "flaw-retention-stays",
        Err(error) => return Err(error.into()),
    };
    let flaws = vec![view.flaw("", key)?];
    view.page_with(StatusCode::CONFLICT, &page(app, who, &view, None, flaws).await?)
}
