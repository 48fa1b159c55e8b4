//! Who did what: append-only, each row chained to the one before by a keyed hash.

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::{QueryOrder as _, QuerySelect as _};

use super::{Store, StoreError, Tx};
use crate::keys::Keys;

pub(in crate::store) mod row {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "audit")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub seq: i64,
        pub at: DateTimeUtc,
        pub actor: String,
        pub action: String,
        pub object: String,
        pub detail: String,
        pub mac: Vec<u8>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub(in crate::store) mod head {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "audit_head")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: i32,
        pub seq: i64,
        pub mac: Vec<u8>,
        pub on_day: Date,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// One act, without a word of any letter.
#[derive(Clone, Debug)]
pub struct Entry {
    pub actor: String,
    pub action: String,
    pub object: String,
    pub detail: String,
}

/// What walking the chain found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    Whole { entries: i64 },
    Broken { seq: i64 },
}

impl Tx {
    /// Appends to the chain. The head's row lock puts concurrent writers in order.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn audit(
        &self,
        keys: &Keys,
        at: DateTime<Utc>,
        on: NaiveDate,
        entries: &[Entry],
    ) -> Result<(), StoreError> {
        let Some((mut seq, mut mac)) = self.lock_head(on).await? else {
            return Err(StoreError::corrupt("audit head"));
        };
        // Microseconds: what both databases keep.
        let at = DateTime::from_timestamp_micros(at.timestamp_micros()).unwrap_or(at);
        let mut rows = Vec::with_capacity(entries.len());
        for entry in entries {
            seq += 1;
            mac = keys.audit_mac(&mac, &canonical(seq, at, entry)).to_vec();
            rows.push(row::ActiveModel {
                seq: Set(seq),
                at: Set(at),
                actor: Set(entry.actor.clone()),
                action: Set(entry.action.clone()),
                object: Set(entry.object.clone()),
                detail: Set(entry.detail.clone()),
                mac: Set(mac.clone()),
            });
        }
        row::Entity::insert_many(rows).exec_without_returning(&self.db).await?;
        head::Entity::update_many()
            .col_expr(head::Column::Seq, Expr::value(seq))
            .col_expr(head::Column::Mac, Expr::value(mac))
            .filter(head::Column::Id.eq(1))
            .exec(&self.db)
            .await?;
        Ok(())
    }

    /// Takes the head's lock by writing to it, on both databases, and reads it.
    async fn lock_head(&self, on: NaiveDate) -> Result<Option<(i64, Vec<u8>)>, StoreError> {
        let done = head::Entity::update_many()
            .col_expr(head::Column::OnDay, Expr::value(on))
            .filter(head::Column::Id.eq(1))
            .exec(&self.db)
            .await?;
        if done.rows_affected == 0 {
            let first = head::ActiveModel {
                id: Set(1),
                seq: Set(0),
                mac: Set(Vec::new()),
                on_day: Set(on),
            };
            head::Entity::insert(first).exec_without_returning(&self.db).await?;
        }
        let head = head::Entity::find_by_id(1).one(&self.db).await?;
        Ok(head.map(|head| (head.seq, head.mac)))
    }
}

impl Store {
    /// Walks the whole chain, a page at a time.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn verify_audit(&self, keys: &Keys) -> Result<Verdict, StoreError> {
        let (mut seq, mut mac) = (0, Vec::new());
        loop {
            let page = row::Entity::find()
                .filter(row::Column::Seq.gt(seq))
                .order_by_asc(row::Column::Seq)
                .limit(1_000)
                .all(self.reader())
                .await?;
            if page.is_empty() {
                break;
            }
            for row in page {
                let entry = Entry {
                    actor: row.actor,
                    action: row.action,
                    object: row.object,
                    detail: row.detail,
                };
                let expected = keys.audit_mac(&mac, &canonical(seq + 1, row.at, &entry));
                if row.seq != seq + 1 || expected.as_slice() != row.mac.as_slice() {
                    return Ok(Verdict::Broken { seq: seq + 1 });
                }
                (seq, mac) = (row.seq, row.mac);
            }
        }
        let head = head::Entity::find_by_id(1).one(self.reader()).await?;
        match head {
            Some(head) if head.seq == seq && head.mac == mac => Ok(Verdict::Whole { entries: seq }),
            None if seq == 0 => Ok(Verdict::Whole { entries: 0 }),
            _ => Ok(Verdict::Broken { seq: seq + 1 }),
        }
    }
}

/// The bytes that are signed: every field with its length, so that no two entries read alike.
fn canonical(seq: i64, at: DateTime<Utc>, entry: &Entry) -> Vec<u8> {
    let at = at.to_rfc3339_opts(SecondsFormat::Micros, true);
    let mut bytes = seq.to_be_bytes().to_vec();
    for field in [&at, &entry.actor, &entry.action, &entry.object, &entry.detail] {
        bytes.extend((field.len() as u64).to_be_bytes());
        bytes.extend(field.as_bytes());
    }
    bytes
}
