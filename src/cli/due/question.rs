//! A question as it comes from the command line, answered and refused in the words of `gopy due`.

use gopy_domain::calendar::Calendar;
use gopy_domain::deadline::{Doubt, Point, Question, QuestionFlaw};
use serde::{Serialize, Serializer};

use super::{day_in_words, words};
use crate::cli::WrongUse;
use crate::rules::Rules;

/// The dates of an answer, as they are printed for machines.
#[derive(Serialize)]
pub(super) struct Answer {
    pub nominal: Printed,
    pub due: Printed,
    pub provisional: bool,
}

/// A day as `YYYY-MM-DD`, a moment as `YYYY-MM-DDTHH:MM`.
#[derive(Clone, Copy)]
pub(super) struct Printed(Point);

impl Printed {
    pub fn in_words(self) -> String {
        match self.0 {
            Point::Day(day) => day_in_words(day),
            Point::Moment(moment) => {
                format!("{} {}", moment.format("%H:%M"), day_in_words(moment.date()))
            }
        }
    }
}

impl Serialize for Printed {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Point::Day(day) => serializer.collect_str(&day),
            Point::Moment(moment) => serializer.collect_str(&moment.format("%Y-%m-%dT%H:%M")),
        }
    }
}

pub(super) fn read<'a>(rules: &'a Rules, rule: &str, from: &str) -> Result<Question<'a>, WrongUse> {
    Question::read(&rules.book, rule, from).map_err(|flaw| refused(&flaw))
}

pub(super) fn read_hold(question: &mut Question<'_>, from: &str, to: &str) -> Result<(), WrongUse> {
    question.read_hold(from, to).map_err(|flaw| refused(&flaw))
}

pub(super) fn answer(question: &Question<'_>, calendar: &Calendar) -> Result<Answer, WrongUse> {
    let answer = question.answer(calendar).map_err(|flaw| refused(&flaw.into()))?;
    Ok(Answer {
        nominal: Printed(answer.nominal),
        due: Printed(answer.due),
        provisional: answer.provisional,
    })
}

pub(super) fn trace(
    question: &Question<'_>,
    calendar: &Calendar,
) -> Result<Vec<words::Line>, WrongUse> {
    let lines = question.trace(calendar).map_err(|flaw| refused(&flaw.into()))?;
    Ok(lines.iter().map(words::line).collect())
}

/// What the rule itself would not permit.
pub(super) fn warnings(question: &Question<'_>) -> Vec<String> {
    let id = &question.rule().id;
    let sentence = |doubt| match doubt {
        Doubt::NotInForce => {
            format!("quy tắc {id} không có hiệu lực vào ngày {}.", day_in_words(question.from()))
        }
        Doubt::Extension => format!("quy tắc {id} không quy định mức gia hạn này."),
        Doubt::Hold => format!("quy tắc {id} không quy định việc tạm dừng này."),
        Doubt::EarlyHold => {
            "có thời gian tạm dừng bắt đầu không sau ngày 0; toàn bộ vẫn được tính.".to_owned()
        }
    };
    question.doubts().into_iter().map(sentence).collect()
}

fn refused(flaw: &QuestionFlaw) -> WrongUse {
    WrongUse(match flaw {
        QuestionFlaw::NotADay(text) => {
            format!("\"{text}\" không phải là ngày có thật, viết YYYY-MM-DD, ví dụ 2026-03-02.")
        }
        QuestionFlaw::NotAMoment(text) => {
            format!("\"{text}\" không phải là thời điểm, viết YYYY-MM-DDTHH:MM.")
        }
        QuestionFlaw::Due(error) => words::refusal(error),
    })
}
