//! The lists that staff work from: `/noi-bo/phan-loai`, `/viec`, `/duyet`, `/da-xong`.

use chrono::NaiveDate;
use poem::web::{Data, Redirect};
use poem::{IntoResponse, Request, Response, Result, handler};
use serde::Serialize;

use crate::app::lists::{self, CaseRow, Page as Rows};
use crate::app::{App, AppError};
use crate::domain::access::Role;
use crate::render::Page;
use crate::web::frame::View;
use crate::web::signed_in::SignedIn;

use super::first_page;

/// Which list; also the name of its template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum List {
    Inbox,
    Work,
    Approvals,
    Done,
}

impl List {
    fn template(self) -> &'static str {
        match self {
            Self::Inbox => "pages/noi-bo/phan-loai.html",
            Self::Work => "pages/noi-bo/viec.html",
            Self::Approvals => "pages/noi-bo/duyet.html",
            Self::Done => "pages/noi-bo/da-xong.html",
        }
    }

    fn slug(self) -> &'static str {
        match self {
            Self::Inbox => "phan-loai",
            Self::Work => "viec",
            Self::Approvals => "duyet",
            Self::Done => "da-xong",
        }
    }

    /// Whether the role has anything to do with this list.
    pub(super) fn is_for(self, role: Role) -> bool {
        match self {
            Self::Inbox => matches!(role, Role::Triage | Role::Above),
            Self::Approvals => matches!(role, Role::Approver | Role::Above),
            Self::Work | Self::Done => !matches!(role, Role::Custodian | Role::Admin),
        }
    }
}

/// `pages/noi-bo/{phan-loai,viec,duyet,da-xong}.html`
#[derive(Serialize)]
pub struct ListPage {
    #[serde(skip)]
    list: List,
    pub slug: &'static str,
    pub groups: Vec<Group>,
    /// Whether this is the first page.
    pub first: bool,
    /// Where the next page begins.
    pub next: Option<String>,
    /// Whether the account reads letters, so that first words are shown.
    pub reads: bool,
}

/// Rows of like urgency; lists that are not grouped have one group.
#[derive(Debug, Serialize)]
pub struct Group {
    pub standing: &'static str,
    pub rows: Vec<Row>,
}

/// One case.
#[derive(Clone, Debug, Serialize)]
pub struct Row {
    pub number: String,
    pub kind: &'static str,
    pub state: String,
    pub received_on: NaiveDate,
    pub due_on: Option<NaiveDate>,
    /// Days left, or late.
    pub days: i64,
    pub standing: &'static str,
    pub held_until: Option<NaiveDate>,
    /// What waits for a second person.
    pub pending: Option<&'static str>,
    pub snippet: String,
}

impl Page for ListPage {
    const TEMPLATE: &'static str = "pages/noi-bo/viec.html";

    fn template(&self) -> &'static str {
        self.list.template()
    }
}

impl ListPage {
    pub fn new(list: List, role: Role, rows: Rows<CaseRow>, first: bool) -> Self {
        let mut groups: Vec<Group> = Vec::new();
        for row in rows.rows.into_iter().map(Row::from) {
            // What stands still lies among what runs, by its day; in its own group it is seen.
            let same = |group: &&mut Group| list != List::Work || group.standing == row.standing;
            match groups.iter_mut().find(same) {
                Some(group) => group.rows.push(row),
                None => groups.push(Group { standing: row.standing, rows: vec![row] }),
            }
        }
        let reads = matches!(role, Role::Triage | Role::Approver | Role::Above);
        Self { list, slug: list.slug(), groups, first, next: rows.next, reads }
    }
}

impl From<CaseRow> for Row {
    fn from(row: CaseRow) -> Self {
        Self {
            number: row.number.to_string(),
            kind: row.kind.name(),
            state: row.state,
            received_on: row.received_on,
            due_on: row.due_on,
            days: row.days,
            standing: row.standing.name(),
            held_until: row.held_until,
            pending: row.pending.map(crate::domain::step::StepKind::name),
            snippet: row.snippet,
        }
    }
}

#[handler]
pub async fn inbox(
    Data(app): Data<&App>,
    req: &Request,
    staff: SignedIn,
    view: View,
) -> Result<Response> {
    show(app, req, &staff, view, List::Inbox).await
}

#[handler]
pub async fn work(
    Data(app): Data<&App>,
    req: &Request,
    staff: SignedIn,
    view: View,
) -> Result<Response> {
    show(app, req, &staff, view, List::Work).await
}

#[handler]
pub async fn approvals(
    Data(app): Data<&App>,
    req: &Request,
    staff: SignedIn,
    view: View,
) -> Result<Response> {
    show(app, req, &staff, view, List::Approvals).await
}

#[handler]
pub async fn done(
    Data(app): Data<&App>,
    req: &Request,
    staff: SignedIn,
    view: View,
) -> Result<Response> {
    show(app, req, &staff, view, List::Done).await
}

async fn show(
    app: &App,
    req: &Request,
    staff: &SignedIn,
    view: View,
    list: List,
) -> Result<Response> {
    let who = &staff.0.account;
    if !list.is_for(who.role) {
        return Ok(Redirect::see_other(first_page(who.role)).into_response());
    }
    let query = req.uri().query().unwrap_or_default();
    let value = |wanted: &str| {
        let mut pairs = form_urlencoded::parse(query.as_bytes());
        pairs.find(|(name, _)| name == wanted).map(|(_, value)| value.into_owned())
    };
    let after = value("sau");
    let rows = rows(app, staff, list, after.as_deref()).await?;
    let page = ListPage::new(list, who.role, rows, after.is_none());
    let notice = match () {
        () if value("da-khai").is_some() => Some("notice-declared"),
        () if value("da-ghi").is_some() => Some("notice-done"),
        () => None,
    };
    staff.frame(view).noticing(notice).page(&page)
}

async fn rows(
    app: &App,
    staff: &SignedIn,
    list: List,
    after: Option<&str>,
) -> Result<Rows<CaseRow>, AppError> {
    let who = &staff.0.account;
    match list {
        List::Inbox => lists::inbox(app, who, after).await,
        List::Work => lists::worklist(app, who, after).await,
        List::Approvals => lists::approvals(app, who, after).await,
        List::Done => lists::done(app, who, after).await,
    }
}
