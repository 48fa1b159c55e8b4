//! Random choices that come out alike on every machine.
//!
//! Only the `ChaCha8` stream itself is used, never the sampling of the `rand` crate: that one may change between
//! versions and depends on the width of `usize`.

use chrono::{Days, NaiveDate};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{RngCore, SeedableRng};
use uuid::{Builder, Uuid};

/// A seeded source of choices.
#[derive(Clone, Debug)]
pub(super) struct Dice(ChaCha8Rng);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        let mut bytes = [0; 32];
        bytes[..8].copy_from_slice(&seed.to_le_bytes());
        Self(ChaCha8Rng::from_seed(bytes))
    }

    /// A number from 0 up to, not including, `limit`; 0 when `limit` is 0.
    pub(super) fn below(&mut self, limit: u32) -> u32 {
        let product = u64::from(self.0.next_u32()) * u64::from(limit);
        u32::try_from(product >> 32).unwrap_or_default()
    }

    /// A position in a list of this length (lists here are far below 2³²).
    pub(super) fn index(&mut self, length: usize) -> usize {
        self.below(u32::try_from(length).unwrap_or(u32::MAX)) as usize
    }

    pub(super) fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.index(list.len())]
    }

    /// True `percent` times in a hundred.
    pub(super) fn chance(&mut self, percent: u32) -> bool {
        self.below(100) < percent
    }

    /// Picks by weight.
    pub(super) fn weighted<T: Copy>(&mut self, list: &[(T, u32)]) -> T {
        let mut roll = self.below(list.iter().map(|(_, weight)| weight).sum());
        for (value, weight) in list {
            if roll < *weight {
                return *value;
            }
            roll -= weight;
        }
        list[0].0
    }

    /// A day from `first` up to, not including, `first` plus `days`.
    pub(super) fn day(&mut self, first: NaiveDate, days: u32) -> NaiveDate {
        first + Days::new(u64::from(self.below(days)))
    }

    /// An identifier of the form of version 4.
    pub(super) fn id(&mut self) -> Uuid {
        let mut bytes = [0; 16];
        self.0.fill_bytes(&mut bytes);
        Builder::from_random_bytes(bytes).into_uuid()
    }

    pub(super) fn shuffle<T>(&mut self, list: &mut [T]) {
        for last in (1..list.len()).rev() {
            list.swap(last, self.index(last + 1));
        }
    }
}

/// A date written down in this module, where a wrong one is a slip that the tests show.
pub(super) const fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    match NaiveDate::from_ymd_opt(year, month, day) {
        Some(date) => date,
        None => NaiveDate::MIN,
    }
}
