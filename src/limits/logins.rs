//! Wrong sign-ins of one login (`security.md`, S-16): ten are free; then whoever was wrong waits a minute for each
//! further try. Nobody is locked out: from elsewhere the honest holder gets in at once.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use super::Source;
use crate::keys;

/// Wrong tries of one login that slow nobody down.
const FREE: usize = 10;
/// How long a wrong try is remembered.
const KEPT: TimeDelta = TimeDelta::minutes(15);
/// Between two tries of a source that was wrong, once the free ones are used up.
const WAIT: TimeDelta = TimeDelta::minutes(1);
/// From this many logins on, those that nobody tried lately are forgotten.
const MANY: usize = 10_000;

type Mark = [u8; 32];

/// Who was wrong, and when.
#[derive(Default)]
struct Tries(Vec<(Mark, DateTime<Utc>)>);

/// In memory alone, under a key that is gone with the process.
pub(crate) struct Logins {
    key: [u8; 32],
    wrong: Mutex<HashMap<Mark, Tries>>,
}

impl Logins {
    pub fn new() -> Self {
        Self { key: keys::random(), wrong: Mutex::default() }
    }

    /// # Errors
    /// How long this source waits before it may try this login again.
    pub fn admit(&self, login: &str, source: Source, now: DateTime<Utc>) -> Result<(), Duration> {
        let (login, source) = (self.mark(login.as_bytes()), self.mark(&source.0));
        let mut wrong = self.wrong.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(tries) = wrong.get_mut(&login) else { return Ok(()) };
        tries.0.retain(|(_, at)| now - *at < KEPT);
        if tries.0.len() < FREE {
            return Ok(());
        }
        let last = tries.0.iter().filter(|(by, _)| *by == source).map(|(_, at)| *at).max();
        match last.map(|last| last + WAIT - now) {
            Some(wait) if TimeDelta::zero() < wait => Err(wait.to_std().unwrap_or_default()),
            _ => Ok(()),
        }
    }

    /// Notes what came of a try: who was right is no longer counted as wrong.
    pub fn note(&self, login: &str, source: Source, right: bool, now: DateTime<Utc>) {
        let (login, source) = (self.mark(login.as_bytes()), self.mark(&source.0));
        let mut wrong = self.wrong.lock().unwrap_or_else(PoisonError::into_inner);
        if right {
            if let Some(tries) = wrong.get_mut(&login) {
                tries.0.retain(|(by, _)| *by != source);
            }
            return;
        }
        if MANY < wrong.len() {
            wrong.retain(|_, tries| tries.0.iter().any(|(_, at)| now - *at < KEPT));
        }
        let tries = &mut wrong.entry(login).or_default().0;
        // Of one source only the last tries matter.
        if FREE * 100 < tries.len() {
            tries.drain(..FREE);
        }
        tries.push((source, now));
    }

    fn mark(&self, what: &[u8]) -> Mark {
        keys::mac(&self.key, &[what])
    }
}
