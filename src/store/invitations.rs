//! Links that let a person in once: to begin, to choose a password anew, to set a lost second factor up again.

use chrono::{DateTime, Utc};
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;

use super::{Store, StoreError, Tx};
use crate::domain::ids::AccountId;
use crate::domain::invitation::Invitation;

mod row {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "invitations")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub token_hash: Vec<u8>,
        pub account_id: Uuid,
        pub purpose: String,
        pub expires_at: DateTimeUtc,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

impl Store {
    /// Whose link this is and what for, if it is still good.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn invitation(
        &self,
        token_hash: &[u8],
        now: DateTime<Utc>,
    ) -> Result<Option<(AccountId, Invitation)>, StoreError> {
        let row = row::Entity::find_by_id(token_hash.to_vec()).one(self.reader()).await?;
        Ok(row.filter(|row| now < row.expires_at).and_then(|row| {
            let purpose = Invitation::from_name(&row.purpose)?;
            Some((AccountId(row.account_id), purpose))
        }))
    }

    /// Deletes links that nobody used in time; answers how many.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn purge_invitations(&self, now: DateTime<Utc>) -> Result<u64, StoreError> {
        let expired = row::Entity::delete_many().filter(row::Column::ExpiresAt.lte(now));
        Ok(expired.exec(self.writer()).await?.rows_affected)
    }
}

impl Tx {
    /// Puts a link in the place of those that the account was sent for anything before.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn put_invitation(
        &self,
        account: AccountId,
        purpose: Invitation,
        token_hash: &[u8],
        expires_at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        self.drop_invitations(account).await?;
        let row = row::ActiveModel {
            token_hash: Set(token_hash.to_vec()),
            account_id: Set(account.0),
            purpose: Set(purpose.name().to_owned()),
            expires_at: Set(expires_at),
        };
        row::Entity::insert(row).exec_without_returning(&self.db).await?;
        Ok(())
    }

    /// # Errors
    /// When the database fails.
    pub async fn drop_invitations(&self, account: AccountId) -> Result<(), StoreError> {
        let theirs = row::Entity::delete_many().filter(row::Column::AccountId.eq(account.0));
        theirs.exec(&self.db).await?;
        Ok(())
    }

    /// Uses a link up; false when somebody was quicker.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn use_invitation(&self, token_hash: &[u8]) -> Result<bool, StoreError> {
        let done = row::Entity::delete_by_id(token_hash.to_vec()).exec(&self.db).await?;
        Ok(done.rows_affected == 1)
    }
}
