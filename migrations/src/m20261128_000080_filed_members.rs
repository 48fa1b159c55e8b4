//! What descriptions are compared with: one row for each member, so that hundreds are read at once for little.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{text, uuid};

use crate::{create, drop_all};

#[derive(DeriveMigrationName)]
pub struct Migration;

/// The rows are made by the program, as the keys are: it does so at its next start.
#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let columns = vec![uuid("member_id"), text("entry")];
        create(manager, "filed_members", columns, &["member_id"]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_all(manager, &["filed_members"]).await
    }
}
