//! When somebody is told, day by day.

use super::*;
use crate::fixture::{day, timing};

/// Ten working days from Friday 20/11/2026 over Culture Day (24/11): due on Monday 7/12/2026.
/// As if it had started on that rule.
fn on_rule(clock: &mut Clock, rule: &str) {
    clock.rule = rule.to_owned();
    clock.term = timing().book.rule(rule).unwrap().term.written();
}

fn clock() -> Clock {
    let matter = (Kind::ToCao, Track::Party);
    let clock = Clock::start(ClockKind::Notice, 0, matter, day("2026-11-20"), timing()).unwrap();
    assert_eq!(clock.due_on, day("2026-12-07"));
    clock
}

/// What is told on which of the days from `from` on, `looks(day)` permitting.
fn told(
    clock: &mut Clock,
    from: &str,
    count: usize,
    looks: impl Fn(NaiveDate) -> bool,
) -> Vec<(String, String)> {
    let days = day(from).iter_days().take(count).filter(|day| looks(*day));
    days.filter_map(|on| {
        let stage = clock.wake(on, timing().calendar())?;
        Some((on.format("%d/%m").to_string(), stage.name()))
    })
    .collect()
}

fn lines(told: &[(String, String)]) -> Vec<String> {
    told.iter().map(|(on, stage)| format!("{on} {stage}")).collect()
}

#[test]
fn reminders_come_at_their_shares_and_rungs_one_a_working_day() {
    let told = told(&mut clock(), "2026-11-20", 40, |_| true);
    let expected = [
        "28/11 50",
        "03/12 80",
        "04/12 3d",
        "07/12 due",
        "08/12 rung1",
        "09/12 rung2",
        "10/12 rung3",
        "11/12 rung4",
        "14/12 rung5",
    ];
    assert_eq!(lines(&told), expected);
}

#[test]
fn waking_only_on_the_day_it_asks_for_tells_the_same() {
    let (mut daily, mut asleep) = (clock(), clock());
    let every_day = told(&mut daily, "2026-11-20", 60, |_| true);
    let mut when_asked = Vec::new();
    while let Some(on) = asleep.wake_on {
        let stage = asleep.wake(on, timing().calendar());
        when_asked.extend(stage.map(|stage| (on.format("%d/%m").to_string(), stage.name())));
        assert!(asleep.wake_on.is_none_or(|next| on < next), "time goes forward");
    }
    assert_eq!(every_day, when_asked);
}

#[test]
fn asking_twice_on_one_day_tells_once() {
    let mut clock = clock();
    for on in day("2026-11-20").iter_days().take(40) {
        clock.wake(on, timing().calendar());
        assert_eq!(clock.wake(on, timing().calendar()), None, "{on}");
    }
}

#[test]
fn after_a_week_nobody_looked_only_the_latest_is_told() {
    let told = told(&mut clock(), "2026-11-20", 40, |on| {
        on < day("2026-11-27") || day("2026-12-04") <= on
    });
    assert_eq!(lines(&told)[..2], ["04/12 3d", "07/12 due"]);
}

#[test]
fn the_ladder_is_climbed_rung_by_rung_even_after_a_week_nobody_looked() {
    let told = told(&mut clock(), "2026-11-20", 60, |on| {
        on < day("2026-12-05") || day("2026-12-16") <= on
    });
    let late = ["16/12 rung1", "17/12 rung2", "18/12 rung3", "21/12 rung4", "22/12 rung5"];
    assert_eq!(lines(&told)[3..], late);
}

#[test]
fn nobody_is_reminded_while_the_clock_stands_still() {
    let mut clock = clock();
    on_rule(&mut clock, "PA-05");
    clock.recount(timing()).unwrap();
    assert_eq!(clock.due_on, day("2026-12-02"), "7 working days");
    assert_eq!(lines(&told(&mut clock, "2026-11-20", 7, |_| true)), ["26/11 50"]);
    clock.hold(HoldType::Suspension, day("2026-11-27"), day("2026-12-11"), timing()).unwrap();
    assert_eq!((clock.due_on, clock.wake_on), (day("2026-12-16"), Some(day("2026-12-11"))));
    let told = told(&mut clock, "2026-11-27", 30, |_| true);
    let expected = ["13/12 3d", "16/12 due", "17/12 rung1", "18/12 rung2", "21/12 rung3"];
    assert_eq!(lines(&told)[..5], expected);
}

