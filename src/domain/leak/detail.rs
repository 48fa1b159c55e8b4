//! Details that only the letter gives: a day, an hour, a sum, a count, a place. Told where the letter has the same
//! one, however either is written: “15/3” is “ngày 15 tháng 3”, and “500.000 đồng” is “năm trăm nghìn”.

use std::collections::HashSet;
use std::ops::Range;

use super::Text;

/// A detail in one spelling.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Detail {
    Day(u64, u64),
    /// Minutes after midnight, of twelve hours: people write “7 giờ tối” and “19h”.
    Time(u64),
    Sum(u64),
    Count(u64, String),
    Place(String),
}

/// Details of `text` that stand in `letter` too, places apart from the others.
pub(super) fn shared(text: &Text, letter: &Text) -> (Vec<Range<usize>>, Vec<Range<usize>>) {
    let theirs: HashSet<Detail> = details(letter).into_iter().map(|(detail, _)| detail).collect();
    let ours = details(text).into_iter().filter(|(detail, _)| theirs.contains(detail));
    let (places, others): (Vec<_>, Vec<_>) =
        ours.partition(|(detail, _)| matches!(detail, Detail::Place(_)));
    let spans = |found: Vec<(Detail, Range<usize>)>| found.into_iter().map(|(_, at)| at).collect();
    (spans(others), spans(places))
}

fn details(text: &Text) -> Vec<(Detail, Range<usize>)> {
    let (mut found, mut at) = (Vec::new(), 0);
    while at < text.words.len() {
        let rules = [day, time, sum, count, place];
        let hit = rules.iter().find_map(|rule| rule(text, at));
        let end = hit.as_ref().map_or(at + 1, |(_, end)| *end);
        found.extend(hit.map(|(detail, end)| (detail, text.span(at..end))));
        at = end;
    }
    found
}

type Hit = Option<(Detail, usize)>;

/// What a number stands behind where it is the number of a thing, not of a day or of a count.
const NUMBERED: [&str; 18] = [
    "số",
    "ngõ",
    "ngách",
    "hẻm",
    "tổ",
    "bộ",
    "điều",
    "khoản",
    "mục",
    "phường",
    "quận",
    "khu",
    "tầng",
    "phòng",
    "căn",
    "cụm",
    "quyết",
    "phố",
];

fn is_numbered(text: &Text, at: usize) -> bool {
    at.checked_sub(1).is_some_and(|before| NUMBERED.iter().any(|word| text.is(before, word)))
}

fn day(text: &Text, at: usize) -> Hit {
    let pair = |day: usize, month: usize| {
        let (day, month) = (text.number(day)?, text.number(month)?);
        ((1..=31).contains(&day) && (1..=12).contains(&month)).then_some(Detail::Day(day, month))
    };
    // Of the moon: said with its month.
    if text.is(at, "rằm") && text.is(at + 1, "tháng") {
        let month = text.number(at + 2).or_else(|| spelled(text, at + 2).map(|(month, _)| month));
        let month = month.or_else(|| text.is(at + 2, "giêng").then_some(1))?;
        return Some((Detail::Day(115, month), at + 3));
    }
    if text.is(at, "ngày") || text.is(at, "mùng") || text.is(at, "mồng") {
        if text.is(at + 2, "tháng") {
            return Some((pair(at + 1, at + 3)?, at + 4));
        }
        return None;
    }
    if is_numbered(text, at) || text.words[at].at.len() > 2 {
        return None;
    }
    if text.is(at + 1, "tháng") {
        return Some((pair(at, at + 2)?, at + 3));
    }
    let joint = text.gap(at + 1)?;
    if !["/", "-", "."].contains(&joint) || text.words.get(at + 1)?.at.len() > 2 {
        return None;
    }
    let year = text.gap(at + 2) == Some(joint) && text.number(at + 2).is_some();
    // With dots and without a year it is as often a number of something.
    let sure = year || joint == "/";
    pair(at, at + 1).filter(|_| sure).map(|day| (day, at + if year { 3 } else { 2 }))
}

fn time(text: &Text, at: usize) -> Hit {
    let minutes = |hour: u64, minute: u64| {
        (hour < 24 && minute < 60).then_some(Detail::Time(hour % 12 * 60 + minute))
    };
    let raw = text.raw(at)?.to_lowercase();
    if let Some((hour, minute)) = raw.split_once('h') {
        let minute = if minute.is_empty() { Some(0) } else { minute.parse().ok() };
        return Some((minutes(hour.parse().ok()?, minute?)?, at + 1));
    }
    let hour = text.number(at)?;
    if text.gap(at + 1) == Some(":") {
        return Some((minutes(hour, text.number(at + 1)?)?, at + 2));
    }
    if !text.is(at + 1, "giờ") {
        return None;
    }
    match text.number(at + 2).filter(|_| !text.is(at + 3, "đồng")) {
        Some(minute) => Some((minutes(hour, minute)?, at + 3)),
        None if text.is(at + 2, "rưỡi") => Some((minutes(hour, 30)?, at + 3)),
        None => Some((minutes(hour, 0)?, at + 2)),
    }
}

