//! The loop that runs the background jobs.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use async_trait::async_trait;
use chrono::TimeDelta;
use gopy::domain::letter::Lang;
use gopy::jobs;
use gopy::mail::{Mailer, Memory, Message, SendError};
use tokio_util::sync::CancellationToken;

use super::office::Office;

/// Panics on its first mail, takes the others.
#[derive(Default)]
struct Clumsy {
    mails: AtomicU32,
    memory: Memory,
}

#[async_trait]
impl Mailer for Clumsy {
    async fn send(&self, message: &Message) -> Result<(), SendError> {
        assert!(0 < self.mails.fetch_add(1, Ordering::SeqCst), "clumsy");
        self.memory.send(message).await
    }
}

async fn until(what: impl Fn() -> bool) {
    let started = Instant::now();
    while !what() {
        assert!(started.elapsed() < Duration::from_secs(20), "it never came");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn jobs_survive_a_panic_and_stop_when_told() {
    let clumsy = Arc::new(Clumsy::default());
    let office = Office::open(clumsy.clone()).await;
    office.case(1, Lang::Vi, Some("an@hop-thu.example.vn")).await;
    office.owe(&[office.news(10, 1)]).await;

    let stop = CancellationToken::new();
    let running = jobs::start(&office.app, &stop);
    until(|| clumsy.mails.load(Ordering::SeqCst) == 1).await;
    // The lease of the run that panicked ends; the next run takes the mail.
    office.pass(TimeDelta::seconds(31));
    until(|| clumsy.memory.sent().len() == 1).await;

    stop.cancel();
    let stopped = Instant::now();
    running.wait().await;
    // Nothing was left to wait for: the grace of five seconds was not needed.
    assert!(stopped.elapsed() < Duration::from_secs(4));
}

#[tokio::test]
async fn a_round_runs_what_is_asked_for_and_notes_it() {
    let memory = Arc::new(Memory::default());
    let office = Office::open(memory.clone()).await;
    office.case(1, Lang::Vi, Some("an@hop-thu.example.vn")).await;
    office.owe(&[office.news(10, 1)]).await;

    let reports = jobs::run_once(&office.app, Some("send-mail")).await.unwrap();
    assert_eq!(reports.len(), 1);
    assert_eq!(reports[0].1.done, 1);
    let noted = gopy::app::runs::last(&office.app).await.unwrap();
    let noted: Vec<_> = noted.iter().map(|run| (run.name.as_str(), run.ran_at)).collect();
    assert_eq!(noted, [("send-mail", office.now())]);

    let all = jobs::run_once(&office.app, None).await.unwrap();
    assert_eq!(all.len(), jobs::JOBS.len());
    let unknown = jobs::run_once(&office.app, Some("send-male")).await.unwrap_err();
    assert!(unknown.to_string().starts_with("there is no job \"send-male\"; there are: "));
}
