//! Papers to print and keep: a document of plain parts becomes a PDF.
//!
//! The text can be selected, searched and read aloud (PDF/UA-1: tagged, with language, title and outline), the font is
//! embedded as the subset that is used, and equal documents give equal bytes: there is no clock and no random id.

mod draw;
mod face;
mod layout;

use thiserror::Error;

use self::face::Faces;
use self::layout::Layout;
use crate::domain::letter::Lang;

/// A document on A4.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paper {
    pub lang: Lang,
    pub title: String,
    /// What stands at the foot of each page, before the number of the page.
    pub foot: String,
    pub parts: Vec<Part>,
}

/// One part of a document; the parts follow each other down the pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Below the title, which is the only heading above it.
    Heading(String),
    Paragraph(String),
    /// Something to be typed as it stands, such as a command.
    Code(String),
    /// Names and values.
    Facts(Vec<(String, String)>),
    Table(Table),
    Qr(Qr),
}

/// A table whose head is repeated on each page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    pub head: Vec<String>,
    /// How wide the columns are in proportion to each other; as many as there are in `head`.
    pub shares: Vec<u16>,
    /// The first cell of a row names the row.
    pub rows: Vec<Vec<String>>,
}

/// A code to be read by a phone, with paragraphs next to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Qr {
    pub payload: String,
    /// What is said to those who do not see it.
    pub label: String,
    pub beside: Vec<String>,
}

/// Why there is no PDF.
#[derive(Debug, Error)]
pub enum PaperError {
    #[error("a font that is built in cannot be read")]
    Font,
    #[error("too long for a QR code: {0} bytes")]
    Qr(usize),
    #[error("the PDF cannot be written: {0}")]
    Pdf(String),
}

/// The bytes of the PDF.
///
/// # Errors
/// [`PaperError::Qr`] when a payload is too long; the others are mistakes in the program.
pub fn pdf(paper: &Paper) -> Result<Vec<u8>, PaperError> {
    let faces = Faces::built_in()?;
    let laid = Layout::new(&faces).paper(paper)?;
    draw::draw(paper, &laid, &faces)
}
