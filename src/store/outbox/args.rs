//! How the facts of a mail are written down.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::clock::ClockKind;
use crate::domain::head::SignedHead;
use crate::domain::invitation::{Change, Invitation};
use crate::domain::letter::EmailAddress;
use crate::domain::post::{DeadlineLine, MailArgs};
use crate::domain::receipt::CaseNumber;

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Written {
    Case { number: String, by: Option<NaiveDate> },
    Deadlines(Vec<Line>),
    Head { to: String, lines: String },
    Invitation { id: Uuid, what: String },
    Account { change: String, at: Option<String> },
}

#[derive(Serialize, Deserialize)]
struct Line {
    number: String,
    clock: String,
    due_on: NaiveDate,
}

pub fn write(args: &MailArgs) -> String {
    let written = match args {
        MailArgs::Case { number, by } => {
            Written::Case { number: number.as_str().to_owned(), by: *by }
        }
        MailArgs::Deadlines(lines) => Written::Deadlines(lines.iter().map(line).collect()),
        MailArgs::Head { to, signed } => {
            Written::Head { to: to.as_str().to_owned(), lines: signed.lines() }
        }
        MailArgs::Invitation { id, what } => {
            Written::Invitation { id: *id, what: what.name().to_owned() }
        }
        MailArgs::Account { change, at } => Written::Account {
            change: change.name().to_owned(),
            at: at.as_ref().map(|at| at.as_str().to_owned()),
        },
    };
    // A tree of strings and dates always has a JSON form.
    serde_json::to_string(&written).unwrap_or_default()
}

/// Nothing when the text does not hold the facts of a mail as this program writes them.
pub fn read(text: &str) -> Option<MailArgs> {
    match serde_json::from_str(text).ok()? {
        Written::Case { number, by } => {
            Some(MailArgs::Case { number: CaseNumber::parse(&number)?, by })
        }
        Written::Deadlines(lines) => {
            let lines: Option<Vec<DeadlineLine>> = lines.iter().map(to_line).collect();
            Some(MailArgs::Deadlines(lines?))
        }
        Written::Head { to, lines } => Some(MailArgs::Head {
            to: EmailAddress::parse(&to).ok()?,
            signed: SignedHead::find(&lines)?,
        }),
        Written::Invitation { id, what } => {
            Some(MailArgs::Invitation { id, what: Invitation::from_name(&what)? })
        }
        Written::Account { change, at } => {
            let at = at.map(|at| EmailAddress::parse(&at)).transpose().ok()?;
            Some(MailArgs::Account { change: Change::from_name(&change)?, at })
        }
    }
}

fn line(line: &DeadlineLine) -> Line {
    Line {
        number: line.number.as_str().to_owned(),
        clock: line.clock.name().to_owned(),
        due_on: line.due_on,
    }
}

fn to_line(line: &Line) -> Option<DeadlineLine> {
    Some(DeadlineLine {
        number: CaseNumber::parse(&line.number)?,
        clock: ClockKind::from_name(&line.clock)?,
        due_on: line.due_on,
    })
}
