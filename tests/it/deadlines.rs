//! A paper for another body, days of posting that are counted, and slips whose rule was edited.

use clap::Parser;
use gopy::app::{self, Answer, DraftWords, Words};
use gopy::cli::due::{DueArgs, run};
use gopy::domain::access::Account;
use gopy::domain::case::{Assignment, Outcome, Track};
use gopy::domain::clock::{ClockKind, Ending};
use gopy::domain::receipt::CaseNumber;
use gopy::domain::step::{Act, Finding, Step};
use gopy::rules::Rules;
use poem::http::StatusCode;

use crate::support::committee::{about_hung, about_lan};
use crate::support::{PASSWORD, TestApp};
use crate::web::visitor::Visitor;

#[derive(Parser)]
struct Cli {
    #[command(flatten)]
    due: DueArgs,
}

/// Transferred to the police of the ward, in two points; one of them names a third person.
async fn transferred(portal: &TestApp) -> CaseNumber {
    let c = &portal.committee;
    let number = portal.letter("phan_anh", about_lan()).await.case_number;
    let points = ["Thu tiền không có phiếu thu.", "Bà Trần Thị Mơ là người chứng kiến."];
    let points = points.map(str::to_owned).to_vec();
    app::cases::split(&portal.app, &c.triage, &number, None, points).await.unwrap();
    let act = Act::Transfer { body: "Công an phường Phú Đô".into(), boomerang: false };
    portal.take(&c.triage, &number, Step::Propose(act), "Thuộc thẩm quyền của công an.").await;
    portal.take(&c.approver, &number, Step::Confirm, "").await;
    number
}

#[tokio::test]
async fn the_other_body_gets_a_paper_that_does_not_say_who_wrote() {
    let portal = TestApp::start().await;
    let number = transferred(&portal).await;
    let mut staff = Visitor::signed_in(&portal.app, "kiemtra", PASSWORD).await;
    let case = staff.get(&format!("/noi-bo/hs/{number}")).await;
    assert!(case.html.contains("Giấy chuyển đơn – nơi được chuyển đến"), "{}", case.html);
    let path = format!("/noi-bo/hs/{number}/giay-chuyen");
    let page = staff.get(&path).await;
    let pdf = staff.get(&format!("{path}.pdf")).await;
    let text = pdf_extract::extract_text_from_mem(&pdf.body).unwrap();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for words in ["Công an phường Phú Đô", "Thu tiền không có phiếu thu.", number.as_str()]
    {
        assert!(page.html.contains(words) && text.contains(words), "{words}: {text}");
    }
    for hidden in ["Mơ", "nguoi.gui", "Thu tiền làm ngõ mỗi hộ"] {
        assert!(!page.html.contains(hidden) && !text.contains(hidden), "{hidden}");
    }
    assert!(page.html.contains("1 ý có lời có thể để lộ"), "{}", page.html);

    let c = &portal.committee;
    portal.take(&c.desk, &number, Step::ConfirmReceipt, "Số 12 ngày 05/11/2026.").await;
    let closed = portal.view(&c.triage, &number).await;
    assert!(closed.paper.iter().all(|paper| paper.delivered), "{:?}", closed.paper);

    let mut desk = Visitor::signed_in(&portal.app, "tiepnhan", PASSWORD).await;
    assert_eq!(desk.get(&path).await.status, StatusCode::NOT_FOUND, "who reads less prints less");
    let other = portal.letter("phan_anh", about_lan()).await.case_number;
    let not_yet = staff.get(&format!("/noi-bo/hs/{other}/giay-chuyen")).await;
    assert_eq!(not_yet.status, StatusCode::NOT_FOUND, "nothing was transferred");
}

/// A denunciation on the state track, concluded by the inspection committee.
async fn concluded(portal: &TestApp) -> CaseNumber {
    let c = &portal.committee;
    let number = portal.letter("to_cao", about_hung()).await.case_number;
    let take = |who: &Account, step, words| {
        let (app, who, number) = (portal.app.clone(), *who, number.clone());
        async move { app::cases::take_step(&app, &who, &number, None, step, words).await.unwrap() }
    };
    take(&c.triage, Step::Propose(Act::Accept { track: Track::State }), Words::None).await;
    take(&c.approver, Step::Confirm, Words::None).await;
    let to = Assignment { unit: c.inspector.unit, officer: c.inspector.id, coordinating: None };
    take(&c.triage, Step::Assign { to }, Words::None).await;
    take(&c.inspector, Step::Declare, Words::None).await;
    let summary = "Một số khoản thu năm 2026 không có chứng từ.".to_owned();
    take(&c.inspector, Step::Propose(Act::Hear), Words::Note(summary)).await;
    take(&c.approver, Step::Confirm, Words::None).await;
    take(&c.inspector, Step::RecordReply, Words::Note("Đã giải trình.".into())).await;
    let allegation = portal.view(&c.inspector, &number).await.allegations[0].id;
    let findings = vec![Finding { allegation, outcome: Outcome::Partly, evidence: true }];
    let text = || "Đã đối chiếu sổ thu.".to_owned();
    let answer = Answer { checked: text(), found: text(), done: text(), next: text() };
    let evidence = vec![(allegation, "Sổ thu".into())];
    let words = Words::Draft(DraftWords {
        evidence,
        answer,
        measures: Vec::new(),
        keep_reason: String::new(),
    });
    take(&c.inspector, Step::Draft { findings, measures: Vec::new() }, words).await;
    take(&c.inspector, Step::Submit, Words::None).await;
    take(&c.approver, Step::Conclude, Words::None).await;
    number
}

