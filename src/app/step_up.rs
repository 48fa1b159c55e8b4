//! Proving anew that it is really them, before what weighs most (`security.md`, S-23).
//!
//! An operation that needs it calls [`require`] first. The doors turn [`AppError::StepUp`] into the question: the
//! pages lead to `/noi-bo/xac-nhan` and back, the interface answers with the problem `step-up`.

use chrono::TimeDelta;

use super::sessions::{self, Session, Staff};
use super::{App, AppError, factors, passwords};
use crate::domain::purpose::Purpose;
use crate::store::audit::Entry;
use crate::store::sessions::Holder;

use super::sign_in::HalfWay;

/// How long a proof counts, for its one purpose.
const COUNTS: TimeDelta = TimeDelta::minutes(5);

/// Passes whoever has proved within the last minutes that it is them, for this very purpose.
///
/// # Errors
/// [`AppError::StepUp`], which leads to the question.
pub fn require(app: &App, who: &Staff, purpose: Purpose) -> Result<(), AppError> {
    match who.proved {
        Some((proved, until)) if proved == purpose && app.now().at < until => Ok(()),
        _ => Err(AppError::StepUp(purpose)),
    }
}

/// Password and code again, for one purpose. The session goes on under another token.
///
/// # Errors
/// [`AppError::Denied`] for a wrong password or a session that is over, [`AppError::HalfWay`] for a wrong code.
pub async fn prove(
    app: &App,
    token: &str,
    purpose: Purpose,
    password: &str,
    code: &str,
) -> Result<Session, AppError> {
    let (hash, now) = (sessions::hashed(app, token), app.now());
    let found = app.store().session(&hash, now.at).await?.ok_or(AppError::Denied)?;
    let Holder::Staff(id) = found.holder else { return Err(AppError::Denied) };
    let row = app.store().account(id).await?.filter(|row| !row.disabled).ok_or(AppError::Denied)?;
    let right = passwords::verify(app, Some(row.password_hash.clone()), password).await?;
    let tx = app.store().begin().await?;
    let proof = if right { factors::take(app, &tx, &row, code).await? } else { None };
    let action = if proof.is_some() { "step-up" } else { "step-up-refused" };
    let entry = Entry {
        actor: id.to_string(),
        action: action.into(),
        object: "session".into(),
        detail: purpose.name().into(),
    };
    tx.audit(app.keys(), now.at, now.day, &[entry]).await?;
    tx.commit().await?;
    if proof.is_none() {
        let wrong = if right { AppError::HalfWay(HalfWay::WrongCode) } else { AppError::Denied };
        return Err(wrong);
    }
    let token = sessions::fresh_token();
    let proved = (purpose, now.at + COUNTS);
    app.store().renew_session(&hash, &sessions::hashed(app, &token), proved).await?;
    Ok(Session { token, expires_at: found.expires_at })
}
