//! Cases: read whole, written over the revision they were decided from and over no other.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{ExprTrait as _, OnConflict};
use sea_orm::{QuerySelect as _, Select};

use super::{Store, StoreError, Tx, act, clocks, parts, scope};
use crate::domain::access::Account;
use crate::domain::case::{
    Above, Assignment, Case, Ending, Exclusions, Pending, Queue, State, Track,
};
use crate::domain::clock::Clock;
use crate::domain::ids::{AccountId, CaseId, MemberId, UnitId};
use crate::domain::letter::Kind;
use crate::domain::receipt::CaseNumber;
use crate::domain::step::{RecordReason, RefusalReason};

#[expect(clippy::struct_excessive_bools, reason = "a row has the columns it has")]
pub(in crate::store) mod row {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "cases")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub number: String,
        pub receipt_index: Option<Vec<u8>>,
        pub kind: String,
        pub track: String,
        pub queue: String,
        pub state: String,
        pub state_on: Option<Date>,
        pub state_until: Option<Date>,
        pub state_reason: Option<String>,
        pub handler_unit: Option<Uuid>,
        pub handler_account: Option<Uuid>,
        pub coordinating_unit: Option<Uuid>,
        pub received_on: Date,
        pub paper: bool,
        pub named: bool,
        pub asked: i32,
        pub returned: i32,
        pub heard: bool,
        pub pending_act: Option<String>,
        pub pending_by: Option<Uuid>,
        pub pending_on: Option<Date>,
        pub appeal_of: Option<Uuid>,
        pub waiting_on: Option<Date>,
        pub next_due_on: Date,
        pub phase: i32,
        pub revision: i64,
        pub called: bool,
        pub quarantined: bool,
        pub last_unit: Option<Uuid>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Sorts behind every real date: nothing is due.
pub const NEVER: NaiveDate = match NaiveDate::from_ymd_opt(9999, 12, 31) {
    Some(day) => day,
    None => NaiveDate::MAX,
};

/// A case with everything a decision needs.
#[derive(Clone, Debug)]
pub struct Loaded {
    pub case: Case,
    pub number: CaseNumber,
    pub clocks: Vec<Clock>,
    pub excluded: Exclusions,
}

/// How a case is named when it is looked for.
#[derive(Clone, Debug)]
pub enum Key<'a> {
    Id(CaseId),
    Number(&'a CaseNumber),
}

impl Tx {
    /// The case of this number as far as this account may know of it, held until the end of the
    /// transaction. One and the same statement finds nothing, whether there is no such case or it is
    /// hidden.
    ///
    /// # Errors
    /// [`StoreError::Missing`], or a corrupt row.
    pub async fn case_for(&self, who: &Account, number: &CaseNumber) -> Result<Loaded, StoreError> {
        load(&self.db, scoped(who, number)?.lock_exclusive()).await
    }

    /// Holds the case's row until the end of the transaction, so that nobody else changes it meanwhile.
    ///
    /// SQLite has only one writer anyway.
    ///
    /// # Errors
    /// [`StoreError::Missing`], or a corrupt row.
    pub async fn case(&self, key: Key<'_>) -> Result<Loaded, StoreError> {
        load(&self.db, wanted(&key).lock_exclusive()).await
    }

    /// Stores a new case, with these clocks to come, under its number and the trace of its receipt; false when somebody
    /// else has the number.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn add_case(
        &self,
        case: &Case,
        clocks: &[Clock],
        number: &CaseNumber,
        receipt_index: Option<&[u8]>,
    ) -> Result<bool, StoreError> {
        let mut columns = columns(case, next_due(clocks));
        columns.number = Set(number.as_str().to_owned());
        columns.receipt_index = Set(receipt_index.map(<[u8]>::to_vec));
        let free = OnConflict::column(row::Column::Number).do_nothing().to_owned();
        let added = row::Entity::insert(columns).on_conflict(free);
        Ok(added.exec_without_returning(&self.db).await? == 1)
    }

    /// Writes the new case over the revision it was worked out from, and over no other.
    ///
    /// # Errors
    /// [`StoreError::Stale`] when someone was quicker.
    pub async fn replace_case(&self, case: &Case, clocks: &[Clock]) -> Result<(), StoreError> {
        let mut columns = columns(case, next_due(clocks));
        if case.state.assignment().is_none() {
            // Whoever answered last is still told when nobody does any more.
            columns.last_unit = NotSet;
        }
        let done = row::Entity::update_many()
            .set(columns)
            .filter(row::Column::Id.eq(case.id.0))
            .filter(row::Column::Revision.eq(case.revision - 1))
            .exec(&self.db)
            .await?;
        if done.rows_affected == 1 { Ok(()) } else { Err(StoreError::Stale(case.id)) }
    }

    /// The reviews of a case, and the case that it reviews.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn linked(
        &self,
        case: CaseId,
        reviews: Option<CaseId>,
    ) -> Result<Vec<CaseId>, StoreError> {
        linked(&self.db, case, reviews).await
    }
}

