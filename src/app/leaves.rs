//! Who is away and who stands in: entered by whoever goes, or by an administrator for them.
//!
//! Nothing that is answered here depends on any case. Standing in opens no case: whoever triages puts the deputy
//! in charge, and the deputy declares like anybody else.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use uuid::Uuid;

use super::{App, AppError, fresh_id};
use crate::domain::access::{Account, Role};
use crate::domain::ids::{AccountId, MemberId, UnitId};
use crate::domain::ladder::{self, Officer, Staff};
use crate::domain::leave::{self, Leave, LeaveFlaw};
use crate::domain::text::mention::Post;
use crate::store::accounts::AccountRow;
use crate::store::audit::Entry;
use crate::store::leaves::{DeputyRow, LeaveRow};

/// A leave to be entered.
#[derive(Clone, Debug)]
pub struct NewLeave {
    /// Both are days away.
    pub from: NaiveDate,
    pub last: NaiveDate,
    pub deputy: Option<AccountId>,
}

/// Somebody on the staff, by the names that tell them apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColleagueView {
    pub account: AccountId,
    pub login: String,
    pub name: String,
    pub unit: String,
}

/// A leave that counts or will.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeaveView {
    pub id: Uuid,
    pub who: ColleagueView,
    pub from: NaiveDate,
    pub last: NaiveDate,
    /// Who stands in: named for these days, or whenever.
    pub deputy: Option<ColleagueView>,
}

/// What an account sees of absences: its own or, for whom it enters them, another's.
#[derive(Clone, Debug)]
pub struct Absences {
    pub of: ColleagueView,
    pub leaves: Vec<LeaveView>,
    /// Who stands in whenever a leave names nobody.
    pub deputy: Option<AccountId>,
    /// Who could.
    pub colleagues: Vec<ColleagueView>,
    /// For whom this account stands in or will.
    pub standing_in: Vec<LeaveView>,
    /// Everybody's, for whoever enters them for others.
    pub all: Vec<LeaveView>,
}

/// Why a leave or a deputy was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotTaken {
    Days(LeaveFlaw),
    /// This person cannot stand in for that one.
    Deputy,
}

/// Whether an account may enter the absence of others.
pub fn may_enter_for_others(who: &Account) -> bool {
    who.role == Role::Admin
}

/// The account that is meant: one's own, or the one with this login.
///
/// # Errors
/// [`AppError::NotFound`] for an unknown login, and for whoever may not enter for others.
pub async fn whose(app: &App, who: &Account, login: Option<&str>) -> Result<AccountId, AppError> {
    let Some(login) = login.map(str::trim).filter(|login| !login.is_empty()) else {
        return Ok(who.id);
    };
    let row = app.store().account_by_login(login).await?.filter(|row| !row.disabled);
    match row {
        Some(row) if row.account.id == who.id || may_enter_for_others(who) => Ok(row.account.id),
        _ => Err(AppError::NotFound),
    }
}

/// Everything there is to see of absences.
///
/// # Errors
/// [`AppError::NotFound`] for an account that is none.
pub async fn look(app: &App, who: &Account, of: AccountId) -> Result<Absences, AppError> {
    let today = app.now().day;
    let people = People::read(app).await?;
    let me = people.rows.get(&of).ok_or(AppError::NotFound)?;
    let mine = app.store().leaves_ahead(Some(of), today).await?;
    let everybody = app.store().leaves_ahead(None, today).await?;
    let all: Vec<LeaveView> = everybody.iter().filter_map(|row| people.leave(row)).collect();
    let for_me = |leave: &&LeaveView| leave.deputy.as_ref().is_some_and(|one| one.account == of);
    let mut colleagues: Vec<ColleagueView> =
        people.fit_for(&me.account).map(|row| people.view(row)).collect();
    colleagues.sort_by_cached_key(|one| crate::domain::text::text_sort_key(&one.name));
    Ok(Absences {
        of: people.view(me),
        leaves: mine.iter().filter_map(|row| people.leave(row)).collect(),
        deputy: people.deputies.get(&of).copied(),
        colleagues,
        standing_in: all.iter().filter(for_me).cloned().collect(),
        all: if may_enter_for_others(who) { all } else { Vec::new() },
    })
}

