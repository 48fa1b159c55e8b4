//! Files become those of a case, in the transaction that stores what they came with.

use super::arrival::Ticket;
use super::{Which, wrap};
use crate::app::cases::Work;
use crate::app::words::Place;
use crate::app::{App, AppError, Held, fresh_id, notify, replies};
use crate::clock::Now;
use crate::domain::access::{self, Account, Actor};
use crate::domain::evidence::{FileFlaw, FileKind, Origin, may_add};
use crate::domain::ids::{AccountId, CaseId, FileId};
use crate::domain::letter::{self, Field, FieldFlaw, Flaw, limits};
use crate::domain::notice::{Addressee, Template};
use crate::domain::receipt::CaseNumber;
use crate::keys::FileKey;
use crate::store::Tx;
use crate::store::evidence::{FileRow, Kept};

/// Who adds files, and what a scan among them says.
pub(crate) struct From<'a> {
    pub origin: Origin,
    pub by: Option<AccountId>,
    pub transcript: &'a str,
    pub now: Now,
}

/// Makes the files behind these tickets files of a case.
///
/// # Errors
/// [`AppError::File`] when a ticket is no longer good, or there are too many.
pub(crate) async fn attach(
    app: &App,
    tx: &Tx,
    held: &Held,
    tickets: &[String],
    from: &From<'_>,
) -> Result<(), AppError> {
    if tickets.is_empty() {
        return Ok(());
    }
    let tickets: Vec<Ticket> =
        tickets.iter().map(|ticket| Ticket::claim(app, ticket)).collect::<Result<_, _>>()?;
    within_bounds(app, &tickets)?;
    let objects: Vec<String> = tickets.iter().map(|ticket| ticket.copy.object.clone()).collect();
    if tx.is_taken(&objects).await? {
        return Err(AppError::File(FileFlaw::Gone));
    }
    let known = tx.files(held.case).await?;
    let of_resident = known.iter().filter(|file| file.origin == Origin::Resident).count();
    let most = app.settings().evidence.case_files;
    if from.origin == Origin::Resident && most < of_resident + tickets.len() {
        return Err(AppError::File(FileFlaw::TooMany { max: most as u64 }));
    }
    let mut number = known.last().map_or(0, |file| file.number);
    for ticket in tickets {
        number += 1;
        tx.add_file(&row(held, number, ticket, from)?).await?;
    }
    Ok(())
}

fn within_bounds(app: &App, tickets: &[Ticket]) -> Result<(), AppError> {
    let limits = app.settings().evidence.limits();
    if limits.files < tickets.len() {
        return Err(AppError::File(FileFlaw::TooMany { max: limits.files as u64 }));
    }
    if limits.sending < tickets.iter().map(|ticket| ticket.details.size).sum() {
        return Err(AppError::File(FileFlaw::TooMuch { max: limits.sending >> 20 }));
    }
    Ok(())
}

fn row(held: &Held, number: i32, ticket: Ticket, from: &From<'_>) -> Result<FileRow, AppError> {
    let id = FileId(fresh_id());
    let scanned = ticket.scanned();
    let wrapped =
        |which, key: &[u8]| Ok::<_, AppError>(wrap(held, id, which, &FileKey::from_bytes(key)?));
    let copy = Kept { key: wrapped(Which::Copy, &ticket.copy.key)?, object: ticket.copy.object };
    let original = ticket.original.map(|lying| {
        Ok::<_, AppError>(Kept { key: wrapped(Which::Original, &lying.key)?, object: lying.object })
    });
    let mut details = ticket.details;
    from.transcript.clone_into(&mut details.transcript);
    Ok(FileRow {
        id,
        case: held.case,
        number,
        origin: from.origin,
        kind: FileKind::from_name(&ticket.kind).ok_or(AppError::File(FileFlaw::Gone))?,
        copy,
        original: original.transpose()?,
        details: held.seal_value(Place::File, &details)?,
        scanned,
        added_on: from.now.day,
        added_by: from.by,
    })
}

/// Adds files to a case: scans by the desk, with what they say typed out; evidence by whoever verifies it.
///
/// # Errors
/// [`AppError::NotFound`] for whom the case does not exist, or who adds nothing to it; [`AppError::Flaws`] for a
/// scan of which nothing is typed; [`AppError::File`] as for any file.
pub async fn add(
    app: &App,
    who: &Account,
    number: &CaseNumber,
    tickets: &[String],
    transcript: &str,
) -> Result<(), AppError> {
    let tx = app.store().begin().await?;
    let loaded = tx.case_for(who, number).await?;
    let sight = access::sight(who, &loaded.case, &loaded.excluded).ok_or(AppError::NotFound)?;
    let origin = may_add(who.role, sight).ok_or(AppError::NotFound)?;
    let transcript = letter::text_within(transcript, limits::STORY).map_err(flaw)?;
    if origin == Origin::Scan && transcript.is_empty() {
        return Err(flaw(Flaw::Empty));
    }
    let transcript = if origin == Origin::Scan { transcript.as_str() } else { "" };
    let from = From { origin, by: Some(who.id), transcript, now: app.now() };
    // Written by the office, for the desk reads no case that it writes into.
    let work = Work::new(app, tx, loaded).await?;
    attach(app, &work.tx, &work.held, tickets, &from).await?;
    let detail = format!("{} × {}", origin.name(), tickets.len());
    work.audit(&Actor::Account(*who), "attach", &detail).await?;
    if origin == Origin::Scan {
        // What comes on paper after the letter is news for whoever handles it.
        notify::owe(app, &work.tx, &work.about(None), &[(reader(&work), Template::Reply)]).await?;
    }
    work.commit().await
}

/// Adds what the holder of the receipt sends later. The same files under the same key are stored once.
///
/// # Errors
/// [`AppError::File`] as for any file; [`AppError::KeyReused`] when the key stands for other files.
pub async fn add_under_receipt(
    app: &App,
    case: CaseId,
    uploads: &[super::Upload],
    key: Option<&str>,
) -> Result<(), AppError> {
    if uploads.is_empty() {
        return Ok(());
    }
    let mut what = vec!["files"];
    what.extend(uploads.iter().map(|upload| upload.sha256.as_str()));
    let Some(work) = replies::begin(app, case, key, &what).await? else { return Ok(()) };
    let tickets: Vec<String> = uploads.iter().map(|upload| upload.ticket.clone()).collect();
    let from = From { origin: Origin::Resident, by: None, transcript: "", now: work.now };
    attach(app, &work.tx, &work.held, &tickets, &from).await?;
    // Vietnamese whatever the page's language, as those who read it are.
    work.message("resident", "text", &format!("Gửi thêm {} tệp.", uploads.len())).await?;
    notify::owe(app, &work.tx, &work.about(None), &[(reader(&work), Template::Reply)]).await?;
    work.audit(&Actor::Resident, "attach", "").await?;
    work.commit().await
}

fn reader(work: &Work<'_>) -> Addressee {
    match work.loaded.case.state.assignment() {
        Some(_) => Addressee::Handler,
        None => Addressee::Triage,
    }
}

fn flaw(flaw: Flaw) -> AppError {
    AppError::Flaws(vec![FieldFlaw { field: Field::Text, flaw }])
}
