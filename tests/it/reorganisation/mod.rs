//! Reorganisations carried out through the store: nothing is left behind, nobody learns what they must not know.

mod former;
mod interface;
mod killed;
mod reform;
mod sequences;
mod town;
mod witness;

use gopy::app::reorganisation::{self as reorg, NewPlan, Preview};
use gopy::app::{self, AppError, Words};
use gopy::domain::access::Account;
use gopy::domain::case::{Assignment, Track};
use gopy::domain::letter::{About, RawLetter, Source};
use gopy::domain::receipt::CaseNumber;
use gopy::domain::step::{Act, Step};
use gopy::store::cases::{Key, Loaded};
use gopy::store::reorganisations::ReorganisationRow;
use uuid::Uuid;

use crate::support::TestApp;
use crate::support::committee::{about_hung, about_lan};

const HEADINGS: &str = "Việc;Đơn vị;Đơn vị nhận;Tên;Loại hình;Trực thuộc;Số thẻ;Chức vụ;Tài khoản";

/// The ward becomes a new one under its secretary, who keeps rights.
const NEW_WARD: [&str; 4] = [
    "Thành lập;moi;;Đảng bộ phường Mới;Đảng bộ cơ sở;lt",
    "Hợp nhất;phudo;moi",
    "Chỉ định;moi;;;;;00.000004;Bí thư",
    "Cấp lại quyền;moi;;;;;;;bithu.phudo",
];

fn plan(portal: &TestApp, lines: &[&str]) -> NewPlan {
    let rows: Vec<&str> = std::iter::once(HEADINGS).chain(lines.iter().copied()).collect();
    NewPlan {
        name: "Sắp xếp phường".into(),
        on: portal.today(),
        file_name: "ke-hoach.csv".into(),
        content: rows.join("\n").into_bytes(),
    }
}

async fn draft(portal: &TestApp, lines: &[&str]) -> Uuid {
    let plan = plan(portal, lines);
    reorg::draft(&portal.app, &portal.committee.admin, plan).await.unwrap()
}

async fn carry_out(portal: &TestApp, lines: &[&str]) -> Uuid {
    let id = draft(portal, lines).await;
    let why = "Cấp phó được chỉ định trong tháng.";
    let done = reorg::sign(&portal.app, &portal.committee.above, id, why).await;
    let told = reorg::preview(&portal.app, &portal.committee.above, id).await;
    assert!(done.is_ok(), "{done:?} {told:?}");
    id
}

async fn loaded(portal: &TestApp, number: &CaseNumber) -> Loaded {
    portal.store.case(Key::Number(number)).await.unwrap()
}

/// A letter in the hands of an officer who has declared.
async fn in_hand(portal: &TestApp, officer: &Account, hung: bool) -> app::letters::Submitted {
    let sent = accepted(portal, if hung { about_hung() } else { about_lan() }).await;
    let number = &sent.case_number;
    let to = Assignment { unit: officer.unit, officer: officer.id, coordinating: None };
    portal.take(&portal.committee.triage, number, Step::Assign { to }, "").await;
    portal.take(officer, number, Step::Declare, "").await;
    sent
}

/// A letter that is taken on and waits for an officer.
async fn accepted(portal: &TestApp, about: About) -> app::letters::Submitted {
    let c = &portal.committee;
    let sent = portal.letter("phan_anh", about).await;
    let accept = Step::Propose(Act::Accept { track: Track::Party });
    portal.take(&c.triage, &sent.case_number, accept, "").await;
    portal.take(&c.approver, &sent.case_number, Step::Confirm, "").await;
    sent
}

/// Keeps an account out of a case for a tie of its own.
async fn hide(portal: &TestApp, number: &CaseNumber, from: &Account) {
    let case = loaded(portal, number).await.case.id;
    let tx = portal.store.begin().await.unwrap();
    tx.exclude(case, &[(from.id, "relative")], &[], portal.today()).await.unwrap();
    tx.commit().await.unwrap();
}

fn numbers(preview: &Preview) -> Vec<&str> {
    preview.cases.iter().flatten().map(|one| one.number.as_str()).collect()
}

