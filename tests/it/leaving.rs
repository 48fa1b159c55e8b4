//! What is noted of a handing over, a posting, a meeting, what is ordered, the name of a body that a matter goes to, why a
//! name is asked for and what is written of a breach are looked through like a summary: it reaches others, and must not
//! tell them who wrote.

use gopy::app::{self, Answer, AppError, DraftWords, Words, breaches, desk, vault};
use gopy::domain::access::Account;
use gopy::domain::case::{Measure, Outcome};
use gopy::domain::clock::ClockKind;
use gopy::domain::ids::MeasureId;
use gopy::domain::leak::Reason;
use gopy::domain::letter::{Lang, RawLetter, RawReporter, Source};
use gopy::domain::receipt::CaseNumber;
use gopy::domain::step::{Finding, Step};
use poem::http::{StatusCode, header};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::committee::{about_hung, about_lan};
use crate::support::{PASSWORD, TestApp, sign_in};
use crate::traces::{hand_over, in_hand};
use crate::vault::{held, named};
use crate::web::Visitor;

const LETTER: &str = "Tối ngày 15 tháng 3 bà Lan thu năm trăm nghìn đồng của nhà tôi.";

/// What a step with these words is refused for.
async fn risks(
    portal: &TestApp,
    who: &Account,
    number: &CaseNumber,
    step: Step,
    words: Words,
) -> Vec<(Reason, String)> {
    match app::cases::take_step(&portal.app, who, number, None, step, words).await {
        Ok(()) => Vec::new(),
        Err(AppError::Risks(risks)) => {
            risks.into_iter().map(|risk| (risk.reason, risk.fragment)).collect()
        }
        Err(error) => unreachable!("{error:?}"),
    }
}

fn reason(reason: Reason, fragment: &str) -> (Reason, String) {
    (reason, fragment.to_owned())
}

/// Drafts a conclusion with one measure.
fn draft(portal: &TestApp, of: &app::view::CaseView, ordered: &str) -> (Step, DraftWords) {
    let finding = |one: &app::view::AllegationView| Finding {
        allegation: one.id,
        outcome: Outcome::Partly,
        evidence: true,
    };
    let findings: Vec<Finding> = of.allegations.iter().map(finding).collect();
    let id = MeasureId(Uuid::new_v4());
    let due_on = portal.today() + chrono::Days::new(9);
    let evidence = findings.iter().map(|one| (one.allegation, "Sổ thu trang 2".into())).collect();
    let text = || "Đã đối chiếu sổ thu ngày 15 tháng 3 với bà Hoa.".to_owned();
    let words = DraftWords {
        evidence,
        answer: Answer { checked: text(), found: text(), done: text(), next: text() },
        measures: vec![(id, ordered.to_owned())],
        keep_reason: String::new(),
    };
    (Step::Draft { findings, measures: vec![Measure { id, due_on, done_on: None }] }, words)
}

/// A complaint that came on paper, so that every notice is handed over; in the hands of the secretary of branch 6.
async fn on_paper(portal: &TestApp) -> CaseNumber {
    let letter = RawLetter {
        kind: "khieu_nai".into(),
        about: about_lan(),
        text: LETTER.into(),
        reporter: Some(RawReporter {
            name: "Trần Thị Hoa".into(),
            address: "số 5 ngõ 12".into(),
            phone: String::new(),
        }),
        lang: Lang::Vi,
        ..RawLetter::default()
    };
    let (desk, today) = (&portal.committee.desk, portal.today());
    let sent = desk::register_paper(&portal.app, desk, letter, Source::Post, today, None);
    let number = sent.await.unwrap().case_number;
    hand_over(portal, &number).await;
    number
}

#[tokio::test]
async fn what_is_noted_of_a_handing_over_is_shown_place_by_place_and_kept_with_a_reason() {
    let portal = TestApp::start().await;
    let c = &portal.committee;
    let number = on_paper(&portal).await;
    let mut officer = Visitor::signed_in(&portal.app, "bithu.phudo-06", PASSWORD).await;
    let path = format!("/noi-bo/hs/{number}/giao-van-ban");
    let page = officer.get(&path).await;
    let note = "Giao cho bà Trần Thị Hoa, 0912 345 678, về việc ngày 15/3.";
    let typed = [("clock", "c1"), ("why", note)];
    let refused = officer.press(&page, &path, &typed).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.html);
    for fragment in ["“Trần Thị Hoa” là tên", "“0912 345 678” có thể", "“15/3” cũng có trong đơn"]
    {
        assert!(refused.html.contains(fragment), "{fragment}: {}", refused.html);
    }
    assert!(refused.html.contains("bà Trần Thị Hoa, 0912"), "what was typed is kept");
    assert!(portal.audited().await.contains(&"summary-refused".to_owned()));
    let why = "Giấy báo phát ghi như vậy.";
    let kept = officer.press(&refused, &path, &[("keep", why)]).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.html);
    let events = portal.view(&c.approver, &number).await.events;
    let event = events.iter().find(|event| event.note == note).unwrap();
    assert_eq!(event.keep_reason, why, "the confirmation stands in the history");
}

