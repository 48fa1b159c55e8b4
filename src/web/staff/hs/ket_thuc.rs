//! `/ket-thuc` – proposing to close: nothing is owed to anyone any more.

use serde::{Deserialize, Serialize};

use crate::domain::step::{Act, Step, StepKind};
use crate::web::staff::fields::{self, Mends};

use super::decision::{Decision, Deed, Situation};

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Close {
    pub why: String,
}

impl Decision for Close {
    const SLUG: &'static str = "ket-thuc";
    const TEMPLATE: &'static str = "pages/noi-bo/hs/ket-thuc.html";
    const STEPS: &'static [StepKind] = &[StepKind::ProposeClose];
    type Choices = ();

    fn choices(&self, _at: &Situation<'_>) -> Self::Choices {}

    fn deed(&self, _at: &Situation<'_>) -> Result<Deed, Mends> {
        match fields::optional("why", &self.why) {
            Ok(why) => Ok(Deed::noted(Step::Propose(Act::Close), why)),
            Err(mend) => Err(Mends(vec![mend])),
        }
    }
}