impl Store {
    /// The case of this number as far as this account may know of it: the only way in for staff.
    ///
    /// # Errors
    /// [`StoreError::Missing`], whether there is no such case or it is hidden; or a corrupt row.
    pub async fn case_for(&self, who: &Account, number: &CaseNumber) -> Result<Loaded, StoreError> {
        load(self.reader(), scoped(who, number)?).await
    }

    /// Whatever the gate says: for whoever holds the receipt, and for the jobs. `tests/it/rules.rs` knows
    /// which files may ask this.
    ///
    /// # Errors
    /// [`StoreError::Missing`], or a corrupt row.
    pub async fn case(&self, key: Key<'_>) -> Result<Loaded, StoreError> {
        load(self.reader(), wanted(&key)).await
    }

    /// The number of a case, unless this account is kept out of it.
    ///
    /// # Errors
    /// When the database fails or the row is corrupt.
    pub async fn number_unless_out(
        &self,
        who: AccountId,
        case: CaseId,
    ) -> Result<Option<CaseNumber>, StoreError> {
        let found = row::Entity::find_by_id(case.0)
            .filter(scope::is_out(who, (row::Entity, row::Column::Id)).not())
            .one(self.reader())
            .await?;
        let number = |row: row::Model| {
            CaseNumber::parse(&row.number).ok_or_else(|| StoreError::corrupt(row.id))
        };
        found.map(number).transpose()
    }

    /// # Errors
    /// When the database fails.
    pub async fn case_by_receipt(&self, index: &[u8]) -> Result<Option<CaseId>, StoreError> {
        let found = row::Entity::find().filter(row::Column::ReceiptIndex.eq(index));
        Ok(found.one(self.reader()).await?.map(|row| CaseId(row.id)))
    }
}

async fn linked(
    db: &impl ConnectionTrait,
    case: CaseId,
    reviews: Option<CaseId>,
) -> Result<Vec<CaseId>, StoreError> {
    let rows = row::Entity::find().filter(row::Column::AppealOf.eq(case.0)).all(db).await?;
    let later = rows.into_iter().map(|row| CaseId(row.id));
    Ok(later.chain(reviews).collect())
}

/// The earliest end of a duty that still runs.
pub(in crate::store) fn next_due(clocks: &[Clock]) -> NaiveDate {
    let running = clocks.iter().filter(|clock| clock.is_open() && clock.kind.is_duty());
    running.map(|clock| clock.due_on).min().unwrap_or(NEVER)
}

/// The phase of a case of which nothing is left but its figures: no account and no list finds it.
pub(in crate::store) const DESTROYED: i32 = 3;

/// 0 triage, 1 handling, 2 done; [`DESTROYED`] is no state.
pub(in crate::store) fn phase(state: &State) -> i32 {
    match state {
        State::Received | State::Screening | State::NeedInfo { .. } => 0,
        state if state.is_open() => 1,
        _ => 2,
    }
}

fn wanted(key: &Key<'_>) -> Select<row::Entity> {
    match key {
        Key::Id(id) => row::Entity::find_by_id(id.0),
        Key::Number(number) => row::Entity::find().filter(row::Column::Number.eq(number.as_str())),
    }
}

fn scoped(who: &Account, number: &CaseNumber) -> Result<Select<row::Entity>, StoreError> {
    let scope = scope::of(who).ok_or(StoreError::Missing)?;
    Ok(wanted(&Key::Number(number)).filter(scope))
}

async fn load(
    db: &impl ConnectionTrait,
    wanted: Select<row::Entity>,
) -> Result<Loaded, StoreError> {
    let row = wanted.one(db).await?.ok_or(StoreError::Missing)?;
    let id = CaseId(row.id);
    let corrupt = || StoreError::corrupt(id);
    let number = CaseNumber::parse(&row.number).ok_or_else(corrupt)?;
    let mut case = to_case(&row).ok_or_else(corrupt)?;
    case.subjects = super::gate::subjects(db, id).await?;
    case.allegations = parts::allegation_facts(db, id).await?;
    case.measures = parts::measure_facts(db, id).await?;
    case.challenged = super::gate::challenged(db, id).await?;
    let excluded = super::gate::exclusions(db, id).await?;
    let clocks = clocks::load(db, id).await?;
    Ok(Loaded { case, number, clocks, excluded })
}

fn to_case(row: &row::Model) -> Option<Case> {
    let pending = match (row.pending_act.as_deref(), row.pending_by, row.pending_on) {
        (None, None, None) => None,
        (Some(text), Some(by), Some(on)) => {
            Some(Pending { act: act::read(text)?, by: AccountId(by), on })
        }
        _ => return None,
    };
    Some(Case {
        id: CaseId(row.id),
        kind: Kind::from_name(&row.kind)?,
        track: Track::from_name(&row.track)?,
        queue: Queue::from_name(&row.queue)?,
        state: to_state(row)?,
        received_on: row.received_on,
        paper: row.paper,
        named: row.named,
        asked: row.asked.unsigned_abs(),
        returned: row.returned.unsigned_abs(),
        pending,
        subjects: BTreeSet::<MemberId>::new(),
        allegations: Vec::new(),
        measures: Vec::new(),
        heard: row.heard,
        appeal_of: row.appeal_of.map(CaseId),
        above: Above { called: row.called, quarantined: row.quarantined },
        challenged: BTreeSet::new(),
        revision: row.revision,
    })
}

