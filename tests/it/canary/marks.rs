//! What is looked for: marks that stand nowhere else, in every spelling in which they could have been written down.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use gopy::domain::text::fold_ascii;
use unicode_normalization::UnicodeNormalization as _;

/// What is found by chance in random bytes is no find.
const SHORTEST: usize = 7;

/// Something that could betray, with the words it could be known by.
#[derive(Clone, Debug)]
pub struct Mark {
    pub what: &'static str,
    pub words: Vec<String>,
}

impl Mark {
    pub fn new(what: &'static str, word: &str) -> Self {
        Self { what, words: vec![word.to_owned()] }
    }
}

/// Looks for all marks at once.
pub struct Searcher {
    needles: Vec<(&'static str, Vec<u8>)>,
    /// Which needles begin with these two bytes, in small letters.
    begins: Vec<Vec<usize>>,
}

impl Searcher {
    pub fn new(marks: &[Mark]) -> Self {
        let mut needles = Vec::new();
        for mark in marks {
            let forms: BTreeSet<Vec<u8>> =
                mark.words.iter().flat_map(|word| spellings(word)).collect();
            needles.extend(forms.into_iter().map(|form| (mark.what, form)));
        }
        let mut begins = vec![Vec::new(); 1 << 16];
        for (place, (what, needle)) in needles.iter().enumerate() {
            assert!(SHORTEST <= needle.len(), "{what}: {needle:?} is too short");
            begins[start(needle[0], needle[1])].push(place);
        }
        Self { needles, begins }
    }

    /// Which marks stand in these bytes.
    pub fn found(&self, bytes: &[u8]) -> BTreeSet<&'static str> {
        let mut found = BTreeSet::new();
        for at in 0..bytes.len().saturating_sub(1) {
            for place in &self.begins[start(bytes[at], bytes[at + 1])] {
                let (what, needle) = &self.needles[*place];
                let here = bytes.get(at..at + needle.len());
                if here.is_some_and(|here| here.eq_ignore_ascii_case(needle)) {
                    found.insert(*what);
                }
            }
        }
        found
    }
}

fn start(first: u8, second: u8) -> usize {
    (usize::from(first.to_ascii_lowercase()) << 8) | usize::from(second.to_ascii_lowercase())
}

/// A word in every case, with its marks composed, apart and gone, in every encoding.
fn spellings(word: &str) -> BTreeSet<Vec<u8>> {
    let cases = [word.to_owned(), word.to_uppercase(), word.to_lowercase()];
    let mut words: BTreeSet<String> = cases.iter().map(|word| word.nfc().collect()).collect();
    words.extend(cases.iter().map(|word| word.nfd().collect()));
    words.insert(fold_ascii(word));
    words.iter().flat_map(|word| encoded(word)).collect()
}

fn encoded(word: &str) -> Vec<Vec<u8>> {
    let units = || word.encode_utf16();
    let little: Vec<u8> = units().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = units().flat_map(u16::to_be_bytes).collect();
    let escaped = units().fold(String::new(), |mut text, unit| {
        let _written = match u8::try_from(unit) {
            Ok(byte) if byte.is_ascii() => write!(text, "{}", char::from(byte)),
            _ => write!(text, "\\u{unit:04x}"),
        };
        text
    });
    let mut all = vec![escaped.into_bytes()];
    for bytes in [word.as_bytes(), &little, &big] {
        all.push(bytes.to_vec());
        all.push(hex(bytes, ""));
        all.extend((0..3).flat_map(|offset| base64(bytes, offset)));
    }
    for sign in ["%", "="] {
        all.push(hex(word.as_bytes(), sign));
        all.push(partly(word.as_bytes(), sign));
    }
    // In forms a blank is a plus sign.
    all.push(String::from_utf8_lossy(&partly(word.as_bytes(), "%")).replace("%20", "+").into());
    all
}

fn hex(bytes: &[u8], sign: &str) -> Vec<u8> {
    let pairs: Vec<String> = bytes.iter().map(|byte| format!("{sign}{byte:02x}")).collect();
    pairs.concat().into_bytes()
}

/// In addresses and in mails plain letters stay as they are.
fn partly(bytes: &[u8], sign: &str) -> Vec<u8> {
    let one = |byte: &u8| match byte {
        byte if byte.is_ascii_alphanumeric() || b"-._".contains(byte) => {
            char::from(*byte).to_string()
        }
        byte => format!("{sign}{byte:02x}"),
    };
    bytes.iter().map(one).collect::<String>().into_bytes()
}

/// The characters that are the same whatever stands in front and behind, `offset` bytes into a group of three.
fn base64(bytes: &[u8], offset: usize) -> [Vec<u8>; 2] {
    let padded = [vec![0; offset], bytes.to_vec()].concat();
    let (from, to) = ((offset * 8).div_ceil(6), padded.len() * 8 / 6);
    [STANDARD_NO_PAD.encode(&padded), URL_SAFE_NO_PAD.encode(&padded)]
        .map(|text| text.as_bytes()[from..to].to_vec())
}
