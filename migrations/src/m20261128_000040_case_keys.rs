//! The key of each case, wrapped for each of those who may read it; and in a resident's session.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::blob_null;
use sea_orm_migration::sea_orm::DbBackend;

use crate::{drop_all, index};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // Several rows a letter: on SQLite the key is the row, not a second copy of it beside.
        let (bytes, id, end) = match manager.get_database_backend() {
            DbBackend::Sqlite => ("BLOB", "uuid_text", " WITHOUT ROWID"),
            _ => ("BYTEA", "uuid", ""),
        };
        let table = format!(
            "CREATE TABLE case_keys (case_id {id} NOT NULL, holder_kind varchar NOT NULL, \
             holder_id {id} NOT NULL, wrapped {bytes} NOT NULL, \
             PRIMARY KEY (case_id, holder_kind, holder_id)){end}"
        );
        manager.get_connection().execute_unprepared(&table).await?;
        // What one account holds, to take it back at once.
        let accounts = Some("holder_kind = 'account'");
        index(manager, "case_keys_by_holder", "case_keys (holder_id)", accounts).await?;
        let column = blob_null("sealed_key");
        manager.alter_table(Table::alter().table("sessions").add_column(column).to_owned()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let column = Table::alter().table("sessions").drop_column("sealed_key").to_owned();
        manager.alter_table(column).await?;
        drop_all(manager, &["case_keys"]).await
    }
}
