//! Puts the parts of a document on pages. Lengths are points; y grows downwards.

use super::face::Faces;
use super::{Paper, PaperError, Part, Qr, Table};

/// A4.
pub(super) const PAGE: (f32, f32) = (595.28, 841.89);
pub(super) const LEFT: f32 = 51.0;
pub(super) const RIGHT: f32 = PAGE.0 - 51.0;
const TOP: f32 = 51.0;
const BOTTOM: f32 = PAGE.1 - 64.0;
pub(super) const FOOT: f32 = PAGE.1 - 40.0;
/// Side of a QR code: 3.2 cm.
const CODE: f32 = 90.7;
/// Share of the names in a list of facts.
const NAMES: f32 = 0.3;
/// Between two columns.
const GAP: f32 = 8.0;

/// How a text is set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Style {
    pub size: f32,
    pub bold: bool,
    /// From one line to the next.
    step: f32,
    /// Above the first line.
    above: f32,
}

const TITLE: Style = Style { size: 15.0, bold: true, step: 20.0, above: 0.0 };
const HEADING: Style = Style { size: 11.5, bold: true, step: 16.0, above: 10.0 };
const TEXT: Style = Style { size: 9.5, bold: false, step: 13.5, above: 5.0 };
const STRONG: Style = Style { bold: true, ..TEXT };
pub(super) const SMALL: Style = Style { size: 8.0, bold: false, step: 11.0, above: 2.0 };

/// Something on a page.
#[derive(Debug)]
pub(super) enum Mark {
    /// `y` is the base line; without a leaf it is no content but decoration, such as a repeated head.
    Text {
        x: f32,
        y: f32,
        style: Style,
        text: String,
        leaf: Option<usize>,
    },
    /// A thin line across the page.
    Rule {
        y: f32,
    },
    Code {
        x: f32,
        y: f32,
        side: f32,
        payload: String,
        leaf: usize,
    },
}

/// What a piece of content is to whoever reads by structure; `parent` comes earlier in the list.
#[derive(Debug)]
pub(super) struct Leaf {
    pub is: Is,
    pub parent: Option<usize>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Is {
    Heading { level: u16, text: String },
    Paragraph,
    Code,
    Table,
    Row,
    ColumnHead,
    RowHead,
    Cell,
    Figure(String),
}

/// The marks of each page, and the structure they belong to.
#[derive(Debug)]
pub(super) struct Laid {
    pub pages: Vec<Vec<Mark>>,
    pub leaves: Vec<Leaf>,
}

/// The page that is being filled.
pub(super) struct Layout<'a> {
    faces: &'a Faces,
    laid: Laid,
    y: f32,
}

/// A cell that was broken into lines.
struct Cell {
    x: f32,
    style: Style,
    lines: Vec<String>,
    leaf: Option<usize>,
}

impl<'a> Layout<'a> {
    pub fn new(faces: &'a Faces) -> Self {
        let laid = Laid { pages: vec![Vec::new()], leaves: Vec::new() };
        Self { faces, laid, y: TOP }
    }

    pub fn paper(mut self, paper: &Paper) -> Result<Laid, PaperError> {
        self.heading(1, &paper.title, TITLE);
        for part in &paper.parts {
            match part {
                Part::Heading(text) => self.heading(2, text, HEADING),
                Part::Paragraph(text) => self.block(text, TEXT, Is::Paragraph),
                Part::Code(text) => self.block(text, SMALL, Is::Code),
                Part::Facts(facts) => self.facts(facts),
                Part::Table(table) => self.table(table),
                Part::Qr(qr) => self.code(qr)?,
            }
        }
        Ok(self.laid)
    }

    fn leaf(&mut self, is: Is, parent: Option<usize>) -> usize {
        self.laid.leaves.push(Leaf { is, parent });
        self.laid.leaves.len() - 1
    }

    fn mark(&mut self, mark: Mark) {
        if let Some(page) = self.laid.pages.last_mut() {
            page.push(mark);
        }
    }

    fn turn(&mut self) {
        self.laid.pages.push(Vec::new());
        self.y = TOP;
    }

    /// Turns the page unless `height` still fits.
    fn room(&mut self, height: f32) -> bool {
        let turns = BOTTOM < self.y + height && TOP < self.y;
        if turns {
            self.turn();
        }
        turns
    }

    /// Stays together with the three lines below it.
    fn heading(&mut self, level: u16, text: &str, style: Style) {
        self.room(style.above + style.step + 3.0 * TEXT.step);
        self.block(text, style, Is::Heading { level, text: text.to_owned() });
    }

    fn block(&mut self, text: &str, style: Style, is: Is) {
        let leaf = self.leaf(is, None);
        self.y += style.above;
        for line in self.faces.face(style.bold).broken(text, style.size, RIGHT - LEFT) {
            self.room(style.step);
            let y = self.y + style.size;
            self.mark(Mark::Text { x: LEFT, y, style, text: line, leaf: Some(leaf) });
            self.y += style.step;
        }
    }

