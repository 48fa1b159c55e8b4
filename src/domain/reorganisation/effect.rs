//! What a plan changes in the register, and what is wrong with it or missing.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use chrono::NaiveDate;
use uuid::Uuid;

use super::{Act, After, Displaced, Flaw, Gap, Lack, Problem, Scheme, Staff};
use crate::access::{Account, Role};
use crate::ids::{MemberId, UnitId};
use crate::import::Changes;
use crate::lineage::Lineage;
use crate::organisation::{
    Holding, Membership, Register, Succession, SuccessionKind, Tie, Unit, UnitKind,
};
use crate::text::Post;

/// A plan worked out; to be carried out only when it has no flaw.
#[derive(Clone, Debug)]
pub struct Outcome {
    pub changes: Changes,
    pub flaws: Vec<Flaw>,
    pub gaps: Vec<Gap>,
    pub displaced: Vec<Displaced>,
    pub after: After,
}

impl Outcome {
    pub fn is_sound(&self) -> bool {
        self.flaws.is_empty()
    }
}

/// Works out what the plan changes. `fresh` makes the ids of what is new.
pub fn work_out(
    scheme: &Scheme,
    register: &Register,
    staff: &[Staff],
    fresh: &mut dyn FnMut() -> Uuid,
) -> Outcome {
    let mut work = Work::new(scheme.on, register);
    work.found(scheme, fresh);
    work.link(scheme);
    work.revise(scheme);
    work.children();
    work.circles();
    work.members(scheme);
    work.posts(scheme, fresh);
    let displaced = work.accounts(scheme, staff);
    let after = work.after(staff, &displaced);
    work.staffed(staff, &after);
    let gaps = work.gaps();
    Outcome { changes: work.changes, flaws: work.flaws, gaps, displaced, after }
}

struct Work<'a> {
    on: NaiveDate,
    register: &'a Register,
    /// As they are afterwards.
    units: BTreeMap<UnitId, Unit>,
    codes: HashMap<String, UnitId>,
    founded: BTreeSet<UnitId>,
    ended: BTreeMap<UnitId, u32>,
    /// What took over from each unit that ends.
    heirs: BTreeMap<UnitId, Vec<UnitId>>,
    targets: BTreeSet<UnitId>,
    cards: HashMap<&'a str, MemberId>,
    changes: Changes,
    flaws: Vec<Flaw>,
}

impl<'a> Work<'a> {
    fn new(on: NaiveDate, register: &'a Register) -> Self {
        let codes = register.units.values().map(|unit| (unit.code.clone(), unit.id));
        let cards = register.members.values().map(|one| (one.card_no.as_str(), one.id));
        Self {
            on,
            register,
            units: register.units.clone(),
            codes: codes.collect(),
            founded: BTreeSet::new(),
            ended: BTreeMap::new(),
            heirs: BTreeMap::new(),
            targets: BTreeSet::new(),
            cards: cards.collect(),
            changes: Changes::default(),
            flaws: Vec::new(),
        }
    }

    fn flaw(&mut self, row: u32, problem: Problem) {
        self.flaws.push(Flaw { row, problem });
    }

    fn code(&self, unit: UnitId) -> String {
        self.units.get(&unit).map(|unit| unit.code.clone()).unwrap_or_default()
    }

    /// The unit of this code, whatever has become of it.
    fn unit(&mut self, row: u32, code: &str) -> Option<UnitId> {
        let found = self.codes.get(code).copied();
        if found.is_none() {
            self.flaw(row, Problem::UnknownUnit(code.to_owned()));
        }
        found
    }

    /// A unit that was there before the day.
    fn old(&mut self, row: u32, code: &str) -> Option<UnitId> {
        let unit = self.unit(row, code)?;
        let known = self.register.units.get(&unit);
        let was = known.is_some_and(|unit| unit.to.is_none() && unit.from < self.on);
        let newer = |at: &&crate::organisation::UnitTerm| at.unit == unit && self.on < at.from;
        if !was || self.register.terms.iter().any(|term| newer(&term)) {
            self.flaw(row, Problem::NotThere(code.to_owned()));
            return None;
        }
        Some(unit)
    }

    /// A unit that lives from that day on.
    fn new_one(&mut self, row: u32, code: &str) -> Option<UnitId> {
        let unit = self.unit(row, code)?;
        let lives = self.units.get(&unit).is_some_and(|unit| unit.to.is_none());
        if !lives {
            self.flaw(row, Problem::Ends(code.to_owned()));
        }
        lives.then_some(unit)
    }

