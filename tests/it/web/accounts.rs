//! Accounts of staff: made by an administrator who never sees a password, kept by their holder.

use gopy::app::users::{self, AccountFlaw, By};
use gopy::app::{self, AppError};
use gopy::domain::access::Role;
use gopy::domain::password::Weak;
use poem::http::StatusCode;

use super::visitor::{Seen, Visitor};
use crate::support::{PASSWORD, TestApp, sign_in as both};

const USERS: &str = "/noi-bo/nguoi-dung";
const CHOSEN: &str = "mưa rơi trên mái ngói đỏ";

/// The link in the last mail to this address.
async fn link(portal: &TestApp, to: &str) -> String {
    let mails = portal.mails().await;
    let links = mails.iter().rev().filter(|mail| mail.to.as_str() == to).filter_map(|mail| {
        let at = mail.words.text.find("/noi-bo/kich-hoat/")?;
        mail.words.text[at..].split_whitespace().next()
    });
    links.map(str::to_owned).next().unwrap()
}

/// Sets the app up on the page that shows its secret.
async fn enrol(portal: &TestApp, visitor: &mut Visitor, page: &Seen, action: &str) -> Seen {
    let secret = page.marked("data-secret").replace(' ', "");
    let code = both::of(&secret, &portal.app);
    visitor.press(page, action, &[("code", &code)]).await
}

