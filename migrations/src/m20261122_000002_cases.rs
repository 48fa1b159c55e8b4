//! Letters, cases, allegations, subjects, exclusions, messages, conclusions, measures, the vault.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, blob, blob_null, boolean, date, date_null, integer, string, string_null,
    string_uniq, text_null, uuid, uuid_null,
};

use crate::{create, drop_all, index};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        cases(manager).await?;
        letters(manager).await?;
        parts(manager).await?;
        gate(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let tables = [
            "excluded_units",
            "exclusions",
            "subjects",
            "measures",
            "conclusions",
            "messages",
            "allegations",
            "vault",
            "letters",
            "cases",
        ];
        drop_all(manager, &tables).await
    }
}

async fn cases(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let columns = vec![
        uuid("id"),
        string_uniq("number"),
        blob_null("receipt_index"),
        string("kind"),
        string("track"),
        string("queue"),
        string("state"),
        date_null("state_on"),
        date_null("state_until"),
        text_null("state_reason"),
        uuid_null("handler_unit"),
        uuid_null("handler_account"),
        uuid_null("coordinating_unit"),
        date("received_on"),
        boolean("paper"),
        boolean("named"),
        integer("asked"),
        integer("returned"),
        boolean("heard"),
        text_null("pending_act"),
        uuid_null("pending_by"),
        date_null("pending_on"),
        uuid_null("appeal_of"),
        // Since when a second person is waited for.
        date_null("waiting_on"),
        // The earliest open duty: what every list is sorted by. Far in the future when none runs.
        date("next_due_on"),
        // 0 triage, 1 handling, 2 done: the lists' coarse place in the workflow.
        integer("phase"),
        big_integer("revision"),
    ];
    create(manager, "cases", columns, &["id"]).await?;
    let receipt = "CREATE UNIQUE INDEX cases_by_receipt ON cases (receipt_index)";
    manager.get_connection().execute_unprepared(receipt).await?;
    index(manager, "cases_by_list", "cases (queue, phase, next_due_on, id)", None).await?;
    index(
        manager,
        "cases_by_handler",
        "cases (handler_account, phase, next_due_on, id)",
        Some("handler_account IS NOT NULL"),
    )
    .await?;
    index(
        manager,
        "cases_by_helper",
        "cases (coordinating_unit, phase, next_due_on, id)",
        Some("coordinating_unit IS NOT NULL"),
    )
    .await?;
    index(
        manager,
        "cases_by_waiting",
        "cases (queue, waiting_on, id)",
        Some("waiting_on IS NOT NULL"),
    )
    .await?;
    index(manager, "cases_by_wait", "cases (state_until, id)", Some("state = 'need_info'")).await?;
    index(manager, "cases_by_state", "cases (state, id)", Some("phase < 2")).await?;
    index(manager, "cases_by_day", "cases (received_on, kind, state)", None).await
}

async fn letters(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let columns = vec![
        uuid("id"),
        uuid("case_id"),
        string("source"),
        string("lang"),
        date_null("happened_on"),
        date("received_on"),
        // About, place and text: sealed, never changed.
        blob("content"),
        blob_null("key_hash"),
        blob_null("body_hash"),
    ];
    create(manager, "letters", columns, &["id"]).await?;
    index(manager, "letters_by_case", "letters (case_id)", None).await?;
    let key = "CREATE UNIQUE INDEX letters_by_key ON letters (key_hash)";
    manager.get_connection().execute_unprepared(key).await?;
    // The reporter's name, address and phone; the address for notices lies in its own cell.
    let columns = vec![uuid("case_id"), blob_null("identity"), blob_null("contact")];
    create(manager, "vault", columns, &["case_id"]).await
}

async fn parts(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let columns = vec![
        uuid("id"),
        uuid("case_id"),
        integer("position"),
        blob("content"),
        string_null("outcome"),
        blob_null("evidence"),
    ];
    create(manager, "allegations", columns, &["id"]).await?;
    index(manager, "allegations_by_case", "allegations (case_id, position)", None).await?;
    let columns = vec![
        uuid("case_id"),
        integer("position"),
        date("written_on"),
        string("sender"),
        string("what"),
        blob("content"),
    ];
    create(manager, "messages", columns, &["case_id", "position"]).await?;
    let columns = vec![uuid("case_id"), date("written_on"), blob("content")];
    create(manager, "conclusions", columns, &["case_id"]).await?;
    let columns = vec![
        uuid("id"),
        uuid("case_id"),
        integer("position"),
        blob("content"),
        date("due_on"),
        date_null("done_on"),
    ];
    create(manager, "measures", columns, &["id"]).await?;
    index(manager, "measures_by_case", "measures (case_id, position)", None).await
}

async fn gate(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let columns = vec![uuid("case_id"), uuid("member_id"), date("since"), string("added_by")];
    create(manager, "subjects", columns, &["case_id", "member_id"]).await?;
    index(manager, "subjects_by_member", "subjects (member_id)", None).await?;
    let columns = vec![uuid("case_id"), uuid("account_id"), string("reason"), date("since")];
    create(manager, "exclusions", columns, &["case_id", "account_id"]).await?;
    index(manager, "exclusions_by_account", "exclusions (account_id)", None).await?;
    let columns = vec![uuid("case_id"), uuid("unit_id"), string("reason"), date("since")];
    create(manager, "excluded_units", columns, &["case_id", "unit_id"]).await
}
