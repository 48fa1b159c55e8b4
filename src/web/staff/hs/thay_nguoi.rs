//! `/thay-nguoi` – deciding whether an officer stays away, as the resident asks.

use serde::{Deserialize, Serialize};

use crate::domain::step::{Step, StepKind};
use crate::web::staff::fields::{self, Mend, Mends};

use super::decision::{Decision, Deed, Situation};

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct RuleChallenge {
    /// `yes` or `no`.
    pub go: String,
    pub why: String,
}

/// What the resident asks.
#[derive(Debug, Default, Serialize)]
pub struct Asked {
    pub officers: Vec<String>,
    pub words: String,
}

impl Decision for RuleChallenge {
    const SLUG: &'static str = "thay-nguoi";
    const TEMPLATE: &'static str = "pages/noi-bo/hs/thay-nguoi.html";
    const STEPS: &'static [StepKind] = &[StepKind::RuleChallenge];
    type Choices = Asked;

    fn choices(&self, at: &Situation<'_>) -> Self::Choices {
        Asked { officers: at.case.challenged.clone(), words: at.case.challenge.clone() }
    }

    fn deed(&self, _at: &Situation<'_>) -> Result<Deed, Mends> {
        let mut mends = Mends::default();
        let upheld = match self.go.as_str() {
            "yes" => Some(true),
            "no" => Some(false),
            _ => mends.take(Err(Mend::at("", "flaw-go"))),
        };
        let why = mends.take(fields::words("why", &self.why, 20, "flaw-why-plain"));
        match (upheld, why) {
            (Some(upheld), Some(why)) => Ok(Deed::noted(Step::RuleChallenge { upheld }, why)),
            _ => Err(mends),
        }
    }
}
