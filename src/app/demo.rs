//! Loading the demonstration committee: its register, and letters that went through the real workflow.
//!
//! The letters are not written into their states. They are submitted, proposed, confirmed, assigned and
//! answered by the operations everybody uses, with the clock set back, day by day up to today. So their
//! deadlines, reminders, history and audit trail are those the workflow gives.

pub(super) use letters::kind;
pub(super) use register::store_district;

mod letters;
mod moves;
mod plan;
mod register;
mod stage;
mod vault;

use std::sync::Arc;

use chrono::{NaiveDate, TimeDelta};
use uuid::Uuid;

use super::App;
use super::reorganisation::{self, NewPlan};
use crate::clock::SetClock;
use crate::demo::{
    self, Committee, DEMO_PASSPHRASES, DEMO_PASSWORD, DEMO_TOTP_SECRET, NAMED_SECRETARIES,
};
use crate::domain::receipt::{CaseNumber, Receipt};
use crate::keys::{Totp, TotpSecret};

/// What a demonstration offers to whoever starts it.
#[derive(Debug)]
pub struct Loaded {
    /// Accounts to try, the fixed ones first, by role; then some secretaries.
    pub accounts: Vec<DemoAccount>,
    /// How many more secretaries there are, with logins `bithu.<unit code>` and the same password.
    pub more: usize,
    /// Custodians with their passphrases.
    pub passphrases: [(&'static str, &'static str); 3],
    /// The case whose sender's name is open, and the code to read it; on the first day.
    pub opening: Option<String>,
    /// Letters that can be followed.
    pub receipts: Vec<DemoReceipt>,
    /// Whether this call loaded it; false when it was there.
    pub fresh: bool,
}

/// A staff account with its full sign-in recipe.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoAccount {
    pub login: String,
    /// The stored spelling of the role.
    pub role: &'static str,
    pub password: &'static str,
    /// The secret of the authenticator app, as it is typed into one.
    pub totp_secret: String,
    /// The same as `otpauth://…`.
    pub totp_address: String,
    pub display_name: String,
}

/// A demonstration letter with the receipt that opens it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoReceipt {
    pub number: CaseNumber,
    pub receipt: Receipt,
    /// The stored spelling of the state.
    pub state: &'static str,
}

/// The fact that marks a demonstration: [`LOADING`] or [`YES`].
const DEMO: &str = "demo";
/// The day of the first load, from which the letters' ages count.
const BASE: &str = "demo_base";
/// The simulated day that was reached, for a load that was interrupted.
const REACHED: &str = "demo_reached";

const LOADING: &str = "loading";
const YES: &str = "yes";

/// Mail older than this, made up with the history, counts as sent.
const FRESH_MAIL: TimeDelta = TimeDelta::days(2);

/// Handlers to name; the others follow the same pattern.
const SHOWN_HANDLERS: usize = 20;

/// Loads the demonstration committee, or finds it loaded. A load that was interrupted goes on where it stopped.
///
/// # Errors
/// On a database that holds anything else, and when the database fails.
pub async fn load(app: &App) -> anyhow::Result<Loaded> {
    let committee = demo::committee();
    let store = app.store();
    let state = store.fact(DEMO).await?;
    let fresh = state.as_deref() != Some(YES);
    if state.is_none() {
        if !store.is_empty().await? {
            anyhow::bail!(
                "this database is in use and is no demonstration: \
                 start --demo with an empty database (database.url)"
            );
        }
        register::store(app, &committee).await?;
    }
    register::second_factors(app, &committee).await?;
    let base = day(app, BASE).await?;
    if fresh {
        let reached = day(app, REACHED).await?;
        vault::found(app, &committee).await?;
        stage::play(app, &committee, base, reached).await?;
    }
    let receipts = letters::receipts(app, &committee, base).await?;
    if fresh {
        if store.fact(vault::CODE).await?.is_none() {
            let mut numbers = store.numbers().await?;
            numbers.sort();
            let numbers = numbers.iter().filter_map(|number| CaseNumber::parse(number));
            vault::ask(app, &committee, numbers).await?;
        }
        finish(app).await?;
    }
    let (accounts, more) = accounts(&committee)?;
    let opening = store.fact(vault::CODE).await?;
    Ok(Loaded { accounts, more, passphrases: DEMO_PASSPHRASES, opening, receipts, fresh })
}

