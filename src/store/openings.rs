//! Requests to open who wrote, and what custodians said to them.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{ExprTrait as _, OnConflict};
use sea_orm::{Condition, QueryOrder as _};

use super::{Store, StoreError, Tx, cases, scope};
use crate::domain::ids::{AccountId, CaseId, OpeningId};
use crate::domain::receipt::CaseNumber;
use crate::domain::vault::Standing;
use crate::keys::vault::Seat;

pub(in crate::store) mod row {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "openings")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub case_id: Uuid,
        pub source_id: Uuid,
        pub asked_by: Uuid,
        pub asked_at: DateTimeUtc,
        pub reason: Vec<u8>,
        pub public: Vec<u8>,
        pub standing: String,
        pub decided_at: Option<DateTimeUtc>,
        pub name: Option<Vec<u8>>,
        pub keep_reason: Option<Vec<u8>>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub(in crate::store) mod voice {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "opening_voices")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub opening_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub account_id: Uuid,
        pub agrees: bool,
        pub reason: Option<Vec<u8>>,
        pub generation: Option<i32>,
        pub seat: Option<i32>,
        pub part: Option<Vec<u8>>,
        pub on_day: Date,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A request; what was written and what was found are sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpeningRow {
    pub id: OpeningId,
    pub case: CaseId,
    /// The case with whose letter the name came.
    pub source: CaseId,
    pub asked_by: AccountId,
    pub asked_at: DateTime<Utc>,
    pub reason: Vec<u8>,
    /// Why words of the reason stay that may betray the sender.
    pub keep_reason: Option<Vec<u8>>,
    pub public: Vec<u8>,
    pub standing: Standing,
    pub decided_at: Option<DateTime<Utc>>,
    pub name: Option<Vec<u8>>,
}

/// What one custodian said, and lends if it was yes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VoiceRow {
    pub opening: OpeningId,
    pub custodian: AccountId,
    /// Nothing for a no.
    pub lent: Option<Lent>,
    pub reason: Option<Vec<u8>>,
    pub on: NaiveDate,
    pub agrees: bool,
}

/// A custodian's part, of which round of shares and of which seat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lent {
    pub generation: i32,
    pub seat: Seat,
    pub part: Vec<u8>,
}

impl Store {
    /// Every request about a case, newest first.
    ///
    /// # Errors
    /// When the database fails or a row does not fit together.
    pub async fn openings_of(&self, case: CaseId) -> Result<Vec<OpeningRow>, StoreError> {
        let rows = row::Entity::find()
            .filter(row::Column::CaseId.eq(case.0))
            .order_by_desc(row::Column::AskedAt)
            .order_by_asc(row::Column::Id)
            .all(self.reader())
            .await?;
        rows.into_iter().map(to_row).collect()
    }

    /// Every request for the name that came with the letter of a case, newest first; those of its reviews too.
    ///
    /// # Errors
    /// When the database fails or a row does not fit together.
    pub async fn openings_from(&self, source: CaseId) -> Result<Vec<OpeningRow>, StoreError> {
        let rows = row::Entity::find()
            .filter(row::Column::SourceId.eq(source.0))
            .order_by_desc(row::Column::AskedAt)
            .order_by_asc(row::Column::Id)
            .all(self.reader())
            .await?;
        rows.into_iter().map(to_row).collect()
    }

    /// Requests that wait, of cases that this custodian may know of, oldest first.
    ///
    /// # Errors
    /// When the database fails or a row does not fit together.
    pub async fn openings_for(
        &self,
        custodian: AccountId,
    ) -> Result<Vec<(OpeningRow, CaseNumber)>, StoreError> {
        self.waiting_for(custodian, None).await
    }

    /// One of them.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when it does not wait, or not for this custodian.
    pub async fn opening_for(
        &self,
        custodian: AccountId,
        id: OpeningId,
    ) -> Result<(OpeningRow, CaseNumber), StoreError> {
        self.waiting_for(custodian, Some(id)).await?.pop().ok_or(StoreError::Missing)
    }

    async fn waiting_for(
        &self,
        custodian: AccountId,
        id: Option<OpeningId>,
    ) -> Result<Vec<(OpeningRow, CaseNumber)>, StoreError> {
        let case = (row::Entity, row::Column::CaseId);
        let mut which = Condition::all()
            .add(row::Column::Standing.eq(Standing::Waiting.name()))
            .add(scope::is_out(custodian, case).not());
        if let Some(id) = id {
            which = which.add(row::Column::Id.eq(id.0));
        }
        let rows = row::Entity::find()
            .filter(which)
            .order_by_asc(row::Column::AskedAt)
            .order_by_asc(row::Column::Id)
            .all(self.reader())
            .await?;
        let ids = rows.iter().map(|row| row.case_id);
        let cases = cases::row::Entity::find()
            .filter(cases::row::Column::Id.is_in(ids))
            .all(self.reader())
            .await?;
        rows.into_iter()
            .map(|row| {
                let case = cases.iter().find(|case| case.id == row.case_id);
                let number = case.and_then(|case| CaseNumber::parse(&case.number));
                let number = number.ok_or_else(|| StoreError::corrupt(row.id))?;
                Ok((to_row(row)?, number))
            })
            .collect()
    }

