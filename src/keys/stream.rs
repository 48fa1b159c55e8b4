//! Sealing what is too large for one piece: STREAM (Hoang, Reyhanitabar, Rogaway, Vizár 2015) over
//! `XChaCha20-Poly1305`, in pieces that are each sealed for their place. A file that is cut short, put together
//! anew or moved to another name does not open.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use zeroize::Zeroizing;

use super::{Broken, random};

/// Bytes of one piece before it is sealed.
pub const PIECE: usize = 64 * 1024;
const TAG: usize = 16;
const PREFIX: usize = 19;

/// The key of one file, made for it and used for nothing else.
#[derive(Clone)]
pub struct FileKey(Zeroizing<[u8; 32]>);

impl std::fmt::Debug for FileKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("FileKey(…)")
    }
}

impl FileKey {
    pub fn fresh() -> Self {
        Self(Zeroizing::new(random()))
    }

    /// # Errors
    /// [`Broken`] when these are not 32 bytes.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Broken> {
        bytes.try_into().map(|key| Self(Zeroizing::new(key))).map_err(|_| Broken)
    }

    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

struct Pieces {
    cipher: XChaCha20Poly1305,
    prefix: [u8; PREFIX],
    name: Vec<u8>,
    count: u32,
}

impl Pieces {
    fn new(key: &FileKey, prefix: [u8; PREFIX], name: &str) -> Self {
        let cipher = XChaCha20Poly1305::new((&*key.0).into());
        Self { cipher, prefix, name: name.as_bytes().to_vec(), count: 0 }
    }

    /// Prefix, number of the piece, and whether it is the last.
    fn nonce(&mut self, last: bool) -> Result<XNonce, Broken> {
        let mut nonce = [0; 24];
        nonce[..PREFIX].copy_from_slice(&self.prefix);
        nonce[PREFIX..23].copy_from_slice(&self.count.to_be_bytes());
        nonce[23] = u8::from(last);
        self.count = self.count.checked_add(1).ok_or(Broken)?;
        Ok(XNonce::from(nonce))
    }
}

/// Seals a stream of bytes for the name it is stored under.
pub struct Sealing {
    pieces: Pieces,
    waiting: Zeroizing<Vec<u8>>,
    begun: bool,
}

impl Sealing {
    pub fn new(key: &FileKey, name: &str) -> Self {
        let waiting = Zeroizing::new(Vec::with_capacity(PIECE));
        Self { pieces: Pieces::new(key, random(), name), waiting, begun: false }
    }

    /// Takes in some bytes, and gives what of the sealed file is ready.
    ///
    /// # Errors
    /// [`Broken`] for a file beyond all measure.
    pub fn put(&mut self, mut bytes: &[u8]) -> Result<Vec<u8>, Broken> {
        let mut out = self.beginning();
        while !bytes.is_empty() {
            // The last piece is known only at the end, so a full one waits for what follows it.
            if self.waiting.len() == PIECE {
                self.seal(false, &mut out)?;
            }
            let (now, rest) = bytes.split_at(bytes.len().min(PIECE - self.waiting.len()));
            self.waiting.extend_from_slice(now);
            bytes = rest;
        }
        Ok(out)
    }

    /// The end of the sealed file.
    ///
    /// # Errors
    /// [`Broken`] for a file beyond all measure.
    pub fn finish(mut self) -> Result<Vec<u8>, Broken> {
        let mut out = self.beginning();
        self.seal(true, &mut out)?;
        Ok(out)
    }

    fn beginning(&mut self) -> Vec<u8> {
        if std::mem::replace(&mut self.begun, true) {
            return Vec::new();
        }
        self.pieces.prefix.to_vec()
    }

    fn seal(&mut self, last: bool, out: &mut Vec<u8>) -> Result<(), Broken> {
        let nonce = self.pieces.nonce(last)?;
        let payload = Payload { msg: &self.waiting, aad: &self.pieces.name };
        let sealed = self.pieces.cipher.encrypt(&nonce, payload).map_err(|_| Broken)?;
        out.extend_from_slice(&sealed);
        self.waiting.clear();
        Ok(())
    }
}

/// Opens a sealed stream, piece by piece. What came out of it counts only once [`Opening::finish`] agreed.
pub struct Opening {
    key: FileKey,
    name: String,
    pieces: Option<Pieces>,
    waiting: Vec<u8>,
}

impl Opening {
    pub fn new(key: &FileKey, name: &str) -> Self {
        Self { key: key.clone(), name: name.to_owned(), pieces: None, waiting: Vec::new() }
    }

    /// Takes in some sealed bytes, and gives what could be opened.
    ///
    /// # Errors
    /// [`Broken`] when a piece was changed or stands elsewhere.
    pub fn put(&mut self, bytes: &[u8]) -> Result<Vec<u8>, Broken> {
        self.waiting.extend_from_slice(bytes);
        let mut out = Vec::new();
        if self.pieces.is_none() {
            let Some((prefix, _)) = self.waiting.split_first_chunk::<PREFIX>() else {
                return Ok(out);
            };
            self.pieces = Some(Pieces::new(&self.key, *prefix, &self.name));
            self.waiting.drain(..PREFIX);
        }
        let mut at = 0;
        while let Some(piece) = self.waiting.get(at..at + PIECE + TAG)
            && at + PIECE + TAG < self.waiting.len()
        {
            out.extend(open(self.pieces.as_mut(), piece, false)?);
            at += PIECE + TAG;
        }
        self.waiting.drain(..at);
        Ok(out)
    }

    /// The last piece.
    ///
    /// # Errors
    /// [`Broken`] when the file was changed or cut short.
    pub fn finish(mut self) -> Result<Vec<u8>, Broken> {
        open(self.pieces.as_mut(), &self.waiting, true)
    }
}

fn open(pieces: Option<&mut Pieces>, sealed: &[u8], last: bool) -> Result<Vec<u8>, Broken> {
    let pieces = pieces.ok_or(Broken)?;
    let nonce = pieces.nonce(last)?;
    let payload = Payload { msg: sealed, aad: &pieces.name };
    pieces.cipher.decrypt(&nonce, payload).map_err(|_| Broken)
}
