//! Reorganisations, and where cases and accounts went with them.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::ExprTrait as _;
use sea_orm::{QueryOrder as _, QuerySelect as _};

use super::lists::{Line, List, to_line};
use super::{Store, StoreError, Tx, cases, people, scope};
use crate::domain::access::{Account, Role};
use crate::domain::gate::Left;
use crate::domain::ids::{AccountId, CaseId, UnitId};
use crate::domain::receipt::CaseNumber;

pub(in crate::store) mod row {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "reorganisations")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub name: String,
        pub effective_on: Date,
        pub file_name: String,
        pub content: Vec<u8>,
        pub digest: String,
        pub drafted_by: String,
        pub drafted_at: DateTimeUtc,
        pub waiver: Option<String>,
        pub signed_by: Option<Uuid>,
        pub signed_at: Option<DateTimeUtc>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub(in crate::store) mod case_move {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "case_moves")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub reorganisation_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub case_id: Uuid,
        pub moved_on: Date,
        pub from_unit: Uuid,
        pub from_account: Uuid,
        pub to_unit: Option<Uuid>,
        pub to_account: Option<Uuid>,
        pub state: String,
        pub received_on: Date,
        pub due_on: Option<Date>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub(in crate::store) mod account_move {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "account_moves")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub account_id: Uuid,
        pub from_unit: Uuid,
        pub left_on: Date,
        pub reorganisation_id: Option<Uuid>,
        pub to_unit: Option<Uuid>,
        pub granted_by: Option<String>,
        pub granted_on: Option<Date>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A plan, and whether it was signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReorganisationRow {
    pub id: Uuid,
    pub name: String,
    pub on: NaiveDate,
    pub file_name: String,
    pub content: Vec<u8>,
    pub digest: String,
    pub drafted_by: String,
    pub drafted_at: DateTime<Utc>,
    /// Why units may begin without a head or a deputy.
    pub waiver: Option<String>,
    pub signed: Option<(AccountId, DateTime<Utc>)>,
}

/// A case as it stood when it was handed over; nothing of who wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseMove {
    pub reorganisation: Uuid,
    pub case: CaseId,
    pub on: NaiveDate,
    pub from: (UnitId, AccountId),
    /// Nobody, when it went to the level above.
    pub to: Option<(UnitId, AccountId)>,
    pub state: String,
    pub received_on: NaiveDate,
    pub due_on: Option<NaiveDate>,
}

/// An account whose unit ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountMove {
    pub id: Uuid,
    pub account: AccountId,
    pub from: UnitId,
    pub on: NaiveDate,
    pub reorganisation: Option<Uuid>,
}

/// To whom rights were given again, by whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    pub unit: UnitId,
    pub by: String,
    pub on: NaiveDate,
}

/// An open case with whoever answers for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held {
    pub case: CaseId,
    pub unit: UnitId,
    pub account: AccountId,
    pub coordinating: Option<UnitId>,
}

impl Tx {
    /// # Errors
    /// When the database fails.
    pub async fn draft_reorganisation(&self, row: ReorganisationRow) -> Result<(), StoreError> {
        let row = row::ActiveModel {
            id: Set(row.id),
            name: Set(row.name),
            effective_on: Set(row.on),
            file_name: Set(row.file_name),
            content: Set(row.content),
            digest: Set(row.digest),
            drafted_by: Set(row.drafted_by),
            drafted_at: Set(row.drafted_at),
            waiver: Set(row.waiver),
            signed_by: Set(row.signed.map(|signed| signed.0.0)),
            signed_at: Set(row.signed.map(|signed| signed.1)),
        };
        row::Entity::insert(row).exec_without_returning(&self.db).await?;
        Ok(())
    }

    /// Takes back a plan that nobody has signed.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when there is none, or it is signed.
    pub async fn drop_reorganisation(&self, id: Uuid) -> Result<(), StoreError> {
        let gone = row::Entity::delete_many()
            .filter(row::Column::Id.eq(id))
            .filter(row::Column::SignedBy.is_null())
            .exec(&self.db)
            .await?;
        if gone.rows_affected == 1 { Ok(()) } else { Err(StoreError::Missing) }
    }

