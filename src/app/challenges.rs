//! The resident asks that somebody keep away from their case: heeded at once, decided by a second person.

use std::collections::BTreeSet;

use super::cases::Work;
use super::words::Words;
use super::{App, AppError};
use crate::domain::access::{Actor, Role};
use crate::domain::gate::{self, Reason};
use crate::domain::ids::{AccountId, MemberId};
use crate::domain::notice::{Addressee, Template};
use crate::domain::step::Step;
use crate::domain::text::Folded;

/// Keeps away whom these words name. Where they name nobody on the staff they reach whoever triages as a
/// message: the answer is the same, so that nobody learns from it who works here.
pub(super) async fn challenge(
    work: &mut Work<'_>,
    officer: &str,
    why: &str,
) -> Result<(), AppError> {
    let words = format!("{officer}\n{why}");
    let officers = named(work.app, officer).await?;
    if officers.is_empty() {
        work.message("resident", "text", &words).await?;
        let told = [(Addressee::Triage, Template::Reply), (Addressee::Approver, Template::Changed)];
        return work.notify(&told).await;
    }
    let out: Vec<_> = officers.iter().map(|one| (*one, Reason::Challenged.name())).collect();
    work.hold_off(&out).await?;
    work.take(&Actor::Resident, &Step::Challenge { officers }, &Words::Note(words)).await
}

/// Accounts of the staff whose name stands in these words, or that these words are a part of.
async fn named(app: &App, words: &str) -> Result<BTreeSet<AccountId>, AppError> {
    let staff = app.store().accounts_with(&Role::ALL).await?;
    let ids: Vec<MemberId> = staff.iter().filter_map(|row| row.account.member).collect();
    let members = app.store().members(&ids).await?;
    let typed = Folded::new(words);
    let fits = |name: &str| gate::names(&typed, name) || gate::names(&Folded::new(name), words);
    let found = staff.into_iter().filter(|row| {
        let member = members.iter().find(|member| Some(member.id) == row.account.member);
        member.is_some_and(|member| fits(&member.full_name)) || fits(&row.display_name)
    });
    Ok(found.map(|row| row.account.id).collect())
}
