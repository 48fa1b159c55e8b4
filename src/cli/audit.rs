//! `gopy audit`: whether the chain of acts is whole, and the heads that were signed.

use std::io::{Read as _, Write, stdin};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context as _;
use clap::Subcommand;

use super::WrongUse;
use crate::app::audit::{self, Verdict};
use crate::clock::SystemClock;
use crate::config::Settings;
use crate::domain::head::{Anchor, SignedHead, from_hex};
use crate::keys::{self, Keys};

#[derive(Debug, Clone, Subcommand)]
pub enum AuditCommand {
    /// Đi hết nhật ký; mã thoát khác 0 và số dòng đầu tiên không khớp nếu nhật ký bị sửa.
    Verify {
        /// Mốc giữ ở ngoài, như trong thư gửi nhân chứng: SỐ DÒNG:MÃ.
        #[arg(long, value_name = "COUNT:HASH")]
        anchor: Option<String>,
    },
    /// In khóa công khai để kiểm tra chữ ký của các mốc.
    Key,
    /// In các mốc đã ký gần đây, mới nhất trước.
    Heads,
    /// Kiểm tra chữ ký của một mốc trong thư đã lưu; không cần cơ sở dữ liệu.
    CheckHead {
        /// Tệp có nội dung thư; "-" là đầu vào chuẩn.
        file: PathBuf,
        /// Khóa công khai đã ghi lại từ trước; thiếu thì dùng khóa của cổng này.
        #[arg(long, value_name = "HEX")]
        key: Option<String>,
    },
}

/// Runs the command.
///
/// # Errors
/// In one sentence: the first row that does not fit, or why a head is not to be trusted.
pub async fn run(
    command: &AuditCommand,
    config: Option<&Path>,
    out: &mut impl Write,
) -> anyhow::Result<()> {
    match command {
        AuditCommand::Verify { anchor } => verify(anchor.as_deref(), config, out).await,
        AuditCommand::Key => Ok(writeln!(out, "{}", keys::hex(&own(config)?.head_key()))?),
        AuditCommand::Heads => heads(config, out).await,
        AuditCommand::CheckHead { file, key } => {
            let key = match key {
                Some(key) => from_hex(key)
                    .ok_or_else(|| WrongUse("--key phải là 64 chữ số thập lục phân".into()))?,
                None => own(config)?.head_key(),
            };
            check_head(&read(file)?, &key, out)
        }
    }
}

async fn verify(
    anchor: Option<&str>,
    config: Option<&Path>,
    out: &mut impl Write,
) -> anyhow::Result<()> {
    let anchor = anchor.map(|text| {
        let wrong = || WrongUse(format!("mốc phải có dạng SỐ:MÃ, không phải \"{text}\""));
        Anchor::parse(text).ok_or_else(wrong)
    });
    let anchor = anchor.transpose()?;
    let app = super::open(Settings::load(config)?, Arc::new(SystemClock)).await?;
    match audit::verify(&app, anchor.as_ref()).await? {
        Verdict::Whole { entries } => {
            writeln!(out, "nhật ký nguyên vẹn: {entries} dòng")?;
            if anchor.is_some() {
                writeln!(out, "khớp với mốc giữ ở ngoài")?;
            }
            Ok(())
        }
        Verdict::Broken { seq } => anyhow::bail!("nhật ký bị sửa: dòng {seq} không khớp"),
    }
}

async fn heads(config: Option<&Path>, out: &mut impl Write) -> anyhow::Result<()> {
    let app = super::open(Settings::load(config)?, Arc::new(SystemClock)).await?;
    for signed in audit::heads(&app).await? {
        writeln!(out, "{} {}", signed.head.on, signed.head.anchor)?;
    }
    Ok(())
}

fn check_head(text: &str, key: &[u8; 32], out: &mut impl Write) -> anyhow::Result<()> {
    let signed = SignedHead::find(text).context("không thấy mốc nhật ký trong văn bản")?;
    anyhow::ensure!(signed.key == *key, "mốc ký bằng khóa khác: {}", keys::hex(&signed.key));
    let right = keys::is_signed(key, &signed.head.bytes(), &signed.signature);
    anyhow::ensure!(right, "chữ ký không khớp với mốc");
    writeln!(out, "chữ ký đúng: mốc ngày {} là {}", signed.head.on, signed.head.anchor)?;
    Ok(())
}

/// The keys of this portal, without its database.
fn own(config: Option<&Path>) -> anyhow::Result<Keys> {
    let file = Settings::load(config)?.keys.master_file;
    anyhow::ensure!(file.exists(), "chưa có khóa chủ {}", file.display());
    Keys::load(&file)
}

fn read(file: &Path) -> anyhow::Result<String> {
    if file == Path::new("-") {
        let mut text = String::new();
        stdin().read_to_string(&mut text)?;
        return Ok(text);
    }
    std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))
}
