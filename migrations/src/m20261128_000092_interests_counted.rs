//! Declared ties count among what whoever keeps a copy of the register in memory must read anew.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

#[derive(DeriveMigrationName)]
pub struct Migration;

const VERBS: [&str; 3] = ["INSERT", "DELETE", "UPDATE"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // The function of m20261128_000090_register_changes.
        let what = match manager.get_database_backend() {
            DbBackend::Postgres => "FOR EACH STATEMENT EXECUTE FUNCTION register_changes()",
            _ => "BEGIN UPDATE register_changes SET count = count + 1; END",
        };
        for verb in VERBS {
            let name = format!("interests_counted_{}", verb.to_lowercase());
            let sql = format!("CREATE TRIGGER {name} AFTER {verb} ON interests {what}");
            manager.get_connection().execute_unprepared(&sql).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let on = match manager.get_database_backend() {
            DbBackend::Postgres => " ON interests",
            _ => "",
        };
        for verb in VERBS {
            let sql = format!("DROP TRIGGER interests_counted_{}{on}", verb.to_lowercase());
            manager.get_connection().execute_unprepared(&sql).await?;
        }
        Ok(())
    }
}
