//! Staff accounts: made and changed by an administrator, on pages or by the command line. Nobody but their holder
//! sees or sets a password; the first account of an installation is the exception.

use std::collections::HashSet;

use thiserror::Error;

use super::sessions::Staff;
use super::{App, AppError, conflict, fresh_id, grants, invitations, passwords, step_up};
use crate::domain::access::{Account, Role};
use crate::domain::ids::AccountId;
use crate::domain::invitation::{Change, Invitation};
use crate::domain::letter::{EmailAddress, Lang};
use crate::domain::purpose::Purpose;
use crate::domain::text;
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
    /// By the command line alone; else the holder chooses one through a link that is mailed to them.
    pub password: Option<String>,
}

/// Who makes or changes accounts.
#[derive(Clone, Copy, Debug)]
pub enum By<'a> {
    /// An administrator, who proves anew that it is them.
    Staff(&'a Staff),
    CommandLine,
}

impl By<'_> {
    /// # Errors
    /// [`AppError::NotFound`] for whom accounts are none of their business, [`AppError::StepUp`] without a proof.
    pub fn check(self, app: &App) -> Result<(), AppError> {
        let Self::Staff(staff) = self else { return Ok(()) };
        if staff.account.role != Role::Admin {
            return Err(AppError::NotFound);
        }
        step_up::require(app, staff, Purpose::ChangeAccount)
    }

    fn actor(self) -> String {
        match self {
            Self::Staff(staff) => staff.account.id.to_string(),
            Self::CommandLine => "command line".into(),
        }
    }

    fn is(self, account: AccountId) -> bool {
        matches!(self, Self::Staff(staff) if staff.account.id == account)
    }
}

/// Why an account is not made or changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum AccountFlaw {
    #[error("a login has 3 to 60 letters a–z, digits, dots and dashes")]
    Login,
    #[error("the login is taken")]
    LoginTaken,
    #[error("the account needs a name")]
    Name,
    #[error("there is no unit with this code today")]
    Unit,
    #[error("the register has no member with this card number")]
    Card,
    #[error("one's own account is changed by another administrator")]
    Own,
    #[error("the account is disabled")]
    Disabled,
}

impl AccountFlaw {
    /// The field, and the key of its sentence.
    pub fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Login => ("login", "flaw-user-login"),
            Self::LoginTaken => ("login", "flaw-user-taken"),
            Self::Name => ("name", "flaw-user-name"),
            Self::Unit => ("unit", "flaw-user-unit"),
            Self::Card => ("card", "flaw-user-card"),
            Self::Own => ("", "flaw-user-own"),
            Self::Disabled => ("", "flaw-user-disabled"),
        }
    }
}

/// An account as an administrator sees it.
#[expect(clippy::struct_excessive_bools, reason = "five facts that hold or not, each apart")]
#[derive(Clone, Debug)]
pub struct UserView {
    pub id: AccountId,
    pub login: String,
    pub display_name: String,
    pub role: Role,
    pub unit: String,
    pub email: String,
    /// Whether a member of the register stands behind it.
    pub member: bool,
    pub has_password: bool,
    pub has_factor: bool,
    /// Whether it may be entered through the identity provider.
    pub linked: bool,
    pub disabled: bool,
}

/// Every account, for administrators.
///
/// # Errors
/// [`AppError::NotFound`] for anybody else.
pub async fn list(app: &App, who: &Account) -> Result<Vec<UserView>, AppError> {
    if who.role != Role::Admin {
        return Err(AppError::NotFound);
    }
    let units = app.store().all_units().await?;
    let holders: HashSet<AccountId> = app.store().factor_holders().await?.into_iter().collect();
    let linked: HashSet<AccountId> = app.store().linked_accounts().await?.into_iter().collect();
    let rows = app.store().every_account().await?;
    let view = |row: AccountRow| UserView {
        id: row.account.id,
        role: row.account.role,
        unit: units
            .iter()
            .find(|unit| unit.id == row.account.unit)
            .map(|unit| unit.name.clone())
            .unwrap_or_default(),
        member: row.account.member.is_some(),
        has_password: !row.password_hash.is_empty(),
        has_factor: holders.contains(&row.account.id),
        linked: linked.contains(&row.account.id),
        login: row.login,
        display_name: row.display_name,
        email: row.email,
        disabled: row.disabled,
    };
    Ok(rows.into_iter().map(view).collect())
}

