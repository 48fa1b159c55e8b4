//! The second factor: codes of an authenticator app, each taken once, and recovery codes for the day it is lost.

use super::{App, AppError};
use crate::domain::ids::AccountId;
use crate::keys::{self, Totp, TotpSecret};
use crate::store::Tx;
use crate::store::accounts::AccountRow;

/// Recovery codes of an account.
const CODES: usize = 10;
/// Bytes behind a recovery code: 120 bits, so that a fast keyed hash is enough to store it (ASVS 6.5.2).
const CODE: usize = 15;

/// What an app is set up with.
#[derive(Clone, Debug)]
pub struct Offer {
    /// A–Z and 2–7, in groups of four.
    pub typed: String,
    /// `otpauth://…`
    pub address: String,
}

/// What proved to be the second factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Proved {
    App,
    RecoveryCode,
}

/// Where the secret of an account is sealed to.
fn place(account: AccountId) -> String {
    format!("second-factor:{account}")
}

/// Seals a secret for its account.
fn seal(app: &App, account: AccountId, secret: &TotpSecret) -> Vec<u8> {
    app.keys().seal(&place(account), secret.bytes())
}

fn unseal(app: &App, account: AccountId, sealed: &[u8]) -> Result<TotpSecret, AppError> {
    let plain = app.keys().open(&place(account), sealed)?;
    Ok(TotpSecret::from_slice(&plain).ok_or(keys::Broken)?)
}

fn totp(app: &App, row: &AccountRow, secret: &TotpSecret) -> Result<Totp, AppError> {
    let office = app.settings().office.name.replace(':', " ");
    Ok(Totp::new(secret, &office, &row.login.replace(':', " "))?)
}

/// Puts a secret in use that is known beforehand, without asking for a code: for demonstrations and tests.
///
/// # Errors
/// When the database fails.
pub async fn give(
    app: &App,
    tx: &Tx,
    account: AccountId,
    secret: &TotpSecret,
) -> Result<(), AppError> {
    let sealed = seal(app, account, secret);
    Ok(tx.put_factor(account, &sealed, app.now().day, None).await?)
}

/// Whether the account has a second factor in use.
pub(super) async fn has(app: &App, account: AccountId) -> Result<bool, AppError> {
    Ok(app.store().factor(account).await?.is_some_and(|factor| factor.secret.is_some()))
}

/// Uses a code up, of the app or of the sheet; none when it is wrong or was used before.
pub(super) async fn take(
    app: &App,
    tx: &Tx,
    row: &AccountRow,
    typed: &str,
) -> Result<Option<Proved>, AppError> {
    let id = row.account.id;
    let typed = plain(typed);
    if typed.len() != 6 {
        let used = tx.use_recovery_code(id, &code_hash(app, id, &typed)).await?;
        return Ok(used.then_some(Proved::RecoveryCode));
    }
    let Some(sealed) = app.store().factor(id).await?.and_then(|factor| factor.secret) else {
        return Ok(None);
    };
    let step = totp(app, row, &unseal(app, id, &sealed)?)?.step(&typed, app.now().at.timestamp());
    match step {
        Some(step) if tx.use_step(id, step).await? => Ok(Some(Proved::App)),
        _ => Ok(None),
    }
}

/// Draws a secret to set an app up with. What is in use stays so until a code proves the new one.
pub(super) async fn draw(app: &App, tx: &Tx, account: AccountId) -> Result<(), AppError> {
    let secret = TotpSecret::fresh();
    Ok(tx.offer_factor(account, &seal(app, account, &secret)).await?)
}

/// What was drawn, to be shown until it is proved.
pub(super) async fn offered(app: &App, row: &AccountRow) -> Result<Option<Offer>, AppError> {
    let id = row.account.id;
    let Some(sealed) = app.store().factor(id).await?.and_then(|factor| factor.pending) else {
        return Ok(None);
    };
    let secret = unseal(app, id, &sealed)?;
    let address = totp(app, row, &secret)?.address()?;
    Ok(Some(Offer { typed: grouped(&secret.base32()), address }))
}

/// Puts what was drawn in use when the code is its; answers fresh recovery codes, which nobody can read again.
pub(super) async fn enrol(
    app: &App,
    tx: &Tx,
    row: &AccountRow,
    typed: &str,
) -> Result<Option<Vec<String>>, AppError> {
    let (id, now) = (row.account.id, app.now());
    let Some(sealed) = app.store().factor(id).await?.and_then(|factor| factor.pending) else {
        return Ok(None);
    };
    let totp = totp(app, row, &unseal(app, id, &sealed)?)?;
    let Some(step) = totp.step(&plain(typed), now.at.timestamp()) else { return Ok(None) };
    tx.put_factor(id, &sealed, now.day, Some(step)).await?;
    Ok(Some(fresh_codes(app, tx, id).await?))
}

/// Ten recovery codes in the place of those before.
pub(super) async fn fresh_codes(
    app: &App,
    tx: &Tx,
    account: AccountId,
) -> Result<Vec<String>, AppError> {
    let codes: Vec<String> = (0..CODES).map(|_| keys::base32(&keys::random::<CODE>())).collect();
    let hashes: Vec<[u8; 32]> = codes.iter().map(|code| code_hash(app, account, code)).collect();
    tx.put_recovery_codes(account, &hashes).await?;
    Ok(codes.iter().map(|code| grouped(code)).collect())
}

fn code_hash(app: &App, account: AccountId, code: &str) -> [u8; 32] {
    app.keys().lookup("recovery code", format!("{account} {code}").as_bytes())
}

/// Letters and digits alone: codes are read from phones and paper, with blanks and dashes.
fn plain(typed: &str) -> String {
    let typed = typed.chars().map(|c| match c {
        '０'..='９' => char::from_u32(c as u32 - '０' as u32 + '0' as u32).unwrap_or(c),
        other => other.to_ascii_uppercase(),
    });
    typed.filter(char::is_ascii_alphanumeric).collect()
}

fn grouped(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    letters.chunks(4).map(String::from_iter).collect::<Vec<_>>().join(" ")
}
