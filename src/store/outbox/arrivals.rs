//! Letters that wait to be triaged, and which of them a mail at a fixed hour is owed for.

use chrono::NaiveDate;
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::{QuerySelect as _, QueryTrait as _, Select};

use crate::domain::access::Account;
use crate::domain::ids::{CaseId, OutboxId};
use crate::domain::post::Waiting;
use crate::store::lists::{List, part};
use crate::store::{Store, StoreError, Tx, cases, outbox, scope};

pub(in crate::store) mod row {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "arrivals")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub mail_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub case_id: Uuid,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

impl Tx {
    /// Notes that these mails are owed for this letter, too.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn add_arrival(&self, case: CaseId, mails: &[OutboxId]) -> Result<(), StoreError> {
        if mails.is_empty() {
            return Ok(());
        }
        let rows = mails
            .iter()
            .map(|mail| row::ActiveModel { mail_id: Set(mail.0), case_id: Set(case.0) });
        row::Entity::insert_many(rows).exec_without_returning(&self.db).await?;
        Ok(())
    }
}

impl Store {
    /// How many letters wait for this account to triage, and since when; nothing when `mail` is owed for none of them:
    /// that there is one at all would else tell of a letter that the account is kept out of by now.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn waiting(
        &self,
        who: &Account,
        mail: OutboxId,
    ) -> Result<Option<Waiting>, StoreError> {
        let Some(letters) = to_triage(who) else { return Ok(None) };
        let owed_for = row::Entity::find()
            .select_only()
            .column(row::Column::CaseId)
            .filter(row::Column::MailId.eq(mail.0))
            .into_query();
        let one = letters.clone().filter(cases::row::Column::Id.in_subquery(owed_for));
        if one.one(self.reader()).await?.is_none() {
            return Ok(None);
        }
        let found: Option<(i64, Option<NaiveDate>)> = letters
            .select_only()
            .column_as(cases::row::Column::Id.count(), "letters")
            .column_as(cases::row::Column::ReceivedOn.min(), "oldest")
            .into_tuple()
            .one(self.reader())
            .await?;
        Ok(found.and_then(|(letters, oldest)| Some(Waiting { letters, oldest: oldest? })))
    }

    /// Forgets of which letters mails were owed that are done with.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn forget_arrivals(&self) -> Result<(), StoreError> {
        let waiting = outbox::row::Entity::find()
            .select_only()
            .column(outbox::row::Column::Id)
            .filter(Expr::cust(outbox::IS_WAITING))
            .into_query();
        let done = row::Entity::delete_many().filter(row::Column::MailId.not_in_subquery(waiting));
        done.exec(self.writer()).await?;
        Ok(())
    }
}

/// What this account may triage now: neither the resident's turn nor a second person's. Nothing for some roles.
fn to_triage(who: &Account) -> Option<Select<cases::row::Entity>> {
    let letters = cases::row::Entity::find()
        .filter(scope::of(who)?)
        .filter(part(who, List::Inbox))
        .filter(cases::row::Column::State.ne("need_info"))
        .filter(cases::row::Column::WaitingOn.is_null());
    Some(letters)
}
