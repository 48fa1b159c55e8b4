//! From a sheet to rows: where the header is, which column says what, in which encoding, and which rows are entries.

use std::collections::{BTreeMap, BTreeSet};

use super::column::Headers;
use super::{Cell, Column, Kind, Note, Place, Plan, Problem, Sheet};
use crate::text::{Encoding, clean, detect_encoding};

/// How far down the header is looked for.
const HEADER_WITHIN: usize = 60;

/// Cells that are shown before and after decoding.
const SAMPLES: usize = 20;

/// The list of one sheet.
#[derive(Debug)]
pub struct Table {
    /// Which sheet, counted from 0.
    pub at: usize,
    pub sheet: String,
    pub columns: BTreeMap<Column, Heading>,
    pub lines: Vec<Line>,
}

/// A column that was understood.
#[derive(Clone, Debug)]
pub struct Heading {
    pub at: usize,
    /// As it stands in the file, decoded.
    pub words: String,
    pub encoding: Encoding,
}

/// A row below the header that is not empty.
#[derive(Debug)]
pub enum Line {
    Entry(Entry),
    /// A row of a single text, read in each encoding: the name of a unit whose members follow, a sum, a signature.
    Alone {
        row: u32,
        readings: Vec<String>,
    },
}

/// A row that is an entry.
#[derive(Debug)]
pub struct Entry {
    /// As the program that shows the file counts, from 1.
    pub row: u32,
    pub cells: Vec<Cell>,
}

/// The lists of all sheets; what is wrong with a sheet as a whole goes into the plan.
pub(super) fn read_all(kind: Kind, sheets: &[Sheet], plan: &mut Plan) -> Vec<Table> {
    let headers = Headers::new(kind);
    let mut tables = Vec::new();
    for (at, sheet) in sheets.iter().enumerate() {
        if sheet.rows.iter().flatten().all(Cell::is_empty) {
            continue;
        }
        match find_header(&headers, sheet) {
            Some(header) => tables.extend(read(kind, at, sheet, &header, plan)),
            None => plan.notes.push(Note::NoList { sheet: sheet.name.clone() }),
        }
    }
    if tables.is_empty() && plan.flaws.is_empty() {
        let known = kind.needed().iter().map(|one| format!("“{}”", one[0].title(kind)));
        let known = known.collect::<Vec<_>>().join(", ");
        plan.flaw(Place::default(), Problem::NoHeader(known));
    } else if plan.flaws.is_empty() && tables.iter().all(|table| table.lines.is_empty()) {
        plan.flaw(Place::default(), Problem::NoRows);
    }
    tables
}

/// Which row is the header, how many rows it takes, and what each column means.
struct Header {
    row: usize,
    depth: usize,
    found: Vec<Found>,
}

/// What stands above one column, and what it means if it means anything.
struct Found {
    at: usize,
    /// Decoded.
    words: String,
    column: Option<Column>,
}

/// The row with the most headings that mean something, two at least; a heading may stand in two rows ("Năm sinh" over
/// "Nam" and "Nữ").
fn find_header(headers: &Headers, sheet: &Sheet) -> Option<Header> {
    let read = |row: usize| {
        let deep = headings(headers, sheet, row, true);
        let flat = headings(headers, sheet, row, false);
        let known = |found: &[Found]| {
            found.iter().filter_map(|one| one.column).collect::<BTreeSet<_>>().len()
        };
        let (depth, found) = if known(&flat) < known(&deep) { (2, deep) } else { (1, flat) };
        (known(&found), Header { row, depth, found })
    };
    let rows = 0..sheet.rows.len().min(HEADER_WITHIN);
    let best = rows.map(read).rev().max_by_key(|(known, _)| *known);
    best.filter(|(known, _)| 2 <= *known).map(|(_, header)| header)
}

fn headings(headers: &Headers, sheet: &Sheet, row: usize, deep: bool) -> Vec<Found> {
    let width = sheet.rows[row].len().max(sheet.rows.get(row + 1).map_or(0, Vec::len));
    let heading = |at: usize| {
        let top = at_top(sheet, row, at);
        let below = if deep { cell(sheet, row + 1, at).shown() } else { String::new() };
        let both = format!("{top} {below}");
        let read = |words: &String| {
            let (column, encoding) = headers.read(words)?;
            Some((encoding.decode(words), Some(column)))
        };
        let mut meant = [&both, &below, &top].into_iter().filter(|words| !words.trim().is_empty());
        let meant = meant.find_map(read);
        let (words, column) = meant.unwrap_or_else(|| (in_unicode(&both), None));
        Some(Found { at, words, column }).filter(|found| !found.words.is_empty())
    };
    let found = (0..width).filter_map(heading).collect();
    parted(headers, found, |at| is_continued(sheet, row, at))
}

