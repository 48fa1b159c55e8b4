//! Who knew of a case when: who may open it now, who is kept out since which day, who read what, who was told by which
//! mail, who asked for the name of who wrote and who opened it. Printed when somebody is recused or a subject turns up
//! late.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};

use super::reads::{self, Reader};
use super::{App, AppError};
use crate::clock::hanoi;
use crate::domain::access::{Account, Role, Sight, sight};
use crate::domain::ids::{AccountId, OpeningId};
use crate::domain::notice::Template;
use crate::domain::receipt::CaseNumber;
use crate::store::accounts::AccountRow;
use crate::store::cases::Loaded;
use crate::store::openings::{OpeningRow, VoiceRow};

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
    /// What was done about the name of who wrote, oldest first. That it was read stands among the readings.
    pub names: Vec<Named>,
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

/// Somebody who had to do with the name of who wrote.
#[derive(Clone, Debug)]
pub struct Named {
    pub name: String,
    pub deed: Deed,
    pub on: NaiveDate,
}

/// What somebody did about the name of who wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    Asked,
    /// As a custodian.
    Agreed,
    /// As a custodian.
    Refused,
}

impl Deed {
    pub const ALL: [Self; 3] = [Self::Asked, Self::Agreed, Self::Refused];

    /// Stable code.
    pub fn name(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Agreed => "agreed",
            Self::Refused => "refused",
        }
    }
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
    let deeds = deeds(app, &store.openings_of(loaded.case.id).await?).await?;
    let named: BTreeSet<AccountId> = out
        .iter()
        .map(|one| one.account)
        .chain(told.iter().map(|one| one.account))
        .chain(deeds.iter().map(|(account, ..)| *account))
        .collect();
    let named = store.accounts(&named.into_iter().collect::<Vec<_>>()).await?;
    let name = |id: AccountId| {
        let found = named.iter().find(|row| row.account.id == id);
        found.map(|row| row.display_name.clone()).unwrap_or_default()
    };
    // That the reporter is harassed is for the level above alone (`workflow.md`, 25).
    let mine = |template: Template| template != Template::Urgent || who.role == Role::Above;
    Ok(Knowledge {
        able: able(app, &loaded).await?,
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
        names: deeds
            .into_iter()
            .map(|(account, deed, on)| Named { name: name(account), deed, on })
            .collect(),
    })
}

async fn able(app: &App, loaded: &Loaded) -> Result<Vec<Able>, AppError> {
    let rows = app.store().accounts_with(&Role::ALL).await?;
    let able = rows.into_iter().filter_map(|row: AccountRow| {
        let sight = sight(&row.account, &loaded.case, &loaded.excluded)?;
        Some(Able { name: row.display_name, role: row.account.role, sight })
    });
    let mut able: Vec<Able> = able.collect();
    able.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(able)
}

/// Who asked for the name, and what custodians said to it.
async fn deeds(
    app: &App,
    rows: &[OpeningRow],
) -> Result<Vec<(AccountId, Deed, NaiveDate)>, AppError> {
    let ids: Vec<OpeningId> = rows.iter().map(|row| row.id).collect();
    let said = |one: VoiceRow| {
        let deed = if one.agrees { Deed::Agreed } else { Deed::Refused };
        (one.custodian, deed, one.on)
    };
    let asked = rows.iter().map(|row| (row.asked_by, Deed::Asked, day(row.asked_at)));
    let voices = app.store().voices(&ids).await?.into_iter().map(said);
    let mut deeds: Vec<_> = asked.chain(voices).collect();
    // Who asked stands before who answered on the same day.
    deeds.sort_by_key(|(_, deed, on)| (*on, *deed != Deed::Asked));
    Ok(deeds)
}

fn day(at: DateTime<Utc>) -> NaiveDate {
    at.with_timezone(&hanoi()).date_naive()
}
