//! The calendar in force: versions of it in the database, years that people load, congresses.
//!
//! A version never changes. What is shipped is version one; a loaded year makes the next. With each version, and
//! with each changed set of rules, comes a new *edition*, against which the open clocks are then held
//! ([`super::recount`]).

use std::sync::Arc;

use chrono::{DateTime, Datelike, NaiveDate, Utc};

use super::{App, AppError, fresh_id};
use crate::domain::access::Account;
use crate::domain::calendar::{Calendar, Calendars, CoveredYear};
use crate::domain::clock::{Clock, Edition, Verdict};
use crate::domain::congress::{Congress, Window};
use crate::domain::letter::{limits, line};
use crate::domain::worded::Worded;
use crate::rules::{LineFlaw, Rules, YearFile};
use crate::store::Tx;
use crate::store::audit::Entry;
use crate::store::calendars::{CongressRow, EditionRow, VersionRow};

/// Who loads a year or calls a congress.
#[derive(Clone, Copy, Debug)]
pub enum By<'a> {
    Account(&'a Account),
    CommandLine,
}

impl By<'_> {
    /// Who is told figures, and so must not be told of cases that he is kept out of.
    fn account(self) -> Option<crate::domain::ids::AccountId> {
        match self {
            Self::Account(account) => Some(account.id),
            Self::CommandLine => None,
        }
    }

    fn name(self) -> String {
        match self {
            Self::Account(account) => account.id.to_string(),
            Self::CommandLine => "command line".to_owned(),
        }
    }
}

/// A year as somebody hands it in. A file says of which year it is; a form says so beside the rows.
#[derive(Clone, Debug, Default)]
pub struct RawYear {
    pub head: Option<RawHead>,
    pub rows: String,
}

/// What a form asks beside the rows.
#[derive(Clone, Debug, Default)]
pub struct RawHead {
    pub year: String,
    pub decreed: bool,
    /// Number and date of the document.
    pub source: String,
}

/// What adopting a year would do, or did, to the clocks that run. Numbers only.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Effect {
    /// They end on the same day.
    pub stay: u64,
    /// Provisional days that become firm or move by themselves.
    pub firm: u64,
    /// Firm days that a person must keep or move.
    pub affected: u64,
}

/// A year that fits, before or after it is adopted.
#[derive(Clone, Debug)]
pub struct Preview {
    pub year: CoveredYear,
    /// The name of the version.
    pub version: String,
    /// Days off and swapped days of the year.
    pub days: usize,
    /// Days that were working days and are not any more, or the reverse.
    pub changed: Vec<NaiveDate>,
    pub effect: Effect,
}

/// Puts the rules of this program in force, and the shipped calendar where the database has none; takes over
/// whatever is newer there. Only for the start: a process of an earlier version may still run beside this one.
///
/// # Errors
/// When the database fails.
pub async fn begin(app: &App) -> Result<(), AppError> {
    if !rules_in_force(app).await? {
        settle(app, &app.rules()).await?;
    }
    reload(app).await
}

/// Takes over what is newer in the database, which is begun where nobody has done so.
///
/// # Errors
/// When the database fails.
pub async fn refresh(app: &App) -> Result<(), AppError> {
    if app.store().newest_edition().await?.is_none() {
        settle(app, &app.rules()).await?;
    }
    reload(app).await
}

/// Whether the rules in force are those of this program.
///
/// # Errors
/// When the database fails.
pub(crate) async fn rules_in_force(app: &App) -> Result<bool, AppError> {
    let newest = app.store().newest_edition().await?;
    Ok(newest.is_some_and(|newest| newest.rules == app.rules().book.terms()))
}

/// Stores the shipped calendar where there is none, and an edition for these rules.
async fn settle(app: &App, rules: &Rules) -> Result<(), AppError> {
    let now = app.now().at;
    let tx = app.store().begin().await?;
    let (version, edition) = tx.in_force().await?;
    let number = version.as_ref().map_or(1, |newest| newest.number);
    if version.is_none() {
        let shipped = Rules::shipped().map_err(anyhow::Error::from)?;
        let calendar = shipped.calendar();
        tx.add_calendar(&first(calendar, now), calendar).await?;
    }
    let next = EditionRow {
        number: Edition(edition.as_ref().map_or(0, |edition| edition.number.0) + 1),
        calendar: number,
        rules: rules.book.terms(),
    };
    tx.add_edition(&next, now).await?;
    Ok(tx.commit().await?)
}

