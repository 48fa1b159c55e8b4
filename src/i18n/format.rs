//! Days and numbers as each language writes them (`glossary.md`, spelling rules).

use chrono::{Datelike, NaiveDate, Weekday};
use fluent_bundle::FluentValue;
use intl_memoizer::concurrent::IntlLangMemoizer;

use crate::domain::letter::Lang;

/// How a bundle prints a number it is given as an argument.
pub(super) type Formatter = fn(&FluentValue, &IntlLangMemoizer) -> Option<String>;

pub(super) fn vi(value: &FluentValue, _: &IntlLangMemoizer) -> Option<String> {
    numeral(Lang::Vi, value)
}

pub(super) fn en(value: &FluentValue, _: &IntlLangMemoizer) -> Option<String> {
    numeral(Lang::En, value)
}

fn numeral(lang: Lang, value: &FluentValue) -> Option<String> {
    let FluentValue::Number(given) = value else { return None };
    given.as_string().parse().ok().map(|whole| number(lang, whole))
}

/// A whole number in groups of three: `7.251` in Vietnamese, `7,251` in English.
pub fn number(lang: Lang, value: i64) -> String {
    let separator = match lang {
        Lang::Vi => '.',
        Lang::En => ',',
    };
    let digits = value.unsigned_abs().to_string();
    let mut text = String::from(if value < 0 { "-" } else { "" });
    for (place, digit) in digits.chars().enumerate() {
        if place != 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(separator);
        }
        text.push(digit);
    }
    text
}

/// A day with its weekday: `thứ Hai, 16/11/2026`, `Monday 16 November 2026`.
pub fn day(lang: Lang, day: NaiveDate) -> String {
    match lang {
        Lang::Vi => format!("{}, {}", weekday_vi(day.weekday()), short_day(lang, day)),
        Lang::En => format!("{} {}", weekday_en(day.weekday()), short_day(lang, day)),
    }
}

/// A day without its weekday: `16/11/2026`, `16 November 2026`.
pub fn short_day(lang: Lang, day: NaiveDate) -> String {
    match lang {
        Lang::Vi => format!("{:02}/{:02}/{}", day.day(), day.month(), day.year()),
        Lang::En => format!("{} {} {}", day.day(), month_en(day.month0()), day.year()),
    }
}

fn weekday_vi(day: Weekday) -> &'static str {
    match day {
        Weekday::Mon => "thứ Hai",
        Weekday::Tue => "thứ Ba",
        Weekday::Wed => "thứ Tư",
        Weekday::Thu => "thứ Năm",
        Weekday::Fri => "thứ Sáu",
        Weekday::Sat => "thứ Bảy",
        Weekday::Sun => "Chủ nhật",
    }
}

fn weekday_en(day: Weekday) -> &'static str {
    match day {
        Weekday::Mon => "Monday",
        Weekday::Tue => "Tuesday",
        Weekday::Wed => "Wednesday",
        Weekday::Thu => "Thursday",
        Weekday::Fri => "Friday",
        Weekday::Sat => "Saturday",
        Weekday::Sun => "Sunday",
    }
}

fn month_en(month0: u32) -> &'static str {
    match month0 {
        0 => "January",
        1 => "February",
        2 => "March",
        3 => "April",
        4 => "May",
        5 => "June",
        6 => "July",
        7 => "August",
        8 => "September",
        9 => "October",
        10 => "November",
        _ => "December",
    }
}
