//! Files that belong to cases. The files themselves lie elsewhere, sealed, under random names; here stand the keys
//! that open them, each wrapped with the key of its case.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    binary, binary_null, date, integer, string, string_null, uuid, uuid_null,
};

use crate::{create, drop_all};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let columns = vec![
            uuid("id"),
            uuid("case_id"),
            integer("number"),
            string("origin"),
            // Of the copy that people work with.
            string("kind"),
            string("object"),
            binary("key"),
            string_null("original_object"),
            binary_null("original_key"),
            // Sizes, fingerprints, what a scan says: sealed.
            binary("details"),
            string("verdict"),
            date("added_on"),
            uuid_null("added_by"),
        ];
        create(manager, "evidence", columns, &["id"]).await?;
        let db = manager.get_connection();
        for (name, on) in
            [("evidence_by_case", "case_id, number"), ("evidence_by_object", "object")]
        {
            let sql = format!("CREATE UNIQUE INDEX {name} ON evidence ({on})");
            db.execute_unprepared(&sql).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_all(manager, &["evidence"]).await
    }
}
