//! What the holder of an account does to it: sessions, password, authenticator app, recovery codes.

use chrono::{DateTime, FixedOffset, Utc};
use uuid::Uuid;

use super::sessions::{self, Staff};
use super::sign_in::HalfWay;
use super::{App, AppError, factors, invitations, passwords, step_up};
use crate::clock::hanoi;
use crate::domain::ids::AccountId;
use crate::domain::invitation::Change;
use crate::domain::purpose::Purpose;
use crate::store::Tx;
use crate::store::accounts::AccountRow;
use crate::store::audit::Entry;

/// One of one's sessions.
#[derive(Clone, Copy, Debug)]
pub struct SessionView {
    pub id: Uuid,
    pub began_at: DateTime<Utc>,
    /// The one that asks.
    pub this: bool,
}

impl SessionView {
    /// When it began, as the clock on the wall showed it in Hanoi.
    pub fn in_hanoi(&self) -> DateTime<FixedOffset> {
        self.began_at.with_timezone(&hanoi())
    }
}

/// One's own account as its page shows it.
#[derive(Clone, Debug)]
pub struct OwnView {
    pub email: String,
    pub sessions: Vec<SessionView>,
    pub recovery_codes: u64,
}

/// # Errors
/// When the database fails.
pub async fn view(app: &App, who: &Staff) -> Result<OwnView, AppError> {
    let (id, store) = (who.account.id, app.store());
    let row = row(app, who).await?;
    let sessions = store.sessions_of(id, app.now().at).await?;
    let sessions = sessions.into_iter().filter_map(|one| {
        let id = one.id?;
        Some(SessionView { id, began_at: one.began_at?, this: who.session == Some(id) })
    });
    let mut sessions: Vec<SessionView> = sessions.collect();
    // The one that asks stands first; the others stay in the order of their beginnings.
    sessions.sort_by_key(|one| !one.this);
    Ok(OwnView { email: row.email, sessions, recovery_codes: store.recovery_codes_left(id).await? })
}

async fn row(app: &App, who: &Staff) -> Result<AccountRow, AppError> {
    app.store().account(who.account.id).await?.ok_or(AppError::Denied)
}

/// Ends one of one's sessions.
///
/// # Errors
/// [`AppError::NotFound`] when there is none such.
pub async fn end_session(app: &App, who: &Staff, id: Uuid) -> Result<(), AppError> {
    let ended = app.store().end_session_of(who.account.id, id).await?;
    if ended { Ok(()) } else { Err(AppError::NotFound) }
}

/// Ends all of one's sessions but the one that asks.
///
/// # Errors
/// When the database fails.
pub async fn end_others(app: &App, who: &Staff, token: &str) -> Result<(), AppError> {
    let tx = app.store().begin().await?;
    tx.end_sessions_of(who.account.id, Some(&sessions::hashed(app, token))).await?;
    note(app, tx, who.account.id, "end-sessions").await
}

/// Chooses another password; every other session ends.
///
/// # Errors
/// [`AppError::StepUp`] without a proof, [`AppError::Password`] for a weak one.
pub async fn set_password(
    app: &App,
    who: &Staff,
    token: &str,
    password: &str,
) -> Result<(), AppError> {
    step_up::require(app, who, Purpose::OwnSignIn)?;
    let hash = passwords::chosen(app, &row(app, who).await?, password).await?;
    let (id, tx) = (who.account.id, app.store().begin().await?);
    tx.set_password(id, &hash).await?;
    tx.end_sessions_of(id, Some(&sessions::hashed(app, token))).await?;
    tx.drop_invitations(id).await?;
    invitations::tell(app, &tx, id, Change::Password, None).await?;
    note(app, tx, id, "set-own-password").await
}

/// What another app is to be set up with; the one in use stays so until a code of the new one proves it.
///
/// # Errors
/// [`AppError::StepUp`] without a proof.
pub async fn another_app(app: &App, who: &Staff) -> Result<factors::Offer, AppError> {
    step_up::require(app, who, Purpose::OwnSignIn)?;
    let row = row(app, who).await?;
    if let Some(offer) = factors::offered(app, &row).await? {
        return Ok(offer);
    }
    let tx = app.store().begin().await?;
    factors::draw(app, &tx, row.account.id).await?;
    tx.commit().await?;
    factors::offered(app, &row).await?.ok_or(AppError::Denied)
}

/// Puts the other app in use; answers fresh recovery codes. Every other session ends.
///
/// # Errors
/// [`AppError::StepUp`] without a proof, [`AppError::HalfWay`] for a wrong code.
pub async fn set_app(
    app: &App,
    who: &Staff,
    token: &str,
    code: &str,
) -> Result<Vec<String>, AppError> {
    step_up::require(app, who, Purpose::OwnSignIn)?;
    let row = row(app, who).await?;
    let (id, tx) = (row.account.id, app.store().begin().await?);
    let codes = factors::enrol(app, &tx, &row, code).await?;
    let codes = codes.ok_or(AppError::HalfWay(HalfWay::WrongCode))?;
    tx.end_sessions_of(id, Some(&sessions::hashed(app, token))).await?;
    invitations::tell(app, &tx, id, Change::Factor, None).await?;
    note(app, tx, id, "change-factor").await?;
    Ok(codes)
}

/// Draws recovery codes anew; those before are good no more.
///
/// # Errors
/// [`AppError::StepUp`] without a proof.
pub async fn draw_codes(app: &App, who: &Staff) -> Result<Vec<String>, AppError> {
    step_up::require(app, who, Purpose::OwnSignIn)?;
    let (id, tx) = (who.account.id, app.store().begin().await?);
    let codes = factors::fresh_codes(app, &tx, id).await?;
    invitations::tell(app, &tx, id, Change::RecoveryCodes, None).await?;
    note(app, tx, id, "draw-recovery-codes").await?;
    Ok(codes)
}

/// Writes down what the holder of an account did to it, and lets the mail that it owes go.
pub(super) async fn note(
    app: &App,
    tx: Tx,
    account: AccountId,
    action: &str,
) -> Result<(), AppError> {
    let now = app.now();
    let entry = Entry {
        actor: account.to_string(),
        action: action.to_owned(),
        object: account.to_string(),
        detail: String::new(),
    };
    tx.audit(app.keys(), now.at, now.day, &[entry]).await?;
    tx.commit().await?;
    app.ring();
    Ok(())
}
