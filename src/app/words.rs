//! What people type along with a step, and how it is sealed.

use serde::{Deserialize, Serialize};

use super::{App, AppError};
use crate::domain::ids::{AllegationId, CaseId, MeasureId};
use crate::domain::letter::About;

/// The words beside a step. The rules never see them.
#[derive(Clone, Debug, Default)]
pub enum Words {
    #[default]
    None,
    /// Reason, explanation, question, number of the minutes …
    Note(String),
    /// The summary that is handed to the person complained of. A plain note means the same, without a
    /// reason to keep anything.
    Summary {
        text: String,
        /// Why words stay that may betray the reporter; the second person reads it.
        keep_reason: Option<String>,
    },
    Draft(DraftWords),
}

impl Words {
    /// What was typed beside the step; empty for nothing and for a draft.
    pub fn note(&self) -> &str {
        match self {
            Self::Note(text) | Self::Summary { text, .. } => text,
            Self::None | Self::Draft(_) => "",
        }
    }

    /// Why risky words of a summary are kept; empty for no reason.
    pub fn keep_reason(&self) -> &str {
        match self {
            Self::Summary { keep_reason, .. } => keep_reason.as_deref().unwrap_or_default(),
            _ => "",
        }
    }
}

/// The words of a drafted conclusion.
#[derive(Clone, Debug, Default)]
pub struct DraftWords {
    pub evidence: Vec<(AllegationId, String)>,
    pub answer: Answer,
    pub measures: Vec<(MeasureId, String)>,
}

/// The four blocks of every answer: checked, found, done, what you can do (`ux.md` D8).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    pub checked: String,
    pub found: String,
    pub done: String,
    pub next: String,
}

/// The content of a letter as it is sealed.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Content {
    pub name: String,
    pub position: String,
    pub unit: String,
    pub place: String,
    pub text: String,
}

impl Content {
    pub fn about(&self) -> About {
        About { name: self.name.clone(), position: self.position.clone(), unit: self.unit.clone() }
    }
}

/// The reporter as sealed in the vault.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Identity {
    pub name: String,
    pub address: String,
    pub phone: String,
}

/// Where a sealed cell belongs; a cell moved elsewhere does not open.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Place {
    Letter,
    Identity,
    Contact,
    Allegation,
    Evidence,
    File,
    Measure,
    Message,
    Conclusion,
    Note,
}

impl Place {
    fn of(self, case: CaseId) -> String {
        format!("{self:?}:{case}")
    }
}

impl App {
    pub(crate) fn seal(&self, place: Place, case: CaseId, text: &str) -> Vec<u8> {
        self.keys().seal(&place.of(case), text.as_bytes())
    }

    pub(crate) fn unseal(
        &self,
        place: Place,
        case: CaseId,
        sealed: &[u8],
    ) -> Result<String, AppError> {
        Ok(self.keys().open_text(&place.of(case), sealed)?)
    }

    pub(crate) fn seal_value(
        &self,
        place: Place,
        case: CaseId,
        value: &impl Serialize,
    ) -> Result<Vec<u8>, AppError> {
        let text = serde_json::to_string(value).map_err(anyhow::Error::from)?;
        Ok(self.seal(place, case, &text))
    }

    pub(crate) fn unseal_value<T: for<'a> Deserialize<'a>>(
        &self,
        place: Place,
        case: CaseId,
        sealed: &[u8],
    ) -> Result<T, AppError> {
        let text = self.unseal(place, case, sealed)?;
        Ok(serde_json::from_str(&text).map_err(anyhow::Error::from)?)
    }
}
