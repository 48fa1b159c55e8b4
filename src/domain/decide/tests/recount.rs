//! Row 29: what a calendar or a rule that was loaded later does to the days already promised; and two tracks at once.

use proptest::prelude::*;

use super::*;
use crate::clock::{Doubt, GIVEN, Verdict};
use crate::notice::{Addressee, Template};

const C2: ClockKind = ClockKind::Resolution;

fn of(kind: Kind) -> Case {
    Case { kind, ..fixture::case() }
}

fn keep() -> Step {
    Step::KeepDay { clock: C2, seq: 0 }
}

fn shift() -> Step {
    Step::MoveDay { clock: C2, seq: 0 }
}

/// A house answer due on 11 December; 9 December becomes a day off, and the rule a day longer.
fn affected() -> World {
    let mut world = at(of(Kind::GopY), "screening");
    world.today = day("2026-12-02");
    world.both(accept());
    assert_eq!(world.due(C2), Some(day("2026-12-11")), "7 working days");
    world.adopt(4);
    world
}

#[test]
fn a_firm_day_waits_for_a_decision_and_is_moved_by_it() {
    let mut world = affected();
    let clock = world.open(C2).unwrap().clone();
    assert_eq!((clock.due_on, clock.doubt), (day("2026-12-11"), Some(Doubt::Open)));
    assert_eq!((clock.calendar.as_str(), clock.term.as_str()), ("2026-1", "7 wd"));
    assert_eq!(world.take(handler(), &shift()), Err(Refusal::NotYours));
    let decision = world.must(triage(), &shift());
    let clock = world.open(C2).unwrap();
    assert_eq!((clock.due_on, clock.doubt), (day("2026-12-15"), None));
    assert_eq!((clock.calendar.as_str(), clock.term.as_str()), ("2027-2", "8 wd"));
    let told = [(Addressee::Reporter, Template::News), (Addressee::Triage, Template::Changed)];
    assert_eq!(decision.notices, told);
    assert_eq!(world.take(triage(), &shift()), Err(Refusal::DayStands));
}

#[test]
fn a_day_that_is_kept_stays_with_its_calendar_through_everything_that_follows() {
    let mut world = affected();
    let decision = world.must(approver(), &keep());
    assert_eq!(decision.notices, []);
    assert_eq!(world.open(C2).unwrap().doubt, Some(Doubt::Kept));
    world.adopt(4);
    assert_eq!(world.open(C2).unwrap().doubt, Some(Doubt::Kept), "it is not listed again");
    for step in [keep(), shift()] {
        assert_eq!(world.take(triage(), &step), Err(Refusal::DayStands));
    }
    world.must(triage(), &Step::Assign { to: to_handler() });
    world.must(handler(), &Step::Declare);
    world.both(Act::Extend { days: 1, criteria: complex(1) });
    let clock = world.open(C2).unwrap();
    assert_eq!((clock.due_on, clock.calendar.as_str()), (day("2026-12-14"), "2026-1"));
}

#[test]
fn nobody_becomes_late_by_a_new_calendar_or_ceases_to_be() {
    let mut world = affected();
    world.today = day("2026-12-14");
    assert_eq!(world.take(triage(), &shift()), Err(Refusal::PastDue), "late stays late");
    world.must(triage(), &keep());
    assert_eq!(world.open(C2).unwrap().days_late(world.today), 3);
}

/// A Party denunciation, 90 working days: counted over the undecreed Tết of 2027.
fn provisional() -> World {
    let mut world = at(fixture::case(), "screening");
    world.adopt(2);
    world.both(accept());
    assert!(world.open(C2).unwrap().provisional);
    world
}

#[test]
fn a_provisional_day_becomes_firm_by_itself_and_is_told_anew() {
    let mut world = provisional();
    let before = world.due(C2);
    world.edition = 3;
    let decision = world.must(Actor::Scheduler, &Step::Firm);
    let clock = world.open(C2).unwrap();
    assert!(!clock.provisional && before < Some(clock.due_on), "Tết lies in between");
    assert_eq!(clock.calendar, "2027-1");
    let told = [(Addressee::Reporter, Template::News), (Addressee::Triage, Template::Changed)];
    assert_eq!(decision.notices, told);
    assert_eq!(world.take(Actor::Scheduler, &Step::Firm), Err(Refusal::OutOfOrder));
}

#[test]
fn a_provisional_day_that_has_passed_is_left_to_a_person() {
    let mut world = provisional();
    let due = world.due(C2).unwrap();
    world.today = due + Days::new(1);
    world.adopt(3);
    let clock = world.open(C2).unwrap();
    assert_eq!((clock.due_on, clock.doubt), (due, Some(Doubt::Open)));
}

