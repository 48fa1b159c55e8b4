//! Staff accounts.

use chrono::NaiveDate;
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::{Condition, QueryOrder as _};

use super::reorganisations::{AccountMove, Grant, account_move};
use super::{Store, StoreError, Tx};
use crate::domain::access::{Account, Role};
use crate::domain::ids::{AccountId, MemberId, UnitId};
use crate::domain::letter::Lang;

pub(in crate::store) mod account {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "accounts")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub login: String,
        pub password_hash: String,
        pub role: String,
        pub unit_id: Uuid,
        pub member_id: Option<Uuid>,
        pub display_name: String,
        pub email: String,
        pub lang: String,
        pub disabled_on: Option<Date>,
        pub seen_on: Option<Date>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A staff account with what is needed to sign in and to write to it.
#[derive(Clone, Debug)]
pub struct AccountRow {
    pub account: Account,
    pub login: String,
    pub password_hash: String,
    pub display_name: String,
    pub email: String,
    pub lang: Lang,
    pub disabled: bool,
}

impl Store {
    /// # Errors
    /// When the database fails or a row does not fit together.
    pub async fn account(&self, id: AccountId) -> Result<Option<AccountRow>, StoreError> {
        account::Entity::find_by_id(id.0).one(self.reader()).await?.map(to_account).transpose()
    }

    /// # Errors
    /// When the database fails or a row does not fit together.
    pub async fn account_by_login(&self, login: &str) -> Result<Option<AccountRow>, StoreError> {
        let found = account::Entity::find().filter(account::Column::Login.eq(login));
        found.one(self.reader()).await?.map(to_account).transpose()
    }

    /// Active accounts that match a condition of this module's making.
    async fn active(&self, condition: Condition) -> Result<Vec<AccountRow>, StoreError> {
        active(self.reader(), condition).await
    }

    /// # Errors
    /// When the database fails or a row does not fit together.
    pub async fn accounts_with(&self, roles: &[Role]) -> Result<Vec<AccountRow>, StoreError> {
        self.active(with_roles(roles)).await
    }

    /// Every account that may act.
    ///
    /// # Errors
    /// When the database fails or a row does not fit together.
    pub async fn active_accounts(&self) -> Result<Vec<AccountRow>, StoreError> {
        self.active(Condition::all()).await
    }

    /// Accounts of these roles, also disabled ones.
    ///
    /// # Errors
    /// When the database fails or a row does not fit together.
    pub async fn staff(&self, roles: &[Role]) -> Result<Vec<AccountRow>, StoreError> {
        let found = account::Entity::find().filter(with_roles(roles));
        let rows = found.order_by_asc(account::Column::Login).all(self.reader()).await?;
        rows.into_iter().map(to_account).collect()
    }

    /// Active accounts of one role in these units.
    ///
    /// # Errors
    /// When the database fails or a row does not fit together.
    pub async fn accounts_in(
        &self,
        units: &[UnitId],
        role: Role,
    ) -> Result<Vec<AccountRow>, StoreError> {
        let ids = units.iter().map(|unit| unit.0);
        self.active(with_roles(&[role]).add(account::Column::UnitId.is_in(ids))).await
    }

    /// Accounts by id, in no order.
    ///
    /// # Errors
    /// When the database fails or a row does not fit together.
    pub async fn accounts(&self, ids: &[AccountId]) -> Result<Vec<AccountRow>, StoreError> {
        let ids = ids.iter().map(|id| id.0);
        let rows = account::Entity::find()
            .filter(account::Column::Id.is_in(ids))
            .all(self.reader())
            .await?;
        rows.into_iter().map(to_account).collect()
    }
}

impl Store {
    /// Every account, the disabled ones last, by login.
    ///
    /// # Errors
    /// When the database fails or a row does not fit together.
    pub async fn every_account(&self) -> Result<Vec<AccountRow>, StoreError> {
        let rows = account::Entity::find().order_by_asc(account::Column::Login);
        let rows = rows.all(self.reader()).await?;
        let mut rows: Vec<AccountRow> =
            rows.into_iter().map(to_account).collect::<Result<_, _>>()?;
        rows.sort_by_key(|row| row.disabled);
        Ok(rows)
    }
}

impl Tx {
    /// Notes that somebody signed in on this day; answers the day before on which they did.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn seen(
        &self,
        id: AccountId,
        on: NaiveDate,
    ) -> Result<Option<NaiveDate>, StoreError> {
        let row = account::Entity::find_by_id(id.0).one(&self.db).await?;
        let before = row.and_then(|row| row.seen_on);
        if before != Some(on) {
            self.set(id, account::Column::SeenOn, Expr::value(on)).await?;
        }
        Ok(before)
    }

    /// # Errors
    /// When the database fails.
    pub async fn set_role(&self, id: AccountId, role: Role) -> Result<(), StoreError> {
        self.set(id, account::Column::Role, Expr::value(role.name())).await
    }

    /// # Errors
    /// When the database fails.
    pub async fn set_email(&self, id: AccountId, email: &str) -> Result<(), StoreError> {
        self.set(id, account::Column::Email, Expr::value(email)).await
    }

    async fn set(
        &self,
        id: AccountId,
        column: account::Column,
        value: Expr,
    ) -> Result<(), StoreError> {
        account::Entity::update_many()
            .col_expr(column, value)
            .filter(account::Column::Id.eq(id.0))
            .exec(&self.db)
            .await?;
        Ok(())
    }

    /// # Errors
    /// When the database fails.
    pub async fn set_password(&self, id: AccountId, hash: &str) -> Result<(), StoreError> {
        account::Entity::update_many()
            .col_expr(account::Column::PasswordHash, Expr::value(hash))
            .filter(account::Column::Id.eq(id.0))
            .exec(&self.db)
            .await?;
        Ok(())
    }

    /// # Errors
    /// When the database fails.
    pub async fn disable_account(&self, id: AccountId, on: NaiveDate) -> Result<(), StoreError> {
        account::Entity::update_many()
            .col_expr(account::Column::DisabledOn, Expr::value(on))
            .filter(account::Column::Id.eq(id.0))
            .exec(&self.db)
            .await?;
        Ok(())
    }
}

