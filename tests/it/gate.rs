//! Who comes to be kept out of a case, by declared facts and by what the resident asks; and what is left of it.

use gopy::app::interests::{self, Declared};
use gopy::app::reads::{self, What};
use gopy::app::{self, AppError, Words, tracking};
use gopy::domain::access::{Account, Sight};
use gopy::domain::case::{Assignment, Queue, Track};
use gopy::domain::decide::Refusal;
use gopy::domain::ids::CaseId;
use gopy::domain::interest::{Tie, Toward};
use gopy::domain::letter::{About, RawLetter, RawReporter, Source};
use gopy::domain::receipt::CaseNumber;
use gopy::domain::step::{Act, Step, StepKind};
use gopy::store::cases::Key;

use crate::support::TestApp;
use crate::support::committee::{about_hung, about_lan};

async fn sees(portal: &TestApp, who: &Account, number: &CaseNumber) -> bool {
    let view = app::view::view(&portal.app, who, number).await;
    assert!(matches!(view, Ok(_) | Err(AppError::NotFound)), "{view:?}");
    view.is_ok()
}

async fn id(portal: &TestApp, number: &CaseNumber) -> CaseId {
    portal.store.case(Key::Number(number)).await.unwrap().case.id
}

async fn state(portal: &TestApp, number: &CaseNumber) -> &'static str {
    portal.store.case(Key::Number(number)).await.unwrap().case.state.name()
}

fn tie(to: Toward, tie: Tie) -> Declared {
    Declared { of: None, to, tie, from: None, until: None }
}

/// A case in the hands of branch 6, its letter open.
async fn verifying(portal: &TestApp, kind: &str) -> CaseNumber {
    let c = &portal.committee;
    let number = portal.letter(kind, about_lan()).await.case_number;
    portal.take(&c.triage, &number, Step::AddSubject { member: c.lan }, "").await;
    portal.take(&c.triage, &number, Step::Propose(Act::Accept { track: Track::Party }), "").await;
    portal.take(&c.approver, &number, Step::Confirm, "").await;
    let to = Assignment { unit: c.branch6.unit, officer: c.branch6.id, coordinating: None };
    portal.take(&c.triage, &number, Step::Assign { to }, "").await;
    portal.take(&c.branch6, &number, Step::Declare, "").await;
    number
}

#[tokio::test]
async fn a_tie_declared_before_the_letter_keeps_out_from_the_start() {
    let portal = TestApp::start().await;
    let c = &portal.committee;
    // An account without a member behind it declares for itself; the desk declares for two of the register.
    let married = tie(Toward::Member(c.hung), Tie::Spouse);
    interests::declare(&portal.app, &c.triage2, married).await.unwrap();
    let siblings = Declared { of: Some(c.binh), ..tie(Toward::Member(c.hung), Tie::Sibling) };
    interests::declare(&portal.app, &c.desk, siblings).await.unwrap();
    let refused = interests::declare(&portal.app, &c.branch6, siblings).await;
    assert!(matches!(refused, Err(AppError::NotFound)), "an officer declares for nobody else");

    let number = portal.letter("to_cao", about_hung()).await.case_number;
    assert!(sees(&portal, &c.triage, &number).await);
    assert!(!sees(&portal, &c.triage2, &number).await, "married");
    let loaded = portal.store.case(Key::Number(&number)).await.unwrap();
    assert!(loaded.excluded.accounts.contains(&c.branch6.id), "a brother, as the desk knows");
    let mails = portal.mails().await;
    assert!(mails.iter().all(|mail| !mail.to.as_str().starts_with("kiemtra2@")));
}

