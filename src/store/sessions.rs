//! Server-side sessions of staff and of residents who opened their case; tokens are stored hashed.

use chrono::{DateTime, Utc};
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::{ExprTrait as _, QueryOrder as _};

use super::{Store, StoreError, Tx};
use crate::domain::ids::{AccountId, CaseId};
use crate::domain::purpose::Purpose;

pub(in crate::store) mod row {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "sessions")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub token_hash: Vec<u8>,
        pub account_id: Option<Uuid>,
        pub case_id: Option<Uuid>,
        pub expires_at: DateTimeUtc,
        pub id: Option<Uuid>,
        pub stage: String,
        pub wrong: i32,
        pub began_at: Option<DateTimeUtc>,
        pub ends_at: Option<DateTimeUtc>,
        pub proved_for: Option<String>,
        pub proved_until: Option<DateTimeUtc>,
        /// The key of a resident's case, under what only the token gives.
        pub sealed_key: Option<Vec<u8>>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// By what somebody proved the first factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum First {
    Password,
    Provider,
}

/// Whose session it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holder {
    Staff(AccountId),
    /// The first factor was right; the second is still to come.
    HalfWay(AccountId, First),
    Resident(CaseId),
}

const WHOLE: &str = "whole";
const HALF: &str = "half";
const HALF_BY_PROVIDER: &str = "half_by_provider";

/// A session that begins.
#[derive(Clone, Debug)]
pub struct NewSession {
    pub id: Uuid,
    pub holder: Holder,
    pub began_at: DateTime<Utc>,
    /// When it ends unless it is used.
    pub expires_at: DateTime<Utc>,
    /// When it ends however it is used.
    pub ends_at: DateTime<Utc>,
    /// The key of a resident's case, under what only the token gives.
    pub sealed_key: Option<Vec<u8>>,
}

/// A session that goes on.
#[derive(Clone, Copy, Debug)]
pub struct SessionRow {
    pub id: Option<Uuid>,
    pub holder: Holder,
    pub began_at: Option<DateTime<Utc>>,
    pub expires_at: DateTime<Utc>,
    pub ends_at: Option<DateTime<Utc>>,
    /// Wrong codes given so far.
    pub wrong: i32,
    /// What its holder proved anew, and until when that counts.
    pub proved: Option<(Purpose, DateTime<Utc>)>,
}

impl Store {
    /// # Errors
    /// When the database fails.
    pub async fn add_session(
        &self,
        token_hash: &[u8],
        session: &NewSession,
    ) -> Result<(), StoreError> {
        let (account, case, stage) = match session.holder {
            Holder::Staff(account) => (Some(account.0), None, WHOLE),
            Holder::HalfWay(account, First::Password) => (Some(account.0), None, HALF),
            Holder::HalfWay(account, First::Provider) => (Some(account.0), None, HALF_BY_PROVIDER),
            Holder::Resident(case) => (None, Some(case.0), WHOLE),
        };
        let row = row::ActiveModel {
            token_hash: Set(token_hash.to_vec()),
            account_id: Set(account),
            case_id: Set(case),
            expires_at: Set(session.expires_at),
            id: Set(Some(session.id)),
            stage: Set(stage.to_owned()),
            wrong: Set(0),
            began_at: Set(account.is_some().then_some(session.began_at)),
            ends_at: Set(Some(session.ends_at)),
            proved_for: Set(None),
            proved_until: Set(None),
            sealed_key: Set(session.sealed_key.clone()),
        };
        row::Entity::insert(row).exec_without_returning(self.writer()).await?;
        Ok(())
    }

