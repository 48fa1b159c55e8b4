//! The desk officer takes in letters on paper and what people say in person.

use chrono::NaiveDate;

use super::letters::{self, Arrival, Submitted};
use super::{App, AppError};
use crate::domain::access::{Account, Role};
use crate::domain::letter::{Field, FieldFlaw, Flaw, RawLetter, Source};

/// Registers a letter that came on paper or was spoken; its receipt is printed on the spot.
///
/// # Errors
/// [`AppError::Flaws`] as for any letter, and for a day of receipt that has not come yet.
pub async fn register_paper(
    app: &App,
    who: &Account,
    letter: RawLetter,
    source: Source,
    received_on: NaiveDate,
    key: Option<&str>,
) -> Result<Submitted, AppError> {
    if who.role != Role::Desk {
        return Err(AppError::NotFound);
    }
    if app.now().day < received_on {
        let flaw = FieldFlaw { field: Field::HappenedOn, flaw: Flaw::Future };
        return Err(AppError::Flaws(vec![flaw]));
    }
    let arrival = Arrival { source, received_on, paper: true, by: Some(*who), files: Vec::new() };
    letters::receive(app, letter, arrival, key).await
}
