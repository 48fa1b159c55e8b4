//! The shipped deadline rules, clocks and calendar, read from the tables in `src/data`.

mod year;

use std::fmt::Display;
use std::str::FromStr;
use std::sync::Arc;

use chrono::{Datelike, NaiveDate, NaiveTime};
use gopy_domain::calendar::{Calendar, Calendars, CoveredYear, DayKind, OfficeHours, SpecialDay};
use gopy_domain::case::Track;
use gopy_domain::clock::{Edition, Timing};
use gopy_domain::congress::Congress;
use gopy_domain::deadline::{
    ClockRow, Confidence, ExtensionLimit, HoldRule, HoldTerm, Rule, RuleBook, RuleError, Term,
    Variant,
};
use gopy_domain::letter::Kind;
use gopy_domain::retention::KeepRule;
use gopy_domain::step::HoldType;
use gopy_domain::worded::Worded;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use thiserror::Error;

pub use year::{LineFlaw, YearFile, written_year};

/// What deadlines are computed from.
#[derive(Debug, Clone)]
pub struct Rules {
    pub book: Arc<RuleBook>,
    pub calendars: Calendars,
    /// Those the committee has called.
    pub congresses: Vec<Congress>,
    pub edition: Edition,
    /// How long dossiers are kept.
    pub keeps: Arc<[KeepRule]>,
}

