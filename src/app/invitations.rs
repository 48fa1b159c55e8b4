//! Links that let the holder of an account in once, by mail: nobody else ever sees or sets a password.
//!
//! What makes a link is worked out from the master key when the mail leaves, so that neither the outbox nor a copy
//! of the database holds a way in.

use uuid::Uuid;

use super::sessions::Session;
use super::sign_in::{self, Next};
use super::{App, AppError, factors, fresh_id, passwords};
use crate::domain::ids::{AccountId, OutboxId};
use crate::domain::invitation::{Change, Invitation};
use crate::domain::letter::EmailAddress;
use crate::domain::notice::{Addressee, Template};
use crate::domain::post::{Channel, MailArgs};
use crate::keys;
use crate::store::Tx;
use crate::store::accounts::AccountRow;
use crate::store::audit::Entry;
use crate::store::outbox::Owed;

/// What the link of that number ends with.
pub(super) fn secret(app: &App, id: Uuid) -> String {
    keys::hex(&app.keys().lookup("invitation", id.as_bytes()))
}

fn hashed(app: &App, secret: &str) -> [u8; 32] {
    app.keys().lookup("invitation token", secret.as_bytes())
}

/// Owes a link to the holder of an account; earlier ones lead nowhere from now on.
pub(super) async fn owe(
    app: &App,
    tx: &Tx,
    account: AccountId,
    what: Invitation,
) -> Result<(), AppError> {
    let (id, now) = (fresh_id(), app.now());
    let hash = hashed(app, &secret(app, id));
    tx.put_invitation(account, what, &hash, now.at + Invitation::GOOD).await?;
    mail(app, tx, account, Template::Invitation, MailArgs::Invitation { id, what }).await
}

/// Tells the holder of an account what changed; `at` when they were reached elsewhere before.
pub(super) async fn tell(
    app: &App,
    tx: &Tx,
    account: AccountId,
    change: Change,
    at: Option<EmailAddress>,
) -> Result<(), AppError> {
    mail(app, tx, account, Template::Account, MailArgs::Account { change, at }).await
}

async fn mail(
    app: &App,
    tx: &Tx,
    account: AccountId,
    template: Template,
    args: MailArgs,
) -> Result<(), AppError> {
    let now = app.now().at;
    let owed = Owed {
        id: OutboxId(fresh_id()),
        case: None,
        addressee: Addressee::Account,
        account: Some(account),
        template,
        channel: Channel::Mail,
        args,
        due_at: now,
    };
    Ok(tx.owe(&[owed], &app.settings().mail.from, now).await?)
}

/// What a link is for, and the login of whose it is.
///
/// # Errors
/// [`AppError::NotFound`] for a link that is used, too old or never was.
pub async fn open(app: &App, secret: &str) -> Result<(Invitation, String), AppError> {
    let (row, what) = found(app, secret).await?;
    Ok((what, row.login))
}

async fn found(app: &App, secret: &str) -> Result<(AccountRow, Invitation), AppError> {
    let link = app.store().invitation(&hashed(app, secret), app.now().at).await?;
    let (id, what) = link.ok_or(AppError::NotFound)?;
    let row = app.store().account(id).await?.filter(|row| !row.disabled);
    Ok((row.ok_or(AppError::NotFound)?, what))
}

/// Uses a link with a password: the new one, or for a lost second factor the present one. Answers the way to the
/// second step.
///
/// # Errors
/// [`AppError::NotFound`] for a link that leads nowhere, [`AppError::Password`] for a weak password,
/// [`AppError::Denied`] when the present one is wrong.
pub async fn redeem(app: &App, secret: &str, password: &str) -> Result<(Session, Next), AppError> {
    let (row, what) = found(app, secret).await?;
    let id = row.account.id;
    let hash = match what {
        Invitation::Begin | Invitation::Password => {
            Some(passwords::chosen(app, &row, password).await?)
        }
        Invitation::Factor => {
            sign_in::password_of(app, &row, password).await?;
            None
        }
    };
    let (now, tx) = (app.now(), app.store().begin().await?);
    if !tx.use_invitation(&hashed(app, secret)).await? {
        return Err(AppError::NotFound);
    }
    let told = if let Some(hash) = hash {
        tx.set_password(id, &hash).await?;
        Change::Password
    } else {
        tx.drop_factor(id).await?;
        factors::draw(app, &tx, id).await?;
        Change::Factor
    };
    tx.end_sessions_of(id, None).await?;
    if what != Invitation::Begin {
        tell(app, &tx, id, told, None).await?;
    }
    let entry = Entry {
        actor: id.to_string(),
        action: "use-link".into(),
        object: id.to_string(),
        detail: what.name().into(),
    };
    tx.audit(app.keys(), now.at, now.day, &[entry]).await?;
    tx.commit().await?;
    app.ring();
    sign_in::half_way(app, &row).await
}
