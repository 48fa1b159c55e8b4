//! The same count, walked day by day, for people who want to check it.

use chrono::{NaiveDate, NaiveDateTime};

use super::count::{DayUnit, DueError, Hold, due, merged};
use super::hours::due_at;
use super::rule::{Rule, Term};
use crate::calendar::{Calendar, DayStatus, SpecialDay};

/// One line of the explanation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TraceLine<'a> {
    pub day: NaiveDate,
    pub step: Step<'a>,
}

/// What happens on that day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step<'a> {
    /// The event; day zero.
    Start,
    Counted {
        number: u32,
    },
    /// A weekend day that is worked in exchange, and so counted.
    CountedSwap {
        number: u32,
        row: &'a SpecialDay,
    },
    Weekend,
    /// A holiday or swapped day off.
    DayOff(&'a SpecialDay),
    /// The clock stands still.
    Held,
    /// A merged hold that moves the end by `moves` days of the rule's unit.
    HoldApplied {
        hold: Hold,
        moves: u32,
    },
    /// A hold that begins after the end and so changes nothing.
    HoldIgnored {
        hold: Hold,
    },
    /// The part of a hold on or before day zero, which lengthens the count by that much.
    HeldBefore {
        moves: u32,
    },
    /// The end so far; an extension of `by` chains on it.
    Extended {
        by: u32,
    },
    /// The end before the roll.
    NominalEnd,
    /// Hours run without looking at days off.
    Hours {
        length: u32,
    },
    Due,
}

/// Explains what [`due`] answers, with the same errors.
///
/// Day terms are walked day by day; the last line is always [`Step::Due`].
pub fn explain<'a>(
    rule: &Rule,
    from: NaiveDate,
    holds: &[Hold],
    extensions: &[u32],
    calendar: &'a Calendar,
) -> Result<Vec<TraceLine<'a>>, DueError> {
    let answer = due(rule, from, holds, extensions, calendar)?;
    let lines = vec![TraceLine { day: from, step: Step::Start }];
    let mut walk = Walk { calendar, lines, nominal: answer.nominal, day: from, number: 0 };
    match rule.term {
        Term::WorkingDays(length) => {
            walk.count(DayUnit::Working(calendar), length, &merged(holds), extensions);
        }
        Term::CalendarDays(length) => {
            walk.count(DayUnit::Calendar, length, &merged(holds), extensions);
        }
        Term::WorkingDaysBefore(_) => walk.count_back(),
        Term::WorkingHours(_) | Term::Hours(_) => walk.run_hours(rule, extensions),
        Term::Immediate | Term::FixedDates(_) => {}
    }
    walk.roll(answer.due);
    Ok(walk.lines)
}

/// Explains what [`due_at`] answers, with the same errors, as far as the days go.
pub fn explain_at<'a>(
    rule: &Rule,
    from: NaiveDateTime,
    extensions: &[u32],
    calendar: &'a Calendar,
) -> Result<Vec<TraceLine<'a>>, DueError> {
    let due = due_at(rule, from, extensions, calendar)?.due.date();
    let day = from.date();
    let lines = vec![TraceLine { day, step: Step::Start }];
    let mut walk = Walk { calendar, lines, nominal: due, day, number: 0 };
    walk.run_hours(rule, extensions);
    walk.roll(due);
    Ok(walk.lines)
}

struct Walk<'a> {
    calendar: &'a Calendar,
    lines: Vec<TraceLine<'a>>,
    nominal: NaiveDate,
    day: NaiveDate,
    number: u32,
}

impl<'a> Walk<'a> {
    fn push(&mut self, day: NaiveDate, step: Step<'a>) {
        self.lines.push(TraceLine { day, step });
    }

