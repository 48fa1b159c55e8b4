//! `gopy user`: staff accounts. Passwords come from standard input, never from the command line.

use std::io::{BufRead as _, Write};

use anyhow::Context as _;
use clap::Subcommand;

use super::WrongUse;
use crate::app::App;
use crate::app::users::{self, NewUser};
use crate::domain::access::Role;
use crate::domain::letter::EmailAddress;

#[derive(Debug, Clone, Subcommand)]
pub enum UserCommand {
    /// Thêm một tài khoản; mật khẩu đọc từ đầu vào chuẩn.
    Add {
        login: String,
        /// desk, triage, approver, handler, above, custodian hoặc admin.
        #[arg(long)]
        role: String,
        /// Mã đơn vị.
        #[arg(long)]
        unit: String,
        /// Số thẻ đảng viên; thiếu thì không tính được hồ sơ nào phải tránh.
        #[arg(long)]
        card: Option<String>,
        /// Tên hiển thị.
        #[arg(long)]
        name: String,
        #[arg(long)]
        email: String,
    },
    /// Đặt lại mật khẩu (đọc từ đầu vào chuẩn) và kết thúc mọi phiên.
    Passwd { login: String },
    /// Khóa tài khoản và kết thúc mọi phiên.
    Disable { login: String },
}

/// Runs the command.
///
/// # Errors
/// [`WrongUse`] for an unknown role or address, else in plain words what cannot be done.
pub async fn run(command: UserCommand, app: &App, out: &mut impl Write) -> anyhow::Result<()> {
    match command {
        UserCommand::Add { login, role, unit, card, name, email } => {
            let role = Role::from_name(&role).ok_or_else(|| {
                let known = Role::ALL.map(Role::name).join(", ");
                WrongUse(format!("không có vai trò \"{role}\"; các vai trò: {known}"))
            })?;
            let email = EmailAddress::parse(&email)
                .map_err(|_| WrongUse(format!("\"{email}\" không phải địa chỉ thư điện tử")))?;
            let user = NewUser {
                login: login.clone(),
                role,
                unit_code: unit,
                card_no: card,
                display_name: name,
                email,
                password: password()?,
            };
            users::add(app, user).await?;
            writeln!(out, "đã thêm {login}")?;
        }
        UserCommand::Passwd { login } => {
            users::set_password(app, &login, &password()?).await?;
            writeln!(out, "đã đổi mật khẩu của {login}")?;
        }
        UserCommand::Disable { login } => {
            users::disable(app, &login).await?;
            writeln!(out, "đã khóa {login}")?;
        }
    }
    Ok(())
}

fn password() -> anyhow::Result<String> {
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line).context("cannot read the password")?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}
