//! Who sees which files of a case, and how each look leaves a trace: in the file, among the readings, in the audit.

use std::io;

use chrono::{DateTime, NaiveDate, Utc};
use futures_util::{Stream, stream};

use super::arrival::{Clear, whole};
use super::{Details, Which, unwrap};
use crate::app::view::CaseView;
use crate::app::words::Place;
use crate::app::{App, AppError, Held, audit, reads};
use crate::clock::hanoi;
use crate::domain::access::{self, Account, Sight};
use crate::domain::evidence::{
    Family, FileFlaw, FileKind, Origin, Part, may_add, may_know, may_open,
};
use crate::domain::ids::{AccountId, FileId};
use crate::domain::receipt::CaseNumber;
use crate::files::{self, Mark};
use crate::keys::FileKey;
use crate::objects::Name;
use crate::scan::{Scanner, Verdict};
use crate::store::audit::Entry;
use crate::store::cases::Loaded;
use crate::store::evidence::{FileRow, Kept, Scanned};
use crate::store::reads::What;

/// The files of a case, as one account may know them: the minutes of its evidence.
#[derive(Clone, Debug)]
pub struct FilesView {
    pub number: CaseNumber,
    pub files: Vec<FileView>,
    /// What this account may add.
    pub adds: Option<Origin>,
    /// Whether files are looked at by a scanner.
    pub scanner: bool,
}

#[derive(Clone, Debug)]
pub struct FileView {
    pub id: FileId,
    /// Neutral: what people call their files may say who they are.
    pub name: String,
    pub kind: FileKind,
    pub origin: Origin,
    pub added_on: NaiveDate,
    /// Display name; none for the resident.
    pub added_by: Option<String>,
    /// This and what follows is nothing for the desk, which holds no key.
    pub size: u64,
    /// Of the file as it was sent, and of the copy.
    pub sha256: String,
    pub copy_sha256: String,
    /// What a scan says.
    pub transcript: String,
    pub opens: Opens,
    /// Whether there is a sealed original at all.
    pub has_original: bool,
    pub clean: bool,
}

/// What an account may open of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Opens {
    pub copy: bool,
    pub original: bool,
}

/// A file that is being read.
pub struct Opened {
    pub name: String,
    pub media_type: &'static str,
    content: Content,
}

enum Content {
    Whole(Option<Vec<u8>>),
    Clear(Box<Clear>),
}

impl Opened {
    /// What is told to browsers with it, whichever door it leaves by: as `content-disposition` that it is kept as a file
    /// under our name, which is ASCII, and as `content-security-policy` that nothing in it runs (security S-47).
    pub fn headers(&self) -> [String; 2] {
        let kept = format!("attachment; filename=\"{}\"", self.name);
        [kept, "sandbox; default-src 'none'".to_owned()]
    }

    /// The next bytes; none at the end.
    ///
    /// # Errors
    /// When the store of files fails or the file was changed there.
    pub async fn next(&mut self) -> Result<Option<Vec<u8>>, AppError> {
        match &mut self.content {
            Content::Whole(bytes) => Ok(bytes.take()),
            Content::Clear(clear) => clear.next().await,
        }
    }

    /// All of it, piece by piece. The reader sees a file that breaks off, never one that was changed.
    pub fn pieces(self) -> impl Stream<Item = io::Result<Vec<u8>>> + Send + 'static {
        stream::unfold(Some(self), |opened| async move {
            let mut opened = opened?;
            match opened.next().await {
                Ok(Some(part)) => Some((Ok(part), Some(opened))),
                Ok(None) => None,
                Err(error) => {
                    tracing::error!(%error, "a file broke off while it was given");
                    Some((Err(io::Error::other("a file broke off")), None))
                }
            }
        })
    }
}

/// The case for this account, and how much of it there is for it.
async fn found(app: &App, who: &Account, number: &CaseNumber) -> Result<(Loaded, Sight), AppError> {
    let loaded = app.store().case_for(who, number).await?;
    let sight = access::sight(who, &loaded.case, &loaded.excluded).ok_or(AppError::NotFound)?;
    let nothing = may_add(who.role, sight).is_none() && sight != Sight::Whole;
    if nothing { Err(AppError::NotFound) } else { Ok((loaded, sight)) }
}

