//! Units inside a description: what tells them from others of their kind.

use super::{LOWER_UNIT_WORDS, NAME_WORDS, Parser};
use crate::text::{
    classify::{Class, word_class},
    mention::{UnitKind, UnitMention, name, unit::Naming},
    syllable::Word,
};

/// The longest name of an institution, in words.
const INSTITUTION_WORDS: usize = 8;

impl Parser {
    pub(super) fn unit(
        &mut self,
        at: usize,
        length: usize,
        kind: UnitKind,
        naming: Naming,
    ) -> Option<usize> {
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
    pub(super) fn number(&self, at: usize, kind: UnitKind) -> (Option<String>, usize) {
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
}
