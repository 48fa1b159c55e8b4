//! Both factors of every account that tests make.

use gopy::app::users::{self, By};
use gopy::app::{App, factors};
use gopy::demo::DEMO_TOTP_SECRET;
use gopy::domain::ids::AccountId;
use gopy::keys::{Totp, TotpSecret};
use gopy::store::Tx;
use sea_orm::{ConnectionTrait as _, Database};

fn secret() -> TotpSecret {
    TotpSecret::new(DEMO_TOTP_SECRET)
}

/// Sets the authenticator app of an account up.
pub async fn enrol(app: &App, tx: &Tx, account: AccountId) {
    factors::give(app, tx, account, &secret()).await.unwrap();
}

/// The code that the app of an account shows now. Clocks of tests stand still, so it is made good again if it was
/// used before.
pub async fn code(app: &App, login: &str) -> String {
    let db = Database::connect(&app.settings().database.url).await.unwrap();
    let forget = format!(
        "UPDATE second_factors SET last_step = NULL \
         WHERE account_id = (SELECT id FROM accounts WHERE login = '{login}')"
    );
    db.execute_unprepared(&forget).await.unwrap();
    db.close().await.unwrap();
    shown(app)
}

/// The same as it is, used or not.
pub fn shown(app: &App) -> String {
    Totp::new(&secret(), "Góp Ý", "x").unwrap().code(app.now().at.timestamp())
}

/// What an app shows that was set up with this secret as it is typed.
pub fn of(secret: &str, app: &App) -> String {
    let values = secret.chars().map(|c| "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".find(c).unwrap());
    let bits = values.map(|value| format!("{value:05b}")).collect::<Vec<_>>().concat();
    let bytes: Vec<u8> =
        (0..20).map(|at| u8::from_str_radix(&bits[8 * at..8 * at + 8], 2).unwrap()).collect();
    let secret = TotpSecret::from_slice(&bytes).unwrap();
    Totp::new(&secret, "Góp Ý", "x").unwrap().code(app.now().at.timestamp())
}

/// A session of an account of the small committee.
pub async fn token(app: &App, login: &str) -> String {
    let code = code(app, login).await;
    let session = gopy::app::sessions::sign_in(app, login, super::PASSWORD, Some(&code)).await;
    session.unwrap().token
}

/// Locks an account, as the command line does.
pub async fn disable(app: &App, login: &str) {
    let id = users::by_login(app, login).await.unwrap().account.id;
    users::disable(app, By::CommandLine, id).await.unwrap();
}
