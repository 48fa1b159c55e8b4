//! Clocks with their holds and extensions.

use chrono::NaiveDate;
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{ExprTrait, OnConflict, Query};
use sea_orm::{QueryOrder as _, QuerySelect as _};

use super::{Page, Store, StoreError, Tx, scope};
use crate::domain::clock::{Clock, ClockKind, Doubt, Edition, Ending, Extension, Hold, Stage};
use crate::domain::ids::{AccountId, CaseId};
use crate::domain::step::{Complexity, HoldType};

mod check;

pub(in crate::store) mod row {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "clocks")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub case_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub kind: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub seq: i32,
        pub rule: String,
        pub calendar: String,
        pub anchor_on: Date,
        pub nominal_on: Date,
        pub due_on: Date,
        pub provisional: bool,
        pub ended_on: Option<Date>,
        pub ending: Option<String>,
        pub reminded: Option<String>,
        pub wake_on: Option<Date>,
        pub term: String,
        pub edition: i64,
        pub doubt: Option<String>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub(in crate::store) mod hold {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "holds")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub case_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub kind: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub seq: i32,
        #[sea_orm(primary_key, auto_increment = false)]
        pub position: i32,
        pub hold: String,
        pub from_on: Date,
        pub to_on: Date,
        pub open: bool,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub(in crate::store) mod extension {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "extensions")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub case_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub kind: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub seq: i32,
        #[sea_orm(primary_key, auto_increment = false)]
        pub position: i32,
        pub days: i32,
        pub granted_on: Date,
        pub criteria: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

impl Tx {
    /// Every clock of a case, in the order they belong to the workflow.
    ///
    /// # Errors
    /// When the database fails or a row does not fit together.
    pub async fn clocks(&self, case: CaseId) -> Result<Vec<Clock>, StoreError> {
        load(&self.db, case).await
    }

    /// Writes new and changed clocks.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn put_clocks(&self, case: CaseId, clocks: &[Clock]) -> Result<(), StoreError> {
        for clock in clocks {
            row::Entity::insert(columns(case, clock))
                .on_conflict(
                    OnConflict::columns([row::Column::CaseId, row::Column::Kind, row::Column::Seq])
                        .update_columns(CHANGING)
                        .to_owned(),
                )
                .exec_without_returning(&self.db)
                .await?;
            self.put_holds(case, clock).await?;
            self.put_extensions(case, clock).await?;
        }
        Ok(())
    }

    async fn put_holds(&self, case: CaseId, clock: &Clock) -> Result<(), StoreError> {
        let rows: Vec<hold::ActiveModel> = hold_columns(case, clock).collect();
        if rows.is_empty() {
            return Ok(());
        }
        let key =
            [hold::Column::CaseId, hold::Column::Kind, hold::Column::Seq, hold::Column::Position];
        let update = OnConflict::columns(key)
            .update_columns([hold::Column::ToOn, hold::Column::Open])
            .to_owned();
        hold::Entity::insert_many(rows)
            .on_conflict(update)
            .exec_without_returning(&self.db)
            .await?;
        Ok(())
    }

    async fn put_extensions(&self, case: CaseId, clock: &Clock) -> Result<(), StoreError> {
        let rows: Vec<extension::ActiveModel> = (0..)
            .zip(&clock.extensions)
            .map(|(position, one)| extension::ActiveModel {
                case_id: Set(case.0),
                kind: Set(clock.kind.name().to_owned()),
                seq: Set(seq(clock)),
                position: Set(position),
                days: Set(i32::try_from(one.days).unwrap_or(i32::MAX)),
                granted_on: Set(one.granted_on),
                criteria: Set(criteria(&one.criteria)),
            })
            .collect();
        if rows.is_empty() {
            return Ok(());
        }
        let key = [
            extension::Column::CaseId,
            extension::Column::Kind,
            extension::Column::Seq,
            extension::Column::Position,
        ];
        // What was granted stays granted: an extension is only ever added.
        let keep = OnConflict::columns(key).do_nothing().to_owned();
        extension::Entity::insert_many(rows)
            .on_conflict(keep)
            .exec_without_returning(&self.db)
            .await?;
        Ok(())
    }
}

const CHANGING: [row::Column; 12] = [
    row::Column::Calendar,
    row::Column::NominalOn,
    row::Column::DueOn,
    row::Column::Provisional,
    row::Column::EndedOn,
    row::Column::Ending,
    row::Column::Reminded,
    row::Column::WakeOn,
    row::Column::Rule,
    row::Column::Term,
    row::Column::Edition,
    row::Column::Doubt,
];

