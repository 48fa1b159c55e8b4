//! Lists of units.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::NaiveDate;
use uuid::Uuid;

use super::lookup::Units;
use super::plan::{Detail, Effect, Line as Report};
use super::row::{Row, skip};
use super::table::{Line, Table};
use super::{Cell, Changes, Column, Kind, Place, Plan, Problem, Setting};
use crate::ids::UnitId;
use crate::organisation::{Register, Succession, SuccessionKind, Unit, UnitKind};
use crate::text::fold_ascii;

/// Letters in the longest code.
const LONGEST_CODE: usize = 40;

/// A tree this deep is a circle.
const DEPTH: usize = 12;

/// What one row says of one unit.
struct Said {
    /// The row, and in it the cells that problems are told of.
    place: Place,
    parent_place: Place,
    until_place: Place,
    predecessors_place: Place,
    id: UnitId,
    code: String,
    new: bool,
    name: String,
    kind: Option<UnitKind>,
    parent: Option<String>,
    number: Option<u32>,
    from: Option<NaiveDate>,
    until: Option<NaiveDate>,
    effective: Option<NaiveDate>,
    predecessors: Vec<String>,
    original: Option<String>,
}

pub(super) fn plan(
    tables: &[Table],
    register: &Register,
    setting: Setting,
    fresh: &mut dyn FnMut() -> Uuid,
    plan: &mut Plan,
) {
    let mut reading = Reading {
        known: Units::new(&register.units),
        register,
        setting,
        fresh,
        plan,
        seen: HashMap::new(),
        said: Vec::new(),
    };
    for table in tables {
        reading.table(table);
    }
    let said = reading.said;
    plan.read = said.len();
    let after = after(&said, register, setting, plan);
    let named = Units::new(&after);
    for one in &said {
        Compare { register, after: &named, setting, one, said: &said }.with_register(plan);
    }
    check_inhabited(&said, register, &after, plan);
    let mentioned: HashSet<UnitId> = said.iter().map(|one| one.id).collect();
    let gone =
        register.units.values().filter(|unit| unit.to.is_none() && !mentioned.contains(&unit.id));
    plan.vanished = gone.map(|unit| (unit.code.clone(), unit.name.clone())).collect();
    plan.vanished.sort();
}

struct Reading<'a> {
    known: Units<'a>,
    register: &'a Register,
    setting: Setting,
    fresh: &'a mut dyn FnMut() -> Uuid,
    plan: &'a mut Plan,
    /// Codes of the file, with the row each stands in.
    seen: HashMap<String, (u32, String)>,
    said: Vec<Said>,
}

impl Reading<'_> {
    fn table(&mut self, table: &Table) {
        for line in &table.lines {
            match line {
                Line::Alone { row, readings } => skip(table, *row, readings, self.plan),
                Line::Entry(entry) => {
                    let (kind, setting) = (Kind::Units, self.setting);
                    let mut row = Row { kind, table, entry, setting, plan: self.plan, sound: true };
                    let read = read(&mut row, &self.known);
                    if let Some(read) = read {
                        self.take(read);
                    }
                }
            }
        }
    }

    /// Gives the unit its code and id, and refuses the same unit twice.
    fn take(&mut self, mut said: Said) {
        if said.code.is_empty() {
            said.code = self.make_code(&said.name);
            self.plan.tally.made_codes += 1;
        }
        let (row, sheet) = (said.place.row, said.place.sheet.clone());
        if let Some((row, sheet)) = self.seen.insert(said.code.clone(), (row, sheet)) {
            self.plan.flaw(said.place.clone(), Problem::Twice { row, sheet });
            return;
        }
        let known = self.known.by_code(&said.code);
        said.new = known.is_none();
        said.id = known.unwrap_or_else(|| UnitId((self.fresh)()));
        if said.new && said.kind.is_none() {
            let header = Column::UnitKind.title(Kind::Units).to_owned();
            self.plan.flaw(Place { header, column: None, ..said.place.clone() }, Problem::Missing);
        }
        self.said.push(said);
    }

    /// "dang-bo-phuong-phu-do", with a number behind it where that is taken.
    fn make_code(&self, name: &str) -> String {
        let base: String =
            fold_ascii(name).replace(' ', "-").chars().take(LONGEST_CODE - 4).collect();
        let taken = |code: &String| {
            self.seen.contains_key(code)
                || self.register.units.values().any(|one| one.code == *code)
        };
        let numbered = (2..).map(|n| format!("{base}-{n}"));
        std::iter::once(base.clone()).chain(numbered).find(|code| !taken(code)).unwrap_or(base)
    }
}

