//! How often one source may act. Kept in memory, under a keyed hash of the source whose key changes
//! daily; so nobody can tell afterwards who was here (`security.md`, S-4, S-16, S-41).

mod logins;

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use chrono::NaiveDate;
use governor::clock::{Clock as _, DefaultClock};
use governor::state::keyed::HashMapStateStore;
use governor::{Quota, RateLimiter};

use crate::config;
use crate::keys;

pub(crate) use logins::Logins;

/// What is counted, each apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    Letter,
    /// Trying a receipt.
    LookUp,
    SignIn,
    /// Whatever the holder of a receipt writes.
    Message,
    /// A calendar program reading an officer's link.
    Calendar,
    /// Sending one file.
    File,
    /// Telling an address that a letter came in; here the address counts, not who typed it.
    Confirmation,
    /// The same by the mail server behind the addresses.
    ConfirmationServer,
}

/// Kinds of [`Action`].
const ACTIONS: usize = 8;

/// What stands for a mailbox and for its mail server: `An+1@Thu.vn` is `an@thu.vn`.
pub fn mailbox(address: &str) -> (Source, Source) {
    let address = address.trim().to_lowercase();
    let (name, server) = address.rsplit_once('@').unwrap_or((&address, ""));
    let name = name.split('+').next().unwrap_or(name);
    (Source::named(&format!("{name}@{server}")), Source::named(server))
}

/// What counts as one source: an IPv4 address, or the network of one IPv6 line (the first 64 bits).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Source([u8; 8]);

impl Source {
    fn named(name: &str) -> Self {
        let mut short = [0; 8];
        short.copy_from_slice(&keys::fingerprint(name.as_bytes())[..8]);
        Self(short)
    }

    pub fn of(address: IpAddr) -> Self {
        Self::new(Some(address.to_canonical()))
    }

    /// All that have no address count as one.
    pub fn new(address: Option<IpAddr>) -> Self {
        Self(match address {
            None => [0; 8],
            // 0:0::/64 and 0.0.0.0 are nobody's; no IPv6 line begins with 0xFF of multicast.
            Some(IpAddr::V4(address)) => {
                let [a, b, c, d] = address.octets();
                [0xFF, 0xFF, 0, 0, a, b, c, d]
            }
            Some(IpAddr::V6(address)) => {
                let mut network = [0; 8];
                network.copy_from_slice(&address.octets()[..8]);
                network
            }
        })
    }
}

/// A source under the day's key.
type Mark = [u8; 16];
type Bucket = RateLimiter<Mark, HashMapStateStore<Mark>, DefaultClock>;

/// Counts by source; nothing at all when the limits are off.
#[derive(Debug)]
pub struct Limiter {
    /// In the order of [`Action`].
    quotas: Option<[Quota; ACTIONS]>,
    today: Mutex<Option<Arc<Today>>>,
}

/// The counts of one day. A new day begins with none: the old ones belong to nobody any more.
struct Today {
    day: NaiveDate,
    key: [u8; 32],
    buckets: [Bucket; ACTIONS],
    /// How many receipts were wrong, by source.
    wrong: Mutex<HashMap<Mark, u32>>,
}

impl std::fmt::Debug for Today {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Today").field("day", &self.day).finish_non_exhaustive()
    }
}

impl Limiter {
    pub fn new(limits: &config::Limits) -> Self {
        let rates = [
            &limits.letters,
            &limits.look_ups,
            &limits.sign_ins,
            &limits.messages,
            &limits.calendars,
            &limits.files,
            &limits.confirmations,
            &limits.confirmations_per_server,
        ];
        Self {
            quotas: limits.enabled.then(|| rates.map(config::Rate::quota)),
            today: Mutex::default(),
        }
    }

    /// Counts one action.
    ///
    /// # Errors
    /// How long to wait, when the source has used up what it may.
    pub fn admit(
        &self,
        day: NaiveDate,
        source: impl Into<Source>,
        action: Action,
    ) -> Result<(), Duration> {
        let Some(quotas) = &self.quotas else { return Ok(()) };
        let today = self.on(day, quotas);
        let bucket = &today.buckets[action as usize];
        bucket
            .check_key(&today.mark(source.into()))
            .map_err(|no| no.wait_time_from(DefaultClock::default().now()))?;
        if MANY < bucket.len() {
            bucket.retain_recent();
        }
        Ok(())
    }

    /// Remembers that a receipt was wrong.
    pub fn was_wrong(&self, day: NaiveDate, source: Source) {
        let Some(quotas) = &self.quotas else { return };
        let today = self.on(day, quotas);
        let mut wrong = today.wrong.lock().unwrap_or_else(PoisonError::into_inner);
        if MANY <= wrong.len() {
            wrong.retain(|_, times| OFTEN <= *times);
        }
        if wrong.len() < 2 * MANY {
            *wrong.entry(today.mark(source)).or_default() += 1;
        }
    }

    /// Whether more receipts were wrong from there than one person mistypes.
    pub fn often_wrong(&self, day: NaiveDate, source: Source) -> bool {
        let Some(quotas) = &self.quotas else { return false };
        let today = self.on(day, quotas);
        let wrong = today.wrong.lock().unwrap_or_else(PoisonError::into_inner);
        wrong.get(&today.mark(source)).is_some_and(|times| OFTEN <= *times)
    }

    fn on(&self, day: NaiveDate, quotas: &[Quota; ACTIONS]) -> Arc<Today> {
        let mut today = self.today.lock().unwrap_or_else(PoisonError::into_inner);
        match &*today {
            Some(kept) if kept.day == day => Arc::clone(kept),
            _ => {
                let buckets = quotas.map(RateLimiter::hashmap);
                let wrong = Mutex::default();
                let fresh = Arc::new(Today { day, key: keys::random(), buckets, wrong });
                *today = Some(Arc::clone(&fresh));
                fresh
            }
        }
    }
}

/// A wait rounded up to whole minutes, as people are told it.
pub(crate) fn minutes(wait: Duration) -> u64 {
    seconds(wait).div_ceil(60)
}

/// A wait rounded up to whole seconds.
pub(crate) fn seconds(wait: Duration) -> u64 {
    wait.as_secs() + u64::from(0 < wait.subsec_nanos())
}

/// So many wrong receipts on one day are no slips of the finger any more.
const OFTEN: u32 = 8;

/// From this many sources on, those that have waited long enough are forgotten.
const MANY: usize = 20_000;

impl Today {
    fn mark(&self, source: Source) -> Mark {
        let hash = keys::mac(&self.key, &[&source.0]);
        let mut mark = [0; 16];
        mark.copy_from_slice(&hash[..16]);
        mark
    }
}
