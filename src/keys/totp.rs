//! Codes of an authenticator app (RFC 6238): six digits, SHA-1, a new one every 30 seconds, as every app knows them.

use anyhow::anyhow;
use totp_rs::{Builder, Secret};
use zeroize::Zeroizing;

use super::random;

/// What app and portal share: 160 bits, as RFC 4226 advises.
#[derive(Clone)]
pub struct TotpSecret(Zeroizing<[u8; 20]>);

impl std::fmt::Debug for TotpSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TotpSecret(…)")
    }
}

impl TotpSecret {
    pub fn fresh() -> Self {
        Self(Zeroizing::new(random()))
    }

    pub fn new(bytes: [u8; 20]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// None for anything but 20 bytes.
    pub fn from_slice(bytes: &[u8]) -> Option<Self> {
        Some(Self::new(bytes.try_into().ok()?))
    }

    pub fn bytes(&self) -> &[u8] {
        self.0.as_slice()
    }

    /// As people type it into an app: A–Z and 2–7.
    pub fn base32(&self) -> String {
        Secret::new_stack(*self.0).to_base32()
    }
}

/// The codes of one account.
pub struct Totp(totp_rs::Totp);

impl Totp {
    /// # Errors
    /// When a name holds a colon, which addresses of apps have no place for.
    pub fn new(secret: &TotpSecret, office: &str, login: &str) -> anyhow::Result<Self> {
        let builder = Builder::new()
            .with_secret(*secret.0)
            .with_account_name(login)
            .with_issuer(Some(office));
        Ok(Self(builder.build().map_err(|error| anyhow!("totp: {error}"))?))
    }

    /// `otpauth://…`, which a phone reads from a QR code.
    ///
    /// # Errors
    /// When the account has no name.
    pub fn address(&self) -> anyhow::Result<String> {
        self.0.to_url().map_err(|error| anyhow!("totp: {error}"))
    }

    /// The code of that second since 1970.
    pub fn code(&self, second: i64) -> String {
        self.0.generate(second.unsigned_abs()).to_string()
    }

    /// The step that a code belongs to, if it is that of now or a neighbour: clocks go wrong by half a minute.
    pub fn step(&self, code: &str, second: i64) -> Option<i64> {
        let step = self.0.check(code, second.unsigned_abs())?;
        i64::try_from(step).ok()
    }
}
