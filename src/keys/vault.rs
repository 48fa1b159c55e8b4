//! The vault's cryptography. What lies in it is sealed to a public key whose private half nobody has: each
//! custodian holds a share, and two of them together open one thing without ever putting the halves together.
//!
//! `ElGamal` over Ristretto with Shamir's shares of the exponent. To seal: a fresh point R = rG travels along, and
//! rP, which is also pR, gives the key of a cipher. To open one thing each custodian lends its
//! *part* of pR; two parts add up to pR of this thing, and are worth nothing for any other.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use curve25519_dalek::ristretto::{CompressedRistretto, RistrettoPoint};
use curve25519_dalek::scalar::Scalar;
use hkdf::Hkdf;
use sha2::Sha256;
use zeroize::{Zeroize as _, Zeroizing};

use super::{Broken, fingerprint, hex, random, slow};

/// The first byte of everything sealed here: which algorithm it was.
const VERSION: u8 = 1;
/// In front of the sealed bytes: version, point, nonce.
const HEAD: usize = 1 + 32 + 24;

/// The public half of a key pair: it seals, and opens nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Public(RistrettoPoint);

/// A private half: a custodian's own, a requester's, or a share of the vault's. Wiped when it is dropped.
pub struct Secret(Scalar);

/// What one custodian lends to open one sealed thing.
pub struct Part(RistrettoPoint);

/// Which custodian's share it is: never 0, where the whole secret would lie.
pub type Seat = u8;

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl std::fmt::Debug for Part {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Part(…)")
    }
}

impl Drop for Secret {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl Public {
    /// # Errors
    /// [`Broken`] for bytes that are no public key.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Broken> {
        point(bytes).map(Self)
    }

    pub fn to_bytes(self) -> [u8; 32] {
        self.0.compress().to_bytes()
    }

    /// Eight groups of four digits to read out to each other.
    pub fn mark(self) -> String {
        let digits = hex(&fingerprint(&self.to_bytes())[..16]);
        let group = |at: usize| &digits[at * 4..at * 4 + 4];
        (0..8).map(group).collect::<Vec<_>>().join(" ")
    }

    /// Seals `plain` so that it opens only in its own place.
    pub fn seal(self, place: &str, plain: &[u8]) -> Vec<u8> {
        let once = Secret::fresh();
        let sent = RistrettoPoint::mul_base(&once.0).compress().to_bytes();
        let (nonce, cipher) = (random::<24>(), self.cipher(&sent, &Part(self.0 * once.0)));
        let payload = Payload { msg: plain, aad: place.as_bytes() };
        let sealed = cipher.encrypt(&XNonce::from(nonce), payload).unwrap_or_default();
        [&[VERSION], sent.as_slice(), &nonce, &sealed].concat()
    }

    /// Opens what was sealed to this key with the parts of as many custodians as are needed.
    ///
    /// # Errors
    /// [`Broken`] when a part is another thing's, there are too few, or the bytes or the place are others.
    pub fn open(
        self,
        place: &str,
        sealed: &[u8],
        parts: &[(Seat, Part)],
    ) -> Result<Zeroizing<Vec<u8>>, Broken> {
        let weights = weights(parts.iter().map(|(seat, _)| *seat))?;
        let parts = parts.iter().zip(weights).map(|((_, part), weight)| part.0 * weight);
        self.open_with(place, sealed, &Part(parts.sum()))
    }

    fn open_with(
        self,
        place: &str,
        sealed: &[u8],
        shared: &Part,
    ) -> Result<Zeroizing<Vec<u8>>, Broken> {
        let (head, body) = sealed.split_at_checked(HEAD).ok_or(Broken)?;
        if head[0] != VERSION {
            return Err(Broken);
        }
        let sent = head[1..33].try_into().map_err(|_| Broken)?;
        let nonce: [u8; 24] = head[33..].try_into().map_err(|_| Broken)?;
        let payload = Payload { msg: body, aad: place.as_bytes() };
        let opened = self.cipher(&sent, shared).decrypt(&XNonce::from(nonce), payload);
        opened.map(Zeroizing::new).map_err(|_| Broken)
    }

    /// The cipher of one sealed thing, bound to both points.
    fn cipher(self, sent: &[u8; 32], shared: &Part) -> XChaCha20Poly1305 {
        let shared = Zeroizing::new(shared.to_bytes());
        let known = Zeroizing::new([&*shared, sent.as_slice(), &self.to_bytes()].concat());
        let mut key = Zeroizing::new([0_u8; 32]);
        let expanded = Hkdf::<Sha256>::new(None, &known).expand(b"gopy vault v1", key.as_mut());
        debug_assert!(expanded.is_ok(), "32 bytes fit");
        XChaCha20Poly1305::new((&*key).into())
    }
}

impl Secret {
    pub fn fresh() -> Self {
        Self(Scalar::from_bytes_mod_order_wide(&Zeroizing::new(random::<64>())))
    }

    /// The private half that belongs to a code on paper. Slow on purpose, like [`Secret::lock`].
    ///
    /// # Errors
    /// When the machine has no 64 MiB to spare.
    pub fn of_code(code: &str, salt: &[u8; 16]) -> anyhow::Result<Self> {
        let mut bytes = Zeroizing::new([0_u8; 64]);
        slow::passphrase(code, salt, bytes.as_mut())?;
        Ok(Self(Scalar::from_bytes_mod_order_wide(&bytes)))
    }

