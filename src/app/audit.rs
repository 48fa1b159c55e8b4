//! The chain of acts: whether it is whole, and where it ended on each day, told to people outside.

use chrono::{DateTime, Utc};

use super::{App, AppError, fresh_id};
use crate::clock::Now;
use crate::domain::access::Account;
use crate::domain::head::{Anchor, Head, SignedHead};
use crate::domain::ids::OutboxId;
use crate::domain::letter::{EmailAddress, Kind};
use crate::domain::notice::{Addressee, Template};
use crate::domain::post::{Channel, MailArgs};
use crate::domain::receipt::CaseNumber;
use crate::store::audit::{Entry, day_only};
use crate::store::outbox::Owed;

pub use crate::store::audit::Verdict;

/// Days whose heads stand on the page.
const SHOWN: u64 = 30;

/// When an act on a case of this kind is said to have happened: of a denunciation only the day (S-4, S-58).
pub(crate) fn instant(kind: Kind, now: Now) -> DateTime<Utc> {
    if kind == Kind::ToCao { day_only(now.day) } else { now.at }
}

/// Walks the chain of acts and holds it against every head that was signed, and against an anchor kept outside.
///
/// # Errors
/// When the database fails.
pub async fn verify(app: &App, anchor: Option<&Anchor>) -> Result<Verdict, AppError> {
    Ok(app.store().verify_audit(app.keys(), anchor).await?)
}

/// Leaves a trace that an account asked for what does not exist for it: the number where it asked for a case, whether
/// there is such a case or not, and nothing else of what was asked.
///
/// # Errors
/// When the database fails.
pub async fn denied(app: &App, who: &Account, number: Option<&CaseNumber>) -> Result<(), AppError> {
    let object = number.map_or_else(|| "page".to_owned(), CaseNumber::to_string);
    trace(app, &who.id.to_string(), "denied", &object, "").await
}

/// Leaves a trace of something that was taken out of the house.
///
/// # Errors
/// When the database fails.
pub async fn exported(app: &App, actor: &str, what: &str) -> Result<(), AppError> {
    trace(app, actor, "export", what, "").await
}

async fn trace(
    app: &App,
    actor: &str,
    action: &str,
    object: &str,
    detail: &str,
) -> Result<(), AppError> {
    let now = app.now();
    let tx = app.store().begin().await?;
    let entry = Entry {
        actor: actor.to_owned(),
        action: action.to_owned(),
        object: object.to_owned(),
        detail: detail.to_owned(),
    };
    tx.audit(app.keys(), now.at, now.day, &[entry]).await?;
    Ok(tx.commit().await?)
}

/// The newest heads, newest first.
///
/// # Errors
/// When the database fails.
pub async fn heads(app: &App) -> Result<Vec<SignedHead>, AppError> {
    let key = app.keys().head_key();
    let heads = app.store().heads(SHOWN).await?;
    Ok(heads.into_iter().map(|(head, signature)| SignedHead { head, key, signature }).collect())
}

/// Signs where the chain ends, once a day, and owes the witnesses their mail. Answers whether it did.
///
/// Signing is an act itself: so no two days end alike, whether anything else was done or not, and nobody who
/// sees the hashes side by side can tell.
///
/// # Errors
/// When the database fails.
pub async fn sign_head(app: &App) -> Result<bool, AppError> {
    let now = app.now();
    let done =
        |heads: &[(Head, [u8; 64])]| heads.first().is_some_and(|(head, _)| now.day <= head.on);
    if done(&app.store().heads(1).await?) {
        return Ok(false);
    }
    let tx = app.store().begin().await?;
    let entry = Entry {
        actor: "scheduler".into(),
        action: "sign-head".into(),
        object: "audit".into(),
        detail: now.day.to_string(),
    };
    tx.audit(app.keys(), now.at, now.day, &[entry]).await?;
    // Whoever else signed meanwhile held the end of the chain until now.
    if done(&app.store().heads(1).await?) {
        return Ok(false);
    }
    let head = Head { on: now.day, anchor: tx.chain_end(now.day).await? };
    let signature = app.keys().head_signature(&head.bytes());
    let signed = SignedHead { head, key: app.keys().head_key(), signature };
    tx.add_head(&signed).await?;
    tx.owe(&owed(app, &signed), &app.settings().mail.from, now.at).await?;
    tx.commit().await?;
    app.ring();
    Ok(true)
}

/// One mail to each witness; it says nothing but where the chain ended.
fn owed(app: &App, signed: &SignedHead) -> Vec<Owed> {
    let witnesses = app.settings().audit.witnesses.iter();
    let addresses = witnesses.filter_map(|address| EmailAddress::parse(address).ok());
    addresses
        .map(|to| Owed {
            id: OutboxId(fresh_id()),
            case: None,
            addressee: Addressee::Witness,
            account: None,
            template: Template::Head,
            channel: Channel::Mail,
            args: MailArgs::Head { to, signed: *signed },
            due_at: app.now().at,
        })
        .collect()
}
