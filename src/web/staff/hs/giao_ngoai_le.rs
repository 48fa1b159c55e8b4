//! `/giao-ngoai-le` – proposing to put somebody in charge who is kept out for the seat alone, for want of
//! anybody else. A second person decides, and the level above sees it.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::case::Assignment;
use crate::domain::ids::AccountId;
use crate::domain::step::{Act, Step, StepKind};
use crate::web::staff::fields::{self, Mend, Mends};

use super::decision::{Decision, Deed, Situation};
use super::giao::CandidateLine;

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct AssignDespite {
    pub officer: String,
    pub why: String,
}

impl Decision for AssignDespite {
    const SLUG: &'static str = "giao-ngoai-le";
    const TEMPLATE: &'static str = "pages/noi-bo/hs/giao-ngoai-le.html";
    const STEPS: &'static [StepKind] = &[StepKind::ProposeAssignDespite];
    type Choices = Vec<CandidateLine>;

    fn choices(&self, at: &Situation<'_>) -> Self::Choices {
        at.case.exceptional.iter().map(CandidateLine::of).collect()
    }

    fn deed(&self, at: &Situation<'_>) -> Result<Deed, Mends> {
        let mut mends = Mends::default();
        let officer = at.case.exceptional.iter().find(|one| {
            Uuid::parse_str(&self.officer).is_ok_and(|id| one.account == AccountId(id))
        });
        let officer = mends.take(officer.ok_or(Mend::at("officer", "flaw-officer")));
        let why = mends.take(fields::words("why", &self.why, 20, "flaw-exception"));
        let (Some(officer), Some(why)) = (officer, why) else { return Err(mends) };
        let to = Assignment { unit: officer.unit, officer: officer.account, coordinating: None };
        Ok(Deed::noted(Step::Propose(Act::AssignDespite { to }), why))
    }
}
