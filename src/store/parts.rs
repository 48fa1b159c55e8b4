//! What belongs to a case: allegations, measures, messages, the conclusion, the history.
//!
//! Everything people wrote arrives here sealed and leaves sealed.

use chrono::NaiveDate;
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;
use sea_orm::{QueryOrder as _, QuerySelect as _};

use super::{Store, StoreError, Tx};
use crate::domain::access::Actor;
use crate::domain::case::{Allegation, Measure, Outcome};
use crate::domain::decide::Event;
use crate::domain::ids::{AccountId, AllegationId, CaseId, MeasureId};
use crate::domain::step::StepKind;

pub(in crate::store) mod allegation {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "allegations")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub case_id: Uuid,
        pub position: i32,
        pub content: Vec<u8>,
        pub outcome: Option<String>,
        pub evidence: Option<Vec<u8>>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub(in crate::store) mod measure {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "measures")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub case_id: Uuid,
        pub position: i32,
        pub content: Vec<u8>,
        pub due_on: Date,
        pub done_on: Option<Date>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub(in crate::store) mod message {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "messages")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub case_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub position: i32,
        pub written_on: Date,
        pub sender: String,
        pub what: String,
        pub content: Vec<u8>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub(in crate::store) mod conclusion {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "conclusions")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub case_id: Uuid,
        pub written_on: Date,
        pub content: Vec<u8>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub(in crate::store) mod event {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "case_events")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub case_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub revision: i64,
        pub step: String,
        pub act: Option<String>,
        pub actor: String,
        pub account_id: Option<Uuid>,
        pub on_day: Date,
        pub before: String,
        pub after: String,
        pub note: Option<Vec<u8>>,
        pub keep_reason: Option<Vec<u8>>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// An allegation with its sealed words.
#[derive(Clone, Debug)]
pub struct AllegationRow {
    pub id: AllegationId,
    pub content: Vec<u8>,
    pub outcome: Option<Outcome>,
    pub evidence: Option<Vec<u8>>,
}

/// A measure with its sealed words.
#[derive(Clone, Debug)]
pub struct MeasureRow {
    pub measure: Measure,
    pub content: Vec<u8>,
}

/// A message with its sealed words.
#[derive(Clone, Debug)]
pub struct MessageRow {
    pub on: NaiveDate,
    pub sender: String,
    pub what: String,
    pub content: Vec<u8>,
}

/// A line of the history.
#[derive(Clone, Debug)]
pub struct EventRow {
    pub revision: i64,
    pub step: StepKind,
    pub act: Option<StepKind>,
    pub actor: String,
    pub account: Option<AccountId>,
    pub on: NaiveDate,
    pub before: String,
    pub after: String,
    pub note: Option<Vec<u8>>,
    /// Why words that may betray the reporter were kept.
    pub keep_reason: Option<Vec<u8>>,
}

