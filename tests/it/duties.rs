//! What happens by itself when its day has come.

use chrono::Days;
use gopy::app::calendars::{self, By};
use gopy::app::duties::{Duty, check_in, discharge};
use gopy::app::tracking::{self, MessageKind, Sender};
use gopy::app::{self, AppError};
use gopy::domain::case::{Assignment, Queue, Track};
use gopy::domain::clock::ClockKind;
use gopy::domain::congress::{Congress, Level};
use gopy::domain::letter::{Lang, RawLetter, Source};
use gopy::domain::receipt::CaseNumber;
use gopy::domain::step::{Act, HoldType, RecordReason, Step};
use gopy::jobs;

use crate::support::TestApp;
use crate::support::committee::about_lan;

async fn state(portal: &TestApp, number: &CaseNumber) -> &'static str {
    portal.view(&portal.committee.triage, number).await.case.state.name()
}

/// Proposed by triage and confirmed.
async fn both(portal: &TestApp, number: &CaseNumber, act: Act) {
    let c = &portal.committee;
    portal.take(&c.triage, number, Step::Propose(act), "Lý do đã nêu trong hồ sơ.").await;
    portal.take(&c.approver, number, Step::Confirm, "").await;
}

#[tokio::test]
async fn a_hold_ends_on_the_day_it_was_granted_for() {
    let portal = TestApp::start().await;
    let c = &portal.committee;
    let number = portal.letter("to_cao", about_lan()).await.case_number;
    both(&portal, &number, Act::Accept { track: Track::Party }).await;
    let to = Assignment { unit: c.branch6.unit, officer: c.branch6.id, coordinating: None };
    portal.take(&c.triage, &number, Step::Assign { to }, "").await;
    portal.take(&c.branch6, &number, Step::Declare, "").await;
    let until = portal.today() + Days::new(20);
    let act = Act::Hold { hold: HoldType::Appraisal, until };
    portal.take(&c.branch6, &number, Step::Propose(act), "Chờ kết quả giám định.").await;
    portal.take(&c.approver, &number, Step::Confirm, "").await;
    let settle = async || {
        let view = portal.view(&c.triage, &number).await;
        let clock = view.clocks.into_iter().map(|one| one.clock);
        clock.into_iter().find(|clock| clock.kind == ClockKind::Resolution).unwrap()
    };
    let held = settle().await;

    assert_eq!(discharge(&portal.app, Duty::EndHold).await.unwrap(), 0, "not before its time");
    portal.set_day("2026-11-25");
    let before = portal.mails().await.len();
    assert_eq!(discharge(&portal.app, Duty::EndHold).await.unwrap(), 1);
    assert_eq!(discharge(&portal.app, Duty::EndHold).await.unwrap(), 0);
    let free = settle().await;
    assert_eq!((free.open_hold(), free.due_on), (None, held.due_on), "no longer than granted");
    let told = portal.mails().await.split_off(before);
    let told: Vec<&str> = told.iter().map(|mail| mail.to.as_str()).collect();
    assert!(told.iter().any(|to| to.starts_with("nguoi.gui")), "{told:?}");
    assert!(told.iter().any(|to| to.starts_with("bithu.phudo-06")), "{told:?}");
}

#[tokio::test]
async fn a_letter_that_no_other_body_confirmed_comes_back() {
    let portal = TestApp::start().await;
    let number = portal.letter("phan_anh", about_lan()).await.case_number;
    let act = Act::Transfer { body: "Công an phường".into(), boomerang: false };
    both(&portal, &number, act).await;
    assert_eq!(discharge(&portal.app, Duty::TakeBack).await.unwrap(), 0);
    assert_eq!(state(&portal, &number).await, "transferred_out");
    portal.set_day("2026-12-15");
    assert_eq!(discharge(&portal.app, Duty::TakeBack).await.unwrap(), 1);
    assert_eq!(discharge(&portal.app, Duty::TakeBack).await.unwrap(), 0);
    assert_eq!(state(&portal, &number).await, "screening");
}

#[tokio::test]
async fn only_what_was_kept_for_a_congress_wakes() {
    let portal = TestApp::start().await;
    let congress = Congress {
        level: Level::Grassroots,
        name: "Đại hội Đảng bộ phường Phú Đô".into(),
        opens_on: portal.today() + Days::new(14),
    };
    let by = By::Account(&portal.committee.approver);
    calendars::call(&portal.app, by, congress, "Kế hoạch 12-KH/ĐU").await.unwrap();
    let review_on = portal.today() + Days::new(30);
    let mut kept = Vec::new();
    for reason in [RecordReason::PreCongress, RecordReason::Repeat] {
        let number = portal.letter("phan_anh", about_lan()).await.case_number;
        both(&portal, &number, Act::Record { reason, review_on }).await;
        kept.push(number);
    }
    portal.set_day("2026-12-01");
    assert_eq!(discharge(&portal.app, Duty::WakeRecorded).await.unwrap(), 0);
    portal.set_day("2026-12-02");
    assert_eq!(discharge(&portal.app, Duty::WakeRecorded).await.unwrap(), 1);
    assert_eq!(discharge(&portal.app, Duty::WakeRecorded).await.unwrap(), 0);
    assert_eq!(state(&portal, &kept[0]).await, "screening");
    assert_eq!(state(&portal, &kept[1]).await, "recorded");
}

