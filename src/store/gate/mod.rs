//! Who must not learn of a case: its subjects, and the accounts and units kept out because of them.

mod challenges;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use sea_orm::ActiveValue::Set;
use sea_orm::QueryOrder as _;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;
use sea_orm::{QuerySelect as _, QueryTrait as _};

pub(in crate::store) use challenges::{challenge, challenged};

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
        /// Since when two people let them in all the same.
        pub admitted_on: Option<Date>,
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

/// How a reason stands to one that was there before it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Weight {
    /// Changes nothing.
    Seat,
    /// Ends an exception, and is taken back without a trace if it is not granted.
    Wish,
    /// Counts more than a seat, and ends an exception.
    Tie,
}

impl Weight {
    fn of(reason: &str) -> Self {
        match Reason::from_name(reason) {
            Some(Reason::Challenged) => Self::Wish,
            Some(Reason::Match) | None => Self::Seat,
            Some(reason) if reason.is_for_the_seat() => Self::Seat,
            Some(_) => Self::Tie,
        }
    }
}

/// A unit that is kept out, and whether that may still be lifted because the letter may not have meant it.
pub type Kept = (UnitId, bool);

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

    /// Keeps accounts and units out from now on. Who is out already stays so for the first reason, unless
    /// a personal one is found: then no exception made for a seat holds any longer.
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
        let key = || OnConflict::columns([exclusion::Column::CaseId, exclusion::Column::AccountId]);
        let (reason, admitted) = (exclusion::Column::Reason, exclusion::Column::AdmittedOn);
        let conflicts = [
            (Weight::Seat, key().do_nothing().to_owned()),
            (Weight::Wish, key().update_column(admitted).to_owned()),
            (Weight::Tie, key().update_columns([reason, admitted]).to_owned()),
        ];
        for (weight, conflict) in conflicts {
            let mine = accounts.iter().filter(|(_, reason)| Weight::of(reason) == weight);
            let rows: Vec<exclusion::ActiveModel> = mine
                .map(|(account, reason)| exclusion::ActiveModel {
                    case_id: Set(case.0),
                    account_id: Set(account.0),
                    reason: Set((*reason).to_owned()),
                    since: Set(since),
                    admitted_on: Set(None),
                })
                .collect();
            if rows.is_empty() {
                continue;
            }
            exclusion::Entity::insert_many(rows)
                .on_conflict(conflict)
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

impl Tx {
    /// Open cases that some unit is kept out of, each with those units and whether that may still be lifted.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn kept_units_of_open(&self) -> Result<BTreeMap<CaseId, Vec<Kept>>, StoreError> {
        let open = super::cases::row::Entity::find()
            .select_only()
            .column(super::cases::row::Column::Id)
            .filter(super::cases::row::Column::Phase.lt(2))
            .into_query();
        let rows = excluded_unit::Entity::find()
            .filter(excluded_unit::Column::CaseId.in_subquery(open))
            .all(&self.db)
            .await?;
        let mut found: BTreeMap<CaseId, Vec<Kept>> = BTreeMap::new();
        for row in rows {
            found.entry(CaseId(row.case_id)).or_default().push(kept(&row));
        }
        Ok(found)
    }

    /// Lets an account in that is kept out for its seat, because two people decided so.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn admit(
        &self,
        case: CaseId,
        account: AccountId,
        on: NaiveDate,
    ) -> Result<(), StoreError> {
        exclusion::Entity::update_many()
            .col_expr(exclusion::Column::AdmittedOn, Expr::value(on))
            .filter(exclusion::Column::CaseId.eq(case.0))
            .filter(exclusion::Column::AccountId.eq(account.0))
            .exec(&self.db)
            .await?;
        Ok(())
    }

    /// Why each account is kept out.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn reasons(&self, case: CaseId) -> Result<Vec<(AccountId, Reason)>, StoreError> {
        let rows = exclusion::Entity::find()
            .filter(exclusion::Column::CaseId.eq(case.0))
            .all(&self.db)
            .await?;
        let reason = |row: &exclusion::Model| Reason::from_name(&row.reason);
        rows.iter()
            .map(|row| {
                let reason = reason(row).ok_or_else(|| StoreError::corrupt(case))?;
                Ok((AccountId(row.account_id), reason))
            })
            .collect()
    }
}

impl Store {
    /// The units that are kept out, each with whether that may still be lifted: the letter may not have meant it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn kept_units(&self, case: CaseId) -> Result<Vec<Kept>, StoreError> {
        let rows = excluded_unit::Entity::find()
            .filter(excluded_unit::Column::CaseId.eq(case.0))
            .all(self.reader())
            .await?;
        Ok(rows.iter().map(kept).collect())
    }

    /// Who is kept out of each of these cases as of now.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn exclusions_of(
        &self,
        cases: &[CaseId],
    ) -> Result<BTreeMap<CaseId, Exclusions>, StoreError> {
        let mut found = BTreeMap::new();
        for case in cases {
            found.insert(*case, exclusions(self.reader(), *case).await?);
        }
        Ok(found)
    }

    /// Every account that is kept out of a case as of now.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn kept_out_of(&self, case: CaseId) -> Result<BTreeSet<AccountId>, StoreError> {
        Ok(exclusions(self.reader(), case).await?.accounts)
    }

    /// Whether an account is kept out of a case: asked again when a mail leaves.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn is_excluded(&self, case: CaseId, account: AccountId) -> Result<bool, StoreError> {
        let row = exclusion::Entity::find_by_id((case.0, account.0)).one(self.reader()).await?;
        Ok(row.is_some_and(|row| row.admitted_on.is_none()))
    }
}

fn kept(row: &excluded_unit::Model) -> Kept {
    (UnitId(row.unit_id), row.reason == Reason::Match.name())
}

/// Somebody who is kept out of a case, or was and is let in all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Out {
    pub account: AccountId,
    pub since: NaiveDate,
    pub admitted_on: Option<NaiveDate>,
}

impl Store {
    /// Everybody who is kept out of a case, since the earliest day first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn kept_out(&self, case: CaseId) -> Result<Vec<Out>, StoreError> {
        let rows = exclusion::Entity::find()
            .filter(exclusion::Column::CaseId.eq(case.0))
            .order_by_asc(exclusion::Column::Since)
            .order_by_asc(exclusion::Column::AccountId)
            .all(self.reader())
            .await?;
        let out = |row: exclusion::Model| Out {
            account: AccountId(row.account_id),
            since: row.since,
            admitted_on: row.admitted_on,
        };
        Ok(rows.into_iter().map(out).collect())
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
    let mut found = Exclusions {
        units: units.into_iter().map(|row| UnitId(row.unit_id)).collect(),
        ..Exclusions::default()
    };
    for row in accounts {
        let account = AccountId(row.account_id);
        if row.admitted_on.is_some() {
            found.admitted.insert(account);
            continue;
        }
        if Reason::from_name(&row.reason).is_some_and(Reason::is_for_the_seat) {
            found.for_the_seat.insert(account);
        }
        found.accounts.insert(account);
    }
    Ok(found)
}
