//! The key of each case, wrapped for each of those who may read it. Nothing else opens what people wrote.

use std::collections::{BTreeSet, HashMap};

use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr as SeaExpr, ExprTrait as _, OnConflict, Query};
use sea_orm::{Condition, QueryOrder as _, QuerySelect as _};

use super::{Store, StoreError, Tx, cases, scope};
use crate::domain::access::{Account, Role};
use crate::domain::ids::{AccountId, CaseId};
use crate::keys::Holder;

pub(in crate::store) mod row {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "case_keys")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub case_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub holder_kind: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub holder_id: Uuid,
        pub wrapped: Vec<u8>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// One holder's copy of a case's key.
#[derive(Clone, Debug)]
pub struct WrappedKey {
    pub case: CaseId,
    pub holder: Holder,
    pub wrapped: Vec<u8>,
}

/// Rows in one statement; each has four values.
const ROWS: usize = 500;

const ACCOUNT: &str = "account";

impl Tx {
    /// The copy of a case's key that was wrapped for this holder.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn wrapped_key(
        &self,
        case: CaseId,
        holder: &Holder,
    ) -> Result<Option<Vec<u8>>, StoreError> {
        wrapped_key(&self.db, case, holder).await
    }

    /// The accounts that hold the key of a case.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn key_holders(&self, case: CaseId) -> Result<BTreeSet<AccountId>, StoreError> {
        key_holders(&self.db, case).await
    }

    /// Stores copies; a holder's own copy is never written over.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn add_case_keys(&self, keys: &[WrappedKey]) -> Result<(), StoreError> {
        for some in keys.chunks(ROWS) {
            let key = [row::Column::CaseId, row::Column::HolderKind, row::Column::HolderId];
            row::Entity::insert_many(some.iter().map(columns))
                .on_conflict(OnConflict::columns(key).do_nothing().to_owned())
                .exec_without_returning(&self.db)
                .await?;
        }
        Ok(())
    }

    /// Takes the key of a case from these accounts.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn take_case_key(
        &self,
        case: CaseId,
        accounts: &BTreeSet<AccountId>,
    ) -> Result<(), StoreError> {
        row::Entity::delete_many()
            .filter(row::Column::CaseId.eq(case.0))
            .filter(row::Column::HolderKind.eq(ACCOUNT))
            .filter(row::Column::HolderId.is_in(accounts.iter().map(|one| one.0)))
            .exec(&self.db)
            .await?;
        Ok(())
    }

    /// Takes every key from an account; answers how many it had.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn take_keys_of(&self, account: AccountId) -> Result<u64, StoreError> {
        let mine = row::Entity::delete_many()
            .filter(row::Column::HolderKind.eq(ACCOUNT))
            .filter(row::Column::HolderId.eq(account.0));
        Ok(mine.exec(&self.db).await?.rows_affected)
    }

    /// Destroys every copy of a case's key, the resident's too: from now on nothing opens the case.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn destroy_case_key(&self, case: CaseId) -> Result<u64, StoreError> {
        let all = row::Entity::delete_many().filter(row::Column::CaseId.eq(case.0));
        Ok(all.exec(&self.db).await?.rows_affected)
    }

    /// Cases that still have their key, by id from `after` on.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn cases_with_key(
        &self,
        after: Option<CaseId>,
        limit: u64,
    ) -> Result<Vec<CaseId>, StoreError> {
        let mut rows = row::Entity::find()
            .select_only()
            .column(row::Column::CaseId)
            .filter(row::Column::HolderKind.eq(Holder::Office.kind()));
        if let Some(after) = after {
            rows = rows.filter(row::Column::CaseId.gt(after.0));
        }
        let rows = rows.order_by_asc(row::Column::CaseId).limit(limit);
        let ids: Vec<Uuid> = rows.into_tuple().all(&self.db).await?;
        Ok(ids.into_iter().map(CaseId).collect())
    }

    /// Keys of later cases than a restored database knows open nothing here.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn drop_keys_without_case(&self) -> Result<(), StoreError> {
        let cases = Query::select().column(cases::row::Column::Id).from(cases::row::Entity).take();
        row::Entity::delete_many()
            .filter(SeaExpr::col(row::Column::CaseId).in_subquery(cases).not())
            .exec(&self.db)
            .await?;
        Ok(())
    }

    /// Puts out of sight what nothing opens any more: it was destroyed after the backup was written.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn bury_keyless(&self) -> Result<(), StoreError> {
        let keys = Query::select()
            .column(row::Column::CaseId)
            .from(row::Entity)
            .and_where(SeaExpr::col(row::Column::HolderKind).eq(Holder::Office.kind()))
            .take();
        cases::row::Entity::update_many()
            .col_expr(cases::row::Column::Phase, Expr::value(cases::DESTROYED))
            .filter(SeaExpr::col(cases::row::Column::Id).in_subquery(keys).not())
            .exec(&self.db)
            .await?;
        Ok(())
    }

    /// The office's copies of the keys of all cases this account reads more of than their head, by id from
    /// `after` on: the rule of [`crate::domain::access::reads`] as a condition.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn keys_readable_by(
        &self,
        who: &Account,
        after: Option<CaseId>,
        limit: u64,
    ) -> Result<Vec<(CaseId, Vec<u8>)>, StoreError> {
        let Some(scope) = scope::of(who).filter(|_| who.role != Role::Desk) else {
            return Ok(Vec::new());
        };
        let mut reads = Condition::all().add(scope);
        if who.role == Role::Handler {
            // Before the declaration there is nothing to read (12).
            reads = reads.add(cases::row::Column::State.ne("assigned"));
        }
        if let Some(after) = after {
            reads = reads.add(cases::row::Column::Id.gt(after.0));
        }
        let ids: Vec<Uuid> = cases::row::Entity::find()
            .select_only()
            .column(cases::row::Column::Id)
            .filter(reads)
            .order_by_asc(cases::row::Column::Id)
            .limit(limit)
            .into_tuple()
            .all(&self.db)
            .await?;
        let rows = row::Entity::find()
            .filter(row::Column::CaseId.is_in(ids))
            .filter(row::Column::HolderKind.eq(Holder::Office.kind()))
            .order_by_asc(row::Column::CaseId)
            .all(&self.db)
            .await?;
        Ok(rows.into_iter().map(|row| (CaseId(row.case_id), row.wrapped)).collect())
    }
}