#[tokio::test]
async fn one_bad_row_stops_no_other() {
    let portal = TestApp::start().await;
    let resume_on = portal.today() + Days::new(5);
    let mut numbers = Vec::new();
    for _ in 0..3 {
        let number = portal.letter("phan_anh", about_lan()).await.case_number;
        portal.take(&portal.committee.triage, &number, Step::Ask { resume_on }, "Ở đâu?").await;
        numbers.push(number);
    }
    let bad = numbers.remove(0);
    portal.sql(&format!("UPDATE cases SET track = 'x' WHERE number = '{}'", bad.as_str())).await;
    portal.set_day("2026-11-09");
    assert_eq!(discharge(&portal.app, Duty::ResumeSilent).await.unwrap(), 2);
    for number in &numbers {
        assert_eq!(state(&portal, number).await, "screening");
    }
}

#[tokio::test]
async fn a_case_that_nobody_here_may_know_moves_up_at_once() {
    let portal = TestApp::start().await;
    let c = &portal.committee;
    let number = portal.letter("phan_anh", about_lan()).await.case_number;
    portal.mails().await;
    // Hạnh sits on the inspection committee, and so nobody who triages is left.
    portal.take(&c.triage, &number, Step::AddSubject { member: c.hanh }, "").await;
    let view = portal.view(&c.above, &number).await;
    assert_eq!(view.case.queue, Queue::Above);
    for who in [&c.triage, &c.triage2, &c.approver] {
        let look = app::view::view(&portal.app, who, &number).await;
        assert!(matches!(look, Err(AppError::NotFound)));
    }
    let told = portal.mails().await;
    assert!(told.iter().any(|mail| mail.to.as_str().starts_with("captren@")));
    let verdict = app::audit::verify(&portal.app, None).await.unwrap();
    assert!(matches!(verdict, gopy::store::audit::Verdict::Whole { .. }));
}

#[tokio::test]
async fn cases_move_up_when_the_last_approver_is_gone() {
    let portal = TestApp::start().await;
    let c = &portal.committee;
    let mut numbers = Vec::new();
    for _ in 0..2 {
        numbers.push(portal.letter("phan_anh", about_lan()).await.case_number);
    }
    both(&portal, &numbers[1], Act::Refuse { reason: refusal() }).await;
    assert_eq!(discharge(&portal.app, Duty::Raise).await.unwrap(), 0);
    portal.sql("UPDATE accounts SET disabled_on = '2026-11-02' WHERE role = 'approver'").await;
    assert_eq!(discharge(&portal.app, Duty::Raise).await.unwrap(), 1, "only what is open");
    assert_eq!(discharge(&portal.app, Duty::Raise).await.unwrap(), 0);
    let inbox = app::lists::inbox(&portal.app, &c.above, None).await.unwrap();
    let waiting: Vec<&CaseNumber> = inbox.rows.iter().map(|row| &row.number).collect();
    assert_eq!(waiting, [&numbers[0]]);
}

fn refusal() -> gopy::domain::step::RefusalReason {
    gopy::domain::step::RefusalReason::NotSpecific
}

#[tokio::test]
async fn cases_move_up_when_everyone_left_is_kept_out() {
    let portal = TestApp::start().await;
    let c = &portal.committee;
    let kept = portal.letter("phan_anh", about_lan()).await.case_number;
    portal.letter("phan_anh", about_lan()).await;
    // Triage has two accounts. One is kept out of this case, the other leaves the service.
    let out = "SELECT cases.id, accounts.id, 'recused', cases.received_on FROM cases, accounts";
    let only = format!("cases.number = '{}' AND accounts.login = 'kiemtra'", kept.as_str());
    let columns = "(case_id, account_id, reason, since)";
    portal.sql(&format!("INSERT INTO exclusions {columns} {out} WHERE {only}")).await;
    assert_eq!(discharge(&portal.app, Duty::Raise).await.unwrap(), 0);
    portal.sql("UPDATE accounts SET disabled_on = '2026-11-02' WHERE login = 'kiemtra2'").await;
    assert_eq!(discharge(&portal.app, Duty::Raise).await.unwrap(), 1);
    assert_eq!(portal.view(&c.above, &kept).await.case.queue, Queue::Above);
}

