//! Signing in through an identity provider: it proves who it is, and nothing more.

mod keycloak;
mod refused;
mod settings;

use gopy::app::users::{self, By};
use poem::http::{StatusCode, header};

use crate::support::{PASSWORD, TestApp, sign_in as both};
use crate::web::visitor::{Seen, Visitor};

use keycloak::{Keycloak, Signed};

/// How the provider knows the person behind the account `kiemtra`.
const HANH: &str = "f81d4fae-hanh";
const OWN: &str = "/noi-bo/tai-khoan/sso";

/// A portal that knows the provider. Tests press the button more often than people do.
async fn portal(keycloak: &Keycloak) -> TestApp {
    TestApp::start_with(|settings| {
        keycloak.settings(settings);
        settings.limits.enabled = false;
    })
    .await
}

/// The address that a page leads on to.
fn led(page: &Seen) -> String {
    assert_eq!(page.status, StatusCode::OK, "{}", page.html);
    let refresh = page.headers[header::REFRESH].to_str().unwrap();
    refresh.strip_prefix("0; url=").unwrap().to_owned()
}

/// Presses the button on the entrance; answers the address at the provider.
async fn to_provider(visitor: &mut Visitor) -> String {
    let entrance = visitor.get("/noi-bo").await;
    led(&visitor.press(&entrance, "/noi-bo/sso", &[]).await)
}

/// Links the account to whom the provider knows as `subject`.
async fn link(portal: &TestApp, keycloak: &Keycloak, login: &str, subject: &str) -> Seen {
    let mut visitor = Visitor::signed_in(&portal.app, login, PASSWORD).await;
    let page = visitor.proved(&portal.app, login, OWN).await;
    let there = led(&visitor.press(&page, OWN, &[("go", "link")]).await);
    assert_eq!(keycloak.asked(&there)["prompt"], "login", "not on somebody's open session");
    visitor.get(&keycloak.lets_through(&portal.app, &there, subject, |_| ())).await
}

/// A linked account, and somebody in front of the entrance.
async fn linked() -> (Keycloak, TestApp, Visitor) {
    let keycloak = Keycloak::start().await;
    let portal = portal(&keycloak).await;
    let done = link(&portal, &keycloak, "kiemtra", HANH).await;
    assert_eq!(done.location.as_deref(), Some("/noi-bo/tai-khoan?da-lien-ket"), "{}", done.html);
    let visitor = Visitor::of(&portal.app);
    (keycloak, portal, visitor)
}

/// Whether a list of staff opens.
async fn is_inside(visitor: &mut Visitor) -> bool {
    visitor.get("/noi-bo/phan-loai").await.status == StatusCode::OK
}

