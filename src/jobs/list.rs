//! Every job there is, in the order in which a single round runs them: what owes mail comes before the mail.

use std::time::Duration;

use super::{Bell, Job, Report};
use crate::app::duties::{self, Duty};
use crate::app::{self, App, AppError};
use crate::config::Settings;

/// A job that takes one step on every case for which it is due.
macro_rules! duty {
    ($name:literal, $pace:expr, $duty:expr) => {
        Job {
            name: $name,
            pace: |_| $pace,
            bell: Bell::None,
            run: |app| Box::pin(discharge(app, $duty)),
        }
    };
}

/// All jobs.
pub static JOBS: [Job; 18] = [
    Job {
        name: "check-clocks",
        pace: |_| EACH_MINUTE,
        bell: Bell::Clocks,
        run: |app| Box::pin(check_clocks(app)),
    },
    duty!("resume-silent", OFTEN, Duty::ResumeSilent),
    duty!("wake-recorded", OFTEN, Duty::WakeRecorded),
    duty!("end-holds", OFTEN, Duty::EndHold),
    duty!("take-back", OFTEN, Duty::TakeBack),
    duty!("lapse-windows", OFTEN, Duty::PassReply),
    Job {
        name: "recheck-gate",
        pace: |_| OFTEN,
        bell: Bell::Gate,
        run: |app| Box::pin(recheck_gate(app)),
    },
    duty!("raise", HOURLY, Duty::Raise),
    Job { name: "check-in", pace: |_| OFTEN, bell: Bell::None, run: |app| Box::pin(check_in(app)) },
    Job { name: "remind", pace: |_| OFTEN, bell: Bell::None, run: |app| Box::pin(remind(app)) },
    Job {
        name: "purge-sessions",
        pace: |_| HOURLY,
        bell: Bell::None,
        run: |app| Box::pin(purge_sessions(app)),
    },
    Job { name: "shred", pace: |_| HOURLY, bell: Bell::None, run: |app| Box::pin(shred(app)) },
    Job {
        name: "sweep-files",
        pace: |_| HOURLY,
        bell: Bell::None,
        run: |app| Box::pin(sweep_files(app)),
    },
    Job {
        name: "keep-vault",
        pace: |_| EACH_MINUTE,
        bell: Bell::Vault,
        run: |app| Box::pin(keep_vault(app)),
    },
    Job {
        name: "purge-mail",
        pace: |_| HOURLY,
        bell: Bell::None,
        run: |app| Box::pin(purge_mail(app)),
    },
    Job {
        name: "sign-head",
        pace: |_| OFTEN,
        bell: Bell::None,
        run: |app| Box::pin(sign_head(app)),
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
/// A calendar that another node adopted is noticed soon; the look at its number costs nothing.
const EACH_MINUTE: Duration = Duration::from_mins(1);
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

/// Takes over calendars and rules that are newer in the database, and holds open clocks against them.
async fn check_clocks(app: &App) -> Result<Report, AppError> {
    let app::recount::Report { same, firm, affected } = app::recount::check(app).await?;
    let words =
        format!("noted {same} clocks, firm in {firm} cases, {affected} wait for a decision");
    Ok(Report { done: same + firm + affected, words })
}

async fn discharge(app: &App, duty: Duty) -> Result<Report, AppError> {
    let done = duties::discharge(app, duty).await?;
    Ok(Report { done, words: format!("moved {done} cases") })
}

async fn recheck_gate(app: &App) -> Result<Report, AppError> {
    let done = app::conflict::recheck(app).await?;
    Ok(Report { done, words: format!("closed {done} cases to somebody") })
}

async fn check_in(app: &App) -> Result<Report, AppError> {
    let done = duties::check_in(app).await?;
    Ok(Report { done, words: format!("asked {done}") })
}

async fn remind(app: &App) -> Result<Report, AppError> {
    let app::reminders::Report { clocks, mails } = app::reminders::remind_due(app).await?;
    Ok(Report { done: clocks, words: format!("looked at {clocks} clocks, owes {mails} mails") })
}

async fn purge_sessions(app: &App) -> Result<Report, AppError> {
    let done = app::sessions::purge(app).await?;
    Ok(Report { done, words: format!("ended {done}") })
}

async fn shred(app: &App) -> Result<Report, AppError> {
    let done = app::retention::shred(app).await?;
    Ok(Report { done, words: format!("destroyed {done} dossiers") })
}

async fn sweep_files(app: &App) -> Result<Report, AppError> {
    let done = app::evidence::sweep(app).await?;
    Ok(Report { done, words: format!("took away {done} files that nobody claimed") })
}

async fn keep_vault(app: &App) -> Result<Report, AppError> {
    let (moved, ended) = (app::vault::lock_away(app).await?, app::vault::close(app).await?);
    let words = format!("locked away {moved} identities, ended {ended} requests");
    Ok(Report { done: moved + ended, words })
}

async fn purge_mail(app: &App) -> Result<Report, AppError> {
    let done = app::post::purge(app).await?;
    Ok(Report { done, words: format!("emptied {done}") })
}

async fn sign_head(app: &App) -> Result<Report, AppError> {
    let done = app::audit::sign_head(app).await?;
    Ok(Report { done: done.into(), words: format!("signed {}", u8::from(done)) })
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