fn first(calendar: &Calendar, at: DateTime<Utc>) -> VersionRow {
    VersionRow {
        number: 1,
        version: calendar.version().to_string(),
        changed_year: None,
        source: String::new(),
        loaded_by: "program".to_owned(),
        loaded_at: at,
    }
}

/// Takes over what is newer in the database than in memory; reads only.
///
/// # Errors
/// When the database fails or a stored calendar does not fit together.
pub(crate) async fn reload(app: &App) -> Result<(), AppError> {
    let Some(edition) = app.store().newest_edition().await? else { return Ok(()) };
    let congresses = app.store().congresses().await?;
    let congresses: Vec<Congress> = congresses.into_iter().map(|row| row.congress).collect();
    let held = app.rules();
    if held.edition == edition.number && held.congresses == congresses {
        return Ok(());
    }
    // What was shipped counts for nothing where the database has calendars.
    let mut calendars = Some(held.calendars.clone()).filter(|_| held.edition != Edition::default());
    for version in app.store().calendar_versions().await? {
        match &mut calendars {
            Some(known) if known.version(&version.version).is_some() => {}
            Some(known) => known.add(stored(app, &held, &version).await?),
            none => *none = Some(Calendars::new(stored(app, &held, &version).await?)),
        }
    }
    let calendars = calendars.unwrap_or_else(|| held.calendars.clone());
    let (book, keeps) = (Arc::clone(&held.book), Arc::clone(&held.keeps));
    app.put_rules(Rules { book, calendars, congresses, edition: edition.number, keeps });
    Ok(())
}

/// The rules in force, with every calendar that these clocks were counted with: another node may be ahead.
pub(crate) async fn knowing(app: &App, clocks: &[Clock]) -> Result<Arc<Rules>, AppError> {
    let rules = app.rules();
    if clocks.iter().all(|clock| rules.calendars.version(&clock.calendar).is_some()) {
        return Ok(rules);
    }
    reload(app).await?;
    Ok(app.rules())
}

async fn stored(app: &App, held: &Rules, version: &VersionRow) -> Result<Calendar, AppError> {
    let (years, days) = app.store().calendar_rows(version.number).await?;
    let hours = held.calendar().office_hours().clone();
    let calendar = Calendar::new(&version.version, years, days, hours);
    Ok(calendar.map_err(anyhow::Error::from)?)
}

/// What adopting this year would do, without doing it.
///
/// # Errors
/// [`AppError::Lines`] for everything to mend.
pub async fn preview(app: &App, by: By<'_>, raw: &RawYear) -> Result<Preview, AppError> {
    refresh(app).await?;
    let rules = app.rules();
    let (next, year) = next(app, raw, &rules).await?;
    look(app, by, &rules, (&next, year)).await
}

/// Adopts a year: from now on deadlines are counted with it. Nobody's day moves by this alone.
///
/// # Errors
/// [`AppError::Lines`] for everything to mend; [`AppError::Stale`] when somebody adopted another at that moment.
pub async fn adopt(app: &App, by: By<'_>, raw: &RawYear) -> Result<Preview, AppError> {
    refresh(app).await?;
    let rules = app.rules();
    let (calendar, year) = next(app, raw, &rules).await?;
    let preview = look(app, by, &rules, (&calendar, year)).await?;
    let now = app.now();
    let tx = app.store().begin().await?;
    let (version, edition) = tx.in_force().await?;
    let (Some(version), Some(edition)) = (version, edition) else { return Err(AppError::Stale) };
    if edition.number != rules.edition {
        return Err(AppError::Stale);
    }
    let row = VersionRow {
        number: version.number + 1,
        version: preview.version.clone(),
        changed_year: Some(preview.year.year),
        source: preview.year.source.clone(),
        loaded_by: by.name(),
        loaded_at: now.at,
    };
    tx.add_calendar(&row, &calendar).await?;
    let number = Edition(edition.number.0 + 1);
    let next = EditionRow { number, calendar: row.number, rules: edition.rules };
    tx.add_edition(&next, now.at).await?;
    let detail = format!("{} year {}", row.version, preview.year.year);
    audit(app, &tx, by, "adopt-calendar", detail).await?;
    tx.commit().await?;
    reload(app).await?;
    app.ring_clocks();
    Ok(preview)
}

