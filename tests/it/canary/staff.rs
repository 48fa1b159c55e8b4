//! Those who handle the letter, to its end: on pages where something is opened, with the interface where a step is
//! taken.

use poem::http::Method;
use serde_json::{Value, json};

use super::wire::{Officer, Serving};
use super::{DRAFT, NOTE, QUESTION, TEXT};
use crate::evidence::made::{MARK, has};
use crate::support::TestApp;

/// From the inbox to a question of the officer in charge.
pub async fn intake(portal: &TestApp, serving: &Serving, number: &str) {
    let mut triage = serving.officer(portal, "kiemtra").await;
    let mut approver = serving.officer(portal, "pheduyet").await;
    triage.open("/noi-bo/phan-loai").await;
    let hung = portal.committee.hung.0;
    triage.act(number, "subjects", json!({ "member": hung })).await;
    let noted = json!({ "track": "party", "note": format!("{NOTE} đủ điều kiện.") });
    triage.act(number, "acceptance", noted).await;
    approver.act(number, "confirmation", json!({})).await;
    opened(&mut triage, number, "tep").await;
    opened(&mut triage, number, "goc").await;
    let case = triage.case(number).await;
    let unit = &case["suggestion"]["unit"];
    let candidates = case["candidates"].as_array().unwrap();
    let officer = candidates.iter().find(|one| one["unit"] == *unit).unwrap();
    let to = json!({ "unit": unit, "officer": officer["account"] });
    triage.act(number, "assignment", to).await;

    let mut handler = serving.officer(portal, "bithu.phudo").await;
    handler.act(number, "declaration", json!({})).await;
    let page = handler.open(&format!("/noi-bo/hs/{number}")).await;
    assert!(page.html.contains(TEXT), "whoever handles it reads it");
    opened(&mut handler, number, "tep").await;
    let question = json!({ "question": format!("{QUESTION}: ông/bà nộp tiền ngày nào?") });
    let path = format!("/api/v1/cases/{number}/messages");
    handler.ask(Method::POST, &path, Some(&question)).await;
}

/// Every file of the case, as its copy (`tep`) or as it was sent (`goc`).
async fn opened(who: &mut Officer, number: &str, part: &str) {
    let minutes = who.open(&format!("/noi-bo/hs/{number}/chung-cu")).await;
    let links = minutes.html.split("/chung-cu/").skip(1);
    let mut links: Vec<&str> = links.map(|rest| rest.split('"').next().unwrap()).collect();
    links.sort_unstable();
    links.dedup();
    assert_eq!(links.len(), 4, "{links:?}");
    for link in links {
        let path = format!("/noi-bo/hs/{number}/chung-cu/{link}");
        who.open(&path).await;
        let file = who.open(&format!("{path}/{part}")).await;
        assert_eq!(has(&file.body, MARK), part == "goc" && !file.body.starts_with(b"PK"));
    }
}

/// From the hearing of the person named to the end.
pub async fn conclude(portal: &TestApp, serving: &Serving, number: &str) {
    let mut handler = serving.officer(portal, "bithu.phudo").await;
    let mut approver = serving.officer(portal, "pheduyet").await;
    let kept = format!("{NOTE} đã công khai.");
    let summary = format!("{NOTE}: có ý kiến về việc thu tiền.");
    let hearing = json!({ "note": summary, "keep_reason": kept });
    handler.act(number, "hearing", hearing).await;
    approver.act(number, "confirmation", json!({})).await;
    let reply = json!({ "note": format!("{NOTE} đã giải trình.") });
    handler.act(number, "reply-record", reply).await;
    let case = handler.case(number).await;
    let finding = |one: &Value| {
        let evidence = format!("{DRAFT} sổ thu");
        json!({ "allegation": one["id"], "outcome": "partly", "evidence": evidence })
    };
    let findings: Vec<Value> =
        case["allegations"].as_array().unwrap().iter().map(finding).collect();
    let due_on = (portal.today() + chrono::Days::new(20)).to_string();
    let block = |what: &str| format!("{DRAFT} {what} ngày 3/11.");
    let draft = json!({
        "findings": findings,
        "answer": { "checked": block("sổ"), "found": block("thu"), "done": block("trả"), "next": block("xem") },
        "measures": [{ "text": format!("{DRAFT} lập phiếu thu"), "due_on": due_on }],
        "keep_reason": kept,
    });
    handler.act(number, "draft", draft).await;
    handler.act(number, "review", json!({})).await;
    approver.act(number, "conclusion", json!({ "note": format!("{NOTE} đồng ý.") })).await;
    let case = handler.case(number).await;
    let measure = case["measures"][0]["id"].as_str().unwrap();
    let minutes = json!({ "note": format!("{NOTE}: biên bản số 4.") });
    handler.act(number, &format!("measures/{measure}/completion"), minutes).await;
    for page in ["", "/da-doc", "/da-doc.pdf", "/chung-cu"] {
        approver.open(&format!("/noi-bo/hs/{number}{page}")).await;
    }
    approver.open("/noi-bo/duyet").await;
    for list in ["viec", "da-xong", "lich-han"] {
        handler.open(&format!("/noi-bo/{list}")).await;
    }
}
