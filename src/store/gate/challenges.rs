//! Officers whom the resident asks to keep away, and what became of it.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;

use super::exclusion;
use crate::domain::gate::Reason;
use crate::domain::ids::{AccountId, CaseId};
use crate::store::{StoreError, Tx};

pub(in crate::store) mod challenge {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "challenges")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub case_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub account_id: Uuid,
        pub asked_on: Date,
        pub ruled_on: Option<Date>,
        pub upheld: Option<bool>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

impl Tx {
    /// Notes whom the resident asks to keep away; asked again about the same officer, it is open again.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn challenge(
        &self,
        case: CaseId,
        officers: &BTreeSet<AccountId>,
        on: NaiveDate,
    ) -> Result<(), StoreError> {
        let rows = officers.iter().map(|account| challenge::ActiveModel {
            case_id: Set(case.0),
            account_id: Set(account.0),
            asked_on: Set(on),
            ruled_on: Set(None),
            upheld: Set(None),
        });
        let key = [challenge::Column::CaseId, challenge::Column::AccountId];
        let again = OnConflict::columns(key)
            .update_columns([
                challenge::Column::AskedOn,
                challenge::Column::RuledOn,
                challenge::Column::Upheld,
            ])
            .to_owned();
        challenge::Entity::insert_many(rows)
            .on_conflict(again)
            .exec_without_returning(&self.db)
            .await?;
        Ok(())
    }

    /// Decides what the resident asked; whom it kept out for nothing else is let in again if it was not
    /// granted.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn rule_challenge(
        &self,
        case: CaseId,
        upheld: bool,
        on: NaiveDate,
    ) -> Result<(), StoreError> {
        let open = challenged(&self.db, case).await?;
        challenge::Entity::update_many()
            .col_expr(challenge::Column::RuledOn, Expr::value(on))
            .col_expr(challenge::Column::Upheld, Expr::value(upheld))
            .filter(challenge::Column::CaseId.eq(case.0))
            .filter(challenge::Column::RuledOn.is_null())
            .exec(&self.db)
            .await?;
        if upheld {
            return Ok(());
        }
        exclusion::Entity::delete_many()
            .filter(exclusion::Column::CaseId.eq(case.0))
            .filter(exclusion::Column::AccountId.is_in(open.iter().map(|one| one.0)))
            .filter(exclusion::Column::Reason.eq(Reason::Challenged.name()))
            .exec(&self.db)
            .await?;
        Ok(())
    }
}

/// Officers whom the resident asks to keep away, undecided.
pub(in crate::store) async fn challenged(
    db: &impl ConnectionTrait,
    case: CaseId,
) -> Result<BTreeSet<AccountId>, StoreError> {
    let rows = challenge::Entity::find()
        .filter(challenge::Column::CaseId.eq(case.0))
        .filter(challenge::Column::RuledOn.is_null())
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| AccountId(row.account_id)).collect())
}
