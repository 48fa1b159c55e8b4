//! The history of the schema, oldest first. A migration that has shipped is never edited.

mod m20261122_000001_organisation;
mod m20261122_000002_cases;
mod m20261122_000003_clocks;
mod m20261122_000004_traces;
mod m20261122_000005_answers;
mod m20261123_000001_duties;
mod m20261123_000010_calendars;
mod m20261123_000020_feeds;
mod m20261123_000030_succession;
mod m20261123_000040_interests;
mod m20261128_000010_leaves;
mod m20261128_000020_reorganisations;
mod m20261128_000030_sign_in;
mod m20261128_000040_case_keys;
mod m20261128_000041_old_seals;
mod m20261128_000042_retention;
mod m20261128_000050_vault;
mod m20261128_000051_openings;
mod m20261128_000060_evidence;
mod m20261128_000070_chain;
mod m20261128_000080_filed_members;
mod m20261128_000080_provider;
mod m20261128_000090_kept_words;
mod m20261128_000090_register_changes;
mod m20261128_000091_fingerprints;
mod m20261128_000092_interests_counted;

pub use sea_orm_migration::prelude::*;
pub use sea_orm_migration::{Migration, MigrationStatus};

#[derive(Debug)]
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261122_000001_organisation::Migration),
            Box::new(m20261122_000002_cases::Migration),
            Box::new(m20261122_000003_clocks::Migration),
            Box::new(m20261122_000004_traces::Migration),
            Box::new(m20261122_000005_answers::Migration),
            Box::new(m20261123_000001_duties::Migration),
            Box::new(m20261123_000010_calendars::Migration),
            Box::new(m20261123_000020_feeds::Migration),
            Box::new(m20261123_000030_succession::Migration),
            Box::new(m20261123_000040_interests::Migration),
            Box::new(m20261128_000010_leaves::Migration),
            Box::new(m20261128_000020_reorganisations::Migration),
            Box::new(m20261128_000040_case_keys::Migration),
            Box::new(m20261128_000041_old_seals::Migration),
            Box::new(m20261128_000042_retention::Migration),
            Box::new(m20261128_000050_vault::Migration),
            Box::new(m20261128_000051_openings::Migration),
            Box::new(m20261128_000060_evidence::Migration),
            Box::new(m20261128_000070_chain::Migration),
            Box::new(m20261128_000030_sign_in::Migration),
            Box::new(m20261128_000080_filed_members::Migration),
            Box::new(m20261128_000080_provider::Migration),
            Box::new(m20261128_000090_register_changes::Migration),
            Box::new(m20261128_000090_kept_words::Migration),
            Box::new(m20261128_000091_fingerprints::Migration),
            Box::new(m20261128_000092_interests_counted::Migration),
        ]
    }
}

/// Creates a table with these columns, all of them part of the key where named so.
async fn create(
    manager: &SchemaManager<'_>,
    name: &'static str,
    columns: Vec<ColumnDef>,
    key: &[&'static str],
) -> Result<(), DbErr> {
    let mut table = Table::create();
    table.table(name);
    for column in columns {
        table.col(column);
    }
    let mut primary = Index::create();
    for column in key {
        primary.col(*column);
    }
    table.primary_key(&mut primary);
    manager.create_table(table).await
}

/// Creates an index; `condition` makes it partial (same words on both databases).
async fn index(
    manager: &SchemaManager<'_>,
    name: &str,
    on: &str,
    condition: Option<&str>,
) -> Result<(), DbErr> {
    let condition = condition.map(|words| format!(" WHERE {words}")).unwrap_or_default();
    let sql = format!("CREATE INDEX {name} ON {on}{condition}");
    manager.get_connection().execute_unprepared(&sql).await?;
    Ok(())
}

async fn drop_all(manager: &SchemaManager<'_>, tables: &[&'static str]) -> Result<(), DbErr> {
    for table in tables {
        manager.drop_table(Table::drop().table(*table).to_owned()).await?;
    }
    Ok(())
}
