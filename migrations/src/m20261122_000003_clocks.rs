//! Clocks with their holds and extensions.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    boolean, date, date_null, integer, string, string_null, text, uuid,
};

use crate::{create, drop_all, index};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let columns = vec![
            uuid("case_id"),
            string("kind"),
            integer("seq"),
            string("rule"),
            string("calendar"),
            date("anchor_on"),
            date("nominal_on"),
            date("due_on"),
            boolean("provisional"),
            date_null("ended_on"),
            string_null("ending"),
            string_null("reminded"),
            date_null("wake_on"),
        ];
        create(manager, "clocks", columns, &["case_id", "kind", "seq"]).await?;
        // The reminder job finds what is due through this index; its size follows what is open.
        index(
            manager,
            "clocks_by_wake",
            "clocks (wake_on, case_id, kind, seq)",
            Some("wake_on IS NOT NULL"),
        )
        .await?;
        // What the silence check and the lapse of replies ask: open clocks by their end.
        index(manager, "clocks_open", "clocks (kind, due_on)", Some("ended_on IS NULL")).await?;
        let columns = vec![
            uuid("case_id"),
            string("kind"),
            integer("seq"),
            integer("position"),
            string("hold"),
            date("from_on"),
            date("to_on"),
            boolean("open"),
        ];
        create(manager, "holds", columns, &["case_id", "kind", "seq", "position"]).await?;
        index(manager, "holds_open", "holds (to_on)", Some("open")).await?;
        let columns = vec![
            uuid("case_id"),
            string("kind"),
            integer("seq"),
            integer("position"),
            integer("days"),
            date("granted_on"),
            text("criteria"),
        ];
        create(manager, "extensions", columns, &["case_id", "kind", "seq", "position"]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_all(manager, &["extensions", "holds", "clocks"]).await
    }
}
