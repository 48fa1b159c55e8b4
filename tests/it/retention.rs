//! What was destroyed is gone everywhere: for staff, for the thief of an older backup, and from figures nothing is.

use std::sync::Arc;

use gopy::app::post::Post;
use gopy::app::retention::{self, Gone};
use gopy::app::{self, App, AppError, backup, tracking};
use gopy::clock::SetClock;
use gopy::config::Settings;
use gopy::domain::access::Account;
use gopy::domain::decide::Refusal;
use gopy::domain::ids::CaseId;
use gopy::domain::receipt::CaseNumber;
use gopy::domain::step::{Act, RefusalReason, Step};
use gopy::keys::{Holder, Keys};
use gopy::mail::Memory;
use gopy::rules::Rules;
use gopy::store::Store;
use gopy::store::cases::Key;

use crate::support::committee::about_lan;
use crate::support::{TestApp, TestDatabase};

/// Long after every term of the shipped table.
pub const LATER: &str = "2049-03-01";

pub struct Ended {
    pub number: CaseNumber,
    pub case: CaseId,
    pub receipt: String,
}

/// A letter that was not taken up, years ago.
pub async fn ended(portal: &TestApp) -> Ended {
    let c = &portal.committee;
    let sent = portal.letter("phan_anh", about_lan()).await;
    let refuse = Act::Refuse { reason: RefusalReason::NotSpecific };
    portal.take(&c.triage, &sent.case_number, Step::Propose(refuse), "Chưa rõ việc gì.").await;
    portal.take(&c.approver, &sent.case_number, Step::Confirm, "").await;
    let case = portal.store.case(Key::Number(&sent.case_number)).await.unwrap().case.id;
    Ended { number: sent.case_number, case, receipt: sent.receipt.grouped() }
}

async fn due(portal: &TestApp, who: &Account) -> Vec<CaseNumber> {
    let page = retention::due(&portal.app, who, None).await.unwrap();
    page.rows.into_iter().map(|row| row.number).collect()
}

async fn destroy(portal: &TestApp, number: &CaseNumber) {
    let c = &portal.committee;
    retention::propose(&portal.app, &c.triage, number).await.unwrap();
    retention::destroy(&portal.app, &c.approver, number).await.unwrap();
}

#[tokio::test]
async fn two_persons_destroy_what_is_over_and_a_line_stays() {
    let portal = TestApp::start().await;
    let c = &portal.committee;
    let one = ended(&portal).await;
    let (app, number) = (&portal.app, &one.number);
    assert!(due(&portal, &c.triage).await.is_empty(), "the term runs");
    let early = retention::propose(app, &c.triage, number).await;
    assert!(matches!(early, Err(AppError::Refused(_))), "{early:?}");

    portal.set_day(LATER);
    portal.jobs().await;
    assert_eq!(due(&portal, &c.triage).await, std::slice::from_ref(number));
    let alone = retention::destroy(app, &c.approver, number).await;
    assert!(matches!(alone, Err(AppError::NotFound)), "nothing is proposed");
    for who in [&c.desk, &c.inspector, &c.admin, &c.approver] {
        let tried = retention::propose(app, who, number).await;
        assert!(matches!(tried, Err(AppError::NotFound)), "{:?}", who.role);
    }
    retention::propose(app, &c.triage, number).await.unwrap();
    retention::reject(app, &c.approver, number).await.unwrap();
    retention::propose(app, &c.triage, number).await.unwrap();
    let own = retention::destroy(app, &c.triage, number).await;
    assert!(matches!(own, Err(AppError::NotFound)), "triage confirms nothing");
    let from = "2026-01-01".parse().unwrap();
    let counted = portal.store.count_received(from, portal.today()).await.unwrap();
    retention::destroy(app, &c.approver, number).await.unwrap();

    let after = portal.store.count_received(from, portal.today()).await.unwrap();
    assert_eq!(after, counted, "figures keep counting");
    assert!(due(&portal, &c.triage).await.is_empty());
    let seen = app::view::view(app, &c.triage, number).await;
    assert!(matches!(seen, Err(AppError::NotFound)));
    let done = app::lists::done(app, &c.triage, None).await.unwrap();
    assert!(done.rows.iter().all(|row| row.number != *number));
    assert!(matches!(app.case_key(Holder::Office, one.case).await, Err(AppError::NotFound)));
    assert!(portal.store.letter(one.case).await.unwrap().content.is_empty());
    assert!(portal.store.contact(one.case).await.unwrap().is_none());
    assert!(portal.store.messages(one.case).await.unwrap().is_empty());
    let gone = retention::destroyed(app, &c.approver).await.unwrap();
    assert_eq!(gone.len(), 1);
    assert_eq!((&gone[0].number, gone[0].destroyed_on), (number, portal.today()));
    assert_eq!((&*gone[0].proposed_by, &*gone[0].confirmed_by), ("kiemtra", "pheduyet"));
    let told = tracking::open(app, &one.receipt).await;
    assert!(matches!(&told, Err(AppError::Gone(Gone { basis, .. })) if !basis.is_empty()));
    let verdict = app::audit::verify(app, None).await.unwrap();
    assert!(matches!(verdict, gopy::store::audit::Verdict::Whole { .. }));
}

