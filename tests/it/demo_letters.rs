//! The demonstration letters cover the workflow and agree with the register; bulk letters are fit for load.

#![expect(clippy::unwrap_used, reason = "a test stops at the first thing that is missing")]

use std::collections::HashSet;
use std::mem::discriminant;

use chrono::NaiveDate;
use gopy::demo::bulk::{BulkLetter, BulkLetters};
use gopy::demo::letters::{Kind, Lang, Scenario};
use gopy::demo::{Committee, DemoLetter, committee};
use uuid::Uuid;

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

#[test]
fn letters_cover_every_kind_and_every_state() {
    let committee = committee();
    let letters = &committee.letters;
    assert_eq!(letters.len(), 48);
    assert_eq!(letters[0].received_days_ago, 0);
    let kinds: HashSet<Kind> = letters.iter().map(|letter| letter.kind).collect();
    assert_eq!(kinds.len(), 6);
    let endings: HashSet<_> = letters.iter().map(|letter| discriminant(&letter.ending)).collect();
    assert_eq!(endings.len(), 16);
    assert_eq!(letters.iter().filter(|letter| letter.lang == Lang::En).count(), 4);
    for letter in letters {
        let shown = format!("{letter:?}");
        let placeholders = ["{ten}", "{hoten}", "{ong}", "{Ong}", "{donvi}"];
        assert!(!placeholders.iter().any(|placeholder| shown.contains(placeholder)), "{shown}");
        assert!(
            !shown.chars().any(|letter| ('\u{300}'..='\u{36f}').contains(&letter)),
            "not composed"
        );
        let sentences = letter.text.matches(['.', '?', '!']).count();
        assert!((3..=12).contains(&sentences), "{sentences}: {}", letter.text);
        assert!(letter.happened_days_ago.is_none_or(|ago| ago >= letter.received_days_ago));
        assert!(letter.subject.is_none() || letter.unit.is_some());
        let needs_name = letter.kind == Kind::KhieuNai;
        assert!(!needs_name || letter.reporter.is_some(), "a complaint is never anonymous");
    }
}

#[test]
fn letters_about_people_name_the_holder_of_the_office() {
    let committee = committee();
    let about = |letter: &&DemoLetter| letter.subject.is_some();
    assert!(committee.letters.iter().filter(about).count() >= 28);
    for letter in committee.letters.iter().filter(about) {
        let member =
            committee.members.iter().find(|member| Some(member.id) == letter.subject).unwrap();
        let named = letter.about.name.is_empty()
            || letter.about.name.contains(member.given_name())
            || letter.about.name.contains(&letter.about.position);
        assert!(named, "{:?} for {}", letter.about, member.full_name);
    }
    let hung = committee.letters.iter().find(|letter| letter.about.name == "ông Hùng").unwrap();
    let branch = committee.units.iter().find(|unit| unit.code == "phudo-05").unwrap();
    assert_eq!(hung.unit, Some(branch.id));
}

#[test]
fn answers_are_not_mere_phrases() {
    let vague = ["Đã ghi nhận", "Sẽ xem xét", "Rút kinh nghiệm", "Chỉ đạo", "Tiếp thu"];
    for letter in committee().letters {
        let (Scenario::Drafted(end)
        | Scenario::Review(end)
        | Scenario::Concluded(end)
        | Scenario::Monitoring(end)
        | Scenario::Closed(end)) = letter.ending
        else {
            continue;
        };
        for part in [end.answer.checked, end.answer.found, end.answer.done, end.answer.next] {
            assert!(part.chars().count() >= 40, "{part}");
            assert!(!vague.iter().any(|phrase| part.starts_with(phrase)), "{part}");
        }
        let measured = matches!(letter.ending, Scenario::Monitoring(_));
        assert!(!measured || end.measures.iter().any(|measure| measure.minutes.is_none()));
        let closed = matches!(letter.ending, Scenario::Closed(_));
        assert!(!closed || end.measures.iter().all(|measure| measure.minutes.is_some()));
        assert!(end.measures.iter().all(|measure| measure.within_days > 0));
        if let Some(reporter) = letter.reporter {
            assert!(!format!("{end:?}").contains(reporter.name));
        }
    }
}

fn bulk(committee: &Committee, seed: u64, count: usize) -> Vec<BulkLetter> {
    BulkLetters::new(seed, committee, day(2024, 1, 1), day(2026, 11, 22)).take(count).collect()
}

#[test]
fn bulk_letters_are_alike_for_one_seed_and_differ_for_another() {
    let committee = committee();
    assert_eq!(bulk(&committee, 1, 500), bulk(&committee, 1, 500));
    assert_ne!(bulk(&committee, 1, 500), bulk(&committee, 2, 500));
}

#[test]
fn bulk_letters_are_varied_and_mostly_over() {
    let committee = committee();
    let members: HashSet<Uuid> = committee.members.iter().map(|member| member.id).collect();
    let letters = bulk(&committee, 7, 20_000);
    let texts: HashSet<&str> = letters.iter().map(|letter| letter.text.as_str()).collect();
    assert!(texts.len() > 19_900, "{} different texts", texts.len());
    let over = letters.iter().filter(|letter| letter.state.is_ended()).count();
    assert!((19_100..19_300).contains(&over), "{over} of 20,000 are over");
    let today = day(2026, 11, 22);
    for letter in &letters {
        assert!((day(2024, 1, 1)..=today).contains(&letter.received_on));
        assert_eq!(letter.finished_on.is_some(), letter.state.is_ended());
        assert!(letter.finished_on.is_none_or(|end| letter.received_on <= end && end <= today));
        assert!(letter.state.is_ended() || (today - letter.received_on).num_days() <= 120);
        assert!(letter.happened_on.is_none_or(|happened| happened <= letter.received_on));
        assert!(!letter.text.contains(['#', '@']) && !letter.place.contains(['#', '@']));
        assert!(letter.subject.is_none_or(|subject| members.contains(&subject)));
    }
    let early = letters.iter().filter(|letter| letter.received_on < day(2025, 1, 1)).count();
    assert!((6_200..7_100).contains(&early), "{early} received in the first of three years");
}

#[test]
fn a_range_of_one_day_is_enough() {
    let committee = committee();
    let today = day(2026, 11, 22);
    let letters = BulkLetters::new(3, &committee, today, today).take(200);
    assert!(letters.into_iter().all(|letter| letter.received_on == today));
}
