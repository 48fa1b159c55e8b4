//! What the pages of a case show, in plain values. Codes are worded by the templates.

use chrono::NaiveDate;
use serde::Serialize;

use crate::app::Answer;
use crate::app::suggest::{Match, Suggestion};
use crate::app::view::PublicMessage;
use crate::app::view::{CaseView, ClockView, EventView, MeasureView, PaperView, PersonView};
use crate::domain::case::Outcome;
use crate::domain::clock::{Clock, Ending, GIVEN};
use crate::domain::deadline::HoldTerm;
use crate::domain::letter::Lang;
use crate::domain::routing::Why;
use crate::domain::step::StepKind;
use crate::domain::text::Post;

/// What stands at the head of every page of a case.
#[derive(Clone, Debug, Serialize)]
pub struct Head {
    pub number: String,
    /// What forms are made from.
    pub revision: i64,
    pub state: &'static str,
    pub kind: &'static str,
    pub track: &'static str,
    pub queue: &'static str,
    pub source: &'static str,
    pub received_on: NaiveDate,
    /// Whether a name lies in the vault; never which.
    pub named: bool,
    pub paper: bool,
    pub handler: Option<String>,
    pub helper: Option<String>,
    pub appeal_of: Option<String>,
    /// How often a draft was returned.
    pub returned: u32,
}

impl Head {
    pub fn of(view: &CaseView) -> Self {
        let case = &view.case;
        Self {
            number: view.number.to_string(),
            revision: case.revision,
            state: case.state.name(),
            kind: case.kind.name(),
            track: case.track.name(),
            queue: case.queue.name(),
            source: view.source.name(),
            received_on: case.received_on,
            named: case.named,
            paper: case.paper,
            handler: view.handler.clone(),
            helper: view.helper.clone(),
            appeal_of: view.appeal_of.as_ref().map(ToString::to_string),
            returned: case.returned,
        }
    }
}

/// One point of the letter.
#[derive(Clone, Debug, Serialize)]
pub struct AllegationLine {
    pub text: String,
    pub outcome: Option<&'static str>,
    pub evidence: String,
}

impl AllegationLine {
    pub fn all(view: &CaseView) -> Vec<Self> {
        let line = |one: &crate::app::view::AllegationView| Self {
            text: one.text.clone(),
            outcome: one.outcome.map(Outcome::name),
            evidence: one.evidence.clone(),
        };
        view.allegations.iter().map(line).collect()
    }
}

/// A member, with what tells them apart from others of the same name.
#[derive(Clone, Debug, Serialize)]
pub struct PersonLine {
    pub member: String,
    pub name: String,
    pub birth_year: Option<i32>,
    pub unit: String,
    pub posts: Vec<PostLine>,
}

#[derive(Clone, Debug, Serialize)]
pub struct PostLine {
    pub title: &'static str,
    pub unit: String,
}

impl PersonLine {
    pub fn of(person: &PersonView) -> Self {
        let posts = person.posts.iter().map(|(title, unit)| PostLine {
            title: Post::from_code(title).map_or("other", Post::code),
            unit: unit.clone(),
        });
        Self {
            member: person.member.to_string(),
            name: person.name.clone(),
            birth_year: person.birth_year,
            unit: person.unit.clone(),
            posts: posts.collect(),
        }
    }
}

/// Whom the letter may mean, and which body is competent.
#[derive(Clone, Debug, Serialize)]
pub struct SuggestionLines {
    pub people: Vec<MatchLine>,
    pub unit: String,
    pub coordinating: String,
    pub reasons: Vec<WhyLine>,
}

/// A person the letter may mean, with codes of what speaks for and against.
#[derive(Clone, Debug, Serialize)]
pub struct MatchLine {
    pub person: PersonLine,
    pub strength: &'static str,
    pub pro: Vec<&'static str>,
    pub con: Vec<&'static str>,
}

#[derive(Clone, Debug, Serialize)]
pub struct WhyLine {
    pub code: &'static str,
    pub unit: String,
    /// The rule it rests on.
    pub basis: Option<&'static str>,
}

impl SuggestionLines {
    pub fn of(suggestion: &Suggestion) -> Self {
        let why = |(why, unit): &(Why, String)| WhyLine {
            code: why.name(),
            unit: unit.clone(),
            basis: why.basis(),
        };
        Self {
            people: suggestion.people.iter().map(MatchLine::of).collect(),
            unit: suggestion.unit_name.clone(),
            coordinating: suggestion.coordinating_name.clone(),
            reasons: suggestion.reasons.iter().map(why).collect(),
        }
    }
}

impl MatchLine {
    fn of(found: &Match) -> Self {
        let codes = |wanted: bool| {
            let of_kind = found.reasons.iter().filter(move |(_, is_for)| *is_for == wanted);
            of_kind.map(|(code, _)| *code).collect()
        };
        Self {
            person: PersonLine::of(&found.person),
            strength: found.strength.code(),
            pro: codes(true),
            con: codes(false),
        }
    }
}

