//! From left to right: post, unit, or honorific with a name; what is left over may be a name or a place.

use super::{
    Honorific, Mention, PostMention, UnitKind, UnitMention, name,
    phrases::{Found, Meaning, exact_phrase_at, phrase_at, unit_phrase_at},
    unit::Naming,
};
use crate::text::{
    classify::{Class, word_class},
    syllable::{Word, WordKind},
    token::{Token, tokens},
};

/// The longest name and the longest unit name, in words.
const NAME_WORDS: usize = 6;
const LOWER_NAME_WORDS: usize = 5;
const LOWER_UNIT_WORDS: usize = 3;
const INSTITUTION_WORDS: usize = 8;

/// Words that end a name wherever they stand.
const STOPS: &[&str] = &[
    "là",
    "ở",
    "tại",
    "của",
    "và",
    "với",
    "người",
    "có",
    "đã",
    "đang",
    "bị",
    "nhận",
    "cho",
    "không",
    "trong",
    "này",
    "kia",
    "hiện",
    "thuộc",
    "nói",
    "làm",
    "trên",
    "khi",
    "ngày",
    "tháng",
    "sinh",
    "sn",
    "mà",
    "vì",
    "được",
    "từ",
    "đến",
    "nhà",
    "gây",
    "xây",
    "lấn",
    "chiếm",
    "tôi",
    "chúng",
    "phụ",
    "trách",
    "trú",
    "ngụ",
    "tên",
    "về",
    "việc",
    "như",
    "thường",
    "hay",
    "cũ",
    "mới",
    "sống",
    "công",
    "tác",
];

/// Words that end a name in a text without marks (the others could be part of a name there).
const PLAIN_STOPS: &[&str] = &[
    "la", "o", "tai", "cua", "va", "voi", "nguoi", "khong", "duoc", "trong", "sinh", "sn", "thuoc",
    "ten",
];

pub(super) fn parse(text: &str) -> Mention {
    let mut parser = Parser::new(tokens(text));
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
    mention: Mention,
}

impl Parser {
    fn new(tokens: Vec<Token>) -> Self {
        let own = || tokens.iter().filter(|token| !token.expanded && !token.word.is_number());
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
        let Found { meaning, length } = phrase_at(&self.tokens[at..], self.marked)?;
        match meaning {
            Meaning::Post(post, again) => {
                let former = at > 0 && !self.used[at - 1] && self.is_former(at - 1);
                self.mention.post.get_or_insert(PostMention { post, former });
                // "công an phường" names the post and the unit with the same words.
                if again < length { Some(length - again) } else { self.unit_phrase(at) }
            }
            Meaning::Unit(kind, naming) => self.unit(at, length, kind, naming),
        }
    }

    fn unit_phrase(&mut self, at: usize) -> Option<usize> {
        let (kind, naming, length) = unit_phrase_at(&self.tokens[at..], self.marked)?;
        self.unit(at, length, kind, naming)
    }

    /// "nguyên", "cựu" before a post.
    fn is_former(&self, at: usize) -> bool {
        ["nguyên", "cựu"]
            .iter()
            .any(|form| word_class(&self.tokens[at].word, &Word::new(form), true) <= Class::B)
    }

    fn unit(&mut self, at: usize, length: usize, kind: UnitKind, naming: Naming) -> Option<usize> {
        let start = at + length;
        let (number, after) = self.number(start, kind);
        let after_name =
            if number.is_some() { after } else { self.unit_name_end(start, kind, naming) };
        let name =
            (number.is_none() && after_name > start).then(|| self.written(start..after_name));
        let follows = at > 0 && self.used[at - 1] && !self.tokens[at].after_break;
        let bare = number.is_none() && name.is_none();
        let is_unit = match naming {
            Naming::Loose | Naming::Words => true,
            Naming::Strict => !bare || follows,
        };
        if !is_unit {
            return None;
        }
        let whole = if naming == Naming::Words { Some(self.written(at..after_name)) } else { name };
        self.mention.units.push(UnitMention { kind, number: number.clone(), name: whole });
        Some(if number.is_some() { self.place_after(after) } else { after_name } - at)
    }

    /// The number of a unit: digits with a glued letter, or a written numeral for branches and neighbourhoods.
    fn number(&self, at: usize, kind: UnitKind) -> (Option<String>, usize) {
        let Some(token) = self.tokens.get(at).filter(|token| !token.after_break) else {
            return (None, at);
        };
        if token.word.is_number() {
            let glued =
                self.tokens.get(at + 1).filter(|next| next.glued && next.word.ascii().len() == 1);
            let suffix = glued.map_or("", |next| next.word.ascii());
            return (
                Some(format!("{}{suffix}", token.word.letters())),
                at + 1 + usize::from(glued.is_some()),
            );
        }
        let counted = kind == UnitKind::ChiBo || kind.is_neighbourhood();
        match self.numeral(at).filter(|_| counted && !(token.capital && self.capitals_tell)) {
            Some((value, length)) => (Some(value.to_string()), at + length),
            None => (None, at),
        }
    }

