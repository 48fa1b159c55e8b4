use std::collections::BTreeSet;

use chrono::{Datelike, Days, NaiveDate, NaiveTime, Weekday};
use proptest::prelude::*;

use super::*;
use crate::calendar::{Calendar, CalendarError, CoveredYear, DayKind, OfficeHours, SpecialDay};
use crate::case::Track;
use crate::clock::ClockKind;
use crate::letter::Kind;
use crate::worded::Worded;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The shipped days; none of their first five columns holds a comma.
fn shipped_days() -> Vec<SpecialDay> {
    let rows = include_str!("../../data/days.csv").lines().skip(1);
    let parse = |line: &str| {
        let cells: Vec<&str> = line.splitn(7, ',').collect();
        let kind = match cells[2] {
            "HOLIDAY_OR_COMPENSATION" => DayKind::Holiday,
            "SWAP_OFF" => DayKind::SwapOff,
            "SWAP_WORK" => DayKind::SwapWork,
            other => panic!("unknown type {other}"),
        };
        SpecialDay {
            day: day(cells[0]),
            kind,
            paired_with: cells[3].parse().ok(),
            label: cells[4].to_owned(),
            label_en: cells[5].to_owned(),
            source: cells[6].to_owned(),
        }
    };
    rows.map(parse).collect()
}

fn covered(years: std::ops::RangeInclusive<i32>) -> Vec<CoveredYear> {
    years.map(|year| CoveredYear { year, decreed: true, source: String::new() }).collect()
}

fn office_hours() -> OfficeHours {
    let at = |hour, minute| NaiveTime::from_hms_opt(hour, minute, 0).unwrap();
    OfficeHours::new(vec![(at(8, 0), at(12, 0)), (at(13, 30), at(17, 30))]).unwrap()
}

fn calendar() -> Calendar {
    Calendar::new("test-1", covered(2016..=2027), shipped_days(), office_hours()).unwrap()
}

fn rule(id: &str, length: &str, unit: &str) -> Rule {
    Rule {
        id: id.into(),
        regime: Regime::State,
        kind: String::new(),
        title: Worded::default(),
        stage: String::new(),
        term: Term::parse(length, unit).unwrap(),
        variants: Vec::new(),
        start_event: Worded::default(),
        extensions: Vec::new(),
        extension_note: String::new(),
        hold: HoldRule::Yes,
        hold_note: String::new(),
        basis: Worded::default(),
        valid_from: None,
        valid_to: None,
        confidence: Confidence::High,
        note: String::new(),
    }
}

fn hold(from: &str, to: &str) -> Hold {
    Hold::new(day(from), day(to)).unwrap()
}

