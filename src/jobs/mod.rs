//! Work that nobody waits for.
//!
//! A job takes no input: it looks at the database and does what is left to do, so that running it twice
//! does its work once. It runs when its bell rings and, in case a ring got lost, at a steady pace.

mod list;

use std::error::Error;
use std::panic::AssertUnwindSafe;
use std::time::{Duration, Instant};

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use tokio::time::{MissedTickBehavior, interval, sleep};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::app::{self, App, AppError};
use crate::config::Settings;
pub use list::JOBS;

/// How long a run may go on after it was told to stop. What it had begun is begun again at the next start.
const GRACE: Duration = Duration::from_secs(5);

/// A run that found nothing to do is noted only this often.
const SIGN_OF_LIFE: Duration = Duration::from_mins(1);

/// One background job.
pub struct Job {
    pub name: &'static str,
    /// The longest time between two runs.
    pace: fn(&Settings) -> Duration,
    bell: Bell,
    run: for<'a> fn(&'a App) -> BoxFuture<'a, Result<Report, AppError>>,
}

/// What wakes a job before its time.
#[derive(Clone, Copy)]
enum Bell {
    None,
    Mail,
    Gate,
    Clocks,
    Vault,
}

/// What one run did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// How many things it changed.
    pub done: u64,
    /// The same in words, for operators.
    pub words: String,
}

/// A job that was asked for by a name that none has.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no job \"{asked}\"; there are: {known}", known = names())]
pub struct Unknown {
    pub asked: String,
}

/// Starts every job; they end soon after `stop`, and the tracker tells when all have.
pub fn start(app: &App, stop: &CancellationToken) -> TaskTracker {
    let tracker = TaskTracker::new();
    for job in &JOBS {
        tracker.spawn(keep_running(job, app.clone(), stop.clone()));
    }
    tracker.close();
    tracker
}

/// Runs one job, or all in the order of their list, once each.
///
/// # Errors
/// [`Unknown`] for a name that no job has, else the first failure.
pub async fn run_once(
    app: &App,
    name: Option<&str>,
) -> anyhow::Result<Vec<(&'static str, Report)>> {
    let chosen: Vec<&Job> =
        JOBS.iter().filter(|job| name.is_none_or(|name| name == job.name)).collect();
    if let (Some(asked), true) = (name, chosen.is_empty()) {
        return Err(Unknown { asked: asked.to_owned() }.into());
    }
    let mut reports = Vec::new();
    for job in chosen {
        let report = (job.run)(app).await?;
        app::runs::note(app, job.name, &report.words).await?;
        reports.push((job.name, report));
    }
    Ok(reports)
}

fn names() -> String {
    JOBS.iter().map(|job| job.name).collect::<Vec<_>>().join(", ")
}

async fn keep_running(job: &'static Job, app: App, stop: CancellationToken) {
    let mut pace = interval((job.pace)(app.settings()));
    pace.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut noted = None;
    loop {
        tokio::select! {
            biased;
            () = stop.cancelled() => return,
            _ = pace.tick() => (),
            () = job.rung(&app) => (),
        }
        tokio::select! {
            () = job.run_noted(&app, &mut noted) => (),
            () = out_of_time(&stop) => {
                tracing::warn!(job = job.name, "stopped in the middle of its work");
                return;
            }
        }
    }
}

async fn out_of_time(stop: &CancellationToken) {
    stop.cancelled().await;
    sleep(GRACE).await;
}

impl Job {
    async fn rung(&self, app: &App) {
        match self.bell {
            Bell::Mail => app.mail_due().await,
            Bell::Gate => app.gate_due().await,
            Bell::Clocks => app.clocks_due().await,
            Bell::Vault => app.vault_due().await,
            Bell::None => std::future::pending().await,
        }
    }

    /// A failed run is logged and left to the next one; so is one that panics.
    async fn run_noted(&self, app: &App, noted: &mut Option<Instant>) {
        let job = self.name;
        let report = match AssertUnwindSafe((self.run)(app)).catch_unwind().await {
            Ok(Ok(report)) => report,
            Ok(Err(error)) => {
                tracing::error!(job, error = &error as &dyn Error, "a job failed");
                return;
            }
            Err(_) => {
                tracing::error!(job, "a job panicked");
                return;
            }
        };
        if report.done == 0 && noted.is_some_and(|at| at.elapsed() < SIGN_OF_LIFE) {
            return;
        }
        if 0 < report.done {
            tracing::info!(job, report = report.words, "a job ran");
        }
        match app::runs::note(app, job, &report.words).await {
            Ok(()) => *noted = Some(Instant::now()),
            Err(error) => {
                tracing::error!(job, error = &error as &dyn Error, "a run could not be noted");
            }
        }
    }
}
