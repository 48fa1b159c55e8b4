//! What is left behind: readings, denials and exports in the chain of acts; who knew when; mails that are emptied; and
//! the check of a drafted conclusion.

use gopy::app::{self, Answer, AppError, DraftWords, Words, knowledge};
use gopy::domain::case::{Assignment, Outcome, Track};
use gopy::domain::leak::Reason;
use gopy::domain::letter::{About, Lang, RawLetter, Source};
use gopy::domain::notice::Template;
use gopy::domain::receipt::CaseNumber;
use gopy::domain::step::{Act, Finding, Step};
use poem::http::{StatusCode, header};
use sea_orm::{ConnectionTrait as _, Database, Statement};

use crate::support::TestApp;
use crate::support::committee::about_lan;

/// Actor, action, object and detail of each act, oldest first.
async fn acts(portal: &TestApp, action: &str) -> Vec<[String; 3]> {
    let db = Database::connect(&portal.database.settings.url).await.unwrap();
    let sql =
        format!("SELECT actor, object, detail FROM audit WHERE action = '{action}' ORDER BY seq");
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await;
    let cell = |row: &sea_orm::QueryResult, name: &str| row.try_get::<String>("", name).unwrap();
    let rows = rows.unwrap();
    let acts = rows.iter().map(|row| ["actor", "object", "detail"].map(|name| cell(row, name)));
    let acts = acts.collect();
    db.close().await.unwrap();
    acts
}

#[tokio::test]
async fn each_reading_of_a_denunciation_stands_in_the_chain_and_no_other() {
    let portal = TestApp::start().await;
    let c = &portal.committee;
    let number = portal.letter("to_cao", about_lan()).await.case_number;
    let other = portal.letter("phan_anh", about_lan()).await.case_number;
    let queue = portal.store.case(gopy::store::cases::Key::Number(&number)).await.unwrap();
    let who = match queue.case.queue {
        gopy::domain::case::Queue::Committee => c.triage,
        gopy::domain::case::Queue::Above => c.above,
    };
    for _ in 0..2 {
        portal.view(&who, &number).await;
        app::lists::inbox(&portal.app, &who, None).await.unwrap();
    }
    let _seen = app::view::view(&portal.app, &c.triage, &other).await;
    let read = acts(&portal, "read").await;
    let case = queue.case.id.to_string();
    let me = who.id.to_string();
    let expected = [
        [me.clone(), case.clone(), "whole".into()],
        [me.clone(), case.clone(), "glimpse".into()],
        [me, case, "whole".into()],
    ];
    assert_eq!(read, expected, "content each time, first words once a day");
}

#[tokio::test]
async fn a_denial_leaves_the_number_that_was_asked_for_whether_it_exists_or_not() {
    let portal = TestApp::start().await;
    let number = portal.letter("to_cao", about_lan()).await.case_number;
    let me = portal.committee.branch5.id.to_string();
    let token = crate::support::sign_in::token(&portal.app, "bithu.phudo-05").await;
    let nobody = "HS-0000-0000";
    for asked in [number.as_str(), nobody] {
        let cookie = format!("gopy_staff={token}");
        let page = portal.web.get(format!("/noi-bo/hs/{asked}")).header(header::COOKIE, cookie);
        assert_eq!(page.send().await.0.status(), StatusCode::NOT_FOUND);
        let bearer = format!("Bearer {token}");
        let api = portal.web.get(format!("/api/v1/cases/{asked}"));
        let answer = api.header(header::AUTHORIZATION, bearer).send().await;
        assert_eq!(answer.0.status(), StatusCode::NOT_FOUND);
    }
    let objects: Vec<[String; 3]> = acts(&portal, "denied").await;
    assert_eq!(objects.len(), 4);
    for [actor, object, detail] in &objects {
        assert_eq!((actor, detail.as_str()), (&me, ""));
        assert!(object == number.as_str() || object == nobody || object == "page", "{object}");
    }
    assert_eq!(objects[0][1], number.as_str());
    portal.web.get(format!("/noi-bo/hs/{number}")).send().await;
    assert_eq!(acts(&portal, "denied").await.len(), 4, "nobody signed in leaves nothing");
}

/// A letter about Lan, in the hands of the secretary of branch 6.
pub async fn in_hand(portal: &TestApp, kind: &str, text: &str) -> CaseNumber {
    let raw = RawLetter {
        kind: kind.into(),
        about: about_lan(),
        text: text.into(),
        lang: Lang::Vi,
        ..RawLetter::default()
    };
    let sent = app::letters::submit(&portal.app, raw, Source::Web, None).await.unwrap();
    hand_over(portal, &sent.case_number).await;
    sent.case_number
}

/// The same with a letter that is there already.
pub async fn hand_over(portal: &TestApp, number: &CaseNumber) {
    let c = &portal.committee;
    portal.take(&c.triage, number, Step::AddSubject { member: c.lan }, "").await;
    portal.take(&c.triage, number, Step::Propose(Act::Accept { track: Track::Party }), "").await;
    portal.take(&c.approver, number, Step::Confirm, "").await;
    let to = Assignment { unit: c.branch6.unit, officer: c.branch6.id, coordinating: None };
    portal.take(&c.triage, number, Step::Assign { to }, "").await;
    portal.take(&c.branch6, number, Step::Declare, "").await;
}

