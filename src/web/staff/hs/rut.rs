//! `/rut` – the sender took the letter back: the matter goes on, or two people end it.

use serde::{Deserialize, Serialize};

use crate::domain::step::{Act, Step, StepKind};
use crate::web::staff::fields::{self, Mend, Mends};

use super::decision::{Decision, Deed, Situation};

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Withdrawn {
    /// `on` or `end`.
    pub go: String,
    pub why: String,
}

impl Decision for Withdrawn {
    const SLUG: &'static str = "rut";
    const TEMPLATE: &'static str = "pages/noi-bo/hs/rut.html";
    const STEPS: &'static [StepKind] = &[StepKind::GoOn, StepKind::ProposeEndWithdrawn];
    type Choices = ();

    fn choices(&self, _at: &Situation<'_>) -> Self::Choices {}

    fn deed(&self, _at: &Situation<'_>) -> Result<Deed, Mends> {
        let mut mends = Mends::default();
        let step = match self.go.as_str() {
            "on" => Ok(Step::GoOn),
            "end" => Ok(Step::Propose(Act::EndWithdrawn)),
            _ => Err(Mend::at("go", "flaw-withdrawn")),
        };
        let step = mends.take(step);
        let why = mends.take(fields::words("why", &self.why, 1, "flaw-why"));
        match (step, why) {
            (Some(step), Some(why)) => Ok(Deed::noted(step, why)),
            _ => Err(mends),
        }
    }
}
