//! The life of one generated case: the real rules applied step by step, in memory.

use chrono::{Days, NaiveDate};

use super::world::{Target, World};
use crate::domain::access::{Account, Actor, Role};
use crate::domain::case::{Case, State};
use crate::domain::clock::{Clock, ClockKind, Ending, Stage, Timing};
use crate::domain::decide::{self, Bounds, Context, Event};
use crate::domain::step::{Act, Step};

/// A case with what has happened to it.
pub(super) struct Life<'a> {
    pub case: Case,
    pub clocks: Vec<Clock>,
    pub events: Vec<Event>,
    world: &'a World<'a>,
    target: &'a Target,
    timing: Timing<'a>,
    bounds: Bounds,
    today: NaiveDate,
    /// Shares the work out among those who may do it.
    turn: usize,
}

/// What every life of one run shares.
#[derive(Clone, Copy)]
pub(super) struct Times<'a> {
    pub timing: Timing<'a>,
    pub bounds: Bounds,
    pub today: NaiveDate,
}

impl<'a> Life<'a> {
    pub fn begin(
        case: Case,
        world: &'a World<'a>,
        target: &'a Target,
        times: Times<'a>,
        turn: usize,
    ) -> Self {
        let Times { timing, bounds, today } = times;
        let (clocks, events) = (Vec::new(), Vec::new());
        let mut life = Self { case, clocks, events, world, target, timing, bounds, today, turn };
        life.take(life.case.received_on, &Step::Screen, Some(Actor::Scheduler));
        life
    }

    pub fn today(&self) -> NaiveDate {
        self.today
    }

    /// Takes a step, if its day has come, somebody may take it and the rules allow it.
    pub fn take(&mut self, day: NaiveDate, step: &Step, actor: Option<Actor>) -> bool {
        let (Some(actor), true) = (actor, day <= self.today) else { return false };
        let context = Context {
            today: day,
            timing: self.timing,
            excluded: &self.target.excluded,
            clocks: &self.clocks,
            bounds: self.bounds,
        };
        let Ok(decision) = decide::decide(&self.case, step, &actor, &context) else {
            return false;
        };
        for clock in decision.clocks {
            let same = |one: &&mut Clock| (one.kind, one.seq) == (clock.kind, clock.seq);
            match self.clocks.iter_mut().find(same) {
                Some(old) => *old = clock,
                None => self.clocks.push(clock),
            }
        }
        self.case = decision.case;
        self.events.push(decision.event);
        true
    }

    /// Proposed on one day and confirmed by a second person on the next, if that has come.
    pub fn agree(&mut self, day: NaiveDate, act: Act) -> bool {
        let proposer = match self.case.state.assignment() {
            Some(_) => self.officer(),
            None => self.staff(Role::Triage),
        };
        if !self.take(day, &Step::Propose(act), proposer) {
            return false;
        }
        let second = self.second();
        self.take(day + Days::new(1), &Step::Confirm, second)
    }

    pub fn staff(&self, role: Role) -> Option<Actor> {
        let found = self.world.actor(role, &self.case, &self.target.excluded, None, self.turn);
        found.map(Actor::Account)
    }

    pub fn officer(&self) -> Option<Actor> {
        let to = self.case.state.assignment()?;
        self.world.account(to.officer).map(Actor::Account)
    }

    pub fn second(&self) -> Option<Actor> {
        let first = self.case.pending.as_ref().map(|pending| pending.by);
        let excluded = &self.target.excluded;
        let found: Option<Account> =
            self.world.actor(Role::Approver, &self.case, excluded, first, self.turn);
        found.map(Actor::Account)
    }

    pub fn assign(&mut self, day: NaiveDate) -> bool {
        let Some(to) = self.target.to else { return false };
        let triage = self.staff(Role::Triage);
        self.take(day, &Step::Assign { to }, triage)
    }

    pub fn open(&self, kind: ClockKind) -> Option<&Clock> {
        self.clocks.iter().find(|clock| clock.kind == kind && clock.is_open())
    }

    /// Ends a window that nobody used, the day after it closed.
    pub fn pass(&mut self, kind: ClockKind) -> Option<NaiveDate> {
        let clock = self.clocks.iter_mut().find(|one| one.kind == kind && one.is_open())?;
        let after = clock.due_on + Days::new(1);
        if self.today < after {
            return None;
        }
        clock.end(after, Ending::Lapsed);
        Some(after)
    }

    /// Brings the reminders up to today, as if the jobs had run every morning.
    pub fn remind(&mut self) {
        for clock in self.clocks.iter_mut().filter(|clock| clock.is_open()) {
            let passed = clock.wake(self.today, self.timing.calendar()) == Some(Stage::Passed);
            if passed && clock.kind != ClockKind::Reply {
                clock.end(clock.due_on + Days::new(1), Ending::Lapsed);
            }
        }
    }

    pub fn is_verifying(&self) -> bool {
        matches!(self.case.state, State::Verifying { .. })
    }
}
