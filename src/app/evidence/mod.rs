//! Files that belong to cases: how they arrive, who opens them, and how they end.
//!
//! A file is sealed as it arrives, and never lies anywhere in the clear. It first belongs to nothing: what opens it
//! is a ticket that lies in the sender's form alone. With the letter, or with what is sent later, it becomes one of
//! a case in the very transaction that stores it; what nobody claims is swept up.

mod arrival;
mod claim;
mod opening;
mod upkeep;

pub use arrival::{Shown, Upload, receive, shown};
pub use claim::{add, add_under_receipt};
pub use opening::{FileView, FilesView, Opened, Opens, count, file, list, open};
pub use upkeep::{check, destroy, sweep};

pub(crate) use claim::{From, attach};

use serde::{Deserialize, Serialize};

use super::{App, AppError, Held};
use crate::domain::ids::FileId;
use crate::keys::FileKey;
use crate::objects::{ObjectError, Objects};

/// What is known of a file, as it is sealed beside its key.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Details {
    /// The kind as it was sent.
    pub kind: String,
    /// Bytes as it was sent, and of the copy.
    pub size: u64,
    pub copy_size: u64,
    /// SHA-256 in hexadecimal. Whoever has a file could guess from it that it was sent, so it lies sealed.
    pub sha256: String,
    pub copy_sha256: String,
    /// What a scan says, typed.
    pub transcript: String,
}

impl App {
    /// The store of sealed files.
    pub(crate) fn objects(&self) -> Result<&Objects, AppError> {
        if let Some(objects) = self.inner.objects.get() {
            return Ok(objects);
        }
        let opened = Objects::open(&self.settings().storage)?;
        Ok(self.inner.objects.get_or_init(|| opened))
    }
}

impl std::convert::From<ObjectError> for AppError {
    fn from(error: ObjectError) -> Self {
        match error {
            ObjectError::Missing => Self::NotFound,
            error => Self::Broken(error.into()),
        }
    }
}

/// Which of the two keys of a file.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Which {
    Copy,
    Original,
}

fn place(held: &Held, file: FileId, which: Which) -> String {
    format!("File{which:?}:{}:{file}", held.case)
}

/// The key of a file, wrapped with the key of its case: whoever holds no key of the case opens no file of it.
fn wrap(held: &Held, file: FileId, which: Which, key: &FileKey) -> Vec<u8> {
    held.key.seal(&place(held, file, which), key.as_bytes())
}

fn unwrap(held: &Held, file: FileId, which: Which, wrapped: &[u8]) -> Result<FileKey, AppError> {
    Ok(FileKey::from_bytes(&held.key.open(&place(held, file, which), wrapped)?)?)
}
