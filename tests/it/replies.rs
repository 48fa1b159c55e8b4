//! What a resident writes to an open case: stored once, and told only to whom it concerns.

use gopy::app::tracking::{self, Pressed};
use gopy::app::{self, AppError, Words};
use gopy::domain::case::{Assignment, Track};
use gopy::domain::decide::Refusal;
use gopy::domain::ids::CaseId;
use gopy::domain::leak::Reason;
use gopy::domain::letter::{RawLetter, RawReporter, Source};
use gopy::domain::receipt::CaseNumber;
use gopy::domain::step::{Act, Step, StepKind};

use crate::support::TestApp;
use crate::support::committee::{about_hung, about_lan};

async fn case_of(portal: &TestApp, number: &CaseNumber) -> CaseId {
    portal.view(&portal.committee.triage, number).await.case.id
}

#[tokio::test]
async fn the_same_message_is_stored_once_even_when_both_arrive_at_once() {
    let portal = TestApp::start().await;
    let number = portal.letter("phan_anh", about_lan()).await.case_number;
    let case = case_of(&portal, &number).await;
    let write = |text, key| tracking::write(&portal.app, case, text, Some(key));
    let (one, two) = tokio::join!(write("Tôi còn phiếu.", "k"), write("Tôi còn phiếu.", "k"));
    assert!(one.is_ok() && two.is_ok(), "{one:?} {two:?}");
    let (one, two) = tokio::join!(write("Điều thứ hai.", "l"), write("Điều thứ ba.", "m"));
    assert!(one.is_ok() && two.is_ok(), "two messages do not get in each other's way");
    assert!(matches!(write("Khác.", "k").await, Err(AppError::KeyReused)));
    tracking::write(&portal.app, case, "Tôi còn phiếu.", None).await.unwrap();
    let messages = portal.view(&portal.committee.triage, &number).await.messages;
    assert_eq!(messages.len(), 4);

    let other = portal.letter("phan_anh", about_lan()).await.case_number;
    let other = case_of(&portal, &other).await;
    tracking::write(&portal.app, other, "Khác.", Some("k")).await.unwrap();
}

#[tokio::test]
async fn a_review_asked_for_twice_opens_one_case() {
    let portal = TestApp::start().await;
    let c = &portal.committee;
    let number = portal.letter("khieu_nai", about_lan()).await.case_number;
    let case = case_of(&portal, &number).await;
    let reason = gopy::domain::step::RefusalReason::NotSpecific;
    portal.take(&c.triage, &number, Step::Propose(Act::Refuse { reason }), "Đơn chưa rõ.").await;
    portal.take(&c.approver, &number, Step::Confirm, "").await;
    for _ in 0..2 {
        tracking::appeal(&portal.app, case, "Tôi không đồng ý.", Some("k")).await.unwrap();
    }
    let above = app::lists::inbox(&portal.app, &c.above, None).await.unwrap();
    assert_eq!(above.rows.len(), 1);
}

#[tokio::test]
async fn withdrawing_under_pressure_is_told_to_the_level_above_alone() {
    let portal = TestApp::start().await;
    let c = &portal.committee;
    let number = portal.letter("phan_anh", about_lan()).await.case_number;
    let case = case_of(&portal, &number).await;
    for _ in 0..2 {
        tracking::withdraw(&portal.app, case, "Thôi.", Pressed::Yes, Some("k")).await.unwrap();
    }
    let view = portal.view(&c.triage, &number).await;
    assert_eq!(view.case.state.name(), "withdrawn");
    let pressed = |text: &str| text.contains("ép, dọa");
    assert!(!view.messages.iter().any(|one| pressed(&one.text)));
    assert!(!view.events.iter().any(|one| one.step == StepKind::ReportRetaliation));
    let above = portal.view(&c.above, &number).await;
    let told: Vec<_> = above.events.iter().filter(|one| pressed(&one.note)).collect();
    assert_eq!(told.len(), 1);
    assert!(portal.mails().await.iter().any(|mail| mail.to.as_str().starts_with("captren@")));

    let quiet = portal.letter("phan_anh", about_lan()).await.case_number;
    let hidden = app::view::view(&portal.app, &c.above, &quiet).await;
    assert!(matches!(hidden, Err(AppError::NotFound)), "no other case opens to them");
}

