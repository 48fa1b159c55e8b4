//! Where somebody lives, down to the door, and the numbers of their papers.

use std::ops::Range;

use super::Text;

/// House, flat, room: what leads to one door. A street or a quarter alone does not.
pub(super) fn addresses(text: &Text) -> Vec<Range<usize>> {
    let (mut found, mut at) = (Vec::new(), 0);
    while at < text.words.len() {
        let end = [house, flat, lane].iter().find_map(|rule| rule(text, at));
        found.extend(end.map(|end| text.span(at..end)));
        at = end.unwrap_or(at + 1);
    }
    found
}

const WAYS: [&str; 8] = ["ngõ", "ngách", "hẻm", "kiệt", "đường", "phố", "tổ", "xóm"];

fn is_way(text: &Text, at: usize) -> bool {
    WAYS.iter().any(|way| text.is(at, way))
}

/// “số nhà 7”, “nhà số 7”, “nhà 7 ngõ 12”, “số 7/12 đường …”.
fn house(text: &Text, at: usize) -> Option<usize> {
    let called = (text.is(at, "số") && text.is(at + 1, "nhà"))
        || (text.is(at, "nhà") && text.is(at + 1, "số"));
    if called {
        return door(text, at + 2);
    }
    if !(text.is(at, "số") || text.is(at, "nhà")) {
        return None;
    }
    let end = door(text, at + 1)?;
    is_way(text, end).then(|| door(text, end + 1).unwrap_or(end))
}

/// “căn hộ 1203”, “phòng 502 tòa S2”, “tòa CT1”.
fn flat(text: &Text, at: usize) -> Option<usize> {
    let numbered = |at: usize| door(text, at + usize::from(text.is(at, "số")));
    if text.is(at, "căn") && text.is(at + 1, "hộ") {
        return numbered(at + 2);
    }
    if text.is(at, "phòng") || text.is(at, "tầng") {
        let end = numbered(at + 1)?;
        let block = ["tòa", "toà", "nhà", "chung", "khu", "block"];
        return block
            .iter()
            .any(|word| text.is(end, word))
            .then(|| door(text, end + 1).unwrap_or(end));
    }
    (text.is(at, "tòa") || text.is(at, "toà")).then(|| door(text, at + 1))?
}

/// A lane in a lane: “ngõ 12 ngách 5”, “ngõ 12/5”.
fn lane(text: &Text, at: usize) -> Option<usize> {
    let inner = |at: usize| ["ngõ", "ngách", "hẻm", "kiệt"].iter().any(|way| text.is(at, way));
    if !inner(at) {
        return None;
    }
    let end = door(text, at + 1)?;
    if at + 2 < end {
        return Some(end);
    }
    (inner(end) || text.is(end, "số")).then(|| door(text, end + 1))?
}

/// A number with what hangs on it, “7”, “7A”, “7/12”, “S2.05”; where it ends.
fn door(text: &Text, at: usize) -> Option<usize> {
    let digit =
        |at: usize| text.raw(at).is_some_and(|raw| raw.contains(|c: char| c.is_ascii_digit()));
    let short = |at: usize| text.raw(at).is_some_and(|raw| raw.chars().count() <= 5);
    if !digit(at) || !short(at) {
        return None;
    }
    let mut end = at + 1;
    while matches!(text.gap(end), Some("/" | "." | "-")) && digit(end) && short(end) {
        // The year of a document: “số 12/2026”.
        if text.number(end).is_some_and(|number| 1900 <= number) {
            return None;
        }
        end += 1;
    }
    Some(end)
}

/// Identity cards, accounts, number plates.
pub(super) fn papers(text: &Text) -> Vec<Range<usize>> {
    let (mut found, mut at) = (Vec::new(), 0);
    while at < text.words.len() {
        let end = plate(text, at).or_else(|| card(text, at));
        found.extend(end.map(|end| text.span(at..end)));
        at = end.unwrap_or(at + 1);
    }
    found
}

/// Twelve digits that begin with a nought, or any long number that is called one.
fn card(text: &Text, at: usize) -> Option<usize> {
    const CALLED: [(&str, &str); 9] = [
        ("", "cccd"),
        ("", "cmnd"),
        ("", "cmt"),
        ("", "stk"),
        ("", "thẻ"),
        ("căn", "cước"),
        ("chứng", "minh"),
        ("hộ", "chiếu"),
        ("tài", "khoản"),
    ];
    text.number(at)?;
    let mut end = at + 1;
    while matches!(text.gap(end), Some(" " | "." | "-")) && text.number(end).is_some() {
        end += 1;
    }
    let digits: usize = text.words[at..end].iter().map(|one| one.at.len()).sum();
    let identity = digits == 12 && text.raw(at)?.starts_with('0');
    let called = (1..=4).filter_map(|back| at.checked_sub(back)).any(|place| {
        CALLED.iter().any(|(first, word)| {
            let begun = place.checked_sub(1).is_some_and(|before| text.is(before, first));
            text.is(place, word) && (first.is_empty() || begun)
        })
    });
    (identity || called && (6..=19).contains(&digits)).then_some(end)
}

/// “29A-123.45”, “30K 12345”, “29-B1 123.45”.
fn plate(text: &Text, at: usize) -> Option<usize> {
    let raw = text.raw(at)?;
    let series = |raw: &str| {
        let letters = raw.trim_end_matches(|c: char| c.is_ascii_digit());
        (1..=2).contains(&letters.len())
            && letters.chars().all(|c| c.is_ascii_uppercase())
            && raw.len() <= 3
    };
    let (province, rest) = raw.split_at_checked(2)?;
    if !province.chars().all(|c| c.is_ascii_digit()) {
        return None;
    }
    let mut end = at + 1;
    if rest.is_empty() {
        if text.gap(end) != Some("-") || !series(text.raw(end)?) {
            return None;
        }
        end += 1;
    } else if !series(rest) {
        return None;
    }
    let mut digits = 0;
    while matches!(text.gap(end), Some("-" | "." | " ")) && text.number(end).is_some() && digits < 5
    {
        digits += text.words[end].at.len();
        end += 1;
    }
    (4..=5).contains(&digits).then_some(end)
}
