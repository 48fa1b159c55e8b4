//! Rows whose guards and clocks deserve a story of their own, from receipt to the draft.

use super::*;
use crate::case::{Ending, Queue};

fn paper() -> Case {
    Case { paper: true, ..fixture::case() }
}

fn of(kind: Kind) -> Case {
    Case { kind, ..fixture::case() }
}

#[test]
fn the_first_notice_counts_from_receipt_and_is_met_when_served() {
    let mut world = at(fixture::case(), "screening");
    assert_eq!(world.due(ClockKind::Notice), Some(day("2026-12-07")), "10 working days past 24/11");
    world.both(accept());
    assert_eq!(world.due(ClockKind::Notice), None);

    let mut on_paper = at(paper(), "screening");
    let too_early = on_paper.take(desk(), &Step::Deliver { clock: ClockKind::Notice });
    assert_eq!(too_early, Err(Refusal::OutOfOrder));
    on_paper.both(accept());
    assert!(on_paper.open(ClockKind::Notice).is_some());
    on_paper.must(desk(), &Step::Deliver { clock: ClockKind::Notice });
    assert_eq!(on_paper.due(ClockKind::Notice), None);
}

#[test]
fn settling_counts_from_the_event_its_rule_names() {
    let mut party = at(fixture::case(), "screening");
    party.later(5).both(accept());
    assert_eq!(party.open(ClockKind::Resolution).unwrap().anchor_on, day("2026-11-20"));
    let mut state = at(fixture::case(), "screening");
    state.later(5).both(Act::Accept { track: Track::State });
    let clock = state.open(ClockKind::Resolution).unwrap();
    assert_eq!((clock.rule.as_str(), clock.anchor_on), ("TC-05", day("2026-11-25")));
    assert_eq!(clock.due_on, day("2026-12-25"));
}

#[test]
fn asking_before_acceptance_holds_nothing() {
    let mut world = in_state(&fixture::case(), "need_info");
    let promised = world.due(ClockKind::Notice);
    world.later(15).must(Actor::Scheduler, &Step::Resume);
    assert_eq!(world.due(ClockKind::Notice), promised, "the first notice stays owed");
    world.both(accept());
    let clock = world.open(ClockKind::Resolution).unwrap();
    assert!(clock.holds.is_empty());
    assert_eq!(clock.due_on, at(fixture::case(), "accepted").due(ClockKind::Resolution).unwrap());
}

#[test]
fn asking_is_bounded_and_silence_only_resumes() {
    let mut world = at(fixture::case(), "screening");
    let far = Step::Ask { resume_on: world.today + Days::new(91) };
    assert_eq!(world.take(triage(), &far), Err(Refusal::BadDay));
    for _ in 0..BOUNDS.asks {
        let resume_on = world.today + Days::new(10);
        world.must(triage(), &Step::Ask { resume_on });
        assert_eq!(world.take(Actor::Scheduler, &Step::Resume), Err(Refusal::OutOfOrder));
        world.later(10).must(Actor::Scheduler, &Step::Resume);
    }
    let again = Step::Ask { resume_on: world.today + Days::new(10) };
    assert_eq!(world.take(triage(), &again), Err(Refusal::AskedEnough));
}

#[test]
fn no_detour_resets_the_resolution_clock() {
    // 7 and 9: out of an assigned case and back.
    let mut world = at(Case { track: Track::State, ..fixture::case() }, "screening");
    world.both(Act::Accept { track: Track::State });
    world.must(triage(), &Step::Assign { to: to_handler() });
    let due = world.due(ClockKind::Resolution);
    world.both(transfer());
    assert_eq!(world.take(Actor::Scheduler, &Step::Return), Err(Refusal::OutOfOrder));
    world.later(30).must(Actor::Scheduler, &Step::Return);
    world.both(Act::Accept { track: Track::State });
    assert_eq!((world.due(ClockKind::Resolution), world.count(ClockKind::Resolution)), (due, 1));

    // 26 and 27: withdrawn after acceptance, and on again.
    let mut world = at(fixture::case(), "accepted");
    let due = world.due(ClockKind::Resolution);
    world.must(Actor::Resident, &Step::Withdraw);
    world.later(3).must(triage(), &Step::GoOn);
    assert_eq!(world.case.state.name(), "accepted");
    assert_eq!((world.due(ClockKind::Resolution), world.count(ClockKind::Resolution)), (due, 1));

    // Another track's rule takes over from the earlier anchor.
    let mut world = at(fixture::case(), "assigned");
    world.both(transfer());
    world.later(5).must(triage(), &Step::Return);
    world.both(Act::Accept { track: Track::State });
    let clock = world.open(ClockKind::Resolution).unwrap();
    assert_eq!((clock.rule.as_str(), clock.anchor_on), ("TC-05", day("2026-11-20")));
}