#[tokio::test]
async fn what_is_ordered_and_the_minutes_of_it_are_looked_through_in_every_lane() {
    let portal = TestApp::start().await;
    let c = &portal.committee;
    let number = in_hand(&portal, "phan_anh", LETTER).await;
    let view = portal.view(&c.branch6, &number).await;
    let (step, words) = draft(&portal, &view, "Trả lại 500.000 đồng cho bà Hoa");
    let draft = |keep: &str| Words::Draft(DraftWords { keep_reason: keep.into(), ..words.clone() });
    let told = risks(&portal, &c.branch6, &number, step.clone(), draft("")).await;
    let wanted = [reason(Reason::Name, "Hoa"), reason(Reason::Detail, "500.000 đồng")];
    assert_eq!(told, wanted, "the answer goes to the sender alone, the order does not");
    let told = risks(&portal, &c.branch6, &number, step, draft("Phải trả đúng người.")).await;
    assert!(told.is_empty());
    portal.take(&c.branch6, &number, Step::Submit, "").await;
    portal.take(&c.approver, &number, Step::Conclude, "").await;

    let view = portal.view(&c.branch6, &number).await;
    let path = format!("/api/v1/cases/{number}/measures/{}/completion", view.measures[0].id);
    let finish = |body: Value| post(&portal, "bithu.phudo-06", &path, body);
    let note = "Họp ngày 20/11, biên bản số 3; đã trả cho bà Hoa.";
    let revision = view.case.revision;
    let (status, body) = finish(json!({ "revision": revision, "note": note })).await;
    assert_eq!(
        (status, &body["code"]),
        (StatusCode::UNPROCESSABLE_ENTITY, &json!("identity-risk"))
    );
    assert_eq!(
        (&body["errors"][0]["field"], &body["errors"][0]["code"]),
        (&json!("note"), &json!("name"))
    );
    let kept = json!({ "revision": revision, "note": note, "keep_reason": "Bà Hoa đã ký." });
    let (status, body) = finish(kept).await;
    assert_eq!(status, StatusCode::OK, "{body}");
    let events = body["events"].as_array().unwrap();
    assert!(events.iter().any(|event| event["keep_reason"] == "Bà Hoa đã ký."));
}

#[tokio::test]
async fn the_desk_is_told_only_of_what_anybody_can_see_in_its_note() {
    let portal = TestApp::start().await;
    let c = &portal.committee;
    let number = on_paper(&portal).await;
    let step = || Step::Deliver { clock: ClockKind::Notice };
    let note = |text: &str| Words::Note(text.into());
    let risky = note("Giao cho bà Trần Thị Hoa về việc bà Phạm Thị Lan ngày 15/3.");
    let told = risks(&portal, &c.desk, &number, step(), risky).await;
    assert_eq!(told, [reason(Reason::Name, "Trần Thị Hoa")], "nothing of the letter");
    assert!(
        risks(&portal, &c.desk, &number, step(), note("Giao ngày 15/3, số 12.")).await.is_empty()
    );
}

/// A post as the interface takes it, with a bearer token.
async fn post(portal: &TestApp, login: &str, path: &str, body: Value) -> (StatusCode, Value) {
    let bearer = format!("Bearer {}", sign_in::token(&portal.app, login).await);
    let request = portal.web.post(path).header(header::AUTHORIZATION, &bearer);
    let answer = request.body_json(&body).send().await.0;
    let status = answer.status();
    let body = answer.into_body().into_bytes().await.unwrap();
    (status, serde_json::from_slice(&body).unwrap_or_default())
}

#[tokio::test]
async fn the_name_of_a_body_tells_nothing_of_the_sender_and_is_kept_with_a_reason() {
    let portal = TestApp::start().await;
    let c = &portal.committee;
    let number = portal.letter("phan_anh", about_lan()).await.case_number;
    let mut triage = Visitor::signed_in(&portal.app, "kiemtra", PASSWORD).await;
    let path = format!("/noi-bo/hs/{number}/chuyen");
    let page = triage.get(&path).await;
    let body = "Công an phường Phú Đô, chị Hoa nhận, 0912 345 678";
    let why = "Việc này thuộc thẩm quyền của công an.";
    let refused = triage.press(&page, &path, &[("body", body), ("why", why)]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.html);
    for fragment in ["“Hoa” là tên", "“0912 345 678” có thể"] {
        assert!(refused.html.contains(fragment), "{fragment}: {}", refused.html);
    }
    assert!(refused.html.contains("chị Hoa nhận"), "what was typed is kept");
    assert!(portal.audited().await.contains(&"summary-refused".to_owned()));
    let kept = triage.press(&refused, &path, &[("keep", "Công an ghi tên như vậy.")]).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.html);
    let view = portal.view(&c.approver, &number).await;
    assert_eq!(view.proposed_keep_reason, "Công an ghi tên như vậy.");
}