#[test]
fn a_hold_that_ran_out_silences_nobody() {
    let mut clock = clock();
    on_rule(&mut clock, "PA-05");
    clock.hold(HoldType::Appraisal, day("2026-11-23"), day("2026-11-30"), timing()).unwrap();
    assert!(
        clock.held_on(day("2026-11-29")).is_some() && clock.held_on(day("2026-11-30")).is_none()
    );
    let due = clock.due_on;
    let told = told(&mut clock, "2026-12-01", 30, |_| true);
    assert!(clock.open_hold().is_some(), "nobody ended it");
    assert_eq!(told.last().unwrap().1, "rung5");
    clock.resume(day("2026-12-20"), timing()).unwrap();
    assert_eq!(clock.due_on, due, "and it is no longer than was granted");
}

#[test]
fn an_extended_clock_reminds_again() {
    let mut clock = clock();
    on_rule(&mut clock, "TC-05");
    clock.recount(timing()).unwrap();
    let before = told(&mut clock, "2026-11-20", 30, |_| true);
    assert_eq!(before.last().unwrap(), &("18/12".to_owned(), "3d".to_owned()));
    let extension = Extension { days: 30, granted_on: day("2026-12-20"), criteria: vec![] };
    clock.extend(extension, timing()).unwrap();
    assert_eq!((clock.due_on, clock.reminded), (day("2027-01-19"), Some(Stage::Half)));
    let after = told(&mut clock, "2026-12-20", 31, |_| true);
    assert_eq!(lines(&after), ["07/01 80", "13/01 90", "16/01 3d", "19/01 due"]);
}

#[test]
fn a_window_tells_once_that_it_is_over() {
    let matter = (Kind::ToCao, Track::Party);
    let mut reply = Clock::start(ClockKind::Reply, 0, matter, day("2026-11-20"), timing()).unwrap();
    let told = told(&mut reply, "2026-11-20", 60, |_| true);
    assert_eq!(lines(&told), ["03/12 passed"]);
    assert_eq!(reply.wake_on, None);
}

#[test]
fn an_ended_clock_is_silent_and_its_lateness_stays() {
    let mut clock = clock();
    clock.end(day("2026-12-09"), Ending::Met);
    assert_eq!(told(&mut clock, "2026-12-09", 30, |_| true), []);
    assert_eq!((clock.days_late(day("2027-01-01")), clock.wake_on), (2, None));
}

#[test]
fn nothing_from_before_the_anchor_counts() {
    let mut clock = clock();
    let due = clock.due_on;
    let hold =
        |from, to| Hold { kind: HoldType::NeedInfo, from: day(from), to: day(to), open: false };
    clock.holds = vec![hold("2026-11-02", "2026-11-13"), hold("2026-11-16", "2026-11-20")];
    clock.recount(timing()).unwrap();
    assert_eq!(clock.due_on, due);
    clock.holds = vec![hold("2026-11-16", "2026-11-26")];
    clock.recount(timing()).unwrap();
    assert_eq!(clock.due_on, day("2026-12-10"), "20, 23 and 25 November");
}

#[test]
fn a_hold_after_the_end_moves_nothing() {
    let mut late = clock();
    late.hold(HoldType::NeedInfo, day("2026-12-08"), day("2026-12-30"), timing()).unwrap();
    assert_eq!((late.due_on, late.holds.len()), (day("2026-12-07"), 0));
}

#[test]
fn the_last_tenth_is_marked() {
    let clock = clock();
    assert!(!clock.is_nearly_over(day("2026-12-04")) && clock.is_nearly_over(day("2026-12-05")));
}

#[test]
fn stages_keep_their_spelling() {
    for stage in ["50", "80", "90", "3d", "due", "rung1", "rung5", "passed"] {
        assert_eq!(Stage::from_name(stage).unwrap().name(), stage);
    }
    assert_eq!(Stage::from_name("rung6"), None);
}
