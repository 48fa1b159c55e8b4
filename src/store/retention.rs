//! What is due to be destroyed, what waits for a second person, and what was destroyed.

use chrono::NaiveDate;
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr as SeaExpr, ExprTrait as _, Query};
use sea_orm::{Condition, QueryOrder as _, QuerySelect as _};

use super::lists::{Cursor, PAGE};
use super::parts::{conclusion, message};
use super::{
    Store, StoreError, Tx, case_keys, cases, gate, letters, openings, outbox, scope, sent_keys,
    sessions,
};
use crate::domain::access::Account;
use crate::domain::gate::Reason;
use crate::domain::ids::{AccountId, CaseId};
use crate::domain::letter::Kind;
use crate::domain::receipt::CaseNumber;

pub(in crate::store) mod row {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "destructions")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub case_id: Uuid,
        pub number: String,
        pub received_on: Date,
        pub ended_on: Date,
        pub kept_until: Date,
        pub rule: String,
        pub basis: String,
        pub proposed_by: Uuid,
        pub proposed_on: Date,
        pub confirmed_by: Option<Uuid>,
        pub destroyed_on: Option<Date>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A dossier that is to be destroyed, or what is left of one that was: no kind, no names, no content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Destruction {
    pub case: CaseId,
    pub number: CaseNumber,
    pub received_on: NaiveDate,
    pub ended_on: NaiveDate,
    pub kept_until: NaiveDate,
    /// The rule it rests on, and its words as they were then.
    pub rule: String,
    pub basis: String,
    pub proposed_by: AccountId,
    pub proposed_on: NaiveDate,
    /// Who confirmed, and when.
    pub done: Option<(AccountId, NaiveDate)>,
}

/// A case whose kind was to be kept until a day that has passed.
#[derive(Clone, Debug)]
pub struct Ended {
    pub case: CaseId,
    pub number: CaseNumber,
    pub ended_on: NaiveDate,
}

impl Store {
    /// Cases that this account may know of, that ended so long ago that the term of their kind is over, oldest first.
    ///
    /// # Errors
    /// When the database fails or a row does not fit together.
    pub async fn ended(
        &self,
        who: &Account,
        terms: &[(Kind, NaiveDate)],
        after: Option<Cursor>,
    ) -> Result<Vec<Ended>, StoreError> {
        let Some(scope) = scope::of(who) else { return Ok(Vec::new()) };
        let (day, id) = (cases::row::Column::StateOn, cases::row::Column::Id);
        let over = terms.iter().fold(Condition::any(), |any, (kind, last)| {
            let mine = cases::row::Column::Kind.eq(kind.name()).and(day.lte(*last));
            any.add(mine)
        });
        let mut query = cases::row::Entity::find()
            .filter(SeaExpr::cust("state IN ('closed', 'not_accepted') AND phase = 2"))
            .filter(scope)
            .filter(over);
        if let Some(after) = after {
            let later = Condition::any()
                .add(day.gt(after.day))
                .add(Condition::all().add(day.eq(after.day)).add(id.gt(after.id.0)));
            query = query.filter(day.gte(after.day)).filter(later);
        }
        let rows =
            query.order_by_asc(day).order_by_asc(id).limit(PAGE + 1).all(self.reader()).await?;
        rows.into_iter()
            .map(|row| {
                let corrupt = || StoreError::corrupt(row.id);
                Ok(Ended {
                    case: CaseId(row.id),
                    number: CaseNumber::parse(&row.number).ok_or_else(corrupt)?,
                    ended_on: row.state_on.ok_or_else(corrupt)?,
                })
            })
            .collect()
    }

    /// What is proposed for these cases.
    ///
    /// # Errors
    /// When the database fails or a row does not fit together.
    pub async fn destructions(&self, ids: &[CaseId]) -> Result<Vec<Destruction>, StoreError> {
        let ids = ids.iter().map(|case| case.0);
        let rows = row::Entity::find().filter(row::Column::CaseId.is_in(ids));
        rows.all(self.reader()).await?.into_iter().map(read).collect()
    }

