//! Who is away from the office, and who stands in for them.

use chrono::NaiveDate;

use crate::access::{Account, Role};
use crate::ids::{AccountId, UnitId};

/// Days on which somebody is not at work, both included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leave {
    pub account: AccountId,
    pub from: NaiveDate,
    pub last: NaiveDate,
    /// Who stands in, where it is not the standing deputy.
    pub deputy: Option<AccountId>,
    /// From this day on it counts no more: they came back earlier, or never left.
    pub ended_on: Option<NaiveDate>,
}

impl Leave {
    pub fn covers(&self, day: NaiveDate) -> bool {
        self.from <= day && day <= self.last && self.ended_on.is_none_or(|ended| day < ended)
    }

    /// Whether it counts on `today` or will.
    pub fn is_ahead(&self, today: NaiveDate) -> bool {
        today <= self.last && self.ended_on.is_none_or(|ended| today.max(self.from) < ended)
    }
}

/// The longest leave that is entered at once, in days.
pub const LONGEST: i64 = 366;

/// Why days off cannot be entered as they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeaveFlaw {
    /// It ends before it begins.
    Reversed,
    /// All of it lies in the past.
    Over,
    TooLong,
}

/// Whether such days can be entered today.
///
/// # Errors
/// What is wrong with them.
pub fn check(from: NaiveDate, last: NaiveDate, today: NaiveDate) -> Result<(), LeaveFlaw> {
    match () {
        () if last < from => Err(LeaveFlaw::Reversed),
        () if last < today => Err(LeaveFlaw::Over),
        () if LONGEST < (last - from).num_days() => Err(LeaveFlaw::TooLong),
        () => Ok(()),
    }
}

/// Whether one account may stand in for another: somebody of the same work, or for an officer of a unit
/// somebody of that unit or of the one above it.
pub fn may_stand_in(
    for_whom: &Account,
    deputy: &Account,
    parent: impl Fn(UnitId) -> Option<UnitId>,
) -> bool {
    if for_whom.id == deputy.id || for_whom.role != deputy.role {
        return false;
    }
    let near = deputy.unit == for_whom.unit || parent(for_whom.unit) == Some(deputy.unit);
    for_whom.role != Role::Handler || near
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{account, day, unit};

    fn leave(ended_on: Option<&str>) -> Leave {
        Leave {
            account: account(1, Role::Triage, 60).id,
            from: day("2026-12-07"),
            last: day("2026-12-11"),
            deputy: None,
            ended_on: ended_on.map(day),
        }
    }

    #[test]
    fn both_ends_are_days_away_and_an_early_return_counts() {
        // day, covered, covered where it was ended on the 9th, on the 7th
        let table = [
            ("2026-12-06", false, false, false),
            ("2026-12-07", true, true, false),
            ("2026-12-08", true, true, false),
            ("2026-12-09", true, false, false),
            ("2026-12-11", true, false, false),
            ("2026-12-12", false, false, false),
        ];
        for (on, whole, half, none) in table {
            let covers = [None, Some("2026-12-09"), Some("2026-12-07")]
                .map(|ended| leave(ended).covers(day(on)));
            assert_eq!(covers, [whole, half, none], "{on}");
        }
        assert!(leave(None).is_ahead(day("2026-12-11")) && leave(None).is_ahead(day("2026-12-01")));
        assert!(!leave(None).is_ahead(day("2026-12-12")));
        assert!(!leave(Some("2026-12-07")).is_ahead(day("2026-12-01")), "it never begins");
        assert!(!leave(Some("2026-12-09")).is_ahead(day("2026-12-09")));
    }

    #[test]
    fn days_that_make_no_sense_are_named() {
        let check = |from, last| check(day(from), day(last), day("2026-12-01"));
        assert_eq!(check("2026-12-01", "2026-12-01"), Ok(()));
        assert_eq!(check("2026-11-20", "2026-12-05"), Ok(()), "it was forgotten until now");
        assert_eq!(check("2026-12-05", "2026-12-04"), Err(LeaveFlaw::Reversed));
        assert_eq!(check("2026-11-05", "2026-11-30"), Err(LeaveFlaw::Over));
        assert_eq!(check("2026-12-05", "2028-12-04"), Err(LeaveFlaw::TooLong));
    }

    #[test]
    fn who_may_stand_in_for_whom() {
        let parent = |of: UnitId| (of == unit(70)).then_some(unit(7));
        let branch = account(1, Role::Handler, 70);
        // who else, for the branch, for a triager
        let table = [
            (account(1, Role::Handler, 70), false, false),
            (account(2, Role::Handler, 70), true, false),
            (account(3, Role::Handler, 7), true, false),
            (account(4, Role::Handler, 71), false, false),
            (account(5, Role::Triage, 70), false, true),
            (account(6, Role::Triage, 60), false, true),
            (account(7, Role::Above, 50), false, false),
        ];
        let triage = account(20, Role::Triage, 60);
        for (who, of_branch, of_triage) in table {
            assert_eq!(may_stand_in(&branch, &who, parent), of_branch, "{who:?}");
            assert_eq!(may_stand_in(&triage, &who, parent), of_triage, "{who:?}");
        }
    }
}