/// A state and exactly the facts that belong to it, or nothing.
fn to_state(row: &row::Model) -> Option<State> {
    let to = match (row.handler_unit, row.handler_account) {
        (Some(unit), Some(officer)) => Some(Assignment {
            unit: UnitId(unit),
            officer: AccountId(officer),
            coordinating: row.coordinating_unit.map(UnitId),
        }),
        (None, None) => None,
        _ => return None,
    };
    let reason = row.state_reason.as_deref();
    Some(match (row.state.as_str(), to, row.state_on, row.state_until) {
        ("received", None, None, None) => State::Received,
        ("screening", None, None, None) => State::Screening,
        ("need_info", None, None, Some(resume_on)) => State::NeedInfo { resume_on },
        ("accepted", None, Some(on), None) => State::Accepted { on },
        ("assigned", Some(to), None, None) => State::Assigned { to },
        ("verifying", Some(to), None, None) => State::Verifying { to },
        ("drafted", Some(to), None, None) => State::Drafted { to },
        ("review", Some(to), Some(on), None) => State::Review { to, on },
        ("concluded", Some(to), Some(on), None) => State::Concluded { to, on },
        ("monitoring", Some(to), Some(on), None) => State::Monitoring { to, on },
        ("closed", None, Some(on), None) => {
            State::Closed { on, ending: Ending::from_name(reason?)? }
        }
        ("not_accepted", None, Some(on), None) => {
            State::NotAccepted { on, reason: RefusalReason::from_name(reason?)? }
        }
        ("transferred_out", None, Some(on), None) => {
            State::TransferredOut { on, body: reason?.to_owned() }
        }
        ("withdrawn", to, Some(on), None) => State::Withdrawn { on, to },
        ("recorded", None, Some(on), Some(review_on)) => {
            State::Recorded { on, reason: RecordReason::from_name(reason?)?, review_on }
        }
        _ => return None,
    })
}

/// Day, second day and word of a state, for their columns.
fn facts(state: &State) -> (Option<NaiveDate>, Option<NaiveDate>, Option<String>) {
    match state {
        State::NeedInfo { resume_on } => (None, Some(*resume_on), None),
        State::Accepted { on }
        | State::Concluded { on, .. }
        | State::Monitoring { on, .. }
        | State::Review { on, .. }
        | State::Withdrawn { on, .. } => (Some(*on), None, None),
        State::Closed { on, ending } => (Some(*on), None, Some(ending.name().to_owned())),
        State::NotAccepted { on, reason } => (Some(*on), None, Some(reason.name().to_owned())),
        State::TransferredOut { on, body } => (Some(*on), None, Some(body.clone())),
        State::Recorded { on, reason, review_on } => {
            (Some(*on), Some(*review_on), Some(reason.name().to_owned()))
        }
        _ => (None, None, None),
    }
}

pub(in crate::store) fn columns(case: &Case, next_due_on: NaiveDate) -> row::ActiveModel {
    let (state_on, state_until, state_reason) = facts(&case.state);
    let to = case.state.assignment();
    let pending = case.pending.as_ref();
    row::ActiveModel {
        id: Set(case.id.0),
        kind: Set(case.kind.name().to_owned()),
        track: Set(case.track.name().to_owned()),
        queue: Set(case.queue.name().to_owned()),
        state: Set(case.state.name().to_owned()),
        state_on: Set(state_on),
        state_until: Set(state_until),
        state_reason: Set(state_reason),
        handler_unit: Set(to.map(|to| to.unit.0)),
        handler_account: Set(to.map(|to| to.officer.0)),
        coordinating_unit: Set(to.and_then(|to| to.coordinating).map(|unit| unit.0)),
        received_on: Set(case.received_on),
        paper: Set(case.paper),
        named: Set(case.named),
        asked: Set(small(case.asked)),
        returned: Set(small(case.returned)),
        heard: Set(case.heard),
        pending_act: Set(pending.map(|pending| act::write(&pending.act))),
        pending_by: Set(pending.map(|pending| pending.by.0)),
        pending_on: Set(pending.map(|pending| pending.on)),
        appeal_of: Set(case.appeal_of.map(|earlier| earlier.0)),
        waiting_on: Set(waiting(case)),
        next_due_on: Set(next_due_on),
        phase: Set(phase(&case.state)),
        revision: Set(case.revision),
        called: Set(case.above.called),
        quarantined: Set(case.above.quarantined),
        last_unit: Set(to.map(|to| to.unit.0)),
        ..Default::default()
    }
}

/// Since when a second person is waited for.
fn waiting(case: &Case) -> Option<NaiveDate> {
    match case.state {
        State::Review { on, .. } => Some(on),
        _ => case.pending.as_ref().map(|pending| pending.on),
    }
}

fn small(number: u32) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}
