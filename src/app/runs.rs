//! The log of the background jobs.

use chrono::{DateTime, Utc};

use super::{App, AppError};
use crate::store::job_runs::JobRun;

/// Every job that must run, for the silence check: it asks on a path of its own and so keeps its own list,
/// which a test holds against that of the jobs.
pub const EXPECTED: [&str; 18] = [
    "check-clocks",
    "resume-silent",
    "wake-recorded",
    "end-holds",
    "take-back",
    "lapse-windows",
    "recheck-gate",
    "raise",
    "check-in",
    "remind",
    "purge-sessions",
    "shred",
    "sweep-files",
    "keep-vault",
    "purge-mail",
    "sign-head",
    "send-mail",
    "silence-check",
];

/// Notes that a job ran to its end, and what it did.
///
/// # Errors
/// When the database fails.
pub async fn note(app: &App, job: &str, report: &str) -> Result<(), AppError> {
    let run = JobRun { name: job.to_owned(), ran_at: app.now().at, report: report.to_owned() };
    Ok(app.store().note_run(&run).await?)
}

/// Since when jobs have been running here at all; none before the first.
///
/// # Errors
/// When the database fails.
pub(crate) async fn since(app: &App) -> Result<Option<DateTime<Utc>>, AppError> {
    Ok(app.store().first_run().await?)
}

/// The last run of each job.
///
/// # Errors
/// When the database fails.
pub async fn last(app: &App) -> Result<Vec<JobRun>, AppError> {
    Ok(app.store().job_runs().await?)
}
