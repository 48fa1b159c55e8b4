//! How cases end, and what must be over before they do.

use super::*;

fn paper() -> Case {
    Case { paper: true, ..fixture::case() }
}

#[test]
fn a_case_closes_when_nothing_is_owed_any_more() {
    let close = Step::Propose(Act::Close);
    let mut world = at(paper(), "review");
    world.must(approver(), &Step::Conclude);
    let refused = |world: &mut World| world.take(triage(), &close).unwrap_err();
    assert_eq!(refused(&mut world), Refusal::NoticeOwed, "the acceptance");
    world.must(desk(), &Step::Deliver { clock: ClockKind::Notice });
    assert_eq!(refused(&mut world), Refusal::NoticeOwed, "the result");
    world.later(2).must(desk(), &Step::Deliver { clock: ClockKind::ResultNotice });
    assert_eq!(world.open(ClockKind::Appeal).unwrap().anchor_on, world.today, "from delivery");
    assert_eq!(refused(&mut world), Refusal::MeasureOwed);
    world.must(Actor::Scheduler, &Step::Monitor);
    let done = Step::FinishMeasure { measure: measure(world.today).id };
    world.later(40).must(handler(), &done);
    assert_eq!(world.take(handler(), &done), Err(Refusal::OutOfOrder));
    assert_eq!(refused(&mut world), Refusal::AppealRuns);
    world.today = world.due(ClockKind::Appeal).unwrap() + Days::new(1);
    world.both(Act::Close);
    let late = world.clocks.iter().find(|clock| clock.kind == ClockKind::Measure).unwrap();
    assert!(0 < late.days_late(world.today), "closing does not erase it");
    assert_eq!(world.take(Actor::Resident, &Step::Appeal), Err(Refusal::TooLate));
}

#[test]
fn a_posting_must_be_over_before_the_case_closes() {
    let mut world = at(fixture::case(), "review");
    world.case.track = Track::State;
    world.must(approver(), &Step::Conclude);
    assert_eq!(world.take(triage(), &Step::Propose(Act::Close)), Err(Refusal::PostingRuns));
    let begun = Step::Deliver { clock: ClockKind::Posting };
    let close = |world: &mut World| world.take(triage(), &Step::Propose(Act::Close)).unwrap_err();
    assert_eq!(world.take(handler(), &Step::PostAgain), Err(Refusal::NoClock), "not posted yet");
    assert_eq!(
        world.take(desk(), &begun),
        Err(Refusal::NotYours),
        "the desk sees paper cases only"
    );
    world.must(handler(), &begun);
    assert_eq!(world.take(handler(), &begun), Err(Refusal::NoClock), "once");
    let fifteenth = world.today + Days::new(15);
    assert_eq!(world.open(ClockKind::Posted).unwrap().nominal_on, fifteenth);
    for _ in 0..5 {
        assert_eq!(close(&mut world), Refusal::PostingRuns, "{}", world.today);
        world.later(2);
    }
    // Torn down on the tenth day: the days are counted anew.
    world.must(handler(), &Step::PostAgain);
    let due = world.due(ClockKind::Posted).unwrap();
    assert_eq!(world.open(ClockKind::Posted).unwrap().nominal_on, world.today + Days::new(15));
    world.today = due;
    assert_eq!(close(&mut world), Refusal::PostingRuns, "its last day");
    world.later(1);
    assert_eq!(world.take(handler(), &Step::PostAgain), Err(Refusal::OutOfOrder), "it is over");
    assert_eq!(close(&mut world), Refusal::MeasureOwed);
}

#[test]
fn a_short_answer_on_paper_is_handed_over_too() {
    let mut world = at(Case { kind: Kind::GopY, ..paper() }, "concluded");
    assert_eq!(world.open(ClockKind::ResultNotice), None, "no rule gives a term");
    world.must(desk(), &Step::Deliver { clock: ClockKind::Notice });
    assert_eq!(world.take(triage(), &Step::Propose(Act::Close)), Err(Refusal::NoticeOwed));
    world.later(3).must(desk(), &Step::Deliver { clock: ClockKind::ResultNotice });
    assert_eq!(world.open(ClockKind::Appeal).unwrap().anchor_on, world.today);
    let again = Step::Deliver { clock: ClockKind::ResultNotice };
    assert_eq!(world.take(desk(), &again), Err(Refusal::NoClock));
}

