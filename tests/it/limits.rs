//! Limits by source at the JSON door, and whom they take for the source.

use std::net::{IpAddr, SocketAddr};

use gopy::caller::Caller;
use gopy::config::{Rate, Settings};
use poem::endpoint::BoxEndpoint;
use poem::http::{HeaderMap, StatusCode};
use poem::web::RemoteAddr;
use poem::{Endpoint as _, Response};
use serde_json::{Value, json};

use crate::support::TestApp;
use crate::support::committee::about_lan;
use crate::web::coming_from;

fn rate(count: u32) -> Rate {
    let one = 1.try_into().unwrap();
    Rate { count: one, minutes: 60.try_into().unwrap(), burst: count.try_into().unwrap() }
}

fn tight(settings: &mut Settings) {
    let limits = &mut settings.limits;
    (limits.letters, limits.look_ups) = (rate(1), rate(2));
    (limits.sign_ins, limits.messages) = (rate(1), rate(1));
}

struct Doors(BoxEndpoint<'static, Response>);

impl Doors {
    fn of(portal: &TestApp) -> Self {
        Self(gopy::server::routes(&portal.app, None).unwrap())
    }

    /// Posts from `peer`; answers status, `Retry-After` and body.
    async fn post(
        &self,
        peer: &str,
        path: &str,
        body: &Value,
    ) -> (StatusCode, Option<String>, Value) {
        self.post_for(peer, "", path, body).await
    }

    async fn post_for(
        &self,
        peer: &str,
        forwarded: &str,
        path: &str,
        body: &Value,
    ) -> (StatusCode, Option<String>, Value) {
        let request = poem::http::Request::builder()
            .method("POST")
            .uri(path)
            .header("content-type", "application/json")
            .header("x-forwarded-for", forwarded)
            .body(body.to_string())
            .unwrap();
        let peer = SocketAddr::new(peer.parse().unwrap(), 4000);
        let answer = self.0.get_response(coming_from(peer, request)).await;
        let (head, body) = answer.into_parts();
        let wait = head.headers.get("retry-after").map(|wait| wait.to_str().unwrap().to_owned());
        let body = serde_json::from_str(&body.into_string().await.unwrap()).unwrap_or_default();
        (head.status, wait, body)
    }
}

fn letter() -> Value {
    json!({ "kind": "gop_y", "text": "Đề nghị sinh hoạt chi bộ đúng giờ hơn.", "lang": "en" })
}

#[tokio::test]
async fn one_source_is_slowed_down_and_no_other() {
    let portal = TestApp::start_with(tight).await;
    let sent = portal.letter("gop_y", about_lan()).await;
    let doors = Doors::of(&portal);
    let wrong = json!({ "receipt": "0000 0000 0000 0000 0000" });
    for _ in 0..2 {
        let (status, ..) = doors.post("203.0.113.5", "/api/v1/letters/lookup", &wrong).await;
        assert_eq!(status, StatusCode::NOT_FOUND);
    }
    let right = json!({ "receipt": sent.receipt.digits() });
    let (status, wait, body) = doors.post("203.0.113.5", "/api/v1/letters/lookup", &wrong).await;
    assert_eq!(
        (status, body["code"].as_str()),
        (StatusCode::TOO_MANY_REQUESTS, Some("too-many-requests"))
    );
    assert!((3500..=3600).contains(&wait.unwrap().parse::<u32>().unwrap()));

    for honest in ["203.0.113.5", "203.0.113.6"] {
        let (status, ..) = doors.post(honest, "/api/v1/letters/lookup", &right).await;
        assert_eq!(status, StatusCode::OK, "an honest holder at {honest} gets in");
    }
    portal.set_day("2026-11-03");
    let (status, ..) = doors.post("203.0.113.5", "/api/v1/letters/lookup", &wrong).await;
    assert_eq!(status, StatusCode::NOT_FOUND, "a new day has a new key and forgets");
}

#[tokio::test]
async fn who_floods_the_look_up_stands_in_a_line_of_their_own() {
    let generous = |settings: &mut Settings| settings.limits.look_ups = rate(10_000);
    let portal = TestApp::start_with(generous).await;
    let sent = portal.letter("gop_y", about_lan()).await;
    let doors = Doors::of(&portal);
    let path = "/api/v1/letters/lookup";
    let wrong = json!({ "receipt": "0000 0000 0000 0000 0000" });
    let right = json!({ "receipt": sent.receipt.digits() });
    for _ in 0..8 {
        let (status, ..) = doors.post("203.0.113.5", path, &wrong).await;
        assert_eq!(status, StatusCode::NOT_FOUND);
    }
    let flood = futures_util::future::join_all(
        (0..60).map(|_| async { doors.post("203.0.113.5", path, &wrong).await }),
    );
    let honest = async {
        tokio::task::yield_now().await;
        doors.post("203.0.113.6", path, &right).await.0
    };
    let (flooded, honest) = tokio::join!(flood, honest);
    assert_eq!(honest, StatusCode::OK);
    let refused: Vec<_> =
        flooded.iter().filter(|(status, ..)| *status == StatusCode::SERVICE_UNAVAILABLE).collect();
    assert_eq!(refused.len(), 60 - 16, "what waits is bounded");
    let (_, wait, problem) = refused[0];
    assert_eq!((wait.as_deref(), problem["code"].as_str()), (Some("30"), Some("unavailable")));
    let (status, ..) = doors.post("203.0.113.5", path, &right).await;
    assert_eq!(status, StatusCode::OK, "slow, but not shut out");
}

#[tokio::test]
async fn each_action_has_its_own_count() {
    let portal = TestApp::start_with(tight).await;
    let sent = portal.letter("gop_y", about_lan()).await;
    let doors = Doors::of(&portal);
    let message = json!({ "receipt": sent.receipt.digits(), "text": "Thêm một điều." });
    let login = json!({ "login": "kiemtra", "password": "sai" });
    // path, body, status of the first, status of the second
    let table = [
        ("/api/v1/letters", letter(), StatusCode::CREATED),
        ("/api/v1/letters/messages", message, StatusCode::CREATED),
        ("/api/v1/session", login, StatusCode::UNAUTHORIZED),
    ];
    for (path, body, first) in table {
        assert_eq!(doors.post("203.0.113.5", path, &body).await.0, first, "{path}");
        let (status, wait, _) = doors.post("203.0.113.5", path, &body).await;
        assert_eq!(status, StatusCode::TOO_MANY_REQUESTS, "{path}");
        assert!(wait.is_some(), "{path}");
    }
    let (_, _, problem) = doors.post("203.0.113.5", "/api/v1/letters", &letter()).await;
    assert_eq!(problem["title"], "Too many requests", "in the letter's own language");
}

#[tokio::test]
async fn limits_can_be_turned_off_and_see_through_our_own_proxy_only() {
    let off = TestApp::start_with(|settings| {
        tight(settings);
        settings.limits.enabled = false;
    })
    .await;
    let doors = Doors::of(&off);
    for _ in 0..3 {
        assert_eq!(
            doors.post("203.0.113.5", "/api/v1/letters", &letter()).await.0,
            StatusCode::CREATED
        );
    }

    let portal = TestApp::start_with(|settings| {
        tight(settings);
        settings.server.trusted_proxies = vec!["127.0.0.1".into()];
    })
    .await;
    let doors = Doors::of(&portal);
    // peer, what it claims to speak for, status
    let table = [
        ("127.0.0.1", "198.51.100.1", StatusCode::CREATED),
        ("127.0.0.1", "198.51.100.2", StatusCode::CREATED),
        ("127.0.0.1", "6.6.6.6, 198.51.100.2", StatusCode::TOO_MANY_REQUESTS),
        ("198.51.100.3", "198.51.100.4", StatusCode::CREATED),
        ("198.51.100.3", "198.51.100.5", StatusCode::TOO_MANY_REQUESTS),
    ];
    for (peer, forwarded, expected) in table {
        let (status, ..) = doors.post_for(peer, forwarded, "/api/v1/letters", &letter()).await;
        assert_eq!(status, expected, "{peer} for {forwarded}");
    }
}

#[test]
fn the_source_is_the_last_address_that_is_not_ours() {
    let ours = |address: IpAddr| ["10.0.0.1", "10.0.0.2"].contains(&address.to_string().as_str());
    let caller = |peer: &str, forwarded: &str| {
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", forwarded.parse().unwrap());
        let peer: SocketAddr = peer.parse().unwrap();
        Caller::new(&RemoteAddr(peer.into()), &headers, ours)
    };
    let plain = |peer: &str| caller(peer, "");
    // peer, header, who counts
    let table = [
        ("192.0.2.1:1", "192.0.2.9", "192.0.2.1:2"),
        ("10.0.0.1:1", "192.0.2.9", "192.0.2.9:2"),
        ("10.0.0.1:1", "1.1.1.1, 192.0.2.9,10.0.0.2", "192.0.2.9:2"),
        ("10.0.0.1:1", "unknown", "10.0.0.1:2"),
        ("10.0.0.1:1", "192.0.2.9, rubbish", "10.0.0.1:2"),
        ("[::ffff:192.0.2.1]:1", "", "192.0.2.1:2"),
    ];
    for (peer, forwarded, who) in table {
        assert_eq!(caller(peer, forwarded), plain(who), "{peer} {forwarded}");
    }
}

#[test]
fn settings_say_what_a_limit_or_a_proxy_must_look_like() {
    let folder = std::env::temp_dir().join(format!("gopy-limits-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("gopy.toml");
    let load = |text: &str| {
        std::fs::write(&file, text).unwrap();
        Settings::load(Some(&file))
    };
    let settings = load("[limits.letters]\nburst = 3\n").unwrap();
    assert_eq!((settings.limits.letters.burst.get(), settings.limits.letters.count.get()), (3, 20));
    let nought = load("[limits.letters]\nburst = 0\n").unwrap_err().to_string();
    assert!(nought.contains("burst"), "{nought}");
    let proxy = load("[server]\ntrusted_proxies = [\"nginx\"]\n").unwrap_err().to_string();
    assert!(proxy.contains("server.trusted_proxies must hold IP addresses"), "{proxy}");
    std::fs::remove_dir_all(&folder).unwrap();
}
