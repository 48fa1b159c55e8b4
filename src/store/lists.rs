//! Lists of cases. Each takes a scope made from the account; there is no list without one.

use chrono::NaiveDate;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr as SeaExpr, ExprTrait as _, Query, SelectStatement};
use sea_orm::{Condition, QueryOrder as _, QuerySelect as _};

use super::cases::{NEVER, row};
use super::clocks::row as clock;
use super::gate::exclusion;
use super::{Page, Store, StoreError, act, scope};
use crate::domain::access::{Account, Role};
use crate::domain::case::Queue;
use crate::domain::ids::{AccountId, CaseId};
use crate::domain::letter::Kind;
use crate::domain::receipt::CaseNumber;
use crate::domain::step::StepKind;

/// Rows on a page: for human eyes, not for bytes.
pub const PAGE: u64 = 50;

/// Which list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum List {
    /// Waits for triage.
    Inbox,
    /// Being handled.
    Work,
    /// A proposal or a draft waits for a second person.
    Approvals,
    Done,
}

/// Where the next page begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
    pub day: NaiveDate,
    pub id: CaseId,
}

/// One line of a list.
#[derive(Clone, Debug)]
pub struct Line {
    pub id: CaseId,
    pub number: CaseNumber,
    pub kind: Kind,
    pub state: String,
    pub received_on: NaiveDate,
    pub due_on: Option<NaiveDate>,
    pub pending: Option<StepKind>,
    /// While the resident is asked: the day on which the case goes on by itself.
    pub resume_on: Option<NaiveDate>,
    pub cursor: Cursor,
}

impl Store {
    /// One page, oldest deadline first; the last line's cursor leads to the next.
    ///
    /// # Errors
    /// When the database fails or a row does not fit together.
    pub async fn list(
        &self,
        who: &Account,
        list: List,
        after: Option<Cursor>,
    ) -> Result<Vec<Line>, StoreError> {
        let Some(scope) = scope::of(who) else { return Ok(Vec::new()) };
        let day = match list {
            List::Approvals => row::Column::WaitingOn,
            _ => row::Column::NextDueOn,
        };
        let mut query = row::Entity::find().filter(scope).filter(part(who, list));
        if let Some(after) = after {
            let later = Condition::any()
                .add(day.gt(after.day))
                .add(Condition::all().add(day.eq(after.day)).add(row::Column::Id.gt(after.id.0)));
            // The first bound lets the index start where the page starts.
            query = query.filter(day.gte(after.day)).filter(later);
        }
        let rows = query
            .order_by_asc(day)
            .order_by_asc(row::Column::Id)
            .limit(PAGE + 1)
            .all(self.reader())
            .await?;
        rows.into_iter().map(|row| to_line(row, list)).collect()
    }

    /// Cases this account may know of with a clock whose day waits for a decision, by id; found through its index.
    ///
    /// # Errors
    /// When the database fails or a row does not fit together.
    pub async fn in_doubt(
        &self,
        who: &Account,
        after: Option<CaseId>,
    ) -> Result<Vec<(CaseId, CaseNumber)>, StoreError> {
        let Some(scope) = scope::of(who) else { return Ok(Vec::new()) };
        let waiting = Query::select()
            .column(clock::Column::CaseId)
            .from(clock::Entity)
            .cond_where(SeaExpr::cust("doubt = 'open' AND ended_on IS NULL"))
            .take();
        let mut query =
            row::Entity::find().filter(scope).filter(row::Column::Id.in_subquery(waiting));
        if let Some(after) = after {
            query = query.filter(row::Column::Id.gt(after.0));
        }
        let rows = query.order_by_asc(row::Column::Id).limit(PAGE + 1).all(self.reader()).await?;
        let number = |row: row::Model| {
            let number = CaseNumber::parse(&row.number);
            Ok((CaseId(row.id), number.ok_or_else(|| StoreError::corrupt(row.id))?))
        };
        rows.into_iter().map(number).collect()
    }

