//! Whole cases turned into rows, table by table.

use sea_orm::ActiveValue::Set;

use super::Batch;
use crate::domain::case::{Case, Outcome};
use crate::domain::clock::Clock;
use crate::domain::decide::Event;
use crate::domain::ids::{AccountId, AllegationId, CaseId, UnitId};
use crate::domain::receipt::CaseNumber;
use crate::store::case_keys::WrappedKey;
use crate::store::letters::{LetterRow, SealedIdentity};
use crate::store::parts::{self, MeasureRow, MessageRow};
use crate::store::{StoreError, case_keys, cases, clocks, gate, letters};

/// A case with everything that belongs to it; what people wrote is sealed.
#[derive(Clone, Debug)]
pub struct BulkCase {
    pub case: Case,
    pub number: CaseNumber,
    pub receipt_index: [u8; 32],
    pub keys: Vec<WrappedKey>,
    pub clocks: Vec<Clock>,
    pub letter: LetterRow,
    pub identity: Option<SealedIdentity>,
    pub allegations: Vec<Alleged>,
    pub measures: Vec<MeasureRow>,
    pub messages: Vec<MessageRow>,
    pub conclusion: Option<(chrono::NaiveDate, Vec<u8>)>,
    pub events: Vec<(i64, Event, Option<Vec<u8>>)>,
    pub out_accounts: Vec<(AccountId, &'static str)>,
    pub out_units: Vec<(UnitId, &'static str)>,
}

/// An allegation with its words, and the evidence once there is a finding.
pub type Alleged = (AllegationId, Vec<u8>, Option<(Outcome, Vec<u8>)>);

/// Cases ready to be stored, the tables in the order in which they are filled.
#[derive(Debug)]
pub struct Page {
    pub(super) batches: Vec<Batch>,
}

impl Page {
    /// # Errors
    /// [`StoreError::Corrupt`] when a row lacks a column: a slip in this program.
    pub fn new(all: &[BulkCase]) -> Result<Self, StoreError> {
        let batches = vec![
            Batch::new(all.iter().map(case))?,
            Batch::new(all.iter().flat_map(|one| one.keys.iter().map(case_keys::columns)))?,
            Batch::new(all.iter().map(letter))?,
            Batch::new(all.iter().filter_map(vault))?,
            Batch::new(all.iter().flat_map(allegations))?,
            Batch::new(all.iter().flat_map(measures))?,
            Batch::new(all.iter().flat_map(messages))?,
            Batch::new(all.iter().filter_map(conclusion))?,
            Batch::new(all.iter().flat_map(subjects))?,
            Batch::new(all.iter().flat_map(out_accounts))?,
            Batch::new(all.iter().flat_map(out_units))?,
            Batch::new(all.iter().flat_map(|one| {
                one.clocks.iter().map(|clock| clocks::columns(one.case.id, clock))
            }))?,
            Batch::new(all.iter().flat_map(holds))?,
            Batch::new(all.iter().flat_map(|one| {
                one.events.iter().map(|(revision, event, note)| {
                    parts::event_columns(one.case.id, *revision, event, note.clone())
                })
            }))?,
        ];
        Ok(Self { batches })
    }
}

fn id(one: &BulkCase) -> CaseId {
    one.case.id
}

fn case(one: &BulkCase) -> cases::row::ActiveModel {
    let mut columns = cases::columns(&one.case, cases::next_due(&one.clocks));
    columns.number = Set(one.number.as_str().to_owned());
    columns.receipt_index = Set(Some(one.receipt_index.to_vec()));
    columns
}

fn letter(one: &BulkCase) -> letters::row::ActiveModel {
    letters::columns(&one.letter)
}

fn vault(one: &BulkCase) -> Option<letters::vault::ActiveModel> {
    one.identity.as_ref().map(|identity| letters::vault::ActiveModel {
        case_id: Set(id(one).0),
        identity: Set(Some(identity.sealed.clone())),
        contact: Set(None),
        sealed_to: Set(identity.to),
    })
}

fn allegations(one: &BulkCase) -> impl Iterator<Item = parts::allegation::ActiveModel> {
    (0..).zip(&one.allegations).map(|(position, (allegation, content, finding))| {
        let (outcome, evidence) = finding.clone().unzip();
        parts::allegation::ActiveModel {
            id: Set(allegation.0),
            case_id: Set(id(one).0),
            position: Set(position),
            content: Set(content.clone()),
            outcome: Set(outcome.map(|outcome| outcome.name().to_owned())),
            evidence: Set(evidence),
        }
    })
}

fn measures(one: &BulkCase) -> impl Iterator<Item = parts::measure::ActiveModel> {
    (0..).zip(&one.measures).map(|(position, row)| parts::measure::ActiveModel {
        id: Set(row.measure.id.0),
        case_id: Set(id(one).0),
        position: Set(position),
        content: Set(row.content.clone()),
        due_on: Set(row.measure.due_on),
        done_on: Set(row.measure.done_on),
    })
}

fn messages(one: &BulkCase) -> impl Iterator<Item = parts::message::ActiveModel> {
    (0..).zip(&one.messages).map(|(position, row)| parts::message::ActiveModel {
        case_id: Set(id(one).0),
        position: Set(position),
        written_on: Set(row.on),
        sender: Set(row.sender.clone()),
        what: Set(row.what.clone()),
        content: Set(row.content.clone()),
    })
}

fn conclusion(one: &BulkCase) -> Option<parts::conclusion::ActiveModel> {
    one.conclusion.as_ref().map(|(on, content)| parts::conclusion::ActiveModel {
        case_id: Set(id(one).0),
        written_on: Set(*on),
        content: Set(content.clone()),
    })
}

fn subjects(one: &BulkCase) -> impl Iterator<Item = gate::subject::ActiveModel> {
    one.case.subjects.iter().map(|member| gate::subject::ActiveModel {
        case_id: Set(id(one).0),
        member_id: Set(member.0),
        since: Set(one.case.received_on),
        added_by: Set(gate::AddedBy::Match.name().to_owned()),
    })
}

fn out_accounts(one: &BulkCase) -> impl Iterator<Item = gate::exclusion::ActiveModel> {
    one.out_accounts.iter().map(|(account, reason)| gate::exclusion::ActiveModel {
        admitted_on: Set(None),
        case_id: Set(id(one).0),
        account_id: Set(account.0),
        reason: Set((*reason).to_owned()),
        since: Set(one.case.received_on),
    })
}

fn out_units(one: &BulkCase) -> impl Iterator<Item = gate::excluded_unit::ActiveModel> {
    one.out_units.iter().map(|(unit, reason)| gate::excluded_unit::ActiveModel {
        case_id: Set(id(one).0),
        unit_id: Set(unit.0),
        reason: Set((*reason).to_owned()),
        since: Set(one.case.received_on),
    })
}

fn holds(one: &BulkCase) -> impl Iterator<Item = clocks::hold::ActiveModel> {
    one.clocks.iter().flat_map(|clock| clocks::hold_columns(id(one), clock))
}
