//! What the tests of the workflow stand on: the shipped tables, one case, and people of each role.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use chrono::NaiveDate;
use uuid::Uuid;

use crate::access::{Account, Role};
use crate::calendar::{
    Calendar, Calendars, CoveredYear, DayKind, OfficeHours, SpecialDay, YearTable,
};
use crate::case::{Above, Allegation, Case, Queue, State, Track};
use crate::clock::{Edition, Timing};
use crate::congress::{Congress, Level};
use crate::deadline::{
    ClockRow, ExtensionLimit, HoldRule, HoldTerm, Rule, RuleBook, Term, Variant,
};
use crate::ids::{AccountId, AllegationId, CaseId, MemberId, UnitId};
use crate::letter::Kind;
use crate::step::HoldType;
use crate::worded::Worded;

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub fn unit(id: u128) -> UnitId {
    UnitId(Uuid::from_u128(id))
}

pub fn member(id: u128) -> MemberId {
    MemberId(Uuid::from_u128(id))
}

pub fn account(id: u128, role: Role, of: u128) -> Account {
    Account { id: AccountId(Uuid::from_u128(id)), role, unit: unit(of), member: None }
}

/// A denunciation on the web, received on a Friday, with two allegations.
pub fn case() -> Case {
    let allegation = |id| Allegation { id: AllegationId(Uuid::from_u128(id)), outcome: None };
    Case {
        id: CaseId(Uuid::from_u128(1)),
        kind: Kind::ToCao,
        track: Track::Party,
        queue: Queue::Committee,
        state: State::Received,
        received_on: day("2026-11-20"),
        paper: false,
        named: true,
        asked: 0,
        returned: 0,
        pending: None,
        subjects: BTreeSet::new(),
        allegations: vec![allegation(1), allegation(2)],
        measures: Vec::new(),
        heard: false,
        appeal_of: None,
        above: Above::default(),
        challenged: BTreeSet::new(),
        revision: 0,
    }
}

/// Rules, calendars and congresses as of one edition.
struct Tables {
    book: RuleBook,
    calendars: Calendars,
    congresses: Vec<Congress>,
}

/// The shipped rules and calendar.
pub fn timing() -> Timing<'static> {
    edition(1)
}

/// How many editions the tests know.
pub const EDITIONS: i64 = 4;

/// 1 is what is shipped. In 2, Tết 2027 is not decreed yet; 3 decrees it with two days off more; 4 takes a day
/// from December 2026 and counts the house term of an answer differently.
pub fn edition(number: i64) -> Timing<'static> {
    static EACH: LazyLock<Vec<Tables>> = LazyLock::new(|| (1..=EDITIONS).map(tables).collect());
    let tables = &EACH[usize::try_from(number - 1).unwrap()];
    let Tables { book, calendars, congresses } = tables;
    Timing { book, calendars, congresses, edition: Edition(number) }
}

fn tables(number: i64) -> Tables {
    let mut calendars = Calendars::new(calendar());
    let shipped: Vec<SpecialDay> = calendar().days_of(2027).cloned().collect();
    let year = |year, decreed, days| YearTable {
        year: CoveredYear { year, decreed, source: "test".to_owned() },
        days,
    };
    if 2 <= number {
        let new_year = shipped[..1].to_vec();
        calendars
            .add(calendars.current().with_year("2026-2", year(2027, false, new_year)).unwrap());
    }
    if 3 <= number {
        let more = [holiday("2027-01-04"), holiday("2027-02-11")].into_iter().chain(shipped);
        let table = year(2027, true, more.collect());
        calendars.add(calendars.current().with_year("2027-1", table).unwrap());
    }
    let mut rules = rules();
    if 4 <= number {
        let more = calendar().days_of(2026).cloned().chain([holiday("2026-12-09")]).collect();
        calendars.add(calendars.current().with_year("2027-2", year(2026, true, more)).unwrap());
        let house = rules.iter_mut().find(|rule| &*rule.id == "PA-05").unwrap();
        house.term = Term::WorkingDays(8);
    }
    let congresses = vec![Congress {
        level: Level::Grassroots,
        name: "Đại hội Đảng bộ phường Phú Đô".to_owned(),
        opens_on: day("2026-12-10"),
    }];
    Tables { book: book(rules), calendars, congresses }
}

