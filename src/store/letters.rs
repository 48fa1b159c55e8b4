//! Letters as received, and the vault that keeps who wrote them.

use chrono::NaiveDate;
use sea_orm::ActiveValue::Set;
use sea_orm::QueryOrder as _;
use sea_orm::entity::prelude::*;

use super::{Store, StoreError, Tx};
use crate::domain::ids::{CaseId, LetterId};
use crate::domain::letter::{Lang, Source};

pub(in crate::store) mod row {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "letters")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub case_id: Uuid,
        pub source: String,
        pub lang: String,
        pub happened_on: Option<Date>,
        pub received_on: Date,
        pub content: Vec<u8>,
        pub key_hash: Option<Vec<u8>>,
        pub body_hash: Option<Vec<u8>>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub(in crate::store) mod vault {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "vault")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub case_id: Uuid,
        pub identity: Option<Vec<u8>>,
        pub contact: Option<Vec<u8>>,
        pub sealed_to: Option<i32>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A letter with its sealed words.
#[derive(Clone, Debug)]
pub struct LetterRow {
    pub id: LetterId,
    pub case: CaseId,
    pub source: Source,
    pub lang: Lang,
    pub happened_on: Option<NaiveDate>,
    pub received_on: NaiveDate,
    pub content: Vec<u8>,
    /// Keyed hash of the idempotency key, and the fingerprint of the letter it came with.
    pub replay: Option<([u8; 32], [u8; 32])>,
}

/// Who wrote, sealed: to the vault of this number, or for want of one under the master key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealedIdentity {
    pub sealed: Vec<u8>,
    pub to: Option<i32>,
}

/// A letter that an idempotency key already stands for.
#[derive(Clone, Debug)]
pub struct Replayed {
    pub case: CaseId,
    pub body_hash: Vec<u8>,
}

impl Tx {
    /// # Errors
    /// When the database fails, or the idempotency key is taken.
    pub async fn add_letter(&self, letter: &LetterRow) -> Result<(), StoreError> {
        let row = columns(letter);
        row::Entity::insert(row).exec_without_returning(&self.db).await?;
        Ok(())
    }

    /// Puts identity and contact address, each sealed, into the vault.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn add_to_vault(
        &self,
        case: CaseId,
        identity: Option<SealedIdentity>,
        contact: Option<Vec<u8>>,
    ) -> Result<(), StoreError> {
        if identity.is_none() && contact.is_none() {
            return Ok(());
        }
        let (identity, sealed_to) = in_columns(identity);
        let row = vault::ActiveModel {
            case_id: Set(case.0),
            identity: Set(identity),
            contact: Set(contact),
            sealed_to: Set(sealed_to),
        };
        vault::Entity::insert(row).exec_without_returning(&self.db).await?;
        Ok(())
    }

    /// Puts another seal on the address for notices.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn set_contact(&self, case: CaseId, contact: Vec<u8>) -> Result<(), StoreError> {
        vault::Entity::update_many()
            .col_expr(vault::Column::Contact, Expr::value(contact))
            .filter(vault::Column::CaseId.eq(case.0))
            .exec(&self.db)
            .await?;
        Ok(())
    }

    /// What an idempotency key already stands for.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn replayed(&self, key_hash: &[u8]) -> Result<Option<Replayed>, StoreError> {
        let found = row::Entity::find().filter(row::Column::KeyHash.eq(key_hash));
        Ok(found.one(&self.db).await?.map(|row| Replayed {
            case: CaseId(row.case_id),
            body_hash: row.body_hash.unwrap_or_default(),
        }))
    }

    /// The sealed address for notices, to decide whether a mail is owed at all.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn contact(&self, case: CaseId) -> Result<Option<Vec<u8>>, StoreError> {
        let row = vault::Entity::find_by_id(case.0).one(&self.db).await?;
        Ok(row.and_then(|row| row.contact))
    }

    /// # Errors
    /// [`StoreError::Missing`], or a corrupt row.
    pub async fn letter(&self, case: CaseId) -> Result<LetterRow, StoreError> {
        load(&self.db, case).await
    }
}

impl Store {
    /// The letter that opened a case.
    ///
    /// # Errors
    /// [`StoreError::Missing`], or a corrupt row.
    pub async fn letter(&self, case: CaseId) -> Result<LetterRow, StoreError> {
        load(self.reader(), case).await
    }

    /// The reporter's sealed address for notices.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn contact(&self, case: CaseId) -> Result<Option<Vec<u8>>, StoreError> {
        let row = vault::Entity::find_by_id(case.0).one(self.reader()).await?;
        Ok(row.and_then(|row| row.contact))
    }

    /// The sealed letters of several cases at once, for the first words in a list.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn contents(&self, cases: &[CaseId]) -> Result<Vec<(CaseId, Vec<u8>)>, StoreError> {
        let ids = cases.iter().map(|case| case.0);
        let rows =
            row::Entity::find().filter(row::Column::CaseId.is_in(ids)).all(self.reader()).await?;
        Ok(rows.into_iter().map(|row| (CaseId(row.case_id), row.content)).collect())
    }
}

/// Both columns of an identity.
pub(in crate::store) fn in_columns(
    identity: Option<SealedIdentity>,
) -> (Option<Vec<u8>>, Option<i32>) {
    identity.map_or((None, None), |identity| (Some(identity.sealed), identity.to))
}

async fn load(db: &impl ConnectionTrait, case: CaseId) -> Result<LetterRow, StoreError> {
    let row = row::Entity::find()
        .filter(row::Column::CaseId.eq(case.0))
        .order_by_asc(row::Column::ReceivedOn)
        .one(db)
        .await?
        .ok_or(StoreError::Missing)?;
    let corrupt = || StoreError::corrupt(row.id);
    Ok(LetterRow {
        id: LetterId(row.id),
        case,
        source: Source::from_name(&row.source).ok_or_else(corrupt)?,
        lang: Lang::from_name(&row.lang).ok_or_else(corrupt)?,
        happened_on: row.happened_on,
        received_on: row.received_on,
        content: row.content,
        replay: None,
    })
}

pub(in crate::store) fn columns(letter: &LetterRow) -> row::ActiveModel {
    row::ActiveModel {
        id: Set(letter.id.0),
        case_id: Set(letter.case.0),
        source: Set(letter.source.name().to_owned()),
        lang: Set(letter.lang.name().to_owned()),
        happened_on: Set(letter.happened_on),
        received_on: Set(letter.received_on),
        content: Set(letter.content.clone()),
        key_hash: Set(letter.replay.map(|(key, _)| key.to_vec())),
        body_hash: Set(letter.replay.map(|(_, body)| body.to_vec())),
    }
}