#[tokio::test]
async fn an_administrator_makes_an_account_and_its_holder_alone_chooses_how_to_get_in() {
    let portal = TestApp::start().await;
    let mut admin = Visitor::signed_in(&portal.app, "quantri", PASSWORD).await;
    let path = format!("{USERS}/moi");
    let page = admin.proved(&portal.app, "quantri", &path).await;
    let typed = [
        ("login", "vanthu2"),
        ("name", "Lê Thị Mai"),
        ("role", "desk"),
        ("unit", "lt"),
        ("email", "mai@gopy.example"),
    ];
    let wrong = admin.press(&page, &path, &[("login", "KIEMTRA")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let made = admin.press(&wrong, &path, &typed).await;
    assert_eq!(made.location.as_deref(), Some("/noi-bo/nguoi-dung?da-lap"), "{}", made.html);
    let list = admin.get(&format!("{USERS}?tim=vanthu2")).await;
    assert!(list.html.contains("chưa đặt mật khẩu"));

    let link = link(&portal, "mai@gopy.example").await;
    let mut mai = Visitor::of(&portal.app);
    let page = mai.get(&link).await;
    assert_eq!(page.status, StatusCode::OK);
    for (password, again) in [("vanthu2-2026", "vanthu2-2026"), (CHOSEN, "khác"), ("ngắn", "ngắn")]
    {
        let typed = [("password", password), ("again", again)];
        let refused = mai.press(&page, &link, &typed).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{password}");
        assert!(!refused.html.contains(CHOSEN), "never shown again");
    }
    let chosen = mai.press(&page, &link, &[("password", CHOSEN), ("again", CHOSEN)]).await;
    assert_eq!(chosen.location.as_deref(), Some("/noi-bo/ma/moi"));
    let page = mai.get("/noi-bo/ma/moi").await;
    let codes = enrol(&portal, &mut mai, &page, "/noi-bo/ma/moi").await;
    assert_eq!(codes.html.matches("data-recovery").count(), 10);
    assert_eq!(mai.get("/noi-bo/nhan").await.status, StatusCode::OK, "at work");

    let again = Visitor::of(&portal.app).get(&link).await;
    assert_eq!(again.status, StatusCode::NOT_FOUND, "a link works once");
    let acts = portal.audited().await;
    for act in ["step-up", "add-account", "use-link", "enrol-factor", "sign-in"] {
        assert!(acts.iter().any(|one| one == act), "{act} in {acts:?}");
    }
}

#[tokio::test]
async fn a_link_is_good_for_a_day_and_stands_in_no_table() {
    let portal = TestApp::start().await;
    let kiemtra = portal.committee.triage.id;
    let password = gopy::domain::invitation::Invitation::Password;
    users::send_link(&portal.app, By::CommandLine, kiemtra, password).await.unwrap();
    let first = link(&portal, "kiemtra@gopy.example").await;
    users::send_link(&portal.app, By::CommandLine, kiemtra, password).await.unwrap();
    let second = link(&portal, "kiemtra@gopy.example").await;
    let mut visitor = Visitor::of(&portal.app);
    assert_eq!(visitor.get(&first).await.status, StatusCode::NOT_FOUND, "only the last one");
    assert_eq!(visitor.get(&second).await.status, StatusCode::OK);
    let stored = portal.column("SELECT args FROM outbox").await.join("\n");
    let secret = second.rsplit('/').next().unwrap();
    assert!(!stored.is_empty() && !stored.contains(secret));
    portal.clock.set(portal.app.now().at + chrono::TimeDelta::hours(24));
    assert_eq!(visitor.get(&second).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_lost_password_and_a_lost_phone_are_helped_apart() {
    let portal = TestApp::start().await;
    let (app, id) = (&portal.app, portal.committee.triage.id);
    let before = Visitor::signed_in(app, "kiemtra", PASSWORD).await.cookie("gopy_staff");
    users::send_link(app, By::CommandLine, id, gopy::domain::invitation::Invitation::Password)
        .await
        .unwrap();
    app::sessions::staff(app, &before).await.expect("what was not lost stays good");
    let path = link(&portal, "kiemtra@gopy.example").await;
    let mut visitor = Visitor::of(app);
    let page = visitor.get(&path).await;
    let chosen = visitor.press(&page, &path, &[("password", CHOSEN), ("again", CHOSEN)]).await;
    assert_eq!(chosen.location.as_deref(), Some("/noi-bo/ma"), "the second factor stays");
    assert!(app::sessions::staff(app, &before).await.is_err(), "every session ended");

    users::send_link(app, By::CommandLine, id, gopy::domain::invitation::Invitation::Factor)
        .await
        .unwrap();
    let path = link(&portal, "kiemtra@gopy.example").await;
    let page = visitor.get(&path).await;
    let wrong = visitor.press(&page, &path, &[("password", PASSWORD)]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "the mailbox alone opens nothing");
    let right = visitor.press(&page, &path, &[("password", CHOSEN)]).await;
    assert_eq!(right.location.as_deref(), Some("/noi-bo/ma/moi"));
    let page = visitor.get("/noi-bo/ma/moi").await;
    enrol(&portal, &mut visitor, &page, "/noi-bo/ma/moi").await;
    assert_eq!(visitor.get("/noi-bo/phan-loai").await.status, StatusCode::OK);
    let told: Vec<String> =
        portal.mails().await.iter().map(|mail| mail.words.text.clone()).collect();
    assert!(told.iter().any(|text| text.contains("Mật khẩu đã được đặt lại")));
    assert!(told.iter().any(|text| text.contains("trên một điện thoại khác")));
}

#[tokio::test]
async fn a_new_role_or_address_is_told_and_ends_what_was_open() {
    let portal = TestApp::start().await;
    let (app, id) = (&portal.app, portal.committee.triage.id);
    let theirs = Visitor::signed_in(app, "kiemtra", PASSWORD).await.cookie("gopy_staff");
    let mut admin = Visitor::signed_in(app, "quantri", PASSWORD).await;
    let path = format!("{USERS}/{id}");
    let page = admin.proved(&portal.app, "quantri", &path).await;
    let changed = admin.press(&page, &path, &[("go", "role"), ("role", "desk")]).await;
    assert_eq!(changed.status, StatusCode::SEE_OTHER, "{}", changed.html);
    assert!(app::sessions::staff(app, &theirs).await.is_err(), "signs in anew");
    let row = portal.store.account(id).await.unwrap().unwrap();
    assert_eq!(row.account.role, Role::Desk);

    let typed = [("go", "email"), ("email", "moi@gopy.example")];
    let changed = admin.press(&page, &path, &typed).await;
    assert_eq!(changed.status, StatusCode::SEE_OTHER, "{}", changed.html);
    let mails = portal.mails().await;
    for to in ["kiemtra@gopy.example", "moi@gopy.example"] {
        let told = mails
            .iter()
            .any(|mail| mail.to.as_str() == to && mail.words.text.contains("Địa chỉ nhận thư"));
        assert!(told, "{to}");
    }
    let own = format!("{USERS}/{}", portal.committee.admin.id);
    // Their own page has no such form: one is made up.
    let made_up = page.html.replace(&path, &own);
    let made_up = Seen { html: made_up, path: own.clone(), body: Vec::new(), ..page };
    let refused = admin.press(&made_up, &own, &[("go", "disable")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "not one's own");
    let page = admin.get(&path).await;
    let locked = admin.press(&page, &path, &[("go", "disable")]).await;
    assert_eq!(locked.status, StatusCode::SEE_OTHER);
    let out = app::sessions::sign_in(app, "kiemtra", PASSWORD, None).await;
    assert!(matches!(out, Err(AppError::Denied)));
}

#[tokio::test]
async fn accounts_are_nobodys_business_but_the_administrators() {
    let portal = TestApp::start().await;
    for login in ["kiemtra", "pheduyet", "captren", "tiepnhan", "bithu.phudo"] {
        let mut visitor = Visitor::signed_in(&portal.app, login, PASSWORD).await;
        for path in [USERS.to_owned(), format!("{USERS}/moi"), format!("{USERS}/x")] {
            assert_eq!(visitor.get(&path).await.status, StatusCode::NOT_FOUND, "{login} {path}");
        }
    }
}

#[tokio::test]
async fn one_sees_and_ends_ones_own_sessions() {
    let portal = TestApp::start().await;
    let other = Visitor::signed_in(&portal.app, "kiemtra", PASSWORD).await.cookie("gopy_staff");
    let third = Visitor::signed_in(&portal.app, "kiemtra", PASSWORD).await.cookie("gopy_staff");
    let mut visitor = Visitor::signed_in(&portal.app, "kiemtra", PASSWORD).await;
    let page = visitor.get("/noi-bo/tai-khoan").await;
    assert_eq!(page.html.matches("name=\"go\" value=\"one\"").count(), 2);
    let ended = visitor.press(&page, "/noi-bo/tai-khoan", &[("go", "one")]).await;
    assert_eq!(ended.status, StatusCode::SEE_OTHER);
    let open = async |token: &str| app::sessions::staff(&portal.app, token).await.is_ok();
    assert_ne!(open(&other).await, open(&third).await, "one of the two");
    visitor.press(&page, "/noi-bo/tai-khoan", &[("go", "others")]).await;
    assert!(!open(&other).await && !open(&third).await);
    assert_eq!(visitor.get("/noi-bo/tai-khoan").await.status, StatusCode::OK, "this one stays");
}

#[tokio::test]
async fn one_changes_ones_own_password_app_and_codes_after_proving_who_one_is() {
    let portal = TestApp::start().await;
    let mut visitor = Visitor::signed_in(&portal.app, "kiemtra", PASSWORD).await;
    let path = "/noi-bo/tai-khoan/ma";
    let page = visitor.proved(&portal.app, "kiemtra", path).await;
    let codes = enrol(&portal, &mut visitor, &page, path).await;
    assert_eq!(codes.html.matches("data-recovery").count(), 10);
    let path = "/noi-bo/tai-khoan/du-phong";
    let page = visitor.get(path).await;
    assert_eq!(page.status, StatusCode::OK, "the proof counts for all of one's own sign-in");
    let anew = visitor.press(&page, path, &[]).await;
    assert_eq!(anew.html.matches("data-recovery").count(), 10);
    let path = "/noi-bo/tai-khoan/mat-khau";
    let page = visitor.get(path).await;
    let typed = [("password", CHOSEN), ("again", CHOSEN)];
    let changed = visitor.press(&page, path, &typed).await;
    assert_eq!(changed.location.as_deref(), Some("/noi-bo/tai-khoan?da-doi"));
    assert_eq!(visitor.get("/noi-bo/tai-khoan").await.status, StatusCode::OK, "this one stays");
    let old = app::sessions::sign_in(&portal.app, "kiemtra", PASSWORD, None).await;
    assert!(matches!(old, Err(AppError::Denied)));
    assert_eq!(portal.mails().await.len(), 3, "each is told");
}

#[tokio::test]
async fn what_anybody_would_try_is_no_password() {
    let portal = TestApp::start().await;
    // login, password, what is said
    let table = [
        ("kiemtra", "password1234", Weak::Common),
        ("kiemtra", "kiemtra-2026", Weak::Common),
        ("bithu.phudo-05", "Chi bộ 5 Phú Đô", Weak::Context),
        ("kiemtra", "mười một", Weak::Short),
    ];
    for (login, password, weak) in table {
        let told = users::set_password(&portal.app, login, password).await;
        assert!(matches!(told, Err(AppError::Password(one)) if one == weak), "{password} {told:?}");
    }
    let own = By::CommandLine;
    let taken = users::NewUser {
        login: "kiemtra".into(),
        role: Role::Desk,
        unit_code: "lt".into(),
        card_no: None,
        display_name: "Lê Thị Mai".into(),
        email: gopy::domain::letter::EmailAddress::parse("mai@gopy.example").unwrap(),
        password: None,
    };
    let told = users::add(&portal.app, own, taken).await;
    assert!(matches!(told, Err(AppError::Account(AccountFlaw::LoginTaken))));
}

#[tokio::test]
async fn ten_wrong_passwords_slow_who_guesses_and_not_who_knows() {
    let portal = TestApp::start().await;
    let mut guesser = Visitor::of(&portal.app);
    guesser.peer = "203.0.113.5:4000".parse().unwrap();
    let entrance = guesser.get("/noi-bo").await;
    let guess = [("login", "kiemtra"), ("password", "chìa khóa lạ")];
    for _ in 0..10 {
        let refused = guesser.press(&entrance, "/noi-bo", &guess).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let right = [("login", "kiemtra"), ("password", PASSWORD)];
    let slowed = guesser.press(&entrance, "/noi-bo", &right).await;
    assert_eq!(slowed.status, StatusCode::TOO_MANY_REQUESTS, "right or wrong");
    let other = [("login", "kiemtra2"), ("password", PASSWORD)];
    let unslowed = guesser.press(&entrance, "/noi-bo", &other).await;
    assert_eq!(unslowed.status, StatusCode::SEE_OTHER, "for this login alone");
    Visitor::signed_in(&portal.app, "kiemtra", PASSWORD).await;
    portal.clock.set(portal.app.now().at + chrono::TimeDelta::minutes(1));
    let later = guesser.press(&entrance, "/noi-bo", &right).await;
    assert_eq!(later.status, StatusCode::SEE_OTHER, "a minute, not for ever");
}

#[tokio::test]
async fn whoever_comes_back_after_a_long_time_is_told_so() {
    let portal = TestApp::start().await;
    Visitor::signed_in(&portal.app, "kiemtra", PASSWORD).await;
    portal.set_day("2026-12-20");
    Visitor::signed_in(&portal.app, "kiemtra", PASSWORD).await;
    assert!(portal.mails().await.is_empty());
    portal.set_day("2027-02-20");
    Visitor::signed_in(&portal.app, "kiemtra", PASSWORD).await;
    let mails = portal.mails().await;
    assert!(mails[0].words.text.contains("sau một thời gian dài"), "{mails:?}");
}
