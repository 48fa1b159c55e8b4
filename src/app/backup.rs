//! A copy of everything in a folder, taken while the portal serves, and the way back.
//!
//! One file a table, one for each sealed file of a case, and a list of them that is written last: a folder without it
//! is no backup. The tables read alike on both databases. With `backup.recipient` each table is sealed to a key that
//! lies elsewhere (age, X25519). The master key is never part of it: without it, what people wrote stays sealed. The
//! keys of the cases are a file of their own ([`keys`]).

mod file;
mod keys;
mod objects;

use std::fs;
use std::path::Path;
use std::str::FromStr as _;

use anyhow::{Context as _, bail, ensure};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use self::file::{FileReader, FileWriter, Seal};
use super::{App, audit};
use crate::store::Tx;
use crate::store::audit::Entry;
use crate::store::dump::{Row, Table, tables};

/// What a backup holds, beside its files.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// How this list is to be read.
    pub form: u32,
    pub program: String,
    pub written_at: DateTime<Utc>,
    /// The migrations that made the tables.
    pub schema: Vec<String>,
    /// A fingerprint of the master key that opens the sealed cells.
    pub key: String,
    pub tables: Vec<Kept>,
    /// The sealed files of cases, as they lie in their store.
    #[serde(default)]
    pub files: Vec<KeptFile>,
}

/// One sealed file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptFile {
    /// Its name in the store, and behind `file-` in the backup.
    pub name: String,
    /// SHA-256 of the sealed bytes, in hexadecimal.
    pub sha256: String,
}

/// One table in its file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    pub table: String,
    pub file: String,
    pub rows: u64,
    /// SHA-256 of the file, in hexadecimal.
    pub sha256: String,
}

const FORM: u32 = 1;
const LIST: &str = "manifest.json";

/// Rows read before they are put into the database.
const ROWS: usize = 2_000;

/// Why no mail goes out after a restore.
const RESTORED: &str = "restored from a backup: it may have been sent before";

/// Writes a backup into `folder`, which must be new or empty, and the keys of the cases into `keys` – in the place of
/// those of the last backup – or beside the rest.
///
/// # Errors
/// In one sentence; what was begun is taken away again.
pub async fn write(app: &App, folder: &Path, keys: Option<&Path>) -> anyhow::Result<Manifest> {
    let ours = !folder.exists();
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    ensure!(fs::read_dir(folder)?.next().is_none(), "{} is not empty", folder.display());
    let written = write_into(app, folder, keys.unwrap_or(folder)).await;
    if written.is_err() {
        for entry in fs::read_dir(folder)? {
            fs::remove_file(entry?.path())?;
        }
        if ours {
            fs::remove_dir(folder)?;
        }
    } else {
        audit::exported(app, "command line", "backup").await?;
    }
    written
}

async fn write_into(app: &App, folder: &Path, keys: &Path) -> anyhow::Result<Manifest> {
    let seal = Seal::to(&app.settings().backup.recipient)?;
    let snapshot = app.store().snapshot().await?;
    let mut kept = Vec::new();
    for table in tables().iter().filter(|table| table.name() != keys::TABLE) {
        let name = seal.name(&format!("{}.jsonl.gz", table.name()));
        let mut file = FileWriter::create(&folder.join(&name), &seal)?;
        file.line(&table.columns())?;
        let mut rows = 0;
        let row = |row: Row| {
            rows += 1;
            file.line(&row)
        };
        snapshot.rows(table, row).await?;
        let sha256 = file.finish()?;
        kept.push(Kept { table: table.name(), file: name, rows, sha256 });
    }
    let written_at = app.now().at;
    keys::write(app, &snapshot, &seal, keys, written_at).await?;
    let files = objects::save(app, &snapshot.kept_objects().await?, folder).await?;
    let manifest = Manifest {
        form: FORM,
        program: env!("CARGO_PKG_VERSION").to_owned(),
        written_at,
        schema: schema(app).await?,
        key: app.keys().mark(),
        tables: kept,
        files,
    };
    let mut list = FileWriter::create(&folder.join(seal.name(LIST)), &seal)?;
    list.line(&manifest)?;
    list.finish()?;
    fs::File::open(folder)?.sync_all()?;
    Ok(manifest)
}

