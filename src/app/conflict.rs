//! The conflict gate at work: from what the resident wrote to who must not know.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::{App, AppError, register};
use crate::domain::gate::{self, Facts, KeptOut};
use crate::domain::ids::{MemberId, UnitId};
use crate::domain::letter::About;
use crate::domain::matching::Strength;

/// Whom a description may mean.
#[derive(Clone, Debug, Default)]
pub struct Named {
    /// The one person it surely means.
    pub sure: Option<MemberId>,
    /// Everyone it may well mean; all of them are kept out until triage knows better.
    pub plausible: BTreeSet<MemberId>,
    /// A unit complained of as such: named, and no person with it.
    pub unit: Option<UnitId>,
    /// A person was described, and the register knows nobody like it.
    pub unknown: bool,
}

/// More people than this are no longer "may well mean".
const PLAUSIBLE: usize = 10;

/// Matches the resident's words to the register on the day of the act.
///
/// # Errors
/// When the database fails.
pub async fn named(app: &App, about: &About, on: NaiveDate) -> Result<Named, AppError> {
    if about.is_empty() {
        return Ok(Named::default());
    }
    let readings = register::readings(about);
    let found = register::members(app, &readings, on).await?;
    let sure = found
        .first()
        .filter(|best| best.strength == Strength::Sure)
        .map(|best| MemberId(best.member));
    let strong = found.iter().filter(|one| Strength::Medium <= one.strength).take(PLAUSIBLE);
    let plausible: BTreeSet<MemberId> = match sure {
        Some(one) => [one].into(),
        None => strong.map(|one| MemberId(one.member)).collect(),
    };
    let person = readings.iter().any(|mention| mention.name.is_some() || mention.post.is_some());
    let unit = if person {
        None
    } else {
        let units = register::units(app, &readings).await?;
        units.first().filter(|best| best.strength == Strength::Sure).map(|best| UnitId(best.unit))
    };
    Ok(Named { unknown: person && plausible.is_empty(), sure, plausible, unit })
}

/// Who is kept out because of these people and units: on the day of the act and today.
///
/// # Errors
/// When the database fails.
pub async fn kept_out(
    app: &App,
    subjects: BTreeSet<MemberId>,
    units: BTreeSet<UnitId>,
    on: NaiveDate,
) -> Result<KeptOut, AppError> {
    let today = app.now().day;
    let store = app.store();
    let people: Vec<MemberId> = subjects.iter().copied().collect();
    let held = |from: NaiveDate, to: Option<NaiveDate>, day: NaiveDate| {
        from <= day && to.is_none_or(|to| day < to)
    };
    let posts: BTreeSet<UnitId> = store
        .posts_of(&people)
        .await?
        .into_iter()
        .filter(|post| held(post.from, post.to, on) || held(post.from, post.to, today))
        .map(|post| post.unit)
        .collect();
    let touched: Vec<UnitId> = posts.union(&units).copied().collect();
    let colleagues: BTreeSet<MemberId> = store
        .posts_in(&touched)
        .await?
        .into_iter()
        .filter(|post| held(post.from, post.to, today))
        .map(|post| post.member)
        .collect();
    let members: Vec<MemberId> = subjects.union(&colleagues).copied().collect();
    let accounts = store.accounts_touching(&members, &touched).await?;
    let accounts = accounts.into_iter().map(|row| row.account).collect();
    Ok(gate::keep_out(&Facts { subjects, units, posts, colleagues, accounts }))
}
