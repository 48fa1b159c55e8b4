//! What `gopy serve --demo` tells: the staff accounts with their whole sign-in recipe, and letters to follow.

use std::io::Write;

use clap::Subcommand;

use crate::app::App;
use crate::app::demo::{self, Loaded};

#[derive(Debug, Clone, Subcommand)]
pub enum DemoCommand {
    /// In kế hoạch sắp xếp mười phường thành bốn, theo cuộc cải cách ngày 1/7/2025, để ghi vào một tệp .csv.
    Reform {
        /// Thay vào đó, nạp tổ chức trình diễn như vào ngày 1/7/2025, với các hồ sơ đang mở, rồi thực hiện kế hoạch.
        #[arg(long)]
        carry_out: bool,
    },
}

/// Runs the command.
///
/// # Errors
/// When nothing can be written; on a database that holds anything else.
pub async fn run(
    command: &DemoCommand,
    open: impl AsyncFnOnce() -> anyhow::Result<App>,
    out: &mut impl Write,
) -> anyhow::Result<()> {
    match command {
        DemoCommand::Reform { carry_out: false } => Ok(write!(out, "{}", demo::reform())?),
        DemoCommand::Reform { carry_out: true } => {
            let (loaded, id) = demo::reformed(&open().await?).await?;
            tell(&loaded, out)?;
            writeln!(
                out,
                "Kế hoạch có hiệu lực và được captren ký ngày 1/7/2025; biên bản bàn giao:"
            )?;
            writeln!(out, "  /noi-bo/to-chuc/sap-xep/{id}/bien-ban")?;
            Ok(out.flush()?)
        }
    }
}

/// Loads the demonstration (or finds it loaded) and prints how to sign in.
///
/// # Errors
/// On a database that holds anything else.
pub async fn load(app: &App, out: &mut impl Write) -> anyhow::Result<()> {
    tell(&demo::load(app).await?, out)
}

fn tell(loaded: &Loaded, out: &mut impl Write) -> anyhow::Result<()> {
    writeln!(out, "Đảng bộ trình diễn – mọi tên người đều là bịa.")?;
    writeln!(out, "Tài khoản (vai trò, tên, mật khẩu, khóa TOTP của ứng dụng xác thực):")?;
    for account in &loaded.accounts {
        writeln!(
            out,
            "  {:<10} {:<20} {}  {}  ({})",
            account.role,
            account.login,
            account.password,
            account.totp_secret,
            account.display_name
        )?;
        writeln!(out, "  {:<10} {}", "", account.totp_address)?;
    }
    writeln!(
        out,
        "  … và {} tài khoản bithu.<mã đơn vị> khác, cùng mật khẩu và khóa TOTP (SHA-1, 6 số, 30 giây).",
        loaded.more
    )?;
    writeln!(out, "Cụm mật khẩu của người giữ khóa danh tính:")?;
    for (login, words) in loaded.passphrases {
        writeln!(out, "  {login:<10} {words}")?;
    }
    if let Some(opening) = &loaded.opening {
        writeln!(out, "Danh tính mở 24 giờ cho pheduyet (số hồ sơ, mã đọc):")?;
        writeln!(out, "  {opening}")?;
    }
    writeln!(out, "Mã biên nhận để thử tra cứu (số hồ sơ, mã, trạng thái):")?;
    for one in &loaded.receipts {
        writeln!(out, "  {}  {}  {}", one.number, one.receipt.grouped(), one.state)?;
    }
    Ok(out.flush()?)
}