    fn found(&mut self, scheme: &Scheme, fresh: &mut dyn FnMut() -> Uuid) {
        for line in &scheme.lines {
            let Act::Found { unit, name, kind, number, .. } = &line.act else { continue };
            if self.codes.contains_key(unit) {
                self.flaw(line.row, Problem::CodeTaken(unit.clone()));
                continue;
            }
            let id = UnitId(fresh());
            let new = Unit {
                id,
                code: unit.clone(),
                kind: kind.name().to_owned(),
                name: name.clone(),
                number: *number,
                parent: None,
                from: self.on,
                to: None,
            };
            self.codes.insert(unit.clone(), id);
            self.units.insert(id, new);
            self.founded.insert(id);
        }
    }

    fn link(&mut self, scheme: &Scheme) {
        let mut links: Vec<(u32, UnitId, Option<UnitId>, SuccessionKind, bool)> = Vec::new();
        for line in &scheme.lines {
            let (unit, to, kind, ends) = match &line.act {
                Act::Succeed { kind, unit, to } => (unit, Some(to), *kind, true),
                Act::Detach { unit, to } => (unit, Some(to), SuccessionKind::Split, false),
                Act::Dissolve { unit } => (unit, None, SuccessionKind::Dissolve, true),
                _ => continue,
            };
            let Some(from) = self.old(line.row, unit) else { continue };
            let target = match to {
                Some(code) => match self.unit(line.row, code) {
                    Some(target) => Some(target),
                    None => continue,
                },
                None => None,
            };
            if let (Some(target), Some(code)) = (target, to) {
                let is_new = self.founded.contains(&target);
                if is_new == (kind == SuccessionKind::Absorb) {
                    self.flaw(line.row, Problem::NotNew(code.clone()));
                }
            }
            links.push((line.row, from, target, kind, ends));
        }
        for (row, from, to, kind, ends) in links {
            if ends {
                self.ended.entry(from).or_insert(row);
            }
            self.heirs.entry(from).or_default().extend(to);
            self.targets.extend(to);
            self.changes.successions.push(Succession { from, to, kind, on: self.on });
        }
        let ended: Vec<(UnitId, u32)> = self.ended.iter().map(|(id, row)| (*id, *row)).collect();
        for (unit, row) in ended {
            if self.targets.contains(&unit) {
                self.flaw(row, Problem::TargetEnds(self.code(unit)));
            }
            self.changes.end_units.push((unit, self.on));
            if let Some(unit) = self.units.get_mut(&unit) {
                unit.to = Some(self.on);
            }
        }
    }

    /// New names and new places, also those of the units that are new.
    fn revise(&mut self, scheme: &Scheme) {
        for line in &scheme.lines {
            match &line.act {
                Act::Found { unit, parent, .. } => {
                    let above = self.new_one(line.row, parent);
                    let id = self.codes.get(unit).copied().filter(|id| self.founded.contains(id));
                    if let Some(unit) = id.and_then(|id| self.units.get_mut(&id)) {
                        unit.parent = above;
                    }
                }
                Act::Rename { unit, name } => {
                    let Some(id) = self.old(line.row, unit) else { continue };
                    self.change(line.row, id, |unit| unit.name.clone_from(name));
                }
                Act::Move { unit, parent } => {
                    let Some(id) = self.old(line.row, unit) else { continue };
                    let Some(above) = self.new_one(line.row, parent) else { continue };
                    self.change(line.row, id, |unit| unit.parent = Some(above));
                }
                _ => {}
            }
        }
        let new = self.founded.iter().filter_map(|id| self.units.get(id)).cloned();
        self.changes.add_units = new.collect();
        // Parents first.
        let depth = |unit: &Unit| {
            let up = |one: &&Unit| self.units.get(&one.parent?);
            std::iter::successors(Some(unit), up).take(DEEPEST).count()
        };
        let mut new = std::mem::take(&mut self.changes.add_units);
        new.sort_by_key(|unit| (depth(unit), unit.code.clone()));
        self.changes.add_units = new;
    }

    fn change(&mut self, row: u32, id: UnitId, how: impl FnOnce(&mut Unit)) {
        if self.ended.contains_key(&id) {
            self.flaw(row, Problem::Ends(self.code(id)));
            return;
        }
        let Some(unit) = self.units.get_mut(&id) else { return };
        how(unit);
        let (unit, on) = (unit.clone(), self.on);
        self.changes.revise_units.retain(|one| one.0.id != id);
        self.changes.revise_units.push((unit, on));
    }

    /// Whatever is below a unit that ends goes to the one that took over; among several somebody must choose.
    fn children(&mut self) {
        let lost = self.units.values().filter(|unit| {
            unit.to.is_none() && unit.parent.is_some_and(|above| self.ended.contains_key(&above))
        });
        let lost: Vec<(UnitId, UnitId)> =
            lost.filter_map(|unit| Some((unit.id, unit.parent?))).collect();
        for (unit, above) in lost {
            match self.only_heir(above) {
                Some(heir) => self.change(0, unit, |unit| unit.parent = Some(heir)),
                None => self.flaw(0, Problem::Child(self.code(unit))),
            }
        }
    }

