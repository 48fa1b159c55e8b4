//! The virus scanner: a clamd that answers INSTREAM. What it cannot tell is not clean.

use std::path::PathBuf;
use std::time::Duration;

use clamav_client::tokio::{Socket, Tcp, scan_buffer};
use thiserror::Error;

use crate::config;

/// How long the scanner may take over one file: less than an answer may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// Where the scanner listens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scanner {
    Tcp(String),
    Socket(PathBuf),
}

/// What the scanner said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Clean,
    Harmful,
}

#[derive(Debug, Error)]
pub enum ScanError {
    #[error("scan.clamd_url must be tcp://host:port or unix:///path, not \"{0}\"")]
    Setting(String),
    #[error("the scanner does not answer")]
    Silent(#[from] std::io::Error),
    #[error("the scanner takes too long")]
    Slow,
    #[error("the scanner could not judge the file")]
    Unjudged,
}

impl Scanner {
    /// The scanner of the settings; none when there is none.
    ///
    /// # Errors
    /// [`ScanError::Setting`].
    pub fn of(settings: &config::Scan) -> Result<Option<Self>, ScanError> {
        let url = settings.clamd_url.as_str();
        match (url.strip_prefix("tcp://"), url.strip_prefix("unix://")) {
            _ if url.is_empty() => Ok(None),
            (Some(host), _) if host.contains(':') => Ok(Some(Self::Tcp(host.to_owned()))),
            (_, Some(path)) if path.starts_with('/') => Ok(Some(Self::Socket(path.into()))),
            _ => Err(ScanError::Setting(url.to_owned())),
        }
    }

    /// Asks about one file.
    ///
    /// # Errors
    /// When there is no answer that can be trusted.
    pub async fn judge(&self, bytes: &[u8]) -> Result<Verdict, ScanError> {
        let asking = async {
            match self {
                Self::Tcp(host) => {
                    scan_buffer(bytes, Tcp { host_address: host.as_str() }, None).await
                }
                Self::Socket(path) => scan_buffer(bytes, Socket { socket_path: path }, None).await,
            }
        };
        let answer =
            tokio::time::timeout(PATIENCE, asking).await.map_err(|_| ScanError::Slow)??;
        let answer = String::from_utf8_lossy(&answer);
        let answer = answer.trim_end_matches(['\0', '\n']);
        match () {
            () if answer.ends_with(" FOUND") => Ok(Verdict::Harmful),
            () if answer == "stream: OK" => Ok(Verdict::Clean),
            () => Err(ScanError::Unjudged),
        }
    }
}
