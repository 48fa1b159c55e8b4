//! Server-side sessions of staff and of residents who opened their case; tokens are stored hashed.

use chrono::{DateTime, Utc};
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;

use super::{Store, StoreError};
use crate::domain::ids::{AccountId, CaseId};

pub(in crate::store) mod row {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "sessions")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub token_hash: Vec<u8>,
        pub account_id: Option<Uuid>,
        pub case_id: Option<Uuid>,
        pub expires_at: DateTimeUtc,
        /// The key of a resident's case, under what only the token gives.
        pub sealed_key: Option<Vec<u8>>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Whose session it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holder {
    Staff(AccountId),
    Resident(CaseId),
}

impl Store {
    /// # Errors
    /// When the database fails.
    pub async fn add_session(
        &self,
        token_hash: &[u8],
        holder: Holder,
        expires_at: DateTime<Utc>,
        sealed_key: Option<Vec<u8>>,
    ) -> Result<(), StoreError> {
        let (account, case) = match holder {
            Holder::Staff(account) => (Some(account.0), None),
            Holder::Resident(case) => (None, Some(case.0)),
        };
        let row = row::ActiveModel {
            token_hash: Set(token_hash.to_vec()),
            account_id: Set(account),
            case_id: Set(case),
            expires_at: Set(expires_at),
            sealed_key: Set(sealed_key),
        };
        row::Entity::insert(row).exec_without_returning(self.writer()).await?;
        Ok(())
    }

    /// The session behind a token, unless it has expired.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn session(
        &self,
        token_hash: &[u8],
        now: DateTime<Utc>,
    ) -> Result<Option<(Holder, DateTime<Utc>)>, StoreError> {
        let row = row::Entity::find_by_id(token_hash.to_vec()).one(self.reader()).await?;
        Ok(row.filter(|row| now < row.expires_at).and_then(|row| {
            let staff = row.account_id.map(|id| Holder::Staff(AccountId(id)));
            let holder = staff.or(row.case_id.map(|id| Holder::Resident(CaseId(id))));
            holder.map(|holder| (holder, row.expires_at))
        }))
    }

    /// The case of a resident's session and its sealed key, unless the session has expired.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn resident_session(
        &self,
        token_hash: &[u8],
        now: DateTime<Utc>,
    ) -> Result<Option<(CaseId, Vec<u8>)>, StoreError> {
        let row = row::Entity::find_by_id(token_hash.to_vec()).one(self.reader()).await?;
        let row = row.filter(|row| now < row.expires_at);
        Ok(row.and_then(|row| Some((CaseId(row.case_id?), row.sealed_key?))))
    }

    /// Puts the end of a session off while it is used.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn prolong_session(
        &self,
        token_hash: &[u8],
        until: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        row::Entity::update_many()
            .col_expr(row::Column::ExpiresAt, Expr::value(until))
            .filter(row::Column::TokenHash.eq(token_hash))
            .exec(self.writer())
            .await?;
        Ok(())
    }

    /// # Errors
    /// When the database fails.
    pub async fn end_session(&self, token_hash: &[u8]) -> Result<(), StoreError> {
        row::Entity::delete_by_id(token_hash.to_vec()).exec(self.writer()).await?;
        Ok(())
    }

    /// Ends every session of an account: at a new password, a new role, when it is disabled.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn end_sessions_of(&self, account: AccountId) -> Result<(), StoreError> {
        row::Entity::delete_many()
            .filter(row::Column::AccountId.eq(account.0))
            .exec(self.writer())
            .await?;
        Ok(())
    }

    /// Deletes what has expired; answers how many.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn purge_sessions(&self, now: DateTime<Utc>) -> Result<u64, StoreError> {
        let expired = row::Entity::delete_many().filter(row::Column::ExpiresAt.lte(now));
        Ok(expired.exec(self.writer()).await?.rows_affected)
    }
}