/// The files of a case.
///
/// # Errors
/// [`AppError::NotFound`] for whom the case does not exist, or of which they see no file.
pub async fn list(app: &App, who: &Account, number: &CaseNumber) -> Result<FilesView, AppError> {
    let (loaded, sight) = found(app, who, number).await?;
    reads::note(app, who, What::of(sight), &[loaded.case.id]).await?;
    let mut rows = app.store().files(loaded.case.id).await?;
    rows.retain(|row| may_know(who.role, sight, row.origin));
    // The desk adds scans and holds no key: it sees that they are there.
    let held = match sight {
        Sight::Whole => Some(app.held_by(who, loaded.case.id).await?),
        Sight::Head | Sight::Points => None,
    };
    let by: Vec<AccountId> = rows.iter().filter_map(|row| row.added_by).collect();
    let names = app.store().accounts(&by).await?;
    let name = |id: AccountId| {
        let found = names.iter().find(|one| one.account.id == id);
        found.map(|one| one.display_name.clone())
    };
    let files = rows.iter().map(|row| {
        let details = match &held {
            Some(held) => held.unseal_value(Place::File, &row.details)?,
            None => Details::default(),
        };
        Ok(FileView {
            id: row.id,
            name: row.kind.neutral_name(row.number),
            kind: row.kind,
            origin: row.origin,
            added_on: row.added_on,
            added_by: row.added_by.and_then(name),
            size: details.size,
            sha256: details.sha256,
            copy_sha256: details.copy_sha256,
            transcript: details.transcript,
            opens: Opens {
                copy: may_open(who.role, sight, row.origin, Part::Copy),
                original: row.original.is_some()
                    && may_open(who.role, sight, row.origin, Part::Original),
            },
            has_original: row.original.is_some(),
            clean: row.scanned == Scanned::Clean,
        })
    });
    Ok(FilesView {
        number: loaded.number,
        files: files.collect::<Result<_, AppError>>()?,
        adds: may_add(who.role, sight),
        scanner: scanner(app)?.is_some(),
    })
}

/// How many files a case has, for who sees all of it.
///
/// # Errors
/// When the database fails.
pub async fn count(app: &App, view: &CaseView) -> Result<Option<u64>, AppError> {
    match view.sight {
        Sight::Whole => Ok(Some(app.store().count_files(view.case.id).await?)),
        Sight::Head | Sight::Points => Ok(None),
    }
}

/// One file of a case.
///
/// # Errors
/// [`AppError::NotFound`] for whom there is none.
pub async fn file(
    app: &App,
    who: &Account,
    number: &CaseNumber,
    file: FileId,
) -> Result<(FilesView, FileView), AppError> {
    let view = list(app, who, number).await?;
    let found =
        view.files.iter().find(|one| one.id == file && (one.opens.copy || one.opens.original));
    let found = found.cloned().ok_or(AppError::NotFound)?;
    Ok((view, found))
}

/// Opens a file for one account. Who looks and when is drawn into pictures and papers; that they looked is
/// recorded before a byte is given.
///
/// # Errors
/// [`AppError::NotFound`] for whom there is none; [`AppError::File`] where the scanner found something, or does not
/// answer.
pub async fn open(
    app: &App,
    who: &Account,
    number: &CaseNumber,
    file: FileId,
    part: Part,
) -> Result<Opened, AppError> {
    let (loaded, sight) = found(app, who, number).await?;
    let rows = app.store().files(loaded.case.id).await?;
    let row = rows.into_iter().find(|row| row.id == file).ok_or(AppError::NotFound)?;
    if !may_open(who.role, sight, row.origin, part) {
        return Err(AppError::NotFound);
    }
    let (kept, which) = match part {
        Part::Copy => (&row.copy, Which::Copy),
        Part::Original => (row.original.as_ref().ok_or(AppError::NotFound)?, Which::Original),
    };
    let held = app.held_by(who, row.case).await?;
    let key = unwrap(&held, row.id, which, &kept.key)?;
    judge(app, &held, &row).await?;
    note(app, who, &loaded, &row, part).await?;
    let name = name_of(kept)?;
    let kind = match part {
        Part::Copy => row.kind,
        Part::Original => sent_kind(&held, &row)?,
    };
    let content = match (part, kind.family()) {
        (Part::Copy, Family::Picture | Family::Paper) => {
            Content::Whole(Some(marked(app, who, &loaded.number, (&name, &key), kind).await?))
        }
        _ => Content::Clear(Box::new(Clear::begin(app, &name, &key).await?)),
    };
    Ok(Opened { name: kind.neutral_name(row.number), media_type: kind.media_type(), content })
}

