//! Accounts whose unit ended: they may do nothing until somebody of the level above gives them rights again, by name.

use chrono::NaiveDate;

use crate::app::{App, AppError};
use crate::domain::access::{Account, Role};
use crate::domain::ids::AccountId;
use crate::store::audit::Entry;
use crate::store::reorganisations::Grant;

/// An account without rights.
#[derive(Clone, Debug)]
pub struct Lost {
    pub login: String,
    pub name: String,
    /// The stored spelling.
    pub role: &'static str,
    pub from: String,
    pub on: NaiveDate,
}

/// Every account that waits for rights.
///
/// # Errors
/// [`AppError::NotFound`] for who is not of the level above.
pub async fn lost(app: &App, who: &Account) -> Result<Vec<Lost>, AppError> {
    if who.role != Role::Above {
        return Err(AppError::NotFound);
    }
    let rows = app.store().lost_accounts().await?;
    let ids: Vec<AccountId> = rows.iter().map(|row| row.account).collect();
    let accounts = app.store().accounts(&ids).await?;
    let units = app.units().await?;
    let found = rows.into_iter().filter_map(|row| {
        let account = accounts.iter().find(|one| one.account.id == row.account)?;
        Some(Lost {
            login: account.login.clone(),
            name: account.display_name.clone(),
            role: account.account.role.name(),
            from: units.name(row.from),
            on: row.on,
        })
    });
    Ok(found.collect())
}

/// Gives an account that lost its unit rights in a living one.
///
/// # Errors
/// [`AppError::NotFound`] for who is not of the level above, for an account that waits for nothing, and for a unit that
/// is not there.
pub async fn grant(app: &App, who: &Account, login: &str, code: &str) -> Result<(), AppError> {
    if who.role != Role::Above {
        return Err(AppError::NotFound);
    }
    let account = app.store().account_by_login(login.trim()).await?.ok_or(AppError::NotFound)?;
    let units = app.units().await?;
    let code = code.trim().to_lowercase();
    let unit = units.rows.values().find(|unit| unit.code == code && unit.to.is_none());
    let unit = unit.ok_or(AppError::NotFound)?;
    let now = app.now();
    let grant = Grant { unit: unit.id, by: who.id.to_string(), on: now.day };
    let entry = Entry {
        actor: who.id.to_string(),
        action: "grant-account".into(),
        object: account.account.id.to_string(),
        detail: code,
    };
    let tx = app.store().begin().await?;
    tx.grant(account.account.id, &grant).await?;
    let there = Account { unit: unit.id, ..account.account };
    crate::app::grants::renew(app, &tx, &there).await?;
    tx.audit(app.keys(), now.at, now.day, &[entry]).await?;
    tx.commit().await?;
    // Before anybody signs in: some cases may be about the unit.
    crate::app::conflict::recheck(app).await?;
    Ok(())
}
