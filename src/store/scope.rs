//! What an account may know of, as a condition that every query for it carries.

use sea_orm::Condition;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr as SeaExpr, ExprTrait as _, IntoColumnRef, Query};

use super::cases::{DESTROYED, row};
use super::gate::{excluded_unit, exclusion};
use crate::domain::access::{Account, Role};
use crate::domain::case::Queue;
use crate::domain::ids::AccountId;

/// The cases this account may know of; nothing at all for some roles.
///
/// The same rule as [`crate::domain::access::sees`]; a test holds the two against each other.
pub fn of(who: &Account) -> Option<Condition> {
    let mine = match who.role {
        Role::Triage | Role::Approver => {
            Condition::all().add(row::Column::Queue.eq(Queue::Committee.name()))
        }
        Role::Above => Condition::any()
            .add(row::Column::Queue.eq(Queue::Above.name()))
            .add(row::Column::Called.eq(true)),
        Role::Handler => Condition::any()
            .add(row::Column::HandlerAccount.eq(who.id.0))
            .add(row::Column::CoordinatingUnit.eq(who.unit.0).and(unit_is_out(who).not())),
        Role::Desk => Condition::any()
            .add(row::Column::State.eq("transferred_out"))
            .add(row::Column::Paper.eq(true)),
        Role::Custodian | Role::Admin => return None,
    };
    let case = (row::Entity, row::Column::Id);
    // What was destroyed is no case any more, but a line in the register of what was.
    let there = row::Column::Phase.lt(DESTROYED);
    Some(Condition::all().add(mine).add(there).add(is_out(who.id, case).not()))
}

/// Whether this account is kept out of the case that a column names.
pub fn is_out(who: AccountId, case: impl IntoColumnRef) -> Expr {
    let rows = Query::select()
        .expr(SeaExpr::val(1))
        .from(exclusion::Entity)
        .and_where(SeaExpr::col((exclusion::Entity, exclusion::Column::CaseId)).equals(case))
        .and_where(SeaExpr::col((exclusion::Entity, exclusion::Column::AccountId)).eq(who.0))
        .and_where(SeaExpr::col((exclusion::Entity, exclusion::Column::AdmittedOn)).is_null())
        .take();
    SeaExpr::exists(rows)
}

fn unit_is_out(who: &Account) -> Expr {
    let rows = Query::select()
        .expr(SeaExpr::val(1))
        .from(excluded_unit::Entity)
        .and_where(
            SeaExpr::col((excluded_unit::Entity, excluded_unit::Column::CaseId))
                .equals((row::Entity, row::Column::Id)),
        )
        .and_where(
            SeaExpr::col((excluded_unit::Entity, excluded_unit::Column::UnitId)).eq(who.unit.0),
        )
        .take();
    SeaExpr::exists(rows)
}
