//! Who is away, who stands in, and that no deadline goes unheard because of it.

use gopy::app::leaves::{self, NewLeave, NotTaken};
use gopy::app::reminders::remind_due;
use gopy::app::{self, AppError};
use gopy::domain::access::Account;
use gopy::domain::case::Track;
use gopy::domain::ids::AccountId;
use gopy::domain::leave::LeaveFlaw;
use gopy::domain::step::{Act, Step};
use poem::http::StatusCode;
use serde_json::json;

use crate::support::committee::{about_hanh, about_lan};
use crate::support::{TestApp, sign_in};

fn days(from: &str, last: &str, deputy: Option<AccountId>) -> NewLeave {
    NewLeave { from: from.parse().unwrap(), last: last.parse().unwrap(), deputy }
}

async fn away(portal: &TestApp, who: &Account, last: &str, deputy: Option<AccountId>) {
    let new = days("2026-11-02", last, deputy);
    leaves::enter(&portal.app, who, who.id, new).await.unwrap().unwrap();
}

/// Who got mail since `seen`, after the reminders of this day.
async fn reminded(portal: &TestApp, seen: usize, day: &str) -> Vec<String> {
    portal.set_day(day);
    remind_due(&portal.app).await.unwrap();
    let all = portal.mails().await;
    let login = |to: &str| to.split('@').next().unwrap().to_owned();
    let mut told: Vec<String> = all[seen..].iter().map(|mail| login(mail.to.as_str())).collect();
    told.sort();
    told
}

async fn seen(portal: &TestApp) -> usize {
    portal.mails().await.len()
}

/// C1 of a letter received on Monday 2 November 2026 ends on Monday 16 November.
#[tokio::test]
async fn who_is_away_is_not_reminded_and_the_next_rung_is() {
    let portal = TestApp::start().await;
    let c = &portal.committee;
    portal.letter("phan_anh", about_lan()).await;
    away(&portal, &c.triage, "2026-11-16", None).await;
    let before = seen(&portal).await;
    assert_eq!(reminded(&portal, before, "2026-11-09").await, ["kiemtra2"], "the one who is there");
    away(&portal, &c.triage2, "2026-11-16", None).await;
    let before = seen(&portal).await;
    assert_eq!(reminded(&portal, before, "2026-11-16").await, ["pheduyet"], "both are away");
    let before = seen(&portal).await;
    let both = ["kiemtra", "kiemtra2"];
    assert_eq!(reminded(&portal, before, "2026-11-17").await, both, "back the day after");
}

#[tokio::test]
async fn a_deputy_is_told_instead_named_or_standing_unless_kept_out_or_away() {
    let portal = TestApp::start().await;
    let c = &portal.committee;
    portal.letter("phan_anh", about_lan()).await;
    let (one, two) = (&c.triage, &c.triage2);
    leaves::set_deputy(&portal.app, &c.admin, one.id, Some(two.id)).await.unwrap().unwrap();
    away(&portal, one, "2026-11-20", None).await;
    let before = seen(&portal).await;
    assert_eq!(reminded(&portal, before, "2026-11-09").await, ["kiemtra2"], "told once");

    let hidden = TestApp::start().await;
    let c = &hidden.committee;
    hidden.letter("to_cao", about_hanh()).await;
    away(&hidden, &c.above, "2026-11-20", Some(c.above2.id)).await;
    let before = seen(&hidden).await;
    assert_eq!(reminded(&hidden, before, "2026-11-09").await, ["captren2"]);
    away(&hidden, &c.above2, "2026-11-20", Some(c.above.id)).await;
    let before = seen(&hidden).await;
    assert_eq!(reminded(&hidden, before, "2026-11-16").await, [""; 0], "nobody, and no mailbox");
}

#[tokio::test]
async fn the_ladder_ends_in_the_duty_mailbox_and_a_red_line() {
    let mailbox = "truc.capuy@cap-tren.example.vn";
    let portal =
        TestApp::start_with(|settings| settings.office.duty_email = mailbox.to_owned()).await;
    let number = portal.letter("phan_anh", about_lan()).await.case_number;
    let before = seen(&portal).await;
    let staff = "role IN ('triage', 'approver', 'above')";
    portal.sql(&format!("UPDATE accounts SET disabled_on = '2026-11-03' WHERE {staff}")).await;
    for day in ["2026-11-16", "2026-11-17", "2026-11-18", "2026-11-19"] {
        let before = seen(&portal).await;
        assert_eq!(reminded(&portal, before, day).await, ["truc.capuy"], "each morning: {day}");
    }
    let mail = portal.mailer.sent().pop().unwrap();
    assert!(mail.words.text.contains(number.as_str()));
    for word in ["Lan", "Thu tiền", "chi bộ"] {
        assert!(!mail.words.text.contains(word) && !mail.words.subject.contains(word), "{word}");
    }
    let red = app::operations::silence_check(&portal.app).await.unwrap();
    assert!(red.contains(&"lapse-unheard".to_owned()), "{red:?}");

    portal.sql("UPDATE accounts SET disabled_on = NULL WHERE role = 'above'").await;
    let before_back = seen(&portal).await;
    let back = reminded(&portal, before_back, "2026-11-20").await;
    assert_eq!(back, ["captren", "captren2"], "who is back hears of it, and the mailbox no more");
    assert!(before < before_back);
}

