//! The chain of acts: nothing in it is changed or taken away, and where it ended on each day, signed.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, blob, date};
use sea_orm_migration::sea_orm::DbBackend;

use crate::{create, drop_all};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let columns = vec![date("on_day"), big_integer("seq"), blob("mac"), blob("signature")];
        create(manager, "audit_heads", columns, &["on_day"]).await?;
        run(manager, &guards(manager.get_database_backend())).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let undo: Vec<String> = match manager.get_database_backend() {
            DbBackend::Postgres => vec![
                "DROP TRIGGER audit_kept ON audit".into(),
                "DROP TRIGGER audit_head_kept ON audit_head".into(),
                "DROP TRIGGER audit_head_grows ON audit_head".into(),
                "DROP TRIGGER audit_heads_kept ON audit_heads".into(),
                "DROP FUNCTION audit_refuses()".into(),
            ],
            _ => SQLITE.iter().map(|(name, _)| format!("DROP TRIGGER {name}")).collect(),
        };
        run(manager, &undo).await?;
        drop_all(manager, &["audit_heads"]).await
    }
}

async fn run(manager: &SchemaManager<'_>, statements: &[String]) -> Result<(), DbErr> {
    for statement in statements {
        manager.get_connection().execute_unprepared(statement).await?;
    }
    Ok(())
}

/// What each guard of SQLite stands before. A row put in the place of another takes that one away without
/// asking the guard of deletions, so it has one of its own.
const SQLITE: [(&str, &str); 8] = [
    ("audit_no_update", "UPDATE ON audit"),
    ("audit_no_delete", "DELETE ON audit"),
    ("audit_no_replace", "INSERT ON audit WHEN EXISTS (SELECT 1 FROM audit WHERE seq = NEW.seq)"),
    ("audit_head_no_delete", "DELETE ON audit_head"),
    ("audit_head_grows", "UPDATE ON audit_head WHEN NEW.seq < OLD.seq"),
    ("audit_heads_no_update", "UPDATE ON audit_heads"),
    ("audit_heads_no_delete", "DELETE ON audit_heads"),
    (
        "audit_heads_no_replace",
        "INSERT ON audit_heads WHEN EXISTS (SELECT 1 FROM audit_heads WHERE on_day = NEW.on_day)",
    ),
];

const REFUSAL: &str = "the audit is only ever appended to";

fn guards(backend: DbBackend) -> Vec<String> {
    if backend != DbBackend::Postgres {
        let guard = |(name, before): &(&str, &str)| {
            format!(
                "CREATE TRIGGER {name} BEFORE {before} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            )
        };
        return SQLITE.iter().map(guard).collect();
    }
    let kept = |table: &str, what: &str| {
        format!(
            "CREATE TRIGGER {table}_kept BEFORE {what} ON {table} \
             FOR EACH STATEMENT EXECUTE FUNCTION audit_refuses()"
        )
    };
    // Always: also for a session that calls itself a replica.
    let always =
        |table: &str, name: &str| format!("ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}");
    vec![
        format!(
            "CREATE FUNCTION audit_refuses() RETURNS trigger LANGUAGE plpgsql AS \
             $$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$"
        ),
        kept("audit", "UPDATE OR DELETE OR TRUNCATE"),
        kept("audit_head", "DELETE OR TRUNCATE"),
        kept("audit_heads", "UPDATE OR DELETE OR TRUNCATE"),
        "CREATE TRIGGER audit_head_grows BEFORE UPDATE ON audit_head FOR EACH ROW \
         WHEN (NEW.seq < OLD.seq) EXECUTE FUNCTION audit_refuses()"
            .into(),
        always("audit", "audit_kept"),
        always("audit_head", "audit_head_kept"),
        always("audit_head", "audit_head_grows"),
        always("audit_heads", "audit_heads_kept"),
    ]
}
