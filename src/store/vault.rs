//! The custodians' keys, the vault's public half, the shares of its private one.

use chrono::NaiveDate;
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;
use sea_orm::{QueryOrder as _, QuerySelect as _};

use super::letters::{SealedIdentity, in_columns, vault};
use super::{Store, StoreError, Tx, cases};
use crate::domain::ids::{AccountId, CaseId};
use crate::keys::vault::Seat;

pub(in crate::store) mod key {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "custodian_keys")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub account_id: Uuid,
        pub public: Vec<u8>,
        pub locked: Vec<u8>,
        pub made_on: Date,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub(in crate::store) mod made {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "vaults")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub number: i32,
        pub public: Vec<u8>,
        pub generation: i32,
        pub made_on: Date,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub(in crate::store) mod share {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "vault_shares")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub vault: i32,
        #[sea_orm(primary_key, auto_increment = false)]
        pub generation: i32,
        #[sea_orm(primary_key, auto_increment = false)]
        pub holder: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub giver: i32,
        pub seat: i32,
        pub public: Vec<u8>,
        pub sealed: Vec<u8>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A custodian's key pair, the private half locked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyRow {
    pub account: AccountId,
    pub public: Vec<u8>,
    pub locked: Vec<u8>,
    pub made_on: NaiveDate,
}

/// A vault as far as the database knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VaultRow {
    pub number: i32,
    pub public: Vec<u8>,
    pub generation: i32,
    pub made_on: NaiveDate,
}

/// What one seat was given towards its share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShareRow {
    pub vault: i32,
    pub generation: i32,
    pub holder: AccountId,
    pub giver: Seat,
    pub seat: Seat,
    /// The holder's key that it is sealed to.
    pub public: Vec<u8>,
    pub sealed: Vec<u8>,
}

impl Store {
    /// # Errors
    /// When the database fails.
    pub async fn custodian_keys(&self) -> Result<Vec<KeyRow>, StoreError> {
        let rows = key::Entity::find().order_by_asc(key::Column::AccountId).all(self.reader());
        Ok(rows.await?.into_iter().map(to_key).collect())
    }

    /// # Errors
    /// When the database fails.
    pub async fn custodian_key(&self, account: AccountId) -> Result<Option<KeyRow>, StoreError> {
        Ok(key::Entity::find_by_id(account.0).one(self.reader()).await?.map(to_key))
    }

    /// The latest vault.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn vault(&self) -> Result<Option<VaultRow>, StoreError> {
        latest(self.reader()).await
    }

    /// A vault by its number.
    ///
    /// # Errors
    /// [`StoreError::Missing`], or when the database fails.
    pub async fn vault_of(&self, number: i32) -> Result<VaultRow, StoreError> {
        let row = made::Entity::find_by_id(number).one(self.reader()).await?;
        row.map(to_vault).ok_or(StoreError::Missing)
    }

    /// Everything that was given towards the shares of a vault, older and unfinished rounds too.
    ///
    /// # Errors
    /// When the database fails or a row does not fit together.
    pub async fn shares(&self, vault: i32) -> Result<Vec<ShareRow>, StoreError> {
        let rows = share::Entity::find()
            .filter(share::Column::Vault.eq(vault))
            .order_by_asc(share::Column::Generation)
            .order_by_asc(share::Column::Seat)
            .order_by_asc(share::Column::Giver)
            .all(self.reader())
            .await?;
        rows.into_iter().map(to_share).collect()
    }

    /// Identities that still wait under the master key.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn waiting_identities(
        &self,
        limit: u64,
    ) -> Result<Vec<(CaseId, Vec<u8>)>, StoreError> {
        let rows = vault::Entity::find()
            .filter(vault::Column::Identity.is_not_null())
            .filter(vault::Column::SealedTo.is_null())
            .order_by_asc(vault::Column::CaseId)
            .limit(limit)
            .all(self.reader())
            .await?;
        let identity = |row: vault::Model| row.identity.map(|sealed| (CaseId(row.case_id), sealed));
        Ok(rows.into_iter().filter_map(identity).collect())
    }

    /// Who wrote in this matter, and with the letter of which case it came: a review has it at the case it reviews.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn who_wrote(
        &self,
        case: CaseId,
    ) -> Result<Option<(CaseId, SealedIdentity)>, StoreError> {
        let mut next = Some(case);
        while let Some(case) = next {
            if let Some(identity) = self.identity(case).await? {
                return Ok(Some((case, identity)));
            }
            let row = cases::row::Entity::find_by_id(case.0).one(self.reader()).await?;
            next = row.and_then(|row| row.appeal_of).map(CaseId);
        }
        Ok(None)
    }

    /// The sealed identity of whoever opened a case with their letter.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn identity(&self, case: CaseId) -> Result<Option<SealedIdentity>, StoreError> {
        let row = vault::Entity::find_by_id(case.0).one(self.reader()).await?;
        Ok(row.and_then(|row| {
            row.identity.map(|sealed| SealedIdentity { sealed, to: row.sealed_to })
        }))
    }
}

