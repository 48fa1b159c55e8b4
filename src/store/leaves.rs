//! Who is away, and who stands in, as it is stored.

use chrono::NaiveDate;
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;
use sea_orm::{Condition, QueryOrder as _};

use super::{Store, StoreError, Tx};
use crate::domain::ids::AccountId;
use crate::domain::leave::Leave;

pub(in crate::store) mod row {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "leaves")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub account_id: Uuid,
        pub from_on: Date,
        pub last_on: Date,
        pub deputy_id: Option<Uuid>,
        pub ended_on: Option<Date>,
        pub entered_by: Uuid,
        pub entered_on: Date,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub(in crate::store) mod deputy {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "deputies")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub account_id: Uuid,
        pub deputy_id: Uuid,
        pub set_by: Uuid,
        pub set_on: Date,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A leave with who entered it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeaveRow {
    pub id: Uuid,
    pub leave: Leave,
    pub entered_by: AccountId,
    pub entered_on: NaiveDate,
}

/// Who stands in for whom whenever a leave names nobody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeputyRow {
    pub account: AccountId,
    pub deputy: AccountId,
    pub set_by: AccountId,
    pub set_on: NaiveDate,
}

impl Store {
    /// Every leave that counts on this day.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn away_on(&self, day: NaiveDate) -> Result<Vec<LeaveRow>, StoreError> {
        let rows = row::Entity::find()
            .filter(row::Column::LastOn.gte(day))
            .filter(row::Column::FromOn.lte(day))
            .order_by_asc(row::Column::EnteredOn)
            .order_by_asc(row::Column::Id)
            .all(self.reader())
            .await?;
        let rows = rows.into_iter().map(|row| to_leave(&row));
        Ok(rows.filter(|row| row.leave.covers(day)).collect())
    }

    /// Leaves that count on this day or will: of one account, or of all; soonest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn leaves_ahead(
        &self,
        of: Option<AccountId>,
        day: NaiveDate,
    ) -> Result<Vec<LeaveRow>, StoreError> {
        let whose = of.map(|id| row::Column::AccountId.eq(id.0));
        let rows = row::Entity::find()
            .filter(Condition::all().add_option(whose).add(row::Column::LastOn.gte(day)))
            .order_by_asc(row::Column::FromOn)
            .order_by_asc(row::Column::Id)
            .all(self.reader())
            .await?;
        let rows = rows.into_iter().map(|row| to_leave(&row));
        Ok(rows.filter(|row| row.leave.is_ahead(day)).collect())
    }

    /// # Errors
    /// When the database fails.
    pub async fn leave(&self, id: Uuid) -> Result<Option<LeaveRow>, StoreError> {
        Ok(row::Entity::find_by_id(id).one(self.reader()).await?.map(|row| to_leave(&row)))
    }

    /// # Errors
    /// When the database fails.
    pub async fn deputies(&self) -> Result<Vec<DeputyRow>, StoreError> {
        let rows = deputy::Entity::find().order_by_asc(deputy::Column::AccountId);
        Ok(rows.all(self.reader()).await?.iter().map(to_deputy).collect())
    }
}

impl Tx {
    /// # Errors
    /// When the database fails.
    pub async fn add_leave(&self, new: &LeaveRow) -> Result<(), StoreError> {
        let row = row::ActiveModel {
            id: Set(new.id),
            account_id: Set(new.leave.account.0),
            from_on: Set(new.leave.from),
            last_on: Set(new.leave.last),
            deputy_id: Set(new.leave.deputy.map(|id| id.0)),
            ended_on: Set(new.leave.ended_on),
            entered_by: Set(new.entered_by.0),
            entered_on: Set(new.entered_on),
        };
        row::Entity::insert(row).exec_without_returning(&self.db).await?;
        Ok(())
    }

    /// Lets a leave count no more from this day on; the row stays.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when there is none such, or it has ended.
    pub async fn end_leave(&self, id: Uuid, on: NaiveDate) -> Result<(), StoreError> {
        let done = row::Entity::update_many()
            .col_expr(row::Column::EndedOn, Expr::value(on))
            .filter(row::Column::Id.eq(id))
            .filter(row::Column::EndedOn.is_null())
            .exec(&self.db)
            .await?;
        if done.rows_affected == 1 { Ok(()) } else { Err(StoreError::Missing) }
    }

    /// # Errors
    /// When the database fails.
    pub async fn set_deputy(&self, new: &DeputyRow) -> Result<(), StoreError> {
        let row = deputy::ActiveModel {
            account_id: Set(new.account.0),
            deputy_id: Set(new.deputy.0),
            set_by: Set(new.set_by.0),
            set_on: Set(new.set_on),
        };
        let changed = [deputy::Column::DeputyId, deputy::Column::SetBy, deputy::Column::SetOn];
        let again =
            OnConflict::column(deputy::Column::AccountId).update_columns(changed).to_owned();
        deputy::Entity::insert(row).on_conflict(again).exec_without_returning(&self.db).await?;
        Ok(())
    }

    /// # Errors
    /// When the database fails.
    pub async fn drop_deputy(&self, of: AccountId) -> Result<(), StoreError> {
        deputy::Entity::delete_by_id(of.0).exec(&self.db).await?;
        Ok(())
    }
}

fn to_leave(row: &row::Model) -> LeaveRow {
    LeaveRow {
        id: row.id,
        leave: Leave {
            account: AccountId(row.account_id),
            from: row.from_on,
            last: row.last_on,
            deputy: row.deputy_id.map(AccountId),
            ended_on: row.ended_on,
        },
        entered_by: AccountId(row.entered_by),
        entered_on: row.entered_on,
    }
}

fn to_deputy(row: &deputy::Model) -> DeputyRow {
    DeputyRow {
        account: AccountId(row.account_id),
        deputy: AccountId(row.deputy_id),
        set_by: AccountId(row.set_by),
        set_on: row.set_on,
    }
}
