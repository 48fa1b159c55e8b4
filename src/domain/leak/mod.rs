//! Whether a text that leaves the house could betray who wrote (`workflow.md`, 14): the summary and the conclusion
//! for the person complained of, what goes along with a transfer, minutes.
//!
//! The check looks for what experience says gives people away: the letter's own words, telephone numbers, addresses,
//! numbers of papers, names, “my wife”, long quotations, and details that only the letter gives. It finds, people
//! judge: a second person approves the text, and what is kept is kept with a reason.

mod address;
#[cfg(test)]
mod corpus;
mod detail;
mod kin;
mod name;
mod number;
#[cfg(test)]
mod tests;

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use crate::text::{Folded, Word, clean_multiline};

/// This many words in a row that also stand in the letter are a copy.
const COPIED: usize = 6;
/// A quotation of more words than this is the letter speaking.
const QUOTED: usize = 6;
/// Characters of a fragment that are shown.
const SHOWN: usize = 120;

/// Why a fragment is risky.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reason {
    /// It repeats the letter word for word.
    Copied,
    Phone,
    Email,
    /// It names a person other than the one complained of, whoever that is.
    Name,
    /// It speaks as the reporter: “tôi”, “vợ tôi”.
    FirstPerson,
    Quotation,
    /// It leads to one door.
    Address,
    /// Number of an identity card, an account, a vehicle.
    Paper,
    /// It says who somebody is to the reporter, or what the reporter is.
    Relation,
    /// A day, an hour, a sum or a count that the letter gives, too: perhaps only its writer knew it.
    Detail,
    /// A place that the letter gives, too.
    Place,
}

impl Reason {
    pub const ALL: [Self; 11] = [
        Self::Copied,
        Self::Phone,
        Self::Email,
        Self::Name,
        Self::FirstPerson,
        Self::Quotation,
        Self::Address,
        Self::Paper,
        Self::Relation,
        Self::Detail,
        Self::Place,
    ];

    /// Stable code.
    pub fn name(self) -> &'static str {
        match self {
            Self::Copied => "copied",
            Self::Phone => "phone",
            Self::Email => "email",
            Self::Name => "name",
            Self::FirstPerson => "first-person",
            Self::Quotation => "quotation",
            Self::Address => "address",
            Self::Paper => "paper",
            Self::Relation => "relation",
            Self::Detail => "detail",
            Self::Place => "place",
        }
    }
}

/// A place in the summary that may point to the reporter.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Risk {
    pub reason: Reason,
    /// As it stands in the summary; a long one is cut and ends in “…”.
    pub fragment: String,
}

/// Everything in `summary` that may betray the reporter, each fragment once.
///
/// `subjects` are the names of those complained of, who may of course be named. Who wrote is not asked: that
/// lies in the vault, and whoever writes a summary knows of it only what the letter itself says.
pub fn risks(summary: &str, letter: &str, subjects: &[String]) -> Vec<Risk> {
    let (summary, letter) = (Text::new(summary), Text::new(letter));
    let mut found: Vec<(Reason, Range<usize>)> = Vec::new();
    let mut add = |reason, ranges: Vec<Range<usize>>| {
        found.extend(ranges.into_iter().map(|range| (reason, range)));
    };
    let (details, places) = detail::shared(&summary, &letter);
    add(Reason::Copied, copied(&summary, &letter));
    add(Reason::Phone, number::phones(&summary.clean));
    add(Reason::Email, emails(&summary.clean));
    add(Reason::Name, name::names(&summary, &letter, subjects));
    add(Reason::FirstPerson, first_person(&summary));
    add(Reason::Quotation, quotations(&summary));
    add(Reason::Address, address::addresses(&summary));
    add(Reason::Paper, address::papers(&summary));
    add(Reason::Relation, kin::relations(&summary));
    add(Reason::Detail, details);
    add(Reason::Place, places);
    let mut seen = HashSet::new();
    found
        .into_iter()
        .map(|(reason, range)| Risk { reason, fragment: shown(&summary.clean[range]) })
        .filter(|risk| seen.insert(risk.clone()))
        .collect()
}

/// A text with its words.
struct Text {
    clean: String,
    words: Vec<Piece>,
    /// Whether it bears any Vietnamese mark; without them “toi” may be any of six words.
    marked: bool,
}

/// A word and where it stands.
struct Piece {
    at: Range<usize>,
    word: Word,
    capital: bool,
    /// More than a blank stands between this word and the one before.
    apart: bool,
}

impl Text {
    fn new(text: &str) -> Self {
        let text = clean_multiline(text);
        let mut words: Vec<Piece> = Vec::new();
        let mut rest = 0;
        while let Some(start) = text[rest..].find(char::is_alphanumeric).map(|at| rest + at) {
            let length = text[start..].find(|c: char| !c.is_alphanumeric());
            let end = length.map_or(text.len(), |length| start + length);
            let raw = &text[start..end];
            words.push(Piece {
                at: start..end,
                word: Word::new(raw),
                capital: raw.starts_with(char::is_uppercase),
                apart: &text[rest..start] != " ",
            });
            rest = end;
        }
        let marked = Folded::new(&text).is_marked();
        Self { clean: text, words, marked }
    }

    fn span(&self, words: Range<usize>) -> Range<usize> {
        self.words[words.start].at.start..self.words[words.end - 1].at.end
    }

