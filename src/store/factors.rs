//! Second factors, and the codes for the day one is lost.

use chrono::NaiveDate;
use sea_orm::ActiveValue::Set;
use sea_orm::Condition;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;

use super::{Store, StoreError, Tx};
use crate::domain::ids::AccountId;

pub(in crate::store) mod row {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "second_factors")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub account_id: Uuid,
        pub secret: Option<Vec<u8>>,
        pub since: Option<Date>,
        pub last_step: Option<i64>,
        pub pending: Option<Vec<u8>>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub(in crate::store) mod code {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "recovery_codes")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub code_hash: Vec<u8>,
        pub account_id: Uuid,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// An account's second factor; both secrets are sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FactorRow {
    /// What codes are held against; none until the first was given.
    pub secret: Option<Vec<u8>>,
    pub since: Option<NaiveDate>,
    /// Shown, but not yet proved by a code.
    pub pending: Option<Vec<u8>>,
}

impl Store {
    /// # Errors
    /// When the database fails.
    pub async fn factor(&self, account: AccountId) -> Result<Option<FactorRow>, StoreError> {
        let row = row::Entity::find_by_id(account.0).one(self.reader()).await?;
        Ok(row.map(|row| FactorRow { secret: row.secret, since: row.since, pending: row.pending }))
    }

    /// The accounts that have a second factor in use.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn factor_holders(&self) -> Result<Vec<AccountId>, StoreError> {
        let used = row::Entity::find().filter(row::Column::Secret.is_not_null());
        let rows = used.all(self.reader()).await?;
        Ok(rows.into_iter().map(|row| AccountId(row.account_id)).collect())
    }

    /// How many recovery codes an account has left.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn recovery_codes_left(&self, account: AccountId) -> Result<u64, StoreError> {
        let mine = code::Entity::find().filter(code::Column::AccountId.eq(account.0));
        Ok(mine.count(self.reader()).await?)
    }
}

impl Tx {
    /// Keeps a sealed secret until it is proved; the one in use stays in use.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn offer_factor(&self, account: AccountId, sealed: &[u8]) -> Result<(), StoreError> {
        let row = row::ActiveModel {
            account_id: Set(account.0),
            secret: Set(None),
            since: Set(None),
            last_step: Set(None),
            pending: Set(Some(sealed.to_vec())),
        };
        let replace = OnConflict::column(row::Column::AccountId)
            .update_column(row::Column::Pending)
            .to_owned();
        row::Entity::insert(row).on_conflict(replace).exec_without_returning(&self.db).await?;
        Ok(())
    }

    /// Puts a proved secret in use, in place of any before; `step` is that of the code that proved it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn put_factor(
        &self,
        account: AccountId,
        sealed: &[u8],
        on: NaiveDate,
        step: Option<i64>,
    ) -> Result<(), StoreError> {
        let row = row::ActiveModel {
            account_id: Set(account.0),
            secret: Set(Some(sealed.to_vec())),
            since: Set(Some(on)),
            last_step: Set(step),
            pending: Set(None),
        };
        let columns =
            [row::Column::Secret, row::Column::Since, row::Column::LastStep, row::Column::Pending];
        let replace = OnConflict::column(row::Column::AccountId).update_columns(columns).to_owned();
        row::Entity::insert(row).on_conflict(replace).exec_without_returning(&self.db).await?;
        Ok(())
    }

    /// Takes factor and recovery codes away.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn drop_factor(&self, account: AccountId) -> Result<(), StoreError> {
        row::Entity::delete_by_id(account.0).exec(&self.db).await?;
        self.put_recovery_codes(account, &[]).await
    }

    /// Marks a step as used; false when its code, or a later one, was taken before.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn use_step(&self, account: AccountId, step: i64) -> Result<bool, StoreError> {
        let fresh = Condition::any()
            .add(row::Column::LastStep.is_null())
            .add(row::Column::LastStep.lt(step));
        let done = row::Entity::update_many()
            .col_expr(row::Column::LastStep, Expr::value(step))
            .filter(row::Column::AccountId.eq(account.0))
            .filter(fresh)
            .exec(&self.db)
            .await?;
        Ok(done.rows_affected == 1)
    }

    /// Puts recovery codes in the place of those before.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn put_recovery_codes(
        &self,
        account: AccountId,
        hashes: &[[u8; 32]],
    ) -> Result<(), StoreError> {
        let earlier = code::Entity::delete_many().filter(code::Column::AccountId.eq(account.0));
        earlier.exec(&self.db).await?;
        if hashes.is_empty() {
            return Ok(());
        }
        let rows = hashes.iter().map(|hash| code::ActiveModel {
            code_hash: Set(hash.to_vec()),
            account_id: Set(account.0),
        });
        code::Entity::insert_many(rows).exec_without_returning(&self.db).await?;
        Ok(())
    }

    /// Uses a recovery code up; false when the account has none such.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn use_recovery_code(
        &self,
        account: AccountId,
        hash: &[u8],
    ) -> Result<bool, StoreError> {
        let done = code::Entity::delete_many()
            .filter(code::Column::CodeHash.eq(hash))
            .filter(code::Column::AccountId.eq(account.0))
            .exec(&self.db)
            .await?;
        Ok(done.rows_affected == 1)
    }
}
