//! Every row of every table, for backups, in a form that both databases write and read.
//!
//! A table is its columns' names and then its rows, each a list of plain values in that order.

use std::marker::PhantomData;

use async_trait::async_trait;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use chrono::{DateTime, NaiveDate, Utc};
use futures_util::TryStreamExt as _;
use sea_orm::{
    AccessMode, ActiveModelTrait, ColumnTrait as _, ColumnType, DatabaseTransaction, EntityTrait,
    FromQueryResult, Iden as _, IntoActiveModel, IsolationLevel, Iterable as _, ModelTrait,
    TransactionTrait as _, Value,
};
use serde_json::Value as Plain;
use uuid::Uuid;

use super::bulk::{Batch, Taken};
use super::{
    Store, StoreError, Tx, accounts, audit, breaches, calendars, case_keys, cases, clocks,
    evidence, factors, facts, feeds, filed, gate, imports, interests, job_runs, leaves, letters,
    openings, organisation, outbox, parts, people, provider_links, reads, reorganisations,
    retention, sent_keys, vault,
};

/// One row, column by column.
pub type Row = Vec<Plain>;

/// The database as it was at one moment, whatever is written meanwhile.
pub struct Snapshot {
    pub(in crate::store) db: DatabaseTransaction,
}

/// Rows put in with one statement.
const ROWS: usize = 500;

impl Store {
    /// # Errors
    /// When the database fails.
    pub async fn snapshot(&self) -> Result<Snapshot, StoreError> {
        let (isolation, access) = (IsolationLevel::RepeatableRead, AccessMode::ReadOnly);
        // SQLite knows neither word: there, a reader sees one moment anyway.
        let config = self.is_postgres().then_some((isolation, access)).unzip();
        let db = self.reader().begin_with_config(config.0, config.1).await?;
        Ok(Snapshot { db })
    }

    /// The first table that holds anything but what every start of the program puts there, if there is one.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn filled_table(&self) -> Result<Option<String>, StoreError> {
        for table in tables().into_iter().filter(|table| !table.begins_filled()) {
            if table.0.any(self.reader()).await? {
                return Ok(Some(table.name()));
            }
        }
        Ok(None)
    }
}

impl Snapshot {
    /// Gives every row of a table to `row`, which may refuse.
    ///
    /// # Errors
    /// What `row` says, or when the database fails.
    pub async fn rows<F>(&self, table: &Table, mut row: F) -> anyhow::Result<()>
    where
        F: FnMut(Row) -> anyhow::Result<()> + Send,
    {
        table.0.each(&self.db, &mut row).await
    }
}

impl Tx {
    /// Takes away what the first start of the program put into the database.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn clear_beginnings(&self) -> Result<(), StoreError> {
        for table in tables().iter().filter(|table| table.begins_filled()) {
            table.0.clear(&self.db).await?;
        }
        Ok(())
    }

    /// Puts rows into a table whose columns were `columns` when they were written.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] when the columns are others today or a value is not of its column's kind; and when
    /// the database fails.
    pub async fn fill(
        &self,
        table: &Table,
        columns: &[String],
        rows: Vec<Row>,
    ) -> Result<(), StoreError> {
        if table.columns() != columns {
            return Err(StoreError::corrupt(format!("columns of {}", table.name())));
        }
        for rows in rows.chunks(ROWS) {
            self.insert_all(table.0.batch(rows)?, Taken::Fails).await?;
        }
        Ok(())
    }
}

/// A table of which nothing but its rows is known.
pub struct Table(Box<dyn Dumped>);

impl Table {
    pub fn name(&self) -> String {
        self.0.name()
    }

    /// The calendar that the program brings along is put into the database by its first start.
    fn begins_filled(&self) -> bool {
        ["calendars", "calendar_years", "calendar_days", "editions"].contains(&&*self.name())
    }

    /// The names of its columns, in the order of its rows' values.
    pub fn columns(&self) -> Vec<String> {
        self.0.columns()
    }
}

