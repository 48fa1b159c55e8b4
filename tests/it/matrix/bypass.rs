//! The same request in other clothes: other spellings of its address, other methods, headers that some servers
//! believe.

use super::{Row, Visitor, is_denied};
use crate::two_worlds::tour::Answer;

/// How an address may be spelled.
fn spellings(path: &str) -> Vec<String> {
    let (before, last) = path.rsplit_once('/').unwrap();
    let first = last.bytes().next().map_or(String::new(), |first| format!("%{first:02X}"));
    vec![
        format!("{path}/"),
        format!("/{path}"),
        format!("{before}//{last}"),
        format!("{before}/./{last}"),
        format!("{before}/%2e/{last}"),
        format!("/tro-giup/..{path}"),
        format!("/tro-giup/%2e%2e{path}"),
        path.to_uppercase(),
        format!("{before}%2f{last}"),
        format!("{before}%5c{last}"),
        format!("{before}/{first}{}", last.get(1..).unwrap_or_default()),
        format!("{path};id=1"),
        format!("{path}%00"),
        format!("{path}%20"),
        format!("{path}.json"),
        format!("{path}?_method=GET&role=admin&admin=true"),
    ]
}

/// Headers that some servers or frameworks believe.
const BELIEVED: [&[(&str, &str)]; 5] = [
    &[("x-http-method-override", "POST"), ("x-method-override", "POST"), ("x-http-method", "POST")],
    &[("x-http-method-override", "GET"), ("x-method-override", "GET"), ("x-http-method", "GET")],
    &[("x-forwarded-for", "127.0.0.1"), ("x-real-ip", "127.0.0.1"), ("forwarded", "for=127.0.0.1")],
    &[("x-forwarded-user", "quantri"), ("remote-user", "quantri"), ("x-role", "admin")],
    &[("x-original-url", "/"), ("x-rewrite-url", "/"), ("x-forwarded-prefix", "/")],
];

/// Asks for what was denied in every disguise; answers how many there were.
pub async fn none_leads_in(
    row: &Row,
    who: &mut Visitor<'_>,
    token: &str,
    name: &str,
    number: &str,
) -> usize {
    let path = row.at(number);
    let mut tried = 0;
    for spelling in spellings(&path) {
        // What is no address at all does not even reach the program.
        if spelling.parse::<poem::http::Uri>().is_err() {
            continue;
        }
        let answer = row.ask_at(who, token, &row.method, &spelling, &[]).await;
        closed(&answer, &format!("{name}: {} {spelling}", row.method));
        tried += 1;
    }
    for headers in BELIEVED {
        let answer = row.ask_at(who, token, &row.method, &path, headers).await;
        closed(&answer, &format!("{name}: {} {path} with {headers:?}", row.method));
        tried += 1;
    }
    for method in ["HEAD", "OPTIONS", "TRACE", "PUT", "PATCH", "FOO"] {
        // Reading may be allowed where writing is not.
        if method == "HEAD" && row.method != "GET" {
            continue;
        }
        let answer = row.ask_at(who, token, method, &path, &[]).await;
        closed(&answer, &format!("{name}: {method} {path}"));
        tried += 1;
    }
    for kind in ["text/plain", "application/xml", "multipart/form-data; boundary=x"] {
        if row.kind.is_none() {
            break;
        }
        let body = Some((kind, row.body.clone()));
        let answer = who.ask_with(row.method(), &path, body, &[]).await;
        closed(&answer, &format!("{name}: {} {path} as {kind}", row.method));
        tried += 1;
    }
    tried
}

/// Denied, not known, or not readable; never an answer, and never further than the entrance.
fn closed(answer: &Answer, what: &str) {
    let refused = answer.status.is_client_error() || is_denied(answer);
    assert!(refused, "{what}: {} {:?}", answer.status, answer.headers.get("location"));
}
