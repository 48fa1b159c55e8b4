//! Staff look for a person of the register.

use super::view::PersonView;
use super::{App, AppError, register, suggest};
use crate::domain::access::{Account, Role};
use crate::domain::ids::{MemberId, UnitId};
use crate::domain::letter::{self, Field, FieldFlaw, limits};
use crate::domain::matching;

/// Members a description may mean, best first, at most twenty.
///
/// # Errors
/// [`AppError::NotFound`] for accounts that have no business in the register.
pub async fn people(app: &App, who: &Account, text: &str) -> Result<Vec<PersonView>, AppError> {
    if !matches!(who.role, Role::Triage | Role::Above | Role::Handler) {
        return Err(AppError::NotFound);
    }
    found(app, text).await
}

/// The same for whoever may ask.
///
/// # Errors
/// [`AppError::Flaws`] for words that cannot be read.
pub(crate) async fn found(app: &App, text: &str) -> Result<Vec<PersonView>, AppError> {
    let text = letter::line(text, limits::LINE)
        .map_err(|flaw| AppError::Flaws(vec![FieldFlaw { field: Field::AboutName, flaw }]))?;
    let today = app.now().day;
    let units = app.units().await?;
    let found = register::members(app, &units, &matching::readings(&text), today).await?;
    let ids: Vec<MemberId> = found.iter().take(20).map(|one| MemberId(one.member)).collect();
    let mut people = suggest::people(app, &units, &ids, today).await?;
    people.sort_by_key(|person| ids.iter().position(|id| *id == person.member));
    Ok(people)
}

/// A member that a description may mean, for the command line.
#[derive(Clone, Debug)]
pub struct Found {
    pub member: MemberId,
    pub name: String,
    pub unit: String,
    pub score: u32,
    pub strength: &'static str,
    /// Codes of reasons for and against: (code, speaks for).
    pub why: Vec<(&'static str, bool)>,
}

/// Ranks members for a free description, at most ten, with the codes of the reasons.
///
/// # Errors
/// When the database fails.
pub async fn describe(app: &App, text: &str) -> Result<Vec<Found>, AppError> {
    let today = app.now().day;
    let units = app.units().await?;
    let mut found = register::members(app, &units, &matching::readings(text), today).await?;
    found.truncate(10);
    let ids: Vec<MemberId> = found.iter().map(|one| MemberId(one.member)).collect();
    let people = suggest::people(app, &units, &ids, today).await?;
    Ok(found
        .into_iter()
        .filter_map(|one| {
            let person = people.iter().find(|person| person.member.0 == one.member)?;
            Some(Found {
                member: person.member,
                name: person.name.clone(),
                unit: person.unit.clone(),
                score: one.score,
                strength: one.strength.code(),
                why: one.reasons.iter().map(|why| (why.code(), why.is_for())).collect(),
            })
        })
        .collect())
}

/// A unit that a description may mean, for the command line.
#[derive(Clone, Debug)]
pub struct FoundUnit {
    pub code: String,
    pub name: String,
    pub score: u32,
    pub strength: &'static str,
    /// Codes of reasons for and against: (code, speaks for).
    pub why: Vec<(&'static str, bool)>,
}

/// Ranks units for a description that speaks of no person, at most ten.
///
/// # Errors
/// When the database fails.
pub async fn describe_units(app: &App, text: &str) -> Result<Vec<FoundUnit>, AppError> {
    let readings = matching::readings(text);
    if readings.iter().any(|mention| mention.name.is_some() || mention.post.is_some()) {
        return Ok(Vec::new());
    }
    let units = app.units().await?;
    let found = register::units(&units, &readings);
    let shown = found.iter().take(10).filter_map(|one| {
        let unit = units.rows.get(&UnitId(one.unit))?;
        Some(FoundUnit {
            code: unit.code.clone(),
            name: unit.name.clone(),
            score: one.score,
            strength: one.strength.code(),
            why: one.reasons.iter().map(|why| (why.code(), why.is_for())).collect(),
        })
    });
    Ok(shown.collect())
}