/// What is kept in a backup. Sessions are not: whoever was signed in signs in again. Nor are lists that wait for a
/// preview to be agreed to.
pub fn tables() -> Vec<Table> {
    vec![
        of::<facts::row::Entity>(),
        of::<calendars::version::Entity>(),
        of::<calendars::year::Entity>(),
        of::<calendars::day::Entity>(),
        of::<calendars::edition::Entity>(),
        of::<calendars::congress::Entity>(),
        of::<people::unit::Entity>(),
        of::<people::member::Entity>(),
        of::<people::membership::Entity>(),
        of::<people::post::Entity>(),
        of::<filed::recall::Entity>(),
        of::<filed::row::Entity>(),
        of::<organisation::term::Entity>(),
        of::<organisation::succession::Entity>(),
        of::<imports::import::Entity>(),
        of::<imports::line::Entity>(),
        of::<accounts::account::Entity>(),
        of::<reorganisations::row::Entity>(),
        of::<reorganisations::account_move::Entity>(),
        of::<reorganisations::case_move::Entity>(),
        of::<factors::row::Entity>(),
        of::<factors::code::Entity>(),
        of::<provider_links::row::Entity>(),
        of::<feeds::row::Entity>(),
        of::<cases::row::Entity>(),
        of::<case_keys::row::Entity>(),
        of::<letters::row::Entity>(),
        of::<letters::vault::Entity>(),
        of::<vault::key::Entity>(),
        of::<vault::made::Entity>(),
        of::<vault::share::Entity>(),
        of::<openings::row::Entity>(),
        of::<openings::voice::Entity>(),
        of::<parts::allegation::Entity>(),
        of::<parts::measure::Entity>(),
        of::<parts::message::Entity>(),
        of::<parts::conclusion::Entity>(),
        of::<parts::event::Entity>(),
        of::<gate::subject::Entity>(),
        of::<gate::exclusion::Entity>(),
        of::<gate::excluded_unit::Entity>(),
        of::<gate::challenge::Entity>(),
        of::<interests::row::Entity>(),
        of::<leaves::row::Entity>(),
        of::<leaves::deputy::Entity>(),
        of::<reads::row::Entity>(),
        of::<retention::row::Entity>(),
        of::<breaches::row::Entity>(),
        of::<evidence::row::Entity>(),
        of::<clocks::row::Entity>(),
        of::<clocks::hold::Entity>(),
        of::<clocks::extension::Entity>(),
        of::<sent_keys::row::Entity>(),
        of::<outbox::row::Entity>(),
        of::<job_runs::row::Entity>(),
        of::<audit::row::Entity>(),
        of::<audit::head::Entity>(),
        of::<audit::heads::Entity>(),
    ]
}

/// A table, whatever its rows are.
#[async_trait]
trait Dumped: Send + Sync {
    fn name(&self) -> String;
    fn columns(&self) -> Vec<String>;
    async fn any(&self, db: &sea_orm::DatabaseConnection) -> Result<bool, StoreError>;
    async fn each(
        &self,
        db: &DatabaseTransaction,
        row: &mut (dyn FnMut(Row) -> anyhow::Result<()> + Send),
    ) -> anyhow::Result<()>;
    async fn clear(&self, db: &DatabaseTransaction) -> Result<(), StoreError>;
    fn batch(&self, rows: &[Row]) -> Result<Batch, StoreError>;
}

struct Of<E>(PhantomData<fn() -> E>);

fn of<E>() -> Table
where
    E: EntityTrait,
    E::Model: IntoActiveModel<E::ActiveModel> + FromQueryResult + Send + Sync,
    E::ActiveModel: ActiveModelTrait<Entity = E>,
{
    Table(Box::new(Of::<E>(PhantomData)))
}

