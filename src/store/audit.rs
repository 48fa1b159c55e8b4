//! Who did what: append-only, each row chained to the one before by a keyed hash.

use chrono::{DateTime, NaiveDate, NaiveTime, SecondsFormat, Utc};
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::{QueryOrder as _, QuerySelect as _};

use super::{Store, StoreError, Tx, cases};
use crate::domain::head::{Anchor, Head, SignedHead};
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

/// Where the chain ended on a day, signed: kept here for the page, and outside by the witnesses.
pub(in crate::store) mod heads {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "audit_heads")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub on_day: Date,
        pub seq: i64,
        pub mac: Vec<u8>,
        pub signature: Vec<u8>,
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

/// How the holder of a receipt is called in the chain. Of what they do only the day is kept (S-4).
pub const RESIDENT: &str = "resident";

/// The instant that stands for a day where only the day is kept.
pub fn day_only(on: NaiveDate) -> DateTime<Utc> {
    on.and_time(NaiveTime::MIN).and_utc()
}

/// What walking the chain found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    Whole {
        entries: i64,
    },
    /// The first row that is not what was appended there, or is missing.
    Broken {
        seq: i64,
    },
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
        let (mut seq, mut mac) = self.lock_head(on).await?;
        // Microseconds: what both databases keep.
        let instant = DateTime::from_timestamp_micros(at.timestamp_micros()).unwrap_or(at);
        let mut rows = Vec::with_capacity(entries.len());
        for entry in entries {
            let Entry { actor, action, object, detail } = entry;
            let at = if actor == RESIDENT { day_only(on) } else { instant };
            seq += 1;
            let bytes = canonical(seq, at, [actor, action, object, detail]);
            mac = keys.audit_mac(&mac, &bytes).to_vec();
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
            .col_expr(head::Column::OnDay, Expr::value(on))
            .filter(head::Column::Id.eq(1))
            .exec(&self.db)
            .await?;
        Ok(())
    }

    /// Reads the head and holds it until the end of the transaction. SQLite has only one writer anyway.
    async fn lock_head(&self, on: NaiveDate) -> Result<(i64, Vec<u8>), StoreError> {
        let head = head::Entity::find_by_id(1).lock_exclusive().one(&self.db).await?;
        if let Some(head) = head {
            return Ok((head.seq, head.mac));
        }
        let first =
            head::ActiveModel { id: Set(1), seq: Set(0), mac: Set(Vec::new()), on_day: Set(on) };
        head::Entity::insert(first).exec_without_returning(&self.db).await?;
        Ok((0, Vec::new()))
    }
}

impl Tx {
    /// Where the chain ends at this moment; nobody appends to it before this unit of work ends.
    ///
    /// # Errors
    /// When the database fails or the chain has no end.
    pub async fn chain_end(&self, on: NaiveDate) -> Result<Anchor, StoreError> {
        let (seq, mac) = self.lock_head(on).await?;
        to_anchor(seq, &mac).ok_or_else(|| StoreError::corrupt("audit head"))
    }

    /// Keeps a signed head.
    ///
    /// # Errors
    /// When the database fails, or the day has one.
    pub async fn add_head(&self, signed: &SignedHead) -> Result<(), StoreError> {
        let Head { on, anchor } = signed.head;
        let row = heads::ActiveModel {
            on_day: Set(on),
            seq: Set(i64::try_from(anchor.count).map_err(StoreError::corrupt)?),
            mac: Set(anchor.hash.to_vec()),
            signature: Set(signed.signature.to_vec()),
        };
        heads::Entity::insert(row).exec_without_returning(&self.db).await?;
        Ok(())
    }
}

