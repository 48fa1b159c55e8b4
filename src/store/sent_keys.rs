//! Idempotency keys of what residents write to an open case: each is taken once.

use sea_orm::ActiveValue::Set;
use sea_orm::QuerySelect as _;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;

use super::{StoreError, Tx, cases};
use crate::domain::ids::CaseId;

pub(in crate::store) mod row {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "sent_keys")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub case_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub key_hash: Vec<u8>,
        pub body_hash: Vec<u8>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// What a key stood for before it was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// Nothing: it is taken now.
    New,
    /// The very same thing, which is stored already.
    Same,
    /// Something else.
    Other,
}

impl Tx {
    /// Takes a key for what it came with, as part of this unit of work.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn take_key(
        &self,
        case: CaseId,
        key_hash: &[u8],
        body_hash: &[u8],
    ) -> Result<Taken, StoreError> {
        let line = row::ActiveModel {
            case_id: Set(case.0),
            key_hash: Set(key_hash.to_vec()),
            body_hash: Set(body_hash.to_vec()),
        };
        // Whoever comes second waits here for the first, and then finds its row.
        let kept = OnConflict::columns([row::Column::CaseId, row::Column::KeyHash])
            .do_nothing_on([row::Column::CaseId])
            .to_owned();
        let added = row::Entity::insert(line).on_conflict(kept).exec_without_returning(&self.db);
        match added.await {
            Ok(1..) => return Ok(Taken::New),
            Ok(0) | Err(DbErr::RecordNotInserted) => {}
            Err(error) => return Err(error.into()),
        }
        let found = row::Entity::find_by_id((case.0, key_hash.to_vec())).one(&self.db).await?;
        let found = found.ok_or(StoreError::Missing)?;
        Ok(if found.body_hash == body_hash { Taken::Same } else { Taken::Other })
    }

    /// Keeps others from writing to this case until this unit of work ends. `SQLite` has one writer
    /// anyway.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when there is no such case.
    pub async fn hold_case(&self, case: CaseId) -> Result<(), StoreError> {
        let held = cases::row::Entity::find_by_id(case.0).lock_exclusive().one(&self.db).await?;
        held.map(|_| ()).ok_or(StoreError::Missing)
    }
}
