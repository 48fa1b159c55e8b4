//! Destroying dossiers whose term is over: a list, one person who proposes, another who confirms, and a line that stays.
//!
//! Destroyed is destroyed everywhere: with the key of the case, every older backup of what it sealed is waste.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::sessions::Staff;
use super::{App, AppError, evidence, lists, step_up};
use crate::domain::access::{Account, Role};
use crate::domain::clock::Clock;
use crate::domain::decide::Refusal;
use crate::domain::ids::{AccountId, CaseId};
use crate::domain::letter::{Kind, Lang};
use crate::domain::purpose::Purpose;
use crate::domain::receipt::CaseNumber;
use crate::domain::retention::{self, Stays};
use crate::domain::worded::Worded;
use crate::keys::Holder;
use crate::store::Tx;
use crate::store::audit::Entry;
use crate::store::cases::Key;
use crate::store::lists::{Cursor, PAGE};
use crate::store::retention::{Destruction, Ended};

/// A dossier whose term is over.
#[derive(Clone, Debug)]
pub struct DueRow {
    pub number: CaseNumber,
    pub kind: Kind,
    pub ended_on: NaiveDate,
    /// Last day of the term.
    pub kept_until: NaiveDate,
    pub basis: Worded,
    /// False for a term that nobody has confirmed yet.
    pub confirmed: bool,
    /// Who has proposed to destroy it, and when.
    pub proposed: Option<Proposed>,
}

#[derive(Clone, Debug)]
pub struct Proposed {
    pub by: String,
    pub on: NaiveDate,
    /// Whoever proposed does not confirm.
    pub own: bool,
}

/// What is left of a dossier.
#[derive(Clone, Debug)]
pub struct GoneRow {
    pub number: CaseNumber,
    pub received_on: NaiveDate,
    pub ended_on: NaiveDate,
    pub kept_until: NaiveDate,
    pub basis: String,
    pub proposed_by: String,
    pub confirmed_by: String,
    pub destroyed_on: NaiveDate,
}

/// What the holder of a receipt learns of a dossier that is gone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gone {
    pub on: NaiveDate,
    /// In the words of the rule.
    pub basis: String,
}

/// Who may propose; on the level above also whoever confirms, but never both for one case.
pub fn may_propose(who: &Account) -> bool {
    matches!(who.role, Role::Triage | Role::Above)
}

pub fn may_confirm(who: &Account) -> bool {
    matches!(who.role, Role::Approver | Role::Above)
}

/// What may be destroyed today, longest over first.
///
/// # Errors
/// [`AppError::NotFound`] for whom this is none of their business.
pub async fn due(
    app: &App,
    who: &Account,
    after: Option<&str>,
) -> Result<lists::Page<DueRow>, AppError> {
    allowed(who)?;
    let (rules, today) = (app.rules(), app.now().day);
    let last = |kind: Kind| {
        let rule = retention::rule_for(&rules.keeps, kind, today)?;
        Some((kind, rule.ended_before(today)))
    };
    let terms: Vec<(Kind, NaiveDate)> = Kind::ALL.into_iter().filter_map(last).collect();
    let mut found = app.store().ended(who, &terms, lists::cursor(after)?).await?;
    let page = usize::try_from(PAGE).unwrap_or(usize::MAX);
    let more = page < found.len();
    found.truncate(page);
    let next = found.last().filter(|_| more);
    let next = next.map(|one| lists::write(Cursor { day: one.ended_on, id: one.case }));
    Ok(lists::Page { rows: rows(app, who, found).await?, next })
}

/// Those of the page that nothing else holds.
async fn rows(app: &App, who: &Account, found: Vec<Ended>) -> Result<Vec<DueRow>, AppError> {
    let ids: Vec<_> = found.iter().map(|one| one.case).collect();
    let proposed = app.store().destructions(&ids).await?;
    let names = names(app, &proposed).await?;
    let rules = app.rules();
    let mut rows = Vec::new();
    for one in found {
        let loaded = app.store().case_for(who, &one.number).await?;
        let today = app.now().day;
        let may = retention::may_destroy(&loaded.case, &loaded.clocks, &rules.keeps, today);
        let Ok((rule, kept_until)) = may else { continue };
        let mine = proposed.iter().find(|proposal| proposal.case == one.case);
        rows.push(DueRow {
            kind: loaded.case.kind,
            ended_on: one.ended_on,
            kept_until,
            basis: rule.basis.clone(),
            confirmed: !rule.confidence.needs_confirmation(),
            proposed: mine.map(|proposal| Proposed {
                by: name(&names, proposal.proposed_by),
                on: proposal.proposed_on,
                own: proposal.proposed_by == who.id,
            }),
            number: one.number,
        });
    }
    Ok(rows)
}

