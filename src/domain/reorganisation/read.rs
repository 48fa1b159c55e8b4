//! A plan as officials write it: one line for each thing that happens, in a sheet with headings in any order.

use chrono::NaiveDate;

use super::{Act, Flaw, Line, Problem, Scheme};
use crate::import::{self, Cell, Sheet};
use crate::organisation::{SuccessionKind, UnitKind};
use crate::text::{clean, fold_ascii};

/// The headings of a plan, in the order of [`Column`].
pub const HEADINGS: [&str; 9] = [
    "Việc",
    "Đơn vị",
    "Đơn vị nhận",
    "Tên",
    "Loại hình",
    "Trực thuộc",
    "Số thẻ",
    "Chức vụ",
    "Tài khoản",
];

/// Every verb with its words.
pub const VERBS: [(Verb, &str); 12] = [
    (Verb::Found, "Thành lập"),
    (Verb::Merge, "Hợp nhất"),
    (Verb::Split, "Chia"),
    (Verb::Detach, "Tách"),
    (Verb::Absorb, "Sáp nhập"),
    (Verb::Replace, "Chuyển thành"),
    (Verb::Dissolve, "Giải thể"),
    (Verb::Rename, "Đổi tên"),
    (Verb::Move, "Chuyển trực thuộc"),
    (Verb::Transfer, "Chuyển đảng viên"),
    (Verb::Appoint, "Chỉ định"),
    (Verb::Grant, "Cấp lại quyền"),
];

/// What a line does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    Found,
    Merge,
    Split,
    Detach,
    Absorb,
    Replace,
    Dissolve,
    Rename,
    Move,
    Transfer,
    Appoint,
    Grant,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    Verb,
    Unit,
    To,
    Name,
    Kind,
    Parent,
    Card,
    Title,
    Login,
}

/// How far down the headings are looked for.
const WITHIN: usize = 40;

/// Reads every sheet that has the headings; the flaws name the lines to mend.
pub fn read(sheets: &[Sheet], on: NaiveDate) -> (Scheme, Vec<Flaw>) {
    let (mut lines, mut flaws, mut headed) = (Vec::new(), Vec::new(), false);
    for sheet in sheets {
        let Some((at, places)) = headings(sheet) else { continue };
        headed = true;
        for (index, cells) in sheet.rows.iter().enumerate().skip(at + 1) {
            let row = u32::try_from(index + 1).unwrap_or(u32::MAX);
            let said = Row { cells, places };
            if said.text(Column::Verb).is_empty() {
                continue;
            }
            match said.act() {
                Ok(act) => lines.push(Line { row, act }),
                Err(problem) => flaws.push(Flaw { row, problem }),
            }
        }
    }
    if !headed {
        flaws.push(Flaw { row: 0, problem: Problem::NoHeader });
    } else if lines.is_empty() && flaws.is_empty() {
        flaws.push(Flaw { row: 0, problem: Problem::Empty });
    }
    (Scheme { on, lines }, flaws)
}

/// Where each heading stands, by its place in [`HEADINGS`].
type Places = [Option<usize>; HEADINGS.len()];

fn headings(sheet: &Sheet) -> Option<(usize, Places)> {
    let folded = HEADINGS.map(fold_ascii);
    sheet.rows.iter().take(WITHIN).enumerate().find_map(|(at, row)| {
        let said: Vec<String> = row.iter().map(|cell| fold_ascii(&cell.shown())).collect();
        let places: Places =
            std::array::from_fn(|one| said.iter().position(|words| *words == folded[one]));
        let known = [Column::Verb, Column::Unit].iter().all(|one| places[*one as usize].is_some());
        known.then_some((at, places))
    })
}

struct Row<'a> {
    cells: &'a [Cell],
    places: Places,
}

impl Row<'_> {
    fn text(&self, column: Column) -> String {
        let at = self.places.get(column as usize).copied().flatten();
        at.and_then(|at| self.cells.get(at)).map(|cell| clean(&cell.shown())).unwrap_or_default()
    }

    fn needed(&self, column: Column) -> Result<String, Problem> {
        let text = self.text(column);
        let heading = HEADINGS.get(column as usize).copied().unwrap_or_default();
        if text.is_empty() { Err(Problem::Missing(heading)) } else { Ok(text) }
    }

    fn code(&self, column: Column) -> Result<String, Problem> {
        Ok(self.needed(column)?.to_lowercase())
    }

    fn act(&self) -> Result<Act, Problem> {
        let said = self.text(Column::Verb);
        let folded = fold_ascii(&said);
        let verb = VERBS.iter().find(|row| fold_ascii(row.1) == folded).map(|row| row.0);
        let succeed = |kind| {
            let (unit, to) = (self.code(Column::Unit)?, self.code(Column::To)?);
            Ok(Act::Succeed { kind, unit, to })
        };
        let unit = || self.code(Column::Unit);
        Ok(match verb.ok_or(Problem::UnknownVerb(said))? {
            Verb::Found => self.found()?,
            Verb::Merge => succeed(SuccessionKind::Merge)?,
            Verb::Split => succeed(SuccessionKind::Split)?,
            Verb::Absorb => succeed(SuccessionKind::Absorb)?,
            Verb::Replace => succeed(SuccessionKind::Replace)?,
            Verb::Detach => Act::Detach { unit: unit()?, to: self.code(Column::To)? },
            Verb::Dissolve => Act::Dissolve { unit: unit()? },
            Verb::Rename => Act::Rename { unit: unit()?, name: self.needed(Column::Name)? },
            Verb::Move => Act::Move { unit: unit()?, parent: self.code(Column::Parent)? },
            Verb::Transfer => {
                Act::Transfer { card: self.needed(Column::Card)?, to: self.code(Column::To)? }
            }
            Verb::Appoint => {
                let typed = self.needed(Column::Title)?;
                let title = import::title(&typed).ok_or(Problem::UnknownTitle(typed))?;
                Act::Appoint { card: self.needed(Column::Card)?, title, unit: unit()? }
            }
            Verb::Grant => Act::Grant { login: self.needed(Column::Login)?, unit: unit()? },
        })
    }

    fn found(&self) -> Result<Act, Problem> {
        let (unit, name) = (self.code(Column::Unit)?, self.needed(Column::Name)?);
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-._".contains(c);
        if !unit.chars().all(plain) || LONGEST_CODE < unit.len() {
            return Err(Problem::CodeForm(unit));
        }
        let typed = self.needed(Column::Kind)?;
        let kind = UnitKind::read(&typed).ok_or(Problem::UnknownKind(typed))?;
        let number = name.split(' ').find_map(|word| word.parse().ok());
        let number = number.filter(|_| kind == UnitKind::ResidentialBranch);
        Ok(Act::Found { unit, name, kind, parent: self.code(Column::Parent)?, number })
    }
}

/// As in lists of units.
const LONGEST_CODE: usize = 32;