struct Example {
    start: &'static str,
    rule: (&'static str, &'static str, &'static str),
    holds: &'static [(&'static str, &'static str)],
    extensions: &'static [u32],
    nominal: &'static str,
    due: &'static str,
    provisional: bool,
    why: &'static str,
}

const PLAIN: Example = Example {
    start: "",
    rule: ("", "", ""),
    holds: &[],
    extensions: &[],
    nominal: "",
    due: "",
    provisional: false,
    why: "",
};

/// Worked by hand from the statutes; a row per trap.
#[rustfmt::skip]
const EXAMPLES: &[Example] = &[
    Example { start: "2026-03-02", rule: ("TC-01", "7", "wd"), nominal: "2026-03-11", due: "2026-03-11",
        why: "plain case: the day of receipt is day zero", ..PLAIN },
    Example { start: "2026-02-13", rule: ("TC-01:several_places", "10", "wd"), nominal: "2026-03-06", due: "2026-03-06",
        why: "received on the last working day before Tết", ..PLAIN },
    Example { start: "2025-12-31", rule: ("TC-01", "7", "wd"), nominal: "2026-01-12", due: "2026-01-12",
        why: "2/1 is swapped off, and Saturday 10/1 is worked and counted as day 6", ..PLAIN },
    Example { start: "2025-04-24", rule: ("TC-04", "5", "wd"), nominal: "2025-05-05", due: "2025-05-05",
        why: "Saturday 26/4 works for Friday 2/5", ..PLAIN },
    Example { start: "2026-08-27", rule: ("TC-03", "5", "wd"), nominal: "2026-09-08", due: "2026-09-08",
        why: "31/8 swapped off, then two days of National Day", ..PLAIN },
    Example { start: "2026-11-22", rule: ("TC-01", "7", "wd"), nominal: "2026-12-02", due: "2026-12-02",
        why: "submitted on a Sunday: counting starts on Monday; 24/11 is off", ..PLAIN },
    Example { start: "2026-01-30", rule: ("TC-05", "30", "cal"), nominal: "2026-03-01", due: "2026-03-02",
        why: "ends on a Sunday and rolls", ..PLAIN },
    Example { start: "2025-12-03", rule: ("KN-02", "30", "cal"), nominal: "2026-01-02", due: "2026-01-05",
        why: "ends on a swapped-off Friday, which rolls like a holiday", ..PLAIN },
    Example { start: "2028-01-31", rule: ("TC-05", "30", "cal"), nominal: "2028-03-01", due: "2028-03-01",
        provisional: true, why: "leap year, and no days off are decreed for 2028", ..PLAIN },
    Example { start: "2026-03-02", rule: ("TC-05", "30", "cal"), extensions: &[30, 30],
        nominal: "2026-05-31", due: "2026-06-01", why: "extensions chain on the nominal end: exactly 90 days", ..PLAIN },
    Example { start: "2026-06-01", rule: ("TC-05", "30", "cal"), holds: &[("2026-06-10", "2026-06-24")],
        nominal: "2026-07-15", due: "2026-07-15", why: "an appraisal of 14 days holds the clock", ..PLAIN },
    Example { start: "2026-06-22", rule: ("KN-01a", "10", "cal"), nominal: "2026-07-02", due: "2026-07-02",
        why: "received before 1/7/2026: ten calendar days", ..PLAIN },
    Example { start: "2026-02-11", rule: ("KN-01a", "10", "cal"), nominal: "2026-02-21", due: "2026-02-23",
        why: "calendar days run through Tết; only the end rolls", ..PLAIN },
    Example { start: "2026-10-25", rule: ("KN-04", "30", "cal"), nominal: "2026-11-24", due: "2026-11-25",
        why: "the nominal end is Culture Day", ..PLAIN },
    Example { start: "2026-10-02", rule: ("KN-05:complex", "60", "cal"), nominal: "2026-12-01", due: "2026-12-01",
        why: "the nominal end is a working day", ..PLAIN },
    Example { start: "2026-01-30", rule: ("TC-12", "20", "cal"), nominal: "2026-02-19", due: "2026-02-23",
        why: "ends in Tết and rolls past the weekend after it", ..PLAIN },
    Example { start: "2025-12-24", rule: ("PY-01", "10", "wd"), nominal: "2026-01-09", due: "2026-01-09",
        why: "1/1 and 2/1 are off; the worked Saturday lies just beyond", ..PLAIN },
    Example { start: "2026-05-20", rule: ("PY-02b", "30", "wd"), nominal: "2026-07-01", due: "2026-07-01",
        why: "thirty further working days from the end of the first term", ..PLAIN },
    Example { start: "2026-08-17", rule: ("PY-04", "30", "wd"), nominal: "2026-09-30", due: "2026-09-30",
        why: "one month is applied as 30 working days; Saturday 22/8 counts", ..PLAIN },
    Example { start: "2026-02-13", rule: ("DP-01", "72", "hour"), nominal: "2026-02-16", due: "2026-02-16",
        why: "hours run through Tết and never roll", ..PLAIN },
    // Beyond the statutes' own examples.
    Example { start: "2026-06-01", rule: ("TC-05", "30", "cal"),
        holds: &[("2026-06-20", "2026-06-30"), ("2026-06-10", "2026-06-24")],
        nominal: "2026-07-21", due: "2026-07-21", why: "overlapping holds merge to 20 days", ..PLAIN },
    Example { start: "2026-06-01", rule: ("TC-05", "30", "cal"), holds: &[("2026-07-02", "2026-07-20")],
        nominal: "2026-07-01", due: "2026-07-01", why: "a hold that begins after the end changes nothing", ..PLAIN },
    Example { start: "2026-06-01", rule: ("TC-05", "30", "cal"), holds: &[("2026-07-01", "2026-07-03")],
        nominal: "2026-07-03", due: "2026-07-03", why: "a hold that begins on the last day still counts", ..PLAIN },
    Example { start: "2026-06-01", rule: ("TC-05", "30", "cal"), holds: &[("2026-07-03", "2026-07-05"), ("2026-06-30", "2026-07-02")],
        nominal: "2026-07-05", due: "2026-07-06",
        why: "the first hold moves the end to 3/7, so the second counts too; the end, Sunday, rolls", ..PLAIN },
    Example { start: "2026-06-01", rule: ("TC-05", "30", "cal"), extensions: &[30], holds: &[("2026-07-10", "2026-07-12")],
        nominal: "2026-08-02", due: "2026-08-03", why: "a hold in the extended time counts", ..PLAIN },
    Example { start: "2026-03-02", rule: ("TC-01", "7", "wd"), holds: &[("2026-03-06", "2026-03-10")],
        nominal: "2026-03-13", due: "2026-03-13", why: "Friday to Monday hold two working days", ..PLAIN },
    Example { start: "2027-12-30", rule: ("TC-01", "7", "wd"), nominal: "2028-01-10", due: "2028-01-10",
        provisional: true, why: "2028 is counted Monday to Friday until its days off are known", ..PLAIN },
    Example { start: "2027-12-03", rule: ("TC-05", "30", "cal"), nominal: "2028-01-02", due: "2028-01-03",
        provisional: true, why: "the roll goes through an undecreed year", ..PLAIN },
    Example { start: "2026-04-13", rule: ("PY-09", "25", "wd_before"), nominal: "2026-03-09", due: "2026-03-09",
        why: "counted backwards from the opening day", ..PLAIN },
    Example { start: "2026-06-15", rule: ("RP-01", "03-14;06-14;09-14;12-14", "fixed_dates"),
        nominal: "2026-09-14", due: "2026-09-14", why: "the next cut-off, which never rolls", ..PLAIN },
    Example { start: "2026-12-15", rule: ("RP-01", "03-14;06-14;09-14;12-14", "fixed_dates"),
        nominal: "2027-03-14", due: "2027-03-14", why: "the first cut-off of the next reporting year", ..PLAIN },
    Example { start: "2026-08-21", rule: ("PA-03", "8", "wh"), nominal: "2026-08-22", due: "2026-08-22",
        why: "eight office hours are one working day, here a worked Saturday", ..PLAIN },
    Example { start: "2026-11-22", rule: ("TC-02", "", "immediate"), nominal: "2026-11-22", due: "2026-11-22",
        why: "at once means on the day", ..PLAIN },
];

#[test]
fn the_examples_come_out_as_the_law_says() {
    let calendar = calendar();
    for example in EXAMPLES {
        let (id, length, unit) = example.rule;
        let holds: Vec<Hold> = example.holds.iter().map(|(from, to)| hold(from, to)).collect();
        let found =
            due(&rule(id, length, unit), day(example.start), &holds, example.extensions, &calendar)
                .unwrap();
        let expected = Due {
            nominal: day(example.nominal),
            due: day(example.due),
            provisional: example.provisional,
            rule_id: id.into(),
            calendar_version: "test-1".into(),
        };
        assert_eq!(found, expected, "{id} from {}: {}", example.start, example.why);
    }
}

#[test]
fn hours_are_counted_to_the_minute() {
    let calendar = calendar();
    let at = |text: &str| chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M").unwrap();
    let rows = [
        (("DP-01", "72", "hour"), "2026-02-13T16:00", "2026-02-16T16:00", "through Tết"),
        (
            ("PA-03", "8", "wh"),
            "2026-08-20T16:30",
            "2026-08-21T16:30",
            "an hour today, seven tomorrow",
        ),
        (("PA-03", "8", "wh"), "2026-11-20T16:30", "2026-11-23T16:30", "over a weekend"),
        (
            ("PA-03", "8", "wh"),
            "2026-11-23T17:30",
            "2026-11-25T17:30",
            "after closing, and Culture Day is off",
        ),
        (("PA-04", "4", "wh"), "2026-11-23T10:00", "2026-11-23T15:30", "over the lunch break"),
        (
            ("PA-04", "4", "wh"),
            "2026-08-22T07:00",
            "2026-08-22T12:00",
            "before opening on a worked Saturday",
        ),
    ];
    for ((id, length, unit), from, expected, why) in rows {
        let found = due_at(&rule(id, length, unit), at(from), &[], &calendar).unwrap();
        assert_eq!(found.due, at(expected), "{id} from {from}: {why}");
        assert!(!found.provisional);
    }
    let refused = due_at(&rule("TC-05", "30", "cal"), at("2026-01-05T08:00"), &[], &calendar);
    assert_eq!(refused, Err(DueError::NotInHours("TC-05".into())));
}

#[test]
fn bad_input_is_refused_with_its_reason() {
    let calendar = calendar();
    let term = rule("TC-05", "30", "cal");
    let (early, late) = (day("1989-12-31"), day("2101-01-01"));
    let start = day("2026-03-02");
    let reversed = Hold::new(day("2026-03-02"), day("2026-03-01"));
    assert_eq!(
        reversed,
        Err(DueError::HoldReversed { from: day("2026-03-02"), to: day("2026-03-01") })
    );
    assert_eq!(Hold::new(start, late), Err(DueError::OutOfRange(late)));
    assert_eq!(due(&term, early, &[], &[], &calendar), Err(DueError::OutOfRange(early)));
    assert_eq!(
        due(&term, start, &[], &[30, 1_001], &calendar),
        Err(DueError::ExtensionTooLong(1_001))
    );
    assert_eq!(
        due(&term, start, &[], &vec![1_000; 5_000], &calendar),
        Err(DueError::BeyondCalendar)
    );
    assert_eq!(due(&term, day("2100-12-20"), &[], &[], &calendar), Err(DueError::BeyondCalendar));
    assert_eq!(due(&term, day("2100-12-02"), &[], &[], &calendar), Err(DueError::BeyondCalendar));
    let holds = [hold("2026-03-02", "2026-03-03")];
    let at_once = rule("TC-02", "", "immediate");
    assert_eq!(
        due(&at_once, start, &holds, &[], &calendar),
        Err(DueError::NotHoldable("TC-02".into()))
    );
    assert_eq!(
        due(&at_once, start, &[], &[1], &calendar),
        Err(DueError::NotExtendable("TC-02".into()))
    );
    let hours = rule("DP-01", "72", "hour");
    assert_eq!(
        due(&hours, start, &holds, &[], &calendar),
        Err(DueError::NotHoldable("DP-01".into()))
    );
    let before = rule("PY-09", "25", "wd_before");
    assert_eq!(due(&before, day("1990-01-05"), &[], &[], &calendar), Err(DueError::BeyondCalendar));
}

#[test]
fn the_trace_shows_each_day_with_its_reason() {
    let calendar = calendar();
    let holds = [hold("2026-01-06", "2026-01-08"), hold("2026-03-01", "2026-03-02")];
    let lines =
        explain(&rule("TC-01", "4", "wd"), day("2025-12-31"), &holds, &[1], &calendar).unwrap();
    let text: Vec<String> =
        lines.iter().map(|line| format!("{} {}", line.day, describe(&line.step))).collect();
    let expected = [
        "2025-12-31 start",
        "2026-01-01 off Tết Dương lịch",
        "2026-01-02 off Nghỉ hoán đổi (làm bù 10/01/2026)",
        "2026-01-03 weekend",
        "2026-01-04 weekend",
        "2026-01-05 1",
        "2026-01-06 hold to 2026-01-08 moves 2",
        "2026-01-06 held",
        "2026-01-07 held",
        "2026-01-08 2",
        "2026-01-09 3",
        "2026-01-10 4 swap Làm bù (cho ngày nghỉ 02/01/2026)",
        "2026-01-10 extended 1",
        "2026-01-11 weekend",
        "2026-01-12 5",
        "2026-03-01 hold ignored",
        "2026-01-12 due",
    ];
    assert_eq!(text, expected);
}

#[test]
fn the_trace_of_hours_agrees_with_the_moment() {
    let calendar = calendar();
    let from = day("2026-08-28").and_hms_opt(16, 30, 0).unwrap();
    let lines = explain_at(&rule("PA-03", "8", "wh"), from, &[1], &calendar).unwrap();
    let text: Vec<String> =
        lines.iter().map(|line| format!("{} {}", line.day, describe(&line.step))).collect();
    let expected = [
        "2026-08-28 start",
        "2026-08-29 weekend",
        "2026-08-30 weekend",
        "2026-08-31 off Nghỉ hoán đổi (làm bù 22/08/2026)",
        "2026-09-01 off Quốc khánh",
        "2026-09-02 off Quốc khánh",
        "2026-09-03 hours 9",
        "2026-09-03 due",
    ];
    assert_eq!(text, expected);
    let early = day("2026-11-20").and_hms_opt(7, 0, 0).unwrap();
    let lines = explain_at(&rule("PA-04", "4", "wh"), early, &[], &calendar).unwrap();
    assert!(lines.iter().all(|line| line.day == day("2026-11-20")), "{lines:?}");
}

fn describe(step: &Step<'_>) -> String {
    match step {
        Step::Start => "start".to_owned(),
        Step::Counted { number } => number.to_string(),
        Step::CountedSwap { number, row } => format!("{number} swap {}", row.label),
        Step::Weekend => "weekend".to_owned(),
        Step::DayOff(row) => format!("off {}", row.label),
        Step::Held => "held".to_owned(),
        Step::HoldApplied { hold, moves } => format!("hold to {} moves {moves}", hold.to()),
        Step::HoldIgnored { .. } => "hold ignored".to_owned(),
        Step::HeldBefore { moves } => format!("held before {moves}"),
        Step::Extended { by } => format!("extended {by}"),
        Step::NominalEnd => "nominal".to_owned(),
        Step::Hours { length } => format!("hours {length}"),
        Step::Due => "due".to_owned(),
    }
}

#[test]
fn the_book_picks_the_version_of_the_start_event() {
    let old = Rule { valid_to: Some(day("2026-06-30")), ..rule("KN-01a", "10", "cal") };
    let new = Rule { valid_from: Some(day("2026-07-01")), ..rule("KN-01b", "7", "wd") };
    let row = |rules: &[&str]| ClockRow {
        clock: ClockKind::Notice.into(),
        kinds: vec![Kind::KhieuNai],
        tracks: vec![Track::State],
        rules: rules.iter().map(|id| (*id).to_owned()).collect(),
        reason: String::new(),
    };
    let both = row(&["KN-01a", "KN-01b"]);
    let book = RuleBook::new(vec![old.clone(), new.clone()], std::slice::from_ref(&both)).unwrap();
    let on = |when| {
        book.for_clock(ClockKind::Notice, Kind::KhieuNai, Track::State, day(when))
            .map(|rule| &*rule.id)
    };
    assert_eq!(on("2026-06-30"), Some("KN-01a"));
    assert_eq!(on("2026-07-01"), Some("KN-01b"));
    assert_eq!(
        book.for_clock(ClockKind::Notice, Kind::ToCao, Track::State, day("2026-07-01")),
        None
    );
    assert_eq!(book.rule("KN-99"), Err(DueError::UnknownRule("KN-99".to_owned())));

    let wrong = |rules, rows: &[ClockRow]| RuleBook::new(rules, rows).unwrap_err();
    assert_eq!(wrong(vec![old.clone(), old.clone()], &[]), BookError::RuleTwice("KN-01a".into()));
    assert!(matches!(
        wrong(vec![old.clone()], std::slice::from_ref(&both)),
        BookError::UnknownRule { .. }
    ));
    let rules = || vec![old.clone(), new.clone()];
    assert!(matches!(wrong(rules(), &[row(&["KN-01b", "KN-01a"])]), BookError::Overlap { .. }));
    assert!(matches!(wrong(rules(), &[both.clone(), both.clone()]), BookError::ClockTwice { .. }));
}

#[test]
fn a_variant_is_a_rule_of_its_own() {
    let variants = Variant::parse_list("complex=60;remote_complex=70").unwrap();
    let book = RuleBook::new(vec![Rule { variants, ..rule("KN-05", "45", "cal") }], &[]).unwrap();
    assert_eq!(book.rule("KN-05:complex").unwrap().term, Term::CalendarDays(60));
    assert_eq!(book.rule("KN-05:remote_complex").unwrap().term, Term::CalendarDays(70));
    assert!(book.rule("KN-05:remote").is_err());
    let variants = Variant::parse_list("complex=60").unwrap();
    let at_once = Rule { variants, ..rule("TC-02", "", "immediate") };
    assert!(matches!(RuleBook::new(vec![at_once], &[]), Err(BookError::Variants(..))));
}

#[test]
fn cells_are_read_strictly() {
    for (length, unit) in [
        ("0", "wd"),
        ("-1", "wd"),
        ("7 / 15", "wd"),
        ("", "cal"),
        ("1", "immediate"),
        ("7", "days"),
    ] {
        assert!(Term::parse(length, unit).is_err(), "{length} {unit}");
    }
    for dates in ["", "02-29", "13-01", "3", "03-14;"] {
        assert!(Term::parse(dates, "fixed_dates").is_err(), "{dates}");
    }
    assert_eq!(HoldRule::parse("from 2026-07-01"), Ok(HoldRule::From(day("2026-07-01"))));
    assert!(HoldRule::parse("from July").is_err() && HoldRule::parse("maybe").is_err());
    let limits = ExtensionLimit::parse_list("30;?").unwrap();
    assert_eq!(limits, [ExtensionLimit::UpTo(30), ExtensionLimit::Unstated]);
    let limited = Rule { extensions: limits, ..rule("X", "30", "cal") };
    assert!(limited.allows_extensions(&[30, 400]) && limited.allows_extensions(&[]));
    assert!(!limited.allows_extensions(&[31]) && !limited.allows_extensions(&[1, 1, 1]));
}

#[test]
fn a_calendar_that_contradicts_itself_is_refused() {
    let build = |days| Calendar::new("x", covered(2026..=2026), days, office_hours()).map(|_| ());
    let row = |on: &str, kind, pair: Option<&str>| SpecialDay {
        day: day(on),
        kind,
        paired_with: pair.map(day),
        label: String::new(),
        label_en: String::new(),
        source: String::new(),
    };
    let (off, work) = ("2026-08-31", "2026-08-22");
    assert_eq!(
        build(vec![
            row(off, DayKind::SwapOff, Some(work)),
            row(work, DayKind::SwapWork, Some(off))
        ]),
        Ok(())
    );
    assert_eq!(
        build(vec![row(off, DayKind::SwapOff, Some(work))]),
        Err(CalendarError::Unpaired(day(off)))
    );
    let twice = vec![row(off, DayKind::Holiday, None), row(off, DayKind::Holiday, None)];
    assert_eq!(build(twice), Err(CalendarError::Twice(day(off))));
    let uncovered = build(vec![row("2027-01-01", DayKind::Holiday, None)]);
    assert_eq!(uncovered, Err(CalendarError::NotCovered(day("2027-01-01"))));
    assert_eq!(
        build(vec![row(work, DayKind::SwapOff, Some(off))]),
        Err(CalendarError::OffOnWeekend(day(work)))
    );
    assert_eq!(
        build(vec![row(off, DayKind::SwapWork, Some(work))]),
        Err(CalendarError::WorkOnWeekday(day(off)))
    );
}

#[test]
fn the_decreed_run_ends_before_the_first_gap() {
    let mut years = covered(2016..=2020);
    years[3].decreed = false;
    let calendar = Calendar::new("x", years, Vec::new(), office_hours()).unwrap();
    assert_eq!(calendar.decreed_until(), Some(day("2018-12-31")));
    assert!(calendar.is_decreed(day("2020-05-05")) && !calendar.is_decreed(day("2019-05-05")));
    let gap = Calendar::new(
        "x",
        [covered(2016..=2016), covered(2018..=2018)].concat(),
        vec![],
        office_hours(),
    )
    .unwrap();
    assert_eq!(gap.decreed_until(), Some(day("2016-12-31")));
}

/// A second implementation that shares nothing with the engine: it knows the days off by name only and moves a
/// finger over the calendar one day at a time.
struct Finger {
    off: BTreeSet<NaiveDate>,
    worked: BTreeSet<NaiveDate>,
}

impl Finger {
    fn new() -> Self {
        let days = shipped_days();
        let of = |worked: bool| {
            days.iter()
                .filter(move |row| (row.kind == DayKind::SwapWork) == worked)
                .map(|row| row.day)
                .collect()
        };
        Self { off: of(false), worked: of(true) }
    }

