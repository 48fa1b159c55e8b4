//! `/hoi-them` – the officer in charge asks the sender; no clock stands still for it.

use serde::{Deserialize, Serialize};

use crate::app::view::CaseView;
use crate::domain::access::Account;
use crate::domain::case::State;
use crate::domain::step::StepKind;
use crate::web::staff::fields::Mends;

use super::decision::{Decision, Deed, Situation};
use super::hoi;

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct AskMore {
    pub question: String,
}

/// Whether this account is the officer who establishes the facts.
pub fn may_ask(case: &CaseView, who: &Account) -> bool {
    matches!(case.case.state, State::Verifying { to } if to.officer == who.id)
}

impl Decision for AskMore {
    const SLUG: &'static str = "hoi-them";
    const TEMPLATE: &'static str = "pages/noi-bo/hs/hoi-them.html";
    const STEPS: &'static [StepKind] = &[];
    type Choices = ();

    fn choices(&self, _at: &Situation<'_>) -> Self::Choices {}

    fn is_offered(at: &Situation<'_>) -> bool {
        may_ask(at.case, at.who)
    }

    fn deed(&self, _at: &Situation<'_>) -> Result<Deed, Mends> {
        hoi::question(&self.question).map(Deed::Ask).map_err(|mend| Mends(vec![mend]))
    }
}
