//! `gopy reorganise`: a plan is shown, or signed for an account of the level above and carried out.

use std::io::Write;
use std::path::PathBuf;

use anyhow::Context as _;
use chrono::NaiveDate;
use clap::Args;
use uuid::Uuid;

use super::WrongUse;
use crate::app::reorganisation::{self, NewPlan, Preview};
use crate::app::{App, AppError};
use crate::domain::letter::Lang;
use crate::i18n::{self, Locales};

/// Sắp xếp tổ chức theo một kế hoạch: tất cả hoặc không gì cả.
#[derive(Debug, Clone, Args)]
pub struct ReorganiseArgs {
    /// Kế hoạch, tệp .xlsx hoặc .csv.
    file: PathBuf,
    /// Ngày đầu tiên của cơ cấu mới; mặc định hôm nay.
    #[arg(long, value_name = "YYYY-MM-DD")]
    on: Option<NaiveDate>,
    /// Tên gọi của kế hoạch; mặc định tên tệp.
    #[arg(long)]
    name: Option<String>,
    /// Chỉ xem sẽ thay đổi gì.
    #[arg(long)]
    dry_run: bool,
    /// Tài khoản cấp trên ký kế hoạch.
    #[arg(long, value_name = "LOGIN")]
    signed_by: Option<String>,
    /// Lý do có tổ chức chưa đủ người đứng đầu, cấp phó.
    #[arg(long, value_name = "REASON", default_value = "")]
    waive: String,
}

/// Runs the command. It tells nothing of cases: whoever holds the machine may be kept out of them.
///
/// # Errors
/// [`WrongUse`] when nobody signs; a failure when the plan has flaws, after they were printed.
pub async fn run(args: &ReorganiseArgs, app: &App, out: &mut impl Write) -> anyhow::Result<()> {
    let shown = args.file.display();
    let content =
        std::fs::read(&args.file).with_context(|| format!("không đọc được tệp {shown}"))?;
    let file_name = args.file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let plan = NewPlan {
        name: args.name.clone().unwrap_or_else(|| file_name.clone()),
        on: args.on.unwrap_or(app.now().day),
        file_name,
        content,
    };
    if !args.dry_run
        && let Some(id) = reorganisation::carried_out(app, &plan).await?
    {
        return Ok(writeln!(out, "kế hoạch này đã được ký và thực hiện: {}", place(id))?);
    }
    let preview = reorganisation::dry_run(app, plan.clone()).await?;
    tell(&preview, out)?;
    if !preview.flaws.is_empty() {
        let n = preview.flaws.len();
        anyhow::bail!("chưa thay đổi gì: kế hoạch có {n} chỗ phải sửa");
    }
    if args.dry_run {
        return Ok(writeln!(out, "chỉ xem trước, chưa thay đổi gì")?);
    }
    let login = args.signed_by.as_deref().ok_or_else(|| {
        WrongUse("cần --signed-by <tài khoản cấp trên>, hoặc --dry-run để chỉ xem".to_owned())
    })?;
    match reorganisation::carry_out(app, login, plan, &args.waive).await {
        Ok(id) => Ok(writeln!(out, "đã sắp xếp: {}", place(id))?),
        Err(AppError::Flaws(_)) => {
            anyhow::bail!("có tổ chức chưa đủ người đứng đầu hoặc cấp phó: cần --waive <lý do>")
        }
        Err(AppError::NotFound) => anyhow::bail!("không có tài khoản cấp trên \"{login}\""),
        Err(AppError::Stale) => anyhow::bail!("sổ vừa được người khác thay đổi; chạy lại lệnh này"),
        Err(AppError::Refused(_)) => anyhow::bail!("chưa đến ngày có hiệu lực của kế hoạch"),
        Err(error) => Err(error.into()),
    }
}

fn place(id: Uuid) -> String {
    format!("/noi-bo/to-chuc/sap-xep/{id}")
}

fn tell(preview: &Preview, out: &mut impl Write) -> anyhow::Result<()> {
    let words = Locales::embedded()?;
    for flaw in &preview.flaws {
        let (place, what) = i18n::reorganisation::flaw(&words, Lang::Vi, flaw)?;
        writeln!(out, "{place}: {what}")?;
    }
    for unit in &preview.units {
        let what = words.plain(Lang::Vi, &format!("reorg-unit-{}", unit.what))?;
        let into = if unit.into.is_empty() { String::new() } else { " → ".to_owned() };
        writeln!(out, "  {what}: {} ({}){into}{}", unit.name, unit.code, unit.into.join(", "))?;
    }
    for account in &preview.accounts {
        let lost = || words.plain(Lang::Vi, "reorg-account-lost");
        let to = account.to.clone().map_or_else(lost, Ok)?;
        writeln!(out, "  {}: {} → {to}", account.login, account.from)?;
    }
    for (unit, lacks) in &preview.gaps {
        writeln!(out, "  ■ {unit}: {}", words.plain(Lang::Vi, &format!("reorg-lacks-{lacks}"))?)?;
    }
    let counts = [
        ("reorg-members", preview.members),
        ("reorg-posts-ended", preview.posts_ended),
        ("reorg-posts-begun", preview.posts_begun),
    ];
    for (key, count) in counts {
        writeln!(out, "{}: {count}", words.plain(Lang::Vi, key)?)?;
    }
    Ok(())
}