impl Tx {
    /// Puts these allegations in the place of the old ones.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn put_allegations(
        &self,
        case: CaseId,
        sealed: Vec<(AllegationId, Vec<u8>)>,
    ) -> Result<(), StoreError> {
        allegation::Entity::delete_many()
            .filter(allegation::Column::CaseId.eq(case.0))
            .exec(&self.db)
            .await?;
        self.add_allegations(case, sealed).await
    }

    /// Stores what is alleged in a case that is new.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn add_allegations(
        &self,
        case: CaseId,
        sealed: Vec<(AllegationId, Vec<u8>)>,
    ) -> Result<(), StoreError> {
        let rows = (0..).zip(sealed).map(|(position, (id, content))| allegation::ActiveModel {
            id: Set(id.0),
            case_id: Set(case.0),
            position: Set(position),
            content: Set(content),
            outcome: Set(None),
            evidence: Set(None),
        });
        allegation::Entity::insert_many(rows).exec_without_returning(&self.db).await?;
        Ok(())
    }

    /// # Errors
    /// When the database fails.
    pub async fn put_finding(
        &self,
        id: AllegationId,
        outcome: Outcome,
        evidence: Vec<u8>,
    ) -> Result<(), StoreError> {
        allegation::Entity::update_many()
            .col_expr(allegation::Column::Outcome, Expr::value(outcome.name()))
            .col_expr(allegation::Column::Evidence, Expr::value(evidence))
            .filter(allegation::Column::Id.eq(id.0))
            .exec(&self.db)
            .await?;
        Ok(())
    }

    /// Puts these measures in the place of the drafted ones.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn put_measures(
        &self,
        case: CaseId,
        measures: Vec<MeasureRow>,
    ) -> Result<(), StoreError> {
        measure::Entity::delete_many()
            .filter(measure::Column::CaseId.eq(case.0))
            .exec(&self.db)
            .await?;
        if measures.is_empty() {
            return Ok(());
        }
        let rows = (0..).zip(measures).map(|(position, row)| measure::ActiveModel {
            id: Set(row.measure.id.0),
            case_id: Set(case.0),
            position: Set(position),
            content: Set(row.content),
            due_on: Set(row.measure.due_on),
            done_on: Set(row.measure.done_on),
        });
        measure::Entity::insert_many(rows).exec_without_returning(&self.db).await?;
        Ok(())
    }

    /// # Errors
    /// When the database fails.
    pub async fn measure_done(&self, id: MeasureId, on: NaiveDate) -> Result<(), StoreError> {
        measure::Entity::update_many()
            .col_expr(measure::Column::DoneOn, Expr::value(on))
            .filter(measure::Column::Id.eq(id.0))
            .exec(&self.db)
            .await?;
        Ok(())
    }

    /// Appends a message; the caller holds the case's revision or its row, so positions do not clash.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn add_message(&self, case: CaseId, row: MessageRow) -> Result<(), StoreError> {
        let last = message::Entity::find()
            .filter(message::Column::CaseId.eq(case.0))
            .order_by_desc(message::Column::Position)
            .one(&self.db)
            .await?;
        let row = message::ActiveModel {
            case_id: Set(case.0),
            position: Set(last.map_or(0, |last| last.position + 1)),
            written_on: Set(row.on),
            sender: Set(row.sender),
            what: Set(row.what),
            content: Set(row.content),
        };
        message::Entity::insert(row).exec_without_returning(&self.db).await?;
        Ok(())
    }

    /// # Errors
    /// When the database fails.
    pub async fn put_conclusion(
        &self,
        case: CaseId,
        on: NaiveDate,
        content: Vec<u8>,
    ) -> Result<(), StoreError> {
        let row = conclusion::ActiveModel {
            case_id: Set(case.0),
            written_on: Set(on),
            content: Set(content),
        };
        let update = OnConflict::column(conclusion::Column::CaseId)
            .update_columns([conclusion::Column::WrittenOn, conclusion::Column::Content])
            .to_owned();
        conclusion::Entity::insert(row)
            .on_conflict(update)
            .exec_without_returning(&self.db)
            .await?;
        Ok(())
    }

    /// # Errors
    /// When the database fails.
    pub async fn conclusion(&self, case: CaseId) -> Result<Option<Vec<u8>>, StoreError> {
        conclusion(&self.db, case).await
    }

    /// # Errors
    /// When the database fails or a row does not fit together.
    pub async fn events(&self, case: CaseId) -> Result<Vec<EventRow>, StoreError> {
        events(&self.db, case).await
    }

    /// # Errors
    /// When the database fails, or the revision already has its event.
    pub async fn add_event(
        &self,
        case: CaseId,
        revision: i64,
        event: &Event,
        note: Option<Vec<u8>>,
        keep_reason: Option<Vec<u8>>,
    ) -> Result<(), StoreError> {
        let mut row = event_columns(case, revision, event, note);
        row.keep_reason = Set(keep_reason);
        event::Entity::insert(row).exec_without_returning(&self.db).await?;
        Ok(())
    }
}

impl Store {
    /// # Errors
    /// When the database fails or a row does not fit together.
    pub async fn allegations(&self, case: CaseId) -> Result<Vec<AllegationRow>, StoreError> {
        allegations(self.reader(), case).await
    }

    /// # Errors
    /// When the database fails.
    pub async fn measures(&self, case: CaseId) -> Result<Vec<MeasureRow>, StoreError> {
        measures(self.reader(), case).await
    }

    /// # Errors
    /// When the database fails.
    pub async fn messages(&self, case: CaseId) -> Result<Vec<MessageRow>, StoreError> {
        let rows = message::Entity::find()
            .filter(message::Column::CaseId.eq(case.0))
            .order_by_asc(message::Column::Position)
            .limit(500)
            .all(self.reader())
            .await?;
        let plain = |row: message::Model| MessageRow {
            on: row.written_on,
            sender: row.sender,
            what: row.what,
            content: row.content,
        };
        Ok(rows.into_iter().map(plain).collect())
    }

