//! Passwords: held against what is tried first, hashed slowly, few at a time.

use super::slow::{self, Line};
use super::{App, AppError};
use crate::domain::password;
use crate::domain::text;
use crate::keys;
use crate::store::accounts::AccountRow;

/// The portal's own names, which anybody here would try.
const PRODUCT: [&str; 3] = ["gopy", "góp ý", "đảng ủy"];

/// Hashes a password for storing: Argon2id, after cleaning, because keyboards give NFC or NFD.
///
/// # Errors
/// When the machine has no memory to spare.
pub async fn hash(app: &App, password: &str) -> Result<String, AppError> {
    let password = text::clean(password);
    slow::hashed(app, Line::Password, move || keys::password_hash(&password)).await
}

/// Hashes a password that somebody chose for their account.
///
/// # Errors
/// [`AppError::Password`] when it is too short, or would be tried first.
pub(super) async fn chosen(
    app: &App,
    row: &AccountRow,
    password: &str,
) -> Result<String, AppError> {
    let words = context(app, row).await?;
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    password::check(password, &words).map_err(AppError::Password)?;
    hash(app, password).await
}

/// Whether this would be among the first things that somebody tries who knows the account.
///
/// # Errors
/// When the database fails.
pub(super) async fn is_guessable(
    app: &App,
    row: &AccountRow,
    words: &str,
) -> Result<bool, AppError> {
    let known = context(app, row).await?;
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    Ok(password::guessable(words, &known).is_some())
}

/// What anybody here would try for this account.
async fn context(app: &App, row: &AccountRow) -> Result<Vec<String>, AppError> {
    let units = app.store().all_units().await?;
    let unit = units.into_iter().find(|unit| unit.id == row.account.unit);
    let unit = unit.map(|unit| unit.name).unwrap_or_default();
    let office = &app.settings().office.name;
    let mine = [&row.login, &row.display_name, &row.email, &unit, office].map(String::as_str);
    Ok(mine.into_iter().chain(PRODUCT).map(str::to_owned).collect())
}

/// Whether the password is the one stored; where none is stored it takes as long.
pub(super) async fn verify(
    app: &App,
    stored: Option<String>,
    password: &str,
) -> Result<bool, AppError> {
    let password = text::clean(password);
    let stored = stored.filter(|stored| !stored.is_empty());
    let check = move || match stored {
        Some(stored) => Ok(keys::password_matches(&password, &stored)),
        // The same work for a login that does not exist, or has not begun.
        None => keys::password_hash(&password).map(|_same_cost| false),
    };
    slow::hashed(app, Line::Password, check).await
}