/// Makes an account. Without a password its holder is sent a link to choose one.
///
/// # Errors
/// [`AppError::Account`] or [`AppError::Password`] for what is wrong with it.
pub async fn add(app: &App, by: By<'_>, user: NewUser) -> Result<AccountId, AppError> {
    by.check(app)?;
    let mut row = checked(app, &user).await?;
    if let Some(password) = &user.password {
        row.password_hash = passwords::chosen(app, &row, password).await?;
    }
    let id = row.account.id;
    let tx = app.store().begin().await?;
    tx.add_account(&row).await?;
    grants::renew(app, &tx, &row.account).await?;
    if user.password.is_none() {
        invitations::owe(app, &tx, id, Invitation::Begin).await?;
    }
    note(app, tx, by, "add-account", id, user.role.name()).await?;
    // Before anybody can sign in: some cases may be about them.
    conflict::recheck(app).await?;
    Ok(id)
}

/// The account that is to be made, without a password.
async fn checked(app: &App, user: &NewUser) -> Result<AccountRow, AppError> {
    let login = user.login.trim();
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || ".-_".contains(c);
    if !(3..=60).contains(&login.len()) || !login.chars().all(fits) {
        return Err(AppError::Account(AccountFlaw::Login));
    }
    if app.store().account_by_login(login).await?.is_some() {
        return Err(AppError::Account(AccountFlaw::LoginTaken));
    }
    let display_name = text::clean(&user.display_name);
    if display_name.is_empty() || 200 < display_name.chars().count() {
        return Err(AppError::Account(AccountFlaw::Name));
    }
    let units = app.store().all_units().await?;
    let code = user.unit_code.trim();
    let unit = units.iter().find(|unit| unit.code == code && unit.to.is_none());
    let unit = unit.ok_or(AppError::Account(AccountFlaw::Unit))?.id;
    let member = match user.card_no.as_deref().map(str::trim).filter(|card| !card.is_empty()) {
        Some(card) => {
            let member = app.store().member_by_card(card).await?;
            Some(member.ok_or(AppError::Account(AccountFlaw::Card))?)
        }
        None => None,
    };
    Ok(AccountRow {
        account: Account { id: AccountId(fresh_id()), role: user.role, unit, member },
        login: login.to_owned(),
        password_hash: String::new(),
        display_name,
        email: user.email.as_str().to_owned(),
        lang: Lang::Vi,
        disabled: false,
    })
}

/// Sets a password from the command line and ends every session of the account.
///
/// # Errors
/// [`AppError::Password`] for a weak one.
pub async fn set_password(app: &App, login: &str, password: &str) -> Result<(), AppError> {
    let row = by_login(app, login).await?;
    let (id, hash) = (row.account.id, passwords::chosen(app, &row, password).await?);
    let tx = app.store().begin().await?;
    tx.set_password(id, &hash).await?;
    tx.end_sessions_of(id, None).await?;
    invitations::tell(app, &tx, id, Change::Password, None).await?;
    note(app, tx, By::CommandLine, "set-password", id, "").await
}

/// Takes a lost second factor away from the command line, for the day on which no administrator gets in: the next
/// sign-in sets another up.
///
/// # Errors
/// [`AppError::NotFound`] for an unknown login.
pub async fn forget_factor(app: &App, login: &str) -> Result<(), AppError> {
    let id = by_login(app, login).await?.account.id;
    let tx = app.store().begin().await?;
    tx.drop_factor(id).await?;
    tx.end_sessions_of(id, None).await?;
    invitations::tell(app, &tx, id, Change::Factor, None).await?;
    note(app, tx, By::CommandLine, "forget-factor", id, "").await
}

