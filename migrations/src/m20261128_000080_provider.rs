//! Which account is whose at the identity provider.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{blob, date, uuid};

use crate::{create, drop_all};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let columns = vec![uuid("account_id"), blob("subject_hash"), date("since")];
        create(manager, "provider_links", columns, &["account_id"]).await?;
        let unique = Index::create()
            .name("provider_links_by_subject")
            .table("provider_links")
            .col("subject_hash")
            .unique()
            .to_owned();
        manager.create_index(unique).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_all(manager, &["provider_links"]).await
    }
}
