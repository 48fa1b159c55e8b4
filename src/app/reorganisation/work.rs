//! What a case owes to a change of units, whichever step is taken.

use crate::app::cases::Work;
use crate::app::{AppError, grants};
use crate::domain::case::State;
use crate::domain::ids::UnitId;
use crate::mail;

impl Work<'_> {
    /// Nothing new is given to a unit that ends in this very moment.
    pub(in crate::app) async fn hold_unit(&self, next: &State) -> Result<(), AppError> {
        let before = self.loaded.case.state.assignment().map(|to| to.unit);
        let Some(unit) = next.assignment().map(|to| to.unit) else { return Ok(()) };
        if Some(unit) == before || self.tx.hold_unit(unit).await? {
            return Ok(());
        }
        Err(AppError::Stale)
    }

    /// Who answers for the matter now, if that is another unit.
    pub(in crate::app) async fn tell_new_office(&self, unit: UnitId) -> Result<(), AppError> {
        let case = &self.loaded.case;
        if case.state.assignment().is_some_and(|to| to.unit == unit) {
            return Ok(());
        }
        let lang = self.tx.letter(case.id).await?.lang;
        let name = self.tx.unit_name(unit).await?;
        self.message("office", "notice", &mail::new_office(lang, &name)).await
    }

    /// Hands the key of the case to exactly those who may read it now.
    pub(in crate::app) async fn settle(&self) -> Result<(), AppError> {
        grants::settle(self.app, &self.tx, &self.loaded.case, &self.loaded.excluded).await
    }
}
