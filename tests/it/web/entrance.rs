//! The entrance of staff: two factors, and both again before what weighs most.

use gopy::app::{self, AppError, sign_in};
use gopy::domain::purpose::Purpose;
use poem::http::StatusCode;

use super::visitor::{Seen, Visitor};
use crate::support::{PASSWORD, TestApp, sign_in as both};

const RIGHT: [(&str, &str); 2] = [("login", "kiemtra"), ("password", PASSWORD)];

/// At the second step of signing in.
async fn half_way(portal: &TestApp, login: &str) -> (Visitor, Seen) {
    let mut visitor = Visitor::of(&portal.app);
    let entrance = visitor.get("/noi-bo").await;
    let typed = [("login", login), ("password", PASSWORD)];
    let half = visitor.press(&entrance, "/noi-bo", &typed).await;
    let door = visitor.get(half.location.as_deref().unwrap()).await;
    assert_eq!(door.status, StatusCode::OK, "{login}");
    (visitor, door)
}

#[tokio::test]
async fn the_password_alone_opens_nothing() {
    let portal = TestApp::start().await;
    let (mut visitor, door) = half_way(&portal, "kiemtra").await;
    assert_eq!(door.path, "/noi-bo/ma");
    let list = visitor.get("/noi-bo/phan-loai").await;
    assert_eq!(list.location.as_deref(), Some("/noi-bo?toi=/noi-bo/phan-loai"));
    let token = visitor.cookie("gopy_door");
    assert!(matches!(app::sessions::staff(&portal.app, &token).await, Err(AppError::Denied)));
}

#[tokio::test]
async fn a_code_is_taken_once() {
    let portal = TestApp::start().await;
    let (mut first, door) = half_way(&portal, "kiemtra").await;
    let code = both::code(&portal.app, "kiemtra").await;
    let entered = first.press(&door, "/noi-bo/ma", &[("code", &code)]).await;
    assert_eq!(entered.location.as_deref(), Some("/noi-bo"));

    let (mut second, door) = half_way(&portal, "kiemtra").await;
    let refused = second.press(&door, "/noi-bo/ma", &[("code", &code)]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!refused.html.contains(&code), "a code is never shown again");
    // The next one is good, even half a minute early.
    portal.clock.set(portal.app.now().at + chrono::TimeDelta::seconds(30));
    let code = both::shown(&portal.app);
    let entered = second.press(&refused, "/noi-bo/ma", &[("code", &code)]).await;
    assert_eq!(entered.location.as_deref(), Some("/noi-bo"));
}

