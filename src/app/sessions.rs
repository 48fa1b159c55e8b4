//! Server-side sessions: of staff, of staff half way through signing in, and of residents who opened their case.

use chrono::{DateTime, TimeDelta, Utc};

use super::{App, AppError, fresh_id, passwords};
use crate::domain::access::Account;
use crate::domain::ids::{AccountId, CaseId};
use crate::domain::letter::Lang;
use crate::domain::purpose::Purpose;
use crate::keys;
use crate::store::accounts::AccountRow;
use crate::store::sessions::{Holder, NewSession, SessionRow};

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
    open(app, Holder::Staff(account), STAFF, WORKING_DAY).await
}

/// The way from the first factor to the second.
pub(super) async fn open_half(app: &App, account: AccountId) -> Result<Session, AppError> {
    open(app, Holder::HalfWay(account), HALF_WAY, HALF_WAY).await
}

/// Who is half way, and how often they gave a wrong code.
pub(super) async fn half_way(app: &App, token: &str) -> Result<(AccountRow, i32), AppError> {
    let found = app.store().session(&hashed(app, token), app.now().at).await?;
    let found = found.ok_or(AppError::Denied)?;
    let Holder::HalfWay(id) = found.holder else { return Err(AppError::Denied) };
    let row = app.store().account(id).await?.filter(|row| !row.disabled);
    Ok((row.ok_or(AppError::Denied)?, found.wrong))
}

/// A session for the holder of a receipt, for half an hour.
///
/// # Errors
/// When the database fails.
pub async fn open_case(app: &App, case: CaseId) -> Result<Session, AppError> {
    open(app, Holder::Resident(case), RESIDENT, RESIDENT).await
}

/// The case a resident's token opens.
///
/// # Errors
/// [`AppError::Denied`] for a token that is over or never was.
pub async fn holder(app: &App, token: &str) -> Result<CaseId, AppError> {
    let found = app.store().session(&hashed(app, token), app.now().at).await?;
    match found.map(|found| found.holder) {
        Some(Holder::Resident(case)) => Ok(case),
        _ => Err(AppError::Denied),
    }
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

async fn open(
    app: &App,
    holder: Holder,
    idle: TimeDelta,
    longest: TimeDelta,
) -> Result<Session, AppError> {
    let (token, now) = (fresh_token(), app.now().at);
    let expires_at = now + idle;
    let session =
        NewSession { id: fresh_id(), holder, began_at: now, expires_at, ends_at: now + longest };
    app.store().add_session(&hashed(app, &token), &session).await?;
    Ok(Session { token, expires_at })
}

/// 256 bits.
pub(super) fn fresh_token() -> String {
    keys::hex(&keys::random::<32>())
}

pub(super) fn hashed(app: &App, token: &str) -> [u8; 32] {
    app.keys().lookup("session", token.as_bytes())
}
