//! The part of a backup that holds the keys of the cases: one file of its own, so that it can be kept in one
//! generation only. Whoever keeps no older one has destroyed, with a case's key, what any older backup holds of it.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail, ensure};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::file::{FileReader, FileWriter, Seal};
use super::{Manifest, fill_until, schema};
use crate::app::{App, grants};
use crate::store::Tx;
use crate::store::dump::{Row, Snapshot, Table, tables};

const FILE: &str = "keys.jsonl.gz";
pub(super) const TABLE: &str = "case_keys";

/// The first line of the file.
#[derive(Debug, Serialize, Deserialize)]
struct Head {
    form: u32,
    written_at: DateTime<Utc>,
    schema: Vec<String>,
    key: String,
}

fn table() -> anyhow::Result<Table> {
    tables().into_iter().find(|one| one.name() == TABLE).context("no table of keys")
}

/// Writes the keys of the moment of `snapshot` into `folder`, in the place of those of an earlier backup.
///
/// # Errors
/// In one sentence; an earlier file is then still there.
pub(super) async fn write(
    app: &App,
    snapshot: &Snapshot,
    seal: &Seal,
    folder: &Path,
    written_at: DateTime<Utc>,
) -> anyhow::Result<()> {
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let ready = folder.join(format!("{FILE}.new"));
    if ready.exists() {
        fs::remove_file(&ready)?;
    }
    let mut file = FileWriter::create(&ready, seal)?;
    let (schema, key) = (schema(app).await?, app.keys().mark());
    file.line(&Head { form: super::FORM, written_at, schema, key })?;
    let table = table()?;
    file.line(&table.columns())?;
    let mut rows: u64 = 0;
    let row = |row: Row| {
        rows += 1;
        file.line(&row)
    };
    snapshot.rows(&table, row).await?;
    // The end says that it is the end: what was cut off is not taken for whole.
    file.line(&rows)?;
    file.finish()?;
    for earlier in names(folder).iter().filter(|path| path.exists()) {
        fs::remove_file(earlier)?;
    }
    fs::rename(&ready, folder.join(seal.name(FILE)))?;
    Ok(fs::File::open(folder)?.sync_all()?)
}

fn names(folder: &Path) -> [PathBuf; 2] {
    [folder.join(FILE), folder.join(Seal::sealed_name(FILE))]
}

/// Brings the keys back beside the cases that are there already. Keys of a later backup serve, too: what was
/// destroyed meanwhile stays destroyed.
///
/// # Errors
/// In one sentence.
pub(super) async fn restore(
    app: &App,
    tx: &Tx,
    folder: &Path,
    identity: Option<&age::x25519::Identity>,
    manifest: &Manifest,
) -> anyhow::Result<()> {
    let Some(path) = names(folder).into_iter().find(|path| path.exists()) else {
        bail!("{} holds no keys of cases: name their folder (--keys)", folder.display());
    };
    let mut file = FileReader::open(&path, identity)?;
    let head: Head = file.line()?.context("the file of the keys is empty")?;
    ensure!(head.form == super::FORM, "the keys were written by a later program");
    ensure!(head.key == app.keys().mark(), "the keys belong to another master key");
    ensure!(head.schema == manifest.schema, "the keys have another schema than the backup");
    ensure!(
        manifest.written_at <= head.written_at,
        "the keys are older than the backup: use those that were written with it, or later ones"
    );
    let table = table()?;
    let rows = fill_until(tx, &table, &mut file).await?;
    ensure!(rows.read == rows.told, "the file of the keys is cut off");
    tx.drop_keys_without_case().await?;
    if manifest.written_at < head.written_at {
        tx.bury_keyless().await?;
        grants::settle_all(app, tx).await?;
    }
    Ok(())
}
