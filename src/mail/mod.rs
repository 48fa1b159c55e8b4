//! Getting mail out of the house: what it says, how it is written down, which way it takes.

mod compose;
mod folder;
mod memory;
mod smtp;
mod wire;
mod words;

use std::sync::Arc;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use thiserror::Error;

use crate::config;
use crate::domain::letter::EmailAddress;

pub use compose::{ComposeError, Composer, Notice};
pub use folder::Folder;
pub use memory::Memory;
pub use smtp::{Patience, Server, ServerError, Smtp};
pub use wire::Sender;
pub use words::{check_in, new_day, new_office};

/// One mail to one person, ready to go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// With its angle brackets; the same whenever the same mail goes out again.
    pub id: String,
    pub to: EmailAddress,
    pub written_at: DateTime<Utc>,
    pub words: Words,
}

/// What a mail says; `text` and `html` are the same words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    pub subject: String,
    pub text: String,
    pub html: String,
}

/// Why a mail did not go. The reason names a reply code, never an address: it is stored and logged.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum SendError {
    /// It may go another time.
    #[error("not taken for now: {0}")]
    Later(String),
    /// It will not, however often it is tried.
    #[error("never taken: {0}")]
    Never(String),
}

/// A way out for mail.
#[async_trait]
pub trait Mailer: Send + Sync {
    /// Hands one mail over; when it returns, the other side has it for good.
    ///
    /// # Errors
    /// [`SendError`], sorted by whether trying again makes sense.
    async fn send(&self, message: &Message) -> Result<(), SendError>;
}

/// The way that the settings name: a mail server, or `.eml` files in a folder.
///
/// # Errors
/// When the mail server's address or the sender cannot be used; the message says what to write.
pub fn open(settings: &config::Settings) -> Result<Arc<dyn Mailer>, ServerError> {
    let config::Settings { mail, office, .. } = settings;
    let sender = Sender::new(&mail.from, &office.name).ok_or(ServerError::From)?;
    if mail.smtp_url.is_empty() {
        return Ok(Arc::new(Folder::new(sender, &mail.folder)));
    }
    let server = Server::parse(&mail.smtp_url)?;
    Ok(Arc::new(Smtp::new(server, sender, Patience::of(mail))?))
}