/// The plan of the reform of the demonstration's wards, as a file.
pub fn reform() -> String {
    demo::reform::plan(&demo::committee())
}

/// Who signs it.
const SIGNER: &str = "captren";

/// Loads the demonstration as it would have stood on 1 July 2025, its letters open, and carries the reform out on that
/// day. What was interrupted goes on where it stopped.
///
/// # Errors
/// On a database that holds anything else, also a demonstration of another day; when the database fails.
pub async fn reformed(app: &App) -> anyhow::Result<(Loaded, Uuid)> {
    let on = demo::reform::effective_on();
    if app.store().fact(DEMO).await?.is_some() && day(app, BASE).await? != on {
        anyhow::bail!(
            "this demonstration was begun on another day: use an empty database (database.url)"
        );
    }
    let then = app.with_clock(Arc::new(SetClock::at(stage::hour(on, 16))));
    let loaded = load(&then).await?;
    let plan = NewPlan {
        name: format!("Sắp xếp mười phường thành bốn, {}", on.format("%-d/%-m/%Y")),
        on,
        file_name: "ke-hoach.csv".to_owned(),
        content: reform().into_bytes(),
    };
    let id = match reorganisation::carried_out(&then, &plan).await? {
        Some(id) => id,
        None => reorganisation::carry_out(&then, SIGNER, plan, "").await?,
    };
    Ok((loaded, id))
}

/// Whether a load was interrupted.
pub(super) async fn is_unfinished(app: &App) -> anyhow::Result<bool> {
    Ok(app.store().fact(DEMO).await?.as_deref() == Some(LOADING))
}

/// Mail of made-up days never goes out; what is owed since lately does.
async fn finish(app: &App) -> anyhow::Result<()> {
    let now = app.now();
    let tx = app.store().begin().await?;
    tx.settle_history(now.at - FRESH_MAIL).await?;
    tx.set_fact(DEMO, YES).await?;
    tx.commit().await?;
    app.ring();
    Ok(())
}

async fn day(app: &App, fact: &str) -> anyhow::Result<NaiveDate> {
    let text = app.store().fact(fact).await?;
    let day = text.as_deref().and_then(|text| text.parse().ok());
    day.ok_or_else(|| anyhow::anyhow!("the fact \"{fact}\" of the demonstration is no day"))
}

/// The one secret behind the codes of all demonstration accounts.
fn totp_secret() -> TotpSecret {
    TotpSecret::new(DEMO_TOTP_SECRET)
}

fn recipe(account: &demo::Account) -> anyhow::Result<DemoAccount> {
    let secret = totp_secret();
    Ok(DemoAccount {
        login: account.login.clone(),
        role: register::role(account.role).name(),
        password: DEMO_PASSWORD,
        totp_secret: secret.base32(),
        totp_address: Totp::new(&secret, "Góp Ý", &account.login)?.address()?,
        display_name: account.display_name.clone(),
    })
}

fn accounts(committee: &Committee) -> anyhow::Result<(Vec<DemoAccount>, usize)> {
    let named = |login: &str| {
        let code = login.strip_prefix("bithu.");
        code.and_then(|code| NAMED_SECRETARIES.iter().position(|named| *named == code))
    };
    let mut all: Vec<&demo::Account> = committee.accounts.iter().collect();
    // A stable sort: within a role the order of the committee stays.
    all.sort_by_key(|account| {
        let secretary = account.login.starts_with("bithu.");
        let place = named(&account.login).unwrap_or(NAMED_SECRETARIES.len());
        (register::role(account.role) as u8, secretary, place)
    });
    all.sort_by_key(|account| account.login.starts_with("bithu."));
    let fixed = all.iter().filter(|account| !account.login.starts_with("bithu.")).count();
    let shown = (fixed + SHOWN_HANDLERS).min(all.len());
    let recipes = all[..shown].iter().map(|account| recipe(account));
    Ok((recipes.collect::<Result<_, _>>()?, all.len() - shown))
}