    fn only_heir(&self, unit: UnitId) -> Option<UnitId> {
        let heirs = self.heirs.get(&unit)?;
        heirs.first().copied().filter(|_| heirs.len() == 1)
    }

    fn circles(&mut self) {
        let touched: Vec<UnitId> = self.changes.revise_units.iter().map(|one| one.0.id).collect();
        for unit in touched.into_iter().chain(self.founded.clone()) {
            let up = |id: &UnitId| self.units.get(id)?.parent;
            let line = std::iter::successors(up(&unit), up).take(DEEPEST);
            if line.into_iter().any(|above| above == unit) {
                self.flaw(0, Problem::Circle(self.code(unit)));
            }
        }
    }

    fn members(&mut self, scheme: &Scheme) {
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

    fn posts(&mut self, scheme: &Scheme, fresh: &mut dyn FnMut() -> Uuid) {
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
    fn holders(&self, unit: UnitId, title: Post) -> usize {
        let of =
            |post: &&Holding| post.unit == unit && post.title == title.code() && post.to.is_none();
        let ended = |id: Uuid| self.changes.end_posts.iter().any(|one| one.0 == id);
        let stay = self.register.posts.iter().filter(of).filter(|post| !ended(post.id));
        stay.count() + self.changes.add_posts.iter().filter(of).count()
    }

    fn accounts(&mut self, scheme: &Scheme, staff: &[Staff]) -> Vec<Displaced> {
        let mut granted: HashMap<&str, UnitId> = HashMap::new();
        for line in &scheme.lines {
            let Act::Grant { login, unit } = &line.act else { continue };
            let Some(unit) = self.new_one(line.row, unit) else { continue };
            match staff.iter().find(|one| one.login == *login) {
                None => self.flaw(line.row, Problem::UnknownLogin(login.clone())),
                Some(one) if !self.ended.contains_key(&one.account.unit) => {
                    self.flaw(line.row, Problem::KeepsRights(login.clone()));
                }
                Some(_) => drop(granted.insert(login, unit)),
            }
        }
        let lost = staff.iter().filter(|one| self.ended.contains_key(&one.account.unit));
        let displaced = lost.map(|one| Displaced {
            account: one.account.id,
            from: one.account.unit,
            to: granted.get(one.login.as_str()).copied(),
        });
        displaced.collect()
    }

    fn after(&self, staff: &[Staff], displaced: &[Displaced]) -> After {
        let there = |one: &Staff| {
            let moved = displaced.iter().find(|moved| moved.account == one.account.id);
            let unit = moved.map_or(Some(one.account.unit), |moved| moved.to)?;
            Some(Account { unit, ..one.account })
        };
        let links = self.register.successions.iter().chain(&self.changes.successions).cloned();
        let lineage = Lineage::new(self.units.values(), &links.collect::<Vec<_>>());
        After {
            on: self.on,
            units: self.units.clone(),
            lineage: Arc::new(lineage),
            staff: staff.iter().filter_map(there).collect(),
            seats: self.seats(),
        }
    }

    fn seats(&self) -> Vec<(UnitId, MemberId)> {
        let ended: BTreeSet<Uuid> = self.changes.end_posts.iter().map(|one| one.0).collect();
        let stay = self.register.posts.iter();
        let stay = stay.filter(|post| post.to.is_none() && !ended.contains(&post.id));
        stay.chain(&self.changes.add_posts).map(|post| (post.unit, post.member)).collect()
    }

    /// Cases that nobody could triage or approve would all go up.
    fn staffed(&mut self, staff: &[Staff], after: &After) {
        for role in [Role::Triage, Role::Approver] {
            let before = staff.iter().any(|one| one.account.role == role);
            if before && !after.staff.iter().any(|one| one.role == role) {
                self.flaw(0, Problem::NoStaff(role.name()));
            }
        }
    }

    /// Who is missing in the units that are new or took something over.
    fn gaps(&self) -> Vec<Gap> {
        let mut gaps = Vec::new();
        for unit in self.founded.union(&self.targets) {
            let kind = self.units.get(unit).and_then(|unit| UnitKind::from_name(&unit.kind));
            let Some((head, deputy)) = kind.and_then(leaders) else { continue };
            for (post, lacks) in [(head, Lack::Head), (deputy, Lack::Deputy)] {
                if self.holders(*unit, post) == 0 {
                    gaps.push(Gap { unit: *unit, lacks });
                }
            }
        }
        gaps
    }
}

/// A tree this deep is a circle.
const DEEPEST: usize = 12;

/// Who leads a unit of this kind, and who stands in.
fn leaders(kind: UnitKind) -> Option<(Post, Post)> {
    match kind {
        UnitKind::City | UnitKind::StandingCommittee => None,
        UnitKind::InspectionCommittee => Some((Post::InspectionChair, Post::InspectionDeputyChair)),
        _ => Some((Post::Secretary, Post::DeputySecretary)),
    }
}
