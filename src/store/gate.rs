//! Who must not learn of a case: its subjects, and the accounts and units kept out because of them.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;

use super::{Store, StoreError, Tx};
use crate::domain::case::Exclusions;
use crate::domain::gate::Reason;
use crate::domain::ids::{AccountId, CaseId, MemberId, UnitId};

pub(in crate::store) mod subject {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "subjects")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub case_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub member_id: Uuid,
        pub since: Date,
        pub added_by: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub(in crate::store) mod exclusion {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "exclusions")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub case_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub account_id: Uuid,
        pub reason: String,
        pub since: Date,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub(in crate::store) mod excluded_unit {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "excluded_units")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub case_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub unit_id: Uuid,
        pub reason: String,
        pub since: Date,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// How a subject came to be one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddedBy {
    /// Found by the server in the resident's words: keeps out, but triage has not confirmed it.
    Match,
    Staff,
}

impl AddedBy {
    pub(in crate::store) fn name(self) -> &'static str {
        match self {
            Self::Match => "match",
            Self::Staff => "staff",
        }
    }
}

impl Tx {
    /// # Errors
    /// When the database fails.
    pub async fn add_subject(
        &self,
        case: CaseId,
        member: MemberId,
        since: NaiveDate,
        by: AddedBy,
    ) -> Result<(), StoreError> {
        let row = subject::ActiveModel {
            case_id: Set(case.0),
            member_id: Set(member.0),
            since: Set(since),
            added_by: Set(by.name().to_owned()),
        };
        let keep = OnConflict::columns([subject::Column::CaseId, subject::Column::MemberId])
            .do_nothing()
            .to_owned();
        subject::Entity::insert(row).on_conflict(keep).exec_without_returning(&self.db).await?;
        Ok(())
    }

    /// Lifts what kept out everyone the letter might have meant, once triage has named the one it means.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn lift_matches(&self, case: CaseId) -> Result<(), StoreError> {
        let reason = Reason::Match.name();
        exclusion::Entity::delete_many()
            .filter(exclusion::Column::CaseId.eq(case.0))
            .filter(exclusion::Column::Reason.eq(reason))
            .exec(&self.db)
            .await?;
        excluded_unit::Entity::delete_many()
            .filter(excluded_unit::Column::CaseId.eq(case.0))
            .filter(excluded_unit::Column::Reason.eq(reason))
            .exec(&self.db)
            .await?;
        Ok(())
    }

    /// Who is kept out as of now.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn exclusions(&self, case: CaseId) -> Result<Exclusions, StoreError> {
        exclusions(&self.db, case).await
    }

    /// Keeps accounts and units out from now on.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn exclude(
        &self,
        case: CaseId,
        accounts: &[(AccountId, &'static str)],
        units: &[(UnitId, &'static str)],
        since: NaiveDate,
    ) -> Result<(), StoreError> {
        if !accounts.is_empty() {
            let rows = accounts.iter().map(|(account, reason)| exclusion::ActiveModel {
                case_id: Set(case.0),
                account_id: Set(account.0),
                reason: Set((*reason).to_owned()),
                since: Set(since),
            });
            let key = [exclusion::Column::CaseId, exclusion::Column::AccountId];
            let keep = OnConflict::columns(key).do_nothing().to_owned();
            exclusion::Entity::insert_many(rows)
                .on_conflict(keep)
                .exec_without_returning(&self.db)
                .await?;
        }
        if !units.is_empty() {
            let rows = units.iter().map(|(unit, reason)| excluded_unit::ActiveModel {
                case_id: Set(case.0),
                unit_id: Set(unit.0),
                reason: Set((*reason).to_owned()),
                since: Set(since),
            });
            let key = [excluded_unit::Column::CaseId, excluded_unit::Column::UnitId];
            let keep = OnConflict::columns(key).do_nothing().to_owned();
            excluded_unit::Entity::insert_many(rows)
                .on_conflict(keep)
                .exec_without_returning(&self.db)
                .await?;
        }
        Ok(())
    }
}

impl Store {
    /// Whether an account is kept out of a case: asked again when a mail leaves.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn is_excluded(&self, case: CaseId, account: AccountId) -> Result<bool, StoreError> {
        let row = exclusion::Entity::find_by_id((case.0, account.0)).one(self.reader()).await?;
        Ok(row.is_some())
    }
}

pub(in crate::store) async fn subjects(
    db: &impl ConnectionTrait,
    case: CaseId,
) -> Result<BTreeSet<MemberId>, StoreError> {
    let rows = subject::Entity::find().filter(subject::Column::CaseId.eq(case.0)).all(db).await?;
    Ok(rows.into_iter().map(|row| MemberId(row.member_id)).collect())
}

pub(in crate::store) async fn exclusions(
    db: &impl ConnectionTrait,
    case: CaseId,
) -> Result<Exclusions, StoreError> {
    let accounts =
        exclusion::Entity::find().filter(exclusion::Column::CaseId.eq(case.0)).all(db).await?;
    let units = excluded_unit::Entity::find()
        .filter(excluded_unit::Column::CaseId.eq(case.0))
        .all(db)
        .await?;
    Ok(Exclusions {
        accounts: accounts.into_iter().map(|row| AccountId(row.account_id)).collect(),
        units: units.into_iter().map(|row| UnitId(row.unit_id)).collect(),
    })
}
