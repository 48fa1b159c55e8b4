//! `gopy due` over the shipped rules and calendar.

use chrono::NaiveDate;
use clap::Parser;
use gopy::cli::WrongUse;
use gopy::cli::due::{DueArgs, run};
use gopy::rules::Rules;
use gopy_domain::case::Track;
use gopy_domain::clock::ClockKind;
use gopy_domain::deadline::{self, ClockCode, Confidence, Regime};
use gopy_domain::letter::Kind;
use gopy_domain::worded::Worded;
use serde_json::{Value, json};

#[derive(Parser)]
struct Cli {
    #[command(flatten)]
    due: DueArgs,
}

fn due(args: &str, input: &str) -> anyhow::Result<String> {
    let cli = Cli::try_parse_from(std::iter::once("due").chain(args.split_whitespace()))?;
    let mut out = Vec::new();
    run(&cli.due, &Rules::shipped()?, &mut input.as_bytes(), &mut out)?;
    Ok(String::from_utf8(out)?)
}

fn batch(lines: &[Value]) -> anyhow::Result<Vec<Value>> {
    let input: Vec<String> = lines.iter().map(Value::to_string).collect();
    let answers = due("--batch", &input.join("\n"))?;
    Ok(answers.lines().map(serde_json::from_str).collect::<Result<_, _>>()?)
}

/// Start, rule, extensions, nominal end, due day, reason.
type Example =
    (&'static str, &'static str, &'static [u32], &'static str, &'static str, &'static str);

/// Worked by hand, over the shipped numbers.
#[rustfmt::skip]
const EXAMPLES: &[Example] = &[
    ("2026-03-02", "TC-01", &[], "2026-03-11", "2026-03-11", "plain case"),
    ("2026-02-13", "TC-01:several_places", &[], "2026-03-06", "2026-03-06", "the last working day before Tết"),
    ("2025-12-31", "TC-01", &[], "2026-01-12", "2026-01-12", "a worked Saturday is counted"),
    ("2025-04-24", "TC-04", &[], "2025-05-05", "2025-05-05", "Saturday works, Friday off"),
    ("2026-08-27", "TC-03", &[], "2026-09-08", "2026-09-08", "swap before National Day"),
    ("2026-11-22", "TC-01", &[], "2026-12-02", "2026-12-02", "submitted on a Sunday; Culture Day"),
    ("2026-01-30", "TC-05", &[], "2026-03-01", "2026-03-02", "ends on a Sunday"),
    ("2025-12-03", "KN-02", &[], "2026-01-02", "2026-01-05", "ends on a swapped day off"),
    ("2026-03-02", "TC-05", &[30, 30], "2026-05-31", "2026-06-01", "chained on the nominal end"),
    ("2026-06-22", "KN-01a", &[], "2026-07-02", "2026-07-02", "the law before 1/7/2026"),
    ("2026-02-11", "KN-01a", &[], "2026-02-21", "2026-02-23", "the law wins over the decree"),
    ("2026-10-25", "KN-04", &[], "2026-11-24", "2026-11-25", "ends on Culture Day"),
    ("2026-10-02", "KN-05:complex", &[], "2026-12-01", "2026-12-01", "complex second settlement"),
    ("2026-01-30", "TC-12", &[], "2026-02-19", "2026-02-23", "ends in Tết"),
    ("2025-12-24", "PY-01", &[], "2026-01-09", "2026-01-09", "New Year and its swap"),
    ("2026-08-17", "PY-04", &[], "2026-09-30", "2026-09-30", "one month is 30 working days"),
    ("2026-02-13", "DP-01", &[], "2026-02-16", "2026-02-16", "hours never roll"),
];

#[test]
fn the_shipped_numbers_give_the_worked_examples() {
    let asked: Vec<Value> = EXAMPLES
        .iter()
        .map(|(from, rule, extensions, ..)| json!({"id": rule, "rule": rule, "from": from, "extensions": extensions}))
        .collect();
    let answers = batch(&asked).unwrap();
    assert_eq!(answers.len(), EXAMPLES.len());
    for (answer, (from, rule, _, nominal, due, why)) in answers.iter().zip(EXAMPLES) {
        let expected = json!({"id": rule, "nominal": nominal, "due": due, "provisional": false});
        assert_eq!(*answer, expected, "{rule} from {from}: {why}");
    }
}

