//! `/noi-khac` – what became of a transfer: the other body's receipt, or the letter comes back.

use serde::{Deserialize, Serialize};

use crate::domain::step::{Step, StepKind};
use crate::web::staff::fields::{self, Mend, Mends};

use super::decision::{Decision, Deed, Situation};

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Elsewhere {
    /// `receipt` or `return`.
    pub go: String,
    /// Number and day of the other body's receipt.
    pub number: String,
    pub day: String,
    pub why: String,
}

/// Which of the two this account may record.
#[derive(Debug, Serialize)]
pub struct Ways {
    pub receipt: bool,
    pub back: bool,
}

impl Decision for Elsewhere {
    const SLUG: &'static str = "noi-khac";
    const TEMPLATE: &'static str = "pages/noi-bo/hs/noi-khac.html";
    const STEPS: &'static [StepKind] = &[StepKind::ConfirmReceipt, StepKind::Return];
    type Choices = Ways;

    fn choices(&self, at: &Situation<'_>) -> Self::Choices {
        Ways {
            receipt: at.case.steps.contains(&StepKind::ConfirmReceipt),
            back: at.case.steps.contains(&StepKind::Return),
        }
    }

    fn deed(&self, at: &Situation<'_>) -> Result<Deed, Mends> {
        let mut mends = Mends::default();
        match self.go.as_str() {
            "receipt" => {
                let number = mends.take(fields::line("number", &self.number, "flaw-number"));
                let day = fields::day("day", &self.day, at.today);
                let day = mends.take(day.and_then(|day| {
                    if day <= at.today { Ok(day) } else { Err(Mend::at("day", "flaw-day-past")) }
                }));
                let (Some(number), Some(day)) = (number, day) else { return Err(mends) };
                // Notes are Vietnamese whatever the page's language, as those who read them are.
                let note = format!("Số {number}, ngày {}.", fields::typed_day(day));
                Ok(Deed::noted(Step::ConfirmReceipt, note))
            }
            "return" => {
                let why = mends.take(fields::words("why", &self.why, 1, "flaw-why"));
                why.map(|why| Deed::noted(Step::Return, why)).ok_or(mends)
            }
            _ => Err(Mends(vec![Mend::at("go", "flaw-elsewhere")])),
        }
    }
}
