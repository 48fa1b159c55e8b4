//! The conflict gate: who is kept out of a case, computed from dated facts before anyone is told.

mod first_queue;
mod names;
mod reason;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::NaiveDate;

pub use first_queue::{Start, first_queue, is_forsaken};
pub use names::{FullNames, names};
pub use reason::Reason;

use crate::access::Account;
use crate::ids::{AccountId, MemberId, UnitId};
use crate::interest::{Holder, Interest, Tie, Toward};
use crate::lineage::Lineage;

/// When it happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Then {
    On(NaiveDate),
    /// The letter does not say: it may have been any day until today.
    Untold,
}

impl From<Option<NaiveDate>> for Then {
    fn from(told: Option<NaiveDate>) -> Self {
        told.map_or(Self::Untold, Self::On)
    }
}

/// A seat on the committee of a unit, for as long as it was held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seat {
    pub member: MemberId,
    pub unit: UnitId,
    pub from: NaiveDate,
    /// The first day on which it was no longer held.
    pub to: Option<NaiveDate>,
}

impl Seat {
    fn held_on(&self, day: NaiveDate) -> bool {
        self.from <= day && self.to.is_none_or(|to| day < to)
    }

    /// Whether there was a day on which both were held.
    fn meets(&self, other: &Self) -> bool {
        let begins = self.from.max(other.from);
        self.held_on(begins) && other.held_on(begins)
    }
}

/// A unit that an account belonged to before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Left {
    pub account: AccountId,
    pub unit: UnitId,
    /// The first day on which it belonged there no longer.
    pub on: NaiveDate,
}

/// The dated facts that keep people out.
#[derive(Clone, Debug)]
pub struct Facts {
    /// The day of the act, and today: what held on either counts.
    pub then: Then,
    pub today: NaiveDate,
    /// The people complained of, or who may be.
    pub subjects: BTreeSet<MemberId>,
    /// Units complained of as such.
    pub units: BTreeSet<UnitId>,
    /// Units that are kept out already, for whatever reason: so are those that take over from them.
    pub kept: BTreeSet<UnitId>,
    /// Who took over from whom.
    pub lineage: Arc<Lineage>,
    /// Seats of the subjects, and all seats in the units that these and the letter touch.
    pub seats: Vec<Seat>,
    /// Declared ties of or to anyone concerned.
    pub interests: Vec<Interest>,
    /// Members whom the letter names as its sender or as a witness.
    pub named: BTreeSet<MemberId>,
    /// Every account that touches these people or units.
    pub accounts: Vec<Account>,
    /// Where these accounts belonged before.
    pub left: Vec<Left>,
}

impl Facts {
    /// Nobody is concerned by anything.
    pub fn none(then: Then, today: NaiveDate) -> Self {
        Self {
            then,
            today,
            subjects: BTreeSet::new(),
            units: BTreeSet::new(),
            kept: BTreeSet::new(),
            lineage: Arc::default(),
            seats: Vec::new(),
            interests: Vec::new(),
            named: BTreeSet::new(),
            accounts: Vec::new(),
            left: Vec::new(),
        }
    }

    /// Whether a subject's seat counts: of one that was given up, too, if it may have been held when it happened.
    fn counts(&self, seat: &Seat) -> bool {
        match self.then {
            Then::On(day) => seat.held_on(day) || seat.held_on(self.today),
            Then::Untold => seat.from <= self.today,
        }
    }

    fn own(&self) -> impl Iterator<Item = &Seat> {
        let own = self.seats.iter().filter(|seat| self.subjects.contains(&seat.member));
        own.filter(|seat| self.counts(seat))
    }

    /// Whether somebody else's seat in a unit that is touched counts. Where the day is not told, those count who sat
    /// there together with a subject, and all who ever sat in the unit complained of.
    fn shared(&self, seat: &Seat, accused: &BTreeSet<UnitId>) -> bool {
        match self.then {
            Then::On(_) => self.counts(seat),
            Then::Untold => {
                let together = |own: &Seat| own.unit == seat.unit && own.meets(seat);
                seat.held_on(self.today)
                    || self.counts(seat)
                        && (accused.contains(&seat.unit) || self.own().any(together))
            }
        }
    }

