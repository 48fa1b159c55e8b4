//! A count of the changes to who sits where and who may act, for whoever keeps a copy in memory. The database counts
//! by itself, so that no way of changing them can forget to.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, small_integer};
use sea_orm_migration::sea_orm::DbBackend;

use crate::{create, drop_all};

#[derive(DeriveMigrationName)]
pub struct Migration;

/// Each table with the changes of it that count.
const WATCHED: [(&str, &[&str]); 6] = [
    ("units", &["INSERT", "DELETE", "UPDATE"]),
    ("unit_successions", &["INSERT", "DELETE", "UPDATE"]),
    ("posts", &["INSERT", "DELETE", "UPDATE"]),
    ("members", &["UPDATE OF full_name"]),
    ("accounts", &["INSERT", "DELETE", "UPDATE OF role, unit_id, member_id, disabled_on"]),
    ("account_moves", &["INSERT", "DELETE", "UPDATE"]),
];

const COUNT: &str = "UPDATE register_changes SET count = count + 1";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let columns = vec![small_integer("id"), big_integer("count")];
        create(manager, "register_changes", columns, &["id"]).await?;
        let postgres = manager.get_database_backend() == DbBackend::Postgres;
        let mut all = vec!["INSERT INTO register_changes (id, count) VALUES (1, 0)".to_owned()];
        if postgres {
            all.push(format!(
                "CREATE FUNCTION register_changes() RETURNS trigger LANGUAGE plpgsql AS \
                 $$ BEGIN {COUNT}; RETURN NULL; END $$"
            ));
        }
        for (name, table, change) in triggers() {
            all.push(if postgres {
                format!(
                    "CREATE TRIGGER {name} AFTER {change} ON {table} \
                     FOR EACH STATEMENT EXECUTE FUNCTION register_changes()"
                )
            } else {
                format!("CREATE TRIGGER {name} AFTER {change} ON {table} BEGIN {COUNT}; END")
            });
        }
        run(manager, all).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let postgres = manager.get_database_backend() == DbBackend::Postgres;
        let drop = |(name, table, _)| {
            if postgres {
                format!("DROP TRIGGER {name} ON {table}")
            } else {
                format!("DROP TRIGGER {name}")
            }
        };
        let mut all: Vec<String> = triggers().map(drop).collect();
        if postgres {
            all.push("DROP FUNCTION register_changes()".to_owned());
        }
        run(manager, all).await?;
        drop_all(manager, &["register_changes"]).await
    }
}

/// Name, table and change of each trigger.
fn triggers() -> impl Iterator<Item = (String, &'static str, &'static str)> {
    WATCHED.into_iter().flat_map(|(table, changes)| {
        changes.iter().map(move |change| {
            let verb = change.split(' ').next().unwrap_or(change).to_lowercase();
            (format!("{table}_counted_{verb}"), table, *change)
        })
    })
}

async fn run(manager: &SchemaManager<'_>, statements: Vec<String>) -> Result<(), DbErr> {
    for statement in statements {
        manager.get_connection().execute_unprepared(&statement).await?;
    }
    Ok(())
}
