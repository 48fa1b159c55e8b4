//! What is wrong with a file, place by place, so that a clerk can mend it.

use chrono::NaiveDate;

/// Where in the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// Which sheet, counted from 0; for sorting.
    pub at: usize,
    pub sheet: String,
    /// As the program that shows the file counts, from 1; 0 for the sheet as a whole.
    pub row: u32,
    /// Counted from 0, where it is one column.
    pub column: Option<usize>,
    /// What stands above the column, or the name that a missing column would have.
    pub header: String,
    /// What stands in the cell.
    pub value: String,
}

impl Place {
    /// The column as spreadsheets name it: A, B … Z, AA.
    pub fn letters(&self) -> String {
        self.column.map(letters).unwrap_or_default()
    }
}

fn letters(mut column: usize) -> String {
    let mut reversed = Vec::new();
    loop {
        reversed.push(char::from(b'A' + u8::try_from(column % 26).unwrap_or(0)));
        match (column / 26).checked_sub(1) {
            Some(next) => column = next,
            None => break,
        }
    }
    reversed.iter().rev().collect()
}

/// One thing to mend.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flaw {
    pub place: Place,
    pub problem: Problem,
}

/// What is wrong; worded elsewhere by its name, with [`Problem::arguments`] in their places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// Neither a workbook nor text with separators, or locked.
    NotAList,
    TooBig,
    /// Would be run as a formula by the program that opens an export.
    Formula,
    /// No sheet has a row of headings that could be understood; these are the ones to have.
    NoHeader(String),
    MissingColumn(String),
    /// The other heading that means the same.
    TwoColumns(String),
    NoRows,
    Missing,
    NotADay,
    Future,
    /// A day on which something ended cannot be a year.
    OnlyYear,
    /// Not after the day in this column.
    NotAfter {
        other: String,
        day: NaiveDate,
    },
    /// Younger than this at that day.
    TooYoung {
        years: u32,
    },
    TooOld,
    CardNumber,
    /// The same card, code or post stands in this row already.
    Twice {
        row: u32,
        sheet: String,
    },
    /// Somebody of that name and birth in that unit, under another card.
    SamePerson {
        row: u32,
        card: String,
    },
    /// The register knows this card under another name.
    OtherName(String),
    UnknownUnit {
        near: String,
    },
    SeveralUnits {
        which: String,
    },
    UnitEnded(NaiveDate),
    NotABranch(String),
    UnknownKind {
        known: String,
    },
    UnknownTitle,
    UnknownMember,
    SeveralMembers {
        which: String,
    },
    Circle,
    CodeForm,
    /// Ended in the register, open in the file.
    HasEnded(NaiveDate),
    /// What would be left without a unit.
    Inhabited {
        units: usize,
        members: usize,
        posts: usize,
    },
    HoldsPosts {
        posts: String,
    },
    HeldSince(NaiveDate),
    Overlaps {
        from: NaiveDate,
        to: Option<NaiveDate>,
    },
    /// Somebody else is head of the unit on that day.
    SecondHead {
        name: String,
        from: NaiveDate,
    },
    Gender,
    Rating {
        known: String,
    },
    Number,
    TooLong {
        max: usize,
    },
}

fn shown(day: NaiveDate) -> String {
    day.format("%d/%m/%Y").to_string()
}

