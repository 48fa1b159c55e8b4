//! Signing in: the password first, then a code of the second factor (`security.md`, S-17 … S-21).

use chrono::TimeDelta;

use super::sessions::{self, Half, Session};
use super::{App, AppError, factors, invitations, passwords};
use crate::domain::ids::AccountId;
use crate::domain::invitation::Change;
use crate::limits::Source;
use crate::store::Tx;
use crate::store::accounts::AccountRow;
use crate::store::audit::Entry;
use crate::store::sessions::First;

/// What is left to do once the password was right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// A code of the second factor.
    Code,
    /// There is none yet: an app is to be set up.
    Enrol,
}

/// Why signing in stopped half way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HalfWay {
    /// The password was right, and no code was given.
    CodeNeeded,
    /// The password was right, and the account has no second factor yet.
    EnrolmentNeeded,
    WrongCode,
}

/// How the log tells what came through the identity provider.
const BY_PROVIDER: &str = "by provider";

/// The same where our own code was asked for as well.
const BY_PROVIDER_AND_CODE: &str = "by provider and own code";

/// Wrong codes after which the password is asked for again.
const MOST_WRONG: i32 = 5;

/// Both factors at once, for programs. An unknown login costs the same time as a wrong password.
///
/// # Errors
/// [`AppError::Denied`], whatever was wrong with login or password; [`AppError::HalfWay`] for what the code lacked.
pub async fn sign_in(
    app: &App,
    login: &str,
    password: &str,
    code: Option<&str>,
) -> Result<Session, AppError> {
    let row = known(app, login, password).await?;
    if !factors::has(app, row.account.id).await? {
        return Err(AppError::HalfWay(HalfWay::EnrolmentNeeded));
    }
    let code = code.ok_or(AppError::HalfWay(HalfWay::CodeNeeded))?;
    if !takes(app, &row, code, First::Password).await? {
        return Err(AppError::HalfWay(HalfWay::WrongCode));
    }
    sessions::open_staff(app, row.account.id).await
}

/// The first of two steps: answers a token for the second.
///
/// # Errors
/// [`AppError::Denied`], whichever of the two was wrong.
pub async fn begin(
    app: &App,
    source: Source,
    login: &str,
    password: &str,
) -> Result<(Session, Next), AppError> {
    app.admit_login(source, login)?;
    let known = known(app, login, password).await;
    if matches!(known, Err(AppError::Denied)) {
        app.note_login(source, login, false);
    }
    half_way(app, &known?).await
}

/// Lets somebody who has proved the first factor go on to the second.
pub(super) async fn half_way(app: &App, row: &AccountRow) -> Result<(Session, Next), AppError> {
    let id = row.account.id;
    let next = if factors::has(app, id).await? { Next::Code } else { Next::Enrol };
    if next == Next::Enrol {
        let tx = app.store().begin().await?;
        factors::draw(app, &tx, id).await?;
        tx.commit().await?;
    }
    Ok((sessions::open_half(app, id, First::Password).await?, next))
}

/// The same for whoever the identity provider let through; none where an app is still to be set up, which takes the
/// password.
pub(super) async fn by_provider(app: &App, row: &AccountRow) -> Result<Option<Session>, AppError> {
    let id = row.account.id;
    if !factors::has(app, id).await? {
        return Ok(None);
    }
    Ok(Some(sessions::open_half(app, id, First::Provider).await?))
}

/// The second step: a code for the token of the first.
///
/// # Errors
/// [`AppError::Denied`] when the first step is too long ago or too many codes were wrong: begin again.
pub async fn finish(
    app: &App,
    source: Source,
    token: &str,
    code: &str,
) -> Result<Session, AppError> {
    let Half { row, first, wrong } = sessions::half_way(app, token).await?;
    app.admit_login(source, &row.login)?;
    let right = takes(app, &row, code, first).await?;
    app.note_login(source, &row.login, right);
    if !right {
        return Err(wrong_code(app, token, wrong).await?);
    }
    sessions::end(app, token).await?;
    sessions::open_staff(app, row.account.id).await
}

async fn wrong_code(app: &App, token: &str, wrong: i32) -> Result<AppError, AppError> {
    if MOST_WRONG <= wrong + 1 {
        sessions::end(app, token).await?;
        return Ok(AppError::Denied);
    }
    app.store().note_wrong_code(&sessions::hashed(app, token)).await?;
    Ok(AppError::HalfWay(HalfWay::WrongCode))
}

/// What to do at the second step; the offer is what an app is to be set up with.
///
/// # Errors
/// [`AppError::Denied`] when the first step is too long ago.
pub async fn pending(app: &App, token: &str) -> Result<Option<factors::Offer>, AppError> {
    let Half { row, .. } = sessions::half_way(app, token).await?;
    if factors::has(app, row.account.id).await? {
        return Ok(None);
    }
    factors::offered(app, &row).await?.ok_or(AppError::Denied).map(Some)
}