#[test]
fn reclassifying_counts_the_right_clock_from_the_original_receipt() {
    let mut world = at(Case { track: Track::State, ..of(Kind::ToCao) }, "screening");
    assert_eq!(world.open(ClockKind::Notice).unwrap().rule, "TC-01");
    world.later(3).must(triage(), &Step::Reclassify { kind: Kind::PhanAnh });
    let clock = world.open(ClockKind::Notice).unwrap();
    assert_eq!((clock.rule.as_str(), clock.anchor_on), ("PA-01", day("2026-11-20")));
    let same = world.must(triage(), &Step::Reclassify { kind: Kind::PhanAnh });
    assert_eq!(same.clocks, [], "nothing starts anew");
}

#[test]
fn a_notice_given_before_a_detour_stays_given() {
    let mut world = in_state(&fixture::case(), "transferred_out");
    world.later(2).must(triage(), &Step::Return);
    world.must(triage(), &Step::Reclassify { kind: Kind::PhanAnh });
    assert_eq!((world.due(ClockKind::Notice), world.count(ClockKind::Notice)), (None, 1));
}

#[test]
fn a_commendation_is_accepted_with_thanks_or_kept() {
    let mut world = at(of(Kind::BieuDuong), "screening");
    world.both(accept());
    let ending = State::Closed { on: world.today, ending: Ending::Acknowledged };
    assert_eq!(world.case.state, ending);
    let mut world = at(of(Kind::BieuDuong), "screening");
    let review_on = world.today + Days::new(30);
    world.both(Act::Record { reason: RecordReason::Commendation, review_on });
    let mut world = at(of(Kind::ToCao), "screening");
    for reason in [RecordReason::Commendation, RecordReason::AnonymousWithoutFacts] {
        let act = Step::Propose(Act::Record { reason, review_on });
        assert_eq!(world.take(triage(), &act), Err(Refusal::OutOfOrder), "{reason:?}");
    }
}

#[test]
fn a_letter_before_a_congress_wakes_with_the_new_committee() {
    let mut world = at(fixture::case(), "screening");
    let review_on = world.today + Days::new(60);
    world.both(Act::Record { reason: RecordReason::PreCongress, review_on });
    assert_eq!(world.take(Actor::Scheduler, &Step::Resume), Err(Refusal::OutOfOrder));
    world.later(60).must(Actor::Scheduler, &Step::Resume);
    assert_eq!(world.open(ClockKind::Notice).unwrap().anchor_on, review_on);
    let mut repeat = in_state(&fixture::case(), "recorded");
    assert_eq!(repeat.later(90).take(Actor::Scheduler, &Step::Resume), Err(Refusal::OutOfOrder));
}

#[test]
fn who_proposes_or_handles_never_confirms() {
    let mut world = at(Case { queue: Queue::Above, ..fixture::case() }, "screening");
    assert_eq!(world.take(above(), &Step::Confirm), Err(Refusal::NoProposal));
    world.must(above(), &Step::Propose(accept()));
    assert_eq!(world.take(above(), &Step::Confirm), Err(Refusal::SamePerson));
    assert_eq!(world.take(above(), &Step::SendBack), Err(Refusal::SamePerson));
    assert_eq!(world.take(approver(), &Step::Confirm), Err(Refusal::NotYours));
    assert_eq!(world.take(above(), &Step::Propose(accept())), Err(Refusal::ProposalWaits));
    world.must(staff(51, Role::Above, 50), &Step::Confirm);
}

#[test]
fn a_proposal_of_someone_kept_out_since_is_void() {
    let mut world = at(fixture::case(), "screening");
    world.must(triage(), &Step::Propose(accept()));
    world.excluded.accounts.insert(id(&triage()));
    assert_eq!(world.take(approver(), &Step::Confirm), Err(Refusal::NoProposal));
    world.must(Actor::Scheduler, &Step::AddSubject { member: fixture::member(1) });
    assert_eq!(world.case.pending, None);
}

