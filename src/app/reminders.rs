//! Who is told where a deadline stands: reminders, the ladder after a lapse, windows that pass.
//!
//! A run looks at the database and does what is left to do; run twice, it has done its work once.

use std::collections::BTreeMap;
use std::error::Error;

use super::{App, AppError, fresh_id};
use crate::clock::Now;
use crate::domain::access::{Role, sees};
use crate::domain::case::{Case, Exclusions, Queue};
use crate::domain::clock::{Clock, ClockKind, Ending, Stage};
use crate::domain::ids::{AccountId, CaseId, OutboxId};
use crate::domain::notice::{Addressee, Template};
use crate::domain::post::{Channel, DeadlineLine, MailArgs};
use crate::store::accounts::AccountRow;
use crate::store::audit::Entry;
use crate::store::cases::{Key, Loaded};
use crate::store::outbox::Owed;
use crate::store::{Page, StoreError, Tx};

/// What one run did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Clocks that were looked at.
    pub clocks: u64,
    /// Mails owed because of them, bundled per person.
    pub mails: u64,
}

/// Cases looked at in one transaction. Each transaction bundles its own mails: large enough for a morning.
const BATCH: u64 = 500;

/// Reminds of every clock whose day has come, and takes lapsed ones one rung up.
///
/// The clock's new place and the mail it owes are written together, so a kill in between loses neither.
///
/// # Errors
/// When the database fails; what was committed before stays done. A case that cannot be read is logged
/// and keeps no other waiting.
pub async fn remind_due(app: &App) -> Result<Report, AppError> {
    let now = app.now();
    let mut report = Report::default();
    // Nobody is reminded on a day off; what fell due then is told on the next working morning.
    if !app.rules().calendar().is_working(now.day) {
        return Ok(report);
    }
    let people = People::read(app).await?;
    let mut skip = 0;
    loop {
        let waking = app.store().waking(now.day, Page { skip, limit: BATCH }).await?;
        if waking.is_empty() {
            return Ok(report);
        }
        let batch = remind_batch(app, &people, waking, now).await?;
        report.clocks += batch.clocks;
        report.mails += batch.mails;
        skip += batch.asleep;
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

/// What one transaction did.
#[derive(Default)]
struct Batch {
    clocks: u64,
    mails: u64,
    /// Cases that stay where they are: they could not be read, or somebody was quicker.
    asleep: u64,
}

async fn remind_batch(
    app: &App,
    people: &People,
    waking: Vec<CaseId>,
    now: Now,
) -> Result<Batch, AppError> {
    let tx = app.store().begin().await?;
    let (mut bundle, mut entries, mut batch) = (Bundle::default(), Vec::new(), Batch::default());
    for case in waking {
        let loaded = match tx.case(Key::Id(case)).await {
            Ok(loaded) => loaded,
            Err(StoreError::Database(error)) => return Err(StoreError::Database(error).into()),
            Err(error) => {
                let error = &error as &dyn Error;
                tracing::error!(case.id = %case, error, "nobody could be reminded of a case");
                batch.asleep += 1;
                continue;
            }
        };
        let woken = wake(app, people, &loaded, now);
        if woken.is_empty() {
            batch.asleep += 1;
        }
        batch.clocks += woken.len() as u64;
        for Woken { clock, told } in &woken {
            let Some((stage, accounts)) = told else { continue };
            bundle.add(&loaded, clock, *stage, accounts);
            entries.push(entry(&loaded.case, clock, *stage));
        }
        let clocks: Vec<Clock> = woken.into_iter().map(|one| one.clock).collect();
        tx.put_clocks(case, &clocks).await?;
    }
    batch.mails = owe(app, &tx, bundle, now).await?;
    if !entries.is_empty() {
        tx.audit(app.keys(), now.at, now.day, &entries).await?;
    }
    tx.commit().await?;
    app.ring();
    Ok(batch)
}

async fn owe(app: &App, tx: &Tx, bundle: Bundle, now: Now) -> Result<u64, AppError> {
    let owed = bundle.owed(now);
    tx.owe(&owed, &app.settings().mail.from, now.at).await?;
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

/// A clock as it stands after its day came, and whom that is told.
struct Woken {
    clock: Clock,
    told: Option<(Stage, Vec<AccountId>)>,
}

/// Moves the clocks on whose day has come. Windows that are over end here.
fn wake(app: &App, people: &People, loaded: &Loaded, now: Now) -> Vec<Woken> {
    let mut woken = Vec::new();
    for before in &loaded.clocks {
        let mut clock = before.clone();
        let stage = clock.wake(now.day, app.rules().calendar());
        if clock == *before {
            continue;
        }
        let told = match stage {
            None => None,
            Some(Stage::Passed) => {
                pass(&mut clock, now);
                None
            }
            Some(stage) => {
                let accounts = ladder(people, loaded, clock.kind, stage);
                // A lapse that nobody may hear of was not told: it is tried again, and the silence
                // check turns red.
                if accounts.is_empty() && matches!(stage, Stage::Rung(_)) {
                    clock.reminded = before.reminded;
                }
                Some((stage, accounts))
            }
        };
        woken.push(Woken { clock, told: told.filter(|(_, accounts)| !accounts.is_empty()) });
    }
    woken
}

/// A window that nobody used is over. The subject's reply needs a step of the case besides, and a
/// check-in a question to the resident; both have duties of their own.
fn pass(clock: &mut Clock, now: Now) {
    if !matches!(clock.kind, ClockKind::Reply | ClockKind::CheckIn) {
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
    fn add(&mut self, loaded: &Loaded, clock: &Clock, stage: Stage, accounts: &[AccountId]) {
        let line =
            DeadlineLine { number: loaded.number.clone(), clock: clock.kind, due_on: clock.due_on };
        let pile = match stage {
            Stage::Rung(_) => &mut self.late,
            _ => &mut self.due,
        };
        for account in accounts {
            pile.entry(*account).or_default().push(line.clone());
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

/// Who is told at this stage: holder, unit head, committee head, level above, its head.
///
/// A rung that is empty or excluded is skipped upwards. It ends in nobody only where nobody at all may know.
fn ladder(people: &People, loaded: &Loaded, kind: ClockKind, stage: Stage) -> Vec<AccountId> {
    let rungs = [
        holder(people, loaded, kind),
        unit_heads(people, loaded),
        of_queue(people, loaded, Role::Approver),
        all_above(people, &loaded.excluded),
    ];
    let start = match stage {
        Stage::Rung(rung) => usize::from(rung).saturating_sub(1).min(rungs.len() - 1),
        _ => 0,
    };
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
