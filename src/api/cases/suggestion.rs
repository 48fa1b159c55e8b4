//! What triage is advised, with its reasons.

use poem_openapi::Object;
use uuid::Uuid;

use super::view::{PersonOut, all};
use crate::app::suggest::{Match, Suggestion};
use crate::domain::routing::Why;

/// Whom the letter means, and which body is competent.
#[derive(Object)]
#[oai(rename = "Suggestion")]
pub struct SuggestionOut {
    pub people: Vec<MatchOut>,
    pub unit: Option<Uuid>,
    pub unit_name: String,
    /// The branch that could help to establish facts.
    pub coordinating: Option<Uuid>,
    pub coordinating_name: String,
    /// Each step of the reasoning.
    pub reasons: Vec<WhyOut>,
}

/// A person whom the letter may mean.
#[derive(Object)]
#[oai(rename = "Match")]
pub struct MatchOut {
    pub person: PersonOut,
    /// `weak`, `medium` or `sure`.
    pub strength: String,
    pub reasons: Vec<ReasonOut>,
}

/// What speaks for or against a match.
#[derive(Object)]
#[oai(rename = "MatchReason")]
pub struct ReasonOut {
    pub code: String,
    /// False when it speaks against.
    pub speaks_for: bool,
}

/// One step of the reasoning, and the unit it speaks of.
#[derive(Object)]
#[oai(rename = "RouteReason")]
pub struct WhyOut {
    pub code: String,
    pub unit_name: String,
    /// The rule it rests on.
    pub basis: Option<String>,
}

impl From<Suggestion> for SuggestionOut {
    fn from(found: Suggestion) -> Self {
        Self {
            people: all(found.people),
            unit: found.unit.map(|unit| unit.0),
            unit_name: found.unit_name,
            coordinating: found.coordinating.map(|unit| unit.0),
            coordinating_name: found.coordinating_name,
            reasons: all(found.reasons),
        }
    }
}

impl From<Match> for MatchOut {
    fn from(found: Match) -> Self {
        Self {
            person: found.person.into(),
            strength: found.strength.code().to_owned(),
            reasons: all(found.reasons),
        }
    }
}

impl From<(&'static str, bool)> for ReasonOut {
    fn from((code, speaks_for): (&'static str, bool)) -> Self {
        Self { code: code.to_owned(), speaks_for }
    }
}

impl From<(Why, String)> for WhyOut {
    fn from((why, unit_name): (Why, String)) -> Self {
        let basis = why.basis().map(str::to_owned);
        Self { code: why.name().to_owned(), unit_name, basis }
    }
}
