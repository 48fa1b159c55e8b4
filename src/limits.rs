//! How often one source may act. Kept in memory, under a keyed hash of the source whose key changes
//! daily; so nobody can tell afterwards who was here (`security.md`, S-4, S-16, S-41).

mod logins;

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
}

/// What counts as one source: an IPv4 address, or the network of one IPv6 line (the first 64 bits).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Source([u8; 8]);

impl Source {
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
    quotas: Option<[Quota; 6]>,
    today: Mutex<Option<Arc<Today>>>,
}

/// The counts of one day. A new day begins with none: the old ones belong to nobody any more.
struct Today {
    day: NaiveDate,
    key: [u8; 32],
    buckets: [Bucket; 6],
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

    fn on(&self, day: NaiveDate, quotas: &[Quota; 6]) -> Arc<Today> {
        let mut today = self.today.lock().unwrap_or_else(PoisonError::into_inner);
        match &*today {
            Some(kept) if kept.day == day => Arc::clone(kept),
            _ => {
                let buckets = quotas.map(RateLimiter::hashmap);
                let fresh = Arc::new(Today { day, key: keys::random(), buckets });
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
