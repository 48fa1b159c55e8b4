//! Whatever is wrong with a request is told as a problem document, never as plain text or a 500.

use gopy::api::problem::{Code, SHAPE_FLAWS};
use gopy::api::words;
use gopy::domain::decide::Refusal;
use gopy::domain::letter::Lang;
use gopy::i18n::Locales;
use poem::Body;
use poem::http::{Method, StatusCode};
use serde_json::{Value, json};

use super::portal::{Portal, Reply, letter};

#[tokio::test]
async fn what_cannot_be_read_is_told_by_status_and_code() {
    let portal = Portal::start().await;
    let good = letter().to_string();
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let long = format!("{{\"text\":\"{}\"}}", "a".repeat(300 * 1024));
    // content type, body, status, code
    let table: [(&str, Vec<u8>, u16, &str); 13] = [
        ("application/json", b"".to_vec(), 400, "malformed"),
        ("application/json", b"{\"kind\":".to_vec(), 400, "malformed"),
        ("application/json", b"\xff\xfe".to_vec(), 400, "malformed"),
        ("application/json", b"{\"text\":\"\xc3\x28\"}".to_vec(), 400, "malformed"),
        ("application/json", br#"{"text":"\ud800"}"#.to_vec(), 400, "malformed"),
        ("application/json", deep.into_bytes(), 400, "malformed"),
        ("application/json", long.into_bytes(), 413, "too-large"),
        ("application/json", b"[]".to_vec(), 422, "bad-fields"),
        ("application/json; charset=utf-8", b"{}".to_vec(), 422, "bad-fields"),
        ("application/json; charset=utf-16", good.clone().into_bytes(), 415, "media-type"),
        ("text/plain", good.clone().into_bytes(), 415, "media-type"),
        ("application/x-www-form-urlencoded", b"kind=gop_y".to_vec(), 415, "media-type"),
        ("", good.into_bytes(), 415, "media-type"),
    ];
    for path in ["/api/v1/letters", "/api/v1/letters/lookup", "/api/v1/session"] {
        for (content_type, body, status, code) in &table {
            let mut request = portal.client.post(path).body(body.clone());
            if !content_type.is_empty() {
                request = request.content_type(content_type);
            }
            let reply = Reply::read(request.send().await).await;
            let told = (reply.status.as_u16(), reply.code());
            // The schema of a lookup makes an empty object a malformed receipt.
            let empty_lookup = path.ends_with("lookup") && body == b"{}";
            let expected = if empty_lookup { (404, "not-found") } else { (*status, *code) };
            assert_eq!((told.0, told.1.as_str()), expected, "{path} {content_type}");
        }
    }
}

#[tokio::test]
async fn a_body_of_unknown_length_is_counted_while_it_is_read() {
    let portal = Portal::start().await;
    let endless = vec![b' '; 1024 * 1024];
    let request = portal
        .client
        .post("/api/v1/letters")
        .content_type("application/json")
        .body(Body::from_async_read(std::io::Cursor::new(endless)));
    assert_eq!(Reply::read(request.send().await).await.code(), "too-large");
    let request = portal
        .client
        .post("/api/v1/letters")
        .content_type("application/json")
        .body(Body::from_async_read(std::io::Cursor::new(letter().to_string().into_bytes())));
    assert_eq!(Reply::read(request.send().await).await.status, StatusCode::CREATED);
}

#[tokio::test]
async fn every_bad_field_is_named_by_its_path() {
    let portal = Portal::start().await;
    // what is changed in a good letter, the field and the code told
    let table = [
        (json!({ "kind": "khac" }), "kind", "unknown-choice"),
        (json!({ "kind": null }), "kind", "missing"),
        (json!({ "text": 7 }), "text", "wrong-type"),
        (json!({ "text": "ngắn" }), "text", "too-short"),
        (json!({ "text": "a\u{0}b".repeat(20) }), "text", "unreadable"),
        (json!({ "about": [] }), "about", "wrong-type"),
        (json!({ "about": { "name": "x".repeat(201) } }), "about.name", "too-long"),
        (json!({ "about": { "ten": "x" } }), "about.ten", "unknown-field"),
        (json!({ "happened": { "on": "2026-02-30" } }), "happened.on", "not-a-day"),
        (json!({ "happened": { "on": "22/11/2026" } }), "happened.on", "not-a-day"),
        (json!({ "happened": { "on": "2026-11-23" } }), "happened.on", "future"),
        (json!({ "reporter": {} }), "reporter.name", "missing"),
        (json!({ "reporter": { "name": "An", "phone": "x" } }), "reporter.phone", "phone"),
        (json!({ "email": "a@b\r\nBcc: c@d.vn" }), "email", "email"),
        (json!({ "lang": "fr" }), "lang", "unknown-choice"),
        (json!({ "role": "admin" }), "role", "unknown-field"),
    ];
    for (change, field, code) in table {
        let mut body = letter();
        body.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        let reply = portal.post("/api/v1/letters", body).await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{change}");
        assert_eq!(reply.code(), "bad-fields");
        let told = &reply.body["errors"];
        let only = told.as_array().unwrap().len() == 1;
        assert!(only && told[0]["field"] == field && told[0]["code"] == code, "{change}: {told}");
    }
}

#[tokio::test]
async fn several_flaws_are_told_at_once() {
    let portal = Portal::start().await;
    let reply = portal.post("/api/v1/letters", json!({ "kind": 1, "x": 2 })).await;
    let fields: Vec<&Value> =
        reply.body["errors"].as_array().unwrap().iter().map(|bad| &bad["field"]).collect();
    assert_eq!(fields, ["kind", "text", "x"]);
}

#[tokio::test]
async fn the_reader_is_answered_in_the_language_asked_for() {
    let portal = Portal::start().await;
    // Accept-Language, lang of the body, language of the answer
    let table = [
        (None, None, "vi"),
        (Some("en-GB,en;q=0.9"), None, "en"),
        (Some("fr, en;q=0.3, vi;q=0.8"), None, "vi"),
        (Some("en;q=0"), None, "vi"),
        (Some("en"), Some("vi"), "vi"),
        (Some("vi"), Some("en"), "en"),
    ];
    for (header, lang, expected) in table {
        let body = json!({ "kind": "gop_y", "text": "ngắn", "lang": lang });
        let mut request = portal.client.post("/api/v1/letters").body_json(&body);
        if let Some(header) = header {
            request = request.header("accept-language", header);
        }
        let response = request.send().await;
        response.assert_header("content-language", expected);
        let reply = Reply::read(response).await;
        let title =
            if expected == "vi" { "Có chỗ cần sửa" } else { "There is something to mend" };
        assert_eq!(reply.text("title"), title, "{header:?} {lang:?}");
    }
}

#[tokio::test]
async fn unknown_paths_and_methods_are_problems_too() {
    let portal = Portal::start().await;
    // method, path, status, Allow
    let table = [
        (Method::GET, "/api", 404, None),
        (Method::GET, "/api/nowhere", 404, None),
        (Method::POST, "/api/v1/letters/nowhere", 404, None),
        (Method::GET, "/api/v1/letters", 405, Some("POST")),
        (Method::OPTIONS, "/api/v1/letters", 405, Some("POST")),
        (Method::PUT, "/api/v1/session", 405, Some("DELETE, POST")),
        (Method::DELETE, "/api/v1/cases/HS-4718-9353", 405, Some("HEAD, GET")),
        (Method::GET, "/api/v1/cases/HS-4718-9353/kind", 405, Some("POST")),
        (Method::POST, "/api/docs", 405, Some("GET, HEAD")),
    ];
    for (method, path, status, allow) in table {
        let response = portal.client.request(method.clone(), path).send().await;
        let told =
            response.0.headers().get("allow").map(|value| value.to_str().unwrap().to_owned());
        assert_eq!(told.as_deref(), allow, "{method} {path}");
        let reply = Reply::read(response).await;
        let code = if status == 404 { "not-found" } else { "method-not-allowed" };
        assert_eq!(
            (reply.status.as_u16(), reply.code().as_str()),
            (status, code),
            "{method} {path}"
        );
    }
}

#[tokio::test]
async fn no_answer_is_kept_or_taken_for_something_else() {
    let portal = Portal::start().await;
    for path in ["/api/v1/letters", "/api/docs", "/api/openapi.json", "/api/nowhere"] {
        let response = portal.client.get(path).send().await;
        response.assert_header("cache-control", "no-store");
        response.assert_header("x-content-type-options", "nosniff");
        response.assert_header("referrer-policy", "no-referrer");
        response.assert_header_exist("content-security-policy");
    }
}

#[test]
fn every_problem_has_its_words_in_both_languages() {
    let locales = Locales::embedded().unwrap();
    let refusals = REFUSALS.into_iter().map(Code::Refused);
    for code in Code::GENERAL.into_iter().chain(refusals) {
        let (title, detail) = words::keys(code);
        for lang in [Lang::Vi, Lang::En] {
            assert!(locales.plain(lang, &title).is_ok(), "{title}");
            assert!(locales.plain(lang, &detail).is_ok(), "{detail}");
        }
    }
    for flaw in SHAPE_FLAWS {
        let key = format!("flaw-{flaw}");
        assert!(locales.has(Lang::Vi, &key) && locales.has(Lang::En, &key), "{key}");
    }
}

/// All but the one that is answered as "not found".
const REFUSALS: [Refusal; 26] = [
    Refusal::DayStands,
    Refusal::NoCongress,
    Refusal::OutOfOrder,
    Refusal::SamePerson,
    Refusal::ProposalWaits,
    Refusal::NoProposal,
    Refusal::AskedEnough,
    Refusal::BadDay,
    Refusal::OfficerExcluded,
    Refusal::UnitExcluded,
    Refusal::NoOutcome,
    Refusal::NoEvidence,
    Refusal::NotHeard,
    Refusal::PastDue,
    Refusal::NoClock,
    Refusal::NotComplex,
    Refusal::NoExtension,
    Refusal::AlreadyHeld,
    Refusal::NotHeld,
    Refusal::Boomerang,
    Refusal::NoticeOwed,
    Refusal::PostingRuns,
    Refusal::MeasureOwed,
    Refusal::AppealRuns,
    Refusal::TooLate,
    Refusal::NoRule,
];
