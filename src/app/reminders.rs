//! What falls due by itself: reminders, the ladder after a lapse, windows that pass, silence.
//!
//! Each function looks at the database and does what is left to do; run twice, it has done its work once.

use std::collections::BTreeMap;

use super::cases::{self};
use super::words::Words;
use super::{App, AppError, fresh_id};
use crate::clock::Now;
use crate::domain::access::{Actor, Role, sees};
use crate::domain::case::{Case, Exclusions, Queue};
use crate::domain::clock::{Clock, ClockKind, Ending, Stage};
use crate::domain::ids::{AccountId, CaseId, OutboxId};
use crate::domain::notice::{Addressee, Template};
use crate::domain::post::{Channel, DeadlineLine, MailArgs};
use crate::domain::step::Step;
use crate::store::Tx;
use crate::store::accounts::AccountRow;
use crate::store::audit::Entry;
use crate::store::cases::{Key, Loaded};
use crate::store::clocks::WakeRef;
use crate::store::outbox::Owed;

/// What one run did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Clocks that were looked at.
    pub clocks: u64,
    /// Mails owed because of them, bundled per person.
    pub mails: u64,
}

/// Clocks looked at in one transaction.
const BATCH: u64 = 200;

/// Reminds of every clock whose day has come, and takes lapsed ones one rung up.
///
/// The clock's new place and the mail it owes are written together, so a kill in between loses neither.
///
/// # Errors
/// When the database fails; what was committed before stays done.
pub async fn remind_due(app: &App) -> Result<Report, AppError> {
    let now = app.now();
    let mut report = Report::default();
    // Nobody is reminded on a day off; what fell due then is told on the next working morning.
    if !app.rules().calendar.is_working(now.day) {
        return Ok(report);
    }
    let people = People::read(app).await?;
    loop {
        let waking = app.store().waking(now.day, BATCH).await?;
        if waking.is_empty() {
            return Ok(report);
        }
        report.clocks += waking.len() as u64;
        report.mails += remind_batch(app, &people, waking, now).await?;
    }
}

/// Everyone who may stand on a rung, read once a run.
struct People(Vec<AccountRow>);

impl People {
    async fn read(app: &App) -> Result<Self, AppError> {
        let roles = [Role::Triage, Role::Approver, Role::Handler, Role::Above];
        Ok(Self(app.store().accounts_with(&roles).await?))
    }

    fn of_role(&self, role: Role) -> impl Iterator<Item = &AccountRow> {
        self.0.iter().filter(move |row| row.account.role == role)
    }
}

async fn remind_batch(
    app: &App,
    people: &People,
    waking: Vec<WakeRef>,
    now: Now,
) -> Result<u64, AppError> {
    let mut by_case: BTreeMap<CaseId, Vec<WakeRef>> = BTreeMap::new();
    for one in waking {
        by_case.entry(one.case).or_default().push(one);
    }
    let tx = app.store().begin().await?;
    let mut bundle = Bundle::default();
    let mut entries = Vec::new();
    for (case, clocks) in by_case {
        let loaded = tx.case(Key::Id(case)).await?;
        let told = wake(app, &tx, &loaded, &clocks, now).await?;
        for (clock, stage) in told {
            bundle.add(people, &loaded, &clock, stage);
            entries.push(entry(&loaded.case, &clock, stage));
        }
    }
    let owed = bundle.owed(now);
    tx.owe(&owed, &app.settings().mail.from, now.at).await?;
    if !entries.is_empty() {
        tx.audit(app.keys(), now.at, now.day, &entries).await?;
    }
    tx.commit().await?;
    app.ring();
    Ok(owed.len() as u64)
}

fn entry(case: &Case, clock: &Clock, stage: Stage) -> Entry {
    Entry {
        actor: "scheduler".into(),
        action: "remind".into(),
        object: case.id.to_string(),
        detail: format!("{} {} {}", clock.kind.name(), clock.seq, stage.name()),
    }
}

/// Moves the clocks on and answers what is to be told. Windows that are over end here.
async fn wake(
    app: &App,
    tx: &Tx,
    loaded: &Loaded,
    clocks: &[WakeRef],
    now: Now,
) -> Result<Vec<(Clock, Stage)>, AppError> {
    let mut changed = Vec::new();
    let mut told = Vec::new();
    for one in clocks {
        let found =
            loaded.clocks.iter().find(|clock| (clock.kind, clock.seq) == (one.kind, one.seq));
        let Some(mut clock) = found.cloned() else { continue };
        let stage = clock.wake(now.day, &app.rules().calendar);
        if stage == Some(Stage::Passed) {
            pass(&mut clock, now);
        } else if let Some(stage) = stage {
            told.push((clock.clone(), stage));
        }
        changed.push(clock);
    }
    tx.put_clocks(loaded.case.id, &changed).await?;
    Ok(told)
}

/// A window that nobody used is over. The subject's reply needs a step of the case besides.
fn pass(clock: &mut Clock, now: Now) {
    if clock.kind != ClockKind::Reply {
        clock.end(now.day, Ending::Lapsed);
    }
}

/// Mails of one run, one per person: bundled, so that nobody gets ten on one morning.
#[derive(Default)]
struct Bundle {
    due: BTreeMap<AccountId, Vec<DeadlineLine>>,
    late: BTreeMap<AccountId, Vec<DeadlineLine>>,
}

