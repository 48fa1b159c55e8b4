//! Server-side sessions: of staff, of staff half way through signing in, and of residents who opened their case.

use chrono::{DateTime, TimeDelta, Utc};

use super::{App, AppError, Held, fresh_id, passwords};
use crate::domain::access::Account;
use crate::domain::ids::AccountId;
use crate::domain::letter::Lang;
use crate::domain::purpose::Purpose;
use crate::domain::text;
use crate::keys::{self, Keys};
use crate::store::accounts::AccountRow;
use crate::store::sessions::{First, Holder, NewSession, SessionRow};

pub use super::sign_in::sign_in;
pub use passwords::hash as hash_password;

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
    /// The session's own number, for the list of one's sessions.
    pub(super) session: Option<uuid::Uuid>,
    /// What was proved anew in this session, and until when that counts.
    pub(super) proved: Option<(Purpose, DateTime<Utc>)>,
}

/// Idle time after which staff sign in again.
const STAFF: TimeDelta = TimeDelta::minutes(30);
/// The longest working day.
const WORKING_DAY: TimeDelta = TimeDelta::hours(12);
/// For finding the phone, or for setting an app up.
const HALF_WAY: TimeDelta = TimeDelta::minutes(15);
/// A resident's case closes itself on a shared phone.
const RESIDENT: TimeDelta = TimeDelta::minutes(30);

/// Who holds this token; using it puts its end off, but never beyond a working day.
///
/// # Errors
/// [`AppError::Denied`] for a token that is over or never was.
pub async fn staff(app: &App, token: &str) -> Result<Staff, AppError> {
    let (hash, now) = (hashed(app, token), app.now().at);
    let found = app.store().session(&hash, now).await?.ok_or(AppError::Denied)?;
    let Holder::Staff(id) = found.holder else { return Err(AppError::Denied) };
    let row = app.store().account(id).await?.filter(|row| !row.disabled).ok_or(AppError::Denied)?;
    // Not at every click: a write for each read would make readers wait for writers.
    let until = found.ends_at.map_or(now + STAFF, |end| end.min(now + STAFF));
    if found.expires_at - now < STAFF - TimeDelta::minutes(5) && found.expires_at < until {
        app.store().prolong_session(&hash, until).await?;
    }
    Ok(to_staff(row, &found))
}

fn to_staff(row: AccountRow, session: &SessionRow) -> Staff {
    Staff {
        account: row.account,
        login: row.login,
        display_name: row.display_name,
        lang: row.lang,
        session: session.id,
        proved: session.proved,
    }
}

/// A session of staff for whoever has proved both factors.
pub(super) async fn open_staff(app: &App, account: AccountId) -> Result<Session, AppError> {
    open(app, fresh_token(), (Holder::Staff(account), None), (STAFF, WORKING_DAY)).await
}

/// The way from the first factor to the second.
pub(super) async fn open_half(
    app: &App,
    account: AccountId,
    first: First,
) -> Result<Session, AppError> {
    open(app, fresh_token(), (Holder::HalfWay(account, first), None), (HALF_WAY, HALF_WAY)).await
}

/// Somebody between the first factor and the second.
pub(super) struct Half {
    pub row: AccountRow,
    pub first: First,
    /// Wrong codes given so far.
    pub wrong: i32,
}

/// Who is half way.
pub(super) async fn half_way(app: &App, token: &str) -> Result<Half, AppError> {
    let found = app.store().session(&hashed(app, token), app.now().at).await?;
    let found = found.ok_or(AppError::Denied)?;
    let Holder::HalfWay(id, first) = found.holder else { return Err(AppError::Denied) };
    let row = app.store().account(id).await?.filter(|row| !row.disabled);
    Ok(Half { row: row.ok_or(AppError::Denied)?, first, wrong: found.wrong })
}

/// A session for the holder of a receipt, for half an hour.
///
/// # Errors
/// When the database fails.
pub async fn open_case(app: &App, held: &Held) -> Result<Session, AppError> {
    let token = fresh_token();
    let key = Keys::seal_for_session(&token, held.case, &held.key);
    open(app, token, (Holder::Resident(held.case), Some(key)), (RESIDENT, RESIDENT)).await
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

/// Deletes sessions and links that are over; answers how many sessions.
///
/// # Errors
/// When the database fails.
pub async fn purge(app: &App) -> Result<u64, AppError> {
    let now = app.now().at;
    app.store().purge_invitations(now).await?;
    Ok(app.store().purge_sessions(now).await?)
}

/// `lasting`: how long it goes on unused, and how long however it is used.
async fn open(
    app: &App,
    token: String,
    (holder, sealed_key): (Holder, Option<Vec<u8>>),
    lasting: (TimeDelta, TimeDelta),
) -> Result<Session, AppError> {
    let now = app.now().at;
    let session = NewSession {
        id: fresh_id(),
        holder,
        began_at: now,
        expires_at: now + lasting.0,
        ends_at: now + lasting.1,
        sealed_key,
    };
    app.store().add_session(&hashed(app, &token), &session).await?;
    let expires_at = session.expires_at;
    Ok(Session { token, expires_at })
}

/// 256 bits.
pub(super) fn fresh_token() -> String {
    keys::hex(&keys::random::<32>())
}

pub(super) fn hashed(app: &App, token: &str) -> [u8; 32] {
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
    passwords::verify(app, row.map(|row| row.password_hash), password).await
}