#[test]
fn only_a_short_letter_of_the_own_queue_is_routed_by_itself() {
    let route = Step::Route { to: to_handler() };
    let mut world = at(of(Kind::PhanAnh), "screening");
    assert_eq!(world.take(triage(), &route), Err(Refusal::NotYours));
    let mut excluded = world.clone();
    excluded.excluded.accounts.insert(id(&handler()));
    assert_eq!(excluded.take(Actor::Scheduler, &route), Err(Refusal::OfficerExcluded));
    let by_hand = at(of(Kind::PhanAnh), "assigned");
    world.must(Actor::Scheduler, &route);
    assert_eq!((&world.case.state, &world.clocks), (&by_hand.case.state, &by_hand.clocks));

    let on_paper = Case { kind: Kind::GopY, ..paper() };
    let mut world = at(on_paper, "screening");
    world.must(Actor::Scheduler, &route);
    assert!(world.open(ClockKind::Notice).is_some(), "still to be handed over");

    let above = Case { queue: Queue::Above, ..of(Kind::PhanAnh) };
    for case in [of(Kind::ToCao), of(Kind::BieuDuong), above] {
        let mut world = at(case, "screening");
        assert_eq!(world.take(Actor::Scheduler, &route), Err(Refusal::OutOfOrder));
    }
}

#[test]
fn nobody_kept_out_is_assigned() {
    let mut world = at(fixture::case(), "accepted");
    world.excluded.units.insert(unit(71));
    world.excluded.accounts.insert(id(&handler()));
    let to = |to| Step::Assign { to };
    assert_eq!(world.take(triage(), &to(to_other())), Err(Refusal::UnitExcluded));
    assert_eq!(world.take(triage(), &to(to_handler())), Err(Refusal::OfficerExcluded));
    let helped = Assignment { coordinating: Some(unit(71)), unit: unit(72), ..to_other() };
    assert_eq!(world.take(triage(), &to(helped)), Err(Refusal::UnitExcluded));
}

#[test]
fn a_late_subject_takes_the_case_from_a_handler_who_must_not_know() {
    let add = Step::AddSubject { member: fixture::member(1) };
    for (state, after) in [
        ("assigned", "accepted"),
        ("verifying", "accepted"),
        ("review", "accepted"),
        ("withdrawn", "withdrawn"),
        ("concluded", "concluded"),
        ("monitoring", "monitoring"),
    ] {
        let mut world = in_state(&fixture::case(), state);
        let due = world.due(ClockKind::Resolution);
        world.excluded.accounts.insert(id(&handler()));
        let decision = world.must(triage(), &add);
        assert_eq!(world.case.state.name(), after, "{state}");
        assert_eq!(decision.recused, Some(id(&handler())), "{state}");
        assert_eq!(world.due(ClockKind::Resolution), due, "no clock stops: {state}");
        assert_eq!(world.take(handler(), &Step::Recuse), Err(Refusal::NotYours), "{state}");
    }
    let mut helped = in_state(&fixture::case(), "verifying");
    helped.excluded.units.insert(unit(75));
    assert_eq!(helped.must(triage(), &add).recused, None);
    let to = Assignment { coordinating: None, ..to_handler() };
    assert_eq!(helped.case.state, State::Verifying { to }, "only the helper goes");
}

#[test]
fn nothing_opens_without_a_declaration() {
    // 27: withdrawn before the declaration, and on again.
    let mut world = at(fixture::case(), "assigned");
    world.must(Actor::Resident, &Step::Withdraw);
    world.must(triage(), &Step::GoOn);
    assert_eq!(world.case.state, State::Assigned { to: to_handler() });
    assert_eq!(world.count(ClockKind::TakeUp), 1);
    // 24: another officer.
    for state in ["verifying", "drafted", "review"] {
        let mut world = at(fixture::case(), state);
        world.must(above(), &Step::Reorganise { to: to_other() });
        assert_eq!(world.case.state, State::Assigned { to: to_other() }, "{state}");
        assert_eq!(world.due(ClockKind::Review), None, "{state}");
        assert!(world.open(ClockKind::TakeUp).is_some(), "{state}");
    }
    // 24: the same officer in a unit with a new name goes on.
    let mut world = at(fixture::case(), "verifying");
    let to = Assignment { unit: unit(700), ..to_handler() };
    world.must(above(), &Step::Reorganise { to });
    assert_eq!(world.case.state, State::Verifying { to });
}

