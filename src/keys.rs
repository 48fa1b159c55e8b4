//! Secrets: the master key, what is derived from it, and the seal on everything people wrote.

mod case;
mod slow;
mod stream;
mod totp;
pub mod vault;

use std::io::Write as _;
use std::path::Path;

use anyhow::Context as _;
use argon2::{Algorithm, Argon2, AssociatedData, Params, ParamsBuilder, Version};
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use hkdf::Hkdf;
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};
use thiserror::Error;
use zeroize::Zeroizing;

use crate::domain::receipt::Receipt;

pub use case::{CaseKey, Holder, ReceiptKey};
pub use slow::{password_hash, password_matches};
pub use stream::{FileKey, Opening, PIECE, Sealing};
pub use totp::{Totp, TotpSecret};

/// The salt of the receipt's slow hash is the same for all, so that a receipt can be looked up by it.
const RECEIPT_SALT: &[u8] = b"gopy receipt v1 salt";

/// Everything derived from the master key. The key itself is not kept.
pub struct Keys {
    seal: XChaCha20Poly1305,
    pepper: Zeroizing<[u8; 32]>,
    audit: Zeroizing<[u8; 32]>,
    lookup: Zeroizing<[u8; 32]>,
    replay: Zeroizing<[u8; 32]>,
    csrf: Zeroizing<[u8; 32]>,
    heads: SigningKey,
    /// From which each holder of case keys gets a key of their own.
    holders: Zeroizing<[u8; 32]>,
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keys(…)")
    }
}

/// A sealed cell did not open: wrong key, or someone changed it.
#[derive(Clone, Copy, Debug, Error)]
#[error("a sealed cell does not open")]
pub struct Broken;

impl Keys {
    pub fn new(master: &[u8; 32]) -> Self {
        let derive = |purpose: &str| {
            let mut key = Zeroizing::new([0_u8; 32]);
            // 32 bytes is far below HKDF's limit, so expansion cannot fail; a zero key would fail every test.
            let expanded =
                Hkdf::<Sha256>::new(None, master).expand(purpose.as_bytes(), key.as_mut());
            debug_assert!(expanded.is_ok(), "32 bytes fit");
            key
        };
        Self {
            seal: XChaCha20Poly1305::new((&*derive("gopy seal v1")).into()),
            pepper: derive("gopy receipt pepper v1"),
            audit: derive("gopy audit v1"),
            lookup: derive("gopy look-up v1"),
            replay: derive("gopy replay v1"),
            csrf: derive("gopy csrf v1"),
            heads: SigningKey::from_bytes(&derive("gopy audit heads v1")),
            holders: derive("gopy holders v1"),
        }
    }

    /// Reads the master key from its file, or makes the file when there is none.
    ///
    /// # Errors
    /// When the file cannot be read or written, or does not hold 64 hexadecimal digits.
    pub fn load(path: &Path) -> anyhow::Result<Self> {
        if !path.exists() {
            create(path)
                .with_context(|| format!("cannot write the master key {}", path.display()))?;
        }
        let text = std::fs::read_to_string(path)
            .with_context(|| format!("cannot read the master key {}", path.display()))?;
        let master = Zeroizing::new(parse_hex(text.trim()).with_context(|| {
            format!("the master key {} must hold 64 hexadecimal digits", path.display())
        })?);
        Ok(Self::new(&master))
    }

    /// Seals `plain` so that it opens only in its own place.
    pub fn seal(&self, place: &str, plain: &[u8]) -> Vec<u8> {
        let nonce: [u8; 24] = random();
        let payload = Payload { msg: plain, aad: place.as_bytes() };
        let sealed = self.seal.encrypt(&XNonce::from(nonce), payload).unwrap_or_default();
        [nonce.as_slice(), &sealed].concat()
    }

    /// # Errors
    /// [`Broken`] when key, place or bytes are not the ones it was sealed with.
    pub fn open(&self, place: &str, sealed: &[u8]) -> Result<Vec<u8>, Broken> {
        let (nonce, body) = sealed.split_at_checked(24).ok_or(Broken)?;
        let nonce: [u8; 24] = nonce.try_into().map_err(|_| Broken)?;
        let payload = Payload { msg: body, aad: place.as_bytes() };
        self.seal.decrypt(&XNonce::from(nonce), payload).map_err(|_| Broken)
    }

    /// # Errors
    /// [`Broken`], also when the content is not text.
    pub fn open_text(&self, place: &str, sealed: &[u8]) -> Result<String, Broken> {
        String::from_utf8(self.open(place, sealed)?).map_err(|_| Broken)
    }

