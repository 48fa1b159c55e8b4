//! The lists staff work from. Each is scoped to the account and paged by key, never by count.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::reads::What;
use super::view::Standing;
use super::words::{Content, Place};
use super::{App, AppError, Held, letters, reads};
use crate::domain::access::{Account, Role};
use crate::domain::ids::CaseId;
use crate::domain::letter::Kind;
use crate::domain::receipt::CaseNumber;
use crate::domain::step::StepKind;
use crate::keys::Holder;
use crate::store::lists::{Cursor, Line, List, PAGE};

/// One page and where the next begins.
#[derive(Clone, Debug)]
pub struct Page<T> {
    pub rows: Vec<T>,
    /// Opaque; hand it back to get the next page.
    pub next: Option<String>,
}

/// One line of a list.
#[derive(Clone, Debug)]
pub struct CaseRow {
    pub number: CaseNumber,
    pub kind: Kind,
    pub state: String,
    pub received_on: NaiveDate,
    /// The earliest duty that still runs.
    pub due_on: Option<NaiveDate>,
    /// Days left, or days late.
    pub days: i64,
    pub standing: Standing,
    /// Until when the case is planned to stand still.
    pub held_until: Option<NaiveDate>,
    pub pending: Option<StepKind>,
    /// The first words of the letter, for those who read letters.
    pub snippet: String,
}

/// What waits for triage, oldest deadline first.
///
/// # Errors
/// When the database fails.
pub async fn inbox(
    app: &App,
    who: &Account,
    after: Option<&str>,
) -> Result<Page<CaseRow>, AppError> {
    page(app, who, List::Inbox, after).await
}

/// What is being handled: an officer's own cases, a queue's for those who supervise it.
///
/// # Errors
/// When the database fails.
pub async fn worklist(
    app: &App,
    who: &Account,
    after: Option<&str>,
) -> Result<Page<CaseRow>, AppError> {
    page(app, who, List::Work, after).await
}

/// Proposals and drafts that wait for a second person, longest waiting first.
///
/// # Errors
/// When the database fails.
pub async fn approvals(
    app: &App,
    who: &Account,
    after: Option<&str>,
) -> Result<Page<CaseRow>, AppError> {
    page(app, who, List::Approvals, after).await
}

/// What has come to its end.
///
/// # Errors
/// When the database fails.
pub async fn done(
    app: &App,
    who: &Account,
    after: Option<&str>,
) -> Result<Page<CaseRow>, AppError> {
    page(app, who, List::Done, after).await
}

async fn page(
    app: &App,
    who: &Account,
    list: List,
    after: Option<&str>,
) -> Result<Page<CaseRow>, AppError> {
    let lines = app.store().list(who, list, cursor(after)?).await?;
    paged(app, who, lines).await
}

/// Where a page begins.
///
/// # Errors
/// [`AppError::NotFound`] when it is no place in a list.
pub(super) fn cursor(after: Option<&str>) -> Result<Option<Cursor>, AppError> {
    after.map(|text| read(text).ok_or(AppError::NotFound)).transpose()
}

/// A page of lines, of which there may be one too many.
pub(super) async fn paged(
    app: &App,
    who: &Account,
    mut lines: Vec<Line>,
) -> Result<Page<CaseRow>, AppError> {
    let page = usize::try_from(PAGE).unwrap_or(usize::MAX);
    let more = page < lines.len();
    lines.truncate(page);
    let next = lines.last().filter(|_| more).map(|line| write(line.cursor));
    let snippets = snippets(app, who, &lines).await?;
    Ok(Page { rows: rows(app, lines, snippets).await?, next })
}

/// Lines as rows, with how they stand today; a line without a snippet has none.
pub(super) async fn rows(
    app: &App,
    lines: Vec<Line>,
    snippets: Vec<String>,
) -> Result<Vec<CaseRow>, AppError> {
    let today = app.now().day;
    let ids: Vec<CaseId> = lines.iter().map(|line| line.id).collect();
    let held: HashMap<CaseId, NaiveDate> =
        app.store().held_until(&ids, today).await?.into_iter().collect();
    let snippets = snippets.into_iter().chain(std::iter::repeat(String::new()));
    let rows = lines.into_iter().zip(snippets).map(|(line, snippet)| {
        let held = held.get(&line.id).copied();
        row(line, snippet, held, today)
    });
    Ok(rows.collect())
}

fn row(line: Line, snippet: String, held: Option<NaiveDate>, today: NaiveDate) -> CaseRow {
    let days = line.due_on.map_or(0, |due| (due - today).num_days());
    let standing = match line.due_on {
        None => Standing::Done,
        Some(_) if days < 0 => Standing::Late,
        Some(_) if held.is_some() => Standing::Held,
        Some(_) if days <= 3 => Standing::Soon,
        // Nothing is owed while the resident is asked, but the day of the first notice goes on.
        Some(_) if line.resume_on.is_some() => Standing::Held,
        Some(_) => Standing::OnTime,
    };
    CaseRow {
        number: line.number,
        kind: line.kind,
        state: line.state,
        received_on: line.received_on,
        due_on: line.due_on,
        days: days.abs(),
        standing,
        held_until: held.or(line.resume_on),
        pending: line.pending,
        snippet,
    }
}

/// First words only where the account reads the letters themselves; officers declare first.
async fn snippets(app: &App, who: &Account, lines: &[Line]) -> Result<Vec<String>, AppError> {
    if !matches!(who.role, Role::Triage | Role::Approver | Role::Above) {
        return Ok(vec![String::new(); lines.len()]);
    }
    let ids: Vec<CaseId> = lines.iter().map(|line| line.id).collect();
    reads::note(app, who, What::Glimpse, &ids).await?;
    let contents = app.store().contents(&ids).await?;
    let keys = app.store().wrapped_keys(who.id, &ids).await?;
    let holder = Holder::Account(who.id);
    lines
        .iter()
        .map(|line| {
            let sealed = contents.iter().find(|(id, _)| *id == line.id);
            let (Some((_, sealed)), Some(wrapped)) = (sealed, keys.get(&line.id)) else {
                return Ok(String::new());
            };
            let key = app.keys().open_key(&holder, line.id, wrapped)?;
            let held = Held { case: line.id, key };
            let content: Content = held.unseal_value(Place::Letter, sealed)?;
            Ok(letters::first_words(&content.text))
        })
        .collect()
}

pub(super) fn write(cursor: Cursor) -> String {
    format!("{}.{}", cursor.day, cursor.id.0.simple())
}

fn read(text: &str) -> Option<Cursor> {
    let (day, id) = text.split_once('.')?;
    Some(Cursor { day: day.parse().ok()?, id: CaseId(id.parse().ok()?) })
}
