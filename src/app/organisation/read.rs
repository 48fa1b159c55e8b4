//! From the bytes of a file to sheets of cells.

use std::io::Cursor;

use calamine::{Data, Dimensions, Reader as _, Sheets, open_workbook_auto_from_rs};
use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252, WINDOWS_1258};

use super::write::meant;
use crate::domain::import::{Area, Cell, Problem, Sheet};
use crate::domain::text;

/// Cells of the largest file; a list of a million members with twenty columns.
const MOST_CELLS: usize = 20_000_000;

/// Reads a workbook, or text with separators, whatever its name says.
pub fn sheets(name: &str, content: &[u8]) -> Result<Vec<Sheet>, Problem> {
    // Workbooks are archives or compound files.
    let is_workbook = content.starts_with(b"PK") || content.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]);
    if is_workbook {
        return workbook(content);
    }
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase());
    match ending.as_deref() {
        Some("csv" | "txt" | "tsv") => Ok(vec![separated(&decoded(content))]),
        _ => Err(Problem::NotAList),
    }
}

fn workbook(content: &[u8]) -> Result<Vec<Sheet>, Problem> {
    let mut book =
        open_workbook_auto_from_rs(Cursor::new(content)).map_err(|_| Problem::NotAList)?;
    let mut found = Vec::new();
    let mut cells = 0;
    for name in book.sheet_names() {
        let range = book.worksheet_range(&name).map_err(|_| Problem::NotAList)?;
        cells += range.get_size().0 * range.get_size().1;
        if MOST_CELLS < cells {
            return Err(Problem::TooBig);
        }
        let (top, left) =
            range.start().map_or((0, 0), |(row, column)| (row as usize, column as usize));
        let mut rows = vec![Vec::new(); top];
        rows.extend(range.rows().map(|row| {
            let before = std::iter::repeat_n(Cell::Empty, left);
            before.chain(row.iter().map(cell)).collect::<Vec<_>>()
        }));
        let merged = merged(&mut book, &name);
        found.push(Sheet { name, rows, merged });
    }
    Ok(found)
}

fn merged(book: &mut Sheets<Cursor<&[u8]>>, name: &str) -> Vec<Area> {
    let areas = match book {
        Sheets::Xlsx(book) => book.merge_cells_by_sheet_name(name).ok(),
        Sheets::Xls(book) => book.merge_cells_by_sheet_name(name).ok(),
        Sheets::Xlsb(_) | Sheets::Ods(_) => None,
    };
    let area = |area: &Dimensions| Area {
        rows: (area.start.0 as usize, area.end.0 as usize),
        columns: (area.start.1 as usize, area.end.1 as usize),
    };
    areas.iter().flatten().map(area).collect()
}

fn cell(data: &Data) -> Cell {
    match data {
        Data::Empty | Data::Error(_) => Cell::Empty,
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => {
            Cell::Text(meant(text).to_owned())
        }
        #[expect(clippy::cast_precision_loss, reason = "no list has numbers of that size")]
        Data::Int(number) => Cell::Number(*number as f64),
        Data::Float(number) => Cell::Number(*number),
        Data::Bool(yes) => Cell::Text(if *yes { "x".into() } else { String::new() }),
        Data::DateTime(moment) => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            let day = chrono::NaiveDate::from_ymd_opt(year.into(), month.into(), day.into());
            day.map_or(Cell::Number(moment.as_f64()), Cell::Day)
        }
    }
}

/// Text in whichever encoding it was saved.
fn decoded(content: &[u8]) -> String {
    if let Some((encoding, mark)) = Encoding::for_bom(content) {
        return encoding.decode_without_bom_handling(&content[mark..]).0.into_owned();
    }
    // Every other byte of plain letters in UTF-16 is zero.
    let zeros = |odd: usize| content.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
    for (odd, encoding) in [(1, UTF_16LE), (0, UTF_16BE)] {
        if content.len() < 4 * zeros(odd) {
            return encoding.decode_without_bom_handling(content).0.into_owned();
        }
    }
    match std::str::from_utf8(content) {
        Ok(text) => text.to_owned(),
        Err(_) => of_old_windows(content),
    }
}

/// Vietnamese Windows (code page 1258), or letters of old fonts that stay as they are for the columns to be told apart.
fn of_old_windows(content: &[u8]) -> String {
    let vietnamese = WINDOWS_1258.decode_without_bom_handling(content).0.into_owned();
    let western = WINDOWS_1252.decode_without_bom_handling(content).0.into_owned();
    let whole = |text: &str| {
        let text = text::clean(text);
        let marked = |word: &&str| !word.is_ascii() && text::is_syllable(word);
        text.split(|c: char| !c.is_alphabetic()).filter(marked).count()
    };
    let fonts =
        [text::Encoding::Tcvn3, text::Encoding::Vni].map(|font| whole(&font.decode(&western)));
    if fonts.iter().all(|count| *count < whole(&vietnamese)) { vietnamese } else { western }
}

/// Text with separators, one row a line; empty lines count as rows, so that rows are found again.
fn separated(text: &str) -> Sheet {
    // One sign ends a line, the last one too: the reader's count of lines is then exact.
    let text = format!("{}\n", text.replace("\r\n", "\n"));
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator(&text))
        .from_reader(text.as_bytes());
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    let mut record = csv::StringRecord::new();
    while reader.read_record(&mut record).unwrap_or(false) {
        let breaks: usize = record.iter().map(|cell| cell.matches('\n').count()).sum();
        let after = usize::try_from(reader.position().line()).unwrap_or(usize::MAX);
        let line = after.saturating_sub(2 + breaks);
        rows.resize(rows.len().max(line), Vec::new());
        rows.push(record.iter().map(text_cell).collect());
    }
    Sheet { name: String::new(), rows, merged: Vec::new() }
}

fn text_cell(text: &str) -> Cell {
    if text.trim().is_empty() { Cell::Empty } else { Cell::Text(meant(text).to_owned()) }
}

/// The sign that parts most cells in the first lines.
fn separator(text: &str) -> u8 {
    let first: Vec<&str> = text.lines().take(50).collect();
    let count = |sign: u8| first.iter().map(|line| line.matches(char::from(sign)).count()).sum();
    let signs: [(u8, usize); 3] = [b';', b'\t', b','].map(|sign| (sign, count(sign)));
    signs.into_iter().rev().max_by_key(|(_, count)| *count).map_or(b',', |(sign, _)| sign)
}
