//! The identity provider at which staff may sign in, where there is one.

use std::net::IpAddr;

use anyhow::{Context as _, bail};
use serde::{Deserialize, Serialize};
use url::{Host, Url};

/// One that speaks as Keycloak does.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Oidc {
    /// The issuer, letter by letter as the provider spells it; no such sign-in when empty.
    pub issuer: String,
    pub client_id: String,
    pub client_secret: String,
    /// What the button and the pages call it, in Vietnamese and in English.
    pub label: String,
    pub label_en: String,
    /// What `acr` of its word says that it asked for a second factor: asked of it, and then our code is not.
    pub second_factor_acr: Vec<String>,
    /// The same of `amr`.
    pub second_factor_amr: Vec<String>,
}

impl Default for Oidc {
    fn default() -> Self {
        Self {
            issuer: String::new(),
            client_id: String::new(),
            client_secret: String::new(),
            label: "tài khoản cơ quan".into(),
            label_en: "your office account".into(),
            second_factor_acr: Vec::new(),
            second_factor_amr: Vec::new(),
        }
    }
}

impl Oidc {
    /// Whether staff may sign in there.
    pub fn is_on(&self) -> bool {
        !self.issuer.is_empty()
    }

    /// Whether anything that it says stands for our code.
    pub fn knows_second_factor(&self) -> bool {
        !(self.second_factor_acr.is_empty() && self.second_factor_amr.is_empty())
    }

    /// # Errors
    /// One sentence that names the key and says what it must be.
    pub(super) fn check(&self, public_url: &str) -> anyhow::Result<()> {
        if !self.is_on() {
            return Ok(());
        }
        let issuer = Url::parse(&self.issuer).context("oidc.issuer must be an address")?;
        let bare = issuer.query().is_none() && issuer.fragment().is_none();
        if !bare || !issuer.username().is_empty() || issuer.password().is_some() {
            bail!("oidc.issuer must be an address without login, ? and #");
        }
        if !is_protected(&issuer) {
            bail!("oidc.issuer must begin with https://; http:// leads to this machine only");
        }
        let site = Url::parse(public_url).context("server.public_url must be an address")?;
        if !is_protected(&site) {
            bail!("with oidc.issuer, server.public_url must begin with https://");
        }
        let needed = [
            ("client_id", &self.client_id),
            ("client_secret", &self.client_secret),
            ("label", &self.label),
            ("label_en", &self.label_en),
        ];
        match needed.into_iter().find(|(_, value)| value.trim().is_empty()) {
            Some((key, _)) => bail!("with oidc.issuer, oidc.{key} must not be empty"),
            None => Ok(()),
        }
    }
}

/// Whether nobody on the way can read along: https, or this very machine.
pub fn is_protected(url: &Url) -> bool {
    let here = match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => IpAddr::from(address).is_loopback(),
        Some(Host::Ipv6(address)) => IpAddr::from(address).is_loopback(),
        None => false,
    };
    url.scheme() == "https" || url.scheme() == "http" && here
}
