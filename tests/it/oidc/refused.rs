//! What is no way in, and what it says.

use gopy::app::factors;
use gopy::app::users;
use poem::http::{Method, StatusCode};
use serde_json::{Value, json};

use super::keycloak::{CLIENT, Keycloak, Signed};
use super::{HANH, OWN, is_inside, led, link, linked, portal, to_provider};
use crate::support::{PASSWORD, TestApp};
use crate::web::visitor::{Seen, Visitor};

const LOST: &str = "đã quá lâu, đã dùng rồi hoặc bắt đầu từ trình duyệt khác";
const REFUSED: &str = "không xác nhận";
const UNKNOWN: &str = "Chưa có tài khoản nào ở đây liên kết";
const DOWN: &str = "đang không trả lời";

/// How a description is made wrong.
type Wrong = fn(&mut Value);

/// Nobody is inside, and the page says this.
async fn assert_out(visitor: &mut Visitor, seen: &Seen, says: &str, what: &str) {
    let status = if says == DOWN {
        StatusCode::SERVICE_UNAVAILABLE
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    assert_eq!(seen.status, status, "{what}: {}", seen.html);
    assert!(seen.html.contains(says), "{what}: {}", seen.html);
    assert!(!is_inside(visitor).await, "{what}");
    let door = visitor.get("/noi-bo/ma").await;
    assert_eq!(door.location.as_deref(), Some("/noi-bo"), "{what}: not half way either");
}

#[tokio::test]
async fn a_token_that_is_not_ours_is_none() {
    let (keycloak, portal, mut visitor) = linked().await;
    let now = portal.app.now().at.timestamp();
    // What is wrong, how it is signed, the claim, its value.
    let table: [(&str, Signed, &str, Value); 12] = [
        ("another question", Signed::Rs256, "nonce", json!("n-0S6_WzA2Mj")),
        ("no question", Signed::Rs256, "nonce", Value::Null),
        ("another client", Signed::Rs256, "aud", json!("another")),
        ("another client too", Signed::Rs256, "aud", json!([CLIENT, "another"])),
        ("asked for by another", Signed::Rs256, "azp", json!("another")),
        ("out of date", Signed::Rs256, "exp", json!(now)),
        ("another issuer", Signed::Rs256, "iss", json!("https://evil.example/realms/lt")),
        ("nobody", Signed::Rs256, "sub", json!("")),
        ("not signed", Signed::Not, "sub", json!(HANH)),
        ("signed with the shared secret", Signed::Secret, "sub", json!(HANH)),
        ("signed by a stranger", Signed::Stranger, "sub", json!(HANH)),
        ("signed with an unknown key", Signed::Es256, "sub", json!(HANH)),
    ];
    let before = portal.audited().await.len();
    let tried = table.len();
    for (what, signed, claim, value) in table {
        let there = to_provider(&mut visitor).await;
        let back = keycloak.lets_through_as(&portal.app, &there, HANH, signed, |claims| {
            claims[claim] = value;
        });
        let seen = visitor.get(&back).await;
        assert_out(&mut visitor, &seen, REFUSED, what).await;
    }
    let acts = portal.audited().await;
    assert_eq!(acts[before..], vec!["sign-in-refused"; tried], "each is on record");
}

#[tokio::test]
async fn an_answer_to_no_question_of_this_browser_is_none() {
    let (keycloak, portal, mut visitor) = linked().await;
    let there = to_provider(&mut visitor).await;
    let question = visitor.cookie("gopy_sso");
    let back = keycloak.lets_through(&portal.app, &there, HANH, |_| ());

    let mut other = Visitor::of(&portal.app);
    let seen = other.get(&back).await;
    assert_out(&mut other, &seen, LOST, "without the cookie").await;
    let elsewhere = to_provider(&mut other).await;
    let seen = other.get(&back).await;
    assert_out(&mut other, &seen, LOST, "from another browser").await;
    let swapped = back.replace("state=", "state=x");
    let seen = visitor.get(&swapped).await;
    assert_out(&mut visitor, &seen, LOST, "with another state").await;
    for forged in ["", "AAAA", &other.cookie("gopy_csrf"), &question[1..]] {
        visitor.put_cookie("gopy_sso", forged);
        let seen = visitor.get(&back).await;
        assert_out(&mut visitor, &seen, LOST, "with a cookie that we did not seal").await;
    }
    // The question of the other browser is of no use here.
    assert_ne!(elsewhere, there);
    visitor.put_cookie("gopy_sso", &question);
    assert_eq!(visitor.get(&back).await.status, StatusCode::SEE_OTHER, "the right one");
}

#[tokio::test]
async fn an_answer_is_taken_once_and_within_ten_minutes() {
    let (keycloak, portal, mut visitor) = linked().await;
    let there = to_provider(&mut visitor).await;
    let question = visitor.cookie("gopy_sso");
    let back = keycloak.lets_through(&portal.app, &there, HANH, |_| ());
    assert_eq!(visitor.get(&back).await.status, StatusCode::SEE_OTHER);
    assert!(visitor.cookie("gopy_sso").is_empty(), "the question is taken back");
    let mut thief = Visitor::of(&portal.app);
    for question in ["", &question] {
        thief.put_cookie("gopy_sso", question);
        let seen = thief.get(&back).await;
        assert_out(&mut thief, &seen, LOST, "once more").await;
    }
    let there = to_provider(&mut thief).await;
    let back = keycloak.lets_through(&portal.app, &there, HANH, |claims| {
        claims["exp"] = (portal.app.now().at.timestamp() + 3600).into();
    });
    portal.clock.set(portal.app.now().at + chrono::TimeDelta::minutes(10));
    let seen = thief.get(&back).await;
    assert_out(&mut thief, &seen, LOST, "too late").await;
}

#[tokio::test]
async fn the_cookie_of_the_question_is_guarded() {
    let (_keycloak, _portal, mut visitor) = linked().await;
    let entrance = visitor.get("/noi-bo").await;
    let page = visitor.press(&entrance, "/noi-bo/sso", &[]).await;
    let set = page.headers.get_all("set-cookie").iter().map(|one| one.to_str().unwrap());
    let set = set.filter(|one| one.starts_with("gopy_sso=")).collect::<Vec<_>>().join(" ");
    for part in ["HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=600"] {
        assert!(set.contains(part), "{set}");
    }
    let policy = page.headers["content-security-policy"].to_str().unwrap();
    assert!(policy.contains("form-action 'self';"), "{policy}");
    assert_eq!(page.headers["referrer-policy"], "no-referrer");
}

#[tokio::test]
async fn who_is_sent_by_another_provider_is_not_let_in() {
    let keycloak = Keycloak::silent().await;
    keycloak
        .describes_itself(|document| {
            document["authorization_response_iss_parameter_supported"] = true.into();
        })
        .await;
    keycloak.shows_its_keys(&[keycloak.rsa_key("k1")]).await;
    keycloak.takes_codes().await;
    let portal = portal(&keycloak).await;
    link(&portal, &keycloak, "kiemtra", HANH).await;
    let mut visitor = Visitor::of(&portal.app);
    for other in ["iss=https%3A%2F%2Fevil.example&was=", "was="] {
        let there = to_provider(&mut visitor).await;
        let back = keycloak.lets_through(&portal.app, &there, HANH, |_| ());
        let seen = visitor.get(&back.replace("iss=", other)).await;
        assert_out(&mut visitor, &seen, REFUSED, other).await;
    }
}

#[tokio::test]
async fn whom_the_provider_refuses_is_not_let_in() {
    let (keycloak, _portal, mut visitor) = linked().await;
    let there = to_provider(&mut visitor).await;
    let state = keycloak.asked(&there)["state"].clone();
    let back = format!("/noi-bo/sso/ve?error=access_denied&state={state}");
    let seen = visitor.get(&back).await;
    assert_out(&mut visitor, &seen, REFUSED, "access denied").await;
    let there = to_provider(&mut visitor).await;
    let state = keycloak.asked(&there)["state"].clone();
    let seen = visitor.get(&format!("/noi-bo/sso/ve?code=made-up&state={state}")).await;
    assert_out(&mut visitor, &seen, REFUSED, "a code that it never gave").await;
}

#[tokio::test]
async fn whom_no_account_is_linked_to_learns_what_to_do() {
    let (keycloak, portal, mut visitor) = linked().await;
    let come = async |visitor: &mut Visitor, subject: &str| {
        let there = to_provider(visitor).await;
        let back = keycloak.lets_through(&portal.app, &there, subject, |claims| {
            // An address of one of our accounts proves nothing.
            claims["email"] = "kiemtra@gopy.example".into();
            claims["email_verified"] = true.into();
            claims["preferred_username"] = "kiemtra".into();
        });
        visitor.get(&back).await
    };
    let seen = come(&mut visitor, "stranger").await;
    assert_out(&mut visitor, &seen, UNKNOWN, "a stranger").await;
    portal.sql("UPDATE accounts SET disabled_on = '2026-11-01' WHERE login = 'kiemtra'").await;
    let seen = come(&mut visitor, HANH).await;
    assert_out(&mut visitor, &seen, UNKNOWN, "an account that is locked").await;
}

#[tokio::test]
async fn who_lost_the_app_sets_it_up_after_the_password_alone() {
    let (keycloak, portal, mut visitor) = linked().await;
    users::forget_factor(&portal.app, "kiemtra").await.unwrap();
    let there = to_provider(&mut visitor).await;
    let back = keycloak.lets_through(&portal.app, &there, HANH, |_| ());
    let seen = visitor.get(&back).await;
    assert_out(&mut visitor, &seen, "chưa có mã xác thực", "no app").await;
    // Half way by the provider is no way to another app.
    let tx = portal.store.begin().await.unwrap();
    let secret = gopy::keys::TotpSecret::new([1; 20]);
    factors::give(&portal.app, &tx, portal.committee.triage.id, &secret).await.unwrap();
    tx.commit().await.unwrap();
    let there = to_provider(&mut visitor).await;
    let back = keycloak.lets_through(&portal.app, &there, HANH, |_| ());
    assert_eq!(visitor.get(&back).await.location.as_deref(), Some("/noi-bo/ma"));
    users::forget_factor(&portal.app, "kiemtra").await.unwrap();
    assert_eq!(visitor.get("/noi-bo/ma/moi").await.location.as_deref(), Some("/noi-bo"));
}

#[tokio::test]
async fn linking_takes_both_factors_anew_and_a_form_of_ours() {
    let keycloak = Keycloak::start().await;
    let portal = portal(&keycloak).await;
    let mut visitor = Visitor::signed_in(&portal.app, "kiemtra", PASSWORD).await;
    let asked = visitor.get(OWN).await;
    let proof = format!("/noi-bo/xac-nhan?viec=own_sign_in&toi={OWN}");
    assert_eq!(asked.location.as_deref(), Some(&*proof));
    let page = visitor.proved(&portal.app, "kiemtra", OWN).await;
    let forged = visitor.press(&page, OWN, &[("go", "link"), ("csrf", "AAAA")]).await;
    assert_eq!(forged.status, StatusCode::FORBIDDEN);
    portal.clock.set(portal.app.now().at + chrono::TimeDelta::minutes(5));
    let late = visitor.press(&page, OWN, &[("go", "link")]).await;
    assert_eq!(late.location.as_deref(), Some(&*proof));
    let page = visitor.proved(&portal.app, "kiemtra", OWN).await;
    let there = led(&visitor.press(&page, OWN, &[("go", "link")]).await);
    let back = keycloak.lets_through(&portal.app, &there, HANH, |_| ());

    // Whoever else sits here meanwhile is not linked, nor is whoever signed out.
    let question = visitor.cookie("gopy_sso");
    let mut other = Visitor::signed_in(&portal.app, "tiepnhan", PASSWORD).await;
    other.put_cookie("gopy_sso", &question);
    assert!(other.get(&back).await.html.contains(LOST));
    assert!(portal.column("SELECT 'x' FROM provider_links").await.is_empty());
}

#[tokio::test]
async fn when_the_provider_is_silent_the_password_still_opens() {
    let keycloak = Keycloak::silent().await;
    let portal = portal(&keycloak).await;
    let mut visitor = Visitor::of(&portal.app);
    let press = async |visitor: &mut Visitor| {
        let entrance = visitor.get("/noi-bo").await;
        assert_eq!(entrance.status, StatusCode::OK, "nothing waits for the provider");
        visitor.press(&entrance, "/noi-bo/sso", &[]).await
    };
    let asked = async || keycloak.server.received_requests().await.unwrap().len();
    let seen = press(&mut visitor).await;
    assert_out(&mut visitor, &seen, DOWN, "no description").await;
    let once = asked().await;
    press(&mut visitor).await;
    assert_eq!(asked().await, once, "nobody waits for the same silence again");
    Visitor::signed_in(&portal.app, "kiemtra", PASSWORD).await;

    // It tells of itself what cannot be.
    let table: [(&str, Wrong); 3] = [
        ("another issuer", |document| document["issuer"] = "https://evil.example".into()),
        ("codes in the clear", |document| {
            document["token_endpoint"] = "http://203.0.113.7/token".into();
        }),
        ("no keys", |document| document["jwks_uri"] = "http://127.0.0.1:9/".into()),
    ];
    for (what, wrong) in table {
        keycloak.server.reset().await;
        keycloak.describes_itself(wrong).await;
        keycloak.shows_its_keys(&[keycloak.rsa_key("k1")]).await;
        portal.clock.set(portal.app.now().at + chrono::TimeDelta::seconds(10));
        let seen = press(&mut visitor).await;
        assert_out(&mut visitor, &seen, DOWN, what).await;
    }

    // It is there, and gone before the code is given for a token.
    keycloak.server.reset().await;
    keycloak.describes_itself(|_| ()).await;
    keycloak.shows_its_keys(&[keycloak.rsa_key("k1")]).await;
    portal.clock.set(portal.app.now().at + chrono::TimeDelta::seconds(10));
    let there = led(&press(&mut visitor).await);
    let back = keycloak.lets_through(&portal.app, &there, HANH, |_| ());
    let seen = visitor.get(&back).await;
    assert_out(&mut visitor, &seen, DOWN, "no token").await;
}

#[tokio::test]
async fn the_button_is_pressed_only_so_often() {
    let keycloak = Keycloak::start().await;
    let portal = TestApp::start_with(|settings| keycloak.settings(settings)).await;
    let mut visitor = Visitor::of(&portal.app);
    visitor.peer = "203.0.113.5:4000".parse().unwrap();
    let entrance = visitor.get("/noi-bo").await;
    let mut last = StatusCode::OK;
    for _ in 0..16 {
        last = visitor.press(&entrance, "/noi-bo/sso", &[]).await.status;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
    let forged = visitor.press(&entrance, "/noi-bo/sso", &[("csrf", "AAAA")]).await;
    assert_eq!(forged.status, StatusCode::FORBIDDEN, "no other site sends anybody there");
    Visitor::signed_in(&portal.app, "kiemtra", PASSWORD).await;
}

#[tokio::test]
async fn without_a_provider_there_is_nothing_of_it() {
    let portal = TestApp::start().await;
    let mut visitor = Visitor::signed_in(&portal.app, "kiemtra", PASSWORD).await;
    let own = visitor.get("/noi-bo/tai-khoan").await;
    assert!(!own.html.contains("/sso"), "{}", own.html);
    assert_eq!(visitor.get(OWN).await.status, StatusCode::NOT_FOUND);
    assert_eq!(visitor.get("/noi-bo/sso/ve?code=x&state=x").await.status, StatusCode::NOT_FOUND);
    let mut visitor = Visitor::of(&portal.app);
    let entrance = visitor.get("/noi-bo").await;
    assert!(!entrance.html.contains("/sso"), "{}", entrance.html);
    let body = form_urlencoded::Serializer::new(String::new())
        .append_pair("csrf", &entrance.hidden("csrf"))
        .append_pair("wanted", "")
        .finish();
    let kind = [("content-type", "application/x-www-form-urlencoded")];
    let pressed = visitor.send(Method::POST, "/noi-bo/sso", body, &kind).await;
    assert_eq!(pressed.status, StatusCode::NOT_FOUND);
}
