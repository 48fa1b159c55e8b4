//! Short letters that need nobody to decide where they go, where the committee allows it.

use gopy::app::Promised;
use gopy::app::letters::Submitted;
use gopy::domain::case::{Assignment, State};
use gopy::domain::clock::ClockKind;
use gopy::domain::letter::About;

use crate::support::TestApp;
use crate::support::committee::{about_hanh, about_hung, about_lan};

async fn automatic() -> TestApp {
    TestApp::start_with(|settings| settings.routing.automatic = true).await
}

/// Where the letter stands, as whoever triages it sees it.
async fn stands(portal: &TestApp, sent: &Submitted) -> State {
    let c = &portal.committee;
    let who = if gopy::app::view::view(&portal.app, &c.triage, &sent.case_number).await.is_ok() {
        &c.triage
    } else {
        &c.above
    };
    portal.view(who, &sent.case_number).await.case.state
}

#[tokio::test]
async fn a_short_letter_about_a_known_person_goes_to_the_competent_unit_at_once() {
    let portal = automatic().await;
    let c = &portal.committee;
    let sent = portal.letter("phan_anh", about_hung()).await;
    let to =
        Assignment { unit: c.organisation.unit, officer: c.organisation.id, coordinating: None };
    assert_eq!(
        stands(&portal, &sent).await,
        State::Assigned { to },
        "the level that manages the post"
    );
    assert_eq!(sent.promise.what, Promised::Answer);
    let view = portal.view(&c.organisation, &sent.case_number).await;
    assert!(!view.opened && view.text.is_empty(), "nothing opens before the declaration");
    let runs: Vec<ClockKind> =
        view.clocks.iter().filter(|one| one.clock.is_open()).map(|one| one.clock.kind).collect();
    assert_eq!(runs, [ClockKind::Resolution, ClockKind::TakeUp]);

    let mails = portal.mails().await;
    let to = |who: &str| mails.iter().filter(|mail| mail.to.as_str().starts_with(who)).count();
    assert_eq!((to("bithu.phudo@"), to("bithu.phudo-05@")), (1, 0));
    assert_eq!((to("nguoi.gui@"), to("kiemtra@")), (2, 2), "received and routed");
}

#[tokio::test]
async fn what_needs_a_person_waits_for_one() {
    let portal = automatic().await;
    let name_only = About { name: "bà Lan".into(), ..About::default() };
    let unknown = About {
        name: "ông Trịnh Quốc Khánh".into(),
        position: "bí thư".into(),
        unit: "chi bộ 9 Phú Đô".into(),
    };
    for (kind, about, why) in [
        ("to_cao", about_hung(), "a denunciation"),
        ("bieu_duong", about_lan(), "a commendation"),
        ("phan_anh", about_hanh(), "about one of those who triage"),
        ("phan_anh", name_only, "not surely one person"),
        ("phan_anh", about_lan(), "nothing but a name and a branch"),
        ("phan_anh", unknown, "nobody of the register"),
        ("phan_anh", About::default(), "about nobody"),
    ] {
        let sent = portal.letter(kind, about).await;
        assert_eq!(stands(&portal, &sent).await, State::Screening, "{why}");
    }
    // Competence leads to the organisation first, and it has nobody.
    portal.sql("UPDATE accounts SET disabled_on = '2026-11-02' WHERE login = 'bithu.phudo'").await;
    let sent = portal.letter("phan_anh", about_hung()).await;
    assert_eq!(stands(&portal, &sent).await, State::Screening);
}

#[tokio::test]
async fn nothing_is_routed_by_itself_unless_the_committee_wants_it() {
    let portal = TestApp::start().await;
    let sent = portal.letter("phan_anh", about_hung()).await;
    assert_eq!(stands(&portal, &sent).await, State::Screening);
    assert_eq!(sent.promise.what, Promised::Notice);
}
