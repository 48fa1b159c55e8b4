//! The sealed files of cases in a backup: copied as they lie in their store, never opened.

use std::fs::File;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, ensure};
use sha2::{Digest as _, Sha256};

use super::KeptFile;
use super::file::{private, sha256};
use crate::app::App;
use crate::keys::hex;
use crate::objects::Name;

/// Bytes copied at once.
const PART: usize = 256 * 1024;

fn path(folder: &Path, name: &str) -> PathBuf {
    folder.join(format!("file-{name}"))
}

fn parsed(name: &str) -> anyhow::Result<Name> {
    Name::parse(name).with_context(|| format!("{name} is no name of a file"))
}

/// Copies these objects into the backup.
pub(super) async fn save(
    app: &App,
    names: &[String],
    folder: &Path,
) -> anyhow::Result<Vec<KeptFile>> {
    let mut kept = Vec::with_capacity(names.len());
    for name in names {
        let gone = || format!("the file {name} was destroyed meanwhile: begin anew");
        let mut reading = app.objects()?.read(&parsed(name)?).await.with_context(gone)?;
        let path = path(folder, name);
        let mut file = private(&path)?;
        let mut mark = Sha256::new();
        while let Some(part) = reading.next().await? {
            mark.update(&part);
            file.write_all(&part)?;
        }
        file.sync_all()?;
        kept.push(KeptFile { name: name.clone(), sha256: hex(&mark.finalize()) });
    }
    Ok(kept)
}

/// Whether every file is there as it was, and none would be written over.
pub(super) async fn check(app: &App, files: &[KeptFile], folder: &Path) -> anyhow::Result<()> {
    for kept in files {
        let path = path(folder, parsed(&kept.name)?.as_str());
        ensure!(sha256(&path)? == kept.sha256, "{} was changed or damaged", path.display());
    }
    let there = app.objects()?.list().await?;
    ensure!(files.is_empty() || there.is_empty(), "the store of files is not empty");
    Ok(())
}

/// Puts the files back into their store.
pub(super) async fn restore(app: &App, files: &[KeptFile], folder: &Path) -> anyhow::Result<()> {
    let mut part = vec![0; PART];
    for kept in files {
        let name = parsed(&kept.name)?;
        let mut file = File::open(path(folder, name.as_str()))?;
        let mut writing = app.objects()?.create(&name).await?;
        loop {
            let read = file.read(&mut part)?;
            if read == 0 {
                break;
            }
            writing.write(part.get(..read).unwrap_or_default()).await?;
        }
        writing.finish().await?;
    }
    Ok(())
}

/// Takes back what [`restore`] put there.
pub(super) async fn forget(app: &App, files: &[KeptFile]) {
    let Ok(objects) = app.objects() else { return };
    for name in files.iter().filter_map(|kept| Name::parse(&kept.name)) {
        if let Err(error) = objects.delete(&name).await {
            tracing::warn!(%error, "a file of a failed restore is left to the sweeper");
        }
    }
}
