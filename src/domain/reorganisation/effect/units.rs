//! Units that begin, end, are renamed or hang elsewhere.

use uuid::Uuid;

use super::Work;
use crate::ids::UnitId;
use crate::organisation::{Succession, SuccessionKind, Unit};
use crate::reorganisation::{Act, Problem, Scheme};

/// A tree this deep is a circle.
const DEEPEST: usize = 12;

impl Work<'_> {
    pub(super) fn found(&mut self, scheme: &Scheme, fresh: &mut dyn FnMut() -> Uuid) {
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

    pub(super) fn link(&mut self, scheme: &Scheme) {
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
    pub(super) fn revise(&mut self, scheme: &Scheme) {
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
    pub(super) fn children(&mut self) {
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

    pub(super) fn only_heir(&self, unit: UnitId) -> Option<UnitId> {
        let heirs = self.heirs.get(&unit)?;
        heirs.first().copied().filter(|_| heirs.len() == 1)
    }

    pub(super) fn circles(&mut self) {
        let touched: Vec<UnitId> = self.changes.revise_units.iter().map(|one| one.0.id).collect();
        for unit in touched.into_iter().chain(self.founded.clone()) {
            let up = |id: &UnitId| self.units.get(id)?.parent;
            let line = std::iter::successors(up(&unit), up).take(DEEPEST);
            if line.into_iter().any(|above| above == unit) {
                self.flaw(0, Problem::Circle(self.code(unit)));
            }
        }
    }
}
