//! What staff do over the API: sign in, list, take steps; and what they may not know.

use poem::http::{Method, StatusCode};
use serde_json::{Value, json};

use super::portal::{PASSWORD, Portal, Reply};
use crate::support::sign_in;

/// An officer with a session and the case they work on.
struct Desk<'a> {
    portal: &'a Portal,
    token: String,
    number: &'a str,
}

impl<'a> Desk<'a> {
    async fn of(portal: &'a Portal, login: &str, number: &'a str) -> Self {
        Self { portal, token: portal.sign_in(login).await, number }
    }

    async fn case(&self) -> Reply {
        let path = format!("/api/v1/cases/{}", self.number);
        self.portal.ask(Method::GET, &path, Some(&self.token), None).await
    }

    async fn list(&self, list: &str) -> Vec<String> {
        let path = format!("/api/v1/cases?list={list}");
        let page = self.portal.ask(Method::GET, &path, Some(&self.token), None).await;
        assert_eq!(page.status, StatusCode::OK, "{page:?}");
        let rows = page.body["cases"].as_array().unwrap().clone();
        rows.iter().map(|row| row["number"].as_str().unwrap().to_owned()).collect()
    }

    /// Takes a step on the case as it stands now.
    async fn act(&self, resource: &str, mut facts: Value) -> Reply {
        facts["revision"] = self.case().await.body["revision"].clone();
        self.act_on(resource, facts).await
    }

    async fn act_on(&self, resource: &str, facts: Value) -> Reply {
        let path = format!("/api/v1/cases/{}/{resource}", self.number);
        self.portal.ask(Method::POST, &path, Some(&self.token), Some(facts)).await
    }
}

#[track_caller]
fn state(reply: &Reply) -> String {
    assert_eq!(reply.status, StatusCode::OK, "{reply:?}");
    reply.text("state")
}

#[track_caller]
fn refused(reply: &Reply, status: u16, code: &str) {
    assert_eq!((reply.status.as_u16(), reply.code().as_str()), (status, code), "{reply:?}");
}

#[tokio::test]
async fn a_case_goes_from_the_inbox_to_its_answer() {
    let portal = Portal::start().await;
    let (number, receipt) = portal.letter().await;
    let triage = Desk::of(&portal, "phanloai", &number).await;
    let approver = Desk::of(&portal, "pheduyet", &number).await;
    let handler = Desk::of(&portal, "bithu", &number).await;

    assert_eq!(triage.list("inbox").await, [number.as_str()]);
    let case = triage.case().await;
    assert_eq!(state(&case), "screening");
    assert!(!case.body.to_string().contains("Lê Thị An"), "the reporter stays in the vault");
    refused(&handler.case().await, 404, "not-found");

    let split = json!({ "texts": ["Thu tiền không có phiếu thu", "Không trả lời khi được hỏi"] });
    let case = triage.act("allegations", split).await;
    assert_eq!(case.body["allegations"].as_array().unwrap().len(), 2, "{case:?}");

    assert_eq!(state(&triage.act("acceptance", json!({ "track": "party" })).await), "screening");
    refused(
        &triage.act("acceptance", json!({ "track": "party" })).await,
        409,
        "refusal-proposal-waits",
    );
    assert_eq!(approver.list("approvals").await, [number.as_str()]);
    assert_eq!(state(&approver.act("confirmation", json!({})).await), "accepted");

    let candidates = triage.case().await.body["candidates"].clone();
    let officer = &candidates[0]["account"];
    let to = json!({ "unit": portal.branch.0, "officer": officer });
    assert_eq!(state(&triage.act("assignment", to).await), "assigned");

    let case = handler.case().await;
    assert_eq!((&case.body["opened"], &case.body["text"]), (&json!(false), &json!("")));
    assert_eq!(state(&handler.act("declaration", json!({})).await), "verifying");
    let question = json!({ "question": "Ông bà nộp tiền ngày nào, cho ai?" });
    assert_eq!(state(&handler.act_on("messages", question).await), "verifying");

    let case = handler.case().await;
    let finding = |place: usize| {
        json!({
            "allegation": case.body["allegations"][place]["id"],
            "outcome": "upheld",
            "evidence": "Sổ thu của tổ, lời của 5 hộ",
        })
    };
    let draft = json!({
        "findings": [finding(0), finding(1)],
        "answer": { "checked": "Sổ thu", "found": "Thu không có phiếu", "done": "Đã trả phiếu", "next": "Có thể đề nghị xem lại" },
        "measures": [],
    });
    assert_eq!(state(&handler.act("draft", draft).await), "drafted");
    assert_eq!(state(&handler.act("review", json!({})).await), "review");
    assert_eq!(state(&approver.act("conclusion", json!({})).await), "concluded");

    let found = portal.post("/api/v1/letters/lookup", json!({ "receipt": receipt })).await;
    assert_eq!(
        (&found.body["status"], &found.body["promise"]["what"]),
        (&json!("answered"), &json!("nothing"))
    );
    let answer =
        found.body["messages"].as_array().unwrap().iter().find(|one| one["what"] == "answer");
    let text = answer.unwrap()["text"].as_str().unwrap();
    assert_eq!(text, "Sổ thu\n\nThu không có phiếu\n\nĐã trả phiếu\n\nCó thể đề nghị xem lại");
}