#[tokio::test]
async fn a_body_may_bear_the_name_that_the_letter_gives_it_and_the_exception_is_no_reason_to_keep()
{
    let portal = TestApp::start().await;
    let c = &portal.committee;
    let raw = RawLetter {
        kind: "phan_anh".into(),
        about: about_hung(),
        text: "Tôi đã gửi Chi bộ 5 phường Phú Đô quận Liêm Trì mà không ai trả lời.".into(),
        lang: Lang::Vi,
        ..RawLetter::default()
    };
    let sent = app::letters::submit(&portal.app, raw, Source::Web, None).await.unwrap();
    let number = sent.case_number;
    let path = format!("/api/v1/cases/{number}/transfer");
    let revision = portal.view(&c.triage, &number).await.case.revision;
    let transfer = |body: &str, keep: Option<&str>| {
        let asked = json!({
            "revision": revision, "body": body, "note": "Việc thuộc nơi này giải quyết.",
            "exception": "Luật giao chính nơi này trả lời lần đầu.", "keep_reason": keep,
        });
        post(&portal, "kiemtra", &path, asked)
    };
    let risky = "Chi bộ 5 phường Phú Đô, gửi bà Trần Thị Hoa";
    let (status, told) = transfer(risky, None).await;
    assert_eq!(
        (status, &told["code"]),
        (StatusCode::UNPROCESSABLE_ENTITY, &json!("identity-risk"))
    );
    assert_eq!(
        (&told["errors"][0]["field"], &told["errors"][0]["code"]),
        (&json!("body"), &json!("name"))
    );
    let detail = told["errors"][0]["detail"].as_str().unwrap();
    assert!(detail.contains("“Trần Thị Hoa”"), "{detail}");
    assert_eq!(told["errors"].as_array().unwrap().len(), 1, "the place of the letter may be said");
    let (status, told) = transfer(risky, Some("Bà Hoa là văn thư.")).await;
    assert_eq!(status, StatusCode::OK, "{told}");
    let events = portal.view(&c.approver, &number).await.events;
    let reasons = "Luật giao chính nơi này trả lời lần đầu.\nBà Hoa là văn thư.";
    assert!(events.iter().any(|event| event.keep_reason == reasons));
}

#[tokio::test]
async fn custodians_are_told_nothing_of_the_letter_by_the_reason_of_a_request() {
    let (portal, [one, ..]) = held(None).await;
    let (app, c) = (&portal.app, &portal.committee);
    let sent = named(&portal, about_lan()).await;
    let number = &sent.case_number;
    let mut approver = Visitor::signed_in(app, "pheduyet", PASSWORD).await;
    let path = format!("/noi-bo/hs/{number}/danh-tinh");
    let page = approver.proved(app, "pheduyet", &path).await;
    let reason = "Phải gặp người đã nộp năm trăm nghìn đồng, tên là Kín, để lấy lời khai.";
    let refused = approver.press(&page, &path, &[("reason", reason)]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.html);
    assert!(refused.html.contains("“năm trăm nghìn đồng” cũng có trong đơn"), "{}", refused.html);
    assert!(refused.html.contains("tên là Kín"), "what was typed is kept");
    assert!(vault::waiting(app, &one).await.unwrap().is_empty());
    assert!(portal.audited().await.contains(&"summary-refused".to_owned()));
    let why = Words::leaving(reason.into(), "Có nhiều người nộp, phải nói rõ ai.".into());
    vault::ask(app, &c.approver, number, &why).await.unwrap();
    let task = vault::waiting(app, &one).await.unwrap().remove(0);
    assert_eq!(
        (task.reason.as_str(), task.keep_reason.as_str()),
        (reason, "Có nhiều người nộp, phải nói rõ ai.")
    );
    let about = vault::about(app, &c.approver, number).await.unwrap();
    assert_eq!(about.all[0].keep_reason, "Có nhiều người nộp, phải nói rõ ai.");
}

#[tokio::test]
async fn what_is_written_of_a_breach_names_nobody_unless_it_says_why() {
    let portal = TestApp::start().await;
    let mut admin = Visitor::signed_in(&portal.app, "quantri", PASSWORD).await;
    let page = admin.get("/noi-bo/su-co").await;
    let what = "Giấy báo cho bà Trần Thị Hoa, số 5 ngõ 12, bị gửi nhầm nhà.";
    let typed = [("what", what), ("noticed_on", "02/11/2026"), ("noticed_at", "08:30")];
    let refused = admin.press(&page, "/noi-bo/su-co", &typed).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.html);
    for fragment in ["“Trần Thị Hoa” là tên", "“số 5 ngõ 12” là địa chỉ"] {
        assert!(refused.html.contains(fragment), "{fragment}: {}", refused.html);
    }
    assert!(breaches::list(&portal.app, &portal.committee.admin).await.unwrap().is_empty());
    let keep = "Cơ quan chuyên trách phải biết của ai.";
    let kept = admin.press(&refused, "/noi-bo/su-co", &[("keep", keep)]).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.html);
    let all = breaches::list(&portal.app, &portal.committee.admin).await.unwrap();
    assert_eq!((all[0].what.as_str(), all[0].keep_reason.as_str()), (what, keep));
}