    /// Signs a plan that nobody has signed yet.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when somebody was quicker.
    pub async fn sign_reorganisation(
        &self,
        id: Uuid,
        by: AccountId,
        at: DateTime<Utc>,
        waiver: Option<&str>,
    ) -> Result<(), StoreError> {
        let done = row::Entity::update_many()
            .col_expr(row::Column::SignedBy, Expr::value(by.0))
            .col_expr(row::Column::SignedAt, Expr::value(at))
            .col_expr(row::Column::Waiver, Expr::value(waiver.map(str::to_owned)))
            .filter(row::Column::Id.eq(id))
            .filter(row::Column::SignedBy.is_null())
            .exec(&self.db)
            .await?;
        if done.rows_affected == 1 { Ok(()) } else { Err(StoreError::Missing) }
    }

    /// # Errors
    /// When the database fails.
    pub async fn add_case_move(&self, one: &CaseMove) -> Result<(), StoreError> {
        let row = case_move::ActiveModel {
            reorganisation_id: Set(one.reorganisation),
            case_id: Set(one.case.0),
            moved_on: Set(one.on),
            from_unit: Set(one.from.0.0),
            from_account: Set(one.from.1.0),
            to_unit: Set(one.to.map(|to| to.0.0)),
            to_account: Set(one.to.map(|to| to.1.0)),
            state: Set(one.state.clone()),
            received_on: Set(one.received_on),
            due_on: Set(one.due_on),
        };
        case_move::Entity::insert(row).exec_without_returning(&self.db).await?;
        Ok(())
    }

    /// Open cases in somebody's hands.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn held_cases(&self) -> Result<Vec<Held>, StoreError> {
        held(&self.db).await
    }

    /// Keeps a unit from ending before this transaction does; answers whether it lives.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn hold_unit(&self, unit: UnitId) -> Result<bool, StoreError> {
        let row = people::unit::Entity::find_by_id(unit.0).lock_shared().one(&self.db).await?;
        Ok(row.is_some_and(|row| row.valid_to.is_none()))
    }

    /// What a unit is called by now.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn unit_name(&self, unit: UnitId) -> Result<String, StoreError> {
        let row = people::unit::Entity::find_by_id(unit.0).one(&self.db).await?;
        Ok(row.map(|row| row.name).unwrap_or_default())
    }
}

impl Store {
    /// Every plan, newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn reorganisations(&self) -> Result<Vec<ReorganisationRow>, StoreError> {
        let rows = row::Entity::find()
            .order_by_desc(row::Column::DraftedAt)
            .order_by_asc(row::Column::Id)
            .all(self.reader())
            .await?;
        Ok(rows.into_iter().map(to_reorganisation).collect())
    }

    /// # Errors
    /// When the database fails.
    pub async fn reorganisation(&self, id: Uuid) -> Result<Option<ReorganisationRow>, StoreError> {
        let row = row::Entity::find_by_id(id).one(self.reader()).await?;
        Ok(row.map(to_reorganisation))
    }

    /// A signed plan with this content and day of effect.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn signed_reorganisation(
        &self,
        digest: &str,
        on: NaiveDate,
    ) -> Result<Option<Uuid>, StoreError> {
        let found = row::Entity::find()
            .filter(row::Column::Digest.eq(digest))
            .filter(row::Column::EffectiveOn.eq(on))
            .filter(row::Column::SignedBy.is_not_null())
            .one(self.reader())
            .await?;
        Ok(found.map(|row| row.id))
    }

    /// Open cases in somebody's hands that this account is not kept out of: all that is told of them to whoever signs
    /// is where they go.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn held_cases_for(&self, who: &Account) -> Result<Vec<(Held, Line)>, StoreError> {
        let Some(scope) = signer_scope(who) else { return Ok(Vec::new()) };
        let rows = in_hand().filter(scope).all(self.reader()).await?;
        let mut found = Vec::new();
        for row in rows {
            let Some(held) = to_held(&row) else { continue };
            found.push((held, to_line(row, List::Work)?));
        }
        Ok(found)
    }

    /// Number, state and day of these cases, as far as this account may know of them.
    ///
    /// # Errors
    /// When the database fails or a row does not fit together.
    pub async fn moved_for(
        &self,
        who: &Account,
        reorganisation: Uuid,
    ) -> Result<Vec<(CaseNumber, CaseMove)>, StoreError> {
        let Some(scope) = signer_scope(who) else { return Ok(Vec::new()) };
        let moves = case_move::Entity::find()
            .filter(case_move::Column::ReorganisationId.eq(reorganisation))
            .all(self.reader())
            .await?;
        let ids = moves.iter().map(|row| row.case_id);
        let mine = cases::row::Entity::find()
            .filter(cases::row::Column::Id.is_in(ids))
            .filter(scope)
            .all(self.reader())
            .await?;
        let mut found = Vec::new();
        for row in moves {
            let Some(case) = mine.iter().find(|case| case.id == row.case_id) else { continue };
            let number =
                CaseNumber::parse(&case.number).ok_or_else(|| StoreError::corrupt(case.id))?;
            found.push((number, to_case_move(row)));
        }
        found.sort_by(|a, b| a.0.as_str().cmp(b.0.as_str()));
        Ok(found)
    }

    /// Every handing over of these cases.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn case_moves(&self) -> Result<Vec<CaseMove>, StoreError> {
        let rows = case_move::Entity::find().all(self.reader()).await?;
        Ok(rows.into_iter().map(to_case_move).collect())
    }

    /// Accounts whose unit ended and to whom nobody has given rights again.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn lost_accounts(&self) -> Result<Vec<AccountMove>, StoreError> {
        let rows = account_move::Entity::find()
            .filter(account_move::Column::ToUnit.is_null())
            .order_by_asc(account_move::Column::LeftOn)
            .order_by_asc(account_move::Column::Id)
            .all(self.reader())
            .await?;
        Ok(rows.iter().map(to_account_move).collect())
    }

    /// The last unit that answered for each case this account may know of.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn last_units(
        &self,
        who: &Account,
    ) -> Result<Vec<(CaseId, Option<UnitId>)>, StoreError> {
        let Some(scope) = scope::of(who) else { return Ok(Vec::new()) };
        let rows: Vec<(Uuid, Option<Uuid>)> = cases::row::Entity::find()
            .select_only()
            .column(cases::row::Column::Id)
            .column(cases::row::Column::LastUnit)
            .filter(scope)
            .into_tuple()
            .all(self.reader())
            .await?;
        Ok(rows.into_iter().map(|(id, unit)| (CaseId(id), unit.map(UnitId))).collect())
    }
}