    /// What is left of a case, if it was destroyed.
    ///
    /// # Errors
    /// When the database fails or a row does not fit together.
    pub async fn tombstone(&self, case: CaseId) -> Result<Option<Destruction>, StoreError> {
        let row = row::Entity::find_by_id(case.0).one(self.reader()).await?;
        let read = row.map(read).transpose()?;
        Ok(read.filter(|one| one.done.is_some()))
    }

    /// What was destroyed, newest first; nothing of what this account was kept out of.
    ///
    /// # Errors
    /// When the database fails or a row does not fit together.
    pub async fn destroyed(&self, who: &Account) -> Result<Vec<Destruction>, StoreError> {
        let rows = row::Entity::find()
            .filter(row::Column::DestroyedOn.is_not_null())
            .filter(scope::is_out(who.id, (row::Entity, row::Column::CaseId)).not())
            .order_by_desc(row::Column::DestroyedOn)
            .order_by_asc(row::Column::CaseId)
            .limit(PAGE)
            .all(self.reader())
            .await?;
        rows.into_iter().map(read).collect()
    }

    /// Cases that are out of sight and whose key is still there, by id from `after` on.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn buried(
        &self,
        after: Option<CaseId>,
        limit: u64,
    ) -> Result<Vec<CaseId>, StoreError> {
        let keys = Query::select()
            .column(case_keys::row::Column::CaseId)
            .from(case_keys::row::Entity)
            .and_where(
                SeaExpr::col((case_keys::row::Entity, case_keys::row::Column::CaseId))
                    .equals((row::Entity, row::Column::CaseId)),
            )
            .take();
        let mut query = row::Entity::find()
            .select_only()
            .column(row::Column::CaseId)
            .filter(row::Column::DestroyedOn.is_not_null())
            .filter(SeaExpr::exists(keys));
        if let Some(after) = after {
            query = query.filter(row::Column::CaseId.gt(after.0));
        }
        let query = query.order_by_asc(row::Column::CaseId).limit(limit);
        let ids: Vec<Uuid> = query.into_tuple().all(self.reader()).await?;
        Ok(ids.into_iter().map(CaseId).collect())
    }

    /// Leaves no copy of deleted rows in the log that runs before the file. PostgreSQL's own log is the operator's
    /// to keep short.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn forget_deleted(&self) -> Result<(), StoreError> {
        let sql =
            if self.is_postgres() { "VACUUM case_keys" } else { "PRAGMA wal_checkpoint(TRUNCATE)" };
        self.writer().execute_unprepared(sql).await?;
        Ok(())
    }
}

impl Tx {
    /// What is proposed for a case.
    ///
    /// # Errors
    /// When the database fails or a row does not fit together.
    pub async fn destruction(&self, case: CaseId) -> Result<Option<Destruction>, StoreError> {
        row::Entity::find_by_id(case.0).one(&self.db).await?.map(read).transpose()
    }

    /// # Errors
    /// When the database fails, or something is proposed for the case already.
    pub async fn propose_destruction(&self, one: &Destruction) -> Result<(), StoreError> {
        let row = row::ActiveModel {
            case_id: Set(one.case.0),
            number: Set(one.number.as_str().to_owned()),
            received_on: Set(one.received_on),
            ended_on: Set(one.ended_on),
            kept_until: Set(one.kept_until),
            rule: Set(one.rule.clone()),
            basis: Set(one.basis.clone()),
            proposed_by: Set(one.proposed_by.0),
            proposed_on: Set(one.proposed_on),
            confirmed_by: Set(None),
            destroyed_on: Set(None),
        };
        row::Entity::insert(row).exec_without_returning(&self.db).await?;
        Ok(())
    }

    /// # Errors
    /// When the database fails.
    pub async fn drop_destruction(&self, case: CaseId) -> Result<(), StoreError> {
        row::Entity::delete_by_id(case.0).exec(&self.db).await?;
        Ok(())
    }

