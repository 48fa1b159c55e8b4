//! Comparing the name in a description with a name in the register, word by word.

use super::Reason;
use crate::text::{
    Class, Folded, NameMention, Word, WordKind, classify::word_class, distance::slips,
    mention::is_family,
};

/// Points for each place of a name; the given name is what people are called by.
const GIVEN: i32 = 60;
const FAMILY: i32 = 25;
const MIDDLE: i32 = 20;
/// Points lost for a word that the register's name lacks; more for a family name, which people do not make up.
const UNKNOWN_WORD: i32 = 22;
const UNKNOWN_FAMILY: i32 = 38;
const OTHER_ORDER: i32 = 8;
const NICKNAME: i32 = 14;

/// The outcome of a comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct NameMatch {
    pub points: i32,
    /// Every word agrees up to tones left out.
    pub firm: bool,
    /// Agrees without bending anything but marks left out on one side.
    pub sound: bool,
    pub reasons: Vec<Reason>,
}

/// The most points that a name can earn.
pub(super) fn most(asked: &NameMention) -> i32 {
    let words = i32::try_from(asked.folded.words().len()).unwrap_or(i32::MAX);
    match words {
        0 | 1 => GIVEN,
        2 => GIVEN + FAMILY,
        more => GIVEN + FAMILY + MIDDLE * (more.min(4) - 2),
    }
}

/// The best way to see the asked name in one of these names; `None` when the given name is not in it.
pub(super) fn compare(asked: &NameMention, names: &[Folded]) -> Option<NameMatch> {
    names
        .iter()
        .filter_map(|name| compare_one(&asked.folded, name))
        .max_by_key(|found| found.points)
}

fn compare_one(asked: &Folded, name: &Folded) -> Option<NameMatch> {
    let words: Vec<&Word> = asked.words().iter().collect();
    let grid = Grid::new(&words, name);
    let straight = grid.align();
    let rotated = (words.len() >= 2).then(|| {
        let mut turned = words.clone();
        turned.rotate_left(1);
        Grid::new(&turned, name).align().with(|found| found.other_order = true, -OTHER_ORDER)
    });
    let nickname = (words.len() >= 2 && !(words.len() >= 3 && is_family(words[0]))).then(|| {
        let rest = i32::try_from(words.len() - 1).unwrap_or(1);
        Grid::new(&words[..1], name).align().with(|found| found.nickname = true, -NICKNAME * rest)
    });
    let best = [Some(straight), rotated, nickname]
        .into_iter()
        .flatten()
        .rev()
        .max_by_key(|found| found.points)?;
    (best.points > 0 && best.given).then(|| best.judged(words.len(), name))
}

/// Names that are one name in the North and the South.
const ONE_FAMILY: [(&str, &str); 3] = [("hoang", "huynh"), ("vu", "vo"), ("phuc", "phuoc")];

/// How alike two words are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Likeness {
    Class(Class),
    Initial,
    /// Regional or old form of one family name.
    SameFamily,
    Slips(usize),
    None,
}

impl Likeness {
    fn of(asked: &Word, found: &Word, record_marked: bool) -> Self {
        let class = word_class(asked, found, record_marked);
        match class {
            Class::N => Self::bent(asked, found),
            Class::B if asked.kind() == WordKind::Initial => Self::Initial,
            class => Self::Class(class),
        }
    }

    fn bent(asked: &Word, found: &Word) -> Self {
        if asked.kind() != WordKind::Plain || found.kind() != WordKind::Plain {
            return Self::None;
        }
        let (a, b) = (asked.ascii(), found.ascii());

        if ONE_FAMILY.iter().any(|pair| *pair == (a, b) || *pair == (b, a)) {
            return Self::SameFamily;
        }
        match slips(a, b, if a.len() >= 5 { 2 } else { 1 }) {
            Some(1) if a.len().max(b.len()) >= 3 || a.chars().next() == b.chars().next() => {
                Self::Slips(1)
            }
            Some(count @ 2..) => Self::Slips(count),
            _ => Self::None,
        }
    }

    /// Percent of the points of the place.
    fn share(self) -> i32 {
        match self {
            Self::Class(Class::E) => 100,
            Self::Class(Class::T) => 97,
            Self::Class(Class::B | Class::D) => 95,
            Self::Class(Class::F) => 62,
            Self::SameFamily => 80,
            Self::Slips(1) => 52,
            Self::Slips(_) => 25,
            Self::Initial => 34,
            Self::Class(Class::N) | Self::None => 0,
        }
    }
}

