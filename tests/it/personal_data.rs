//! `docs/PERSONAL-DATA.md` names every table and every column there is, and no other.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use sea_orm::{ConnectionTrait as _, Database, Statement};

use crate::support::TestDatabase;

type Schema = BTreeMap<String, BTreeSet<String>>;

async fn there() -> Schema {
    let database = TestDatabase::fresh().await;
    let store = gopy::store::Store::open(&database.settings).await.unwrap();
    store.migrate_up().await.unwrap();
    let db = Database::connect(&database.settings.url).await.unwrap();
    let sql = if database.is_postgres() {
        "SELECT table_name AS a, column_name AS b FROM information_schema.columns \
         WHERE table_schema = 'public'"
    } else {
        "SELECT m.name AS a, c.name AS b FROM sqlite_master m, pragma_table_info(m.name) c \
         WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'"
    };
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await;
    let mut schema = Schema::new();
    for row in rows.unwrap() {
        let [table, column] = ["a", "b"].map(|name| row.try_get::<String>("", name).unwrap());
        schema.entry(table).or_default().insert(column);
    }
    db.close().await.unwrap();
    schema
}

fn words_in(cell: &str) -> BTreeSet<String> {
    cell.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

fn told() -> Schema {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/PERSONAL-DATA.md");
    let text = std::fs::read_to_string(path).unwrap();
    let (_, text) = text.split_once("## In the database").unwrap();
    let (text, _) = text.split_once("## Outside the database").unwrap();
    let mut schema = Schema::new();
    for line in text.lines().filter(|line| line.starts_with("| `")) {
        let cells: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
        assert_eq!(cells.len(), 8, "eight cells: {line}");
        assert!(cells.iter().all(|cell| !cell.is_empty()), "an empty cell: {line}");
        let table = words_in(cells[0]).pop_first().unwrap();
        assert!(schema.insert(table, words_in(cells[1])).is_none(), "twice: {line}");
    }
    schema
}

#[tokio::test]
async fn every_column_is_in_the_inventory() {
    let (there, told) = (there().await, told());
    let mut wrong = Vec::new();
    for (table, columns) in &there {
        match told.get(table) {
            None => wrong.push(format!("no row for `{table}` with {columns:?}")),
            Some(named) => {
                let (new, gone) = (columns - named, named - columns);
                if !new.is_empty() {
                    wrong.push(format!("row `{table}`: add {new:?} and say what they hold"));
                }
                if !gone.is_empty() {
                    wrong.push(format!("row `{table}`: {gone:?} do not exist"));
                }
            }
        }
    }
    let gone = told.keys().filter(|table| !there.contains_key(*table));
    wrong.extend(gone.map(|table| format!("there is no table `{table}`")));
    assert!(wrong.is_empty(), "docs/PERSONAL-DATA.md: {wrong:#?}");
}
