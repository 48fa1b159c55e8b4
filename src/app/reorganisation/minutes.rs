//! The minutes of a handing over: every case that changed hands, by number, for each unit that gave it up.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use uuid::Uuid;

use crate::app::{App, AppError, reads};
use crate::domain::access::{Account, Role};
use crate::domain::ids::{AccountId, CaseId};

/// The minutes of one reorganisation, as far as the reader may know of its cases.
#[derive(Clone, Debug)]
pub struct Minutes {
    pub name: String,
    pub on: NaiveDate,
    pub signed_by: String,
    pub parts: Vec<Minute>,
}

/// What one unit gave up.
#[derive(Clone, Debug)]
pub struct Minute {
    pub unit: String,
    pub lines: Vec<MinuteLine>,
}

/// A case as it stood on that day. There is no place here for anything of whoever wrote, or of what was written.
#[derive(Clone, Debug)]
pub struct MinuteLine {
    pub number: String,
    pub state: String,
    pub received_on: NaiveDate,
    pub due_on: Option<NaiveDate>,
    /// The level above, where nobody may take it.
    pub to: Option<String>,
    pub officer: String,
}

/// Who may read minutes.
pub(super) fn may_read(who: &Account) -> Result<(), AppError> {
    match who.role {
        Role::Above | Role::Triage | Role::Approver => Ok(()),
        _ => Err(AppError::NotFound),
    }
}

/// The minutes of a signed reorganisation.
///
/// # Errors
/// [`AppError::NotFound`] when there is none, or for accounts that have no business there.
pub async fn minutes(app: &App, who: &Account, id: Uuid) -> Result<Minutes, AppError> {
    may_read(who)?;
    let store = app.store();
    let row = store.reorganisation(id).await?.ok_or(AppError::NotFound)?;
    let (signer, _) = row.signed.ok_or(AppError::NotFound)?;
    let moves = store.moved_for(who, id).await?;
    let cases: Vec<CaseId> = moves.iter().map(|one| one.1.case).collect();
    reads::note(app, who, reads::What::Head, &cases).await?;
    let officers = moves.iter().filter_map(|one| one.1.to).map(|to| to.1);
    let people: BTreeSet<AccountId> = officers.chain([signer]).collect();
    let people = store.accounts(&people.into_iter().collect::<Vec<_>>()).await?;
    let person = |id: AccountId| {
        let found = people.iter().find(|row| row.account.id == id);
        found.map(|row| row.display_name.clone()).unwrap_or_default()
    };
    let units = app.units().await?;
    let mut parts: BTreeMap<String, Vec<MinuteLine>> = BTreeMap::new();
    for (number, one) in moves {
        let line = MinuteLine {
            number: number.as_str().to_owned(),
            state: one.state,
            received_on: one.received_on,
            due_on: one.due_on,
            to: one.to.map(|to| units.name(to.0)),
            officer: one.to.map(|to| person(to.1)).unwrap_or_default(),
        };
        parts.entry(units.name(one.from.0)).or_default().push(line);
    }
    let parts = parts.into_iter().map(|(unit, lines)| Minute { unit, lines });
    Ok(Minutes { name: row.name, on: row.on, signed_by: person(signer), parts: parts.collect() })
}
