//! `/giai-trinh` – proposing to hear the person named: an own summary, never a copy of the letter.
//!
//! The operation itself looks for what may betray who wrote; a reason keeps it all the same, and the second
//! person reads the reason.

use serde::{Deserialize, Serialize};

use crate::domain::step::{Act, Step, StepKind};
use crate::web::staff::fields::{self, Mends};

use super::decision::{Decision, Deed, Situation};

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Hear {
    pub summary: String,
    /// Why words stay that may betray the sender.
    pub keep: String,
}

impl Decision for Hear {
    const SLUG: &'static str = "giai-trinh";
    const TEMPLATE: &'static str = "pages/noi-bo/hs/giai-trinh.html";
    const STEPS: &'static [StepKind] = &[StepKind::ProposeHear];
    type Choices = ();

    fn choices(&self, _at: &Situation<'_>) -> Self::Choices {}

    fn deed(&self, _at: &Situation<'_>) -> Result<Deed, Mends> {
        let mut mends = Mends::default();
        let text = fields::words("summary", &self.summary, 20, "flaw-summary");
        let text = mends.take(text);
        let keep = mends.take(fields::optional("keep", &self.keep));
        let (Some(text), Some(keep)) = (text, keep) else { return Err(mends) };
        Ok(Deed::leaving(Step::Propose(Act::Hear), text, keep))
    }
}