/// One deadline, with everything it was counted from.
#[derive(Clone, Debug, Serialize)]
pub struct ClockLine {
    pub kind: &'static str,
    pub seq: u32,
    pub standing: &'static str,
    /// Days left, or late; below zero for a window that is over.
    pub days: i64,
    pub anchor_on: NaiveDate,
    pub nominal_on: NaiveDate,
    pub due_on: NaiveDate,
    pub provisional: bool,
    pub calendar: String,
    pub confirmed: bool,
    pub title: String,
    pub basis: String,
    /// Length and code of its unit.
    pub term: Option<(u32, &'static str)>,
    pub holds: Vec<HoldLine>,
    pub extensions: Vec<ExtensionLine>,
    /// How and when it ended.
    pub ended: Option<&'static str>,
    pub ended_on: Option<NaiveDate>,
    /// Whether it was counted by a rule; otherwise people set the day.
    pub counted: bool,
}

#[derive(Clone, Debug, Serialize)]
pub struct HoldLine {
    pub kind: &'static str,
    pub basis: String,
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub open: bool,
}

#[derive(Clone, Debug, Serialize)]
pub struct ExtensionLine {
    pub days: u32,
    pub granted_on: NaiveDate,
    pub criteria: Vec<&'static str>,
}

impl ClockLine {
    pub fn of(view: &ClockView, lang: Lang) -> Self {
        let clock = &view.clock;
        let standing = match clock.ended {
            Some((_, Ending::Void)) => "void",
            // Nobody must act within a window; it only passes.
            None if !clock.kind.is_duty() && view.days < 0 => "over",
            None if !clock.kind.is_duty() => "window",
            _ => view.standing.name(),
        };
        Self {
            kind: clock.kind.name(),
            seq: clock.seq,
            standing,
            days: view.days,
            anchor_on: clock.anchor_on,
            nominal_on: clock.nominal_on,
            due_on: clock.due_on,
            provisional: clock.provisional,
            calendar: clock.calendar.clone(),
            confirmed: view.confirmed,
            title: view.title.of(lang).to_owned(),
            basis: view.basis.of(lang).to_owned(),
            term: view.term,
            holds: holds(view),
            extensions: extensions(clock),
            ended: clock.ended.map(|(_, how)| how.name()),
            ended_on: clock.ended.map(|(on, _)| on),
            counted: clock.rule != GIVEN,
        }
    }
}

fn holds(view: &ClockView) -> Vec<HoldLine> {
    let line = |(hold, term): (&crate::domain::clock::Hold, &HoldTerm)| HoldLine {
        kind: hold.kind.name(),
        basis: term.basis.clone(),
        from: hold.from,
        to: hold.to,
        open: hold.open,
    };
    view.clock.holds.iter().zip(&view.holds).map(line).collect()
}

fn extensions(clock: &Clock) -> Vec<ExtensionLine> {
    let line = |extension: &crate::domain::clock::Extension| ExtensionLine {
        days: extension.days,
        granted_on: extension.granted_on,
        criteria: extension.criteria.iter().map(|criterion| criterion.name()).collect(),
    };
    clock.extensions.iter().map(line).collect()
}

/// `from` is `resident` or `office`; `what` is `text`, `question`, `notice` or `answer`.
#[derive(Clone, Debug, Serialize)]
pub struct MessageLine {
    pub on: NaiveDate,
    pub from: &'static str,
    pub what: &'static str,
    pub text: String,
    pub answer: Option<AnswerLines>,
}

impl MessageLine {
    pub fn of(message: &PublicMessage) -> Self {
        Self {
            on: message.on,
            from: message.from.name(),
            what: message.what.name(),
            text: message.text.clone(),
            answer: message.answer.as_ref().map(AnswerLines::of),
        }
    }
}

/// The four blocks of an answer.
#[derive(Clone, Debug, Default, Serialize)]
pub struct AnswerLines {
    pub checked: String,
    pub found: String,
    pub done: String,
    pub next: String,
}

impl AnswerLines {
    pub fn of(answer: &Answer) -> Self {
        Self {
            checked: answer.checked.clone(),
            found: answer.found.clone(),
            done: answer.done.clone(),
            next: answer.next.clone(),
        }
    }
}

#[derive(Clone, Debug, Serialize)]
pub struct EventLine {
    pub on: NaiveDate,
    pub step: &'static str,
    pub act: Option<&'static str>,
    /// A name, or `resident` or `scheduler`.
    pub actor: String,
    /// The new state, where it changed.
    pub after: Option<String>,
    pub note: String,
    pub keep: String,
}

impl EventLine {
    pub fn of(event: &EventView) -> Self {
        Self {
            on: event.on,
            step: event.step.name(),
            act: event.act.map(StepKind::name),
            actor: event.actor.clone(),
            after: Some(event.after.clone()).filter(|after| *after != event.before),
            note: event.note.clone(),
            keep: event.keep_reason.clone(),
        }
    }
}

#[derive(Clone, Debug, Serialize)]
pub struct MeasureLine {
    pub id: String,
    pub text: String,
    pub due_on: NaiveDate,
    pub done_on: Option<NaiveDate>,
}

impl MeasureLine {
    pub fn of(measure: &MeasureView) -> Self {
        Self {
            id: measure.id.to_string(),
            text: measure.text.clone(),
            due_on: measure.due_on,
            done_on: measure.done_on,
        }
    }
}

/// A notice to hand over on paper.
#[derive(Clone, Debug, Serialize)]
pub struct PaperLine {
    pub template: &'static str,
    pub addressee: &'static str,
    pub delivered: bool,
}

impl PaperLine {
    pub fn of(paper: &PaperView) -> Self {
        Self {
            template: paper.template.name(),
            addressee: paper.addressee.name(),
            delivered: paper.delivered,
        }
    }
}
