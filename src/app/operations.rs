//! Whether the machine does its duty: health, the silence check.

use chrono::{DateTime, FixedOffset, NaiveDate, TimeDelta, Utc};

use super::{App, AppError, breaches, recount, runs, vault};
use crate::clock::hanoi;
use crate::domain::access::{Account, Role};
use crate::domain::ids::AccountId;

/// How the machine stands.
#[derive(Clone, Debug)]
pub struct Health {
    pub database: bool,
    pub migrated: bool,
    pub jobs: Vec<JobView>,
    /// Jobs that have not run for too long.
    pub quiet: Vec<&'static str>,
    /// Last day of the decreed calendar.
    pub decreed_until: Option<NaiveDate>,
}

/// When a job ran last. What it did then is for the log: its numbers count cases.
#[derive(Clone, Debug)]
pub struct JobView {
    pub name: String,
    pub ran_at: DateTime<Utc>,
}

impl JobView {
    /// When it ran, as the clock on the wall showed it in Hanoi.
    pub fn ran_in_hanoi(&self) -> DateTime<FixedOffset> {
        self.ran_at.with_timezone(&hanoi())
    }
}

/// A mail older than this is stuck.
const STUCK: TimeDelta = TimeDelta::hours(1);
/// Every job runs at least this often.
const JOB_PACE: TimeDelta = TimeDelta::hours(25);
/// Database, migrations and jobs: nothing that depends on any case.
///
/// # Errors
/// When the database fails in the middle of the answer.
pub async fn health(app: &App) -> Result<Health, AppError> {
    if app.store().ping().await.is_err() {
        let (jobs, quiet) = (Vec::new(), Vec::new());
        let decreed_until = app.rules().calendar().decreed_until();
        return Ok(Health { database: false, migrated: false, jobs, quiet, decreed_until });
    }
    let migrated = app.store().migrations().await?.iter().all(|(_, applied)| *applied);
    let jobs = app.store().job_runs().await?;
    let jobs = jobs.into_iter().map(|run| JobView { name: run.name, ran_at: run.ran_at }).collect();
    let quiet = if migrated { quiet_jobs(app, app.now().at).await? } else { Vec::new() };
    let decreed_until = app.rules().calendar().decreed_until();
    Ok(Health { database: true, migrated, jobs, quiet, decreed_until })
}

/// What whoever runs the machine must look at, in stable codes. Of a case they are kept out of, not even
/// that something is stuck.
///
/// # Errors
/// When the database fails; [`AppError::NotFound`] for whom the machine is none of their business.
pub async fn red(app: &App, who: &Account) -> Result<Vec<String>, AppError> {
    if who.role != Role::Admin {
        return Err(AppError::NotFound);
    }
    let health = health(app).await?;
    match (health.database, health.migrated) {
        (false, _) => Ok(vec!["database".to_owned()]),
        (true, false) => Ok(vec!["migrations".to_owned()]),
        (true, true) => checked(app, Some(who.id)).await,
    }
}

/// Asks, on a path of its own, whether anything went quiet that should have made a noise.
///
/// # Errors
/// When the database fails.
pub async fn silence_check(app: &App) -> Result<Vec<String>, AppError> {
    checked(app, None).await
}

async fn checked(app: &App, without: Option<AccountId>) -> Result<Vec<String>, AppError> {
    let now = app.now();
    let mut red = Vec::new();
    if app.store().waits_since(now.at - STUCK, without).await? {
        red.push("mail-stuck".to_owned());
    }
    if app.store().unheard_lapse(working_day_before(app, now.day), without).await? {
        red.push("lapse-unheard".to_owned());
    }
    red.extend(breaches::red(app).await?.map(str::to_owned));
    if !vault::is_held(app).await? {
        red.push("vault-missing".to_owned());
    }
    red.extend(open_red(app).await?);
    Ok(red)
}

