//! Which open clocks are still to be held against the calendar and the rules in force, and which wait for a decision.

use chrono::NaiveDate;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::ExprTrait as _;
use sea_orm::{Condition, QueryOrder as _, QuerySelect as _, Select};

use super::{extension, hold, row, to_clock, to_extension, to_hold};
use crate::domain::clock::{Clock, Edition};
use crate::domain::ids::{AccountId, CaseId};
use crate::store::{Store, StoreError, scope};

/// Where a walk over unchecked clocks goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unchecked {
    pub edition: Edition,
    pub case: CaseId,
}

impl Store {
    /// Cases with an open clock that was not yet held against `edition`; walked through the index of open clocks,
    /// so that one that could not be checked is met once a walk.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn unchecked(
        &self,
        edition: Edition,
        after: Option<Unchecked>,
        limit: u64,
    ) -> Result<Vec<Unchecked>, StoreError> {
        let mut query = row::Entity::find()
            .select_only()
            .column(row::Column::Edition)
            .column(row::Column::CaseId)
            .filter(Expr::cust("ended_on IS NULL"))
            .filter(row::Column::Edition.lt(edition.0));
        if let Some(Unchecked { edition, case }) = after {
            let (at, id) = (row::Column::Edition, row::Column::CaseId);
            let later = Condition::all().add(at.eq(edition.0)).add(id.gt(case.0));
            query = query.filter(Condition::any().add(at.gt(edition.0)).add(later));
        }
        let rows: Vec<(i64, Uuid)> = query
            .distinct()
            .order_by_asc(row::Column::Edition)
            .order_by_asc(row::Column::CaseId)
            .limit(limit)
            .into_tuple()
            .all(self.reader())
            .await?;
        let one = |(edition, case)| Unchecked { edition: Edition(edition), case: CaseId(case) };
        Ok(rows.into_iter().map(one).collect())
    }

    /// How many open clocks wait for somebody to decide whether their day stays.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn count_in_doubt(&self, without: Option<AccountId>) -> Result<u64, StoreError> {
        let waiting = open_clocks(without).filter(Expr::cust("doubt = 'open'"));
        Ok(waiting.count(self.reader()).await?)
    }

    /// How many clocks run, of those that `without` may be told of.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn count_open_clocks(&self, without: Option<AccountId>) -> Result<u64, StoreError> {
        Ok(open_clocks(without).count(self.reader()).await?)
    }

    /// Cases with an open clock that ends on or after `day`, of those that `without` may be told of.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn running_past(
        &self,
        day: NaiveDate,
        without: Option<AccountId>,
    ) -> Result<Vec<CaseId>, StoreError> {
        let rows: Vec<Uuid> = open_clocks(without)
            .select_only()
            .column(row::Column::CaseId)
            .filter(row::Column::DueOn.gte(day))
            .distinct()
            .order_by_asc(row::Column::CaseId)
            .into_tuple()
            .all(self.reader())
            .await?;
        Ok(rows.into_iter().map(CaseId).collect())
    }

    /// The open clocks of these cases that end on or after `day`, without a word of the cases.
    ///
    /// # Errors
    /// When the database fails or a row does not fit together.
    pub async fn clocks_past(
        &self,
        cases: &[CaseId],
        day: NaiveDate,
    ) -> Result<Vec<Clock>, StoreError> {
        let ids = || cases.iter().map(|case| case.0);
        let rows = row::Entity::find()
            .filter(row::Column::CaseId.is_in(ids()))
            .filter(Expr::cust("ended_on IS NULL"))
            .filter(row::Column::DueOn.gte(day))
            .all(self.reader())
            .await?;
        let holds = hold::Entity::find()
            .filter(hold::Column::CaseId.is_in(ids()))
            .order_by_asc(hold::Column::Position)
            .all(self.reader())
            .await?;
        let extensions = extension::Entity::find()
            .filter(extension::Column::CaseId.is_in(ids()))
            .order_by_asc(extension::Column::Position)
            .all(self.reader())
            .await?;
        let one = |row: &row::Model| {
            let key = (row.case_id, row.kind.as_str(), row.seq);
            let mine =
                holds.iter().filter(|hold| (hold.case_id, hold.kind.as_str(), hold.seq) == key);
            let more = extensions.iter().filter(|extension| {
                (extension.case_id, extension.kind.as_str(), extension.seq) == key
            });
            to_clock(row, mine.map(to_hold).collect(), more.map(to_extension).collect())
                .ok_or_else(|| StoreError::corrupt(row.case_id))
        };
        rows.iter().map(one).collect()
    }
}

/// Clocks that run, of those cases that `without` may be told of.
fn open_clocks(without: Option<AccountId>) -> Select<row::Entity> {
    let open = row::Entity::find().filter(Expr::cust("ended_on IS NULL"));
    match without {
        None => open,
        Some(who) => open.filter(scope::is_out(who, (row::Entity, row::Column::CaseId)).not()),
    }
}
