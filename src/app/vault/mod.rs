//! The vault: who wrote, sealed so that this program cannot open it without two custodians.
//!
//! `custody` is about the custodians' keys and the vault they hold together, `openings` about who may look in,
//! `views` about what is shown of it.

mod custody;
mod openings;
mod views;

pub use custody::{
    Again, Custody, KeyView, PersonView, change_words, custody, make, make_key, share_again,
};

pub use openings::{Name, agree, ask, close, read, refuse};
pub(crate) use views::told;
pub use views::{OpeningView, Openings, Task, Told, about, task, waiting};

use super::words::{self, Apart, Identity};
use super::{App, AppError};
use crate::domain::ids::CaseId;
use crate::keys::vault::{Public, Secret};
use crate::store::letters::SealedIdentity;
use crate::store::vault::{KeyRow, VaultRow};

/// What keeps a custodian or a requester from what they want, apart from rights. The names are stable codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hitch {
    /// The passphrase, the code or the account's password is wrong.
    Wrong,
    /// The passphrase is too short.
    Short,
    /// The passphrase would be tried first: the account's password, one that many choose, or made of the login, the
    /// name or the unit.
    Guessable,
    /// It was not typed twice alike.
    Unlike,
    /// Not enough custodians hold a key.
    Few,
    /// There is a vault already, and enough who hold it.
    Made,
    /// Who asks holds no share of the vault.
    NoShare,
    /// Somebody has asked for this name, and it waits or is open.
    Asked,
    /// The letter does not say who wrote.
    Unnamed,
    /// The name is not open, or no longer.
    Shut,
}

impl Hitch {
    pub const ALL: [Self; 10] = [
        Self::Wrong,
        Self::Short,
        Self::Guessable,
        Self::Unlike,
        Self::Few,
        Self::Made,
        Self::NoShare,
        Self::Asked,
        Self::Unnamed,
        Self::Shut,
    ];

    /// A stable code.
    pub fn code(self) -> &'static str {
        self.flaw().trim_start_matches("flaw-")
    }

    /// The key of its sentence.
    pub fn flaw(self) -> &'static str {
        match self {
            Self::Wrong => "flaw-vault-wrong",
            Self::Short => "flaw-vault-short",
            Self::Guessable => "flaw-vault-guessable",
            Self::Unlike => "flaw-vault-unlike",
            Self::Few => "flaw-vault-few",
            Self::Made => "flaw-vault-made",
            Self::NoShare => "flaw-vault-no-share",
            Self::Asked => "flaw-vault-asked",
            Self::Unnamed => "flaw-vault-unnamed",
            Self::Shut => "flaw-vault-shut",
        }
    }
}

impl From<Hitch> for AppError {
    fn from(hitch: Hitch) -> Self {
        Self::Vault(hitch)
    }
}

/// Sealed identities are as long as the next multiple of this, so that a length says little of a name.
const GRAIN: usize = 256;

/// How many identities move into the vault with one transaction.
const BATCH: u64 = 200;

impl App {
    /// Seals who wrote to the vault, or for want of one under the master key until there is one. The outer seal
    /// is the master key's in any case: a stolen database alone gives custodians nothing to open.
    pub(crate) fn seal_identity(
        &self,
        vault: Option<&VaultRow>,
        case: CaseId,
        identity: &Identity,
    ) -> Result<SealedIdentity, AppError> {
        let mut text = serde_json::to_string(identity).map_err(anyhow::Error::from)?;
        let blanks = text.len().next_multiple_of(GRAIN) - text.len();
        text.extend(std::iter::repeat_n(' ', blanks));
        let place = words::place(Apart::Identity, case);
        Ok(match vault {
            None => SealedIdentity { sealed: self.seal(Apart::Identity, case, &text), to: None },
            Some(vault) => {
                let inner = Public::from_bytes(&vault.public)?.seal(&place, text.as_bytes());
                let sealed = self.keys().seal(&place, &inner);
                SealedIdentity { sealed, to: Some(vault.number) }
            }
        })
    }
}

/// Moves identities that waited for a vault into it; answers how many.
///
/// # Errors
/// When the database fails, or what waits does not open.
pub async fn lock_away(app: &App) -> Result<u64, AppError> {
    let Some(vault) = app.store().vault().await? else { return Ok(0) };
    let mut moved = 0;
    loop {
        let waiting = app.store().waiting_identities(BATCH).await?;
        if waiting.is_empty() {
            return Ok(moved);
        }
        let tx = app.store().begin().await?;
        for (case, sealed) in waiting {
            let identity: Identity = app.unseal_value(Apart::Identity, case, &sealed)?;
            tx.lock_away(case, app.seal_identity(Some(&vault), case, &identity)?).await?;
            moved += 1;
        }
        tx.commit().await?;
    }
}

/// Whether there is a vault that enough custodians hold; what is red for whoever runs the machine.
///
/// # Errors
/// When the database fails.
pub(crate) async fn is_held(app: &App) -> Result<bool, AppError> {
    custody::is_held(app).await
}

/// A custodian's private half, unlocked; 64 MiB and a good part of a second, so nothing slow runs beside it.
async fn unlock(app: &App, key: &KeyRow, passphrase: &str) -> Result<Secret, AppError> {
    let (locked, words) = (key.locked.clone(), super::sessions::cleaned(passphrase));
    let secret = app.slowly(move || Secret::unlock(&words, &locked)).await?;
    Ok(secret.ok_or(Hitch::Wrong)?)
}
