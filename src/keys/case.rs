//! The data key of one case, and how it is wrapped for whoever may read the case.
//!
//! Destroying every wrapped copy destroys what the key sealed, wherever copies of that lie.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hkdf::Hkdf;
use sha2::Sha256;
use uuid::Uuid;
use zeroize::Zeroizing;

use super::{Broken, Keys, random};
use crate::domain::ids::{AccountId, CaseId};

/// Stands in front of every ciphertext: XChaCha20-Poly1305, first kind of key. Another number will tell the next.
const FIRST: u8 = 1;

/// The random key under which everything people wrote in one case is sealed.
#[derive(Clone)]
pub struct CaseKey {
    key: Zeroizing<[u8; 32]>,
    cells: Zeroizing<[u8; 32]>,
}

impl std::fmt::Debug for CaseKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("CaseKey(…)")
    }
}

/// What a receipt opens: made by the same slow hash as the index it is looked up by, and stored nowhere.
#[derive(Clone)]
pub struct ReceiptKey(pub(super) Zeroizing<[u8; 32]>);

impl std::fmt::Debug for ReceiptKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ReceiptKey(…)")
    }
}

/// For whom the key of a case is wrapped.
#[derive(Clone, Debug)]
pub enum Holder {
    /// The portal itself: it hands keys on and writes, and shows nothing to anybody.
    Office,
    Account(AccountId),
    Receipt(ReceiptKey),
    /// Whatever sends mail: a key of its own, to the address for notices and to nothing else.
    Post,
}

impl Holder {
    /// The others are one for each case; only accounts are told apart.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Office => "office",
            Self::Account(_) => "account",
            Self::Receipt(_) => "receipt",
            Self::Post => "post",
        }
    }

    pub fn id(&self) -> Uuid {
        match self {
            Self::Account(id) => id.0,
            Self::Office | Self::Receipt(_) | Self::Post => Uuid::nil(),
        }
    }
}

impl CaseKey {
    pub fn fresh() -> Self {
        Self::from_bytes(Zeroizing::new(random()))
    }

    fn from_bytes(key: Zeroizing<[u8; 32]>) -> Self {
        Self { cells: derive(&key, &[b"gopy cell v1"]), key }
    }

    /// Seals `plain` so that it opens only in its own place.
    pub fn seal(&self, place: &str, plain: &[u8]) -> Vec<u8> {
        seal(&self.cells, place, plain)
    }

    /// # Errors
    /// [`Broken`] when key, place or bytes are not the ones it was sealed with.
    pub fn open(&self, place: &str, sealed: &[u8]) -> Result<Vec<u8>, Broken> {
        open(&self.cells, place, sealed)
    }

    /// # Errors
    /// [`Broken`], also when the content is not text.
    pub fn open_text(&self, place: &str, sealed: &[u8]) -> Result<String, Broken> {
        String::from_utf8(self.open(place, sealed)?).map_err(|_| Broken)
    }

    /// The key of one file of the case.
    pub fn file_key(&self, file: Uuid) -> Zeroizing<[u8; 32]> {
        derive(&self.key, &[b"gopy file v1", file.as_bytes()])
    }
}

impl Keys {
    /// The key of a case as it is stored for one holder.
    pub fn seal_key(&self, holder: &Holder, case: CaseId, key: &CaseKey) -> Vec<u8> {
        seal(&self.holder_key(holder), &format!("Key:{case}:{}", holder.kind()), key.key.as_ref())
    }

    /// # Errors
    /// [`Broken`] when it was wrapped for somebody else or for another case.
    pub fn open_key(
        &self,
        holder: &Holder,
        case: CaseId,
        wrapped: &[u8],
    ) -> Result<CaseKey, Broken> {
        let place = format!("Key:{case}:{}", holder.kind());
        let key = Zeroizing::new(open(&self.holder_key(holder), &place, wrapped)?);
        let key: [u8; 32] = key.as_slice().try_into().map_err(|_| Broken)?;
        Ok(CaseKey::from_bytes(Zeroizing::new(key)))
    }

    /// A case key as a resident's session keeps it: only the token in the cookie opens it.
    pub fn seal_for_session(token: &str, case: CaseId, key: &CaseKey) -> Vec<u8> {
        seal(&session_key(token), &format!("Session:{case}"), key.key.as_ref())
    }

    /// # Errors
    /// [`Broken`] when the token is another.
    pub fn open_from_session(token: &str, case: CaseId, wrapped: &[u8]) -> Result<CaseKey, Broken> {
        let key = open(&session_key(token), &format!("Session:{case}"), wrapped);
        let key = Zeroizing::new(key?);
        let key: [u8; 32] = key.as_slice().try_into().map_err(|_| Broken)?;
        Ok(CaseKey::from_bytes(Zeroizing::new(key)))
    }

    fn holder_key(&self, holder: &Holder) -> Zeroizing<[u8; 32]> {
        match holder {
            Holder::Office => derive(&self.holders, &[b"office"]),
            Holder::Account(id) => derive(&self.holders, &[b"account", id.0.as_bytes()]),
            Holder::Receipt(key) => key.0.clone(),
            Holder::Post => derive(&self.holders, &[b"post"]),
        }
    }
}

fn session_key(token: &str) -> Zeroizing<[u8; 32]> {
    let mut key = Zeroizing::new([0_u8; 32]);
    let expanded =
        Hkdf::<Sha256>::new(None, token.as_bytes()).expand(b"gopy session key v1", key.as_mut());
    debug_assert!(expanded.is_ok(), "32 bytes fit");
    key
}

/// HKDF over a key that is random already.
fn derive(from: &[u8; 32], info: &[&[u8]]) -> Zeroizing<[u8; 32]> {
    let mut key = Zeroizing::new([0_u8; 32]);
    // 32 bytes is far below HKDF's limit, so expansion cannot fail; a zero key would fail every test.
    let expanded = Hkdf::<Sha256>::new(None, from).expand_multi_info(info, key.as_mut());
    debug_assert!(expanded.is_ok(), "32 bytes fit");
    key
}

fn seal(key: &[u8; 32], place: &str, plain: &[u8]) -> Vec<u8> {
    let nonce: [u8; 24] = random();
    let payload = Payload { msg: plain, aad: place.as_bytes() };
    let cipher = XChaCha20Poly1305::new(key.into());
    let sealed = cipher.encrypt(&XNonce::from(nonce), payload).unwrap_or_default();
    [&[FIRST], nonce.as_slice(), &sealed].concat()
}

fn open(key: &[u8; 32], place: &str, sealed: &[u8]) -> Result<Vec<u8>, Broken> {
    let (&FIRST, sealed) = sealed.split_first().ok_or(Broken)? else { return Err(Broken) };
    let (nonce, body) = sealed.split_at_checked(24).ok_or(Broken)?;
    let nonce: [u8; 24] = nonce.try_into().map_err(|_| Broken)?;
    let payload = Payload { msg: body, aad: place.as_bytes() };
    XChaCha20Poly1305::new(key.into()).decrypt(&XNonce::from(nonce), payload).map_err(|_| Broken)
}