/// One heading over two columns: a name that is written in two parts, else the second column says nothing.
fn parted(headers: &Headers, found: Vec<Found>, continued: impl Fn(usize) -> bool) -> Vec<Found> {
    let mut kept: Vec<Found> = Vec::new();
    for mut one in found {
        match kept.last_mut() {
            Some(before)
                if continued(one.at) && one.column.is_some() && before.column == one.column =>
            {
                if one.column == Some(Column::FullName) && headers.have(Column::GivenName) {
                    before.column = Some(Column::FamilyName);
                    one.column = Some(Column::GivenName);
                    kept.push(one);
                }
            }
            _ => kept.push(one),
        }
    }
    kept
}

/// Whether the cell is merged with the one before it.
fn is_continued(sheet: &Sheet, row: usize, at: usize) -> bool {
    let within = |(first, last): (usize, usize), at: usize| first <= at && at <= last;
    sheet
        .merged
        .iter()
        .any(|area| within(area.rows, row) && within(area.columns, at) && area.columns.0 < at)
}

fn cell(sheet: &Sheet, row: usize, column: usize) -> &Cell {
    sheet.rows.get(row).and_then(|row| row.get(column)).unwrap_or(&Cell::Empty)
}

/// What stands in a cell or in the merged area that it belongs to.
fn at_top(sheet: &Sheet, row: usize, column: usize) -> String {
    let within = |(first, last): (usize, usize), at: usize| first <= at && at <= last;
    let area =
        sheet.merged.iter().find(|area| within(area.rows, row) && within(area.columns, column));
    match area {
        Some(area) => cell(sheet, area.rows.0, area.columns.0).shown(),
        None => cell(sheet, row, column).shown(),
    }
}

fn read(kind: Kind, at: usize, sheet: &Sheet, header: &Header, plan: &mut Plan) -> Option<Table> {
    let place = Place { at, sheet: sheet.name.clone(), ..Place::default() };
    let body = body(sheet, header);
    let mut columns: BTreeMap<Column, Heading> = BTreeMap::new();
    let mut sound = true;
    for Found { at: column_at, words, column } in &header.found {
        let Some(column) = column else { continue };
        if let Some(other) = columns.get(column) {
            let row = u32::try_from(header.row + 1).unwrap_or(u32::MAX);
            let header = words.clone();
            let place = Place { row, column: Some(*column_at), header, ..place.clone() };
            plan.flaw(place, Problem::TwoColumns(other.words.clone()));
            sound = false;
            continue;
        }
        let cells: Vec<&str> =
            body.iter().filter_map(|(_, cells)| text(cells, *column_at)).collect();
        let encoding = detect_encoding(&cells);
        note_decoded(sheet, words, encoding, &cells, plan);
        columns.insert(*column, Heading { at: *column_at, words: words.clone(), encoding });
    }
    for one_of in kind.needed() {
        if !one_of.iter().any(|column| columns.contains_key(column)) {
            let missing = one_of[0].title(kind).to_owned();
            plan.flaw(place.clone(), Problem::MissingColumn(missing));
            sound = false;
        }
    }
    note_ignored(sheet, header, plan);
    let identifying: Vec<usize> = kind
        .identifying()
        .iter()
        .filter_map(|column| columns.get(column))
        .map(|one| one.at)
        .collect();
    let known: Vec<usize> = columns.values().map(|heading| heading.at).collect();
    let lines = body.into_iter().map(|(row, cells)| line(row, cells, &identifying, &known));
    sound.then(|| Table { at, sheet: sheet.name.clone(), lines: lines.collect(), columns })
}

fn text(cells: &[Cell], at: usize) -> Option<&str> {
    match cells.get(at) {
        Some(Cell::Text(text)) => Some(text),
        _ => None,
    }
}

/// Words that mean nothing here, as readable as can be.
fn in_unicode(words: &str) -> String {
    detect_encoding(&[words]).decode(words)
}

fn note_decoded(sheet: &Sheet, words: &str, encoding: Encoding, cells: &[&str], plan: &mut Plan) {
    if encoding == Encoding::Unicode {
        return;
    }
    let mut samples: Vec<(String, String)> = Vec::new();
    for cell in cells {
        let decoded = encoding.decode(cell);
        let sample = ((*cell).to_owned(), decoded);
        if sample.0 != sample.1 && !samples.contains(&sample) {
            samples.push(sample);
        }
        if samples.len() == SAMPLES {
            break;
        }
    }
    let (sheet, header) = (sheet.name.clone(), words.to_owned());
    plan.notes.push(Note::Decoded { sheet, header, encoding, samples });
}

