//! The identity provider at which staff may sign in: the authorization code flow, with PKCE
//! ([decision 0018](../../docs/decisions/0018-an-identity-provider.md)).
//!
//! Nothing is asked of it before somebody wants to go there, and none of its tokens outlives the answer.

mod known;
mod wire;

use chrono::{DateTime, TimeDelta, Utc};
use openidconnect::core::{
    CoreAuthPrompt, CoreAuthenticationFlow, CoreErrorResponseType, CoreIdToken, CoreIdTokenClaims,
};
use openidconnect::{
    AuthenticationContextClass, AuthorizationCode, ClaimsVerificationError, CsrfToken, Nonce,
    PkceCodeChallenge, PkceCodeVerifier, SignatureVerificationError, TokenResponse as _,
};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::config::{Oidc, Settings};

use known::{Known, Memory};

/// Where the provider sends people back to.
pub const BACK: &str = "/noi-bo/sso/ve";

/// Between its clock and ours.
const SKEW: TimeDelta = TimeDelta::minutes(2);

/// Why the provider let nobody in. Says nothing of any person.
#[derive(Debug, Error)]
pub enum ProviderError {
    /// It does not answer, or not as a provider does; it may later.
    #[error("the identity provider cannot be used: {0}")]
    Down(String),
    /// It said no, or what it said is not to be believed.
    #[error("the identity provider's answer is not taken: {0}")]
    Refused(&'static str),
}

/// What is asked with, to be held against the answer.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Asked {
    pub state: String,
    nonce: String,
    verifier: String,
    at: DateTime<Utc>,
}

/// How somebody came back: the parameters of the address.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Answer {
    pub state: String,
    code: String,
    /// Which provider sent them (RFC 9207).
    iss: Option<String>,
    error: Option<String>,
}

/// Whom the provider knows, by its own name for them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    pub issuer: String,
    pub subject: String,
    /// Whether it asked for a second factor just now.
    pub second_factor: bool,
}

/// How much is asked of whoever goes there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ask {
    /// Who is signed in there goes through.
    Any,
    /// To sign in there anew, so that nobody comes in on somebody else's open session.
    Anew,
}

/// A provider, and what is known of it.
pub struct Provider {
    settings: Oidc,
    redirect: String,
    memory: Memory,
}

impl Provider {
    /// None where the settings name none. Nothing is connected.
    pub fn of(settings: &Settings) -> Option<Self> {
        let site = settings.server.public_url.trim_end_matches('/');
        settings.oidc.is_on().then(|| Self {
            settings: settings.oidc.clone(),
            redirect: format!("{site}{BACK}"),
            memory: Memory::default(),
        })
    }

    /// Whether this machine could connect to any.
    ///
    /// # Errors
    /// [`ProviderError::Down`] where it trusts nobody's certificates.
    pub fn check(&self) -> Result<(), ProviderError> {
        wire::client().map(drop).map_err(|error| ProviderError::Down(error.to_string()))
    }

    /// The address at the provider to go to, and what to hold its answer against.
    ///
    /// # Errors
    /// [`ProviderError::Down`].
    pub async fn ask(
        &self,
        ask: Ask,
        now: DateTime<Utc>,
    ) -> Result<(String, Asked), ProviderError> {
        let known = self.memory.known(&self.settings, now).await?;
        let client = known.client(&self.settings, &self.redirect)?;
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let mut request = client
            .authorize_url(
                CoreAuthenticationFlow::AuthorizationCode,
                CsrfToken::new_random,
                Nonce::new_random,
            )
            .set_pkce_challenge(challenge);
        for acr in &self.settings.second_factor_acr {
            request = request.add_auth_context_value(AuthenticationContextClass::new(acr.clone()));
        }
        if ask == Ask::Anew || self.settings.knows_second_factor() {
            request = request.add_prompt(CoreAuthPrompt::Login);
        }
        let (url, state, nonce) = request.url();
        let asked = Asked {
            state: state.into_secret(),
            nonce: nonce.secret().clone(),
            verifier: verifier.into_secret(),
            at: now,
        };
        Ok((url.into(), asked))
    }