#[tokio::test]
async fn open_cases_go_with_their_unit_and_no_clock_stops() {
    let portal = TestApp::start().await;
    let c = &portal.committee;
    let sent = in_hand(&portal, &c.organisation, true).await;
    let other = in_hand(&portal, &c.branch6, false).await;
    let before = loaded(&portal, &sent.case_number).await;
    portal.set_day("2026-11-04");

    let id = draft(&portal, &NEW_WARD).await;
    let preview = reorg::preview(&portal.app, &c.above, id).await.unwrap();
    assert_eq!(preview.flaws, []);
    assert_eq!(numbers(&preview), [sent.case_number.as_str()], "the branch goes on");
    assert_eq!(preview.gaps, [("Đảng bộ phường Mới".to_owned(), "deputy")]);
    assert!(preview.may_sign && preview.cases.as_ref().unwrap()[0].same_officer);
    let admin = reorg::preview(&portal.app, &c.admin, id).await.unwrap();
    assert!(admin.cases.is_none() && !admin.may_sign, "who runs the machine knows of no case");

    let unexplained = reorg::sign(&portal.app, &c.above, id, " ").await;
    assert!(matches!(unexplained, Err(AppError::Flaws(_))), "{unexplained:?}");
    for who in [&c.admin, &c.triage, &c.approver] {
        let done = reorg::sign(&portal.app, who, id, "vì thế").await;
        assert!(matches!(done, Err(AppError::NotFound)));
    }
    reorg::sign(&portal.app, &c.above, id, "Cấp phó được chỉ định sau.").await.unwrap();
    let again = reorg::sign(&portal.app, &c.above, id, "vì thế").await;
    assert!(matches!(again, Err(AppError::NotFound)), "once");

    let after = loaded(&portal, &sent.case_number).await;
    let to = after.case.state.assignment().unwrap();
    assert_ne!(to.unit, c.organisation.unit);
    assert_eq!(to.officer, c.organisation.id);
    assert_eq!(after.case.state.name(), "verifying", "the same officer declares no second time");
    assert_eq!(after.clocks, before.clocks, "clocks go on");
    let moi = portal.store.all_units().await.unwrap().into_iter().find(|unit| unit.code == "moi");
    assert_eq!(moi.unwrap().id, to.unit);
    let kept = loaded(&portal, &other.case_number).await;
    assert_eq!(kept.case.state.assignment().unwrap().unit, c.branch6.unit);

    for sent in [&sent, &other] {
        let tracked = app::tracking::open(&portal.app, &sent.receipt.grouped()).await.unwrap();
        assert_eq!(tracked.case_number, sent.case_number);
        let told =
            tracked.messages.iter().any(|one| one.text.contains("nay là: Đảng bộ phường Mới"));
        assert_eq!(told, tracked.case_number == before.number, "the responsible office is now …");
    }
    let mails = portal.mails().await;
    assert!(mails.iter().any(|mail| mail.to.as_str() == "bithu.phudo@gopy.example"));

    let minutes = reorg::minutes(&portal.app, &c.above, id).await.unwrap();
    assert_eq!(minutes.parts.len(), 1);
    assert_eq!(minutes.parts[0].unit, "Đảng bộ phường Phú Đô");
    let line = &minutes.parts[0].lines[0];
    assert_eq!((line.number.as_str(), line.state.as_str()), (before.number.as_str(), "verifying"));
    assert_eq!(line.to.as_deref(), Some("Đảng bộ phường Mới"));
    let days = [portal.today() - chrono::Days::new(1), portal.today()];
    let figures = reorg::figures(&portal.app, &c.triage, days).await.unwrap();
    let names = |side: usize| {
        let lines = figures.sides[side].iter().filter(|line| !line.units.is_empty());
        lines.map(|line| (line.units.join(" + "), line.cases)).collect::<Vec<_>>()
    };
    let branch = ("Chi bộ 6 phường Phú Đô".to_owned(), 1);
    assert_eq!(names(0), [branch.clone(), ("Đảng bộ phường Phú Đô".to_owned(), 1)]);
    assert_eq!(names(1), [branch, ("Đảng bộ phường Mới".to_owned(), 1)]);
    app::audit::verify(&portal.app, None).await.unwrap();
}