#[tokio::test]
async fn a_tie_declared_late_takes_the_case_away_and_stops_no_clock() {
    let portal = TestApp::start().await;
    let c = &portal.committee;
    let number = verifying(&portal, "phan_anh").await;
    let before = portal.view(&c.triage, &number).await;
    assert!(portal.view(&c.branch6, &number).await.opened);
    interests::declare(&portal.app, &c.branch6, tie(Toward::Member(c.lan), Tie::Child))
        .await
        .unwrap();
    portal.jobs().await;
    assert!(!sees(&portal, &c.branch6, &number).await);
    assert_eq!(state(&portal, &number).await, "accepted");
    let after = portal.view(&c.triage, &number).await;
    let due = |view: &app::view::CaseView| {
        let clock = view.clocks.iter().find(|one| one.clock.kind.name() == "c2");
        clock.map(|one| (one.clock.due_on, one.clock.holds.len()))
    };
    assert_eq!(due(&before), due(&after));

    // The report tells what the officer knows by now, and whom it is shown to.
    let readers = reads::report(&portal.app, &c.approver, &number).await.unwrap();
    let officer = &readers[0];
    assert!(officer.kept_out && officer.name == "bithu.phudo-06", "{readers:?}");
    assert!(readers[1..].iter().all(|one| !one.kept_out));
    let told = reads::report(&portal.app, &c.branch6, &number).await;
    assert!(matches!(told, Err(AppError::NotFound)));
}

#[tokio::test]
async fn what_is_read_is_noted_once_a_day_and_never_for_whom_there_is_nothing() {
    let portal = TestApp::start().await;
    let c = &portal.committee;
    let number = portal.letter("phan_anh", about_hung()).await.case_number;
    for _ in 0..3 {
        portal.view(&c.triage, &number).await;
        app::lists::inbox(&portal.app, &c.triage, None).await.unwrap();
    }
    assert!(!sees(&portal, &c.branch5, &number).await);
    portal.set_day("2026-11-03");
    portal.view(&c.triage, &number).await;
    let found = portal.store.reads(id(&portal, &number).await).await.unwrap();
    let told: Vec<_> =
        found.iter().map(|one| (one.account, one.what, one.on.to_string())).collect();
    assert_eq!(
        told,
        [
            (c.triage.id, What::Glimpse, "2026-11-02".to_owned()),
            (c.triage.id, What::Whole, "2026-11-02".to_owned()),
            (c.triage.id, What::Whole, "2026-11-03".to_owned()),
        ]
    );
}

#[tokio::test]
async fn whom_the_letter_names_as_sender_or_witness_does_not_handle_it() {
    let portal = TestApp::start().await;
    let c = &portal.committee;
    let send = |text: &str, reporter: Option<&str>| {
        let raw = RawLetter {
            kind: "phan_anh".into(),
            about: about_lan(),
            text: format!("Thu tiền làm ngõ mỗi hộ năm trăm nghìn đồng. {text}"),
            reporter: reporter.map(|name| RawReporter {
                name: name.into(),
                address: "12 ngõ 5".into(),
                phone: String::new(),
            }),
            ..RawLetter::default()
        };
        app::letters::submit(&portal.app, raw, Source::Web, None)
    };
    let witness = send("Bà VU THI HANH chứng kiến.", None).await.unwrap().case_number;
    let sender = send("Mong được trả lời.", Some("Vũ Thị Hạnh")).await.unwrap().case_number;
    let neither = send("Bà Hạnh tổ trưởng biết.", None).await.unwrap().case_number;
    for (number, seen) in [(&witness, false), (&sender, false), (&neither, true)] {
        assert_eq!(sees(&portal, &c.triage, number).await, seen);
        assert!(sees(&portal, &c.triage2, number).await);
    }
    // Naming the subject later lifts what was only suspected, never this.
    portal.take(&c.triage2, &witness, Step::AddSubject { member: c.lan }, "").await;
    assert!(!sees(&portal, &c.triage, &witness).await);
}

