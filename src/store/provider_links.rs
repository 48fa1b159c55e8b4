//! Which account is whose at the identity provider, by a keyed hash of the provider's name for them.

use chrono::NaiveDate;
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;

use super::{Store, StoreError, Tx};
use crate::domain::ids::AccountId;

pub(in crate::store) mod row {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "provider_links")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub account_id: Uuid,
        pub subject_hash: Vec<u8>,
        pub since: Date,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

impl Store {
    /// The account of whom the provider knows by this name.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn linked_account(
        &self,
        subject_hash: &[u8],
    ) -> Result<Option<AccountId>, StoreError> {
        let theirs = row::Entity::find().filter(row::Column::SubjectHash.eq(subject_hash));
        let row = theirs.one(self.reader()).await?;
        Ok(row.map(|row| AccountId(row.account_id)))
    }

    /// Since when an account is linked.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn linked_since(&self, account: AccountId) -> Result<Option<NaiveDate>, StoreError> {
        let row = row::Entity::find_by_id(account.0).one(self.reader()).await?;
        Ok(row.map(|row| row.since))
    }

    /// The accounts that are linked.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn linked_accounts(&self) -> Result<Vec<AccountId>, StoreError> {
        let rows = row::Entity::find().all(self.reader()).await?;
        Ok(rows.into_iter().map(|row| AccountId(row.account_id)).collect())
    }
}

impl Tx {
    /// Links an account, in place of any link before; false when it is somebody else's name at the provider.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn link_account(
        &self,
        account: AccountId,
        subject_hash: &[u8],
        on: NaiveDate,
    ) -> Result<bool, StoreError> {
        let theirs = row::Entity::find().filter(row::Column::SubjectHash.eq(subject_hash));
        match theirs.one(&self.db).await? {
            Some(row) if row.account_id == account.0 => return Ok(true),
            Some(_) => return Ok(false),
            None => {}
        }
        self.unlink_account(account).await?;
        let row = row::ActiveModel {
            account_id: Set(account.0),
            subject_hash: Set(subject_hash.to_vec()),
            since: Set(on),
        };
        row::Entity::insert(row).exec_without_returning(&self.db).await?;
        Ok(true)
    }

    /// Takes the link of an account away; false when it had none.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn unlink_account(&self, account: AccountId) -> Result<bool, StoreError> {
        let done = row::Entity::delete_by_id(account.0).exec(&self.db).await?;
        Ok(done.rows_affected == 1)
    }
}
