//! `/them-nhanh` – proposing that the rules of the other track apply as well, with a resolution clock of their own.

use serde::{Deserialize, Serialize};

use crate::domain::case::Track;
use crate::domain::step::{Act, Step, StepKind};
use crate::web::staff::fields::{self, Mends};

use super::decision::{Decision, Deed, Situation};

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct AddTrack {
    pub why: String,
}

impl Decision for AddTrack {
    const SLUG: &'static str = "them-nhanh";
    const TEMPLATE: &'static str = "pages/noi-bo/hs/them-nhanh.html";
    const STEPS: &'static [StepKind] = &[StepKind::ProposeAddTrack];
    /// The track that would be added.
    type Choices = &'static str;

    fn choices(&self, at: &Situation<'_>) -> Self::Choices {
        let other = Track::ALL.into_iter().find(|track| *track != at.case.case.track);
        other.unwrap_or(at.case.case.track).name()
    }

    fn deed(&self, _at: &Situation<'_>) -> Result<Deed, Mends> {
        match fields::words("why", &self.why, 20, "flaw-why-plain") {
            Ok(why) => Ok(Deed::noted(Step::Propose(Act::AddTrack), why)),
            Err(mend) => Err(Mends(vec![mend])),
        }
    }
}
