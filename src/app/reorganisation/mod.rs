//! Reorganisations: a plan is kept, shown with everything that it touches, signed by the level above, carried out.
//!
//! Whoever looks at a plan is told of the cases they may know of and of no others (docs/decisions/0011): what is hidden
//! from whoever signs moves by the same rule, unseen.

mod figures;
mod grants;
mod minutes;
mod sign;
mod work;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use uuid::Uuid;

use super::organisation::{digest, read};
use super::{App, AppError, fresh_id, reads};
use crate::domain::access::{Account, Role};
use crate::domain::case::{Assignment, Exclusions};
use crate::domain::gate::Reason;
use crate::domain::ids::{AccountId, CaseId, UnitId};
use crate::domain::import::Sheet;
use crate::domain::organisation::Register;
use crate::domain::reorganisation::{
    self as plans, After, Flaw, Outcome, Placement, Problem, Scheme, Staff,
};
use crate::store::accounts::AccountRow;
use crate::store::audit::Entry;
use crate::store::gate::Kept;
use crate::store::reorganisations::ReorganisationRow;

pub use figures::{Figures, FiguresLine, figures};
pub use grants::{Lost, grant, lost};
use minutes::may_read as may_read_minutes;
pub use minutes::{Minute, MinuteLine, Minutes, minutes};
pub use sign::{carried_out, carry_out, sign};

/// A plan as it is handed in.
#[derive(Clone, Debug)]
pub struct NewPlan {
    pub name: String,
    /// The first day of the new structure.
    pub on: NaiveDate,
    /// Its ending tells how to read it.
    pub file_name: String,
    pub content: Vec<u8>,
}

/// One plan in the list.
#[derive(Clone, Debug)]
pub struct PlanLine {
    pub id: Uuid,
    pub name: String,
    pub on: NaiveDate,
    pub signed: bool,
}

