//! `gopy backup` and `gopy restore`: a copy of everything, and the way back.

use std::io::Write;
use std::path::PathBuf;

use anyhow::Context as _;
use clap::Args;

use crate::app::App;
use crate::app::backup::{self, Manifest};

/// Sao lưu toàn bộ dữ liệu vào một thư mục trống, trong khi cổng vẫn chạy.
#[derive(Debug, Clone, Args)]
pub struct BackupArgs {
    /// Thư mục mới hoặc trống.
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Thư mục riêng cho khóa của các hồ sơ; tệp khóa của lần sao lưu trước bị thay thế.
    #[arg(long, value_name = "DIR")]
    keys: Option<PathBuf>,
}

/// Khôi phục từ một bản sao lưu vào cơ sở dữ liệu trống; không gửi lại thư nào.
#[derive(Debug, Clone, Args)]
pub struct RestoreArgs {
    /// Thư mục của bản sao lưu.
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Thư mục có tệp khóa của các hồ sơ, nếu không nằm cùng bản sao lưu; khóa mới hơn bản sao lưu cũng dùng được.
    #[arg(long, value_name = "DIR")]
    keys: Option<PathBuf>,
    /// Tệp khóa age (AGE-SECRET-KEY-…) để mở bản sao lưu đã niêm phong.
    #[arg(long, value_name = "FILE")]
    identity: Option<PathBuf>,
}

/// # Errors
/// In one sentence; nothing is left half done.
pub async fn save(args: &BackupArgs, app: &App, out: &mut impl Write) -> anyhow::Result<()> {
    let manifest = backup::write(app, &args.folder, args.keys.as_deref()).await?;
    let sealed = !app.settings().backup.recipient.is_empty();
    writeln!(out, "Đã sao lưu {}.", in_words(&manifest))?;
    if !sealed {
        writeln!(
            out,
            "Bản sao lưu chưa niêm phong: hãy đặt backup.recipient (khóa age) để niêm phong."
        )?;
    }
    if args.keys.is_none() {
        writeln!(
            out,
            "Khóa của các hồ sơ (keys.jsonl.gz) nằm cùng bản sao lưu: chỉ giữ bản mới nhất, hoặc dùng --keys DIR; \
             còn khóa cũ thì nội dung đã tiêu hủy vẫn đọc được từ bản sao lưu cũ."
        )?;
    }
    writeln!(out, "Khóa chủ không nằm trong bản sao lưu: hãy giữ tệp khóa ở nơi khác.")?;
    Ok(())
}

/// # Errors
/// In one sentence; nothing was changed then.
pub async fn restore(args: &RestoreArgs, app: &App, out: &mut impl Write) -> anyhow::Result<()> {
    let identity = match &args.identity {
        None => None,
        Some(path) => {
            let text = std::fs::read_to_string(path)
                .with_context(|| format!("cannot read {}", path.display()))?;
            // `age-keygen` writes comments before the key.
            let key = text.lines().map(str::trim).find(|line| line.starts_with("AGE-SECRET-KEY-"));
            Some(key.context("the file holds no age identity (AGE-SECRET-KEY-…)")?.to_owned())
        }
    };
    let manifest =
        backup::restore(app, &args.folder, args.keys.as_deref(), identity.as_deref()).await?;
    writeln!(out, "Đã khôi phục {}, sao lưu lúc {}.", in_words(&manifest), manifest.written_at)?;
    writeln!(
        out,
        "Thư còn chờ gửi lúc sao lưu không được gửi lại: thư cho người dân chuyển thành văn bản giao tay."
    )?;
    Ok(())
}

fn in_words(manifest: &Manifest) -> String {
    let rows: u64 = manifest.tables.iter().map(|kept| kept.rows).sum();
    format!("{} bảng, {rows} dòng", manifest.tables.len())
}
