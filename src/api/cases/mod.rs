//! `/api/v1/cases`: lists, one case, and a resource for each act on it.

pub mod decisions;
pub mod destruction;
pub mod files;
pub mod handling;
pub mod history;
pub mod proposals;
pub mod readers;
pub mod suggestion;
pub mod triage;
pub mod view;

use poem_openapi::param::{Path, Query};
use poem_openapi::payload::Json;
use poem_openapi::{Object, OpenApi};

use super::Tag;
use super::problem::{BadField, Problem};
use super::staff::{Officer, case_number};
use super::types::{Day, Term, Vocabulary};
use crate::app::Words;
use crate::app::knowledge;
use crate::app::lists::{self, CaseRow};
use crate::app::view::Standing;
use crate::domain::letter::Kind;
use crate::domain::step::StepKind;
use readers::ReadersOut;
use view::CaseOut;

/// The lists of a desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum List {
    /// Waits for triage.
    Inbox,
    /// Is being handled.
    Work,
    /// Waits for a second person.
    Approvals,
    Done,
}

impl Vocabulary for List {
    const TITLE: &'static str = "CaseList";
    const TERMS: &'static [Self] = &[Self::Inbox, Self::Work, Self::Approvals, Self::Done];

    fn spelling(self) -> &'static str {
        match self {
            Self::Inbox => "inbox",
            Self::Work => "work",
            Self::Approvals => "approvals",
            Self::Done => "done",
        }
    }
}

/// One page of a list.
#[derive(Object)]
#[oai(rename = "CasePage")]
pub struct PageOut {
    pub cases: Vec<RowOut>,
    /// To be sent as `after` for the next page; null on the last one.
    pub next: Option<String>,
}

/// A case as a line of a list.
#[derive(Object)]
#[oai(rename = "CaseRow")]
pub struct RowOut {
    pub number: String,
    pub kind: Term<Kind>,
    pub state: String,
    pub received_on: Day,
    /// The deadline that comes next.
    pub due_on: Option<Day>,
    /// Days left, or days late when `standing` is `late`.
    pub days: i64,
    pub standing: Term<Standing>,
    /// The proposal that waits for a second person.
    pub pending: Option<Term<StepKind>>,
    pub snippet: String,
}

/// A step that needs no more words than these.
#[derive(Object)]
#[oai(rename = "Act")]
pub struct ActIn {
    /// The revision of the case that the decision rests on.
    pub revision: i64,
    pub note: Option<String>,
}

/// A step that needs a reason or an explanation.
#[derive(Object)]
#[oai(rename = "ExplainedAct")]
pub struct ExplainedIn {
    /// The revision of the case that the decision rests on.
    pub revision: i64,
    pub note: String,
}

pub struct CasesApi;

#[OpenApi(prefix_path = "/api/v1/cases", tag = "Tag::Cases")]
impl CasesApi {
    /// List cases.
    ///
    /// Only cases that the account may know of are listed and counted.
    #[oai(path = "/", method = "get", operation_id = "list_cases")]
    async fn index(
        &self,
        officer: Officer,
        list: Query<Term<List>>,
        /// Where the page before ended.
        after: Query<Option<String>>,
    ) -> Result<Json<PageOut>, Problem> {
        let (app, who, after) = (&officer.app, officer.account(), after.0.as_deref());
        let page = match list.0.0 {
            List::Inbox => lists::inbox(app, who, after).await?,
            List::Work => lists::worklist(app, who, after).await?,
            List::Approvals => lists::approvals(app, who, after).await?,
            List::Done => lists::done(app, who, after).await?,
        };
        let cases = page.rows.into_iter().map(RowOut::from).collect();
        Ok(Json(PageOut { cases, next: page.next }))
    }

    /// Show a case.
    #[oai(path = "/:number", method = "get", operation_id = "show_case")]
    async fn show(
        &self,
        officer: Officer,
        number: Path<String>,
    ) -> Result<Json<Box<CaseOut>>, Problem> {
        officer.show(&case_number(&number)?).await
    }

    /// Show who knew what of a case, when: who read, who was told, who must keep away, who may open it.
    ///
    /// Readers who must keep away by now come first. For whoever triages or approves it, and the level above.
    #[oai(path = "/:number/readers", method = "get", operation_id = "list_readers")]
    async fn readers(
        &self,
        officer: Officer,
        number: Path<String>,
    ) -> Result<Json<ReadersOut>, Problem> {
        let number = case_number(&number)?;
        let known = knowledge::who_knew(&officer.app, officer.account(), &number).await?;
        Ok(Json(known.into()))
    }
}

impl From<CaseRow> for RowOut {
    fn from(row: CaseRow) -> Self {
        Self {
            number: row.number.to_string(),
            kind: Term(row.kind),
            state: row.state,
            received_on: Day(row.received_on),
            due_on: row.due_on.map(Day),
            days: row.days,
            standing: Term(row.standing),
            pending: row.pending.map(Term),
            snippet: row.snippet,
        }
    }
}

/// What was typed along with a step, if anything was.
fn words(note: Option<String>) -> Words {
    note.filter(|note| !note.trim().is_empty()).map_or(Words::None, Words::Note)
}

/// The same for words that leave those who read the letter; the reason keeps what may betray the reporter.
fn leaving(words: Words, keep_reason: Option<String>) -> Words {
    match words {
        Words::Note(text) => Words::Summary { text, keep_reason },
        words => words,
    }
}

/// The note of a step that may not go unexplained.
fn explained(note: &str) -> Result<Words, Problem> {
    typed("note", note)
}

/// Words that a step cannot do without.
fn typed(field: &str, text: &str) -> Result<Words, Problem> {
    if text.trim().is_empty() {
        let empty = BadField::new(field, "empty");
        return Err(Problem::fields(vec![empty]));
    }
    Ok(Words::Note(text.to_owned()))
}