/// Mails the holder of an account a link, for whatever they have lost. What they still have stays good.
///
/// # Errors
/// [`AppError::NotFound`] for an account that is not there, [`AppError::Account`] for one that is disabled.
pub async fn send_link(
    app: &App,
    by: By<'_>,
    id: AccountId,
    what: Invitation,
) -> Result<(), AppError> {
    by.check(app)?;
    let row = app.store().account(id).await?.ok_or(AppError::NotFound)?;
    if row.disabled {
        return Err(AppError::Account(AccountFlaw::Disabled));
    }
    // Who never had a password begins.
    let begins = row.password_hash.is_empty();
    let what = if begins { Invitation::Begin } else { what };
    let tx = app.store().begin().await?;
    invitations::owe(app, &tx, id, what).await?;
    note(app, tx, by, "send-link", id, what.name()).await
}

/// Gives an account another role and ends its sessions.
///
/// # Errors
/// [`AppError::Account`] for one's own account.
pub async fn set_role(app: &App, by: By<'_>, id: AccountId, role: Role) -> Result<(), AppError> {
    let row = changeable(app, by, id).await?;
    if row.account.role == role {
        return Ok(());
    }
    let tx = app.store().begin().await?;
    tx.set_role(id, role).await?;
    grants::renew(app, &tx, &Account { role, ..row.account }).await?;
    tx.end_sessions_of(id, None).await?;
    invitations::tell(app, &tx, id, Change::Role, None).await?;
    let detail = format!("{} to {}", row.account.role.name(), role.name());
    note(app, tx, by, "change-role", id, &detail).await?;
    conflict::recheck(app).await?;
    Ok(())
}

/// Gives an account another address; both the new and the one before are told.
///
/// # Errors
/// [`AppError::Account`] for one's own account.
pub async fn set_email(
    app: &App,
    by: By<'_>,
    id: AccountId,
    email: &EmailAddress,
) -> Result<(), AppError> {
    let row = changeable(app, by, id).await?;
    if row.email == email.as_str() {
        return Ok(());
    }
    let tx = app.store().begin().await?;
    tx.set_email(id, email.as_str()).await?;
    // A link on its way to the old address must not let anybody in.
    tx.drop_invitations(id).await?;
    if let Ok(before) = EmailAddress::parse(&row.email) {
        invitations::tell(app, &tx, id, Change::Email, Some(before)).await?;
    }
    invitations::tell(app, &tx, id, Change::Email, None).await?;
    note(app, tx, by, "change-email", id, "").await
}

/// Locks an account and ends its sessions. Its past acts stay.
///
/// # Errors
/// [`AppError::Account`] for one's own account.
pub async fn disable(app: &App, by: By<'_>, id: AccountId) -> Result<(), AppError> {
    changeable(app, by, id).await?;
    let tx = app.store().begin().await?;
    tx.disable_account(id, app.now().day).await?;
    tx.take_keys_of(id).await?;
    tx.unlink_account(id).await?;
    tx.end_sessions_of(id, None).await?;
    tx.drop_invitations(id).await?;
    note(app, tx, by, "disable-account", id, "").await
}

pub(super) async fn changeable(
    app: &App,
    by: By<'_>,
    id: AccountId,
) -> Result<AccountRow, AppError> {
    by.check(app)?;
    if by.is(id) {
        return Err(AppError::Account(AccountFlaw::Own));
    }
    app.store().account(id).await?.ok_or(AppError::NotFound)
}

/// The account behind a login.
///
/// # Errors
/// [`AppError::NotFound`] for an unknown one.
pub async fn by_login(app: &App, login: &str) -> Result<AccountRow, AppError> {
    app.store().account_by_login(login.trim()).await?.ok_or(AppError::NotFound)
}

/// Writes the act down, and lets the mail that it owes go.
pub(super) async fn note(
    app: &App,
    tx: Tx,
    by: By<'_>,
    action: &str,
    account: AccountId,
    detail: &str,
) -> Result<(), AppError> {
    let now = app.now();
    let entry = Entry {
        actor: by.actor(),
        action: action.to_owned(),
        object: account.to_string(),
        detail: detail.to_owned(),
    };
    tx.audit(app.keys(), now.at, now.day, &[entry]).await?;
    tx.commit().await?;
    app.ring();
    Ok(())
}
