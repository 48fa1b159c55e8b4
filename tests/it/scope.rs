//! One rule in two places: what an account may know of, in the rules and in the lists' scope.

use gopy::app::{self, lists::Page};
use gopy::domain::access::{Account, sees};
use gopy::domain::case::{Assignment, Track};
use gopy::domain::receipt::CaseNumber;
use gopy::domain::step::{Act, Step};
use gopy::store::cases::Key;
use poem::http::StatusCode;

use crate::support::TestApp;
use crate::support::committee::{about_hung, about_lan};

async fn listed(portal: &TestApp, who: &Account) -> Vec<CaseNumber> {
    let app = &portal.app;
    let numbers = |page: Page<app::lists::CaseRow>| page.rows.into_iter().map(|row| row.number);
    let mut all: Vec<CaseNumber> = Vec::new();
    all.extend(numbers(app::lists::inbox(app, who, None).await.unwrap()));
    all.extend(numbers(app::lists::worklist(app, who, None).await.unwrap()));
    all.extend(numbers(app::lists::done(app, who, None).await.unwrap()));
    all
}

/// Cases in several places of the workflow, about a secretary, a plain member and someone unknown.
async fn cases(portal: &TestApp) -> Vec<CaseNumber> {
    let c = &portal.committee;
    let mut numbers = Vec::new();
    for kind in ["gop_y", "to_cao"] {
        for about in [
            about_hung(),
            about_lan(),
            gopy::domain::letter::About { name: "ông Xyz Abc".into(), ..Default::default() },
        ] {
            numbers.push(portal.letter(kind, about).await.case_number);
        }
    }
    let accept = || Step::Propose(Act::Accept { track: Track::Party });
    portal.take(&c.triage, &numbers[0], accept(), "").await;
    portal.take(&c.approver, &numbers[0], Step::Confirm, "").await;
    let to = Assignment {
        unit: c.inspector.unit,
        officer: c.inspector.id,
        coordinating: Some(c.branch6.unit),
    };
    portal.take(&c.triage2, &numbers[0], Step::Assign { to }, "").await;
    let transfer = Act::Transfer { body: "Ủy ban nhân dân phường".into(), boomerang: false };
    portal.take(&c.triage, &numbers[1], Step::Propose(transfer), "Việc thuộc nơi khác.").await;
    portal.take(&c.approver, &numbers[1], Step::Confirm, "").await;
    numbers
}

#[tokio::test]
async fn the_lists_show_exactly_what_the_rules_allow_to_know() {
    let portal = TestApp::start().await;
    let c = &portal.committee;
    let numbers = cases(&portal).await;
    let everyone = [
        c.desk,
        c.triage,
        c.triage2,
        c.approver,
        c.organisation,
        c.branch5,
        c.branch6,
        c.inspector,
        c.above,
        c.above2,
        c.admin,
    ];
    for who in everyone {
        let listed = listed(&portal, &who).await;
        for number in &numbers {
            let loaded = portal.store.case(Key::Number(number)).await.unwrap();
            let may = sees(&who, &loaded.case, &loaded.excluded);
            assert_eq!(
                listed.contains(number),
                may,
                "{:?} {number} {}",
                who.role,
                loaded.case.state.name()
            );
            let viewed = app::view::view(&portal.app, &who, number).await.is_ok();
            assert_eq!(viewed, may, "{:?} opens {number}", who.role);
        }
    }
}

#[tokio::test]
async fn to_the_api_a_hidden_case_and_no_case_are_the_same() {
    let portal = TestApp::start().await;
    let sent = portal.letter("to_cao", about_hung()).await;
    let code = crate::support::sign_in::code(&portal.app, "bithu.phudo-05").await;
    let login = serde_json::json!({
        "login": "bithu.phudo-05", "password": crate::support::PASSWORD, "code": code,
    });
    let session = portal.web.post("/api/v1/session").body_json(&login).send().await;
    session.assert_status(StatusCode::CREATED);
    let token = session.json().await.value().object().get("token").string().to_owned();
    let mut answers = Vec::new();
    for number in [sent.case_number.as_str(), "HS-0000-0000"] {
        let url = format!("/api/v1/cases/{number}");
        let mut answer =
            portal.web.get(url).header("authorization", format!("Bearer {token}")).send().await;
        answer.assert_status(StatusCode::NOT_FOUND);
        answers.push(answer.0.take_body().into_string().await.unwrap().replace(number, "N"));
    }
    assert_eq!(answers[0], answers[1]);
}

#[tokio::test]
async fn the_portal_says_when_it_is_ready() {
    let portal = TestApp::start().await;
    portal.web.get("/healthz").send().await.assert_status_is_ok();
    let ready = portal.web.get("/readyz").send().await;
    ready.assert_status_is_ok();
    ready.json().await.value().object().get("ready").assert_bool(true);
    let metrics = portal.web.get("/metrics").send().await;
    metrics.assert_status_is_ok();
    portal.web.get("/khong-co").send().await.assert_status(StatusCode::NOT_FOUND);
}
