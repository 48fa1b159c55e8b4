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
pub use keys::{RECALL_LIMIT, RecallStep, recall_keys, recall_queries};
pub use rank::{Candidate, rank};
pub use reason::{Reason, Strength, UnitRole};
pub use register::Register;
pub use units::{UnitCandidate, rank_units};

use crate::text::{Mention, repair_typing};

/// The ways to read a description: as typed, and with typing leftovers ("Hufng") repaired if there are any.
pub fn readings(text: &str) -> Vec<Mention> {
    let as_typed = Mention::parse(text);
    let repaired = repair_typing(text).map(|text| Mention::parse(&text));
    std::iter::once(as_typed).chain(repaired).filter(|mention| !mention.is_empty()).collect()
}