#[tokio::test]
async fn whoever_was_kept_out_finds_no_line_of_it_either() {
    let portal = TestApp::start().await;
    let c = &portal.committee;
    let one = ended(&portal).await;
    let tx = portal.store.begin().await.unwrap();
    tx.exclude(one.case, &[(c.triage2.id, "subject")], &[], portal.today()).await.unwrap();
    tx.commit().await.unwrap();
    portal.set_day(LATER);
    portal.jobs().await;
    assert!(due(&portal, &c.triage2).await.is_empty());
    for tried in [
        retention::propose(&portal.app, &c.triage2, &one.number).await,
        retention::reject(&portal.app, &c.triage2, &one.number).await,
    ] {
        assert!(matches!(tried, Err(AppError::NotFound)));
    }
    destroy(&portal, &one.number).await;
    assert!(retention::destroyed(&portal.app, &c.triage2).await.unwrap().is_empty());
    assert_eq!(retention::destroyed(&portal.app, &c.triage).await.unwrap().len(), 1);
}

#[tokio::test]
async fn the_same_person_never_does_both() {
    let portal = TestApp::start().await;
    let c = &portal.committee;
    let one = ended(&portal).await;
    portal.sql("UPDATE cases SET queue = 'above'").await;
    portal.set_day(LATER);
    portal.jobs().await;
    retention::propose(&portal.app, &c.above, &one.number).await.unwrap();
    let own = retention::destroy(&portal.app, &c.above, &one.number).await;
    assert!(matches!(own, Err(AppError::Refused(Refusal::SamePerson))), "{own:?}");
    retention::destroy(&portal.app, &c.above2, &one.number).await.unwrap();
}

#[tokio::test]
async fn a_review_that_runs_holds_up_what_one_proposed_and_another_confirmed() {
    let portal = TestApp::start().await;
    let (app, c) = (&portal.app, &portal.committee);
    let one = ended(&portal).await;
    tracking::appeal(app, one.case, "Tôi chưa đồng ý.", None).await.unwrap();
    let review = portal.column("SELECT number FROM cases WHERE appeal_of IS NOT NULL").await;
    let review = CaseNumber::parse(&review[0]).unwrap();
    let is_there = async || {
        portal.jobs().await;
        let key = app.case_key(Holder::Office, one.case).await.is_ok();
        assert_eq!(key, !portal.store.letter(one.case).await.unwrap().content.is_empty());
        key
    };
    portal.set_day(LATER);
    assert!(is_there().await);
    retention::propose(app, &c.triage, &one.number).await.unwrap();
    assert!(is_there().await, "one person");
    retention::destroy(app, &c.approver, &one.number).await.unwrap();
    assert!(is_there().await, "a second person, but a review looks back at it");
    assert!(tracking::open(app, &one.receipt).await.is_ok(), "its sender goes on with the review");
    let seen = app::view::view(app, &c.triage, &one.number).await;
    assert!(matches!(seen, Err(AppError::NotFound)), "for staff it is gone");
    assert_eq!(retention::destroyed(app, &c.triage).await.unwrap().len(), 1);

    let refuse = Act::Refuse { reason: RefusalReason::NotSpecific };
    portal.take(&c.above, &review, Step::Propose(refuse), "Chưa có gì mới.").await;
    portal.take(&c.above2, &review, Step::Confirm, "").await;
    assert!(is_there().await, "the review may still be asked to go on");
    portal.set_day("2050-03-01");
    portal.jobs().await;
    assert!(!is_there().await, "nothing holds it any more");
    let told = tracking::open(app, &one.receipt).await;
    assert!(matches!(told, Err(AppError::Gone(_))), "{told:?}");
    assert_eq!(portal.view(&c.above, &review).await.text, "Tôi chưa đồng ý.", "the review stays");
}

