//! Every job there is, in the order in which a single round runs them: what owes mail comes before the mail.

use std::time::Duration;

use super::{Bell, Job, Report};
use crate::app::{self, App, AppError};
use crate::config::Settings;

/// All jobs.
pub static JOBS: [Job; 6] = [
    Job {
        name: "resume-silent",
        pace: |_| OFTEN,
        bell: Bell::None,
        run: |app| Box::pin(resume_silent(app)),
    },
    Job {
        name: "lapse-windows",
        pace: |_| OFTEN,
        bell: Bell::None,
        run: |app| Box::pin(lapse_windows(app)),
    },
    Job { name: "remind", pace: |_| OFTEN, bell: Bell::None, run: |app| Box::pin(remind(app)) },
    Job {
        name: "purge-sessions",
        pace: |_| HOURLY,
        bell: Bell::None,
        run: |app| Box::pin(purge_sessions(app)),
    },
    Job {
        name: "send-mail",
        pace: mail_pace,
        bell: Bell::Mail,
        run: |app| Box::pin(send_mail(app)),
    },
    Job {
        name: "silence-check",
        pace: |_| HOURLY,
        bell: Bell::None,
        run: |app| Box::pin(silence_check(app)),
    },
];

/// For what goes by the day: soon enough after midnight, and after a late start.
const OFTEN: Duration = Duration::from_mins(15);
const HOURLY: Duration = Duration::from_hours(1);

/// Half the first pause after a failure, so that a second try is not late; at least every ten seconds,
/// because mail of a process that died rings no bell.
fn mail_pace(settings: &Settings) -> Duration {
    let half = Duration::from_millis(settings.mail.retry_base_ms / 2);
    half.clamp(Duration::from_millis(100), Duration::from_secs(10))
}

async fn send_mail(app: &App) -> Result<Report, AppError> {
    let report = app::post::send_due(app).await?;
    let words = format!(
        "sent {}, put off {}, to paper {}, abandoned {}, dropped {}",
        report.sent, report.put_off, report.to_paper, report.abandoned, report.dropped
    );
    Ok(Report { done: report.total().into(), words })
}

/// Residents who did not answer in time: their cases go on.
async fn resume_silent(app: &App) -> Result<Report, AppError> {
    let done = app::reminders::resume_silent(app).await?;
    Ok(Report { done, words: format!("resumed {done}") })
}

/// Terms to explain that passed unused.
async fn lapse_windows(app: &App) -> Result<Report, AppError> {
    let done = app::reminders::pass_windows(app).await?;
    Ok(Report { done, words: format!("lapsed {done}") })
}

async fn remind(app: &App) -> Result<Report, AppError> {
    let app::reminders::Report { clocks, mails } = app::reminders::remind_due(app).await?;
    Ok(Report { done: clocks, words: format!("looked at {clocks} clocks, owes {mails} mails") })
}

async fn purge_sessions(app: &App) -> Result<Report, AppError> {
    let done = app::sessions::purge(app).await?;
    Ok(Report { done, words: format!("ended {done}") })
}

/// Says aloud what went quiet; the operators' page asks the same.
async fn silence_check(app: &App) -> Result<Report, AppError> {
    let red = app::operations::silence_check(app).await?;
    if red.is_empty() {
        return Ok(Report { done: 0, words: "all is well".to_owned() });
    }
    let words = red.join(", ");
    tracing::error!(red = words, "something went quiet that should have made a noise");
    Ok(Report { done: red.len() as u64, words })
}
