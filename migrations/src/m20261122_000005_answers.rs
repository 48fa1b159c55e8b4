//! What makes a second click harmless, and why risky words of a summary were kept.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{blob, blob_null, uuid};

use crate::{create, drop_all};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // Keyed hashes of the idempotency key and of what came with it; the primary key is what
        // stores each only once.
        let columns = vec![uuid("case_id"), blob("key_hash"), blob("body_hash")];
        create(manager, "sent_keys", columns, &["case_id", "key_hash"]).await?;
        let mut events = Table::alter();
        events.table("case_events").add_column(blob_null("keep_reason"));
        manager.alter_table(events).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut events = Table::alter();
        events.table("case_events").drop_column("keep_reason");
        manager.alter_table(events).await?;
        drop_all(manager, &["sent_keys"]).await
    }
}