/// The questions on a resident's page.
async fn asked(portal: &TestApp, case: gopy::domain::ids::CaseId) -> Vec<String> {
    let tracked = portal.tracked(case).await;
    let asked = tracked.messages.into_iter().filter(|one| one.what == MessageKind::Question);
    asked
        .map(|one| {
            assert_eq!(one.from, Sender::Office);
            one.text
        })
        .collect()
}

#[tokio::test]
async fn a_resident_is_asked_quietly_and_nobody_else_hears_of_it() {
    let portal = TestApp::start().await;
    let number = portal.letter("to_cao", about_lan()).await.case_number;
    let case = portal.view(&portal.committee.triage, &number).await.case.id;
    tracking::report_retaliation(&portal.app, case, "Hôm qua có người đến dọa.", None)
        .await
        .unwrap();
    portal.mails().await;

    portal.set_day("2026-12-01");
    assert_eq!(check_in(&portal.app).await.unwrap(), 0, "the thirtieth day is tomorrow");
    portal.set_day("2026-12-02");
    let before = portal.mails().await.len();
    assert_eq!(check_in(&portal.app).await.unwrap(), 1);
    assert_eq!(check_in(&portal.app).await.unwrap(), 0);
    let questions = asked(&portal, case).await;
    assert!(questions.len() == 1 && questions[0].contains("Báo bị gây khó dễ"), "{questions:?}");
    let told = portal.mails().await.split_off(before);
    let told: Vec<&str> = told.iter().map(|mail| mail.to.as_str()).collect();
    assert_eq!(told, ["nguoi.gui@hop-thu.example.vn"]);
}

#[tokio::test]
async fn a_question_that_was_missed_is_asked_once_in_the_language_of_the_letter() {
    let portal = TestApp::start().await;
    let raw = RawLetter {
        kind: "to_cao".into(),
        about: about_lan(),
        text: "Money was collected for the lane, and nobody got a receipt for it.".into(),
        lang: Lang::En,
        ..RawLetter::default()
    };
    let sent = app::letters::submit(&portal.app, raw, Source::Web, None).await.unwrap();
    let case = portal.view(&portal.committee.triage, &sent.case_number).await.case.id;
    tracking::report_retaliation(&portal.app, case, "Somebody came to threaten me.", None)
        .await
        .unwrap();
    // The first two days of the three went by while nothing ran; the reminders run first.
    portal.set_day("2027-02-15");
    app::reminders::remind_due(&portal.app).await.unwrap();
    assert_eq!(check_in(&portal.app).await.unwrap(), 1);
    let questions = asked(&portal, case).await;
    assert!(questions.len() == 1 && questions[0].contains("Report harassment"), "{questions:?}");
    portal.set_day("2027-05-10");
    portal.jobs().await;
    assert_eq!(asked(&portal, case).await.len(), 2);
}

#[tokio::test]
async fn a_job_that_never_ran_is_missed_after_a_day() {
    let portal = TestApp::start().await;
    let names: Vec<&str> = jobs::JOBS.iter().map(|job| job.name).collect();
    assert_eq!(names, app::runs::EXPECTED);
    let quiet = async || {
        let red = app::operations::silence_check(&portal.app).await.unwrap();
        let quiet = red.into_iter().filter(|code| code.starts_with("job-quiet"));
        quiet.collect::<Vec<_>>()
    };
    assert_eq!(quiet().await, [""; 0], "nothing has started yet");
    jobs::run_once(&portal.app, Some("remind")).await.unwrap();
    assert_eq!(quiet().await, [""; 0]);
    portal.set_day("2026-11-04");
    jobs::run_once(&portal.app, Some("remind")).await.unwrap();
    let found = quiet().await;
    assert_eq!(found.len(), names.len() - 1, "{found:?}");
    assert!(!found.contains(&"job-quiet remind".to_owned()));
    portal.jobs().await;
    assert_eq!(quiet().await, [""; 0]);
}

#[tokio::test]
async fn more_allegations_than_can_be_listed_are_refused_not_dropped() {
    let portal = TestApp::start().await;
    let c = &portal.committee;
    let number = portal.letter("to_cao", about_lan()).await.case_number;
    let texts = |count| (1..=count).map(|one| format!("Nội dung {one}")).collect::<Vec<_>>();
    let split = |count| app::cases::split(&portal.app, &c.triage, &number, None, texts(count));
    let refused = split(21).await;
    assert!(matches!(&refused, Err(AppError::Flaws(flaws)) if flaws[0].flaw.name() == "too-many"));
    split(20).await.unwrap();
    assert_eq!(portal.view(&c.triage, &number).await.allegations.len(), 20);
}