impl Problem {
    /// Stable code, also the tail of the message key.
    pub fn name(&self) -> &'static str {
        match self {
            Self::NotAList => "not-a-list",
            Self::TooBig => "too-big",
            Self::Formula => "formula",
            Self::NoHeader(_) => "no-header",
            Self::MissingColumn(_) => "missing-column",
            Self::TwoColumns(_) => "two-columns",
            Self::NoRows => "no-rows",
            Self::Missing => "missing",
            Self::NotADay => "not-a-day",
            Self::Future => "future",
            Self::OnlyYear => "only-year",
            Self::NotAfter { .. } => "not-after",
            Self::TooYoung { .. } => "too-young",
            Self::TooOld => "too-old",
            Self::CardNumber => "card-number",
            Self::Twice { .. } => "twice",
            Self::SamePerson { row: 0, .. } => "same-person-registered",
            Self::SamePerson { .. } => "same-person",
            Self::OtherName(_) => "other-name",
            Self::UnknownUnit { near } if near.is_empty() => "unknown-unit",
            Self::UnknownUnit { .. } => "unknown-unit-near",
            Self::SeveralUnits { .. } => "several-units",
            Self::UnitEnded(_) => "unit-ended",
            Self::NotABranch(_) => "not-a-branch",
            Self::UnknownKind { .. } => "unknown-kind",
            Self::UnknownTitle => "unknown-title",
            Self::UnknownMember => "unknown-member",
            Self::SeveralMembers { .. } => "several-members",
            Self::Circle => "circle",
            Self::CodeForm => "code-form",
            Self::HasEnded(_) => "has-ended",
            Self::Inhabited { .. } => "inhabited",
            Self::HoldsPosts { .. } => "holds-posts",
            Self::HeldSince(_) => "held-since",
            Self::Overlaps { to: None, .. } => "overlaps-open",
            Self::Overlaps { .. } => "overlaps",
            Self::SecondHead { .. } => "second-head",
            Self::Gender => "gender",
            Self::Rating { .. } => "rating",
            Self::Number => "number",
            Self::TooLong { .. } => "too-long",
        }
    }

    /// What the sentence speaks of, by name.
    pub fn arguments(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::NoHeader(known) | Self::UnknownKind { known } | Self::Rating { known } => {
                vec![("known", known.clone())]
            }
            Self::MissingColumn(other) | Self::TwoColumns(other) => vec![("other", other.clone())],
            Self::NotAfter { other, day } => vec![("other", other.clone()), ("day", shown(*day))],
            Self::TooYoung { years } => vec![("years", years.to_string())],
            Self::Twice { row, sheet } => vec![("row", row.to_string()), ("sheet", sheet.clone())],
            Self::SamePerson { row: 0, card } => vec![("card", card.clone())],
            Self::SamePerson { row, card } => {
                vec![("row", row.to_string()), ("card", card.clone())]
            }
            Self::OtherName(name) | Self::NotABranch(name) => vec![("name", name.clone())],
            Self::UnknownUnit { near } if !near.is_empty() => vec![("near", near.clone())],
            Self::SeveralUnits { which } | Self::SeveralMembers { which } => {
                vec![("which", which.clone())]
            }
            Self::UnitEnded(day) | Self::HasEnded(day) | Self::HeldSince(day) => {
                vec![("day", shown(*day))]
            }
            Self::Inhabited { units, members, posts } => vec![
                ("units", units.to_string()),
                ("members", members.to_string()),
                ("posts", posts.to_string()),
            ],
            Self::HoldsPosts { posts } => vec![("posts", posts.clone())],
            Self::Overlaps { from, to } => {
                let to = to.map(|to| ("to", shown(to)));
                [("from", shown(*from))].into_iter().chain(to).collect()
            }
            Self::SecondHead { name, from } => {
                vec![("name", name.clone()), ("day", shown(*from))]
            }
            Self::TooLong { max } => vec![("max", max.to_string())],
            Self::NotAList
            | Self::TooBig
            | Self::Formula
            | Self::NoRows
            | Self::Missing
            | Self::NotADay
            | Self::Future
            | Self::OnlyYear
            | Self::TooOld
            | Self::CardNumber
            | Self::UnknownUnit { .. }
            | Self::UnknownTitle
            | Self::UnknownMember
            | Self::Circle
            | Self::CodeForm
            | Self::Gender
            | Self::Number => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_named_as_spreadsheets_do() {
        let names =
            [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")];
        for (column, name) in names {
            assert_eq!(letters(column), name);
        }
    }
}
