//! Who gets which mail at the moment it leaves, and what becomes of mail that does not go.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use chrono::TimeDelta;
use gopy::app::post::{PostReport, send_due};
use gopy::domain::clock::ClockKind;
use gopy::domain::ids::OutboxId;
use gopy::domain::letter::Lang;
use gopy::domain::notice::{Addressee, Template};
use gopy::domain::post::{DeadlineLine, MailArgs};
use gopy::mail::{Mailer, Memory, Message, SendError};
use gopy::store::outbox::{Fate, Owed};
use uuid::Uuid;

use super::office::{Office, account_id, case_id};
use super::{day, number};

async fn office() -> (Office, Arc<Memory>) {
    let memory = Arc::new(Memory::default());
    (Office::open(memory.clone()).await, memory)
}

fn later() -> SendError {
    SendError::Later("451 to RCPT".to_owned())
}

fn never() -> SendError {
    SendError::Never("550 to RCPT".to_owned())
}

#[tokio::test]
async fn a_resident_reads_it_in_their_language_once() {
    let (office, memory) = office().await;
    office.case(1, Lang::En, Some("an@hop-thu.example.vn")).await;
    office.owe(&[office.news(10, 1)]).await;

    assert_eq!(office.send().await, PostReport { sent: 1, ..PostReport::default() });
    assert_eq!(office.send().await, PostReport::default(), "once");
    let sent = memory.sent();
    assert_eq!(sent[0].to.as_str(), "an@hop-thu.example.vn");
    assert_eq!(sent[0].words.subject, format!("There is news: {}", number(1)));
    assert_eq!(sent[0].id, format!("<{}@phuong.example.vn>", Uuid::from_u128(10)));
    assert_eq!(sent[0].written_at, office.now());
}

#[tokio::test]
async fn without_an_address_the_page_alone_tells() {
    let (office, memory) = office().await;
    office.case(1, Lang::Vi, None).await;
    office.owe(&[office.news(10, 1)]).await;
    assert_eq!(office.send().await, PostReport { dropped: 1, ..PostReport::default() });
    assert!(memory.sent().is_empty());
    assert_eq!(office.store.outbox_counts().await.unwrap(), [(Fate::PageOnly, 1)]);
}

#[tokio::test]
async fn who_was_kept_out_in_the_meantime_is_not_told() {
    let (office, memory) = office().await;
    office.case(1, Lang::Vi, None).await;
    for account in [5, 6, 7] {
        office.account(account).await;
    }
    office.owe(&[5, 6, 7].map(|account| office.intake(account, 1, account))).await;
    // After the mail was owed, before it leaves.
    let tx = office.store.begin().await.unwrap();
    let since = day("2026-11-16");
    tx.exclude(case_id(1), &[(account_id(5), "subject")], &[], since).await.unwrap();
    tx.disable_account(account_id(6), since).await.unwrap();
    tx.commit().await.unwrap();

    assert_eq!(office.send().await, PostReport { sent: 1, dropped: 2, ..PostReport::default() });
    let to: Vec<String> = memory.sent().iter().map(|mail| mail.to.as_str().to_owned()).collect();
    assert_eq!(to, ["kiemtra7@phuong.example.vn"]);
}

