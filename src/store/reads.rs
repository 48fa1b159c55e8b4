//! Who has read what of a case: what a late exclusion must be able to tell.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::ActiveValue::Set;

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;
use sea_orm::{QueryOrder as _, QuerySelect as _};

use super::{Store, StoreError, Tx, cases};
use crate::domain::ids::{AccountId, CaseId};
use crate::domain::letter::Kind;

pub(in crate::store) mod row {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "reads")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub case_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub account_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub what: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub on_day: Date,
        pub first_at: DateTimeUtc,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// What was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// First words, in a list.
    Glimpse,
    /// Number, state, dates, whom it is about.
    Head,
    /// What is alleged, where and when.
    Points,
    /// The letter and everything that was written since.
    Whole,
    /// A file of the case.
    File,
    /// Who wrote.
    Name,
}

impl What {
    pub const ALL: [Self; 6] =
        [Self::Glimpse, Self::Head, Self::Points, Self::Whole, Self::File, Self::Name];

    /// The stored spelling. Never changed, only added to.
    pub fn name(self) -> &'static str {
        match self {
            Self::Glimpse => "glimpse",
            Self::Head => "head",
            Self::Points => "points",
            Self::Whole => "whole",
            Self::File => "file",
            Self::Name => "name",
        }
    }

    fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|what| what.name() == name)
    }
}

/// One account's reading of a case on one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Read {
    pub account: AccountId,
    pub what: What,
    pub on: NaiveDate,
    pub first_at: DateTime<Utc>,
}

impl Tx {
    /// Notes that an account has read of these cases. The first time of a day stays: who had read what on
    /// which day is what counts later, not how often a page was opened.
    ///
    /// # Errors
    /// When the database fails; then nothing may be shown.
    pub async fn note_reads(
        &self,
        account: AccountId,
        what: What,
        cases: &[CaseId],
        (at, on): (DateTime<Utc>, NaiveDate),
    ) -> Result<(), StoreError> {
        if cases.is_empty() {
            return Ok(());
        }
        let rows = cases.iter().map(|case| row::ActiveModel {
            case_id: Set(case.0),
            account_id: Set(account.0),
            what: Set(what.name().to_owned()),
            on_day: Set(on),
            first_at: Set(at),
        });
        let key =
            [row::Column::CaseId, row::Column::AccountId, row::Column::What, row::Column::OnDay];
        let keep = OnConflict::columns(key).do_nothing().to_owned();
        row::Entity::insert_many(rows).on_conflict(keep).exec_without_returning(&self.db).await?;
        Ok(())
    }
}

impl Store {
    /// Which of these cases an account has not read today in this way, so that the note is not written
    /// again at every click: a write for each read would make readers wait for writers.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn unread_today(
        &self,
        account: AccountId,
        what: What,
        cases: &[CaseId],
        on: NaiveDate,
    ) -> Result<Vec<CaseId>, StoreError> {
        let noted = row::Entity::find()
            .filter(row::Column::CaseId.is_in(cases.iter().map(|case| case.0)))
            .filter(row::Column::AccountId.eq(account.0))
            .filter(row::Column::What.eq(what.name()))
            .filter(row::Column::OnDay.eq(on))
            .all(self.reader())
            .await?;
        let is_noted = |case: &CaseId| noted.iter().any(|row| row.case_id == case.0);
        Ok(cases.iter().copied().filter(|case| !is_noted(case)).collect())
    }

    /// Which of these cases are denunciations.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn denunciations(&self, among: &[CaseId]) -> Result<Vec<CaseId>, StoreError> {
        let ids: Vec<Uuid> = cases::row::Entity::find()
            .select_only()
            .column(cases::row::Column::Id)
            .filter(cases::row::Column::Id.is_in(among.iter().map(|case| case.0)))
            .filter(cases::row::Column::Kind.eq(Kind::ToCao.name()))
            .order_by_asc(cases::row::Column::Id)
            .into_tuple()
            .all(self.reader())
            .await?;
        Ok(ids.into_iter().map(CaseId).collect())
    }

    /// Everything that was read of a case, oldest first.
    ///
    /// # Errors
    /// When the database fails or a row does not fit together.
    pub async fn reads(&self, case: CaseId) -> Result<Vec<Read>, StoreError> {
        let rows = row::Entity::find()
            .filter(row::Column::CaseId.eq(case.0))
            .order_by_asc(row::Column::FirstAt)
            .order_by_asc(row::Column::AccountId)
            .order_by_asc(row::Column::What)
            .all(self.reader())
            .await?;
        rows.into_iter()
            .map(|row| {
                let what = What::from_name(&row.what).ok_or_else(|| StoreError::corrupt(case))?;
                let (account, on) = (AccountId(row.account_id), row.on_day);
                Ok(Read { account, what, on, first_at: row.first_at })
            })
            .collect()
    }
}
