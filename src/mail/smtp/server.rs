//! Where a mail server is and how it may be spoken to, from one address in the settings.

use std::net::IpAddr;

use percent_encoding::percent_decode_str;
use thiserror::Error;
use url::Url;

/// `smtp://user:password@host:port`: STARTTLS demanded, except on this very machine.
/// `smtps://…`: encrypted from the first byte.
#[derive(Clone, PartialEq, Eq)]
pub struct Server {
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) login: Option<(String, String)>,
    security: Security,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Security {
    Plain,
    StartTls,
    Implicit,
}

/// Why the settings name no usable way for mail.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ServerError {
    #[error(
        "mail.smtp_url must be smtp://user:password@host:port or smtps://…, with %40 for an @ in the password"
    )]
    Url,
    #[error("mail.smtp_url names the host \"{0}\", which no certificate can be checked against")]
    Host(String),
    #[error("mail.from must be an e-mail address")]
    From,
}

impl Server {
    /// # Errors
    /// [`ServerError::Url`], which never repeats the password.
    pub fn parse(text: &str) -> Result<Self, ServerError> {
        let url = Url::parse(text).map_err(|_| ServerError::Url)?;
        let host = url.host_str().filter(|host| !host.is_empty()).ok_or(ServerError::Url)?;
        let rest =
            matches!(url.path(), "" | "/") && url.query().is_none() && url.fragment().is_none();
        let security = match url.scheme() {
            "smtps" => Security::Implicit,
            "smtp" if is_loopback(host) => Security::Plain,
            "smtp" => Security::StartTls,
            _ => return Err(ServerError::Url),
        };
        if !rest {
            return Err(ServerError::Url);
        }
        let port = url.port().unwrap_or(match security {
            Security::Plain => 25,
            Security::StartTls => 587,
            Security::Implicit => 465,
        });
        let login = match url.password() {
            Some(password) => Some((decode(url.username())?, decode(password)?)),
            None if url.username().is_empty() => None,
            None => return Err(ServerError::Url),
        };
        Ok(Self { host: host.to_owned(), port, login, security })
    }

    /// The name its certificate must carry, unless nothing is encrypted.
    pub(super) fn certified_name(&self) -> Option<String> {
        (self.security != Security::Plain).then(|| self.address().to_owned())
    }

    pub(super) fn implicit_tls(&self) -> bool {
        self.security == Security::Implicit
    }

    /// The host as the system's resolver wants it, without the brackets of a URL.
    pub(super) fn address(&self) -> &str {
        self.host.trim_start_matches('[').trim_end_matches(']')
    }
}

impl std::fmt::Debug for Server {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Server({}:{}, {:?})", self.host, self.port, self.security)
    }
}

fn is_loopback(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || bare.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

fn decode(part: &str) -> Result<String, ServerError> {
    let text = percent_decode_str(part).decode_utf8().map_err(|_| ServerError::Url)?;
    Ok(text.into_owned())
}
