//! How well a text answers a query: what was typed decides how strict we are.

use super::{
    fold::Folded,
    syllable::{Tone, Word, WordKind},
    token::{Token, tokens},
};

/// Class of agreement, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// Same letters, same tone.
    E,
    /// Same letters, tone left out in the query.
    T,
    /// The query has no marks at all, or initials, or another word order.
    B,
    /// The record has no marks (lists from old computers).
    D,
    /// Plain letters equal, marks disagree: shown only as "nearly alike".
    F,
    /// No agreement.
    N,
}

/// Class of a query against one record, each as written. An opening honorific of the query is not looked for.
pub fn classify(query: &str, record: &str) -> Class {
    classify_folded(&fold_query(query), &Folded::new(record), Ending::Whole)
}

/// Is the last word of the query complete?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    Whole,
    /// Type-ahead: the last word, of two letters or more, may go on in the record.
    Prefix,
}

/// The fold of a search query: an honorific at its start is dropped when a word follows.
pub fn fold_query(query: &str) -> Folded {
    let tokens = tokens(query);
    Folded::of_tokens(&tokens[honorific_length(&tokens)..])
}

/// Words at the start that only address somebody; 0 when nothing would be left.
fn honorific_length(tokens: &[Token]) -> usize {
    const TITLES: [&str; 12] =
        ["ông", "bà", "anh", "chị", "cô", "chú", "bác", "thầy", "cụ", "dì", "cậu", "em"];
    let is = |at: usize, title: &str| {
        tokens.get(at).is_some_and(|token: &Token| {
            word_class(&token.word, &Word::new(title), true) <= Class::B
        })
    };
    let length = match tokens {
        _ if is(0, "đồng") && is(1, "chí") => 2,
        _ if TITLES.iter().any(|title| is(0, title)) => 1,
        _ => 0,
    };
    if length < tokens.len() { length } else { 0 }
}

/// As [`classify`], on folds made before.
pub fn classify_folded(query: &Folded, record: &Folded, ending: Ending) -> Class {
    const TRIED: [Class; 5] = [Class::E, Class::T, Class::B, Class::D, Class::F];
    let grid = Grid::new(query, record, ending);
    let ordered = TRIED.into_iter().find(|class| grid.fits_in_order(*class)).unwrap_or(Class::N);
    if ordered <= Class::B || query.is_empty() {
        return if query.is_empty() { Class::N } else { ordered };
    }
    let shuffled =
        TRIED.into_iter().find(|class| grid.fits_in_any_order(*class)).unwrap_or(Class::N);
    ordered.min(shuffled.max(Class::B))
}

/// Class of one word against one word; `record_marked` tells whether the whole record bears marks.
pub(crate) fn word_class(query: &Word, record: &Word, record_marked: bool) -> Class {
    if query.kind() == WordKind::Initial && record.kind() != WordKind::Number {
        return initial_class(query, record);
    }
    if query.ascii() != record.ascii() {
        return Class::N;
    }
    let same_letters = query.letters() == record.letters();
    match (same_letters, query.tone(), record.tone()) {
        (true, asked, found) if asked == found => Class::E,
        (true, Tone::Level, _) => Class::T,
        _ if !query.is_marked() => Class::B,
        _ if !record_marked => Class::D,
        _ => Class::F,
    }
}

fn initial_class(query: &Word, record: &Word) -> Class {
    if query.letters() == record.letters() {
        return Class::E;
    }
    let begins = if query.is_marked() {
        record.letters().starts_with(query.letters())
    } else {
        record.ascii().starts_with(query.ascii())
    };
    if begins { Class::B } else { Class::N }
}

/// Classes of every query word against every record word.
struct Grid {
    rows: Vec<Vec<Class>>,
    width: usize,
}

