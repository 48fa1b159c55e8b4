//! `/giao-van-ban` – recording that a legal notice was handed over, or that the result was posted.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::domain::case::State;
use crate::domain::clock::{Clock, ClockKind};
use crate::domain::step::{Step, StepKind};
use crate::web::staff::fields::{self, Mend, Mends};

use super::decision::{Decision, Deed, Situation};

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Deliver {
    pub clock: String,
    pub why: String,
    /// Why words stay that may betray the sender.
    pub keep: String,
}

/// A notice that waits to be handed over.
#[derive(Clone, Debug, Serialize)]
pub struct ServedLine {
    pub kind: &'static str,
    pub due_on: NaiveDate,
}

impl Decision for Deliver {
    const SLUG: &'static str = "giao-van-ban";
    const TEMPLATE: &'static str = "pages/noi-bo/hs/giao-van-ban.html";
    const STEPS: &'static [StepKind] = &[StepKind::Deliver];
    const RISKY: &'static str = "why";
    type Choices = Vec<ServedLine>;

    fn choices(&self, at: &Situation<'_>) -> Self::Choices {
        let mut clocks = at.case.clocks.clone();
        clocks.retain(|one| one.clock.is_open() && is_served(one.clock.kind, &at.case.case.state));
        let line = |clock: &Clock| ServedLine { kind: clock.kind.name(), due_on: clock.due_on };
        clocks.iter().map(|one| line(&one.clock)).collect()
    }

    fn deed(&self, at: &Situation<'_>) -> Result<Deed, Mends> {
        let mut mends = Mends::default();
        let clock = ClockKind::from_name(&self.clock);
        let clock = clock.filter(|kind| is_served(*kind, &at.case.case.state));
        let clock = mends.take(clock.ok_or(Mend::at("clock", "flaw-paper")));
        let why = mends.take(fields::words("why", &self.why, 1, "flaw-paper-how"));
        let keep = mends.take(fields::optional("keep", &self.keep));
        match (clock, why, keep) {
            (Some(clock), Some(why), Some(keep)) => {
                Ok(Deed::leaving(Step::Deliver { clock }, why, keep))
            }
            _ => Err(mends),
        }
    }
}

/// The first notice exists once it is decided who deals with the letter.
fn is_served(kind: ClockKind, state: &State) -> bool {
    match kind {
        ClockKind::Notice => {
            !matches!(state, State::Received | State::Screening | State::NeedInfo { .. })
        }
        ClockKind::ResultNotice | ClockKind::Posting => true,
        _ => false,
    }
}
