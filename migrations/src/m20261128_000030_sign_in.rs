//! Signing in with two factors: secrets of authenticator apps, codes for the day one is lost, links that let a person
//! in once, and what a session needs to be shown, ended and asked anew.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer_null, blob, blob_null, date_null, integer, string, string_null,
    timestamp_with_time_zone, timestamp_with_time_zone_null, uuid, uuid_null,
};

use crate::{create, drop_all, index};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        factors(manager).await?;
        let columns = vec![
            blob("token_hash"),
            uuid("account_id"),
            string("purpose"),
            timestamp_with_time_zone("expires_at"),
        ];
        create(manager, "invitations", columns, &["token_hash"]).await?;
        index(manager, "invitations_by_account", "invitations (account_id)", None).await?;
        add(manager, "accounts", date_null("seen_on")).await?;
        sessions(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let forget = ["DELETE FROM sessions", "DROP INDEX sessions_by_account"];
        for sql in forget {
            manager.get_connection().execute_unprepared(sql).await?;
        }
        for column in SESSION {
            take_away(manager, "sessions", column).await?;
        }
        take_away(manager, "accounts", "seen_on").await?;
        drop_all(manager, &["invitations", "recovery_codes", "second_factors"]).await
    }
}

async fn factors(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let columns = vec![
        uuid("account_id"),
        // Sealed; none until the first code was given.
        blob_null("secret"),
        date_null("since"),
        // The last step of which a code was taken: none is taken twice.
        big_integer_null("last_step"),
        // Sealed; shown, but not yet proved by a code.
        blob_null("pending"),
    ];
    create(manager, "second_factors", columns, &["account_id"]).await?;
    create(manager, "recovery_codes", vec![blob("code_hash"), uuid("account_id")], &["code_hash"])
        .await?;
    index(manager, "recovery_codes_by_account", "recovery_codes (account_id)", None).await
}

/// What is added to sessions.
const SESSION: [&str; 7] =
    ["id", "stage", "wrong", "began_at", "ends_at", "proved_for", "proved_until"];

async fn sessions(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    // Whoever is signed in signs in anew, with both factors.
    manager.get_connection().execute_unprepared("DELETE FROM sessions").await?;
    let columns = [
        uuid_null("id"),
        string("stage").default("whole").to_owned(),
        integer("wrong").default(0).to_owned(),
        timestamp_with_time_zone_null("began_at"),
        timestamp_with_time_zone_null("ends_at"),
        string_null("proved_for"),
        timestamp_with_time_zone_null("proved_until"),
    ];
    for column in columns {
        add(manager, "sessions", column).await?;
    }
    index(manager, "sessions_by_account", "sessions (account_id)", Some("account_id IS NOT NULL"))
        .await
}

async fn add(
    manager: &SchemaManager<'_>,
    table: &'static str,
    column: ColumnDef,
) -> Result<(), DbErr> {
    manager.alter_table(Table::alter().table(table).add_column(column).to_owned()).await
}

async fn take_away(
    manager: &SchemaManager<'_>,
    table: &'static str,
    column: &'static str,
) -> Result<(), DbErr> {
    manager.alter_table(Table::alter().table(table).drop_column(column).to_owned()).await
}