    fn facts(&mut self, facts: &[(String, String)]) {
        let table = self.leaf(Is::Table, None);
        self.y += TEXT.above;
        let split = (RIGHT - LEFT) * NAMES;
        for (name, value) in facts {
            let row = self.leaf(Is::Row, Some(table));
            let leaf = Some(self.leaf(Is::RowHead, Some(row)));
            let name = self.cell(name, (LEFT, split - GAP), STRONG, leaf);
            let leaf = Some(self.leaf(Is::Cell, Some(row)));
            let value = self.cell(value, (LEFT + split, RIGHT - LEFT - split), TEXT, leaf);
            let cells = [name, value];
            self.room(height(&cells));
            self.row(&cells);
        }
    }

    fn table(&mut self, table: &Table) {
        let of = self.leaf(Is::Table, None);
        self.y += TEXT.above;
        let columns = columns(&table.shares);
        self.room(4.0 * TEXT.step);
        let row = self.leaf(Is::Row, Some(of));
        let head = self.cells(&table.head, &columns, STRONG, |_| Is::ColumnHead, Some(row));
        self.row(&head);
        for cells in &table.rows {
            let row = self.leaf(Is::Row, Some(of));
            let is = |at| if at == 0 { Is::RowHead } else { Is::Cell };
            let cells = self.cells(cells, &columns, TEXT, is, Some(row));
            if self.room(height(&cells)) {
                let again = self.cells(&table.head, &columns, STRONG, |_| Is::ColumnHead, None);
                self.row(&again);
            }
            self.row(&cells);
        }
    }

    /// The cells of one row; without a parent they are decoration.
    fn cells(
        &mut self,
        texts: &[String],
        columns: &[(f32, f32)],
        style: Style,
        is: impl Fn(usize) -> Is,
        parent: Option<usize>,
    ) -> Vec<Cell> {
        let mut cells = Vec::with_capacity(texts.len());
        for (at, (text, column)) in texts.iter().zip(columns).enumerate() {
            let leaf = parent.map(|row| self.leaf(is(at), Some(row)));
            cells.push(self.cell(text, *column, style, leaf));
        }
        cells
    }

    fn cell(&self, text: &str, (x, width): (f32, f32), style: Style, leaf: Option<usize>) -> Cell {
        let lines = self.faces.face(style.bold).broken(text, style.size, width);
        Cell { x, style, lines, leaf }
    }

    fn row(&mut self, cells: &[Cell]) {
        for cell in cells {
            let mut y = self.y + cell.style.size + 1.5;
            for text in &cell.lines {
                let (x, style, leaf) = (cell.x, cell.style, cell.leaf);
                self.mark(Mark::Text { x, y, style, text: text.clone(), leaf });
                y += style.step;
            }
        }
        self.y += height(cells);
        self.mark(Mark::Rule { y: self.y - 1.0 });
    }

    /// The code on the left, its words on the right.
    fn code(&mut self, qr: &Qr) -> Result<(), PaperError> {
        // Asked here, so that drawing cannot fail.
        super::draw::modules(&qr.payload)?;
        self.y += HEADING.above;
        self.room(CODE);
        let top = self.y;
        let leaf = self.leaf(Is::Figure(qr.label.clone()), None);
        let payload = qr.payload.clone();
        self.mark(Mark::Code { x: LEFT, y: top, side: CODE, payload, leaf });
        let (x, width) = (LEFT + CODE + 2.0 * GAP, RIGHT - LEFT - CODE - 2.0 * GAP);
        for text in &qr.beside {
            let leaf = self.leaf(Is::Paragraph, None);
            for line in self.faces.face(false).broken(text, TEXT.size, width) {
                let y = self.y + TEXT.size;
                self.mark(Mark::Text { x, y, style: TEXT, text: line, leaf: Some(leaf) });
                self.y += TEXT.step;
            }
            self.y += TEXT.above;
        }
        self.y = self.y.max(top + CODE);
        Ok(())
    }
}

fn height(cells: &[Cell]) -> f32 {
    let lines = |cell: &Cell| cell.lines.iter().map(|_| cell.style.step).sum::<f32>();
    cells.iter().map(lines).fold(0.0, f32::max) + 3.0
}

/// Left edge and width of each column.
fn columns(shares: &[u16]) -> Vec<(f32, f32)> {
    let all: f32 = shares.iter().map(|share| f32::from(*share)).sum();
    let mut x = LEFT;
    let column = |share: &u16| {
        let width = (RIGHT - LEFT) * f32::from(*share) / all;
        let column = (x, width - GAP);
        x += width;
        column
    };
    shares.iter().map(column).collect()
}