impl Tx {
    /// Takes an account out of a unit that ends. It goes on in the other one by a grant, or may do nothing until there
    /// is one; either way whoever uses it signs in again.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn move_account(
        &self,
        one: &AccountMove,
        grant: Option<&Grant>,
    ) -> Result<(), StoreError> {
        let row = account_move::ActiveModel {
            id: Set(one.id),
            account_id: Set(one.account.0),
            from_unit: Set(one.from.0),
            left_on: Set(one.on),
            reorganisation_id: Set(one.reorganisation),
            to_unit: Set(grant.map(|grant| grant.unit.0)),
            granted_by: Set(grant.map(|grant| grant.by.clone())),
            granted_on: Set(grant.map(|grant| grant.on)),
        };
        account_move::Entity::insert(row).exec_without_returning(&self.db).await?;
        let row = account::Entity::update_many().filter(account::Column::Id.eq(one.account.0));
        let row = match grant {
            Some(grant) => row.col_expr(account::Column::UnitId, Expr::value(grant.unit.0)),
            None => row.col_expr(account::Column::DisabledOn, Expr::value(one.on)),
        };
        row.exec(&self.db).await?;
        self.end_sessions_of(one.account, None).await
    }

    /// Gives an account that lost its unit rights in another one.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when it lost none, or somebody was quicker.
    pub async fn grant(&self, account: AccountId, grant: &Grant) -> Result<(), StoreError> {
        let done = account_move::Entity::update_many()
            .col_expr(account_move::Column::ToUnit, Expr::value(grant.unit.0))
            .col_expr(account_move::Column::GrantedBy, Expr::value(grant.by.clone()))
            .col_expr(account_move::Column::GrantedOn, Expr::value(grant.on))
            .filter(account_move::Column::AccountId.eq(account.0))
            .filter(account_move::Column::ToUnit.is_null())
            .exec(&self.db)
            .await?;
        if done.rows_affected == 0 {
            return Err(StoreError::Missing);
        }
        account::Entity::update_many()
            .col_expr(account::Column::UnitId, Expr::value(grant.unit.0))
            .col_expr(account::Column::DisabledOn, Expr::value(Option::<NaiveDate>::None))
            .filter(account::Column::Id.eq(account.0))
            .exec(&self.db)
            .await?;
        Ok(())
    }

    /// Every account that may act.
    ///
    /// # Errors
    /// When the database fails or a row does not fit together.
    pub async fn active_accounts(&self) -> Result<Vec<AccountRow>, StoreError> {
        active(&self.db, Condition::all()).await
    }

    /// # Errors
    /// When the database fails or a row does not fit together.
    pub async fn accounts_with(&self, roles: &[Role]) -> Result<Vec<AccountRow>, StoreError> {
        active(&self.db, with_roles(roles)).await
    }

    /// Active accounts of one unit.
    ///
    /// # Errors
    /// When the database fails or a row does not fit together.
    pub async fn accounts_of_unit(&self, unit: UnitId) -> Result<Vec<AccountRow>, StoreError> {
        active(&self.db, Condition::all().add(account::Column::UnitId.eq(unit.0))).await
    }

    /// # Errors
    /// When the database fails or a row does not fit together.
    pub async fn account(&self, id: AccountId) -> Result<Option<AccountRow>, StoreError> {
        account::Entity::find_by_id(id.0).one(&self.db).await?.map(to_account).transpose()
    }

    /// # Errors
    /// When the database fails, or the login is taken.
    pub async fn add_account(&self, row: &AccountRow) -> Result<(), StoreError> {
        let columns = account::ActiveModel {
            id: Set(row.account.id.0),
            login: Set(row.login.clone()),
            password_hash: Set(row.password_hash.clone()),
            role: Set(row.account.role.name().to_owned()),
            unit_id: Set(row.account.unit.0),
            member_id: Set(row.account.member.map(|member| member.0)),
            display_name: Set(row.display_name.clone()),
            email: Set(row.email.clone()),
            lang: Set(row.lang.name().to_owned()),
            disabled_on: Set(None),
            seen_on: Set(None),
        };
        account::Entity::insert(columns).exec_without_returning(&self.db).await?;
        Ok(())
    }
}

fn with_roles(roles: &[Role]) -> Condition {
    Condition::all().add(account::Column::Role.is_in(roles.iter().map(|role| role.name())))
}

async fn active(
    db: &impl ConnectionTrait,
    condition: Condition,
) -> Result<Vec<AccountRow>, StoreError> {
    let rows = account::Entity::find()
        .filter(condition.add(account::Column::DisabledOn.is_null()))
        .order_by_asc(account::Column::Login)
        .all(db)
        .await?;
    rows.into_iter().map(to_account).collect()
}

fn to_account(row: account::Model) -> Result<AccountRow, StoreError> {
    let corrupt = || StoreError::corrupt(row.id);
    Ok(AccountRow {
        account: Account {
            id: AccountId(row.id),
            role: Role::from_name(&row.role).ok_or_else(corrupt)?,
            unit: UnitId(row.unit_id),
            member: row.member_id.map(MemberId),
        },
        lang: Lang::from_name(&row.lang).ok_or_else(corrupt)?,
        login: row.login,
        password_hash: row.password_hash,
        display_name: row.display_name,
        email: row.email,
        disabled: row.disabled_on.is_some(),
    })
}