#[tokio::test]
async fn a_conclusion_that_the_subject_gets_is_looked_through() {
    let portal = TestApp::start().await;
    let c = &portal.committee;
    let letter = "Tối ngày 15 tháng 3 bà Lan thu năm trăm nghìn đồng của nhà tôi.";
    for (kind, checked) in [("khieu_nai", true), ("phan_anh", false)] {
        let number = in_hand(&portal, kind, letter).await;
        if checked {
            let summary = "Đồng chí giải trình việc quản lý các khoản đóng góp.";
            portal.take(&c.branch6, &number, Step::Propose(Act::Hear), summary).await;
            portal.take(&c.approver, &number, Step::Confirm, "").await;
            portal.take(&c.branch6, &number, Step::RecordReply, "Đã giải trình.").await;
        }
        let view = portal.view(&c.branch6, &number).await;
        let finding = Finding {
            allegation: view.allegations[0].id,
            outcome: Outcome::Partly,
            evidence: true,
        };
        let draft = |keep_reason: &str| {
            let text = |text: &str| text.to_owned();
            let answer = Answer {
                checked: text("Sổ thu của tổ."),
                found: text("Có thu 500.000 đồng ngày 15/3."),
                done: text("Đã trả lại."),
                next: text("Có thể đề nghị xem lại."),
            };
            let evidence = vec![(finding.allegation, text("Sổ thu trang 2"))];
            let keep_reason = keep_reason.to_owned();
            Words::Draft(DraftWords { evidence, answer, measures: vec![], keep_reason })
        };
        let step = || Step::Draft { findings: vec![finding.clone()], measures: vec![] };
        let take =
            |words| app::cases::take_step(&portal.app, &c.branch6, &number, None, step(), words);
        let drafted = take(draft("")).await;
        if !checked {
            drafted.unwrap();
            continue;
        }
        let Err(AppError::Risks(risks)) = drafted else { unreachable!("{drafted:?}") };
        let told: Vec<(Reason, &str)> =
            risks.iter().map(|risk| (risk.reason, risk.fragment.as_str())).collect();
        assert_eq!(told, [(Reason::Detail, "500.000 đồng"), (Reason::Detail, "15/3")]);
        take(draft("Phải nêu đúng khoản tiền.")).await.unwrap();
        portal.take(&c.branch6, &number, Step::Submit, "").await;
        let shown = portal.view(&c.approver, &number).await;
        assert!(shown.events.iter().any(|event| event.keep_reason == "Phải nêu đúng khoản tiền."));
    }
}

#[tokio::test]
async fn who_knew_when_names_readers_mails_and_who_is_kept_out() {
    let portal = TestApp::start().await;
    let c = &portal.committee;
    let number = in_hand(&portal, "phan_anh", "Thu tiền mà không có phiếu thu, nhiều lần.").await;
    portal.mails().await;
    portal.set_day("2026-11-05");
    portal.take(&c.branch6, &number, Step::Recuse, "Là người nhà.").await;
    let known = knowledge::who_knew(&portal.app, &c.approver, &number).await.unwrap();
    let out: Vec<(&str, String)> =
        known.out.iter().map(|one| (one.name.as_str(), one.since.to_string())).collect();
    assert!(out.contains(&("bithu.phudo-06", "2026-11-05".into())), "{out:?}");
    let reader = known.readers.iter().find(|one| one.name == "bithu.phudo-06");
    assert!(reader.is_none_or(|one| one.kept_out), "what was read is marked");
    let told = known.told.iter().filter(|one| one.name == "bithu.phudo-06");
    let told: Vec<(Template, bool)> =
        told.map(|one| (one.template, one.sent_on.is_some())).collect();
    assert!(told.contains(&(Template::Assigned, true)), "{told:?}");
    assert!(known.able.iter().any(|one| one.name == "pheduyet"));
    assert!(known.able.iter().all(|one| one.name != "bithu.phudo-06"));
    for stranger in [&c.branch6, &c.branch5, &c.desk, &c.admin] {
        let asked = knowledge::who_knew(&portal.app, stranger, &number).await;
        assert!(matches!(asked, Err(AppError::NotFound)), "{stranger:?}");
    }
}

#[tokio::test]
async fn a_mail_is_emptied_a_week_after_it_went() {
    let portal = TestApp::start().await;
    portal.letter("phan_anh", About::default()).await;
    assert!(!portal.mails().await.is_empty());
    portal.set_day("2026-11-08");
    assert_eq!(app::post::purge(&portal.app).await.unwrap(), 0, "six days");
    portal.set_day("2026-11-10");
    assert!(0 < app::post::purge(&portal.app).await.unwrap());
    assert_eq!(app::post::purge(&portal.app).await.unwrap(), 0, "once");
    let db = Database::connect(&portal.database.settings.url).await.unwrap();
    let sql = "SELECT COUNT(*) AS n FROM outbox WHERE status = 'sent' AND args <> ''";
    let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), sql)).await;
    assert_eq!(row.unwrap().unwrap().try_get::<i64>("", "n").unwrap(), 0);
    db.close().await.unwrap();
}
