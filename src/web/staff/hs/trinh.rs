//! `/trinh` – handing the draft to the approver, after reading it once more.

use serde::{Deserialize, Serialize};

use crate::app::Words;
use crate::domain::step::{Step, StepKind};
use crate::web::staff::fields::Mends;

use super::decision::{Decision, Deed, Situation};
use super::duyet::DraftLines;

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Submit {}

impl Decision for Submit {
    const SLUG: &'static str = "trinh";
    const TEMPLATE: &'static str = "pages/noi-bo/hs/trinh.html";
    const STEPS: &'static [StepKind] = &[StepKind::Submit];
    type Choices = Option<DraftLines>;

    fn choices(&self, at: &Situation<'_>) -> Self::Choices {
        DraftLines::of(at.case)
    }

    fn deed(&self, _at: &Situation<'_>) -> Result<Deed, Mends> {
        Ok(Deed::Take(Step::Submit, Words::None))
    }
}
