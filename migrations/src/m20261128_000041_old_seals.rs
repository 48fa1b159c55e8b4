//! Notes that what was written before there were keys of cases waits to be sealed anew; the program does it at its
//! next start, because only it has the keys.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let sql = "INSERT INTO facts (name, value) SELECT 'old_seals', 'yes' \
            WHERE EXISTS (SELECT 1 FROM cases)";
        manager.get_connection().execute_unprepared(sql).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let sql = "DELETE FROM facts WHERE name = 'old_seals'";
        manager.get_connection().execute_unprepared(sql).await?;
        Ok(())
    }
}
