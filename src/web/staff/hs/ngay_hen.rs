//! `/ngay-hen` – keeping or moving a promised day that a calendar or a rule loaded later would move.

use serde::{Deserialize, Serialize};

use crate::domain::clock::ClockKind;
use crate::domain::step::{Step, StepKind};
use crate::web::staff::fields::{self, Mend, Mends};
use crate::web::staff::lich_doi::DoubtLine;

use super::decision::{Decision, Deed, Situation};

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PromisedDay {
    pub clock: String,
    /// `keep` or `move`.
    pub what: String,
    pub why: String,
}

impl Decision for PromisedDay {
    const SLUG: &'static str = "ngay-hen";
    const TEMPLATE: &'static str = "pages/noi-bo/hs/ngay-hen.html";
    const STEPS: &'static [StepKind] = &[StepKind::KeepDay, StepKind::MoveDay];
    type Choices = Vec<DoubtLine>;

    fn choices(&self, at: &Situation<'_>) -> Self::Choices {
        at.case.doubts.iter().map(DoubtLine::of).collect()
    }

    fn begin(at: &Situation<'_>) -> Self {
        let only = match at.case.doubts.as_slice() {
            [one] => DoubtLine::of(one).value,
            _ => String::new(),
        };
        Self { clock: only, ..Self::default() }
    }

    fn deed(&self, at: &Situation<'_>) -> Result<Deed, Mends> {
        let mut mends = Mends::default();
        let open = self.choices(at).into_iter().any(|one| one.value == self.clock);
        let clock = clock(&self.clock).filter(|_| open);
        let clock = mends.take(clock.ok_or(Mend::at("clock", "flaw-promised-clock")));
        let known = ["keep", "move"].contains(&self.what.as_str());
        let what = mends.take(known.then_some(()).ok_or(Mend::at("what", "flaw-promised-what")));
        let why = mends.take(fields::words("why", &self.why, 20, "flaw-promised-why"));
        match (clock, what, why) {
            (Some((clock, seq)), Some(()), Some(why)) => {
                let keep = self.what == "keep";
                let step =
                    if keep { Step::KeepDay { clock, seq } } else { Step::MoveDay { clock, seq } };
                Ok(Deed::noted(step, why))
            }
            _ => Err(mends),
        }
    }
}

fn clock(value: &str) -> Option<(ClockKind, u32)> {
    let (kind, seq) = value.split_once(':')?;
    Some((ClockKind::from_name(kind)?, seq.parse().ok()?))
}