    /// How many open cases each of these officers has, for a fair assignment: of those that whoever
    /// assigns may know of, for what is hidden from them is not counted either; of all for the portal's
    /// own choice.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn loads(
        &self,
        who: Option<&Account>,
        officers: &[Uuid],
    ) -> Result<Vec<(Uuid, i64)>, StoreError> {
        let scope = match who {
            Some(who) => scope::of(who).ok_or(StoreError::Missing)?,
            None => Condition::all(),
        };
        let rows: Vec<(Option<Uuid>, i64)> = row::Entity::find()
            .select_only()
            .column(row::Column::HandlerAccount)
            .column_as(row::Column::Id.count(), "load")
            .filter(row::Column::HandlerAccount.is_in(officers.iter().copied()))
            .filter(row::Column::Phase.eq(1))
            .filter(scope)
            .group_by(row::Column::HandlerAccount)
            .into_tuple()
            .all(self.reader())
            .await?;
        Ok(rows.into_iter().filter_map(|(id, load)| id.map(|id| (id, load))).collect())
    }

    /// Cases that wait for a resident past the day they were to resume, longest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn silent(&self, today: NaiveDate, page: Page) -> Result<Vec<CaseId>, StoreError> {
        self.until(SeaExpr::cust("state = 'need_info'"), today, page).await
    }

    /// Letters kept because of a congress whose day to wake has come, longest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn awake(&self, today: NaiveDate, page: Page) -> Result<Vec<CaseId>, StoreError> {
        let kept = "state = 'recorded' AND state_reason = 'pre_congress'";
        self.until(SeaExpr::cust(kept), today, page).await
    }

    /// `state` is spelled as in the index that holds these cases by their day.
    async fn until(
        &self,
        state: SeaExpr,
        today: NaiveDate,
        page: Page,
    ) -> Result<Vec<CaseId>, StoreError> {
        let cases = row::Entity::find()
            .select_only()
            .column(row::Column::Id)
            .filter(state)
            .filter(row::Column::StateUntil.lte(today))
            .order_by_asc(row::Column::StateUntil)
            .order_by_asc(row::Column::Id);
        self.page(cases, page).await
    }

    /// Open cases of the committee's own queue that everyone in one of these groups is kept out of.
    ///
    /// Of a group of nobody every case is kept out.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn lost_to_one(
        &self,
        groups: &[Vec<AccountId>],
        page: Page,
    ) -> Result<Vec<CaseId>, StoreError> {
        let mut cases = row::Entity::find()
            .select_only()
            .column(row::Column::Id)
            .filter(row::Column::Queue.eq(Queue::Committee.name()))
            .filter(row::Column::Phase.lt(2))
            .order_by_asc(row::Column::Id);
        if groups.iter().all(|group| !group.is_empty()) {
            let lost = groups.iter().map(|group| row::Column::Id.in_subquery(all_out(group)));
            cases = cases.filter(lost.fold(Condition::any(), Condition::add));
        }
        self.page(cases, page).await
    }

    /// Numbers for the public page: received in these days, by kind and state.
    ///
    /// # Errors
    /// When the database fails or a row does not fit together.
    pub async fn count_received(
        &self,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Vec<(Kind, String, i64)>, StoreError> {
        let rows: Vec<(String, String, i64)> = row::Entity::find()
            .select_only()
            .column(row::Column::Kind)
            .column(row::Column::State)
            .column_as(row::Column::Id.count(), "cases")
            .filter(row::Column::ReceivedOn.between(from, to))
            .group_by(row::Column::Kind)
            .group_by(row::Column::State)
            .into_tuple()
            .all(self.reader())
            .await?;
        rows.into_iter()
            .map(|(kind, state, cases)| {
                let known = Kind::from_name(&kind).ok_or_else(|| StoreError::corrupt(&kind))?;
                Ok((known, state, cases))
            })
            .collect()
    }
}

/// The cases that each of these accounts is kept out of.
fn all_out(accounts: &[AccountId]) -> SelectStatement {
    let everyone = i64::try_from(accounts.len()).unwrap_or(i64::MAX);
    let account = || SeaExpr::col(exclusion::Column::AccountId);
    Query::select()
        .column(exclusion::Column::CaseId)
        .from(exclusion::Entity)
        .and_where(account().is_in(accounts.iter().map(|id| id.0)))
        .and_where(SeaExpr::col(exclusion::Column::AdmittedOn).is_null())
        .group_by_col(exclusion::Column::CaseId)
        .and_having(account().count().eq(everyone))
        .take()
}

/// Where the level above was called to look on, all that is open is work; nothing there waits for it.
fn part(who: &Account, list: List) -> Condition {
    let own = || match who.role {
        Role::Above => Condition::all().add(row::Column::Queue.eq(Queue::Above.name())),
        _ => Condition::all(),
    };
    match list {
        List::Inbox => own().add(row::Column::Phase.eq(0)),
        List::Work if who.role == Role::Above => Condition::any()
            .add(row::Column::Phase.eq(1))
            .add(row::Column::Phase.eq(0).and(row::Column::Queue.ne(Queue::Above.name()))),
        List::Work => Condition::all().add(row::Column::Phase.eq(1)),
        List::Approvals => own().add(row::Column::WaitingOn.is_not_null()),
        List::Done => Condition::all().add(row::Column::Phase.eq(2)),
    }
}

pub(super) fn to_line(row: row::Model, list: List) -> Result<Line, StoreError> {
    let corrupt = || StoreError::corrupt(row.id);
    let id = CaseId(row.id);
    let pending = match row.pending_act.as_deref() {
        Some(text) => Some(act::read(text).ok_or_else(corrupt)?.kind()),
        None => None,
    };
    let day = match list {
        List::Approvals => row.waiting_on.unwrap_or(row.received_on),
        _ => row.next_due_on,
    };
    Ok(Line {
        id,
        number: CaseNumber::parse(&row.number).ok_or_else(corrupt)?,
        kind: Kind::from_name(&row.kind).ok_or_else(corrupt)?,
        received_on: row.received_on,
        due_on: Some(row.next_due_on).filter(|day| *day != NEVER),
        pending,
        resume_on: row.state_until.filter(|_| row.state == "need_info"),
        cursor: Cursor { day, id },
        state: row.state,
    })
}
