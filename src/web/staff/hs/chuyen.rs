//! `/chuyen` – proposing to transfer to another body, with what the sender is told.

use serde::{Deserialize, Serialize};

use crate::app::Words;
use crate::domain::step::{Act, Step, StepKind};
use crate::web::staff::fields::{self, Mends};

use super::decision::{Decision, Deed, Situation};

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Transfer {
    pub body: String,
    pub why: String,
    /// Why it goes to that body although the letter complains of it; empty as a rule.
    pub exception: String,
    /// Why words in the name of the body stay that may betray the sender.
    pub keep: String,
}

impl Decision for Transfer {
    const SLUG: &'static str = "chuyen";
    const TEMPLATE: &'static str = "pages/noi-bo/hs/chuyen.html";
    const STEPS: &'static [StepKind] =
        &[StepKind::ProposeTransfer, StepKind::ProposeTransferDespite];
    const RISKY: &'static str = "body";
    type Choices = ();

    fn choices(&self, _at: &Situation<'_>) -> Self::Choices {}

    fn deed(&self, _at: &Situation<'_>) -> Result<Deed, Mends> {
        let mut mends = Mends::default();
        let body = mends.take(fields::line("body", &self.body, "flaw-body"));
        let why = mends.take(fields::words("why", &self.why, 20, "flaw-why-plain"));
        let exception = match self.exception.trim() {
            "" => Some(String::new()),
            typed => mends.take(fields::words("exception", typed, 20, "flaw-exception")),
        };
        let keep = mends.take(fields::optional("keep", &self.keep));
        // Whether this body is the one complained of is found out by the operation.
        match (body, why, exception, keep) {
            (Some(body), Some(why), Some(exception), Some(keep)) if exception.is_empty() => {
                let act = Act::Transfer { body, boomerang: false };
                Ok(Deed::leaving(Step::Propose(act), why, keep))
            }
            (Some(body), Some(text), Some(exception), Some(keep)) => {
                let keep_reason = Some(keep).filter(|keep| !keep.is_empty());
                let words = Words::Exception { text, exception, keep_reason };
                Ok(Deed::Take(Step::Propose(Act::TransferDespite { body }), words))
            }
            _ => Err(mends),
        }
    }
}
