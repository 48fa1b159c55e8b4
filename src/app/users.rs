//! Staff accounts, by the command line.

use super::{App, conflict, fresh_id, grants, passwords};
use crate::domain::access::{Account, Role};
use crate::domain::ids::AccountId;
use crate::domain::letter::{EmailAddress, Lang};
use crate::store::Tx;
use crate::store::accounts::AccountRow;
use crate::store::audit::Entry;

/// What a new account needs.
#[derive(Clone, Debug)]
pub struct NewUser {
    pub login: String,
    pub role: Role,
    pub unit_code: String,
    /// The member's card number; without it exclusion cannot be computed for this person.
    pub card_no: Option<String>,
    pub display_name: String,
    pub email: EmailAddress,
    pub password: String,
}

/// Shortest password (S-17).
pub const SHORTEST_PASSWORD: usize = 12;

/// Creates an account.
///
/// # Errors
/// In plain words: what is taken, unknown or too short.
pub async fn add(app: &App, user: NewUser) -> anyhow::Result<()> {
    check_password(&user.password)?;
    let units = app.store().all_units().await?;
    let unit = units.iter().find(|unit| unit.code == user.unit_code);
    let unit = unit
        .ok_or_else(|| anyhow::anyhow!("there is no unit with the code \"{}\"", user.unit_code))?;
    if let Some(ended) = unit.to {
        anyhow::bail!("the unit \"{}\" ended on {ended}", user.unit_code);
    }
    if app.store().account_by_login(&user.login).await?.is_some() {
        anyhow::bail!("the login \"{}\" is taken", user.login);
    }
    let member = match &user.card_no {
        Some(card) => Some(app.store().member_by_card(card).await?.ok_or_else(|| {
            anyhow::anyhow!("the register has no member with the card number \"{card}\"")
        })?),
        None => None,
    };
    let row = AccountRow {
        account: Account { id: AccountId(fresh_id()), role: user.role, unit: unit.id, member },
        login: user.login,
        password_hash: passwords::hash(app, &user.password).await?,
        display_name: user.display_name,
        email: user.email.as_str().to_owned(),
        lang: Lang::Vi,
        disabled: false,
    };
    let now = app.now();
    let tx = app.store().begin().await?;
    tx.add_account(&row).await?;
    grants::renew(app, &tx, &row.account).await?;
    let entry = entry("add-account", row.account.id);
    tx.audit(app.keys(), now.at, now.day, &[entry]).await?;
    tx.commit().await?;
    // Before the password is handed over: some cases may be about them.
    conflict::recheck(app).await?;
    Ok(())
}

/// Sets a new password and ends every session of the account.
///
/// # Errors
/// In plain words: an unknown login, a short password.
pub async fn set_password(app: &App, login: &str, password: &str) -> anyhow::Result<()> {
    check_password(password)?;
    let row = find(app, login).await?;
    let hash = passwords::hash(app, password).await?;
    let tx = app.store().begin().await?;
    tx.set_password(row.account.id, &hash).await?;
    tx.end_sessions_of(row.account.id, None).await?;
    note(app, tx, "set-password", row.account.id).await
}

/// Locks an account and ends its sessions. Its past acts stay.
///
/// # Errors
/// In plain words: an unknown login.
pub async fn disable(app: &App, login: &str) -> anyhow::Result<()> {
    let row = find(app, login).await?;
    let tx = app.store().begin().await?;
    tx.disable_account(row.account.id, app.now().day).await?;
    tx.take_keys_of(row.account.id).await?;
    tx.end_sessions_of(row.account.id, None).await?;
    note(app, tx, "disable-account", row.account.id).await
}

fn check_password(password: &str) -> anyhow::Result<()> {
    if password.chars().count() < SHORTEST_PASSWORD {
        anyhow::bail!(
            "the password needs at least {SHORTEST_PASSWORD} characters; a whole sentence is fine"
        );
    }
    Ok(())
}

async fn find(app: &App, login: &str) -> anyhow::Result<AccountRow> {
    let row = app.store().account_by_login(login).await?;
    row.ok_or_else(|| anyhow::anyhow!("there is no account \"{login}\""))
}

async fn note(app: &App, tx: Tx, action: &str, account: AccountId) -> anyhow::Result<()> {
    let now = app.now();
    tx.audit(app.keys(), now.at, now.day, &[entry(action, account)]).await?;
    Ok(tx.commit().await?)
}

fn entry(action: &str, account: AccountId) -> Entry {
    Entry {
        actor: "command line".into(),
        action: action.to_owned(),
        object: account.to_string(),
        detail: String::new(),
    }
}