#[tokio::test]
async fn a_challenged_officer_is_out_at_once_and_back_only_if_it_is_not_granted() {
    let portal = TestApp::start().await;
    let c = &portal.committee;
    for upheld in [true, false] {
        let number = verifying(&portal, "phan_anh").await;
        let case = id(&portal, &number).await;
        for _ in 0..2 {
            let why = "Ông Bình là bạn của người bị nêu.";
            tracking::challenge(&portal.app, case, "ông Trần Văn Bình", why, Some("k"))
                .await
                .unwrap();
        }
        assert!(!sees(&portal, &c.branch6, &number).await, "at once");
        assert_eq!(state(&portal, &number).await, "accepted");
        let again = tracking::challenge(&portal.app, case, "kiemtra2", "Cũng vậy.", None).await;
        assert!(matches!(again, Err(AppError::Refused(Refusal::ProposalWaits))));
        assert!(sees(&portal, &c.triage2, &number).await, "a refused wish keeps nobody out");

        let view = portal.view(&c.approver, &number).await;
        assert_eq!(view.challenged, ["bithu.phudo-06"]);
        assert!(view.challenge.contains("bạn của người bị nêu"));
        let ruling = Step::RuleChallenge { upheld };
        let own = app::cases::take_step(
            &portal.app,
            &c.triage,
            &number,
            None,
            ruling.clone(),
            Words::None,
        );
        assert!(matches!(own.await, Err(AppError::NotFound)), "not triage's to decide");
        portal.take(&c.approver, &number, ruling, "Đã xem xét quan hệ giữa hai người.").await;
        let loaded = portal.store.case(Key::Number(&number)).await.unwrap();
        assert_eq!(loaded.excluded.accounts.contains(&c.branch6.id), upheld);
        let told = portal.tracked(case).await;
        assert!(told.messages.iter().any(|one| one.text.starts_with("Đã xem xét")));
        assert!(told.can_challenge);
    }
}

#[tokio::test]
async fn a_challenge_of_nobody_on_the_staff_is_answered_alike_and_reaches_the_desk() {
    let portal = TestApp::start().await;
    let number = portal.letter("phan_anh", about_lan()).await.case_number;
    let case = id(&portal, &number).await;
    tracking::challenge(&portal.app, case, "ông Lý Thường", "Là em rể ông ấy.", None)
        .await
        .unwrap();
    let view = portal.view(&portal.committee.triage, &number).await;
    assert!(view.challenged.is_empty());
    assert!(view.messages.iter().any(|one| one.text == "ông Lý Thường\nLà em rể ông ấy."));
}

#[tokio::test]
async fn when_everybody_who_triages_is_challenged_the_case_goes_up() {
    let portal = TestApp::start().await;
    let c = &portal.committee;
    portal.sql("UPDATE accounts SET disabled_on = '2026-11-01' WHERE login = 'kiemtra2'").await;
    let number = portal.letter("phan_anh", about_lan()).await.case_number;
    let case = id(&portal, &number).await;
    tracking::challenge(&portal.app, case, "bà Vũ Thị Hạnh", "Là chị họ.", None).await.unwrap();
    assert!(!sees(&portal, &c.triage, &number).await);
    let view = portal.view(&c.above, &number).await;
    assert_eq!(view.case.queue, Queue::Above);
    assert!(view.steps.contains(&StepKind::RuleChallenge), "never with nobody to decide");
}

#[tokio::test]
async fn a_grave_letter_about_nobody_known_waits_above_until_somebody_is_named() {
    let portal = TestApp::start().await;
    let c = &portal.committee;
    let nobody = About { name: "ông Trịnh Quốc Khánh".into(), ..About::default() };
    for about in [nobody, About::default()] {
        let number = portal.letter("to_cao", about.clone()).await.case_number;
        assert!(!sees(&portal, &c.triage, &number).await);
        assert!(portal.view(&c.above, &number).await.case.above.quarantined);
        portal.take(&c.above, &number, Step::AddSubject { member: c.lan }, "").await;
        assert!(sees(&portal, &c.triage, &number).await, "decided: back to those who may know");
        assert!(!sees(&portal, &c.above, &number).await);
        let short = portal.letter("phan_anh", about).await.case_number;
        assert!(sees(&portal, &c.triage, &short).await);
    }
    // Whoever is named then is kept out, and where that leaves nobody it stays above.
    portal.sql("UPDATE accounts SET disabled_on = '2026-11-01' WHERE login = 'kiemtra2'").await;
    let number = portal.letter("to_cao", About::default()).await.case_number;
    portal.take(&c.above, &number, Step::AddSubject { member: c.hanh }, "").await;
    assert!(!sees(&portal, &c.triage, &number).await);
    assert!(sees(&portal, &c.above, &number).await);
    let mails = portal.mails().await;
    let to = |who: &str| mails.iter().filter(|mail| mail.to.as_str().starts_with(who)).count();
    assert!(0 < to("kiemtra@"), "told of the cases that came down");
}

