//! Who comes to be kept out, or let in, while a case is under way.

use super::*;
use crate::case::{Above, Queue};
use crate::fixture::member;
use crate::notice::{Addressee, Template};

fn told(decision: &Decision, to: Addressee) -> Option<Template> {
    decision.notices.iter().find(|(addressee, _)| *addressee == to).map(|(_, template)| *template)
}

#[test]
fn a_transfer_to_the_body_complained_of_takes_two_people_and_is_seen_above() {
    let mut world = at(fixture::case(), "screening");
    let back = Act::Transfer { body: "Chi bộ 5".to_owned(), boomerang: true };
    assert_eq!(world.take(triage(), &Step::Propose(back)), Err(Refusal::Boomerang));
    let despite = Act::TransferDespite { body: "Chi bộ 5".to_owned() };
    world.must(triage(), &Step::Propose(despite));
    assert!(!world.case.above.called, "nothing happened yet");
    let done = world.must(approver(), &Step::Confirm);
    assert_eq!(world.case.state.name(), "transferred_out");
    assert!(world.case.above.called);
    assert_eq!(told(&done, Addressee::Above), Some(Template::Changed));
}

#[test]
fn an_exception_is_made_for_a_seat_and_never_for_a_tie() {
    let assigned = |seat: bool, world: &mut World| {
        world.excluded.units.insert(unit(71));
        world.excluded.accounts.insert(id(&other_handler()));
        if seat {
            world.excluded.for_the_seat.insert(id(&other_handler()));
        }
        world.take(triage(), &Step::Propose(Act::AssignDespite { to: to_other() }))
    };
    let mut free = at(fixture::case(), "accepted");
    let act = Act::AssignDespite { to: to_other() };
    assert_eq!(free.take(triage(), &Step::Propose(act)), Err(Refusal::NoException));
    assert_eq!(assigned(false, &mut free), Err(Refusal::PersonalTie));

    let mut world = at(fixture::case(), "accepted");
    assigned(true, &mut world).unwrap();
    assert_eq!(world.take(triage(), &Step::Confirm), Err(Refusal::NotYours));
    let done = world.must(approver(), &Step::Confirm);
    assert_eq!((done.admitted, world.case.above.called), (Some(id(&other_handler())), true));
    assert_eq!(told(&done, Addressee::Above), Some(Template::Changed));
    // As the store keeps it from here on.
    world.excluded.accounts.remove(&id(&other_handler()));
    world.excluded.for_the_seat.remove(&id(&other_handler()));
    world.excluded.admitted.insert(id(&other_handler()));
    world.must(other_handler(), &Step::Declare);
    world.must(triage(), &Step::AddSubject { member: member(9) });
    assert_eq!(world.case.state.name(), "verifying", "the exception outlasts a further subject");
}

#[test]
fn whoever_is_challenged_loses_the_case_at_once_and_no_clock_stops() {
    let mut world = at(fixture::case(), "verifying");
    let due = world.due(ClockKind::Resolution);
    world.excluded.accounts.insert(id(&handler()));
    let officers = [id(&handler())].into();
    let asked = world.must(Actor::Resident, &Step::Challenge { officers });
    assert_eq!(world.case.state.name(), "accepted");
    assert_eq!((world.due(ClockKind::Resolution), asked.recused), (due, Some(id(&handler()))));
    assert_eq!(told(&asked, Addressee::Approver), Some(Template::Approve));
    let again = Step::Challenge { officers: [id(&other_handler())].into() };
    assert_eq!(world.take(Actor::Resident, &again), Err(Refusal::ProposalWaits));
    let ruling = Step::RuleChallenge { upheld: false };
    for actor in [triage(), handler(), desk(), Actor::Resident] {
        assert_eq!(world.take(actor, &ruling), Err(Refusal::NotYours));
    }
    world.must(approver(), &ruling);
    assert!(world.case.challenged.is_empty());
    assert_eq!(world.take(approver(), &ruling), Err(Refusal::OutOfOrder));
}

#[test]
fn whom_a_late_tie_keeps_out_is_relieved() {
    let mut world = at(fixture::case(), "verifying");
    assert_eq!(world.take(Actor::Scheduler, &Step::Relieve), Err(Refusal::OutOfOrder));
    let due = world.due(ClockKind::Resolution);
    world.excluded.accounts.insert(id(&handler()));
    world.must(Actor::Scheduler, &Step::Relieve);
    assert_eq!((world.case.state.name(), world.due(ClockKind::Resolution)), ("accepted", due));
    assert_eq!(world.take(Actor::Scheduler, &Step::Relieve), Err(Refusal::OutOfOrder));

    let mut helped = at(fixture::case(), "verifying");
    helped.excluded.units.insert(unit(75));
    helped.must(Actor::Scheduler, &Step::Relieve);
    assert_eq!(helped.case.state.assignment().unwrap().coordinating, None);
    assert_eq!(helped.case.state.name(), "verifying", "the helper goes alone");
}

#[test]
fn a_quarantined_case_comes_down_when_it_is_decided_whom_it_means() {
    let waits = Above { quarantined: true, ..Above::default() };
    let quarantined = Case { queue: Queue::Above, above: waits, ..fixture::case() };
    let mut world = at_screening(quarantined.clone());
    let named = world.must(above(), &Step::AddSubject { member: member(9) });
    assert_eq!((world.case.queue, world.case.above.quarantined), (Queue::Committee, false));
    assert_eq!(told(&named, Addressee::Triage), Some(Template::Intake), "as of any new letter");

    let mut decided = at_screening(quarantined);
    decided.must(above(), &Step::Propose(accept()));
    decided.must(staff(51, Role::Above, 50), &Step::Confirm);
    decided.must(above(), &Step::AddSubject { member: member(9) });
    assert_eq!(decided.case.queue, Queue::Above, "what the level above has taken on it keeps");

    let mut raised = at_screening(Case { queue: Queue::Above, ..fixture::case() });
    raised.must(above(), &Step::AddSubject { member: member(9) });
    assert_eq!(raised.case.queue, Queue::Above, "no other case comes down");
}

fn at_screening(case: Case) -> World {
    let mut world = World::new(case);
    world.must(Actor::Scheduler, &Step::Screen);
    world
}
