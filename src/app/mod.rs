//! What the portal does: one function per thing that a person, a program or a timer asks for.

pub mod agenda;
mod appeals;
pub mod audit;
pub mod backup;
pub mod breaches;
pub mod calendars;
pub mod cases;
mod challenges;
pub mod conflict;
pub mod count;
pub mod demo;
pub mod desk;
pub mod duties;
pub mod evidence;
pub mod factors;
pub mod feeds;
pub mod generate;
mod grants;
pub mod interests;
pub mod invitations;
pub mod knowledge;
mod leak;
pub mod leaves;
pub mod letters;
pub mod lists;
pub mod notify;
pub mod oidc;
pub mod operations;
pub mod organisation;
pub mod own;
mod passwords;
pub mod post;
pub mod promise;
pub mod reads;
pub mod recount;
pub mod register;
pub mod reminders;
pub mod reorganisation;
mod replies;
pub mod reseal;
pub mod retention;
mod roll;
pub mod runs;
pub mod search;
pub mod sessions;
pub mod sign_in;
mod slow;
pub mod statistics;
pub mod step_up;
pub mod suggest;
pub mod tracking;
pub mod transfer;
pub mod users;
pub mod vault;
pub mod view;
mod words;

use std::sync::{Arc, OnceLock, RwLock};
use std::time::Duration;

use thiserror::Error;
use tokio::sync::{Notify, Semaphore};

use crate::clock::{Clock, Now};
use crate::config::Settings;
use crate::domain::decide::{Bounds, Refusal};
use crate::domain::evidence::FileFlaw;
use crate::domain::leak::Risk;
use crate::domain::letter::FieldFlaw;
use crate::domain::password::Weak;
use crate::domain::purpose::Purpose;
use crate::domain::receipt::ReceiptFlaw;
use crate::keys::{Broken, Keys};
use crate::limits::{self, Action, Limiter, Logins, Source};
use crate::objects::Objects;
use crate::provider::Provider;
use crate::rules::Rules;
use crate::store::{Store, StoreError};

pub use crate::rules::LineFlaw;
pub use factors::Offer;
pub use promise::{Promise, Promised};
pub use words::{Answer, DraftWords, Held, Words};

/// Everything an operation may need. The doors hold it, but cannot reach the store through it.
#[derive(Clone)]
pub struct App {
    pub(crate) inner: Arc<Inner>,
    clock: Arc<dyn Clock>,
    /// Where whoever asks comes from, when it is somebody from outside.
    from: Option<Source>,
}

pub(crate) struct Inner {
    pub store: Store,
    pub keys: Keys,
    /// Swapped whole when a year is loaded.
    pub rules: RwLock<Arc<Rules>>,
    pub settings: Settings,
    pub post: post::Post,
    /// Rung after a commit that left mail to send.
    pub mail_due: Notify,
    /// Rung when a tie was declared or an account made: somebody may have to be kept out.
    pub gate_due: Notify,
    /// Rung when a calendar was adopted.
    pub clocks_due: Notify,
    /// Rung when there is a vault for what waited.
    pub vault_due: Notify,
    /// Custodians have their say one after the other: what two lend at once must not both be written down.
    pub vault_turn: tokio::sync::Mutex<()>,
    /// Bounds how many slow hashes run at once: memory is finite, and so are cores.
    pub slow: slow::Slow,
    /// One file at a time is held in memory as a whole.
    pub bench: Semaphore,
    /// Opened when the first file comes.
    pub objects: OnceLock<Objects>,
    pub register: register::Cache,
    /// Where staff may sign in elsewhere.
    pub provider: Option<Provider>,
    /// Questions to it that were answered once.
    pub answered: oidc::Answered,
    limiter: Limiter,
    logins: Logins,
}

impl std::fmt::Debug for App {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("App")
    }
}

impl App {
    pub fn new(
        store: Store,
        clock: Arc<dyn Clock>,
        keys: Keys,
        rules: Rules,
        settings: Settings,
        post: post::Post,
    ) -> Self {
        let limiter = Limiter::new(&settings.limits);
        let provider = Provider::of(&settings);
        let inner = Inner {
            store,
            keys,
            rules: RwLock::new(Arc::new(rules)),
            settings,
            post,
            mail_due: Notify::new(),
            gate_due: Notify::new(),
            clocks_due: Notify::new(),
            slow: slow::Slow::new(),
            vault_due: Notify::new(),
            vault_turn: tokio::sync::Mutex::default(),
            bench: Semaphore::new(1),
            objects: OnceLock::new(),
            register: register::Cache::default(),
            provider,
            answered: oidc::Answered::default(),
            limiter,
            logins: Logins::new(),
        };
        Self { inner: Arc::new(inner), clock, from: None }
    }

