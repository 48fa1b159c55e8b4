//! Where sealed files lie: a folder, or a bucket that speaks S3. Both keep bytes under a random name, and neither
//! ever sees a file in the clear.

mod bucket;
mod folder;

use std::fmt;
use std::path::PathBuf;

use chrono::{DateTime, Utc};
use thiserror::Error;

use crate::config;
use crate::keys;
use bucket::Bucket;
use folder::Folder;

/// The name of an object: random, so that it tells nothing.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name(String);

impl Name {
    pub fn fresh() -> Self {
        Self(keys::hex(&keys::random::<16>()))
    }

    /// Nothing for anything but a name of ours, so that no name leads out of the store.
    pub fn parse(text: &str) -> Option<Self> {
        let ours = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        (text.len() == 32 && text.bytes().all(ours)).then(|| Self(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[derive(Debug, Error)]
pub enum ObjectError {
    #[error("storage.url: {0}")]
    Setting(String),
    #[error("there is no such object")]
    Missing,
    #[error("the folder of files failed")]
    Folder(#[from] std::io::Error),
    #[error("the bucket of files failed")]
    Bucket(#[source] object_store::Error),
}

impl From<object_store::Error> for ObjectError {
    fn from(error: object_store::Error) -> Self {
        match error {
            object_store::Error::NotFound { .. } => Self::Missing,
            error => Self::Bucket(error),
        }
    }
}

/// An object as the store lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    pub name: Name,
    pub written_at: DateTime<Utc>,
}

/// The store of sealed files.
#[derive(Clone, Debug)]
pub struct Objects(Place);

#[derive(Clone, Debug)]
enum Place {
    Folder(Folder),
    Bucket(Bucket),
}

impl Objects {
    /// Opens the store that the settings name; writes nothing yet.
    ///
    /// # Errors
    /// [`ObjectError::Setting`] in one sentence.
    pub fn open(settings: &config::Storage) -> Result<Self, ObjectError> {
        if settings.url.starts_with("s3:") {
            return Ok(Self(Place::Bucket(Bucket::open(settings)?)));
        }
        let folder = settings.url.strip_prefix("file://").unwrap_or(&settings.url);
        if folder.is_empty() || folder.contains("://") {
            let told = format!("must be a folder or s3://bucket?…, not \"{}\"", settings.url);
            return Err(ObjectError::Setting(told));
        }
        Ok(Self(Place::Folder(Folder::new(PathBuf::from(folder)))))
    }

    /// Begins an object. It lasts once [`Writing::finish`] has returned, and not before.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn create(&self, name: &Name) -> Result<Writing, ObjectError> {
        Ok(Writing(match &self.0 {
            Place::Folder(folder) => Begun::Folder(folder.create(name).await?),
            Place::Bucket(bucket) => Begun::Bucket(bucket.create(name)),
        }))
    }

    /// Begins to read an object.
    ///
    /// # Errors
    /// [`ObjectError::Missing`], or when the store fails.
    pub async fn read(&self, name: &Name) -> Result<Reading, ObjectError> {
        Ok(Reading(match &self.0 {
            Place::Folder(folder) => Opened::Folder(folder.read(name).await?),
            Place::Bucket(bucket) => Opened::Bucket(bucket.read(name).await?),
        }))
    }

    /// Takes an object away; what is not there is gone already.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn delete(&self, name: &Name) -> Result<(), ObjectError> {
        let deleted = match &self.0 {
            Place::Folder(folder) => folder.delete(name).await,
            Place::Bucket(bucket) => bucket.delete(name).await,
        };
        match deleted {
            Err(ObjectError::Missing) => Ok(()),
            deleted => deleted,
        }
    }

    /// Every object there is, in no order.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn list(&self) -> Result<Vec<Listed>, ObjectError> {
        match &self.0 {
            Place::Folder(folder) => folder.list().await,
            Place::Bucket(bucket) => bucket.list().await,
        }
    }
}

/// An object that is being written.
pub struct Writing(Begun);

enum Begun {
    Folder(folder::Writing),
    Bucket(bucket::Writing),
}

impl Writing {
    /// # Errors
    /// When the store fails; what was begun is swept up some day.
    pub async fn write(&mut self, bytes: &[u8]) -> Result<(), ObjectError> {
        match &mut self.0 {
            Begun::Folder(writing) => writing.write(bytes).await,
            Begun::Bucket(writing) => writing.write(bytes).await,
        }
    }

    /// Makes the object last, also through a power cut.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn finish(self) -> Result<(), ObjectError> {
        match self.0 {
            Begun::Folder(writing) => writing.finish().await,
            Begun::Bucket(writing) => writing.finish().await,
        }
    }
}

/// An object that is being read.
pub struct Reading(Opened);

enum Opened {
    Folder(folder::Reading),
    Bucket(bucket::Reading),
}

impl Reading {
    /// The next bytes; none at the end.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn next(&mut self) -> Result<Option<Vec<u8>>, ObjectError> {
        match &mut self.0 {
            Opened::Folder(reading) => reading.next().await,
            Opened::Bucket(reading) => reading.next().await,
        }
    }
}