#[test]
fn holds_moments_and_undecreed_years_pass_through_the_batch() {
    let answers = batch(&[
        json!({"id": 1, "rule": "TC-05", "from": "2026-06-01", "holds": [["2026-06-10", "2026-06-24"]]}),
        json!({"id": 2, "rule": "TC-05", "from": "2028-01-31"}),
        json!({"id": 3, "rule": "DP-01", "from": "2026-02-13T16:00"}),
        json!({"id": 4, "rule": "PY-02b", "from": "2026-01-05", "extensions": [30]}),
    ]).unwrap();
    assert_eq!(
        answers[0],
        json!({"id": 1, "nominal": "2026-07-15", "due": "2026-07-15", "provisional": false})
    );
    assert_eq!(
        answers[1],
        json!({"id": 2, "nominal": "2028-03-01", "due": "2028-03-01", "provisional": true})
    );
    let moment = "2026-02-16T16:00";
    assert_eq!(
        answers[2],
        json!({"id": 3, "nominal": moment, "due": moment, "provisional": false})
    );
    assert_eq!(answers[3]["due"], "2026-07-01", "90 and 30 working days from 5/1/2026");
}

#[test]
fn a_bad_line_of_a_batch_spoils_no_other() {
    let input = "nonsense\n\n{\"id\":\"a\",\"rule\":\"ZZ\",\"from\":\"2026-01-05\"}\n{\"id\":5}\n\
        {\"id\":6,\"rule\":\"TC-05\",\"from\":\"2026-02-30\"}\n{\"id\":7,\"rule\":\"TC-03\",\"from\":\"2026-08-27\"}";
    let out = due("--batch --trace", input).unwrap();
    let answers: Vec<Value> = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let ids: Vec<&Value> = answers.iter().map(|answer| &answer["id"]).collect();
    assert_eq!(ids, [&Value::Null, &json!("a"), &json!(5), &json!(6), &json!(7)]);
    assert!(
        answers[..4]
            .iter()
            .all(|answer| answer["error"].is_string() && answer.get("due").is_none())
    );
    let trace = answers[4]["trace"].as_array().unwrap();
    let off = trace.iter().filter(|line| line["what"] == "day_off").count();
    assert_eq!((off, trace.last().unwrap()["day"].as_str()), (3, Some("2026-09-08")));
}

#[test]
fn wrong_use_is_one_sentence() {
    let rows = [
        "--from 2026-01-05",
        "--rule TC-05",
        "--rule ZZ --from 2026-01-05",
        "--rule TC-05 --from 2026-1-5",
        "--rule TC-05 --from 2026-02-29",
        "--rule TC-05 --from 1989-12-31",
        "--rule TC-05 --from 2026-01-05T08:00",
        "--rule TC-05 --from 2026-01-05 --hold 2026-01-06",
        "--rule TC-05 --from 2026-01-05 --hold 2026-01-06..2026-01-05",
        "--rule TC-05 --from 2026-01-05 --extend x",
        "--rule TC-05 --from 2026-01-05 --extend -1",
        "--rule TC-05 --from 2026-01-05 --extend 99999",
        "--rule TC-05 --from 2026-01-05 --trace",
        "--batch --rule TC-05",
    ];
    for row in rows {
        let error = due(row, "").unwrap_err();
        assert!(error.is::<WrongUse>(), "{row}: {error}");
        assert_eq!(error.to_string().lines().count(), 1, "{row}: {error}");
    }
}

#[test]
fn people_read_the_count_and_what_is_still_unconfirmed() {
    let text = due("--rule PY-02b --from 2026-11-20", "").unwrap();
    assert!(text.contains("chờ xác nhận (mức tin cậy: L)"), "{text}");
    assert!(text.contains("24/11/2026 (thứ Ba): nghỉ – Ngày Văn hóa Việt Nam"), "{text}");
    assert!(text.contains("Hạn: 06/04/2027 (thứ Ba)"), "{text}");
    let sure = due("--rule TC-05 --from 2026-06-01", "").unwrap();
    assert!(!sure.contains("chờ xác nhận"), "{sure}");
    let early = due("--rule KN-01b --from 2026-06-22 --extend 5", "").unwrap();
    assert!(early.contains("không có hiệu lực vào ngày 22/06/2026"), "{early}");
    assert!(early.contains("không quy định mức gia hạn"), "{early}");
    let report: Value =
        serde_json::from_str(&due("--rule TC-05 --from 2026-01-30 --json", "").unwrap()).unwrap();
    assert_eq!((&report["due"], &report["calendar"]), (&json!("2026-03-02"), &json!("2026-1")));
}

