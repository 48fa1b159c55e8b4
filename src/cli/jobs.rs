//! `gopy jobs`: runs the background jobs once.

use std::io::Write;

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use clap::{Args, Subcommand};

use super::WrongUse;
use crate::app::App;
use crate::clock::hanoi;
use crate::jobs;

/// Chạy các việc nền một lần.
#[derive(Debug, Clone, Args)]
pub struct JobsArgs {
    #[command(subcommand)]
    pub command: JobsCommand,
}

#[derive(Debug, Clone, Subcommand)]
pub enum JobsCommand {
    /// Chạy một việc, hoặc mọi việc nếu không ghi tên.
    Run {
        /// Tên việc, ví dụ send-mail.
        name: Option<String>,
        /// Chạy như thể đang ở thời điểm này: YYYY-MM-DD (08:00), YYYY-MM-DDTHH:MM (giờ Hà Nội) hoặc RFC 3339.
        /// Chỉ dùng với dữ liệu trình diễn hoặc thử nghiệm.
        #[arg(long, value_name = "INSTANT", value_parser = instant)]
        at: Option<DateTime<Utc>>,
    },
}

impl JobsArgs {
    /// The instant to run at; the clock of `app` must stand there.
    pub fn at(&self) -> Option<DateTime<Utc>> {
        let JobsCommand::Run { at, .. } = &self.command;
        *at
    }
}

/// Runs the jobs and prints a line for each.
///
/// # Errors
/// [`WrongUse`] for a name that no job has, else the first failure.
pub async fn run(args: &JobsArgs, app: &App, out: &mut impl Write) -> anyhow::Result<()> {
    let JobsCommand::Run { name, .. } = &args.command;
    let reports = jobs::run_once(app, name.as_deref()).await.map_err(|error| match error
        .downcast::<jobs::Unknown>(
    ) {
        Ok(unknown) => WrongUse(unknown.to_string()).into(),
        Err(error) => error,
    })?;
    for (name, report) in reports {
        writeln!(out, "{name}: {}", report.words)?;
    }
    Ok(())
}

/// Reads an instant as people write it; a bare day means the beginning of its office hours.
fn instant(text: &str) -> Result<DateTime<Utc>, String> {
    if let Ok(at) = DateTime::parse_from_rfc3339(text) {
        return Ok(at.to_utc());
    }
    let day = NaiveDate::parse_from_str(text, "%Y-%m-%d")
        .map(|day| day.and_time(NaiveTime::from_hms_opt(8, 0, 0).unwrap_or_default()));
    let local = day.or_else(|_| NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M"));
    local
        .ok()
        .and_then(|local| local.and_local_timezone(hanoi()).single())
        .map(|at| at.to_utc())
        .ok_or_else(|| "phải là YYYY-MM-DD, YYYY-MM-DDTHH:MM hoặc RFC 3339".to_owned())
}
