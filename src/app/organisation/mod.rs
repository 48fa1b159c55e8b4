//! The organisation as it stood on any day, and its lists in and out.

pub(super) mod read;
mod write;

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fmt::Write as _;

use chrono::{NaiveDate, TimeDelta};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::sessions::Staff;
use super::{App, AppError, audit, fresh_id, register, step_up};
use crate::domain::access::{Account, Role};
use crate::domain::ids::{MemberId, UnitId};
use crate::domain::import::{self, Kind, Line, Place, Plan, Setting};
use crate::domain::organisation::{Register, SuccessionKind, Unit, units_on};
use crate::domain::purpose::Purpose;
use crate::domain::text::{name_sort_key, text_sort_key};
use crate::store::audit::Entry;
use crate::store::filed::FiledMember;
use crate::store::imports::{DraftRow, ImportLine, ImportRow};

pub use write::Format;

/// Bytes of the longest file.
pub const MAX_FILE: usize = 16 * 1024 * 1024;

/// How long a file waits to be agreed to.
const DRAFT_KEPT: TimeDelta = TimeDelta::days(1);

/// One unit on one day.
#[derive(Clone, Debug)]
pub struct UnitOn {
    pub unit: Unit,
    /// Members that it managed.
    pub members: i64,
    /// Units below it.
    pub units: usize,
    pub posts: Vec<PostOn>,
}

/// One post on one day.
#[derive(Clone, Debug)]
pub struct PostOn {
    /// The stored spelling.
    pub title: String,
    pub holder: String,
    pub since: NaiveDate,
}

/// A link to a unit before or after.
#[derive(Clone, Debug)]
pub struct Link {
    pub kind: SuccessionKind,
    pub on: NaiveDate,
    /// The other unit; nobody, when a unit was dissolved.
    pub unit: Option<Unit>,
}

/// A unit on one day, with what is above and below it.
#[derive(Clone, Debug)]
pub struct Stand {
    pub day: NaiveDate,
    /// From the top down to the unit that is looked at.
    pub path: Vec<Unit>,
    /// The unit itself; nothing at the top of everything.
    pub here: Option<UnitOn>,
    pub below: Vec<UnitOn>,
    pub before: Vec<Link>,
    pub after: Vec<Link>,
}

/// How the organisation stood on a day: the unit with this code, or what has nothing above it.
///
/// # Errors
/// [`AppError::NotFound`] for accounts that have no business there and for codes that are not there on that day.
pub async fn stand(
    app: &App,
    who: &Account,
    day: NaiveDate,
    code: Option<&str>,
) -> Result<Stand, AppError> {
    if !matches!(who.role, Role::Admin | Role::Above) {
        return Err(AppError::NotFound);
    }
    let store = app.store();
    let all = store.all_units().await?;
    let then = units_on(&all, &store.unit_terms().await?, day);
    let sizes: BTreeMap<UnitId, i64> = store.sizes_on(day).await?.into_iter().collect();
    let here = match code {
        Some(code) => {
            let found = then.iter().find(|unit| unit.code == code);
            Some(found.ok_or(AppError::NotFound)?)
        }
        None => None,
    };
    let id = here.map(|unit| unit.id);
    let known = |id: UnitId| then.iter().any(|unit| unit.id == id);
    let parent = |unit: &Unit| unit.parent.filter(|parent| known(*parent));
    let mut below: Vec<&Unit> = then.iter().filter(|unit| parent(unit) == id).collect();
    below.sort_by_cached_key(|unit| (rank(&unit.kind), text_sort_key(&unit.name)));
    let posts = posts(app, here.into_iter().chain(below.iter().copied()), day).await?;
    let look = |unit: &Unit| UnitOn {
        unit: unit.clone(),
        members: sizes.get(&unit.id).copied().unwrap_or_default(),
        units: then.iter().filter(|one| one.parent == Some(unit.id)).count(),
        posts: posts.get(&unit.id).cloned().unwrap_or_default(),
    };
    let links = store.successions().await?;
    let link = |kind, on, unit: Option<UnitId>| {
        let unit = unit.and_then(|id| all.iter().find(|one| one.id == id)).cloned();
        Link { kind, on, unit }
    };
    let older = links.iter().filter(|link| id.is_some() && link.to == id);
    let newer = links.iter().filter(|link| Some(link.from) == id);
    Ok(Stand {
        day,
        path: path(&then, here),
        here: here.map(look),
        below: below.into_iter().map(look).collect(),
        before: older.map(|one| link(one.kind, one.on, Some(one.from))).collect(),
        after: newer.map(|one| link(one.kind, one.on, one.to)).collect(),
    })
}

/// Bodies of a committee before the organisations below it.
fn rank(kind: &str) -> u8 {
    match kind {
        "standing_committee" => 0,
        "inspection_committee" => 1,
        "grassroots_committee" => 2,
        "grassroots_branch" => 3,
        _ => 4,
    }
}