fn read(row: &mut Row<'_>, known: &Units<'_>) -> Option<Said> {
    let name = row.required(Column::Name);
    let typed = row.text(Column::Code).map(|code| code.to_lowercase());
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-._".contains(c);
    let code = typed.filter(|code| {
        let fits = code.len() <= LONGEST_CODE && code.chars().all(plain);
        if !fits {
            row.flaw(Column::Code, Problem::CodeForm);
        }
        fits
    });
    let same_name = || Some(known.code(known.living(name.as_deref()?).ok()?).to_owned());
    let code = code.or_else(same_name).unwrap_or_default();
    let said = Said {
        place: row.place(Column::Code),
        parent_place: row.place(Column::Parent),
        until_place: row.place(Column::Until),
        predecessors_place: row.place(Column::Predecessors),
        id: UnitId(Uuid::nil()),
        code,
        new: false,
        kind: kind(row),
        parent: row.text(Column::Parent),
        number: number(row),
        from: row.starting(Column::From),
        until: row.ending(),
        effective: row.starting(Column::Effective),
        predecessors: predecessors(row),
        original: row.original(),
        name: name?,
    };
    row.after((Column::Until, said.until), (Column::From, said.from), 0);
    row.sound.then_some(said)
}

fn kind(row: &mut Row<'_>) -> Option<UnitKind> {
    let typed = row.text(Column::UnitKind)?;
    let found = UnitKind::read(&typed);
    if found.is_none() {
        let known = UnitKind::ALL.map(|row| row.2[0]).join(", ");
        row.flaw(Column::UnitKind, Problem::UnknownKind { known });
    }
    found
}

fn number(row: &mut Row<'_>) -> Option<u32> {
    let typed = match row.cell(Column::Number) {
        Cell::Number(number) => number.to_string(),
        _ => row.text(Column::Number)?,
    };
    let read = typed.parse().ok().filter(|number| (1..=9_999).contains(number));
    if read.is_none() {
        row.flaw(Column::Number, Problem::Number);
    }
    read
}

fn predecessors(row: &mut Row<'_>) -> Vec<String> {
    let typed = row.text(Column::Predecessors).unwrap_or_default();
    let parts = typed.split([';', ',']).map(|part| part.trim().to_owned());
    parts.filter(|part| !part.is_empty()).collect()
}

/// The units after the import, so that rows may name units that stand further down.
fn after(
    said: &[Said],
    register: &Register,
    setting: Setting,
    plan: &mut Plan,
) -> BTreeMap<UnitId, Unit> {
    let mut after = register.units.clone();
    for one in said {
        let before = register.units.get(&one.id);
        let kind = one.kind.map(|kind| kind.name().to_owned());
        let unit = Unit {
            id: one.id,
            code: one.code.clone(),
            kind: kind.or_else(|| before.map(|unit| unit.kind.clone())).unwrap_or_default(),
            name: one.name.clone(),
            number: one.number.or(before.and_then(|unit| unit.number)),
            parent: before.and_then(|unit| unit.parent),
            from: one.from.or(before.map(|unit| unit.from)).unwrap_or(setting.on),
            to: before.and_then(|unit| unit.to),
        };
        after.insert(one.id, unit);
    }
    let parents = parents(said, &Units::new(&after), plan);
    for (id, parent) in parents {
        if let Some(unit) = after.get_mut(&id) {
            unit.parent = Some(parent);
        }
    }
    for one in said {
        let up = |unit: &&Unit| unit.parent.and_then(|id| after.get(&id));
        let depth = std::iter::successors(after.get(&one.id), up).take(DEPTH + 1).count();
        if DEPTH < depth {
            plan.flaw(one.parent_place.clone(), Problem::Circle);
        }
    }
    for one in said {
        if let (Some(until), Some(unit)) = (one.until, after.get_mut(&one.id)) {
            unit.to = unit.to.or(Some(until));
        }
    }
    after
}

