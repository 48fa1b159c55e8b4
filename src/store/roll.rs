//! Who sits where and who may act, read whole by whoever keeps a copy in memory.

use sea_orm::entity::prelude::*;
use sea_orm::{FromQueryResult, JoinType, QuerySelect as _};

use super::accounts::account;
use super::people::{member, post};
use super::reorganisations::{account_move, to_left};
use super::{Store, StoreError};
use crate::domain::access::{Account, Role};
use crate::domain::gate::{Left, Seat};
use crate::domain::ids::{AccountId, MemberId, UnitId};

/// Counted by the database itself, whoever changes units, posts, accounts or the name of a member.
mod changes {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "register_changes")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: i16,
        pub count: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// An account as far as it can be concerned by a case.
#[derive(Clone, Debug)]
pub struct Standing {
    pub account: Account,
    pub disabled: bool,
    /// The full name of the member behind it.
    pub name: Option<String>,
}

impl Store {
    /// How often who sits where or who may act has changed, through whichever process.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn register_changes(&self) -> Result<i64, StoreError> {
        let row = changes::Entity::find_by_id(1_i16).one(self.reader()).await?;
        Ok(row.ok_or_else(|| StoreError::corrupt("register_changes"))?.count)
    }

    /// Every seat, past and present.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn all_seats(&self) -> Result<Vec<Seat>, StoreError> {
        use post::Column::{MemberId as Member, UnitId as Unit, ValidFrom, ValidTo};
        let rows: Vec<(Uuid, Uuid, Date, Option<Date>)> = post::Entity::find()
            .select_only()
            .columns([Member, Unit, ValidFrom, ValidTo])
            .into_tuple()
            .all(self.reader())
            .await?;
        let seat = |(member, unit, from, to)| {
            let (member, unit) = (MemberId(member), UnitId(unit));
            Seat { member, unit, from, to }
        };
        Ok(rows.into_iter().map(seat).collect())
    }

    /// Every account, also disabled ones.
    ///
    /// # Errors
    /// When the database fails or a row does not fit together.
    pub async fn all_standing(&self) -> Result<Vec<Standing>, StoreError> {
        use account::Column::{DisabledOn, Id, MemberId as Member, Role as Played, UnitId as Unit};
        let rows = account::Entity::find()
            .select_only()
            .columns([Id, Played, Unit, Member, DisabledOn])
            .column(member::Column::FullName)
            .join(JoinType::LeftJoin, behind())
            .into_model::<Row>()
            .all(self.reader())
            .await?;
        rows.into_iter().map(to_standing).collect()
    }

    /// Where every account belonged before.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn all_left(&self) -> Result<Vec<Left>, StoreError> {
        let rows = account_move::Entity::find().all(self.reader()).await?;
        Ok(rows.iter().map(to_left).collect())
    }
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    role: String,
    unit_id: Uuid,
    member_id: Option<Uuid>,
    disabled_on: Option<Date>,
    full_name: Option<String>,
}

fn to_standing(row: Row) -> Result<Standing, StoreError> {
    let account = Account {
        id: AccountId(row.id),
        role: Role::from_name(&row.role).ok_or_else(|| StoreError::corrupt(row.id))?,
        unit: UnitId(row.unit_id),
        member: row.member_id.map(MemberId),
    };
    Ok(Standing { account, disabled: row.disabled_on.is_some(), name: row.full_name })
}

/// From an account to the member behind it.
fn behind() -> RelationDef {
    account::Entity::belongs_to(member::Entity)
        .from(account::Column::MemberId)
        .to(member::Column::Id)
        .into()
}