    fn works(&self, day: NaiveDate) -> bool {
        let weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
        self.worked.contains(&day) || !weekend && !self.off.contains(&day)
    }

    fn step(&self, mut end: NaiveDate, days: u32, working: bool) -> NaiveDate {
        let mut left = days;
        while left > 0 {
            end = end.succ_opt().unwrap();
            if !working || self.works(end) {
                left -= 1;
            }
        }
        end
    }

    fn due(
        &self,
        from: NaiveDate,
        (length, working): (u32, bool),
        holds: &[(NaiveDate, NaiveDate)],
        extensions: &[u32],
    ) -> (NaiveDate, NaiveDate) {
        let mut end = self.step(from, length, working);
        for by in extensions {
            end = self.step(end, *by, working);
        }
        let held: BTreeSet<NaiveDate> = holds
            .iter()
            .flat_map(|(from, to)| from.iter_days().take_while(move |day| day < to))
            .collect();
        let mut before = None;
        let mut counts = false;
        for day in held {
            let begins = before.is_none_or(|before: NaiveDate| before.succ_opt() != Some(day));
            if begins {
                counts = day <= end;
            }
            if counts && (!working || self.works(day)) {
                end = self.step(end, 1, working);
            }
            before = Some(day);
        }
        let mut due = end;
        while !self.works(due) {
            due = due.succ_opt().unwrap();
        }
        (end, due)
    }
}

/// A small generator, so that the vectors are the same everywhere (Steele and others 2014, `SplitMix64`).
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: u32) -> u32 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        u32::try_from((z ^ (z >> 31)) >> 32).unwrap() % limit
    }
}