#[tokio::test]
async fn whoever_signs_is_told_of_no_case_that_is_hidden_from_them() {
    let portal = TestApp::start().await;
    let c = &portal.committee;
    let open = in_hand(&portal, &c.organisation, true).await;
    let hidden = in_hand(&portal, &c.organisation, false).await;
    hide(&portal, &hidden.case_number, &c.above).await;
    let id = draft(&portal, &NEW_WARD).await;
    let mine = reorg::preview(&portal.app, &c.above, id).await.unwrap();
    let theirs = reorg::preview(&portal.app, &c.above2, id).await.unwrap();
    assert_eq!(numbers(&mine), [open.case_number.as_str()]);
    assert_eq!(numbers(&theirs).len(), 2);
    reorg::sign(&portal.app, &c.above, id, "Cấp phó sau.").await.unwrap();
    let told = |minutes: reorg::Minutes| {
        minutes
            .parts
            .into_iter()
            .flat_map(|part| part.lines)
            .map(|line| line.number)
            .collect::<Vec<_>>()
    };
    let mine = told(reorg::minutes(&portal.app, &c.above, id).await.unwrap());
    assert_eq!(mine, [open.case_number.as_str()]);
    assert_eq!(told(reorg::minutes(&portal.app, &c.above2, id).await.unwrap()).len(), 2);
    let moved = loaded(&portal, &hidden.case_number).await;
    assert_ne!(moved.case.state.assignment().unwrap().unit, c.organisation.unit, "moved unseen");
    let preview = reorg::preview(&portal.app, &c.above, id).await.unwrap();
    assert!(preview.cases.is_none(), "what is signed is told from the minutes");
}

#[tokio::test]
async fn rights_are_given_again_by_name_and_not_inherited() {
    let portal = TestApp::start().await;
    let c = &portal.committee;
    let sent = in_hand(&portal, &c.organisation, true).await;
    let id = carry_out(&portal, &NEW_WARD[..3]).await;
    let account = |login: &'static str| {
        let store = portal.store.clone();
        async move { store.account_by_login(login).await.unwrap().unwrap() }
    };
    assert!(account("bithu.phudo").await.disabled, "until a named person gives them again");
    assert!(!account("bithu.phudo-06").await.disabled, "its unit goes on");
    let to = loaded(&portal, &sent.case_number).await.case.state.assignment().unwrap();
    assert_eq!(to.officer, c.inspector.id, "the nearest above who may");
    let minutes = reorg::minutes(&portal.app, &c.above, id).await.unwrap();
    assert_eq!(minutes.parts[0].lines[0].to.as_deref(), Some("Ủy ban Kiểm tra Quận ủy"));

    assert!(matches!(reorg::lost(&portal.app, &c.admin).await, Err(AppError::NotFound)));
    let lost = reorg::lost(&portal.app, &c.above).await.unwrap();
    assert_eq!(lost.iter().map(|one| one.login.as_str()).collect::<Vec<_>>(), ["bithu.phudo"]);
    for (login, unit) in [("bithu.phudo", "phudo"), ("bithu.phudo-06", "moi"), ("ai", "moi")] {
        let done = reorg::grant(&portal.app, &c.above, login, unit).await;
        assert!(matches!(done, Err(AppError::NotFound)), "{login} {unit}");
    }
    reorg::grant(&portal.app, &c.above, "bithu.phudo", "moi").await.unwrap();
    let row = account("bithu.phudo").await;
    assert!(!row.disabled && row.account.unit != c.organisation.unit);
    assert!(reorg::lost(&portal.app, &c.above).await.unwrap().is_empty());
}

#[tokio::test]
async fn who_is_kept_out_of_a_unit_is_kept_out_of_what_takes_over() {
    let portal = TestApp::start().await;
    let c = &portal.committee;
    // Branch 5 is kept out, because its secretary is complained of.
    let sent = in_hand(&portal, &c.organisation, true).await;
    let id = loaded(&portal, &sent.case_number).await.case.id;
    assert!(!portal.store.is_excluded(id, c.branch6.id).await.unwrap());
    carry_out(&portal, &["Sáp nhập;phudo-05;phudo-06"]).await;
    assert!(portal.store.is_excluded(id, c.branch6.id).await.unwrap(), "at once");
    let after = loaded(&portal, &sent.case_number).await;
    assert!(after.excluded.units.contains(&c.branch6.unit));
    let to = Assignment { unit: c.branch6.unit, officer: c.branch6.id, coordinating: None };
    let back = Step::Reorganise { to };
    let back =
        app::cases::take_step(&portal.app, &c.above, &sent.case_number, None, back, Words::None);
    assert!(back.await.is_err(), "no way back to the unit complained of");
    let body = "Chi bộ 6 phường Phú Đô".to_owned();
    let again = in_screening(&portal, body).await;
    assert!(again, "a letter that comes later, about what happened before, neither");
}

