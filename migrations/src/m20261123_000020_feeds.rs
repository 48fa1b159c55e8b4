//! The secret link under which an officer's own calendar reads the days on which cases are due.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{blob, date, date_null, uuid};

use crate::{create, drop_all};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // One link for each account; the link itself is stored nowhere.
        let columns =
            vec![uuid("account_id"), blob("token_hash"), date("made_on"), date_null("read_on")];
        create(manager, "calendar_feeds", columns, &["account_id"]).await?;
        let key = "CREATE UNIQUE INDEX calendar_feeds_by_token ON calendar_feeds (token_hash)";
        manager.get_connection().execute_unprepared(key).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_all(manager, &["calendar_feeds"]).await
    }
}
