//! Nothing is done for a form that is not ours (`security.md`, S-33).

use poem::http::{Method, StatusCode};

use super::{ASKERS, FORM, NOBODY, Scene, Visitor, is_denied, rows};
use crate::two_worlds::tour::{Answer, token_in};

/// A token of one of this visitor's own pages.
pub async fn token(who: &mut Visitor<'_>) -> String {
    token_in(&who.get("/gui").await.body).unwrap()
}

/// Whether a statement changes something, other than how long one's own session lasts, and that somebody tried.
pub fn writes(statement: &str) -> bool {
    let statement = statement.trim_start();
    ["INSERT", "UPDATE", "DELETE", "REPLACE"].iter().any(|verb| statement.starts_with(verb))
        && !["\"sessions\"", "\"audit"].iter().any(|table| statement.contains(table))
}

fn form(token: &str) -> String {
    form_urlencoded::Serializer::new(String::new())
        .append_pair("csrf", token)
        .append_pair("revision", "999")
        .finish()
}

fn upload(token: &str) -> String {
    format!("--x\r\ncontent-disposition: form-data; name=\"csrf\"\r\n\r\n{token}\r\n--x--\r\n")
}

async fn post(who: &mut Visitor<'_>, path: &str, token: &str, headers: &[(&str, &str)]) -> Answer {
    let answer = who.ask_with(Method::POST, path, Some((FORM, form(token))), headers).await;
    if answer.status != StatusCode::UNSUPPORTED_MEDIA_TYPE {
        return answer;
    }
    let body = Some(("multipart/form-data; boundary=x", upload(token)));
    who.ask_with(Method::POST, path, body, headers).await
}

/// As a browser tells where a form stood.
const FOREIGN: [&[(&str, &str)]; 4] = [
    &[("origin", "https://evil.example")],
    &[("origin", "http://127.0.0.1:8081")],
    &[("sec-fetch-site", "cross-site")],
    &[("sec-fetch-site", "same-site")],
];

#[tokio::test]
async fn no_form_is_taken_without_its_own_token() {
    let scene = Scene::set().await;
    let mut refused = 0;
    for (name, login) in ASKERS {
        let (mut who, cases) = (scene.asker(name, login).await, scene.cases(login).await);
        let mine = cases[0].clone().unwrap_or_else(|| NOBODY.to_owned());
        let mut other = Visitor::stranger(&scene.world);
        let foreign = token(&mut other).await;
        for row in rows().into_iter().filter(|row| row.kind == Some(FORM)) {
            let path = row.at(&mine);
            // What a page stores when it is first opened is not the form's doing.
            who.get(&path).await;
            let own = token(&mut who).await;
            let mut forged = vec![
                post(&mut who, &path, "", &[]).await,
                post(&mut who, &path, "AAAA", &[]).await,
                post(&mut who, &path, &foreign, &[]).await,
            ];
            for headers in FOREIGN {
                forged.push(post(&mut who, &path, &own, headers).await);
            }
            for answer in forged {
                assert!(is_denied(&answer), "{name}: POST {path}: {}", answer.status);
                refused += usize::from(answer.status == StatusCode::FORBIDDEN);
                let written = answer.heard.statements.iter().find(|one| writes(one));
                assert!(written.is_none(), "{name}: POST {path}: {written:?}");
            }
        }
    }
    assert!(500 < refused, "{refused} forms were refused for their token");
}

/// The cookie of the staff pages alone moves nothing at the interface.
#[tokio::test]
async fn the_interface_takes_no_cookie_without_its_header() {
    let scene = Scene::set().await;
    let mut who = scene.asker("triage", "kiemtra").await;
    let mine = scene.cases("kiemtra").await[0].clone().unwrap();
    let unsafe_ones: Vec<_> = rows()
        .into_iter()
        .filter(|row| row.path.starts_with("/api/v1/") && row.method != "GET")
        .collect();
    who.forget_token();
    let mut refused = 0;
    for row in unsafe_ones {
        let answer = row.ask(&mut who, "", &mine).await;
        let free = row.path.starts_with("/api/v1/letters") || row.path == "/api/v1/session";
        if free && row.method == "POST" {
            continue;
        }
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{} {}", row.method, row.path);
        refused += 1;
    }
    assert!(20 < refused, "{refused}");
}
