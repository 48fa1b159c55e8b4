//! The main job, end to end, through the operations: received, triaged, handled, answered, told.

use chrono::Days;
use gopy::app::{self, Answer, AppError, DraftWords, Words};
use gopy::domain::case::{Assignment, Outcome, PublicStatus, Track};
use gopy::domain::decide::Refusal;
use gopy::domain::step::{Act, Finding, Step, StepKind};

use crate::support::TestApp;
use crate::support::committee::{about_hung, about_lan};

fn answer() -> Answer {
    Answer {
        checked: "Đã kiểm tra sổ thu chi ngày 03/11.".into(),
        found: "Thu 500.000 đồng mỗi hộ, thiếu phiếu thu.".into(),
        done: "Đã lập lại phiếu thu trước ngày 10/11.".into(),
        next: "Nếu không đồng ý, ông/bà có thể đề nghị xem lại.".into(),
    }
}

async fn assign_to_suggested(
    portal: &TestApp,
    number: &gopy::domain::receipt::CaseNumber,
) -> Assignment {
    let c = &portal.committee;
    portal.take(&c.triage, number, Step::AddSubject { member: c.hung }, "").await;
    portal.take(&c.triage, number, Step::Propose(Act::Accept { track: Track::Party }), "").await;
    portal.take(&c.approver, number, Step::Confirm, "").await;
    let view = portal.view(&c.triage, number).await;
    let unit = view.suggestion.unwrap().unit.unwrap();
    let officer = view.candidates.iter().find(|one| one.unit == unit).unwrap();
    let to = Assignment { unit, officer: officer.account, coordinating: None };
    portal.take(&c.triage, number, Step::Assign { to }, "").await;
    to
}

#[tokio::test]
async fn a_letter_about_a_secretary_is_answered_by_the_level_above_him() {
    let portal = TestApp::start().await;
    let c = &portal.committee;
    let sent = portal.letter("phan_anh", about_hung()).await;
    let number = &sent.case_number;
    assert_eq!(sent.promise.due_on.to_string(), "2026-11-16");

    let to = assign_to_suggested(&portal, number).await;
    assert_eq!(to.officer, c.organisation.id, "the level that manages the post");

    let closed = portal.view(&c.organisation, number).await;
    assert!(!closed.opened && closed.text.is_empty(), "nothing opens before the declaration");
    portal.take(&c.organisation, number, Step::Declare, "").await;
    let open = portal.view(&c.organisation, number).await;
    assert!(open.text.starts_with("Thu tiền"));

    let finding =
        Finding { allegation: open.allegations[0].id, outcome: Outcome::Partly, evidence: true };
    let words = Words::Draft(DraftWords {
        evidence: vec![(finding.allegation, "Sổ thu chi trang 2".into())],
        answer: answer(),
        ..DraftWords::default()
    });
    let draft = Step::Draft { findings: vec![finding], measures: vec![] };
    app::cases::take_step(&portal.app, &c.organisation, number, None, draft, words).await.unwrap();
    portal.take(&c.organisation, number, Step::Submit, "").await;
    portal.take(&c.approver, number, Step::Conclude, "").await;

    let tracked = app::tracking::open(&portal.app, &sent.receipt.grouped()).await.unwrap();
    assert_eq!(tracked.status, PublicStatus::Answered);
    assert_eq!(tracked.messages.last().unwrap().answer.as_ref(), Some(&answer()));
    assert_eq!(tracked.outcomes, [Outcome::Partly]);
    assert!(tracked.review_until.is_some());
    assert_eq!(
        app::audit::verify(&portal.app, None).await.unwrap(),
        gopy::store::audit::Verdict::Whole { entries: 10 }
    );
}

#[tokio::test]
async fn every_step_is_told_and_no_mail_says_what_it_is_about() {
    let portal = TestApp::start().await;
    let sent = portal.letter("to_cao", about_hung()).await;
    assign_to_suggested(&portal, &sent.case_number).await;
    let mails = portal.mails().await;
    let to = |who: &str| mails.iter().filter(|mail| mail.to.as_str().starts_with(who)).count();
    assert_eq!(to("nguoi.gui"), 2, "received, accepted");
    assert!(0 < to("kiemtra@") && 0 < to("kiemtra2@") && 0 < to("pheduyet@"));
    assert_eq!(to("bithu.phudo@"), 1);
    assert_eq!(to("bithu.phudo-05@"), 0);
    for mail in &mails {
        let words = format!("{} {} {}", mail.words.subject, mail.words.text, mail.words.html);
        for secret in ["Hùng", "chi bộ 5", "Thu tiền", "tố cáo", sent.receipt.grouped().as_str()]
        {
            assert!(!words.contains(secret), "{secret} in {words}");
        }
    }
}

