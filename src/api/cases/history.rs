//! The deadlines of a case and what happened to it.

use poem_openapi::Object;

use crate::api::types::{Day, Term};
use crate::app::view::{ClockView, EventView, Standing};
use crate::domain::clock::ClockKind;
use crate::domain::step::StepKind;

/// One deadline.
#[derive(Object)]
#[oai(rename = "Clock")]
pub struct ClockOut {
    pub kind: Term<ClockKind>,
    pub anchor_on: Day,
    pub due_on: Day,
    pub ended_on: Option<Day>,
    pub provisional: bool,
    pub standing: Term<Standing>,
    /// Days left, or days late when `standing` is `late`.
    pub days: i64,
    /// The rule's id in the shipped data.
    pub rule: String,
    pub title: String,
    /// The rule's legal basis.
    pub basis: String,
    /// False for a rule that nobody has confirmed yet.
    pub confirmed: bool,
}

/// One line of the history.
#[derive(Object)]
#[oai(rename = "Event")]
pub struct EventOut {
    pub on: Day,
    pub step: Term<StepKind>,
    /// For a confirmation: what was confirmed.
    pub act: Option<Term<StepKind>>,
    pub actor: String,
    pub before: String,
    pub after: String,
    pub note: String,
    /// Why words of a summary were kept that may betray the reporter.
    pub keep_reason: String,
}

impl From<ClockView> for ClockOut {
    fn from(view: ClockView) -> Self {
        let clock = view.clock;
        Self {
            kind: Term(clock.kind),
            anchor_on: Day(clock.anchor_on),
            due_on: Day(clock.due_on),
            ended_on: clock.ended.map(|(on, _)| Day(on)),
            provisional: clock.provisional,
            standing: Term(view.standing),
            days: view.days,
            rule: clock.rule,
            title: view.title.vi,
            basis: view.basis.vi,
            confirmed: view.confirmed,
        }
    }
}

impl From<EventView> for EventOut {
    fn from(view: EventView) -> Self {
        Self {
            on: Day(view.on),
            step: Term(view.step),
            act: view.act.map(Term),
            actor: view.actor,
            before: view.before,
            after: view.after,
            note: view.note,
            keep_reason: view.keep_reason,
        }
    }
}