/// Likeness of every asked word with every word of the name.
struct Grid<'a> {
    asked: &'a [&'a Word],
    likeness: Vec<Vec<Likeness>>,
    width: usize,
}

impl<'a> Grid<'a> {
    fn new(asked: &'a [&'a Word], name: &Folded) -> Self {
        let row = |word: &&Word| {
            name.words().iter().map(|found| Likeness::of(word, found, name.is_marked())).collect()
        };
        Self { asked, likeness: asked.iter().map(row).collect(), width: name.words().len() }
    }

    fn place(&self, column: usize) -> i32 {
        match column {
            last if last + 1 == self.width => GIVEN,
            0 => FAMILY,
            _ => MIDDLE,
        }
    }

    fn loss(&self, row: usize) -> i32 {
        if row == 0 && self.asked.len() >= 2 && is_family(self.asked[0]) {
            UNKNOWN_FAMILY
        } else {
            UNKNOWN_WORD
        }
    }

    /// The dearest alignment that keeps the order. `best[i][j]`: first i asked words against first j words.
    fn align(&self) -> Alignment {
        let height = self.asked.len();
        let mut best = vec![vec![0; self.width + 1]; height + 1];
        for i in 1..=height {
            best[i][0] = best[i - 1][0] - self.loss(i - 1);
            for j in 1..=self.width {
                let gain = self.gain(i - 1, j - 1).map(|gain| best[i - 1][j - 1] + gain);
                let skip = (best[i - 1][j] - self.loss(i - 1)).max(best[i][j - 1]);
                best[i][j] = gain.map_or(skip, |gain| gain.max(skip));
            }
        }
        self.trace(&best)
    }

    fn gain(&self, row: usize, column: usize) -> Option<i32> {
        let share = self.likeness[row][column].share();
        (share > 0).then(|| self.place(column) * share / 100)
    }

    fn trace(&self, best: &[Vec<i32>]) -> Alignment {
        let (mut i, mut j) = (self.asked.len(), self.width);
        let mut found = Alignment { points: best[i][j], ..Alignment::default() };
        while i > 0 && j > 0 {
            let gain = self.gain(i - 1, j - 1).map(|gain| best[i - 1][j - 1] + gain);
            if gain == Some(best[i][j]) {
                found.given |= j == self.width;
                found.pairs.push(self.likeness[i - 1][j - 1]);
                (i, j) = (i - 1, j - 1);
            } else if best[i][j] == best[i][j - 1] {
                j -= 1;
            } else {
                found.unknown += 1;
                i -= 1;
            }
        }
        found.unknown += i;
        found
    }
}

#[derive(Clone, Default)]
struct Alignment {
    points: i32,
    /// Is the given name among the words found?
    given: bool,
    pairs: Vec<Likeness>,
    unknown: usize,
    other_order: bool,
    nickname: bool,
}

impl Alignment {
    fn with(mut self, change: impl Fn(&mut Self), points: i32) -> Self {
        change(&mut self);
        self.points += points;
        self
    }

    fn judged(self, asked: usize, name: &Folded) -> NameMatch {
        let any = |kind: fn(&Likeness) -> bool| self.pairs.iter().any(kind);
        let classes = |worst: Class| {
            self.pairs.iter().all(|pair| matches!(pair, Likeness::Class(class) if *class <= worst))
        };
        let plain = self.unknown == 0 && !self.nickname && !self.other_order;
        let mut reasons = vec![match asked {
            1 if name.words().len() > 1 => Reason::GivenNameOnly,
            _ if self.pairs.len() == name.words().len() => Reason::NameEqual,
            _ => Reason::NamePart,
        }];
        let notes = [
            (
                any(|pair| matches!(pair, Likeness::Class(Class::T | Class::B))),
                Reason::NameWithoutTones,
            ),
            (any(|pair| matches!(pair, Likeness::Class(Class::D))), Reason::RecordWithoutMarks),
            (any(|pair| matches!(pair, Likeness::Initial)), Reason::NameInitials),
            (
                any(|pair| matches!(pair, Likeness::Class(Class::F) | Likeness::SameFamily)),
                Reason::NameMarksDiffer,
            ),
            (any(|pair| matches!(pair, Likeness::Slips(_))), Reason::NameSlip),
            (self.unknown > 0, Reason::NameWordUnknown),
            (self.other_order, Reason::NameOtherOrder),
            (self.nickname, Reason::NicknameForm),
        ];
        reasons.extend(notes.into_iter().filter(|(holds, _)| *holds).map(|(_, reason)| reason));
        NameMatch {
            points: self.points,
            firm: plain && classes(Class::T),
            sound: plain && classes(Class::D),
            reasons,
        }
    }
}
