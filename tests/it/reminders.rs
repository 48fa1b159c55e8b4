//! Who is told of a deadline, when, and that nobody is told twice.

use gopy::app::reminders::{Report, remind_due};
use gopy::app::{self, AppError};
use gopy::domain::case::{Assignment, Track};
use gopy::domain::clock::ClockKind;
use gopy::domain::receipt::CaseNumber;
use gopy::domain::step::{Act, Step};
use gopy::store::people::PostRow;
use uuid::Uuid;

use crate::support::TestApp;
use crate::support::committee::{about_hanh, about_hung, about_lan};

/// A portal and how much of its mail was looked at.
struct Post {
    portal: TestApp,
    seen: usize,
}

impl Post {
    async fn start() -> Self {
        Self { portal: TestApp::start().await, seen: 0 }
    }

    /// Who got mail since the last time, and how much.
    async fn arrived(&mut self) -> Vec<String> {
        let all = self.portal.mails().await;
        let name = |to: &str| to.split('@').next().unwrap().to_owned();
        let mut new: Vec<String> =
            all[self.seen..].iter().map(|mail| name(mail.to.as_str())).collect();
        self.seen = all.len();
        new.sort();
        new
    }

    async fn remind_on(&mut self, day: &str) -> Vec<String> {
        self.portal.set_day(day);
        remind_due(&self.portal.app).await.unwrap();
        self.arrived().await
    }
}

/// C1 of a letter received on Monday 2 November 2026 ends on Monday 16 November.
#[tokio::test]
async fn the_same_morning_twice_tells_once() {
    let mut post = Post::start().await;
    post.portal.letter("phan_anh", about_lan()).await;
    post.arrived().await;
    post.portal.set_day("2026-11-09");
    let app = &post.portal.app;
    assert_eq!(remind_due(app).await.unwrap(), Report { clocks: 1, mails: 2 });
    assert_eq!(remind_due(app).await.unwrap(), Report::default());
    assert_eq!(post.arrived().await, ["kiemtra", "kiemtra2"]);

    // Two processes at once: what one has told, the other leaves.
    post.portal.set_day("2026-11-13");
    let app = &post.portal.app;
    let (one, other) = tokio::join!(remind_due(app), remind_due(app));
    assert_eq!(one.unwrap().mails + other.unwrap().mails, 2);
    assert_eq!(post.arrived().await, ["kiemtra", "kiemtra2"]);
}

#[tokio::test]
async fn nobody_is_reminded_on_a_day_off() {
    let mut post = Post::start().await;
    post.portal.letter("phan_anh", about_lan()).await;
    post.arrived().await;
    assert_eq!(post.remind_on("2026-11-14").await, [""; 0], "a Saturday");
    assert_eq!(post.remind_on("2026-11-15").await, [""; 0], "a Sunday");
    assert_eq!(
        post.remind_on("2026-11-16").await,
        ["kiemtra", "kiemtra2"],
        "once, for all of them"
    );
}

#[tokio::test]
async fn after_a_week_without_a_run_the_ladder_is_climbed_from_its_foot() {
    let mut post = Post::start().await;
    post.portal.letter("phan_anh", about_lan()).await;
    post.arrived().await;
    let both = ["kiemtra", "kiemtra2"];
    assert_eq!(post.remind_on("2026-11-23").await, both, "who holds it");
    assert_eq!(post.remind_on("2026-11-24").await, [""; 0], "a holiday");
    assert_eq!(post.remind_on("2026-11-25").await, both, "who supervises them");
    assert_eq!(post.remind_on("2026-11-26").await, ["pheduyet"]);
    assert_eq!(post.remind_on("2026-11-27").await, ["captren", "captren2"]);
    assert_eq!(post.remind_on("2026-11-28").await, [""; 0], "a Saturday");
    assert_eq!(post.remind_on("2026-11-30").await, [""; 0], "its head, who has no account here");
    assert_eq!(post.remind_on("2026-12-01").await, [""; 0], "the top");
    let red = app::operations::silence_check(&post.portal.app).await.unwrap();
    assert!(!red.contains(&"lapse-unheard".to_owned()), "the others heard of it: {red:?}");
}

/// The register says who heads the level above: whoever is secretary of the unit of their account today.
#[tokio::test]
async fn the_ladder_ends_with_the_head_of_the_level_above() {
    let mut post = Post::start().await;
    let portal = &post.portal;
    let c = &portal.committee;
    let (from, city) = ("2020-01-01".parse().unwrap(), c.above2.unit);
    let secretary = |id: u128, member, to: Option<&str>| PostRow {
        id: Uuid::from_u128(id),
        member,
        unit: city,
        title: "secretary".into(),
        managed_by: city,
        from,
        to: to.map(|day| day.parse().unwrap()),
    };
    let tx = portal.store.begin().await.unwrap();
    // Lan is it today; Bình, behind the other account, no longer.
    let posts = [secretary(901, c.lan, None), secretary(902, c.binh, Some("2026-01-01"))];
    tx.add_posts(&posts).await.unwrap();
    tx.commit().await.unwrap();
    for (login, card) in [("captren2", "00.000003"), ("captren", "00.000002")] {
        let member = format!("(SELECT id FROM members WHERE card_no = '{card}')");
        let sql = format!("UPDATE accounts SET member_id = {member} WHERE login = '{login}'");
        portal.sql(&sql).await;
    }
    post.portal.letter("phan_anh", about_hung()).await;
    post.arrived().await;
    for day in ["2026-11-23", "2026-11-25", "2026-11-26"] {
        post.remind_on(day).await;
    }
    assert_eq!(post.remind_on("2026-11-27").await, ["captren"], "the level above");
    assert_eq!(post.remind_on("2026-11-30").await, ["captren2"], "its head");
}

