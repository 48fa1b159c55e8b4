//! The queue of mail: claimed with a lease, settled or put off (security S-52).

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;
use sea_orm::{QueryOrder as _, QuerySelect as _, QueryTrait as _};

use super::{Fate, IS_WAITING, args, row};
use crate::domain::ids::{AccountId, CaseId, OutboxId};
use crate::domain::notice::{Addressee, Template};
use crate::domain::post::{Channel, MailArgs};
use crate::domain::receipt::CaseNumber;
use crate::store::{Store, StoreError, Tx, cases, gate};

/// A mail that this process may send now, for as long as the lease lasts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claimed {
    pub id: OutboxId,
    pub case: Option<CaseId>,
    pub addressee: Addressee,
    pub account: Option<AccountId>,
    pub template: Template,
    pub args: MailArgs,
    pub message_id: String,
    /// Tries so far, this one included.
    pub attempts: u32,
    pub owed_since: DateTime<Utc>,
}

impl Store {
    /// Takes up to `batch` of the mails that were due at `due`, the longest waiting first, and keeps them
    /// until `until`.
    ///
    /// A process that dies holds nothing: its mails simply become due again.
    ///
    /// # Errors
    /// When the database fails, or a row does not fit together; such a row is put aside first, so that
    /// it stops nothing but itself.
    pub async fn claim_due(
        &self,
        due: DateTime<Utc>,
        until: DateTime<Utc>,
        batch: u64,
    ) -> Result<Vec<Claimed>, StoreError> {
        let rows = row::Entity::find()
            .filter(Expr::cust(IS_WAITING))
            .filter(row::Column::DueAt.lte(due))
            .order_by_asc(row::Column::DueAt)
            .order_by_asc(row::Column::Id)
            .limit(batch)
            .all(self.reader())
            .await?;
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let (mut claimed, mut broken) = (Vec::with_capacity(rows.len()), Vec::new());
        let tx = self.begin().await?;
        for row in rows {
            if !tx.lease(&row, until).await? {
                continue;
            }
            let id = OutboxId(row.id);
            match to_claimed(row) {
                Some(mail) => claimed.push(mail),
                None => broken.push(id),
            }
        }
        tx.commit().await?;
        for id in broken {
            self.mail_abandoned(id, "the row does not fit together").await?;
        }
        Ok(claimed)
    }

