//! Members and offices: who goes along, who takes office, who manages whom.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use uuid::Uuid;

use super::Work;
use crate::ids::{MemberId, UnitId};
use crate::organisation::{Holding, Membership, SuccessionKind, Tie, UnitKind};
use crate::reorganisation::{Act, Problem, Scheme};
use crate::text::Post;

impl Work<'_> {
    pub(super) fn members(&mut self, scheme: &Scheme) {
        let mut chosen: HashMap<MemberId, (u32, UnitId)> = HashMap::new();
        for line in &scheme.lines {
            let Act::Transfer { card, to } = &line.act else { continue };
            let Some(to) = self.new_one(line.row, to) else { continue };
            match self.cards.get(card.as_str()) {
                Some(member) => drop(chosen.insert(*member, (line.row, to))),
                None => self.flaw(line.row, Problem::UnknownCard(card.clone())),
            }
        }
        let mut homeless: BTreeMap<UnitId, usize> = BTreeMap::new();
        for tie in self.register.ties.iter().filter(|tie| tie.to.is_none()) {
            let ends = self.ended.contains_key(&tie.unit);
            let own = chosen.get(&tie.member).copied();
            // Of a unit that goes on, only the membership itself is moved.
            let own = own.filter(|_| ends || tie.tie == Tie::Managing);
            let to = own.map(|own| own.1).or_else(|| self.only_heir(tie.unit).filter(|_| ends));
            match to {
                Some(to) if to != tie.unit => {
                    self.tie(own.map_or(0, |own| own.0), tie, to);
                }
                None if ends => *homeless.entry(tie.unit).or_default() += 1,
                _ => {}
            }
        }
        for (unit, count) in homeless {
            let (row, unit) = (self.ended.get(&unit).copied().unwrap_or(0), self.code(unit));
            self.flaw(row, Problem::Members { unit, count });
        }
    }

    fn tie(&mut self, row: u32, tie: &Membership, to: UnitId) {
        let kind = self.units.get(&to).and_then(|unit| UnitKind::from_name(&unit.kind));
        if !kind.is_some_and(UnitKind::is_branch) {
            self.flaw(row, Problem::NotABranch(self.code(to)));
            return;
        }
        if self.on <= tie.from {
            let card = self.register.members.get(&tie.member).map(|one| one.card_no.clone());
            self.flaw(row, Problem::TooLate(card.unwrap_or_default()));
            return;
        }
        self.changes.leave.push((tie.clone(), self.on));
        let joined = Membership { unit: to, from: self.on, to: None, ..tie.clone() };
        self.changes.join.push(joined);
    }

    pub(super) fn posts(&mut self, scheme: &Scheme, fresh: &mut dyn FnMut() -> Uuid) {
        let mut appointed: BTreeSet<UnitId> = BTreeSet::new();
        let open = |post: &&Holding| post.to.is_none_or(|to| self.on < to);
        let open: Vec<&Holding> = self.register.posts.iter().filter(open).collect();
        for post in open {
            let ends = self.ended.contains_key(&post.unit);
            if !ends && !self.ended.contains_key(&post.managed_by) {
                continue;
            }
            if self.on <= post.from && !ends {
                let by = self.manager(post, post.unit);
                self.changes.manage_posts.push((post.id, by));
                continue;
            }
            if self.on <= post.from {
                let card = self.register.members.get(&post.member).map(|one| one.card_no.clone());
                self.flaw(0, Problem::TooLate(card.unwrap_or_default()));
                continue;
            }
            self.changes.end_posts.push((post.id, self.on));
            let unit = if ends { self.replacing(post.unit) } else { Some(post.unit) };
            let Some(unit) = unit else { continue };
            let managed_by = self.manager(post, unit);
            let (id, from) = (fresh(), self.on);
            self.changes.add_posts.push(Holding { id, unit, managed_by, from, ..post.clone() });
        }
        for line in &scheme.lines {
            let Act::Appoint { card, title, unit } = &line.act else { continue };
            let Some(unit) = self.new_one(line.row, unit) else { continue };
            let Some(member) = self.cards.get(card.as_str()).copied() else {
                self.flaw(line.row, Problem::UnknownCard(card.clone()));
                continue;
            };
            appointed.insert(unit);
            self.appoint(member, *title, unit, fresh());
        }
        for unit in appointed {
            let heads = self.holders(unit, Post::Secretary);
            if 1 < heads {
                self.flaw(0, Problem::SecondHead(self.code(unit)));
            }
        }
    }

    /// The one new unit that stands instead of an old one: offices go on in it.
    fn replacing(&self, unit: UnitId) -> Option<UnitId> {
        let links = &self.changes.successions;
        let link = links.iter().find(|link| link.from == unit)?;
        link.to.filter(|_| link.kind == SuccessionKind::Replace)
    }

    /// Who manages a post from now on: the unit above, where it was that before; else what took over.
    fn manager(&self, post: &Holding, unit: UnitId) -> UnitId {
        let manager = post.managed_by;
        if manager == post.unit {
            return unit;
        }
        if !self.ended.contains_key(&manager) {
            return manager;
        }
        let above = self.units.get(&unit).and_then(|unit| unit.parent);
        let before = self.register.units.get(&post.unit).and_then(|unit| unit.parent);
        let heir = self.only_heir(manager);
        let next = if before == Some(manager) { above.or(heir) } else { heir.or(above) };
        next.unwrap_or(unit)
    }

    fn appoint(&mut self, member: MemberId, title: Post, unit: UnitId, id: Uuid) {
        let above = self.units.get(&unit).and_then(|unit| unit.parent).unwrap_or(unit);
        let title = title.code().to_owned();
        let same = |post: &Holding| {
            post.member == member && post.unit == unit && post.title == title && post.to.is_none()
        };
        let ended = |id: Uuid| self.changes.end_posts.iter().any(|one| one.0 == id);
        let held = self.register.posts.iter().any(|post| same(post) && !ended(post.id));
        if held || self.changes.add_posts.iter().any(same) {
            return;
        }
        let (managed_by, from, to) = (above, self.on, None);
        self.changes.add_posts.push(Holding { id, member, unit, title, managed_by, from, to });
    }

    /// How many hold a post in a unit afterwards.
    pub(super) fn holders(&self, unit: UnitId, title: Post) -> usize {
        let of =
            |post: &&Holding| post.unit == unit && post.title == title.code() && post.to.is_none();
        let ended = |id: Uuid| self.changes.end_posts.iter().any(|one| one.0 == id);
        let stay = self.register.posts.iter().filter(of).filter(|post| !ended(post.id));
        stay.count() + self.changes.add_posts.iter().filter(of).count()
    }
}
