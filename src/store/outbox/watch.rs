//! What operators see of the outbox.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::ExprTrait as _;
use sea_orm::{Condition, FromQueryResult, Order, QueryOrder as _, QuerySelect as _};

use super::{Fate, IS_WAITING, args, row};
use crate::domain::ids::{AccountId, CaseId};
use crate::domain::notice::Template;
use crate::domain::post::MailArgs;
use crate::domain::receipt::CaseNumber;
use crate::store::{Store, StoreError, scope};

#[derive(FromQueryResult)]
struct Oldest {
    at: Option<DateTimeUtc>,
}

#[derive(FromQueryResult)]
struct Count {
    status: String,
    rows: i64,
}

/// A mail to one of the staff.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Told {
    pub account: AccountId,
    pub template: Template,
    pub owed_at: DateTime<Utc>,
    pub sent_at: Option<DateTime<Utc>>,
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

    /// Whether a mail has waited since before `then`; `without` leaves out what concerns only cases that an
    /// account is kept out of.
    ///
    /// # Errors
    /// When the database fails or a row does not fit together.
    pub async fn waits_since(
        &self,
        then: DateTime<Utc>,
        without: Option<AccountId>,
    ) -> Result<bool, StoreError> {
        let tried = row::Column::Attempts.gt(0).and(row::Column::CreatedAt.lt(then));
        let fallen_due = row::Column::Attempts.eq(0).and(row::Column::DueAt.lt(then));
        let mut waiting = row::Entity::find()
            .filter(Expr::cust(IS_WAITING))
            .filter(Condition::any().add(tried).add(fallen_due));
        let Some(who) = without else { return Ok(waiting.one(self.reader()).await?.is_some()) };
        waiting = waiting.filter(scope::is_out(who, (row::Entity, row::Column::CaseId)).not());
        let plain = waiting.clone().filter(row::Column::CaseId.is_not_null());
        if plain.one(self.reader()).await?.is_some() {
            return Ok(true);
        }
        // A morning bundle belongs to no one case: it counts when any of its cases does.
        for row in waiting.filter(row::Column::CaseId.is_null()).all(self.reader()).await? {
            let args = args::read(&row.args).ok_or_else(|| StoreError::corrupt(row.id))?;
            let MailArgs::Deadlines(lines) = args else { return Ok(true) };
            let numbers: BTreeSet<CaseNumber> = lines.into_iter().map(|one| one.number).collect();
            if self.kept_from(who, &numbers).await? != numbers {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The mails about a case to staff, oldest first.
    ///
    /// # Errors
    /// When the database fails or a row does not fit together.
    pub async fn told_staff(&self, case: CaseId) -> Result<Vec<Told>, StoreError> {
        let rows = row::Entity::find()
            .filter(row::Column::CaseId.eq(case.0))
            .filter(row::Column::AccountId.is_not_null())
            .order_by_asc(row::Column::CreatedAt)
            .order_by_asc(row::Column::Id)
            .all(self.reader())
            .await?;
        let told = |row: row::Model| {
            Some(Told {
                account: AccountId(row.account_id?),
                template: Template::from_name(&row.template)?,
                owed_at: row.created_at,
                sent_at: row.sent_at,
            })
        };
        let told = rows.into_iter().map(|row| {
            let id = row.id;
            told(row).ok_or_else(|| StoreError::corrupt(format!("outbox {id}")))
        });
        told.collect()
    }

    /// Empties the mails that were settled before `then`: who was told of what, and when, stays; the words go.
    /// Answers how many.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn empty_mails(&self, then: DateTime<Utc>) -> Result<u64, StoreError> {
        let ended = [Fate::Sent, Fate::Abandoned, Fate::Withheld, Fate::PageOnly].map(Fate::name);
        let done = row::Entity::update_many()
            .col_expr(row::Column::Args, Expr::value(""))
            .col_expr(row::Column::LastError, Expr::value(Option::<String>::None))
            .filter(row::Column::Status.is_in(ended))
            .filter(row::Column::CreatedAt.lt(then))
            .filter(row::Column::Args.ne(""))
            .filter(
                Condition::any()
                    .add(row::Column::SentAt.is_null())
                    .add(row::Column::SentAt.lt(then)),
            )
            .exec(self.writer())
            .await?;
        Ok(done.rows_affected)
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
