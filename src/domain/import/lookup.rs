//! Finding the unit that a file names: by its code, or by its name in any spelling.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};

use super::Problem;
use crate::ids::UnitId;
use crate::matching::{self, UnitEntry, UnitPath};
use crate::organisation::Unit;
use crate::text::Folded;

/// All units of the register, past ones too.
pub(super) struct Units<'a> {
    all: &'a BTreeMap<UnitId, Unit>,
    by_code: HashMap<&'a str, UnitId>,
    by_exact: HashMap<String, Vec<UnitId>>,
    by_plain: HashMap<String, Vec<UnitId>>,
    /// Files repeat the same names thousands of times.
    known: RefCell<HashMap<String, Result<UnitId, Problem>>>,
}

impl<'a> Units<'a> {
    pub fn new(units: &'a BTreeMap<UnitId, Unit>) -> Self {
        let mut by_exact: HashMap<String, Vec<UnitId>> = HashMap::new();
        let mut by_plain: HashMap<String, Vec<UnitId>> = HashMap::new();
        for unit in units.values() {
            let folded = Folded::new(&unit.name);
            by_exact.entry(folded.exact()).or_default().push(unit.id);
            by_plain.entry(folded.ascii()).or_default().push(unit.id);
        }
        let by_code = units.values().map(|unit| (unit.code.as_str(), unit.id)).collect();
        Self { all: units, by_code, by_exact, by_plain, known: RefCell::default() }
    }

    pub fn get(&self, id: UnitId) -> Option<&'a Unit> {
        self.all.get(&id)
    }

    pub fn code(&self, id: UnitId) -> &'a str {
        self.get(id).map_or("", |unit| unit.code.as_str())
    }

    /// "Chi bộ 5 phường Phú Đô (phudo-05)"
    pub fn shown(&self, id: UnitId) -> String {
        self.get(id).map(|unit| format!("{} ({})", unit.name, unit.code)).unwrap_or_default()
    }

    pub fn by_code(&self, typed: &str) -> Option<UnitId> {
        self.by_code.get(typed.trim().to_lowercase().as_str()).copied()
    }

    /// The living unit of this code or name.
    pub fn living(&self, typed: &str) -> Result<UnitId, Problem> {
        if let Some(known) = self.known.borrow().get(typed) {
            return known.clone();
        }
        let found = self.any(typed).and_then(|id| match self.get(id).and_then(|unit| unit.to) {
            Some(ended) => Err(Problem::UnitEnded(ended)),
            None => Ok(id),
        });
        self.known.borrow_mut().insert(typed.to_owned(), found.clone());
        found
    }

    /// The unit of this code or name, the living one where a past one had the same name.
    pub fn any(&self, typed: &str) -> Result<UnitId, Problem> {
        if let Some(id) = self.by_code(typed) {
            return Ok(id);
        }
        let folded = Folded::new(typed);
        let exact = self.by_exact.get(&folded.exact());
        let plain = || self.by_plain.get(&folded.ascii()).filter(|_| !folded.is_marked());
        let Some(found) = exact.or_else(plain) else {
            return Err(Problem::UnknownUnit { near: self.near(typed) });
        };
        let lives = |id: &&UnitId| self.get(**id).is_some_and(|unit| unit.to.is_none());
        let living: Vec<&UnitId> = found.iter().filter(lives).collect();
        match (living.as_slice(), found.as_slice()) {
            ([only], _) => Ok(**only),
            ([], [only]) => Ok(*only),
            _ => {
                let which: Vec<String> = found.iter().map(|id| self.shown(*id)).collect();
                Err(Problem::SeveralUnits { which: which.join("; ") })
            }
        }
    }

    /// Units that may be meant, for the sentence that asks to mend the name.
    fn near(&self, typed: &str) -> String {
        let line = |unit: &'a Unit| {
            let up = |unit: &&Unit| unit.parent.and_then(|id| self.get(id));
            std::iter::successors(Some(unit), up).take(12).map(|unit| unit.name.as_str())
        };
        let living = self.all.values().filter(|unit| unit.to.is_none());
        let entries: Vec<UnitEntry> = living
            .map(|unit| UnitEntry { unit: unit.id.0, path: UnitPath::new(line(unit)) })
            .collect();
        let found = matching::rank_units(&matching::readings(typed), &entries);
        let near = found.iter().take(3).map(|one| self.shown(UnitId(one.unit)));
        near.collect::<Vec<_>>().join("; ")
    }
}