#[tokio::test]
async fn the_whole_way() {
    let (keycloak, portal, mut visitor) = linked().await;
    let mails = portal.mails().await;
    assert!(mails.iter().any(|mail| mail.words.text.contains("thêm một cách đăng nhập")));

    let asked = visitor.get("/noi-bo/phan-loai").await;
    let entrance = visitor.get(asked.location.as_deref().unwrap()).await;
    assert!(entrance.html.contains("Đăng nhập bằng Keycloak &lt;quận&gt;"), "{}", entrance.html);
    let there = led(&visitor.press(&entrance, "/noi-bo/sso", &[]).await);
    assert!(!keycloak.asked(&there).contains_key("prompt"), "who is signed in there goes through");
    let back = keycloak.lets_through(&portal.app, &there, HANH, |_| ());
    let half = visitor.get(&back).await;
    assert_eq!(half.location.as_deref(), Some("/noi-bo/ma?toi=/noi-bo/phan-loai"), "{}", half.html);
    assert!(!is_inside(&mut visitor).await, "our own code is still asked for");
    let door = visitor.get(half.location.as_deref().unwrap()).await;
    let wrong = visitor.press(&door, "/noi-bo/ma", &[("code", "000000")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let code = both::code(&portal.app, "kiemtra").await;
    let inside = visitor.press(&door, "/noi-bo/ma", &[("code", &code)]).await;
    assert_eq!(inside.location.as_deref(), Some("/noi-bo/phan-loai"));
    assert!(is_inside(&mut visitor).await);

    let token = visitor.cookie("gopy_staff");
    let own = visitor.get("/noi-bo/tai-khoan").await;
    visitor.press(&own, "/noi-bo/thoat", &[]).await;
    assert!(gopy::app::sessions::staff(&portal.app, &token).await.is_err());

    let acts = portal.audited().await;
    let mine = ["sign-in", "step-up", "link-provider", "code-refused", "sign-in"];
    assert_eq!(acts, mine);
    let details =
        "SELECT detail FROM audit WHERE action IN ('sign-in', 'code-refused') ORDER BY seq";
    let told = "by provider and own code";
    assert_eq!(portal.column(details).await, ["", told, told], "the password first, then not");
}

#[tokio::test]
async fn nothing_tells_who_it_is_at_the_provider() {
    let (keycloak, portal, mut visitor) = linked().await;
    let there = to_provider(&mut visitor).await;
    let back = keycloak.lets_through(&portal.app, &there, "somebody-else", |_| ());
    let ((), heard) = crate::two_worlds::heard::listening(async {
        visitor.get(&back).await;
    })
    .await;
    assert!(heard.lines.iter().all(|line| !line.contains("somebody")), "{heard:?}");
    let details = portal.column("SELECT detail FROM audit WHERE action = 'sign-in-refused'").await;
    let [detail] = &details[..] else { panic!("{details:?}") };
    let hash = detail.strip_prefix("by provider: unknown ").unwrap();
    assert!(hash.len() == 16 && !hash.contains("somebody"), "{detail}");
    for sql in ["SELECT detail FROM audit", "SELECT args FROM outbox"] {
        let stored = portal.column(sql).await.join("\n");
        assert!(!stored.contains(HANH) && !stored.contains("never kept"), "{stored}");
    }
    let hashes = "SELECT CAST(length(subject_hash) AS text) FROM provider_links";
    assert_eq!(portal.column(hashes).await, ["32"]);
}

#[tokio::test]
async fn a_second_factor_that_the_provider_asked_for_just_now_stands_for_ours() {
    let keycloak = Keycloak::start().await;
    let portal = TestApp::start_with(|settings| {
        keycloak.settings(settings);
        settings.limits.enabled = false;
        settings.oidc.second_factor_acr = vec!["gold".into()];
        settings.oidc.second_factor_amr = vec!["otp".into(), "hwk".into()];
    })
    .await;
    link(&portal, &keycloak, "kiemtra", HANH).await;
    let now = portal.app.now().at.timestamp();
    // acr, amr, when it was asked for, whether that lets in
    let table: [(&str, &[&str], Option<i64>, bool); 7] = [
        ("gold", &[], Some(now), true),
        ("silver", &["pwd", "hwk"], Some(now), true),
        ("silver", &["pwd"], Some(now), false),
        ("", &[], Some(now), false),
        ("gold", &["otp"], Some(now - 3600), false),
        ("gold", &["otp"], None, false),
        ("GOLD", &["OTP"], Some(now), false),
    ];
    for (acr, amr, at, lets_in) in table {
        let mut visitor = Visitor::of(&portal.app);
        let there = to_provider(&mut visitor).await;
        let asked = keycloak.asked(&there);
        assert_eq!((&*asked["acr_values"], &*asked["prompt"]), ("gold", "login"));
        let back = keycloak.lets_through(&portal.app, &there, HANH, |claims| {
            claims["acr"] = acr.into();
            claims["amr"] = amr.into();
            claims["auth_time"] = at.into();
        });
        let came = visitor.get(&back).await;
        let to = if lets_in { "/noi-bo" } else { "/noi-bo/ma" };
        assert_eq!(came.location.as_deref(), Some(to), "{acr} {amr:?} {at:?}");
        assert_eq!(is_inside(&mut visitor).await, lets_in, "{acr} {amr:?} {at:?}");
    }
    let details = portal.column("SELECT detail FROM audit WHERE action = 'sign-in'").await;
    assert_eq!(details, ["", "by provider", "by provider"]);
}

#[tokio::test]
async fn coming_in_ends_the_session_that_was_in_this_browser() {
    let keycloak = Keycloak::start().await;
    let portal = TestApp::start_with(|settings| {
        keycloak.settings(settings);
        settings.limits.enabled = false;
        settings.oidc.second_factor_acr = vec!["gold".into()];
    })
    .await;
    link(&portal, &keycloak, "kiemtra", HANH).await;
    let mut visitor = Visitor::of(&portal.app);
    let there = to_provider(&mut visitor).await;
    let other = Visitor::signed_in(&portal.app, "tiepnhan", PASSWORD).await;
    let (before, question) = (other.cookie("gopy_staff"), visitor.cookie("gopy_sso"));
    visitor.take_cookies_of(&other);
    visitor.put_cookie("gopy_sso", &question);
    let back = keycloak.lets_through(&portal.app, &there, HANH, |claims| {
        claims["acr"] = "gold".into();
    });
    assert_eq!(visitor.get(&back).await.location.as_deref(), Some("/noi-bo"));
    assert_ne!(visitor.cookie("gopy_staff"), before);
    assert!(gopy::app::sessions::staff(&portal.app, &before).await.is_err());
}

#[tokio::test]
async fn one_person_there_is_one_account_here() {
    let (keycloak, portal, _) = linked().await;
    let taken = link(&portal, &keycloak, "kiemtra2", HANH).await;
    assert_eq!(taken.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(taken.html.contains("đã liên kết với một tài khoản khác"), "{}", taken.html);
    let again = link(&portal, &keycloak, "kiemtra", HANH).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER, "the same once more changes nothing");
    let other = link(&portal, &keycloak, "kiemtra", "another-hanh").await;
    assert_eq!(other.status, StatusCode::SEE_OTHER, "in place of the one before");
    let free = link(&portal, &keycloak, "kiemtra2", HANH).await;
    assert_eq!(free.status, StatusCode::SEE_OTHER, "{}", free.html);
    assert_eq!(portal.column("SELECT 'x' FROM provider_links").await.len(), 2);
    assert!(portal.audited().await.contains(&"link-provider-refused".to_owned()));
}

#[tokio::test]
async fn one_takes_ones_own_link_away() {
    let (keycloak, portal, mut stranger) = linked().await;
    let other = Visitor::signed_in(&portal.app, "kiemtra", PASSWORD).await.cookie("gopy_staff");
    let mut visitor = Visitor::signed_in(&portal.app, "kiemtra", PASSWORD).await;
    assert!(visitor.get("/noi-bo/tai-khoan").await.html.contains("từ 02/11/2026"));
    let lost = visitor.get("/noi-bo/sso/ve?state=x&code=x").await;
    assert!(lost.html.contains("Đã liên kết từ 02/11/2026"), "{}", lost.html);
    let page = visitor.proved(&portal.app, "kiemtra", OWN).await;
    assert!(page.html.contains("Đã liên kết từ 02/11/2026"), "{}", page.html);
    let done = visitor.press(&page, OWN, &[("go", "unlink")]).await;
    assert_eq!(done.location.as_deref(), Some("/noi-bo/tai-khoan?da-go"));
    assert!(visitor.get("/noi-bo/tai-khoan?da-go").await.html.contains("Đã gỡ liên kết"));
    assert!(gopy::app::sessions::staff(&portal.app, &other).await.is_err(), "others end");
    let told = portal.mails().await;
    assert!(told.iter().any(|mail| mail.words.text.contains("đã được gỡ")), "{told:?}");
    let there = to_provider(&mut stranger).await;
    let back = keycloak.lets_through(&portal.app, &there, HANH, |_| ());
    assert_eq!(stranger.get(&back).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let again = visitor.press(&page, OWN, &[("go", "unlink")]).await;
    assert_eq!(again.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_administrator_sees_that_an_account_is_linked_and_takes_the_link_away() {
    let (_keycloak, portal, _) = linked().await;
    let theirs = Visitor::signed_in(&portal.app, "kiemtra", PASSWORD).await.cookie("gopy_staff");
    let mut admin = Visitor::signed_in(&portal.app, "quantri", PASSWORD).await;
    let list = admin.get("/noi-bo/nguoi-dung?tim=kiemtra").await;
    assert_eq!(list.html.matches("có liên kết đăng nhập").count(), 1, "{}", list.html);
    let path = format!("/noi-bo/nguoi-dung/{}", portal.committee.triage.id);
    let page = admin.proved(&portal.app, "quantri", &path).await;
    let done = admin.press(&page, &path, &[("go", "unlink")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.html);
    assert!(gopy::app::sessions::staff(&portal.app, &theirs).await.is_err());
    assert!(!admin.get(&path).await.html.contains("Gỡ liên kết"));
    assert_eq!(portal.audited().await.last().unwrap(), "unlink-provider");
}

#[tokio::test]
async fn an_account_that_is_locked_is_linked_no_more() {
    let (_keycloak, portal, _) = linked().await;
    let id = portal.committee.triage.id;
    users::disable(&portal.app, By::CommandLine, id).await.unwrap();
    assert!(portal.column("SELECT 'x' FROM provider_links").await.is_empty());
}

#[tokio::test]
async fn keys_of_the_provider_change_now_and_then() {
    let (keycloak, portal, mut visitor) = linked().await;
    keycloak.server.reset().await;
    keycloak.describes_itself(|_| ()).await;
    keycloak.shows_its_keys(&[keycloak.ec_key("k2")]).await;
    keycloak.takes_codes().await;
    let come = async |visitor: &mut Visitor| {
        let there = to_provider(visitor).await;
        let signed = Signed::Es256;
        let back = keycloak.lets_through_as(&portal.app, &there, HANH, signed, |_| ());
        visitor.get(&back).await.status
    };
    let early = come(&mut visitor).await;
    assert_eq!(early, StatusCode::UNPROCESSABLE_ENTITY, "they were asked for just now");
    portal.clock.set(portal.app.now().at + chrono::TimeDelta::minutes(1));
    assert_eq!(come(&mut visitor).await, StatusCode::SEE_OTHER);
    let asked = keycloak.server.received_requests().await.unwrap();
    let keys = asked.iter().filter(|one| one.url.path().ends_with("/certs")).count();
    assert_eq!(keys, 1, "once for the new key, and kept");
}
