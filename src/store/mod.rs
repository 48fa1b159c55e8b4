//! The database. Nothing outside this directory names a table or a column.

pub mod accounts;
mod act;
pub mod agenda;
pub mod audit;
pub mod breaches;
pub mod bulk;
pub mod calendars;
pub mod case_keys;
pub mod cases;
pub mod cells;
pub mod clocks;
pub mod dump;
pub mod evidence;
pub mod factors;
pub mod facts;
pub mod feeds;
pub mod filed;
pub mod gate;
pub mod imports;
pub mod interests;
pub mod invitations;
pub mod job_runs;
pub mod leaves;
pub mod letters;
pub mod lists;
pub mod openings;
pub mod organisation;
pub mod outbox;
pub mod parts;
pub mod people;
pub mod provider_links;
pub mod reads;
pub mod reorganisations;
pub mod retention;
pub mod roll;
mod scope;
pub mod sent_keys;
pub mod sessions;
pub mod vault;

use std::time::Duration;

use gopy_migrations::{MigrationStatus, Migrator, MigratorTrait};
use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
use sea_orm::{
    ConnectOptions, Database, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr,
    EntityTrait, QuerySelect as _, Select, SqliteTransactionMode, TransactionOptions,
    TransactionTrait,
};
use thiserror::Error;

use crate::config;
use crate::domain::ids::CaseId;

/// The database: one side that writes, one that reads.
#[derive(Clone, Debug)]
pub struct Store {
    write: DatabaseConnection,
    read: DatabaseConnection,
}

/// One unit of work. Dropping it without [`Tx::commit`] undoes everything.
#[derive(Debug)]
pub struct Tx {
    pub(in crate::store) db: DatabaseTransaction,
}

#[derive(Debug, Error)]
pub enum StoreError {
    #[error("it is not there")]
    Missing,
    #[error("case {0} was changed by someone else in the meantime")]
    Stale(CaseId),
    #[error("row {0} holds values that do not fit together")]
    Corrupt(String),
    #[error("the database failed")]
    Database(#[from] DbErr),
}

impl StoreError {
    pub(in crate::store) fn corrupt(what: impl std::fmt::Display) -> Self {
        Self::Corrupt(what.to_string())
    }
}

impl Store {
    /// Opens the database named by the settings; makes the file and its folder when there is none.
    ///
    /// # Errors
    /// When it cannot be reached.
    pub async fn open(settings: &config::Database) -> Result<Self, StoreError> {
        if let Some(path) = settings.url.strip_prefix("sqlite://") {
            let file = path.split('?').next().unwrap_or(path);
            if let Some(folder) = std::path::Path::new(file).parent() {
                std::fs::create_dir_all(folder)
                    .map_err(|error| DbErr::Custom(format!("{}: {error}", folder.display())))?;
            }
            // One writer: SQLite has one write lock, so a second connection would only wait inside it.
            let write = Database::connect(sqlite(settings, 1)).await?;
            let read = Database::connect(sqlite(settings, settings.max_connections)).await?;
            return Ok(Self { write, read });
        }
        let mut options = ConnectOptions::new(&settings.url);
        options
            .max_connections(settings.max_connections)
            .acquire_timeout(Duration::from_secs(10))
            .sqlx_logging(settings.log_statements);
        let db = Database::connect(options).await?;
        Ok(Self { write: db.clone(), read: db })
    }

    /// Begins a unit of work that writes.
    ///
    /// SQLite takes its write lock at once, so that two writers queue up here instead of failing
    /// halfway through.
    ///
    /// # Errors
    /// When no connection is to be had.
    pub async fn begin(&self) -> Result<Tx, StoreError> {
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        Ok(Tx { db: self.write.begin_with_options(options).await? })
    }

    /// The side that reads. For the rooms that show things; it has no way to change them.
    pub(in crate::store) fn reader(&self) -> &DatabaseConnection {
        &self.read
    }

    pub(in crate::store) fn writer(&self) -> &DatabaseConnection {
        &self.write
    }

    pub fn is_postgres(&self) -> bool {
        self.write.get_database_backend() == DbBackend::Postgres
    }

    /// # Errors
    /// When the database does not answer.
    pub async fn ping(&self) -> Result<(), StoreError> {
        Ok(self.read.ping().await?)
    }

    /// Brings the schema up to date.
    ///
    /// # Errors
    /// When a migration fails; it is then undone whole.
    pub async fn migrate_up(&self) -> Result<(), StoreError> {
        Ok(Migrator::up(&self.write, None).await?)
    }

    /// Takes the last migration back.
    ///
    /// # Errors
    /// When it cannot be undone.
    pub async fn migrate_down(&self) -> Result<(), StoreError> {
        Ok(Migrator::down(&self.write, Some(1)).await?)
    }

    /// Each migration with whether it has been applied.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn migrations(&self) -> Result<Vec<(String, bool)>, StoreError> {
        let all = Migrator::get_migration_with_status(&self.write).await?;
        let line = |one: &gopy_migrations::Migration| {
            (one.name().to_owned(), one.status() == MigrationStatus::Applied)
        };
        Ok(all.iter().map(line).collect())
    }
}

/// A stretch of a worklist: what was taken from it is gone the next time, what could not be is passed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// Rows at the front that were looked at and stayed.
    pub skip: u64,
    pub limit: u64,
}

impl Store {
    /// A page of a query that selects nothing but the id of a case.
    async fn page<E>(&self, cases: Select<E>, page: Page) -> Result<Vec<CaseId>, StoreError>
    where
        E: EntityTrait,
    {
        let cases = cases.offset(page.skip).limit(page.limit);
        let ids: Vec<uuid::Uuid> = cases.into_tuple().all(&self.read).await?;
        Ok(ids.into_iter().map(CaseId).collect())
    }
}

impl Tx {
    /// # Errors
    /// When the database could not make it last.
    pub async fn commit(self) -> Result<(), StoreError> {
        Ok(self.db.commit().await?)
    }
}

fn sqlite(settings: &config::Database, connections: u32) -> ConnectOptions {
    let url = &settings.url;
    let url = if url.contains('?') { url.to_owned() } else { format!("{url}?mode=rwc") };
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(connections)
        .min_connections(1)
        .acquire_timeout(Duration::from_secs(30))
        // A file does not hang up: asking first would double the way of every statement.
        .test_before_acquire(false)
        .sqlx_logging(settings.log_statements)
        .map_sqlx_sqlite_opts(|options| {
            options
                .journal_mode(SqliteJournalMode::Wal)
                // Never NORMAL: it loses acknowledged letters at a power cut.
                .synchronous(SqliteSynchronous::Full)
                .foreign_keys(true)
                .busy_timeout(Duration::from_secs(10))
                .pragma("secure_delete", "ON")
                // Pages are read where the system has them, without a call for each.
                .pragma("mmap_size", "1073741824")
        });
    options
}