fn holiday(on: &str) -> SpecialDay {
    SpecialDay {
        day: day(on),
        kind: DayKind::Holiday,
        paired_with: None,
        label: "Nghỉ".to_owned(),
        label_en: "Off".to_owned(),
        source: "test".to_owned(),
    }
}

fn rules() -> Vec<Rule> {
    rows(include_str!("../data/deadline-policy.csv")).into_iter().map(rule).collect()
}

fn book(rules: Vec<Rule>) -> RuleBook {
    let clocks: Vec<ClockRow> = rows(include_str!("../data/clocks.csv"))
        .into_iter()
        .map(|cells| ClockRow {
            clock: cells[0].parse().unwrap(),
            kinds: cells[1].split(';').map(|kind| kind.parse().unwrap()).collect(),
            tracks: match cells[2].as_str() {
                "*" => Track::ALL.to_vec(),
                named => named.split(';').map(|track| track.parse().unwrap()).collect(),
            },
            rules: cells[3].split(';').map(str::to_owned).collect(),
            reason: cells[4].clone(),
        })
        .collect();
    let holds = rows(include_str!("../data/holds.csv")).into_iter().map(|cells| HoldTerm {
        hold: HoldType::from_name(&cells[0]).unwrap(),
        longest: cells[1].parse().ok(),
        basis: cells[2].clone(),
        confirmed: cells[3] == "H",
    });
    RuleBook::new(rules, &clocks).unwrap().with_holds(holds.collect()).unwrap()
}

fn rule(cells: Vec<String>) -> Rule {
    let date = |cell: &str| cell.parse().ok();
    let [
        id,
        regime,
        kind,
        title,
        title_en,
        stage,
        length,
        unit,
        variants,
        start_event,
        start_event_en,
        extensions,
        extension_note,
        holds,
        hold_note,
        basis,
        basis_en,
        from,
        to,
        confidence,
        note,
    ] = <[String; 21]>::try_from(cells).unwrap();
    Rule {
        id: id.as_str().into(),
        regime: regime.parse().unwrap(),
        term: Term::parse(&length, &unit).unwrap(),
        variants: Variant::parse_list(&variants).unwrap(),
        extensions: ExtensionLimit::parse_list(&extensions).unwrap(),
        hold: HoldRule::parse(&holds).unwrap(),
        valid_from: date(&from),
        valid_to: date(&to),
        confidence: confidence.parse().unwrap(),
        kind,
        title: Worded { vi: title, en: title_en },
        stage,
        start_event: Worded { vi: start_event, en: start_event_en },
        extension_note,
        hold_note,
        basis: Worded { vi: basis, en: basis_en },
        note,
    }
}

fn calendar() -> Calendar {
    let days = rows(include_str!("../data/days.csv")).into_iter().map(|cells| SpecialDay {
        day: day(&cells[0]),
        kind: match cells[2].as_str() {
            "HOLIDAY_OR_COMPENSATION" => DayKind::Holiday,
            "SWAP_OFF" => DayKind::SwapOff,
            "SWAP_WORK" => DayKind::SwapWork,
            other => panic!("unknown type {other}"),
        },
        paired_with: cells[3].parse().ok(),
        label: cells[4].clone(),
        label_en: cells[5].clone(),
        source: cells[6].clone(),
    });
    let years = rows(include_str!("../data/coverage.csv")).into_iter().map(|cells| CoveredYear {
        year: cells[0].parse().unwrap(),
        decreed: cells[1] == "DECREED",
        source: cells[3].clone(),
    });
    let hours = rows(include_str!("../data/office-hours.csv"));
    let hours = hours.into_iter().map(|cells| {
        (format!("{}:00", cells[0]).parse().unwrap(), format!("{}:00", cells[1]).parse().unwrap())
    });
    let hours = OfficeHours::new(hours.collect()).unwrap();
    Calendar::new("2026-1", years.collect(), days.collect(), hours).unwrap()
}

/// The rows of a table without its head. No shipped cell holds a line break; quotes inside a cell are lost, which no test reads.
fn rows(table: &str) -> Vec<Vec<String>> {
    table.lines().skip(1).map(cells).collect()
}

fn cells(line: &str) -> Vec<String> {
    let (mut cells, mut quoted) = (vec![String::new()], false);
    for char in line.chars() {
        match char {
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(String::new()),
            _ => cells.last_mut().unwrap().push(char),
        }
    }
    cells
}