#[tokio::test]
async fn an_outdated_view_is_not_acted_on() {
    let portal = Portal::start().await;
    let (number, _) = portal.letter().await;
    let triage = Desk::of(&portal, "phanloai", &number).await;
    let revision = triage.case().await.body["revision"].clone();
    let kind = json!({ "revision": revision, "kind": "kien_nghi" });
    assert_eq!(triage.act_on("kind", kind.clone()).await.status, StatusCode::OK);
    refused(&triage.act_on("kind", kind).await, 409, "stale");
    let without = triage.act_on("kind", json!({ "kind": "gop_y" })).await;
    refused(&without, 422, "bad-fields");
    assert_eq!(without.body["errors"][0]["field"], "revision");
}

#[tokio::test]
async fn an_officer_who_stands_back_sees_the_case_no_more() {
    let portal = Portal::start().await;
    let (number, _) = portal.letter().await;
    let triage = Desk::of(&portal, "phanloai", &number).await;
    let approver = Desk::of(&portal, "pheduyet", &number).await;
    let handler = Desk::of(&portal, "bithu", &number).await;
    triage.act("acceptance", json!({ "track": "party" })).await;
    approver.act("confirmation", json!({})).await;
    let officer = triage.case().await.body["candidates"][0]["account"].clone();
    let to = json!({ "unit": portal.branch.0, "officer": officer });
    assert_eq!(state(&triage.act("assignment", to).await), "assigned");
    let blank = handler.act("recusal", json!({ "note": "  " })).await;
    refused(&blank, 422, "bad-fields");
    let reply = handler.act("recusal", json!({ "note": "Là người nhà" })).await;
    assert_eq!(reply.status, StatusCode::NO_CONTENT, "{reply:?}");
    refused(&handler.case().await, 404, "not-found");
    assert_eq!(state(&triage.case().await), "accepted");
}

#[tokio::test]
async fn who_may_not_know_of_a_case_is_told_that_there_is_none() {
    let portal = Portal::start().await;
    let (number, _) = portal.letter().await;
    let nowhere = "HS-0000-0000";
    for login in ["vanthu", "bithu", "captren"] {
        let stranger = Desk::of(&portal, login, &number).await;
        let lost = Desk { number: nowhere, ..Desk::of(&portal, login, nowhere).await };
        let odd = Desk { number: "x", ..Desk::of(&portal, login, "x").await };
        let (a, b, c) = (stranger.case().await, lost.case().await, odd.case().await);
        refused(&a, 404, "not-found");
        assert_eq!((a.status, &a.body), (b.status, &b.body));
        assert_eq!((a.status, &a.body), (c.status, &c.body));
        for resource in ["acceptance", "confirmation", "closure"] {
            let body = json!({ "revision": 1, "track": "party" });
            let body = if resource == "acceptance" { body } else { json!({ "revision": 1 }) };
            refused(&stranger.act_on(resource, body).await, 404, "not-found");
        }
        assert_eq!(stranger.list("inbox").await, Vec::<String>::new());
    }
}

#[tokio::test]
async fn every_staff_operation_wants_a_session() {
    let portal = Portal::start().await;
    for (path, operations) in gopy::api::document::document()["paths"].as_object().unwrap() {
        for (method, operation) in operations.as_object().unwrap() {
            if !operation["security"].is_array() {
                continue;
            }
            let path = path.replace("{number}", "HS-4718-9353").replace("{id}", "x");
            let method: Method = method.to_uppercase().parse().unwrap();
            for token in [None, Some("abc"), Some("")] {
                let reply = portal.ask(method.clone(), &path, token, Some(json!({}))).await;
                refused(&reply, 401, "sign-in");
            }
        }
    }
}

#[tokio::test]
async fn sessions_begin_with_a_password_and_end_when_told() {
    let portal = Portal::start().await;
    let wrong = |login: &str, password: &str| json!({ "login": login, "password": password });
    let unknown = portal.post("/api/v1/session", wrong("khongco", PASSWORD)).await;
    let mistyped = portal.post("/api/v1/session", wrong("phanloai", "sai mật khẩu rồi")).await;
    refused(&unknown, 401, "wrong-login");
    assert_eq!(unknown.body, mistyped.body);

    let mut right = wrong("phanloai", PASSWORD);
    refused(&portal.post("/api/v1/session", right.clone()).await, 401, "code-needed");
    right["code"] = "000000".into();
    refused(&portal.post("/api/v1/session", right.clone()).await, 401, "wrong-login");
    right["code"] = sign_in::code(&portal.app, "phanloai").await.into();
    let session = portal.post("/api/v1/session", right.clone()).await;
    refused(&portal.post("/api/v1/session", right).await, 401, "wrong-login");
    assert_eq!((session.status, &session.body["role"]), (StatusCode::CREATED, &json!("triage")));
    let token = session.text("token");
    let list = "/api/v1/cases?list=inbox";
    assert_eq!(portal.ask(Method::GET, list, Some(&token), None).await.status, StatusCode::OK);
    let out = portal.ask(Method::DELETE, "/api/v1/session", Some(&token), None).await;
    assert_eq!(out.status, StatusCode::NO_CONTENT);
    refused(&portal.ask(Method::GET, list, Some(&token), None).await, 401, "sign-in");
}

