//! One question about a due date, read from text, and its answer.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use gopy_domain::calendar::Calendar;
use gopy_domain::deadline::{self, DueError, Hold, Rule, TraceLine, Unit};
use serde::{Serialize, Serializer};

use super::{day_in_words, words};
use crate::cli::WrongUse;
use crate::rules::Rules;

/// A question that can be asked; whether it has an answer is the engine's to say.
pub(super) struct Question<'a> {
    rule: &'a Rule,
    calendar: &'a Calendar,
    from: NaiveDate,
    /// The time of day, where the rule counts hours and it was given.
    time: Option<NaiveTime>,
    holds: Vec<Hold>,
    extensions: Vec<u32>,
}

/// The dates of an answer.
#[derive(Serialize)]
pub(super) struct Answer {
    pub nominal: Point,
    pub due: Point,
    pub provisional: bool,
}

/// A day, or a moment to the minute.
#[derive(Clone, Copy)]
pub(super) enum Point {
    Day(NaiveDate),
    Moment(NaiveDateTime),
}

impl Point {
    pub fn in_words(self) -> String {
        match self {
            Self::Day(day) => day_in_words(day),
            Self::Moment(moment) => {
                format!("{} {}", moment.format("%H:%M"), day_in_words(moment.date()))
            }
        }
    }
}

impl Serialize for Point {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Day(day) => serializer.collect_str(day),
            Self::Moment(moment) => serializer.collect_str(&moment.format("%Y-%m-%dT%H:%M")),
        }
    }
}

impl<'a> Question<'a> {
    pub fn new(rules: &'a Rules, rule: &str, from: &str) -> Result<Self, WrongUse> {
        let rule = rules.book.rule(rule).map_err(|error| refused(&error))?;
        let (day, time) = match from.split_once('T') {
            Some((day, time)) => (day, Some(parse_time(rule, from, time)?)),
            None => (from, None),
        };
        let (holds, extensions) = (Vec::new(), Vec::new());
        Ok(Self {
            rule,
            calendar: rules.calendar(),
            from: parse_day(day)?,
            time,
            holds,
            extensions,
        })
    }

    pub fn add_hold(&mut self, from: &str, to: &str) -> Result<(), WrongUse> {
        let hold = Hold::new(parse_day(from)?, parse_day(to)?);
        self.holds.push(hold.map_err(|error| refused(&error))?);
        Ok(())
    }

    pub fn add_extension(&mut self, length: u32) {
        self.extensions.push(length);
    }

    pub fn rule(&self) -> &'a Rule {
        self.rule
    }

    pub fn calendar_version(&self) -> &'a str {
        self.calendar.version()
    }

    pub fn answer(&self, calendar: &Calendar) -> Result<Answer, WrongUse> {
        let answer = match self.time {
            Some(time) if self.holds.is_empty() => {
                let due = deadline::due_at(
                    self.rule,
                    self.from.and_time(time),
                    &self.extensions,
                    calendar,
                );
                due.map(|due| Answer {
                    nominal: Point::Moment(due.due),
                    due: Point::Moment(due.due),
                    provisional: due.provisional,
                })
            }
            _ => deadline::due(self.rule, self.from, &self.holds, &self.extensions, calendar).map(
                |due| Answer {
                    nominal: Point::Day(due.nominal),
                    due: Point::Day(due.due),
                    provisional: due.provisional,
                },
            ),
        };
        answer.map_err(|error| refused(&error))
    }

    /// The day-by-day explanation.
    pub fn trace(&self, calendar: &'a Calendar) -> Result<Vec<TraceLine<'a>>, WrongUse> {
        let lines = match self.time {
            Some(time) if self.holds.is_empty() => deadline::explain_at(
                self.rule,
                self.from.and_time(time),
                &self.extensions,
                calendar,
            ),
            _ => deadline::explain(self.rule, self.from, &self.holds, &self.extensions, calendar),
        };
        lines.map_err(|error| refused(&error))
    }

    /// What the rule itself would not permit: the count is shown all the same.
    pub fn warnings(&self) -> Vec<String> {
        let (rule, from) = (self.rule, self.from);
        let mut warnings = Vec::new();
        if !rule.is_valid_on(from) {
            warnings.push(format!(
                "quy tắc {} không có hiệu lực vào ngày {}.",
                rule.id,
                day_in_words(from)
            ));
        }
        if !rule.allows_extensions(&self.extensions) {
            warnings.push(format!("quy tắc {} không quy định mức gia hạn này.", rule.id));
        }
        if self.holds.iter().any(|hold| !rule.hold.allows(hold.from())) {
            warnings.push(format!("quy tắc {} không quy định việc tạm dừng này.", rule.id));
        }
        if self.holds.iter().any(|hold| hold.from() <= from) {
            warnings.push(
                "có thời gian tạm dừng bắt đầu không sau ngày 0; toàn bộ vẫn được tính.".to_owned(),
            );
        }
        warnings
    }
}

fn refused(error: &DueError) -> WrongUse {
    WrongUse(words::refusal(error))
}

/// Exactly `YYYY-MM-DD`: a loose reader would take `2026-3-2` and `26-03-02` too.
fn parse_day(text: &str) -> Result<NaiveDate, WrongUse> {
    let number = |digits: Option<&[u8]>| {
        digits?.iter().try_fold(0_u16, |number, digit| {
            digit.is_ascii_digit().then(|| number * 10 + u16::from(digit - b'0'))
        })
    };
    let bytes = text.as_bytes();
    let dashes = bytes.len() == 10 && bytes.get(4) == Some(&b'-') && bytes.get(7) == Some(&b'-');
    let day = match (number(bytes.get(0..4)), number(bytes.get(5..7)), number(bytes.get(8..10))) {
        (Some(year), Some(month), Some(day)) if dashes => {
            NaiveDate::from_ymd_opt(i32::from(year), u32::from(month), u32::from(day))
        }
        _ => None,
    };
    day.ok_or_else(|| {
        WrongUse(format!(
            "\"{text}\" không phải là ngày có thật, viết YYYY-MM-DD, ví dụ 2026-03-02."
        ))
    })
}

fn parse_time(rule: &Rule, from: &str, time: &str) -> Result<NaiveTime, WrongUse> {
    if !matches!(rule.term.unit(), Unit::Hours | Unit::WorkingHours) {
        return Err(WrongUse(format!(
            "Quy tắc {} không tính theo giờ: hãy ghi ngày YYYY-MM-DD.",
            rule.id
        )));
    }
    let wrong = |_| WrongUse(format!("\"{from}\" không phải là thời điểm, viết YYYY-MM-DDTHH:MM."));
    NaiveTime::parse_from_str(time, "%H:%M").map_err(wrong)
}