    /// # Errors
    /// [`Broken`] for bytes that are no private half.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Broken> {
        let bytes: [u8; 32] = bytes.try_into().map_err(|_| Broken)?;
        Option::from(Scalar::from_canonical_bytes(bytes)).map(Self).ok_or(Broken)
    }

    pub fn to_bytes(&self) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(self.0.to_bytes())
    }

    pub fn public(&self) -> Public {
        Public(RistrettoPoint::mul_base(&self.0))
    }

    /// Opens what was sealed to this very key pair.
    ///
    /// # Errors
    /// [`Broken`] when key, place or bytes are not the ones it was sealed with.
    pub fn open(&self, place: &str, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, Broken> {
        self.public().open_with(place, sealed, &self.part(sealed)?)
    }

    /// What this share lends to open one sealed thing.
    ///
    /// # Errors
    /// [`Broken`] for bytes that nothing was sealed into.
    pub fn part(&self, sealed: &[u8]) -> Result<Part, Broken> {
        point(sealed.get(1..33).ok_or(Broken)?).map(|sent| Part(sent * self.0))
    }

    /// Shares of this secret for these seats, of which any two give it again and one says nothing.
    pub fn split(&self, seats: &[Seat]) -> Vec<(Seat, Self)> {
        let slope = Self::fresh();
        let share = |seat: Seat| Self(self.0 + slope.0 * Scalar::from(seat));
        seats.iter().map(|seat| (*seat, share(*seat))).collect()
    }

    /// The secret of which these are shares. Shares may themselves be shared out: then this is the share of one
    /// seat, put together from what each of the earlier seats gave it.
    ///
    /// # Errors
    /// [`Broken`] for no share, for seat 0 and for one seat twice.
    pub fn join(shares: &[(Seat, Self)]) -> Result<Self, Broken> {
        let weights = weights(shares.iter().map(|(seat, _)| *seat))?;
        Ok(Self(shares.iter().zip(weights).map(|((_, share), weight)| share.0 * weight).sum()))
    }

    /// Locks this private half with a passphrase: Argon2id with 64 MiB, then a cipher. Call it off the
    /// async threads, one at a time.
    ///
    /// # Errors
    /// When the machine has no 64 MiB to spare.
    pub fn lock(&self, passphrase: &str) -> anyhow::Result<Vec<u8>> {
        let (salt, nonce) = (random::<16>(), random::<24>());
        let cipher = locking(passphrase, &salt)?;
        let bytes = self.to_bytes();
        let payload = Payload { msg: bytes.as_ref(), aad: &[VERSION] };
        let sealed = cipher.encrypt(&XNonce::from(nonce), payload).unwrap_or_default();
        Ok([&[VERSION], salt.as_slice(), &nonce, &sealed].concat())
    }

    /// Nothing when this is not the passphrase, or the bytes were changed.
    ///
    /// # Errors
    /// When the machine has no 64 MiB to spare.
    pub fn unlock(passphrase: &str, locked: &[u8]) -> anyhow::Result<Option<Self>> {
        let Some((head, body)) = locked.split_at_checked(41).filter(|(head, _)| head[0] == VERSION)
        else {
            return Ok(None);
        };
        let (salt, nonce): ([u8; 16], [u8; 24]) = (head[1..17].try_into()?, head[17..].try_into()?);
        let payload = Payload { msg: body, aad: &[VERSION] };
        let opened = locking(passphrase, &salt)?.decrypt(&XNonce::from(nonce), payload);
        let opened = opened.ok().map(Zeroizing::new);
        Ok(opened.and_then(|bytes| Self::from_bytes(&bytes).ok()))
    }
}

impl Part {
    /// # Errors
    /// [`Broken`] for bytes that are no part.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Broken> {
        point(bytes).map(Self)
    }

    pub fn to_bytes(&self) -> [u8; 32] {
        self.0.compress().to_bytes()
    }
}

fn locking(passphrase: &str, salt: &[u8; 16]) -> anyhow::Result<XChaCha20Poly1305> {
    let mut key = Zeroizing::new([0_u8; 32]);
    slow::passphrase(passphrase, salt, key.as_mut())?;
    Ok(XChaCha20Poly1305::new((&*key).into()))
}

fn point(bytes: &[u8]) -> Result<RistrettoPoint, Broken> {
    let bytes = CompressedRistretto::from_slice(bytes).map_err(|_| Broken)?;
    let point = bytes.decompress().ok_or(Broken)?;
    // To the neutral point everything could be sealed, and anybody could open it.
    if point == RistrettoPoint::default() { Err(Broken) } else { Ok(point) }
}

/// How much the share of each seat counts: Lagrange at 0.
fn weights(seats: impl Iterator<Item = Seat>) -> Result<Vec<Scalar>, Broken> {
    let seats: Vec<Seat> = seats.collect();
    let once = |(at, seat): (usize, &Seat)| *seat != 0 && !seats[..at].contains(seat);
    if seats.is_empty() || !seats.iter().enumerate().all(once) {
        return Err(Broken);
    }
    let weight = |mine: Seat| {
        let others = seats.iter().filter(|other| **other != mine).map(|other| Scalar::from(*other));
        others
            .map(|other| other * (other - Scalar::from(mine)).invert())
            .fold(Scalar::ONE, |all, one| all * one)
    };
    Ok(seats.iter().map(|seat| weight(*seat)).collect())
}