    /// Puts a case out of everybody's sight: what is left of it is the line of the register.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn bury(&self, case: CaseId, by: AccountId, on: NaiveDate) -> Result<(), StoreError> {
        let db = &self.db;
        row::Entity::update_many()
            .col_expr(row::Column::ConfirmedBy, Expr::value(by.0))
            .col_expr(row::Column::DestroyedOn, Expr::value(on))
            .filter(row::Column::CaseId.eq(case.0))
            .exec(db)
            .await?;
        cases::row::Entity::update_many()
            .col_expr(cases::row::Column::Phase, Expr::value(cases::DESTROYED))
            .filter(cases::row::Column::Id.eq(case.0))
            .exec(db)
            .await?;
        Ok(())
    }

    /// Destroys a case: its keys, what they sealed, who it was about and who wrote it. What stays is what figures are
    /// made of: kind, state, days and the steps without their words.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn shred(&self, case: CaseId) -> Result<(), StoreError> {
        let db = &self.db;
        self.destroy_case_key(case).await?;
        self.change_cells(case, &mut |_, _| Ok(Vec::new())).await?;
        // Who was kept out stays so, and nothing tells any more why.
        gate::exclusion::Entity::update_many()
            .col_expr(gate::exclusion::Column::Reason, Expr::value(Reason::Match.name()))
            .filter(gate::exclusion::Column::CaseId.eq(case.0))
            .exec(db)
            .await?;
        self.destroy_rows(case).await
    }

    async fn destroy_rows(&self, case: CaseId) -> Result<(), StoreError> {
        self.delete::<message::Entity>(message::Column::CaseId, case).await?;
        self.delete::<conclusion::Entity>(conclusion::Column::CaseId, case).await?;
        self.delete::<gate::subject::Entity>(gate::subject::Column::CaseId, case).await?;
        self.delete::<gate::challenge::Entity>(gate::challenge::Column::CaseId, case).await?;
        let unit = gate::excluded_unit::Column::CaseId;
        self.delete::<gate::excluded_unit::Entity>(unit, case).await?;
        self.delete::<letters::vault::Entity>(letters::vault::Column::CaseId, case).await?;
        let openings = Query::select()
            .column(openings::row::Column::Id)
            .from(openings::row::Entity)
            .and_where(SeaExpr::col(openings::row::Column::CaseId).eq(case.0))
            .take();
        openings::voice::Entity::delete_many()
            .filter(openings::voice::Column::OpeningId.in_subquery(openings))
            .exec(&self.db)
            .await?;
        self.delete::<openings::row::Entity>(openings::row::Column::CaseId, case).await?;
        self.delete::<outbox::row::Entity>(outbox::row::Column::CaseId, case).await?;
        self.delete::<sent_keys::row::Entity>(sent_keys::row::Column::CaseId, case).await?;
        self.delete::<sessions::row::Entity>(sessions::row::Column::CaseId, case).await
    }

    async fn delete<E: EntityTrait>(&self, of: E::Column, case: CaseId) -> Result<(), StoreError> {
        E::delete_many().filter(of.eq(case.0)).exec(&self.db).await?;
        Ok(())
    }
}

fn read(row: row::Model) -> Result<Destruction, StoreError> {
    let done = match (row.confirmed_by, row.destroyed_on) {
        (Some(by), Some(on)) => Some((AccountId(by), on)),
        _ => None,
    };
    Ok(Destruction {
        case: CaseId(row.case_id),
        number: CaseNumber::parse(&row.number).ok_or_else(|| StoreError::corrupt(row.case_id))?,
        received_on: row.received_on,
        ended_on: row.ended_on,
        kept_until: row.kept_until,
        rule: row.rule,
        basis: row.basis,
        proposed_by: AccountId(row.proposed_by),
        proposed_on: row.proposed_on,
        done,
    })
}
