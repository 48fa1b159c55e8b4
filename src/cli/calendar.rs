//! `gopy calendar`: the versions of the calendar, a year of it, and loading a year.

use std::io::Write;
use std::path::PathBuf;

use anyhow::Context as _;
use chrono::Datelike as _;
use clap::Subcommand;

use super::WrongUse;
use crate::app::calendars::{self, By, Effect, Preview, RawYear};
use crate::app::{App, AppError, LineFlaw, recount};
use crate::domain::letter::Lang;
use crate::i18n::Locales;

#[derive(Debug, Clone, Subcommand)]
pub enum CalendarCommand {
    /// Nhập lịch nghỉ một năm (cột như days.csv, thêm một dòng cho chính năm đó) và đối chiếu các thời hạn đang chạy.
    Load {
        file: PathBuf,
        /// Chỉ xem sẽ ảnh hưởng thế nào, không áp dụng.
        #[arg(long)]
        dry_run: bool,
    },
    /// Các bản lịch và các năm của bản đang dùng.
    List,
    /// Một năm của lịch đang dùng, theo đúng dạng nhập lại được.
    Show { year: i32 },
}

/// Runs the command.
///
/// # Errors
/// What is wrong with the file, line by line; nothing is adopted then.
pub async fn run(command: &CalendarCommand, app: &App, out: &mut impl Write) -> anyhow::Result<()> {
    calendars::refresh(app).await?;
    match command {
        CalendarCommand::Load { file, dry_run } => {
            let rows = std::fs::read_to_string(file)
                .with_context(|| format!("không đọc được {}", file.display()))?;
            load(app, &RawYear { head: None, rows }, *dry_run, out).await
        }
        CalendarCommand::List => list(app, out).await,
        CalendarCommand::Show { year } => {
            let text = calendars::year_file(&app.rules(), *year)
                .map_err(|_| WrongUse(format!("lịch đang dùng không có năm {year}")))?;
            Ok(write!(out, "{text}")?)
        }
    }
}

async fn load(app: &App, raw: &RawYear, dry_run: bool, out: &mut impl Write) -> anyhow::Result<()> {
    let done = if dry_run {
        calendars::preview(app, By::CommandLine, raw).await
    } else {
        calendars::adopt(app, By::CommandLine, raw).await
    };
    let preview = done.map_err(spoken)?;
    told(&preview, out)?;
    if dry_run {
        writeln!(out, "chưa áp dụng gì (--dry-run)")?;
        return Ok(());
    }
    let recount::Report { same, firm, affected } = recount::check(app).await?;
    writeln!(
        out,
        "đã áp dụng: {same} thời hạn giữ nguyên, {firm} hồ sơ có hạn thành chắc chắn, {affected} thời hạn chờ quyết định"
    )?;
    Ok(())
}

fn told(preview: &Preview, out: &mut impl Write) -> std::io::Result<()> {
    let status = if preview.year.decreed { "đã công bố" } else { "tạm tính" };
    let Preview { year, version, days, .. } = preview;
    writeln!(out, "năm {} ({status}), bản {version}, {days} dòng, {}", year.year, year.source)?;
    if !preview.changed.is_empty() {
        let days: Vec<String> =
            preview.changed.iter().map(|day| day.format("%d/%m/%Y").to_string()).collect();
        writeln!(out, "khác lịch đang dùng: {}", days.join(", "))?;
    }
    let Effect { stay, firm, affected } = preview.effect;
    writeln!(
        out,
        "thời hạn đang chạy: {stay} giữ nguyên, {firm} thành chắc chắn hoặc báo lại, {affected} phải xem lại"
    )
}

async fn list(app: &App, out: &mut impl Write) -> anyhow::Result<()> {
    for row in calendars::versions(app).await? {
        let by = calendars::loader(app, &row).await?;
        let what = row.changed_year.map_or("tất cả".to_owned(), |year| format!("năm {year}"));
        writeln!(out, "{:<8} {:<9} {} {by} {}", row.version, what, row.loaded_on(), row.source)?;
    }
    let rules = app.rules();
    let calendar = rules.calendar();
    for year in calendar.years() {
        let status = if year.decreed { "đã công bố" } else { "tạm tính" };
        let days = calendar.special_days().filter(|row| row.day.year() == year.year).count();
        writeln!(out, "{} {status:<10} {days:>3} dòng  {}", year.year, year.source)?;
    }
    match calendar.decreed_until() {
        Some(until) => writeln!(out, "đã công bố đến {until}")?,
        None => writeln!(out, "chưa có năm nào được công bố")?,
    }
    Ok(())
}

/// Every line to mend, in the words of the page.
fn spoken(error: AppError) -> anyhow::Error {
    let AppError::Lines(found) = error else { return error.into() };
    match sentences(&found) {
        Ok(lines) => WrongUse(lines.join("\n")).into(),
        Err(error) => error,
    }
}

fn sentences(found: &[LineFlaw]) -> anyhow::Result<Vec<String>> {
    let locales = Locales::embedded()?;
    let sentence = |flaw: &LineFlaw| {
        let said = locales.about(Lang::Vi, &format!("line-flaw-{}", flaw.code), &flaw.about)?;
        Ok(flaw.line.map_or(said.clone(), |line| format!("dòng {line}: {said}")))
    };
    found.iter().map(sentence).collect()
}