/// What is red of calendar and jobs: nothing that any case could move, so that anybody may be told.
///
/// # Errors
/// When the database fails.
pub async fn open_red(app: &App) -> Result<Vec<String>, AppError> {
    let now = app.now();
    let quiet = quiet_jobs(app, now.at).await?.into_iter().map(|job| format!("{QUIET} {job}"));
    Ok(calendar_ends(app, now.day).map(str::to_owned).chain(quiet).collect())
}

/// The code of a job that did not run.
const QUIET: &str = "job-quiet";

/// Days off must be decreed so far ahead that nobody is surprised, and known at least provisionally for a year.
fn calendar_ends(app: &App, today: NaiveDate) -> impl Iterator<Item = &'static str> {
    let (rules, settings) = (app.rules(), &app.settings().calendar);
    let ends = |until: Option<NaiveDate>, days: u32| {
        until.is_none_or(|until| until < today + TimeDelta::days(days.into()))
    };
    let decreed = ends(rules.calendar().decreed_until(), settings.decreed_days);
    let covered = ends(rules.calendar().covered_until(), settings.covered_days);
    let red = [decreed.then_some("calendar-ends"), covered.then_some("calendar-short")];
    red.into_iter().flatten()
}

/// Jobs that have not run for too long. One that never ran counts from the first run of any of them.
async fn quiet_jobs(app: &App, now: DateTime<Utc>) -> Result<Vec<&'static str>, AppError> {
    let Some(since) = runs::since(app).await? else { return Ok(Vec::new()) };
    let ran = app.store().job_runs().await?;
    let last = |job: &str| ran.iter().find(|run| run.name == job).map_or(since, |run| run.ran_at);
    Ok(runs::EXPECTED.into_iter().filter(|job| JOB_PACE < now - last(job)).collect())
}

fn working_day_before(app: &App, day: NaiveDate) -> NaiveDate {
    app.rules().calendar().subtract_working_days(day, 1).unwrap_or(day)
}

fn alarms(text: &mut String, red: &[String]) {
    use std::fmt::Write as _;
    text.push_str("# TYPE gopy_alarm gauge\n");
    for line in red {
        let (code, job) = line.split_once(' ').unwrap_or((line, ""));
        // Writing into a string cannot fail.
        let _written = writeln!(text, "gopy_alarm{{code=\"{code}\",job=\"{job}\"}} 1");
    }
}

/// Figures that anybody may read: of nothing that a case could move.
///
/// # Errors
/// When the database fails.
pub async fn open_figures(app: &App) -> Result<String, AppError> {
    let red = open_red(app).await?;
    let quiet = red.iter().filter(|line| line.starts_with(QUIET)).count();
    let mut text = format!("# TYPE gopy_quiet_jobs gauge\ngopy_quiet_jobs {quiet}\n");
    alarms(&mut text, &red);
    Ok(text)
}

/// Figures of the database in Prometheus' text form: the outbox by state, and what is red. For whoever
/// holds the machine, never on the main address: each letter moves them.
///
/// # Errors
/// When the database fails.
pub async fn figures(app: &App) -> Result<String, AppError> {
    use std::fmt::Write as _;
    let mut text = String::from("# TYPE gopy_outbox_rows gauge\n");
    for (fate, rows) in app.store().outbox_counts().await? {
        // Writing into a string cannot fail.
        let _written = writeln!(text, "gopy_outbox_rows{{state=\"{}\"}} {rows}", fate.name());
    }
    let red = silence_check(app).await?;
    let _written = writeln!(text, "# TYPE gopy_red gauge\ngopy_red {}", red.len());
    alarms(&mut text, &red);
    let waiting = recount::waiting(app, None).await?;
    let _written =
        writeln!(text, "# TYPE gopy_clocks_in_doubt gauge\ngopy_clocks_in_doubt {waiting}");
    if let Some(until) = app.rules().calendar().decreed_until() {
        let days = (until - app.now().day).num_days();
        let _written = writeln!(
            text,
            "# TYPE gopy_calendar_decreed_days gauge\ngopy_calendar_decreed_days {days}"
        );
    }
    Ok(text)
}
