//! `/ghi-giai-trinh` – recording what the person named explained.

use serde::{Deserialize, Serialize};

use crate::domain::step::{Step, StepKind};
use crate::web::staff::fields::{self, Mends};

use super::decision::{Decision, Deed, Situation};

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct RecordReply {
    pub reply: String,
}

impl Decision for RecordReply {
    const SLUG: &'static str = "ghi-giai-trinh";
    const TEMPLATE: &'static str = "pages/noi-bo/hs/ghi-giai-trinh.html";
    const STEPS: &'static [StepKind] = &[StepKind::RecordReply];
    type Choices = ();

    fn choices(&self, _at: &Situation<'_>) -> Self::Choices {}

    fn deed(&self, _at: &Situation<'_>) -> Result<Deed, Mends> {
        match fields::words("reply", &self.reply, 1, "flaw-reply") {
            Ok(reply) => Ok(Deed::noted(Step::RecordReply, reply)),
            Err(mend) => Err(Mends(vec![mend])),
        }
    }
}