/// A table that cannot be used; the message names the file and, where there is one, the line.
#[derive(Debug, Error)]
pub enum RulesError {
    #[error("{file}, line {line}: {cause}")]
    Line { file: &'static str, line: u64, cause: String },
    #[error("{file}: {cause}")]
    Table { file: &'static str, cause: String },
}

impl Rules {
    /// Reads the tables that are built into the program and checks them against each other.
    pub fn shipped() -> Result<Self, RulesError> {
        let rules = read(&RULES, rule)?;
        let clocks = read(&CLOCKS, clock)?;
        let book = RuleBook::new(rules, &clocks).map_err(|cause| RulesError::Table {
            file: "deadline-policy.csv with clocks.csv",
            cause: cause.to_string(),
        })?;
        let book = book.with_holds(read(&HOLDS, hold)?).map_err(|cause| HOLDS.wrong(cause))?;
        let calendars = Calendars::new(calendar()?);
        let (congresses, edition) = (Vec::new(), Edition::default());
        let keeps = read(&KEEPS, keep)?.into();
        Ok(Self { book: Arc::new(book), calendars, congresses, edition, keeps })
    }

    /// The calendar in force.
    pub fn calendar(&self) -> &Calendar {
        self.calendars.current()
    }

    /// What deadlines are counted with.
    pub fn timing(&self) -> Timing<'_> {
        let Self { book, calendars, congresses, edition, keeps: _ } = self;
        Timing { book, calendars, congresses, edition: *edition }
    }
}

struct Table {
    file: &'static str,
    text: &'static str,
}

impl Table {
    fn wrong(&self, cause: impl Display) -> RulesError {
        RulesError::Table { file: self.file, cause: cause.to_string() }
    }
}

const RULES: Table =
    Table { file: "deadline-policy.csv", text: include_str!("data/deadline-policy.csv") };
const CLOCKS: Table = Table { file: "clocks.csv", text: include_str!("data/clocks.csv") };
const DAYS: Table = Table { file: "days.csv", text: include_str!("data/days.csv") };
const COVERAGE: Table = Table { file: "coverage.csv", text: include_str!("data/coverage.csv") };
const HOLDS: Table = Table { file: "holds.csv", text: include_str!("data/holds.csv") };
const KEEPS: Table = Table { file: "retention.csv", text: include_str!("data/retention.csv") };
const OFFICE_HOURS: Table =
    Table { file: "office-hours.csv", text: include_str!("data/office-hours.csv") };

fn read<Row: DeserializeOwned, T>(
    table: &Table,
    parse: impl Fn(Row) -> Result<T, String>,
) -> Result<Vec<T>, RulesError> {
    let mut reader = csv::Reader::from_reader(table.text.as_bytes());
    let headers = reader.headers().map_err(|cause| table.wrong(cause))?.clone();
    let one = |record: csv::Result<csv::StringRecord>| {
        let record = record.map_err(|cause| table.wrong(cause))?;
        let line = record.position().map_or(0, csv::Position::line);
        let row = record.deserialize(Some(&headers)).map_err(|cause| cause.to_string());
        row.and_then(&parse).map_err(|cause| RulesError::Line { file: table.file, line, cause })
    };
    reader.into_records().map(one).collect()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleCells {
    id: String,
    regime: String,
    kind: String,
    title: String,
    title_en: String,
    stage: String,
    length: String,
    unit: String,
    variants: String,
    start_event: String,
    start_event_en: String,
    extensions: String,
    extension_note: String,
    holds: String,
    holds_note: String,
    basis: String,
    basis_en: String,
    valid_from: Option<NaiveDate>,
    valid_to: Option<NaiveDate>,
    confidence: String,
    note: String,
}

fn rule(cells: RuleCells) -> Result<Rule, String> {
    Ok(Rule {
        regime: cells.regime.parse().map_err(text)?,
        term: Term::parse(&cells.length, &cells.unit).map_err(text)?,
        variants: Variant::parse_list(&cells.variants).map_err(text)?,
        extensions: ExtensionLimit::parse_list(&cells.extensions).map_err(text)?,
        hold: HoldRule::parse(&cells.holds).map_err(text)?,
        confidence: cells.confidence.parse().map_err(text)?,
        id: cells.id.into(),
        kind: cells.kind,
        title: Worded { vi: cells.title, en: cells.title_en },
        stage: cells.stage,
        start_event: Worded { vi: cells.start_event, en: cells.start_event_en },
        extension_note: cells.extension_note,
        hold_note: cells.holds_note,
        basis: Worded { vi: cells.basis, en: cells.basis_en },
        valid_from: cells.valid_from,
        valid_to: cells.valid_to,
        note: cells.note,
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ClockCells {
    clock: String,
    kinds: String,
    tracks: String,
    rules: String,
    reason: String,
}

fn clock(cells: ClockCells) -> Result<ClockRow, String> {
    let tracks = if cells.tracks == "*" { Ok(Track::ALL.to_vec()) } else { words(&cells.tracks) };
    Ok(ClockRow {
        clock: cells.clock.parse().map_err(text)?,
        kinds: words(&cells.kinds)?,
        tracks: tracks?,
        rules: cells.rules.split(';').map(str::to_owned).collect(),
        reason: cells.reason,
    })
}

fn words<T: FromStr<Err = RuleError>>(cell: &str) -> Result<Vec<T>, String> {
    cell.split(';').map(|word| word.parse().map_err(text)).collect()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HoldCells {
    hold: String,
    longest_days: Option<u32>,
    basis: String,
    confidence: String,
    /// Kept in the table for its readers.
    #[serde(rename = "note")]
    _note: String,
}

fn hold(cells: HoldCells) -> Result<HoldTerm, String> {
    let HoldCells { hold, longest_days: longest, basis, confidence, _note: _ } = cells;
    let unknown = || format!("unknown type of hold \"{hold}\"");
    let confidence: Confidence = confidence.parse().map_err(text)?;
    let hold = HoldType::from_name(&hold).ok_or_else(unknown)?;
    Ok(HoldTerm { hold, longest, basis, confirmed: !confidence.needs_confirmation() })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct KeepCells {
    id: String,
    /// Between spaces.
    kinds: String,
    years: u16,
    basis: String,
    basis_en: String,
    valid_from: NaiveDate,
    valid_to: Option<NaiveDate>,
    confidence: String,
    #[serde(rename = "note")]
    _note: String,
}

fn keep(cells: KeepCells) -> Result<KeepRule, String> {
    let kind = |name: &str| Kind::from_name(name).ok_or_else(|| format!("unknown kind \"{name}\""));
    let kinds = cells.kinds.split(' ').map(kind).collect::<Result<_, _>>()?;
    let confidence: Confidence = cells.confidence.parse().map_err(text)?;
    let KeepCells { id, years, basis, basis_en, valid_from, valid_to, .. } = cells;
    let basis = Worded { vi: basis, en: basis_en };
    Ok(KeepRule { id, kinds, years, basis, valid_from, valid_to, confidence })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DayCells {
    date: NaiveDate,
    weekday: String,
    r#type: String,
    paired_with: Option<NaiveDate>,
    label: String,
    label_en: String,
    source: String,
}

fn special_day(cells: DayCells) -> Result<SpecialDay, String> {
    let unknown = || format!("unknown type \"{}\"", cells.r#type);
    let kind = DayKind::from_name(&cells.r#type).ok_or_else(unknown)?;
    let weekday = cells.date.weekday().to_string();
    if weekday != cells.weekday {
        return Err(format!("{} is a {weekday}, not a {}", cells.date, cells.weekday));
    }
    let DayCells { date: day, paired_with, label, label_en, source, .. } = cells;
    Ok(SpecialDay { day, kind, paired_with, label, label_en, source })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct YearCells {
    year: i32,
    status: String,
    calendar_version: String,
    source: String,
}

fn covered_year(cells: YearCells) -> Result<(CoveredYear, String), String> {
    let decreed = match cells.status.as_str() {
        "DECREED" => true,
        "PROVISIONAL" => false,
        other => return Err(format!("unknown status \"{other}\"")),
    };
    Ok((CoveredYear { year: cells.year, decreed, source: cells.source }, cells.calendar_version))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HourCells {
    from: String,
    to: String,
    /// Kept in the table for its readers.
    #[serde(rename = "basis")]
    _basis: String,
}

fn office_span(cells: HourCells) -> Result<(NaiveTime, NaiveTime), String> {
    let HourCells { from, to, _basis: _ } = cells;
    let time = |cell: &str| {
        NaiveTime::parse_from_str(cell, "%H:%M").map_err(|_| format!("\"{cell}\" is not HH:MM"))
    };
    Ok((time(&from)?, time(&to)?))
}

/// The calendar's version is the latest in which any year was changed.
fn calendar() -> Result<Calendar, RulesError> {
    let (years, versions): (Vec<_>, Vec<_>) = read(&COVERAGE, covered_year)?.into_iter().unzip();
    let version = versions.into_iter().max().ok_or_else(|| COVERAGE.wrong("no year is covered"))?;
    let hours = OfficeHours::new(read(&OFFICE_HOURS, office_span)?)
        .map_err(|cause| OFFICE_HOURS.wrong(cause))?;
    Calendar::new(&version, years, read(&DAYS, special_day)?, hours)
        .map_err(|cause| DAYS.wrong(cause))
}

fn text(cause: impl Display) -> String {
    cause.to_string()
}
