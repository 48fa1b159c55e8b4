//! What stands above the lines: rule, start, basis, holds, extensions, end, result.

use chrono::{Days, NaiveDate};
use poem::Result;

use crate::app::count::Count;
use crate::app::view::{ClockView, Standing};
use crate::domain::clock::{Clock, Ending};
use crate::domain::deadline::{Point, Rule};
use crate::domain::receipt::CaseNumber;

use super::days::criteria;
use super::{Fact, Say};

/// Everything that is known of a clock of a case.
pub(super) fn of_clock(
    say: &Say<'_>,
    number: &CaseNumber,
    clock: &ClockView,
    count: Option<&Count<'_>>,
    today: NaiveDate,
) -> Result<Vec<Fact>> {
    let mut list = List { say, facts: Vec::new() };
    let own = &clock.clock;
    list.add("slip-number", number.to_string())?;
    list.add("slip-duty", say.plain(&format!("clock-{}", own.kind.name()))?)?;
    list.add("slip-result", result(say, clock, today)?)?;
    if let Some(count) = count {
        list.rule(count.question.rule())?;
        list.start(count.question.rule(), own.anchor_on)?;
        list.own_holds(own)?;
        list.own_extensions(own, count.question.rule())?;
    } else {
        list.add("slip-from", crate::i18n::day(say.0.lang, own.anchor_on))?;
        list.add("slip-basis", say.plain("clock-given")?)?;
    }
    list.ends(Point::Day(own.nominal_on), Point::Day(own.due_on), own.provisional)?;
    list.add(
        "slip-calendar",
        say.with("slip-version", [("version", own.calendar.clone().into())])?,
    )?;
    Ok(list.facts)
}

/// What a bare question rests on.
pub(super) fn of_count(say: &Say<'_>, count: &Count<'_>) -> Result<Vec<Fact>> {
    let (question, answer) = (&count.question, count.answer);
    let mut list = List { say, facts: Vec::new() };
    list.rule(question.rule())?;
    list.start(question.rule(), question.from())?;
    for hold in question.holds() {
        let args = [("from", say.short(hold.from())), ("to", say.short(hold.to()))];
        list.add("slip-hold", say.with("clock-span", args)?)?;
    }
    for length in question.extensions() {
        let unit = question.rule().term.unit().code();
        list.add("slip-extension", say.length(unit, *length)?)?;
    }
    list.ends(answer.nominal, answer.due, answer.provisional)?;
    let version = say.with("slip-version", [("version", count.calendar().to_owned().into())])?;
    list.add("slip-calendar", version)?;
    Ok(list.facts)
}

/// What the resident is told: no ids, no marks of the office.
pub(super) fn of_promise(say: &Say<'_>, count: &Count<'_>, clock: &ClockView) -> Result<Vec<Fact>> {
    let (rule, own) = (count.question.rule(), &clock.clock);
    let mut list = List { say, facts: Vec::new() };
    list.add("slip-from", crate::i18n::day(say.0.lang, own.anchor_on))?;
    list.term(rule)?;
    list.basis(rule)?;
    list.own_holds(own)?;
    for extension in &own.extensions {
        list.add("slip-extension", say.length(rule.term.unit().code(), extension.days)?)?;
    }
    if own.nominal_on != own.due_on {
        list.add("slip-nominal", list.point(Point::Day(own.nominal_on)))?;
    }
    list.due(Point::Day(own.due_on), own.provisional)?;
    Ok(list.facts)
}

struct List<'a> {
    say: &'a Say<'a>,
    facts: Vec<Fact>,
}

