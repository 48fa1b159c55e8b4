//! Honorific and name inside a description, and where a name ends.

use super::{Doubt, LOWER_NAME_WORDS, NAME_WORDS, Parser};
use crate::text::{
    classify::{Class, word_class},
    mention::{
        Honorific, Post, name,
        phrases::{Found, Meaning, exact_phrase_at},
        unit::Naming,
    },
    syllable::{Tone, Word},
    token::Token,
};

/// Words that end a name wherever they stand.
const STOPS: &str = "là ở tại của và với người có đã đang bị nhận cho không trong này kia hiện thuộc nói làm trên khi \
     ngày tháng sinh sn mà vì được từ đến nhà gây xây lấn chiếm tôi chúng phụ trách trú ngụ tên về việc \
     như thường hay cũ mới sống công tác";

/// Words that end a name in a text without marks (the others could be part of a name there).
const PLAIN_STOPS: &str = "la o tai cua va voi nguoi khong duoc trong sinh sn thuoc ten";

/// The forms of address with their words.
fn titles() -> &'static [(Honorific, Vec<Word>)] {
    static TITLES: std::sync::OnceLock<Vec<(Honorific, Vec<Word>)>> = std::sync::OnceLock::new();
    let folded = |title: &Honorific| (*title, title.as_str().split(' ').map(Word::new).collect());
    TITLES.get_or_init(|| Honorific::ALL.iter().map(folded).collect())
}

impl Parser {
    pub(super) fn person(&mut self, at: usize) -> Option<usize> {
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

    pub(super) fn honorific(&self, at: usize) -> Option<(Honorific, usize)> {
        let token = &self.tokens[at];
        let inside_name = at > 0
            && token.capital
            && self.capitals_tell
            && !token.after_break
            && self.tokens[at - 1].capital
            && !self.used[at - 1];
        let found = titles().iter().find_map(|(title, words)| {
            let window = self.tokens.get(at..at + words.len())?;
            let worst = if self.marked && words.len() == 1 && !self.before_capital(at) {
                Class::E
            } else {
                Class::B
            };
            let fits = window
                .iter()
                .zip(words)
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
            || self.found(at).is_some_and(|found| self.ends_at_once(found))
            || (!token.capital && (self.is_stop(at) || self.is_past_post(at)))
    }

    fn ends_at_once(&self, found: Found) -> bool {
        found.length > 1 && !self.may_be_name(found)
    }

    /// "ong tran duy truong to 5" may be a Mr Trường as well as the head of group 5.
    fn may_be_name(&self, found: Found) -> bool {
        self.doubt == Doubt::ForName
            && matches!(found.meaning, Meaning::Post(Post::Treasurer, _) | Meaning::Post(_, 1..))
    }

    pub(super) fn ends_name(&self, at: usize) -> bool {
        let token = &self.tokens[at];
        token.after_break
            || token.expanded
            || self.begins_phrase(at)
            || self.is_past_post(at)
            || token.word.ascii() == "sn"
            || (self.is_stop(at) && !(token.capital && self.capitals_tell))
            || (!(token.capital && self.capitals_tell) && self.begins_person(at))
    }

    /// An honorific that starts another person. Without marks, "ba" and "chu" may be part of a name.
    fn begins_person(&self, at: usize) -> bool {
        let safe = |title| self.marked || matches!(title, Honorific::Ong | Honorific::DongChi);
        self.honorific(at).is_some_and(|(title, _)| title != Honorific::Anh && safe(title))
    }

    fn is_past_post(&self, at: usize) -> bool {
        let next = exact_phrase_at(&self.tokens[at + 1..], self.style(at + 1));
        self.is_former(at) && next.is_some_and(|next| matches!(next.meaning, Meaning::Post(..)))
    }

    /// A post, or a unit that is one beyond doubt at this place.
    fn begins_phrase(&self, at: usize) -> bool {
        let Some(found) = self.found(at) else { return false };
        let capital = self.tokens[at].capital && self.capitals_tell;
        let next = self.tokens.get(at + found.length).filter(|next| !next.after_break);
        let numbered = next.is_some_and(|next| next.word.is_number());
        match found.meaning {
            _ if self.may_be_name(found) => false,
            Meaning::Post(..) => true,
            Meaning::Unit(..) if found.length > 1 => true,
            Meaning::Unit(kind, _) if kind.is_area() => self.is_area_word(at, capital),
            Meaning::Unit(_, Naming::Words) => !capital && self.marked,
            Meaning::Unit(..) => {
                numbered
                    || (!capital && self.capitals_tell && next.is_some_and(|next| next.capital))
            }
        }
    }

    /// "phường" inside a name may be Phương. Marks decide; without them a ward has a number or two words after it.
    fn is_area_word(&self, at: usize, capital: bool) -> bool {
        let word = &self.tokens[at].word;
        if self.marked {
            let exact = ["phường", "xã", "quận", "huyện", "tỉnh"]
                .iter()
                .any(|form| *word == Word::new(form));
            return exact || !(capital || word.tone() == Tone::Level);
        }
        let after: Vec<&Token> =
            self.tokens[at + 1..].iter().take_while(|token| !token.after_break).take(2).collect();
        let ends =
            |offset: usize| self.found(at + 1 + offset).is_some_and(|found| found.length > 1);
        let again =
            |later: &usize| self.tokens[*later].word == *word && self.tokens.len() > later + 2;
        if self.doubt == Doubt::ForName || (at + 1..self.tokens.len()).any(|later| again(&later)) {
            return false;
        }
        match after.as_slice() {
            [first, ..] if first.word.is_number() => true,
            [_, second] => !second.expanded && !second.word.is_number() && !ends(0) && !ends(1),
            _ => false,
        }
    }

    pub(super) fn is_stop(&self, at: usize) -> bool {
        static FOLDED: std::sync::OnceLock<Vec<String>> = std::sync::OnceLock::new();
        let word = &self.tokens[at].word;
        let mut exact = String::new();
        word.push_exact(&mut exact);
        let folded = FOLDED.get_or_init(|| STOPS.split(' ').map(crate::text::fold_exact).collect());
        if self.marked {
            folded.contains(&exact)
        } else {
            PLAIN_STOPS.split(' ').any(|stop| stop == word.ascii())
        }
    }
}
