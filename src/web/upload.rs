//! Reading a form with a file in it: bounded, and checked against forgery as every form is.

use std::collections::BTreeMap;
use std::time::Duration;

use poem::http::StatusCode;
use poem::web::{Field, Multipart};
use poem::{FromRequest, Request, RequestBody, Result};
use tokio::io::AsyncReadExt as _;

use super::csrf;
use super::forms::Trouble;

/// How long a file may take to arrive.
const PATIENCE: Duration = Duration::from_mins(3);

/// Bytes of one field that is typed.
const LONGEST: usize = 4 * 1024;

/// Bytes of the largest file that is read; more is swallowed, so that the sender sees the answer.
const LARGEST: usize = 16 * 1024 * 1024;

/// Parts of a form; an honest one has five.
const MOST_PARTS: usize = 20;

/// A form with one file. Look at `trouble` before acting.
#[derive(Default)]
pub struct Upload {
    fields: BTreeMap<String, String>,
    /// Its name and content; nothing when no file was chosen.
    pub file: Option<(String, Vec<u8>)>,
    /// The file was too large to be kept.
    pub too_large: bool,
    pub trouble: Option<Trouble>,
}

impl Upload {
    /// What was typed into a field.
    pub fn typed(&self, name: &str) -> &str {
        self.fields.get(name).map_or("", String::as_str)
    }
}

impl<'a> FromRequest<'a> for Upload {
    async fn from_request(req: &'a Request, body: &mut RequestBody) -> Result<Self> {
        let parts = Multipart::from_request(req, body).await?;
        let reading = tokio::time::timeout(PATIENCE, read(parts)).await;
        let mut upload =
            reading.map_err(|late| poem::Error::new(late, StatusCode::REQUEST_TIMEOUT))??;
        upload.trouble = if csrf::foreign(req) {
            Some(Trouble::Foreign)
        } else if !csrf::token_fits(req, upload.typed("csrf")) {
            Some(Trouble::Expired)
        } else {
            None
        };
        Ok(upload)
    }
}

async fn read(mut parts: Multipart) -> Result<Upload> {
    let mut upload = Upload::default();
    for _ in 0..MOST_PARTS {
        let Some(part) = parts.next_field().await? else { return Ok(upload) };
        let name = part.name().unwrap_or_default().to_owned();
        let file_name = part.file_name().map(str::to_owned);
        if let Some(file_name) = file_name {
            let (content, whole) = bounded(part, LARGEST).await?;
            upload.too_large |= !whole;
            if whole && !file_name.is_empty() {
                upload.file = Some((file_name, content));
            }
        } else {
            let (content, _) = bounded(part, LONGEST).await?;
            upload.fields.insert(name, String::from_utf8_lossy(&content).into_owned());
        }
    }
    Err(poem::Error::from_status(StatusCode::PAYLOAD_TOO_LARGE))
}

/// The content of a part, and whether that is all of it.
async fn bounded(part: Field, most: usize) -> Result<(Vec<u8>, bool)> {
    let mut from = Box::pin(part.into_async_read());
    let mut content = Vec::new();
    let broken = poem::error::BadRequest;
    (&mut from).take(most as u64 + 1).read_to_end(&mut content).await.map_err(broken)?;
    if content.len() <= most {
        return Ok((content, true));
    }
    tokio::io::copy(&mut (&mut from).take(2 * LARGEST as u64), &mut tokio::io::sink())
        .await
        .map_err(broken)?;
    Ok((Vec::new(), false))
}
