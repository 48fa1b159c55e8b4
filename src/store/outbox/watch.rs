//! What operators see of the outbox.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::ExprTrait as _;
use sea_orm::{FromQueryResult, Order, QueryOrder as _, QuerySelect as _};

use super::{Fate, IS_WAITING, row};
use crate::store::{Store, StoreError};

#[derive(FromQueryResult)]
struct Oldest {
    at: Option<DateTimeUtc>,
}

#[derive(FromQueryResult)]
struct Count {
    status: String,
    rows: i64,
}

impl Store {
    /// Since when the mail that waits longest could have gone out; none when nothing is late.
    ///
    /// A mail that was tried counts from when it was owed, one that was not from when it fell due.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn oldest_waiting(
        &self,
        now: DateTime<Utc>,
    ) -> Result<Option<DateTime<Utc>>, StoreError> {
        let tried = row::Column::Attempts.gt(0);
        let fallen_due = row::Column::Attempts.eq(0).and(row::Column::DueAt.lte(now));
        let tried = self.earliest(row::Column::CreatedAt, tried).await?;
        let untried = self.earliest(row::Column::DueAt, fallen_due).await?;
        Ok(tried.into_iter().chain(untried).min())
    }

    async fn earliest(
        &self,
        column: row::Column,
        which: Expr,
    ) -> Result<Option<DateTime<Utc>>, StoreError> {
        let found = row::Entity::find()
            .select_only()
            .column_as(column, "at")
            .filter(Expr::cust(IS_WAITING))
            .filter(which)
            .order_by(column, Order::Asc)
            .limit(1)
            .into_model::<Oldest>()
            .one(self.reader())
            .await?;
        Ok(found.and_then(|oldest| oldest.at))
    }

    /// How many rows have met each fate, for the operators.
    ///
    /// # Errors
    /// When the database fails or a row does not fit together.
    pub async fn outbox_counts(&self) -> Result<Vec<(Fate, u64)>, StoreError> {
        let counts = row::Entity::find()
            .select_only()
            .column(row::Column::Status)
            .column_as(row::Column::Id.count(), "rows")
            .group_by(row::Column::Status)
            .into_model::<Count>()
            .all(self.reader())
            .await?;
        let count = |count: Count| {
            let fate = Fate::from_name(&count.status);
            let fate = fate.ok_or_else(|| StoreError::corrupt(&count.status))?;
            Ok((fate, count.rows.unsigned_abs()))
        };
        counts.into_iter().map(count).collect()
    }
}
