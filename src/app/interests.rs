//! Ties that staff declare: of their own, and, at the desk and in triage, of others in the register.
//!
//! Nothing that is answered here depends on any case. Whom a tie keeps out of which case a job works out
//! afterwards, so that not even the time of an answer tells.

use chrono::NaiveDate;
use uuid::Uuid;

use super::view::PersonView;
use super::{App, AppError, fresh_id, register, search, suggest};
use crate::domain::access::{Account, Role};
use crate::domain::ids::{MemberId, UnitId};
use crate::domain::interest::{Holder, Interest, Tie, Toward};
use crate::domain::letter::{Field, FieldFlaw, Flaw};
use crate::domain::matching;
use crate::store::audit::Entry;
use crate::store::interests::InterestRow;

/// From birth, or from whenever: the first day there is.
pub const EVER: NaiveDate = match NaiveDate::from_ymd_opt(1, 1, 1) {
    Some(day) => day,
    None => NaiveDate::MIN,
};

/// What is declared.
#[derive(Clone, Copy, Debug)]
pub struct Declared {
    /// Whose tie, where it is not one's own.
    pub of: Option<MemberId>,
    pub to: Toward,
    pub tie: Tie,
    /// From whenever, when nothing.
    pub from: Option<NaiveDate>,
    /// The first day on which it was no longer so.
    pub until: Option<NaiveDate>,
}

/// A declared tie for whoever declared it.
#[derive(Clone, Debug)]
pub struct InterestView {
    pub id: Uuid,
    /// Whose tie; empty for one's own.
    pub of: String,
    /// Whom or what it binds to.
    pub to: String,
    pub tie: Tie,
    pub from: Option<NaiveDate>,
    pub until: Option<NaiveDate>,
    pub declared_on: NaiveDate,
}

/// A unit by the name that tells it apart.
#[derive(Clone, Debug)]
pub struct UnitView {
    pub unit: UnitId,
    pub name: String,
}

/// Whether an account may declare ties of others: those who keep the register's facts straight.
pub fn may_declare_for_others(who: &Account) -> bool {
    matches!(who.role, Role::Desk | Role::Triage | Role::Above)
}

/// Everything this account has declared, newest first.
///
/// # Errors
/// When the database fails.
pub async fn list(app: &App, who: &Account) -> Result<Vec<InterestView>, AppError> {
    let rows = app.store().interests_by(who.id).await?;
    let ids: Vec<MemberId> = rows.iter().flat_map(|row| members(&row.interest)).collect();
    let people = app.store().members(&ids).await?;
    let units = app.units().await?;
    let name = |id: MemberId| {
        let member = people.iter().find(|member| member.id == id);
        member.map(|member| member.full_name.clone()).unwrap_or_default()
    };
    let view = |row: InterestRow| InterestView {
        id: row.id,
        of: match row.interest.of {
            Holder::Member(id) if who.member != Some(id) => name(id),
            _ => String::new(),
        },
        to: match row.interest.to {
            Toward::Member(id) => name(id),
            Toward::Unit(id) => units.name(id),
        },
        tie: row.interest.tie,
        from: Some(row.interest.from).filter(|from| *from != EVER),
        until: row.interest.until,
        declared_on: row.declared_on,
    };
    Ok(rows.into_iter().map(view).collect())
}

fn members(interest: &Interest) -> impl Iterator<Item = MemberId> + use<> {
    let of = match interest.of {
        Holder::Member(id) => Some(id),
        Holder::Account(_) => None,
    };
    let to = match interest.to {
        Toward::Member(id) => Some(id),
        Toward::Unit(_) => None,
    };
    of.into_iter().chain(to)
}

/// People and units of the register that a description may mean, best first.
///
/// # Errors
/// [`AppError::Flaws`] for words that cannot be read.
pub async fn find(app: &App, text: &str) -> Result<(Vec<PersonView>, Vec<UnitView>), AppError> {
    let people = search::found(app, text).await?;
    let units = app.units().await?;
    let found = register::units(&units, &matching::readings(text)).into_iter().take(10);
    let view = |id| UnitView { unit: id, name: units.name(id) };
    Ok((people, found.map(|one| view(UnitId(one.unit))).collect()))
}

/// Stores a tie, and has the gate worked out anew.
///
/// # Errors
/// [`AppError::Flaws`] for a tie that makes no sense; [`AppError::NotFound`] for people or units that the
/// register does not know, and for whoever may not declare for others.
pub async fn declare(app: &App, who: &Account, declared: Declared) -> Result<(), AppError> {
    let of = match (declared.of, who.member) {
        (Some(_), _) if !may_declare_for_others(who) => return Err(AppError::NotFound),
        (Some(member), _) | (None, Some(member)) => Holder::Member(member),
        (None, None) => Holder::Account(who.id),
    };
    let interest = Interest {
        of,
        to: declared.to,
        tie: declared.tie,
        from: declared.from.unwrap_or(EVER),
        until: declared.until,
    };
    check(app, &interest).await?;
    let now = app.now();
    let row = InterestRow { id: fresh_id(), interest, declared_by: who.id, declared_on: now.day };
    let tx = app.store().begin().await?;
    tx.add_interest(&row).await?;
    let entry = entry(who, "declare-tie", row.id);
    tx.audit(app.keys(), now.at, now.day, &[entry]).await?;
    tx.commit().await?;
    app.ring_gate();
    Ok(())
}

/// Ends a tie as of today. What it has kept out stays out: a case knows its past.
///
/// # Errors
/// [`AppError::NotFound`] when this account declared no such tie, or it has ended.
pub async fn end(app: &App, who: &Account, id: Uuid) -> Result<(), AppError> {
    let now = app.now();
    let tx = app.store().begin().await?;
    tx.end_interest(id, who.id, now.day).await?;
    tx.audit(app.keys(), now.at, now.day, &[entry(who, "end-tie", id)]).await?;
    Ok(tx.commit().await?)
}

async fn check(app: &App, interest: &Interest) -> Result<(), AppError> {
    let flawed = |field| AppError::Flaws(vec![FieldFlaw { field, flaw: Flaw::Unreadable }]);
    let known: Vec<MemberId> = members(interest).collect();
    match interest.to {
        Toward::Member(to) if interest.of == Holder::Member(to) => {
            return Err(flawed(Field::AboutName));
        }
        Toward::Unit(_) if !interest.tie.binds_units() => return Err(flawed(Field::AboutUnit)),
        Toward::Unit(to) if !app.units().await?.rows.contains_key(&to) => {
            return Err(AppError::NotFound);
        }
        _ => {}
    }
    if interest.until.is_some_and(|until| until <= interest.from) {
        return Err(flawed(Field::HappenedOn));
    }
    if app.store().members(&known).await?.len() < known.len() {
        return Err(AppError::NotFound);
    }
    Ok(())
}

fn entry(who: &Account, action: &str, id: Uuid) -> Entry {
    Entry {
        actor: who.id.to_string(),
        action: action.to_owned(),
        object: id.to_string(),
        detail: String::new(),
    }
}

/// A person of the register by id, for a form that is shown again.
///
/// # Errors
/// When the database fails.
pub async fn person(app: &App, id: MemberId) -> Result<Option<PersonView>, AppError> {
    let units = app.units().await?;
    Ok(suggest::people(app, &units, &[id], app.now().day).await?.pop())
}