#[test]
fn a_hold_is_asked_for_in_time_where_the_rule_knows_it_and_ends_by_itself() {
    let hold = |until| Act::Hold { hold: HoldType::Suspension, until };
    let mut world = at(fixture::case(), "verifying");
    let due = world.due(ClockKind::Resolution).unwrap();
    let until = world.today + Days::new(28);
    world.both(hold(until));
    assert!(due < world.due(ClockKind::Resolution).unwrap());
    let another = Step::Propose(hold(until));
    assert_eq!(world.take(handler(), &another), Err(Refusal::AlreadyHeld));
    assert_eq!(world.take(Actor::Scheduler, &Step::EndHold), Err(Refusal::OutOfOrder));
    // The job was down for a week: the hold is no longer than granted.
    let planned = world.due(ClockKind::Resolution);
    world.later(35).must(Actor::Scheduler, &Step::EndHold);
    assert_eq!(world.due(ClockKind::Resolution), planned);
    assert_eq!(world.take(handler(), &Step::EndHold), Err(Refusal::NotHeld));

    let late = world.due(ClockKind::Resolution).unwrap();
    world.today = late + Days::new(1);
    let act = Step::Propose(hold(late + Days::new(9)));
    assert_eq!(world.take(handler(), &act), Err(Refusal::PastDue));

    let complaint = Case { received_on: day("2026-06-01"), ..of(Kind::KhieuNai) };
    let mut early = at(complaint, "screening");
    early.both(Act::Accept { track: Track::State });
    early.must(triage(), &Step::Assign { to: to_handler() });
    early.must(handler(), &Step::Declare);
    let act = Step::Propose(hold(day("2026-06-10")));
    assert_eq!(early.take(handler(), &act), Err(Refusal::NoHold), "Đ11a holds since 1/7/2026");
}

#[test]
fn an_extension_needs_as_many_criteria_as_the_law_asks_and_chains_on_the_nominal_end() {
    let mut world = at(fixture::case(), "screening");
    world.both(Act::Accept { track: Track::State });
    world.must(triage(), &Step::Assign { to: to_handler() });
    world.must(handler(), &Step::Declare);
    let extend = |days, count| Act::Extend { days, criteria: complex(count) };
    let refused = |world: &mut World, act| world.take(handler(), &Step::Propose(act)).unwrap_err();
    assert_eq!(refused(&mut world, extend(30, 0)), Refusal::NotComplex);
    assert_eq!(refused(&mut world, extend(31, 1)), Refusal::NoExtension);
    assert_eq!(world.due(ClockKind::Resolution), Some(day("2026-12-21")), "20/12 is a Sunday");
    world.both(extend(30, 1));
    assert_eq!(world.due(ClockKind::Resolution), Some(day("2027-01-19")), "from 20/12");
    assert_eq!(refused(&mut world, extend(30, 1)), Refusal::NotComplex);
    world.both(extend(30, 2));
    assert_eq!(refused(&mut world, extend(1, 7)), Refusal::NoExtension);
    world.today = world.due(ClockKind::Resolution).unwrap() + Days::new(1);
    assert!(matches!(refused(&mut world, extend(1, 7)), Refusal::PastDue));
}

#[test]
fn a_draft_answers_every_allegation_on_evidence_after_the_subject_could_speak() {
    let mut world = at(fixture::case(), "verifying");
    let full = draft(&world);
    assert_eq!(world.take(handler(), &full), Err(Refusal::NotHeard));
    world.both(Act::Hear);
    assert_eq!(world.take(Actor::Scheduler, &Step::Lapse), Err(Refusal::OutOfOrder));
    world.later(30).must(Actor::Scheduler, &Step::Lapse);
    let Step::Draft { mut findings, measures } = draft(&world) else { unreachable!() };
    let with = |findings: &[Finding]| Step::Draft { findings: findings.to_vec(), measures: vec![] };
    assert_eq!(world.take(handler(), &with(&findings[..1])), Err(Refusal::NoOutcome));
    findings[1].evidence = false;
    assert_eq!(world.take(handler(), &with(&findings)), Err(Refusal::NoEvidence));
    let mut empty = world.clone();
    empty.case.allegations.clear();
    assert_eq!(empty.take(handler(), &with(&[])), Err(Refusal::NoOutcome));
    findings[1].evidence = true;
    world.must(handler(), &Step::Draft { findings, measures });
    assert!(world.open(ClockKind::Review).is_none(), "C5 runs from handing in");
    world.must(handler(), &Step::Submit);
    assert!(world.open(ClockKind::Review).is_some());
}
