//! A case as its officers see it. No field of the reporter stands here.

use poem_openapi::Object;
use uuid::Uuid;

use super::history::{ClockOut, EventOut};
use super::suggestion::SuggestionOut;
use crate::api::letters::{AboutText, MessageOut};
use crate::api::types::{Day, Term};
use crate::app::Answer;
use crate::app::view::{AllegationView, CaseView, MeasureView, OfficerView, PaperView, PersonView};
use crate::domain::access::Sight;
use crate::domain::case::{Outcome, Queue, Track};
use crate::domain::letter::{Kind, Source};
use crate::domain::step::StepKind;

/// A case.
#[derive(Object)]
#[oai(rename = "Case")]
pub struct CaseOut {
    pub number: String,
    /// To be sent back with the next step.
    pub revision: i64,
    pub kind: Term<Kind>,
    pub track: Term<Track>,
    pub queue: Term<Queue>,
    pub state: String,
    pub source: Term<Source>,
    pub received_on: Day,
    /// The proposal that waits for a second person.
    pub pending: Option<Term<StepKind>>,
    /// The words given with that proposal.
    pub proposed_note: String,
    /// Why the proposed summary keeps words that may betray the reporter; empty for none.
    pub proposed_keep_reason: String,
    /// The earlier case that this one reviews.
    pub appeal_of: Option<String>,
    /// What this account may do now.
    pub steps: Vec<Term<StepKind>>,
    /// False until the officer in charge declared no conflict; the words are empty till then.
    pub opened: bool,
    /// How much of the case is shown: a coordinating unit sees the points and not the letter.
    pub sight: Term<Sight>,
    /// Officers whom the resident asks to keep away, undecided.
    pub challenged: Vec<String>,
    /// Whether the level above was called to look on. Told to it alone.
    pub called: bool,
    /// Waits above until it is decided whom it means.
    pub quarantined: bool,
    pub about: AboutText,
    pub place: String,
    pub happened_on: Option<Day>,
    pub text: String,
    pub allegations: Vec<AllegationOut>,
    pub subjects: Vec<PersonOut>,
    /// What triage is advised: whom the letter means, and which body is competent.
    pub suggestion: Option<SuggestionOut>,
    /// Who may be put in charge, when somebody may.
    pub candidates: Vec<CandidateOut>,
    pub handler: Option<String>,
    pub helper: Option<String>,
    pub clocks: Vec<ClockOut>,
    pub messages: Vec<MessageOut>,
    pub events: Vec<EventOut>,
    pub conclusion: Option<AnswerText>,
    pub measures: Vec<MeasureOut>,
    /// Legal notices to hand over on paper.
    pub paper: Vec<PaperOut>,
}

/// One point of the letter.
#[derive(Object)]
#[oai(rename = "Allegation")]
pub struct AllegationOut {
    pub id: Uuid,
    pub text: String,
    pub outcome: Option<Term<Outcome>>,
    pub evidence: String,
}

/// A member of the register.
#[derive(Object)]
#[oai(rename = "Person")]
pub struct PersonOut {
    pub member: Uuid,
    pub name: String,
    pub birth_year: Option<i32>,
    /// The branch that manages them.
    pub unit: String,
    pub posts: Vec<PostOut>,
}

/// An office that a member holds.
#[derive(Object)]
#[oai(rename = "Post")]
pub struct PostOut {
    /// The title's code.
    pub title: String,
    pub unit: String,
}

/// An officer who may be put in charge.
#[derive(Object)]
#[oai(rename = "Candidate")]
pub struct CandidateOut {
    pub account: Uuid,
    pub name: String,
    pub unit: Uuid,
    pub unit_name: String,
    pub suggested: bool,
    /// Cases in hand.
    pub load: i64,
    /// The last day of a leave this officer is on today.
    pub away_until: Option<Day>,
}

/// The four parts of the answer to the resident.
#[derive(Object)]
#[oai(rename = "Answer")]
pub struct AnswerText {
    /// What was checked.
    pub checked: String,
    /// What was found.
    pub found: String,
    /// What was and will be done.
    pub done: String,
    /// What the resident can do who disagrees.
    pub next: String,
}

