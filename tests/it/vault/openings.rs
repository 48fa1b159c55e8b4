//! Asking for a name, deciding, reading; and who is told.

use chrono::TimeDelta;
use gopy::app::knowledge::{self, Deed};
use gopy::app::letters::Submitted;
use gopy::app::reads::What;
use gopy::app::vault::{self, Hitch};
use gopy::app::{AppError, Words, tracking};
use gopy::domain::access::Account;
use gopy::domain::ids::{MemberId, OpeningId};
use gopy::domain::vault::Standing;
use gopy::store::cases::Key;
use uuid::Uuid;

use super::{held, named, words};
use crate::support::TestApp;
use crate::support::committee::about_lan;

const WHY: &str = "Phải gặp người gửi để lấy lời khai theo luật.";

fn why() -> Words {
    Words::Note(WHY.into())
}

async fn task_of(portal: &TestApp, who: &Account) -> Option<OpeningId> {
    vault::waiting(&portal.app, who).await.unwrap().first().map(|task| task.id)
}

async fn agree(portal: &TestApp, who: &Account, id: OpeningId, nth: u128) -> Standing {
    vault::agree(&portal.app, who, id, &words(nth)).await.unwrap()
}

fn hitch<T: std::fmt::Debug>(result: Result<T, AppError>) -> Hitch {
    match result {
        Err(AppError::Vault(hitch)) => hitch,
        other => unreachable!("{other:?}"),
    }
}

fn is_nothing<T>(result: &Result<T, AppError>) -> bool {
    matches!(result, Err(AppError::NotFound))
}

async fn told(portal: &TestApp, sent: &Submitted) -> Vec<vault::Told> {
    tracking::open(&portal.app, &sent.receipt.grouped()).await.unwrap().openings
}

#[tokio::test]
async fn two_custodians_open_a_name_for_one_day_to_the_one_who_asked() {
    let (portal, [one, two, three]) = held(None).await;
    let (app, c) = (&portal.app, &portal.committee);
    let sent = named(&portal, about_lan()).await;
    let number = &sent.case_number;
    for stranger in [&c.desk, &c.triage, &c.branch6, &c.above, &c.admin, &one] {
        assert!(is_nothing(&vault::ask(app, stranger, number, &why()).await), "{stranger:?}");
        assert!(is_nothing(&vault::about(app, stranger, number).await), "{stranger:?}");
    }
    let code = vault::ask(app, &c.approver, number, &why()).await.unwrap();
    assert_eq!(hitch(vault::ask(app, &c.approver, number, &why()).await), Hitch::Asked);
    let read = async |code: &str| vault::read(app, &c.approver, number, code).await;
    assert_eq!(hitch(read(&code.grouped()).await), Hitch::Shut);

    let mails = portal.mails().await;
    let to = |login: &str| {
        let address = format!("{login}@gopy.example");
        mails.iter().filter(|mail| mail.to.as_str() == address).collect::<Vec<_>>()
    };
    for login in ["giuphong1", "giuphong2", "giuphong3"] {
        let [mail] = to(login)[..] else { unreachable!("one mail to {login}") };
        assert!(!format!("{mail:?}").contains("HS-"), "of no case in particular");
    }

    let task = vault::waiting(app, &one).await.unwrap().remove(0);
    assert_eq!(
        (task.number.as_str(), task.reason.as_str(), task.agreed),
        (number.as_str(), WHY, 0)
    );
    let wrong = vault::agree(app, &one, task.id, &words(2)).await;
    assert_eq!(hitch(wrong), Hitch::Wrong);
    assert_eq!(agree(&portal, &one, task.id, 1).await, Standing::Waiting);
    assert_eq!(agree(&portal, &one, task.id, 1).await, Standing::Waiting, "one is not two");
    assert_eq!(hitch(read(&code.grouped()).await), Hitch::Shut);
    assert_eq!(told(&portal, &sent).await[0].standing, Standing::Waiting);
    assert_eq!(agree(&portal, &three, task.id, 3).await, Standing::Opened);
    assert!(is_nothing(&vault::agree(app, &two, task.id, &words(2)).await), "it is decided");
    let voices = portal.store.voices(&[task.id]).await.unwrap();
    assert!(voices.iter().all(|one| one.lent.is_none()), "what was lent is forgotten");

    assert_eq!(hitch(read("1234").await), Hitch::Wrong);
    let name = read(&code.grouped()).await.unwrap();
    assert_eq!((name.name.as_str(), name.address.as_str()), ("Tạ Thị Kín", "số 9 ngõ Vắng"));
    assert!(is_nothing(&vault::read(app, &one, number, &code.grouped()).await));
    let known = knowledge::who_knew(app, &c.triage, number).await.unwrap();
    let deeds: Vec<(&str, Deed)> =
        known.names.iter().map(|one| (one.name.as_str(), one.deed)).collect();
    let agreed = ["Người giữ 1", "Người giữ 3"].map(|name| (name, Deed::Agreed));
    assert_eq!(deeds, [[("pheduyet", Deed::Asked)].as_slice(), &agreed].concat());
    let reader = known.readers.iter().find(|one| one.name == "pheduyet").unwrap();
    assert!(reader.reads.iter().any(|read| read.what == What::Name), "and that it was read");
    let about = vault::about(app, &c.approver, number).await.unwrap();
    assert!(!about.may_ask && about.all[0].open_until.is_some() && about.all[0].mine);
    let row = told(&portal, &sent).await.remove(0);
    assert_eq!((row.standing, row.reason.as_str()), (Standing::Opened, WHY));
    assert_eq!(row.office, "Đảng bộ quận Liêm Trì", "the office, not the person");
    let mails = portal.mails().await;
    let resident = mails.iter().filter(|mail| mail.to.as_str().starts_with("nguoi.gui")).count();
    assert_eq!(resident, 2, "received, and news");

    portal.clock.set(portal.app.now().at + TimeDelta::hours(24));
    assert_eq!(hitch(read(&code.grouped()).await), Hitch::Shut, "the day is over");
    portal.jobs().await;
    let case = portal.store.case(Key::Number(number)).await.unwrap().case.id;
    assert!(portal.store.openings_of(case).await.unwrap()[0].name.is_none());
    assert!(vault::about(app, &c.approver, number).await.unwrap().may_ask);
}