impl Bundle {
    fn add(&mut self, people: &People, loaded: &Loaded, clock: &Clock, stage: Stage) {
        let line =
            DeadlineLine { number: loaded.number.clone(), clock: clock.kind, due_on: clock.due_on };
        let (rung, pile) = match stage {
            Stage::Rung(rung) => (rung, &mut self.late),
            _ => (0, &mut self.due),
        };
        for account in ladder(people, loaded, clock.kind, rung) {
            pile.entry(account).or_default().push(line.clone());
        }
    }

    fn owed(self, now: Now) -> Vec<Owed> {
        let rows = |pile: BTreeMap<AccountId, Vec<DeadlineLine>>, template: Template| {
            pile.into_iter().map(move |(account, mut lines)| {
                lines.sort_by_key(|line| line.due_on);
                Owed {
                    id: OutboxId(fresh_id()),
                    case: None,
                    addressee: Addressee::Handler,
                    account: Some(account),
                    template,
                    channel: Channel::Mail,
                    args: MailArgs::Deadlines(lines),
                    due_at: now.at,
                }
            })
        };
        rows(self.due, Template::Reminder).chain(rows(self.late, Template::Escalated)).collect()
    }
}

/// Who is told at this rung: holder, unit head, committee head, level above, its head.
///
/// A rung that is empty or excluded is skipped upwards; the ladder never ends in nobody.
fn ladder(people: &People, loaded: &Loaded, kind: ClockKind, rung: u8) -> Vec<AccountId> {
    let rungs = [
        holder(people, loaded, kind),
        holder(people, loaded, kind),
        unit_heads(people, loaded),
        of_queue(people, loaded, Role::Approver),
        all_above(people, &loaded.excluded),
    ];
    let start = usize::from(rung).min(rungs.len() - 1);
    // When even the last rung has nobody who may know, the operator's page goes red: the silence
    // check finds the lapse without anyone having been told of the case.
    rungs.into_iter().skip(start).find(|accounts| !accounts.is_empty()).unwrap_or_default()
}

fn holder(people: &People, loaded: &Loaded, kind: ClockKind) -> Vec<AccountId> {
    let officer = loaded.case.state.assignment().map(|to| to.officer);
    match (kind, officer) {
        (ClockKind::Review, _) => of_queue(people, loaded, Role::Approver),
        (ClockKind::Notice | ClockKind::Chase, _) | (_, None) => {
            of_queue(people, loaded, Role::Triage)
        }
        (_, Some(officer)) => people
            .0
            .iter()
            .filter(|row| row.account.id == officer && knows(row, loaded))
            .map(|row| row.account.id)
            .collect(),
    }
}

/// Whoever triages supervises the unit's officers.
fn unit_heads(people: &People, loaded: &Loaded) -> Vec<AccountId> {
    of_queue(people, loaded, Role::Triage)
}

fn of_queue(people: &People, loaded: &Loaded, role: Role) -> Vec<AccountId> {
    let role = match loaded.case.queue {
        Queue::Committee => role,
        Queue::Above => Role::Above,
    };
    people.of_role(role).filter(|row| knows(row, loaded)).map(|row| row.account.id).collect()
}

fn all_above(people: &People, excluded: &Exclusions) -> Vec<AccountId> {
    let free = |row: &&AccountRow| !excluded.accounts.contains(&row.account.id);
    people.of_role(Role::Above).filter(free).map(|row| row.account.id).collect()
}

fn knows(row: &AccountRow, loaded: &Loaded) -> bool {
    sees(&row.account, &loaded.case, &loaded.excluded)
}

/// Cases whose resident did not answer in time go on with what is known. Silence never closes one.
///
/// # Errors
/// When the database fails.
pub async fn resume_silent(app: &App) -> Result<u64, AppError> {
    let mut resumed = 0;
    loop {
        let silent = app.store().silent(app.now().day, BATCH).await?;
        if silent.is_empty() {
            return Ok(resumed);
        }
        let mut moved = 0;
        for case in silent {
            match cases::take_step_as(app, Actor::Scheduler, case, Step::Resume, Words::None).await
            {
                Ok(()) => moved += 1,
                // The resident answered in this very moment.
                Err(AppError::Refused(_) | AppError::Stale) => {}
                // One bad row must not keep the others waiting.
                Err(error) => {
                    tracing::error!(case.id = %case, %error, "a case could not be resumed");
                }
            }
        }
        resumed += moved;
        if moved == 0 {
            return Ok(resumed);
        }
    }
}

/// Records that a subject's time to explain has passed; it blocks nothing any more.
///
/// # Errors
/// When the database fails.
pub async fn pass_windows(app: &App) -> Result<u64, AppError> {
    let lapsed = app.store().lapsed_replies(app.now().day, BATCH).await?;
    let mut passed = 0;
    for case in lapsed {
        match cases::take_step_as(app, Actor::Scheduler, case, Step::Lapse, Words::None).await {
            Ok(()) => passed += 1,
            // Someone recorded the explanation in the meantime, or the case moved on without it.
            Err(AppError::Refused(_) | AppError::Stale) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(passed)
}