    /// Keeps a claimed mail for longer while it is being sent; false when it was lost to another process.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn prolong_lease(
        &self,
        mail: &Claimed,
        until: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let done = row::Entity::update_many()
            .col_expr(row::Column::DueAt, Expr::value(until))
            .filter(row::Column::Id.eq(mail.id.0))
            .filter(row::Column::Attempts.eq(i32::try_from(mail.attempts).unwrap_or(i32::MAX)))
            .filter(Expr::cust(IS_WAITING))
            .exec(self.writer())
            .await?;
        Ok(done.rows_affected == 1)
    }

    /// # Errors
    /// When the database fails.
    pub async fn mail_sent(&self, id: OutboxId, at: DateTime<Utc>) -> Result<(), StoreError> {
        self.settle(id, Fate::Sent, Some(at), None).await
    }

    /// # Errors
    /// When the database fails.
    pub async fn mail_abandoned(&self, id: OutboxId, error: &str) -> Result<(), StoreError> {
        self.settle(id, Fate::Abandoned, None, Some(error)).await
    }

    /// Ends a mail that must not, or cannot, be addressed to anybody any more.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn mail_dropped(&self, id: OutboxId, fate: Fate) -> Result<(), StoreError> {
        self.settle(id, fate, None, None).await
    }

    async fn settle(
        &self,
        id: OutboxId,
        fate: Fate,
        at: Option<DateTime<Utc>>,
        error: Option<&str>,
    ) -> Result<(), StoreError> {
        row::Entity::update_many()
            .col_expr(row::Column::Status, Expr::value(fate.name()))
            .col_expr(row::Column::SentAt, Expr::value(at))
            .col_expr(row::Column::LastError, Expr::value(error.map(str::to_owned)))
            .filter(row::Column::Id.eq(id.0))
            .filter(Expr::cust(IS_WAITING))
            .exec(self.writer())
            .await?;
        Ok(())
    }

    /// # Errors
    /// When the database fails.
    pub async fn mail_put_off(
        &self,
        id: OutboxId,
        until: DateTime<Utc>,
        error: &str,
    ) -> Result<(), StoreError> {
        row::Entity::update_many()
            .col_expr(row::Column::DueAt, Expr::value(until))
            .col_expr(row::Column::LastError, Expr::value(error))
            .filter(row::Column::Id.eq(id.0))
            .filter(Expr::cust(IS_WAITING))
            .exec(self.writer())
            .await?;
        Ok(())
    }

    /// Turns a mail that cannot go into a paper that the desk hands over.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn mail_to_paper(&self, id: OutboxId, error: &str) -> Result<(), StoreError> {
        row::Entity::update_many()
            .col_expr(row::Column::Channel, Expr::value(Channel::Paper.name()))
            .col_expr(row::Column::Status, Expr::value(Fate::Open.name()))
            .col_expr(row::Column::LastError, Expr::value(error))
            .filter(row::Column::Id.eq(id.0))
            .filter(Expr::cust(IS_WAITING))
            .exec(self.writer())
            .await?;
        Ok(())
    }

    /// Which of these cases an account must not hear of: asked again when its morning bundle leaves.
    ///
    /// # Errors
    /// When the database fails or a row does not fit together.
    pub async fn kept_from(
        &self,
        account: AccountId,
        numbers: &BTreeSet<CaseNumber>,
    ) -> Result<BTreeSet<CaseNumber>, StoreError> {
        let excluded = gate::exclusion::Entity::find()
            .select_only()
            .column(gate::exclusion::Column::CaseId)
            .filter(gate::exclusion::Column::AccountId.eq(account.0))
            .filter(gate::exclusion::Column::AdmittedOn.is_null());
        let found: Vec<String> = cases::row::Entity::find()
            .select_only()
            .column(cases::row::Column::Number)
            .filter(cases::row::Column::Number.is_in(numbers.iter().map(CaseNumber::as_str)))
            .filter(cases::row::Column::Id.in_subquery(excluded.into_query()))
            .into_tuple()
            .all(self.reader())
            .await?;
        let number = |text: String| CaseNumber::parse(&text).ok_or(StoreError::Corrupt(text));
        found.into_iter().map(number).collect()
    }
}

impl Tx {
    /// Puts the row's due time past the lease, unless another process was quicker.
    async fn lease(&self, row: &row::Model, until: DateTime<Utc>) -> Result<bool, StoreError> {
        let done = row::Entity::update_many()
            .col_expr(row::Column::DueAt, Expr::value(until))
            .col_expr(row::Column::Attempts, Expr::value(row.attempts + 1))
            .filter(row::Column::Id.eq(row.id))
            .filter(row::Column::Attempts.eq(row.attempts))
            .filter(Expr::cust(IS_WAITING))
            .exec(&self.db)
            .await?;
        Ok(done.rows_affected == 1)
    }

    /// Ends every mail that still waits, as if it had failed for good: residents are told on paper.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn end_waiting(&self, why: &str) -> Result<(), StoreError> {
        let all = || {
            row::Entity::update_many()
                .col_expr(row::Column::LastError, Expr::value(why))
                .filter(Expr::cust(IS_WAITING))
        };
        all()
            .col_expr(row::Column::Channel, Expr::value(Channel::Paper.name()))
            .col_expr(row::Column::Status, Expr::value(Fate::Open.name()))
            .filter(row::Column::Addressee.eq(Addressee::Reporter.name()))
            .exec(&self.db)
            .await?;
        all()
            .col_expr(row::Column::Status, Expr::value(Fate::Abandoned.name()))
            .exec(&self.db)
            .await?;
        Ok(())
    }
}

fn to_claimed(row: row::Model) -> Option<Claimed> {
    Some(Claimed {
        id: OutboxId(row.id),
        case: row.case_id.map(CaseId),
        addressee: Addressee::from_name(&row.addressee)?,
        account: row.account_id.map(AccountId),
        template: Template::from_name(&row.template)?,
        args: args::read(&row.args)?,
        message_id: row.message_id,
        attempts: row.attempts.unsigned_abs() + 1,
        owed_since: row.created_at,
    })
}
