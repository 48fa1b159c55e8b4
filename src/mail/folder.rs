//! Mail as `.eml` files in a folder, for an office that has no mail server yet and for trying out.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use async_trait::async_trait;

use super::{Mailer, Message, SendError, Sender, wire};

/// One complete file per mail, named by time and message id.
#[derive(Clone, Debug)]
pub struct Folder {
    sender: Sender,
    path: PathBuf,
}

impl Folder {
    /// The folder is made with the first mail.
    pub fn new(sender: Sender, path: &Path) -> Self {
        Self { sender, path: path.to_owned() }
    }
}

#[async_trait]
impl Mailer for Folder {
    async fn send(&self, message: &Message) -> Result<(), SendError> {
        let bytes = wire::letter(&self.sender, message)?.formatted();
        let (folder, name) = (self.path.clone(), file_name(message));
        let written = tokio::task::spawn_blocking(move || write(&folder, &name, &bytes)).await;
        let written = written.unwrap_or_else(|error| Err(io::Error::other(error)));
        written.map_err(|error| SendError::Later(format!("mail folder: {}", error.kind())))
    }
}

/// `20261116T013000.000Z-0199….eml`.
fn file_name(message: &Message) -> String {
    let at = message.written_at.format("%Y%m%dT%H%M%S%.3fZ");
    let id: String = message.id.chars().take_while(|c| *c != '@').collect();
    let id: String = id.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    format!("{at}-{id}.eml")
}

/// Writes under another name first: who reads the folder never sees half a mail.
fn write(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let draft = folder.join(format!("{name}.part"));
    let mut file = File::create(&draft)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&draft, folder.join(name))?;
    File::open(folder)?.sync_all()
}
