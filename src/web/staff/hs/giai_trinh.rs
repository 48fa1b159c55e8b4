//! `/giai-trinh` – proposing to hear the person named: an own summary, never a copy of the letter.

use serde::{Deserialize, Serialize};

use crate::domain::step::{Act, Step, StepKind};
use crate::domain::text;
use crate::web::staff::fields::{self, Mend, Mends};

use super::decision::{Decision, Deed, Situation};

/// So many words in a row that also stand in the letter may betray who wrote it (`ux.md` O5).
const COPIED: usize = 7;

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Hear {
    pub summary: String,
}

impl Decision for Hear {
    const SLUG: &'static str = "giai-trinh";
    const TEMPLATE: &'static str = "pages/noi-bo/hs/giai-trinh.html";
    const STEPS: &'static [StepKind] = &[StepKind::ProposeHear];
    type Choices = ();

    fn choices(&self, _at: &Situation<'_>) -> Self::Choices {}

    fn deed(&self, at: &Situation<'_>) -> Result<Deed, Mends> {
        let summary = fields::words("summary", &self.summary, 20, "flaw-summary")
            .map_err(|mend| Mends(vec![mend]))?;
        if let Some(copied) = copied(&summary, &at.case.text) {
            let mend = Mend::at("summary", "flaw-summary-copied").about(copied);
            return Err(Mends(vec![mend]));
        }
        Ok(Deed::noted(Step::Propose(Act::Hear), summary))
    }
}

/// The first seven words in a row that the summary has from the letter, marks and case aside.
pub fn copied(summary: &str, letter: &str) -> Option<String> {
    let fold = |text: &str| -> Vec<String> {
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.map(text::fold_ascii).collect()
    };
    let (mine, theirs) = (fold(summary), fold(letter));
    let place = mine.windows(COPIED).position(|run| theirs.windows(COPIED).any(|at| at == run))?;
    let words = summary.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    Some(words.skip(place).take(COPIED).collect::<Vec<_>>().join(" "))
}