    /// Whether this word stands there; without marks where the text bears none.
    fn is(&self, at: usize, word: &str) -> bool {
        self.words.get(at).is_some_and(|piece| {
            let word = Word::new(word);
            piece.word == word || (!self.marked && piece.word.ascii() == word.ascii())
        })
    }

    fn raw(&self, at: usize) -> Option<&str> {
        self.words.get(at).map(|piece| &self.clean[piece.at.clone()])
    }

    /// The word as a whole number.
    fn number(&self, at: usize) -> Option<u64> {
        let raw = self.raw(at)?;
        raw.bytes().all(|byte| byte.is_ascii_digit()).then(|| raw.parse().ok())?
    }

    /// What stands between this word and the one before.
    fn gap(&self, at: usize) -> Option<&str> {
        let (before, here) = (self.words.get(at.checked_sub(1)?)?, self.words.get(at)?);
        Some(&self.clean[before.at.end..here.at.start])
    }

    fn ascii(&self) -> Vec<&str> {
        self.words.iter().map(|piece| piece.word.ascii()).collect()
    }
}

/// The longest runs of words that stand in the letter too; marks and punctuation do not count.
fn copied(summary: &Text, letter: &Text) -> Vec<Range<usize>> {
    let (ours, theirs) = (summary.ascii(), letter.ascii());
    let mut places: HashMap<&[&str], Vec<usize>> = HashMap::new();
    for (at, run) in theirs.windows(COPIED).enumerate() {
        places.entry(run).or_default().push(at);
    }
    let (mut found, mut at) = (Vec::new(), 0);
    while let Some(run) = ours.get(at..at + COPIED) {
        let same = |place: &usize| {
            ours[at..].iter().zip(&theirs[*place..]).take_while(|(a, b)| a == b).count()
        };
        let longest = places.get(run).and_then(|places| places.iter().map(same).max());
        if let Some(length) = longest {
            found.push(summary.span(at..at + length));
        }
        at += longest.unwrap_or(1);
    }
    found
}

fn emails(text: &str) -> Vec<Range<usize>> {
    let inside = |c: char| c.is_alphanumeric() || "._%+-".contains(c);
    text.match_indices('@')
        .filter_map(|(at, _)| {
            let start = text[..at].rfind(|c| !inside(c));
            let start =
                start.map_or(0, |end| end + text[end..].chars().next().map_or(1, char::len_utf8));
            let end =
                text[at + 1..].find(|c| !inside(c)).map_or(text.len(), |length| at + 1 + length);
            let end = start + text[start..end].trim_end_matches('.').len();
            (start < at && at + 1 < end).then_some(start..end)
        })
        .collect()
}

/// People of whom a reporter speaks: “vợ tôi”.
const KIN: &str = "vợ chồng con nhà bố mẹ cha má ba anh chị em cháu ông bà cô chú bác";

fn first_person(text: &Text) -> Vec<Range<usize>> {
    let me = Word::new("tôi");
    let is = |piece: &Piece, word: &Word| {
        piece.word == *word || (!text.marked && piece.word.ascii() == word.ascii())
    };
    let kin: Vec<Word> = KIN.split(' ').map(Word::new).collect();
    let family = ["gia", "đình"].map(Word::new);
    let mut found = Vec::new();
    for at in (0..text.words.len()).filter(|at| is(&text.words[*at], &me)) {
        if is_office(text, at, &kin) {
            continue;
        }
        let before = |count: usize| {
            let start = at.checked_sub(count)?;
            text.words[start + 1..=at].iter().all(|piece| !piece.apart).then_some(start)
        };
        let relative = before(1).filter(|one| kin.iter().any(|word| is(&text.words[*one], word)));
        let household = before(2).filter(|first| {
            family.iter().zip(&text.words[*first..]).all(|(word, piece)| is(piece, word))
        });
        let start = household.or(relative).unwrap_or(at);
        found.push(text.span(start..at + 1));
    }
    found
}

/// “Chúng tôi đã kiểm tra” is the office; “chúng tôi bị …” and “nhà chúng tôi” are people who wrote.
fn is_office(text: &Text, at: usize, kin: &[Word]) -> bool {
    let suffers = ["bị", "phải"].iter().any(|word| text.is(at + 1, word));
    let theirs = at.checked_sub(2).is_some_and(|one| kin.contains(&text.words[one].word));
    at.checked_sub(1).is_some_and(|before| text.is(before, "chúng")) && !suffers && !theirs
}

/// What stands between quotation marks; one that is never closed lasts to the end.
fn quotations(text: &Text) -> Vec<Range<usize>> {
    const MARKS: [(char, char); 3] = [('“', '”'), ('«', '»'), ('"', '"')];
    let mut found = Vec::new();
    let mut rest = 0;
    while let Some((open, mark)) =
        text.clean[rest..].char_indices().find(|(_, c)| MARKS.iter().any(|(open, _)| open == c))
    {
        let start = rest + open + mark.len_utf8();
        let close = MARKS.iter().find(|(open, _)| *open == mark).map_or(mark, |(_, close)| *close);
        let end = text.clean[start..].find(close).map_or(text.clean.len(), |length| start + length);
        let words =
            text.words.iter().filter(|piece| start <= piece.at.start && piece.at.end <= end);
        if QUOTED < words.count() {
            found.push(start..end);
        }
        rest = text.clean.len().min(end + close.len_utf8());
    }
    found
}

fn shown(fragment: &str) -> String {
    let line = fragment.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= SHOWN {
        return line;
    }
    let cut: String = line.chars().take(SHOWN).collect();
    format!("{}…", cut.trim_end())
}
