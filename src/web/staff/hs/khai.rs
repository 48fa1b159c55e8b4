//! `/khai` – the declaration before a case opens: no interest binds me, or one does.

use serde::{Deserialize, Serialize};

use crate::domain::step::{Step, StepKind};
use crate::web::staff::fields::{self, Mend, Mends};

use super::decision::{Decision, Deed, Situation};

/// Which wording was declared; goes up when the text of `declare-text` changes.
const VERSION: &str = "Bản khai số 1.";

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Declare {
    /// `clear` or `bound`.
    pub go: String,
    pub why: String,
}

/// Whether the case still waits for the declaration; after it one can only stand back.
#[derive(Debug, Serialize)]
pub struct Moment {
    pub first: bool,
}

impl Decision for Declare {
    const SLUG: &'static str = "khai";
    const TEMPLATE: &'static str = "pages/noi-bo/hs/khai.html";
    const STEPS: &'static [StepKind] = &[StepKind::Declare, StepKind::Recuse];
    type Choices = Moment;

    fn choices(&self, at: &Situation<'_>) -> Self::Choices {
        Moment { first: at.case.steps.contains(&StepKind::Declare) }
    }

    fn deed(&self, _at: &Situation<'_>) -> Result<Deed, Mends> {
        let note = fields::optional("why", &self.why).map_err(|mend| Mends(vec![mend]))?;
        match self.go.as_str() {
            "clear" => Ok(Deed::noted(Step::Declare, VERSION.to_owned())),
            "bound" => Ok(Deed::noted(Step::Recuse, format!("{VERSION}\n{note}"))),
            _ => Err(Mends(vec![Mend::at("", "flaw-declare")])),
        }
    }
}
