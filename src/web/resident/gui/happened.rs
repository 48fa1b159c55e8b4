//! When it happened, in the three boxes or in the reader's own words.

use chrono::{Days, NaiveDate};

use crate::domain::letter::{limits, line};

use super::draft::Draft;

pub const ON_A_DAY: &str = "day";
pub const OVER_TIME: &str = "period";
pub const GOING_ON: &str = "ongoing";
pub const UNKNOWN: &str = "unknown";

/// What could be read from the answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Happened {
    On(NaiveDate),
    /// No single day: kept as text, for the letter has no other place for it.
    Words(String),
    Unknown,
}

impl Happened {
    pub fn day(&self) -> Option<NaiveDate> {
        match self {
            Self::On(day) => Some(*day),
            Self::Words(_) | Self::Unknown => None,
        }
    }

    /// The story with the words on time as its last line. The line is Vietnamese whatever the
    /// page's language, as those who read the letter are.
    pub fn added_to(&self, story: &str) -> String {
        match self {
            Self::Words(words) if !story.trim().is_empty() => {
                format!("{}\n\nThời gian: {words}", story.trim_end())
            }
            _ => story.to_owned(),
        }
    }
}

/// Reads the answer.
///
/// # Errors
/// The input to look at, and the key of the sentence.
pub fn parse(draft: &Draft, today: NaiveDate) -> Result<Happened, (&'static str, &'static str)> {
    let words =
        line(&draft.when_text, limits::LINE).map_err(|_| ("when_text", "flaw-when-text"))?;
    match draft.when.as_str() {
        ON_A_DAY => day(draft, &words, today),
        OVER_TIME => Ok(phrase("trong một thời gian", &words)),
        GOING_ON => Ok(phrase("đang còn xảy ra", &words)),
        UNKNOWN if words.is_empty() => Ok(Happened::Unknown),
        UNKNOWN => Ok(Happened::Words(words)),
        _ => Err(("when", "flaw-when")),
    }
}

fn phrase(what: &str, words: &str) -> Happened {
    let detail = if words.is_empty() { String::new() } else { format!(", {words}") };
    Happened::Words(format!("{what}{detail}"))
}

/// One day: from the boxes, else from the free words; a month without a day stays words.
fn day(
    draft: &Draft,
    words: &str,
    today: NaiveDate,
) -> Result<Happened, (&'static str, &'static str)> {
    let boxes = [&draft.day, &draft.month, &draft.year].map(|typed| typed.trim());
    match boxes {
        ["", "", ""] if words.is_empty() => Err(("day", "flaw-day-empty")),
        ["", "", ""] => Ok(match written_day(words, today) {
            Some(Ok(day)) => Happened::On(day),
            _ => Happened::Words(words.to_owned()),
        }),
        ["", month, year] => match (number(month), number(year)) {
            (Some(1..=12), Some(1945..=9999)) => {
                Ok(Happened::Words(format!("tháng {month}/{year}")))
            }
            _ => Err(("day", "flaw-day-shape")),
        },
        [day, month, year] => match written_day(&format!("{day} {month} {year}"), today) {
            Some(Ok(day)) => Ok(Happened::On(day)),
            Some(Err(NoSuchDay)) => Err(("day", "flaw-not-a-day")),
            None => Err(("day", "flaw-day-shape")),
        },
    }
}

/// Three numbers that are no day, such as 31/2/2026.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoSuchDay;

/// Reads a day as people write it: `15/3/2026`, `15-3-2026`, `2026-03-15`,
/// `ngày 15 tháng 3 năm 2026`, `15 March 2026`, `hôm qua`, `yesterday`; nothing for other words.
pub fn written_day(typed: &str, today: NaiveDate) -> Option<Result<NaiveDate, NoSuchDay>> {
    let lower = typed.trim().to_lowercase();
    let back = match lower.as_str() {
        "hôm nay" | "today" => Some(0),
        "hôm qua" | "yesterday" => Some(1),
        "hôm kia" => Some(2),
        _ => None,
    };
    if let Some(back) = back {
        return today.checked_sub_days(Days::new(back)).map(Ok);
    }
    let parts: Vec<&str> = lower
        .split(|c: char| c.is_whitespace() || "/-.,".contains(c))
        .filter(|part| !part.is_empty() && !["ngày", "tháng", "năm"].contains(part))
        .collect();
    let &[first, month, last] = parts.as_slice() else { return None };
    let month = number(month).or_else(|| english_month(month))?;
    let (first, last) = (number(first)?, number(last)?);
    let (day, year) = if 1000 <= first { (last, first) } else { (first, last) };
    if !(1000..=9999).contains(&year) {
        return None;
    }
    Some(NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day).ok_or(NoSuchDay))
}

/// A number of at most four digits; full-width digits count, as some keyboards type them.
fn number(typed: &str) -> Option<u32> {
    let plain: Option<String> = typed
        .chars()
        .map(|c| match c {
            '０'..='９' => char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')),
            c => c.is_ascii_digit().then_some(c),
        })
        .collect();
    plain.filter(|digits| digits.len() <= 4).and_then(|digits| digits.parse().ok())
}

fn english_month(typed: &str) -> Option<u32> {
    const MONTHS: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let head = typed.get(..3)?;
    let place = MONTHS.iter().position(|month| *month == head)?;
    u32::try_from(place + 1).ok()
}