/// Something that must be done after the conclusion.
#[derive(Object)]
#[oai(rename = "Measure")]
pub struct MeasureOut {
    pub id: Uuid,
    pub text: String,
    pub due_on: Day,
    pub done_on: Option<Day>,
}

/// A legal notice to hand over on paper.
#[derive(Object)]
#[oai(rename = "Paper")]
pub struct PaperOut {
    pub id: Uuid,
    pub template: String,
    pub addressee: String,
    pub delivered: bool,
}

impl From<CaseView> for CaseOut {
    fn from(view: CaseView) -> Self {
        let case = view.case;
        Self {
            number: view.number.to_string(),
            revision: case.revision,
            kind: Term(case.kind),
            track: Term(case.track),
            queue: Term(case.queue),
            state: case.state.name().to_owned(),
            source: Term(view.source),
            received_on: Day(case.received_on),
            pending: case.pending.map(|pending| Term(pending.act.kind())),
            proposed_note: view.proposed_note,
            proposed_keep_reason: view.proposed_keep_reason,
            appeal_of: view.appeal_of.map(|number| number.to_string()),
            steps: view.steps.into_iter().map(Term).collect(),
            opened: view.opened,
            sight: Term(view.sight),
            challenged: view.challenged,
            called: view.called,
            quarantined: case.above.quarantined,
            about: view.about.into(),
            place: view.place,
            happened_on: view.happened_on.map(Day),
            text: view.text,
            allegations: all(view.allegations),
            subjects: all(view.subjects),
            suggestion: view.suggestion.map(SuggestionOut::from),
            candidates: all(view.candidates),
            handler: view.handler,
            helper: view.helper,
            clocks: all(view.clocks),
            messages: all(view.messages),
            events: all(view.events),
            conclusion: view.conclusion.map(AnswerText::from),
            measures: all(view.measures),
            paper: all(view.paper),
        }
    }
}

pub(super) fn all<T, U: From<T>>(items: Vec<T>) -> Vec<U> {
    items.into_iter().map(U::from).collect()
}

impl From<AllegationView> for AllegationOut {
    fn from(view: AllegationView) -> Self {
        Self {
            id: view.id.0,
            text: view.text,
            outcome: view.outcome.map(Term),
            evidence: view.evidence,
        }
    }
}

impl From<PersonView> for PersonOut {
    fn from(view: PersonView) -> Self {
        let posts = view.posts.into_iter().map(|(title, unit)| PostOut { title, unit });
        Self {
            member: view.member.0,
            name: view.name,
            birth_year: view.birth_year,
            unit: view.unit,
            posts: posts.collect(),
        }
    }
}

impl From<OfficerView> for CandidateOut {
    fn from(view: OfficerView) -> Self {
        Self {
            account: view.account.0,
            name: view.name,
            unit: view.unit.0,
            unit_name: view.unit_name,
            suggested: view.suggested,
            load: view.load,
            away_until: view.away_until.map(Day),
        }
    }
}

impl From<Answer> for AnswerText {
    fn from(answer: Answer) -> Self {
        Self { checked: answer.checked, found: answer.found, done: answer.done, next: answer.next }
    }
}

impl From<AnswerText> for Answer {
    fn from(text: AnswerText) -> Self {
        Self { checked: text.checked, found: text.found, done: text.done, next: text.next }
    }
}

impl From<MeasureView> for MeasureOut {
    fn from(view: MeasureView) -> Self {
        Self {
            id: view.id.0,
            text: view.text,
            due_on: Day(view.due_on),
            done_on: view.done_on.map(Day),
        }
    }
}

impl From<PaperView> for PaperOut {
    fn from(view: PaperView) -> Self {
        Self {
            id: view.id.0,
            template: view.template.name().to_owned(),
            addressee: view.addressee.name().to_owned(),
            delivered: view.delivered,
        }
    }
}