#[test]
fn a_slow_count_by_finger_agrees_with_the_engine() {
    let (calendar, finger, mut dice) = (calendar(), Finger::new(), Dice(1));
    let first = day("2016-01-01");
    for vector in 0..120_000 {
        let working = dice.below(2) == 0;
        let length = 1 + dice.below(60);
        let from = first + Days::new(u64::from(dice.below(365 * 11)));
        let extensions: Vec<u32> = (0..dice.below(3)).map(|_| dice.below(31)).collect();
        let spans: Vec<(NaiveDate, NaiveDate)> = (0..dice.below(4))
            .map(|_| {
                let begins = from - Days::new(10) + Days::new(u64::from(dice.below(150)));
                (begins, begins + Days::new(u64::from(dice.below(20))))
            })
            .collect();
        let holds: Vec<Hold> =
            spans.iter().map(|(from, to)| Hold::new(*from, *to).unwrap()).collect();
        let term = rule("X", &length.to_string(), if working { "wd" } else { "cal" });
        let found = due(&term, from, &holds, &extensions, &calendar).unwrap();
        let expected = finger.due(from, (length, working), &spans, &extensions);
        let input = format!(
            "#{vector}: {length} {:?} from {from}, {spans:?}, {extensions:?}",
            term.term.unit()
        );
        assert_eq!((found.nominal, found.due), expected, "{input}");
        if vector % 10 == 0 {
            check_trace(
                &explain(&term, from, &holds, &extensions, &calendar).unwrap(),
                &found,
                &input,
            );
        }
    }
}

