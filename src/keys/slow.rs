//! Hashes that are slow on purpose, and the memory they take.
//!
//! All functions here take tens of milliseconds and 19 MiB or more: call them off the async threads, few at a time.

use std::sync::{Mutex, PoisonError};

use anyhow::anyhow;
use argon2::password_hash::phc::{Output, ParamsString, PasswordHash, Salt};
use argon2::{Algorithm, Argon2, Block, Params, Version};

use super::random;

/// glibc maps what is larger than this by itself and unmaps it when it is freed; anything smaller it keeps for each
/// thread that ever hashed, which adds up to hundreds of megabytes. What is reserved beyond need is never touched.
const GIVEN_BACK: usize = 33 * 1024 * 1024;

/// Memory of hashes that are over, for those that come while others are still at work: asking the system for it anew
/// takes a quarter of the time of a hash. The last one gives everything back.
static SPARE: Mutex<Spare> = Mutex::new(Spare { working: 0, memory: Vec::new() });

struct Spare {
    working: usize,
    memory: Vec<Vec<Block>>,
}

/// The memory of one hash, for as long as it takes.
struct Memory(Vec<Block>);

impl Memory {
    fn of(blocks: usize) -> Self {
        let mut spare = SPARE.lock().unwrap_or_else(PoisonError::into_inner);
        spare.working += 1;
        let fits = spare.memory.iter().position(|memory| memory.len() == blocks);
        if let Some(at) = fits {
            return Self(spare.memory.swap_remove(at));
        }
        drop(spare);
        let mut memory = Vec::with_capacity(blocks.max(GIVEN_BACK / Block::SIZE));
        memory.resize(blocks, Block::new());
        Self(memory)
    }
}

impl Drop for Memory {
    fn drop(&mut self) {
        let mut spare = SPARE.lock().unwrap_or_else(PoisonError::into_inner);
        spare.working -= 1;
        if spare.working == 0 {
            spare.memory.clear();
        } else {
            spare.memory.push(std::mem::take(&mut self.0));
        }
    }
}

/// Runs the hash in memory that goes back to the system when no other hash is at work.
pub(super) fn hash_into(
    argon: &Argon2<'_>,
    input: &[u8],
    salt: &[u8],
    out: &mut [u8],
) -> anyhow::Result<()> {
    // The cost in memory is given in KiB, the size of a block.
    let mut memory = Memory::of(usize::try_from(argon.params().m_cost())?);
    argon
        .hash_password_into_with_memory(input, salt, out, &mut memory.0)
        .map_err(|error| anyhow!("argon2: {error}"))
}

/// A password as it is stored: Argon2id with a salt of its own, in PHC form.
///
/// # Errors
/// When the parameters of the library do not fit each other.
pub fn password_hash(password: &str) -> anyhow::Result<String> {
    let (argon, salt) = (Argon2::default(), random::<16>());
    let mut out = [0; Params::DEFAULT_OUTPUT_LEN];
    hash_into(&argon, password.as_bytes(), &salt, &mut out)?;
    let wrong = |error| anyhow!("argon2: {error}");
    let hash = PasswordHash {
        algorithm: Algorithm::Argon2id.ident(),
        version: Some(Version::default().into()),
        params: ParamsString::try_from(argon.params()).map_err(wrong)?,
        salt: Some(Salt::new(&salt).map_err(|error| anyhow!("salt: {error}"))?),
        hash: Some(Output::new(&out).map_err(|error| anyhow!("hash: {error}"))?),
    };
    Ok(hash.to_string())
}

/// A custodian's passphrase or a code on paper, made slow: Argon2id with 64 MiB and three rounds, for it has to
/// withstand whoever carries away everything that is stored (S-2).
pub(super) fn passphrase(words: &str, salt: &[u8; 16], out: &mut [u8]) -> anyhow::Result<()> {
    let wrong = |error| anyhow!("argon2: {error}");
    let params = Params::new(64 * 1024, 3, 1, Some(out.len())).map_err(wrong)?;
    hash_into(
        &Argon2::new(Algorithm::Argon2id, Version::V0x13, params),
        words.as_bytes(),
        salt,
        out,
    )
}

/// Whether the password is the one that was stored; false also for a stored text that cannot be read.
pub fn password_matches(password: &str, stored: &str) -> bool {
    matches(password, stored).unwrap_or(false)
}

fn matches(password: &str, stored: &str) -> Option<bool> {
    let stored = PasswordHash::new(stored).ok()?;
    let algorithm = Algorithm::try_from(stored.algorithm.as_str()).ok()?;
    let version = Version::try_from(stored.version?).ok()?;
    let argon = Argon2::new(algorithm, version, Params::try_from(&stored).ok()?);
    let expected = stored.hash?;
    let mut out = vec![0; expected.len()];
    hash_into(&argon, password.as_bytes(), stored.salt.as_ref()?, &mut out).ok()?;
    // The library compares outputs in constant time.
    Some(Output::new(&out).ok()? == expected)
}
