//! What is written of a letter: all of it in one transaction.

use super::{Intake, Replay, Submitted, exclusions, first_words};
use crate::app::cases::Work;
use crate::app::words::{Identity, Place, Words};
use crate::app::{
    App, AppError, Held, Promise, Promised, audit, evidence, fresh_id, grants, notify, promise,
};
use crate::domain::access::Actor;
use crate::domain::case::{Assignment, Case, State};
use crate::domain::clock::{Clock, ClockKind};
use crate::domain::decide::{self, Context};
use crate::domain::evidence::Origin;
use crate::domain::gate::Reason;
use crate::domain::ids::{CaseId, LetterId};
use crate::domain::notice::{Addressee, Notice};
use crate::domain::receipt::{CaseNumber, Receipt};
use crate::domain::step::Step;
use crate::keys::{self, ReceiptKey};
use crate::store::Tx;
use crate::store::audit::{Entry, RESIDENT};
use crate::store::cases::Loaded;
use crate::store::gate::AddedBy;
use crate::store::letters::LetterRow;

/// From whom the files come that arrived with a letter.
fn files_from(intake: &Intake) -> evidence::From<'static> {
    evidence::From {
        origin: if intake.arrival.by.is_some() { Origin::Scan } else { Origin::Resident },
        by: intake.arrival.by.map(|account| account.id),
        // What was typed of it is the letter itself.
        transcript: "",
        now: intake.now,
    }
}

pub(super) async fn store(
    app: &App,
    intake: Intake,
    replay: Option<Replay>,
    (index, opens): ([u8; 32], ReceiptKey),
    receipt: Receipt,
) -> Result<Submitted, AppError> {
    let (id, excluded, rules) = (intake.case.id, exclusions(&intake.out), app.rules());
    let context = Context {
        today: intake.now.day,
        timing: rules.timing(),
        excluded: &excluded,
        clocks: &[],
        bounds: app.bounds(),
    };
    let decision = decide::decide(&intake.case, &Step::Screen, &Actor::Scheduler, &context)?;
    let tx = app.store().begin().await?;
    let number = add_case(&tx, &decision.case, &decision.clocks, Some(&index)).await?;
    let readers = grants::readers(&tx, &decision.case, &excluded).await?;
    let held = grants::begin(app, &tx, id, Some(opens), readers).await?;
    add_letter(app, &tx, &intake, &held, replay).await?;
    evidence::attach(app, &tx, &held, &intake.arrival.files, &files_from(&intake)).await?;
    put_gate(&tx, id, &intake).await?;
    tx.put_clocks(id, &decision.clocks).await?;
    tx.add_event(id, decision.case.revision, &decision.event, None, None).await?;
    let loaded = Loaded { case: decision.case, number, clocks: decision.clocks, excluded };
    notify(app, &tx, &intake, &loaded, decision.notices).await?;
    tx.audit(
        app.keys(),
        audit::instant(loaded.case.kind, intake.now),
        intake.now.day,
        &[entry(&intake)],
    )
    .await?;
    let mut work = Work { app, tx, now: intake.now, loaded, held, rules };
    let routed = intake.route.is_some();
    if let Some(to) = intake.route {
        route(&mut work, to).await?;
    }
    let Loaded { case, number, clocks, .. } = &work.loaded;
    let submitted = Submitted {
        case_number: number.clone(),
        receipt,
        received_on: case.received_on,
        promise: given(&case.state, clocks)?,
    };
    if routed {
        work.commit().await?;
    } else {
        work.commit_settled().await?;
    }
    Ok(submitted)
}

/// Owes what the letter that has come is to be told of, and to whom.
async fn notify(
    app: &App,
    tx: &Tx,
    intake: &Intake,
    loaded: &Loaded,
    mut notices: Vec<Notice>,
) -> Result<(), AppError> {
    if intake.letter.email.is_none() {
        notices.retain(|(to, _)| *to != Addressee::Reporter);
    }
    let about = notify::About {
        case: &loaded.case,
        number: &loaded.number,
        excluded: &loaded.excluded,
        proposer: None,
        by: Some(given(&loaded.case.state, &loaded.clocks)?.due_on),
        now: intake.now,
        intake_at: notify::next_round(app, intake.now),
    };
    notify::owe(app, tx, &about, &notices).await
}

