//! Who may know, from dated facts: declared ties, what residents ask, who has read what; and what the
//! gate needs to keep of a case.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    boolean, boolean_null, date, date_null, string, timestamp_with_time_zone, uuid, uuid_null,
};

use crate::{create, drop_all, index};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        cases(manager).await?;
        // Kept out, and yet put in charge by two persons: the row stays, so that it is not found anew.
        add(manager, "exclusions", date_null("admitted_on")).await?;
        interests(manager).await?;
        challenges(manager).await?;
        reads(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_all(manager, &["reads", "challenges", "interests"]).await?;
        take_away(manager, "exclusions", "admitted_on").await?;
        take_away(manager, "cases", "quarantined").await?;
        manager.get_connection().execute_unprepared("DROP INDEX cases_by_call").await?;
        take_away(manager, "cases", "called").await
    }
}

async fn add(
    manager: &SchemaManager<'_>,
    table: &'static str,
    column: ColumnDef,
) -> Result<(), DbErr> {
    manager.alter_table(Table::alter().table(table).add_column(column).to_owned()).await
}

async fn take_away(
    manager: &SchemaManager<'_>,
    table: &'static str,
    column: &'static str,
) -> Result<(), DbErr> {
    manager.alter_table(Table::alter().table(table).drop_column(column).to_owned()).await
}

async fn cases(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    // Whether the level above was called to look on.
    add(manager, "cases", boolean("called").default(false).to_owned()).await?;
    let harassed = "UPDATE cases SET called = TRUE WHERE id IN \
        (SELECT case_id FROM case_events WHERE step = 'report_retaliation')";
    manager.get_connection().execute_unprepared(harassed).await?;
    // Spelled like the condition in the list of the level above.
    index(manager, "cases_by_call", "cases (next_due_on, id)", Some("called")).await?;
    // Whether it waits above only until somebody decides whom it means.
    add(manager, "cases", boolean("quarantined").default(false).to_owned()).await
}

async fn interests(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let columns = vec![
        uuid("id"),
        // Exactly one of the first two, and of the next two.
        uuid_null("of_account"),
        uuid_null("of_member"),
        uuid_null("to_member"),
        uuid_null("to_unit"),
        string("tie"),
        date("valid_from"),
        date_null("valid_to"),
        uuid("declared_by"),
        date("declared_on"),
    ];
    create(manager, "interests", columns, &["id"]).await?;
    for column in ["of_account", "of_member", "to_member", "to_unit"] {
        let (name, on) = (format!("interests_by_{column}"), format!("interests ({column})"));
        let condition = format!("{column} IS NOT NULL");
        index(manager, &name, &on, Some(&condition)).await?;
    }
    Ok(())
}

async fn challenges(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let columns = vec![
        uuid("case_id"),
        uuid("account_id"),
        date("asked_on"),
        date_null("ruled_on"),
        boolean_null("upheld"),
    ];
    create(manager, "challenges", columns, &["case_id", "account_id"]).await
}

async fn reads(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let columns = vec![
        uuid("case_id"),
        uuid("account_id"),
        string("what"),
        date("on_day"),
        timestamp_with_time_zone("first_at"),
    ];
    create(manager, "reads", columns, &["case_id", "account_id", "what", "on_day"]).await
}
