//! The register in memory, filed under the same recall keys that a store keeps in an indexed table.

use std::{
    collections::HashMap,
    hash::{DefaultHasher, Hash, Hasher},
};

use chrono::NaiveDate;

use super::{
    Candidate, RECALL_LIMIT, RegisterEntry, is_settled, next_stop, rank, readings, recall_keys,
    recall_queries,
};
use crate::text::Mention;

/// Entries and their index. Keys are kept as hashes; a collision costs one needless comparison.
#[derive(Debug, Default)]
pub struct Register {
    entries: Vec<RegisterEntry>,
    index: HashMap<u64, Vec<u32>>,
}

impl Register {
    /// Files all entries; at most 2³² of them.
    pub fn new(entries: impl IntoIterator<Item = RegisterEntry>) -> Self {
        let mut register = Self::default();
        for entry in entries {
            let Ok(place) = u32::try_from(register.entries.len()) else { break };
            for key in recall_keys(&entry) {
                register.index.entry(hash(&key)).or_default().push(place);
            }
            register.entries.push(entry);
        }
        register
    }

    pub fn len(&self) -> usize {
        self.entries.len()
    }

    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The best `limit` candidates for a description, as things stood on that day.
    pub fn search(&self, text: &str, on: NaiveDate, limit: usize) -> Vec<Candidate> {
        self.search_readings(&readings(text), on, limit)
    }

    /// As [`Register::search`], for a description read before.
    pub fn search_readings(
        &self,
        readings: &[Mention],
        on: NaiveDate,
        limit: usize,
    ) -> Vec<Candidate> {
        let steps = recall_queries(readings).len();
        let mut taken = 0;
        loop {
            taken = next_stop(taken, steps);
            let mut found = rank(readings, self.recall(readings, taken), on);
            if taken == steps || is_settled(&found) {
                found.truncate(limit);
                return found;
            }
        }
    }

    /// The entries that so many of the recall steps fetch.
    pub fn recall(&self, readings: &[Mention], steps: usize) -> Vec<&RegisterEntry> {
        let mut places: Vec<u32> = Vec::new();
        for step in recall_queries(readings).into_iter().take(steps) {
            let room = step.at_most.min(RECALL_LIMIT.saturating_sub(places.len()));
            let under_keys =
                step.keys.iter().filter_map(|key| self.index.get(&hash(key))).flatten();
            let known: std::collections::HashSet<u32> = places.iter().copied().collect();
            let mut fresh = std::collections::HashSet::new();
            for place in under_keys {
                if fresh.len() >= room {
                    break;
                }
                if !known.contains(place) {
                    fresh.insert(*place);
                }
            }
            places.extend(fresh);
        }
        places.sort_unstable();
        places.into_iter().map(|place| &self.entries[place as usize]).collect()
    }
}

fn hash(key: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    key.hash(&mut hasher);
    hasher.finish()
}
