//! Objects as files of one folder, readable by the program alone, flushed with their folder.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use tokio::fs::{self, File};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use super::{Listed, Name, ObjectError};

/// Bytes read at once.
const PART: usize = 64 * 1024;

#[derive(Clone, Debug)]
pub(super) struct Folder(PathBuf);

pub(super) struct Writing {
    file: File,
    folder: PathBuf,
}

pub(super) struct Reading(File);

impl Folder {
    pub fn new(folder: PathBuf) -> Self {
        Self(folder)
    }

    pub async fn create(&self, name: &Name) -> Result<Writing, ObjectError> {
        let mut options = fs::OpenOptions::new();
        options.write(true).create_new(true).mode(0o600);
        let path = self.path(name);
        let file = match options.open(&path).await {
            Err(error) if error.kind() == ErrorKind::NotFound => {
                make(&self.0).await?;
                options.open(&path).await?
            }
            opened => opened?,
        };
        Ok(Writing { file, folder: self.0.clone() })
    }

    pub async fn read(&self, name: &Name) -> Result<Reading, ObjectError> {
        Ok(Reading(File::open(self.path(name)).await.map_err(missing)?))
    }

    pub async fn delete(&self, name: &Name) -> Result<(), ObjectError> {
        fs::remove_file(self.path(name)).await.map_err(missing)
    }

    pub async fn list(&self) -> Result<Vec<Listed>, ObjectError> {
        let mut entries = match fs::read_dir(&self.0).await {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            entries => entries?,
        };
        let mut listed = Vec::new();
        while let Some(entry) = entries.next_entry().await? {
            let Some(name) = entry.file_name().to_str().and_then(Name::parse) else { continue };
            let written_at = match entry.metadata().await {
                Err(error) if error.kind() == ErrorKind::NotFound => continue,
                metadata => DateTime::<Utc>::from(metadata?.modified()?),
            };
            listed.push(Listed { name, written_at });
        }
        Ok(listed)
    }

    fn path(&self, name: &Name) -> PathBuf {
        self.0.join(name.as_str())
    }
}

impl Writing {
    pub async fn write(&mut self, bytes: &[u8]) -> Result<(), ObjectError> {
        Ok(self.file.write_all(bytes).await?)
    }

    /// The file first, then the folder that names it.
    pub async fn finish(mut self) -> Result<(), ObjectError> {
        self.file.flush().await?;
        self.file.sync_all().await?;
        Ok(File::open(&self.folder).await?.sync_all().await?)
    }
}

impl Reading {
    pub async fn next(&mut self) -> Result<Option<Vec<u8>>, ObjectError> {
        let mut part = vec![0; PART];
        let read = self.0.read(&mut part).await?;
        part.truncate(read);
        Ok((read != 0).then_some(part))
    }
}

/// Makes the folder, closed to others, and makes it last.
async fn make(folder: &Path) -> Result<(), ObjectError> {
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder).await?;
    let parent = folder.parent().filter(|parent| !parent.as_os_str().is_empty());
    let parent = parent.unwrap_or(Path::new("."));
    Ok(File::open(parent).await?.sync_all().await?)
}

fn missing(error: std::io::Error) -> ObjectError {
    match error.kind() {
        ErrorKind::NotFound => ObjectError::Missing,
        _ => error.into(),
    }
}
