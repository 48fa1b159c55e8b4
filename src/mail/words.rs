//! Words that the portal itself says in the reader's language: names of clocks in a mail, the quiet question.

use chrono::NaiveDate;

use crate::domain::clock::ClockKind;
use crate::domain::letter::Lang;

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
        (ClockKind::Posted, Lang::Vi) => "thời gian công khai",
        (ClockKind::Posted, Lang::En) => "days of publication",
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

/// What stands on the resident's page when a day moved because the calendar of days off or a rule changed.
pub fn new_day(lang: Lang, kind: ClockKind, day: NaiveDate) -> String {
    let (what, day) = (clock(lang, kind), day.format("%d/%m/%Y"));
    match lang {
        Lang::Vi => format!(
            "Ngày hẹn ({what}) nay là {day}, vì lịch nghỉ lễ hoặc quy định về thời hạn đã thay đổi. Ông/bà không phải làm gì."
        ),
        Lang::En => format!(
            "The promised day ({what}) is now {day}, because the calendar of days off or the rule on time limits has \
             changed. You need not do anything."
        ),
    }
}

/// The quiet question of a check-in (C10), as it stands on the resident's page. It names no case and asks for no answer.
pub fn check_in(lang: Lang) -> &'static str {
    match lang {
        Lang::Vi => {
            "Từ khi gửi ý kiến, ông/bà có bị ai gây khó dễ không? Nếu có, hãy bấm “Báo bị gây khó dễ” trên trang \
             hồ sơ. Nếu không, ông/bà không phải làm gì."
        }
        Lang::En => {
            "Has anyone given you trouble since you wrote to us? If so, choose “Report harassment” on the page of \
             your case. If not, you need not do anything."
        }
    }
}
