//! Words that no phrase and no honorific claimed.

use super::{LOWER_NAME_WORDS, LOWER_UNIT_WORDS, NAME_WORDS, Parser};
use crate::text::{
    mention::{UnitKind, UnitMention, name},
    syllable::WordKind,
};

impl Parser {
    /// Words that nothing claimed: a name if there is none yet, else a place.
    pub(super) fn leftovers(&mut self) {
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
                || (self.capitals_tell && start > 0 && !token.capital)
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
