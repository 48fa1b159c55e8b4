//! Why words stay that may betray a reporter, beside a request for a name and beside a suspected breach.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::blob_null;

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: [&str; 2] = ["openings", "breaches"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in TABLES {
            let column = blob_null("keep_reason");
            manager.alter_table(Table::alter().table(table).add_column(column).to_owned()).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in TABLES {
            let gone = Table::alter().table(table).drop_column("keep_reason").to_owned();
            manager.alter_table(gone).await?;
        }
        Ok(())
    }
}
