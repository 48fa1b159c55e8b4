//! Owed mail: taken by one process at a time, never lost.

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};
use gopy::config::Database;
use gopy::domain::ids::{AccountId, CaseId, OutboxId};
use gopy::domain::notice::{Addressee, Template};
use gopy::domain::post::{Channel, MailArgs};
use gopy::store::Store;
use gopy::store::outbox::{Claimed, Fate, Owed};
use uuid::Uuid;

use super::{Scratch, at, day, number};

const FROM: &str = "khong-tra-loi@phuong.example.vn";
const LEASE: TimeDelta = TimeDelta::seconds(30);

async fn store(scratch: &Scratch) -> Store {
    let url = format!("sqlite://{}", scratch.0.join("gopy.db").display());
    let store =
        Store::open(&Database { url, max_connections: 4, log_statements: false }).await.unwrap();
    store.migrate_up().await.unwrap();
    store
}

fn now() -> DateTime<Utc> {
    at("2026-11-16T01:30:00Z")
}

fn owed(id: u128, channel: Channel) -> Owed {
    Owed {
        id: OutboxId(Uuid::from_u128(id)),
        case: Some(CaseId(Uuid::from_u128(9))),
        addressee: Addressee::Handler,
        account: Some(AccountId(Uuid::from_u128(5))),
        template: Template::Assigned,
        channel,
        args: MailArgs::Case { number: number(4_718_935), by: Some(day("2026-11-20")) },
        due_at: now(),
    }
}

async fn owe(store: &Store, notices: &[Owed]) {
    let tx = store.begin().await.unwrap();
    tx.owe(notices, FROM, now()).await.unwrap();
    tx.commit().await.unwrap();
}

async fn claim(store: &Store, now: DateTime<Utc>, batch: u64) -> Vec<Claimed> {
    store.claim_due(now, now + LEASE, batch).await.unwrap()
}

#[tokio::test]
async fn a_claimed_mail_is_out_of_reach_until_its_lease_ends() {
    let scratch = Scratch::new();
    let store = store(&scratch).await;
    let notice = owed(1, Channel::Mail);
    owe(&store, std::slice::from_ref(&notice)).await;

    let first = claim(&store, now(), 10).await;
    assert_eq!(first.len(), 1);
    assert_eq!(first[0].args, notice.args);
    assert_eq!((first[0].attempts, first[0].owed_since), (1, now()));
    assert_eq!(first[0].message_id, format!("<{}@phuong.example.vn>", notice.id));
    assert!(claim(&store, now(), 10).await.is_empty());

    // The process died after sending: the same mail comes back under the same name.
    let again = claim(&store, now() + LEASE, 10).await;
    assert_eq!(again[0].message_id, first[0].message_id);
    assert_eq!(again[0].attempts, 2);
    assert!(!store.prolong_lease(&first[0], now() + LEASE * 9).await.unwrap(), "lost to the other");
    assert!(store.prolong_lease(&again[0], now() + LEASE * 9).await.unwrap());
    assert!(claim(&store, now() + LEASE * 8, 10).await.is_empty());
}

#[tokio::test]
async fn two_nodes_never_take_the_same_mail() {
    let scratch = Scratch::new();
    let nodes = [store(&scratch).await, store(&scratch).await];
    let notices: Vec<Owed> = (1..=60).map(|id| owed(id, Channel::Mail)).collect();
    owe(&nodes[0], &notices).await;

    let all = |node: Store| async move {
        let mut mine = Vec::new();
        // A round may come back empty because the other node was quicker; sixty rounds are enough for both.
        for _ in 0..60 {
            mine.extend(claim(&node, now(), 7).await);
        }
        mine
    };
    let [one, two] = nodes;
    let (one, two) = tokio::join!(tokio::spawn(all(one)), tokio::spawn(all(two)));
    let (one, two) = (one.unwrap(), two.unwrap());
    let ids: BTreeSet<OutboxId> = one.iter().chain(&two).map(|mail| mail.id).collect();
    assert_eq!(one.len() + two.len(), 60, "each taken once");
    assert_eq!(ids.len(), 60, "all taken");
}

#[tokio::test]
async fn what_was_settled_never_comes_back() {
    let scratch = Scratch::new();
    let store = store(&scratch).await;
    let id = |id| OutboxId(Uuid::from_u128(id));
    let notices: Vec<Owed> = (1..=5).map(|id| owed(id, Channel::Mail)).collect();
    owe(&store, &notices).await;
    claim(&store, now(), 10).await;

    store.mail_sent(id(1), now()).await.unwrap();
    store.mail_abandoned(id(2), "550 to RCPT").await.unwrap();
    store.mail_dropped(id(3), Fate::Withheld).await.unwrap();
    store.mail_to_paper(id(4), "550 to RCPT").await.unwrap();
    store.mail_put_off(id(5), now() + TimeDelta::hours(1), "451 to RCPT").await.unwrap();
    // A slow process that comes back late changes nothing any more.
    store.mail_abandoned(id(1), "late").await.unwrap();
    store.mail_put_off(id(2), now(), "late").await.unwrap();

    let hour = now() + TimeDelta::hours(1);
    assert_eq!(
        store.oldest_waiting(now()).await.unwrap(),
        Some(now()),
        "counts from when it was owed"
    );
    let due = claim(&store, hour, 10).await;
    assert_eq!(due.iter().map(|mail| mail.id).collect::<Vec<_>>(), [id(5)]);
    let counts: BTreeSet<(&str, u64)> = store
        .outbox_counts()
        .await
        .unwrap()
        .iter()
        .map(|(fate, rows)| (fate.name(), *rows))
        .collect();
    let expected = ["abandoned", "open", "sent", "waiting", "withheld"].map(|name| (name, 1));
    assert_eq!(counts, BTreeSet::from(expected));
}

#[tokio::test]
async fn a_mail_that_is_not_due_yet_is_not_late() {
    let scratch = Scratch::new();
    let store = store(&scratch).await;
    let morning = now() + TimeDelta::hours(9);
    owe(&store, &[Owed { due_at: morning, ..owed(1, Channel::Mail) }]).await;
    assert_eq!(store.oldest_waiting(now()).await.unwrap(), None);
    assert!(claim(&store, now(), 10).await.is_empty());
    assert_eq!(store.oldest_waiting(morning).await.unwrap(), Some(morning));
}

#[tokio::test]
async fn paper_waits_for_the_desk() {
    let scratch = Scratch::new();
    let store = store(&scratch).await;
    owe(&store, &[owed(1, Channel::Paper), owed(2, Channel::Mail), owed(3, Channel::Held)]).await;
    let case = CaseId(Uuid::from_u128(9));
    let papers = store.paper_for(case).await.unwrap();
    assert_eq!(papers.iter().map(|paper| paper.delivered_at).collect::<Vec<_>>(), [None]);
    let claimed = claim(&store, now(), 10).await;
    assert_eq!(claimed.len(), 1, "neither paper nor held mail is sent");

    let tx = store.begin().await.unwrap();
    let other = CaseId(Uuid::from_u128(8));
    assert!(!tx.paper_delivered(other, papers[0].id, now()).await.unwrap(), "another case's paper");
    assert!(tx.paper_delivered(case, papers[0].id, now()).await.unwrap());
    assert!(!tx.paper_delivered(case, papers[0].id, now()).await.unwrap(), "once");
    tx.commit().await.unwrap();
    assert_eq!(store.paper_for(case).await.unwrap()[0].delivered_at, Some(now()));
}
