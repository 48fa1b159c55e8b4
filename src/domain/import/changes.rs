//! The changes of a plan, and the register after them.

use std::collections::HashMap;

use chrono::NaiveDate;
use uuid::Uuid;

use crate::ids::UnitId;
use crate::organisation::{Holding, Member, Membership, Register, Succession, Unit, UnitTerm};

/// What is to be written, table by table. Nothing is ever deleted but what a correction replaces.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    pub add_units: Vec<Unit>,
    /// A unit as it is from this day on; the stretch before ends there.
    pub revise_units: Vec<(Unit, NaiveDate)>,
    /// The day since when a unit exists, where it was noted wrongly.
    pub redate_units: Vec<(UnitId, NaiveDate)>,
    pub end_units: Vec<(UnitId, NaiveDate)>,
    pub successions: Vec<Succession>,
    pub add_members: Vec<Member>,
    pub revise_members: Vec<Member>,
    pub join: Vec<Membership>,
    /// A membership as it stands, and the day it ends.
    pub leave: Vec<(Membership, NaiveDate)>,
    /// A membership as it stands, and the day it really began.
    pub redate: Vec<(Membership, NaiveDate)>,
    pub add_posts: Vec<Holding>,
    pub end_posts: Vec<(Uuid, NaiveDate)>,
    /// The same post, managed by another level.
    pub manage_posts: Vec<(Uuid, UnitId)>,
}

impl Changes {
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether names or places of units change, and with them how members are found.
    pub fn touches_units(&self) -> bool {
        let Self { add_units, revise_units, redate_units, end_units, .. } = self;
        !(add_units.is_empty()
            && revise_units.is_empty()
            && redate_units.is_empty()
            && end_units.is_empty())
    }

    /// The register as it is afterwards.
    pub fn apply(&self, register: &mut Register) {
        self.apply_to_units(register);
        for member in self.add_members.iter().chain(&self.revise_members) {
            register.members.insert(member.id, member.clone());
        }
        let key = |tie: &Membership| (tie.member, tie.tie, tie.from);
        let left: HashMap<_, _> = self.leave.iter().map(|(tie, to)| (key(tie), *to)).collect();
        let begun: HashMap<_, _> = self.redate.iter().map(|(tie, on)| (key(tie), *on)).collect();
        for tie in &mut register.ties {
            let before = key(tie);
            tie.to = left.get(&before).copied().or(tie.to);
            tie.from = begun.get(&before).copied().unwrap_or(tie.from);
        }
        register.ties.extend(self.join.iter().cloned());
        let ended: HashMap<_, _> = self.end_posts.iter().copied().collect();
        let managed: HashMap<_, _> = self.manage_posts.iter().copied().collect();
        for post in &mut register.posts {
            post.to = ended.get(&post.id).copied().or(post.to);
            post.managed_by = managed.get(&post.id).copied().unwrap_or(post.managed_by);
        }
        register.posts.extend(self.add_posts.iter().cloned());
    }

    fn apply_to_units(&self, register: &mut Register) {
        for unit in &self.add_units {
            register.units.insert(unit.id, unit.clone());
            register.terms.push(UnitTerm::of(unit, unit.from));
        }
        for (id, from) in &self.redate_units {
            if let Some(unit) = register.units.get_mut(id) {
                let first = register
                    .terms
                    .iter_mut()
                    .find(|term| term.unit == *id && term.from == unit.from);
                if let Some(term) = first {
                    term.from = *from;
                }
                unit.from = *from;
            }
        }
        for (unit, on) in &self.revise_units {
            let open = |term: &&mut UnitTerm| term.unit == unit.id && term.to.is_none();
            register.terms.iter_mut().filter(open).for_each(|term| term.to = Some(*on));
            register.terms.retain(|term| !(term.unit == unit.id && term.to == Some(term.from)));
            register.terms.push(UnitTerm::of(unit, *on));
            register.units.insert(unit.id, unit.clone());
        }
        for (id, to) in &self.end_units {
            if let Some(unit) = register.units.get_mut(id) {
                unit.to = Some(*to);
            }
            let open = |term: &&mut UnitTerm| term.unit == *id && term.to.is_none();
            register.terms.iter_mut().filter(open).for_each(|term| term.to = Some(*to));
        }
        register.successions.extend(self.successions.iter().cloned());
    }
}
