//! Finding the fixed phrases (posts, units) in a list of tokens.

use std::{collections::HashMap, sync::OnceLock};

use super::{
    post::{self, Post},
    unit::{self, Naming, UnitKind},
};
use crate::text::{
    classify::{Class, word_class},
    distance::one_slip_apart,
    syllable::{Word, is_plain_syllable},
    token::{Token, tokens},
};

/// What a phrase means.
#[derive(Clone, Copy)]
pub(super) enum Meaning {
    /// A post; the last so many words are read again as a unit.
    Post(Post, usize),
    Unit(UnitKind, Naming),
}

/// How the text is written where a phrase is looked for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// The whole text bears no marks.
    Plain,
    Marked,
    /// Marked, and this word has a capital letter that tells: likely a name, so only true spelling counts.
    Capital,
}

/// A phrase found: its meaning and its length in tokens.
#[derive(Clone, Copy)]
pub(super) struct Found {
    pub meaning: Meaning,
    pub length: usize,
}

struct Phrase {
    words: Vec<Word>,
    meaning: Meaning,
}

/// The longest phrase that starts here. A slip of the finger in one word is forgiven when nothing fits as it stands.
pub(super) fn phrase_at(tokens: &[Token], style: Style) -> Option<Found> {
    let first = tokens.first()?;
    let by_first = index().by_first.get(first.word.ascii()).map_or(&[][..], Vec::as_slice);
    let exact =
        by_first.iter().map(|at| &index().phrases[*at]).find(|phrase| phrase.fits(tokens, style));
    let nearly = || {
        index()
            .phrases
            .iter()
            .filter(|_| style != Style::Capital)
            .find(|phrase| phrase.nearly_fits(tokens))
    };
    exact.or_else(nearly).map(Phrase::found)
}

/// As [`phrase_at`], without forgiving slips.
pub(super) fn exact_phrase_at(tokens: &[Token], style: Style) -> Option<Found> {
    let first = tokens.first()?;
    let by_first = index().by_first.get(first.word.ascii())?;
    by_first
        .iter()
        .map(|at| &index().phrases[*at])
        .find(|phrase| phrase.fits(tokens, style))
        .map(Phrase::found)
}

/// The longest unit phrase that starts here, as it stands.
pub(super) fn unit_phrase_at(tokens: &[Token], style: Style) -> Option<(UnitKind, Naming, usize)> {
    let by_first = index().by_first.get(tokens.first()?.word.ascii())?;
    let fitting =
        by_first.iter().map(|at| &index().phrases[*at]).filter(|phrase| phrase.fits(tokens, style));
    let mut units = fitting.filter_map(|phrase| match phrase.meaning {
        Meaning::Unit(kind, naming) => Some((kind, naming, phrase.words.len())),
        Meaning::Post(..) => None,
    });
    units.next()
}

impl Phrase {
    fn found(&self) -> Found {
        Found { meaning: self.meaning, length: self.words.len() }
    }

    fn window<'a>(&self, tokens: &'a [Token]) -> Option<&'a [Token]> {
        let window = tokens.get(..self.words.len())?;
        (!window[1..].iter().any(|token| token.after_break)).then_some(window)
    }

    fn fits(&self, tokens: &[Token], style: Style) -> bool {
        let Some(window) = self.window(tokens) else { return false };
        // A single short word is easily another word with other marks; two words together are not.
        let worst = match (self.words.len(), style) {
            (1, Style::Marked | Style::Capital) if !next_is_number(tokens, 1) => Class::T,
            (1, _) => Class::B,
            // "Tạ Văn Phong" is not an office (văn phòng).
            (length, Style::Capital) => {
                let unit =
                    matches!(self.meaning, Meaning::Unit(..)) && !next_is_number(tokens, length);
                if unit { Class::E } else { Class::T }
            }
            // "ông Trường TDP 11" is not its head (trưởng).
            _ if matches!(self.meaning, Meaning::Post(_, 1..)) => Class::B,
            _ => Class::F,
        };
        window
            .iter()
            .zip(&self.words)
            .all(|(token, word)| word_class(&token.word, word, true) <= worst)
    }

    fn leads_a_branch(&self) -> bool {
        use Post::{
            CommitteeMember, DeputySecretary, ResidentialGroupDeputy, ResidentialGroupHead,
            Secretary,
        };
        let leads = |post| {
            matches!(
                post,
                Secretary
                    | DeputySecretary
                    | CommitteeMember
                    | ResidentialGroupHead
                    | ResidentialGroupDeputy
            )
        };
        matches!(self.meaning, Meaning::Post(post, _) if leads(post))
    }

    fn nearly_fits(&self, tokens: &[Token]) -> bool {
        let Some(window) = self.window(tokens).filter(|_| self.words.len() >= 2) else {
            return false;
        };
        let mut off = window
            .iter()
            .zip(&self.words)
            .filter(|(token, word)| token.word.ascii() != word.ascii());
        let (Some((slip, meant)), None) = (off.next(), off.next()) else { return false };
        let rest = &tokens[self.words.len()..];
        let certain = next_is_number(tokens, self.words.len())
            || (meant.ascii().len() >= 3 && !is_plain_syllable(slip.word.ascii()))
            || (self.leads_a_branch() && begins_with_branch(rest));
        let lower = !slip.capital || slip.word.ascii().len() >= 3;
        certain
            && lower
            && !slip.word.is_number()
            && one_slip_apart(slip.word.ascii(), meant.ascii())
    }
}

fn next_is_number(tokens: &[Token], at: usize) -> bool {
    tokens.get(at).is_some_and(|token| token.word.is_number() && !token.after_break)
}

fn begins_with_branch(tokens: &[Token]) -> bool {
    let starts = |words: [&str; 2]| {
        tokens.len() >= 2
            && tokens.iter().zip(words).all(|(token, word)| token.word.ascii() == word)
    };
    starts(["chi", "bo"])
        || starts(["dang", "bo"])
        || starts(["dang", "uy"])
        || starts(["to", "dan"])
}

struct Index {
    /// Longest first.
    phrases: Vec<Phrase>,
    by_first: HashMap<String, Vec<usize>>,
}

fn index() -> &'static Index {
    static INDEX: OnceLock<Index> = OnceLock::new();
    INDEX.get_or_init(|| {
        let words = |text: &str| tokens(text).into_iter().map(|token| token.word).collect();
        let posts = post::PHRASES.iter().map(|(text, post, again)| Phrase {
            words: words(text),
            meaning: Meaning::Post(*post, *again),
        });
        let units = unit::PHRASES.iter().map(|(text, kind, naming)| Phrase {
            words: words(text),
            meaning: Meaning::Unit(*kind, *naming),
        });
        let mut phrases: Vec<Phrase> = posts.chain(units).collect();
        phrases.sort_by_key(|phrase| std::cmp::Reverse(phrase.words.len()));
        let mut by_first: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, phrase) in phrases.iter().enumerate() {
            by_first.entry(phrase.words[0].ascii().to_owned()).or_default().push(at);
        }
        Index { phrases, by_first }
    })
}
