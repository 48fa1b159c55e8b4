//! Mail that is owed: written with the change that caused it, sent later; and what goes on paper.

mod args;
mod queue;
mod watch;

use chrono::{DateTime, Utc};
use sea_orm::ActiveValue::Set;
use sea_orm::QueryOrder as _;
use sea_orm::entity::prelude::*;

use super::{Store, StoreError, Tx};
use crate::domain::ids::{AccountId, CaseId, OutboxId};
use crate::domain::notice::{Addressee, Template};
use crate::domain::post::{Channel, MailArgs, message_id};
pub use queue::Claimed;

pub(in crate::store) mod row {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "outbox")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub case_id: Option<Uuid>,
        pub addressee: String,
        pub account_id: Option<Uuid>,
        pub template: String,
        pub channel: String,
        pub args: String,
        #[sea_orm(unique)]
        pub message_id: String,
        pub status: String,
        pub created_at: DateTimeUtc,
        pub due_at: DateTimeUtc,
        pub attempts: i32,
        pub sent_at: Option<DateTimeUtc>,
        pub last_error: Option<String>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Words as they stand in the indexes: a bound value would keep the database from using them.
const IS_WAITING: &str = "status = 'waiting'";
const IS_PAPER: &str = "channel = 'paper'";

/// What became of a row. The stored spellings are never changed, only added to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Mail that has yet to go out, or is on its way.
    Waiting,
    Sent,
    /// Mail given up; operators see it.
    Abandoned,
    /// The reader may no longer know of the case, or has no account any more.
    Withheld,
    /// Nobody to write to: the page alone tells it.
    PageOnly,
    /// Paper still to be handed over.
    Open,
    /// Paper handed over.
    Delivered,
    /// Kept back until the case may be known.
    Held,
}

impl Fate {
    const ALL: [Self; 8] = [
        Self::Waiting,
        Self::Sent,
        Self::Abandoned,
        Self::Withheld,
        Self::PageOnly,
        Self::Open,
        Self::Delivered,
        Self::Held,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Sent => "sent",
            Self::Abandoned => "abandoned",
            Self::Withheld => "withheld",
            Self::PageOnly => "page_only",
            Self::Open => "open",
            Self::Delivered => "delivered",
            Self::Held => "held",
        }
    }

    fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|fate| fate.name() == name)
    }

    fn first(channel: Channel) -> Self {
        match channel {
            Channel::Mail => Self::Waiting,
            Channel::Paper => Self::Open,
            Channel::Held => Self::Held,
        }
    }
}

/// One notice to one recipient, to be written in the transaction of its cause.
#[derive(Clone, Debug)]
pub struct Owed {
    pub id: OutboxId,
    /// None for a bundle over several cases.
    pub case: Option<CaseId>,
    pub addressee: Addressee,
    /// The staff member; none when it goes to the resident or on paper.
    pub account: Option<AccountId>,
    pub template: Template,
    pub channel: Channel,
    pub args: MailArgs,
    /// Not sent before.
    pub due_at: DateTime<Utc>,
}

/// A notice to hand over on paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paper {
    pub id: OutboxId,
    pub addressee: Addressee,
    pub template: Template,
    pub owed_since: DateTime<Utc>,
    pub delivered_at: Option<DateTime<Utc>>,
}

impl Tx {
    /// Owes these notices from now on. `sender` is the portal's own address; its domain makes the ids.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn owe(
        &self,
        notices: &[Owed],
        sender: &str,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        if notices.is_empty() {
            return Ok(());
        }
        let rows = notices.iter().map(|owed| row::ActiveModel {
            id: Set(owed.id.0),
            case_id: Set(owed.case.map(|case| case.0)),
            addressee: Set(owed.addressee.name().to_owned()),
            account_id: Set(owed.account.map(|account| account.0)),
            template: Set(owed.template.name().to_owned()),
            channel: Set(owed.channel.name().to_owned()),
            args: Set(args::write(&owed.args)),
            message_id: Set(message_id(owed.id, sender)),
            status: Set(Fate::first(owed.channel).name().to_owned()),
            // What is due later is owed from then on: its patience begins with the first try.
            created_at: Set(owed.due_at.max(now)),
            due_at: Set(owed.due_at),
            attempts: Set(0),
            sent_at: Set(None),
            last_error: Set(None),
        });
        row::Entity::insert_many(rows).exec_without_returning(&self.db).await?;
        Ok(())
    }

    /// Settles what was owed before `then` as if it had gone out at once: the history of a demonstration.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn settle_history(&self, then: DateTime<Utc>) -> Result<(), StoreError> {
        for (open, done) in [(Fate::Waiting, Fate::Sent), (Fate::Open, Fate::Delivered)] {
            row::Entity::update_many()
                .col_expr(row::Column::Status, Expr::value(done.name()))
                .col_expr(row::Column::SentAt, Expr::col(row::Column::CreatedAt))
                .filter(row::Column::Status.eq(open.name()))
                .filter(row::Column::CreatedAt.lt(then))
                .exec(&self.db)
                .await?;
        }
        Ok(())
    }

    /// Notes that every open paper of this case to this addressee was handed over.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn papers_delivered(
        &self,
        case: CaseId,
        to: Addressee,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        row::Entity::update_many()
            .col_expr(row::Column::Status, Expr::value(Fate::Delivered.name()))
            .col_expr(row::Column::SentAt, Expr::value(at))
            .filter(Expr::cust(IS_PAPER))
            .filter(row::Column::CaseId.eq(case.0))
            .filter(row::Column::Addressee.eq(to.name()))
            .filter(row::Column::Status.eq(Fate::Open.name()))
            .exec(&self.db)
            .await?;
        Ok(())
    }

    /// Notes that a paper of this case was handed over; false when it has none such left.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn paper_delivered(
        &self,
        case: CaseId,
        id: OutboxId,
        at: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let done = row::Entity::update_many()
            .col_expr(row::Column::Status, Expr::value(Fate::Delivered.name()))
            .col_expr(row::Column::SentAt, Expr::value(at))
            .filter(row::Column::Id.eq(id.0))
            .filter(row::Column::CaseId.eq(case.0))
            .filter(row::Column::Status.eq(Fate::Open.name()))
            .exec(&self.db)
            .await?;
        Ok(done.rows_affected == 1)
    }
}

impl Store {
    /// The papers of a case, oldest first.
    ///
    /// # Errors
    /// When the database fails or a row does not fit together.
    pub async fn paper_for(&self, case: CaseId) -> Result<Vec<Paper>, StoreError> {
        let rows = row::Entity::find()
            .filter(Expr::cust(IS_PAPER))
            .filter(row::Column::CaseId.eq(case.0))
            .order_by_asc(row::Column::CreatedAt)
            .order_by_asc(row::Column::Id)
            .all(self.reader())
            .await?;
        rows.iter().map(to_paper).collect()
    }
}

fn to_paper(row: &row::Model) -> Result<Paper, StoreError> {
    let corrupt = || StoreError::corrupt(format!("outbox {}", row.id));
    Ok(Paper {
        id: OutboxId(row.id),
        addressee: Addressee::from_name(&row.addressee).ok_or_else(corrupt)?,
        template: Template::from_name(&row.template).ok_or_else(corrupt)?,
        owed_since: row.created_at,
        delivered_at: row.sent_at,
    })
}
