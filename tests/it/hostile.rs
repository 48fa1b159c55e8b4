//! Whatever is typed, sent or asked for, in every field and at every address: an answer, never a failure of ours
//! (`security.md`, G5, S-36, S-37).

use std::collections::BTreeSet;

use gopy::api::document;
use poem::http::{Method, StatusCode};
use serde_json::{Value, json};

use crate::two_worlds::tour::{Answer, NOBODY, Visitor, example, filled, token_in};
use crate::two_worlds::world::{Organisation, World};

const FORM: &str = "application/x-www-form-urlencoded";
const JSON: &str = "application/json";

/// What people, programs and attackers type, percent-encoded where it is no text.
const TYPED: [&str; 26] = [
    "%00",
    "a%00b",
    "%FF%FE",
    "%C3%28",
    "%ED%A0%80",
    "%E2%80%AE%E2%81%A6txt.exe",
    "%F0%9F%98%80%F0%9F%87%BB%F0%9F%87%B3",
    "%EF%BC%91%EF%BC%92",
    "99999999999999999999999999999999",
    "-1",
    "1e999",
    "NaN",
    "0x10",
    "31/02/2026",
    "99/99/999999",
    "-271821-04-20",
    "%3Cscript%3Ealert(1)%3C/script%3E",
    "%22%3E%3Cimg src=x onerror=alert(1)%3E",
    "%7B%7B7*7%7D%7D%7B%25 for x in y %25%7D",
    "%7B $n %7D",
    "' OR '1'='1' --",
    "%25_%5C%27%22;",
    "..%2F..%2Fetc%2Fpasswd",
    "x%0D%0ASet-Cookie: a=b",
    "=HYPERLINK(%22http://evil.example%22)",
    "00000000-0000-0000-0000-000000000000",
];

/// The same for bodies of JSON.
fn values() -> Vec<Value> {
    let read = |typed: &&str| {
        let pair = format!("x={typed}");
        let (_, value) = form_urlencoded::parse(pair.as_bytes()).next().unwrap();
        json!(value)
    };
    let mut all: Vec<Value> = TYPED.iter().map(read).collect();
    all.extend([
        Value::Null,
        json!(true),
        json!(-1),
        json!(u64::MAX),
        json!(1e308),
        json!([]),
        json!({}),
        json!(["a", 1, null]),
        json!("đ".repeat(30_000)),
        json!("\u{0}\u{8}\u{7f}\u{feff}\u{202e}"),
    ]);
    all
}

async fn scene() -> (World, Organisation, String, String) {
    let people = Organisation::of(22);
    let world = World::found(&people).await;
    let about = people.people.iter().find(|one| one.title == "member").unwrap().about();
    let text = "Thu tiền làm ngõ mỗi hộ năm trăm nghìn đồng mà không có phiếu thu.";
    let sent = world.letter("phan_anh", about, text).await;
    let officer = people.who("kiemtravien").id;
    world.live(&people, &sent.case_number, 4, Some(officer)).await;
    (world, people, sent.case_number.to_string(), sent.receipt.grouped())
}

async fn resident<'a>(world: &'a World, receipt: &str) -> Visitor<'a> {
    let mut visitor = Visitor::stranger(world);
    let page = visitor.get("/tra-cuu").await;
    visitor.press(&page, "/tra-cuu", &[("receipt", receipt)]).await;
    visitor
}

fn fine(answer: &Answer, what: &str) {
    let status = answer.status;
    // The identity provider of this world never answers, and it is told so.
    let told = what.contains("POST /noi-bo/sso ") && status.as_u16() == 503;
    assert!(status.as_u16() < 500 || told, "{what}: {status} {:?}", answer.heard.lines);
    let live = ["<script>alert(1)", "<img src=x"].iter().any(|live| answer.body.contains(live));
    let json = answer.headers.get("content-type").is_some_and(|kind| kind[0].contains("json"));
    assert!(json || !live, "{what}: markup came back alive");
    let injected = answer
        .headers
        .get("set-cookie")
        .is_some_and(|set| set.iter().any(|one| one.starts_with("a=")));
    assert!(!injected, "{what}: a header was injected");
}