/// The line that stays of each dossier that was destroyed, newest first. Whoever was kept out of it learns nothing
/// of it now either.
///
/// # Errors
/// [`AppError::NotFound`] for whom this is none of their business.
pub async fn destroyed(app: &App, who: &Account) -> Result<Vec<GoneRow>, AppError> {
    allowed(who)?;
    let all = app.store().destroyed(who).await?;
    let names = names(app, &all).await?;
    let row = |one: Destruction| {
        let (by, on) = one.done?;
        Some(GoneRow {
            number: one.number,
            received_on: one.received_on,
            ended_on: one.ended_on,
            kept_until: one.kept_until,
            basis: one.basis,
            proposed_by: name(&names, one.proposed_by),
            confirmed_by: name(&names, by),
            destroyed_on: on,
        })
    };
    Ok(all.into_iter().filter_map(row).collect())
}

/// Proposes to destroy a dossier.
///
/// # Errors
/// [`AppError::NotFound`] for whom the case does not exist, or who may not; a refusal while it must stay.
pub async fn propose(app: &App, who: &Account, number: &CaseNumber) -> Result<(), AppError> {
    if !may_propose(who) {
        return Err(AppError::NotFound);
    }
    let (rules, now) = (app.rules(), app.now());
    let tx = app.store().begin().await?;
    let loaded = tx.case_for(who, number).await?;
    if tx.destruction(loaded.case.id).await?.is_some() {
        return Err(AppError::Refused(Refusal::ProposalWaits));
    }
    let may = retention::may_destroy(&loaded.case, &loaded.clocks, &rules.keeps, now.day);
    let (rule, kept_until) = may.map_err(refused)?;
    let one = Destruction {
        case: loaded.case.id,
        number: number.clone(),
        received_on: loaded.case.received_on,
        ended_on: retention::ended_on(&loaded.case).unwrap_or(kept_until),
        kept_until,
        rule: rule.id.clone(),
        // The register is read in Vietnamese, whatever the language of whoever proposed.
        basis: rule.basis.of(Lang::Vi).to_owned(),
        proposed_by: who.id,
        proposed_on: now.day,
        done: None,
    };
    tx.propose_destruction(&one).await?;
    audit(app, &tx, who, "propose-destruction", &one).await?;
    Ok(tx.commit().await?)
}

/// Drops a proposal; the dossier stays.
///
/// # Errors
/// [`AppError::NotFound`] where there is none that this account may see.
pub async fn reject(app: &App, who: &Account, number: &CaseNumber) -> Result<(), AppError> {
    allowed(who)?;
    let tx = app.store().begin().await?;
    let loaded = tx.case_for(who, number).await?;
    let one = tx.destruction(loaded.case.id).await?.ok_or(AppError::NotFound)?;
    tx.drop_destruction(one.case).await?;
    audit(app, &tx, who, "reject-destruction", &one).await?;
    Ok(tx.commit().await?)
}

/// Destroys a dossier that somebody else has proposed to destroy, once whoever confirms has proved anew that it is
/// them.
///
/// # Errors
/// [`AppError::StepUp`], and those of [`destroy`].
pub async fn confirm(app: &App, who: &Staff, number: &CaseNumber) -> Result<(), AppError> {
    bury(app, &who.account, number, step_up::require(app, who, Purpose::Delete)).await
}

/// The same for whoever has proved it.
///
/// # Errors
/// [`AppError::NotFound`] for whom the case does not exist, or who may not; a refusal for whoever proposed it, or
/// when something came up since.
pub async fn destroy(app: &App, who: &Account, number: &CaseNumber) -> Result<(), AppError> {
    bury(app, who, number, Ok(())).await
}