#[tokio::test]
async fn a_custodian_who_must_not_know_does_not_and_two_refusals_end_it() {
    // The person whom the letter will be about.
    let lan = MemberId(Uuid::from_u128(103));
    let (portal, [one, two, three]) = held(Some(lan)).await;
    assert_eq!(portal.committee.lan, lan);
    let (app, c) = (&portal.app, &portal.committee);
    let sent = named(&portal, about_lan()).await;
    vault::ask(app, &c.approver, &sent.case_number, &why()).await.unwrap();
    assert_eq!(task_of(&portal, &one).await, None, "the case is about this custodian");
    let id = task_of(&portal, &two).await.unwrap();
    assert!(is_nothing(&vault::task(app, &one, id).await));
    assert!(is_nothing(&vault::agree(app, &one, id, &words(1)).await));
    assert!(is_nothing(&vault::refuse(app, &one, id, "Không đủ lý do.").await));
    let mails = portal.mails().await;
    assert!(mails.iter().all(|mail| !mail.to.as_str().starts_with("giuphong1")));
    // Of the two who are left one refusal is enough.
    let said = vault::refuse(app, &three, id, "Không đủ lý do.").await.unwrap();
    assert_eq!(said, Standing::Refused);
    assert_eq!(task_of(&portal, &two).await, None);
    let about = vault::about(app, &c.approver, &sent.case_number).await.unwrap();
    assert_eq!(about.all[0].refusals, ["Không đủ lý do."]);
    assert_eq!(told(&portal, &sent).await[0].standing, Standing::Refused);
}

#[tokio::test]
async fn who_is_kept_out_later_takes_the_voice_along() {
    let (portal, [one, two, three]) = held(None).await;
    let sent = named(&portal, about_lan()).await;
    let (asker, why) = (&portal.committee.approver, why());
    let code = vault::ask(&portal.app, asker, &sent.case_number, &why).await.unwrap();
    let id = task_of(&portal, &one).await.unwrap();
    assert_eq!(agree(&portal, &one, id, 1).await, Standing::Waiting);
    let case = portal.store.case(Key::Number(&sent.case_number)).await.unwrap().case.id;
    let tx = portal.store.begin().await.unwrap();
    tx.exclude(case, &[(one.id, "named")], &[], portal.today()).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(agree(&portal, &two, id, 2).await, Standing::Waiting, "the first voice is gone");
    assert_eq!(agree(&portal, &three, id, 3).await, Standing::Opened);
    let (approver, code) = (&portal.committee.approver, code.grouped());
    let name = vault::read(&portal.app, approver, &sent.case_number, &code).await.unwrap();
    assert_eq!(name.name, "Tạ Thị Kín");
}

#[tokio::test]
async fn shares_dealt_anew_open_what_was_sealed_before_and_voices_are_asked_again() {
    let (portal, [one, two, three]) = held(None).await;
    let sent = named(&portal, about_lan()).await;
    let approver = &portal.committee.approver;
    let code = vault::ask(&portal.app, approver, &sent.case_number, &why()).await.unwrap();
    let id = task_of(&portal, &one).await.unwrap();
    assert_eq!(agree(&portal, &one, id, 1).await, Standing::Waiting);
    vault::share_again(&portal.app, &two, &words(2)).await.unwrap();
    assert!(vault::share_again(&portal.app, &three, &words(3)).await.unwrap());
    assert_eq!(agree(&portal, &three, id, 3).await, Standing::Waiting, "the old voice is void");
    assert_eq!(agree(&portal, &one, id, 1).await, Standing::Opened);
    let name = vault::read(&portal.app, approver, &sent.case_number, &code.grouped()).await;
    assert_eq!(name.unwrap().phone, "0912 345 678");
}

#[tokio::test]
async fn nobody_asks_for_a_name_that_is_not_there_and_what_waits_too_long_lapses() {
    let (portal, [one, ..]) = held(None).await;
    let (app, approver) = (&portal.app, &portal.committee.approver);
    let unnamed = portal.letter("to_cao", about_lan()).await.case_number;
    assert_eq!(hitch(vault::ask(app, approver, &unnamed, &why()).await), Hitch::Unnamed);
    let sent = named(&portal, about_lan()).await;
    vault::ask(app, approver, &sent.case_number, &why()).await.unwrap();
    let id = task_of(&portal, &one).await.unwrap();
    portal.clock.set(app.now().at + TimeDelta::days(7));
    portal.jobs().await;
    assert_eq!(task_of(&portal, &one).await, None);
    assert!(is_nothing(&vault::agree(app, &one, id, &words(1)).await));
    assert_eq!(told(&portal, &sent).await[0].standing, Standing::Lapsed);
    vault::ask(app, approver, &sent.case_number, &why()).await.unwrap();
}
