//! Signing in, and the short sessions of residents who opened their case.

use chrono::{DateTime, TimeDelta, Utc};

use super::{App, AppError, Held};
use crate::domain::access::Account;
use crate::domain::ids::AccountId;
use crate::domain::letter::Lang;
use crate::domain::text;
use crate::keys::{self, Keys};
use crate::store::accounts::AccountRow;
use crate::store::audit::Entry;
use crate::store::sessions::Holder;

/// A token handed out once; only its hash is stored.
#[derive(Clone, Debug)]
pub struct Session {
    pub token: String,
    pub expires_at: DateTime<Utc>,
}

/// Who is signed in.
#[derive(Clone, Debug)]
pub struct Staff {
    pub account: Account,
    pub login: String,
    pub display_name: String,
    pub lang: Lang,
}

/// Idle time after which staff sign in again.
const STAFF: TimeDelta = TimeDelta::minutes(30);
/// A resident's case closes itself on a shared phone.
const RESIDENT: TimeDelta = TimeDelta::minutes(30);

/// Signs a staff account in. An unknown login costs the same time as a wrong password.
///
/// # Errors
/// [`AppError::Denied`], whichever of the two was wrong.
pub async fn sign_in(app: &App, login: &str, password: &str) -> Result<Session, AppError> {
    let row = app.store().account_by_login(login.trim()).await?.filter(|row| !row.disabled);
    let hash = row.as_ref().map(|row| row.password_hash.clone());
    let right = verify(app, hash, password).await?;
    let now = app.now();
    let Some(row) = row.filter(|_| right) else {
        audit(app, "sign-in-refused", "-").await?;
        return Err(AppError::Denied);
    };
    audit(app, "sign-in", &row.account.id.to_string()).await?;
    open(app, Holder::Staff(row.account.id), now.at + STAFF).await
}

async fn audit(app: &App, action: &str, actor: &str) -> Result<(), AppError> {
    let now = app.now();
    let tx = app.store().begin().await?;
    let entry = Entry {
        actor: actor.to_owned(),
        action: action.to_owned(),
        object: "session".into(),
        detail: String::new(),
    };
    tx.audit(app.keys(), now.at, now.day, &[entry]).await?;
    Ok(tx.commit().await?)
}

/// Who holds this token; using it puts its end off.
///
/// # Errors
/// [`AppError::Denied`] for a token that is over or never was.
pub async fn staff(app: &App, token: &str) -> Result<Staff, AppError> {
    let (hash, now) = (hashed(app, token), app.now().at);
    let found = app.store().session(&hash, now).await?;
    let Some((Holder::Staff(id), expires_at)) = found else { return Err(AppError::Denied) };
    let row = app.store().account(id).await?.filter(|row| !row.disabled).ok_or(AppError::Denied)?;
    // Not at every click: a write for each read would make readers wait for writers.
    if expires_at - now < STAFF - TimeDelta::minutes(5) {
        app.store().prolong_session(&hash, now + STAFF).await?;
    }
    Ok(to_staff(row))
}

fn to_staff(row: AccountRow) -> Staff {
    Staff { account: row.account, login: row.login, display_name: row.display_name, lang: row.lang }
}

/// A session for the holder of a receipt, for half an hour.
///
/// # Errors
/// When the database fails.
pub async fn open_case(app: &App, held: &Held) -> Result<Session, AppError> {
    let token = keys::hex(&keys::random::<32>());
    let (case, expires_at) = (held.case, app.now().at + RESIDENT);
    let sealed = Keys::seal_for_session(&token, case, &held.key);
    let holder = Holder::Resident(case);
    app.store().add_session(&hashed(app, &token), holder, expires_at, Some(sealed)).await?;
    Ok(Session { token, expires_at })
}

/// The case a resident's token opens, with its key, which only the token gives.
///
/// # Errors
/// [`AppError::Denied`] for a token that is over or never was.
pub async fn holder(app: &App, token: &str) -> Result<Held, AppError> {
    let found = app.store().resident_session(&hashed(app, token), app.now().at).await?;
    let (case, sealed) = found.ok_or(AppError::Denied)?;
    Ok(Held { case, key: Keys::open_from_session(token, case, &sealed)? })
}

/// Ends a session; ending one that is over is no error.
///
/// # Errors
/// When the database fails.
pub async fn end(app: &App, token: &str) -> Result<(), AppError> {
    Ok(app.store().end_session(&hashed(app, token)).await?)
}

/// Deletes sessions that are over; answers how many.
///
/// # Errors
/// When the database fails.
pub async fn purge(app: &App) -> Result<u64, AppError> {
    Ok(app.store().purge_sessions(app.now().at).await?)
}

async fn open(app: &App, holder: Holder, expires_at: DateTime<Utc>) -> Result<Session, AppError> {
    let token = keys::hex(&keys::random::<32>());
    app.store().add_session(&hashed(app, &token), holder, expires_at, None).await?;
    Ok(Session { token, expires_at })
}

fn hashed(app: &App, token: &str) -> [u8; 32] {
    app.keys().lookup("session", token.as_bytes())
}

/// What somebody typed as a password or passphrase, as it is hashed: keyboards give NFC or NFD.
pub(crate) fn cleaned(typed: &str) -> String {
    text::clean(typed)
}

/// Whether this is the account's password.
///
/// # Errors
/// When the database fails.
pub(crate) async fn is_password_of(
    app: &App,
    account: AccountId,
    password: &str,
) -> Result<bool, AppError> {
    let row = app.store().account(account).await?.filter(|row| !row.disabled);
    verify(app, row.map(|row| row.password_hash), password).await
}

/// Hashes a password for storing: Argon2id, after cleaning, because keyboards give NFC or NFD.
///
/// # Errors
/// When the machine has no memory to spare.
pub async fn hash_password(app: &App, password: &str) -> Result<String, AppError> {
    let _place = app.inner.slow.acquire().await.map_err(anyhow::Error::from)?;
    let password = text::clean(password);
    let hash = tokio::task::spawn_blocking(move || keys::password_hash(&password)).await;
    Ok(hash.map_err(anyhow::Error::from)??)
}

async fn verify(app: &App, stored: Option<String>, password: &str) -> Result<bool, AppError> {
    let _place = app.inner.slow.acquire().await.map_err(anyhow::Error::from)?;
    let password = text::clean(password);
    let checked = tokio::task::spawn_blocking(move || {
        let Some(stored) = stored else {
            // The same work for a login that does not exist.
            let _same_cost = keys::password_hash(&password);
            return false;
        };
        keys::password_matches(&password, &stored)
    });
    Ok(checked.await.map_err(anyhow::Error::from)?)
}
