//! Where an open case goes when the unit that answers for it ends.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::NaiveDate;

use crate::access::{Account, Role};
use crate::case::{Assignment, Exclusions};
use crate::gate::{KeptOut, Reason};
use crate::ids::{AccountId, MemberId, UnitId};
use crate::lineage::Lineage;
use crate::organisation::Unit;

/// The structure and the staff as they are afterwards.
#[derive(Clone, Debug)]
pub struct After {
    pub on: NaiveDate,
    pub units: BTreeMap<UnitId, Unit>,
    pub lineage: Arc<Lineage>,
    /// Accounts that may act, where they belong by then, in the order in which work is offered to them.
    pub staff: Vec<Account>,
    /// Who holds a post in which unit by then.
    pub seats: Vec<(UnitId, MemberId)>,
}

/// What becomes of a case that somebody answers for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placement {
    /// Nothing that it rests on has changed.
    Stays,
    /// To this unit and officer; the same officer goes on without declaring again.
    Goes(Assignment),
    /// Nobody may take it: it waits with the level above.
    Up,
}

impl After {
    /// Whoever is kept out because one of these units is: what took over from it, its officers, and who sits there by
    /// now.
    pub fn kept_out(&self, units: &BTreeSet<UnitId>) -> KeptOut {
        let heirs: BTreeSet<UnitId> =
            units.iter().flat_map(|unit| self.lineage.heirs(*unit, self.on)).collect();
        let here = |seat: &&(UnitId, MemberId)| heirs.contains(&seat.0);
        let seated: BTreeSet<MemberId> =
            self.seats.iter().filter(here).map(|seat| seat.1).collect();
        let reason = |one: &Account| match one.member {
            _ if heirs.contains(&one.unit) => Some(Reason::Unit),
            Some(member) if seated.contains(&member) => Some(Reason::SameCommittee),
            _ => None,
        };
        let accounts = self.staff.iter().filter_map(|one| Some((one.id, reason(one)?)));
        (accounts.collect(), heirs.iter().map(|unit| (*unit, Reason::Unit)).collect())
    }

    /// Where a case goes: with its officer, if they have rights in what took over; else to another officer there; else
    /// to the nearest one above. Never to anybody who is kept out, nor to a unit that is.
    pub fn place(&self, to: Assignment, out: &Exclusions) -> Placement {
        let heirs = self.lineage.standing(to.unit, self.on);
        let coordinating = to.coordinating.and_then(|unit| self.helper(unit, out));
        let mine = self.staff.iter().find(|one| one.id == to.officer);
        if self.lives(to.unit) && mine.is_some() {
            let same = coordinating == to.coordinating;
            let goes = Placement::Goes(Assignment { coordinating, ..to });
            return if same { Placement::Stays } else { goes };
        }
        let goes = |unit: UnitId, officer: AccountId| {
            let coordinating = coordinating.filter(|helper| *helper != unit);
            Placement::Goes(Assignment { unit, officer, coordinating })
        };
        let same = mine.filter(|one| heirs.contains(&one.unit) && self.may(one, out));
        if let Some(one) = same {
            return goes(one.unit, one.id);
        }
        for unit in self.upwards(&heirs) {
            let there = self.staff.iter().filter(|one| one.unit == unit);
            let mut able = there.filter(|one| one.role == Role::Handler && self.may(one, out));
            if let Some(one) = able.next() {
                return goes(unit, one.id);
            }
        }
        Placement::Up
    }

    fn lives(&self, unit: UnitId) -> bool {
        self.lineage.lives_on(unit, self.on)
    }

    fn may(&self, one: &Account, out: &Exclusions) -> bool {
        let unit_out = out.units.contains(&one.unit) && !out.admitted.contains(&one.id);
        self.lives(one.unit) && !unit_out && !out.accounts.contains(&one.id)
    }

    /// The one unit that took over from a branch that helps, if it may and somebody there can.
    fn helper(&self, unit: UnitId, out: &Exclusions) -> Option<UnitId> {
        let heirs = self.lineage.standing(unit, self.on);
        let only = heirs.iter().copied().next().filter(|_| heirs.len() == 1)?;
        let staffed = self.staff.iter().any(|one| one.unit == only && one.role == Role::Handler);
        (only == unit || staffed && !out.units.contains(&only)).then_some(only)
    }

    /// These units, then whatever is above them step by step; a committee with the body that acts for it first.
    fn upwards(&self, from: &BTreeSet<UnitId>) -> Vec<UnitId> {
        let mut order: Vec<UnitId> = from.iter().copied().collect();
        let mut next: BTreeSet<UnitId> = from.clone();
        while !next.is_empty() {
            let above = next.iter().filter_map(|unit| self.units.get(unit)?.parent);
            next = above.filter(|unit| !order.contains(unit)).collect();
            for unit in &next {
                order.extend(self.inspection(*unit));
                order.push(*unit);
            }
        }
        order
    }

    fn inspection(&self, of: UnitId) -> Option<UnitId> {
        let acts = |unit: &&Unit| {
            unit.parent == Some(of) && unit.kind == "inspection_committee" && self.lives(unit.id)
        };
        self.units.values().find(acts).map(|unit| unit.id)
    }
}
