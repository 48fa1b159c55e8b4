//! Receiving a letter: stored, routed past the gate, clocked and promised in one transaction.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::cases::Work;
use super::conflict::Ground;
use super::slow::{self, Line};
use super::view::OfficerView;
use super::words::{Content, Identity, Place, Words};
use super::{
    App, AppError, Held, Promise, Promised, audit, conflict, evidence, fresh_id, grants, notify,
    promise, suggest,
};
use crate::clock::Now;
use crate::domain::access::{Account, Actor, Role};
use crate::domain::case::{Above, Allegation, Assignment, Case, Exclusions, State, Track};
use crate::domain::clock::{Clock, ClockKind};
use crate::domain::decide::{self, Context};
use crate::domain::evidence::Origin;
use crate::domain::gate::{self, KeptOut, Reason, Start};
use crate::domain::ids::{AllegationId, CaseId, LetterId, MemberId};
use crate::domain::letter::{About, Lane, NewLetter, RawLetter, Source};
use crate::domain::notice::{Addressee, Notice};
use crate::domain::receipt::{CaseNumber, Receipt};
use crate::domain::routing::Why;
use crate::domain::step::Step;
use crate::keys::{self, ReceiptKey};
use crate::store::Tx;
use crate::store::audit::{Entry, RESIDENT};
use crate::store::cases::{Key, Loaded};
use crate::store::gate::AddedBy;
use crate::store::letters::LetterRow;

/// What the sender gets to see once.
#[derive(Clone, Debug)]
pub struct Submitted {
    pub case_number: CaseNumber,
    pub receipt: Receipt,
    pub received_on: NaiveDate,
    pub promise: Promise,
}

/// Takes in a letter from the web or the API.
///
/// `key` is the idempotency key: the same key with the same letter gives the same answer and stores nothing twice.
///
/// # Errors
/// [`AppError::Flaws`] for what needs mending; [`AppError::KeyReused`] when the key stands for another letter.
pub async fn submit(
    app: &App,
    raw: RawLetter,
    source: Source,
    key: Option<&str>,
) -> Result<Submitted, AppError> {
    submit_with(app, raw, Vec::new(), source, key).await
}

/// The same with files that have arrived before, each behind its ticket.
///
/// # Errors
/// As [`submit`]; [`AppError::File`] when a ticket is no longer good.
pub async fn submit_with(
    app: &App,
    raw: RawLetter,
    files: Vec<String>,
    source: Source,
    key: Option<&str>,
) -> Result<Submitted, AppError> {
    let received_on = app.now().day;
    let arrival = Arrival { source, received_on, paper: false, by: None, files };
    receive(app, raw, arrival, key).await
}

/// How a letter arrived.
pub(crate) struct Arrival {
    pub source: Source,
    pub received_on: NaiveDate,
    pub paper: bool,
    /// The desk officer who typed it in.
    pub by: Option<Account>,
    /// Tickets of files that came with it.
    pub files: Vec<String>,
}

pub(crate) async fn receive(
    app: &App,
    raw: RawLetter,
    arrival: Arrival,
    key: Option<&str>,
) -> Result<Submitted, AppError> {
    let now = app.now();
    let letter = raw.parse(now.day).map_err(AppError::Flaws)?;
    let replay = key.map(|key| Replay::new(app, key, &letter, &arrival.files));
    let receipt = match (&replay, key) {
        (Some(replay), Some(key)) => app.keys().replayed_receipt(key, &replay.body),
        _ => Receipt::new(keys::random()),
    };
    if let Some(replay) = &replay
        && let Some(earlier) = replayed(app, replay, &receipt).await?
    {
        return Ok(earlier);
    }
    let secret = receipt_secret(app, Line::Letter, &receipt).await?;
    let intake = Intake::prepare(app, letter, arrival, now).await?;
    store(app, intake, replay, secret, receipt).await
}

/// The idempotency key as stored: a keyed hash of it, and the fingerprint of the letter it came with.
///
/// The fingerprint is keyed with the idempotency key, which is kept nowhere: whoever has the database and every key of
/// ours, and knows the text, could else try out who wrote it.
struct Replay {
    key: [u8; 32],
    body: [u8; 32],
}

impl Replay {
    fn new(app: &App, key: &str, letter: &NewLetter, files: &[String]) -> Self {
        let body = match files {
            [] => format!("{letter:?}"),
            files => format!("{letter:?}{files:?}"),
        };
        let lookup = |purpose, value: &str| app.keys().lookup(purpose, value.as_bytes());
        let body = lookup("letter under an idempotency key", &format!("{key}\0{body}"));
        Self { key: lookup("idempotency", key), body }
    }
}

/// The answer an earlier sending of the same letter got.
async fn replayed(
    app: &App,
    replay: &Replay,
    receipt: &Receipt,
) -> Result<Option<Submitted>, AppError> {
    let tx = app.store().begin().await?;
    let Some(earlier) = tx.replayed(&replay.key).await? else { return Ok(None) };
    if earlier.body_hash != replay.body {
        return Err(AppError::KeyReused);
    }
    let loaded = tx.case(Key::Id(earlier.case)).await?;
    Ok(Some(Submitted {
        case_number: loaded.number,
        receipt: receipt.clone(),
        received_on: loaded.case.received_on,
        promise: given(&loaded.case.state, &loaded.clocks)?,
    }))
}

