//! The lines of a count, day by day.

use chrono::{Datelike as _, NaiveDate};
use poem::Result;

use crate::app::count::Count;
use crate::domain::calendar::SpecialDay;
use crate::domain::clock::{self, Clock, Extension};
use crate::domain::deadline::{Hold, Step, TraceLine};
use crate::domain::letter::Lang;

use super::{DayRow, Say};

/// Words the lines; a clock knows why it was held and extended, a bare question does not.
pub(super) fn rows(say: &Say<'_>, count: &Count<'_>, clock: Option<&Clock>) -> Result<Vec<DayRow>> {
    let unit = count.question.rule().term.unit().code();
    let mut lines = Lines { say, unit, clock, extended: 0 };
    count.lines.iter().map(|line| lines.row(line)).collect()
}

struct Lines<'a> {
    say: &'a Say<'a>,
    unit: &'static str,
    clock: Option<&'a Clock>,
    /// How many extensions were told.
    extended: usize,
}

impl Lines<'_> {
    fn row(&mut self, line: &TraceLine<'_>) -> Result<DayRow> {
        let number = match line.step {
            Step::Counted { number } | Step::CountedSwap { number, .. } => number.to_string(),
            _ => String::new(),
        };
        Ok(DayRow {
            day: line.day,
            label: crate::i18n::day(self.say.0.lang, line.day),
            number,
            what: self.what(line)?,
            due: line.step == Step::Due,
        })
    }

    fn what(&mut self, line: &TraceLine<'_>) -> Result<String> {
        let say = self.say;
        match line.step {
            Step::Start => say.plain("count-start"),
            Step::Counted { .. } => say.plain("count-counted"),
            Step::CountedSwap { row, .. } => self.named("count-swap", row),
            Step::Weekend => say.plain("count-weekend"),
            Step::DayOff(row) => self.named("count-off", row),
            Step::Held => self.held(line.day),
            Step::HoldApplied { hold, moves } => self.hold(hold, moves),
            Step::HoldIgnored { .. } => say.plain("count-hold-late"),
            Step::HeldBefore { moves } => self.moved("count-held-before", moves),
            Step::Extended { by } => self.extension(by),
            Step::NominalEnd => say.plain("count-nominal"),
            Step::Hours { length } => say.with("count-hours", [("n", length.into())]),
            Step::Due => say.plain("count-due"),
        }
    }

    /// With the name of the day, and its year to find the source by.
    fn named(&self, key: &str, row: &SpecialDay) -> Result<String> {
        let label = match self.say.0.lang {
            Lang::Vi => row.label.clone(),
            Lang::En => row.label_en.clone(),
        };
        let year = row.day.year().to_string();
        self.say.with(key, [("label", label.into()), ("year", year.into())])
    }

    fn moved(&self, key: &str, moves: u32) -> Result<String> {
        let unit = if self.unit == "wd" { "wd" } else { "cal" };
        self.say.with(key, [("term", self.say.length(unit, moves)?.into())])
    }

    fn held(&self, day: NaiveDate) -> Result<String> {
        match self.why_held(|hold| hold.from <= day && day < hold.to)? {
            Some(why) => self.say.with("count-held-why", [("why", why.into())]),
            None => self.say.plain("count-held"),
        }
    }

    fn hold(&self, hold: Hold, moves: u32) -> Result<String> {
        let unit = if self.unit == "wd" { "wd" } else { "cal" };
        let until = self.say.short(hold.to());
        let length = self.say.length(unit, moves)?;
        let text = self.say.with("count-hold", [("until", until), ("term", length.into())])?;
        let inside = |one: &clock::Hold| one.from < hold.to() && hold.from() < one.to;
        Ok(match self.why_held(inside)? {
            Some(why) => format!("{text} – {why}"),
            None => text,
        })
    }

    /// The kinds of the clock's own holds that fit; none for a bare question.
    fn why_held(&self, fits: impl Fn(&clock::Hold) -> bool) -> Result<Option<String>> {
        let mut kinds = Vec::new();
        for hold in self.clock.into_iter().flat_map(|clock| &clock.holds).filter(|one| fits(one)) {
            let kind = self.say.plain(&format!("hold-{}", hold.kind.name()))?;
            if !kinds.contains(&kind) {
                kinds.push(kind);
            }
        }
        Ok((!kinds.is_empty()).then(|| kinds.join("; ")))
    }

    fn extension(&mut self, by: u32) -> Result<String> {
        let given = self.clock.and_then(|clock| clock.extensions.get(self.extended));
        self.extended += 1;
        let length = self.say.length(self.unit, by)?;
        let text = self.say.with("count-extended", [("term", length.into())])?;
        Ok(match given.filter(|given| !given.criteria.is_empty()) {
            Some(given) => format!("{text} ({})", criteria(self.say, given)?),
            None => text,
        })
    }
}

/// What made the case complex, in words.
pub(super) fn criteria(say: &Say<'_>, extension: &Extension) -> Result<String> {
    let word =
        |one: &crate::domain::step::Complexity| say.plain(&format!("criterion-{}", one.name()));
    let words: Result<Vec<String>> = extension.criteria.iter().map(word).collect();
    Ok(words?.join("; "))
}