#[tokio::test]
async fn a_refused_withdrawal_leaves_nothing_behind() {
    let portal = TestApp::start().await;
    let c = &portal.committee;
    let number = portal.letter("phan_anh", about_lan()).await.case_number;
    let case = case_of(&portal, &number).await;
    tracking::withdraw(&portal.app, case, "", Pressed::No, None).await.unwrap();
    let before = portal.view(&c.triage, &number).await.case.revision;
    let again = tracking::withdraw(&portal.app, case, "", Pressed::Yes, Some("k")).await;
    assert!(matches!(again, Err(AppError::Refused(Refusal::OutOfOrder))));
    let after = portal.view(&c.triage, &number).await;
    assert_eq!(after.case.revision, before, "neither report nor key");
    assert!(matches!(
        app::view::view(&portal.app, &c.above, &number).await,
        Err(AppError::NotFound)
    ));
}

/// A denunciation with a name, in the hands of its officer.
async fn verifying(portal: &TestApp) -> CaseNumber {
    let c = &portal.committee;
    let raw = RawLetter {
        kind: "to_cao".into(),
        about: about_hung(),
        text: "Ông Hùng thu tiền làm ngõ mỗi hộ năm trăm nghìn đồng mà không có phiếu thu.".into(),
        reporter: Some(RawReporter {
            name: "Trần Thị Hoa".into(),
            address: "12 ngõ 5".into(),
            phone: String::new(),
        }),
        ..RawLetter::default()
    };
    let sent = app::letters::submit(&portal.app, raw, Source::Web, None).await.unwrap();
    let number = sent.case_number;
    portal.take(&c.triage, &number, Step::AddSubject { member: c.hung }, "").await;
    portal.take(&c.triage, &number, Step::Propose(Act::Accept { track: Track::Party }), "").await;
    portal.take(&c.approver, &number, Step::Confirm, "").await;
    let unit = c.organisation.unit;
    let to = Assignment { unit, officer: c.organisation.id, coordinating: None };
    portal.take(&c.triage, &number, Step::Assign { to }, "").await;
    portal.take(&c.organisation, &number, Step::Declare, "").await;
    number
}

#[tokio::test]
async fn a_summary_that_betrays_goes_to_nobody_without_a_reason() {
    let portal = TestApp::start().await;
    let c = &portal.committee;
    let number = verifying(&portal).await;
    let hear = |words| {
        let step = Step::Propose(Act::Hear);
        app::cases::take_step(&portal.app, &c.organisation, &number, None, step, words)
    };
    let entries = || async {
        match app::audit::verify(&portal.app, None).await.unwrap() {
            gopy::store::audit::Verdict::Whole { entries } => entries,
            broken @ gopy::store::audit::Verdict::Broken { .. } => unreachable!("{broken:?}"),
        }
    };
    let before = entries().await;
    let risky = "Theo bà Hoa thì ông thu tiền làm ngõ mỗi hộ năm trăm nghìn đồng.";
    let Err(AppError::Risks(betrayals)) = hear(Words::Note(risky.into())).await else {
        unreachable!()
    };
    let found: Vec<_> = betrayals.iter().map(|one| (one.reason, one.fragment.as_str())).collect();
    assert_eq!(
        found,
        [
            (Reason::Copied, "thu tiền làm ngõ mỗi hộ năm trăm nghìn đồng"),
            (Reason::Name, "Hoa"),
            (Reason::Detail, "năm trăm nghìn đồng"),
        ]
    );
    assert!(matches!(hear(Words::None).await, Err(AppError::Flaws(_))), "an empty summary");
    assert_eq!(entries().await, before + 1, "that it was refused, and no more");
    assert!(portal.view(&c.approver, &number).await.case.pending.is_none());

    let keep_reason = Some("Hội trường đều nghe, không riêng ai.".to_owned());
    hear(Words::Summary { text: risky.into(), keep_reason: keep_reason.clone() }).await.unwrap();
    let view = portal.view(&c.approver, &number).await;
    assert_eq!(
        (view.proposed_note.as_str(), Some(view.proposed_keep_reason)),
        (risky, keep_reason)
    );
    portal.take(&c.approver, &number, Step::SendBack, "Viết lại").await;

    let honest = "Có ý kiến về việc thu tiền chưa kèm chứng từ. Đề nghị đồng chí Hùng giải trình.";
    hear(Words::Note(honest.into())).await.unwrap();
    portal.take(&c.approver, &number, Step::Confirm, "").await;
}

#[tokio::test]
async fn only_who_may_propose_can_put_names_to_the_test() {
    let portal = TestApp::start().await;
    let c = &portal.committee;
    let number = verifying(&portal).await;
    for who in [&c.triage, &c.approver, &c.branch5, &c.branch6] {
        let (step, words) = (Step::Propose(Act::Hear), Words::Note("Bà Hoa".into()));
        let refused = app::cases::take_step(&portal.app, who, &number, None, step, words).await;
        assert!(matches!(refused, Err(AppError::NotFound)), "{:?}", who.role);
    }
}