/// The slow hash.
pub(crate) async fn receipt_secret(
    app: &App,
    line: Line,
    receipt: &Receipt,
) -> Result<([u8; 32], ReceiptKey), AppError> {
    let (keys, receipt) = (app.clone(), receipt.clone());
    slow::hashed(app, line, move || keys.keys().receipt(&receipt)).await
}

/// A letter with everything that must be known before its transaction begins.
struct Intake {
    letter: NewLetter,
    arrival: Arrival,
    case: Case,
    out: KeptOut,
    subjects: BTreeSet<MemberId>,
    /// To whom the portal hands it over without waiting for triage.
    route: Option<Assignment>,
    now: Now,
}

impl Intake {
    /// Asks the register and the gate, before anyone can be told.
    async fn prepare(
        app: &App,
        letter: NewLetter,
        arrival: Arrival,
        now: Now,
    ) -> Result<Self, AppError> {
        let on = letter.happened_on.unwrap_or(now.day);
        let register = app.register().await?;
        let named = conflict::named(app, &register.units, &letter.about, on).await?;
        let ground = Ground {
            subjects: named.plausible,
            units: named.unit.into_iter().collect(),
            named: conflict::named_staff(&register.roll, &letter),
            ..Ground::default()
        };
        let out = conflict::kept_out(app, &register, ground, letter.happened_on.into()).await?;
        let staff = register.roll.acting(&[Role::Triage, Role::Approver]);
        let start = gate::first_queue(letter.kind.lane(), &staff, &out.0, named.unknown);
        let case = Case {
            id: CaseId(fresh_id()),
            kind: letter.kind,
            track: Track::Party,
            queue: start.queue(),
            state: State::Received,
            received_on: arrival.received_on,
            paper: arrival.paper,
            named: letter.reporter.is_some(),
            asked: 0,
            returned: 0,
            pending: None,
            subjects: BTreeSet::new(),
            allegations: vec![Allegation { id: AllegationId(fresh_id()), outcome: None }],
            measures: Vec::new(),
            heard: false,
            appeal_of: None,
            above: Above { quarantined: start == Start::Quarantine, ..Above::default() },
            challenged: BTreeSet::new(),
            revision: 0,
        };
        let touched = staff.iter().any(|account| out.0.contains_key(&account.id));
        let subjects: BTreeSet<MemberId> = named.sure.into_iter().collect();
        let route = if touched || subjects.is_empty() || case.lane() != Lane::Short {
            None
        } else {
            automatic(app, &letter.about, &subjects, &out, on).await?
        };
        Ok(Self { letter, arrival, case, out, subjects, route, now })
    }

    fn content(&self) -> Content {
        let letter = &self.letter;
        Content {
            name: letter.about.name.clone(),
            position: letter.about.position.clone(),
            unit: letter.about.unit.clone(),
            place: letter.place.clone(),
            text: letter.text.clone(),
        }
    }
}

/// To whom a letter about exactly one known person goes by itself: the officer with the fewest cases in
/// the unit that competence leads to at once. Nothing where the committee has not allowed it, or where
/// that unit is kept out, or has nobody who is there today.
async fn automatic(
    app: &App,
    about: &About,
    subjects: &BTreeSet<MemberId>,
    out: &KeptOut,
    on: NaiveDate,
) -> Result<Option<Assignment>, AppError> {
    if !app.settings().routing.automatic {
        return Ok(None);
    }
    let excluded = exclusions(out);
    let suggestion = suggest::suggestion(app, about, subjects, &excluded, on).await?;
    let detour = |(why, _): &(Why, String)| {
        matches!(why, Why::Excluded(_) | Why::NoOfficer(_) | Why::Unknown)
    };
    let Some(unit) = suggestion.unit.filter(|_| !suggestion.reasons.iter().any(detour)) else {
        return Ok(None);
    };
    let officers = suggest::candidates(app, None, &excluded, Some(unit)).await?;
    let fits = |one: &OfficerView| one.suggested && one.away_until.is_none();
    let officer = officers.into_iter().find(fits);
    // Whether a second branch helps, and so learns of it, stays for people to decide.
    Ok(officer.map(|one| Assignment { unit, officer: one.account, coordinating: None }))
}

fn exclusions(out: &KeptOut) -> Exclusions {
    Exclusions {
        accounts: out.0.keys().copied().collect(),
        units: out.1.keys().copied().collect(),
        ..Exclusions::default()
    }
}

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

async fn store(
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
fn given(state: &State, clocks: &[Clock]) -> Result<Promise, AppError> {
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

/// The beginning of a text, cut between words, for lists and headings.
pub(crate) fn first_words(text: &str) -> String {
    const LONGEST: usize = 160;
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= LONGEST {
        return line;
    }
    let cut: String = line.chars().take(LONGEST).collect();
    let end = cut.rfind(' ').unwrap_or(cut.len());
    format!("{}…", &cut[..end])
}
