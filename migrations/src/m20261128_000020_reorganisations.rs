//! Reorganisations as one act: the plan, who signed it, where each open case and each account went; and of every case
//! the unit that answered for it last, also after it was closed.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    blob, date, date_null, string, string_null, text, text_null, timestamp_with_time_zone,
    timestamp_with_time_zone_null, uuid, uuid_null,
};

use crate::{create, drop_all, index};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let columns = vec![
            uuid("id"),
            text("name"),
            date("effective_on"),
            text("file_name"),
            blob("content"),
            string("digest"),
            string("drafted_by"),
            timestamp_with_time_zone("drafted_at"),
            // Why units may begin without a head or a deputy.
            text_null("waiver"),
            uuid_null("signed_by"),
            timestamp_with_time_zone_null("signed_at"),
        ];
        create(manager, "reorganisations", columns, &["id"]).await?;
        moves(manager).await?;
        let last = Table::alter().table("cases").add_column(uuid_null("last_unit")).to_owned();
        manager.alter_table(last).await?;
        let db = manager.get_connection();
        db.execute_unprepared("UPDATE cases SET last_unit = handler_unit").await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        db.execute_unprepared("ALTER TABLE cases DROP COLUMN last_unit").await?;
        drop_all(manager, &["account_moves", "case_moves", "reorganisations"]).await
    }
}

async fn moves(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    // A case as it stood when it was handed over.
    let columns = vec![
        uuid("reorganisation_id"),
        uuid("case_id"),
        date("moved_on"),
        uuid("from_unit"),
        uuid("from_account"),
        uuid_null("to_unit"),
        uuid_null("to_account"),
        string("state"),
        date("received_on"),
        date_null("due_on"),
    ];
    create(manager, "case_moves", columns, &["reorganisation_id", "case_id"]).await?;
    index(manager, "case_moves_by_case", "case_moves (case_id)", None).await?;
    // Where an account belonged before: the unit ended, and with it what the account was allowed to.
    let columns = vec![
        uuid("id"),
        uuid("account_id"),
        uuid("from_unit"),
        date("left_on"),
        uuid_null("reorganisation_id"),
        uuid_null("to_unit"),
        string_null("granted_by"),
        date_null("granted_on"),
    ];
    create(manager, "account_moves", columns, &["id"]).await?;
    index(manager, "account_moves_by_account", "account_moves (account_id)", None).await?;
    index(manager, "account_moves_by_unit", "account_moves (from_unit)", None).await
}