#[tokio::test]
async fn an_exceptional_assignment_takes_two_people_and_the_level_above_sees_why() {
    let portal = TestApp::start().await;
    let c = &portal.committee;
    // The inspector has moved to the branch whose secretary the letter is about.
    portal
        .sql(
            "UPDATE accounts SET unit_id = \
             (SELECT unit_id FROM accounts WHERE login = 'bithu.phudo-05') \
             WHERE login = 'kiemtravien1'",
        )
        .await;
    let inspector = portal.store.account(c.inspector.id).await.unwrap().unwrap().account;
    let number = portal.letter("phan_anh", about_hung()).await.case_number;
    portal.take(&c.triage2, &number, Step::Propose(Act::Accept { track: Track::Party }), "").await;
    portal.take(&c.approver, &number, Step::Confirm, "").await;
    let to = Assignment { unit: inspector.unit, officer: inspector.id, coordinating: None };
    let plain = app::cases::take_step(
        &portal.app,
        &c.triage2,
        &number,
        None,
        Step::Assign { to },
        Words::None,
    );
    assert!(matches!(plain.await, Err(AppError::Refused(Refusal::UnitExcluded))));
    assert!(!sees(&portal, &c.above, &number).await);

    let view = portal.view(&c.triage2, &number).await;
    let offered: Vec<_> = view.exceptional.iter().map(|one| one.account).collect();
    assert_eq!(offered, [inspector.id]);
    let why = "Không còn kiểm tra viên nào khác đủ điều kiện.";
    portal.take(&c.triage2, &number, Step::Propose(Act::AssignDespite { to }), why).await;
    assert!(!sees(&portal, &inspector, &number).await, "nothing before a second person agrees");
    portal.take(&c.approver, &number, Step::Confirm, "").await;
    assert!(sees(&portal, &inspector, &number).await);
    portal.jobs().await;
    assert!(
        sees(&portal, &inspector, &number).await,
        "the gate worked out anew keeps the exception"
    );

    let above = portal.view(&c.above, &number).await;
    assert!(above.called);
    assert_eq!(
        above.steps,
        [StepKind::Reorganise],
        "it looks on, and signs reorganisations as anywhere"
    );
    assert!(above.events.iter().any(|event| event.note == why));
    let work = app::lists::worklist(&portal.app, &c.above, None).await.unwrap();
    assert!(work.rows.iter().any(|row| row.number == number));
    let mails = portal.mails().await;
    assert!(mails.iter().any(|mail| mail.to.as_str().starts_with("captren@")));

    // A tie found later ends the exception.
    interests::declare(&portal.app, &inspector, tie(Toward::Member(c.hung), Tie::InLaw))
        .await
        .unwrap();
    portal.jobs().await;
    assert!(!sees(&portal, &inspector, &number).await);
}

#[tokio::test]
async fn a_transfer_to_the_unit_complained_of_is_refused_or_explained_to_the_level_above() {
    let portal = TestApp::start().await;
    let c = &portal.committee;
    let number = portal.letter("phan_anh", about_hung()).await.case_number;
    let body = || "Chi bộ 5 phường Phú Đô".to_owned();
    let take = |act: Act, exception: Option<&str>| {
        let text = "Việc thuộc nơi này giải quyết.".to_owned();
        let words = match exception {
            Some(why) => Words::Exception { text, exception: why.into(), keep_reason: None },
            None => Words::Note(text),
        };
        app::cases::take_step(&portal.app, &c.triage, &number, None, Step::Propose(act), words)
    };
    let plain = take(Act::Transfer { body: body(), boomerang: false }, None).await;
    assert!(matches!(plain, Err(AppError::Refused(Refusal::Boomerang))));
    let why = "Luật giao chính nơi này trả lời lần đầu.";
    take(Act::TransferDespite { body: body() }, Some(why)).await.unwrap();
    portal.take(&c.approver, &number, Step::Confirm, "").await;
    let above = portal.view(&c.above, &number).await;
    assert_eq!(above.case.state.name(), "transferred_out");
    assert!(above.called && above.events.iter().any(|event| event.keep_reason == why));
    assert!(!sees(&portal, &c.branch5, &number).await);
}