impl Store {
    /// # Errors
    /// When the database fails or a row does not fit together.
    pub async fn clocks(&self, case: CaseId) -> Result<Vec<Clock>, StoreError> {
        load(self.reader(), case).await
    }

    /// Cases with a clock whose day has come, longest asleep first, found through the index on `wake_on`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn waking(&self, today: NaiveDate, page: Page) -> Result<Vec<CaseId>, StoreError> {
        let asleep = row::Column::WakeOn.min();
        let cases = row::Entity::find()
            .select_only()
            .column(row::Column::CaseId)
            .filter(row::Column::WakeOn.is_not_null())
            .filter(row::Column::WakeOn.lte(today))
            .group_by(row::Column::CaseId)
            .order_by_asc(asleep)
            .order_by_asc(row::Column::CaseId);
        self.page(cases, page).await
    }

    /// Cases with an open clock of this kind that was due before `day`, longest due first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn lapsed(
        &self,
        kind: ClockKind,
        day: NaiveDate,
        page: Page,
    ) -> Result<Vec<CaseId>, StoreError> {
        let cases = row::Entity::find()
            .select_only()
            .column(row::Column::CaseId)
            .filter(row::Column::Kind.eq(kind.name()))
            .filter(Expr::cust("ended_on IS NULL"))
            .filter(row::Column::DueOn.lt(day))
            .group_by(row::Column::CaseId)
            .order_by_asc(row::Column::DueOn.min())
            .order_by_asc(row::Column::CaseId);
        self.page(cases, page).await
    }

    /// Cases with a clock that still stands still though the planned end of its hold has come.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn holds_over(
        &self,
        today: NaiveDate,
        page: Page,
    ) -> Result<Vec<CaseId>, StoreError> {
        // What has ended keeps the hold it ended with; only running clocks have one to end, and only C2 is held.
        let runs = Query::select()
            .expr(Expr::val(1))
            .from(row::Entity)
            .and_where(same(row::Column::CaseId, hold::Column::CaseId))
            .and_where(same(row::Column::Kind, hold::Column::Kind))
            .and_where(same(row::Column::Seq, hold::Column::Seq))
            .and_where(Expr::col((row::Entity, row::Column::EndedOn)).is_null())
            .take();
        let cases = hold::Entity::find()
            .select_only()
            .column(hold::Column::CaseId)
            .filter(Expr::cust("open"))
            .filter(hold::Column::ToOn.lte(today))
            .filter(Expr::exists(runs))
            .order_by_asc(hold::Column::ToOn)
            .order_by_asc(hold::Column::CaseId);
        self.page(cases, page).await
    }

    /// Whether a duty ended before `day` and no reminder past its end was ever noted; `without` leaves out
    /// the cases that an account is kept out of.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn unheard_lapse(
        &self,
        day: NaiveDate,
        without: Option<AccountId>,
    ) -> Result<bool, StoreError> {
        let windows = ClockKind::ALL.into_iter().filter(|kind| !kind.is_duty());
        let windows = windows.map(ClockKind::name);
        let mut unheard = row::Entity::find()
            .filter(Expr::cust("ended_on IS NULL"))
            .filter(row::Column::DueOn.lt(day))
            .filter(row::Column::Kind.is_not_in(windows))
            .filter(
                sea_orm::Condition::any()
                    .add(row::Column::Reminded.is_null())
                    .add(row::Column::Reminded.not_like("rung%")),
            );
        if let Some(who) = without {
            let out = scope::is_out(who, (row::Entity, row::Column::CaseId));
            unheard = unheard.filter(ExprTrait::not(out));
        }
        Ok(unheard.one(self.reader()).await?.is_some())
    }
}

fn same(clock: row::Column, of: hold::Column) -> Expr {
    Expr::col((row::Entity, clock)).equals((hold::Entity, of))
}

