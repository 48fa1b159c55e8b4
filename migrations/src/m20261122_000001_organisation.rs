//! Units, members, posts and memberships, all dated; accounts and sessions.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    blob, date, date_null, integer_null, string, string_null, string_uniq, text,
    timestamp_with_time_zone, uuid, uuid_null,
};

use crate::{create, drop_all, index};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        units(manager).await?;
        members(manager).await?;
        accounts(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let tables =
            ["sessions", "accounts", "recall_keys", "posts", "memberships", "members", "units"];
        drop_all(manager, &tables).await
    }
}

async fn units(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let columns = vec![
        uuid("id"),
        string_uniq("code"),
        string("kind"),
        text("name"),
        integer_null("number"),
        uuid_null("parent_id"),
        date("valid_from"),
        date_null("valid_to"),
    ];
    create(manager, "units", columns, &["id"]).await?;
    index(manager, "units_by_parent", "units (parent_id)", None).await
}

async fn members(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let columns = vec![
        uuid("id"),
        text("full_name"),
        string_null("gender"),
        date_null("born_on"),
        string_uniq("card_no"),
        date_null("joined_on"),
        date_null("official_on"),
        string_null("rating"),
        blob("sort_key"),
    ];
    create(manager, "members", columns, &["id"]).await?;
    let columns = vec![
        uuid("member_id"),
        uuid("unit_id"),
        string("tie"),
        date("valid_from"),
        date_null("valid_to"),
    ];
    create(manager, "memberships", columns, &["member_id", "tie", "valid_from"]).await?;
    index(manager, "memberships_by_unit", "memberships (unit_id)", None).await?;
    let columns = vec![
        uuid("id"),
        uuid("member_id"),
        uuid("unit_id"),
        string("title"),
        uuid("managed_by"),
        date("valid_from"),
        date_null("valid_to"),
    ];
    create(manager, "posts", columns, &["id"]).await?;
    index(manager, "posts_by_member", "posts (member_id)", None).await?;
    index(manager, "posts_by_unit", "posts (unit_id)", None).await?;
    create(
        manager,
        "recall_keys",
        vec![string("recall_key"), uuid("member_id")],
        &["recall_key", "member_id"],
    )
    .await
}

async fn accounts(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let columns = vec![
        uuid("id"),
        string_uniq("login"),
        text("password_hash"),
        string("role"),
        uuid("unit_id"),
        uuid_null("member_id"),
        text("display_name"),
        text("email"),
        string("lang"),
        date_null("disabled_on"),
    ];
    create(manager, "accounts", columns, &["id"]).await?;
    index(manager, "accounts_by_unit", "accounts (unit_id)", None).await?;
    index(manager, "accounts_by_member", "accounts (member_id)", None).await?;
    index(manager, "accounts_by_role", "accounts (role)", None).await?;
    let columns = vec![
        blob("token_hash"),
        uuid_null("account_id"),
        uuid_null("case_id"),
        timestamp_with_time_zone("expires_at"),
    ];
    create(manager, "sessions", columns, &["token_hash"]).await?;
    index(manager, "sessions_by_expiry", "sessions (expires_at)", None).await
}
