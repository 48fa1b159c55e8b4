//! What was written before each case had a key of its own is sealed anew, once, when the program starts.

use super::words::{Apart, Place, place};
use super::{App, AppError, grants};
use crate::domain::ids::CaseId;
use crate::store::StoreError;
use crate::store::cells::What;

/// Set by the migration, where there were cases already; gone when all is done.
const OLD_SEALS: &str = "old_seals";

/// Cases looked for at a time.
const BATCH: u64 = 200;

/// Gives every old case its key, each in a transaction of its own: interrupted, it goes on where it was. Answers for
/// how many cases it did.
///
/// # Errors
/// When the database fails, or an old cell does not open: then the master key is another one.
pub async fn old_cases(app: &App) -> Result<u64, AppError> {
    if app.store().fact(OLD_SEALS).await?.is_none() {
        return Ok(0);
    }
    let mut done = 0;
    loop {
        let tx = app.store().begin().await?;
        let found = tx.without_key(BATCH).await?;
        if found.is_empty() {
            tx.forget_fact(OLD_SEALS).await?;
            tx.commit().await?;
            return Ok(done);
        }
        drop(tx);
        for case in found {
            reseal(app, case).await?;
            done += 1;
        }
    }
}

async fn reseal(app: &App, case: CaseId) -> Result<(), AppError> {
    let tx = app.store().begin().await?;
    let held = grants::begin(app, &tx, case, None, []).await?;
    let mut anew = |what: What, cell: &[u8]| {
        let at = match what {
            What::Letter => Place::Letter,
            What::Allegation => Place::Allegation,
            What::Evidence => Place::Evidence,
            What::Measure => Place::Measure,
            What::Message => Place::Message,
            What::Conclusion => Place::Conclusion,
            What::Note => Place::Note,
        };
        let place = place(at, case);
        let plain =
            app.keys().open(&place, cell).map_err(|_| StoreError::Corrupt(place.clone()))?;
        Ok(held.key.seal(&place, &plain))
    };
    tx.change_cells(case, &mut anew).await?;
    if let Some(sealed) = tx.contact(case).await? {
        let address = app.unseal(Apart::Contact, case, &sealed)?;
        let sealed = grants::seal_contact(app, &tx, case, &address).await?;
        tx.set_contact(case, sealed).await?;
    }
    grants::settle_other(app, &tx, case).await?;
    Ok(tx.commit().await?)
}