fn path(then: &[Unit], here: Option<&Unit>) -> Vec<Unit> {
    let up = |unit: &&Unit| then.iter().find(|one| Some(one.id) == unit.parent);
    // A tree this deep is a circle.
    let mut path: Vec<Unit> = std::iter::successors(here, up).take(12).cloned().collect();
    path.reverse();
    path
}

async fn posts<'a>(
    app: &App,
    units: impl Iterator<Item = &'a Unit>,
    day: NaiveDate,
) -> Result<BTreeMap<UnitId, Vec<PostOn>>, AppError> {
    let units: Vec<UnitId> = units.map(|unit| unit.id).collect();
    let mut held = app.store().posts_on(day).await?;
    held.retain(|post| units.contains(&post.unit));
    let holders: Vec<MemberId> = held.iter().map(|post| post.member).collect();
    let mut names = BTreeMap::new();
    for chunk in holders.chunks(500) {
        let members = app.store().members(chunk).await?;
        names.extend(members.into_iter().map(|member| (member.id, member.full_name)));
    }
    let mut posts: BTreeMap<UnitId, Vec<PostOn>> = BTreeMap::new();
    for post in held {
        let holder = names.get(&post.member).cloned().unwrap_or_default();
        let (title, since) = (post.title, post.from);
        posts.entry(post.unit).or_default().push(PostOn { title, holder, since });
    }
    let order = |title: &str| import::TITLES.iter().position(|row| row.0.code() == title);
    for posts in posts.values_mut() {
        posts.sort_by_cached_key(|post| {
            (order(&post.title).unwrap_or(usize::MAX), name_sort_key(&post.holder))
        });
    }
    Ok(posts)
}

/// A file to import.
#[derive(Clone, Debug)]
pub struct File {
    pub kind: Kind,
    /// Its ending tells how to read it.
    pub name: String,
    pub content: Vec<u8>,
    /// From when changes hold that the file does not date itself; today when nothing is said.
    pub on: Option<NaiveDate>,
}

/// What an import changed, or would.
#[derive(Debug)]
pub struct Outcome {
    pub plan: Plan,
    pub carried_out: bool,
}

/// Imports a file: all of it, or nothing when it has a flaw. `actor` goes into the audit trail.
///
/// # Errors
/// [`AppError::Stale`] when the register changed in the meantime; when the database fails.
pub async fn import(
    app: &App,
    actor: &str,
    file: &File,
    dry_run: bool,
) -> Result<Outcome, AppError> {
    let (version, register, plan) = planned(app, file).await?;
    if dry_run || !plan.is_sound() || plan.changes.is_empty() {
        return Ok(Outcome { plan, carried_out: false });
    }
    carry_out(app, actor, file, &version, register, &plan).await?;
    Ok(Outcome { plan, carried_out: true })
}

/// The version goes first: a change after it is noticed when the plan is carried out.
async fn planned(app: &App, file: &File) -> Result<(String, Register, Plan), AppError> {
    let version = app.store().register_version().await?;
    let register = app.store().register().await?;
    let today = app.now().day;
    let setting = Setting { today, on: file.on.unwrap_or(today).min(today) };
    let plan = match read::sheets(&file.name, &file.content) {
        Ok(sheets) => import::plan(file.kind, &sheets, &register, setting, &mut fresh_id),
        Err(problem) => {
            let mut plan = Plan::default();
            plan.flaws.push(import::Flaw { place: Place::default(), problem });
            plan
        }
    };
    Ok((version, register, plan))
}

async fn carry_out(
    app: &App,
    actor: &str,
    file: &File,
    version: &str,
    mut register: Register,
    plan: &Plan,
) -> Result<(), AppError> {
    let now = app.now();
    let (digest, effects) = (digest(&file.content), effects(plan));
    let row = ImportRow {
        id: fresh_id(),
        at: now.at,
        actor: actor.to_owned(),
        kind: file.kind.name().to_owned(),
        file_name: file.name.clone(),
        digest: digest.clone(),
    };
    let lines: Vec<ImportLine> = plan.lines.iter().map(log_line).collect();
    plan.changes.apply(&mut register);
    let filing = filed_anew(&register, plan);
    let entry = Entry {
        actor: actor.to_owned(),
        action: format!("import-{}", file.kind.name()),
        object: row.id.to_string(),
        detail: format!("{effects}; sha256 {digest}"),
    };
    let tx = app.store().begin().await?;
    if tx.touch_register().await? != version {
        return Err(AppError::Stale);
    }
    tx.change_register(&plan.changes, fresh_id).await?;
    tx.file_members(&filing).await?;
    tx.log_import(&row, &lines).await?;
    tx.audit(app.keys(), now.at, now.day, &[entry]).await?;
    Ok(tx.commit().await?)
}

