//! `/viec-xong` – recording that a measure was carried out, with the minutes that show it.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::ids::MeasureId;
use crate::domain::step::{Step, StepKind};
use crate::web::staff::fields::{self, Mend, Mends};

use super::decision::{Decision, Deed, Situation};
use super::lines::MeasureLine;

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct FinishMeasure {
    pub measure: String,
    pub why: String,
    /// Why words stay that may betray the sender.
    pub keep: String,
}

impl Decision for FinishMeasure {
    const SLUG: &'static str = "viec-xong";
    const TEMPLATE: &'static str = "pages/noi-bo/hs/viec-xong.html";
    const STEPS: &'static [StepKind] = &[StepKind::FinishMeasure];
    const RISKY: &'static str = "why";
    type Choices = Vec<MeasureLine>;

    fn choices(&self, at: &Situation<'_>) -> Self::Choices {
        let open = at.case.measures.iter().filter(|one| one.done_on.is_none());
        open.map(MeasureLine::of).collect()
    }

    fn deed(&self, at: &Situation<'_>) -> Result<Deed, Mends> {
        let mut mends = Mends::default();
        let measure = Uuid::parse_str(&self.measure).ok().map(MeasureId);
        let measure = measure.filter(|id| at.case.measures.iter().any(|one| one.id == *id));
        let measure = mends.take(measure.ok_or(Mend::at("measure", "flaw-measure-which")));
        let why = mends.take(fields::words("why", &self.why, 1, "flaw-minutes"));
        let keep = mends.take(fields::optional("keep", &self.keep));
        match (measure, why, keep) {
            (Some(measure), Some(why), Some(keep)) => {
                Ok(Deed::leaving(Step::FinishMeasure { measure }, why, keep))
            }
            _ => Err(mends),
        }
    }
}
