//! From a message to the bytes that leave the house (RFC 5322, MIME), headers built by types only.

use std::time::SystemTime;

use lettre::message::header::{
    ContentTransferEncoding, ContentType, Header, HeaderName, HeaderValue,
};
use lettre::message::{Mailbox, MultiPart, SinglePart};
use lettre::{Address, Message as Letter};

use super::{Message, SendError};
use crate::domain::letter::EmailAddress;

/// Who every mail comes from: the portal, under a name that tells nothing about the matter.
#[derive(Clone, Debug)]
pub struct Sender(Mailbox);

impl Sender {
    /// The office's own name behind a neutral word; nothing when `from` is no e-mail address.
    pub fn new(from: &str, office: &str) -> Option<Self> {
        let address = address(&EmailAddress::parse(from).ok()?)?;
        // Commas and angles are legal when quoted, but some mail programs split names at them.
        let name: String = format!("Trang tiếp nhận {office}")
            .chars()
            .map(|c| if c.is_control() || ",<>\"".contains(c) { ' ' } else { c })
            .collect();
        Some(Self(Mailbox::new(Some(name.trim().to_owned()), address)))
    }

    pub fn domain(&self) -> &str {
        self.0.email.domain()
    }
}

/// Says that no person wrote this, so that no machine answers it (RFC 3834).
#[derive(Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

/// Writes the mail down.
///
/// # Errors
/// [`SendError::Never`] when the address or the words cannot stand in a mail.
pub fn letter(sender: &Sender, message: &Message) -> Result<Letter, SendError> {
    let to = address(&message.to).ok_or_else(|| SendError::Never("bad address".to_owned()))?;
    Letter::builder()
        .from(sender.0.clone())
        .to(Mailbox::new(None, to))
        .subject(message.words.subject.as_str())
        .date(SystemTime::from(message.written_at))
        .message_id(Some(message.id.clone()))
        .header(AutoSubmitted)
        .multipart(
            MultiPart::alternative()
                .singlepart(part(ContentType::TEXT_PLAIN, &message.words.text))
                .singlepart(part(ContentType::TEXT_HTML, &message.words.html)),
        )
        .map_err(|_| SendError::Never("the mail cannot be written".to_owned()))
}

/// Quoted-printable: seven bits for every server, and a number or link stays readable in the file.
fn part(kind: ContentType, text: &str) -> SinglePart {
    SinglePart::builder()
        .header(kind)
        .header(ContentTransferEncoding::QuotedPrintable)
        .body(text.to_owned())
}

fn address(address: &EmailAddress) -> Option<Address> {
    address.as_str().parse().ok()
}