#[async_trait]
impl<E> Dumped for Of<E>
where
    E: EntityTrait,
    E::Model: IntoActiveModel<E::ActiveModel> + FromQueryResult + Send + Sync,
    E::ActiveModel: ActiveModelTrait<Entity = E>,
{
    fn name(&self) -> String {
        E::default().table_name().to_owned()
    }

    fn columns(&self) -> Vec<String> {
        E::Column::iter().map(|column| column.unquoted().to_owned()).collect()
    }

    async fn any(&self, db: &sea_orm::DatabaseConnection) -> Result<bool, StoreError> {
        Ok(E::find().one(db).await?.is_some())
    }

    async fn each(
        &self,
        db: &DatabaseTransaction,
        row: &mut (dyn FnMut(Row) -> anyhow::Result<()> + Send),
    ) -> anyhow::Result<()> {
        let mut models = E::find().stream(db).await?;
        while let Some(model) = models.try_next().await? {
            let values = E::Column::iter().map(|column| plain(model.get(column)));
            row(values.collect::<Result<_, _>>()?)?;
        }
        Ok(())
    }

    async fn clear(&self, db: &DatabaseTransaction) -> Result<(), StoreError> {
        E::delete_many().exec(db).await?;
        Ok(())
    }

    fn batch(&self, rows: &[Row]) -> Result<Batch, StoreError> {
        let models = rows.iter().map(|row| {
            let mut model = <E::ActiveModel as ActiveModelTrait>::default();
            for (column, plain) in E::Column::iter().zip(row) {
                let kind = column.def().get_column_type().clone();
                let value = value(&kind, plain);
                model.set(column, value.ok_or_else(|| StoreError::corrupt(column.unquoted()))?);
            }
            Ok(model)
        });
        Batch::new(models.collect::<Result<Vec<_>, StoreError>>()?)
    }
}

/// # Errors
/// [`StoreError::Corrupt`] for a kind of value that no column here has.
fn plain(value: Value) -> Result<Plain, StoreError> {
    let text = |text: Option<String>| text.map_or(Plain::Null, Plain::String);
    Ok(match value {
        Value::Bool(value) => value.into(),
        Value::Int(value) => value.into(),
        Value::BigInt(value) => value.into(),
        Value::String(value) => text(value),
        Value::Uuid(value) => text(value.map(|value| value.to_string())),
        Value::Bytes(value) => text(value.map(|value| BASE64.encode(value))),
        Value::ChronoDate(value) => text(value.map(|value| value.to_string())),
        Value::ChronoDateTimeUtc(value) => text(value.map(|value| value.to_rfc3339())),
        Value::Json(value) => value.map_or(Plain::Null, |value| *value),
        other => return Err(StoreError::corrupt(format!("a value like {other:?}"))),
    })
}

/// None when the plain value is not of the column's kind.
fn value(kind: &ColumnType, plain: &Plain) -> Option<Value> {
    let text = plain.as_str();
    let given = !plain.is_null();
    // A value that is given must be of the kind: nothing becomes empty on the way.
    macro_rules! read {
        ($variant:ident, $read:expr) => {
            Value::$variant(if given { Some($read?) } else { None })
        };
    }
    Some(match kind {
        ColumnType::Boolean => read!(Bool, plain.as_bool()),
        ColumnType::Integer => read!(Int, plain.as_i64().and_then(|n| i32::try_from(n).ok())),
        ColumnType::BigInteger => read!(BigInt, plain.as_i64()),
        ColumnType::Text | ColumnType::String(_) | ColumnType::Char(_) => {
            read!(String, text.map(str::to_owned))
        }
        ColumnType::Uuid => read!(Uuid, Uuid::parse_str(text.unwrap_or_default()).ok()),
        ColumnType::Blob | ColumnType::VarBinary(_) | ColumnType::Binary(_) => {
            read!(Bytes, BASE64.decode(text.unwrap_or_default()).ok())
        }
        ColumnType::Date => read!(ChronoDate, text.and_then(|day| day.parse::<NaiveDate>().ok())),
        ColumnType::Timestamp | ColumnType::TimestampWithTimeZone | ColumnType::DateTime => {
            let read = |at: &str| at.parse::<DateTime<Utc>>().ok();
            read!(ChronoDateTimeUtc, text.and_then(read))
        }
        ColumnType::Json | ColumnType::JsonBinary => {
            if given {
                Value::Json(Some(Box::new(plain.clone())))
            } else {
                Value::Json(None)
            }
        }
        _ => return None,
    })
}
