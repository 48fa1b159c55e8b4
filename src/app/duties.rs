//! What the portal does by itself when its day has come: cases go on, return, move up; residents are asked.
//!
//! Each duty looks at the database and does what is left to do; run twice, it has done its work once.

use std::error::Error;

use chrono::{Days, NaiveDate};

use super::cases::{self, Work};
use super::words::Words;
use super::{App, AppError};
use crate::domain::access::{Account, Actor, Role};
use crate::domain::case::Queue;
use crate::domain::clock::{ClockKind, Ending};
use crate::domain::gate;
use crate::domain::ids::{AccountId, CaseId};
use crate::domain::notice::{Addressee, Template};
use crate::domain::step::Step;
use crate::mail;
use crate::store::Page;
use crate::store::cases::Key;

/// Cases looked for at a time.
const BATCH: u64 = 200;

/// A run takes up no more pages than this; what is left waits for the next one.
const PAGES: usize = 50;

/// A step that is due by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Duty {
    /// The resident did not answer in time: the case goes on with what is known. Silence never closes one.
    ResumeSilent,
    /// The congress a letter was kept for is over.
    WakeRecorded,
    /// The granted time to stand still is over.
    EndHold,
    /// The other body did not confirm in time that it has the letter.
    TakeBack,
    /// The subject let the time to explain pass; it blocks nothing any more.
    PassReply,
    /// Nobody of the committee is left who may triage or approve.
    Raise,
}

impl Duty {
    fn step(self) -> Step {
        match self {
            Self::ResumeSilent | Self::WakeRecorded => Step::Resume,
            Self::EndHold => Step::EndHold,
            Self::TakeBack => Step::Return,
            Self::PassReply => Step::Lapse,
            Self::Raise => Step::Raise,
        }
    }

    async fn find(self, app: &App, today: NaiveDate, page: Page) -> Result<Vec<CaseId>, AppError> {
        let store = app.store();
        Ok(match self {
            Self::ResumeSilent => store.silent(today, page).await?,
            Self::WakeRecorded => store.awake(today, page).await?,
            Self::EndHold => store.holds_over(today, page).await?,
            Self::TakeBack => store.lapsed(ClockKind::Chase, today, page).await?,
            Self::PassReply => store.lapsed(ClockKind::Reply, today, page).await?,
            Self::Raise => forsaken(app, page).await?,
        })
    }

    async fn take(self, app: &App, case: CaseId) -> Result<(), AppError> {
        match self {
            Self::Raise => raise(app, case).await,
            _ => cases::take_step_as(app, Actor::Scheduler, case, self.step(), Words::None).await,
        }
    }
}

/// Takes the step on every case for which it is due, each in a transaction of its own; answers on how many.
///
/// # Errors
/// When the search fails. A case that fails is logged and keeps no other waiting.
pub async fn discharge(app: &App, duty: Duty) -> Result<u64, AppError> {
    let today = app.now().day;
    let (mut done, mut skip) = (0, 0);
    for _ in 0..PAGES {
        let found = duty.find(app, today, Page { skip, limit: BATCH }).await?;
        if found.is_empty() {
            break;
        }
        for case in found {
            if is_done(case, duty.take(app, case).await) {
                done += 1;
            } else {
                skip += 1;
            }
        }
    }
    Ok(done)
}

/// Whether it was done; what stood in the way is logged, unless somebody was merely quicker.
fn is_done(case: CaseId, taken: Result<(), AppError>) -> bool {
    match taken {
        Ok(()) => true,
        Err(AppError::Refused(_) | AppError::Stale) => false,
        Err(error) => {
            let error = &error as &dyn Error;
            tracing::error!(case.id = %case, error, "what is due for a case could not be done");
            false
        }
    }
}

/// Cases of which nobody on the staff of one of the two roles may know.
async fn forsaken(app: &App, page: Page) -> Result<Vec<CaseId>, AppError> {
    let staff = app.store().accounts_with(&[Role::Triage, Role::Approver]).await?;
    let of = |role: Role| -> Vec<AccountId> {
        let mine = staff.iter().filter(|row| row.account.role == role);
        mine.map(|row| row.account.id).collect()
    };
    Ok(app.store().lost_to_one(&[of(Role::Triage), of(Role::Approver)], page).await?)
}

/// Asked again with the case in hand: somebody may have been let back in, or come to the staff.
async fn raise(app: &App, case: CaseId) -> Result<(), AppError> {
    let tx = app.store().begin().await?;
    let loaded = tx.case(Key::Id(case)).await?;
    let mut work = Work::new(app, tx, loaded).await?;
    if !work.raise_if_forsaken().await? {
        return Err(AppError::Stale);
    }
    work.commit().await
}

impl Work<'_> {
    /// Moves an open case of the committee's queue up when nobody is left here; answers whether it did (row 23).
    pub(super) async fn raise_if_forsaken(&mut self) -> Result<bool, AppError> {
        let case = &self.loaded.case;
        if case.queue != Queue::Committee || !case.state.is_open() {
            return Ok(false);
        }
        let staff = self.tx.accounts_with(&[Role::Triage, Role::Approver]).await?;
        let staff: Vec<Account> = staff.into_iter().map(|row| row.account).collect();
        let out = &self.loaded.excluded.accounts;
        if !gate::is_forsaken(&staff, |account| out.contains(&account)) {
            return Ok(false);
        }
        Box::pin(self.take(&Actor::Scheduler, &Step::Raise, &Words::None)).await?;
        Ok(true)
    }
}

/// Asks residents quietly whether anyone is giving them trouble, on the days set for it (C10).
///
/// # Errors
/// When the search fails. A case that fails is logged and keeps no other waiting.
pub async fn check_in(app: &App) -> Result<u64, AppError> {
    let tomorrow = app.now().day + Days::new(1);
    let (mut asked, mut skip) = (0, 0);
    for _ in 0..PAGES {
        let page = Page { skip, limit: BATCH };
        let found = app.store().lapsed(ClockKind::CheckIn, tomorrow, page).await?;
        if found.is_empty() {
            break;
        }
        for case in found {
            if is_done(case, ask_quietly(app, case).await) {
                asked += 1;
            } else {
                skip += 1;
            }
        }
    }
    Ok(asked)
}

/// One question, however many of the days went by unasked; nobody on the staff is told.
async fn ask_quietly(app: &App, case: CaseId) -> Result<(), AppError> {
    let now = app.now();
    let tx = app.store().begin().await?;
    let mut loaded = tx.case(Key::Id(case)).await?;
    let due = |kind: ClockKind, on: NaiveDate| kind == ClockKind::CheckIn && on <= now.day;
    loaded.clocks.retain(|clock| clock.is_open() && due(clock.kind, clock.due_on));
    if loaded.clocks.is_empty() {
        return Err(AppError::Stale);
    }
    for clock in &mut loaded.clocks {
        clock.end(now.day, Ending::Met);
    }
    tx.put_clocks(case, &loaded.clocks).await?;
    let lang = tx.letter(case).await?.lang;
    let work = Work::new(app, tx, loaded).await?;
    work.message("office", "question", mail::check_in(lang)).await?;
    work.notify(&[(Addressee::Reporter, Template::News)]).await?;
    work.audit(&Actor::Scheduler, "check-in", "").await?;
    work.commit().await
}