#[tokio::test]
async fn the_cookie_of_the_pages_serves_only_requests_of_our_own() {
    let portal = Portal::start().await;
    let token = portal.sign_in("phanloai").await;
    let ask = async |cookie: &str, own: bool| {
        let mut request = portal.client.get("/api/v1/cases?list=work").header("cookie", cookie);
        if own {
            request = request.header("x-requested-with", "fetch");
        }
        Reply::read(request.send().await).await
    };
    let cookie = format!("gopy_lang=vi; gopy_staff={token}");
    assert_eq!(ask(&cookie, true).await.status, StatusCode::OK);
    refused(&ask(&cookie, false).await, 403, "forgery");
    refused(&ask("gopy_staff=abc", true).await, 401, "sign-in");
    refused(&ask(&format!("__Host-gopy_staff={token}"), true).await, 401, "sign-in");
}

#[tokio::test]
async fn parameters_are_told_by_name() {
    let portal = Portal::start().await;
    let token = portal.sign_in("phanloai").await;
    for (path, name) in
        [("/api/v1/cases", "list"), ("/api/v1/cases?list=all", "list"), ("/api/v1/people", "q")]
    {
        let reply = portal.ask(Method::GET, path, Some(&token), None).await;
        refused(&reply, 400, "bad-parameter");
        assert_eq!(reply.body["errors"][0]["field"], name);
    }
    let found = portal.ask(Method::GET, "/api/v1/people?q=B%C3%ACnh", Some(&token), None).await;
    assert_eq!((found.status, &found.body), (StatusCode::OK, &json!({ "people": [] })));
}

#[tokio::test]
async fn the_desk_registers_paper() {
    let portal = Portal::start().await;
    let body = json!({
        "letter": { "kind": "to_cao", "text": "Đơn viết tay, nội dung đủ dài để vào sổ.",
            "reporter": { "name": "Lê An", "address": "số 3" } },
        "source": "post",
        "received_on": "2026-11-20",
    });
    let desk = portal.sign_in("vanthu").await;
    let path = "/api/v1/paper-letters";
    let taken = portal.ask(Method::POST, path, Some(&desk), Some(body.clone())).await;
    assert_eq!(
        (taken.status, &taken.body["received_on"]),
        (StatusCode::CREATED, &json!("2026-11-20"))
    );
    let triage = portal.sign_in("phanloai").await;
    refused(
        &portal.ask(Method::POST, path, Some(&triage), Some(body.clone())).await,
        404,
        "not-found",
    );
    let mut bad = body;
    bad["letter"]["reporter"]["address"] = json!("");
    let reply = portal.ask(Method::POST, path, Some(&desk), Some(bad.clone())).await;
    assert_eq!(reply.body["errors"][0]["field"], "letter.reporter.address", "{reply:?}");
    bad["source"] = json!("web");
    let reply = portal.ask(Method::POST, path, Some(&desk), Some(bad)).await;
    assert_eq!(reply.body["errors"][0]["field"], "source", "{reply:?}");
}

#[tokio::test]
async fn a_summary_that_betrays_is_told_place_by_place() {
    let portal = Portal::start().await;
    let (number, _) = portal.letter().await;
    let triage = Desk::of(&portal, "phanloai", &number).await;
    let approver = Desk::of(&portal, "pheduyet", &number).await;
    let handler = Desk::of(&portal, "bithu", &number).await;
    triage.act("acceptance", json!({ "track": "party" })).await;
    approver.act("confirmation", json!({})).await;
    let officer = triage.case().await.body["candidates"][0]["account"].clone();
    let to = json!({ "unit": portal.branch.0, "officer": officer });
    assert_eq!(state(&triage.act("assignment", to).await), "assigned");
    assert_eq!(state(&handler.act("declaration", json!({})).await), "verifying");

    let risky = "Bà An nói ông thu tiền làm ngõ mà không có phiếu thu, gọi 0912 345 678.";
    let refusal = handler.act("hearing", json!({ "note": risky })).await;
    refused(&refusal, 422, "identity-risk");
    let codes: Vec<&str> = refusal.body["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|error| error["code"].as_str().unwrap())
        .collect();
    assert_eq!(codes, ["copied", "phone", "name"]);
    let detail = refusal.body["errors"][0]["detail"].as_str().unwrap();
    assert!(detail.contains("“thu tiền làm ngõ mà không có phiếu thu”"), "{detail}");

    let kept = json!({ "note": risky, "keep_reason": "Đã công khai tại hội nghị." });
    assert_eq!(state(&handler.act("hearing", kept).await), "verifying");
    let case = approver.case().await;
    assert_eq!(case.body["proposed_note"], risky);
    assert_eq!(case.body["proposed_keep_reason"], "Đã công khai tại hội nghị.");
}