/// Words for a thousand and more.
fn scale(text: &Text, at: usize) -> Option<u64> {
    let words = [
        ("nghìn", 1_000),
        ("ngàn", 1_000),
        ("triệu", 1_000_000),
        ("tỷ", 1_000_000_000),
        ("tỉ", 1_000_000_000),
    ];
    words.iter().find(|(word, _)| text.is(at, word)).map(|(_, scale)| *scale)
}

/// A sum of money: at least a thousand, and called one or so large that it is nothing else.
fn sum(text: &Text, at: usize) -> Hit {
    let (mut total, mut end, mut scaled) = (0_u64, at, false);
    while let Some((number, next)) = figure(text, end).or_else(|| spelled(text, end)) {
        let Some(scale) = scale(text, next) else {
            if end == at {
                (total, end) = (number, next);
            }
            break;
        };
        total = total.checked_add(number.checked_mul(scale)?)?;
        (end, scaled) = (next + 1, true);
    }
    let money = text.is(end, "đồng") || text.is(end, "đ") || text.is(end, "vnđ");
    (1_000 <= total && (money || scaled)).then_some((Detail::Sum(total), end + usize::from(money)))
}

/// Digits in one group or, as sums are written, in groups of three.
fn figure(text: &Text, at: usize) -> Option<(u64, usize)> {
    let (mut value, mut end) = (text.number(at)?, at + 1);
    while let (Some("." | ","), Some(group)) = (text.gap(end), text.number(end))
        && text.words[end].at.len() == 3
    {
        value = value.checked_mul(1_000)?.checked_add(group)?;
        end += 1;
    }
    Some((value, end))
}

/// A number under a thousand in words: “năm trăm”, “hai mươi lăm”.
fn spelled(text: &Text, at: usize) -> Option<(u64, usize)> {
    const DIGITS: [(&str, u64); 14] = [
        ("một", 1),
        ("mốt", 1),
        ("hai", 2),
        ("ba", 3),
        ("bốn", 4),
        ("tư", 4),
        ("năm", 5),
        ("lăm", 5),
        ("nhăm", 5),
        ("sáu", 6),
        ("bảy", 7),
        ("bẩy", 7),
        ("tám", 8),
        ("chín", 9),
    ];
    let digit = |at: usize| DIGITS.iter().find(|(word, _)| text.is(at, word)).map(|(_, n)| *n);
    let (mut value, mut end) = (0, at);
    if let (Some(hundreds), true) = (digit(end), text.is(end + 1, "trăm")) {
        (value, end) = (hundreds * 100, end + 2);
    }
    if text.is(end, "mười") {
        (value, end) = (value + 10, end + 1);
    } else if let (Some(tens), true) = (digit(end), text.is(end + 1, "mươi")) {
        (value, end) = (value + tens * 10, end + 2);
    } else if let (Some(tens), true) =
        (digit(end), text.is(end + 1, "lăm") || text.is(end + 1, "nhăm"))
    {
        return Some((value + tens * 10 + 5, end + 2));
    }
    if let Some(ones) = digit(end).filter(|_| !text.is(end + 1, "trăm")) {
        (value, end) = (value + ones, end + 1);
    }
    (at < end).then_some((value, end))
}

/// More than ten of something. Years and terms are no such thing.
fn count(text: &Text, at: usize) -> Hit {
    const NOTHING: [&str; 9] =
        ["tháng", "năm", "giờ", "phút", "nghìn", "ngàn", "triệu", "tỷ", "đồng"];
    let number = text.number(at).filter(|number| 10 < *number)?;
    let of = text.words.get(at + 1)?;
    let counted = text.number(at + 1).is_none() && !of.apart && !of.capital;
    let nothing = NOTHING.iter().any(|word| text.is(at + 1, word)) || is_numbered(text, at);
    let year = (1900..=2100).contains(&number);
    (counted && !nothing && !year)
        .then(|| (Detail::Count(number, of.word.ascii().to_owned()), at + 2))
}

/// Somewhere with a name of its own. Streets, wards and towns are named by everybody.
fn place(text: &Text, at: usize) -> Hit {
    const KINDS: [&str; 12] =
        ["quán", "chợ", "trường", "chùa", "đình", "cầu", "viện", "hàng", "ty", "tư", "hồ", "xưởng"];
    if !KINDS.iter().any(|kind| text.is(at, kind)) {
        return None;
    }
    // A small word within the name, as in “Tiểu học Hoa Sen”, ends it only at its end.
    let run = text.words[at + 1..].iter().take(5).take_while(|one| !one.apart);
    let run: Vec<bool> = run.map(|one| one.capital).collect();
    let whole = run.windows(2).position(|pair| pair == [false, false]).unwrap_or(run.len());
    let length = run[..whole].iter().rposition(|capital| *capital).map_or(0, |last| last + 1);
    let begins = run.first() == Some(&true);
    let end = at + 1 + if begins { length } else { 0 };
    let name: Vec<&str> = text.words[at..end].iter().map(|one| one.word.ascii()).collect();
    (at + 1 < end).then(|| (Detail::Place(name.join(" ")), end))
}