/// Another machine with an empty database and the same master key.
async fn elsewhere(database: &TestDatabase) -> (App, Store) {
    let mut settings = Settings::default();
    settings.database = database.settings.clone();
    let store = Store::open(&settings.database).await.unwrap();
    store.migrate_up().await.unwrap();
    let clock = Arc::new(SetClock::at("2049-03-02T02:00:00Z".parse().unwrap()));
    let post = Post::through(Arc::new(Memory::default()), &settings).unwrap();
    let keys = Keys::new(&[7; 32]);
    let app = App::new(store.clone(), clock, keys, Rules::shipped().unwrap(), settings, post);
    (app, store)
}

#[tokio::test]
async fn a_backup_older_than_the_destruction_opens_no_more() {
    let portal = TestApp::start().await;
    let c = &portal.committee;
    let (gone, stays) = (ended(&portal).await, ended(&portal).await);
    portal.set_day(LATER);
    portal.jobs().await;
    let at = |name: &str| portal.database.folder.join(name);
    let (before, after, keys) = (at("before"), at("after"), at("keys"));
    backup::write(&portal.app, &before, Some(&keys)).await.unwrap();
    let old_keys = std::fs::read(keys.join("keys.jsonl.gz")).unwrap();
    destroy(&portal, &gone.number).await;
    portal.set_day("2049-03-02");
    backup::write(&portal.app, &after, Some(&keys)).await.unwrap();
    assert_eq!(std::fs::read_dir(&keys).unwrap().count(), 1, "one generation of keys");
    assert!(!before.join("keys.jsonl.gz").exists());

    // The thief has the old backup, the master key, and the keys as they are kept today.
    let database = TestDatabase::fresh().await;
    let (thief, store) = elsewhere(&database).await;
    backup::restore(&thief, &before, Some(&keys), None).await.unwrap();
    let sealed = store.letter(gone.case).await.unwrap().content;
    assert!(!sealed.is_empty(), "the old backup has the letter");
    assert!(matches!(thief.case_key(Holder::Office, gone.case).await, Err(AppError::NotFound)));
    let place = format!("Letter:{}", gone.case);
    assert!(Keys::new(&[7; 32]).open(&place, &sealed).is_err(), "the master key opens nothing");
    let other = thief.case_key(Holder::Office, stays.case).await.unwrap();
    assert!(other.open(&place, &sealed).is_err(), "nor does another case's");
    assert!(app::view::view(&thief, &c.triage, &gone.number).await.is_err());
    let seen = app::view::view(&thief, &c.triage, &stays.number).await.unwrap();
    assert!(seen.text.starts_with("Thu tiền"), "what was not destroyed is there");
    assert!(tracking::open(&thief, &stays.receipt).await.is_ok());

    // Without the keys there is no restore, nor with keys older than the backup.
    let database = TestDatabase::fresh().await;
    let (empty, _) = elsewhere(&database).await;
    let without = backup::restore(&empty, &before, None, None).await.unwrap_err().to_string();
    assert!(without.contains("--keys"), "{without}");
    let older = at("older");
    std::fs::create_dir(&older).unwrap();
    std::fs::write(older.join("keys.jsonl.gz"), old_keys).unwrap();
    let early = backup::restore(&empty, &after, Some(&older), None).await.unwrap_err().to_string();
    assert!(early.contains("older than the backup"), "{early}");
}

/// The bytes of the database, and of the log that runs before it.
fn raw(database: &TestDatabase) -> Vec<u8> {
    let path = database.settings.url.strip_prefix("sqlite://").unwrap();
    let path = path.split('?').next().unwrap();
    let log = std::fs::read(format!("{path}-wal")).unwrap_or_default();
    [std::fs::read(path).unwrap(), log].concat()
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

/// SQLite only: PostgreSQL keeps what was deleted until it is vacuumed (`docs/OPERATIONS.md`).
#[tokio::test]
async fn no_copy_of_a_destroyed_key_stays_in_the_file_or_its_log() {
    let portal = TestApp::start().await;
    if portal.database.is_postgres() {
        return;
    }
    let one = ended(&portal).await;
    let mut copies = Vec::new();
    for holder in [Holder::Office, Holder::Post, Holder::Account(portal.committee.triage.id)] {
        copies.push(portal.store.wrapped_key(one.case, &holder).await.unwrap().unwrap());
    }
    copies.push(portal.store.letter(one.case).await.unwrap().content);
    let before = raw(&portal.database);
    assert!(copies.iter().all(|copy| holds(&before, copy)), "else this looks in the wrong place");
    portal.set_day(LATER);
    portal.jobs().await;
    destroy(&portal, &one.number).await;
    let after = raw(&portal.database);
    assert!(copies.iter().all(|copy| !holds(&after, copy)));
}