    /// Walks forward until every day of the term and its extensions is counted, which is on the nominal end.
    fn count(&mut self, unit: DayUnit<'_>, length: u32, holds: &[Hold], extensions: &[u32]) {
        let mut left = extensions.iter();
        let mut target = length + self.held_before(unit, holds);
        loop {
            while self.number == target {
                let Some(by) = left.next() else { break };
                self.push(self.day, Step::Extended { by: *by });
                target += by;
            }
            let Some(next) = self.day.succ_opt().filter(|next| *next <= self.nominal) else {
                break;
            };
            self.day = next;
            self.step(unit, holds);
        }
        let nominal = self.nominal;
        for hold in holds.iter().filter(|hold| hold.from() > nominal) {
            self.push(hold.from(), Step::HoldIgnored { hold: *hold });
        }
    }

    /// Notes the holds that begin on or before day zero; returns by how much they lengthen the count.
    fn held_before(&mut self, unit: DayUnit<'_>, holds: &[Hold]) -> u32 {
        let day_one = self.day.succ_opt().unwrap_or(self.day);
        let mut early = 0;
        let day_zero = self.day;
        for hold in holds.iter().filter(|hold| hold.from() <= day_zero) {
            let moves = unit.days_in(hold.from(), hold.to().min(day_one));
            self.lines.push(TraceLine { day: hold.from(), step: applied(unit, *hold) });
            self.lines.push(TraceLine { day: self.day, step: Step::HeldBefore { moves } });
            early += moves;
        }
        early
    }

    fn step(&mut self, unit: DayUnit<'_>, holds: &[Hold]) {
        if let Some(hold) = holds.iter().find(|hold| hold.contains(self.day)) {
            if hold.from() == self.day {
                self.push(self.day, applied(unit, *hold));
            }
            return self.push(self.day, Step::Held);
        }
        let status = self.calendar.status(self.day);
        let step = match (unit, status) {
            (DayUnit::Working(_), DayStatus::Weekend) => Step::Weekend,
            (DayUnit::Working(_), DayStatus::Off(row)) => Step::DayOff(row),
            (DayUnit::Working(_), DayStatus::WorkingSwap(row)) => {
                Step::CountedSwap { number: self.number + 1, row }
            }
            _ => Step::Counted { number: self.number + 1 },
        };
        if matches!(step, Step::Counted { .. } | Step::CountedSwap { .. }) {
            self.number += 1;
        }
        self.push(self.day, step);
    }

    /// Notes the days off that hours do not run on, and the day on which they have run out.
    fn run_hours(&mut self, rule: &Rule, extensions: &[u32]) {
        let length = rule.term.length().unwrap_or(0) + extensions.iter().sum::<u32>();
        if matches!(rule.term, Term::WorkingHours(_)) {
            for day in self.day.iter_days().skip(1).take_while(|day| *day < self.nominal) {
                let reason = closed(self.calendar.status(day));
                self.lines.extend(reason.map(|step| TraceLine { day, step }));
            }
        }
        self.push(self.nominal, Step::Hours { length });
    }

    fn count_back(&mut self) {
        while self.day > self.nominal {
            let Some(before) = self.day.pred_opt() else { return };
            self.day = before;
            self.step(DayUnit::Working(self.calendar), &[]);
        }
    }

    /// Notes the nominal end, the days off it rolls past, and the due day.
    fn roll(&mut self, due: NaiveDate) {
        let nominal = self.nominal;
        if nominal != due {
            self.push(nominal, Step::NominalEnd);
        }
        for day in nominal.iter_days().take_while(|day| *day < due) {
            let reason = closed(self.calendar.status(day));
            self.lines.extend(reason.map(|step| TraceLine { day, step }));
        }
        self.push(due, Step::Due);
    }
}

fn applied(unit: DayUnit<'_>, hold: Hold) -> Step<'static> {
    Step::HoldApplied { hold, moves: unit.days_in(hold.from(), hold.to()) }
}

/// Why nothing is counted on such a day; none for a working day.
fn closed(status: DayStatus<'_>) -> Option<Step<'_>> {
    match status {
        DayStatus::Weekend => Some(Step::Weekend),
        DayStatus::Off(row) => Some(Step::DayOff(row)),
        DayStatus::Working | DayStatus::WorkingSwap(_) => None,
    }
}
