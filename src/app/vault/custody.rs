//! Custodians: a key pair each, and one vault that they hold together.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::{Hitch, unlock};
use crate::app::{App, AppError, passwords, sessions};
use crate::domain::access::{Account, Role};
use crate::domain::ids::AccountId;
use crate::domain::text;
use crate::domain::vault::{FEWEST, NEEDED, SHORTEST};
use crate::keys::vault::{Public, Seat, Secret};
use crate::store::Tx;
use crate::store::accounts::AccountRow;
use crate::store::audit::Entry;
use crate::store::vault::{KeyRow, ShareRow, VaultRow};

/// A custodian's own key, as far as it is shown.
#[derive(Clone, Debug)]
pub struct KeyView {
    /// Groups of digits that the custodians read out to each other.
    pub mark: String,
    pub made_on: NaiveDate,
}

/// One who holds, held or may hold a share.
#[derive(Clone, Debug)]
pub struct PersonView {
    pub name: String,
    pub me: bool,
    pub key: Option<KeyView>,
    /// Holds a share that opens with this key.
    pub holds: bool,
    /// The account was closed: the share is there until it is shared out anew.
    pub gone: bool,
}

/// Whether the shares are to be dealt anew, because somebody came, went or has a new key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Again {
    No,
    Needed,
    /// One custodian has begun; another must go on.
    Begun {
        by_me: bool,
    },
}

/// How the vault stands, for custodians.
#[derive(Clone, Debug)]
pub struct Custody {
    pub mine: Option<KeyView>,
    pub people: Vec<PersonView>,
    /// Since when there is a vault.
    pub made_on: Option<NaiveDate>,
    /// Enough custodians have a key, and there is no vault that enough of them hold.
    pub may_make: bool,
    pub holds: bool,
    pub again: Again,
}

/// Everything that is decided from: keys of active custodians, the vault, its shares.
pub(super) struct Table {
    accounts: Vec<AccountRow>,
    keys: BTreeMap<AccountId, KeyRow>,
    vault: Option<VaultRow>,
    shares: Vec<ShareRow>,
}

impl Table {
    pub async fn load(app: &App) -> Result<Self, AppError> {
        let store = app.store();
        let accounts = store.accounts_with(&[Role::Custodian]).await?;
        let keys = store.custodian_keys().await?;
        let keys = keys.into_iter().map(|key| (key.account, key)).collect();
        let vault = store.vault().await?;
        let shares = match &vault {
            Some(vault) => store.shares(vault.number).await?,
            None => Vec::new(),
        };
        Ok(Self { accounts, keys, vault, shares })
    }

    /// Active custodians with a key.
    fn keyed(&self) -> impl Iterator<Item = &KeyRow> {
        self.accounts.iter().filter_map(|row| self.keys.get(&row.account.id))
    }

    fn round(&self, ahead: i32) -> impl Iterator<Item = &ShareRow> {
        let generation = self.vault.as_ref().map(|vault| vault.generation + ahead);
        self.shares.iter().filter(move |share| Some(share.generation) == generation)
    }

    /// Active custodians whose share opens with the key they have.
    pub fn holders(&self) -> BTreeSet<AccountId> {
        let fits = |share: &&ShareRow| self.fits(share);
        self.round(0).filter(fits).map(|share| share.holder).collect()
    }

    fn fits(&self, share: &ShareRow) -> bool {
        self.keyed().any(|key| key.account == share.holder && key.public == share.public)
    }

    fn is_held(&self) -> bool {
        NEEDED <= self.holders().len()
    }

    /// Whether a round of shares is for exactly the custodians of today, with their keys of today.
    fn is_for_all(&self, ahead: i32) -> bool {
        let holders: BTreeSet<_> = self.round(ahead).map(|share| share.holder).collect();
        self.round(ahead).all(|share| self.fits(share)) && holders.len() == self.keyed().count()
    }

    fn again(&self, me: AccountId) -> Again {
        let begun: Option<&ShareRow> = self.round(1).next().filter(|_| self.is_for_all(1));
        match begun {
            _ if !self.is_held() || self.is_for_all(0) || self.keyed().count() < FEWEST => {
                Again::No
            }
            None => Again::Needed,
            Some(share) => Again::Begun { by_me: self.seat(me) == Some(share.giver) },
        }
    }

    pub fn vault(&self) -> Option<&VaultRow> {
        self.vault.as_ref()
    }

    /// The round of shares and the seat of a holder.
    pub fn place(&self, holder: AccountId) -> Option<(i32, Seat)> {
        Some((self.vault.as_ref()?.generation, self.seat(holder)?))
    }

    fn seat(&self, holder: AccountId) -> Option<Seat> {
        self.round(0).find(|share| share.holder == holder).map(|share| share.seat)
    }
}

pub(super) fn only_custodians(who: &Account) -> Result<(), AppError> {
    if who.role == Role::Custodian { Ok(()) } else { Err(AppError::NotFound) }
}