/// The trace must reach the answer by itself: its last counted day is the nominal end.
fn check_trace(lines: &[TraceLine<'_>], answer: &Due, input: &str) {
    let counted = lines
        .iter()
        .rfind(|line| matches!(line.step, Step::Counted { .. } | Step::CountedSwap { .. }));
    assert_eq!(counted.unwrap().day, answer.nominal, "{input}");
    let last = lines.last().unwrap();
    assert_eq!((last.day, last.step), (answer.due, Step::Due), "{input}");
    let number = |line: &TraceLine<'_>| match line.step {
        Step::Counted { number } | Step::CountedSwap { number, .. } => Some(number),
        _ => None,
    };
    let target: u32 = lines.iter().filter_map(number).max().unwrap();
    assert!(lines.iter().filter_map(number).eq(1..=target), "{input}");
    let grown: u32 = lines
        .iter()
        .map(|line| match line.step {
            Step::Extended { by } => by,
            Step::HeldBefore { moves } => moves,
            _ => 0,
        })
        .sum();
    let length: u32 = input.split_whitespace().nth(1).unwrap().parse().unwrap();
    assert_eq!(target, length + grown, "{input}");
}

fn some_day() -> impl Strategy<Value = NaiveDate> {
    (0_u64..365 * 11).prop_map(|after| day("2016-01-01") + Days::new(after))
}

