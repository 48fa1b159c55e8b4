//! `/duyet` – the second person: agrees, or sends back with a reason.

use serde::{Deserialize, Serialize};

use crate::app::view::CaseView;
use crate::domain::step::{Step, StepKind};
use crate::web::staff::fields::{self, Mend, Mends};

use super::decision::{Decision, Deed, Situation};
use super::lines::{AnswerLines, MeasureLine};
use super::proposal::ProposalLine;

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Review {
    /// `yes` or `no`.
    pub go: String,
    pub why: String,
}

/// What is to be agreed to: a proposal or a draft.
#[derive(Debug, Serialize)]
pub struct Waiting {
    pub proposal: Option<ProposalLine>,
    pub draft: Option<DraftLines>,
}

/// A drafted conclusion; its findings stand on the allegations.
#[derive(Debug, Serialize)]
pub struct DraftLines {
    pub answer: AnswerLines,
    pub measures: Vec<MeasureLine>,
    /// Why it keeps words that may betray the sender.
    pub keep: String,
}

impl DraftLines {
    pub fn of(case: &CaseView) -> Option<Self> {
        let answer = AnswerLines::of(case.conclusion.as_ref()?);
        let drafted = case.events.iter().rev().find(|event| event.step == StepKind::Draft);
        let keep = drafted.map(|event| event.keep_reason.clone()).unwrap_or_default();
        let measures = case.measures.iter().map(MeasureLine::of).collect();
        Some(Self { answer, measures, keep })
    }
}

impl Decision for Review {
    const SLUG: &'static str = "duyet";
    const TEMPLATE: &'static str = "pages/noi-bo/hs/duyet.html";
    const STEPS: &'static [StepKind] =
        &[StepKind::Confirm, StepKind::SendBack, StepKind::Conclude, StepKind::ReturnDraft];
    type Choices = Waiting;

    fn choices(&self, at: &Situation<'_>) -> Self::Choices {
        let proposal = ProposalLine::of(at.case);
        let draft = if proposal.is_none() { DraftLines::of(at.case) } else { None };
        Waiting { proposal, draft }
    }

    fn deed(&self, at: &Situation<'_>) -> Result<Deed, Mends> {
        let proposed = at.case.case.pending.is_some();
        let one = |mend| Mends(vec![mend]);
        match self.go.as_str() {
            "yes" => {
                let note = fields::optional("why", &self.why).map_err(one)?;
                let step = if proposed { Step::Confirm } else { Step::Conclude };
                Ok(Deed::noted(step, note))
            }
            "no" => {
                let note = fields::words("why", &self.why, 1, "flaw-return-why").map_err(one)?;
                let step = if proposed { Step::SendBack } else { Step::ReturnDraft };
                Ok(Deed::noted(step, note))
            }
            _ => Err(one(Mend::at("", "flaw-go"))),
        }
    }
}
