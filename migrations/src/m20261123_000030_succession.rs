//! The organisation through time: what units were called and where they belonged, who took over from whom; and what
//! was imported into the register, by whom, from which file.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, blob, date, date_null, integer, integer_null, string, string_null, text,
    text_null, timestamp_with_time_zone, uuid, uuid_null,
};

use crate::{create, drop_all, index};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        units(manager).await?;
        imports(manager).await?;
        let db = manager.get_connection();
        db.execute_unprepared(
            "ALTER TABLE members ADD COLUMN year_only BOOLEAN NOT NULL DEFAULT FALSE",
        )
        .await?;
        index(manager, "recall_keys_by_member", "recall_keys (member_id)", None).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        db.execute_unprepared("DROP INDEX recall_keys_by_member").await?;
        db.execute_unprepared("ALTER TABLE members DROP COLUMN year_only").await?;
        let tables = ["import_drafts", "import_lines", "imports", "unit_successions", "unit_terms"];
        drop_all(manager, &tables).await
    }
}

async fn units(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let columns = vec![
        uuid("unit_id"),
        date("valid_from"),
        date_null("valid_to"),
        string("kind"),
        text("name"),
        integer_null("number"),
        uuid_null("parent_id"),
    ];
    create(manager, "unit_terms", columns, &["unit_id", "valid_from"]).await?;
    // Whatever was before is not known: the unit as it stands counts from its first day.
    let db = manager.get_connection();
    db.execute_unprepared(
        "INSERT INTO unit_terms (unit_id, valid_from, valid_to, kind, name, number, parent_id) \
         SELECT id, valid_from, valid_to, kind, name, number, parent_id FROM units",
    )
    .await?;
    let columns = vec![
        uuid("id"),
        uuid("from_unit"),
        uuid_null("to_unit"),
        string("kind"),
        date("effective_on"),
    ];
    create(manager, "unit_successions", columns, &["id"]).await?;
    index(manager, "unit_successions_by_from", "unit_successions (from_unit)", None).await?;
    index(manager, "unit_successions_by_to", "unit_successions (to_unit)", None).await
}

async fn imports(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let columns = vec![
        uuid("id"),
        timestamp_with_time_zone("at"),
        string("actor"),
        string("kind"),
        text("file_name"),
        string("digest"),
    ];
    create(manager, "imports", columns, &["id"]).await?;
    let columns = vec![
        uuid("import_id"),
        integer("place"),
        string("effect"),
        text("sheet"),
        big_integer("row_no"),
        string("key"),
        text("details"),
        // What stood in the file, where it was not in Unicode.
        text_null("original"),
    ];
    create(manager, "import_lines", columns, &["import_id", "place"]).await?;
    let columns = vec![
        uuid("id"),
        uuid("account_id"),
        string("kind"),
        text("file_name"),
        date_null("changes_from"),
        blob("content"),
        string_null("register_version"),
        timestamp_with_time_zone("at"),
    ];
    create(manager, "import_drafts", columns, &["id"]).await
}