fn name_of(kept: &Kept) -> Result<Name, AppError> {
    let name = Name::parse(&kept.object).ok_or_else(|| anyhow::anyhow!("no name of an object"))?;
    Ok(name)
}

fn sent_kind(held: &Held, row: &FileRow) -> Result<FileKind, AppError> {
    let details: Details = held.unseal_value(Place::File, &row.details)?;
    Ok(FileKind::from_name(&details.kind).unwrap_or(row.kind))
}

fn scanner(app: &App) -> Result<Option<Scanner>, AppError> {
    Ok(Scanner::of(&app.settings().scan).map_err(anyhow::Error::from)?)
}

/// Where there is a scanner, nobody gets what it has not judged.
async fn judge(app: &App, held: &Held, row: &FileRow) -> Result<(), AppError> {
    let Some(scanner) = scanner(app)?.filter(|_| row.scanned == Scanned::Unjudged) else {
        return Ok(());
    };
    let _place = app.inner.bench.acquire().await.map_err(anyhow::Error::from)?;
    // As it was sent where that was kept: the copy has lost much of what could do harm.
    let (kept, which) = match &row.original {
        Some(original) => (original, Which::Original),
        None => (&row.copy, Which::Copy),
    };
    let key = unwrap(held, row.id, which, &kept.key)?;
    let bytes = whole(app, &name_of(kept)?, &key).await?;
    match scanner.judge(&bytes).await {
        Ok(Verdict::Clean) => Ok(app.store().note_clean(row.id).await?),
        Ok(Verdict::Harmful) => Err(AppError::File(FileFlaw::Virus)),
        Err(error) => {
            tracing::warn!(%error, "a file was not given because the scanner does not answer");
            Err(AppError::File(FileFlaw::Unjudged))
        }
    }
}

async fn note(
    app: &App,
    who: &Account,
    loaded: &Loaded,
    row: &FileRow,
    part: Part,
) -> Result<(), AppError> {
    reads::note(app, who, What::File, &[loaded.case.id]).await?;
    let now = app.now();
    let what = match part {
        Part::Copy => "copy",
        Part::Original => "original",
    };
    let entry = Entry {
        actor: who.id.to_string(),
        action: "open-file".into(),
        object: loaded.case.id.to_string(),
        detail: format!("{} {what}", row.number),
    };
    let tx = app.store().begin().await?;
    tx.audit(app.keys(), audit::instant(loaded.case.kind, now), now.day, &[entry]).await?;
    Ok(tx.commit().await?)
}

/// The copy with the reader's name in it.
async fn marked(
    app: &App,
    who: &Account,
    number: &CaseNumber,
    (name, key): (&Name, &FileKey),
    kind: FileKind,
) -> Result<Vec<u8>, AppError> {
    let row = app.store().account(who.id).await?.ok_or(AppError::NotFound)?;
    let mark = mark(&row.display_name, &row.login, number, app.now().at);
    let _place = app.inner.bench.acquire().await.map_err(anyhow::Error::from)?;
    let bytes = whole(app, name, key).await?;
    let limits = app.settings().evidence.limits();
    let drawn = tokio::task::spawn_blocking(move || match kind.family() {
        Family::Paper => files::on_paper(&bytes, &mark, &limits),
        _ => files::on_picture(&bytes, &mark, &limits),
    });
    Ok(drawn.await.map_err(anyhow::Error::from)?.map_err(anyhow::Error::from)?)
}

fn mark(name: &str, login: &str, number: &CaseNumber, at: DateTime<Utc>) -> Mark {
    let at = at.with_timezone(&hanoi()).format("%d/%m/%Y %H:%M");
    let plain: String = login.chars().filter(char::is_ascii_graphic).collect();
    Mark {
        text: format!("{name} ({login}) · {at} · {number}"),
        plain: format!("{plain} - {at} - {number}"),
    }
}