#[tokio::test]
async fn a_morning_bundle_loses_the_cases_one_may_not_know() {
    let (office, memory) = office().await;
    office.case(1, Lang::Vi, None).await;
    office.case(2, Lang::Vi, None).await;
    for account in [5, 6, 7] {
        office.account(account).await;
    }
    let line = |random| DeadlineLine {
        number: number(random),
        clock: ClockKind::Resolution,
        due_on: day("2026-11-16"),
    };
    let bundle = |account: u128| Owed {
        case: None,
        addressee: Addressee::Handler,
        template: Template::Reminder,
        args: MailArgs::Deadlines(vec![line(1), line(2)]),
        ..office.intake(account, 1, account)
    };
    office.owe(&[bundle(5), bundle(6), bundle(7)]).await;
    let tx = office.store.begin().await.unwrap();
    let since = day("2026-11-16");
    let both = [(account_id(5), "subject"), (account_id(6), "subject")];
    tx.exclude(case_id(1), &both, &[], since).await.unwrap();
    tx.exclude(case_id(2), &both[..1], &[], since).await.unwrap();
    tx.commit().await.unwrap();

    assert_eq!(office.send().await, PostReport { sent: 2, dropped: 1, ..PostReport::default() });
    for mail in memory.sent() {
        let told = |random| mail.words.text.contains(number(random).as_str());
        let all = mail.to.as_str().starts_with("kiemtra7");
        assert_eq!((told(1), told(2)), (all, true), "{}", mail.to.as_str());
        let count = if all { 2 } else { 1 };
        assert_eq!(mail.words.subject, format!("Hôm nay: 0 quá hạn, {count} sắp đến hạn"));
    }
}

#[tokio::test]
async fn what_may_pass_is_tried_again_under_the_same_name() {
    let (office, memory) = office().await;
    office.case(1, Lang::Vi, Some("an@hop-thu.example.vn")).await;
    office.owe(&[office.news(10, 1)]).await;
    memory.refuse_next(later());
    assert_eq!(office.send().await, PostReport { put_off: 1, ..PostReport::default() });
    assert_eq!(office.send().await, PostReport::default(), "not before its time");
    // One second, spread by a quarter either way.
    office.pass(TimeDelta::milliseconds(1_250));
    assert_eq!(office.send().await, PostReport { sent: 1, ..PostReport::default() });
    assert_eq!(memory.sent()[0].id, format!("<{}@phuong.example.vn>", Uuid::from_u128(10)));
}

#[tokio::test]
async fn a_resident_gets_paper_when_mail_fails_for_good() {
    let (office, memory) = office().await;
    office.case(1, Lang::Vi, Some("an@hop-thu.example.vn")).await;
    office.case(2, Lang::Vi, Some("binh@hop-thu.example.vn")).await;
    office.account(5).await;
    office.owe(&[office.news(10, 1)]).await;
    memory.refuse_next(never());
    assert_eq!(office.send().await, PostReport { to_paper: 1, ..PostReport::default() });
    let papers = office.store.paper_for(case_id(1)).await.unwrap();
    assert_eq!(papers[0].id, OutboxId(Uuid::from_u128(10)));
    assert_eq!(papers[0].addressee, Addressee::Reporter);

    // Five days of "later" come to the same; for staff the mail just ends.
    office.owe(&[office.news(20, 2), office.intake(21, 2, 5)]).await;
    for _ in 0..200 {
        memory.refuse_next(later());
    }
    let mut sum = PostReport::default();
    for _ in 0..40 {
        let report = office.send().await;
        sum.to_paper += report.to_paper;
        sum.abandoned += report.abandoned;
        office.pass(TimeDelta::hours(4));
    }
    assert_eq!((sum.to_paper, sum.abandoned), (1, 1));
    assert_eq!(office.store.paper_for(case_id(2)).await.unwrap().len(), 1);
    assert!(memory.sent().is_empty());
    assert_eq!(office.store.oldest_waiting(office.now()).await.unwrap(), None);
}

#[tokio::test]
async fn an_address_that_is_none_never_goes() {
    let (office, memory) = office().await;
    office.case(1, Lang::Vi, Some("an@b.vn\r\nBcc: x@y.vn")).await;
    office.owe(&[office.news(10, 1)]).await;
    assert_eq!(office.send().await, PostReport { to_paper: 1, ..PostReport::default() });
    assert!(memory.sent().is_empty());
}

/// Takes every mail, and for one address never comes back to say so.
struct Stuck {
    address: &'static str,
    memory: Memory,
}

#[async_trait]
impl Mailer for Stuck {
    async fn send(&self, message: &Message) -> Result<(), SendError> {
        self.memory.send(message).await?;
        if message.to.as_str() == self.address {
            std::future::pending::<()>().await;
        }
        Ok(())
    }
}