    /// # Errors
    /// When the database fails.
    pub async fn conclusion(&self, case: CaseId) -> Result<Option<Vec<u8>>, StoreError> {
        conclusion(self.reader(), case).await
    }

    /// # Errors
    /// When the database fails or a row does not fit together.
    pub async fn events(&self, case: CaseId) -> Result<Vec<EventRow>, StoreError> {
        events(self.reader(), case).await
    }
}

pub(in crate::store) fn event_columns(
    case: CaseId,
    revision: i64,
    event: &Event,
    note: Option<Vec<u8>>,
) -> event::ActiveModel {
    let actor = match &event.actor {
        Actor::Resident => "resident",
        Actor::Scheduler => "scheduler",
        Actor::Account(account) => account.role.name(),
    };
    event::ActiveModel {
        case_id: Set(case.0),
        revision: Set(revision),
        step: Set(event.step.name().to_owned()),
        act: Set(event.act.map(|act| act.name().to_owned())),
        actor: Set(actor.to_owned()),
        account_id: Set(event.actor.account().map(|account| account.0)),
        on_day: Set(event.on),
        before: Set(event.before.to_owned()),
        after: Set(event.after.to_owned()),
        note: Set(note),
        keep_reason: Set(None),
    }
}

async fn conclusion(
    db: &impl ConnectionTrait,
    case: CaseId,
) -> Result<Option<Vec<u8>>, StoreError> {
    Ok(conclusion::Entity::find_by_id(case.0).one(db).await?.map(|row| row.content))
}

async fn events(db: &impl ConnectionTrait, case: CaseId) -> Result<Vec<EventRow>, StoreError> {
    let rows = event::Entity::find()
        .filter(event::Column::CaseId.eq(case.0))
        .order_by_asc(event::Column::Revision)
        .all(db)
        .await?;
    rows.into_iter().map(|row| to_event(row).ok_or_else(|| StoreError::corrupt(case))).collect()
}

fn to_event(row: event::Model) -> Option<EventRow> {
    let act = match row.act.as_deref() {
        Some(name) => Some(StepKind::from_name(name)?),
        None => None,
    };
    Some(EventRow {
        revision: row.revision,
        step: StepKind::from_name(&row.step)?,
        act,
        actor: row.actor,
        account: row.account_id.map(AccountId),
        on: row.on_day,
        before: row.before,
        after: row.after,
        note: row.note,
        keep_reason: row.keep_reason,
    })
}

async fn allegations(
    db: &impl ConnectionTrait,
    case: CaseId,
) -> Result<Vec<AllegationRow>, StoreError> {
    let rows = allegation::Entity::find()
        .filter(allegation::Column::CaseId.eq(case.0))
        .order_by_asc(allegation::Column::Position)
        .all(db)
        .await?;
    rows.into_iter()
        .map(|row| {
            let outcome = match row.outcome.as_deref() {
                Some(name) => {
                    Some(Outcome::from_name(name).ok_or_else(|| StoreError::corrupt(row.id))?)
                }
                None => None,
            };
            let id = AllegationId(row.id);
            Ok(AllegationRow { id, content: row.content, outcome, evidence: row.evidence })
        })
        .collect()
}

async fn measures(db: &impl ConnectionTrait, case: CaseId) -> Result<Vec<MeasureRow>, StoreError> {
    let rows = measure::Entity::find()
        .filter(measure::Column::CaseId.eq(case.0))
        .order_by_asc(measure::Column::Position)
        .all(db)
        .await?;
    let plain = |row: measure::Model| MeasureRow {
        measure: Measure { id: MeasureId(row.id), due_on: row.due_on, done_on: row.done_on },
        content: row.content,
    };
    Ok(rows.into_iter().map(plain).collect())
}

pub(in crate::store) async fn allegation_facts(
    db: &impl ConnectionTrait,
    case: CaseId,
) -> Result<Vec<Allegation>, StoreError> {
    let rows = allegations(db, case).await?;
    Ok(rows.into_iter().map(|row| Allegation { id: row.id, outcome: row.outcome }).collect())
}

pub(in crate::store) async fn measure_facts(
    db: &impl ConnectionTrait,
    case: CaseId,
) -> Result<Vec<Measure>, StoreError> {
    Ok(measures(db, case).await?.into_iter().map(|row| row.measure).collect())
}
