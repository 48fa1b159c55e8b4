//! `/luu` – proposing only to keep on record, with a day on which somebody looks again.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::domain::congress::Congress;
use crate::domain::step::{Act, RecordReason, Step, StepKind};
use crate::web::staff::fields::{self, Mend, Mends};

use super::decision::{Decision, Deed, Situation};

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Record {
    pub reason: String,
    pub review_on: String,
    pub why: String,
}

#[derive(Debug, Serialize)]
pub struct RecordChoices {
    pub reasons: [&'static str; 4],
    /// Before the congresses that are still to open.
    pub windows: Vec<WindowLine>,
}

/// The days before a congress in which a letter is kept for the new committee.
#[derive(Debug, Serialize)]
pub struct WindowLine {
    pub name: String,
    pub first: NaiveDate,
    pub opens_on: NaiveDate,
    /// Whether this letter came in within it.
    pub fits: bool,
    pub provisional: bool,
}

impl Decision for Record {
    const SLUG: &'static str = "luu";
    const TEMPLATE: &'static str = "pages/noi-bo/hs/luu.html";
    const STEPS: &'static [StepKind] = &[StepKind::ProposeRecord];
    type Choices = RecordChoices;

    fn choices(&self, at: &Situation<'_>) -> Self::Choices {
        let rules = at.app.rules();
        let ahead = rules.congresses.iter().filter(|congress| at.today <= congress.opens_on);
        let line = |congress: &Congress| {
            let window = congress.window(rules.timing()).ok()?;
            Some(WindowLine {
                name: congress.name.clone(),
                first: window.first,
                opens_on: congress.opens_on,
                fits: window.contains(at.case.case.received_on),
                provisional: window.provisional,
            })
        };
        let windows = ahead.filter_map(line).collect();
        RecordChoices { reasons: RecordReason::ALL.map(RecordReason::name), windows }
    }

    fn deed(&self, at: &Situation<'_>) -> Result<Deed, Mends> {
        let mut mends = Mends::default();
        let reason = RecordReason::from_name(&self.reason);
        let reason = mends.take(reason.ok_or(Mend::at("reason", "flaw-reason")));
        let review_on = mends.take(fields::day("review_on", &self.review_on, at.today));
        let why = mends.take(fields::words("why", &self.why, 20, "flaw-why-plain"));
        match (reason, review_on, why) {
            (Some(reason), Some(review_on), Some(why)) => {
                Ok(Deed::noted(Step::Propose(Act::Record { reason, review_on }), why))
            }
            _ => Err(mends),
        }
    }
}
