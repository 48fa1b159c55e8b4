//! `/noi-bo/to-chuc` – the organisation as it stood on a day.

pub mod bien_ban;
pub mod cap_quyen;
pub mod nhap;
pub mod sap_xep;
pub mod so_lieu;

use chrono::NaiveDate;
use poem::http::StatusCode;
use poem::web::Data;
use poem::{Request, Response, Result, handler};
use serde::Serialize;

use super::fields::{self, Mend};
use crate::app::App;
use crate::app::organisation::{self, Link, Stand, UnitOn};
use crate::domain::access::Role;
use crate::domain::organisation::{Unit, UnitKind};
use crate::domain::text::Post;
use crate::render::Page;
use crate::web::forms::FlawLine;
use crate::web::frame::View;
use crate::web::routing::{Table, action, form, page};
use crate::web::signed_in::SignedIn;

/// `pages/noi-bo/to-chuc/index.html`
#[derive(Serialize)]
pub struct OrganisationPage {
    pub day: NaiveDate,
    /// The day as it stands in addresses and in the form.
    pub typed: String,
    pub flaws: Vec<FlawLine>,
    pub path: Vec<NameLine>,
    pub here: Option<UnitLine>,
    pub below: Vec<UnitLine>,
    pub before: Vec<LinkLine>,
    pub after: Vec<LinkLine>,
    /// Whether lists may be taken in and out.
    pub imports: bool,
    /// Whether rights may be given again.
    pub grants: bool,
}

/// A unit as a link.
#[derive(Serialize)]
pub struct NameLine {
    pub code: String,
    pub name: String,
}

#[derive(Serialize)]
pub struct UnitLine {
    pub code: String,
    pub name: String,
    pub kind: &'static str,
    pub since: NaiveDate,
    pub members: i64,
    pub units: usize,
    pub posts: Vec<PostLine>,
    /// Who is secretary.
    pub heads: Vec<String>,
}

#[derive(Serialize)]
pub struct PostLine {
    pub title: &'static str,
    pub holder: String,
    pub since: NaiveDate,
}

#[derive(Serialize)]
pub struct LinkLine {
    pub kind: &'static str,
    pub on: NaiveDate,
    pub unit: Option<NameLine>,
}

impl Page for OrganisationPage {
    const TEMPLATE: &'static str = "pages/noi-bo/to-chuc/index.html";
}

impl From<Unit> for NameLine {
    fn from(unit: Unit) -> Self {
        Self { code: unit.code, name: unit.name }
    }
}

impl From<UnitOn> for UnitLine {
    fn from(on: UnitOn) -> Self {
        let posts = on.posts.into_iter().map(|post| PostLine {
            title: Post::from_code(&post.title).map_or("other", Post::code),
            holder: post.holder,
            since: post.since,
        });
        let posts: Vec<PostLine> = posts.collect();
        let head = |post: &&PostLine| post.title == Post::Secretary.code();
        Self {
            heads: posts.iter().filter(head).map(|post| post.holder.clone()).collect(),
            code: on.unit.code,
            name: on.unit.name,
            kind: UnitKind::from_name(&on.unit.kind).map_or("other", UnitKind::name),
            since: on.unit.from,
            members: on.members,
            units: on.units,
            posts,
        }
    }
}

impl From<Link> for LinkLine {
    fn from(link: Link) -> Self {
        Self { kind: link.kind.name(), on: link.on, unit: link.unit.map(NameLine::from) }
    }
}

impl OrganisationPage {
    pub fn new(stand: Stand, imports: bool, flaws: Vec<FlawLine>) -> Self {
        Self {
            day: stand.day,
            typed: fields::typed_day(stand.day),
            flaws,
            path: stand.path.into_iter().map(NameLine::from).collect(),
            here: stand.here.map(UnitLine::from),
            below: stand.below.into_iter().map(UnitLine::from).collect(),
            before: stand.before.into_iter().map(LinkLine::from).collect(),
            after: stand.after.into_iter().map(LinkLine::from).collect(),
            imports,
            grants: !imports,
        }
    }
}

/// Adds the pages of the organisation to the routes.
pub fn routes(table: Table) -> Table {
    table
        .at("/noi-bo/to-chuc", page(show))
        .at("/noi-bo/to-chuc/nhap", form(nhap::new, nhap::create))
        .at("/noi-bo/to-chuc/nhap/ghi", action(nhap::confirm))
        .at("/noi-bo/to-chuc/xuat/:file", page(nhap::export))
        .at("/noi-bo/to-chuc/sap-xep", form(sap_xep::list, sap_xep::create))
        .at("/noi-bo/to-chuc/sap-xep/:id", form(sap_xep::show, sap_xep::sign))
        .at("/noi-bo/to-chuc/sap-xep/:id/bo", action(sap_xep::take_back))
        .at("/noi-bo/to-chuc/sap-xep/:id/bien-ban", page(bien_ban::show))
        .at("/noi-bo/to-chuc/sap-xep/:id/bien-ban.pdf", page(bien_ban::pdf))
        .at("/noi-bo/to-chuc/cap-quyen", form(cap_quyen::show, cap_quyen::create))
        .at("/noi-bo/to-chuc/so-lieu", page(so_lieu::show))
}

#[handler]
pub async fn show(
    req: &Request,
    Data(app): Data<&App>,
    staff: SignedIn,
    view: View,
) -> Result<Response> {
    let today = app.now().day;
    let query = req.uri().query().unwrap_or_default();
    let value = |wanted: &str| {
        let mut pairs = form_urlencoded::parse(query.as_bytes());
        pairs.find(|(name, _)| name == wanted).map(|(_, value)| value.into_owned())
    };
    let typed = value("ngay").filter(|typed| !typed.trim().is_empty());
    let read = typed.as_deref().map_or(Ok(today), |typed| day(typed, today));
    let who = &staff.0.account;
    let code = value("don-vi").filter(|code| !code.is_empty());
    let on = *read.as_ref().unwrap_or(&today);
    let stand = organisation::stand(app, who, on, code.as_deref()).await?;
    let view = staff.frame(view);
    let flaws = match read {
        Ok(_) => Vec::new(),
        Err(mend) => vec![mend.line(&view)?],
    };
    let status = if flaws.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    view.page_with(status, &OrganisationPage::new(stand, who.role == Role::Admin, flaws))
}

/// As people write it, or as programs do.
fn day(typed: &str, today: NaiveDate) -> std::result::Result<NaiveDate, Mend> {
    typed.trim().parse().or_else(|_| fields::day("ngay", typed, today))
}
