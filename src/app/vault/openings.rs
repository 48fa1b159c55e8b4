//! Opening who wrote: asked for by whoever settles the case, decided by two custodians, open for one day to the
//! one who asked, and told to the sender.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};

use super::custody::{Table, only_custodians, open_share};
use super::{Hitch, Identity};
use crate::app::words::{self, Apart, Words};
use crate::app::{App, AppError, fresh_id, leak, notify, reads};
use crate::clock::Now;
use crate::domain::access::Account;
use crate::domain::ids::{AccountId, CaseId, OpeningId};
use crate::domain::notice::{Addressee, Notice, Template};
use crate::domain::receipt::{CaseNumber, Receipt};
use crate::domain::vault::{NEEDED, OPEN_FOR, Standing, Voice, WAITS_FOR, may_ask, standing};
use crate::keys;
use crate::keys::vault::{Part, Public, Seat, Secret};
use crate::store::Tx;
use crate::store::audit::Entry;
use crate::store::cases::{Key, Loaded};
use crate::store::letters::SealedIdentity;
use crate::store::openings::{Lent, OpeningRow, VoiceRow};

/// Who wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    pub name: String,
    pub address: String,
    pub phone: String,
}

/// Asks for the name of who wrote. Answers the code with which alone it can be read; it is shown once.
///
/// The reason is read by custodians, who know nothing of the case: it must not tell them what only the letter does.
///
/// # Errors
/// [`AppError::Vault`] when it cannot be asked for; [`AppError::Risks`] for a reason that may betray who wrote, unless
/// it says why it must; [`AppError::NotFound`] for whoever does not settle the case.
pub async fn ask(
    app: &App,
    who: &Account,
    number: &CaseNumber,
    why: &Words,
) -> Result<Receipt, AppError> {
    let loaded = settled_by(app, who, number).await?;
    let (case, now) = (loaded.case.id, app.now());
    let (source, identity) = app.store().who_wrote(case).await?.ok_or(Hitch::Unnamed)?;
    let earlier = app.store().openings_of(case).await?;
    if earlier.iter().any(|row| is_busy(row, now)) {
        return Err(Hitch::Asked.into());
    }
    if identity.to.is_none() || able(app, &Table::load(app).await?, case).await?.len() < NEEDED {
        return Err(Hitch::Few.into());
    }
    if let Err(error) = leak::check_beside(app, who, &loaded.case, why).await {
        leak::leave_trace(app, who, case, &error).await?;
        return Err(error);
    }
    let (id, code) = (OpeningId(fresh_id()), Receipt::new(keys::random()));
    let public = secret_of(app, id, &code).await?.public();
    let row = OpeningRow {
        id,
        case,
        source,
        asked_by: who.id,
        asked_at: now.at,
        reason: app.seal(Apart::Opening, case, why.note()),
        keep_reason: Some(why.keep_reason())
            .filter(|keep| !keep.is_empty())
            .map(|keep| app.seal(Apart::Opening, case, keep)),
        public: public.to_bytes().to_vec(),
        standing: Standing::Waiting,
        decided_at: None,
        name: None,
    };
    let tx = app.store().begin().await?;
    tx.add_opening(&row).await?;
    note(app, &tx, who, "ask-identity", case, now).await?;
    tell(app, &tx, &loaded, None, now, &[(Addressee::Custodian, Template::Custody)]).await?;
    tx.commit().await?;
    app.ring();
    Ok(code)
}

/// Refuses a request, with a reason for the one who asked.
///
/// # Errors
/// [`AppError::NotFound`] when it does not wait for this custodian.
pub async fn refuse(
    app: &App,
    who: &Account,
    id: OpeningId,
    reason: &str,
) -> Result<Standing, AppError> {
    let _turn = app.inner.vault_turn.lock().await;
    let Request { row, able, .. } = before(app, who, id).await?;
    let reason = Some(app.seal(Apart::Opening, row.case, reason));
    let on = app.now().day;
    let said = VoiceRow { opening: id, custodian: who.id, lent: None, reason, on, agrees: false };
    let voices = heard(app, id, &said).await?;
    let standing = standing(&voices.iter().map(voice).collect::<Vec<_>>(), &able);
    settle(app, who, &row, &said, standing, None).await?;
    Ok(standing)
}