#[tokio::test]
async fn each_person_gets_one_mail_a_morning() {
    let mut post = Post::start().await;
    let mut numbers = Vec::new();
    for _ in 0..3 {
        numbers.push(post.portal.letter("phan_anh", about_lan()).await.case_number);
    }
    post.arrived().await;
    assert_eq!(post.remind_on("2026-11-09").await, ["kiemtra", "kiemtra2"]);
    let mail = post.portal.mailer.sent().pop().unwrap();
    assert!(numbers.iter().all(|number| mail.words.text.contains(number.as_str())));
}

#[tokio::test]
async fn who_is_kept_out_is_never_told() {
    let mut post = Post::start().await;
    post.portal.letter("to_cao", about_hanh()).await;
    post.arrived().await;
    for day in ["2026-11-09", "2026-11-13", "2026-11-16", "2026-11-17", "2026-11-18", "2026-11-19"]
    {
        assert_eq!(post.remind_on(day).await, ["captren", "captren2"], "{day}");
    }
}

#[tokio::test]
async fn who_is_kept_out_after_a_reminder_was_owed_does_not_get_it() {
    let mut post = Post::start().await;
    let letter = post.portal.letter("phan_anh", about_lan()).await;
    post.arrived().await;
    post.portal.set_day("2026-11-09");
    assert_eq!(remind_due(&post.portal.app).await.unwrap().mails, 2);
    let c = &post.portal.committee;
    let named = Step::AddSubject { member: c.hanh };
    post.portal.take(&c.triage2, &letter.case_number, named, "").await;
    let told = post.arrived().await;
    assert_eq!(told, ["captren", "captren", "captren2", "captren2"], "it moved up, and why");
}

#[tokio::test]
async fn where_nobody_may_know_the_operators_page_turns_red() {
    let mut post = Post::start().await;
    post.portal.letter("phan_anh", about_lan()).await;
    post.arrived().await;
    let staff = "role IN ('triage', 'approver', 'above')";
    post.portal.sql(&format!("UPDATE accounts SET disabled_on = '2026-11-03' WHERE {staff}")).await;
    for day in ["2026-11-09", "2026-11-16", "2026-11-17", "2026-11-18"] {
        assert_eq!(post.remind_on(day).await, [""; 0], "{day}");
    }
    assert_eq!(post.remind_on("2026-11-19").await, [""; 0]);
    let red = app::operations::silence_check(&post.portal.app).await.unwrap();
    assert!(red.contains(&"lapse-unheard".to_owned()), "{red:?}");

    post.portal.sql("UPDATE accounts SET disabled_on = NULL WHERE role = 'above'").await;
    assert_eq!(post.remind_on("2026-11-20").await, ["captren", "captren2"]);
    let red = app::operations::silence_check(&post.portal.app).await.unwrap();
    assert!(!red.contains(&"lapse-unheard".to_owned()), "{red:?}");
}

#[tokio::test]
async fn a_case_that_cannot_be_read_keeps_no_other_waiting() {
    let mut post = Post::start().await;
    let bad = post.portal.letter("phan_anh", about_lan()).await.case_number;
    post.portal.letter("phan_anh", about_lan()).await;
    post.arrived().await;
    let sql = format!("UPDATE cases SET track = 'nowhere' WHERE number = '{}'", bad.as_str());
    post.portal.sql(&sql).await;
    assert_eq!(post.remind_on("2026-11-09").await, ["kiemtra", "kiemtra2"]);
    let text = post.portal.mailer.sent().pop().unwrap().words.text;
    assert!(!text.contains(bad.as_str()));
}

/// Assigned to branch 6 and taken up.
async fn taken_up(portal: &TestApp) -> CaseNumber {
    let c = &portal.committee;
    let number = portal.letter("phan_anh", about_lan()).await.case_number;
    portal.take(&c.triage, &number, Step::Propose(Act::Accept { track: Track::Party }), "").await;
    portal.take(&c.approver, &number, Step::Confirm, "").await;
    let to = Assignment { unit: c.branch6.unit, officer: c.branch6.id, coordinating: None };
    portal.take(&c.triage, &number, Step::Assign { to }, "").await;
    portal.take(&c.branch6, &number, Step::Declare, "").await;
    number
}

#[tokio::test]
async fn a_late_subject_who_handles_the_case_loses_sight_of_it_while_the_clocks_go_on() {
    let mut post = Post::start().await;
    let number = taken_up(&post.portal).await;
    let (portal, c) = (&post.portal, &post.portal.committee);
    let settle = |view: &app::view::CaseView| {
        let clock = view.clocks.iter().map(|one| &one.clock);
        clock.clone().find(|clock| clock.kind == ClockKind::Resolution).unwrap().clone()
    };
    let before = settle(&portal.view(&c.branch6, &number).await);

    portal.take(&c.triage, &number, Step::AddSubject { member: c.binh }, "").await;
    let look = app::view::view(&portal.app, &c.branch6, &number).await;
    assert!(matches!(look, Err(AppError::NotFound)));
    let work = app::lists::worklist(&portal.app, &c.branch6, None).await.unwrap();
    assert!(work.rows.is_empty());
    let after = portal.view(&c.triage, &number).await;
    assert_eq!(after.case.state.name(), "accepted");
    assert_eq!(settle(&after), before, "no clock stops");

    post.arrived().await;
    let day = before.due_on.to_string();
    assert_eq!(
        post.remind_on(&day).await,
        ["kiemtra", "kiemtra2"],
        "who must find another handler"
    );
}
