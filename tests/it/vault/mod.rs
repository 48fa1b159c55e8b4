//! The vault of several custodians: what they can do together, and what nobody can do without two of them.

mod custody;
mod keys;
mod openings;
mod thief;

use gopy::app::letters::Submitted;
use gopy::app::{self, vault};
use gopy::domain::access::{Account, Role};
use gopy::domain::ids::{AccountId, MemberId};
use gopy::domain::letter::{About, Lang, RawLetter, RawReporter, Source};
use gopy::store::accounts::AccountRow;
use uuid::Uuid;

use crate::support::{PASSWORD, TestApp};

/// The passphrase of the custodian of this number.
pub fn words(nth: u128) -> String {
    format!("năm từ không liên quan {nth}")
}

pub async fn custodian(portal: &TestApp, nth: u128, member: Option<MemberId>) -> Account {
    let unit = portal.committee.desk.unit;
    let account =
        Account { id: AccountId(Uuid::from_u128(800 + nth)), role: Role::Custodian, unit, member };
    let login = format!("giuphong{nth}");
    let row = AccountRow {
        account,
        password_hash: app::sessions::hash_password(&portal.app, PASSWORD).await.unwrap(),
        display_name: format!("Người giữ {nth}"),
        email: format!("{login}@gopy.example"),
        login,
        lang: Lang::Vi,
        disabled: false,
    };
    let tx = portal.store.begin().await.unwrap();
    tx.add_account(&row).await.unwrap();
    tx.commit().await.unwrap();
    account
}

pub async fn key(portal: &TestApp, who: &Account, nth: u128) {
    let words = words(nth);
    vault::make_key(&portal.app, who, PASSWORD, &words, &words).await.unwrap();
}

/// A portal whose vault three custodians hold, the first of them perhaps somebody of the register.
pub async fn held(first: Option<MemberId>) -> (TestApp, [Account; 3]) {
    let portal = TestApp::start().await;
    let custodians = hold(&portal, first).await;
    (portal, custodians)
}

pub async fn hold(portal: &TestApp, first: Option<MemberId>) -> [Account; 3] {
    let mut all = Vec::new();
    for nth in 1..=3 {
        let who = custodian(portal, nth, first.filter(|_| nth == 1)).await;
        key(portal, &who, nth).await;
        all.push(who);
    }
    vault::make(&portal.app, &all[0], &words(1)).await.unwrap();
    all.try_into().unwrap()
}

/// A letter that says who sends it.
pub async fn named(portal: &TestApp, about: About) -> Submitted {
    let raw = RawLetter {
        kind: "to_cao".into(),
        about,
        text: "Thu tiền làm ngõ mỗi hộ năm trăm nghìn đồng mà không có phiếu thu.".into(),
        reporter: Some(RawReporter {
            name: "Tạ Thị Kín".into(),
            address: "số 9 ngõ Vắng".into(),
            phone: "0912 345 678".into(),
        }),
        email: Some("nguoi.gui@hop-thu.example.vn".into()),
        lang: Lang::Vi,
        ..RawLetter::default()
    };
    app::letters::submit(&portal.app, raw, Source::Web, None).await.unwrap()
}
