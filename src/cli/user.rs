//! `gopy user`: staff accounts. Passwords come from standard input, never from the command line.

use std::io::{BufRead as _, Write};

use anyhow::Context as _;
use clap::Subcommand;

use super::WrongUse;
use crate::app::users::{self, By, NewUser};
use crate::app::{self, App, AppError};
use crate::domain::access::Role;
use crate::domain::ids::AccountId;
use crate::domain::invitation::Invitation;
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
        /// Không đọc mật khẩu: gửi thư có đường dẫn để người đó tự đặt.
        #[arg(long)]
        invite: bool,
    },
    /// Đặt lại mật khẩu (đọc từ đầu vào chuẩn) và kết thúc mọi phiên.
    Passwd {
        login: String,
        /// Không đọc mật khẩu: gửi thư có đường dẫn để người đó tự đặt.
        #[arg(long)]
        invite: bool,
    },
    /// Bỏ mã xác thực đã mất; lần đăng nhập sau thiết lập lại.
    Factor {
        login: String,
        /// Giữ mã cũ cho đến khi người đó mở đường dẫn trong thư.
        #[arg(long)]
        invite: bool,
    },
    /// Đổi vai trò và kết thúc mọi phiên.
    Role { login: String, role: String },
    /// Khóa tài khoản và kết thúc mọi phiên.
    Disable { login: String },
}

/// Runs the command.
///
/// # Errors
/// [`WrongUse`] for an unknown role or address, else in plain words what cannot be done.
pub async fn run(command: UserCommand, app: &App, out: &mut impl Write) -> anyhow::Result<()> {
    match command {
        UserCommand::Add { login, role, unit, card, name, email, invite } => {
            let role = known_role(&role)?;
            let email = EmailAddress::parse(&email)
                .map_err(|_| WrongUse(format!("\"{email}\" không phải địa chỉ thư điện tử")))?;
            let user = NewUser {
                login: login.clone(),
                role,
                unit_code: unit,
                card_no: card,
                display_name: name,
                email,
                password: if invite { None } else { Some(password()?) },
            };
            users::add(app, By::CommandLine, user).await?;
            writeln!(out, "đã thêm {login}")?;
            if invite {
                send(app).await?;
            }
        }
        UserCommand::Passwd { login, invite: false } => {
            users::set_password(app, &login, &password()?).await.map_err(|it| plain(it, &login))?;
            writeln!(out, "đã đổi mật khẩu của {login}")?;
        }
        UserCommand::Passwd { login, invite: true } => {
            link(app, &login, Invitation::Password, out).await?;
        }
        UserCommand::Factor { login, invite: false } => {
            users::forget_factor(app, &login).await.map_err(|it| plain(it, &login))?;
            writeln!(out, "đã bỏ mã xác thực của {login}")?;
        }
        UserCommand::Factor { login, invite: true } => {
            link(app, &login, Invitation::Factor, out).await?;
        }
        UserCommand::Role { login, role } => {
            let (id, role) = (account(app, &login).await?, known_role(&role)?);
            users::set_role(app, By::CommandLine, id, role).await?;
            writeln!(out, "{login}: {}", role.name())?;
        }
        UserCommand::Disable { login } => {
            users::disable(app, By::CommandLine, account(app, &login).await?).await?;
            writeln!(out, "đã khóa {login}")?;
        }
    }
    Ok(())
}

fn known_role(role: &str) -> Result<Role, WrongUse> {
    Role::from_name(role).ok_or_else(|| {
        let known = Role::ALL.map(Role::name).join(", ");
        WrongUse(format!("không có vai trò \"{role}\"; các vai trò: {known}"))
    })
}

async fn account(app: &App, login: &str) -> anyhow::Result<AccountId> {
    let row = users::by_login(app, login).await.map_err(|error| plain(error, login))?;
    Ok(row.account.id)
}

/// What is not there is a login here.
fn plain(error: AppError, login: &str) -> anyhow::Error {
    match error {
        AppError::NotFound => anyhow::anyhow!("there is no account \"{login}\""),
        error => error.into(),
    }
}

async fn link(
    app: &App,
    login: &str,
    what: Invitation,
    out: &mut impl Write,
) -> anyhow::Result<()> {
    let id = account(app, login).await?;
    users::send_link(app, By::CommandLine, id, what).await?;
    send(app).await?;
    Ok(writeln!(out, "đã gửi đường dẫn cho {login}")?)
}

/// Nobody else may be there to send what was just owed.
async fn send(app: &App) -> anyhow::Result<()> {
    app::post::send_due(app).await?;
    Ok(())
}

fn password() -> anyhow::Result<String> {
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line).context("cannot read the password")?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}
