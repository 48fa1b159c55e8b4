//! Telephone numbers inside a text.

use std::ops::Range;

use crate::text::{Phone, PhoneKind};

/// Fewer digits are no telephone number, more are an account or a card.
const DIGITS: std::ops::RangeInclusive<usize> = 8..=15;

/// The numbers of this country, and whatever begins with a plus. The reporter's own is not asked for:
/// any number is told alike.
pub(super) fn phones(text: &str) -> Vec<Range<usize>> {
    let groups = groups(text);
    let (mut found, mut at) = (Vec::new(), 0);
    while at < groups.len() {
        // The longest first: the last group of one number does not begin another.
        let end = (at + 1..=groups.len())
            .take_while(|end| joined(text, &groups[at..*end]))
            .filter(|end| is_phone(&text[groups[at].start..groups[*end - 1].end], end - at))
            .last();
        found.extend(end.map(|end| groups[at].start..groups[end - 1].end));
        at = end.unwrap_or(at + 1);
    }
    found
}

/// Runs of digits, with the plus before them.
fn groups(text: &str) -> Vec<Range<usize>> {
    let mut groups: Vec<Range<usize>> = Vec::new();
    for (at, c) in text.char_indices() {
        match groups.last_mut() {
            Some(last) if last.end == at && c.is_ascii_digit() => last.end = at + 1,
            _ if c.is_ascii_digit() || c == '+' => groups.push(at..at + 1),
            _ => {}
        }
    }
    groups.retain(|group| text[group.clone()].contains(|c: char| c.is_ascii_digit()));
    groups
}

/// Only what people put between the parts of one number stands between these groups.
fn joined(text: &str, groups: &[Range<usize>]) -> bool {
    let few = groups.iter().map(Range::len).sum::<usize>() <= *DIGITS.end();
    few && groups.windows(2).all(|pair| {
        let gap = &text[pair[0].end..pair[1].start];
        gap.len() <= 3 && gap.chars().all(|c| " .-()".contains(c))
    })
}

/// An amount of money is digits in groups too; it has dots between them, or ends in noughts.
fn is_phone(text: &str, groups: usize) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    if text.starts_with('+') {
        return DIGITS.contains(&digits);
    }
    let amount = text.contains('.') || text.ends_with("000");
    let sure = groups == 1 || text.starts_with('0') || text.starts_with("84") || !amount;
    let kind = Phone::parse(text).map(|phone| phone.kind);
    sure && matches!(kind, Ok(PhoneKind::Mobile | PhoneKind::Landline))
}
