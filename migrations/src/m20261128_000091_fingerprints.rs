//! Fingerprints of letters that no key of the sender was in are forgotten: who knew the text could try out who wrote it.
//!
//! Whoever sends such a letter a second time after this sends another one.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let forget =
            "UPDATE letters SET key_hash = NULL, body_hash = NULL WHERE key_hash IS NOT NULL";
        manager.get_connection().execute_unprepared(forget).await?;
        Ok(())
    }

    /// What was forgotten does not come back.
    async fn down(&self, _manager: &SchemaManager) -> Result<(), DbErr> {
        Ok(())
    }
}
