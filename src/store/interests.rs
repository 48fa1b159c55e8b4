//! Declared ties, as they are stored.

use chrono::NaiveDate;
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::{Condition, QueryOrder as _, QuerySelect as _, QueryTrait as _};

use super::gate::{excluded_unit, subject};
use super::{Page, Store, StoreError, Tx, cases};
use crate::domain::ids::{AccountId, CaseId, MemberId, UnitId};
use crate::domain::interest::{Holder, Interest, Tie, Toward};

pub(in crate::store) mod row {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "interests")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub of_account: Option<Uuid>,
        pub of_member: Option<Uuid>,
        pub to_member: Option<Uuid>,
        pub to_unit: Option<Uuid>,
        pub tie: String,
        pub valid_from: Date,
        pub valid_to: Option<Date>,
        pub declared_by: Uuid,
        pub declared_on: Date,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A declared tie with who declared it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InterestRow {
    pub id: Uuid,
    pub interest: Interest,
    pub declared_by: AccountId,
    pub declared_on: NaiveDate,
}

impl Tx {
    /// # Errors
    /// When the database fails.
    pub async fn add_interest(&self, new: &InterestRow) -> Result<(), StoreError> {
        let (of_account, of_member) = match new.interest.of {
            Holder::Account(id) => (Some(id.0), None),
            Holder::Member(id) => (None, Some(id.0)),
        };
        let (to_member, to_unit) = match new.interest.to {
            Toward::Member(id) => (Some(id.0), None),
            Toward::Unit(id) => (None, Some(id.0)),
        };
        let row = row::ActiveModel {
            id: Set(new.id),
            of_account: Set(of_account),
            of_member: Set(of_member),
            to_member: Set(to_member),
            to_unit: Set(to_unit),
            tie: Set(new.interest.tie.name().to_owned()),
            valid_from: Set(new.interest.from),
            valid_to: Set(new.interest.until),
            declared_by: Set(new.declared_by.0),
            declared_on: Set(new.declared_on),
        };
        row::Entity::insert(row).exec_without_returning(&self.db).await?;
        Ok(())
    }

    /// Ends a tie that this account declared; the row stays, for it still counts for what happened before.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when it is none of theirs, or has ended.
    pub async fn end_interest(
        &self,
        id: Uuid,
        by: AccountId,
        on: NaiveDate,
    ) -> Result<(), StoreError> {
        let done = row::Entity::update_many()
            .col_expr(row::Column::ValidTo, Expr::value(on))
            .filter(row::Column::Id.eq(id))
            .filter(row::Column::DeclaredBy.eq(by.0))
            .filter(row::Column::ValidTo.is_null())
            .exec(&self.db)
            .await?;
        if done.rows_affected == 1 { Ok(()) } else { Err(StoreError::Missing) }
    }
}

impl Store {
    /// What an account has declared, of itself and of others, newest first.
    ///
    /// # Errors
    /// When the database fails or a row does not fit together.
    pub async fn interests_by(&self, account: AccountId) -> Result<Vec<InterestRow>, StoreError> {
        let rows = row::Entity::find()
            .filter(row::Column::DeclaredBy.eq(account.0))
            .order_by_desc(row::Column::DeclaredOn)
            .order_by_asc(row::Column::Id)
            .all(self.reader())
            .await?;
        rows.iter().map(to_row).collect()
    }

    /// Every tie that was ever declared.
    ///
    /// # Errors
    /// When the database fails or a row does not fit together.
    pub async fn all_interests(&self) -> Result<Vec<Interest>, StoreError> {
        let rows = row::Entity::find().all(self.reader()).await?;
        rows.iter().map(|row| Ok(to_row(row)?.interest)).collect()
    }

    /// Open cases with somebody on record as complained of, or a unit that is kept out: for them the gate is worked out
    /// anew.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn concerned(&self, page: Page) -> Result<Vec<CaseId>, StoreError> {
        let subjects =
            subject::Entity::find().select_only().column(subject::Column::CaseId).into_query();
        let units = excluded_unit::Entity::find()
            .select_only()
            .column(excluded_unit::Column::CaseId)
            .into_query();
        let open = cases::row::Entity::find()
            .select_only()
            .column(cases::row::Column::Id)
            .filter(cases::row::Column::Phase.lt(2))
            .filter(
                Condition::any()
                    .add(cases::row::Column::Id.in_subquery(subjects))
                    .add(cases::row::Column::Id.in_subquery(units)),
            )
            .order_by_asc(cases::row::Column::Id);
        self.page(open, page).await
    }
}

fn to_row(row: &row::Model) -> Result<InterestRow, StoreError> {
    let corrupt = || StoreError::corrupt(row.id);
    let of = match (row.of_account, row.of_member) {
        (Some(id), None) => Holder::Account(AccountId(id)),
        (None, Some(id)) => Holder::Member(MemberId(id)),
        _ => return Err(corrupt()),
    };
    let to = match (row.to_member, row.to_unit) {
        (Some(id), None) => Toward::Member(MemberId(id)),
        (None, Some(id)) => Toward::Unit(UnitId(id)),
        _ => return Err(corrupt()),
    };
    let tie = Tie::from_name(&row.tie).ok_or_else(corrupt)?;
    let interest = Interest { of, to, tie, from: row.valid_from, until: row.valid_to };
    let (by, on) = (AccountId(row.declared_by), row.declared_on);
    Ok(InterestRow { id: row.id, interest, declared_by: by, declared_on: on })
}
