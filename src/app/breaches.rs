//! A suspected breach of personal data: written down, counted in hours, told to the authority in time.

use chrono::{DateTime, FixedOffset, NaiveDateTime, TimeDelta, Utc};
use uuid::Uuid;

use super::words::Words;
use super::{App, AppError, fresh_id, leak};
use crate::clock::hanoi;
use crate::domain::access::{Account, Role};
use crate::domain::deadline;
use crate::domain::letter::{self, Field, FieldFlaw, Flaw, limits};
use crate::domain::worded::Worded;
use crate::store::audit::Entry;
use crate::store::breaches::Breach;

/// The rule that gives the hours, in the shipped table.
const RULE: &str = "DP-01";

/// Hours before the end from which it is shown red.
const SOON: TimeDelta = TimeDelta::hours(24);

#[derive(Clone, Debug)]
pub struct BreachView {
    pub id: Uuid,
    pub what: String,
    /// Why words of it stay that may betray a reporter; empty as a rule.
    pub keep_reason: String,
    /// As the clock on the wall showed it in Hanoi.
    pub noticed_at: DateTime<FixedOffset>,
    pub due_at: DateTime<FixedOffset>,
    pub basis: Worded,
    pub recorded_by: String,
    pub reported_at: Option<DateTime<FixedOffset>>,
    /// Whole hours left; negative when they are over. Nothing once it was told.
    pub hours_left: Option<i64>,
    /// Over, or nearly.
    pub red: bool,
}

/// Whoever runs the machine, confirms for the committee, or sits above.
pub fn may(who: &Account) -> bool {
    matches!(who.role, Role::Admin | Role::Approver | Role::Above)
}

fn allowed(who: &Account) -> Result<(), AppError> {
    if may(who) { Ok(()) } else { Err(AppError::NotFound) }
}

fn place(id: Uuid) -> String {
    format!("Breach:{id}")
}

/// Writes a suspected breach down; the hours run from when it was noticed.
///
/// Whoever runs the machine reads it, and the authority is told from it: neither may learn who wrote a letter.
///
/// # Errors
/// [`AppError::NotFound`] for others; [`AppError::Flaws`] for no words or a time ahead; [`AppError::Risks`] for words
/// that may betray a reporter, unless they say why they must.
pub async fn record(
    app: &App,
    who: &Account,
    words: &Words,
    noticed_at: DateTime<Utc>,
) -> Result<(), AppError> {
    allowed(who)?;
    let flaw = |field, flaw| AppError::Flaws(vec![FieldFlaw { field, flaw }]);
    let line = |text: &str| {
        letter::text_within(text, limits::MESSAGE).map_err(|why| flaw(Field::Text, why))
    };
    let (what, keep) = (line(words.note())?, line(words.keep_reason())?);
    if what.is_empty() {
        return Err(flaw(Field::Text, Flaw::Empty));
    }
    let now = app.now();
    if now.at < noticed_at {
        return Err(flaw(Field::HappenedOn, Flaw::Future));
    }
    leak::check_alone(words)?;
    let id = fresh_id();
    let sealed = |text: String| app.keys().seal(&place(id), text.as_bytes());
    let one = Breach {
        id,
        noticed_at,
        due_at: due(app, noticed_at)?,
        rule: RULE.to_owned(),
        what: sealed(what),
        keep_reason: Some(keep).filter(|keep| !keep.is_empty()).map(sealed),
        recorded_by: who.id,
        reported_at: None,
    };
    let tx = app.store().begin().await?;
    tx.add_breach(&one).await?;
    tx.audit(app.keys(), now.at, now.day, &[entry(who, "record-breach", id)]).await?;
    Ok(tx.commit().await?)
}

/// When the hours of the rule are over: clock hours, nights and days off included.
fn due(app: &App, noticed_at: DateTime<Utc>) -> Result<DateTime<Utc>, AppError> {
    let rules = app.rules();
    let rule = rules.book.rule(RULE).map_err(anyhow::Error::from)?;
    let local = noticed_at.with_timezone(&hanoi()).naive_local();
    let due = deadline::due_at(rule, local, &[], rules.calendar()).map_err(anyhow::Error::from)?;
    Ok(in_hanoi(due.due).ok_or_else(|| anyhow::anyhow!("no such hour"))?)
}

/// Notes that the authority was told.
///
/// # Errors
/// [`AppError::NotFound`] for others, or where nothing waits.
pub async fn reported(app: &App, who: &Account, id: Uuid) -> Result<(), AppError> {
    allowed(who)?;
    let now = app.now();
    let tx = app.store().begin().await?;
    tx.breach_reported(id, who.id, now.at).await?;
    tx.audit(app.keys(), now.at, now.day, &[entry(who, "report-breach", id)]).await?;
    Ok(tx.commit().await?)
}

fn entry(who: &Account, action: &str, id: Uuid) -> Entry {
    Entry {
        actor: who.id.to_string(),
        action: action.to_owned(),
        object: id.to_string(),
        detail: RULE.to_owned(),
    }
}

/// The newest first.
///
/// # Errors
/// [`AppError::NotFound`] for whom this is none of their business.
pub async fn list(app: &App, who: &Account) -> Result<Vec<BreachView>, AppError> {
    allowed(who)?;
    let (all, now) = (app.store().breaches().await?, app.now().at);
    let ids: Vec<_> = all.iter().map(|one| one.recorded_by).collect();
    let names = app.store().accounts(&ids).await?;
    let rules = app.rules();
    let view = |one: Breach| {
        let left = one.due_at - now;
        let open = one.reported_at.is_none();
        let name = names.iter().find(|row| row.account.id == one.recorded_by);
        let opened = |sealed: &[u8]| app.keys().open_text(&place(one.id), sealed);
        let keep = one.keep_reason.as_deref().map(opened).transpose()?;
        Ok(BreachView {
            what: opened(&one.what)?,
            keep_reason: keep.unwrap_or_default(),
            id: one.id,
            noticed_at: one.noticed_at.with_timezone(&hanoi()),
            due_at: one.due_at.with_timezone(&hanoi()),
            basis: rules.book.rule(&one.rule).map(|rule| rule.basis.clone()).unwrap_or_default(),
            recorded_by: name.map(|row| row.display_name.clone()).unwrap_or_default(),
            reported_at: one.reported_at.map(|at| at.with_timezone(&hanoi())),
            hours_left: open.then(|| left.num_minutes().div_euclid(60)),
            red: open && left <= SOON,
        })
    };
    all.into_iter().map(view).collect()
}

/// What the silence check says, every hour, while the authority has not been told.
pub(super) async fn red(app: &App) -> Result<Option<&'static str>, AppError> {
    let due = app.store().breach_due().await?;
    let now = app.now().at;
    Ok(due.map(|due| if due < now { "breach-late" } else { "breach-open" }))
}

/// A moment as the clock on the wall shows it in Hanoi.
pub fn in_hanoi(local: NaiveDateTime) -> Option<DateTime<Utc>> {
    local.and_local_timezone(hanoi()).single().map(|at| at.to_utc())
}