#[tokio::test]
async fn who_enters_what() {
    let portal = TestApp::start().await;
    let (app, c) = (&portal.app, &portal.committee);
    let week = || days("2026-11-09", "2026-11-13", None);
    let other = leaves::enter(app, &c.triage, c.triage2.id, week()).await;
    assert!(matches!(other, Err(AppError::NotFound)), "of others only administrators");
    leaves::enter(app, &c.admin, c.triage2.id, week()).await.unwrap().unwrap();
    let reversed =
        leaves::enter(app, &c.triage, c.triage.id, days("2026-11-13", "2026-11-09", None));
    assert_eq!(reversed.await.unwrap(), Err(NotTaken::Days(LeaveFlaw::Reversed)));
    let stranger = days("2026-11-09", "2026-11-13", Some(c.branch5.id));
    let stranger = leaves::enter(app, &c.triage, c.triage.id, stranger).await.unwrap();
    assert_eq!(stranger, Err(NotTaken::Deputy));
    let oneself = days("2026-11-09", "2026-11-13", Some(c.triage.id));
    let oneself = leaves::enter(app, &c.triage, c.triage.id, oneself).await.unwrap();
    assert_eq!(oneself, Err(NotTaken::Deputy));

    let ahead = leaves::look(app, &c.admin, c.admin.id).await.unwrap();
    assert_eq!(ahead.all.len(), 1);
    let id = ahead.all[0].id;
    assert!(matches!(leaves::end(app, &c.triage, id).await, Err(AppError::NotFound)));
    leaves::end(app, &c.triage2, id).await.unwrap();
    assert!(matches!(leaves::end(app, &c.triage2, id).await, Err(AppError::NotFound)));
    let seen = leaves::look(app, &c.triage2, c.triage2.id).await.unwrap();
    assert!(seen.leaves.is_empty() && seen.all.is_empty());
}

/// The officer of branch 6 has a letter in hand; the organisation above it may stand in for it.
#[tokio::test]
async fn candidates_say_who_is_away_and_standing_in_opens_no_case() {
    let portal = TestApp::start().await;
    let c = &portal.committee;
    let number = portal.letter("phan_anh", about_lan()).await.case_number;
    away(&portal, &c.branch6, "2026-11-30", Some(c.organisation.id)).await;
    portal.take(&c.triage, &number, Step::Propose(Act::Accept { track: Track::Party }), "").await;
    portal.take(&c.approver, &number, Step::Confirm, "").await;
    let view = portal.view(&c.triage, &number).await;
    let away: Vec<(AccountId, Option<String>)> = view
        .candidates
        .iter()
        .filter(|one| one.away_until.is_some())
        .map(|one| (one.account, one.away_until.map(|day| day.to_string())))
        .collect();
    assert_eq!(away, [(c.branch6.id, Some("2026-11-30".into()))]);
    let look = app::view::view(&portal.app, &c.organisation, &number).await;
    assert!(matches!(look, Err(AppError::NotFound)), "the deputy does not read it");
}

#[tokio::test]
async fn the_interface_takes_what_the_page_takes() {
    let portal = TestApp::start().await;
    let token = sign_in::token(&portal.app, "kiemtra").await;
    let c = &portal.committee;
    let body =
        json!({ "from": "2026-11-09", "last": "2026-11-13", "deputy": c.triage2.id.to_string() });
    let bearer = format!("Bearer {token}");
    let post = |path: String, body: serde_json::Value| {
        portal.web.post(path).header("authorization", &bearer).body_json(&body).send()
    };
    let entered = post("/api/v1/leaves".into(), body).await;
    entered.assert_status(StatusCode::CREATED);
    let seen = entered.json().await;
    let seen = seen.value().object();
    assert_eq!(seen.get("leaves").array().len(), 1);
    let id = seen.get("leaves").array().get(0).object().get("id").string().to_owned();
    let wrong = json!({ "from": "2026-11-13", "last": "2026-11-09" });
    post("/api/v1/leaves".into(), wrong).await.assert_status(StatusCode::UNPROCESSABLE_ENTITY);
    let others = json!({ "of": "kiemtra2", "from": "2026-11-09", "last": "2026-11-13" });
    post("/api/v1/leaves".into(), others).await.assert_status(StatusCode::NOT_FOUND);
    let ended = post(format!("/api/v1/leaves/{id}/end"), json!({})).await;
    ended.assert_status(StatusCode::NO_CONTENT);
}
