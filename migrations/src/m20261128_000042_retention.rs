//! What is to be destroyed, and what was: the line that stays of a dossier. And suspected breaches with their clock.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    blob, date, date_null, string, timestamp_with_time_zone, timestamp_with_time_zone_null, uuid,
    uuid_null,
};

use crate::{create, drop_all, index};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let columns = vec![
            uuid("case_id"),
            string("number"),
            date("received_on"),
            date("ended_on"),
            date("kept_until"),
            string("rule"),
            string("basis"),
            uuid("proposed_by"),
            date("proposed_on"),
            uuid_null("confirmed_by"),
            date_null("destroyed_on"),
        ];
        create(manager, "destructions", columns, &["case_id"]).await?;
        let on = "destructions (destroyed_on, case_id)";
        index(manager, "destructions_by_day", on, Some("destroyed_on IS NOT NULL")).await?;
        // Spelled like the condition of the list of what is due.
        let ended = Some("state IN ('closed', 'not_accepted') AND phase = 2");
        index(manager, "cases_by_end", "cases (state_on, id)", ended).await?;
        let columns = vec![
            uuid("id"),
            timestamp_with_time_zone("noticed_at"),
            timestamp_with_time_zone("due_at"),
            string("rule"),
            blob("what"),
            uuid("recorded_by"),
            timestamp_with_time_zone_null("reported_at"),
            uuid_null("reported_by"),
        ];
        create(manager, "breaches", columns, &["id"]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared("DROP INDEX cases_by_end").await?;
        drop_all(manager, &["breaches", "destructions"]).await
    }
}
