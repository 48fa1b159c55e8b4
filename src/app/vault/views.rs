//! What is shown of requests: to whoever settles the case, to custodians, to the sender.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset, NaiveDate};

use super::custody::only_custodians;
use super::openings::{day_of, is_busy, open_until, settled_by};
use crate::app::words::Apart;
use crate::app::{App, AppError};
use crate::clock::hanoi;
use crate::domain::access::Account;
use crate::domain::ids::{AccountId, CaseId, OpeningId};
use crate::domain::receipt::CaseNumber;
use crate::domain::vault::{Standing, WAITS_FOR};
use crate::store::openings::{OpeningRow, VoiceRow};

/// A request as whoever may ask sees it.
#[derive(Clone, Debug)]
pub struct OpeningView {
    pub by: String,
    /// Asked by whoever looks: only they can read it.
    pub mine: bool,
    pub asked_on: NaiveDate,
    pub reason: String,
    /// Why words of the reason stay that may betray the sender; empty as a rule.
    pub keep_reason: String,
    pub standing: Standing,
    pub decided_on: Option<NaiveDate>,
    /// Until when it is open, as the clock on the wall shows it in Hanoi; nothing when it is not.
    pub open_until: Option<DateTime<FixedOffset>>,
    /// How many custodians have agreed, and why others have not.
    pub agreed: usize,
    pub refusals: Vec<String>,
}

/// What can be asked about a case, and what was.
#[derive(Clone, Debug)]
pub struct Openings {
    /// Whether the letter says who wrote at all.
    pub named: bool,
    /// Whether it can be asked for now.
    pub may_ask: bool,
    pub all: Vec<OpeningView>,
}

/// A request as a custodian sees it. Nothing of the case but its number.
#[derive(Clone, Debug)]
pub struct Task {
    pub id: OpeningId,
    pub number: CaseNumber,
    /// The office that asks.
    pub office: String,
    pub by: String,
    pub reason: String,
    /// Why words of the reason stay that may betray the sender; empty as a rule.
    pub keep_reason: String,
    pub asked_on: NaiveDate,
    pub until: NaiveDate,
    /// What this custodian has said.
    pub said: Option<bool>,
    pub agreed: usize,
}

/// What the sender is told of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    pub office: String,
    pub reason: String,
    pub asked_on: NaiveDate,
    pub standing: Standing,
    pub decided_on: Option<NaiveDate>,
}

/// What was asked about a case and can be. For whoever settles it.
///
/// # Errors
/// [`AppError::NotFound`] for everybody else.
pub async fn about(app: &App, who: &Account, number: &CaseNumber) -> Result<Openings, AppError> {
    let loaded = settled_by(app, who, number).await?;
    let (now, rows) = (app.now(), app.store().openings_of(loaded.case.id).await?);
    let ids: Vec<OpeningId> = rows.iter().map(|row| row.id).collect();
    let voices = app.store().voices(&ids).await?;
    let names = names(app, rows.iter().map(|row| row.asked_by)).await?;
    let mut all = Vec::new();
    for row in &rows {
        let said: Vec<&VoiceRow> = voices.iter().filter(|one| one.opening == row.id).collect();
        let refusals = said.iter().filter_map(|one| one.reason.as_deref());
        all.push(OpeningView {
            by: names.get(&row.asked_by).cloned().unwrap_or_default(),
            mine: row.asked_by == who.id,
            asked_on: day_of(row.asked_at),
            reason: app.unseal(Apart::Opening, row.case, &row.reason)?,
            keep_reason: kept(app, row)?,
            standing: row.standing,
            decided_on: row.decided_at.map(day_of),
            open_until: open_until(row, now).map(|at| at.with_timezone(&hanoi())),
            agreed: said.iter().filter(|one| one.agrees).count(),
            refusals: refusals
                .map(|reason| app.unseal(Apart::Opening, row.case, reason))
                .collect::<Result<_, _>>()?,
        });
    }
    let busy = rows.iter().any(|row| is_busy(row, now));
    Ok(Openings { named: loaded.case.named, may_ask: loaded.case.named && !busy, all })
}