#[test]
fn a_review_may_be_asked_for_once_from_delivery_until_the_window_closes() {
    let mut web = in_state(&fixture::case(), "not_accepted");
    assert!(web.open(ClockKind::Appeal).is_some());
    assert!(web.must(Actor::Resident, &Step::Appeal).opens_appeal);
    assert_eq!(web.take(Actor::Resident, &Step::Appeal), Err(Refusal::TooLate));

    let mut on_paper = in_state(&paper(), "not_accepted");
    assert!(on_paper.open(ClockKind::Appeal).is_none(), "not served yet");
    on_paper.later(4).must(desk(), &Step::Deliver { clock: ClockKind::Notice });
    assert_eq!(on_paper.open(ClockKind::Appeal).unwrap().anchor_on, on_paper.today);
    on_paper.today = on_paper.due(ClockKind::Appeal).unwrap() + Days::new(1);
    assert_eq!(on_paper.take(Actor::Resident, &Step::Appeal), Err(Refusal::TooLate));

    let mut early = at(paper(), "concluded");
    assert!(early.must(Actor::Resident, &Step::Appeal).opens_appeal, "before it was served");
    early.must(desk(), &Step::Deliver { clock: ClockKind::ResultNotice });
    assert_eq!(early.count(ClockKind::Appeal), 1, "and not twice");
}

#[test]
fn check_ins_run_from_delivery_and_again_after_a_report() {
    let mut world = at(fixture::case(), "concluded");
    let due = |world: &World| -> Vec<i64> {
        let open =
            world.clocks.iter().filter(|one| one.kind == ClockKind::CheckIn && one.is_open());
        open.map(|clock| (clock.nominal_on - clock.anchor_on).num_days()).collect()
    };
    assert_eq!(due(&world), [30, 90, 180]);
    world.must(Actor::Resident, &Step::ReportRetaliation);
    assert_eq!(due(&world), [30, 90, 180], "they run already");
    for clock in world.clocks.iter_mut().filter(|clock| clock.kind == ClockKind::CheckIn) {
        clock.end(day("2027-06-01"), clock::Ending::Lapsed);
    }
    let told = world.must(Actor::Resident, &Step::ReportRetaliation).notices;
    assert_eq!(due(&world), [30, 90, 180]);
    assert_eq!(world.count(ClockKind::CheckIn), 6, "none overwrites an earlier one");
    assert_eq!(told, [(notice::Addressee::Above, notice::Template::Urgent)]);
}

#[test]
fn a_boomerang_does_not_fly() {
    let mut world = at(fixture::case(), "screening");
    let back = Act::Transfer { body: "Chi bộ 5".to_owned(), boomerang: true };
    assert_eq!(world.take(triage(), &Step::Propose(back)), Err(Refusal::Boomerang));
}

#[test]
fn a_raised_case_leaves_the_committee_for_good() {
    let mut world = at(fixture::case(), "screening");
    world.must(Actor::Scheduler, &Step::Raise);
    assert_eq!(world.take(triage(), &Step::Propose(accept())), Err(Refusal::NotYours));
    assert_eq!(world.take(Actor::Scheduler, &Step::Raise), Err(Refusal::OutOfOrder));
    world.must(above(), &Step::Propose(accept()));
}

#[test]
fn a_withdrawal_is_possible_until_the_conclusion_and_ends_nothing_by_itself() {
    for state in
        ["screening", "need_info", "accepted", "assigned", "verifying", "drafted", "review"]
    {
        let mut world = in_state(&fixture::case(), state);
        world.must(Actor::Resident, &Step::Withdraw);
        assert!(world.case.state.is_open(), "{state}");
        assert_eq!(world.due(ClockKind::Review), None, "{state}");
    }
    let mut over = at(fixture::case(), "concluded");
    assert_eq!(over.take(Actor::Resident, &Step::Withdraw), Err(Refusal::OutOfOrder));
}
