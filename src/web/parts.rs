//! Reading a form with files in it. Typed fields are bounded and kept; each file is sealed while it arrives, so that
//! none lies in memory or on a disk as it is. Fields stand before files in our forms: the token is known first.

use std::time::Duration;

use poem::http::StatusCode;
use poem::web::{Field, Multipart};
use poem::{Body, FromRequest as _, Request, RequestBody, Result};
use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::io::AsyncReadExt as _;

use super::csrf;
use super::forms::{self, FlawLine, Trouble};
use super::frame::View;
use crate::app::evidence::{self, Upload};
use crate::app::{App, AppError};
use crate::caller::Caller;
use crate::domain::evidence::{FileFlaw, shown_name};
use crate::limits::Action;

/// How long a form with files may take to arrive: a photograph over a slow line takes minutes.
const PATIENCE: Duration = Duration::from_mins(10);

/// Bytes of one field that is typed.
const LONGEST: u64 = 64 * 1024;

/// Parts of a form; an honest one has half as many.
const MOST_PARTS: usize = 120;

/// A form with files, as far as it arrived. Look at `trouble` before acting.
#[derive(Default)]
pub struct Parts {
    fields: Vec<(String, String)>,
    /// Files that are taken, each behind its ticket.
    pub uploads: Vec<Upload>,
    /// Files that are not, with their names.
    pub refused: Vec<(String, FileFlaw)>,
    pub trouble: Option<Trouble>,
    /// The source has sent too many files.
    pub wait: Option<Duration>,
}

/// How much the sender has sent before, towards the same bounds.
#[derive(Clone, Copy, Default)]
pub struct Before {
    pub files: usize,
    pub bytes: u64,
}

impl Parts {
    /// Reads a form. `before` is asked when the first file comes: all typed fields are known by then.
    ///
    /// # Errors
    /// What no form of ours is.
    pub async fn read(
        app: &App,
        req: &Request,
        body: Body,
        before: impl Fn(&[(String, String)]) -> Before,
    ) -> Result<Self> {
        let mut body = RequestBody::new(body);
        let caller = Caller::from_request(req, &mut body).await?;
        let parts = Multipart::from_request(req, &mut body).await?;
        let mut read = Self::default();
        let reading = read.take_in(app, req, (caller, parts), before);
        match tokio::time::timeout(PATIENCE, reading).await {
            Ok(done) => done?,
            Err(_) => read.refused.push((String::new(), FileFlaw::Cut)),
        }
        read.trouble = read.checked(req);
        Ok(read)
    }

    /// What was typed into a field; empty for none.
    pub fn typed(&self, name: &str) -> &str {
        self.fields.iter().find(|(own, _)| own == name).map_or("", |(_, value)| value)
    }

    /// The typed fields as the form they belong to.
    ///
    /// # Errors
    /// 500 when the form is none.
    pub fn form<T: Default + Serialize + DeserializeOwned>(&mut self) -> Result<T> {
        let known = self.fields.iter().filter(|(name, _)| name != "original");
        let bytes = form_urlencoded::Serializer::new(String::new()).extend_pairs(known).finish();
        let (typed, whole) = forms::read::<T>(bytes.as_bytes())?;
        if !whole && self.trouble.is_none() {
            self.trouble = Some(Trouble::Misshapen);
        }
        Ok(typed)
    }

    /// The lines for what was not taken, with the name that the sender gave it.
    ///
    /// # Errors
    /// 500 when a sentence is missing.
    pub fn lines(&self, view: &View) -> Result<Vec<FlawLine>> {
        let mut lines: Vec<FlawLine> = self
            .refused
            .iter()
            .map(|(name, flaw)| view.file_flaw(name, *flaw))
            .collect::<Result<_>>()?;
        if let Some(wait) = self.wait {
            lines.push(view.too_many(wait)?);
        }
        Ok(lines)
    }

    fn checked(&self, req: &Request) -> Option<Trouble> {
        match () {
            () if csrf::foreign(req) => Some(Trouble::Foreign),
            () if !csrf::token_fits(req, self.typed("csrf")) => Some(Trouble::Expired),
            () => None,
        }
    }

    async fn take_in(
        &mut self,
        app: &App,
        req: &Request,
        (caller, mut parts): (Caller, Multipart),
        before: impl Fn(&[(String, String)]) -> Before,
    ) -> Result<()> {
        let mut sent: Option<Before> = None;
        for _ in 0..MOST_PARTS {
            // A connection that breaks off within a file leaves the typed fields, which are shown again.
            let Ok(part) = parts.next_field().await else {
                self.refused.push((String::new(), FileFlaw::Cut));
                return Ok(());
            };
            let Some(part) = part else { return Ok(()) };
            let Some(name) = part.file_name().map(str::to_owned) else {
                self.take_field(part).await?;
                continue;
            };
            // An empty choice comes as a file without a name; a form that may not be acted on stores nothing.
            if name.is_empty() || self.checked(req).is_some() || self.wait.is_some() {
                continue;
            }
            let sent = sent.get_or_insert_with(|| before(&self.fields));
            self.take_file(app, caller, sent, (name, part)).await?;
        }
        Err(poem::Error::from_status(StatusCode::PAYLOAD_TOO_LARGE))
    }

    async fn take_field(&mut self, part: Field) -> Result<()> {
        let name = part.name().unwrap_or_default().to_owned();
        let mut bytes = Vec::new();
        let mut from = Box::pin(part.into_async_read()).take(LONGEST + 1);
        from.read_to_end(&mut bytes).await.map_err(poem::error::BadRequest)?;
        if LONGEST < bytes.len() as u64 {
            return Err(poem::Error::from_status(StatusCode::PAYLOAD_TOO_LARGE));
        }
        self.fields.push((name, String::from_utf8_lossy(&bytes).into_owned()));
        Ok(())
    }

    async fn take_file(
        &mut self,
        app: &App,
        caller: Caller,
        sent: &mut Before,
        (name, part): (String, Field),
    ) -> Result<()> {
        let limits = app.settings().evidence.limits();
        let flaw = match () {
            () if limits.files <= sent.files => {
                Some(FileFlaw::TooMany { max: limits.files as u64 })
            }
            () if limits.sending <= sent.bytes => {
                Some(FileFlaw::TooMuch { max: limits.sending >> 20 })
            }
            () => None,
        };
        if let Some(flaw) = flaw {
            self.refused.push((shown_name(&name), flaw));
            return Ok(());
        }
        if let Err(AppError::TooMany(wait)) = app.admit(caller, Action::File) {
            self.wait = Some(wait);
            return Ok(());
        }
        let keep_original = !self.typed("original").is_empty();
        let mut from = Box::pin(part.into_async_read());
        match evidence::receive(app, &name, keep_original, &mut from).await {
            Ok(upload) => {
                sent.files += 1;
                sent.bytes += upload.shown.size;
                self.uploads.push(upload);
            }
            Err(AppError::File(flaw)) => self.refused.push((shown_name(&name), flaw)),
            Err(error) => return Err(error.into()),
        }
        Ok(())
    }
}