    /// "năm", "mười", "mười hai".
    fn numeral(&self, at: usize) -> Option<(usize, usize)> {
        const UNITS: [&str; 10] =
            ["một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười"];
        let value = |at: usize| {
            let word = &self.tokens.get(at).filter(|token| !token.after_break)?.word;
            UNITS
                .iter()
                .position(|form| word_class(word, &Word::new(form), true) <= Class::T)
                .map(|place| place + 1)
        };
        match (value(at)?, value(at + 1)) {
            (10, Some(more @ 1..=9)) => Some((10 + more, 2)),
            (plain, _) => Some((plain, 1)),
        }
    }

    /// Where the words that name a unit end.
    fn unit_name_end(&self, start: usize, kind: UnitKind, naming: Naming) -> usize {
        let most = match naming {
            Naming::Words => INSTITUTION_WORDS,
            _ if self.capitals_tell => NAME_WORDS,
            _ => LOWER_UNIT_WORDS,
        };
        let open = naming == Naming::Words || !self.capitals_tell;
        let mut end = start;
        while end < self.tokens.len() && end - start < most && self.continues_unit(end, open) {
            end += 1;
        }
        let numbered = end > start
            && kind.is_area()
            && self
                .tokens
                .get(end)
                .is_some_and(|token| token.word.is_number() && !token.after_break);
        end + usize::from(numbered)
    }

    fn continues_unit(&self, at: usize, open: bool) -> bool {
        let token = &self.tokens[at];
        (token.capital || open) && !token.word.is_number() && !self.ends_name(at)
    }

    /// Bare words after "chi bộ 5": the place it lies in.
    fn place_after(&mut self, start: usize) -> usize {
        let most = if self.capitals_tell { NAME_WORDS } else { LOWER_UNIT_WORDS };
        let mut end = start;
        while end < self.tokens.len()
            && end - start < most
            && self.continues_unit(end, !self.capitals_tell)
        {
            end += 1;
        }
        if end == start || self.is_person(start..end) {
            return start;
        }
        let numbered = usize::from(
            self.tokens.get(end).is_some_and(|token| token.word.is_number() && !token.after_break),
        );
        let name = Some(self.written(start..end + numbered));
        self.mention.units.push(UnitMention { kind: UnitKind::Place, number: None, name });
        end + numbered
    }

    /// Two words or more that begin with a family name, where no name was found yet.
    fn is_person(&self, range: std::ops::Range<usize>) -> bool {
        self.mention.name.is_none()
            && range.len() >= 2
            && name::is_family(&self.tokens[range.start].word)
    }

    fn person(&mut self, at: usize) -> Option<usize> {
        let (honorific, length) = self.honorific(at)?;
        let start = at + length;
        let end = self.name_end(start, true);
        if self.mention.name.is_none() {
            let tells = end > start || honorific.gender().is_some();
            self.mention.honorific = tells.then_some(honorific).or(self.mention.honorific);
            self.mention.name =
                name::of_tokens(&self.tokens[start..end], Some(honorific), self.marked);
        }
        Some(end - at)
    }

    fn honorific(&self, at: usize) -> Option<(Honorific, usize)> {
        let token = &self.tokens[at];
        let inside_name = at > 0
            && token.capital
            && self.capitals_tell
            && !token.after_break
            && self.tokens[at - 1].capital
            && !self.used[at - 1];
        let found = Honorific::ALL.iter().find_map(|title| {
            let words: Vec<Word> = title.as_str().split(' ').map(Word::new).collect();
            let window = self.tokens.get(at..at + words.len())?;
            let worst = if self.marked && words.len() == 1 && !self.before_capital(at) {
                Class::E
            } else {
                Class::B
            };
            let fits = window
                .iter()
                .zip(&words)
                .all(|(token, word)| word_class(&token.word, word, true) <= worst);
            (fits && !window[1..].iter().any(|token| token.after_break))
                .then_some((*title, words.len()))
        })?;
        let family_chu = found.0 == Honorific::Chu
            && !token.word.is_marked()
            && token.capital
            && self.capitals_tell;
        (!inside_name && !family_chu).then_some(found)
    }

    /// A small word right before a capitalised one: "ong Hùng".
    fn before_capital(&self, at: usize) -> bool {
        let next = self.tokens.get(at + 1);
        !self.tokens[at].capital
            && next.is_some_and(|next| next.capital && !next.after_break && !next.expanded)
    }

