//! What nobody claimed is swept up; what is to be destroyed is destroyed.

use std::collections::HashSet;

use chrono::TimeDelta;

use crate::app::{App, AppError};
use crate::config::Settings;
use crate::domain::ids::CaseId;
use crate::objects::{Name, Objects};
use crate::scan::Scanner;

/// Whether the store of files and the scanner that the settings name can be meant.
///
/// # Errors
/// In one sentence.
pub fn check(settings: &Settings) -> anyhow::Result<()> {
    Objects::open(&settings.storage)?;
    Scanner::of(&settings.scan)?;
    Ok(())
}

/// An object that belongs to nothing is left alone for so long: its ticket may still be in somebody's form.
const LEFT_HOURS: i64 = 24;

/// Takes away objects that belong to no case and whose tickets are no longer good; how many.
///
/// # Errors
/// When the database or the store of files fails.
pub async fn sweep(app: &App) -> Result<u64, AppError> {
    let objects = app.objects()?;
    // Listed first: what is claimed in between was written before, and is then found in the database.
    let listed = objects.list().await?;
    let old = app.now().at - TimeDelta::hours(LEFT_HOURS);
    let old: Vec<Name> =
        listed.into_iter().filter(|one| one.written_at < old).map(|one| one.name).collect();
    if old.is_empty() {
        return Ok(0);
    }
    let kept: HashSet<String> = app.store().kept_objects().await?.into_iter().collect();
    let mut swept = 0;
    for name in old.iter().filter(|name| !kept.contains(name.as_str())) {
        objects.delete(name).await?;
        swept += 1;
    }
    Ok(swept)
}

/// Destroys every file of a case: first the keys, with their rows, then what they opened. Objects that cannot be
/// taken away now are swept up later; nobody opens them any more.
///
/// # Errors
/// When the database fails; then nothing was destroyed.
pub async fn destroy(app: &App, case: CaseId) -> Result<(), AppError> {
    let tx = app.store().begin().await?;
    let files = tx.files(case).await?;
    if files.is_empty() {
        return Ok(());
    }
    tx.drop_files(case).await?;
    tx.commit().await?;
    let objects = app.objects()?;
    let kept = files.into_iter().flat_map(|file| [Some(file.copy), file.original]).flatten();
    for name in kept.filter_map(|kept| Name::parse(&kept.object)) {
        if let Err(error) = objects.delete(&name).await {
            tracing::warn!(%error, "a destroyed file is left to the sweeper");
        }
    }
    Ok(())
}
