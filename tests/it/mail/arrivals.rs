//! Staff are told of letters that came in at fixed hours, all in one mail that tells of none (security S-9).

use gopy::domain::receipt::CaseNumber;
use gopy::domain::step::Step;

use crate::support::TestApp;
use crate::support::committee::{about_hanh, about_lan};
use crate::support::receipts::Followed;

fn set_time(portal: &TestApp, time: &str) {
    portal.clock.set(format!("{time}:00+07:00").parse().unwrap());
}

/// Subject and text of what this person was sent so far.
async fn told(portal: &TestApp, login: &str) -> Vec<(String, String)> {
    let to = format!("{login}@");
    let mails = portal.sent().await.into_iter();
    mails
        .filter(|mail| mail.to.as_str().starts_with(&to))
        .map(|mail| (mail.words.subject, mail.words.text))
        .collect()
}

#[tokio::test]
async fn letters_that_wait_are_told_of_at_fixed_hours_in_one_mail() {
    let portal = TestApp::start().await;
    let mut numbers = Vec::new();
    for time in ["2026-11-02T08:01", "2026-11-02T09:17", "2026-11-02T10:54"] {
        set_time(&portal, time);
        numbers.push(portal.letter("to_cao", about_lan()).await.case_number);
        assert!(told(&portal, "kiemtra").await.is_empty(), "at {time}");
    }
    set_time(&portal, "2026-11-02T11:00");
    let [(subject, text)] = &told(&portal, "kiemtra").await[..] else { panic!("not one mail") };
    assert_eq!(subject, "3 đơn chờ phân loại");
    assert!(text.contains("3 đơn") && text.contains("2/11/2026"), "{text}");
    for secret in numbers.iter().map(CaseNumber::as_str).chain(["tố cáo", "HS-"]) {
        assert!(!text.to_lowercase().contains(&secret.to_lowercase()), "{secret} in {text}");
    }
    assert_eq!(told(&portal, "kiemtra2").await.len(), 1);

    // The next one comes when there is more to tell, and no other.
    set_time(&portal, "2026-11-02T16:30");
    assert_eq!(told(&portal, "kiemtra").await.len(), 1);
    set_time(&portal, "2026-11-06T16:40");
    portal.letter("gop_y", about_lan()).await;
    for (time, mails) in [
        ("2026-11-06T23:00", 1),
        ("2026-11-08T11:00", 1), // a Sunday
        ("2026-11-09T07:14", 1),
        ("2026-11-09T07:15", 2),
    ] {
        set_time(&portal, time);
        assert_eq!(told(&portal, "kiemtra").await.len(), mails, "at {time}");
    }
}

#[tokio::test]
async fn a_letter_just_before_the_hour_is_left_to_the_next_one() {
    let portal = TestApp::start().await;
    set_time(&portal, "2026-11-02T10:58");
    portal.letter("gop_y", about_lan()).await;
    for (time, mails) in [("2026-11-02T11:00", 0), ("2026-11-02T13:30", 1)] {
        set_time(&portal, time);
        assert_eq!(told(&portal, "kiemtra").await.len(), mails, "at {time}");
    }
}

#[tokio::test]
async fn what_was_done_before_the_hour_is_not_told_of() {
    let portal = TestApp::start().await;
    let sent = portal.letter("gop_y", about_lan()).await;
    let triage = portal.committee.triage;
    let resume_on = "2026-11-30".parse().unwrap();
    portal.take(&triage, &sent.case_number, Step::Ask { resume_on }, "Xin cho biết ngày.").await;
    set_time(&portal, "2026-11-02T11:00");
    assert!(told(&portal, "kiemtra").await.is_empty());
}

#[tokio::test]
async fn nobody_is_told_of_a_letter_they_are_kept_out_of() {
    let portal = TestApp::start().await;
    // About an inspector: what comes with it is all that the inspector hears of.
    portal.letter("to_cao", about_hanh()).await;
    set_time(&portal, "2026-11-02T11:00");
    assert!(told(&portal, "kiemtra").await.is_empty());
    portal.letter("gop_y", about_lan()).await;
    set_time(&portal, "2026-11-02T13:30");
    assert_eq!(told(&portal, "kiemtra").await[0].0, "1 đơn chờ phân loại");
}

#[tokio::test]
async fn a_letter_that_was_hidden_before_the_hour_is_not_told_of_by_an_older_one() {
    let portal = TestApp::start().await;
    portal.letter("gop_y", about_lan()).await;
    set_time(&portal, "2026-11-02T11:00");
    assert_eq!(told(&portal, "kiemtra").await.len(), 1);
    let hidden = portal.letter("to_cao", about_lan()).await;
    let case = Followed::new(hidden).case(&portal.store).await;
    let triage = portal.committee.triage.id;
    let tx = portal.store.begin().await.unwrap();
    tx.exclude(case, &[(triage, "challenged")], &[], portal.today()).await.unwrap();
    tx.commit().await.unwrap();
    set_time(&portal, "2026-11-02T13:30");
    assert_eq!(told(&portal, "kiemtra").await.len(), 1, "the old letter is no news");
    assert_eq!(told(&portal, "kiemtra2").await.len(), 2);
}
