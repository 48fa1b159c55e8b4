//! `/gia-han` – proposing a longer term, with what makes the case complex.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::domain::clock::ClockKind;
use crate::domain::deadline::ExtensionLimit;
use crate::domain::step::{Act, Complexity, Step, StepKind};
use crate::web::staff::fields::{self, Mend, Mends};

use super::decision::{Decision, Deed, Situation};

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Extend {
    pub days: String,
    pub criteria: Vec<String>,
    pub why: String,
}

/// The deadline that is to be moved.
#[derive(Debug, Serialize)]
pub struct Resolution {
    pub due_on: NaiveDate,
    pub unit: &'static str,
    /// Extensions granted so far.
    pub used: usize,
    /// What the rule still allows in its unit; nothing where it lays down no length.
    pub most: Option<u32>,
}

#[derive(Debug, Serialize)]
pub struct ExtendChoices {
    pub criteria: [&'static str; 7],
    pub clock: Option<Resolution>,
}

impl Decision for Extend {
    const SLUG: &'static str = "gia-han";
    const TEMPLATE: &'static str = "pages/noi-bo/hs/gia-han.html";
    const STEPS: &'static [StepKind] = &[StepKind::ProposeExtend];
    type Choices = ExtendChoices;

    fn choices(&self, at: &Situation<'_>) -> Self::Choices {
        ExtendChoices { criteria: Complexity::ALL.map(Complexity::name), clock: resolution(at) }
    }

    fn deed(&self, at: &Situation<'_>) -> Result<Deed, Mends> {
        let mut mends = Mends::default();
        let days = self.days.trim().parse::<u32>().ok().filter(|days| 0 < *days);
        let days = mends.take(days.ok_or(Mend::at("days", "flaw-days")));
        let used = resolution(at).map_or(0, |clock| clock.used);
        let criteria = mends.take(self.ticked(used + 1));
        let why = mends.take(fields::words("why", &self.why, 20, "flaw-why-plain"));
        match (days, criteria, why) {
            (Some(days), Some(criteria), Some(why)) => {
                Ok(Deed::noted(Step::Propose(Act::Extend { days, criteria }), why))
            }
            _ => Err(mends),
        }
    }
}

impl Extend {
    /// The first extension needs one criterion, the second two.
    fn ticked(&self, needed: usize) -> Result<Vec<Complexity>, Mend> {
        let ticked: Option<Vec<Complexity>> =
            self.criteria.iter().map(|name| Complexity::from_name(name)).collect();
        ticked
            .filter(|ticked| needed <= ticked.len())
            .ok_or(Mend::at("criteria", "flaw-criteria").n(needed))
    }
}

/// The deadline for settling the matter, if it runs.
pub fn resolution(at: &Situation<'_>) -> Option<Resolution> {
    let view = at
        .case
        .clocks
        .iter()
        .filter(|one| one.clock.kind == ClockKind::Resolution && one.clock.is_open())
        // With a clock on each track, the one that ends first needs the time.
        .min_by_key(|one| (one.clock.due_on, one.clock.seq))?;
    let rules = at.app.rules();
    let rule = rules.book.rule(&view.clock.rule).ok()?;
    let used = view.clock.extensions.len();
    let most = rule.extensions.get(used).and_then(|limit| match limit {
        ExtensionLimit::UpTo(most) => Some(*most),
        ExtensionLimit::Unstated => None,
    });
    Some(Resolution { due_on: view.clock.due_on, unit: rule.term.unit().code(), used, most })
}
