//! Requests to open who wrote, and what custodians said to them.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    blob, blob_null, boolean, date, integer_null, string, timestamp_with_time_zone,
    timestamp_with_time_zone_null, uuid,
};

use crate::{create, drop_all, index};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let columns = vec![
            uuid("id"),
            uuid("case_id"),
            // The case with whose letter the name came: another one for a review.
            uuid("source_id"),
            uuid("asked_by"),
            timestamp_with_time_zone("asked_at"),
            blob("reason"),
            // Of the key pair that belongs to the code on the requester's paper.
            blob("public"),
            string("standing"),
            timestamp_with_time_zone_null("decided_at"),
            // The name, sealed to that key, for as long as it is open.
            blob_null("name"),
        ];
        create(manager, "openings", columns, &["id"]).await?;
        index(manager, "openings_by_case", "openings (case_id)", None).await?;
        index(manager, "openings_by_source", "openings (source_id)", None).await?;
        let open = "standing = 'waiting' OR name IS NOT NULL";
        index(manager, "openings_by_wait", "openings (asked_at, id)", Some(open)).await?;
        let columns = vec![
            uuid("opening_id"),
            uuid("account_id"),
            boolean("agrees"),
            // Why not.
            blob_null("reason"),
            // What this custodian lends, from which round of shares and which seat; gone once it is decided.
            integer_null("generation"),
            integer_null("seat"),
            blob_null("part"),
            date("on_day"),
        ];
        create(manager, "opening_voices", columns, &["opening_id", "account_id"]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_all(manager, &["opening_voices", "openings"]).await
    }
}
