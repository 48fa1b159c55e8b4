//! The pages about calendars with every word they may need.

use gopy::domain::clock::ClockKind;
use gopy::domain::congress::Level;
use gopy::web::sheet::DayRow;
use gopy::web::staff::dai_hoi::{CongressForm, CongressLine, CongressPage};
use gopy::web::staff::hs::luu::WindowLine;
use gopy::web::staff::lich::{CalendarPage, PreviewLine, VersionLine, YearForm, YearLine};
use gopy::web::staff::lich_doi::{DifferenceLine, DoubtLine, DoubtfulLine, DoubtsPage};

use super::staff_samples::{UNITS, day, flaws};

pub fn window(fits: bool) -> WindowLine {
    WindowLine {
        name: "Đại hội Đảng bộ phường Phú Đô".into(),
        first: day("2026-11-04"),
        opens_on: day("2026-12-10"),
        fits,
        provisional: fits,
    }
}

pub fn doubts() -> Vec<DoubtLine> {
    let difference = |works, label: &str| DifferenceLine {
        day: day("2026-12-09"),
        works,
        label: label.into(),
        label_en: label.into(),
    };
    let one = |(place, kind): (usize, &ClockKind)| DoubtLine {
        value: format!("{}:0", kind.name()),
        kind: kind.name(),
        old_on: day("2026-12-11"),
        new_on: day("2026-12-15"),
        days: match place % 3 {
            0 => vec![difference(true, ""), difference(false, "Nghỉ bù")],
            _ => Vec::new(),
        },
        terms: (place % 3 == 1).then(|| (Some((7, UNITS[place % 7])), None)),
        may_move: place % 2 == 0,
    };
    ClockKind::ALL.iter().enumerate().map(one).collect()
}

pub fn doubt_lists() -> Vec<DoubtsPage> {
    let case = DoubtfulLine { number: "HS-4718-9353".into(), doubts: doubts() };
    let full = DoubtsPage { cases: vec![case], next: Some("0123".into()) };
    vec![full, DoubtsPage { cases: Vec::new(), next: None }]
}

pub fn congresses() -> Vec<CongressPage> {
    let line = |day_of_count: &str, number: &str, due| DayRow {
        day: day(day_of_count),
        label: "thứ Tư".into(),
        number: number.into(),
        what: "ngày làm việc".into(),
        due,
    };
    let lines = || {
        vec![
            line("2026-12-10", "", false),
            line("2026-12-09", "1", false),
            line("2026-11-04", "25", true),
        ]
    };
    let one = |level: Level| CongressLine {
        id: "0".into(),
        name: "Đại hội".into(),
        level: level.name(),
        opens_on: day("2026-12-10"),
        first: day("2026-11-04"),
        length: 25,
        provisional: level == Level::Higher,
        basis: "HD 07-HD/UBKTTW".into(),
        confirmed: level == Level::Higher,
        source: "Kế hoạch 12".into(),
        lines: lines(),
    };
    let levels = Level::ALL.map(Level::name);
    let page = |congresses, flaws| CongressPage {
        congresses,
        levels,
        typed: CongressForm::default(),
        flaws,
    };
    vec![page(Level::ALL.map(one).into(), flaws()), page(Vec::new(), Vec::new())]
}

pub fn calendars() -> Vec<CalendarPage> {
    let year = |decreed| YearLine {
        year: "2028".into(),
        decreed,
        off: 12,
        worked: 1,
        source: "9999/TB-BNV".into(),
    };
    let version = |by: &str, year: Option<&str>| VersionLine {
        version: "2027-1".into(),
        year: year.map(str::to_owned),
        source: year.unwrap_or_default().into(),
        by: by.into(),
        on: day("2026-11-22"),
    };
    let page = |preview, flaws, until| CalendarPage {
        version: "2027-1".into(),
        decreed_until: until,
        covered_until: until,
        years: vec![year(true), year(false)],
        versions: vec![
            version("Quản trị", Some("2028")),
            version("command line", Some("2028")),
            version("program", None),
        ],
        waiting: 2,
        typed: YearForm::default(),
        preview,
        flaws,
    };
    let preview = |changed| PreviewLine {
        version: "2027-1".into(),
        year: "2028".into(),
        days: 14,
        changed,
        stay: 3,
        firm: 2,
        affected: 1,
    };
    vec![
        page(None, flaws(), None),
        page(Some(preview(vec![day("2028-01-03")])), Vec::new(), Some(day("2027-12-31"))),
        page(Some(preview(Vec::new())), Vec::new(), Some(day("2027-12-31"))),
    ]
}