/// Whether a letter about Hùng that comes now keeps the unit with this name out.
async fn in_screening(portal: &TestApp, body: String) -> bool {
    let c = &portal.committee;
    let raw = RawLetter {
        kind: "phan_anh".into(),
        about: about_hung(),
        happened_on: portal.today().pred_opt(),
        text: "Thu tiền làm ngõ mỗi hộ năm trăm nghìn đồng mà không có phiếu thu.".into(),
        ..RawLetter::default()
    };
    let sent = app::letters::submit(&portal.app, raw, Source::Web, None).await.unwrap();
    let act = Act::Transfer { body, boomerang: false };
    let words = Words::Summary {
        text: "Việc thuộc nơi này giải quyết.".into(), keep_reason: None
    };
    let step = Step::Propose(act);
    let done = app::cases::take_step(&portal.app, &c.triage, &sent.case_number, None, step, words);
    let refused =
        matches!(done.await, Err(AppError::Refused(gopy::domain::decide::Refusal::Boomerang)));
    refused && loaded(portal, &sent.case_number).await.excluded.accounts.contains(&c.branch6.id)
}

#[tokio::test]
async fn what_breaks_halfway_has_changed_nothing() {
    let portal = TestApp::start().await;
    let c = &portal.committee;
    let sent = in_hand(&portal, &c.organisation, true).await;
    let id = draft(&portal, &NEW_WARD).await;
    let before = (
        loaded(&portal, &sent.case_number).await.case,
        portal.store.register_version().await.unwrap(),
    );
    // The last thing that is written of a case fails.
    portal.sql("ALTER TABLE case_moves RENAME TO away").await;
    let broken = reorg::sign(&portal.app, &c.above, id, "Cấp phó sau.").await;
    assert!(matches!(broken, Err(AppError::Broken(_))), "{broken:?}");
    portal.sql("ALTER TABLE away RENAME TO case_moves").await;
    let now = (
        loaded(&portal, &sent.case_number).await.case,
        portal.store.register_version().await.unwrap(),
    );
    assert_eq!(now, before);
    assert!(portal.store.all_units().await.unwrap().iter().all(|unit| unit.to.is_none()));
    assert!(!portal.store.account_by_login("bithu.phudo").await.unwrap().unwrap().disabled);
    let row: ReorganisationRow = portal.store.reorganisation(id).await.unwrap().unwrap();
    assert_eq!(row.signed, None);
    reorg::sign(&portal.app, &c.above, id, "Cấp phó sau.").await.unwrap();
}

#[tokio::test]
async fn a_plan_with_flaws_is_shown_and_never_carried_out() {
    let portal = TestApp::start().await;
    let c = &portal.committee;
    let id = draft(&portal, &["Giải thể;phudo", "Hợp nhất;phudo-05"]).await;
    let preview = reorg::preview(&portal.app, &c.above, id).await.unwrap();
    let told: Vec<&str> = preview.flaws.iter().map(|flaw| flaw.problem.name()).collect();
    assert_eq!(told, ["child", "child", "missing"]);
    let done = reorg::sign(&portal.app, &c.above, id, "vì thế").await;
    assert!(matches!(done, Err(AppError::Refused(_))));
    let mut later = plan(&portal, &NEW_WARD);
    later.on = portal.today() + chrono::Days::new(30);
    let id = reorg::draft(&portal.app, &c.above, later).await.unwrap();
    let done = reorg::sign(&portal.app, &c.above, id, "vì thế").await;
    assert!(matches!(done, Err(AppError::Refused(_))), "its day has not come");
    reorg::take_back(&portal.app, &c.above, id).await.unwrap();
    assert_eq!(reorg::list(&portal.app, &c.above).await.unwrap().len(), 1);
    assert!(
        reorg::list(&portal.app, &c.triage).await.unwrap().is_empty(),
        "nothing to read minutes of"
    );
    for who in [&c.desk, &c.branch5] {
        assert!(matches!(reorg::list(&portal.app, who).await, Err(AppError::NotFound)));
    }
}
