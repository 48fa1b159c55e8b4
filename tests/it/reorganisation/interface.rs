//! The same over the interface: a plan is handed in, looked at, signed, and its minutes are read.

use poem::http::{Method, StatusCode, header};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{HEADINGS, NEW_WARD, hide, in_hand};
use crate::support::{TestApp, sign_in};

const PATH: &str = "/api/v1/reorganisations";

async fn ask(
    portal: &TestApp,
    token: &str,
    method: Method,
    path: &str,
    body: Option<Value>,
) -> (StatusCode, Value) {
    let request = portal.web.request(method, path);
    let request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
    let request = if let Some(body) = &body { request.body_json(body) } else { request };
    let answer = request.send().await.0;
    let status = answer.status();
    let text = answer.into_body().into_string().await.unwrap();
    (status, serde_json::from_str(&text).unwrap_or_default())
}

fn csv(lines: &[&str]) -> String {
    std::iter::once(HEADINGS).chain(lines.iter().copied()).collect::<Vec<_>>().join("\n")
}

fn plan(portal: &TestApp, lines: &[&str]) -> Value {
    json!({ "name": "Sắp xếp phường", "on": portal.today().to_string(), "csv": csv(lines) })
}

fn numbers(cases: &Value) -> Vec<&str> {
    cases.as_array().unwrap().iter().map(|one| one["number"].as_str().unwrap()).collect()
}

fn id(preview: &Value) -> String {
    preview["plan"]["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_plan_is_signed_over_the_interface_by_whoever_may() {
    let portal = TestApp::start().await;
    let c = &portal.committee;
    let open = in_hand(&portal, &c.organisation, true).await;
    let hidden = in_hand(&portal, &c.organisation, false).await;
    hide(&portal, &hidden.case_number, &c.above).await;
    let [admin, above, above2, triage, handler] =
        ["quantri", "captren", "captren2", "kiemtra", "kiemtravien1"]
            .map(|login| sign_in::token(&portal.app, login));
    let (admin, above, above2) = (admin.await, above.await, above2.await);
    let (triage, handler) = (triage.await, handler.await);

    let (status, drafted) =
        ask(&portal, &admin, Method::POST, PATH, Some(plan(&portal, &NEW_WARD))).await;
    assert_eq!(status, StatusCode::CREATED, "{drafted}");
    assert_eq!((&drafted["flaws"], &drafted["cases"]), (&json!([]), &Value::Null));
    assert_eq!(drafted["may_sign"], json!(false), "who runs the machine does not sign");
    let one = format!("{PATH}/{}", id(&drafted));
    let (sign, minutes) = (format!("{one}/signature"), format!("{one}/minutes"));

    let (_, preview) = ask(&portal, &above, Method::GET, &one, None).await;
    assert_eq!(numbers(&preview["cases"]), [open.case_number.as_str()], "not the hidden one");
    assert_eq!(preview["gaps"][0]["lacks"], json!("deputy"));
    assert_eq!(preview["may_sign"], json!(true));
    let (_, theirs) = ask(&portal, &above2, Method::GET, &one, None).await;
    assert_eq!(numbers(&theirs["cases"]).len(), 2);

    let why = || Some(json!({ "waiver": "Cấp phó được chỉ định sau." }));
    for token in [&admin, &triage, &handler] {
        let (status, problem) = ask(&portal, token, Method::POST, &sign, why()).await;
        assert_eq!((status, &problem["code"]), (StatusCode::NOT_FOUND, &json!("not-found")));
    }
    let (status, problem) = ask(&portal, &above, Method::POST, &sign, Some(json!({}))).await;
    let field = &problem["errors"][0];
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!((&field["field"], &field["code"]), (&json!("waiver"), &json!("empty")));
    for path in [&minutes, &format!("{PATH}/x"), &format!("{PATH}/{}", Uuid::nil())] {
        let (status, _) = ask(&portal, &above, Method::GET, path, None).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{path}");
    }
    let (status, _) = ask(&portal, &above, Method::POST, &sign, why()).await;
    assert_eq!(status, StatusCode::NO_CONTENT);
    let (status, _) = ask(&portal, &above2, Method::POST, &sign, why()).await;
    assert_eq!(status, StatusCode::NOT_FOUND, "once");

    let (_, told) = ask(&portal, &above, Method::GET, &minutes, None).await;
    assert_eq!(told["parts"].as_array().unwrap().len(), 1);
    assert_eq!(numbers(&told["parts"][0]["cases"]), [open.case_number.as_str()]);
    let (_, told) = ask(&portal, &triage, Method::GET, &minutes, None).await;
    assert_eq!(numbers(&told["parts"][0]["cases"]).len(), 2);
    for token in [&admin, &handler] {
        let (status, _) = ask(&portal, token, Method::GET, &minutes, None).await;
        assert_eq!(status, StatusCode::NOT_FOUND);
    }
    let (_, list) = ask(&portal, &triage, Method::GET, PATH, None).await;
    assert_eq!(list["reorganisations"][0]["signed"], json!(true));
    let (status, _) = ask(&portal, &handler, Method::GET, PATH, None).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_plan_with_flaws_is_told_them_and_taken_back() {
    let portal = TestApp::start().await;
    let above = sign_in::token(&portal.app, "captren").await;
    let unnamed = json!({ "name": " ", "on": portal.today().to_string(), "csv": csv(&NEW_WARD) });
    let (status, problem) = ask(&portal, &above, Method::POST, PATH, Some(unnamed)).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(problem["errors"][0]["field"], json!("name"));
    let flawed = Some(plan(&portal, &["Giải thể;phudo"]));
    let (_, drafted) = ask(&portal, &above, Method::POST, PATH, flawed).await;
    let flaw = &drafted["flaws"][0];
    assert_eq!((&flaw["code"], &flaw["about"]), (&json!("child"), &json!("phudo-05")));
    let one = format!("{PATH}/{}", id(&drafted));
    let (status, problem) =
        ask(&portal, &above, Method::POST, &format!("{one}/signature"), Some(json!({}))).await;
    let code = &problem["code"];
    assert_eq!((status, code), (StatusCode::CONFLICT, &json!("refusal-out-of-order")));
    let (status, _) = ask(&portal, &above, Method::DELETE, &one, None).await;
    assert_eq!(status, StatusCode::NO_CONTENT);
    let (status, _) = ask(&portal, &above, Method::GET, &one, None).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    let triage = sign_in::token(&portal.app, "kiemtra").await;
    let (_, list) = ask(&portal, &triage, Method::GET, PATH, None).await;
    assert_eq!(list["reorganisations"], json!([]), "whoever prepares nothing sees no drafts");
}