async fn audit(
    app: &App,
    tx: &Tx,
    by: By<'_>,
    action: &str,
    detail: String,
) -> Result<(), AppError> {
    let now = app.now();
    let (action, object) = (action.to_owned(), "calendar".to_owned());
    let entry = Entry { actor: by.name(), action, object, detail };
    Ok(tx.audit(app.keys(), now.at, now.day, &[entry]).await?)
}

/// The calendar as it would be, or everything to mend.
async fn next(
    app: &App,
    raw: &RawYear,
    rules: &Rules,
) -> Result<(Calendar, CoveredYear), AppError> {
    let head = raw.head.as_ref().map(head).transpose().map_err(AppError::Lines)?;
    let file = YearFile::read(head, &raw.rows).map_err(AppError::Lines)?;
    let year = file.table.year.clone();
    let version = next_version(app).await?;
    let calendar = file.into_calendar(rules.calendar(), &version).map_err(AppError::Lines)?;
    Ok((calendar, year))
}

fn head(raw: &RawHead) -> Result<CoveredYear, Vec<LineFlaw>> {
    let flaw = |code| LineFlaw { line: None, code, about: String::new() };
    let year = raw.year.trim().parse::<i32>().ok().filter(|year| (1990..=2100).contains(year));
    let source = line(&raw.source, limits::LINE).unwrap_or_default();
    match (year, source.is_empty()) {
        (Some(year), false) => Ok(CoveredYear { year, decreed: raw.decreed, source }),
        (None, false) => Err(vec![flaw("year-range")]),
        (Some(_), true) => Err(vec![flaw("source")]),
        (None, true) => Err(vec![flaw("year-range"), flaw("source")]),
    }
}

/// `2027-2` for the second version that 2027 knows.
async fn next_version(app: &App) -> Result<String, AppError> {
    let year = app.now().day.year();
    let all = app.store().calendar_versions().await?;
    let free = (1..).map(|n| format!("{year}-{n}"));
    let taken = |name: &String| all.iter().any(|row| row.version == *name);
    Ok(free.into_iter().find(|name| !taken(name)).unwrap_or_default())
}

/// Cases looked at in one go.
const BATCH: usize = 500;

async fn look(
    app: &App,
    by: By<'_>,
    rules: &Rules,
    (next, year): (&Calendar, CoveredYear),
) -> Result<Preview, AppError> {
    let (first, last) = (year_day(year.year, 1, 1), year_day(year.year, 12, 31));
    Ok(Preview {
        version: next.version().to_string(),
        days: next.days_of(year.year).count(),
        changed: rules.calendar().differing_days(next, first, last),
        effect: effect(app, by, rules, next).await?,
        year,
    })
}

fn year_day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default()
}

/// Only clocks that end on or after the first day that differs can come out otherwise.
async fn effect(app: &App, by: By<'_>, rules: &Rules, next: &Calendar) -> Result<Effect, AppError> {
    let open = app.store().count_open_clocks(by.account()).await?;
    let mut effect = Effect { stay: open, ..Effect::default() };
    let Some(first) = rules.calendar().first_difference(next) else { return Ok(effect) };
    let mut calendars = rules.calendars.clone();
    calendars.add(next.clone());
    let edition = Edition(rules.edition.0 + 1);
    let then = Rules { calendars, edition, ..rules.clone() };
    let (today, cases) = (app.now().day, app.store().running_past(first, by.account()).await?);
    for batch in cases.chunks(BATCH) {
        for clock in app.store().clocks_past(batch, first).await? {
            match clock.verdict(today, then.timing()) {
                Ok((Verdict::Firm, _)) => effect.firm += 1,
                Ok((Verdict::Affected, _)) => effect.affected += 1,
                _ => {}
            }
        }
    }
    effect.stay = open.saturating_sub(effect.firm + effect.affected);
    Ok(effect)
}

/// The calendar in force and every version there was, newest first.
///
/// # Errors
/// When the database fails.
pub async fn versions(app: &App) -> Result<Vec<VersionRow>, AppError> {
    refresh(app).await?;
    let mut all = app.store().calendar_versions().await?;
    all.reverse();
    Ok(all)
}