#[test]
fn a_check_in_is_promised_to_nobody_and_keeps_its_day_unseen() {
    let mut world = at(fixture::case(), "accepted");
    world.today = day("2026-11-09");
    world.must(Actor::Resident, &Step::ReportRetaliation);
    let first = world.open(ClockKind::CheckIn).unwrap().due_on;
    assert_eq!(first, day("2026-12-09"));
    world.adopt(4);
    let clock = world.open(ClockKind::CheckIn).unwrap();
    assert_eq!((clock.due_on, clock.doubt), (first, Some(Doubt::Kept)));
}

#[test]
fn party_and_state_clocks_run_side_by_side() {
    let mut world = at(fixture::case(), "accepted");
    let party = world.open(C2).unwrap().clone();
    world.later(3).both(Act::AddTrack);
    let rules: Vec<&str> = world
        .clocks
        .iter()
        .filter(|clock| clock.kind == C2)
        .map(|clock| clock.rule.as_str())
        .collect();
    assert_eq!(rules, ["PY-02b", "TC-05"]);
    let state = world.clocks.last().unwrap().clone();
    assert_eq!(
        (state.seq, state.anchor_on),
        (1, world.today),
        "from the acceptance of the State track"
    );
    let again = Step::Propose(Act::AddTrack);
    assert_eq!(world.take(triage(), &again), Err(Refusal::OutOfOrder));
    world.must(triage(), &Step::Assign { to: to_handler() });
    world.must(handler(), &Step::Declare);
    // The State clock ends first, so it is the one that is extended; a hold stops both.
    world.both(Act::Extend { days: 30, criteria: complex(1) });
    let clock = |world: &World, seq| {
        let mut all = world.clocks.iter().filter(|clock| clock.kind == C2);
        all.find(|clock| clock.seq == seq).unwrap().clone()
    };
    assert_eq!((clock(&world, 0).extensions.len(), clock(&world, 1).extensions.len()), (0, 1));
    let until = world.today + Days::new(14);
    world.both(Act::Hold { hold: HoldType::Suspension, until });
    assert!((0..2).all(|seq| clock(&world, seq).open_hold().is_some()));
    world.must(handler(), &Step::EndHold);
    assert!((0..2).all(|seq| clock(&world, seq).open_hold().is_none()));
    assert!(party.due_on <= clock(&world, 0).due_on);
}

#[test]
fn only_what_came_in_shortly_before_a_congress_waits_for_it() {
    // 25 working days before 10 December 2026, over the day off of 24 November.
    let refused = |received: &str, today: &str, review: &str| {
        let mut world = at(Case { received_on: day(received), ..fixture::case() }, "screening");
        world.today = day(today);
        let act = Act::Record { reason: RecordReason::PreCongress, review_on: day(review) };
        world.take(triage(), &Step::Propose(act)).err()
    };
    let window = fixture::timing().congresses[0].window(fixture::timing()).unwrap();
    assert_eq!((window.first, window.last), (day("2026-11-04"), day("2026-12-10")));
    assert_eq!(refused("2026-11-04", "2026-11-05", "2026-12-14"), None);
    assert_eq!(refused("2026-11-03", "2026-11-05", "2026-12-14"), Some(Refusal::NoCongress));
    assert_eq!(refused("2026-11-04", "2026-11-05", "2026-12-10"), Some(Refusal::NoCongress));
    assert_eq!(refused("2026-11-04", "2026-12-11", "2026-12-14"), Some(Refusal::NoCongress));
}

#[test]
fn an_extension_is_asked_for_before_the_day_it_is_due() {
    let mut world = at(Case { track: Track::State, ..fixture::case() }, "screening");
    world.both(Act::Accept { track: Track::State });
    world.must(triage(), &Step::Assign { to: to_handler() });
    world.must(handler(), &Step::Declare);
    let act = Step::Propose(Act::Extend { days: 30, criteria: complex(1) });
    let due = world.due(C2).unwrap();
    let mut on_time = world.clone();
    on_time.today = due - Days::new(1);
    on_time.must(handler(), &act);
    assert_eq!(on_time.take(handler(), &Step::Confirm), Err(Refusal::NotYours));
    // What was proposed in time and lies about until the due day is too late as well.
    on_time.today = due;
    assert_eq!(on_time.take(approver(), &Step::Confirm), Err(Refusal::PastDue));
    world.today = due;
    assert_eq!(world.take(handler(), &act), Err(Refusal::PastDue));
}