    /// The same portal at another time: for jobs run as if it were another day, and for made-up history.
    #[must_use]
    pub fn with_clock(&self, clock: Arc<dyn Clock>) -> Self {
        Self { inner: Arc::clone(&self.inner), clock, from: self.from }
    }

    /// The same portal as asked from there: who comes with many wrong receipts is slowed down.
    #[must_use]
    pub fn asked_from(&self, source: impl Into<Source>) -> Self {
        Self { from: Some(source.into()), ..self.clone() }
    }

    pub fn settings(&self) -> &Settings {
        &self.inner.settings
    }

    pub fn now(&self) -> Now {
        self.clock.now()
    }

    /// Counts one action of whoever asks; both doors ask before they act.
    ///
    /// # Errors
    /// [`AppError::TooMany`] when there were too many from the same source.
    pub fn admit(&self, source: impl Into<Source>, action: Action) -> Result<(), AppError> {
        self.inner.limiter.admit(self.now().day, source, action).map_err(AppError::TooMany)
    }

    /// Counts the confirmation of a letter to an address; false when that address, or its mail server, has had
    /// enough of them.
    pub(crate) fn may_confirm_to(&self, address: &str) -> bool {
        let (mailbox, server) = limits::mailbox(address);
        self.admit(mailbox, Action::Confirmation).is_ok()
            && self.admit(server, Action::ConfirmationServer).is_ok()
    }

    /// In which line a look-up stands, and how long its source would have to wait for another one.
    fn look_up(&self) -> (slow::Line, Option<Duration>) {
        let (Some(source), day) = (self.from, self.now().day) else {
            return (slow::Line::LookUp, None);
        };
        let wait = self.inner.limiter.admit(day, source, Action::LookUp).err();
        let doubtful = wait.is_some() || self.inner.limiter.often_wrong(day, source);
        (if doubtful { slow::Line::Doubtful } else { slow::Line::LookUp }, wait)
    }

    /// Remembers until midnight that a receipt from there was wrong.
    fn was_wrong(&self) {
        if let Some(source) = self.from {
            self.inner.limiter.was_wrong(self.now().day, source);
        }
    }

    /// Holds a source back that was often wrong about this login.
    ///
    /// # Errors
    /// [`AppError::TooMany`] when it has to wait.
    pub fn admit_login(&self, source: impl Into<Source>, login: &str) -> Result<(), AppError> {
        if !self.settings().limits.enabled {
            return Ok(());
        }
        let (login, now) = (login.trim(), self.now().at);
        self.inner.logins.admit(login, source.into(), now).map_err(AppError::TooMany)
    }

    /// Notes whether a source was right about this login.
    pub fn note_login(&self, source: impl Into<Source>, login: &str, right: bool) {
        self.inner.logins.note(login.trim(), source.into(), right, self.now().at);
    }

    /// The key behind the tokens that guard forms.
    pub fn csrf_key(&self) -> [u8; 32] {
        self.inner.keys.csrf()
    }

    /// Resolves when mail may be waiting.
    pub async fn mail_due(&self) {
        self.inner.mail_due.notified().await;
    }

    /// Resolves when the gate may have to be worked out anew.
    pub async fn gate_due(&self) {
        self.inner.gate_due.notified().await;
    }

    /// Whether this database holds the demonstration, and so may be filled and set back.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn is_demo(&self) -> Result<bool, AppError> {
        Ok(self.store().fact("demo").await?.is_some())
    }

    pub(crate) fn store(&self) -> &Store {
        &self.inner.store
    }

    pub(crate) fn post(&self) -> &post::Post {
        &self.inner.post
    }

    pub(crate) fn keys(&self) -> &Keys {
        &self.inner.keys
    }

    pub(crate) fn bounds(&self) -> Bounds {
        let limits = &self.inner.settings.limits;
        Bounds { asks: limits.asks, hold_days: limits.hold_days }
    }

    /// Resolves when clocks are to be held against a new calendar.
    pub async fn clocks_due(&self) {
        self.inner.clocks_due.notified().await;
    }

    pub(crate) fn ring_clocks(&self) {
        self.inner.clocks_due.notify_one();
    }

    /// Resolves when identities may move into the vault.
    pub async fn vault_due(&self) {
        self.inner.vault_due.notified().await;
    }

    pub(crate) fn ring_vault(&self) {
        self.inner.vault_due.notify_one();
    }

    /// Runs something so slow and large that nothing else slow runs beside it, off the async threads.
    pub(crate) async fn slowly<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> anyhow::Result<T> + Send + 'static,
    ) -> Result<T, AppError> {
        slow::alone(self, work).await
    }

    pub(crate) fn ring(&self) {
        self.inner.mail_due.notify_one();
    }

    pub(crate) fn ring_gate(&self) {
        self.inner.gate_due.notify_one();
    }
}

