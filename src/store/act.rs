//! How a waiting proposal is written down.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::case::{Assignment, Track};
use crate::domain::ids::{AccountId, UnitId};
use crate::domain::step::{Act, Complexity, HoldType, RecordReason, RefusalReason};

#[derive(Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case")]
enum Written {
    Accept { track: String },
    Refuse { reason: String },
    Transfer { body: String, boomerang: bool },
    TransferDespite { body: String },
    AssignDespite { unit: Uuid, officer: Uuid, coordinating: Option<Uuid> },
    Record { reason: String, review_on: NaiveDate },
    Hear,
    Hold { hold: String, until: NaiveDate },
    Extend { days: u32, criteria: Vec<String> },
    AddTrack,
    Close,
    EndWithdrawn,
}

pub fn write(act: &Act) -> String {
    let written = match act {
        Act::Accept { track } => Written::Accept { track: track.name().to_owned() },
        Act::Refuse { reason } => Written::Refuse { reason: reason.name().to_owned() },
        Act::Transfer { body, boomerang } => {
            Written::Transfer { body: body.clone(), boomerang: *boomerang }
        }
        Act::TransferDespite { body } => Written::TransferDespite { body: body.clone() },
        Act::AssignDespite { to } => Written::AssignDespite {
            unit: to.unit.0,
            officer: to.officer.0,
            coordinating: to.coordinating.map(|unit| unit.0),
        },
        Act::Record { reason, review_on } => {
            Written::Record { reason: reason.name().to_owned(), review_on: *review_on }
        }
        Act::Hear => Written::Hear,
        Act::Hold { hold, until } => Written::Hold { hold: hold.name().to_owned(), until: *until },
        Act::Extend { days, criteria } => Written::Extend {
            days: *days,
            criteria: criteria.iter().map(|one| one.name().to_owned()).collect(),
        },
        Act::AddTrack => Written::AddTrack,
        Act::Close => Written::Close,
        Act::EndWithdrawn => Written::EndWithdrawn,
    };
    // A tree of strings, numbers and dates always has a JSON form.
    serde_json::to_string(&written).unwrap_or_default()
}

/// Nothing when the text is not a proposal as this program writes them.
pub fn read(text: &str) -> Option<Act> {
    Some(match serde_json::from_str(text).ok()? {
        Written::Accept { track } => Act::Accept { track: Track::from_name(&track)? },
        Written::Refuse { reason } => Act::Refuse { reason: RefusalReason::from_name(&reason)? },
        Written::Transfer { body, boomerang } => Act::Transfer { body, boomerang },
        Written::TransferDespite { body } => Act::TransferDespite { body },
        Written::AssignDespite { unit, officer, coordinating } => {
            let coordinating = coordinating.map(UnitId);
            let (unit, officer) = (UnitId(unit), AccountId(officer));
            Act::AssignDespite { to: Assignment { unit, officer, coordinating } }
        }
        Written::Record { reason, review_on } => {
            Act::Record { reason: RecordReason::from_name(&reason)?, review_on }
        }
        Written::Hear => Act::Hear,
        Written::Hold { hold, until } => Act::Hold { hold: HoldType::from_name(&hold)?, until },
        Written::Extend { days, criteria } => {
            let criteria: Option<Vec<Complexity>> =
                criteria.iter().map(|one| Complexity::from_name(one)).collect();
            Act::Extend { days, criteria: criteria? }
        }
        Written::AddTrack => Act::AddTrack,
        Written::Close => Act::Close,
        Written::EndWithdrawn => Act::EndWithdrawn,
    })
}
