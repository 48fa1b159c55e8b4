//! `/loai` – calling the letter what its content is; the clock counts anew from the day of receipt.

use serde::{Deserialize, Serialize};

use crate::domain::letter::Kind;
use crate::domain::step::{Step, StepKind};
use crate::web::staff::fields::{self, Mend, Mends};

use super::decision::{Decision, Deed, Situation};

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Reclassify {
    pub kind: String,
    pub why: String,
}

impl Decision for Reclassify {
    const SLUG: &'static str = "loai";
    const TEMPLATE: &'static str = "pages/noi-bo/hs/loai.html";
    const STEPS: &'static [StepKind] = &[StepKind::Reclassify];
    type Choices = [&'static str; 6];

    fn choices(&self, _at: &Situation<'_>) -> Self::Choices {
        Kind::ALL.map(Kind::name)
    }

    fn begin(at: &Situation<'_>) -> Self {
        Self { kind: at.case.case.kind.name().to_owned(), ..Self::default() }
    }

    fn deed(&self, at: &Situation<'_>) -> Result<Deed, Mends> {
        let mut mends = Mends::default();
        let kind = match Kind::from_name(&self.kind) {
            Some(kind) if kind == at.case.case.kind => Err(Mend::at("kind", "flaw-kind-same")),
            Some(kind) => Ok(kind),
            None => Err(Mend::at("kind", "flaw-unknown-kind")),
        };
        let kind = mends.take(kind);
        let why = mends.take(fields::words("why", &self.why, 1, "flaw-why"));
        match (kind, why) {
            (Some(kind), Some(why)) => Ok(Deed::noted(Step::Reclassify { kind }, why)),
            _ => Err(mends),
        }
    }
}
