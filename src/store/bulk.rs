//! Many rows at once: for loading a register, and for filling a test database.
//!
//! Building a query row by row costs more than storing the row. Here one statement for a few hundred
//! rows is written once and used again with other values.

mod copy;
mod page;

use std::fmt::Write as _;

use sea_orm::{
    ActiveModelTrait, ActiveValue, ConnectionTrait as _, DbBackend, EntityName as _, EntityTrait,
    Iden as _, Iterable as _, QuerySelect as _, Statement, Value,
};

use super::{Store, StoreError, Tx};
pub use page::{Alleged, BulkCase, Page};

/// Rows of one table, column by column as the entity lists them.
#[derive(Debug)]
pub(in crate::store) struct Batch {
    pub table: String,
    pub columns: Vec<String>,
    /// Row after row.
    pub values: Vec<Value>,
}

/// Values in one statement: below SQLite's limit of 32,766 and PostgreSQL's of 65,535.
const VALUES: usize = 4_000;

impl Batch {
    /// # Errors
    /// [`StoreError::Corrupt`] when a row leaves a column out.
    pub fn new<A: ActiveModelTrait>(
        models: impl IntoIterator<Item = A>,
    ) -> Result<Self, StoreError> {
        let mut batch = Self {
            table: A::Entity::default().table_name().to_owned(),
            columns: columns::<A::Entity>().map(|column| column.unquoted().to_owned()).collect(),
            values: Vec::new(),
        };
        for model in models {
            for column in columns::<A::Entity>() {
                match model.get(column) {
                    ActiveValue::Set(value) | ActiveValue::Unchanged(value) => {
                        batch.values.push(value);
                    }
                    ActiveValue::NotSet => {
                        return Err(StoreError::corrupt(column.unquoted()));
                    }
                }
            }
        }
        Ok(batch)
    }
}

fn columns<E: EntityTrait>() -> impl Iterator<Item = E::Column> {
    E::Column::iter()
}

/// What becomes of a row whose key is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::store) enum Taken {
    Fails,
    Stays,
}

impl Tx {
    /// # Errors
    /// When the database fails, or a key is taken and that [`Taken::Fails`].
    pub(in crate::store) async fn insert_all(
        &self,
        batch: Batch,
        taken: Taken,
    ) -> Result<(), StoreError> {
        let width = batch.columns.len();
        let backend = self.db.get_database_backend();
        let mut statement = (0, String::new());
        let mut values = batch.values.into_iter().peekable();
        while values.peek().is_some() {
            let some: Vec<Value> = values.by_ref().take(VALUES / width * width).collect();
            let rows = some.len() / width;
            if rows != statement.0 {
                statement = (rows, insert(&batch.table, &batch.columns, rows, backend, taken));
            }
            let insert = Statement::from_sql_and_values(backend, statement.1.as_str(), some);
            self.db.execute_raw(insert).await?;
        }
        Ok(())
    }
}

/// `INSERT INTO table (a, b) VALUES (?, ?), (?, ?)`; some columns are named like keywords.
fn insert(
    table: &str,
    columns: &[String],
    rows: usize,
    backend: DbBackend,
    taken: Taken,
) -> String {
    let mut sql = format!("INSERT INTO {table} (\"{}\") VALUES ", columns.join("\", \""));
    let mut place = 0;
    for row in 0..rows {
        sql.push_str(if row == 0 { "(" } else { ", (" });
        for column in 0..columns.len() {
            place += 1;
            let comma = if column == 0 { "" } else { ", " };
            // Writing to a string cannot fail.
            let _written = match backend {
                DbBackend::Postgres => write!(sql, "{comma}${place}"),
                _ => write!(sql, "{comma}?"),
            };
        }
        sql.push(')');
    }
    if taken == Taken::Stays {
        sql.push_str(" ON CONFLICT DO NOTHING");
    }
    sql
}

impl Store {
    /// Writes whole cases, one page of them in one transaction.
    ///
    /// # Errors
    /// When the database fails, or a key is taken; then nothing of the page is stored.
    pub async fn add_page(&self, page: Page) -> Result<(), StoreError> {
        if self.is_postgres() {
            return self.copy_page(page).await;
        }
        let tx = self.begin().await?;
        for batch in page.batches {
            tx.insert_all(batch, Taken::Fails).await?;
        }
        tx.commit().await
    }

    /// Makes room for many pages, or gives it back. SQLite only: its own cache is too small for large indexes.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn expect_pages(&self, many: bool) -> Result<(), StoreError> {
        if !self.is_postgres() {
            // In KiB when negative; 2,000 is SQLite's own.
            let size = if many { "-400000" } else { "-2000" };
            self.writer().execute_unprepared(&format!("PRAGMA cache_size = {size}")).await?;
        } else if !many {
            self.writer().execute_unprepared("VACUUM (ANALYZE)").await?;
        }
        Ok(())
    }

    /// Every case number there is.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn numbers(&self) -> Result<Vec<String>, StoreError> {
        use super::cases::row;
        let numbers = row::Entity::find().select_only().column(row::Column::Number);
        Ok(numbers.into_tuple().all(self.reader()).await?)
    }
}
