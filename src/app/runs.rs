//! The log of the background jobs.

use super::{App, AppError};
use crate::store::job_runs::JobRun;

/// Notes that a job ran to its end, and what it did.
///
/// # Errors
/// When the database fails.
pub async fn note(app: &App, job: &str, report: &str) -> Result<(), AppError> {
    let run = JobRun { name: job.to_owned(), ran_at: app.now().at, report: report.to_owned() };
    Ok(app.store().note_run(&run).await?)
}

/// The last run of each job.
///
/// # Errors
/// When the database fails.
pub async fn last(app: &App) -> Result<Vec<JobRun>, AppError> {
    Ok(app.store().job_runs().await?)
}
