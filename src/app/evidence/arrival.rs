//! A file arrives: sealed piece by piece, then looked at as a whole in memory, one at a time.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncRead, AsyncReadExt as _};

use super::Details;
use crate::app::{App, AppError};
use crate::domain::evidence::{FileFlaw, FileKind, shown_name};
use crate::files::{self, Checked};
use crate::keys::{self, FileKey, Opening, PIECE, Sealing};
use crate::objects::{Name, Reading};
use crate::scan::{Scanner, Verdict};
use crate::store::evidence::Scanned;

/// How long a ticket is good. What nobody claimed is swept up only after that.
const GOOD_HOURS: i64 = 20;

/// A file that has arrived, and the ticket that claims it for a case.
#[derive(Clone, Debug)]
pub struct Upload {
    pub ticket: String,
    pub shown: Shown,
    /// As it was sent.
    pub sha256: String,
}

/// A file as its sender is told it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    pub name: String,
    pub size: u64,
    pub sealed_original: bool,
}

/// What lies in a ticket.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Ticket {
    pub copy: Lying,
    pub original: Option<Lying>,
    pub kind: String,
    pub details: Details,
    pub name: String,
    pub clean: bool,
    pub made_at: DateTime<Utc>,
}

/// An object with the key that opens it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Lying {
    pub object: String,
    pub key: Vec<u8>,
}

impl Lying {
    fn new(name: &Name, key: &FileKey) -> Self {
        Self { object: name.to_string(), key: key.as_bytes().to_vec() }
    }
}

const PLACE: &str = "ticket of a file";

impl Ticket {
    fn seal(&self, app: &App) -> Result<String, AppError> {
        let text = serde_json::to_vec(self).map_err(anyhow::Error::from)?;
        Ok(BASE64.encode(app.keys().seal(PLACE, &text)))
    }

    /// Nothing for what is no ticket of ours.
    fn read(app: &App, ticket: &str) -> Option<Self> {
        let sealed = BASE64.decode(ticket).ok()?;
        serde_json::from_slice(&app.keys().open(PLACE, &sealed).ok()?).ok()
    }

    /// A ticket that is still good.
    ///
    /// # Errors
    /// [`FileFlaw::Gone`].
    pub fn claim(app: &App, ticket: &str) -> Result<Self, AppError> {
        let old = app.now().at - TimeDelta::hours(GOOD_HOURS);
        Self::read(app, ticket)
            .filter(|ticket| old < ticket.made_at)
            .ok_or(AppError::File(FileFlaw::Gone))
    }

    pub fn scanned(&self) -> Scanned {
        if self.clean { Scanned::Clean } else { Scanned::Unjudged }
    }
}

/// What a ticket stands for; nothing when it is no longer good.
pub fn shown(app: &App, ticket: &str) -> Option<Shown> {
    let ticket = Ticket::claim(app, ticket).ok()?;
    Some(Shown {
        name: ticket.name,
        size: ticket.details.size,
        sealed_original: ticket.original.is_some(),
    })
}

/// Takes in one file. It lasts, sealed, when this returns; it belongs to nothing until its ticket is used.
///
/// `keep_original`: the sender wants the file as it was kept, too, sealed to intake.
///
/// # Errors
/// [`AppError::File`] says why it is not taken; nothing of it is left then.
pub async fn receive(
    app: &App,
    name: &str,
    keep_original: bool,
    from: &mut (impl AsyncRead + Unpin),
) -> Result<Upload, AppError> {
    let kind = files::kind_of(name).map_err(AppError::File)?;
    let (spool, key) = (Name::fresh(), FileKey::fresh());
    let taken = async {
        let size = seal_arriving(app, kind, &spool, &key, from).await?;
        examine(app, kind, (&spool, &key), size).await
    };
    let taken = taken.await;
    let kept = keep_original && taken.is_ok();
    if !kept {
        app.objects()?.delete(&spool).await?;
    }
    let Examined { copy, details, clean } = taken?;
    let ticket = Ticket {
        copy,
        original: kept.then(|| Lying::new(&spool, &key)),
        kind: kind.working().name().to_owned(),
        details,
        name: shown_name(name),
        clean,
        made_at: app.now().at,
    };
    Ok(Upload {
        shown: Shown {
            name: ticket.name.clone(),
            size: ticket.details.size,
            sealed_original: kept,
        },
        sha256: ticket.details.sha256.clone(),
        ticket: ticket.seal(app)?,
    })
}

