//! Staff are told of letters that came in at fixed hours, so that no mailbox tells when somebody wrote (security S-9).

use crate::support::TestApp;
use crate::support::committee::about_lan;
use crate::support::receipts::Followed;

async fn portal() -> TestApp {
    TestApp::start_with(|settings| {
        let hours = ["16:00", "07:15", "11:00", "13:30"];
        settings.mail.arrivals_at = hours.map(|hour| hour.parse().unwrap()).into();
    })
    .await
}

fn set_time(portal: &TestApp, time: &str) {
    portal.clock.set(format!("{time}:00+07:00").parse().unwrap());
}

/// When this person was sent mail so far, by the clock of Hanoi.
async fn told(portal: &TestApp, login: &str) -> Vec<String> {
    let to = format!("{login}@");
    let mails = portal.mails().await;
    let mine = mails.iter().filter(|mail| mail.to.as_str().starts_with(&to));
    let hour = |at: chrono::DateTime<chrono::Utc>| {
        at.with_timezone(&gopy::clock::hanoi()).format("%d/%m %H:%M").to_string()
    };
    mine.map(|mail| hour(mail.written_at)).collect()
}

#[tokio::test]
async fn letters_are_told_of_at_fixed_hours_of_working_days() {
    let portal = portal().await;
    for time in ["2026-11-02T08:01", "2026-11-02T09:17", "2026-11-02T10:59"] {
        set_time(&portal, time);
        portal.letter("to_cao", about_lan()).await;
        assert!(told(&portal, "kiemtra").await.is_empty(), "at {time}");
    }
    set_time(&portal, "2026-11-02T11:00");
    assert_eq!(told(&portal, "kiemtra").await, ["02/11 11:00"; 3]);
    assert_eq!(told(&portal, "kiemtra2").await, ["02/11 11:00"; 3]);

    set_time(&portal, "2026-11-06T16:01");
    portal.letter("gop_y", about_lan()).await;
    // After the last hour of a Friday; on a Sunday; just before the first hour of Monday; at that hour.
    for (time, mails) in [
        ("2026-11-06T23:00", 3),
        ("2026-11-08T11:00", 3),
        ("2026-11-09T07:14", 3),
        ("2026-11-09T07:15", 4),
    ] {
        set_time(&portal, time);
        assert_eq!(told(&portal, "kiemtra").await.len(), mails, "at {time}");
    }
}

#[tokio::test]
async fn the_moment_of_a_letter_is_not_kept_with_the_mail_that_is_owed() {
    let portal = portal().await;
    set_time(&portal, "2026-11-02T09:17");
    portal.letter("to_cao", about_lan()).await;
    let moments = "SELECT DISTINCT CAST(created_at AS text) FROM outbox WHERE template = 'intake'";
    for moment in portal.column(moments).await {
        assert!(moment.starts_with("2026-11-02") && moment.contains("04:00:00"), "{moment}");
    }
}

#[tokio::test]
async fn who_is_kept_out_before_the_hour_is_told_nothing() {
    let portal = portal().await;
    let sent = portal.letter("to_cao", about_lan()).await;
    let case = Followed::new(sent).case(&portal.store).await;
    let triage = portal.committee.triage.id;
    let tx = portal.store.begin().await.unwrap();
    tx.exclude(case, &[(triage, "challenged")], &[], portal.today()).await.unwrap();
    tx.commit().await.unwrap();
    set_time(&portal, "2026-11-02T11:00");
    assert!(told(&portal, "kiemtra").await.is_empty());
    assert_eq!(told(&portal, "kiemtra2").await.len(), 1);
}

#[tokio::test]
async fn without_hours_staff_are_told_at_once() {
    let portal = TestApp::start().await;
    portal.letter("to_cao", about_lan()).await;
    assert_eq!(told(&portal, "kiemtra").await, ["02/11 09:00"]);
}
