//! From cells to the bytes of a file.

use std::borrow::Cow;

use rust_xlsxwriter::{Format as Style, Workbook};

use crate::domain::import::Cell;

/// With these in front, a program for tables takes a text for something to work out (`security.md`, S-40).
const WORKED_OUT: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// A text that every program for tables shows as it stands.
fn shown(text: &str) -> Cow<'_, str> {
    if text.starts_with(WORKED_OUT) { format!("'{text}").into() } else { text.into() }
}

/// The text behind what [`shown`] made of it.
pub(super) fn meant(text: &str) -> &str {
    text.strip_prefix('\'').filter(|rest| rest.starts_with(WORKED_OUT)).unwrap_or(text)
}

/// The form of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Xlsx,
    Csv,
}

impl Format {
    /// By the ending of a file's name.
    pub fn of(name: &str) -> Option<Self> {
        match name.rsplit_once('.')?.1.to_lowercase().as_str() {
            "xlsx" => Some(Self::Xlsx),
            "csv" => Some(Self::Csv),
            _ => None,
        }
    }

    pub fn ending(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Csv => "csv",
        }
    }
}

/// The first row is the heading.
pub fn file(rows: &[Vec<Cell>], format: Format) -> anyhow::Result<Vec<u8>> {
    match format {
        Format::Xlsx => workbook(rows),
        Format::Csv => separated(rows),
    }
}

fn workbook(rows: &[Vec<Cell>]) -> anyhow::Result<Vec<u8>> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let (heading, day) = (Style::new().set_bold(), Style::new().set_num_format("dd/mm/yyyy"));
    for (at, row) in (0_u32..).zip(rows) {
        for (column, cell) in (0_u16..).zip(row) {
            match cell {
                Cell::Empty => {}
                Cell::Text(text) if at == 0 => {
                    sheet.write_string_with_format(at, column, text, &heading)?;
                }
                Cell::Text(text) => {
                    sheet.write_string(at, column, shown(text))?;
                }
                Cell::Number(number) => {
                    sheet.write_number(at, column, *number)?;
                }
                Cell::Day(on) => {
                    sheet.write_datetime_with_format(at, column, on, &day)?;
                }
            }
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    sheet.autofit();
    Ok(book.save_to_buffer()?)
}

/// With the mark and the separator that Excel wants on a Vietnamese computer.
fn separated(rows: &[Vec<Cell>]) -> anyhow::Result<Vec<u8>> {
    let mut writer =
        csv::WriterBuilder::new().delimiter(b';').from_writer("\u{FEFF}".as_bytes().to_vec());
    for row in rows {
        writer.write_record(row.iter().map(|cell| match cell {
            Cell::Text(text) => shown(text).into_owned(),
            cell => cell.shown(),
        }))?;
    }
    Ok(writer.into_inner().map_err(csv::IntoInnerError::into_error)?)
}