/// In both languages, and not in the other one's words.
fn worded(text: &Worded) -> bool {
    !text.vi.is_empty() && !text.en.is_empty() && text.vi != text.en
}

#[test]
fn every_shipped_rule_gives_a_day() {
    let rules = Rules::shipped().unwrap();
    let from = NaiveDate::from_ymd_opt(2026, 11, 20).unwrap();
    for rule in rules.book.rules() {
        let due = deadline::due(rule, from, &[], &[], rules.calendar()).unwrap();
        let lines = deadline::explain(rule, from, &[], &[], rules.calendar()).unwrap();
        assert_eq!(lines.last().map(|line| line.day), Some(due.due), "{}", rule.id);
        assert!(worded(&rule.title) && worded(&rule.basis), "{}", rule.id);
        let house = rule.regime == Regime::House;
        assert_eq!(house, rule.confidence == Confidence::Policy, "{}", rule.id);
    }
}

#[test]
fn each_kind_runs_its_clocks_on_the_rule_of_the_day() {
    use {ClockKind::*, Kind::*, Track::*};
    let book = Rules::shipped().unwrap().book;
    let on = |day: &str, clock: ClockCode, kind, track| {
        book.for_clock(clock, kind, track, day.parse().unwrap()).map(|rule| rule.id.to_string())
    };
    let third = ClockCode { kind: CheckIn, nth: 2 };
    let rows = [
        ("2026-11-20", Notice.into(), ToCao, Party, Some("PY-01")),
        ("2026-11-20", Notice.into(), ToCao, State, Some("TC-01")),
        ("2026-06-30", Notice.into(), KhieuNai, State, Some("KN-01a")),
        ("2026-07-01", Notice.into(), KhieuNai, State, Some("KN-01b")),
        ("2026-11-20", Notice.into(), BieuDuong, Party, Some("PY-01")),
        ("2021-07-27", Resolution.into(), ToCao, Party, Some("PY-02")),
        ("2021-07-28", Resolution.into(), ToCao, Party, Some("PY-02a")),
        ("2026-04-10", Resolution.into(), ToCao, Party, Some("PY-02a")),
        ("2026-04-11", Resolution.into(), ToCao, Party, Some("PY-02b")),
        ("2016-07-25", Resolution.into(), ToCao, Party, None),
        ("2026-11-20", Resolution.into(), ToCao, State, Some("TC-05")),
        ("2026-11-20", Resolution.into(), GopY, Party, Some("PA-05")),
        ("2026-11-20", Resolution.into(), BieuDuong, Party, None),
        ("2026-11-20", Posting.into(), ToCao, Party, None),
        ("2026-11-20", Posting.into(), ToCao, State, Some("TC-11")),
        ("2026-11-20", Appeal.into(), KienNghi, State, Some("NB-04")),
        ("2026-11-20", third, ToCao, Party, Some("NB-07")),
        ("2026-11-20", Chase.into(), PhanAnh, Party, Some("NB-08")),
    ];
    for (day, clock, kind, track, expected) in rows {
        assert_eq!(
            on(day, clock, kind, track).as_deref(),
            expected,
            "{clock} {kind} {track} {day}"
        );
    }
    for kind in [GopY, PhanAnh, KienNghi, KhieuNai, ToCao] {
        for track in [Party, State] {
            for clock in [Notice, Resolution, TakeUp, Reply, Review, Appeal, Chase] {
                assert!(
                    on("2026-11-20", clock.into(), kind, track).is_some(),
                    "{clock} {kind} {track}"
                );
            }
        }
    }
}

#[test]
fn the_calendar_is_decreed_through_2027_and_knows_the_swaps() {
    let rules = Rules::shipped().unwrap();
    let calendar = rules.calendar();
    assert_eq!(calendar.decreed_until(), NaiveDate::from_ymd_opt(2027, 12, 31));
    let works = |day: &str| calendar.is_working(day.parse().unwrap());
    assert!(
        works("2026-01-10") && works("2026-08-22") && works("2025-04-26") && works("2026-11-23")
    );
    assert!(
        !works("2026-01-02")
            && !works("2026-08-31")
            && !works("2026-11-24")
            && !works("2025-05-02")
    );
}
