//! Of which letters a mail about letters that wait is owed.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

use crate::drop_all;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // On SQLite the key is the row, not a second copy of it beside.
        let (id, end) = match manager.get_database_backend() {
            DbBackend::Sqlite => ("uuid_text", " WITHOUT ROWID"),
            _ => ("uuid", ""),
        };
        let table = format!(
            "CREATE TABLE arrivals (mail_id {id} NOT NULL, case_id {id} NOT NULL, \
             PRIMARY KEY (mail_id, case_id)){end}"
        );
        manager.get_connection().execute_unprepared(&table).await?;
        // Those that are owed already, one letter each.
        let owed = "INSERT INTO arrivals (mail_id, case_id) SELECT id, case_id FROM outbox \
                    WHERE template = 'intake' AND status = 'waiting' AND case_id IS NOT NULL";
        manager.get_connection().execute_unprepared(owed).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_all(manager, &["arrivals"]).await
    }
}
