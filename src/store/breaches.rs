//! Suspected breaches of personal data, each with the hour by which the authority must hear of it.

use chrono::{DateTime, Utc};
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::{QueryOrder as _, QuerySelect as _};

use super::lists::PAGE;
use super::{Store, StoreError, Tx};
use crate::domain::ids::AccountId;

pub(in crate::store) mod row {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "breaches")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub noticed_at: DateTimeUtc,
        pub due_at: DateTimeUtc,
        pub rule: String,
        pub what: Vec<u8>,
        pub recorded_by: Uuid,
        pub reported_at: Option<DateTimeUtc>,
        pub reported_by: Option<Uuid>,
        pub keep_reason: Option<Vec<u8>>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// One breach; what happened is sealed.
#[derive(Clone, Debug)]
pub struct Breach {
    pub id: Uuid,
    pub noticed_at: DateTime<Utc>,
    pub due_at: DateTime<Utc>,
    pub rule: String,
    pub what: Vec<u8>,
    /// Why words of it stay that may betray a reporter; sealed, too.
    pub keep_reason: Option<Vec<u8>>,
    pub recorded_by: AccountId,
    pub reported_at: Option<DateTime<Utc>>,
}

impl Tx {
    /// # Errors
    /// When the database fails.
    pub async fn add_breach(&self, one: &Breach) -> Result<(), StoreError> {
        let row = row::ActiveModel {
            id: Set(one.id),
            noticed_at: Set(one.noticed_at),
            due_at: Set(one.due_at),
            rule: Set(one.rule.clone()),
            what: Set(one.what.clone()),
            recorded_by: Set(one.recorded_by.0),
            reported_at: Set(None),
            reported_by: Set(None),
            keep_reason: Set(one.keep_reason.clone()),
        };
        row::Entity::insert(row).exec_without_returning(&self.db).await?;
        Ok(())
    }

    /// Notes that the authority was told; once.
    ///
    /// # Errors
    /// [`StoreError::Missing`] where nothing waits to be told.
    pub async fn breach_reported(
        &self,
        id: Uuid,
        by: AccountId,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let done = row::Entity::update_many()
            .col_expr(row::Column::ReportedAt, Expr::value(at))
            .col_expr(row::Column::ReportedBy, Expr::value(by.0))
            .filter(row::Column::Id.eq(id))
            .filter(row::Column::ReportedAt.is_null())
            .exec(&self.db)
            .await?;
        if done.rows_affected == 1 { Ok(()) } else { Err(StoreError::Missing) }
    }
}

impl Store {
    /// The newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn breaches(&self) -> Result<Vec<Breach>, StoreError> {
        let rows = row::Entity::find().order_by_desc(row::Column::NoticedAt).limit(PAGE);
        let breach = |row: row::Model| Breach {
            id: row.id,
            noticed_at: row.noticed_at,
            due_at: row.due_at,
            rule: row.rule,
            what: row.what,
            keep_reason: row.keep_reason,
            recorded_by: AccountId(row.recorded_by),
            reported_at: row.reported_at,
        };
        Ok(rows.all(self.reader()).await?.into_iter().map(breach).collect())
    }

    /// By when the authority must be told of what it has not been told of, earliest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn breach_due(&self) -> Result<Option<DateTime<Utc>>, StoreError> {
        let open = row::Entity::find()
            .filter(row::Column::ReportedAt.is_null())
            .order_by_asc(row::Column::DueAt);
        Ok(open.one(self.reader()).await?.map(|row| row.due_at))
    }
}