    /// Where a name that starts here ends. Right after an honorific a single word is never taken for a unit.
    fn name_end(&self, start: usize, after_honorific: bool) -> usize {
        let Some(first) = self.tokens.get(start) else { return start };
        let by_capital = self.capitals_tell && first.capital;
        let most = if by_capital { NAME_WORDS } else { LOWER_NAME_WORDS };
        let mut end = start;
        while end < self.tokens.len() && end - start < most {
            let token = &self.tokens[end];
            let stop = if end == start && after_honorific {
                self.ends_first(end)
            } else {
                self.ends_name(end)
            };
            if stop
                || token.word.is_number()
                || (by_capital && !token.capital)
                || (!by_capital && self.capitals_tell && token.capital)
            {
                break;
            }
            end += 1;
        }
        end
    }

    fn ends_first(&self, at: usize) -> bool {
        let token = &self.tokens[at];
        token.after_break
            || token.expanded
            || phrase_at(&self.tokens[at..], self.marked).is_some_and(|found| found.length > 1)
            || (!token.capital && (self.is_stop(at) || self.is_past_post(at)))
    }

    fn ends_name(&self, at: usize) -> bool {
        let token = &self.tokens[at];
        token.after_break
            || token.expanded
            || self.begins_phrase(at)
            || self.is_past_post(at)
            || token.word.ascii() == "sn"
            || (self.is_stop(at) && !(token.capital && self.capitals_tell))
            || (!(token.capital && self.capitals_tell)
                && self.honorific(at).is_some_and(|(title, _)| title != Honorific::Anh))
    }

    fn is_past_post(&self, at: usize) -> bool {
        self.is_former(at) && exact_phrase_at(&self.tokens[at + 1..], self.marked).is_some()
    }

    /// A post, or a unit that is one beyond doubt at this place.
    fn begins_phrase(&self, at: usize) -> bool {
        let Some(found) = phrase_at(&self.tokens[at..], self.marked) else { return false };
        let capital = self.tokens[at].capital && self.capitals_tell;
        let next = self.tokens.get(at + found.length).filter(|next| !next.after_break);
        let numbered = next.is_some_and(|next| next.word.is_number());
        match found.meaning {
            Meaning::Post(..) => true,
            Meaning::Unit(..) if found.length > 1 => true,
            Meaning::Unit(
                UnitKind::Phuong | UnitKind::Xa | UnitKind::Quan | UnitKind::Huyen,
                _,
            ) => !capital || next.is_some(),
            Meaning::Unit(_, Naming::Words) => !capital && self.marked,
            Meaning::Unit(..) => {
                numbered
                    || (!capital && self.capitals_tell && next.is_some_and(|next| next.capital))
            }
        }
    }

    fn is_stop(&self, at: usize) -> bool {
        let word = &self.tokens[at].word;
        let mut exact = String::new();
        word.push_exact(&mut exact);
        static FOLDED: std::sync::OnceLock<Vec<String>> = std::sync::OnceLock::new();
        let folded =
            FOLDED.get_or_init(|| STOPS.iter().map(|stop| crate::text::fold_exact(stop)).collect());
        if self.marked { folded.contains(&exact) } else { PLAIN_STOPS.contains(&word.ascii()) }
    }

    /// Words that nothing claimed: a name if there is none yet, else a place.
    fn leftovers(&mut self) {
        let had_honorific = self.mention.honorific.is_some();
        let mut at = 0;
        while at < self.tokens.len() {
            let end = self.leftover_end(at);
            if end > at {
                self.leftover(at..end, had_honorific);
            }
            at = end.max(at + 1);
        }
    }

    fn leftover_end(&self, start: usize) -> usize {
        let free = |at: usize| !self.used[at] && !self.tokens[at].word.is_number();
        let mut end = start;
        while end < self.tokens.len()
            && free(end)
            && (end == start || !self.tokens[end].after_break)
        {
            let token = &self.tokens[end];
            let stop = self.is_stop(end)
                || (token.capital != self.capitals_tell && self.capitals_tell)
                || self.is_former(end) && self.tokens.len() > end + 1 && self.used[end + 1];
            if stop {
                break;
            }
            end += 1;
        }
        end
    }

    fn leftover(&mut self, range: std::ops::Range<usize>, had_honorific: bool) {
        let words = &self.tokens[range.clone()];
        let fits = words.len() <= if self.capitals_tell { NAME_WORDS } else { LOWER_NAME_WORDS };
        let initials = words.iter().all(|token| token.word.kind() == WordKind::Initial);
        if self.mention.name.is_none() && !had_honorific && fits {
            self.mention.name = name::of_tokens(words, None, self.marked);
        } else if self.mention.name.is_some()
            && self.capitals_tell
            && words.len() >= 2
            && fits
            && !initials
        {
            let name = Some(self.written(range));
            self.mention.units.push(UnitMention { kind: UnitKind::Place, number: None, name });
        }
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
