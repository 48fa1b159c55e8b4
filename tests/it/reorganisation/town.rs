//! A district of three wards with letters in many hands, to be reorganised again and again.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use gopy::app::App;
use gopy::app::letters::Submitted;
use gopy::app::organisation::{self, File};
use gopy::app::post::Post;
use gopy::clock::SetClock;
use gopy::config::Settings;
use gopy::domain::access::{Account, Role};
use gopy::domain::case::Assignment;
use gopy::domain::ids::AccountId;
use gopy::domain::import::Kind;
use gopy::domain::letter::About;
use gopy::domain::step::Step;
use gopy::keys::Keys;
use gopy::mail::Memory;
use gopy::rules::Rules;
use gopy::store::Store;
use gopy::store::accounts::AccountRow;
use uuid::Uuid;

use super::{accepted, hide, in_hand};
use crate::support::committee::{about_hanh, about_lan};
use crate::support::receipts::MASTER;
use crate::support::{Followed, TestApp, TestDatabase};

const UNITS: &str = "Mã;Tên tổ chức đảng;Loại hình;Trực thuộc;Từ ngày
mot;Đảng bộ phường Một;Đảng bộ cơ sở;lt;1/4/2020
mot-01;Chi bộ 1 phường Một;Chi bộ tổ dân phố;mot;1/4/2020
mot-02;Chi bộ 2 phường Một;Chi bộ tổ dân phố;mot;1/4/2020
hai;Đảng bộ phường Hai;Đảng bộ cơ sở;lt;1/4/2020
hai-01;Chi bộ 1 phường Hai;Chi bộ tổ dân phố;hai;1/4/2020
hai-02;Chi bộ 2 phường Hai;Chi bộ tổ dân phố;hai;1/4/2020";

const MEMBERS: &str = "Số thẻ;Họ và tên;Giới tính;Ngày sinh;Chi bộ;Sinh hoạt từ ngày
01.000001;Trần Văn Sáu;Nam;2/9/1960;mot-01;1/4/2020
01.000002;Lý Thị Bảy;Nữ;1972;mot-01;1/4/2020
01.000003;Đặng Văn Tám;Nam;3/3/1970;mot-02;1/4/2020
01.000004;Ngô Thị Chín;Nữ;4/3/1970;mot-02;1/4/2020
01.000005;Hồ Văn Mười;Nam;5/3/1970;hai-01;1/4/2020
01.000006;Dương Thị Thu;Nữ;6/3/1970;hai-01;1/4/2020
01.000007;Mai Văn Xuân;Nam;7/3/1970;hai-02;1/4/2020";

const POSTS: &str = "Số thẻ;Chức vụ;Đơn vị;Cấp quản lý;Từ ngày
01.000002;Bí thư;mot;lt;1/6/2022
01.000001;Bí thư;mot-01;mot;1/6/2022
01.000003;Bí thư;mot-02;mot;1/6/2022
01.000003;Đảng ủy viên;mot;lt;1/6/2022
01.000006;Bí thư;hai;lt;1/6/2022
01.000005;Bí thư;hai-01;hai;1/6/2022
01.000007;Bí thư;hai-02;hai;1/6/2022";

/// Whose account leads which unit.
const HEADS: [(&str, &str); 6] = [
    ("mot", "01.000002"),
    ("mot-01", "01.000001"),
    ("mot-02", "01.000003"),
    ("hai", "01.000006"),
    ("hai-01", "01.000005"),
    ("hai-02", "01.000007"),
];

pub struct Town {
    pub portal: TestApp,
    pub letters: Vec<Followed>,
}

/// One process on a copy of it.
pub struct Node {
    pub app: App,
    pub store: Store,
    pub clock: Arc<SetClock>,
}

impl Node {
    pub async fn on(database: &TestDatabase, now: DateTime<Utc>) -> Self {
        let mut settings = Settings::default();
        settings.database = database.settings.clone();
        let store = Store::open(&settings.database).await.unwrap();
        let clock = Arc::new(SetClock::at(now));
        let post = Post::through(Arc::new(Memory::default()), &settings).unwrap();
        let (keys, rules) = (Keys::new(&MASTER), Rules::shipped().unwrap());
        let app = App::new(store.clone(), clock.clone(), keys, rules, settings, post);
        Self { app, store, clock }
    }
}

