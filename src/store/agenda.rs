//! Cases by the day on which they are due. As every list, scoped to the account.

use chrono::NaiveDate;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{ExprTrait as _, Query};
use sea_orm::{Condition, QueryOrder as _, QuerySelect as _};

use super::cases::row;
use super::clocks;
use super::lists::{Cursor, Line, List, to_line};
use super::{Store, StoreError, scope};
use crate::domain::access::Account;
use crate::domain::ids::CaseId;

/// Every phase, so that the index of the lists is walked by day.
const PHASES: [i32; 3] = [0, 1, 2];

impl Store {
    /// The cases due on or after `from` and before `to`, by day; at most `limit`, from after `after` on.
    ///
    /// # Errors
    /// When the database fails or a row does not fit together.
    pub async fn due_between(
        &self,
        who: &Account,
        (from, to): (NaiveDate, NaiveDate),
        after: Option<Cursor>,
        limit: u64,
    ) -> Result<Vec<Line>, StoreError> {
        let Some(scope) = scope::of(who) else { return Ok(Vec::new()) };
        let mut query = row::Entity::find().filter(scope).filter(within(from, to));
        if let Some(after) = after {
            let day = row::Column::NextDueOn;
            let same = Condition::all().add(day.eq(after.day)).add(row::Column::Id.gt(after.id.0));
            query = query.filter(Condition::any().add(day.gt(after.day)).add(same));
        }
        let rows = query
            .order_by_asc(row::Column::NextDueOn)
            .order_by_asc(row::Column::Id)
            .limit(limit)
            .all(self.reader())
            .await?;
        rows.into_iter().map(|row| to_line(row, List::Work)).collect()
    }

    /// How many are due on each day on or after `from` and before `to`; days without any are left out.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn due_counts(
        &self,
        who: &Account,
        (from, to): (NaiveDate, NaiveDate),
    ) -> Result<Vec<(NaiveDate, i64)>, StoreError> {
        let Some(scope) = scope::of(who) else { return Ok(Vec::new()) };
        let counts = row::Entity::find()
            .select_only()
            .column(row::Column::NextDueOn)
            .column_as(row::Column::Id.count(), "cases")
            .filter(scope)
            .filter(within(from, to))
            .group_by(row::Column::NextDueOn)
            .order_by_asc(row::Column::NextDueOn)
            .into_tuple()
            .all(self.reader())
            .await?;
        Ok(counts)
    }

    /// Which of these cases stand still on `today`, and until when that is planned.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn held_until(
        &self,
        cases: &[CaseId],
        today: NaiveDate,
    ) -> Result<Vec<(CaseId, NaiveDate)>, StoreError> {
        let same =
            |clock, of| Expr::col((clocks::row::Entity, clock)).equals((clocks::hold::Entity, of));
        let runs = Query::select()
            .expr(Expr::val(1))
            .from(clocks::row::Entity)
            .and_where(same(clocks::row::Column::CaseId, clocks::hold::Column::CaseId))
            .and_where(same(clocks::row::Column::Kind, clocks::hold::Column::Kind))
            .and_where(same(clocks::row::Column::Seq, clocks::hold::Column::Seq))
            .and_where(Expr::col((clocks::row::Entity, clocks::row::Column::EndedOn)).is_null())
            .take();
        let rows: Vec<(Uuid, NaiveDate)> = clocks::hold::Entity::find()
            .select_only()
            .column(clocks::hold::Column::CaseId)
            .column_as(clocks::hold::Column::ToOn.max(), "until")
            .filter(clocks::hold::Column::CaseId.is_in(cases.iter().map(|case| case.0)))
            .filter(Expr::cust("open"))
            .filter(clocks::hold::Column::FromOn.lte(today))
            .filter(clocks::hold::Column::ToOn.gt(today))
            .filter(Expr::exists(runs))
            .group_by(clocks::hold::Column::CaseId)
            .into_tuple()
            .all(self.reader())
            .await?;
        Ok(rows.into_iter().map(|(case, until)| (CaseId(case), until)).collect())
    }
}

fn within(from: NaiveDate, to: NaiveDate) -> Condition {
    Condition::all()
        .add(row::Column::Phase.is_in(PHASES))
        .add(row::Column::NextDueOn.gte(from))
        .add(row::Column::NextDueOn.lt(to))
}