/// A plan with everything that it would change, or changed.
#[derive(Clone, Debug)]
pub struct Preview {
    pub line: PlanLine,
    pub file_name: String,
    pub signed_by: String,
    pub waiver: Option<String>,
    pub flaws: Vec<Flaw>,
    pub units: Vec<UnitLine>,
    pub members: usize,
    pub posts_ended: usize,
    pub posts_begun: usize,
    pub accounts: Vec<AccountLine>,
    /// Units that would begin without a head or a deputy.
    pub gaps: Vec<(String, &'static str)>,
    /// Cases that change hands, as far as the reader may know of them; none for who knows of no case.
    pub cases: Option<Vec<CaseLine>>,
    /// Whether the day has come, nothing is wrong, and the reader may sign.
    pub may_sign: bool,
}

#[derive(Clone, Debug)]
pub struct UnitLine {
    pub code: String,
    pub name: String,
    /// `new`, `ended` or `changed`.
    pub what: &'static str,
    /// What takes over from one that ends.
    pub into: Vec<String>,
}

#[derive(Clone, Debug)]
pub struct AccountLine {
    pub login: String,
    pub from: String,
    /// Where it goes on; nowhere until somebody gives it rights again.
    pub to: Option<String>,
}

#[derive(Clone, Debug)]
pub struct CaseLine {
    pub number: String,
    pub state: String,
    pub due_on: Option<NaiveDate>,
    pub from: String,
    /// The level above, where nobody may take it.
    pub to: Option<String>,
    /// Whether the officer stays the same.
    pub same_officer: bool,
}

/// Who may prepare a plan, and look at one.
///
/// # Errors
/// [`AppError::NotFound`] for everybody else.
pub fn may_look(who: &Account) -> Result<(), AppError> {
    if matches!(who.role, Role::Admin | Role::Above) { Ok(()) } else { Err(AppError::NotFound) }
}

/// Every plan, newest first; for those who read the minutes and prepare nothing, the ones that were carried out.
///
/// # Errors
/// [`AppError::NotFound`] for accounts that have no business there.
pub async fn list(app: &App, who: &Account) -> Result<Vec<PlanLine>, AppError> {
    let drafts = may_look(who).is_ok();
    if !drafts {
        may_read_minutes(who)?;
    }
    let rows = app.store().reorganisations().await?;
    Ok(rows.iter().map(line).filter(|line| drafts || line.signed).collect())
}

fn line(row: &ReorganisationRow) -> PlanLine {
    let name = row.name.clone();
    PlanLine { id: row.id, name, on: row.on, signed: row.signed.is_some() }
}

/// Keeps a plan until it is signed or taken back; it may have flaws still.
///
/// # Errors
/// [`AppError::NotFound`] for accounts that have no business there.
pub async fn draft(app: &App, who: &Account, plan: NewPlan) -> Result<Uuid, AppError> {
    may_look(who)?;
    let (row, entry) = fresh(app, &who.id.to_string(), plan);
    let id = row.id;
    let tx = app.store().begin().await?;
    tx.draft_reorganisation(row).await?;
    let now = app.now();
    tx.audit(app.keys(), now.at, now.day, &[entry]).await?;
    tx.commit().await?;
    Ok(id)
}

/// A plan as it is kept from now on, and what the chain says of that.
fn fresh(app: &App, actor: &str, plan: NewPlan) -> (ReorganisationRow, Entry) {
    let (id, digest) = (fresh_id(), digest(&plan.content));
    let entry = Entry {
        actor: actor.to_owned(),
        action: "draft-reorganisation".into(),
        object: id.to_string(),
        detail: format!("{}; sha256 {digest}", plan.on),
    };
    let row = ReorganisationRow {
        id,
        name: plan.name,
        on: plan.on,
        file_name: plan.file_name,
        content: plan.content,
        digest,
        drafted_by: actor.to_owned(),
        drafted_at: app.now().at,
        waiver: None,
        signed: None,
    };
    (row, entry)
}

/// Takes back a plan that nobody has signed.
///
/// # Errors
/// [`AppError::NotFound`] when there is none, or for accounts that have no business there.
pub async fn take_back(app: &App, who: &Account, id: Uuid) -> Result<(), AppError> {
    may_look(who)?;
    let now = app.now();
    let entry = Entry {
        actor: who.id.to_string(),
        action: "drop-reorganisation".into(),
        object: id.to_string(),
        detail: String::new(),
    };
    let tx = app.store().begin().await?;
    tx.drop_reorganisation(id).await?;
    tx.audit(app.keys(), now.at, now.day, &[entry]).await?;
    Ok(tx.commit().await?)
}

/// A plan worked out against the register as it stands.
pub(super) struct Worked {
    /// Of the register that it was worked out against.
    pub version: String,
    pub register: Register,
    pub staff: Vec<AccountRow>,
    pub outcome: Outcome,
}

impl Worked {
    fn name(&self, unit: UnitId) -> String {
        let after = self.outcome.after.units.get(&unit);
        after.map(|unit| unit.name.clone()).unwrap_or_default()
    }
}

/// The version goes first: a change after it is noticed when the plan is carried out.
pub(super) async fn work_out(app: &App, plan: &NewPlan) -> Result<Worked, AppError> {
    let store = app.store();
    let version = store.register_version().await?;
    let register = store.register().await?;
    let staff = store.active_accounts().await?;
    let (scheme, flaws) = written(&plan.file_name, &plan.content, plan.on);
    let known: Vec<Staff> =
        staff.iter().map(|row| Staff { account: row.account, login: row.login.clone() }).collect();
    let mut outcome = plans::work_out(&scheme, &register, &known, &mut fresh_id);
    outcome.flaws.extend(flaws);
    outcome.flaws.sort_by_key(|flaw| flaw.row);
    Ok(Worked { version, register, staff, outcome })
}

fn written(name: &str, content: &[u8], on: NaiveDate) -> (Scheme, Vec<Flaw>) {
    let sheets: Result<Vec<Sheet>, _> = read::sheets(name, content);
    if let Ok(sheets) = sheets {
        plans::read(&sheets, on)
    } else {
        let flaw = Flaw { row: 0, problem: Problem::NotAList };
        (Scheme { on, lines: Vec::new() }, vec![flaw])
    }
}

fn plan_of(row: &ReorganisationRow) -> NewPlan {
    let (name, file_name) = (row.name.clone(), row.file_name.clone());
    NewPlan { name, on: row.on, file_name, content: row.content.clone() }
}

/// A plan with everything that it touches. What is signed already is told from the minutes instead.
///
/// # Errors
/// [`AppError::NotFound`] when there is none, or for accounts that have no business there.
pub async fn preview(app: &App, who: &Account, id: Uuid) -> Result<Preview, AppError> {
    may_look(who)?;
    let row = app.store().reorganisation(id).await?.ok_or(AppError::NotFound)?;
    if row.signed.is_some() {
        return signed(app, &row).await;
    }
    let worked = work_out(app, &plan_of(&row)).await?;
    let cases = match who.role {
        Role::Above => Some(cases(app, who, &worked).await?),
        _ => None,
    };
    let ready = worked.outcome.is_sound() && row.on <= app.now().day;
    Ok(Preview { cases, may_sign: ready && who.role == Role::Above, ..told(&row, &worked) })
}

/// What a plan does to the register, for whoever may know of no case.
///
/// # Errors
/// When the database fails.
pub async fn dry_run(app: &App, plan: NewPlan) -> Result<Preview, AppError> {
    let worked = work_out(app, &plan).await?;
    let (row, _) = fresh(app, "", plan);
    Ok(told(&row, &worked))
}

async fn signed(app: &App, row: &ReorganisationRow) -> Result<Preview, AppError> {
    let by: Vec<AccountId> = row.signed.iter().map(|signed| signed.0).collect();
    let names = app.store().accounts(&by).await?;
    let signed_by = names.first().map(|row| row.display_name.clone()).unwrap_or_default();
    Ok(Preview {
        line: line(row),
        file_name: row.file_name.clone(),
        signed_by,
        waiver: row.waiver.clone(),
        flaws: Vec::new(),
        units: Vec::new(),
        members: 0,
        posts_ended: 0,
        posts_begun: 0,
        accounts: Vec::new(),
        gaps: Vec::new(),
        cases: None,
        may_sign: false,
    })
}

fn told(row: &ReorganisationRow, worked: &Worked) -> Preview {
    let outcome = &worked.outcome;
    let login = |id: AccountId| {
        let found = worked.staff.iter().find(|row| row.account.id == id);
        found.map(|row| row.login.clone()).unwrap_or_default()
    };
    let accounts = outcome.displaced.iter().map(|one| AccountLine {
        login: login(one.account),
        from: worked.name(one.from),
        to: one.to.map(|unit| worked.name(unit)),
    });
    let gaps = outcome.gaps.iter().map(|gap| (worked.name(gap.unit), gap.lacks.name()));
    let moved: BTreeSet<_> = outcome.changes.leave.iter().map(|one| one.0.member).collect();
    Preview {
        line: line(row),
        file_name: row.file_name.clone(),
        signed_by: String::new(),
        waiver: None,
        flaws: outcome.flaws.clone(),
        units: units(worked),
        members: moved.len(),
        posts_ended: outcome.changes.end_posts.len(),
        posts_begun: outcome.changes.add_posts.len(),
        accounts: accounts.collect(),
        gaps: gaps.collect(),
        cases: None,
        may_sign: false,
    }
}

fn units(worked: &Worked) -> Vec<UnitLine> {
    let changes = &worked.outcome.changes;
    let line = |id: UnitId, what| {
        let links = changes.successions.iter().filter(|link| link.from == id);
        let unit = worked.outcome.after.units.get(&id);
        UnitLine {
            code: unit.map(|unit| unit.code.clone()).unwrap_or_default(),
            name: worked.name(id),
            what,
            into: links.filter_map(|link| link.to).map(|to| worked.name(to)).collect(),
        }
    };
    let ended = changes.end_units.iter().map(|one| line(one.0, "ended"));
    let new = changes.add_units.iter().map(|unit| line(unit.id, "new"));
    let revised = changes.revise_units.iter().map(|one| line(one.0.id, "changed"));
    ended.chain(new).chain(revised).collect()
}

/// The cases that change hands, as whoever signs may know of them: numbers, states and days, nothing of the letter.
async fn cases(app: &App, who: &Account, worked: &Worked) -> Result<Vec<CaseLine>, AppError> {
    let after = &worked.outcome.after;
    let held = app.store().held_cases_for(who).await?;
    let ids: Vec<CaseId> = held.iter().map(|one| one.0.case).collect();
    let out = app.store().exclusions_of(&ids).await?;
    let (mut lines, mut shown) = (Vec::new(), Vec::new());
    for (held, row) in held {
        let Some(out) = out.get(&held.case) else { continue };
        let to =
            Assignment { unit: held.unit, officer: held.account, coordinating: held.coordinating };
        let next = after.place(to, &widened(after, out));
        let same = |next: Assignment| (next.unit, next.officer) == (to.unit, to.officer);
        if matches!(next, Placement::Stays) || matches!(next, Placement::Goes(next) if same(next)) {
            continue;
        }
        shown.push(held.case);
        let (to, same_officer) = match next {
            Placement::Goes(next) => (Some(worked.name(next.unit)), next.officer == to.officer),
            _ => (None, false),
        };
        lines.push(CaseLine {
            number: row.number.as_str().to_owned(),
            state: row.state,
            due_on: row.due_on,
            from: worked.name(held.unit),
            to,
            same_officer,
        });
    }
    reads::note(app, who, reads::What::Head, &shown).await?;
    Ok(lines)
}

/// With whoever is kept out afterwards, because units take over.
fn widened(after: &After, out: &Exclusions) -> Exclusions {
    let (accounts, units) = after.kept_out(&out.units);
    let mut wide = out.clone();
    wide.units.extend(units.into_keys());
    wide.accounts.extend(accounts.into_keys().filter(|id| !out.admitted.contains(id)));
    wide
}

/// Whom the new structure keeps out of a case besides those who are out already.
pub(super) fn newly_out(
    after: &After,
    kept: &[Kept],
    out: &Exclusions,
) -> (BTreeMap<AccountId, Reason>, BTreeMap<UnitId, Reason>) {
    let of = |may_be_lifted: bool| -> BTreeSet<UnitId> {
        kept.iter().filter(|one| one.1 == may_be_lifted).map(|one| one.0).collect()
    };
    let (mut accounts, mut units) = after.kept_out(&of(false));
    let (maybe, maybe_units) = after.kept_out(&of(true));
    for account in maybe.into_keys() {
        accounts.entry(account).or_insert(Reason::Match);
    }
    for unit in maybe_units.into_keys() {
        units.entry(unit).or_insert(Reason::Match);
    }
    accounts.retain(|id, _| !out.accounts.contains(id) && !out.admitted.contains(id));
    units.retain(|id, _| !out.units.contains(id));
    (accounts, units)
}
