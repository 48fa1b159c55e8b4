//! The demonstration's vault: three custodians with passphrases that are public on purpose, and requests to open
//! a name in every state there is.

use std::sync::Arc;

use chrono::TimeDelta;

use super::register;
use crate::app::{App, AppError, Words, vault};
use crate::clock::SetClock;
use crate::demo::{Committee, DEMO_PASSPHRASES, DEMO_PASSWORD};
use crate::domain::access::Account;
use crate::domain::receipt::CaseNumber;
use crate::domain::vault::WAITS_FOR;

/// The fact that keeps the code of the name that is open, to be told at each start.
pub(super) const CODE: &str = "demo_opening";

const WHY: &str = "Cần gặp người gửi để lấy lời khai và kiểm tra chứng cứ, không thể làm qua cổng.";
const WHY_NOT: &str = "Có thể hỏi người gửi qua cổng, chưa cần biết tên.";

fn account(committee: &Committee, login: &str) -> anyhow::Result<Account> {
    let found = committee.accounts.iter().find(|account| account.login == login);
    found.map(register::account).ok_or_else(|| anyhow::anyhow!("no account {login}"))
}

/// Gives the custodians their keys and makes the vault, as far as that is not done.
pub(super) async fn found(app: &App, committee: &Committee) -> anyhow::Result<()> {
    for (login, words) in DEMO_PASSPHRASES {
        let who = account(committee, login)?;
        if app.store().custodian_key(who.id).await?.is_none() {
            vault::make_key(app, &who, DEMO_PASSWORD, words, words).await?;
        }
    }
    if app.store().vault().await?.is_none() {
        let (login, words) = DEMO_PASSPHRASES[0];
        vault::make(app, &account(committee, login)?, words).await?;
    }
    Ok(())
}

/// Asks for the names of some of these letters: one request lapsed, one was refused, one waits for both
/// custodians and one for the second, one is open.
pub(super) async fn ask(
    app: &App,
    committee: &Committee,
    numbers: impl Iterator<Item = CaseNumber>,
) -> anyhow::Result<()> {
    let asker = account(committee, "pheduyet")?;
    let earlier = Arc::new(SetClock::at(app.now().at - WAITS_FOR - TimeDelta::hours(1)));
    let earlier = app.with_clock(earlier);
    let mut turn = 0;
    for number in numbers {
        let then = if turn == 0 { &earlier } else { app };
        let why = Words::Note(WHY.to_owned());
        let code = match vault::ask(then, &asker, &number, &why).await {
            Ok(code) => code,
            // A letter without a name, or one that this approver does not decide.
            Err(AppError::NotFound | AppError::Vault(_)) => continue,
            Err(error) => return Err(error.into()),
        };
        match turn {
            0 => {
                vault::close(app).await?;
            }
            1 => say(app, committee, &number, &[false, false]).await?,
            2 => {}
            3 => say(app, committee, &number, &[true]).await?,
            _ => {
                say(app, committee, &number, &[true, true]).await?;
                let told = format!("{number} {}", code.grouped());
                let tx = app.store().begin().await?;
                tx.set_fact(CODE, &told).await?;
                tx.commit().await?;
                return Ok(());
            }
        }
        turn += 1;
    }
    Ok(())
}

/// What the first custodians who may know of the case say about it.
async fn say(
    app: &App,
    committee: &Committee,
    number: &CaseNumber,
    voices: &[bool],
) -> anyhow::Result<()> {
    let mut voices = voices.iter();
    for (login, words) in DEMO_PASSPHRASES {
        let who = account(committee, login)?;
        let tasks = vault::waiting(app, &who).await?;
        let Some(task) = tasks.into_iter().find(|task| task.number == *number) else { continue };
        match voices.next() {
            Some(true) => vault::agree(app, &who, task.id, words).await?,
            Some(false) => vault::refuse(app, &who, task.id, WHY_NOT).await?,
            None => return Ok(()),
        };
    }
    Ok(())
}