/// Who loaded a version, as people know them.
///
/// # Errors
/// When the database fails.
pub async fn loader(app: &App, row: &VersionRow) -> Result<String, AppError> {
    let Ok(id) = row.loaded_by.parse() else { return Ok(row.loaded_by.clone()) };
    let account = app.store().account(crate::domain::ids::AccountId(id)).await?;
    Ok(account.map_or_else(|| row.loaded_by.clone(), |account| account.display_name))
}

/// A year of the calendar in force in the form in which it can be loaded again.
///
/// # Errors
/// [`AppError::NotFound`] for a year that is not covered.
pub fn year_file(rules: &Rules, year: i32) -> Result<String, AppError> {
    let covered =
        rules.calendar().years().find(|row| row.year == year).ok_or(AppError::NotFound)?;
    Ok(crate::rules::written_year(covered, rules.calendar().days_of(year)))
}

/// A congress with the window before it.
#[derive(Clone, Debug)]
pub struct CongressView {
    pub id: uuid::Uuid,
    pub congress: Congress,
    pub source: String,
    pub window: Window,
    /// The rule's length in working days, its basis, and whether it is confirmed.
    pub length: u32,
    pub basis: Worded,
    pub confirmed: bool,
}

/// Congresses that were called, the last to open first.
///
/// # Errors
/// When the database fails.
pub async fn congresses(app: &App) -> Result<Vec<CongressView>, AppError> {
    let rules = app.rules();
    let rows = app.store().congresses().await?;
    let views = rows.into_iter().map(|row| congress_view(&rules, row));
    views.collect()
}

fn congress_view(rules: &Rules, row: CongressRow) -> Result<CongressView, AppError> {
    let CongressRow { id, congress, source, .. } = row;
    let window = congress.window(rules.timing()).map_err(anyhow::Error::from)?;
    let rule = congress.rule(rules.timing()).map_err(anyhow::Error::from)?;
    let (basis, length) = (rule.basis.clone(), rule.term.length().unwrap_or_default());
    let confirmed = !rule.confidence.needs_confirmation();
    Ok(CongressView { id, congress, source, window, length, basis, confirmed })
}

/// Calls a congress: from its window's first day on letters may be kept for the new committee.
///
/// # Errors
/// [`AppError::Lines`] for a name or a source that is missing, or a day outside the calendar.
pub async fn call(app: &App, by: By<'_>, congress: Congress, source: &str) -> Result<(), AppError> {
    let now = app.now();
    let flaw = |code| AppError::Lines(vec![LineFlaw { line: None, code, about: String::new() }]);
    let name = line(&congress.name, limits::LINE).unwrap_or_default();
    let source = line(source, limits::LINE).unwrap_or_default();
    if name.is_empty() {
        return Err(flaw("congress-name"));
    }
    if source.is_empty() {
        return Err(flaw("source"));
    }
    let congress = Congress { name, ..congress };
    congress.window(app.rules().timing()).map_err(|_| flaw("congress-day"))?;
    let detail = format!("{} {}", congress.level.name(), congress.opens_on);
    let (id, called_by) = (fresh_id(), by.name());
    let row = CongressRow { id, congress, source, called_by, called_at: now.at };
    let tx = app.store().begin().await?;
    tx.add_congress(&row).await?;
    audit(app, &tx, by, "call-congress", detail).await?;
    tx.commit().await?;
    refresh(app).await
}

/// Takes a congress back. Letters kept because of it wake on the day they were kept until.
///
/// # Errors
/// [`AppError::NotFound`] when there is none.
pub async fn call_off(app: &App, by: By<'_>, id: uuid::Uuid) -> Result<(), AppError> {
    let tx = app.store().begin().await?;
    tx.drop_congress(id, app.now().day).await?;
    audit(app, &tx, by, "call-off-congress", id.to_string()).await?;
    tx.commit().await?;
    refresh(app).await
}

impl VersionRow {
    /// The day it was loaded, in Hanoi.
    pub fn loaded_on(&self) -> NaiveDate {
        crate::clock::Now::new(self.loaded_at).day
    }
}

impl App {
    /// The rules in force. Whoever needs them twice in one piece of work asks once.
    pub fn rules(&self) -> Arc<Rules> {
        let held = self.inner.rules.read().unwrap_or_else(std::sync::PoisonError::into_inner);
        Arc::clone(&held)
    }

    fn put_rules(&self, rules: Rules) {
        let mut held = self.inner.rules.write().unwrap_or_else(std::sync::PoisonError::into_inner);
        *held = Arc::new(rules);
    }
}