impl List<'_> {
    fn add(&mut self, name: &str, value: String) -> Result<()> {
        self.facts.push(Fact { name: self.say.plain(name)?, value });
        Ok(())
    }

    fn rule(&mut self, rule: &Rule) -> Result<()> {
        let mut title = format!("{}: {}", rule.id, rule.title.of(self.say.0.lang));
        if let Some((_, circumstance)) = rule.id.split_once(':') {
            let key = format!("circumstance-{}", circumstance.replace('_', "-"));
            title = format!("{title} ({})", self.say.plain(&key)?);
        }
        self.add("slip-rule", title)?;
        self.term(rule)?;
        self.basis(rule)
    }

    fn term(&mut self, rule: &Rule) -> Result<()> {
        let length = rule.term.length().unwrap_or(0);
        self.add("slip-term", self.say.length(rule.term.unit().code(), length)?)
    }

    /// With what is not yet confirmed said next to it.
    fn basis(&mut self, rule: &Rule) -> Result<()> {
        let basis = rule.basis.of(self.say.0.lang).to_owned();
        self.add("slip-basis", basis)?;
        let sure = if rule.confidence.needs_confirmation() { "slip-unsure" } else { "slip-sure" };
        self.add("slip-confidence", self.say.plain(sure)?)
    }

    fn start(&mut self, rule: &Rule, on: NaiveDate) -> Result<()> {
        let event = rule.start_event.of(self.say.0.lang).to_owned();
        let day = self.say.day(on);
        let value = if event.is_empty() {
            crate::i18n::day(self.say.0.lang, on)
        } else {
            self.say.with("slip-start", [("day", day), ("event", event.into())])?
        };
        self.add("slip-from", value)
    }

    fn own_holds(&mut self, clock: &Clock) -> Result<()> {
        for hold in &clock.holds {
            let args = [("from", self.say.short(hold.from)), ("to", self.say.short(hold.to))];
            let span = self.say.with("clock-span", args)?;
            let kind = self.say.plain(&format!("hold-{}", hold.kind.name()))?;
            self.add("slip-hold", format!("{span}: {kind}"))?;
        }
        Ok(())
    }

    fn own_extensions(&mut self, clock: &Clock, rule: &Rule) -> Result<()> {
        for extension in &clock.extensions {
            let term = self.say.length(rule.term.unit().code(), extension.days)?;
            let granted = self.say.short(extension.granted_on);
            let args = [("term", term.into()), ("day", granted)];
            let text = self.say.with("slip-extended", args)?;
            self.add("slip-extension", format!("{text} {}", criteria(self.say, extension)?))?;
        }
        Ok(())
    }

    fn ends(&mut self, nominal: Point, due: Point, provisional: bool) -> Result<()> {
        self.add("slip-nominal", self.point(nominal))?;
        self.due(due, provisional)
    }

    fn due(&mut self, due: Point, provisional: bool) -> Result<()> {
        let key = if provisional { "slip-due-provisional" } else { "slip-due-firm" };
        let value = self.say.with(key, [("day", self.point(due).into())])?;
        self.add("slip-due", value)
    }

    fn point(&self, point: Point) -> String {
        let day = crate::i18n::day(self.say.0.lang, point.day());
        match point {
            Point::Day(_) => day,
            Point::Moment(moment) => format!("{} {day}", moment.format("%H:%M")),
        }
    }
}

/// Open, kept on, or late since when.
fn result(say: &Say<'_>, view: &ClockView, today: NaiveDate) -> Result<String> {
    let clock = &view.clock;
    let late = clock.days_late(today);
    let since = clock.due_on.checked_add_days(Days::new(1)).unwrap_or(clock.due_on);
    let due = say.short(clock.due_on);
    match clock.ended {
        Some((on, Ending::Void)) => say.with("result-void", [("day", say.short(on))]),
        Some((on, Ending::Met)) if late == 0 => say.with("result-kept", [("day", say.short(on))]),
        Some((on, Ending::Met)) => {
            let args = [("day", say.short(on)), ("since", say.short(since)), ("n", late.into())];
            say.with("result-kept-late", args)
        }
        Some((on, Ending::Lapsed)) => say.with("result-lapsed", [("day", say.short(on))]),
        None if !clock.kind.is_duty() && clock.due_on < today => {
            say.with("result-over", [("day", due)])
        }
        None if !clock.kind.is_duty() => say.with("result-window", [("day", due)]),
        None if 0 < late => {
            let today = say.short(today);
            say.with(
                "result-late",
                [("since", say.short(since)), ("n", late.into()), ("today", today)],
            )
        }
        None => open(say, view, today),
    }
}

fn open(say: &Say<'_>, view: &ClockView, today: NaiveDate) -> Result<String> {
    let day = say.short(today);
    match view.clock.held_on(today) {
        Some(hold) if view.standing == Standing::Held => {
            say.with("result-held", [("until", say.short(hold.to)), ("today", day)])
        }
        _ => say.with("result-open", [("n", view.days.into()), ("today", day)]),
    }
}
