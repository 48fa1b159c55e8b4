//! The Vietnamese sentences of `gopy due`.

use chrono::{Datelike, NaiveDate, Weekday};
use gopy_domain::deadline::{DueError, MAX_EXTENSION, Step, Term, TraceLine};
use serde::Serialize;

use super::day_in_words;

/// One line of the explanation, for machines and for people.
#[derive(Serialize)]
pub(super) struct Line {
    day: NaiveDate,
    what: &'static str,
    /// The running number of a counted day, or by how much an extension or hold moves the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    n: Option<u32>,
    pub text: String,
}

pub(super) fn line(line: &TraceLine<'_>) -> Line {
    let (what, n, sentence) = step(&line.step);
    Line { day: line.day, what, n, text: format!("{}: {sentence}", day_in_words(line.day)) }
}

fn step(step: &Step<'_>) -> (&'static str, Option<u32>, String) {
    match *step {
        Step::Start => ("start", None, "ngày 0, sự kiện bắt đầu, không tính".to_owned()),
        Step::Counted { number } => ("counted", Some(number), format!("ngày {number}")),
        Step::CountedSwap { number, row } => {
            ("counted_swap", Some(number), format!("ngày {number} – {}", row.label))
        }
        Step::Weekend => ("weekend", None, "nghỉ cuối tuần".to_owned()),
        Step::DayOff(row) => ("day_off", None, format!("nghỉ – {}", row.label)),
        Step::Held => ("held", None, "tạm dừng, không tính".to_owned()),
        Step::HoldApplied { hold, moves } => {
            let until = hold.to().format("%d/%m/%Y");
            ("hold", Some(moves), format!("tạm dừng đến trước {until}, hạn lùi {moves} ngày"))
        }
        Step::HoldIgnored { .. } => (
            "hold_ignored",
            None,
            "tạm dừng bắt đầu sau khi hết hạn, không làm thay đổi hạn".to_owned(),
        ),
        Step::HeldBefore { moves } => (
            "held_before",
            Some(moves),
            format!("phần tạm dừng đến hết ngày 0 cộng thêm {moves} ngày"),
        ),
        Step::Extended { by } => {
            ("extended", Some(by), format!("hết thời hạn trước đó, gia hạn thêm {by}"))
        }
        Step::NominalEnd => {
            ("nominal", None, "hết hạn danh nghĩa, là ngày nghỉ nên chuyển tiếp".to_owned())
        }
        Step::Hours { length } => ("hours", Some(length), format!("đủ {length} giờ")),
        Step::Due => ("due", None, "HẠN".to_owned()),
    }
}

pub(super) fn term(term: &Term) -> String {
    match term {
        Term::WorkingDays(length) => format!("{length} ngày làm việc"),
        Term::CalendarDays(length) => format!("{length} ngày"),
        Term::WorkingHours(length) => format!("{length} giờ làm việc"),
        Term::Hours(length) => format!("{length} giờ"),
        Term::Immediate => "ngay trong ngày".to_owned(),
        Term::FixedDates(_) => "ngày cố định hằng năm".to_owned(),
        Term::WorkingDaysBefore(length) => format!("{length} ngày làm việc tính ngược"),
    }
}

pub(super) fn weekday(day: NaiveDate) -> &'static str {
    match day.weekday() {
        Weekday::Mon => "thứ Hai",
        Weekday::Tue => "thứ Ba",
        Weekday::Wed => "thứ Tư",
        Weekday::Thu => "thứ Năm",
        Weekday::Fri => "thứ Sáu",
        Weekday::Sat => "thứ Bảy",
        Weekday::Sun => "Chủ nhật",
    }
}

pub(super) fn refusal(error: &DueError) -> String {
    match error {
        DueError::UnknownRule(id) => {
            format!("Không có quy tắc \"{id}\". Mã quy tắc nằm trong bảng thời hạn, ví dụ TC-05.")
        }
        DueError::OutOfRange(day) => {
            format!("Ngày {day} nằm ngoài khoảng 1990-01-01 đến 2100-12-31.")
        }
        DueError::HoldReversed { from, to } => {
            format!("Thời gian tạm dừng kết thúc ngày {to}, trước ngày bắt đầu {from}.")
        }
        DueError::ExtensionTooLong(length) => {
            format!("Gia hạn {length} là quá dài: mỗi lần không quá {MAX_EXTENSION}.")
        }
        DueError::BeyondCalendar => "Hạn rơi ra ngoài khoảng 1990 đến 2100.".to_owned(),
        DueError::NotHoldable(rule) => {
            format!("Quy tắc {rule} không tính theo ngày tới nên không tạm dừng được.")
        }
        DueError::NotExtendable(rule) => {
            format!("Quy tắc {rule} không có thời hạn nên không gia hạn được.")
        }
        DueError::NotInHours(rule) => {
            format!("Quy tắc {rule} không tính theo giờ: hãy ghi ngày YYYY-MM-DD.")
        }
    }
}
