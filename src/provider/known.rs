//! What the provider says of itself (its discovery document and its keys), asked when first needed and kept for an
//! hour.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use openidconnect::core::{
    CoreAuthDisplay, CoreClaimName, CoreClaimType, CoreClient, CoreClientAuthMethod, CoreGrantType,
    CoreIdTokenVerifier, CoreJsonWebKey, CoreJweContentEncryptionAlgorithm,
    CoreJweKeyManagementAlgorithm, CoreJwsSigningAlgorithm, CoreResponseMode, CoreResponseType,
    CoreSubjectIdentifierType,
};
use openidconnect::{
    AdditionalProviderMetadata, AuthType, ClientId, ClientSecret, DiscoveryError, EndpointMaybeSet,
    EndpointNotSet, EndpointSet, HttpRequest, IssuerUrl, ProviderMetadata, RedirectUrl, TokenUrl,
};
use serde::{Deserialize, Serialize};
use tokio::sync::Mutex;
use url::Url;

use super::wire::{self, Http, Reply, WireError};
use super::{ProviderError, down};
use crate::config::Oidc;
use crate::config::oidc::is_protected;

/// How long what it says of itself is believed.
const KEPT: TimeDelta = TimeDelta::hours(1);
/// So long nobody asks again who has just got no answer: others would wait for the same silence.
const SILENCE: TimeDelta = TimeDelta::seconds(10);
/// So old must its keys be before an unknown one makes us ask for them again.
const STALE: TimeDelta = TimeDelta::minutes(1);

/// Signatures that are taken: those that the provider alone can make. Neither none nor shared secrets.
const TAKEN: [CoreJwsSigningAlgorithm; 9] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EdDsa,
];

/// What the library does not know of a provider's own description.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Further {
    /// Whether it always names itself when it sends people back (RFC 9207).
    authorization_response_iss_parameter_supported: bool,
}

impl AdditionalProviderMetadata for Further {}

type Metadata = ProviderMetadata<
    Further,
    CoreAuthDisplay,
    CoreClientAuthMethod,
    CoreClaimName,
    CoreClaimType,
    CoreGrantType,
    CoreJweContentEncryptionAlgorithm,
    CoreJweKeyManagementAlgorithm,
    CoreJsonWebKey,
    CoreResponseMode,
    CoreResponseType,
    CoreSubjectIdentifierType,
>;

type Client = CoreClient<
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// A provider that has said who it is.
pub(super) struct Known {
    metadata: Metadata,
    http: Http,
    at: DateTime<Utc>,
}

/// What was heard last, and when: the provider, or why it cannot be used.
type Heard = (DateTime<Utc>, Result<Arc<Known>, String>);

/// One asks, the others wait for the same answer.
#[derive(Default)]
pub(super) struct Memory(Mutex<Option<Heard>>);

impl Memory {
    /// What is remembered, or what it says now.
    pub async fn known(
        &self,
        settings: &Oidc,
        now: DateTime<Utc>,
    ) -> Result<Arc<Known>, ProviderError> {
        self.fresh(settings, now, |known| now - known.at < KEPT).await
    }

    /// What it says now, if `before` is what is remembered and not from just now.
    pub async fn again(
        &self,
        settings: &Oidc,
        before: &Known,
        now: DateTime<Utc>,
    ) -> Result<Arc<Known>, ProviderError> {
        self.fresh(settings, now, |known| now - known.at < STALE || before.at < known.at).await
    }

    async fn fresh(
        &self,
        settings: &Oidc,
        now: DateTime<Utc>,
        good: impl Fn(&Known) -> bool,
    ) -> Result<Arc<Known>, ProviderError> {
        let mut heard = self.0.lock().await;
        match &*heard {
            Some((_, Ok(known))) if good(known) => return Ok(Arc::clone(known)),
            Some((at, Err(why))) if now - *at < SILENCE => {
                return Err(ProviderError::Down(why.clone()));
            }
            _ => {}
        }
        let answer = Known::ask(settings, now).await;
        let (kept, answer) = match answer {
            Ok(known) => {
                let known = Arc::new(known);
                (Ok(Arc::clone(&known)), Ok(known))
            }
            Err(why) => (Err(why.clone()), Err(ProviderError::Down(why))),
        };
        *heard = Some((now, kept));
        answer
    }
}

impl Known {
    async fn ask(settings: &Oidc, now: DateTime<Utc>) -> Result<Self, String> {
        let http = wire::client().map_err(|error| error.to_string())?;
        let issuer = IssuerUrl::new(settings.issuer.clone()).map_err(|error| error.to_string())?;
        let metadata = Metadata::discover_async(issuer, &wire::calls(&http)).await;
        let metadata = metadata.map_err(|error| told(&error))?;
        let known = Self { metadata, http, at: now };
        // Codes and keys travel by these.
        for url in known.places() {
            if !is_protected(url) {
                return Err(format!("{url} is not protected by https"));
            }
        }
        Ok(known)
    }

    fn places(&self) -> impl Iterator<Item = &Url> {
        let token = self.metadata.token_endpoint().map(TokenUrl::url);
        let others = [self.metadata.authorization_endpoint().url(), self.metadata.jwks_uri().url()];
        others.into_iter().chain(token)
    }

    pub fn client(&self, settings: &Oidc, redirect: &str) -> Result<Client, ProviderError> {
        let redirect = RedirectUrl::new(redirect.to_owned());
        let redirect = redirect.map_err(|_| down("our own address is none"))?;
        let client = CoreClient::from_provider_metadata(
            self.metadata.clone(),
            ClientId::new(settings.client_id.clone()),
            Some(ClientSecret::new(settings.client_secret.clone())),
        );
        Ok(client.set_redirect_uri(redirect).set_auth_type(self.auth_type()))
    }

    /// How it wants to be told our secret: in the header, unless it takes it in the body alone.
    fn auth_type(&self) -> AuthType {
        let (basic, post) =
            (CoreClientAuthMethod::ClientSecretBasic, CoreClientAuthMethod::ClientSecretPost);
        match self.metadata.token_endpoint_auth_methods_supported() {
            Some(taken) if !taken.contains(&basic) && taken.contains(&post) => {
                AuthType::RequestBody
            }
            _ => AuthType::BasicAuth,
        }
    }

    pub fn verifier(&self, settings: &Oidc, now: DateTime<Utc>) -> CoreIdTokenVerifier<'static> {
        let verifier = CoreIdTokenVerifier::new_public_client(
            ClientId::new(settings.client_id.clone()),
            self.metadata.issuer().clone(),
            self.metadata.jwks().clone(),
        );
        verifier.set_allowed_algs(TAKEN).set_time_fn(move || now)
    }

    /// Whether whoever sent somebody back says that it is this provider, if it says so at all.
    pub fn is_from_there(&self, iss: Option<&str>) -> Result<(), ProviderError> {
        let always = self.metadata.additional_metadata();
        match iss {
            Some(iss) if iss == self.metadata.issuer().as_str() => Ok(()),
            None if !always.authorization_response_iss_parameter_supported => Ok(()),
            _ => Err(ProviderError::Refused("it comes from somebody else")),
        }
    }

    pub fn calls(&self) -> impl Fn(HttpRequest) -> Reply + use<> {
        wire::calls(&self.http)
    }
}

/// Why there was no description, without what was sent instead.
fn told(error: &DiscoveryError<WireError>) -> String {
    match error {
        DiscoveryError::Request(error) => error.to_string(),
        DiscoveryError::Parse(error) => format!("it does not describe itself: {error}"),
        DiscoveryError::Response(status, _, _) => format!("it answers {status}"),
        error => error.to_string(),
    }
}
