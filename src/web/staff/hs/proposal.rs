//! A proposal in plain values, for whoever confirms it.

use chrono::NaiveDate;
use serde::Serialize;

use crate::app::view::CaseView;
use crate::domain::case::Track;
use crate::domain::deadline::HoldTerm;
use crate::domain::step::{Act, Complexity, HoldType};

/// What waits for a second person. Only the facts of its own kind are filled in.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ProposalLine {
    /// Stored spelling of the proposing step.
    pub kind: &'static str,
    /// Who proposed.
    pub by: String,
    pub on: NaiveDate,
    /// The words given with it.
    pub note: String,
    /// Why a summary keeps words that may betray the sender.
    pub keep: String,
    pub track: Option<&'static str>,
    /// Code of the reason not to accept or only to record.
    pub reason: Option<&'static str>,
    pub basis: Option<String>,
    pub body: Option<String>,
    /// Officer and unit of an exceptional assignment.
    pub officer: Option<String>,
    /// The day of review, or until when a clock stands still.
    pub day: Option<NaiveDate>,
    pub hold: Option<&'static str>,
    pub days: Option<u32>,
    pub criteria: Vec<&'static str>,
}

impl ProposalLine {
    pub fn of(view: &CaseView) -> Option<Self> {
        let pending = view.case.pending.as_ref()?;
        let step = pending.act.kind();
        let proposed = view.events.iter().rev().find(|event| event.step == step);
        let line = Self {
            kind: step.name(),
            by: proposed.map(|event| event.actor.clone()).unwrap_or_default(),
            on: pending.on,
            note: view.proposed_note.clone(),
            keep: view.proposed_keep_reason.clone(),
            officer: view.proposed_officer.clone(),
            ..Self::default()
        };
        Some(line.with(&pending.act, view.proposed_hold.as_ref()))
    }

    fn with(self, act: &Act, term: Option<&HoldTerm>) -> Self {
        match act {
            Act::Accept { track } => Self { track: Some(Track::name(*track)), ..self },
            Act::Refuse { reason } => {
                Self { reason: Some(reason.name()), basis: Some(reason.basis().to_owned()), ..self }
            }
            Act::Transfer { body, .. } | Act::TransferDespite { body } => {
                Self { body: Some(body.clone()), ..self }
            }
            // Whom it is for stands beside it: only the page's own facts know the name.
            Act::AssignDespite { .. } => self,
            Act::Record { reason, review_on } => {
                Self { reason: Some(reason.name()), day: Some(*review_on), ..self }
            }
            Act::Hold { hold, until } => Self {
                hold: Some(HoldType::name(*hold)),
                basis: term.map(|term| term.basis.clone()),
                day: Some(*until),
                ..self
            },
            Act::Extend { days, criteria } => {
                let criteria = criteria.iter().map(|one| Complexity::name(*one)).collect();
                Self { days: Some(*days), criteria, ..self }
            }
            Act::Hear | Act::AddTrack | Act::Close | Act::EndWithdrawn => self,
        }
    }
}
