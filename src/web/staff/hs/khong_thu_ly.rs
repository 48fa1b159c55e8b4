//! `/khong-thu-ly` – proposing not to accept: a reason from the closed list, and plain words for the sender.

use serde::{Deserialize, Serialize};

use crate::domain::step::{Act, RefusalReason, Step, StepKind};
use crate::web::staff::fields::{self, Mend, Mends};

use super::decision::{Decision, Deed, Situation};

/// Shorter explanations explain nothing (`ux.md` T4).
const SHORTEST: usize = 50;

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Refuse {
    pub reason: String,
    pub why: String,
}

/// A reason with the rule that allows it.
#[derive(Debug, Serialize)]
pub struct ReasonLine {
    pub name: &'static str,
    pub basis: &'static str,
}

impl Decision for Refuse {
    const SLUG: &'static str = "khong-thu-ly";
    const TEMPLATE: &'static str = "pages/noi-bo/hs/khong-thu-ly.html";
    const STEPS: &'static [StepKind] = &[StepKind::ProposeRefuse];
    type Choices = [ReasonLine; 6];

    fn choices(&self, _at: &Situation<'_>) -> Self::Choices {
        RefusalReason::ALL.map(|one| ReasonLine { name: one.name(), basis: one.basis() })
    }

    fn deed(&self, _at: &Situation<'_>) -> Result<Deed, Mends> {
        let mut mends = Mends::default();
        let reason = RefusalReason::from_name(&self.reason);
        let reason = mends.take(reason.ok_or(Mend::at("reason", "flaw-reason")));
        let why = mends.take(fields::words("why", &self.why, SHORTEST, "flaw-refusal-why"));
        match (reason, why) {
            (Some(reason), Some(why)) => {
                Ok(Deed::noted(Step::Propose(Act::Refuse { reason }), why))
            }
            _ => Err(mends),
        }
    }
}