fn note_ignored(sheet: &Sheet, header: &Header, plan: &mut Plan) {
    let serial = ["stt", "so thu tu", "tt"];
    let unknown = header.found.iter().filter(|one| one.column.is_none()).map(|one| &one.words);
    let unknown: Vec<&str> = unknown
        .map(String::as_str)
        .filter(|words| !serial.contains(&crate::text::fold_ascii(words).as_str()))
        .collect();
    if !unknown.is_empty() {
        let headers = unknown.join(", ");
        plan.notes.push(Note::Ignored { sheet: sheet.name.clone(), headers });
    }
}

/// Rows below the header, with the cells that were merged downwards filled in; empty ones and the row that numbers the
/// columns left out.
fn body(sheet: &Sheet, header: &Header) -> Vec<(u32, Vec<Cell>)> {
    let first = header.row + header.depth;
    let mut rows: Vec<Vec<Cell>> = sheet.rows.iter().skip(first).cloned().collect();
    for area in sheet.merged.iter().filter(|area| first <= area.rows.0 && area.rows.0 < area.rows.1)
    {
        let value = cell(sheet, area.rows.0, area.columns.0).clone();
        for row in rows.iter_mut().take(area.rows.1 + 1 - first).skip(area.rows.0 - first) {
            if row.len() <= area.columns.0 {
                row.resize(area.columns.0 + 1, Cell::Empty);
            }
            row[area.columns.0] = value.clone();
        }
    }
    let numbered = rows.first().is_some_and(|row| numbers_columns(row));
    let rows = rows.into_iter().enumerate().skip(usize::from(numbered));
    rows.filter(|(_, cells)| !cells.iter().all(Cell::is_empty))
        .map(|(at, cells)| (u32::try_from(first + at + 1).unwrap_or(u32::MAX), cells))
        .collect()
}

/// "(1) (2) (3) …" under the headings.
fn numbers_columns(row: &[Cell]) -> bool {
    let number = |cell: &Cell| match cell {
        Cell::Number(number) => Some(number.to_string()),
        Cell::Text(text) => Some(text.trim().trim_matches(['(', ')']).to_owned()),
        _ => None,
    };
    let filled: Vec<&Cell> = row.iter().filter(|cell| !cell.is_empty()).collect();
    let numbers: Option<Vec<u32>> =
        filled.iter().map(|cell| number(cell).and_then(|text| text.parse().ok())).collect();
    numbers.is_some_and(|all| 3 <= all.len() && all.windows(2).all(|pair| pair[1] == pair[0] + 1))
}

fn line(row: u32, cells: Vec<Cell>, identifying: &[usize], known: &[usize]) -> Line {
    let is_filled = |at: &&usize| cells.get(**at).is_some_and(|cell| !cell.is_empty());
    let identified = identifying.iter().any(|at| is_filled(&at));
    let words: Vec<&Cell> = cells.iter().filter(|cell| is_words(cell)).collect();
    let lonely = known.iter().filter(is_filled).count() <= 1;
    let alone = lonely && !words.is_empty() && !is_numbered_entry(&cells, identifying);
    if identified && !alone {
        return Line::Entry(Entry { row, cells });
    }
    let filled = || cells.iter().filter(|cell| !cell.is_empty()).map(Cell::shown);
    let shown = if let [only] = words.as_slice() {
        only.shown()
    } else {
        filled().collect::<Vec<_>>().join(" · ")
    };
    let encodings = [Encoding::Unicode, Encoding::Tcvn3, Encoding::Vni, Encoding::Utf8AsLatin];
    let readings = encodings.map(|encoding| encoding.decode(&shown));
    Line::Alone { row, readings: readings.to_vec() }
}

/// Not just the number of a row or of a section.
fn is_words(cell: &Cell) -> bool {
    let Cell::Text(text) = cell else { return false };
    let text = clean(text);
    let section = |c: char| c.is_ascii_digit() || "IVX.)".contains(c);
    !text.is_empty() && !text.chars().all(section)
}

/// A number before, and one thing that identifies an entry: a row of which the rest was forgotten, no title.
fn is_numbered_entry(cells: &[Cell], identifying: &[usize]) -> bool {
    let first = cells.iter().position(|cell| !cell.is_empty());
    let number = first.is_some_and(|at| {
        !identifying.contains(&at)
            && match &cells[at] {
                Cell::Number(_) => true,
                Cell::Text(text) => text.trim().parse::<u32>().is_ok(),
                _ => false,
            }
    });
    let filled = |at: &usize| cells.get(*at).is_some_and(is_words);
    number && identifying.iter().any(filled)
}