/// A State denunciation, concluded; its posting is begun and torn down once.
#[tokio::test]
async fn the_days_of_the_posting_are_counted_and_end_by_themselves() {
    let portal = TestApp::start().await;
    let number = concluded(&portal).await;
    let c = &portal.committee;
    let refused = |error| match error {
        app::AppError::Refused(refusal) => refusal.name().to_owned(),
        other => panic!("{other:?}"),
    };
    let close = || async {
        let step = Step::Propose(Act::Close);
        app::cases::take_step(&portal.app, &c.triage, &number, None, step, Words::None).await
    };
    assert_eq!(refused(close().await.unwrap_err()), "posting-runs", "not posted yet");
    let begun = Step::Deliver { clock: ClockKind::Posting };
    portal.take(&c.inspector, &number, begun, "Dán tại trụ sở.").await;
    assert_eq!(refused(close().await.unwrap_err()), "posting-runs", "posted today");
    let posted = |view: app::view::CaseView| {
        let clocks = view.clocks.into_iter().map(|one| one.clock);
        clocks.filter(|clock| clock.kind == ClockKind::Posted).collect::<Vec<_>>()
    };
    let first = posted(portal.view(&c.triage, &number).await).remove(0);
    assert_eq!((first.nominal_on - first.anchor_on).num_days(), 15);
    portal.set_day(&(first.anchor_on + chrono::Days::new(9)).to_string());
    portal.take(&c.inspector, &number, Step::PostAgain, "Mưa làm rách.").await;
    let again = posted(portal.view(&c.triage, &number).await);
    assert_eq!(again[0].ended.map(|(_, how)| how), Some(Ending::Void));
    assert_eq!((again[1].nominal_on - portal.today()).num_days(), 15);
    portal.set_day(&again[1].due_on.to_string());
    assert_eq!(refused(close().await.unwrap_err()), "posting-runs", "its last day");
    let mut after = again[1].due_on + chrono::Days::new(1);
    while !portal.app.rules().calendar().is_working(after) {
        after = after + chrono::Days::new(1);
    }
    portal.set_day(&after.to_string());
    portal.jobs().await;
    let over = posted(portal.view(&c.triage, &number).await);
    assert_eq!(over[1].ended.map(|(_, how)| how), Some(Ending::Lapsed), "it ended by itself");
    assert_ne!(refused(close().await.unwrap_err()), "posting-runs");
}

#[tokio::test]
async fn a_slip_whose_rule_was_edited_says_so_and_shows_both_days() {
    let portal = TestApp::start().await;
    let mut visitor = Visitor::of(&portal.app);
    let path = "/tinh-han?quy-tac=TC-05&tu=2026-06-01&thoi-han=45+cal&lich=2026-1";
    let edited = visitor.get(path).await;
    // 45 days from 1 June are 16 July; the table says 30, which is 1 July.
    assert!(edited.html.contains("Hạn: thứ Năm, 16/07/2026"), "{}", edited.html);
    assert!(edited.html.contains("TC-05 đã được sửa"), "{}", edited.html);
    assert!(edited.html.contains("ra thứ Tư, 01/07/2026"), "{}", edited.html);
    assert!(
        edited.html.contains("--term &#34;45 cal&#34;")
            || edited.html.contains("--term &quot;45 cal&quot;")
    );
    let same = "/tinh-han?quy-tac=TC-05&tu=2026-06-01&thoi-han=30+cal&lich=2026-1";
    assert!(!visitor.get(same).await.html.contains("đã được sửa"));
    let nonsense = "/tinh-han?quy-tac=TC-05&tu=2026-06-01&thoi-han=%3Cb%3E&lich=2026-1";
    let nonsense = visitor.get(nonsense).await;
    assert_eq!(nonsense.status, StatusCode::OK);
    assert!(!nonsense.html.contains("đã được sửa"));

    let words = ["due", "--rule", "TC-05", "--from", "2026-06-01", "--term", "45 cal"];
    let cli = Cli::try_parse_from(words).unwrap();
    let (mut out, rules) = (Vec::new(), Rules::shipped().unwrap());
    run(&cli.due, &rules, &mut std::io::empty(), &mut out).unwrap();
    assert!(String::from_utf8(out).unwrap().contains("Hạn: 16/07/2026"));
}