/// How the vault stands. Nothing of it depends on any case.
///
/// # Errors
/// [`AppError::NotFound`] for whoever is no custodian.
pub async fn custody(app: &App, who: &Account) -> Result<Custody, AppError> {
    only_custodians(who)?;
    let table = Table::load(app).await?;
    let holders = table.holders();
    let view = |key: &KeyRow| -> Result<KeyView, AppError> {
        let mark = Public::from_bytes(&key.public)?.mark();
        Ok(KeyView { mark, made_on: key.made_on })
    };
    let mut people = Vec::new();
    for row in &table.accounts {
        people.push(PersonView {
            name: row.display_name.clone(),
            me: row.account.id == who.id,
            key: table.keys.get(&row.account.id).map(view).transpose()?,
            holds: holders.contains(&row.account.id),
            gone: false,
        });
    }
    let active = |id: &AccountId| table.accounts.iter().any(|row| row.account.id == *id);
    let gone: BTreeSet<AccountId> =
        table.round(0).map(|share| share.holder).filter(|id| !active(id)).collect();
    for row in app.store().accounts(&gone.into_iter().collect::<Vec<_>>()).await? {
        let name = row.display_name;
        people.push(PersonView { name, me: false, key: None, holds: true, gone: true });
    }
    Ok(Custody {
        mine: table.keys.get(&who.id).map(view).transpose()?,
        people,
        made_on: table.vault.as_ref().map(|vault| vault.made_on),
        may_make: FEWEST <= table.keyed().count() && !table.is_held(),
        holds: holders.contains(&who.id),
        again: table.again(who.id),
    })
}

pub(super) async fn is_held(app: &App) -> Result<bool, AppError> {
    Ok(Table::load(app).await?.is_held())
}

/// Makes a key pair for a custodian, or a new one in place of one whose passphrase is lost: then the share is
/// lost with it, until two others deal anew.
///
/// # Errors
/// [`AppError::Vault`] for a passphrase that will not do or a wrong password.
pub async fn make_key(
    app: &App,
    who: &Account,
    password: &str,
    passphrase: &str,
    again: &str,
) -> Result<(), AppError> {
    only_custodians(who)?;
    if !sessions::is_password_of(app, who.id, password).await? {
        return Err(Hitch::Wrong.into());
    }
    let words = check_words(app, who, passphrase, again).await?;
    let secret = Secret::fresh();
    let public = secret.public().to_bytes().to_vec();
    let locked = app.slowly(move || secret.lock(&words)).await?;
    let now = app.now();
    let tx = app.store().begin().await?;
    tx.put_custodian_key(&KeyRow { account: who.id, public, locked, made_on: now.day }).await?;
    note(app, &tx, who, "make-custodian-key").await?;
    Ok(tx.commit().await?)
}

/// Locks a custodian's key with another passphrase; key and share stay.
///
/// # Errors
/// [`AppError::Vault`] for a wrong passphrase, or a new one that will not do; [`AppError::NotFound`] without a key.
pub async fn change_words(
    app: &App,
    who: &Account,
    old: &str,
    passphrase: &str,
    again: &str,
) -> Result<(), AppError> {
    only_custodians(who)?;
    let key = app.store().custodian_key(who.id).await?.ok_or(AppError::NotFound)?;
    let secret = unlock(app, &key, old).await?;
    let words = check_words(app, who, passphrase, again).await?;
    let locked = app.slowly(move || secret.lock(&words)).await?;
    let tx = app.store().begin().await?;
    tx.put_custodian_key(&KeyRow { locked, ..key }).await?;
    note(app, &tx, who, "change-passphrase").await?;
    Ok(tx.commit().await?)
}

/// A passphrase that will do, cleaned as it will be cleaned when it is typed again.
async fn check_words(
    app: &App,
    who: &Account,
    passphrase: &str,
    again: &str,
) -> Result<String, AppError> {
    let words = sessions::cleaned(passphrase);
    if words.chars().count() < SHORTEST {
        return Err(Hitch::Short.into());
    }
    if words != sessions::cleaned(again) {
        return Err(Hitch::Unlike.into());
    }
    let row = app.store().account(who.id).await?.ok_or(AppError::NotFound)?;
    let folded = text::Folded::new(&words);
    let holds = |part: &str| folded.ascii().contains(&text::Folded::new(part).ascii());
    if holds(&row.login) || holds(&row.display_name) {
        return Err(Hitch::Guessable.into());
    }
    if passwords::is_guessable(app, &row, &words).await?
        || sessions::is_password_of(app, who.id, &words).await?
    {
        return Err(Hitch::Guessable.into());
    }
    Ok(words)
}

