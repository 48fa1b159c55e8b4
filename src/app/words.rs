//! What people type along with a step, and how it is sealed.

use serde::{Deserialize, Serialize};

use super::{App, AppError};
use crate::domain::ids::{AllegationId, CaseId, MeasureId};
use crate::domain::letter::About;
use crate::keys::CaseKey;

/// The words beside a step. The rules never see them.
#[derive(Clone, Debug, Default)]
pub enum Words {
    #[default]
    None,
    /// Reason, explanation, question, number of the minutes …
    Note(String),
    /// Words that leave those who read the letter: the summary that is handed to the person complained of, what is
    /// noted of a handing over or a posting. A plain note means the same, without a reason to keep anything.
    Summary {
        text: String,
        /// Why words stay that may betray the reporter; the second person reads it.
        keep_reason: Option<String>,
    },
    /// What the sender is told of a transfer to the very body complained of.
    Exception {
        text: String,
        /// Why it goes there all the same; the level above reads it.
        exception: String,
        /// Why words stay that may betray the reporter.
        keep_reason: Option<String>,
    },
    Draft(DraftWords),
}

impl Words {
    /// What was typed beside the step; empty for nothing and for a draft.
    pub fn note(&self) -> &str {
        match self {
            Self::Note(text) | Self::Summary { text, .. } | Self::Exception { text, .. } => text,
            Self::None | Self::Draft(_) => "",
        }
    }

    /// With a reason to keep what may betray the reporter; empty for none.
    pub fn leaving(text: String, keep: String) -> Self {
        Self::Summary { text, keep_reason: Some(keep).filter(|keep| !keep.is_empty()) }
    }

    /// Why risky words that leave are kept; empty for no reason.
    pub fn keep_reason(&self) -> &str {
        match self {
            Self::Summary { keep_reason, .. } | Self::Exception { keep_reason, .. } => {
                keep_reason.as_deref().unwrap_or_default()
            }
            Self::Draft(draft) => &draft.keep_reason,
            Self::None | Self::Note(_) => "",
        }
    }

    /// The reasons that stand beside the note in the history: for an exception, and to keep risky words.
    pub fn reasons(&self) -> String {
        let exception = match self {
            Self::Exception { exception, .. } => exception.as_str(),
            _ => "",
        };
        let both = [exception, self.keep_reason()].into_iter().filter(|text| !text.is_empty());
        both.collect::<Vec<_>>().join("\n")
    }
}

/// The words of a drafted conclusion.
#[derive(Clone, Debug, Default)]
pub struct DraftWords {
    pub evidence: Vec<(AllegationId, String)>,
    pub answer: Answer,
    pub measures: Vec<(MeasureId, String)>,
    /// Why words stay that may betray the reporter to the person complained of; empty for no reason.
    pub keep_reason: String,
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

/// Where a sealed cell of a case belongs; a cell moved elsewhere does not open.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Place {
    Letter,
    Allegation,
    Evidence,
    File,
    Measure,
    Message,
    Conclusion,
    Note,
    /// The address for notices, under the key of the post and not that of the case.
    Contact,
}

/// What the portal seals with its own key: who wrote; and as it once was, the address for notices.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Apart {
    Identity,
    Contact,
    /// What is written, lent and found when a name is opened.
    Opening,
}

pub(super) fn place(what: impl std::fmt::Debug, case: CaseId) -> String {
    format!("{what:?}:{case}")
}

/// The key of a case in somebody's hand: it seals and opens what people wrote in that case, and nothing else.
#[derive(Clone, Debug)]
pub struct Held {
    pub case: CaseId,
    pub key: CaseKey,
}

impl Held {
    pub(crate) fn seal(&self, at: Place, text: &str) -> Vec<u8> {
        self.key.seal(&place(at, self.case), text.as_bytes())
    }

    pub(crate) fn unseal(&self, at: Place, sealed: &[u8]) -> Result<String, AppError> {
        Ok(self.key.open_text(&place(at, self.case), sealed)?)
    }

    pub(crate) fn seal_value(
        &self,
        at: Place,
        value: &impl Serialize,
    ) -> Result<Vec<u8>, AppError> {
        let text = serde_json::to_string(value).map_err(anyhow::Error::from)?;
        Ok(self.seal(at, &text))
    }

    pub(crate) fn unseal_value<T: for<'a> Deserialize<'a>>(
        &self,
        at: Place,
        sealed: &[u8],
    ) -> Result<T, AppError> {
        let text = self.unseal(at, sealed)?;
        Ok(serde_json::from_str(&text).map_err(anyhow::Error::from)?)
    }
}

impl App {
    pub(crate) fn seal(&self, what: Apart, case: CaseId, text: &str) -> Vec<u8> {
        self.keys().seal(&place(what, case), text.as_bytes())
    }

    pub(crate) fn seal_bytes(&self, what: Apart, case: CaseId, bytes: &[u8]) -> Vec<u8> {
        self.keys().seal(&place(what, case), bytes)
    }

    pub(crate) fn unseal_bytes(
        &self,
        what: Apart,
        case: CaseId,
        sealed: &[u8],
    ) -> Result<Vec<u8>, AppError> {
        Ok(self.keys().open(&place(what, case), sealed)?)
    }

    pub(crate) fn unseal(
        &self,
        what: Apart,
        case: CaseId,
        sealed: &[u8],
    ) -> Result<String, AppError> {
        Ok(self.keys().open_text(&place(what, case), sealed)?)
    }

    pub(crate) fn unseal_value<T: for<'a> Deserialize<'a>>(
        &self,
        what: Apart,
        case: CaseId,
        sealed: &[u8],
    ) -> Result<T, AppError> {
        let text = self.unseal(what, case, sealed)?;
        Ok(serde_json::from_str(&text).map_err(anyhow::Error::from)?)
    }
}
