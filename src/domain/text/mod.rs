//! Vietnamese text: cleaning, folds, sort keys, comparison, and reading a free description of a person.
//!
//! The databases are never asked to compare letters (đ has no Unicode decomposition, tones sit in varying places);
//! they only see finished strings made here, stored with [`FOLD_VERSION`].

pub(crate) mod classify;
mod clean;
pub(crate) mod distance;
mod fold;
mod legacy;
pub mod mention;
mod phone;
mod sort;
pub(crate) mod syllable;
mod telex;
mod token;

pub use classify::{Class, Ending, classify, classify_folded, fold_query};
pub use clean::{clean, clean_multiline};
pub use fold::{FOLD_VERSION, Folded, fold_ascii, fold_exact};
pub use legacy::{Encoding, detect_encoding};
pub use mention::{
    Gender, Honorific, Mention, NameMention, Post, PostMention, UnitKind, UnitMention,
};
pub use phone::{Phone, PhoneError, PhoneKind};
pub use sort::{name_sort_key, text_sort_key};
pub use syllable::{Tone, Word, WordKind, is_syllable, split_tone};
pub use telex::repair_typing;
