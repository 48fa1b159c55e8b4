//! `/luu` – proposing only to keep on record, with a day on which somebody looks again.

use serde::{Deserialize, Serialize};

use crate::domain::step::{Act, RecordReason, Step, StepKind};
use crate::web::staff::fields::{self, Mend, Mends};

use super::decision::{Decision, Deed, Situation};

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Record {
    pub reason: String,
    pub review_on: String,
    pub why: String,
}

impl Decision for Record {
    const SLUG: &'static str = "luu";
    const TEMPLATE: &'static str = "pages/noi-bo/hs/luu.html";
    const STEPS: &'static [StepKind] = &[StepKind::ProposeRecord];
    type Choices = [&'static str; 4];

    fn choices(&self, _at: &Situation<'_>) -> Self::Choices {
        RecordReason::ALL.map(RecordReason::name)
    }

    fn deed(&self, at: &Situation<'_>) -> Result<Deed, Mends> {
        let mut mends = Mends::default();
        let reason = RecordReason::from_name(&self.reason);
        let reason = mends.take(reason.ok_or(Mend::at("reason", "flaw-reason")));
        let review_on = mends.take(fields::day("review_on", &self.review_on, at.today));
        let why = mends.take(fields::words("why", &self.why, 20, "flaw-why-plain"));
        match (reason, review_on, why) {
            (Some(reason), Some(review_on), Some(why)) => {
                Ok(Deed::noted(Step::Propose(Act::Record { reason, review_on }), why))
            }
            _ => Err(mends),
        }
    }
}
