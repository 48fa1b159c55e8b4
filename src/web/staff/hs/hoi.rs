//! `/hoi` – asking the sender while the letter is screened; it goes on by itself on a day.

use chrono::Days;
use serde::{Deserialize, Serialize};

use crate::domain::step::{Step, StepKind};
use crate::web::staff::fields::{self, Mend, Mends};

use super::decision::{Decision, Deed, Situation};

/// More questions at once are not answered (`ux.md` T4).
pub const MOST_QUESTIONS: usize = 3;

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Ask {
    pub question: String,
    pub resume_on: String,
}

impl Decision for Ask {
    const SLUG: &'static str = "hoi";
    const TEMPLATE: &'static str = "pages/noi-bo/hs/hoi.html";
    const STEPS: &'static [StepKind] = &[StepKind::Ask];
    type Choices = ();

    fn choices(&self, _at: &Situation<'_>) -> Self::Choices {}

    fn begin(at: &Situation<'_>) -> Self {
        let resume_on = fields::typed_day(at.today + Days::new(10));
        Self { resume_on, ..Self::default() }
    }

    fn deed(&self, at: &Situation<'_>) -> Result<Deed, Mends> {
        let mut mends = Mends::default();
        let question = mends.take(question(&self.question));
        let resume_on = mends.take(fields::day("resume_on", &self.resume_on, at.today));
        match (question, resume_on) {
            (Some(question), Some(resume_on)) => Ok(Deed::noted(Step::Ask { resume_on }, question)),
            _ => Err(mends),
        }
    }
}

/// A question as the resident will read it.
///
/// # Errors
/// What to mend.
pub fn question(typed: &str) -> Result<String, Mend> {
    let text = fields::words("question", typed, 1, "flaw-question")?;
    if MOST_QUESTIONS < text.matches('?').count() {
        return Err(Mend::at("question", "flaw-questions-many").n(MOST_QUESTIONS));
    }
    Ok(text)
}
