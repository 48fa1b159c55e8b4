//! `/nguoi` – adding a person named: from the suggestion, or from the register by what is known of them.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::app::Words;
use crate::app::view::PersonView;
use crate::domain::ids::MemberId;
use crate::domain::step::{Step, StepKind};
use crate::web::staff::fields::{Mend, Mends};

use super::decision::{Decision, Deed, Situation};
use super::lines::{MatchLine, PersonLine, SuggestionLines};

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct AddPerson {
    pub member: String,
    /// What was searched for.
    pub tim: String,
}

/// Who may be chosen; nobody is chosen beforehand.
#[derive(Debug, Default, Serialize)]
pub struct People {
    /// From the letter's own words, with reasons.
    pub suggested: Vec<MatchLine>,
    pub found: Vec<PersonLine>,
}

impl Decision for AddPerson {
    const SLUG: &'static str = "nguoi";
    const TEMPLATE: &'static str = "pages/noi-bo/hs/nguoi.html";
    const STEPS: &'static [StepKind] = &[StepKind::AddSubject];
    type Choices = People;

    fn choices(&self, at: &Situation<'_>) -> Self::Choices {
        let new = |member: MemberId| !at.case.case.subjects.contains(&member);
        let suggestion = at.case.suggestion.as_ref();
        let matched = |person: &PersonView| {
            let people = suggestion.map_or(&[][..], |suggestion| &suggestion.people);
            people.iter().any(|one| one.person.member == person.member)
        };
        let suggested = suggestion.map(SuggestionLines::of).map(|lines| lines.people);
        let known: Vec<String> = at.case.case.subjects.iter().map(ToString::to_string).collect();
        let mut suggested = suggested.unwrap_or_default();
        suggested.retain(|line| !known.contains(&line.person.member));
        let found = at.found.iter().filter(|person| new(person.member) && !matched(person));
        People { suggested, found: found.map(PersonLine::of).collect() }
    }

    fn searches(&self) -> Option<&str> {
        Some(&self.tim)
    }

    fn search(&mut self, text: String) {
        self.tim = text;
    }

    fn deed(&self, _at: &Situation<'_>) -> Result<Deed, Mends> {
        match Uuid::parse_str(&self.member) {
            Ok(member) => {
                let step = Step::AddSubject { member: MemberId(member) };
                Ok(Deed::Take(step, Words::None))
            }
            Err(_) => Err(Mends(vec![Mend::at("member", "flaw-member")])),
        }
    }
}
