//! A small committee in which steps are taken, and the tests that walk through it.

mod endings;
mod gate;
mod glance;
mod recount;
mod rows;
mod walk;

use chrono::{Days, NaiveDate};
use uuid::Uuid;

use super::*;
use crate::access::Role;
use crate::case::{Measure, Outcome};
use crate::fixture::{self, account, day, unit};
use crate::ids::MeasureId;
use crate::step::{Act, Complexity, Finding, HoldType, RecordReason, RefusalReason};

const BOUNDS: Bounds = Bounds { asks: 3, hold_days: 90 };

/// A case, its clocks, today, and who is kept out.
#[derive(Clone, Debug)]
struct World {
    case: Case,
    clocks: Vec<Clock>,
    excluded: Exclusions,
    today: NaiveDate,
    /// The calendar and rules in force, as [`fixture::edition`] numbers them.
    edition: i64,
}

impl World {
    fn new(case: Case) -> Self {
        let today = case.received_on;
        Self { case, clocks: Vec::new(), excluded: Exclusions::default(), today, edition: 1 }
    }

    fn decide(&self, actor: &Actor, step: &Step) -> Result<Decision, Refusal> {
        let context = Context {
            today: self.today,
            timing: fixture::edition(self.edition),
            excluded: &self.excluded,
            clocks: &self.clocks,
            bounds: BOUNDS,
        };
        decide(&self.case, step, actor, &context)
    }

    /// Takes the step as the store would: the case and each changed clock over the earlier one.
    fn take(&mut self, actor: Actor, step: &Step) -> Result<Decision, Refusal> {
        let decision = self.decide(&actor, step)?;
        self.case = decision.case.clone();
        for clock in &decision.clocks {
            self.clocks.retain(|one| (one.kind, one.seq) != (clock.kind, clock.seq));
            self.clocks.push(clock.clone());
        }
        self.excluded.accounts.extend(decision.recused);
        Ok(decision)
    }

    /// Another calendar or rule comes into force, and the job holds every open clock against it.
    fn adopt(&mut self, edition: i64) {
        self.edition = edition;
        let timing = fixture::edition(edition);
        for clock in self.clocks.iter_mut().filter(|clock| clock.is_open()) {
            *clock = clock.checked(self.today, timing).unwrap().1;
        }
    }

    fn must(&mut self, actor: Actor, step: &Step) -> Decision {
        let state = self.case.state.name();
        self.take(actor, step).unwrap_or_else(|why| panic!("{step:?} in {state}: {why:?}"))
    }

    fn both(&mut self, act: Act) -> Decision {
        let proposer = if proposed_by_handler(&act) { handler() } else { triage() };
        self.must(proposer, &Step::Propose(act));
        self.must(approver(), &Step::Confirm)
    }

    fn open(&self, kind: ClockKind) -> Option<&Clock> {
        self.clocks.iter().find(|clock| clock.kind == kind && clock.is_open())
    }

    fn due(&self, kind: ClockKind) -> Option<NaiveDate> {
        self.open(kind).map(|clock| clock.due_on)
    }

    fn count(&self, kind: ClockKind) -> usize {
        self.clocks.iter().filter(|clock| clock.kind == kind).count()
    }

    fn later(&mut self, days: u64) -> &mut Self {
        self.today = self.today + Days::new(days);
        self
    }
}

fn proposed_by_handler(act: &Act) -> bool {
    matches!(act, Act::Hear | Act::Hold { .. } | Act::Extend { .. })
}

fn staff(id: u128, role: Role, of: u128) -> Actor {
    Actor::Account(account(id, role, of))
}

fn desk() -> Actor {
    staff(10, Role::Desk, 60)
}
fn triage() -> Actor {
    staff(20, Role::Triage, 60)
}
fn approver() -> Actor {
    staff(30, Role::Approver, 60)
}
fn handler() -> Actor {
    staff(40, Role::Handler, 70)
}
fn other_handler() -> Actor {
    staff(41, Role::Handler, 71)
}
fn above() -> Actor {
    staff(50, Role::Above, 50)
}

fn to_handler() -> Assignment {
    Assignment { unit: unit(70), officer: id(&handler()), coordinating: Some(unit(75)) }
}

fn to_other() -> Assignment {
    Assignment { unit: unit(71), officer: id(&other_handler()), coordinating: None }
}

fn id(actor: &Actor) -> AccountId {
    actor.account().unwrap()
}

fn accept() -> Act {
    Act::Accept { track: Track::Party }
}

fn transfer() -> Act {
    Act::Transfer { body: "Công an phường".to_owned(), boomerang: false }
}

fn complex(count: usize) -> Vec<Complexity> {
    Complexity::ALL.into_iter().take(count).collect()
}

/// A finding on evidence for each allegation, and one measure due in twenty days.
fn draft(world: &World) -> Step {
    let finding = |allegation| Finding { allegation, outcome: Outcome::Partly, evidence: true };
    Step::Draft {
        findings: world.case.allegations.iter().map(|one| finding(one.id)).collect(),
        measures: vec![measure(world.today)],
    }
}

fn measure(today: NaiveDate) -> Measure {
    let id = MeasureId(Uuid::from_u128(1));
    Measure { id, due_on: today + Days::new(20), done_on: None }
}

/// A case that has come as far as `state` along the main line, by the steps that lead there.
fn at(case: Case, state: &str) -> World {
    let mut world = World::new(case);
    while world.case.state.name() != state {
        match world.case.state {
            State::Received => world.must(Actor::Scheduler, &Step::Screen),
            State::Screening => world.both(accept()),
            State::Accepted { .. } => world.must(triage(), &Step::Assign { to: to_handler() }),
            State::Assigned { .. } => world.must(handler(), &Step::Declare),
            State::Verifying { .. } => {
                world.both(Act::Hear);
                world.must(handler(), &Step::RecordReply);
                let draft = draft(&world);
                world.must(handler(), &draft)
            }
            State::Drafted { .. } => world.must(handler(), &Step::Submit),
            State::Review { .. } => world.must(approver(), &Step::Conclude),
            State::Concluded { .. } => world.must(Actor::Scheduler, &Step::Monitor),
            ref other => panic!("{} does not lead to {state}", other.name()),
        };
    }
    world
}

/// A case in any state.
fn in_state(case: &Case, state: &str) -> World {
    let ended = |act: Act| {
        let mut world = at(case.clone(), "screening");
        world.both(act);
        world
    };
    match state {
        "need_info" => {
            let mut world = at(case.clone(), "screening");
            let resume_on = world.today + Days::new(15);
            world.must(triage(), &Step::Ask { resume_on });
            world
        }
        "withdrawn" => {
            let mut world = at(case.clone(), "verifying");
            world.must(Actor::Resident, &Step::Withdraw);
            world
        }
        "not_accepted" => ended(Act::Refuse { reason: RefusalReason::NotCompetent }),
        "transferred_out" => ended(transfer()),
        "recorded" => ended(Act::Record {
            reason: RecordReason::Repeat,
            review_on: case.received_on + Days::new(30),
        }),
        "closed" => {
            let mut world = in_state(case, "withdrawn");
            world.both(Act::EndWithdrawn);
            world
        }
        main_line => at(case.clone(), main_line),
    }
}