fn parents(said: &[Said], named: &Units<'_>, plan: &mut Plan) -> Vec<(UnitId, UnitId)> {
    let mut found = Vec::new();
    for one in said {
        let Some(typed) = &one.parent else { continue };
        match named.any(typed) {
            Ok(parent) => found.push((one.id, parent)),
            Err(problem) => plan.flaw(one.parent_place.clone(), problem),
        }
    }
    found
}

/// One row against the register.
struct Compare<'a> {
    register: &'a Register,
    after: &'a Units<'a>,
    setting: Setting,
    one: &'a Said,
    said: &'a [Said],
}

impl Compare<'_> {
    fn with_register(&self, plan: &mut Plan) {
        let Some(unit) = self.after.get(self.one.id) else { return };
        let before = self.register.units.get(&self.one.id);
        if let Some(ended) = before.and_then(|unit| unit.to)
            && self.one.until != Some(ended)
        {
            plan.flaw(self.one.until_place.clone(), Problem::HasEnded(ended));
            return;
        }
        let mut details = match before {
            None => {
                plan.changes.add_units.push(Unit { to: self.one.until, ..unit.clone() });
                Vec::new()
            }
            Some(before) => self.revise(before, unit, plan),
        };
        let ends = before.is_some_and(|unit| unit.to.is_none()) && self.one.until.is_some();
        if let Some(until) = self.one.until.filter(|_| ends) {
            plan.changes.end_units.push((unit.id, until));
            details.push(detail(Column::Until, String::new(), shown(until)));
        }
        details.extend(self.succeed(unit, before, plan));
        self.report(before.is_none(), ends, details, plan);
    }

    fn report(&self, added: bool, ends: bool, details: Vec<Detail>, plan: &mut Plan) {
        plan.line(Report {
            effect: Effect::of(added, ends),
            sheet: self.one.place.sheet.clone(),
            row: self.one.place.row,
            key: self.one.code.clone(),
            name: self.one.name.clone(),
            details,
            original: self.one.original.clone(),
        });
    }

    /// Another name, kind, number or unit above: from a day on. Another first day: a correction.
    fn revise(&self, before: &Unit, unit: &Unit, plan: &mut Plan) -> Vec<Detail> {
        let parent = |id: Option<UnitId>| id.map(|id| self.after.shown(id)).unwrap_or_default();
        let number = |number: Option<u32>| number.map(|n| n.to_string()).unwrap_or_default();
        let kind = |name: &str| {
            UnitKind::from_name(name)
                .map_or_else(|| name.to_owned(), |kind| kind.words().to_owned())
        };
        let mut details = vec![
            detail(Column::Name, before.name.clone(), unit.name.clone()),
            detail(Column::UnitKind, kind(&before.kind), kind(&unit.kind)),
            detail(Column::Number, number(before.number), number(unit.number)),
        ];
        if before.parent != unit.parent {
            details.push(detail(Column::Parent, parent(before.parent), parent(unit.parent)));
        }
        details.retain(|detail| detail.before != detail.after);
        if !details.is_empty() {
            let on = self.one.effective.unwrap_or(self.setting.on);
            let open =
                self.register.terms.iter().find(|term| term.unit == unit.id && term.to.is_none());
            if let Some(term) = open.filter(|term| on < term.from) {
                let other = Column::From.title(Kind::Units).to_owned();
                plan.flaw(self.one.place.clone(), Problem::NotAfter { other, day: term.from });
            }
            let unit = Unit { from: before.from, to: None, ..unit.clone() };
            plan.changes.revise_units.push((unit, on));
        }
        if before.from != unit.from {
            details.push(detail(Column::From, shown(before.from), shown(unit.from)));
            self.redate(before, unit, plan);
        }
        details
    }

    fn redate(&self, before: &Unit, unit: &Unit, plan: &mut Plan) {
        let first = self
            .register
            .terms
            .iter()
            .filter(|term| term.unit == unit.id)
            .min_by_key(|term| term.from);
        match first.and_then(|term| term.to).filter(|to| *to <= unit.from) {
            Some(day) => {
                let other = Column::Effective.title(Kind::Units).to_owned();
                plan.flaw(self.one.place.clone(), Problem::NotAfter { other, day });
            }
            None => plan.changes.redate_units.push((before.id, unit.from)),
        }
    }

    /// Links to the units that this one took over from, and to nobody where a unit ends without a successor.
    fn succeed(&self, unit: &Unit, before: Option<&Unit>, plan: &mut Plan) -> Vec<Detail> {
        let mut details = Vec::new();
        for typed in &self.one.predecessors {
            let from = match self.after.any(typed) {
                Ok(found) => found,
                Err(problem) => {
                    plan.flaw(self.one.predecessors_place.clone(), problem);
                    continue;
                }
            };
            let link = |old: &Succession| old.from == from && old.to == Some(unit.id);
            if self.register.successions.iter().any(link) {
                continue;
            }
            let (kind, on) = (
                self.kind_of(from, before),
                match before {
                    None => unit.from,
                    Some(_) => self.one.effective.unwrap_or(self.setting.on),
                },
            );
            plan.changes.successions.push(Succession { from, to: Some(unit.id), kind, on });
            details.push(detail(Column::Predecessors, String::new(), self.after.shown(from)));
        }
        details
    }

    fn kind_of(&self, from: UnitId, before: Option<&Unit>) -> SuccessionKind {
        let takes =
            |one: &&Said| one.predecessors.iter().any(|typed| self.after.any(typed) == Ok(from));
        match () {
            () if before.is_some() => SuccessionKind::Absorb,
            () if 1 < self.one.predecessors.len() => SuccessionKind::Merge,
            () if 1 < self.said.iter().filter(takes).count() => SuccessionKind::Split,
            () => SuccessionKind::Replace,
        }
    }
}