/// Requests that wait for this custodian.
///
/// # Errors
/// [`AppError::NotFound`] for whoever is no custodian.
pub async fn waiting(app: &App, who: &Account) -> Result<Vec<Task>, AppError> {
    only_custodians(who)?;
    let rows = app.store().openings_for(who.id).await?;
    tasks(app, who, rows).await
}

/// One of them.
///
/// # Errors
/// [`AppError::NotFound`] when it does not wait for this custodian.
pub async fn task(app: &App, who: &Account, id: OpeningId) -> Result<Task, AppError> {
    only_custodians(who)?;
    let row = app.store().opening_for(who.id, id).await?;
    tasks(app, who, vec![row]).await?.pop().ok_or(AppError::NotFound)
}

async fn tasks(
    app: &App,
    who: &Account,
    rows: Vec<(OpeningRow, CaseNumber)>,
) -> Result<Vec<Task>, AppError> {
    let ids: Vec<OpeningId> = rows.iter().map(|(row, _)| row.id).collect();
    let voices = app.store().voices(&ids).await?;
    let askers: Vec<AccountId> = rows.iter().map(|(row, _)| row.asked_by).collect();
    let (accounts, units) = (app.store().accounts(&askers).await?, app.units().await?);
    let mut tasks = Vec::new();
    for (row, number) in rows {
        let asker = accounts.iter().find(|one| one.account.id == row.asked_by);
        let said = voices.iter().filter(|one| one.opening == row.id);
        tasks.push(Task {
            id: row.id,
            number,
            office: asker.map(|one| units.name(one.account.unit)).unwrap_or_default(),
            by: asker.map(|one| one.display_name.clone()).unwrap_or_default(),
            reason: app.unseal(Apart::Opening, row.case, &row.reason)?,
            keep_reason: kept(app, &row)?,
            asked_on: day_of(row.asked_at),
            until: day_of(row.asked_at + WAITS_FOR),
            said: said.clone().find(|one| one.custodian == who.id).map(|one| one.agrees),
            agreed: said.filter(|one| one.agrees).count(),
        });
    }
    Ok(tasks)
}

fn kept(app: &App, row: &OpeningRow) -> Result<String, AppError> {
    let sealed = row.keep_reason.as_deref();
    sealed.map_or(Ok(String::new()), |sealed| app.unseal(Apart::Opening, row.case, sealed))
}

/// Everything that was asked about the name of who wrote, for the sender: offices, never people.
///
/// # Errors
/// When the database fails.
pub(crate) async fn told(app: &App, case: CaseId) -> Result<Vec<Told>, AppError> {
    let mut told = Vec::new();
    let rows = app.store().openings_from(case).await?;
    if rows.is_empty() {
        return Ok(told);
    }
    let askers: Vec<AccountId> = rows.iter().map(|row| row.asked_by).collect();
    let (accounts, units) = (app.store().accounts(&askers).await?, app.units().await?);
    for row in rows {
        let asker = accounts.iter().find(|one| one.account.id == row.asked_by);
        told.push(Told {
            office: asker.map(|one| units.name(one.account.unit)).unwrap_or_default(),
            reason: app.unseal(Apart::Opening, row.case, &row.reason)?,
            asked_on: day_of(row.asked_at),
            standing: row.standing,
            decided_on: row.decided_at.map(day_of),
        });
    }
    Ok(told)
}

async fn names(
    app: &App,
    ids: impl Iterator<Item = AccountId>,
) -> Result<BTreeMap<AccountId, String>, AppError> {
    let rows = app.store().accounts(&ids.collect::<Vec<_>>()).await?;
    Ok(rows.into_iter().map(|row| (row.account.id, row.display_name)).collect())
}
