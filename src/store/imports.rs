//! What was imported into the register: by whom, from which file, and what each row changed. And files that wait for
//! somebody to look at the preview and agree.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;

use super::bulk::{Batch, Taken};
use super::{Store, StoreError, Tx};
use crate::domain::ids::AccountId;

pub(in crate::store) mod import {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "imports")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub at: DateTimeUtc,
        pub actor: String,
        pub kind: String,
        pub file_name: String,
        pub digest: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub(in crate::store) mod line {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "import_lines")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub import_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub place: i32,
        pub effect: String,
        pub sheet: String,
        pub row_no: i64,
        pub key: String,
        pub details: String,
        pub original: Option<String>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

mod draft {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "import_drafts")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub account_id: Uuid,
        pub kind: String,
        pub file_name: String,
        pub changes_from: Option<Date>,
        pub content: Vec<u8>,
        pub register_version: Option<String>,
        pub at: DateTimeUtc,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// One import that was carried out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportRow {
    pub id: Uuid,
    pub at: DateTime<Utc>,
    pub actor: String,
    pub kind: String,
    pub file_name: String,
    /// SHA-256 of the file, hexadecimal.
    pub digest: String,
}

/// What one row of a file changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportLine {
    pub effect: &'static str,
    pub sheet: String,
    pub row: u32,
    pub key: String,
    /// Each column with what was before and after.
    pub details: String,
    pub original: Option<String>,
}

/// A file that waits to be agreed to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftRow {
    pub id: Uuid,
    pub account: AccountId,
    pub kind: String,
    pub file_name: String,
    pub changes_from: Option<NaiveDate>,
    pub content: Vec<u8>,
    /// The state of the register that the preview was made from.
    pub register_version: String,
    pub at: DateTime<Utc>,
}

impl Store {
    /// Keeps a file for its sender, and drops those that were kept before this instant.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn keep_draft(&self, row: DraftRow, old: DateTime<Utc>) -> Result<(), StoreError> {
        let tx = self.begin().await?;
        draft::Entity::delete_many().filter(draft::Column::At.lt(old)).exec(&tx.db).await?;
        let row = draft::ActiveModel {
            id: Set(row.id),
            account_id: Set(row.account.0),
            kind: Set(row.kind),
            file_name: Set(row.file_name),
            changes_from: Set(row.changes_from),
            content: Set(row.content),
            register_version: Set(Some(row.register_version)),
            at: Set(row.at),
        };
        draft::Entity::insert(row).exec_without_returning(&tx.db).await?;
        tx.commit().await
    }

    /// The file that this account left under this id.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn draft(&self, id: Uuid, of: AccountId) -> Result<Option<DraftRow>, StoreError> {
        let found = draft::Entity::find_by_id(id).filter(draft::Column::AccountId.eq(of.0));
        Ok(found.one(self.reader()).await?.map(|row| DraftRow {
            id: row.id,
            account: AccountId(row.account_id),
            kind: row.kind,
            file_name: row.file_name,
            changes_from: row.changes_from,
            content: row.content,
            register_version: row.register_version.unwrap_or_default(),
            at: row.at,
        }))
    }

    /// # Errors
    /// When the database fails.
    pub async fn drop_draft(&self, id: Uuid) -> Result<(), StoreError> {
        draft::Entity::delete_by_id(id).exec(self.writer()).await?;
        Ok(())
    }
}

impl Tx {
    /// Writes down an import with what each row changed.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn log_import(
        &self,
        row: &ImportRow,
        lines: &[ImportLine],
    ) -> Result<(), StoreError> {
        let import = import::ActiveModel {
            id: Set(row.id),
            at: Set(row.at),
            actor: Set(row.actor.clone()),
            kind: Set(row.kind.clone()),
            file_name: Set(row.file_name.clone()),
            digest: Set(row.digest.clone()),
        };
        import::Entity::insert(import).exec_without_returning(&self.db).await?;
        let rows = (0_i32..).zip(lines).map(|(place, line)| line::ActiveModel {
            import_id: Set(row.id),
            place: Set(place),
            effect: Set(line.effect.to_owned()),
            sheet: Set(line.sheet.clone()),
            row_no: Set(line.row.into()),
            key: Set(line.key.clone()),
            details: Set(line.details.clone()),
            original: Set(line.original.clone()),
        });
        self.insert_all(Batch::new(rows)?, Taken::Fails).await
    }
}