pub(super) fn digest(content: &[u8]) -> String {
    Sha256::digest(content).iter().fold(String::new(), |mut hex, byte| {
        // Writing to a string cannot fail.
        let _written = write!(hex, "{byte:02x}");
        hex
    })
}

fn effects(plan: &Plan) -> String {
    let counts =
        import::Effect::ALL.map(|effect| format!("{} {}", plan.count(effect), effect.name()));
    counts.join(", ")
}

fn log_line(line: &Line) -> ImportLine {
    let details = line.details.iter();
    let details = details.map(|one| format!("{}: {} → {}", one.column, one.before, one.after));
    ImportLine {
        effect: line.effect.name(),
        sheet: line.sheet.clone(),
        row: line.row,
        key: line.key.clone(),
        details: details.collect::<Vec<_>>().join("; "),
        original: line.original.clone(),
    }
}

/// Members whom descriptions find under other words from now on, with their keys; all of them when units changed.
fn filed_anew(register: &Register, plan: &Plan) -> Vec<(FiledMember, Vec<String>)> {
    let changes = &plan.changes;
    let added = changes.add_posts.iter().map(|post| post.id);
    let posts: HashSet<Uuid> = added.chain(changes.end_posts.iter().map(|post| post.0)).collect();
    let posts = register.posts.iter().filter(|post| posts.contains(&post.id));
    let named = changes.add_members.iter().chain(&changes.revise_members).map(|member| member.id);
    let tied = changes.join.iter().chain(changes.leave.iter().map(|row| &row.0));
    let members: BTreeSet<MemberId> = if changes.touches_units() {
        register.members.keys().copied().collect()
    } else {
        named.chain(tied.map(|tie| tie.member)).chain(posts.map(|post| post.member)).collect()
    };
    filing(register, &members)
}

/// How these members are filed in the register as it will be.
pub(super) fn filing(
    register: &Register,
    members: &BTreeSet<MemberId>,
) -> Vec<(FiledMember, Vec<String>)> {
    let tree = register::tree(register.units.values().cloned().collect());
    let members = members.iter().filter_map(|id| register.members.get(id));
    register::filing(&tree, members, &register.posts, &register.ties)
}

/// The register as a file that can be imported again without changing anything.
///
/// # Errors
/// When the database fails or the file cannot be made.
pub async fn export(app: &App, kind: Kind, format: Format) -> Result<Vec<u8>, AppError> {
    let rows = import::export(kind, &app.store().register().await?);
    Ok(write::file(&rows, format)?)
}

/// Who may change the register from a page.
fn may_import(who: &Account) -> Result<(), AppError> {
    if who.role == Role::Admin { Ok(()) } else { Err(AppError::NotFound) }
}

/// [`export`] for an account.
///
/// # Errors
/// [`AppError::NotFound`] for accounts that have no business there, [`AppError::StepUp`] for those who have not
/// proved anew who they are.
pub async fn export_for(
    app: &App,
    who: &Staff,
    kind: Kind,
    format: Format,
) -> Result<Vec<u8>, AppError> {
    may_import(&who.account)?;
    step_up::require(app, who, Purpose::Export)?;
    audit::exported(app, &who.account.id.to_string(), kind.name()).await?;
    export(app, kind, format).await
}

/// Works out what a file would change and keeps it until its sender agrees; the id to agree with.
///
/// # Errors
/// [`AppError::NotFound`] for accounts that have no business there.
pub async fn preview(app: &App, who: &Account, file: File) -> Result<(Uuid, Plan), AppError> {
    may_import(who)?;
    let (register_version, _, plan) = planned(app, &file).await?;
    let (id, at) = (fresh_id(), app.now().at);
    let row = DraftRow {
        id,
        account: who.id,
        kind: file.kind.name().to_owned(),
        file_name: file.name,
        changes_from: file.on,
        content: file.content,
        register_version,
        at,
    };
    if plan.is_sound() && !plan.changes.is_empty() {
        app.store().keep_draft(row, at - DRAFT_KEPT).await?;
    }
    Ok((id, plan))
}

/// Carries out what was shown in a preview.
///
/// # Errors
/// [`AppError::Stale`] when the register changed since, [`AppError::NotFound`] when there is no such preview.
pub async fn confirm(app: &App, who: &Account, id: Uuid) -> Result<(Kind, Plan), AppError> {
    may_import(who)?;
    let draft = app.store().draft(id, who.id).await?.ok_or(AppError::NotFound)?;
    let kind = Kind::from_name(&draft.kind).ok_or(AppError::NotFound)?;
    let file = File { kind, name: draft.file_name, content: draft.content, on: draft.changes_from };
    let (version, register, plan) = planned(app, &file).await?;
    if version != draft.register_version {
        return Err(AppError::Stale);
    }
    carry_out(app, &who.id.to_string(), &file, &version, register, &plan).await?;
    app.store().drop_draft(id).await?;
    Ok((kind, plan))
}
