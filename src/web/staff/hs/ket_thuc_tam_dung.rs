//! `/ket-thuc-tam-dung` – the deadline runs again; what was left of it is left still.

use serde::{Deserialize, Serialize};

use crate::domain::step::{Step, StepKind};
use crate::web::staff::fields::{self, Mends};

use super::decision::{Decision, Deed, Situation};

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct EndHold {
    pub why: String,
}

impl Decision for EndHold {
    const SLUG: &'static str = "ket-thuc-tam-dung";
    const TEMPLATE: &'static str = "pages/noi-bo/hs/ket-thuc-tam-dung.html";
    const STEPS: &'static [StepKind] = &[StepKind::EndHold];
    type Choices = ();

    fn choices(&self, _at: &Situation<'_>) -> Self::Choices {}

    fn deed(&self, _at: &Situation<'_>) -> Result<Deed, Mends> {
        match fields::words("why", &self.why, 1, "flaw-why") {
            Ok(why) => Ok(Deed::noted(Step::EndHold, why)),
            Err(mend) => Err(Mends(vec![mend])),
        }
    }
}