    /// Who came back, once the provider has told it to us directly and signed it.
    ///
    /// # Errors
    /// [`ProviderError::Refused`] for an answer that is not to be believed.
    pub async fn hear(
        &self,
        asked: &Asked,
        answer: &Answer,
        now: DateTime<Utc>,
    ) -> Result<Identity, ProviderError> {
        let known = self.memory.known(&self.settings, now).await?;
        known.is_from_there(answer.iss.as_deref())?;
        if answer.error.is_some() || answer.code.is_empty() {
            return Err(ProviderError::Refused("it let nobody in"));
        }
        let token = self.exchange(&known, asked, &answer.code).await?;
        let nonce = Nonce::new(asked.nonce.clone());
        let claims = match verified(&self.settings, &known, &token, &nonce, now) {
            // Keys are changed now and then.
            Err(Flaw::Key) => {
                let fresh = self.memory.again(&self.settings, &known, now).await?;
                verified(&self.settings, &fresh, &token, &nonce, now)
            }
            told => told,
        };
        let claims = claims.map_err(|flaw| ProviderError::Refused(flaw.told()))?;
        Ok(Identity {
            issuer: claims.issuer().to_string(),
            subject: claims.subject().to_string(),
            second_factor: self.tells_second_factor(claims, asked.at),
        })
    }

    async fn exchange(
        &self,
        known: &Known,
        asked: &Asked,
        code: &str,
    ) -> Result<CoreIdToken, ProviderError> {
        use openidconnect::RequestTokenError as Error;
        let client = known.client(&self.settings, &self.redirect)?;
        let request = client.exchange_code(AuthorizationCode::new(code.to_owned()));
        let request = request.map_err(|_| down("it names no place for codes"))?;
        let told = request
            .set_pkce_verifier(PkceCodeVerifier::new(asked.verifier.clone()))
            .request_async(&known.calls())
            .await
            .map_err(|error| match error {
                Error::ServerResponse(told) => ProviderError::Refused(match told.error() {
                    CoreErrorResponseType::InvalidClient => "it does not take our secret",
                    _ => "it does not take the code",
                }),
                Error::Request(error) => ProviderError::Down(error.to_string()),
                Error::Parse(..) => ProviderError::Refused("its answer to the code is none"),
                Error::Other(_) => down("it does not answer to the code"),
            })?;
        told.id_token().cloned().ok_or(ProviderError::Refused("it does not say who it is"))
    }

    /// Whether its word stands for our code: it names a factor that the settings name, asked for just now.
    fn tells_second_factor(&self, claims: &CoreIdTokenClaims, asked_at: DateTime<Utc>) -> bool {
        let just_now = claims.auth_time().is_some_and(|at| asked_at - SKEW <= at);
        let acr = claims.auth_context_ref().is_some_and(|acr| {
            self.settings.second_factor_acr.iter().any(|named| **named == **acr)
        });
        let amr = claims.auth_method_refs().is_some_and(|told| {
            told.iter().any(|amr| self.settings.second_factor_amr.iter().any(|one| **one == **amr))
        });
        just_now && (acr || amr)
    }
}

/// What is wrong with a token.
enum Flaw {
    /// It is signed with a key that we do not know.
    Key,
    Other(&'static str),
}

impl Flaw {
    fn told(&self) -> &'static str {
        match self {
            Self::Key => "it is signed with a key that is not the provider's",
            Self::Other(what) => what,
        }
    }
}

fn verified<'t>(
    settings: &Oidc,
    known: &Known,
    token: &'t CoreIdToken,
    nonce: &Nonce,
    now: DateTime<Utc>,
) -> Result<&'t CoreIdTokenClaims, Flaw> {
    use ClaimsVerificationError as Error;
    let verifier = known.verifier(settings, now);
    let claims = token.claims(&verifier, nonce).map_err(|error| match error {
        Error::SignatureVerification(SignatureVerificationError::NoMatchingKey) => Flaw::Key,
        Error::SignatureVerification(_) => Flaw::Other("its signature is wrong"),
        Error::Expired(_) => Flaw::Other("it is out of date"),
        Error::InvalidAudience(_) => Flaw::Other("it is meant for somebody else"),
        Error::InvalidIssuer(_) => Flaw::Other("it comes from somebody else"),
        Error::InvalidNonce(_) => Flaw::Other("it answers another question"),
        _ => Flaw::Other("it is no proof"),
    })?;
    // The library leaves this one to us.
    if claims.authorized_party().is_some_and(|party| **party != *settings.client_id) {
        return Err(Flaw::Other("it is meant for somebody else"));
    }
    if claims.subject().is_empty() {
        return Err(Flaw::Other("it names nobody"));
    }
    Ok(claims)
}

fn down(why: &str) -> ProviderError {
    ProviderError::Down(why.to_owned())
}