impl Tx {
    /// The latest vault, as it is within this transaction.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn vault(&self) -> Result<Option<VaultRow>, StoreError> {
        latest(&self.db).await
    }

    /// Puts a custodian's key in the place of the one there was.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn put_custodian_key(&self, row: &KeyRow) -> Result<(), StoreError> {
        let columns = key::ActiveModel {
            account_id: Set(row.account.0),
            public: Set(row.public.clone()),
            locked: Set(row.locked.clone()),
            made_on: Set(row.made_on),
        };
        let replace = OnConflict::column(key::Column::AccountId)
            .update_columns([key::Column::Public, key::Column::Locked, key::Column::MadeOn])
            .to_owned();
        key::Entity::insert(columns).on_conflict(replace).exec_without_returning(&self.db).await?;
        Ok(())
    }

    /// # Errors
    /// When the database fails, or somebody else made one of this number.
    pub async fn add_vault(&self, row: &VaultRow) -> Result<(), StoreError> {
        let columns = made::ActiveModel {
            number: Set(row.number),
            public: Set(row.public.clone()),
            generation: Set(row.generation),
            made_on: Set(row.made_on),
        };
        made::Entity::insert(columns).exec_without_returning(&self.db).await?;
        Ok(())
    }

    /// # Errors
    /// When the database fails, or one of them is there already.
    pub async fn add_shares(&self, rows: &[ShareRow]) -> Result<(), StoreError> {
        let columns = rows.iter().map(|row| share::ActiveModel {
            vault: Set(row.vault),
            generation: Set(row.generation),
            holder: Set(row.holder.0),
            giver: Set(row.giver.into()),
            seat: Set(row.seat.into()),
            public: Set(row.public.clone()),
            sealed: Set(row.sealed.clone()),
        });
        share::Entity::insert_many(columns).exec_without_returning(&self.db).await?;
        Ok(())
    }

    /// Makes a round of shares the one that counts, and forgets every other.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when somebody else did so in the meantime.
    pub async fn turn_to(&self, vault: i32, generation: i32) -> Result<(), StoreError> {
        let done = made::Entity::update_many()
            .col_expr(made::Column::Generation, Expr::value(generation))
            .filter(made::Column::Number.eq(vault))
            .filter(made::Column::Generation.eq(generation - 1))
            .exec(&self.db)
            .await?;
        if done.rows_affected != 1 {
            return Err(StoreError::Missing);
        }
        share::Entity::delete_many()
            .filter(share::Column::Vault.eq(vault))
            .filter(share::Column::Generation.ne(generation))
            .exec(&self.db)
            .await?;
        Ok(())
    }

    /// Forgets an unfinished round of shares.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn drop_shares(&self, vault: i32, generation: i32) -> Result<(), StoreError> {
        share::Entity::delete_many()
            .filter(share::Column::Vault.eq(vault))
            .filter(share::Column::Generation.eq(generation))
            .exec(&self.db)
            .await?;
        Ok(())
    }

    /// Puts an identity into the vault that waited for one; not a second time.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn lock_away(
        &self,
        case: CaseId,
        identity: SealedIdentity,
    ) -> Result<(), StoreError> {
        let (identity, sealed_to) = in_columns(Some(identity));
        vault::Entity::update_many()
            .col_expr(vault::Column::Identity, Expr::value(identity))
            .col_expr(vault::Column::SealedTo, Expr::value(sealed_to))
            .filter(vault::Column::CaseId.eq(case.0))
            .filter(vault::Column::SealedTo.is_null())
            .exec(&self.db)
            .await?;
        Ok(())
    }
}

async fn latest(db: &impl ConnectionTrait) -> Result<Option<VaultRow>, StoreError> {
    let row = made::Entity::find().order_by_desc(made::Column::Number).one(db).await?;
    Ok(row.map(to_vault))
}

fn to_key(row: key::Model) -> KeyRow {
    let account = AccountId(row.account_id);
    KeyRow { account, public: row.public, locked: row.locked, made_on: row.made_on }
}

fn to_vault(row: made::Model) -> VaultRow {
    let (number, generation) = (row.number, row.generation);
    VaultRow { number, public: row.public, generation, made_on: row.made_on }
}

fn to_share(row: share::Model) -> Result<ShareRow, StoreError> {
    let seat = |seat: i32| Seat::try_from(seat).map_err(|_| StoreError::corrupt(row.holder));
    Ok(ShareRow {
        vault: row.vault,
        generation: row.generation,
        holder: AccountId(row.holder),
        giver: seat(row.giver)?,
        seat: seat(row.seat)?,
        public: row.public,
        sealed: row.sealed,
    })
}
