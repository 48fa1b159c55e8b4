//! What happened, who is owed mail, who did what, and the jobs' own log.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, blob, blob_null, date, integer, string, string_null, string_uniq, text, text_null,
    timestamp_with_time_zone, timestamp_with_time_zone_null, uuid, uuid_null,
};

use crate::{create, drop_all, index};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        events(manager).await?;
        outbox(manager).await?;
        audit(manager).await?;
        let columns = vec![string("name"), timestamp_with_time_zone("ran_at"), text("report")];
        create(manager, "job_runs", columns, &["name"]).await?;
        create(manager, "facts", vec![string("name"), text("value")], &["name"]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_all(manager, &["facts", "job_runs", "audit_head", "audit", "outbox", "case_events"])
            .await
    }
}

async fn events(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let columns = vec![
        uuid("case_id"),
        big_integer("revision"),
        string("step"),
        string_null("act"),
        string("actor"),
        uuid_null("account_id"),
        date("on_day"),
        string("before"),
        string("after"),
        blob_null("note"),
    ];
    create(manager, "case_events", columns, &["case_id", "revision"]).await
}

async fn outbox(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let columns = vec![
        uuid("id"),
        uuid_null("case_id"),
        string("addressee"),
        uuid_null("account_id"),
        string("template"),
        string("channel"),
        text("args"),
        string_uniq("message_id"),
        string("status"),
        timestamp_with_time_zone("created_at"),
        timestamp_with_time_zone("due_at"),
        integer("attempts"),
        timestamp_with_time_zone_null("sent_at"),
        text_null("last_error"),
    ];
    create(manager, "outbox", columns, &["id"]).await?;
    index(manager, "outbox_by_due", "outbox (due_at, id)", Some("status = 'waiting'")).await?;
    index(manager, "outbox_by_case", "outbox (case_id)", Some("channel = 'paper'")).await
}

async fn audit(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let columns = vec![
        big_integer("seq"),
        timestamp_with_time_zone("at"),
        string("actor"),
        string("action"),
        text("object"),
        text("detail"),
        blob("mac"),
    ];
    create(manager, "audit", columns, &["seq"]).await?;
    // One row: where the chain ends. Its lock is what puts writers in order.
    let columns = vec![integer("id"), big_integer("seq"), blob("mac"), date("on_day")];
    create(manager, "audit_head", columns, &["id"]).await
}
