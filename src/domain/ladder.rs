//! Who is told where a deadline stands: holder, unit head, committee head, level above, its head
//! (`workflow.md`, "Clocks"), and where none of them can be told, the duty mailbox of the level above.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use crate::access::{Account, Role, sees};
use crate::case::{Case, Exclusions, Queue};
use crate::clock::{ClockKind, Stage};
use crate::ids::AccountId;
use crate::text::mention::Post;

/// Somebody who may stand on a rung, as they are today.
#[derive(Clone, Copy, Debug)]
pub struct Officer {
    pub account: Account,
    /// The account is not disabled.
    pub active: bool,
    pub away: bool,
    /// Who stands in for them.
    pub deputy: Option<AccountId>,
    /// Whether they head the unit of their account.
    pub head: bool,
}

/// Whether whoever holds this post heads the unit that it belongs to.
pub fn heads(post: Post) -> bool {
    matches!(post, Post::Secretary | Post::InspectionChair)
}

impl Officer {
    fn is_there(&self) -> bool {
        self.active && !self.away
    }
}

/// Everyone who may be told, and how they are today.
#[derive(Clone, Debug, Default)]
pub struct Staff(BTreeMap<AccountId, Officer>);

/// Whom a stage is told to. It is never nobody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// At least one.
    People(BTreeSet<AccountId>),
    /// Nobody on the ladder may know of the case or is there.
    DutyMailbox,
}

/// The rungs from below; what comes before the lapse begins at the lowest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rung {
    Holder,
    /// Whoever triages supervises the unit's officers.
    UnitHead,
    CommitteeHead,
    /// Those of the level above but its head.
    Above,
    AboveHead,
}

const RUNGS: [Rung; 5] =
    [Rung::Holder, Rung::UnitHead, Rung::CommitteeHead, Rung::Above, Rung::AboveHead];

/// A clock of a case that somebody must hear of.
#[derive(Clone, Copy, Debug)]
pub struct Matter<'a> {
    pub case: &'a Case,
    pub excluded: &'a Exclusions,
    pub clock: ClockKind,
}

impl Staff {
    pub fn new(officers: impl IntoIterator<Item = Officer>) -> Self {
        Self(officers.into_iter().map(|officer| (officer.account.id, officer)).collect())
    }

    /// Who is told of this stage: the rung that it belongs to or, where nobody stands there, the next one up.
    pub fn told(&self, matter: &Matter<'_>, stage: Stage) -> Told {
        let first = match stage {
            Stage::Rung(rung) => usize::from(rung).saturating_sub(1).min(RUNGS.len() - 1),
            _ => 0,
        };
        let rungs = RUNGS.iter().skip(first).map(|rung| self.reached(matter, *rung));
        rungs.into_iter().find(|people| !people.is_empty()).map_or(Told::DutyMailbox, Told::People)
    }

    /// Those of a rung who can be told today, each in person or through who stands in.
    fn reached(&self, matter: &Matter<'_>, rung: Rung) -> BTreeSet<AccountId> {
        let posted = self.0.values().filter(|officer| matter.stands_on(rung, officer));
        posted.filter_map(|officer| self.ear(matter, rung, officer)).collect()
    }

    fn ear(&self, matter: &Matter<'_>, rung: Rung, officer: &Officer) -> Option<AccountId> {
        // Who is kept out chose their deputy: that one is not told either.
        if !matter.may_know(rung, &officer.account) {
            return None;
        }
        if officer.is_there() {
            return Some(officer.account.id);
        }
        let deputy = self.0.get(&officer.deputy?).filter(|deputy| deputy.is_there())?;
        matter.may_stand_in(rung, &deputy.account).then_some(deputy.account.id)
    }
}

impl Matter<'_> {
    fn stands_on(&self, rung: Rung, officer: &Officer) -> bool {
        let account = &officer.account;
        let role = match rung {
            Rung::Holder => match (self.clock, self.case.state.assignment()) {
                (ClockKind::Review, _) => Role::Approver,
                (ClockKind::Notice | ClockKind::Chase, _) | (_, None) => Role::Triage,
                (_, Some(to)) => return account.id == to.officer,
            },
            Rung::UnitHead => Role::Triage,
            Rung::CommitteeHead => Role::Approver,
            Rung::Above => return account.role == Role::Above && !officer.head,
            Rung::AboveHead => return account.role == Role::Above && officer.head,
        };
        match self.case.queue {
            Queue::Committee => account.role == role,
            Queue::Above => account.role == Role::Above,
        }
    }

    /// The level above hears of a lapse even in a queue that is not its own.
    fn may_know(&self, rung: Rung, account: &Account) -> bool {
        if matches!(rung, Rung::Above | Rung::AboveHead) {
            return !self.excluded.accounts.contains(&account.id);
        }
        sees(account, self.case, self.excluded)
    }

    /// Standing in opens no case: for an officer in charge somebody is told who could be put in charge.
    fn may_stand_in(&self, rung: Rung, deputy: &Account) -> bool {
        if rung == Rung::Holder && deputy.role == Role::Handler {
            let out = self.excluded;
            return !out.accounts.contains(&deputy.id) && !out.units.contains(&deputy.unit);
        }
        self.may_know(rung, deputy)
    }
}