#[tokio::test]
async fn the_branch_of_the_accused_secretary_learns_nothing() {
    let portal = TestApp::start().await;
    let c = &portal.committee;
    let sent = portal.letter("to_cao", about_hung()).await;
    let number = &sent.case_number;
    let look = app::view::view(&portal.app, &c.branch5, number).await;
    assert!(matches!(look, Err(AppError::NotFound)));
    assign_to_suggested(&portal, number).await;
    for list in ["inbox", "work", "approvals", "done"] {
        let page = match list {
            "inbox" => app::lists::inbox(&portal.app, &c.branch5, None).await,
            "work" => app::lists::worklist(&portal.app, &c.branch5, None).await,
            "approvals" => app::lists::approvals(&portal.app, &c.branch5, None).await,
            _ => app::lists::done(&portal.app, &c.branch5, None).await,
        };
        assert!(page.unwrap().rows.is_empty(), "{list}");
    }
    let view = portal.view(&c.triage, number).await;
    assert!(view.candidates.iter().all(|one| one.account != c.branch5.id));
    portal.jobs().await;
    portal.set_day("2026-12-30");
    portal.jobs().await;
    let told = portal.mails().await;
    assert!(told.iter().all(|mail| !mail.to.as_str().starts_with("bithu.phudo-05@")));
}

#[tokio::test]
async fn his_unit_cannot_be_made_the_handler() {
    let portal = TestApp::start().await;
    let c = &portal.committee;
    let sent = portal.letter("phan_anh", about_hung()).await;
    let number = &sent.case_number;
    portal.take(&c.triage, number, Step::Propose(Act::Accept { track: Track::Party }), "").await;
    portal.take(&c.approver, number, Step::Confirm, "").await;
    let to = Assignment { unit: c.branch5.unit, officer: c.branch5.id, coordinating: None };
    let refused = app::cases::take_step(
        &portal.app,
        &c.triage,
        number,
        None,
        Step::Assign { to },
        Words::None,
    )
    .await;
    assert!(matches!(refused, Err(AppError::Refused(Refusal::UnitExcluded))));
}

#[tokio::test]
async fn a_plain_member_is_handled_by_the_own_branch() {
    let portal = TestApp::start().await;
    let c = &portal.committee;
    let sent = portal.letter("phan_anh", about_lan()).await;
    let view = portal.view(&c.triage, &sent.case_number).await;
    let suggestion = view.suggestion.unwrap();
    assert_eq!(suggestion.people[0].person.member, c.lan);
    assert_eq!(suggestion.unit, Some(c.branch6.unit));
}

#[tokio::test]
async fn nobody_confirms_their_own_proposal_and_a_stale_form_is_told() {
    let portal = TestApp::start().await;
    let c = &portal.committee;
    let sent = portal.letter("gop_y", about_lan()).await;
    let number = &sent.case_number;
    let before = portal.view(&c.triage, number).await.case.revision;
    let accept = Step::Propose(Act::Accept { track: Track::Party });
    portal.take(&c.triage, number, accept.clone(), "").await;
    let own =
        app::cases::take_step(&portal.app, &c.triage, number, None, Step::Confirm, Words::None)
            .await;
    assert!(matches!(own, Err(AppError::NotFound)), "confirming is not triage's to do");
    let stale = app::cases::take_step(
        &portal.app,
        &c.approver,
        number,
        Some(before),
        Step::Confirm,
        Words::None,
    )
    .await;
    assert!(matches!(stale, Err(AppError::Stale)));
    let steps = portal.view(&c.approver, number).await.steps;
    assert!(steps.contains(&StepKind::Confirm) && steps.contains(&StepKind::SendBack));
}

