//! Who knew of a case when: who may open it now, who is kept out since which day, who read what, who was told by which
//! mail. Printed when somebody is recused or a subject turns up late.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};

use super::reads::{self, Reader};
use super::{App, AppError};
use crate::clock::hanoi;
use crate::domain::access::{Account, Role, Sight, sight};
use crate::domain::ids::AccountId;
use crate::domain::notice::Template;
use crate::domain::receipt::CaseNumber;
use crate::store::accounts::AccountRow;

/// Everything that is known of who knew.
#[derive(Clone, Debug)]
pub struct Knowledge {
    /// Who may open the case now, and how much of it.
    pub able: Vec<Able>,
    /// Who is kept out, or was let in all the same by two people.
    pub out: Vec<Out>,
    pub readers: Vec<Reader>,
    /// Mails to staff, oldest first.
    pub told: Vec<Told>,
}

#[derive(Clone, Debug)]
pub struct Able {
    pub name: String,
    pub role: Role,
    pub sight: Sight,
}

#[derive(Clone, Debug)]
pub struct Out {
    pub name: String,
    pub since: NaiveDate,
    pub admitted_on: Option<NaiveDate>,
}

#[derive(Clone, Debug)]
pub struct Told {
    pub name: String,
    pub template: Template,
    pub owed_on: NaiveDate,
    /// None where it has not gone out, or never will.
    pub sent_on: Option<NaiveDate>,
}

/// # Errors
/// [`AppError::NotFound`] for whom the case does not exist, and for whoever neither triages nor approves it nor sits
/// above.
pub async fn who_knew(
    app: &App,
    who: &Account,
    number: &CaseNumber,
) -> Result<Knowledge, AppError> {
    let readers = reads::report(app, who, number).await?;
    let store = app.store();
    let loaded = store.case_for(who, number).await?;
    let (out, told) =
        (store.kept_out(loaded.case.id).await?, store.told_staff(loaded.case.id).await?);
    let named: BTreeSet<AccountId> =
        out.iter().map(|one| one.account).chain(told.iter().map(|one| one.account)).collect();
    let named = store.accounts(&named.into_iter().collect::<Vec<_>>()).await?;
    let name = |id: AccountId| {
        let found = named.iter().find(|row| row.account.id == id);
        found.map(|row| row.display_name.clone()).unwrap_or_default()
    };
    let able = store.accounts_with(&Role::ALL).await?;
    let able = able.into_iter().filter_map(|row: AccountRow| {
        let sight = sight(&row.account, &loaded.case, &loaded.excluded)?;
        Some(Able { name: row.display_name, role: row.account.role, sight })
    });
    let mut able: Vec<Able> = able.collect();
    able.sort_by(|a, b| a.name.cmp(&b.name));
    // That the reporter is harassed is for the level above alone (`workflow.md`, 25).
    let mine = |template: Template| template != Template::Urgent || who.role == Role::Above;
    Ok(Knowledge {
        able,
        out: out
            .into_iter()
            .map(|one| Out {
                name: name(one.account),
                since: one.since,
                admitted_on: one.admitted_on,
            })
            .collect(),
        readers,
        told: told
            .into_iter()
            .filter(|one| mine(one.template))
            .map(|one| Told {
                name: name(one.account),
                template: one.template,
                owed_on: day(one.owed_at),
                sent_on: one.sent_at.map(day),
            })
            .collect(),
    })
}

fn day(at: DateTime<Utc>) -> NaiveDate {
    at.with_timezone(&hanoi()).date_naive()
}
