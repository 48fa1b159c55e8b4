//! PostgreSQL's own way to take many rows: `COPY … FROM STDIN`, in its text format.

use std::fmt::Write as _;

use sea_orm::{DbErr, Value};

use super::{Batch, Page};
use crate::store::{Store, StoreError};

impl Store {
    pub(super) async fn copy_page(&self, page: Page) -> Result<(), StoreError> {
        let mut tx = self.writer().get_postgres_connection_pool().begin().await.map_err(failed)?;
        for batch in page.batches {
            if batch.values.is_empty() {
                continue;
            }
            let (table, columns) = (&batch.table, batch.columns.join("\", \""));
            let start = format!("COPY {table} (\"{columns}\") FROM STDIN");
            let mut copy = tx.copy_in_raw(&start).await.map_err(failed)?;
            copy.send(text(&batch)?.into_bytes()).await.map_err(failed)?;
            copy.finish().await.map_err(failed)?;
        }
        tx.commit().await.map_err(failed)
    }
}

#[expect(clippy::needless_pass_by_value, reason = "handed to map_err")]
fn failed(error: sea_orm::sqlx::Error) -> StoreError {
    StoreError::Database(DbErr::Custom(format!("copying rows: {error}")))
}

/// One line per row, fields between tabs.
fn text(batch: &Batch) -> Result<String, StoreError> {
    let mut text = String::with_capacity(batch.values.len() * 24);
    for row in batch.values.chunks(batch.columns.len()) {
        for (place, value) in row.iter().enumerate() {
            if 0 < place {
                text.push('\t');
            }
            field(&mut text, value).ok_or_else(|| StoreError::corrupt(&batch.table))?;
        }
        text.push('\n');
    }
    Ok(text)
}

/// Nothing for a type that no bulk row has.
fn field(text: &mut String, value: &Value) -> Option<()> {
    match value {
        Value::Bool(Some(value)) => text.push(if *value { 't' } else { 'f' }),
        Value::Int(Some(value)) => write!(text, "{value}").ok()?,
        Value::BigInt(Some(value)) => write!(text, "{value}").ok()?,
        Value::ChronoDate(Some(value)) => write!(text, "{value}").ok()?,
        Value::Uuid(Some(value)) => write!(text, "{value}").ok()?,
        Value::String(Some(value)) => escaped(text, value),
        Value::Bytes(Some(value)) => hex(text, value),
        Value::Bool(None)
        | Value::Int(None)
        | Value::BigInt(None)
        | Value::ChronoDate(None)
        | Value::Uuid(None)
        | Value::String(None)
        | Value::Bytes(None) => text.push_str("\\N"),
        _ => return None,
    }
    Some(())
}

fn escaped(text: &mut String, value: &str) {
    for c in value.chars() {
        match c {
            '\\' => text.push_str("\\\\"),
            '\t' => text.push_str("\\t"),
            '\n' => text.push_str("\\n"),
            '\r' => text.push_str("\\r"),
            c => text.push(c),
        }
    }
}

/// `\x` and the bytes in hexadecimal; the backslash itself is escaped.
fn hex(text: &mut String, bytes: &[u8]) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    text.push_str("\\\\x");
    text.reserve(bytes.len() * 2);
    for byte in bytes {
        text.push(char::from(DIGITS[usize::from(byte >> 4)]));
        text.push(char::from(DIGITS[usize::from(byte & 15)]));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_is_written_as_postgres_reads_it() {
        let batch = Batch {
            table: "t".into(),
            columns: ["a", "b", "c"].map(str::to_owned).to_vec(),
            values: vec![
                Value::from("tab\there \\ line\n"),
                Value::from(vec![0_u8, 0xAB]),
                Value::Int(None),
                Value::from(true),
                Value::from(7_i64),
                Value::from("Hồ sơ"),
            ],
        };
        let expected = "tab\\there \\\\ line\\n\t\\\\x00ab\t\\N\nt\t7\tHồ sơ\n";
        assert_eq!(text(&batch).unwrap(), expected);
        let odd = Batch { columns: vec!["a".into()], values: vec![Value::Float(None)], ..batch };
        assert!(text(&odd).is_err());
    }
}