impl Store {
    /// The newest signed heads, newest first.
    ///
    /// # Errors
    /// When the database fails or a row does not fit together.
    pub async fn heads(&self, limit: u64) -> Result<Vec<(Head, [u8; 64])>, StoreError> {
        let rows = heads::Entity::find()
            .order_by_desc(heads::Column::OnDay)
            .limit(limit)
            .all(self.reader())
            .await?;
        let head = |row: heads::Model| {
            let anchor = to_anchor(row.seq, &row.mac)?;
            Some((Head { on: row.on_day, anchor }, row.signature.try_into().ok()?))
        };
        let heads = rows.into_iter().map(|row| {
            let on = row.on_day;
            head(row).ok_or_else(|| StoreError::corrupt(format!("audit head of {on}")))
        });
        heads.collect()
    }

    /// Walks the whole chain, a page at a time, and holds it against everything that says where it ended: its own
    /// head, each head that was signed, and an anchor that was kept outside.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn verify_audit(
        &self,
        keys: &Keys,
        anchor: Option<&Anchor>,
    ) -> Result<Verdict, StoreError> {
        let mut ends = Ends(self.signed_ends(keys).await?);
        if let Some(Anchor { count, hash }) = anchor {
            ends.0.push((i64::try_from(*count).unwrap_or(i64::MAX), hash.to_vec()));
        }
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
                let next = seq + 1;
                let is_next = row.seq == next && keys.audit_mac(&mac, &bytes_of(&row)) == *row.mac;
                if !is_next || !ends.agree(next, &row.mac) {
                    return Ok(Verdict::Broken { seq: next });
                }
                (seq, mac) = (next, row.mac);
            }
        }
        let head = head::Entity::find_by_id(1).one(self.reader()).await?;
        let is_end = match head {
            Some(head) => head.seq == seq && head.mac == mac,
            None => seq == 0 && !self.acted().await?,
        };
        let whole = is_end && ends.0.iter().all(|(count, _)| *count <= seq);
        Ok(if whole { Verdict::Whole { entries: seq } } else { Verdict::Broken { seq: seq + 1 } })
    }

    /// The ends that were signed day by day. One whose signature does not fit stands for nothing that ever was.
    async fn signed_ends(&self, keys: &Keys) -> Result<Vec<(i64, Vec<u8>)>, StoreError> {
        let rows = heads::Entity::find().all(self.reader()).await?;
        let end = |row: heads::Model| {
            let signed = to_anchor(row.seq, &row.mac).is_some_and(|anchor| {
                let head = Head { on: row.on_day, anchor };
                keys.head_signature(&head.bytes()).as_slice() == row.signature.as_slice()
            });
            (row.seq, if signed { row.mac } else { Vec::new() })
        };
        Ok(rows.into_iter().map(end).collect())
    }

    /// Whether something was done here that must have left a trace.
    async fn acted(&self) -> Result<bool, StoreError> {
        let case = cases::row::Entity::find().one(self.reader()).await?;
        let head = heads::Entity::find().one(self.reader()).await?;
        Ok(case.is_some() || head.is_some())
    }
}

/// How many rows there were, and the hash of the last of them.
struct Ends(Vec<(i64, Vec<u8>)>);

impl Ends {
    fn agree(&mut self, seq: i64, mac: &[u8]) -> bool {
        self.0.iter().all(|(count, hash)| *count != seq || hash == mac)
    }
}

fn to_anchor(seq: i64, mac: &[u8]) -> Option<Anchor> {
    Some(Anchor { count: seq.try_into().ok()?, hash: mac.try_into().ok()? })
}

fn bytes_of(row: &row::Model) -> Vec<u8> {
    canonical(row.seq, row.at, [&row.actor, &row.action, &row.object, &row.detail])
}

/// The bytes that are signed: every field with its length, so that no two entries read alike.
fn canonical(seq: i64, at: DateTime<Utc>, fields: [&str; 4]) -> Vec<u8> {
    let at = at.to_rfc3339_opts(SecondsFormat::Micros, true);
    let mut bytes = seq.to_be_bytes().to_vec();
    for field in [at.as_str()].into_iter().chain(fields) {
        bytes.extend((field.len() as u64).to_be_bytes());
        bytes.extend(field.as_bytes());
    }
    bytes
}
