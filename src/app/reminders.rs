//! Who is told where a deadline stands: reminders, the ladder after a lapse, windows that pass.
//!
//! A run looks at the database and does what is left to do; run twice, it has done its work once.

use std::collections::BTreeMap;
use std::error::Error;

use super::{App, AppError, fresh_id, leaves};
use crate::clock::Now;
use crate::domain::case::Case;
use crate::domain::clock::{Clock, ClockKind, Ending, Stage};
use crate::domain::ids::{AccountId, CaseId, OutboxId};
use crate::domain::ladder::{Matter, Staff, Told};
use crate::domain::notice::{Addressee, Template};
use crate::domain::post::{Channel, DeadlineLine, MailArgs};
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
    let staff = leaves::staff(app).await?;
    let mut skip = 0;
    loop {
        let waking = app.store().waking(now.day, Page { skip, limit: BATCH }).await?;
        if waking.is_empty() {
            return Ok(report);
        }
        let batch = remind_batch(app, &staff, waking, now).await?;
        report.clocks += batch.clocks;
        report.mails += batch.mails;
        skip += batch.asleep;
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
    staff: &Staff,
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
        let woken = wake(app, staff, &loaded, now);
        if woken.is_empty() {
            batch.asleep += 1;
        }
        batch.clocks += woken.len() as u64;
        for Woken { clock, told } in &woken {
            let Some((stage, told)) = told else { continue };
            bundle.add(&loaded, clock, *stage, told);
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
    let owed = bundle.owed(app, now);
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
    told: Option<(Stage, Told)>,
}

/// Moves the clocks on whose day has come. Windows that are over end here.
fn wake(app: &App, staff: &Staff, loaded: &Loaded, now: Now) -> Vec<Woken> {
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
                let (case, excluded) = (&loaded.case, &loaded.excluded);
                let told = staff.told(&Matter { case, excluded, clock: clock.kind }, stage);
                // A lapse that nobody here may hear of is told to the mailbox each morning until somebody
                // can be, and the silence check turns red. At the top it is told once: below, people heard of it.
                let is_unheard = matches!(stage, Stage::Rung(_)) && !stage.is_top();
                if told == Told::DutyMailbox && is_unheard {
                    clock.reminded = before.reminded;
                }
                Some((stage, told))
            }
        };
        woken.push(Woken { clock, told });
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
    due: Pile,
    late: Pile,
}

/// By account; nobody stands for the duty mailbox.
type Pile = BTreeMap<Option<AccountId>, Vec<DeadlineLine>>;

impl Bundle {
    fn add(&mut self, loaded: &Loaded, clock: &Clock, stage: Stage, told: &Told) {
        let line =
            DeadlineLine { number: loaded.number.clone(), clock: clock.kind, due_on: clock.due_on };
        let pile = match stage {
            Stage::Rung(_) => &mut self.late,
            _ => &mut self.due,
        };
        let ears: Vec<Option<AccountId>> = match told {
            Told::People(people) => people.iter().copied().map(Some).collect(),
            Told::DutyMailbox => vec![None],
        };
        for ear in ears {
            pile.entry(ear).or_default().push(line.clone());
        }
    }

    fn owed(mut self, app: &App, now: Now) -> Vec<Owed> {
        if app.settings().office.duty_email.is_empty() {
            self.due.remove(&None);
            self.late.remove(&None);
        }
        let rows = |pile: Pile, template: Template| {
            pile.into_iter().map(move |(account, mut lines)| {
                let mailbox = account.is_none();
                lines.sort_by_key(|line| line.due_on);
                Owed {
                    id: OutboxId(fresh_id()),
                    case: None,
                    addressee: if mailbox { Addressee::DutyMailbox } else { Addressee::Handler },
                    account,
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
