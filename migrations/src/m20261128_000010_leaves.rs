//! Who is away, and who stands in.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{date, date_null, uuid, uuid_null};

use crate::{create, drop_all, index};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let leaves = vec![
            uuid("id"),
            uuid("account_id"),
            // Both are days away.
            date("from_on"),
            date("last_on"),
            uuid_null("deputy_id"),
            date_null("ended_on"),
            uuid("entered_by"),
            date("entered_on"),
        ];
        create(manager, "leaves", leaves, &["id"]).await?;
        index(manager, "leaves_by_account", "leaves (account_id, last_on)", None).await?;
        index(manager, "leaves_by_last", "leaves (last_on)", None).await?;
        // Who stands in for an account whenever it is away without saying for whom.
        let deputies = vec![uuid("account_id"), uuid("deputy_id"), uuid("set_by"), date("set_on")];
        create(manager, "deputies", deputies, &["account_id"]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_all(manager, &["deputies", "leaves"]).await
    }
}