#[test]
fn each_type_of_hold_ends_within_its_own_maximum() {
    let mut world = at(fixture::case(), "screening");
    let ask = |days| Step::Ask { resume_on: world.today + Days::new(days) };
    let (longest, too_long) = (ask(30), ask(31));
    assert_eq!(world.take(triage(), &too_long), Err(Refusal::BadDay), "30 days by the data");
    world.must(triage(), &longest);
    let mut world = at(fixture::case(), "verifying");
    let hold = |days| {
        let until = world.today + Days::new(days);
        Step::Propose(Act::Hold { hold: HoldType::Suspension, until })
    };
    let (longest, too_long) = (hold(90), hold(91));
    assert_eq!(world.take(handler(), &too_long), Err(Refusal::BadDay), "90 days by the house");
    world.must(handler(), &longest);
}

/// Whatever happens to a clock: held, resumed, extended, recounted after calendars were loaded, kept or moved.
#[derive(Clone, Debug)]
enum Happening {
    Hold(u64),
    Resume,
    Extend(u32),
    Load,
    Decide(bool),
}

fn happenings() -> impl Strategy<Value = Vec<(u64, Happening)>> {
    let one = prop_oneof![
        (1..60_u64).prop_map(Happening::Hold),
        Just(Happening::Resume),
        (1..40_u32).prop_map(Happening::Extend),
        Just(Happening::Load),
        any::<bool>().prop_map(Happening::Decide),
    ];
    prop::collection::vec((0..9_u64, one), 1..30)
}

fn happens(clock: &mut Clock, today: NaiveDate, edition: &mut i64, what: &Happening) {
    let timing = fixture::edition(*edition);
    match what {
        Happening::Hold(days) => {
            clock.hold(HoldType::Suspension, today, today + Days::new(*days), timing).unwrap();
        }
        Happening::Resume => clock.resume(today, timing).unwrap(),
        Happening::Extend(days) => {
            let extension = clock::Extension { days: *days, granted_on: today, criteria: vec![] };
            clock.extend(extension, timing).unwrap();
        }
        Happening::Load => {
            *edition = (*edition + 1).min(fixture::EDITIONS);
            let timing = fixture::edition(*edition);
            let (verdict, checked) = clock.checked(today, timing).unwrap();
            *clock = checked;
            if verdict == Verdict::Firm {
                clock.renew(today, timing).unwrap();
            }
        }
        Happening::Decide(keep) => {
            let (verdict, _) = clock.verdict(today, timing).unwrap();
            match (verdict, keep) {
                (Verdict::Affected, true) => clock.doubt = Some(Doubt::Kept),
                (Verdict::Affected, false) => clock.renew(today, timing).unwrap(),
                _ => {}
            }
        }
    }
}

fn started(kind: Kind, track: Track) -> Clock {
    Clock::start(C2, 0, (kind, track), day("2026-11-20"), fixture::timing()).unwrap()
}

proptest! {
    /// Invariant 4: counted from what is stored with it, and from nothing else, a clock ends where it is stored to end.
    #[test]
    fn a_clock_can_always_be_counted_again_from_its_row(
        state in any::<bool>(),
        first in 1..=fixture::EDITIONS,
        story in happenings(),
    ) {
        let track = if state { Track::State } else { Track::Party };
        let (mut today, mut edition) = (day("2026-11-20"), first);
        let timing = fixture::edition(first);
        let mut clock = Clock::start(C2, 0, (Kind::ToCao, track), today, timing).unwrap();
        for (later, what) in story {
            today = today + Days::new(later);
            happens(&mut clock, today, &mut edition, &what);
            // With a book of later rules and all calendars there are now.
            let mut again = clock.clone();
            again.recount(fixture::edition(fixture::EDITIONS)).unwrap();
            prop_assert!(clock.rule != GIVEN && again.ends_like(&clock), "{clock:?} {again:?}");
        }
    }

    /// A longer hold never gives an earlier day, on either track.
    #[test]
    fn a_longer_hold_never_gives_an_earlier_day(
        state in any::<bool>(),
        from in 0..40_u64,
        short in 0..60_u64,
        longer in 0..60_u64,
        extended in 0..40_u32,
    ) {
        let track = if state { Track::State } else { Track::Party };
        let held = |days: u64| {
            let mut clock = started(Kind::ToCao, track);
            let from = clock.anchor_on + Days::new(from);
            if 0 < extended {
                let extension = clock::Extension { days: extended, granted_on: from, criteria: vec![] };
                clock.extend(extension, fixture::timing()).unwrap();
            }
            clock.hold(HoldType::Suspension, from, from + Days::new(days), fixture::timing()).unwrap();
            clock.due_on
        };
        prop_assert!(held(0) <= held(short) && held(short) <= held(short + longer));
    }
}