/// The second step of whoever has no second factor yet: proves the app that was set up. Answers the session, and
/// recovery codes to write down.
///
/// # Errors
/// [`AppError::Denied`] when the first step is too long ago, or the account has a factor by now.
pub async fn enrol(app: &App, token: &str, code: &str) -> Result<(Session, Vec<String>), AppError> {
    let Half { row, first, wrong } = sessions::half_way(app, token).await?;
    let id = row.account.id;
    if factors::has(app, id).await? {
        return Err(AppError::Denied);
    }
    let now = app.now();
    let tx = app.store().begin().await?;
    let Some(codes) = factors::enrol(app, &tx, &row, code).await? else {
        drop(tx);
        return Err(wrong_code(app, token, wrong).await?);
    };
    let entries = ["enrol-factor", "sign-in"].map(|act| step(act, &id.to_string(), first));
    tx.audit(app.keys(), now.at, now.day, &entries).await?;
    seen(app, &tx, id).await?;
    tx.commit().await?;
    sessions::end(app, token).await?;
    Ok((sessions::open_staff(app, id).await?, codes))
}

/// A session for whoever has proved both factors elsewhere.
pub(super) async fn whole(app: &App, account: AccountId) -> Result<Session, AppError> {
    let (now, tx) = (app.now(), app.store().begin().await?);
    seen(app, &tx, account).await?;
    let entry = Entry { detail: BY_PROVIDER.into(), ..entry("sign-in", &account.to_string()) };
    tx.audit(app.keys(), now.at, now.day, &[entry]).await?;
    tx.commit().await?;
    app.ring();
    sessions::open_staff(app, account).await
}

/// Notes that nobody came in from the identity provider, and what is known of why.
pub(super) async fn refused(app: &App, what: &str) -> Result<(), AppError> {
    let (now, tx) = (app.now(), app.store().begin().await?);
    let detail = format!("{BY_PROVIDER}: {what}");
    let entry = Entry { detail, ..entry("sign-in-refused", "-") };
    tx.audit(app.keys(), now.at, now.day, &[entry]).await?;
    Ok(tx.commit().await?)
}

/// The account of that login, if the password is its own.
async fn known(app: &App, login: &str, password: &str) -> Result<AccountRow, AppError> {
    let login = login.trim();
    let row = app.store().account_by_login(login).await?.filter(|row| !row.disabled);
    let hash = row.as_ref().map(|row| row.password_hash.clone());
    let right = passwords::verify(app, hash, password).await?;
    let Some(row) = row.filter(|_| right) else {
        audit(app, "sign-in-refused", "-").await?;
        return Err(AppError::Denied);
    };
    Ok(row)
}

/// Holds the present password of an account against what was given.
///
/// # Errors
/// [`AppError::Denied`] when it is another.
pub(super) async fn password_of(
    app: &App,
    row: &AccountRow,
    password: &str,
) -> Result<(), AppError> {
    let right = passwords::verify(app, Some(row.password_hash.clone()), password).await?;
    if right { Ok(()) } else { Err(AppError::Denied) }
}

/// Uses the code up, notes what came of it, and tells the holder what they might not have done themselves.
async fn takes(app: &App, row: &AccountRow, code: &str, first: First) -> Result<bool, AppError> {
    let (now, account) = (app.now(), row.account.id);
    let id = account.to_string();
    let tx = app.store().begin().await?;
    let taken = factors::take(app, &tx, row, code).await?;
    if taken == Some(factors::Proved::RecoveryCode) {
        invitations::tell(app, &tx, account, Change::RecoveryCodes, None).await?;
    }
    if taken.is_some() {
        seen(app, &tx, account).await?;
    }
    let acts: &[&str] = match taken {
        None => &["code-refused"],
        Some(factors::Proved::App) => &["sign-in"],
        Some(factors::Proved::RecoveryCode) => &["use-recovery-code", "sign-in"],
    };
    let entries: Vec<Entry> = acts.iter().map(|act| step(act, &id, first)).collect();
    tx.audit(app.keys(), now.at, now.day, &entries).await?;
    tx.commit().await?;
    app.ring();
    Ok(taken.is_some())
}

/// Days after which a sign-in is told to the holder of the account.
const LONG_ABSENCE: TimeDelta = TimeDelta::days(60);

/// Notes the day of a sign-in.
async fn seen(app: &App, tx: &Tx, account: AccountId) -> Result<(), AppError> {
    let today = app.now().day;
    let before = tx.seen(account, today).await?;
    if before.is_some_and(|day| LONG_ABSENCE <= today - day) {
        invitations::tell(app, tx, account, Change::BackAgain, None).await?;
    }
    Ok(())
}

async fn audit(app: &App, action: &str, actor: &str) -> Result<(), AppError> {
    let now = app.now();
    let tx = app.store().begin().await?;
    tx.audit(app.keys(), now.at, now.day, &[entry(action, actor)]).await?;
    Ok(tx.commit().await?)
}

/// An act at the second step, with what the first was proved by.
fn step(action: &str, actor: &str, first: First) -> Entry {
    let detail = match first {
        First::Password => "",
        First::Provider => BY_PROVIDER_AND_CODE,
    };
    Entry { detail: detail.into(), ..entry(action, actor) }
}

fn entry(action: &str, actor: &str) -> Entry {
    Entry {
        actor: actor.to_owned(),
        action: action.to_owned(),
        object: "session".into(),
        detail: String::new(),
    }
}