/// The names of the inputs on a page.
fn fields(html: &str) -> BTreeSet<String> {
    let named = |tag: &str| {
        let tag = format!("<{tag}");
        let inputs = html.split(&tag).skip(1);
        let inputs = inputs.filter_map(|rest| rest.split('>').next()?.split(" name=\"").nth(1));
        let names = inputs.filter_map(|rest| rest.split('"').next().map(str::to_owned));
        names.collect::<Vec<_>>()
    };
    ["input", "textarea", "select", "button"].iter().flat_map(|tag| named(tag)).collect()
}

#[tokio::test]
async fn no_form_and_no_address_breaks_on_what_is_typed() {
    let (world, _, number, receipt) = scene().await;
    let mut tries = 0;
    for login in ["", "tiepnhan", "kiemtra", "kiemtravien", "pheduyet", "quantri"] {
        let mut who = match login {
            "" => resident(&world, &receipt).await,
            login => Visitor::signed_in(&world, login).await,
        };
        for (place, known) in gopy::server::known().into_iter().enumerate() {
            let path = known.path.replace(":number", &number);
            let path = filled(&path, &[], NOBODY, &Method::GET).swap_remove(0);
            let gone = path.ends_with("/thoat");
            // Each address gets another three of the values, for each who asks.
            let some = (0..3).map(|nth| TYPED[(place * 3 + nth + login.len()) % TYPED.len()]);
            for typed in some.clone() {
                let typed = typed.replace(' ', "%20");
                let asked = format!(
                    "{path}?q={typed}&tim={typed}&trang={typed}&thang={typed}&toi={typed}&lang={typed}"
                );
                fine(&who.get(&asked).await, &format!("{login}: GET {asked}"));
                let varied = known.path.contains(':');
                let segment = typed.replace(['?', '#', '<', '>', '"'], "");
                let asked = format!("{}/{segment}", path.rsplit_once('/').unwrap().0);
                if varied && asked.parse::<poem::http::Uri>().is_ok() {
                    fine(&who.get(&asked).await, &format!("{login}: GET {asked}"));
                }
                tries += 2;
            }
            if !known.methods.contains("POST") || gone {
                continue;
            }
            let page = who.get(&path).await;
            let token = match token_in(&page.body) {
                Some(token) => token,
                None => token_in(&who.get("/gui").await.body).unwrap(),
            };
            let names = fields(&page.body);
            for typed in some {
                let mut form = form_urlencoded::Serializer::new(String::new());
                form.append_pair("csrf", &token);
                let mut form = form.finish();
                for name in names.iter().filter(|name| *name != "csrf") {
                    form.extend(["&", name.as_str(), "=", typed]);
                }
                let answer = who.ask(Method::POST, &path, Some((FORM, form.clone()))).await;
                fine(&answer, &format!("{login}: POST {path} {form}"));
                tries += 1;
            }
        }
    }
    assert!(2_500 < tries, "{tries} tries");
}

/// Each text and number of a body in turn.
fn spoiled(whole: &Value, with: &Value) -> Vec<Value> {
    let Some(fields) = whole.as_object() else { return vec![with.clone()] };
    let mut all = vec![with.clone()];
    for (name, value) in fields {
        let inner = if value.is_object() { spoiled(value, with) } else { vec![with.clone()] };
        for one in inner {
            let mut body = whole.clone();
            body[name] = one;
            all.push(body);
        }
    }
    all
}

