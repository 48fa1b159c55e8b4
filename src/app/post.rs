//! Getting mail out of the house: each mail that is due, once.

mod reader;

use std::collections::VecDeque;
use std::pin::pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use chrono::TimeDelta;
use futures_util::{Stream, StreamExt as _, stream};
use tokio::sync::{Notify, OwnedMutexGuard};

use self::reader::Reader;
use super::{App, AppError, invitations};
use crate::config::Settings;
use crate::domain::notice::Addressee;
use crate::domain::post::{Failure, MailArgs};
use crate::mail::{self, ComposeError, Composer, Mailer, Message, Notice, SendError};
use crate::store::outbox::{Claimed, Fate};

/// Mails on their way at a time, so that one slow server does not stop the rest (security S-52).
const AT_ONCE: usize = 4;

/// How long a mail stays with a process that does not stir; after a crash it is sent again this soon.
const LEASE: TimeDelta = TimeDelta::seconds(30);

/// How long a mail may take before others go past it, those too that became due since.
const TURN: Duration = Duration::from_secs(1);

/// How often a process that is still sending says so.
const STIR: Duration = Duration::from_secs(10);

/// What writes mails and the way they go.
pub struct Post {
    composer: Composer,
    mailer: Arc<dyn Mailer>,
    turns: Mutex<Arc<Turn>>,
}

type Turn = tokio::sync::Mutex<()>;

impl Post {
    /// The way that the settings name.
    ///
    /// # Errors
    /// When the settings name no usable way, or a template cannot be read.
    pub fn open(settings: &Settings) -> anyhow::Result<Self> {
        Ok(Self::through(mail::open(settings)?, settings)?)
    }

    /// A way of the caller's choice.
    ///
    /// # Errors
    /// When a template cannot be read.
    pub fn through(mailer: Arc<dyn Mailer>, settings: &Settings) -> Result<Self, ComposeError> {
        Ok(Self { composer: Composer::new(settings)?, mailer, turns: Mutex::default() })
    }

    /// One mail after the other between handing over and noting so: whoever kills the process then repeats one mail
    /// and no more. Nobody waits for a slow one, though.
    async fn turn(&self) -> OwnedMutexGuard<()> {
        loop {
            let turn = Arc::clone(&self.turns.lock().unwrap_or_else(PoisonError::into_inner));
            let waiting = Arc::clone(&turn).lock_owned();
            if let Ok(mine) = tokio::time::timeout(TURN, waiting).await {
                return mine;
            }
            let mut turns = self.turns.lock().unwrap_or_else(PoisonError::into_inner);
            if Arc::ptr_eq(&turn, &turns) {
                *turns = Arc::default();
            }
        }
    }
}

/// What one run did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PostReport {
    pub sent: u32,
    pub put_off: u32,
    /// Given up; operators see it.
    pub abandoned: u32,
    /// Turned into paper for the desk to hand over.
    pub to_paper: u32,
    /// Readers who may no longer know, or have no address any more.
    pub dropped: u32,
}

impl PostReport {
    pub fn total(&self) -> u32 {
        self.sent + self.put_off + self.abandoned + self.to_paper + self.dropped
    }

    fn count(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::Sent => self.sent += 1,
            Outcome::PutOff => self.put_off += 1,
            Outcome::Abandoned => self.abandoned += 1,
            Outcome::ToPaper => self.to_paper += 1,
            Outcome::Dropped => self.dropped += 1,
        }
    }
}

#[derive(Clone, Copy)]
enum Outcome {
    Sent,
    PutOff,
    Abandoned,
    ToPaper,
    Dropped,
}

/// Sends every mail that is due, until none is; those that become due meanwhile do not wait for a slow one.
///
/// A mail goes out twice, under the same Message-ID, if the process dies between sending it and noting
/// so. It never gets lost.
///
/// # Errors
/// When the database fails. Mails already on their way are still seen through.
pub async fn send_due(app: &App) -> Result<PostReport, AppError> {
    let mut report = PostReport::default();
    let mut broken = None;
    let deliveries = claims(app).map(|taken| async move {
        let (mail, _hand) = taken?;
        deliver(app, &mail).await
    });
    let mut outcomes = pin!(deliveries.buffer_unordered(AT_ONCE));
    while let Some(outcome) = outcomes.next().await {
        match outcome {
            Ok(outcome) => report.count(outcome),
            Err(error) => broken = Some(error),
        }
    }
    broken.map_or(Ok(report), Err)
}

/// How long the words of a mail are kept after it went out (security S-62).
const KEPT: TimeDelta = TimeDelta::days(7);

/// Takes the words out of mails that are done with; answers how many.
///
/// # Errors
/// When the database fails.
pub async fn purge(app: &App) -> Result<u64, AppError> {
    Ok(app.store().empty_mails(app.now().at - KEPT).await?)
}

/// How many mails of a run are on their way.
#[derive(Default)]
struct Hands {
    busy: AtomicUsize,
    freed: Notify,
}

/// One mail on its way.
struct Hand(Arc<Hands>);

impl Hands {
    fn take(self: &Arc<Self>) -> Hand {
        self.busy.fetch_add(1, Ordering::Relaxed);
        Hand(Arc::clone(self))
    }

    fn are_free(&self) -> bool {
        self.busy.load(Ordering::Relaxed) == 0
    }
}