/// Agrees to a request. With the second who does the name is opened and sealed for the one who asked.
///
/// # Errors
/// [`AppError::Vault`] for a wrong passphrase or no share; [`AppError::NotFound`] when it does not wait for this
/// custodian.
pub async fn agree(
    app: &App,
    who: &Account,
    id: OpeningId,
    passphrase: &str,
) -> Result<Standing, AppError> {
    let _turn = app.inner.vault_turn.lock().await;
    let Request { row, table, able } = before(app, who, id).await?;
    let share = open_share(app, &table, who.id, passphrase).await?;
    let (public, sealed) = sealed_name(app, &table, &row).await?;
    let (generation, seat) = table.place(who.id).ok_or(Hitch::NoShare)?;
    let part = share.part(&sealed)?.to_bytes();
    let lent = Lent { generation, seat, part: app.seal_bytes(Apart::Opening, row.case, &part) };
    let on = app.now().day;
    let said = VoiceRow {
        opening: id,
        custodian: who.id,
        lent: Some(lent),
        reason: None,
        on,
        agrees: true,
    };
    let voices = heard(app, id, &said).await?;
    let standing = standing(&voices.iter().map(voice).collect::<Vec<_>>(), &able);
    let name = match standing {
        Standing::Opened => {
            let able = |one: &&VoiceRow| able.contains(&one.custodian);
            let parts = parts(app, row.case, voices.iter().filter(able))?;
            let place = words::place(Apart::Identity, row.source);
            let opened = public.open(&place, &sealed, &parts)?;
            let inner = Public::from_bytes(&row.public)?.seal(&for_asker(id), &opened);
            Some(app.seal_bytes(Apart::Opening, row.case, &inner))
        }
        _ => None,
    };
    settle(app, who, &row, &said, standing, name).await?;
    Ok(standing)
}

/// Reads the name with the code, on the day it is open.
///
/// # Errors
/// [`AppError::Vault`] for a wrong code or when it is not open; [`AppError::NotFound`] for whoever did not ask.
pub async fn read(
    app: &App,
    who: &Account,
    number: &CaseNumber,
    code: &str,
) -> Result<Name, AppError> {
    let loaded = settled_by(app, who, number).await?;
    let (case, now) = (loaded.case.id, app.now());
    let rows = app.store().openings_of(case).await?;
    let mine = rows.iter().find(|row| row.asked_by == who.id && open_until(row, now).is_some());
    let row = mine.ok_or(Hitch::Shut)?;
    let name = row.name.as_deref().ok_or(Hitch::Shut)?;
    let code = Receipt::parse(code).map_err(|_| Hitch::Wrong)?;
    let secret = secret_of(app, row.id, &code).await?;
    let right = secret.public() == Public::from_bytes(&row.public)?;
    let tx = app.store().begin().await?;
    let action = if right { "read-identity" } else { "read-identity-refused" };
    note(app, &tx, who, action, case, now).await?;
    tx.commit().await?;
    if !right {
        return Err(Hitch::Wrong.into());
    }
    let inner = app.unseal_bytes(Apart::Opening, case, name)?;
    let opened = secret.open(&for_asker(row.id), &inner)?;
    reads::note(app, who, reads::What::Name, &[case]).await?;
    let Identity { name, address, phone } =
        serde_json::from_slice(&opened).map_err(anyhow::Error::from)?;
    Ok(Name { name, address, phone })
}

/// Ends what nobody decided in time, and forgets names whose day is over; answers how many.
///
/// # Errors
/// When the database fails.
pub async fn close(app: &App) -> Result<u64, AppError> {
    let (now, mut done) = (app.now(), 0);
    for row in app.store().open_openings().await? {
        let late = row.standing == Standing::Waiting && row.asked_at + WAITS_FOR <= now.at;
        let over = row.name.is_some() && open_until(&row, now).is_none();
        if !late && !over {
            continue;
        }
        let tx = app.store().begin().await?;
        let action = if late {
            tx.decide_opening(row.id, Standing::Lapsed, None, now.at).await?;
            "lapse-identity-request"
        } else {
            tx.shut_opening(row.id).await?;
            "shut-identity"
        };
        audit(app, &tx, "jobs", action, row.case, now).await?;
        tx.commit().await?;
        done += 1;
    }
    Ok(done)
}

/// The case, for whoever settles it.
pub(super) async fn settled_by(
    app: &App,
    who: &Account,
    number: &CaseNumber,
) -> Result<Loaded, AppError> {
    let loaded = app.store().case_for(who, number).await?;
    if may_ask(who, &loaded.case, &loaded.excluded) { Ok(loaded) } else { Err(AppError::NotFound) }
}

/// A request, who holds the vault, and who of them may decide about it.
struct Request {
    row: OpeningRow,
    table: Table,
    able: BTreeSet<AccountId>,
}

/// A request that waits for this custodian, who can decide about it.
async fn before(app: &App, who: &Account, id: OpeningId) -> Result<Request, AppError> {
    only_custodians(who)?;
    let (row, _) = app.store().opening_for(who.id, id).await?;
    let table = Table::load(app).await?;
    let able = able(app, &table, row.case).await?;
    if able.contains(&who.id) {
        Ok(Request { row, table, able })
    } else {
        Err(Hitch::NoShare.into())
    }
}

/// Custodians who hold a share and may know of the case.
async fn able(app: &App, table: &Table, case: CaseId) -> Result<BTreeSet<AccountId>, AppError> {
    let out = app.store().kept_out_of(case).await?;
    Ok(table.holders().into_iter().filter(|id| !out.contains(id)).collect())
}