#[tokio::test]
async fn five_wrong_codes_lead_back_to_the_password() {
    let portal = TestApp::start().await;
    let (mut visitor, mut door) = half_way(&portal, "kiemtra").await;
    for _ in 0..4 {
        door = visitor.press(&door, "/noi-bo/ma", &[("code", "123 456")]).await;
        assert_eq!(door.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let out = visitor.press(&door, "/noi-bo/ma", &[("code", "123456")]).await;
    assert_eq!(out.location.as_deref(), Some("/noi-bo"));
    let code = both::code(&portal.app, "kiemtra").await;
    let late = visitor.press(&door, "/noi-bo/ma", &[("code", &code)]).await;
    assert_eq!(late.location.as_deref(), Some("/noi-bo"));
    assert_eq!(visitor.get("/noi-bo/phan-loai").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn whoever_has_no_second_factor_sets_one_up_and_gets_codes_for_the_day_it_is_lost() {
    let portal = TestApp::start().await;
    portal.sql("DELETE FROM second_factors").await;
    let told = sign_in::sign_in(&portal.app, "kiemtra", PASSWORD, None).await;
    assert!(matches!(told, Err(AppError::HalfWay(sign_in::HalfWay::EnrolmentNeeded))));

    let (mut visitor, door) = half_way(&portal, "kiemtra").await;
    assert_eq!(door.path, "/noi-bo/ma/moi");
    assert!(door.html.contains("<svg class=\"qr\""));
    let secret = door.marked("data-secret").replace(' ', "");
    let wrong = visitor.press(&door, "/noi-bo/ma/moi", &[("code", "123456")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(wrong.marked("data-secret").replace(' ', ""), secret, "the same to try again");
    let code = both::of(&secret, &portal.app);
    let done = visitor.press(&wrong, "/noi-bo/ma/moi", &[("code", &code)]).await;
    assert_eq!(done.status, StatusCode::OK);
    assert_eq!(visitor.get("/noi-bo/phan-loai").await.status, StatusCode::OK, "signed in");
    let codes: Vec<&str> = done.html.split("data-recovery>").skip(1).collect();
    assert_eq!(codes.len(), 10);

    let recovery = codes[3].split('<').next().unwrap().to_lowercase().replace(' ', "-");
    let (mut without_phone, door) = half_way(&portal, "kiemtra").await;
    assert_eq!(door.path, "/noi-bo/ma");
    let entered = without_phone.press(&door, "/noi-bo/ma", &[("code", &recovery)]).await;
    assert_eq!(entered.location.as_deref(), Some("/noi-bo"));
    let (mut again, door) = half_way(&portal, "kiemtra").await;
    let refused = again.press(&door, "/noi-bo/ma", &[("code", &recovery)]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "used up");
}

#[tokio::test]
async fn a_session_ends_after_half_an_hour_of_rest_and_after_twelve_hours_at_work() {
    let portal = TestApp::start().await;
    let began = portal.app.now().at;
    let mut visitor = Visitor::signed_in(&portal.app, "kiemtra", PASSWORD).await;
    for minutes in (20..=700).step_by(20) {
        portal.clock.set(began + chrono::TimeDelta::minutes(minutes));
        let page = visitor.get("/noi-bo/vai-tro").await;
        assert_eq!(page.status, StatusCode::OK, "after {minutes} minutes");
    }
    portal.clock.set(began + chrono::TimeDelta::minutes(719));
    assert_eq!(visitor.get("/noi-bo/vai-tro").await.status, StatusCode::OK);
    portal.clock.set(began + chrono::TimeDelta::minutes(721));
    assert_eq!(visitor.get("/noi-bo/vai-tro").await.status, StatusCode::SEE_OTHER);

    let mut idle = Visitor::signed_in(&portal.app, "kiemtra", PASSWORD).await;
    portal.clock.set(began + chrono::TimeDelta::minutes(752));
    assert_eq!(idle.get("/noi-bo/vai-tro").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn what_weighs_most_asks_for_both_factors_again_and_the_session_changes_its_token() {
    let portal = TestApp::start().await;
    let (app, began) = (&portal.app, portal.app.now().at);
    let mut visitor = Visitor::signed_in(app, "kiemtra", PASSWORD).await;
    let before = visitor.cookie("gopy_staff");
    let who = app::sessions::staff(app, &before).await.unwrap();
    let asked = app::step_up::require(app, &who, Purpose::Export);
    assert!(matches!(asked, Err(AppError::StepUp(Purpose::Export))));

    let path = "/noi-bo/xac-nhan?viec=export&toi=/noi-bo/viec";
    let page = visitor.get(path).await;
    let wrong = [("password", "chìa khóa lạ"), ("code", "123456")];
    let refused = visitor.press(&page, "/noi-bo/xac-nhan", &wrong).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let code = both::code(app, "kiemtra").await;
    let right = [("password", PASSWORD), ("code", code.as_str())];
    let proved = visitor.press(&refused, "/noi-bo/xac-nhan", &right).await;
    assert_eq!(proved.location.as_deref(), Some("/noi-bo/viec"), "back to where one was");

    let after = visitor.cookie("gopy_staff");
    assert_ne!(before, after);
    assert!(matches!(app::sessions::staff(app, &before).await, Err(AppError::Denied)));
    let who = app::sessions::staff(app, &after).await.unwrap();
    app::step_up::require(app, &who, Purpose::Export).unwrap();
    assert!(app::step_up::require(app, &who, Purpose::Delete).is_err(), "for one purpose alone");
    portal.clock.set(began + chrono::TimeDelta::minutes(5));
    assert!(app::step_up::require(app, &who, Purpose::Export).is_err(), "for five minutes");
}

#[tokio::test]
async fn signing_in_leaves_its_trace() {
    let portal = TestApp::start().await;
    let mut visitor = Visitor::of(&portal.app);
    let entrance = visitor.get("/noi-bo").await;
    let wrong = [("login", "kiemtra"), ("password", "chìa khóa lạ")];
    visitor.press(&entrance, "/noi-bo", &wrong).await;
    let half = visitor.press(&entrance, "/noi-bo", &RIGHT).await;
    let door = visitor.get(half.location.as_deref().unwrap()).await;
    visitor.press(&door, "/noi-bo/ma", &[("code", "123456")]).await;
    let code = both::code(&portal.app, "kiemtra").await;
    visitor.press(&door, "/noi-bo/ma", &[("code", &code)]).await;
    let actions = portal.audited().await;
    assert_eq!(actions, ["sign-in-refused", "code-refused", "sign-in"]);
}