async fn bury(
    app: &App,
    who: &Account,
    number: &CaseNumber,
    proved: Result<(), AppError>,
) -> Result<(), AppError> {
    if !may_confirm(who) {
        return Err(AppError::NotFound);
    }
    let (rules, now) = (app.rules(), app.now());
    let tx = app.store().begin().await?;
    let loaded = tx.case_for(who, number).await?;
    // Only now: a case that is not there asks nobody for a proof.
    proved?;
    let one = tx.destruction(loaded.case.id).await?.ok_or(AppError::NotFound)?;
    if one.proposed_by == who.id {
        return Err(AppError::Refused(Refusal::SamePerson));
    }
    let may = retention::may_destroy(&loaded.case, &loaded.clocks, &rules.keeps, now.day);
    may.map_err(refused)?;
    tx.bury(one.case, who.id, now.day).await?;
    audit(app, &tx, who, "destroy", &one).await?;
    tx.commit().await?;
    if shred_one(app, one.case).await? {
        app.store().forget_deleted().await?;
    }
    Ok(())
}

/// Destroys what two persons have agreed to destroy and something else still held; answers how many.
///
/// # Errors
/// When the database fails. A case that fails is logged and keeps no other waiting.
pub async fn shred(app: &App) -> Result<u64, AppError> {
    let (mut done, mut after) = (0, None);
    loop {
        let found = app.store().buried(after, PAGE).await?;
        let Some(last) = found.last() else { break };
        after = Some(*last);
        for case in found {
            match shred_one(app, case).await {
                Ok(shredded) => done += u64::from(shredded),
                Err(error) => {
                    let error = &error as &dyn std::error::Error;
                    tracing::error!(case.id = %case, error, "a dossier could not be destroyed");
                }
            }
        }
    }
    if 0 < done {
        app.store().forget_deleted().await?;
    }
    Ok(done)
}

/// Unless a linked case still runs: a review looks back at what it reviews. Whoever may not know of the review sees
/// no difference, for the case is out of sight already.
async fn shred_one(app: &App, case: CaseId) -> Result<bool, AppError> {
    let tx = app.store().begin().await?;
    let loaded = tx.case(Key::Id(case)).await?;
    for linked in tx.linked(case, loaded.case.appeal_of).await? {
        let other = tx.case(Key::Id(linked)).await?;
        let running = other.clocks.iter().any(Clock::is_open);
        if retention::ended_on(&other.case).is_none() || running {
            return Ok(false);
        }
    }
    drop(tx);
    // The files first: whatever interrupts this finds the key still there, and it is done again.
    evidence::destroy(app, case).await?;
    let tx = app.store().begin().await?;
    tx.shred(case).await?;
    let now = app.now();
    let entry = Entry {
        actor: "scheduler".into(),
        action: "shred".into(),
        object: case.to_string(),
        detail: String::new(),
    };
    tx.audit(app.keys(), now.at, now.day, &[entry]).await?;
    tx.commit().await?;
    Ok(true)
}

/// What the holder of a receipt is told of a dossier that is gone; nothing while its key is there.
pub(super) async fn gone(app: &App, case: CaseId) -> Result<Option<Gone>, AppError> {
    let Some(one) = app.store().tombstone(case).await? else { return Ok(None) };
    if app.store().wrapped_key(case, &Holder::Office).await?.is_some() {
        return Ok(None);
    }
    Ok(one.done.map(|(_, on)| Gone { on, basis: one.basis }))
}

fn allowed(who: &Account) -> Result<(), AppError> {
    if may_propose(who) || may_confirm(who) { Ok(()) } else { Err(AppError::NotFound) }
}

fn refused(_: Stays) -> AppError {
    AppError::Refused(Refusal::OutOfOrder)
}

async fn names(app: &App, all: &[Destruction]) -> Result<HashMap<AccountId, String>, AppError> {
    let confirmed = all.iter().filter_map(|one| one.done.map(|(by, _)| by));
    let ids: Vec<AccountId> = all.iter().map(|one| one.proposed_by).chain(confirmed).collect();
    let rows = app.store().accounts(&ids).await?;
    Ok(rows.into_iter().map(|row| (row.account.id, row.display_name)).collect())
}

fn name(names: &HashMap<AccountId, String>, id: AccountId) -> String {
    names.get(&id).cloned().unwrap_or_default()
}

async fn audit(
    app: &App,
    tx: &Tx,
    who: &Account,
    action: &str,
    one: &Destruction,
) -> Result<(), AppError> {
    let now = app.now();
    let entry = Entry {
        actor: who.id.to_string(),
        action: action.to_owned(),
        object: one.case.to_string(),
        detail: one.rule.clone(),
    };
    Ok(tx.audit(app.keys(), now.at, now.day, &[entry]).await?)
}