    /// The only stored trace of a receipt, and the key that the receipt opens: two outcomes of one slow hash, so that
    /// neither lets a receipt be guessed faster than the other. About 20 ms; call it off the async threads.
    ///
    /// # Errors
    /// When the machine has no 19 MiB to spare.
    pub fn receipt(&self, receipt: &Receipt) -> anyhow::Result<([u8; 32], ReceiptKey)> {
        let params = receipt_params()?;
        let argon =
            Argon2::new_with_secret(&*self.pepper, Algorithm::Argon2id, Version::V0x13, params)
                .map_err(|error| anyhow::anyhow!("argon2: {error}"))?;
        let mut slow = Zeroizing::new([0_u8; 32]);
        slow::hash_into(&argon, receipt.digits().as_bytes(), RECEIPT_SALT, slow.as_mut())?;
        let (mut index, mut key) = ([0_u8; 32], Zeroizing::new([0_u8; 32]));
        let expand = Hkdf::<Sha256>::new(None, slow.as_ref());
        expand
            .expand(b"gopy receipt index v1", &mut index)
            .and_then(|()| expand.expand(b"gopy receipt key v1", key.as_mut()))
            .map_err(|error| anyhow::anyhow!("hkdf: {error}"))?;
        Ok((index, ReceiptKey(key)))
    }

    /// A keyed hash for things that are looked up but never shown: tokens, idempotency keys.
    pub fn lookup(&self, purpose: &str, value: &[u8]) -> [u8; 32] {
        mac(&self.lookup, &[purpose.as_bytes(), &[0], value])
    }

    /// Tells one master key from another without saying anything of either.
    pub fn mark(&self) -> String {
        hex(&self.lookup("mark", &[])[..8])
    }

    /// The receipt that belongs to an idempotency key and one very letter: the same retry, the same receipt.
    pub fn replayed_receipt(&self, key: &str, body: &[u8; 32]) -> Receipt {
        let bytes = mac(&self.replay, &[key.as_bytes(), &[0], body]);
        let mut digits = [0_u8; 19];
        let mut rest = u128::from_be_bytes(bytes[..16].try_into().unwrap_or([0; 16]));
        for digit in &mut digits {
            *digit = u8::try_from(rest % 10).unwrap_or(0);
            rest /= 10;
        }
        Receipt::new(digits)
    }

    /// One link of the audit chain over canonical bytes.
    pub fn audit_mac(&self, previous: &[u8], entry: &[u8]) -> [u8; 32] {
        mac(&self.audit, &[previous, entry])
    }

    /// Signs where the chain of acts ended. Ed25519 gives the same bytes the same signature.
    pub fn head_signature(&self, head: &[u8]) -> [u8; 64] {
        self.heads.sign(head).to_bytes()
    }

    /// What a signature over a head is checked with. It is no secret.
    pub fn head_key(&self) -> [u8; 32] {
        self.heads.verifying_key().to_bytes()
    }

    pub fn csrf(&self) -> [u8; 32] {
        *self.csrf
    }
}

fn receipt_params() -> anyhow::Result<Params> {
    ParamsBuilder::new()
        .m_cost(19 * 1024)
        .t_cost(2)
        .p_cost(1)
        .output_len(32)
        .data(AssociatedData::EMPTY)
        .build()
        .map_err(|error| anyhow::anyhow!("argon2: {error}"))
}

/// Whether the holder of the secret half of `key` signed these bytes.
pub fn is_signed(key: &[u8; 32], bytes: &[u8], signature: &[u8; 64]) -> bool {
    let signature = Signature::from_bytes(signature);
    VerifyingKey::from_bytes(key).is_ok_and(|key| key.verify_strict(bytes, &signature).is_ok())
}

/// SHA-256, for fingerprints of things that are no secret by themselves.
pub fn fingerprint(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// Random bytes from the operating system.
#[expect(clippy::expect_used, reason = "without randomness nothing here is safe: stop at once")]
pub fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0_u8; N];
    getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
    bytes
}

/// HMAC-SHA-256 over the parts, one after the other.
pub(crate) fn mac(key: &[u8; 32], parts: &[&[u8]]) -> [u8; 32] {
    let mut mac = keyed(key);
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

/// A keyed hash takes a key of any length, so this cannot fail.
#[expect(clippy::expect_used, reason = "HMAC accepts keys of every length")]
fn keyed(key: &[u8; 32]) -> Hmac<Sha256> {
    <Hmac<Sha256> as KeyInit>::new_from_slice(key).expect("32 bytes are a key")
}

fn create(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::OpenOptionsExt as _;
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let hex = hex(&random::<32>());
    let mut file =
        std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(hex.as_bytes())?;
    file.write_all(b"\n")?;
    file.sync_all()
}

/// Bytes as hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        // Writing into a string cannot fail.
        let _written = write!(text, "{byte:02x}");
    }
    text
}

/// Bytes as letters A–Z and digits 2–7, without padding: what people read off paper (RFC 4648).
pub fn base32(bytes: &[u8]) -> String {
    totp_rs::Secret::from(bytes).to_base32()
}

fn parse_hex(text: &str) -> Option<[u8; 32]> {
    let bytes: Option<Vec<u8>> = (0..text.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(text.get(at..at + 2)?, 16).ok())
        .collect();
    bytes?.try_into().ok()
}
