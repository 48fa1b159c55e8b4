//! `/tam-dung` – proposing that the deadline stands still for a time.

use serde::{Deserialize, Serialize};

use crate::domain::deadline::HoldTerm;
use crate::domain::step::{Act, HoldType, Step, StepKind};
use crate::web::staff::fields::{self, Mend, Mends};

use super::decision::{Decision, Deed, Situation};
use super::gia_han::{Resolution, resolution};

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Hold {
    pub hold: String,
    pub until: String,
    pub why: String,
}

#[derive(Debug, Serialize)]
pub struct HoldChoices {
    pub holds: [HoldLine; 3],
    pub clock: Option<Resolution>,
}

#[derive(Debug, Serialize)]
pub struct HoldLine {
    pub name: &'static str,
    pub basis: String,
    /// False for a figure that nobody has signed off yet.
    pub confirmed: bool,
    /// In calendar days.
    pub longest: u32,
    /// Whether the data gives this maximum; else it is the house's own bound.
    pub given: bool,
}

impl HoldLine {
    fn of(at: &Situation<'_>, hold: HoldType) -> Self {
        let HoldTerm { longest, basis, confirmed, .. } = at.app.rules().book.hold(hold);
        let (name, given) = (hold.name(), longest.is_some());
        let longest = longest.unwrap_or(at.app.settings().limits.hold_days);
        Self { name, basis, confirmed, longest, given }
    }
}

impl Decision for Hold {
    const SLUG: &'static str = "tam-dung";
    const TEMPLATE: &'static str = "pages/noi-bo/hs/tam-dung.html";
    const STEPS: &'static [StepKind] = &[StepKind::ProposeHold];
    type Choices = HoldChoices;

    fn choices(&self, at: &Situation<'_>) -> Self::Choices {
        HoldChoices { holds: HoldType::ALL.map(|one| HoldLine::of(at, one)), clock: resolution(at) }
    }

    fn deed(&self, at: &Situation<'_>) -> Result<Deed, Mends> {
        let mut mends = Mends::default();
        let hold = HoldType::from_name(&self.hold).ok_or(Mend::at("hold", "flaw-hold"));
        let hold = mends.take(hold);
        let until = mends.take(fields::day("until", &self.until, at.today));
        let why = mends.take(fields::words("why", &self.why, 20, "flaw-why-plain"));
        match (hold, until, why) {
            (Some(hold), Some(until), Some(why)) => {
                Ok(Deed::noted(Step::Propose(Act::Hold { hold, until }), why))
            }
            _ => Err(mends),
        }
    }
}
