//! The letter while it is being written: what can be read as a day, and which page comes next.

use chrono::NaiveDate;
use gopy::domain::letter::Lang;
use gopy::web::resident::gui::{Draft, Mend, NoSuchDay, Step, written_day};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn today() -> NaiveDate {
    day("2026-11-22")
}

#[test]
fn days_are_read_as_people_write_them() {
    let ides = Some(Ok(day("2026-03-15")));
    // typed, read
    let table = [
        ("15/3/2026", ides),
        ("15-03-2026", ides),
        ("15.3.2026", ides),
        ("15 3 2026", ides),
        ("2026-03-15", ides),
        ("ngày 15 tháng 3 năm 2026", ides),
        ("Ngày 15 Tháng 3 Năm 2026", ides),
        ("15 March 2026", ides),
        ("15 Mar 2026", ides),
        ("１５/３/２０２６", ides),
        ("hôm nay", Some(Ok(today()))),
        ("Hôm qua", Some(Ok(day("2026-11-21")))),
        ("29/2/2028", Some(Ok(day("2028-02-29")))),
        ("29/2/2026", Some(Err(NoSuchDay))),
        ("31/4/2026", Some(Err(NoSuchDay))),
        ("0/1/2026", Some(Err(NoSuchDay))),
        ("15/3/26", None),
        ("15/3", None),
        ("rằm tháng Bảy", None),
        ("99999999999/1/2026", None),
        ("", None),
    ];
    for (typed, read) in table {
        assert_eq!(written_day(typed, today()), read, "{typed}");
    }
}

fn draft() -> Draft {
    Draft {
        kind: "phan_anh".into(),
        identity: "anonymous".into(),
        text: "Thu tiền làm ngõ không có phiếu thu.".into(),
        when: "day".into(),
        day: "15".into(),
        month: "3".into(),
        year: "2026".into(),
        contact: "none".into(),
        ..Draft::default()
    }
}

#[test]
fn the_time_becomes_a_day_or_a_line_of_the_letter() {
    let letter = |draft: &Draft| draft.letter(Lang::En, today());
    assert_eq!(letter(&draft()).happened_on, Some(day("2026-03-15")));
    assert_eq!(letter(&draft()).text, draft().text, "a day adds nothing to the story");

    let blank = Draft { day: String::new(), month: String::new(), year: String::new(), ..draft() };
    let written = Draft { when_text: "hôm qua".into(), ..blank.clone() };
    assert_eq!(letter(&written).happened_on, Some(day("2026-11-21")));
    let month = Draft { month: "3".into(), year: "2026".into(), ..blank.clone() };
    assert!(letter(&month).text.ends_with("\n\nThời gian: tháng 3/2026"));
    let lunar =
        Draft { when: "period".into(), when_text: "rằm tháng Bảy".into(), ..blank.clone() };
    assert!(letter(&lunar).text.ends_with("\n\nThời gian: trong một thời gian, rằm tháng Bảy"));
    let unknown = Draft { when: "unknown".into(), ..blank };
    assert_eq!(letter(&unknown).text, draft().text);
}

#[test]
fn each_page_tells_what_to_mend() {
    let word = |draft: &Draft, step| match draft.mends(step, today()).as_slice() {
        [Mend::Word(field, key)] => Some((*field, *key)),
        [] => None,
        _ => Some(("more", "than one word")),
    };
    let (empty, full) = (Draft::default(), draft());
    let when = |when: &str, day: &str| Draft { when: when.into(), day: day.into(), ..draft() };
    // draft, page, what to mend
    let table = [
        (&empty, Step::Kind, Some(("kind", "flaw-kind"))),
        (&empty, Step::Identity, Some(("identity", "flaw-identity"))),
        (&empty, Step::When, Some(("when", "flaw-when"))),
        (&empty, Step::About, None),
        (&empty, Step::Contact, Some(("contact", "flaw-contact"))),
        (&full, Step::Check, None),
        (&when("day", "31"), Step::When, None),
        (&when("day", "32"), Step::When, Some(("day", "flaw-not-a-day"))),
        (&when("day", "x"), Step::When, Some(("day", "flaw-day-shape"))),
        (
            &Draft { contact: "email".into(), ..draft() },
            Step::Contact,
            Some(("email", "flaw-email-empty")),
        ),
        (
            &Draft { email: "a@b.vn".into(), ..draft() },
            Step::Contact,
            Some(("contact", "flaw-contact-both")),
        ),
        (&Draft { kind: "to_cao".into(), ..draft() }, Step::Told, Some(("told", "flaw-told"))),
        (&Draft { kind: "to_cao".into(), ..draft() }, Step::Check, Some(("truth", "flaw-truth"))),
    ];
    for (draft, step, mend) in table {
        assert_eq!(word(draft, step), mend, "{step:?} of {draft:?}");
    }
    let short = Draft { text: "ngắn".into(), ..draft() };
    assert!(matches!(short.mends(Step::Story, today()).as_slice(), [Mend::Rule(_)]));
    let future = Draft { year: "2027".into(), ..draft() };
    assert!(matches!(future.mends(Step::When, today()).as_slice(), [Mend::Rule(_)]));
}

#[test]
fn mending_leads_straight_back_unless_it_opens_a_new_question() {
    let review = Draft { review: true, ..draft() };
    assert_eq!(review.after(Step::Story, today()), Step::Check);
    let named = Draft { identity: "named".into(), ..review.clone() };
    assert_eq!(named.after(Step::Identity, today()), Step::Reporter);
    let denounces = Draft { kind: "to_cao".into(), ..review };
    assert_eq!(denounces.after(Step::Kind, today()), Step::Told);
    assert_eq!(draft().after(Step::Kind, today()), Step::Identity);
    assert_eq!(draft().after(Step::About, today()), Step::Files);
    assert_eq!(draft().after(Step::Files, today()), Step::Contact);
    assert_eq!(draft().before(Step::Contact), Some(Step::Files));
    assert_eq!(draft().before(Step::Kind), None);
}

#[test]
fn a_reader_who_is_not_sure_reports_a_fact() {
    let unsure = Draft { kind: "khong_chac".into(), ..draft() };
    assert_eq!(unsure.letter(Lang::Vi, today()).kind, "phan_anh");
    assert_eq!(unsure.incomplete(today()), None);
}