/// The vault's public half and what is sealed to it.
async fn sealed_name(
    app: &App,
    table: &Table,
    row: &OpeningRow,
) -> Result<(Public, Vec<u8>), AppError> {
    let identity: SealedIdentity =
        app.store().identity(row.source).await?.ok_or(AppError::NotFound)?;
    let vault = table.vault().filter(|vault| Some(vault.number) == identity.to);
    // Sealed to an earlier vault that too few hold any more: nobody opens it again.
    let vault = vault.ok_or(Hitch::Few)?;
    let inner = app.unseal_bytes(Apart::Identity, row.source, &identity.sealed)?;
    Ok((Public::from_bytes(&vault.public)?, inner))
}

/// What all have said, with what is said now in place of what was said before.
async fn heard(app: &App, id: OpeningId, said: &VoiceRow) -> Result<Vec<VoiceRow>, AppError> {
    let mut voices = app.store().voices(&[id]).await?;
    voices.retain(|one| one.custodian != said.custodian);
    voices.push(said.clone());
    Ok(voices)
}

fn voice(row: &VoiceRow) -> Voice {
    Voice { custodian: row.custodian, agrees: row.agrees }
}

fn parts<'a>(
    app: &App,
    case: CaseId,
    voices: impl Iterator<Item = &'a VoiceRow>,
) -> Result<Vec<(Seat, Part)>, AppError> {
    let lent = voices.filter_map(|one| one.lent.as_ref());
    lent.map(|lent| {
        let part = app.unseal_bytes(Apart::Opening, case, &lent.part)?;
        Ok((lent.seat, Part::from_bytes(&part)?))
    })
    .collect()
}

/// Writes down what was said and what comes of it, and tells whom it concerns.
async fn settle(
    app: &App,
    who: &Account,
    row: &OpeningRow,
    said: &VoiceRow,
    standing: Standing,
    name: Option<Vec<u8>>,
) -> Result<(), AppError> {
    let now = app.now();
    let loaded = app.store().case(Key::Id(row.case)).await?;
    let tx = app.store().begin().await?;
    // What the last one lends is used in memory and never written down: with the others' it would open the name.
    let lent = said.lent.clone().filter(|_| standing == Standing::Waiting);
    tx.say(&VoiceRow { lent, ..said.clone() }).await?;
    let action = if said.agrees { "agree-to-identity" } else { "refuse-identity" };
    note(app, &tx, who, action, row.case, now).await?;
    if standing != Standing::Waiting {
        tx.decide_opening(row.id, standing, name, now.at).await?;
        let action =
            if standing == Standing::Opened { "open-identity" } else { "keep-identity-shut" };
        note(app, &tx, who, action, row.case, now).await?;
        let told =
            [(Addressee::Proposer, Template::Changed), (Addressee::Reporter, Template::News)];
        tell(app, &tx, &loaded, Some(row.asked_by), now, &told).await?;
    }
    tx.commit().await?;
    app.ring();
    Ok(())
}

async fn tell(
    app: &App,
    tx: &Tx,
    loaded: &Loaded,
    proposer: Option<AccountId>,
    now: Now,
    notices: &[Notice],
) -> Result<(), AppError> {
    let about = notify::About {
        case: &loaded.case,
        number: &loaded.number,
        excluded: &loaded.excluded,
        proposer,
        by: None,
        now,
        intake_at: now.at,
    };
    notify::owe(app, tx, &about, notices).await
}

/// The private half of the code on the requester's paper.
async fn secret_of(app: &App, id: OpeningId, code: &Receipt) -> Result<Secret, AppError> {
    let (digits, salt) = (code.digits(), *id.0.as_bytes());
    app.slowly(move || Secret::of_code(&digits, &salt)).await
}

pub(super) fn day_of(at: DateTime<Utc>) -> NaiveDate {
    Now::new(at).day
}

fn for_asker(id: OpeningId) -> String {
    format!("opened:{id}")
}

/// Until when a name is open, while it is.
pub(super) fn open_until(row: &OpeningRow, now: Now) -> Option<DateTime<Utc>> {
    let until = row.decided_at? + OPEN_FOR;
    (row.standing == Standing::Opened && now.at < until).then_some(until)
}

pub(super) fn is_busy(row: &OpeningRow, now: Now) -> bool {
    row.standing == Standing::Waiting || open_until(row, now).is_some()
}

async fn note(
    app: &App,
    tx: &Tx,
    who: &Account,
    action: &str,
    case: CaseId,
    now: Now,
) -> Result<(), AppError> {
    audit(app, tx, &who.id.to_string(), action, case, now).await
}

async fn audit(
    app: &App,
    tx: &Tx,
    actor: &str,
    action: &str,
    case: CaseId,
    now: Now,
) -> Result<(), AppError> {
    let entry = Entry {
        actor: actor.to_owned(),
        action: action.to_owned(),
        object: case.to_string(),
        detail: String::new(),
    };
    Ok(tx.audit(app.keys(), now.at, now.day, &[entry]).await?)
}