/// Enters a leave.
///
/// # Errors
/// [`AppError::NotFound`] for whoever may not; `Ok(Err(_))` says what is wrong with it.
pub async fn enter(
    app: &App,
    who: &Account,
    of: AccountId,
    new: NewLeave,
) -> Result<Result<(), NotTaken>, AppError> {
    let now = app.now();
    may_enter(who, of)?;
    if let Err(flaw) = leave::check(new.from, new.last, now.day) {
        return Ok(Err(NotTaken::Days(flaw)));
    }
    if !fits(app, of, new.deputy).await? {
        return Ok(Err(NotTaken::Deputy));
    }
    let NewLeave { from, last, deputy } = new;
    let leave = Leave { account: of, from, last, deputy, ended_on: None };
    let row = LeaveRow { id: fresh_id(), leave, entered_by: who.id, entered_on: now.day };
    let tx = app.store().begin().await?;
    tx.add_leave(&row).await?;
    let detail = format!("{from}..{last}");
    tx.audit(app.keys(), now.at, now.day, &[entry(who, "enter-leave", of, detail)]).await?;
    tx.commit().await?;
    Ok(Ok(()))
}

/// Ends a leave as of today: they are back, or do not go.
///
/// # Errors
/// [`AppError::NotFound`] when there is none such that this account may end.
pub async fn end(app: &App, who: &Account, id: Uuid) -> Result<(), AppError> {
    let now = app.now();
    let row = app.store().leave(id).await?.filter(|row| row.leave.is_ahead(now.day));
    let of = row.ok_or(AppError::NotFound)?.leave.account;
    may_enter(who, of)?;
    let tx = app.store().begin().await?;
    tx.end_leave(id, now.day).await?;
    tx.audit(app.keys(), now.at, now.day, &[entry(who, "end-leave", of, String::new())]).await?;
    Ok(tx.commit().await?)
}

/// Sets who stands in whenever a leave names nobody, or nobody.
///
/// # Errors
/// As [`enter`].
pub async fn set_deputy(
    app: &App,
    who: &Account,
    of: AccountId,
    deputy: Option<AccountId>,
) -> Result<Result<(), NotTaken>, AppError> {
    may_enter(who, of)?;
    if !fits(app, of, deputy).await? {
        return Ok(Err(NotTaken::Deputy));
    }
    let now = app.now();
    let tx = app.store().begin().await?;
    match deputy {
        Some(deputy) => {
            let row = DeputyRow { account: of, deputy, set_by: who.id, set_on: now.day };
            tx.set_deputy(&row).await?;
        }
        None => tx.drop_deputy(of).await?,
    }
    let detail = deputy.map(|id| id.to_string()).unwrap_or_default();
    tx.audit(app.keys(), now.at, now.day, &[entry(who, "set-deputy", of, detail)]).await?;
    tx.commit().await?;
    Ok(Ok(()))
}

fn may_enter(who: &Account, of: AccountId) -> Result<(), AppError> {
    if who.id == of || may_enter_for_others(who) { Ok(()) } else { Err(AppError::NotFound) }
}

async fn fits(app: &App, of: AccountId, deputy: Option<AccountId>) -> Result<bool, AppError> {
    let Some(deputy) = deputy else { return Ok(true) };
    let people = People::read(app).await?;
    let me = people.rows.get(&of).ok_or(AppError::NotFound)?;
    Ok(people.fit_for(&me.account).any(|row| row.account.id == deputy))
}

fn entry(who: &Account, action: &str, of: AccountId, detail: String) -> Entry {
    Entry { actor: who.id.to_string(), action: action.to_owned(), object: of.to_string(), detail }
}

