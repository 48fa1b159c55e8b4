//! Who somebody is to the reporter, and what is told of the reporter.

use std::ops::Range;

use super::Text;

/// How papers call whoever wrote.
const WRITERS: [&str; 9] = [
    "người tố cáo",
    "người phản ánh",
    "người gửi đơn",
    "người gửi",
    "người viết đơn",
    "người làm đơn",
    "người khiếu nại",
    "người kiến nghị",
    "người góp ý",
];

/// Whom they have.
const NEAR: [&str; 22] = [
    "vợ", "chồng", "con", "bố", "mẹ", "cha", "má", "anh", "chị", "em", "cháu", "ông", "bà", "cô",
    "chú", "bác", "xóm", "nghiệp", "nhà", "đình", "bạn", "dưới",
];

/// What tells who they are: “người tố cáo là giáo viên”, “ở tổ 5”.
const TELLS: [&str; 7] = ["là", "ở", "sống", "làm", "sinh", "cư", "trú"];

pub(super) fn relations(text: &Text) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for at in 0..text.words.len() {
        let writer = WRITERS.iter().find(|words| starts(text, at, words));
        let Some(length) = writer.map(|words| words.split(' ').count()) else { continue };
        let end = at + length;
        let of = usize::from(at.checked_sub(1).is_some_and(|one| text.is(one, "của")));
        let near = at
            .checked_sub(1 + of)
            .filter(|one| NEAR.iter().any(|word| text.is(*one, word)))
            .filter(|one| text.words[one + 1..=at].iter().all(|piece| !piece.apart));
        let tells = TELLS.iter().any(|word| text.is(end, word)) && !text.words[end].apart;
        if let Some(start) = near {
            found.push(text.span(start..end));
        } else if tells {
            let more = text.words[end..].iter().skip(1).take(4).take_while(|one| !one.apart);
            found.push(text.span(at..end + 1 + more.count()));
        }
    }
    found
}

fn starts(text: &Text, at: usize, words: &str) -> bool {
    words.split(' ').enumerate().all(|(place, word)| text.is(at + place, word))
}