/// Sends until this is so, then stops in the middle, as a crash does. The run must not end by itself before.
async fn sent_until(office: &Office, is_so: impl AsyncFn() -> bool) {
    let so = async {
        while !is_so().await {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    let sending = async {
        tokio::select! {
            biased;
            report = send_due(&office.app) => unreachable!("the slow one came back: {report:?}"),
            () = so => (),
        }
    };
    tokio::time::timeout(Duration::from_mins(1), sending).await.unwrap();
}

#[tokio::test]
async fn dying_between_sending_and_noting_repeats_the_same_mail() {
    let address = "an@hop-thu.example.vn";
    let stuck = Arc::new(Stuck { address, memory: Memory::default() });
    let office = Office::open(stuck.clone()).await;
    office.case(1, Lang::Vi, Some(address)).await;
    office.owe(&[office.news(10, 1)]).await;

    for nth in 1..=2 {
        // Dropped as by a crash: the mail is out, and nothing says so.
        sent_until(&office, async || stuck.memory.sent().len() == nth).await;
        office.pass(TimeDelta::seconds(31));
    }
    let ids: Vec<String> = stuck.memory.sent().into_iter().map(|mail| mail.id).collect();
    assert_eq!(ids.len(), 2);
    assert_eq!(ids[0], ids[1]);
    assert!(office.store.oldest_waiting(office.now()).await.unwrap().is_some(), "still owed");
}

#[tokio::test]
async fn one_slow_server_does_not_stop_the_rest() {
    let address = "cham@hop-thu.example.vn";
    let stuck = Arc::new(Stuck { address, memory: Memory::default() });
    let office = Office::open(stuck.clone()).await;
    office.case(1, Lang::Vi, Some(address)).await;
    office.case(2, Lang::Vi, Some("an@hop-thu.example.vn")).await;
    let mut notices = vec![office.news(10, 1)];
    notices.extend((11..=30).map(|id| office.news(id, 2)));
    office.owe(&notices).await;
    let all_but_one = async || {
        let counts = office.store.outbox_counts().await.unwrap();
        counts.contains(&(Fate::Sent, 20))
    };
    sent_until(&office, all_but_one).await;
    assert_eq!(stuck.memory.sent().len(), 21);
}

#[tokio::test]
async fn nor_does_it_stop_what_is_owed_later() {
    let address = "cham@hop-thu.example.vn";
    let stuck = Arc::new(Stuck { address, memory: Memory::default() });
    let office = Office::open(stuck.clone()).await;
    office.case(1, Lang::Vi, Some(address)).await;
    office.case(2, Lang::Vi, Some("an@hop-thu.example.vn")).await;
    office.owe(&[office.news(10, 1)]).await;
    let owed = AtomicBool::new(false);
    let both = async || {
        if !stuck.memory.sent().is_empty() && !owed.swap(true, Ordering::SeqCst) {
            office.owe(&[office.news(11, 2)]).await;
        }
        stuck.memory.sent().len() == 2
    };
    sent_until(&office, both).await;
}

#[tokio::test]
async fn nobody_is_flooded_with_confirmations_of_letters_they_did_not_send() {
    let (office, memory) = office().await;
    let addresses = ["an@thu.vn", "An+1@Thu.vn", "an@thu.vn", "binh@thu.vn"];
    for (id, address) in (1..).zip(addresses) {
        office.case(id, Lang::Vi, Some(address)).await;
        let received = Owed { template: Template::Received, ..office.news(10 + id, id) };
        office.owe(&[received, office.news(20 + id, id)]).await;
    }
    let report = office.send().await;
    assert_eq!((report.sent, report.dropped), (2 + 4, 2), "the page tells; later news goes out");
    let counts = office.store.outbox_counts().await.unwrap();
    assert!(counts.contains(&(Fate::PageOnly, 2)), "{counts:?}");
    assert_eq!(memory.sent().len(), 6);
}