/// The level above signs for every case but those it is kept out of; others are told of what they see anyway.
fn signer_scope(who: &Account) -> Option<sea_orm::Condition> {
    if who.role != Role::Above {
        return scope::of(who);
    }
    let case = (cases::row::Entity, cases::row::Column::Id);
    Some(sea_orm::Condition::all().add(scope::is_out(who.id, case).not()))
}

fn in_hand() -> Select<cases::row::Entity> {
    cases::row::Entity::find()
        .filter(cases::row::Column::HandlerUnit.is_not_null())
        .filter(cases::row::Column::Phase.lt(2))
        .order_by_asc(cases::row::Column::Id)
}

async fn held(db: &impl ConnectionTrait) -> Result<Vec<Held>, StoreError> {
    Ok(in_hand().all(db).await?.iter().filter_map(to_held).collect())
}

fn to_reorganisation(row: row::Model) -> ReorganisationRow {
    ReorganisationRow {
        id: row.id,
        name: row.name,
        on: row.effective_on,
        file_name: row.file_name,
        content: row.content,
        digest: row.digest,
        drafted_by: row.drafted_by,
        drafted_at: row.drafted_at,
        waiver: row.waiver,
        signed: row.signed_by.map(AccountId).zip(row.signed_at),
    }
}

fn to_held(row: &cases::row::Model) -> Option<Held> {
    Some(Held {
        case: CaseId(row.id),
        unit: UnitId(row.handler_unit?),
        account: AccountId(row.handler_account?),
        coordinating: row.coordinating_unit.map(UnitId),
    })
}

fn to_case_move(row: case_move::Model) -> CaseMove {
    let to = row.to_unit.zip(row.to_account);
    CaseMove {
        reorganisation: row.reorganisation_id,
        case: CaseId(row.case_id),
        on: row.moved_on,
        from: (UnitId(row.from_unit), AccountId(row.from_account)),
        to: to.map(|(unit, account)| (UnitId(unit), AccountId(account))),
        state: row.state,
        received_on: row.received_on,
        due_on: row.due_on,
    }
}

fn to_account_move(row: &account_move::Model) -> AccountMove {
    AccountMove {
        id: row.id,
        account: AccountId(row.account_id),
        from: UnitId(row.from_unit),
        on: row.left_on,
        reorganisation: row.reorganisation_id,
    }
}

pub(in crate::store) fn to_left(row: &account_move::Model) -> Left {
    Left { account: AccountId(row.account_id), unit: UnitId(row.from_unit), on: row.left_on }
}
