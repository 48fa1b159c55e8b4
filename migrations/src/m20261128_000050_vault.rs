//! The vault of several custodians: their keys, the vault's public half, and the shares of its private one.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{blob, date, integer, integer_null, uuid};

use crate::{create, drop_all, index};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // To which vault an identity is sealed. None: it waits under the master key until there is one.
        let sealed_to = integer_null("sealed_to");
        manager.alter_table(Table::alter().table("vault").add_column(sealed_to).to_owned()).await?;
        let waits = "identity IS NOT NULL AND sealed_to IS NULL";
        index(manager, "vault_by_wait", "vault (case_id)", Some(waits)).await?;
        // A custodian's own key pair; the private half is locked with a passphrase.
        let columns = vec![uuid("account_id"), blob("public"), blob("locked"), date("made_on")];
        create(manager, "custodian_keys", columns, &["account_id"]).await?;
        // Each vault there has been, counted from one; identities are sealed to the latest.
        let columns = vec![
            integer("number"),
            blob("public"),
            // Counts how often it was shared out anew.
            integer("generation"),
            date("made_on"),
        ];
        create(manager, "vaults", columns, &["number"]).await?;
        let columns = vec![
            integer("vault"),
            integer("generation"),
            uuid("holder"),
            // Whose share this is a share of; when the vault was made, the portal gave all.
            integer("giver"),
            integer("seat"),
            // The holder's key that it is sealed to.
            blob("public"),
            blob("sealed"),
        ];
        let key = ["vault", "generation", "holder", "giver"];
        create(manager, "vault_shares", columns, &key).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_all(manager, &["vault_shares", "vaults", "custodian_keys"]).await?;
        manager.get_connection().execute_unprepared("DROP INDEX vault_by_wait").await?;
        manager.alter_table(Table::alter().table("vault").drop_column("sealed_to").to_owned()).await
    }
}
