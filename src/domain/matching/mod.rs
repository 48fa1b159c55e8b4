//! From a free description ("ông Hùng bí thư chi bộ 5") to ranked entries of the register, each with its reasons.
//!
//! Two stages, so that it scales: *recall* fetches at most [`RECALL_LIMIT`] candidates by exact keys that stand in an
//! indexed table, *rank* weighs them one by one. A match never links anybody by itself and is never told to the sender.

mod entry;
mod keys;
mod name;
mod rank;
mod reason;
mod register;
mod unit;
mod units;

pub use entry::{EntryFacts, PostHeld, RegisterEntry, UnitEntry, UnitPath};
pub use keys::{FILING, RECALL_LIMIT, RecallStep, next_stop, recall_keys, recall_queries};
pub use rank::{Candidate, is_settled, rank};
pub use reason::{Reason, Strength, UnitRole};
pub use register::Register;
pub use units::{UnitCandidate, rank_units};

#[cfg(test)]
mod quality;
#[cfg(test)]
mod tests;

use crate::text::{Mention, repair_typing};

/// The ways to read a description: as typed, without marks also in favour of names, with typing leftovers ("Hufng")
/// repaired, and each with the last words
/// of a long name taken for a place ("Đào Thu Hoa Phú Đô").
pub fn readings(text: &str) -> Vec<Mention> {
    let as_typed = [Some(Mention::parse(text)), Mention::parse_names_first(text)];
    let repaired = repair_typing(text).map(|text| Mention::parse(&text));
    let mut whole: Vec<Mention> = Vec::new();
    for mention in as_typed.into_iter().flatten().chain(repaired) {
        if !mention.is_empty() && !whole.contains(&mention) {
            whole.push(mention);
        }
    }
    let split: Vec<Mention> = whole.iter().filter_map(Mention::with_place_split_off).collect();
    [whole, split].concat()
}
