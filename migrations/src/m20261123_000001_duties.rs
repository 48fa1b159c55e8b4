//! What the background jobs look for.

use sea_orm_migration::prelude::*;

use crate::index;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // Letters kept because of a congress, by the day on which they wake.
        index(
            manager,
            "cases_by_congress",
            "cases (state_until, id)",
            Some("state = 'recorded' AND state_reason = 'pre_congress'"),
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared("DROP INDEX cases_by_congress").await?;
        Ok(())
    }
}
