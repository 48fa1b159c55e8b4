//! Who knew what of a case, when, as it is answered.

use chrono::{DateTime, Utc};
use poem_openapi::Object;

use crate::api::types::{Day, Term};
use crate::app::knowledge::Knowledge;
use crate::app::reads::{self, What};

/// Who knew what of a case, when.
#[derive(Object)]
#[oai(rename = "Readers")]
pub struct ReadersOut {
    pub readers: Vec<ReaderOut>,
    /// Who must keep away, since the earliest day first.
    pub kept_out: Vec<KeptOutOut>,
    /// Mails to staff, oldest first.
    pub told: Vec<ToldOut>,
    /// What was done about the name of who wrote, oldest first.
    pub names: Vec<NamedOut>,
    /// Who may open the case now.
    pub able: Vec<AbleOut>,
}

/// Somebody who must keep away.
#[derive(Object)]
#[oai(rename = "KeptOut")]
pub struct KeptOutOut {
    pub name: String,
    pub since: Day,
    /// Since when two people let them in all the same.
    pub admitted_on: Option<Day>,
}

/// A mail to one of the staff.
#[derive(Object)]
#[oai(rename = "Told")]
pub struct ToldOut {
    pub name: String,
    /// What kind of mail it was.
    pub mail: String,
    pub owed_on: Day,
    /// Empty where it has not gone out, or never will.
    pub sent_on: Option<Day>,
}

/// Somebody who asked for the name of who wrote, or decided on it.
#[derive(Object)]
#[oai(rename = "Named")]
pub struct NamedOut {
    pub name: String,
    /// `asked`, or as a custodian `agreed` or `refused`.
    pub deed: String,
    pub on: Day,
}

/// Somebody who may open the case.
#[derive(Object)]
#[oai(rename = "Able")]
pub struct AbleOut {
    pub name: String,
    pub role: String,
    /// `head`, `points` or `whole`.
    pub sight: String,
}

/// One person and everything they have read.
#[derive(Object)]
#[oai(rename = "Reader")]
pub struct ReaderOut {
    pub name: String,
    /// Must keep away by now: what was done since then may be tainted.
    pub kept_out: bool,
    /// Oldest first.
    pub reads: Vec<ReadOut>,
}

/// What somebody read on one day.
#[derive(Object)]
#[oai(rename = "Read")]
pub struct ReadOut {
    pub what: Term<What>,
    pub on: Day,
    /// The first time of that day.
    pub first_at: DateTime<Utc>,
}

impl From<Knowledge> for ReadersOut {
    fn from(known: Knowledge) -> Self {
        let kept_out = known.out.into_iter().map(|one| KeptOutOut {
            name: one.name,
            since: Day(one.since),
            admitted_on: one.admitted_on.map(Day),
        });
        let told = known.told.into_iter().map(|one| ToldOut {
            name: one.name,
            mail: one.template.name().to_owned(),
            owed_on: Day(one.owed_on),
            sent_on: one.sent_on.map(Day),
        });
        let able = known.able.into_iter().map(|one| AbleOut {
            name: one.name,
            role: one.role.name().to_owned(),
            sight: one.sight.name().to_owned(),
        });
        let names = known.names.into_iter().map(|one| NamedOut {
            name: one.name,
            deed: one.deed.name().to_owned(),
            on: Day(one.on),
        });
        Self {
            names: names.collect(),
            readers: known.readers.into_iter().map(ReaderOut::from).collect(),
            kept_out: kept_out.collect(),
            told: told.collect(),
            able: able.collect(),
        }
    }
}

impl From<reads::Reader> for ReaderOut {
    fn from(reader: reads::Reader) -> Self {
        let reads = reader.reads.into_iter().map(|read| ReadOut {
            what: Term(read.what),
            on: Day(read.on),
            first_at: read.first_at,
        });
        Self { name: reader.name, kept_out: reader.kept_out, reads: reads.collect() }
    }
}
