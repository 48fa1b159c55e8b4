//! The command line: each command is a thin door to an operation.

pub mod audit;
pub mod backup;
pub mod calendar;
pub mod demo;
pub mod due;
pub mod generate;
pub mod hashes;
pub mod import;
pub mod jobs;
pub mod matching;
pub mod openapi;
pub mod reorganise;
pub mod serve;
pub mod user;

use std::io::{BufReader, Write, stdin};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Parser, Subcommand};
use thiserror::Error;

use crate::app::{App, calendars, post::Post, register, reseal};
use crate::clock::{Clock, SetClock, SystemClock};
use crate::config::Settings;
use crate::keys::Keys;
use crate::rules::Rules;
use crate::store::Store;

/// The command was used wrongly: one sentence for standard error, and exit code 2.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{0}")]
pub struct WrongUse(pub String);

/// Góp Ý: tiếp nhận và theo dõi ý kiến, phản ánh, khiếu nại, tố cáo.
#[derive(Debug, Parser)]
#[command(name = "gopy", version, arg_required_else_help = true)]
pub struct Cli {
    /// Tệp cấu hình (mặc định: gopy.toml nếu có).
    #[arg(long, global = true, env = "GOPY_CONFIG", value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Chạy trang, API và việc nền trong một tiến trình.
    Serve(serve::ServeArgs),
    /// Nâng, hạ hoặc xem phiên bản cơ sở dữ liệu.
    Migrate {
        #[arg(value_enum)]
        direction: Direction,
    },
    Due(due::DueArgs),
    /// Tìm đảng viên theo lời mô tả tự do.
    Match(matching::MatchArgs),
    Import(import::ImportArgs),
    Export(import::ExportArgs),
    Reorganise(reorganise::ReorganiseArgs),
    /// Tổ chức trình diễn.
    #[command(subcommand)]
    Demo(demo::DemoCommand),
    /// Tài khoản cán bộ.
    #[command(subcommand)]
    User(user::UserCommand),
    /// Lịch nghỉ: các bản, một năm, nhập một năm.
    #[command(subcommand)]
    Calendar(calendar::CalendarCommand),
    Jobs(jobs::JobsArgs),
    Generate(generate::GenerateArgs),
    Backup(backup::BackupArgs),
    Restore(backup::RestoreArgs),
    /// Nhật ký: có nguyên vẹn không, và các mốc đã ký.
    #[command(subcommand)]
    Audit(audit::AuditCommand),
    /// Đo số lần băm chậm mỗi giây của máy này.
    #[command(hide = true)]
    Hashes(hashes::HashesArgs),
    /// In tài liệu OpenAPI.
    Openapi,
    /// Kiểm tra cấu hình, mẫu, lời văn, lịch và quy tắc thời hạn.
    Check,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Direction {
    Up,
    Down,
    Status,
}

/// Runs what the arguments ask for.
///
/// # Errors
/// [`WrongUse`] for wrong use (exit code 2), anything else for a failure (exit code 1).
pub async fn run(cli: Cli, out: &mut impl Write) -> anyhow::Result<()> {
    let config = cli.config.as_deref();
    match cli.command {
        Command::Due(args) => {
            let mut rules = Arc::new(Rules::shipped()?);
            if args.other_calendar(&rules) {
                let app = here(config).await?;
                calendars::refresh(&app).await?;
                rules = app.rules();
            }
            due::run(&args, &rules, &mut BufReader::new(stdin()), out)
        }
        Command::Hashes(args) => hashes::run(&args, out).await,
        Command::Openapi => Ok(openapi::run(out)?),
        Command::Check => check(&Settings::load(config)?, out),
        Command::Migrate { direction } => migrate(&Settings::load(config)?, direction, out).await,
        Command::Serve(args) => serve::run(args, Settings::load(config)?, out).await,
        Command::Match(args) => {
            let app = here(config).await?;
            matching::run(&args, &app, &mut BufReader::new(stdin()), out).await
        }
        Command::Import(args) => {
            let app = here(config).await?;
            Box::pin(import::import(&args, &app, out)).await
        }
        Command::Export(args) => {
            let app = here(config).await?;
            Box::pin(import::export(&args, &app, out)).await
        }
        Command::Reorganise(args) => {
            let app = here(config).await?;
            Box::pin(reorganise::run(&args, &app, out)).await
        }
        Command::Demo(command) => Box::pin(demo::run(&command, || here(config), out)).await,
        Command::User(command) => {
            let app = here(config).await?;
            user::run(command, &app, out).await
        }
        Command::Calendar(command) => {
            let app = here(config).await?;
            calendar::run(&command, &app, out).await
        }
        Command::Generate(args) => {
            let app = here(config).await?;
            generate::run(&args, &app, out).await
        }
        Command::Backup(args) => {
            let app = here(config).await?;
            backup::save(&args, &app, out).await
        }
        Command::Restore(args) => {
            let app = here(config).await?;
            backup::restore(&args, &app, out).await
        }
        Command::Jobs(args) => run_jobs(&args, Settings::load(config)?, out).await,
        Command::Audit(command) => audit::run(&command, config, out).await,
    }
}

/// The portal of this configuration, by the real clock.
async fn here(config: Option<&Path>) -> anyhow::Result<App> {
    open(Settings::load(config)?, Arc::new(SystemClock)).await
}

/// Opens the database with an up-to-date schema, and everything else an operation needs.
///
/// # Errors
/// What cannot be opened, in one sentence.
pub async fn open(settings: Settings, clock: Arc<dyn Clock>) -> anyhow::Result<App> {
    let keys = Keys::load(&settings.keys.master_file)?;
    let store = Store::open(&settings.database).await?;
    store.migrate_up().await?;
    let post = Post::open(&settings)?;
    let app = App::new(store, clock, keys, Rules::shipped()?, settings, post);
    calendars::begin(&app).await?;
    register::file_if_older(&app).await?;
    reseal::old_cases(&app).await?;
    Ok(app)
}

async fn migrate(
    settings: &Settings,
    direction: Direction,
    out: &mut impl Write,
) -> anyhow::Result<()> {
    let store = Store::open(&settings.database).await?;
    match direction {
        Direction::Up => store.migrate_up().await?,
        Direction::Down => store.migrate_down().await?,
        Direction::Status => {}
    }
    for (name, applied) in store.migrations().await? {
        writeln!(out, "{} {name}", if applied { "applied" } else { "pending" })?;
    }
    Ok(())
}

async fn run_jobs(
    args: &jobs::JobsArgs,
    settings: Settings,
    out: &mut impl Write,
) -> anyhow::Result<()> {
    let Some(at) = args.at() else {
        return jobs::run(args, &open(settings, Arc::new(SystemClock)).await?, out).await;
    };
    let app = open(settings, Arc::new(SetClock::at(at))).await?;
    if !app.is_demo().await? {
        let sentence = "--at chỉ dùng với cơ sở dữ liệu trình diễn hoặc thử nghiệm.";
        return Err(WrongUse(sentence.to_owned()).into());
    }
    jobs::run(args, &app, out).await
}

/// Everything that can be wrong before a single letter has come.
fn check(settings: &Settings, out: &mut impl Write) -> anyhow::Result<()> {
    let rules = Rules::shipped()?;
    let unconfirmed =
        rules.book.rules().filter(|rule| rule.confidence.needs_confirmation()).count();
    crate::web::Site::new(settings)?;
    Post::open(settings)?;
    crate::app::evidence::check(settings)?;
    crate::app::oidc::check(settings)?;
    writeln!(out, "cấu hình, mẫu và lời văn: được")?;
    if settings.audit.witnesses.len() < 2 {
        writeln!(out, "nhật ký: nên gửi mốc cho hai người ngoài cơ quan (audit.witnesses)")?;
    }
    writeln!(
        out,
        "quy tắc thời hạn: {} (trong đó {unconfirmed} chờ xác nhận)",
        rules.book.rules().count()
    )?;
    match rules.calendar().decreed_until() {
        Some(until) => {
            writeln!(out, "lịch nghỉ {}: đã công bố đến {until}", rules.calendar().version())?;
        }
        None => {
            writeln!(
                out,
                "lịch nghỉ {}: chưa có năm nào được công bố",
                rules.calendar().version()
            )?;
        }
    }
    Ok(())
}