/// Seals what comes while it comes; answers how much it was.
async fn seal_arriving(
    app: &App,
    kind: FileKind,
    name: &Name,
    key: &FileKey,
    from: &mut (impl AsyncRead + Unpin),
) -> Result<u64, AppError> {
    let most = app.settings().evidence.limits().bytes(kind);
    let mut writing = app.objects()?.create(name).await?;
    let mut sealing = Sealing::new(key, name.as_str());
    let (mut size, mut part) = (0_u64, vec![0; PIECE]);
    loop {
        let read = from.read(&mut part).await.map_err(|_| AppError::File(FileFlaw::Cut))?;
        if read == 0 {
            break;
        }
        size += read as u64;
        if most < size {
            return Err(AppError::File(FileFlaw::TooBig { max: most >> 20 }));
        }
        let sealed = sealing.put(part.get(..read).unwrap_or_default())?;
        writing.write(&sealed).await?;
    }
    if size == 0 {
        return Err(AppError::File(FileFlaw::Empty));
    }
    writing.write(&sealing.finish()?).await?;
    writing.finish().await?;
    Ok(size)
}

struct Examined {
    copy: Lying,
    details: Details,
    clean: bool,
}

/// Reads the file back into memory, checks it, asks the scanner, and keeps a copy without marks.
async fn examine(
    app: &App,
    kind: FileKind,
    (spool, key): (&Name, &FileKey),
    size: u64,
) -> Result<Examined, AppError> {
    let _place = app.inner.bench.acquire().await.map_err(anyhow::Error::from)?;
    let bytes = whole(app, spool, key).await?;
    let clean = scanned(app, &bytes).await?;
    let sha256 = keys::hex(&keys::fingerprint(&bytes));
    let limits = app.settings().evidence.limits();
    let checked = tokio::task::spawn_blocking(move || files::check(kind, &bytes, &limits)).await;
    let Checked { copy, .. } = match checked {
        Ok(checked) => checked.map_err(AppError::File)?,
        // A file at which a reader stumbles is no file that is taken.
        Err(_) => return Err(AppError::File(FileFlaw::Broken)),
    };
    let details = Details {
        kind: kind.name().to_owned(),
        size,
        copy_size: copy.len() as u64,
        sha256,
        copy_sha256: keys::hex(&keys::fingerprint(&copy)),
        transcript: String::new(),
    };
    Ok(Examined { copy: put(app, &copy).await?, details, clean })
}

/// Seals bytes under a new name.
async fn put(app: &App, bytes: &[u8]) -> Result<Lying, AppError> {
    let (name, key) = (Name::fresh(), FileKey::fresh());
    let mut writing = app.objects()?.create(&name).await?;
    let mut sealing = Sealing::new(&key, name.as_str());
    for part in bytes.chunks(PIECE) {
        writing.write(&sealing.put(part)?).await?;
    }
    writing.write(&sealing.finish()?).await?;
    writing.finish().await?;
    Ok(Lying::new(&name, &key))
}

/// A whole file, opened in memory.
pub(super) async fn whole(app: &App, name: &Name, key: &FileKey) -> Result<Vec<u8>, AppError> {
    let mut clear = Clear::begin(app, name, key).await?;
    let mut bytes = Vec::new();
    while let Some(part) = clear.next().await? {
        bytes.extend_from_slice(&part);
    }
    Ok(bytes)
}

/// A file that is opened as it is read.
pub(super) struct Clear {
    reading: Reading,
    opening: Option<Opening>,
}

impl Clear {
    pub async fn begin(app: &App, name: &Name, key: &FileKey) -> Result<Self, AppError> {
        let reading = app.objects()?.read(name).await?;
        Ok(Self { reading, opening: Some(Opening::new(key, name.as_str())) })
    }

    /// The next bytes; none at the end.
    pub async fn next(&mut self) -> Result<Option<Vec<u8>>, AppError> {
        let Some(opening) = &mut self.opening else { return Ok(None) };
        if let Some(sealed) = self.reading.next().await? {
            return Ok(Some(opening.put(&sealed)?));
        }
        let last = self.opening.take().map(Opening::finish).transpose()?;
        Ok(last.filter(|last| !last.is_empty()))
    }
}

/// Whether the scanner found nothing. Where it does not answer, the file is taken and judged before staff get it.
///
/// # Errors
/// [`FileFlaw::Virus`].
async fn scanned(app: &App, bytes: &[u8]) -> Result<bool, AppError> {
    let Some(scanner) = Scanner::of(&app.settings().scan).map_err(anyhow::Error::from)? else {
        return Ok(false);
    };
    match scanner.judge(bytes).await {
        Ok(Verdict::Clean) => Ok(true),
        Ok(Verdict::Harmful) => Err(AppError::File(FileFlaw::Virus)),
        Err(error) => {
            tracing::warn!(%error, "a file was taken without the scanner");
            Ok(false)
        }
    }
}
