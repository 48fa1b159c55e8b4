//! Days and clocks as each language writes them in a mail.

use chrono::{Datelike as _, NaiveDate, Weekday};

use crate::domain::clock::ClockKind;
use crate::domain::letter::Lang;

/// A day with its weekday: `thứ Hai, 16/11/2026`, `Monday 16 November 2026`.
pub fn day(lang: Lang, day: NaiveDate) -> String {
    match lang {
        Lang::Vi => format!("{}, {}", weekday(day.weekday()), day.format("%d/%m/%Y")),
        Lang::En => day.format("%A %-d %B %Y").to_string(),
    }
}

fn weekday(day: Weekday) -> &'static str {
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

/// What a clock measures, in two or three words that tell nothing about the matter.
pub fn clock(lang: Lang, kind: ClockKind) -> &'static str {
    match (kind, lang) {
        (ClockKind::Notice, Lang::Vi) => "thông báo cho người gửi",
        (ClockKind::Notice, Lang::En) => "notice to the sender",
        (ClockKind::Resolution, Lang::Vi) => "giải quyết",
        (ClockKind::Resolution, Lang::En) => "settlement",
        (ClockKind::TakeUp, Lang::Vi) => "nhận việc",
        (ClockKind::TakeUp, Lang::En) => "take-up",
        (ClockKind::Reply, Lang::Vi) => "giải trình",
        (ClockKind::Reply, Lang::En) => "explanation",
        (ClockKind::Review, Lang::Vi) => "thẩm định",
        (ClockKind::Review, Lang::En) => "review",
        (ClockKind::ResultNotice, Lang::Vi) => "thông báo kết quả",
        (ClockKind::ResultNotice, Lang::En) => "notice of the result",
        (ClockKind::Posting, Lang::Vi) => "công khai",
        (ClockKind::Posting, Lang::En) => "publication",
        (ClockKind::Measure, Lang::Vi) => "việc phải làm",
        (ClockKind::Measure, Lang::En) => "measure",
        (ClockKind::Appeal, Lang::Vi) => "đề nghị xem lại",
        (ClockKind::Appeal, Lang::En) => "request for review",
        (ClockKind::CheckIn, Lang::Vi) => "hỏi thăm định kỳ",
        (ClockKind::CheckIn, Lang::En) => "check-in",
        (ClockKind::Chase, Lang::Vi) => "chờ nơi nhận xác nhận",
        (ClockKind::Chase, Lang::En) => "receipt by the other body",
    }
}