/// What the audit says of the letter that has come.
fn entry(intake: &Intake) -> Entry {
    Entry {
        actor: intake.arrival.by.map_or(RESIDENT.to_owned(), |account| account.id.to_string()),
        action: "receive".into(),
        object: intake.case.id.to_string(),
        detail: intake.arrival.source.name().to_owned(),
    }
}

/// Hands the letter over in the transaction that receives it; where the rules refuse, it waits for triage.
async fn route(work: &mut Work<'_>, to: Assignment) -> Result<(), AppError> {
    match work.take(&Actor::Scheduler, &Step::Route { to }, &Words::None).await {
        Err(AppError::Refused(why)) => {
            let case = work.loaded.case.id;
            tracing::warn!(case.id = %case, %why, "a letter could not be routed by itself");
            Ok(())
        }
        taken => taken,
    }
}

/// What the sender was promised: the first notice, whose clock every letter starts.
pub(super) fn given(state: &State, clocks: &[Clock]) -> Result<Promise, AppError> {
    let first = clocks.iter().find(|clock| clock.kind == ClockKind::Notice);
    let promise = promise::of(state, clocks).or_else(|| {
        first.map(|clock| Promise {
            what: Promised::Notice,
            due_on: clock.due_on,
            provisional: clock.provisional,
        })
    });
    Ok(promise.ok_or_else(|| anyhow::anyhow!("a letter without its first clock"))?)
}

/// Stores a new case under a number nobody has yet; there are ten million of them, so the second try is rare.
pub(crate) async fn add_case(
    tx: &Tx,
    case: &Case,
    clocks: &[Clock],
    receipt: Option<&[u8]>,
) -> Result<CaseNumber, AppError> {
    loop {
        let number = CaseNumber::new(u32::from_be_bytes(keys::random()));
        if tx.add_case(case, clocks, &number, receipt).await? {
            return Ok(number);
        }
    }
}

async fn add_letter(
    app: &App,
    tx: &Tx,
    intake: &Intake,
    held: &Held,
    replay: Option<Replay>,
) -> Result<(), AppError> {
    let (id, letter) = (intake.case.id, &intake.letter);
    let row = LetterRow {
        id: LetterId(fresh_id()),
        case: id,
        source: intake.arrival.source,
        lang: letter.lang,
        happened_on: letter.happened_on,
        received_on: intake.arrival.received_on,
        content: held.seal_value(Place::Letter, &intake.content())?,
        replay: replay.map(|replay| (replay.key, replay.body)),
    };
    tx.add_letter(&row).await?;
    let identity = match &letter.reporter {
        Some(reporter) => {
            let identity = Identity {
                name: reporter.name.clone(),
                address: reporter.address.clone(),
                phone: reporter.phone.clone(),
            };
            Some(app.seal_identity(tx.vault().await?.as_ref(), id, &identity)?)
        }
        None => None,
    };
    let contact = match &letter.email {
        Some(email) => Some(grants::seal_contact(app, tx, id, email.as_str()).await?),
        None => None,
    };
    tx.add_to_vault(id, identity, contact).await?;
    // Until triage splits it, the letter as a whole is the one thing alleged.
    let whole = held.seal(Place::Allegation, &first_words(&letter.text));
    let allegations = intake.case.allegations.iter().map(|one| (one.id, whole.clone())).collect();
    Ok(tx.add_allegations(id, allegations).await?)
}

async fn put_gate(tx: &Tx, id: CaseId, intake: &Intake) -> Result<(), AppError> {
    for member in &intake.subjects {
        tx.add_subject(id, *member, intake.now.day, AddedBy::Match).await?;
    }
    // Without a sure match these are only the people it may be: kept out until triage names the one.
    let sure = !intake.subjects.is_empty();
    let told = |reason: &Reason| match reason {
        Reason::Named => reason.name(),
        _ if sure => reason.name(),
        _ => Reason::Match.name(),
    };
    let accounts: Vec<_> =
        intake.out.0.iter().map(|(account, reason)| (*account, told(reason))).collect();
    let units: Vec<_> = intake.out.1.iter().map(|(unit, reason)| (*unit, told(reason))).collect();
    tx.exclude(id, &accounts, &units, intake.now.day).await?;
    Ok(())
}
