//! `/niem-yet-lai` – the posting was interrupted, and its days are counted anew.

use serde::{Deserialize, Serialize};

use crate::domain::step::{Step, StepKind};
use crate::web::staff::fields::{self, Mends};

use super::decision::{Decision, Deed, Situation};

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PostAgain {
    pub why: String,
    /// Why words stay that may betray the sender.
    pub keep: String,
}

impl Decision for PostAgain {
    const SLUG: &'static str = "niem-yet-lai";
    const TEMPLATE: &'static str = "pages/noi-bo/hs/niem-yet-lai.html";
    const STEPS: &'static [StepKind] = &[StepKind::PostAgain];
    const RISKY: &'static str = "why";
    type Choices = ();

    fn choices(&self, _at: &Situation<'_>) -> Self::Choices {}

    fn deed(&self, _at: &Situation<'_>) -> Result<Deed, Mends> {
        let mut mends = Mends::default();
        let why = mends.take(fields::words("why", &self.why, 1, "flaw-why"));
        let keep = mends.take(fields::optional("keep", &self.keep));
        match (why, keep) {
            (Some(why), Some(keep)) => Ok(Deed::leaving(Step::PostAgain, why, keep)),
            _ => Err(mends),
        }
    }
}