impl Drop for Hand {
    fn drop(&mut self) {
        self.0.busy.fetch_sub(1, Ordering::Relaxed);
        self.0.freed.notify_one();
    }
}

/// The mails that are due, claimed only when there is a hand free to send them. While one is on its way, it looks again
/// for what became due since; whoever owes a mail after the last one rings for the next run.
fn claims(app: &App) -> impl Stream<Item = Result<(Claimed, Hand), AppError>> {
    let begin = Some((VecDeque::<Claimed>::new(), Arc::new(Hands::default())));
    stream::unfold(begin, move |run| async move {
        let (mut claimed, hands) = run?;
        loop {
            if let Some(mail) = claimed.pop_front() {
                return Some((Ok((mail, hands.take())), Some((claimed, hands))));
            }
            let now = app.now().at;
            match app.store().claim_due(now, now + LEASE, AT_ONCE as u64).await {
                Ok(more) => claimed.extend(more),
                Err(error) => return Some((Err(error.into()), None)),
            }
            if claimed.is_empty() && !hands.are_free() {
                let _either = tokio::time::timeout(TURN, hands.freed.notified()).await;
            }
            if claimed.is_empty() && hands.are_free() {
                return None;
            }
        }
    })
}

async fn deliver(app: &App, mail: &Claimed) -> Result<Outcome, AppError> {
    let result = match reader::of(app, mail).await {
        Ok(Reader::Nobody(fate)) => {
            tracing::info!(mail.id = mail.message_id, fate = fate.name(), "dropped a mail");
            app.store().mail_dropped(mail.id, fate).await?;
            return Ok(Outcome::Dropped);
        }
        Ok(Reader::Somebody(reader)) => {
            let _turn = app.post().turn().await;
            let sent = send(app, mail, &reader).await;
            if sent.is_ok() {
                app.store().mail_sent(mail.id, app.now().at).await?;
            }
            sent
        }
        Ok(Reader::Unreachable) => Err(SendError::Never("bad address".to_owned())),
        Err(error) => {
            let cause = &error as &dyn std::error::Error;
            tracing::error!(mail.id = mail.message_id, cause, "cannot tell who reads a mail");
            Err(SendError::Later(error.to_string()))
        }
    };
    match result {
        Ok(()) => Ok(Outcome::Sent),
        Err(SendError::Later(why)) => put_off(app, mail, &why).await,
        Err(SendError::Never(why)) => give_up(app, mail, &why).await,
    }
}

async fn send(app: &App, mail: &Claimed, reader: &reader::Person) -> Result<(), SendError> {
    let now = app.now();
    let Post { composer, mailer, .. } = app.post();
    let secret = match &reader.args {
        MailArgs::Invitation { id, .. } => Some(invitations::secret(app, *id)),
        _ => None,
    };
    let notice = Notice {
        template: mail.template,
        addressee: mail.addressee,
        args: &reader.args,
        secret: secret.as_deref(),
    };
    let words = composer
        .words(&notice, reader.lang, now.day)
        .map_err(|error| SendError::Never(error.to_string()))?;
    let (id, to) = (mail.message_id.clone(), reader.address.clone());
    let message = Message { id, to, written_at: now.at, words };
    let sending = mailer.send(&message);
    let mut sending = pin!(sending);
    let sent = loop {
        tokio::select! {
            sent = &mut sending => break sent,
            () = tokio::time::sleep(STIR) => stir(app, mail).await,
        }
    };
    let id = &message.id;
    match &sent {
        // Neither address nor exact time of a resident's mail belongs in a log (S-4).
        Ok(()) => tracing::debug!(mail.id = id, "sent a mail"),
        Err(why) => tracing::warn!(mail.id = id, %why, "a mail did not go"),
    }
    sent
}

/// Keeps the lease. When that fails the mail may go out twice, which its Message-ID shows.
async fn stir(app: &App, mail: &Claimed) {
    let kept = app.store().prolong_lease(mail, app.now().at + LEASE).await;
    if !matches!(kept, Ok(true)) {
        tracing::warn!(mail.id = mail.message_id, "lost the lease of a mail that is being sent");
    }
}

async fn put_off(app: &App, mail: &Claimed, why: &str) -> Result<Outcome, AppError> {
    let now = app.now().at;
    let base = app.settings().mail.retry_base_ms;
    let base = TimeDelta::milliseconds(i64::try_from(base).unwrap_or(i64::MAX));
    let failure = Failure { id: mail.id, attempts: mail.attempts, owed_since: mail.owed_since };
    match failure.next_try(now, base) {
        Some(until) => {
            app.store().mail_put_off(mail.id, until, why).await?;
            Ok(Outcome::PutOff)
        }
        None => give_up(app, mail, why).await,
    }
}

/// What a resident must be told goes on paper then; other mail ends here, in the operators' sight.
async fn give_up(app: &App, mail: &Claimed, why: &str) -> Result<Outcome, AppError> {
    tracing::warn!(mail.id = mail.message_id, why, "gave a mail up");
    if mail.addressee == Addressee::Reporter {
        app.store().mail_to_paper(mail.id, why).await?;
        return Ok(Outcome::ToPaper);
    }
    app.store().mail_abandoned(mail.id, why).await?;
    Ok(Outcome::Abandoned)
}
