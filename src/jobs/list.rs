//! Every job there is, in the order in which a single round runs them: what owes mail comes before the mail.

use std::time::Duration;

use super::{Bell, Job, Report};
use crate::app::{self, App, AppError};
use crate::config::Settings;

/// All jobs.
pub static JOBS: [Job; 1] = [Job {
    name: "send-mail",
    pace: mail_pace,
    bell: Bell::Mail,
    run: |app| Box::pin(send_mail(app)),
}];

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
