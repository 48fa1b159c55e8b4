//! Words that no phrase and no honorific claimed.

use super::{LOWER_NAME_WORDS, LOWER_UNIT_WORDS, NAME_WORDS, Parser};
use crate::text::{
    mention::{UnitKind, UnitMention, name},
    syllable::WordKind,
};

impl Parser {
    /// Words that nothing claimed: a name if there is none yet, else a place. Where capitals tell, small words are a
    /// name only at the very start ("hùng bí thư chi bộ 5 Phú Đô") and when nothing else is.
    pub(super) fn leftovers(&mut self) {
        let mut at = 0;
        while at < self.tokens.len() {
            let end = self.leftover_end(at);
            if end > at && (!self.capitals_tell || self.tokens[at].capital) {
                self.leftover(at..end);
            }
            at = end.max(at + 1);
        }
        let small = self.leftover_end(0);
        if self.mention.name.is_none() && small > 0 {
            self.leftover(0..small);
        }
    }

    fn leftover_end(&self, start: usize) -> usize {
        let free = |at: usize| !self.used[at] && !self.tokens[at].word.is_number();
        let mut end = start;
        while end < self.tokens.len()
            && free(end)
            && (end == start || !self.tokens[end].after_break)
        {
            let other_style =
                self.capitals_tell && self.tokens[end].capital != self.tokens[start].capital;
            let past = self.is_former(end) && self.used.get(end + 1) == Some(&true);
            if other_style || past || self.is_stop(end) {
                break;
            }
            end += 1;
        }
        end
    }

    /// "ông tổ trưởng tổ 5 tên Hùng": the honorific came before the post, the name after a word that announces it.
    fn may_be_leftover_name(&self, start: usize) -> bool {
        let announced =
            || start > 0 && ["ten", "la"].contains(&self.tokens[start - 1].word.ascii());
        self.mention.name.is_none() && (self.mention.honorific.is_none() || announced())
    }

    fn leftover(&mut self, range: std::ops::Range<usize>) {
        let words = &self.tokens[range.clone()];
        let fits = words.len() <= if self.capitals_tell { NAME_WORDS } else { LOWER_NAME_WORDS };
        let initials = words.iter().all(|token| token.word.kind() == WordKind::Initial);
        if fits && self.may_be_leftover_name(range.start) {
            self.mention.name = name::of_tokens(words, None, self.marked);
        } else if self.mention.name.is_some() && self.may_be_place(&range) && !initials {
            let name = Some(self.written(range));
            self.mention.units.push(UnitMention { kind: UnitKind::Place, number: None, name });
        }
    }

    /// Two words or more; small ones only right after a post or a unit.
    fn may_be_place(&self, range: &std::ops::Range<usize>) -> bool {
        let follows = range.start > 0 && self.used[range.start - 1];
        let most = if self.capitals_tell { NAME_WORDS } else { LOWER_UNIT_WORDS };
        (self.capitals_tell || follows) && (2..=most).contains(&range.len())
    }
}