#[tokio::test]
async fn a_coordinating_branch_reads_the_points_and_not_the_letter() {
    let portal = TestApp::start().await;
    let c = &portal.committee;
    let number = portal.letter("phan_anh", about_hung()).await.case_number;
    // What would lead to whoever wrote is not shown to who only helps.
    let points =
        ["Thu tiền không có phiếu", "Bà Hoa ở số nhà 7 nhìn thấy"].map(str::to_owned).into();
    app::cases::split(&portal.app, &c.triage, &number, None, points).await.unwrap();
    portal.take(&c.triage, &number, Step::Propose(Act::Accept { track: Track::Party }), "").await;
    portal.take(&c.approver, &number, Step::Confirm, "").await;
    let to = Assignment {
        unit: c.organisation.unit,
        officer: c.organisation.id,
        coordinating: Some(c.branch6.unit),
    };
    portal.take(&c.triage, &number, Step::Assign { to }, "").await;
    assert_eq!(portal.view(&c.branch6, &number).await.sight, Sight::Head);
    portal.take(&c.organisation, &number, Step::Declare, "").await;
    let helps = portal.view(&c.branch6, &number).await;
    assert_eq!(helps.sight, Sight::Points);
    let said: Vec<&str> = helps.allegations.iter().map(|one| one.text.as_str()).collect();
    assert_eq!(said, ["Thu tiền không có phiếu"]);
    assert!(helps.text.is_empty() && helps.messages.is_empty() && helps.events.is_empty());
    assert!(helps.about.is_empty() && helps.steps.is_empty());
    assert!(portal.view(&c.organisation, &number).await.text.starts_with("Thu tiền"));
}

#[tokio::test]
async fn an_account_made_later_is_kept_out_like_the_others() {
    let portal = TestApp::start().await;
    let c = &portal.committee;
    let number = portal.letter("phan_anh", about_hung()).await.case_number;
    portal.take(&c.triage, &number, Step::AddSubject { member: c.hung }, "").await;
    app::users::add(
        &portal.app,
        app::users::By::CommandLine,
        app::users::NewUser {
            login: "kiemtra9".into(),
            role: gopy::domain::access::Role::Triage,
            unit_code: "lt".into(),
            card_no: Some("00.000001".into()),
            display_name: "Nguyễn Mạnh Hùng".into(),
            email: gopy::domain::letter::EmailAddress::parse("hung@gopy.example").unwrap(),
            password: Some(crate::support::PASSWORD.into()),
        },
    )
    .await
    .unwrap();
    let row = portal.store.account_by_login("kiemtra9").await.unwrap().unwrap();
    assert!(!sees(&portal, &row.account, &number).await);
    assert!(app::lists::inbox(&portal.app, &row.account, None).await.unwrap().rows.is_empty());
}

#[tokio::test]
async fn whoever_runs_the_machine_hears_of_what_is_stuck_but_not_of_their_own_case() {
    let portal = TestApp::start().await;
    let c = &portal.committee;
    portal
        .sql(
            "UPDATE accounts SET member_id = \
             (SELECT member_id FROM accounts WHERE login = 'bithu.phudo-05') WHERE login = 'quantri'",
        )
        .await;
    let admin = portal.store.account_by_login("quantri").await.unwrap().unwrap().account;
    portal.letter("phan_anh", about_hung()).await;
    portal.clock.set("2026-11-02T05:00:00Z".parse().unwrap());
    let red = app::operations::silence_check(&portal.app).await.unwrap();
    assert_eq!(red, ["mail-stuck", "vault-missing"], "the log says so");
    assert_eq!(app::operations::red(&portal.app, &admin).await.unwrap(), ["vault-missing"]);
    portal.letter("phan_anh", about_lan()).await;
    portal.clock.set("2026-11-02T08:00:00Z".parse().unwrap());
    let red = app::operations::red(&portal.app, &admin).await.unwrap();
    assert_eq!(red, ["mail-stuck", "vault-missing"]);
    let told = app::operations::red(&portal.app, &c.triage).await;
    assert!(matches!(told, Err(AppError::NotFound)));
}
