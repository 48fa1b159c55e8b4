//! Signing in through an identity provider, which proves who it is and nothing more: accounts, roles and the second
//! factor are ours ([decision 0018](../../docs/decisions/0018-an-identity-provider.md)).

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use thiserror::Error;
use uuid::Uuid;

use super::sessions::{self, Session, Staff};
use super::sign_in;
use super::users::{self, By};
use super::{App, AppError, invitations, own, step_up};
use crate::config::Settings;
use crate::domain::ids::AccountId;
use crate::domain::invitation::Change;
use crate::domain::purpose::Purpose;
use crate::keys;
use crate::provider::{Ask, Asked, Identity, Provider, ProviderError};

pub use crate::provider::{Answer, BACK};

/// How long somebody may take at the provider.
pub const GOOD: TimeDelta = TimeDelta::minutes(10);

/// Where the question lies sealed to.
const PLACE: &str = "question to the identity provider";

/// Why nobody came in from the provider, and what to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Hitch {
    /// Not asked from this browser, too long ago, or answered before: begin again.
    #[error("no question of this browser is answered by this")]
    Lost,
    /// Come in by the password.
    #[error("the identity provider does not answer")]
    Down,
    /// It let nobody in, or said what is not to be believed.
    #[error("the identity provider let nobody in")]
    Refused,
    /// No account that may be entered is linked: link it first.
    #[error("no account is linked")]
    Unknown,
    /// There is no app yet: set it up after the password.
    #[error("the account has no second factor")]
    NoFactor,
    /// Another account is linked already.
    #[error("another account is linked")]
    Taken,
}

impl Hitch {
    pub const ALL: [Self; 6] =
        [Self::Lost, Self::Down, Self::Refused, Self::Unknown, Self::NoFactor, Self::Taken];

    /// What the key of its sentence ends with.
    pub fn name(self) -> &'static str {
        match self {
            Self::Lost => "lost",
            Self::Down => "down",
            Self::Refused => "refused",
            Self::Unknown => "unknown",
            Self::NoFactor => "no-factor",
            Self::Taken => "taken",
        }
    }
}

/// A way to the provider that somebody is sent.
#[derive(Debug)]
pub struct Way {
    /// The address at the provider.
    pub to: String,
    /// For the browser to bring back: what was asked, sealed.
    pub question: String,
}

/// Where somebody stands who came back.
#[derive(Debug)]
pub enum Arrived {
    /// At the second step: our own code.
    HalfWay(Session),
    /// Inside, for the provider asked for a second factor itself.
    Inside(Session),
    /// The account is linked.
    Linked,
}

/// What is wanted of the provider.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
enum Errand {
    SignIn,
    /// Of this account.
    Link(Uuid),
}

#[derive(Serialize, Deserialize)]
struct Question {
    asked: Asked,
    errand: Errand,
    /// The page to go on to.
    wanted: String,
    until: DateTime<Utc>,
}

/// Questions whose answers were taken, until they are too old anyway. Only what this program has sealed is kept here.
#[derive(Default)]
pub(crate) struct Answered(Mutex<HashMap<[u8; 32], DateTime<Utc>>>);

impl Answered {
    /// Whether this one is answered for the first time.
    fn first(&self, question: &Question, now: DateTime<Utc>) -> bool {
        let mut answered = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        answered.retain(|_, until| now < *until);
        let state = keys::fingerprint(question.asked.state.as_bytes());
        answered.insert(state, question.until).is_none()
    }
}

/// Whether a provider could be asked, if the settings name one; nothing is connected.
///
/// # Errors
/// One sentence.
pub fn check(settings: &Settings) -> anyhow::Result<()> {
    Provider::of(settings).map_or(Ok(()), |provider| Ok(provider.check()?))
}

/// # Errors
/// [`AppError::NotFound`] where the settings name no provider.
fn provider(app: &App) -> Result<&Provider, AppError> {
    app.inner.provider.as_ref().ok_or(AppError::NotFound)
}

/// The way to the provider, to sign in and go on to the page `wanted`.
///
/// # Errors
/// [`AppError::NotFound`] where there is none, [`Hitch::Down`] when it does not answer.
pub async fn begin(app: &App, wanted: &str) -> Result<Way, AppError> {
    way(app, Ask::Any, Errand::SignIn, wanted).await
}

/// The way to the provider, to link one's account to whom the provider knows.
///
/// # Errors
/// [`AppError::StepUp`] without a proof; as [`begin`].
pub async fn begin_link(app: &App, who: &Staff) -> Result<Way, AppError> {
    may_link(app, who)?;
    way(app, Ask::Anew, Errand::Link(who.account.id.0), "").await
}

async fn way(app: &App, ask: Ask, errand: Errand, wanted: &str) -> Result<Way, AppError> {
    let now = app.now().at;
    let (to, asked) = provider(app)?.ask(ask, now).await.map_err(|error| hitch(&error))?;
    let question = Question { asked, errand, wanted: wanted.to_owned(), until: now + GOOD };
    let plain = serde_json::to_vec(&question).map_err(anyhow::Error::from)?;
    Ok(Way { to, question: BASE64.encode(app.keys().seal(PLACE, &plain)) })
}

