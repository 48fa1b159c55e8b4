//! `/giao` – putting an officer in charge, or another one after a reorganisation.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::app::Words;
use crate::app::view::OfficerView;
use crate::domain::case::Assignment;
use crate::domain::ids::{AccountId, UnitId};
use crate::domain::step::{Step, StepKind};
use crate::domain::text;
use crate::web::staff::fields::{Mend, Mends};

use super::decision::{Decision, Deed, Situation};
use super::lines::{SuggestionLines, WhyLine};

/// Rows that are shown before somebody searches.
const SHOWN: usize = 12;

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Assign {
    pub officer: String,
    /// The unit that helps to establish facts; may be empty.
    pub helper: String,
    /// What was searched for.
    pub tim: String,
}

#[derive(Debug, Default, Serialize)]
pub struct Officers {
    pub candidates: Vec<CandidateLine>,
    /// How many more there are.
    pub more: usize,
    pub units: Vec<UnitLine>,
    pub why: Vec<WhyLine>,
    pub coordinating: String,
}

#[derive(Debug, Serialize)]
pub struct CandidateLine {
    pub account: String,
    pub name: String,
    pub unit: String,
    pub suggested: bool,
    pub load: i64,
    /// The last day of a leave they are on today.
    pub away_until: Option<NaiveDate>,
}

#[derive(Debug, Serialize)]
pub struct UnitLine {
    pub id: String,
    pub name: String,
}

impl Decision for Assign {
    const SLUG: &'static str = "giao";
    const TEMPLATE: &'static str = "pages/noi-bo/hs/giao.html";
    const STEPS: &'static [StepKind] = &[StepKind::Assign, StepKind::Reorganise];
    type Choices = Officers;

    fn choices(&self, at: &Situation<'_>) -> Self::Choices {
        let all = &at.case.candidates;
        let wanted = text::fold_ascii(&self.tim);
        let fits = |one: &&OfficerView| {
            let about = text::fold_ascii(&format!("{} {}", one.unit_name, one.name));
            one.account.to_string() == self.officer || about.contains(&wanted)
        };
        let fitting: Vec<&OfficerView> = all.iter().filter(fits).collect();
        let shown = |place: usize, one: &OfficerView| {
            place < SHOWN || one.suggested || one.account.to_string() == self.officer
        };
        let candidates: Vec<CandidateLine> = fitting
            .iter()
            .enumerate()
            .filter(|(place, one)| shown(*place, one))
            .map(|(_, one)| CandidateLine::of(one))
            .collect();
        let suggestion = at.case.suggestion.as_ref().map(SuggestionLines::of);
        let (why, coordinating) =
            suggestion.map(|lines| (lines.reasons, lines.coordinating)).unwrap_or_default();
        let more = fitting.len() - candidates.len();
        Officers { more, candidates, units: units(all), why, coordinating }
    }

    fn begin(at: &Situation<'_>) -> Self {
        let helper = at.case.suggestion.as_ref().and_then(|one| one.coordinating);
        let helper = helper.map(|unit| unit.to_string()).unwrap_or_default();
        Self { helper, ..Self::default() }
    }

    // The filter works on the candidates themselves; nothing is looked up in the register.
    fn search(&mut self, text: String) {
        self.tim = text;
    }

    fn deed(&self, at: &Situation<'_>) -> Result<Deed, Mends> {
        let mut mends = Mends::default();
        let officer = at.case.candidates.iter().find(|one| {
            Uuid::parse_str(&self.officer).is_ok_and(|id| one.account == AccountId(id))
        });
        let officer = mends.take(officer.ok_or(Mend::at("officer", "flaw-officer")));
        let helper = mends.take(helper(&self.helper));
        let (Some(officer), Some(coordinating)) = (officer, helper) else { return Err(mends) };
        let coordinating = coordinating.filter(|unit| *unit != officer.unit);
        let to = Assignment { unit: officer.unit, officer: officer.account, coordinating };
        let step = if at.case.steps.contains(&StepKind::Assign) {
            Step::Assign { to }
        } else {
            Step::Reorganise { to }
        };
        Ok(Deed::Take(step, Words::None))
    }
}

fn helper(typed: &str) -> Result<Option<UnitId>, Mend> {
    match typed {
        "" => Ok(None),
        typed => {
            let id = Uuid::parse_str(typed).map_err(|_| Mend::at("helper", "flaw-helper"))?;
            Ok(Some(UnitId(id)))
        }
    }
}

/// Units with somebody who could help, by name.
fn units(officers: &[OfficerView]) -> Vec<UnitLine> {
    let mut rows: Vec<&OfficerView> = officers.iter().collect();
    rows.sort_by_cached_key(|one| text::text_sort_key(&one.unit_name));
    rows.dedup_by_key(|one| one.unit);
    let line =
        |one: &OfficerView| UnitLine { id: one.unit.to_string(), name: one.unit_name.clone() };
    rows.into_iter().map(line).collect()
}

impl CandidateLine {
    pub fn of(officer: &OfficerView) -> Self {
        Self {
            account: officer.account.to_string(),
            name: officer.name.clone(),
            unit: officer.unit_name.clone(),
            suggested: officer.suggested,
            load: officer.load,
            away_until: officer.away_until,
        }
    }
}