/// Why an operation did not happen. Knows nothing of HTTP.
#[derive(Debug, Error)]
pub enum AppError {
    #[error("some fields need mending")]
    Flaws(Vec<FieldFlaw>),
    #[error("some lines need mending")]
    Lines(Vec<LineFlaw>),
    #[error("this is no receipt")]
    Receipt(ReceiptFlaw),
    #[error(transparent)]
    Refused(Refusal),
    #[error("it does not exist for you")]
    NotFound,
    #[error("someone changed it in the meantime")]
    Stale,
    #[error("this idempotency key stands for another letter")]
    KeyReused,
    /// How long to wait.
    #[error("too many from this source")]
    TooMany(Duration),
    /// It was there, and was destroyed; told to the holder of its receipt alone.
    #[error("the dossier was destroyed")]
    Gone(retention::Gone),
    /// How long to wait.
    #[error("more is asked for than this machine can do")]
    Busy(Duration),
    /// The summary for the subject may betray who wrote.
    #[error("the summary may betray the reporter")]
    Risks(Vec<Risk>),
    /// Why a file is not taken, or not given.
    #[error("a file is not taken: {0}")]
    File(FileFlaw),
    /// A passphrase, a key or a share of the vault.
    #[error("the vault stays shut")]
    Vault(vault::Hitch),
    #[error("login or password is wrong, or the session is over")]
    Denied,
    /// The password was right, but the second factor was not there or wrong.
    #[error("the second factor is missing or wrong")]
    HalfWay(sign_in::HalfWay),
    /// Whoever is signed in proves first that it is them.
    #[error("password and code are asked for again")]
    StepUp(Purpose),
    /// Why nobody came in from the identity provider.
    #[error("{0}")]
    Provider(oidc::Hitch),
    #[error("no good password: {0}")]
    Password(Weak),
    #[error("{0}")]
    Account(users::AccountFlaw),
    #[error("something broke")]
    Broken(#[source] anyhow::Error),
}

/// What an error means to whoever asked, whichever door they came through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    BadInput,
    Refused,
    NotFound,
    Conflict,
    Denied,
    TooMany,
    Busy,
    Broken,
}

impl AppError {
    pub fn kind(&self) -> Kind {
        match self {
            Self::Password(_) | Self::Account(_) => Kind::BadInput,
            Self::Flaws(_) | Self::Lines(_) | Self::Receipt(_) | Self::Risks(_) | Self::File(_) => {
                Kind::BadInput
            }
            Self::Refused(_) => Kind::Refused,
            Self::NotFound | Self::Gone(_) => Kind::NotFound,
            Self::Vault(_) => Kind::BadInput,
            Self::Stale | Self::KeyReused => Kind::Conflict,
            Self::Provider(oidc::Hitch::Down) => Kind::Busy,
            Self::Provider(oidc::Hitch::Taken) => Kind::BadInput,
            Self::Denied | Self::HalfWay(_) | Self::StepUp(_) | Self::Provider(_) => Kind::Denied,
            Self::TooMany(_) => Kind::TooMany,
            Self::Busy(_) => Kind::Busy,
            Self::Broken(_) => Kind::Broken,
        }
    }
}

/// What an account may not know of does not exist for it.
impl From<Refusal> for AppError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::NotYours => Self::NotFound,
            refusal => Self::Refused(refusal),
        }
    }
}

impl From<StoreError> for AppError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Missing => Self::NotFound,
            StoreError::Stale(_) => Self::Stale,
            error => Self::Broken(error.into()),
        }
    }
}

impl From<Broken> for AppError {
    fn from(error: Broken) -> Self {
        Self::Broken(error.into())
    }
}

impl From<anyhow::Error> for AppError {
    fn from(error: anyhow::Error) -> Self {
        Self::Broken(error)
    }
}

/// Random ids: they stand in URLs and must not show time or order.
#[expect(clippy::disallowed_methods, reason = "this is the one place that makes ids")]
pub(crate) fn fresh_id() -> uuid::Uuid {
    uuid::Uuid::new_v4()
}
