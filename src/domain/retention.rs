//! How long a dossier is kept, and when it may be destroyed.

use chrono::{Datelike, NaiveDate};

use crate::case::{Case, State};
use crate::clock::Clock;
use crate::deadline::Confidence;
use crate::letter::Kind;
use crate::worded::Worded;

/// A term of the shipped table: how many years after the year of its end a dossier of these kinds is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeepRule {
    pub id: String,
    pub kinds: Vec<Kind>,
    pub years: u16,
    pub basis: Worded,
    pub valid_from: NaiveDate,
    /// Last day.
    pub valid_to: Option<NaiveDate>,
    pub confidence: Confidence,
}

impl KeepRule {
    fn governs(&self, kind: Kind, on: NaiveDate) -> bool {
        let ended = self.valid_to.is_some_and(|last| last < on);
        self.kinds.contains(&kind) && self.valid_from <= on && !ended
    }

    /// Until when something that ended on this day is kept: whole calendar years, the year of its end not counted.
    pub fn keep_until(&self, ended_on: NaiveDate) -> NaiveDate {
        let year = ended_on.year() + i32::from(self.years);
        NaiveDate::from_ymd_opt(year, 12, 31).unwrap_or(NaiveDate::MAX)
    }

    /// The last day on which something may have ended whose term is over today.
    pub fn ended_before(&self, today: NaiveDate) -> NaiveDate {
        let year = today.year() - i32::from(self.years) - 1;
        NaiveDate::from_ymd_opt(year, 12, 31).unwrap_or(NaiveDate::MIN)
    }
}

/// The rule for a kind today. A longer term that came later counts for older dossiers, too.
pub fn rule_for(rules: &[KeepRule], kind: Kind, today: NaiveDate) -> Option<&KeepRule> {
    let governing = rules.iter().filter(|rule| rule.governs(kind, today));
    governing.max_by_key(|rule| rule.years)
}

/// Why a dossier must stay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stays {
    /// The matter has not come to its end.
    Open,
    /// Somebody may still ask for review, is asked whether they are harassed, or is owed something.
    Window,
    /// No rule says how long: then for ever.
    NoTerm,
    /// The term is not over.
    Term(NaiveDate),
}

/// When the matter ended, if it did.
pub fn ended_on(case: &Case) -> Option<NaiveDate> {
    match &case.state {
        State::Closed { on, .. } | State::NotAccepted { on, .. } => Some(*on),
        _ => None,
    }
}

/// Whether a dossier may be destroyed today; the rule it rests on and the day its term ended.
///
/// # Errors
/// Why it stays.
pub fn may_destroy<'a>(
    case: &Case,
    clocks: &[Clock],
    rules: &'a [KeepRule],
    today: NaiveDate,
) -> Result<(&'a KeepRule, NaiveDate), Stays> {
    let ended_on = ended_on(case).filter(|_| case.pending.is_none()).ok_or(Stays::Open)?;
    // A window that has passed and was not yet noted as ended counts as long as its day has not come.
    if clocks.iter().any(|clock| clock.is_open() && (clock.kind.is_duty() || today <= clock.due_on))
    {
        return Err(Stays::Window);
    }
    let rule = rule_for(rules, case.kind, today).ok_or(Stays::NoTerm)?;
    let until = rule.keep_until(ended_on);
    if today <= until { Err(Stays::Term(until)) } else { Ok((rule, until)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::Ending;
    use crate::fixture::{self, day};

    fn rule(id: &str, years: u16, from: &str, to: Option<&str>) -> KeepRule {
        KeepRule {
            id: id.to_owned(),
            kinds: vec![fixture::case().kind],
            years,
            basis: Worded::default(),
            valid_from: day(from),
            valid_to: to.map(day),
            confidence: Confidence::Medium,
        }
    }

    fn closed(on: &str) -> Case {
        let state = State::Closed { on: day(on), ending: Ending::Concluded };
        Case { state, ..fixture::case() }
    }

    #[test]
    fn whole_years_are_kept_and_the_year_of_the_end_is_not_counted() {
        let rules = [rule("a", 15, "2020-01-01", None)];
        let ask = |today: &str| {
            let case = closed("2026-03-02");
            may_destroy(&case, &[], &rules, day(today)).map(|(_, until)| until)
        };
        assert_eq!(ask("2041-12-31"), Err(Stays::Term(day("2041-12-31"))));
        assert_eq!(ask("2042-01-01"), Ok(day("2041-12-31")));
        assert_eq!(rules[0].ended_before(day("2042-01-01")), day("2026-12-31"));
        assert_eq!(rules[0].ended_before(day("2041-12-31")), day("2025-12-31"));
    }

    #[test]
    fn the_longest_of_the_terms_in_force_counts() {
        let old = rule("old", 5, "2010-01-01", Some("2019-12-31"));
        let rules = [old, rule("a", 10, "2020-01-01", None), rule("b", 15, "2023-02-15", None)];
        let kind = fixture::case().kind;
        let id = |on: &str| rule_for(&rules, kind, day(on)).map(|rule| rule.id.as_str());
        assert_eq!([id("2009-01-01"), id("2015-01-01")], [None, Some("old")]);
        assert_eq!([id("2021-01-01"), id("2040-01-01")], [Some("a"), Some("b")]);
        let none: [KeepRule; 0] = [];
        let kept = may_destroy(&closed("2026-03-02"), &[], &none, day("2099-01-01"));
        assert_eq!(kept.map(|_| ()), Err(Stays::NoTerm));
    }

    #[test]
    fn what_is_open_stays() {
        let rules = [rule("a", 1, "2020-01-01", None)];
        let ask = |case: &Case| may_destroy(case, &[], &rules, day("2060-01-01")).map(|_| ());
        assert_eq!(ask(&fixture::case()), Err(Stays::Open));
        assert_eq!(ask(&closed("2026-03-02")), Ok(()));
    }
}