    /// Requests that wait, and names that are open, whosever: for the job that ends them.
    ///
    /// # Errors
    /// When the database fails or a row does not fit together.
    pub async fn open_openings(&self) -> Result<Vec<OpeningRow>, StoreError> {
        let open = Condition::any()
            .add(row::Column::Standing.eq(Standing::Waiting.name()))
            .add(row::Column::Name.is_not_null());
        let rows = row::Entity::find().filter(open).all(self.reader()).await?;
        rows.into_iter().map(to_row).collect()
    }

    /// What was said to these requests.
    ///
    /// # Errors
    /// When the database fails or a row does not fit together.
    pub async fn voices(&self, openings: &[OpeningId]) -> Result<Vec<VoiceRow>, StoreError> {
        let rows = voice::Entity::find()
            .filter(voice::Column::OpeningId.is_in(openings.iter().map(|id| id.0)))
            .order_by_asc(voice::Column::AccountId)
            .all(self.reader())
            .await?;
        rows.into_iter().map(to_voice).collect()
    }
}

impl Tx {
    /// # Errors
    /// When the database fails.
    pub async fn add_opening(&self, new: &OpeningRow) -> Result<(), StoreError> {
        let columns = row::ActiveModel {
            id: Set(new.id.0),
            case_id: Set(new.case.0),
            source_id: Set(new.source.0),
            asked_by: Set(new.asked_by.0),
            asked_at: Set(new.asked_at),
            reason: Set(new.reason.clone()),
            public: Set(new.public.clone()),
            standing: Set(new.standing.name().to_owned()),
            decided_at: Set(new.decided_at),
            name: Set(new.name.clone()),
            keep_reason: Set(new.keep_reason.clone()),
        };
        row::Entity::insert(columns).exec_without_returning(&self.db).await?;
        Ok(())
    }

    /// What a custodian said; said again, the later counts.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn say(&self, said: &VoiceRow) -> Result<(), StoreError> {
        let lent = said.lent.as_ref();
        let columns = voice::ActiveModel {
            opening_id: Set(said.opening.0),
            account_id: Set(said.custodian.0),
            agrees: Set(said.agrees),
            reason: Set(said.reason.clone()),
            generation: Set(lent.map(|lent| lent.generation)),
            seat: Set(lent.map(|lent| lent.seat.into())),
            part: Set(lent.map(|lent| lent.part.clone())),
            on_day: Set(said.on),
        };
        let key = [voice::Column::OpeningId, voice::Column::AccountId];
        let again = OnConflict::columns(key)
            .update_columns([
                voice::Column::Agrees,
                voice::Column::Reason,
                voice::Column::Generation,
                voice::Column::Seat,
                voice::Column::Part,
                voice::Column::OnDay,
            ])
            .to_owned();
        voice::Entity::insert(columns).on_conflict(again).exec_without_returning(&self.db).await?;
        Ok(())
    }

    /// Ends the waiting of a request; what custodians lent for it is forgotten.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when somebody else ended it first.
    pub async fn decide_opening(
        &self,
        id: OpeningId,
        standing: Standing,
        name: Option<Vec<u8>>,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let done = row::Entity::update_many()
            .col_expr(row::Column::Standing, Expr::value(standing.name()))
            .col_expr(row::Column::DecidedAt, Expr::value(at))
            .col_expr(row::Column::Name, Expr::value(name))
            .filter(row::Column::Id.eq(id.0))
            .filter(row::Column::Standing.eq(Standing::Waiting.name()))
            .exec(&self.db)
            .await?;
        if done.rows_affected != 1 {
            return Err(StoreError::Missing);
        }
        voice::Entity::update_many()
            .col_expr(voice::Column::Part, Expr::value(None::<Vec<u8>>))
            .filter(voice::Column::OpeningId.eq(id.0))
            .exec(&self.db)
            .await?;
        Ok(())
    }

    /// Forgets a name whose day is over.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn shut_opening(&self, id: OpeningId) -> Result<(), StoreError> {
        row::Entity::update_many()
            .col_expr(row::Column::Name, Expr::value(None::<Vec<u8>>))
            .filter(row::Column::Id.eq(id.0))
            .exec(&self.db)
            .await?;
        Ok(())
    }

    /// Forgets everything that custodians lent: from other shares it is worth nothing.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn forget_lent(&self) -> Result<(), StoreError> {
        voice::Entity::delete_many()
            .filter(voice::Column::Part.is_not_null())
            .exec(&self.db)
            .await?;
        Ok(())
    }
}

fn to_row(row: row::Model) -> Result<OpeningRow, StoreError> {
    Ok(OpeningRow {
        id: OpeningId(row.id),
        case: CaseId(row.case_id),
        source: CaseId(row.source_id),
        asked_by: AccountId(row.asked_by),
        asked_at: row.asked_at,
        reason: row.reason,
        keep_reason: row.keep_reason,
        public: row.public,
        standing: Standing::from_name(&row.standing).ok_or_else(|| StoreError::corrupt(row.id))?,
        decided_at: row.decided_at,
        name: row.name,
    })
}

fn to_voice(row: voice::Model) -> Result<VoiceRow, StoreError> {
    let lent = match (row.generation, row.seat, row.part) {
        (Some(generation), Some(seat), Some(part)) => {
            let seat = Seat::try_from(seat).map_err(|_| StoreError::corrupt(row.opening_id))?;
            Some(Lent { generation, seat, part })
        }
        _ => None,
    };
    Ok(VoiceRow {
        opening: OpeningId(row.opening_id),
        custodian: AccountId(row.account_id),
        lent,
        reason: row.reason,
        on: row.on_day,
        agrees: row.agrees,
    })
}
