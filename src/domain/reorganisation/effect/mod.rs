//! What a plan changes in the register, and what is wrong with it or missing.

mod people;
mod staff;
mod units;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;
use uuid::Uuid;

use super::{After, Displaced, Flaw, Gap, Problem, Scheme, Staff};
use crate::ids::{MemberId, UnitId};
use crate::import::Changes;
use crate::organisation::{Register, Unit, UnitTerm};

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
        let newer = |at: &&UnitTerm| at.unit == unit && self.on < at.from;
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
}