    /// The units complained of, those in which a subject sat then or sits now, and whatever took over from any of
    /// them; of a unit complained of that was not there yet when it happened, also those it came out of.
    pub fn touched(&self) -> BTreeSet<UnitId> {
        let own = self.own().map(|seat| seat.unit);
        let kept = self.kept.iter().copied();
        let heirs = own.chain(kept).flat_map(|unit| self.lineage.heirs(unit, self.today));
        heirs.chain(self.accused()).collect()
    }

    /// The units complained of, with those before and after them.
    fn accused(&self) -> BTreeSet<UnitId> {
        let both = |unit: &UnitId| {
            let before = match self.then {
                Then::On(day) => self.lineage.origins(*unit, day),
                Then::Untold => self.lineage.forebears(*unit),
            };
            before.into_iter().chain(self.lineage.heirs(*unit, self.today)).collect::<Vec<_>>()
        };
        self.units.iter().flat_map(both).collect()
    }

    /// Whether an account belonged to one of these units when it happened.
    fn belonged(&self, account: &Account, units: &BTreeSet<UnitId>) -> bool {
        let mine = |left: &&Left| left.account == account.id && units.contains(&left.unit);
        let then = |left: &Left| match self.then {
            Then::On(day) => day < left.on,
            Then::Untold => true,
        };
        self.left.iter().filter(mine).any(then)
    }

    /// Whether a declared tie binds this account to a subject or to a unit complained of.
    fn tie(&self, account: &Account) -> Option<Tie> {
        let accused = self.accused();
        let is_me = |holder: Holder| match holder {
            Holder::Account(id) => id == account.id,
            Holder::Member(id) => account.member == Some(id),
        };
        let concerned = |to: Toward| match to {
            Toward::Member(id) => self.subjects.contains(&id),
            Toward::Unit(id) => accused.contains(&id),
        };
        let binds = |one: &&Interest| {
            // A tie between two people binds both, whoever declared it.
            let mine = is_me(one.of) && concerned(one.to);
            let theirs = match (one.of, one.to) {
                (Holder::Member(of), Toward::Member(to)) => {
                    self.subjects.contains(&of) && account.member == Some(to)
                }
                _ => false,
            };
            let then = match self.then {
                Then::On(day) => one.holds_on(day),
                Then::Untold => one.from <= self.today,
            };
            (mine || theirs) && (then || one.holds_on(self.today))
        };
        self.interests.iter().filter(binds).map(|one| one.tie).min()
    }
}

/// Accounts and units that must not learn of the case, each with the first reason found.
pub type KeptOut = (BTreeMap<AccountId, Reason>, BTreeMap<UnitId, Reason>);

/// Works out who is kept out: the subject and who is tied to it, the committees the subject sits or sat
/// on, the unit complained of, and whom the letter names. The gravest reason is told.
pub fn keep_out(facts: &Facts) -> KeptOut {
    let (touched, accused) = (facts.touched(), facts.accused());
    let colleague = |member: MemberId| {
        let mut there =
            facts.seats.iter().filter(|one| one.member == member && touched.contains(&one.unit));
        there.any(|seat| facts.shared(seat, &accused))
    };
    let reason = |account: &Account| {
        let is = |test: &dyn Fn(MemberId) -> bool| account.member.is_some_and(test);
        match facts.tie(account) {
            _ if is(&|member| facts.subjects.contains(&member)) => Some(Reason::Subject),
            Some(Tie::Stake) => Some(Reason::Interest),
            Some(_) => Some(Reason::Relative),
            None if is(&|member| facts.named.contains(&member)) => Some(Reason::Named),
            None if touched.contains(&account.unit) => Some(Reason::Unit),
            None if facts.belonged(account, &touched) => Some(Reason::Unit),
            None if is(&colleague) => Some(Reason::SameCommittee),
            None => None,
        }
    };
    let accounts = facts
        .accounts
        .iter()
        .filter_map(|account| reason(account).map(|reason| (account.id, reason)))
        .collect();
    (accounts, touched.into_iter().map(|unit| (unit, Reason::Unit)).collect())
}