#[tokio::test]
async fn the_same_key_gives_the_same_receipt_and_stores_nothing_twice() {
    let portal = TestApp::start().await;
    let raw = gopy::domain::letter::RawLetter {
        kind: "gop_y".into(),
        text: "Đề nghị sinh hoạt chi bộ đúng giờ hơn.".into(),
        ..Default::default()
    };
    let web = gopy::domain::letter::Source::Web;
    let send = |raw, key| app::letters::submit(&portal.app, raw, web, Some(key));
    let first = send(raw.clone(), "k-1").await.unwrap();
    let again = send(raw.clone(), "k-1").await.unwrap();
    assert_eq!((first.case_number, first.receipt), (again.case_number, again.receipt));
    let other = gopy::domain::letter::RawLetter { text: raw.text.repeat(2), ..raw };
    assert!(matches!(send(other, "k-1").await, Err(AppError::KeyReused)));
    let inbox = app::lists::inbox(&portal.app, &portal.committee.triage, None).await.unwrap();
    assert_eq!(inbox.rows.len(), 1);
}

#[tokio::test]
async fn a_silent_resident_never_ends_a_case() {
    let portal = TestApp::start().await;
    let c = &portal.committee;
    let sent = portal.letter("phan_anh", about_lan()).await;
    let resume_on = portal.today() + Days::new(10);
    portal
        .take(&c.triage, &sent.case_number, Step::Ask { resume_on }, "Ông/bà còn phiếu thu không?")
        .await;
    portal.jobs().await;
    assert_eq!(portal.view(&c.triage, &sent.case_number).await.case.state.name(), "need_info");
    portal.set_day("2026-11-12");
    portal.jobs().await;
    assert_eq!(portal.view(&c.triage, &sent.case_number).await.case.state.name(), "screening");
}

#[tokio::test]
async fn a_resident_answers_withdraws_and_asks_for_review() {
    let portal = TestApp::start().await;
    let c = &portal.committee;
    let sent = portal.letter("khieu_nai", about_lan()).await;
    let number = &sent.case_number;
    let case = portal.view(&c.triage, number).await.case.id;
    let resume_on = portal.today() + Days::new(10);
    portal.take(&c.triage, number, Step::Ask { resume_on }, "Quyết định số mấy?").await;
    app::tracking::write(&portal.app, case, "Quyết định số 12.", None).await.unwrap();
    let view = portal.view(&c.triage, number).await;
    assert_eq!(view.case.state.name(), "screening");
    assert_eq!(view.messages.len(), 2);

    let refuse = Act::Refuse { reason: gopy::domain::step::RefusalReason::NotSpecific };
    portal
        .take(
            &c.triage,
            number,
            Step::Propose(refuse),
            "Đơn chưa nêu rõ quyết định nào bị khiếu nại.",
        )
        .await;
    portal.take(&c.approver, number, Step::Confirm, "").await;
    let tracked = portal.tracked(case).await;
    assert!(tracked.messages.iter().any(|one| one.text.starts_with("Đơn chưa nêu")));
    app::tracking::appeal(&portal.app, case, "Tôi đã gửi kèm quyết định.", None).await.unwrap();
    let above = app::lists::inbox(&portal.app, &c.above, None).await.unwrap();
    assert_eq!(above.rows.len(), 1, "a new case one level up");
    let told = portal.mails().await;
    assert!(told.iter().any(|mail| mail.to.as_str().starts_with("captren@")));
}

#[tokio::test]
async fn people_it_may_be_are_kept_out_only_until_triage_names_the_one() {
    let portal = TestApp::start().await;
    let c = &portal.committee;
    // Two secretaries fit "bí thư chi bộ Phú Đô": both are kept out at first.
    let about = gopy::domain::letter::About {
        position: "bí thư".into(),
        unit: "chi bộ phường Phú Đô".into(),
        ..Default::default()
    };
    let sent = portal.letter("phan_anh", about).await;
    let number = &sent.case_number;
    let id = portal.view(&c.triage, number).await.case.id;
    for secretary in [&c.branch5, &c.branch6] {
        assert!(portal.store.is_excluded(id, secretary.id).await.unwrap());
    }
    portal.take(&c.triage, number, Step::AddSubject { member: c.hung }, "").await;
    assert!(portal.store.is_excluded(id, c.branch5.id).await.unwrap());
    assert!(!portal.store.is_excluded(id, c.branch6.id).await.unwrap());
}
