//! From left to right: post, unit, or honorific with a name; what is left over may be a name or a place.

mod leftover;
mod person;
mod unit;

use super::{
    Mention, Post, PostMention, UnitKind, UnitMention,
    phrases::{Found, Meaning, Style, exact_phrase_at, phrase_at, unit_phrase_at},
};
use crate::text::{
    classify::{Class, word_class},
    syllable::{Word, WordKind},
    token::{Token, tokens},
};

/// The longest name and the longest unit name, in words.
const NAME_WORDS: usize = 8;
const LOWER_NAME_WORDS: usize = 7;
const LOWER_UNIT_WORDS: usize = 3;

pub(in crate::text) fn parse(text: &str) -> Mention {
    read(tokens(text), Doubt::ForPhrase)
}

/// Without marks, "phuong" may be phường or Phương and "truong" trưởng or Trường: the reading that decides for names.
/// `None` when nothing is in doubt.
pub(in crate::text) fn parse_names_first(text: &str) -> Option<Mention> {
    let tokens = tokens(text);
    let doubtful = |token: &Token| {
        !token.expanded && ["phuong", "truong", "xa", "thu", "quan"].contains(&token.word.ascii())
    };
    let plain = tokens.iter().all(|token| token.expanded || !token.word.is_marked());
    (plain && tokens.iter().any(doubtful)).then(|| read(tokens, Doubt::ForName))
}

/// Which way a word goes that may be part of a name or begin a phrase.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Doubt {
    ForPhrase,
    ForName,
}

fn read(tokens: Vec<Token>, doubt: Doubt) -> Mention {
    let mut parser = Parser::new(tokens, doubt);
    parser.scan();
    parser.leftovers();
    parser.mention
}

struct Parser {
    tokens: Vec<Token>,
    used: Vec<bool>,
    /// Capitals tell names from other words: neither all small nor all large.
    capitals_tell: bool,
    marked: bool,
    doubt: Doubt,
    mention: Mention,
}

impl Parser {
    fn new(tokens: Vec<Token>, doubt: Doubt) -> Self {
        // Abbreviations, numbers and initials are written alike in every style.
        let own = || {
            tokens.iter().filter(|token| !token.expanded && token.word.kind() == WordKind::Plain)
        };
        let shouted = own()
            .filter(|token| token.raw.chars().count() > 1)
            .all(|token| token.raw.chars().all(|c| !c.is_lowercase()));
        let capitals = own().skip(1).any(|token| token.capital)
            || own().next().is_some_and(|token| token.capital && tokens.len() <= 2);
        let marked = own().any(|token| token.word.is_marked());
        Self {
            used: vec![false; tokens.len()],
            tokens,
            capitals_tell: capitals && !shouted,
            marked,
            doubt,
            mention: Mention::default(),
        }
    }

    fn scan(&mut self) {
        let mut at = 0;
        while at < self.tokens.len() {
            let taken = self
                .birth_year(at)
                .or_else(|| self.phrase(at))
                .or_else(|| self.person(at))
                .unwrap_or(0);
            self.used[at..at + taken].fill(true);
            at += taken.max(1);
        }
    }

    /// The phrase that starts here, unless its last words begin a post that reaches further: in "thanh pho bi thu"
    /// Thành is a name, not the city.
    fn found(&self, at: usize) -> Option<Found> {
        let found = phrase_at(&self.tokens[at..], self.style(at))?;
        let reaches_further = |offset: usize| {
            let inner = exact_phrase_at(&self.tokens[at + offset..], self.style(at + offset));
            inner.is_some_and(|inner| {
                matches!(inner.meaning, Meaning::Post(_, 0))
                    && inner.length >= found.length
                    && offset + inner.length > found.length
            })
        };
        (!(1..found.length).any(reaches_further)).then_some(found)
    }

    fn style(&self, at: usize) -> Style {
        match (
            self.marked,
            self.capitals_tell && self.tokens.get(at).is_some_and(|token| token.capital),
        ) {
            (false, _) => Style::Plain,
            (true, false) => Style::Marked,
            (true, true) => Style::Capital,
        }
    }

    fn birth_year(&mut self, at: usize) -> Option<usize> {
        let is = |offset: usize, form: &str| {
            self.tokens.get(at + offset).is_some_and(|token| token.word.ascii() == form)
        };
        let before = match () {
            () if is(0, "sinh") && is(1, "nam") => 2,
            () if is(0, "sn") || is(0, "sinh") => 1,
            () => return None,
        };
        let year = self.tokens.get(at + before)?.word.letters().parse().ok()?;
        (1900..=2100).contains(&year).then(|| self.mention.birth_year = Some(year))?;
        Some(before + 1)
    }

    fn phrase(&mut self, at: usize) -> Option<usize> {
        let Found { meaning, length } = self.found(at)?;
        match meaning {
            Meaning::Post(post, again) => {
                let former = at > 0 && !self.used[at - 1] && self.is_former(at - 1);
                self.mention.post.get_or_insert(PostMention { post, former });
                // "công an phường" names the post and the unit with the same words.
                if again < length {
                    Some(self.number_of_post(post, at + length - again) - at)
                } else {
                    self.unit_phrase(at)
                }
            }
            Meaning::Unit(kind, naming) => self.unit(at, length, kind, naming),
        }
    }

    /// "bí thư 15", "bí thư chi 5", "tổ trưởng 5": the number of the branch or the group. Returns where the words end.
    fn number_of_post(&mut self, post: Post, at: usize) -> usize {
        let kind = match post {
            Post::Secretary | Post::DeputySecretary => UnitKind::ChiBo,
            Post::ResidentialGroupHead | Post::ResidentialGroupDeputy => UnitKind::Tdp,
            _ => return at,
        };
        let short = self
            .tokens
            .get(at)
            .is_some_and(|token| token.word.ascii() == "chi" && !token.after_break);
        let (number, end) = self.number(at + usize::from(short), kind);
        if number.is_none() {
            return at;
        }
        self.mention.units.push(UnitMention { kind, number, name: None });
        end
    }

    fn unit_phrase(&mut self, at: usize) -> Option<usize> {
        let (kind, naming, length) = unit_phrase_at(&self.tokens[at..], self.style(at))?;
        self.unit(at, length, kind, naming)
    }

    /// "nguyên", "cựu" before a post.
    fn is_former(&self, at: usize) -> bool {
        ["nguyên", "cựu"]
            .iter()
            .any(|form| word_class(&self.tokens[at].word, &Word::new(form), true) <= Class::B)
    }

    /// The words as written; an abbreviation once.
    fn written(&self, range: std::ops::Range<usize>) -> String {
        let mut out: Vec<&str> = Vec::new();
        for at in range {
            let again = at > 0
                && self.tokens[at].expanded
                && self.tokens[at - 1].expanded
                && self.tokens[at].raw == self.tokens[at - 1].raw;
            if !again || out.is_empty() {
                out.push(&self.tokens[at].raw);
            }
        }
        out.join(" ")
    }
}