pub(in crate::store) async fn load(
    db: &impl ConnectionTrait,
    case: CaseId,
) -> Result<Vec<Clock>, StoreError> {
    let rows = row::Entity::find().filter(row::Column::CaseId.eq(case.0)).all(db).await?;
    let holds = hold::Entity::find()
        .filter(hold::Column::CaseId.eq(case.0))
        .order_by_asc(hold::Column::Position)
        .all(db)
        .await?;
    let extensions = extension::Entity::find()
        .filter(extension::Column::CaseId.eq(case.0))
        .order_by_asc(extension::Column::Position)
        .all(db)
        .await?;
    let corrupt = || StoreError::corrupt(case);
    let mut clocks = Vec::with_capacity(rows.len());
    for row in rows {
        let mine = |kind: &str, seq: i32| kind == row.kind && seq == row.seq;
        let holds: Option<Vec<Hold>> =
            holds.iter().filter(|hold| mine(&hold.kind, hold.seq)).map(to_hold).collect();
        let extensions: Option<Vec<Extension>> = extensions
            .iter()
            .filter(|extension| mine(&extension.kind, extension.seq))
            .map(to_extension)
            .collect();
        clocks.push(to_clock(&row, holds, extensions).ok_or_else(corrupt)?);
    }
    clocks.sort_by_key(|clock| (clock.kind, clock.seq));
    Ok(clocks)
}

fn to_clock(
    row: &row::Model,
    holds: Option<Vec<Hold>>,
    extensions: Option<Vec<Extension>>,
) -> Option<Clock> {
    let ended = match (row.ended_on, row.ending.as_deref()) {
        (None, None) => None,
        (Some(on), Some(ending)) => Some((on, Ending::from_name(ending)?)),
        _ => return None,
    };
    let reminded = match row.reminded.as_deref() {
        None => None,
        Some(stage) => Some(Stage::from_name(stage)?),
    };
    let doubt = match row.doubt.as_deref() {
        None => None,
        Some(doubt) => Some(Doubt::from_name(doubt)?),
    };
    Some(Clock {
        kind: ClockKind::from_name(&row.kind)?,
        seq: row.seq.unsigned_abs(),
        rule: row.rule.clone(),
        term: row.term.clone(),
        edition: Edition(row.edition),
        doubt,
        calendar: row.calendar.clone(),
        anchor_on: row.anchor_on,
        holds: holds?,
        extensions: extensions?,
        nominal_on: row.nominal_on,
        due_on: row.due_on,
        provisional: row.provisional,
        ended,
        reminded,
        wake_on: row.wake_on,
    })
}

fn to_hold(row: &hold::Model) -> Option<Hold> {
    let kind = HoldType::from_name(&row.hold)?;
    Some(Hold { kind, from: row.from_on, to: row.to_on, open: row.open })
}

fn to_extension(row: &extension::Model) -> Option<Extension> {
    let criteria: Option<Vec<Complexity>> =
        row.criteria.split_whitespace().map(Complexity::from_name).collect();
    Some(Extension {
        days: row.days.unsigned_abs(),
        granted_on: row.granted_on,
        criteria: criteria?,
    })
}

fn criteria(all: &[Complexity]) -> String {
    all.iter().map(|one| one.name()).collect::<Vec<_>>().join(" ")
}

fn seq(clock: &Clock) -> i32 {
    i32::try_from(clock.seq).unwrap_or(i32::MAX)
}

pub(in crate::store) fn columns(case: CaseId, clock: &Clock) -> row::ActiveModel {
    row::ActiveModel {
        case_id: Set(case.0),
        kind: Set(clock.kind.name().to_owned()),
        seq: Set(seq(clock)),
        rule: Set(clock.rule.clone()),
        calendar: Set(clock.calendar.clone()),
        anchor_on: Set(clock.anchor_on),
        nominal_on: Set(clock.nominal_on),
        due_on: Set(clock.due_on),
        provisional: Set(clock.provisional),
        ended_on: Set(clock.ended.map(|(on, _)| on)),
        ending: Set(clock.ended.map(|(_, ending)| ending.name().to_owned())),
        reminded: Set(clock.reminded.map(Stage::name)),
        wake_on: Set(clock.wake_on),
        term: Set(clock.term.clone()),
        edition: Set(clock.edition.0),
        doubt: Set(clock.doubt.map(|doubt| doubt.name().to_owned())),
    }
}

pub(in crate::store) fn hold_columns(
    case: CaseId,
    clock: &Clock,
) -> impl Iterator<Item = hold::ActiveModel> {
    (0..).zip(&clock.holds).map(move |(position, one)| hold::ActiveModel {
        case_id: Set(case.0),
        kind: Set(clock.kind.name().to_owned()),
        seq: Set(seq(clock)),
        position: Set(position),
        hold: Set(one.kind.name().to_owned()),
        from_on: Set(one.from),
        to_on: Set(one.to),
        open: Set(one.open),
    })
}
