//! What a resident is promised next, and by when.

use chrono::NaiveDate;

use crate::domain::case::State;
use crate::domain::clock::{Clock, ClockKind};

/// The next thing a resident can count on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Promise {
    pub what: Promised,
    /// Last day on which it is kept in time.
    pub due_on: NaiveDate,
    /// The holidays on the way are not all decreed yet, so the day may move.
    pub provisional: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Promised {
    /// We tell who handles it, or why nobody does.
    Notice,
    /// The result.
    Answer,
}

impl Promised {
    /// The spelling of the public API.
    pub fn name(self) -> &'static str {
        match self {
            Self::Notice => "notice",
            Self::Answer => "answer",
        }
    }
}

/// The promise that the running clocks make. None once everything promised was given.
pub fn of(state: &State, clocks: &[Clock]) -> Option<Promise> {
    promised(state, clocks).map(|(what, clock)| Promise {
        what,
        due_on: clock.due_on,
        provisional: clock.provisional,
    })
}

/// The promise together with the clock it rests on.
pub fn promised<'a>(state: &State, clocks: &'a [Clock]) -> Option<(Promised, &'a Clock)> {
    let open = |kind: ClockKind| move |clock: &&Clock| clock.kind == kind && clock.is_open();
    // With a clock on each track, the earlier day is the one to count on.
    let running =
        |kind: ClockKind| clocks.iter().filter(open(kind)).min_by_key(|clock| clock.due_on);
    let before = matches!(state, State::Received | State::Screening | State::NeedInfo { .. });
    match (running(ClockKind::Notice).filter(|_| before), running(ClockKind::Resolution)) {
        (Some(clock), _) => Some((Promised::Notice, clock)),
        (None, Some(clock)) => Some((Promised::Answer, clock)),
        (None, None) => None,
    }
}
