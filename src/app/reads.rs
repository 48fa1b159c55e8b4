//! Who has read what, and what that comes to when somebody is kept out late: the taint report.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, FixedOffset, NaiveDate, Utc};

use super::{App, AppError, audit};
use crate::clock::hanoi;
use crate::domain::access::{Account, Role, Sight};
use crate::domain::ids::{AccountId, CaseId};
use crate::domain::letter::Kind;
use crate::domain::receipt::CaseNumber;
use crate::store::audit::Entry;
use crate::store::reads::Read;

pub use crate::store::reads::What;

impl What {
    pub(crate) fn of(sight: Sight) -> Self {
        match sight {
            Sight::Head => Self::Head,
            Sight::Points => Self::Points,
            Sight::Whole => Self::Whole,
        }
    }
}

/// Notes a reading, once a day for each case and kind. What is read of a denunciation goes into the chain of acts
/// too: its content at every reading, its head and first words once a day.
///
/// # Errors
/// When the database fails; then nothing may be shown.
pub(crate) async fn note(
    app: &App,
    who: &Account,
    what: What,
    cases: &[CaseId],
) -> Result<(), AppError> {
    let now = app.now();
    let new = app.store().unread_today(who.id, what, cases, now.day).await?;
    let content = matches!(what, What::Points | What::Whole);
    let traced = if content { cases } else { &new[..] };
    let traced =
        if traced.is_empty() { Vec::new() } else { app.store().denunciations(traced).await? };
    if new.is_empty() && traced.is_empty() {
        return Ok(());
    }
    let entry = |case: &CaseId| Entry {
        actor: who.id.to_string(),
        action: "read".into(),
        object: case.to_string(),
        detail: what.name().to_owned(),
    };
    let entries: Vec<Entry> = traced.iter().map(entry).collect();
    let tx = app.store().begin().await?;
    tx.note_reads(who.id, what, &new, (now.at, now.day)).await?;
    if !entries.is_empty() {
        tx.audit(app.keys(), audit::instant(Kind::ToCao, now), now.day, &entries).await?;
    }
    Ok(tx.commit().await?)
}

/// One person and everything they have read of a case.
#[derive(Clone, Debug)]
pub struct Reader {
    pub name: String,
    /// Kept out today, so that whatever was read taints what followed.
    pub kept_out: bool,
    /// Oldest first.
    pub reads: Vec<ReadView>,
}

#[derive(Clone, Debug)]
pub struct ReadView {
    pub what: What,
    pub on: NaiveDate,
    pub first_at: DateTime<Utc>,
}

impl ReadView {
    /// The first time of that day, as the clock on the wall showed it in Hanoi.
    pub fn in_hanoi(&self) -> DateTime<FixedOffset> {
        self.first_at.with_timezone(&hanoi())
    }
}

/// Who has read what of this case, those first who are kept out by now. For whoever triages or approves
/// it, and for the level above.
///
/// # Errors
/// [`AppError::NotFound`] for everybody else.
pub async fn report(
    app: &App,
    who: &Account,
    number: &CaseNumber,
) -> Result<Vec<Reader>, AppError> {
    let loaded = app.store().case_for(who, number).await?;
    if !matches!(who.role, Role::Triage | Role::Approver | Role::Above) {
        return Err(AppError::NotFound);
    }
    let mut reads: BTreeMap<AccountId, Vec<Read>> = BTreeMap::new();
    for read in app.store().reads(loaded.case.id).await? {
        reads.entry(read.account).or_default().push(read);
    }
    let ids: BTreeSet<AccountId> = reads.keys().copied().collect();
    let accounts = app.store().accounts(&ids.into_iter().collect::<Vec<_>>()).await?;
    let view = |read: Read| ReadView { what: read.what, on: read.on, first_at: read.first_at };
    let mut readers: Vec<Reader> = accounts
        .into_iter()
        .map(|row| Reader {
            kept_out: loaded.excluded.accounts.contains(&row.account.id),
            reads: reads
                .remove(&row.account.id)
                .unwrap_or_default()
                .into_iter()
                .map(view)
                .collect(),
            name: row.display_name,
        })
        .collect();
    readers.sort_by(|a, b| (!a.kept_out, &a.name).cmp(&(!b.kept_out, &b.name)));
    Ok(readers)
}