#[tokio::test]
async fn no_operation_breaks_on_what_is_sent() {
    let (world, _, number, receipt) = scene().await;
    let mut triage = Visitor::signed_in(&world, "kiemtra").await;
    let mut handler = Visitor::signed_in(&world, "kiemtravien").await;
    let (values, mut tries) = (values(), 0_usize);
    for (path, operations) in document::document()["paths"].as_object().unwrap() {
        for (method, operation) in operations.as_object().unwrap() {
            let method: Method = method.to_uppercase().parse().unwrap();
            let at = path.replace("{number}", &number).replace("{id}", NOBODY);
            if method == Method::DELETE && path == "/api/v1/session" {
                continue;
            }
            let schema = &operation["requestBody"]["content"][JSON]["schema"];
            let mut whole = if schema.is_null() { Value::Null } else { example(schema) };
            if whole.get("receipt").is_some() {
                whole["receipt"] = json!(receipt);
            }
            // Each operation gets another part of the values.
            for with in values.iter().skip(tries % 4).step_by(4) {
                let bodies = if whole.is_null() { Vec::new() } else { spoiled(&whole, with) };
                for (nth, body) in bodies.into_iter().enumerate() {
                    let who = if nth % 2 == 0 { &mut triage } else { &mut handler };
                    let sent = Some((JSON, body.to_string()));
                    let answer = who.ask(method.clone(), &at, sent).await;
                    fine(&answer, &format!("{method} {path} {body:.200}"));
                    tries += 1;
                }
                let typed = with.as_str().unwrap_or("1").to_owned();
                let query: String =
                    form_urlencoded::byte_serialize(&typed.as_bytes()[..typed.len().min(300)])
                        .collect();
                let asked =
                    format!("{at}?q={query}&list={query}&page={query}&rule={query}&from={query}");
                let answer = triage.ask(method.clone(), &asked, None).await;
                fine(&answer, &format!("{method} {asked}"));
                tries += 1;
            }
        }
    }
    assert!(1_000 < tries, "{tries} tries");
}

#[tokio::test]
async fn bodies_that_are_no_bodies_are_told_so() {
    let (world, ..) = scene().await;
    let mut who = Visitor::stranger(&world);
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let nested = format!("{}1{}", "{\"a\":".repeat(20_000), "}".repeat(20_000));
    let cut = "{\"text\":\"\\ud800".to_owned();
    let digits = format!("{{\"kind\":{}}}", "9".repeat(100_000));
    let twice = "{\"kind\":\"gop_y\",\"kind\":\"to_cao\"}".to_owned();
    for body in [deep, nested, cut, digits, twice, String::new(), "\u{feff}{}".into()] {
        for path in ["/api/v1/letters", "/api/v1/letters/lookup", "/api/v1/session"] {
            let answer = who.ask(Method::POST, path, Some((JSON, body.clone()))).await;
            fine(&answer, &format!("{path} {body:.40}"));
            assert!(answer.status.is_client_error(), "{path} {body:.40}: {}", answer.status);
        }
    }
    let many = "a=1&".repeat(200_000);
    let names = (0..50_000).map(|n| format!("n{n}=1")).collect::<Vec<_>>().join("&");
    for body in [many, names, "%".repeat(1_000), "=&=&".repeat(10_000)] {
        let answer = who.ask(Method::POST, "/gui/loai", Some((FORM, body))).await;
        assert!(answer.status.is_client_error(), "{}", answer.status);
    }
    let parts = "--x\r\ncontent-disposition: form-data; name=\"a\"\r\n\r\n1\r\n".repeat(5_000);
    for (kind, body) in [
        ("multipart/form-data; boundary=x", parts),
        ("multipart/form-data", String::new()),
        ("multipart/form-data; boundary=", "--".into()),
        ("text/xml", "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>".into()),
    ] {
        for path in ["/gui/loai", "/tra-cuu", "/noi-bo", "/api/v1/letters"] {
            let answer = who.ask(Method::POST, path, Some((kind, body.clone()))).await;
            assert!(answer.status.is_client_error(), "{path} {kind}: {}", answer.status);
            assert_ne!(answer.status, StatusCode::REQUEST_TIMEOUT);
        }
    }
}