/// Takes the answer that somebody brought back, once, if it is to the question of their browser. Answers the page to
/// go on to as well.
///
/// # Errors
/// [`AppError::Provider`].
pub async fn arrive(
    app: &App,
    who: Option<&Staff>,
    question: Option<&str>,
    answer: &Answer,
) -> Result<(Arrived, String), AppError> {
    let provider = provider(app)?;
    let now = app.now().at;
    let question = question.and_then(|sealed| unsealed(app, sealed));
    let question = question.filter(|one| now < one.until && one.asked.state == answer.state);
    let question = question.filter(|one| app.inner.answered.first(one, now));
    let question = question.ok_or(AppError::Provider(Hitch::Lost))?;
    let identity = match provider.hear(&question.asked, answer, now).await {
        Ok(identity) => identity,
        Err(error) => {
            sign_in::refused(app, "no answer that is taken").await?;
            return Err(hitch(&error));
        }
    };
    let arrived = match question.errand {
        Errand::SignIn => enter(app, &identity).await?,
        Errand::Link(account) => {
            let who = who.filter(|who| who.account.id.0 == account);
            link(app, who.ok_or(AppError::Provider(Hitch::Lost))?, &identity).await?
        }
    };
    Ok((arrived, question.wanted))
}

fn unsealed(app: &App, sealed: &str) -> Option<Question> {
    let plain = app.keys().open(PLACE, &BASE64.decode(sealed).ok()?).ok()?;
    serde_json::from_slice(&plain).ok()
}

/// What stands for somebody whom the provider knows, and tells nothing of them.
fn hashed(app: &App, identity: &Identity) -> [u8; 32] {
    let value = format!("{}\0{}", identity.issuer, identity.subject);
    app.keys().lookup("identity provider", value.as_bytes())
}

async fn enter(app: &App, identity: &Identity) -> Result<Arrived, AppError> {
    let hash = hashed(app, identity);
    let row = match app.store().linked_account(&hash).await? {
        Some(id) => app.store().account(id).await?.filter(|row| !row.disabled),
        None => None,
    };
    let Some(row) = row else {
        sign_in::refused(app, &format!("unknown {}", keys::hex(&hash[..8]))).await?;
        return Err(AppError::Provider(Hitch::Unknown));
    };
    if identity.second_factor {
        return Ok(Arrived::Inside(sign_in::whole(app, row.account.id).await?));
    }
    match sign_in::by_provider(app, &row).await? {
        Some(half) => Ok(Arrived::HalfWay(half)),
        None => Err(AppError::Provider(Hitch::NoFactor)),
    }
}

async fn link(app: &App, who: &Staff, identity: &Identity) -> Result<Arrived, AppError> {
    let (id, tx) = (who.account.id, app.store().begin().await?);
    if !tx.link_account(id, &hashed(app, identity), app.now().day).await? {
        own::note(app, tx, id, "link-provider-refused").await?;
        return Err(AppError::Provider(Hitch::Taken));
    }
    invitations::tell(app, &tx, id, Change::Linked, None).await?;
    own::note(app, tx, id, "link-provider").await?;
    Ok(Arrived::Linked)
}

/// Passes whoever may link their account, or take the link away.
///
/// # Errors
/// [`AppError::NotFound`] where there is no provider, [`AppError::StepUp`] without a proof.
pub fn may_link(app: &App, who: &Staff) -> Result<(), AppError> {
    provider(app)?;
    step_up::require(app, who, Purpose::OwnSignIn)
}

/// Since when one's own account is linked.
///
/// # Errors
/// When the database fails.
pub async fn linked_since(app: &App, who: &Staff) -> Result<Option<NaiveDate>, AppError> {
    Ok(app.store().linked_since(who.account.id).await?)
}

/// Takes the link of one's own account away; every other session ends.
///
/// # Errors
/// [`AppError::StepUp`] without a proof, [`AppError::NotFound`] when there is none.
pub async fn unlink_own(app: &App, who: &Staff, token: &str) -> Result<(), AppError> {
    may_link(app, who)?;
    let (id, tx) = (who.account.id, app.store().begin().await?);
    if !tx.unlink_account(id).await? {
        return Err(AppError::NotFound);
    }
    tx.end_sessions_of(id, Some(&sessions::hashed(app, token))).await?;
    invitations::tell(app, &tx, id, Change::Unlinked, None).await?;
    own::note(app, tx, id, "unlink-provider").await
}

/// Takes the link of somebody's account away, and ends their sessions.
///
/// # Errors
/// [`AppError::Account`] for one's own account, [`AppError::NotFound`] when there is none.
pub async fn unlink(app: &App, by: By<'_>, id: AccountId) -> Result<(), AppError> {
    users::changeable(app, by, id).await?;
    let tx = app.store().begin().await?;
    if !tx.unlink_account(id).await? {
        return Err(AppError::NotFound);
    }
    tx.end_sessions_of(id, None).await?;
    invitations::tell(app, &tx, id, Change::Unlinked, None).await?;
    users::note(app, tx, by, "unlink-provider", id, "").await
}

fn hitch(error: &ProviderError) -> AppError {
    tracing::warn!(%error, "nobody came in through the identity provider");
    AppError::Provider(match error {
        ProviderError::Down(_) => Hitch::Down,
        ProviderError::Refused(_) => Hitch::Refused,
    })
}