/// A unit that ends may leave nobody behind: no unit below it, no member, no post. And who ends without a successor is
/// noted as dissolved.
fn check_inhabited(
    said: &[Said],
    register: &Register,
    after: &BTreeMap<UnitId, Unit>,
    plan: &mut Plan,
) {
    let ends: Vec<(UnitId, NaiveDate)> = plan.changes.end_units.clone();
    for (id, on) in ends {
        let units = after.values().filter(|one| one.parent == Some(id) && one.to.is_none()).count();
        let ties = register.ties.iter().filter(|tie| tie.unit == id && tie.to.is_none()).count();
        let posts =
            register.posts.iter().filter(|post| post.unit == id && post.to.is_none()).count();
        if let (true, Some(one)) = (0 < units + ties + posts, said.iter().find(|one| one.id == id))
        {
            let problem = Problem::Inhabited { units, members: ties, posts };
            plan.flaw(one.until_place.clone(), problem);
        }
        let Changes { successions, .. } = &plan.changes;
        if !register.successions.iter().chain(successions).any(|link| link.from == id) {
            let kind = SuccessionKind::Dissolve;
            plan.changes.successions.push(Succession { from: id, to: None, kind, on });
        }
    }
}

fn detail(column: Column, before: String, after: String) -> Detail {
    Detail { column: column.title(Kind::Units), before, after }
}

fn shown(day: NaiveDate) -> String {
    day.format("%d/%m/%Y").to_string()
}
