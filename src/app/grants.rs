//! Who holds the key of a case: the one place that hands keys on and takes them back.
//!
//! After every unit of work the accounts with a copy are exactly those who may read more of the case than its
//! head; whoever is kept out loses theirs in the transaction that keeps them out.

use std::collections::BTreeSet;

use super::words::Place;
use super::{App, AppError, Held};
use crate::domain::access::{self, Account, Role};
use crate::domain::case::{Case, Exclusions};
use crate::domain::ids::{AccountId, CaseId};
use crate::keys::{CaseKey, Holder, ReceiptKey};
use crate::store::Tx;
use crate::store::case_keys::WrappedKey;
use crate::store::cases::Key;

/// Keys handed on at a time when an account is made.
const BATCH: u64 = 1_000;

impl App {
    /// The key of a case as this holder has it. Whoever has none learns what they would learn of a case that does
    /// not exist.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for whoever holds no copy.
    pub async fn case_key(&self, holder: Holder, case: CaseId) -> Result<CaseKey, AppError> {
        let wrapped = self.store().wrapped_key(case, &holder).await?.ok_or(AppError::NotFound)?;
        Ok(self.keys().open_key(&holder, case, &wrapped)?)
    }

    /// The words of a case as an account may open them, with the key of its own.
    pub(crate) async fn held_by(&self, who: &Account, case: CaseId) -> Result<Held, AppError> {
        let key = self.case_key(Holder::Account(who.id), case).await?;
        Ok(Held { case, key })
    }

    /// The office's own copy, to write with and to hand on; never to show anything to anybody.
    pub(crate) async fn held_by_office(&self, tx: &Tx, case: CaseId) -> Result<Held, AppError> {
        let wrapped = tx.wrapped_key(case, &Holder::Office).await?.ok_or(AppError::NotFound)?;
        Ok(Held { case, key: self.keys().open_key(&Holder::Office, case, &wrapped)? })
    }
}

pub(super) fn wrapped(app: &App, holder: Holder, case: CaseId, key: &CaseKey) -> WrappedKey {
    let wrapped = app.keys().seal_key(&holder, case, key);
    WrappedKey { case, holder, wrapped }
}

/// Gives a new case its key: to the office, to the receipt if the case has one, and to these accounts.
pub(super) async fn begin(
    app: &App,
    tx: &Tx,
    case: CaseId,
    receipt: Option<ReceiptKey>,
    accounts: impl IntoIterator<Item = AccountId> + Send,
) -> Result<Held, AppError> {
    let key = CaseKey::fresh();
    let readers = accounts.into_iter().map(Holder::Account);
    let holders = receipt.map(Holder::Receipt).into_iter().chain([Holder::Office]).chain(readers);
    let rows: Vec<WrappedKey> = holders.map(|holder| wrapped(app, holder, case, &key)).collect();
    tx.add_case_keys(&rows).await?;
    Ok(Held { case, key })
}

/// Makes the accounts that hold the key of a case exactly those who may read it now.
pub(super) async fn settle(
    app: &App,
    tx: &Tx,
    case: &Case,
    excluded: &Exclusions,
) -> Result<(), AppError> {
    let have = tx.key_holders(case.id).await?;
    let may = readers(tx, case, excluded).await?;
    let lost: BTreeSet<AccountId> = have.difference(&may).copied().collect();
    if !lost.is_empty() {
        tx.take_case_key(case.id, &lost).await?;
    }
    let new: Vec<AccountId> = may.difference(&have).copied().collect();
    if new.is_empty() {
        return Ok(());
    }
    let key = app.held_by_office(tx, case.id).await?.key;
    let rows: Vec<WrappedKey> =
        new.into_iter().map(|one| wrapped(app, Holder::Account(one), case.id, &key)).collect();
    Ok(tx.add_case_keys(&rows).await?)
}

/// The same for a case that is not in hand.
pub(super) async fn settle_other(app: &App, tx: &Tx, case: CaseId) -> Result<(), AppError> {
    let loaded = tx.case(Key::Id(case)).await?;
    settle(app, tx, &loaded.case, &loaded.excluded).await
}

/// Who may read more of a case than its head, as things stand in this transaction.
pub(super) async fn readers(
    tx: &Tx,
    case: &Case,
    excluded: &Exclusions,
) -> Result<BTreeSet<AccountId>, AppError> {
    let mut rows = tx.accounts_with(&[Role::Triage, Role::Approver, Role::Above]).await?;
    if let Some(to) = case.state.assignment() {
        rows.extend(tx.account(to.officer).await?.filter(|row| !row.disabled));
        if let Some(unit) = to.coordinating {
            rows.extend(tx.accounts_of_unit(unit).await?);
        }
    }
    let reads = |account: &Account| access::reads(account, case, excluded);
    Ok(rows.iter().map(|row| row.account).filter(reads).map(|one| one.id).collect())
}

/// Gives an account that is new, or has another role or unit, the keys of all cases it may read now, and no other.
pub(super) async fn renew(app: &App, tx: &Tx, who: &Account) -> Result<(), AppError> {
    tx.take_keys_of(who.id).await?;
    let mut after = None;
    loop {
        let found = tx.keys_readable_by(who, after, BATCH).await?;
        let Some((last, _)) = found.last() else { return Ok(()) };
        after = Some(*last);
        let mut rows = Vec::with_capacity(found.len());
        for (case, own) in &found {
            let key = app.keys().open_key(&Holder::Office, *case, own)?;
            rows.push(wrapped(app, Holder::Account(who.id), *case, &key));
        }
        tx.add_case_keys(&rows).await?;
    }
}

/// The key of a case as its receipt opens it. A case from before there were such keys gets its copy the first time
/// its receipt is shown.
pub(super) async fn held_by_receipt(
    app: &App,
    case: CaseId,
    receipt: ReceiptKey,
) -> Result<Held, AppError> {
    let holder = Holder::Receipt(receipt);
    if let Some(wrapped) = app.store().wrapped_key(case, &holder).await? {
        return Ok(Held { case, key: app.keys().open_key(&holder, case, &wrapped)? });
    }
    let tx = app.store().begin().await?;
    let held = app.held_by_office(&tx, case).await?;
    tx.add_case_keys(&[wrapped(app, holder, case, &held.key)]).await?;
    tx.commit().await?;
    Ok(held)
}

/// Makes the holders of every case exactly its readers, after a restore that brought newer keys to older cases.
pub(super) async fn settle_all(app: &App, tx: &Tx) -> Result<(), AppError> {
    let mut after = None;
    loop {
        let found = tx.cases_with_key(after, BATCH).await?;
        let Some(last) = found.last() else { return Ok(()) };
        after = Some(*last);
        for case in found {
            settle_other(app, tx, case).await?;
        }
    }
}

/// Seals the address for notices under a key of its own, which only the server holds: mail leaves while nobody is
/// there. It is destroyed with the keys of the case.
pub(super) async fn seal_contact(
    app: &App,
    tx: &Tx,
    case: CaseId,
    address: &str,
) -> Result<Vec<u8>, AppError> {
    let held = Held { case, key: CaseKey::fresh() };
    tx.add_case_keys(&[wrapped(app, Holder::Post, case, &held.key)]).await?;
    Ok(held.seal(Place::Contact, address))
}

/// The address for notices, to send one.
pub(super) async fn contact(app: &App, case: CaseId, sealed: &[u8]) -> Result<String, AppError> {
    let key = app.case_key(Holder::Post, case).await?;
    Held { case, key }.unseal(Place::Contact, sealed)
}
