//! Versions of the calendar, the editions that deadlines are counted with, congresses, and what each clock was
//! last held against.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, boolean, date, date_null, integer, integer_null, string, string_uniq, text,
    timestamp_with_time_zone, uuid,
};

use crate::{create, drop_all, index};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        calendars(manager).await?;
        let columns = vec![
            big_integer("number"),
            integer("calendar"),
            text("rules"),
            timestamp_with_time_zone("since"),
        ];
        create(manager, "editions", columns, &["number"]).await?;
        let columns = vec![
            uuid("id"),
            string("level"),
            text("name"),
            date("opens_on"),
            text("source"),
            string("called_by"),
            timestamp_with_time_zone("called_at"),
            date_null("dropped_on"),
        ];
        create(manager, "congresses", columns, &["id"]).await?;
        clocks(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        for sql in [
            "DROP INDEX clocks_in_doubt",
            "DROP INDEX clocks_unchecked",
            "ALTER TABLE clocks DROP COLUMN doubt",
            "ALTER TABLE clocks DROP COLUMN edition",
            "ALTER TABLE clocks DROP COLUMN term",
        ] {
            db.execute_unprepared(sql).await?;
        }
        let tables = ["congresses", "editions", "calendar_days", "calendar_years", "calendars"];
        drop_all(manager, &tables).await
    }
}

async fn calendars(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let columns = vec![
        integer("number"),
        string_uniq("version"),
        integer_null("changed_year"),
        text("source"),
        string("loaded_by"),
        timestamp_with_time_zone("loaded_at"),
    ];
    create(manager, "calendars", columns, &["number"]).await?;
    let columns = vec![integer("calendar"), integer("year"), boolean("decreed"), text("source")];
    create(manager, "calendar_years", columns, &["calendar", "year"]).await?;
    let columns = vec![
        integer("calendar"),
        date("on_day"),
        string("kind"),
        date_null("paired_with"),
        text("label"),
        text("label_en"),
        text("source"),
    ];
    create(manager, "calendar_days", columns, &["calendar", "on_day"]).await
}

async fn clocks(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let db = manager.get_connection();
    for sql in [
        "ALTER TABLE clocks ADD COLUMN term VARCHAR(64) NOT NULL DEFAULT ''",
        "ALTER TABLE clocks ADD COLUMN edition BIGINT NOT NULL DEFAULT 0",
        "ALTER TABLE clocks ADD COLUMN doubt VARCHAR(16)",
    ] {
        db.execute_unprepared(sql).await?;
    }
    // The check after a new edition finds open clocks that were not yet held against it.
    let open = Some("ended_on IS NULL");
    index(manager, "clocks_unchecked", "clocks (edition, case_id)", open).await?;
    // What waits for a decision: few, however many clocks are stored.
    let waiting = Some("doubt = 'open' AND ended_on IS NULL");
    index(manager, "clocks_in_doubt", "clocks (case_id)", waiting).await
}
