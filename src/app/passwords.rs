//! Passwords: hashed slowly, few at a time.

use super::{App, AppError};
use crate::domain::text;
use crate::keys;

/// Hashes a password for storing: Argon2id, after cleaning, because keyboards give NFC or NFD.
///
/// # Errors
/// When the machine has no memory to spare.
pub async fn hash(app: &App, password: &str) -> Result<String, AppError> {
    let _place = app.inner.slow.acquire().await.map_err(anyhow::Error::from)?;
    let password = text::clean(password);
    let hash = tokio::task::spawn_blocking(move || keys::password_hash(&password)).await;
    Ok(hash.map_err(anyhow::Error::from)??)
}

/// Whether the password is the one stored; where none is stored it takes as long.
pub(super) async fn verify(
    app: &App,
    stored: Option<String>,
    password: &str,
) -> Result<bool, AppError> {
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
