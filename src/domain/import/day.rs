//! Days as they stand in lists: typed, as Excel keeps them, or only a year.

use chrono::{Datelike, Days, NaiveDate};

use super::Cell;

/// A day that was read, and whether only its year was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Read {
    pub day: NaiveDate,
    pub year_only: bool,
}

/// Reads a cell; the day always comes before the month. Nothing when it is no day.
///
/// `today` decides the century of a year of two digits: never in the future.
pub fn read(cell: &Cell, today: NaiveDate) -> Option<Read> {
    match cell {
        Cell::Empty => None,
        Cell::Day(day) => Some(whole(*day)),
        Cell::Number(number) => of_number(*number),
        Cell::Text(text) => of_text(text.trim(), today),
    }
}

fn whole(day: NaiveDate) -> Read {
    Read { day, year_only: false }
}

fn year(year: i32) -> Option<Read> {
    Some(Read { day: NaiveDate::from_ymd_opt(year, 1, 1)?, year_only: true })
}

/// A year, a serial of Excel's calendar, or the digits of a day whose first zero Excel ate.
fn of_number(number: f64) -> Option<Read> {
    #[expect(clippy::cast_possible_truncation, reason = "bounded by the comparison")]
    let whole_number =
        if (0.0..1e8).contains(&number) { number.trunc() as i64 } else { return None };
    of_digits(whole_number)
}

fn of_digits(number: i64) -> Option<Read> {
    match number {
        1_800..=2_199 => year(i32::try_from(number).ok()?),
        // 2,200 is in 1906; serials count from 30 December 1899, which hides Excel's 29 February 1900.
        2_200..=99_999 => {
            let start = NaiveDate::from_ymd_opt(1899, 12, 30)?;
            start.checked_add_days(Days::new(u64::try_from(number).ok()?)).map(whole)
        }
        1_000_000..=99_999_999 => {
            let number = i32::try_from(number).ok()?;
            day(number % 10_000, number / 10_000 % 100, number / 1_000_000)
        }
        _ => None,
    }
}

fn day(year: i32, month: i32, day: i32) -> Option<Read> {
    let (month, day) = (u32::try_from(month).ok()?, u32::try_from(day).ok()?);
    NaiveDate::from_ymd_opt(year, month, day).map(whole)
}

fn of_text(text: &str, today: NaiveDate) -> Option<Read> {
    // "2025-07-01 00:00:00"
    let date = text.split(['T', ' ']).next().unwrap_or(text);
    if let Ok(day) = date.parse::<NaiveDate>() {
        return Some(whole(day));
    }
    let plain = |c: char| c.is_ascii_digit() || "/-. ".contains(c);
    let spoken = crate::text::fold_ascii(text);
    let spoken = spoken.strip_prefix("ngay ").unwrap_or(&spoken);
    let spoken = spoken.replace(" thang ", "/").replace(" nam ", "/");
    let text = if text.chars().all(plain) { text } else { &spoken };
    let parts: Vec<&str> =
        text.split(['/', '-', '.', ' ']).filter(|part| !part.is_empty()).collect();
    let numbers: Option<Vec<i32>> = parts.iter().map(|part| part.parse().ok()).collect();
    match numbers?.as_slice() {
        [number] => of_digits(i64::from(*number)),
        [first, month, last] if parts[0].len() == 4 => day(*first, *month, *last),
        [first, month, last] => {
            let year = match parts[2].len() {
                4 => *last,
                2 => century(*last, today),
                _ => return None,
            };
            day(year, *month, *first)
        }
        _ => None,
    }
}

/// The latest past year with these two digits.
fn century(digits: i32, today: NaiveDate) -> i32 {
    let now = today.year();
    let this = now - now % 100 + digits;
    if now < this { this - 100 } else { this }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_in_every_form_that_lists_have() {
        let today = "2026-11-23".parse().unwrap();
        let text = |text: &str| Cell::Text(text.into());
        let rows = [
            (text("1/7/2025"), "2025-07-01"),
            (text("01-07-2025"), "2025-07-01"),
            (text("1.7.25"), "2025-07-01"),
            (text(" 01 / 07 / 2025 "), "2025-07-01"),
            (text("2025-07-01"), "2025-07-01"),
            (text("2025-07-01 00:00:00"), "2025-07-01"),
            (text("2025/7/1"), "2025-07-01"),
            (text("01072025"), "2025-07-01"),
            (text("ngày 2 tháng 9 năm 2026"), "2026-09-02"),
            (text("2/9/52"), "1952-09-02"),
            (text("45839"), "2025-07-01"),
            (Cell::Number(45_839.0), "2025-07-01"),
            (Cell::Number(45_839.75), "2025-07-01"),
            (Cell::Number(1_071_985.0), "1985-07-01"),
            (Cell::Day("2025-07-01".parse().unwrap()), "2025-07-01"),
        ];
        for (cell, day) in rows {
            assert_eq!(read(&cell, today), Some(whole(day.parse().unwrap())), "{cell:?}");
        }
        for cell in [text("1952"), Cell::Number(1952.0)] {
            let found = read(&cell, today).unwrap();
            assert_eq!((found.day.to_string().as_str(), found.year_only), ("1952-01-01", true));
        }
    }

    #[test]
    fn what_is_no_day_is_no_day() {
        let today = "2026-11-23".parse().unwrap();
        for wrong in ["31/02/2020", "3/25/1980", "7/1985", "không rõ", "1/7/202", "0", "9999999999"]
        {
            assert_eq!(read(&Cell::Text(wrong.into()), today), None, "{wrong}");
        }
        for wrong in [0.0, -4.0, f64::NAN, 1e12, 123.0] {
            assert_eq!(read(&Cell::Number(wrong), today), None, "{wrong}");
        }
    }
}