/// Makes the vault and gives every custodian with a key a share. The private half is never stored, and gone when
/// this returns. Whoever makes it shows with the passphrase that the key of their own opens.
///
/// # Errors
/// [`AppError::Vault`] when too few have a key, there is a vault that enough hold, or the passphrase is wrong.
pub async fn make(app: &App, who: &Account, passphrase: &str) -> Result<(), AppError> {
    only_custodians(who)?;
    let _turn = app.inner.vault_turn.lock().await;
    let table = Table::load(app).await?;
    let key = table.keys.get(&who.id).ok_or(Hitch::NoShare)?;
    unlock(app, key, passphrase).await?;
    if table.keyed().count() < FEWEST {
        return Err(Hitch::Few.into());
    }
    if table.is_held() {
        return Err(Hitch::Made.into());
    }
    let now = app.now();
    let number = table.vault.as_ref().map_or(1, |vault| vault.number + 1);
    let secret = Secret::fresh();
    let public = secret.public().to_bytes().to_vec();
    let vault = VaultRow { number, public, generation: 1, made_on: now.day };
    let shares = deal(&table, &vault, 1, &secret)?;
    drop(secret);
    let tx = app.store().begin().await?;
    tx.add_vault(&vault).await?;
    tx.add_shares(&shares).await?;
    note(app, &tx, who, "make-vault").await?;
    tx.commit().await?;
    app.ring_vault();
    Ok(())
}

/// Deals the shares anew to the custodians of today. Two must do it, one after the other: each deals out what they
/// hold, and nobody's share nor the whole is ever put together. Answers whether it is done.
///
/// # Errors
/// [`AppError::Vault`] for whoever holds no share, a wrong passphrase, or too few custodians with a key.
pub async fn share_again(app: &App, who: &Account, passphrase: &str) -> Result<bool, AppError> {
    only_custodians(who)?;
    let _turn = app.inner.vault_turn.lock().await;
    let table = Table::load(app).await?;
    let (Some(vault), Some(seat)) = (&table.vault, table.seat(who.id)) else {
        return Err(Hitch::NoShare.into());
    };
    let share = open_share(app, &table, who.id, passphrase).await?;
    if table.keyed().count() < FEWEST {
        return Err(Hitch::Few.into());
    }
    let next = VaultRow { generation: vault.generation + 1, ..vault.clone() };
    let shares = deal(&table, &next, seat, &share)?;
    let begun = table.round(1).next().filter(|_| table.is_for_all(1));
    let done = begun.is_some_and(|other| other.giver != seat);
    let tx = app.store().begin().await?;
    if !done {
        tx.drop_shares(vault.number, next.generation).await?;
    }
    tx.add_shares(&shares).await?;
    if done {
        tx.turn_to(vault.number, next.generation).await?;
        // Lent from the old shares it is worth nothing with the new ones.
        tx.forget_lent().await?;
    }
    note(app, &tx, who, if done { "share-vault" } else { "begin-to-share-vault" }).await?;
    tx.commit().await?;
    Ok(done)
}

/// Parts of a secret for all active custodians with a key, each sealed to that key. Seats count from one, in the
/// order of the accounts, so that two who deal for the same people deal for the same seats.
fn deal(
    table: &Table,
    vault: &VaultRow,
    giver: Seat,
    secret: &Secret,
) -> Result<Vec<ShareRow>, AppError> {
    let mut keys: Vec<&KeyRow> = table.keyed().collect();
    keys.sort_by_key(|key| key.account);
    let last = Seat::try_from(keys.len()).map_err(anyhow::Error::from)?;
    let seats: Vec<Seat> = (1..=last).collect();
    let dealt = secret.split(&seats).into_iter().zip(keys);
    dealt
        .map(|((seat, part), key)| {
            let place = place(vault, giver, key.account);
            let sealed = Public::from_bytes(&key.public)?.seal(&place, part.to_bytes().as_ref());
            Ok(ShareRow {
                vault: vault.number,
                generation: vault.generation,
                holder: key.account,
                giver,
                seat,
                public: key.public.clone(),
                sealed,
            })
        })
        .collect()
}

fn place(vault: &VaultRow, giver: Seat, holder: AccountId) -> String {
    format!("share:{}:{}:{giver}:{holder}", vault.number, vault.generation)
}

/// A custodian's share, put together from what each earlier seat gave towards it.
pub(super) async fn open_share(
    app: &App,
    table: &Table,
    holder: AccountId,
    passphrase: &str,
) -> Result<Secret, AppError> {
    let vault = table.vault.as_ref().ok_or(Hitch::NoShare)?;
    let key = table.keys.get(&holder).ok_or(Hitch::NoShare)?;
    let secret = unlock(app, key, passphrase).await?;
    if !table.holders().contains(&holder) {
        return Err(Hitch::NoShare.into());
    }
    let mut parts = Vec::new();
    for share in table.round(0).filter(|share| share.holder == holder) {
        let opened = secret.open(&place(vault, share.giver, holder), &share.sealed)?;
        parts.push((share.giver, Secret::from_bytes(&opened)?));
    }
    Ok(Secret::join(&parts)?)
}

async fn note(app: &App, tx: &Tx, who: &Account, action: &str) -> Result<(), AppError> {
    let now = app.now();
    let entry = Entry {
        actor: who.id.to_string(),
        action: action.to_owned(),
        object: "vault".into(),
        detail: String::new(),
    };
    Ok(tx.audit(app.keys(), now.at, now.day, &[entry]).await?)
}
