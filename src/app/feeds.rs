//! A secret link under which an officer's own calendar reads when their cases are due.
//!
//! The link is shown once and stored as a keyed hash. Who may know of which case is asked at each reading.

use chrono::{Days, NaiveDate};

use super::{App, AppError};
use crate::domain::access::{Account, Role};
use crate::domain::receipt::CaseNumber;
use crate::keys;
use crate::store::audit::Entry;
use crate::store::feeds::FeedRow;

/// Bytes of a secret: 192 bits.
const SECRET: usize = 24;
/// Days in the past that a calendar still shows.
const BEHIND: u64 = 31;
/// Entries of a calendar: nobody has more, and a committee's queue must not become an endless file.
const MOST: u64 = 500;

/// A case and the day on which its next duty ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entries {
    pub entries: Vec<(CaseNumber, NaiveDate)>,
}

/// Whether the role works on cases and so has days to be reminded of.
pub fn is_for(role: Role) -> bool {
    !matches!(role, Role::Custodian | Role::Admin)
}

/// The account's link, if it has one.
///
/// # Errors
/// When the database fails.
pub async fn of(app: &App, who: &Account) -> Result<Option<FeedRow>, AppError> {
    Ok(app.store().feed_of(who.id).await?)
}

/// Makes a link; an earlier one works no more. Answers the secret, which nobody can read again.
///
/// # Errors
/// [`AppError::NotFound`] for roles without cases.
pub async fn create(app: &App, who: &Account) -> Result<String, AppError> {
    if !is_for(who.role) {
        return Err(AppError::NotFound);
    }
    let secret = keys::hex(&keys::random::<SECRET>());
    let now = app.now();
    let tx = app.store().begin().await?;
    tx.put_feed(who.id, &hashed(app, &secret), now.day).await?;
    tx.audit(app.keys(), now.at, now.day, &[entry(who, "make-calendar-link")]).await?;
    tx.commit().await?;
    Ok(secret)
}

/// Takes the link away; to take away none is no error.
///
/// # Errors
/// When the database fails.
pub async fn revoke(app: &App, who: &Account) -> Result<(), AppError> {
    let now = app.now();
    let tx = app.store().begin().await?;
    if tx.drop_feed(who.id).await? {
        tx.audit(app.keys(), now.at, now.day, &[entry(who, "revoke-calendar-link")]).await?;
    }
    Ok(tx.commit().await?)
}

/// What the calendar behind a secret holds now: the cases that its account may know of at this moment.
///
/// # Errors
/// [`AppError::NotFound`] for a secret that is wrong or revoked, or whose account is closed.
pub async fn read(app: &App, secret: &str) -> Result<Entries, AppError> {
    let hash = hashed(app, secret);
    let feed = app.store().feed(&hash).await?.ok_or(AppError::NotFound)?;
    let row = app.store().account(feed.account).await?.filter(|row| !row.disabled);
    let who = row.ok_or(AppError::NotFound)?.account;
    if !is_for(who.role) {
        return Err(AppError::NotFound);
    }
    let today = app.now().day;
    if feed.read_on != Some(today) {
        app.store().note_feed_read(who.id, today).await?;
    }
    let from = today.checked_sub_days(Days::new(BEHIND)).unwrap_or(today);
    let span = (from, crate::store::cases::NEVER);
    let lines = app.store().due_between(&who, span, None, MOST).await?;
    let entries = lines.into_iter().filter_map(|line| Some((line.number, line.due_on?)));
    Ok(Entries { entries: entries.collect() })
}

fn hashed(app: &App, secret: &str) -> [u8; 32] {
    app.keys().lookup("calendar link", secret.as_bytes())
}

fn entry(who: &Account, action: &str) -> Entry {
    Entry {
        actor: who.id.to_string(),
        action: action.to_owned(),
        object: "calendar-link".into(),
        detail: String::new(),
    }
}
