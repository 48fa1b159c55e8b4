//! Secret links to the calendar of an account; of each only a keyed hash is stored.

use chrono::NaiveDate;
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;

use super::{Store, StoreError, Tx};
use crate::domain::ids::AccountId;

pub(in crate::store) mod row {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "calendar_feeds")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub account_id: Uuid,
        pub token_hash: Vec<u8>,
        pub made_on: Date,
        pub read_on: Option<Date>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A link that works.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FeedRow {
    pub account: AccountId,
    pub made_on: NaiveDate,
    /// The last day on which a calendar asked.
    pub read_on: Option<NaiveDate>,
}

impl From<row::Model> for FeedRow {
    fn from(row: row::Model) -> Self {
        Self { account: AccountId(row.account_id), made_on: row.made_on, read_on: row.read_on }
    }
}

impl Tx {
    /// Puts a link in the place of the account's earlier one, which works no more.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn put_feed(
        &self,
        account: AccountId,
        token_hash: &[u8],
        made_on: NaiveDate,
    ) -> Result<(), StoreError> {
        let row = row::ActiveModel {
            account_id: Set(account.0),
            token_hash: Set(token_hash.to_vec()),
            made_on: Set(made_on),
            read_on: Set(None),
        };
        let replace = OnConflict::column(row::Column::AccountId)
            .update_columns([row::Column::TokenHash, row::Column::MadeOn, row::Column::ReadOn])
            .to_owned();
        row::Entity::insert(row).on_conflict(replace).exec_without_returning(&self.db).await?;
        Ok(())
    }

    /// Takes the account's link away; true when there was one.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn drop_feed(&self, account: AccountId) -> Result<bool, StoreError> {
        let done = row::Entity::delete_by_id(account.0).exec(&self.db).await?;
        Ok(done.rows_affected != 0)
    }
}

impl Store {
    /// The account's link, if it has one.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn feed_of(&self, account: AccountId) -> Result<Option<FeedRow>, StoreError> {
        Ok(row::Entity::find_by_id(account.0).one(self.reader()).await?.map(FeedRow::from))
    }

    /// The link with this hash.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn feed(&self, token_hash: &[u8]) -> Result<Option<FeedRow>, StoreError> {
        let wanted = row::Entity::find().filter(row::Column::TokenHash.eq(token_hash));
        Ok(wanted.one(self.reader()).await?.map(FeedRow::from))
    }

    /// Notes that a calendar asked on this day.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn note_feed_read(
        &self,
        account: AccountId,
        on: NaiveDate,
    ) -> Result<(), StoreError> {
        row::Entity::update_many()
            .col_expr(row::Column::ReadOn, Expr::value(on))
            .filter(row::Column::AccountId.eq(account.0))
            .exec(self.writer())
            .await?;
        Ok(())
    }
}