impl Grid {
    fn new(query: &Folded, record: &Folded, ending: Ending) -> Self {
        let last = query.words().len().saturating_sub(1);
        let row = |(at, asked): (usize, &Word)| {
            let open = at == last && ending == Ending::Prefix;
            record
                .words()
                .iter()
                .map(|found| open_class(asked, found, record.is_marked(), open))
                .collect()
        };
        Self {
            rows: query.words().iter().enumerate().map(row).collect(),
            width: record.words().len(),
        }
    }

    /// Do all query words occur one after another, each at `worst` or better? The earliest fit is always a best one.
    fn fits_in_order(&self, worst: Class) -> bool {
        let mut from = 0;
        self.rows.iter().all(|row| {
            match row[from.min(self.width)..].iter().position(|class| *class <= worst) {
                Some(step) => {
                    from += step + 1;
                    true
                }
                None => false,
            }
        })
    }

    /// Can every query word have a record word of its own, at `worst` or better?
    fn fits_in_any_order(&self, worst: Class) -> bool {
        let mut owner = vec![None; self.width];
        (0..self.rows.len())
            .all(|row| self.claim(row, worst, &mut owner, &mut vec![false; self.width]))
    }

    fn claim(
        &self,
        row: usize,
        worst: Class,
        owner: &mut [Option<usize>],
        seen: &mut [bool],
    ) -> bool {
        for column in 0..self.width {
            if self.rows[row][column] > worst || std::mem::replace(&mut seen[column], true) {
                continue;
            }
            if owner[column].is_none_or(|other| self.claim(other, worst, owner, seen)) {
                owner[column] = Some(row);
                return true;
            }
        }
        false
    }
}

fn open_class(query: &Word, record: &Word, record_marked: bool, open: bool) -> Class {
    let whole = word_class(query, record, record_marked);
    let may_go_on = open && whole == Class::N && !query.is_number() && query.ascii().len() >= 2;
    if !may_go_on || !record.ascii().starts_with(query.ascii()) {
        return whole;
    }
    let same_letters = record.letters().starts_with(query.letters());
    match (same_letters, query.tone()) {
        (true, tone) if tone == record.tone() => Class::E,
        (true, Tone::Level) => Class::T,
        _ if !query.is_marked() => Class::B,
        _ if !record_marked => Class::D,
        _ => Class::F,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_normalization::UnicodeNormalization;

    /// `{NFD}` decomposes the rest, `{ZW}` is a zero-width blank.
    fn written(text: &str) -> String {
        match text.strip_prefix("{NFD}") {
            Some(rest) => rest.nfd().collect(),
            None => text.replace("{ZW}", "\u{200B}"),
        }
    }

    #[test]
    fn all_pairs() {
        let mut wrong = Vec::new();
        for row in include_str!("testdata/pairs.tsv").lines() {
            let [query, record, expected, why] = row.split('\t').collect::<Vec<_>>()[..] else {
                panic!("{row}")
            };
            let found = format!("{:?}", classify(&written(query), &written(record)));
            if found != expected {
                wrong.push(format!("{query} / {record}: {found}, expected {expected} ({why})"));
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn type_ahead_leaves_the_last_word_open() {
        let ahead = |query: &str, record: &str| {
            classify_folded(&fold_query(query), &Folded::new(record), Ending::Prefix)
        };
        assert_eq!(ahead("ngu", "Nguyễn Văn Hùng"), Class::T);
        assert_eq!(ahead("nguyen van hu", "Nguyễn Văn Hùng"), Class::B);
        assert_eq!(ahead("Nguyê", "Nguyễn Văn Hùng"), Class::T);
        assert_eq!(ahead("chi bộ 1", "Chi bộ 15"), Class::N, "numbers are never open");
        assert_eq!(ahead("ngu van", "Nguyễn Văn Hùng"), Class::N, "only the last word is open");
    }

    #[test]
    fn an_empty_query_finds_nothing() {
        assert_eq!(classify("", "Hùng"), Class::N);
        assert_eq!(classify("ông", "Ông Ích Khiêm"), Class::E);
    }
}