impl Store {
    /// The copy of a case's key that was wrapped for this holder.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn wrapped_key(
        &self,
        case: CaseId,
        holder: &Holder,
    ) -> Result<Option<Vec<u8>>, StoreError> {
        wrapped_key(self.reader(), case, holder).await
    }

    /// An account's copies of the keys of several cases, for the first words in a list.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn wrapped_keys(
        &self,
        account: AccountId,
        cases: &[CaseId],
    ) -> Result<HashMap<CaseId, Vec<u8>>, StoreError> {
        let rows = row::Entity::find()
            .filter(row::Column::CaseId.is_in(cases.iter().map(|case| case.0)))
            .filter(row::Column::HolderKind.eq(ACCOUNT))
            .filter(row::Column::HolderId.eq(account.0))
            .all(self.reader())
            .await?;
        Ok(rows.into_iter().map(|row| (CaseId(row.case_id), row.wrapped)).collect())
    }

    /// The accounts that hold the key of a case.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn key_holders(&self, case: CaseId) -> Result<BTreeSet<AccountId>, StoreError> {
        key_holders(self.reader(), case).await
    }
}

async fn wrapped_key(
    db: &impl ConnectionTrait,
    case: CaseId,
    holder: &Holder,
) -> Result<Option<Vec<u8>>, StoreError> {
    let key = (case.0, holder.kind().to_owned(), holder.id());
    Ok(row::Entity::find_by_id(key).one(db).await?.map(|row| row.wrapped))
}

async fn key_holders(
    db: &impl ConnectionTrait,
    case: CaseId,
) -> Result<BTreeSet<AccountId>, StoreError> {
    let rows = row::Entity::find()
        .filter(row::Column::CaseId.eq(case.0).and(row::Column::HolderKind.eq(ACCOUNT)))
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| AccountId(row.holder_id)).collect())
}

pub(in crate::store) fn columns(key: &WrappedKey) -> row::ActiveModel {
    row::ActiveModel {
        case_id: Set(key.case.0),
        holder_kind: Set(key.holder.kind().to_owned()),
        holder_id: Set(key.holder.id()),
        wrapped: Set(key.wrapped.clone()),
    }
}