async fn import(app: &App, kind: Kind, content: &str) {
    let file = File { kind, name: "danh-sach.csv".into(), content: content.into(), on: None };
    let done = organisation::import(app, "tests", &file, false).await.unwrap();
    assert!(done.carried_out, "{:?}", done.plan.flaws);
}

/// More people for the register.
pub async fn import_members(app: &App, content: &str) {
    import(app, Kind::Members, content).await;
}

async fn heads(portal: &TestApp) -> Vec<Account> {
    let like = portal.store.account_by_login("bithu.phudo").await.unwrap().unwrap();
    let register = portal.store.register().await.unwrap();
    let tx = portal.store.begin().await.unwrap();
    let mut heads = Vec::new();
    for (at, (code, card)) in (400..).zip(HEADS) {
        let unit = register.units.values().find(|unit| unit.code == code).unwrap().id;
        let member = register.members.values().find(|one| one.card_no == card).unwrap().id;
        let id = AccountId(Uuid::from_u128(at));
        let account = Account { id, role: Role::Handler, unit, member: Some(member) };
        let login = format!("bithu.{code}");
        let (email, display_name) = (format!("{login}@gopy.example"), login.clone());
        let row = AccountRow { account, login, email, display_name, ..like.clone() };
        tx.add_account(&row).await.unwrap();
        heads.push(account);
    }
    tx.commit().await.unwrap();
    heads
}

/// Letters in every place that a reorganisation may find one in.
async fn letters(portal: &TestApp, heads: &[Account]) -> Vec<Submitted> {
    let c = &portal.committee;
    let [mot, mot1, mot2, hai, hai1, hai2] = <[Account; 6]>::try_from(heads).unwrap();
    let about_sau = About {
        name: "ông Trần Văn Sáu".into(),
        position: "bí thư".into(),
        unit: "chi bộ 1 phường Một".into(),
    };
    let to = |who: &Account, helper: Option<&Account>| Step::Assign {
        to: Assignment {
            unit: who.unit,
            officer: who.id,
            coordinating: helper.map(|helper| helper.unit),
        },
    };
    let mut sent = vec![
        // Branch 5 is kept out.
        in_hand(portal, &c.organisation, true).await,
        in_hand(portal, &c.branch6, false).await,
        in_hand(portal, &c.inspector, false).await,
        in_hand(portal, &mot1, false).await,
        in_hand(portal, &hai, false).await,
        // Waits for an officer; about somebody of the inspection committee; not even looked at.
        accepted(portal, about_lan()).await,
        portal.letter("phan_anh", about_hanh()).await,
        portal.letter("to_cao", about_sau.clone()).await,
    ];
    hide(portal, &sent[4].case_number, &c.above).await;
    hide(portal, &sent[1].case_number, &mot2).await;
    // About the head of a branch, in the hands of its ward.
    let one = accepted(portal, about_sau).await;
    portal.take(&c.triage, &one.case_number, to(&mot, None), "").await;
    portal.take(&mot, &one.case_number, Step::Declare, "").await;
    sent.push(one);
    // One branch helps another; the officer has not declared.
    let one = accepted(portal, about_lan()).await;
    portal.take(&c.triage, &one.case_number, to(&hai1, Some(&hai2)), "").await;
    sent.push(one);
    sent
}

impl Town {
    pub async fn found(now: Option<DateTime<Utc>>) -> Self {
        let portal = TestApp::start().await;
        if let Some(now) = now {
            portal.clock.set(now);
        }
        import(&portal.app, Kind::Units, UNITS).await;
        import(&portal.app, Kind::Members, MEMBERS).await;
        import(&portal.app, Kind::Posts, POSTS).await;
        let heads = heads(&portal).await;
        let sent = letters(&portal, &heads).await;
        let letters = sent.into_iter().map(Followed::new).collect();
        Self { portal, letters }
    }
}
