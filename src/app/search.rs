//! Staff look for a person of the register.

use super::view::PersonView;
use super::{App, AppError, register, suggest};
use crate::domain::access::{Account, Role};
use crate::domain::ids::MemberId;
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
    let text = letter::line(text, limits::LINE)
        .map_err(|flaw| AppError::Flaws(vec![FieldFlaw { field: Field::AboutName, flaw }]))?;
    let today = app.now().day;
    let found = register::members(app, &matching::readings(&text), today).await?;
    let ids: Vec<MemberId> = found.iter().take(20).map(|one| MemberId(one.member)).collect();
    let units = app.units().await?;
    let mut people = suggest::people(app, &units, &ids, today).await?;
    people.sort_by_key(|person| ids.iter().position(|id| *id == person.member));
    Ok(people)
}
