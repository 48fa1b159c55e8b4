//! Receiving a letter: stored, routed past the gate, clocked and promised in one transaction.

mod written;

use std::collections::BTreeSet;

use chrono::NaiveDate;

use self::written::{given, store};
use super::conflict::Ground;
use super::slow::{self, Line};
use super::view::OfficerView;
use super::words::Content;
use super::{App, AppError, Promise, conflict, fresh_id, suggest};
use crate::clock::Now;
use crate::domain::access::{Account, Role};
use crate::domain::case::{Above, Allegation, Assignment, Case, Exclusions, State, Track};
use crate::domain::gate::{self, KeptOut, Start};
use crate::domain::ids::{AllegationId, CaseId, MemberId};
use crate::domain::letter::{About, Lane, NewLetter, RawLetter, Source};
use crate::domain::receipt::{CaseNumber, Receipt};
use crate::domain::routing::Why;
use crate::keys::{self, ReceiptKey};
use crate::store::cases::Key;
pub(crate) use written::add_case;

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
        let out = conflict::kept_out(app, &register, ground, letter.happened_on.into());
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
