//! Files of cases, as far as the database knows them: where each lies, and the wrapped key that opens it.

use chrono::NaiveDate;
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::Expr as SeaExpr;
use sea_orm::{ConnectionTrait, QueryOrder as _, QuerySelect as _};

use super::dump::Snapshot;
use super::{Store, StoreError, Tx};
use crate::domain::evidence::{FileKind, Origin};
use crate::domain::ids::{AccountId, CaseId, FileId};

pub(in crate::store) mod row {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "evidence")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub case_id: Uuid,
        pub number: i32,
        pub origin: String,
        pub kind: String,
        pub object: String,
        pub key: Vec<u8>,
        pub original_object: Option<String>,
        pub original_key: Option<Vec<u8>>,
        pub details: Vec<u8>,
        pub verdict: String,
        pub added_on: Date,
        pub added_by: Option<Uuid>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// What the scanner said of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scanned {
    Clean,
    /// No scanner was asked, or it did not answer.
    Unjudged,
}

impl Scanned {
    /// The stored spelling. Never changed, only added to.
    pub fn name(self) -> &'static str {
        match self {
            Self::Clean => "clean",
            Self::Unjudged => "unjudged",
        }
    }

    fn from_name(name: &str) -> Option<Self> {
        [Self::Clean, Self::Unjudged].into_iter().find(|one| one.name() == name)
    }
}

/// A file in the store of files: its name there and its wrapped key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    pub object: String,
    pub key: Vec<u8>,
}

/// One file of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileRow {
    pub id: FileId,
    pub case: CaseId,
    /// From 1 within its case.
    pub number: i32,
    pub origin: Origin,
    /// Of the copy.
    pub kind: FileKind,
    pub copy: Kept,
    pub original: Option<Kept>,
    pub details: Vec<u8>,
    pub scanned: Scanned,
    pub added_on: NaiveDate,
    pub added_by: Option<AccountId>,
}

impl Tx {
    /// # Errors
    /// When the database fails, or an object belongs to another file already.
    pub async fn add_file(&self, file: &FileRow) -> Result<(), StoreError> {
        let original = file.original.clone();
        let row = row::ActiveModel {
            id: Set(file.id.0),
            case_id: Set(file.case.0),
            number: Set(file.number),
            origin: Set(file.origin.name().to_owned()),
            kind: Set(file.kind.name().to_owned()),
            object: Set(file.copy.object.clone()),
            key: Set(file.copy.key.clone()),
            original_object: Set(original.as_ref().map(|kept| kept.object.clone())),
            original_key: Set(original.map(|kept| kept.key)),
            details: Set(file.details.clone()),
            verdict: Set(file.scanned.name().to_owned()),
            added_on: Set(file.added_on),
            added_by: Set(file.added_by.map(|account| account.0)),
        };
        row::Entity::insert(row).exec_without_returning(&self.db).await?;
        Ok(())
    }

    /// The files of a case, in their order.
    ///
    /// # Errors
    /// When the database fails or a row does not fit together.
    pub async fn files(&self, case: CaseId) -> Result<Vec<FileRow>, StoreError> {
        files(&self.db, case).await
    }

    /// Whether one of these objects belongs to a file already.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn is_taken(&self, objects: &[String]) -> Result<bool, StoreError> {
        let found = row::Entity::find().filter(row::Column::Object.is_in(objects));
        Ok(found.count(&self.db).await? != 0)
    }

    /// Takes the files of a case out of the database; what lies elsewhere is for the caller to destroy.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn drop_files(&self, case: CaseId) -> Result<(), StoreError> {
        row::Entity::delete_many().filter(row::Column::CaseId.eq(case.0)).exec(&self.db).await?;
        Ok(())
    }
}

impl Store {
    /// The files of a case, in their order.
    ///
    /// # Errors
    /// When the database fails or a row does not fit together.
    pub async fn files(&self, case: CaseId) -> Result<Vec<FileRow>, StoreError> {
        files(self.reader(), case).await
    }

    /// How many files a case has.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn count_files(&self, case: CaseId) -> Result<u64, StoreError> {
        let found = row::Entity::find().filter(row::Column::CaseId.eq(case.0));
        Ok(found.count(self.reader()).await?)
    }

    /// Notes that the scanner found nothing in a file.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn note_clean(&self, file: FileId) -> Result<(), StoreError> {
        row::Entity::update_many()
            .col_expr(row::Column::Verdict, SeaExpr::value(Scanned::Clean.name()))
            .filter(row::Column::Id.eq(file.0))
            .exec(self.writer())
            .await?;
        Ok(())
    }

    /// The names of all objects that belong to files.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn kept_objects(&self) -> Result<Vec<String>, StoreError> {
        kept(self.reader()).await
    }
}

impl Snapshot {
    /// The names of all objects that belonged to files at that moment.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn kept_objects(&self) -> Result<Vec<String>, StoreError> {
        kept(&self.db).await
    }
}

async fn kept(db: &impl ConnectionTrait) -> Result<Vec<String>, StoreError> {
    let rows: Vec<(String, Option<String>)> = row::Entity::find()
        .select_only()
        .columns([row::Column::Object, row::Column::OriginalObject])
        .order_by_asc(row::Column::Object)
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().flat_map(|(copy, original)| [Some(copy), original]).flatten().collect())
}

async fn files(db: &impl ConnectionTrait, case: CaseId) -> Result<Vec<FileRow>, StoreError> {
    let rows = row::Entity::find()
        .filter(row::Column::CaseId.eq(case.0))
        .order_by_asc(row::Column::Number)
        .all(db)
        .await?;
    rows.into_iter().map(read).collect()
}

fn read(row: row::Model) -> Result<FileRow, StoreError> {
    let corrupt = || StoreError::corrupt(row.id);
    Ok(FileRow {
        id: FileId(row.id),
        case: CaseId(row.case_id),
        number: row.number,
        origin: Origin::from_name(&row.origin).ok_or_else(corrupt)?,
        kind: FileKind::from_name(&row.kind).ok_or_else(corrupt)?,
        scanned: Scanned::from_name(&row.verdict).ok_or_else(corrupt)?,
        copy: Kept { object: row.object, key: row.key },
        original: row
            .original_object
            .zip(row.original_key)
            .map(|(object, key)| Kept { object, key }),
        details: row.details,
        added_on: row.added_on,
        added_by: row.added_by.map(AccountId),
    })
}