/// The staff as the ladder needs it: everybody, and who is away today.
///
/// # Errors
/// When the database fails.
pub(crate) async fn staff(app: &App) -> Result<Staff, AppError> {
    let away = away(app).await?;
    let rows = app.store().staff(&ON_THE_LADDER).await?;
    let standing: BTreeMap<AccountId, AccountId> = standing(app).await?;
    let heads = heads(app, &rows).await?;
    Ok(Staff::new(rows.into_iter().map(|row| {
        let id = row.account.id;
        let leave = away.get(&id);
        let named = leave.and_then(|leave| leave.deputy);
        let Account { member, unit, .. } = row.account;
        Officer {
            account: row.account,
            active: !row.disabled,
            away: leave.is_some(),
            deputy: named.or_else(|| standing.get(&id).copied()),
            head: member.is_some_and(|member| heads.contains(&(member, unit))),
        }
    })))
}

/// Who heads which unit of the level above today, as the register says.
async fn heads(app: &App, rows: &[AccountRow]) -> Result<BTreeSet<(MemberId, UnitId)>, AppError> {
    let today = app.now().day;
    let above = rows.iter().map(|row| row.account).filter(|account| account.role == Role::Above);
    let members: Vec<MemberId> = above.filter_map(|account| account.member).collect();
    let posts = app.store().posts_of(&members).await?;
    let held = posts.into_iter().filter(|post| {
        let is_held = post.from <= today && post.to.is_none_or(|to| today < to);
        is_held && Post::from_code(&post.title).is_some_and(ladder::heads)
    });
    Ok(held.map(|post| (post.member, post.unit)).collect())
}

/// The roles that a lapse can be told to.
const ON_THE_LADDER: [Role; 4] = [Role::Triage, Role::Approver, Role::Handler, Role::Above];

/// Who is away today, each with the leave that was entered last.
///
/// # Errors
/// When the database fails.
pub(crate) async fn away(app: &App) -> Result<BTreeMap<AccountId, Leave>, AppError> {
    let rows = app.store().away_on(app.now().day).await?;
    Ok(rows.into_iter().map(|row| (row.leave.account, row.leave)).collect())
}

async fn standing(app: &App) -> Result<BTreeMap<AccountId, AccountId>, AppError> {
    let rows = app.store().deputies().await?;
    Ok(rows.into_iter().map(|row| (row.account, row.deputy)).collect())
}

/// Everybody with an account, by id.
struct People {
    rows: BTreeMap<AccountId, AccountRow>,
    deputies: BTreeMap<AccountId, AccountId>,
    units: std::sync::Arc<super::register::Units>,
}

impl People {
    async fn read(app: &App) -> Result<Self, AppError> {
        let rows = app.store().staff(&Role::ALL).await?.into_iter();
        let rows = rows.filter(|row| !row.disabled).map(|row| (row.account.id, row)).collect();
        Ok(Self { rows, deputies: standing(app).await?, units: app.units().await? })
    }

    fn view(&self, row: &AccountRow) -> ColleagueView {
        ColleagueView {
            account: row.account.id,
            login: row.login.clone(),
            name: row.display_name.clone(),
            unit: self.units.name(row.account.unit),
        }
    }

    fn fit_for<'a>(&'a self, whom: &'a Account) -> impl Iterator<Item = &'a AccountRow> {
        let parent = |unit| self.units.rows.get(&unit).and_then(|row| row.parent);
        self.rows.values().filter(move |row| leave::may_stand_in(whom, &row.account, parent))
    }

    fn leave(&self, row: &LeaveRow) -> Option<LeaveView> {
        let who = row.leave.account;
        let deputy = row.leave.deputy.or_else(|| self.deputies.get(&who).copied());
        Some(LeaveView {
            id: row.id,
            who: self.view(self.rows.get(&who)?),
            from: row.leave.from,
            last: row.leave.last,
            deputy: deputy.and_then(|id| self.rows.get(&id)).map(|row| self.view(row)),
        })
    }
}