fn some_holds(from: NaiveDate) -> impl Strategy<Value = Vec<Hold>> {
    let span = (0_u64..120, 0_u64..40).prop_map(move |(after, length)| {
        let begins = from + Days::new(after);
        Hold::new(begins, begins + Days::new(length)).unwrap()
    });
    prop::collection::vec(span, 0..5)
}

proptest! {
    #[test]
    fn the_order_of_holds_and_extensions_does_not_matter(
        (from, holds, shuffled) in some_day().prop_flat_map(|from| {
            some_holds(from).prop_flat_map(move |holds| (Just(from), Just(holds.clone()), Just(holds).prop_shuffle()))
        }),
        (extensions, turned) in prop::collection::vec(0_u32..60, 0..4)
            .prop_flat_map(|list| (Just(list.clone()), Just(list).prop_shuffle())),
        length in 1_u32..120,
        working: bool,
    ) {
        let calendar = calendar();
        let term = rule("X", &length.to_string(), if working { "wd" } else { "cal" });
        let one = due(&term, from, &holds, &extensions, &calendar);
        prop_assert_eq!(one, due(&term, from, &shuffled, &turned, &calendar));
    }

    #[test]
    fn more_never_comes_earlier(
        (from, holds) in some_day().prop_flat_map(|from| (Just(from), some_holds(from))),
        which: prop::sample::Index,
        longer in 0_u64..30,
        length in 1_u32..120,
        working: bool,
    ) {
        let calendar = calendar();
        let unit = if working { "wd" } else { "cal" };
        let term = rule("X", &length.to_string(), unit);
        let base = due(&term, from, &holds, &[], &calendar).unwrap();
        prop_assert!(base.due >= base.nominal && base.nominal > from && calendar.is_working(base.due));
        if !holds.is_empty() {
            let mut more = holds.clone();
            let at = which.index(more.len());
            more[at] = Hold::new(more[at].from(), more[at].to() + Days::new(longer)).unwrap();
            prop_assert!(due(&term, from, &more, &[], &calendar).unwrap().due >= base.due);
        }
        let next = rule("X", &(length + 1).to_string(), unit);
        prop_assert!(due(&next, from, &holds, &[], &calendar).unwrap().due >= base.due);
        let later = from.succ_opt().unwrap();
        prop_assert!(due(&term, later, &holds, &[], &calendar).unwrap().due >= base.due);
    }
}