    /// The session behind a token, unless it is over.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn session(
        &self,
        token_hash: &[u8],
        now: DateTime<Utc>,
    ) -> Result<Option<SessionRow>, StoreError> {
        let row = row::Entity::find_by_id(token_hash.to_vec()).one(self.reader()).await?;
        Ok(row.as_ref().filter(|row| now < row.expires_at).and_then(to_session))
    }

    /// The sessions of an account that go on, the newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn sessions_of(
        &self,
        account: AccountId,
        now: DateTime<Utc>,
    ) -> Result<Vec<SessionRow>, StoreError> {
        let rows = row::Entity::find()
            .filter(row::Column::AccountId.eq(account.0))
            .filter(row::Column::Stage.eq(WHOLE))
            .filter(row::Column::ExpiresAt.gt(now))
            .order_by_desc(row::Column::BeganAt)
            .order_by_asc(row::Column::Id)
            .all(self.reader())
            .await?;
        Ok(rows.iter().filter_map(to_session).collect())
    }

    /// The case of a resident's session and its sealed key, unless the session has expired.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn resident_session(
        &self,
        token_hash: &[u8],
        now: DateTime<Utc>,
    ) -> Result<Option<(CaseId, Vec<u8>)>, StoreError> {
        let row = row::Entity::find_by_id(token_hash.to_vec()).one(self.reader()).await?;
        let row = row.filter(|row| now < row.expires_at);
        Ok(row.and_then(|row| Some((CaseId(row.case_id?), row.sealed_key?))))
    }

    /// Puts the end of a session off while it is used.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn prolong_session(
        &self,
        token_hash: &[u8],
        until: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        row::Entity::update_many()
            .col_expr(row::Column::ExpiresAt, Expr::value(until))
            .filter(row::Column::TokenHash.eq(token_hash))
            .exec(self.writer())
            .await?;
        Ok(())
    }

    /// Notes what the holder of a session proved, and gives the session another token.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when the session has ended meanwhile.
    pub async fn renew_session(
        &self,
        token_hash: &[u8],
        new_hash: &[u8],
        proved: (Purpose, DateTime<Utc>),
    ) -> Result<(), StoreError> {
        let done = row::Entity::update_many()
            .col_expr(row::Column::TokenHash, Expr::value(new_hash))
            .col_expr(row::Column::ProvedFor, Expr::value(proved.0.name()))
            .col_expr(row::Column::ProvedUntil, Expr::value(proved.1))
            .filter(row::Column::TokenHash.eq(token_hash))
            .exec(self.writer())
            .await?;
        if done.rows_affected == 1 { Ok(()) } else { Err(StoreError::Missing) }
    }

    /// Counts a wrong code.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn note_wrong_code(&self, token_hash: &[u8]) -> Result<(), StoreError> {
        row::Entity::update_many()
            .col_expr(row::Column::Wrong, Expr::col(row::Column::Wrong).add(1))
            .filter(row::Column::TokenHash.eq(token_hash))
            .exec(self.writer())
            .await?;
        Ok(())
    }

    /// # Errors
    /// When the database fails.
    pub async fn end_session(&self, token_hash: &[u8]) -> Result<(), StoreError> {
        row::Entity::delete_by_id(token_hash.to_vec()).exec(self.writer()).await?;
        Ok(())
    }

    /// Ends one session of an account; false when it has none such.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn end_session_of(&self, account: AccountId, id: Uuid) -> Result<bool, StoreError> {
        let done = row::Entity::delete_many()
            .filter(row::Column::AccountId.eq(account.0))
            .filter(row::Column::Id.eq(id))
            .exec(self.writer())
            .await?;
        Ok(done.rows_affected == 1)
    }

    /// Deletes what has expired; answers how many.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn purge_sessions(&self, now: DateTime<Utc>) -> Result<u64, StoreError> {
        let expired = row::Entity::delete_many().filter(row::Column::ExpiresAt.lte(now));
        Ok(expired.exec(self.writer()).await?.rows_affected)
    }
}

impl Tx {
    /// Ends the sessions of an account but this one: at a new password, a new role, when it is disabled.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn end_sessions_of(
        &self,
        account: AccountId,
        but: Option<&[u8]>,
    ) -> Result<(), StoreError> {
        let mut theirs = row::Entity::delete_many().filter(row::Column::AccountId.eq(account.0));
        if let Some(kept) = but {
            theirs = theirs.filter(row::Column::TokenHash.ne(kept));
        }
        theirs.exec(&self.db).await?;
        Ok(())
    }
}

/// None for a row that belongs to nobody.
fn to_session(row: &row::Model) -> Option<SessionRow> {
    let staff = row.account_id.map(AccountId).map(|id| match row.stage.as_str() {
        WHOLE => Holder::Staff(id),
        HALF_BY_PROVIDER => Holder::HalfWay(id, First::Provider),
        _ => Holder::HalfWay(id, First::Password),
    });
    let holder = staff.or(row.case_id.map(|id| Holder::Resident(CaseId(id))))?;
    let purpose = row.proved_for.as_deref().and_then(Purpose::from_name);
    Some(SessionRow {
        id: row.id,
        holder,
        began_at: row.began_at,
        expires_at: row.expires_at,
        ends_at: row.ends_at,
        wrong: row.wrong,
        proved: purpose.zip(row.proved_until),
    })
}