/// Brings a backup back into an empty database, whole or not at all. No mail that waited goes out: it may have gone
/// out after the backup was taken.
///
/// `identity` is the text of the age identity that opens a sealed backup; `keys` the folder with the keys of the cases,
/// where they do not lie beside the rest.
///
/// # Errors
/// In one sentence, and nothing was changed.
pub async fn restore(
    app: &App,
    folder: &Path,
    keys: Option<&Path>,
    identity: Option<&str>,
) -> anyhow::Result<Manifest> {
    if let Some(table) = app.store().filled_table().await? {
        bail!("the database is not empty: there is something in {table}");
    }
    let identity = identity.map(age::x25519::Identity::from_str).transpose();
    let identity = identity.map_err(|why| anyhow::anyhow!("the identity cannot be read: {why}"))?;
    let manifest = read_list(folder, identity.as_ref())?;
    check(app, &manifest).await?;
    for kept in &manifest.tables {
        let sha256 = file::sha256(&folder.join(&kept.file))?;
        ensure!(sha256 == kept.sha256, "{} was changed or damaged", kept.file);
    }
    objects::check(app, &manifest.files, folder).await?;
    let tx = app.store().begin().await?;
    tx.clear_beginnings().await?;
    for (table, kept) in kept_tables().iter().zip(&manifest.tables) {
        let mut file = FileReader::open(&folder.join(&kept.file), identity.as_ref())?;
        let rows = fill(&tx, table, &mut file).await?;
        ensure!(rows == kept.rows, "{} has {rows} rows instead of {}", kept.file, kept.rows);
    }
    keys::restore(app, &tx, keys.unwrap_or(folder), identity.as_ref(), &manifest).await?;
    tx.end_waiting(RESTORED).await?;
    let now = app.now();
    let entry = Entry {
        actor: "command line".into(),
        action: "restore".into(),
        object: "database".into(),
        detail: manifest.written_at.to_rfc3339(),
    };
    tx.audit(app.keys(), now.at, now.day, &[entry]).await?;
    // The files before the rows that name them, as when they came.
    let put = objects::restore(app, &manifest.files, folder).await;
    let done = match put {
        Ok(()) => tx.commit().await.map_err(anyhow::Error::from),
        put => put,
    };
    if done.is_err() {
        objects::forget(app, &manifest.files).await;
    }
    done.map(|()| manifest)
}

/// Every table but that of the keys.
fn kept_tables() -> Vec<Table> {
    tables().into_iter().filter(|table| table.name() != keys::TABLE).collect()
}

async fn fill(tx: &Tx, table: &Table, file: &mut FileReader) -> anyhow::Result<u64> {
    Ok(fill_until(tx, table, file).await?.read)
}

/// Rows that were read, and how many the file itself told of at its end.
struct Filled {
    read: u64,
    told: u64,
}

/// A line of a file: a row, or at the end of some the number of rows.
#[derive(Deserialize)]
#[serde(untagged)]
enum Line {
    Row(Row),
    Rows(u64),
}

async fn fill_until(tx: &Tx, table: &Table, file: &mut FileReader) -> anyhow::Result<Filled> {
    let columns: Vec<String> = file.line()?.context("a file without columns")?;
    let (mut filled, mut ready) = (Filled { read: 0, told: 0 }, Vec::new());
    while let Some(line) = file.line::<Line>()? {
        match line {
            Line::Row(row) => ready.push(row),
            Line::Rows(told) => filled.told = told,
        }
        if ready.len() == ROWS {
            filled.read += ready.len() as u64;
            tx.fill(table, &columns, std::mem::take(&mut ready)).await?;
        }
    }
    filled.read += ready.len() as u64;
    tx.fill(table, &columns, ready).await?;
    Ok(filled)
}

fn read_list(folder: &Path, identity: Option<&age::x25519::Identity>) -> anyhow::Result<Manifest> {
    let names = [LIST.to_owned(), Seal::sealed_name(LIST)];
    let Some(path) = names.iter().map(|name| folder.join(name)).find(|path| path.exists()) else {
        bail!("{} holds no finished backup: there is no {LIST}", folder.display());
    };
    FileReader::open(&path, identity)?.line()?.context("the list of the backup is empty")
}

/// Whether this program, with this master key, can make use of the backup.
async fn check(app: &App, manifest: &Manifest) -> anyhow::Result<()> {
    ensure!(manifest.form == FORM, "the backup was written by a later program");
    ensure!(
        manifest.schema == schema(app).await?,
        "the backup has another schema: restore it with version {} and upgrade then",
        manifest.program
    );
    ensure!(
        manifest.key == app.keys().mark(),
        "the backup belongs to another master key: put that key's file in place first"
    );
    let known: Vec<String> = kept_tables().iter().map(Table::name).collect();
    let kept: Vec<&String> = manifest.tables.iter().map(|kept| &kept.table).collect();
    ensure!(kept == known.iter().collect::<Vec<_>>(), "the backup has other tables");
    Ok(())
}

async fn schema(app: &App) -> anyhow::Result<Vec<String>> {
    let all = app.store().migrations().await?;
    Ok(all.into_iter().filter(|(_, applied)| *applied).map(|(name, _)| name).collect())
}
