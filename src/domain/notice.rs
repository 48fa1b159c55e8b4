//! Who is told of what. The matrix is printed from here and kept as a reviewed file.

use crate::case::Case;
use crate::letter::Lane;
use crate::step::{Act, Step, StepKind};

/// To whom a notice goes; resolved to accounts in the transaction, checked again when it is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Addressee {
    /// By mail if the resident left an address; the page always has it.
    Reporter,
    /// On paper, because the letter came on paper.
    ReporterOnPaper,
    /// The officer in charge.
    Handler,
    /// The coordinating branch.
    Helper,
    /// Who triages the queue the case lies in.
    Triage,
    /// Who confirms in that queue.
    Approver,
    /// The level above.
    Above,
    /// Who made the proposal that was sent back.
    Proposer,
    /// The person complained about, on paper through an unconflicted unit.
    SubjectUnit,
}

impl Addressee {
    pub const ALL: [Self; 9] = [
        Self::Reporter,
        Self::ReporterOnPaper,
        Self::Handler,
        Self::Helper,
        Self::Triage,
        Self::Approver,
        Self::Above,
        Self::Proposer,
        Self::SubjectUnit,
    ];

    /// The stored spelling.
    pub fn name(self) -> &'static str {
        match self {
            Self::Reporter => "reporter",
            Self::ReporterOnPaper => "reporter_on_paper",
            Self::Handler => "handler",
            Self::Helper => "helper",
            Self::Triage => "triage",
            Self::Approver => "approver",
            Self::Above => "above",
            Self::Proposer => "proposer",
            Self::SubjectUnit => "subject_unit",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|addressee| addressee.name() == name)
    }
}

/// What the notice says. Each template is neutral: number, dates, one link, nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Template {
    /// To the resident: "there is news on case HS-…".
    News,
    /// To the resident: received, with the promised date.
    Received,
    /// To triage: a new letter waits, without content.
    Intake,
    Assigned,
    /// To the coordinating branch: a task waits.
    Helping,
    /// A proposal or a draft waits for a second person.
    Approve,
    /// A proposal or a draft came back.
    Returned,
    /// The resident wrote.
    Reply,
    /// The subject's explanation came in, or its term lapsed.
    Explanation,
    /// Something about a case changed that its supervisors must know.
    Changed,
    /// To the level above: please look, today.
    Urgent,
    /// Result on paper to a unit.
    Result,
    /// A summary to explain, on paper.
    Hearing,
    /// The morning bundle of deadlines.
    Reminder,
    /// A deadline went unkept and goes up one rung.
    Escalated,
}

impl Template {
    pub const ALL: [Self; 15] = [
        Self::News,
        Self::Received,
        Self::Intake,
        Self::Assigned,
        Self::Helping,
        Self::Approve,
        Self::Returned,
        Self::Reply,
        Self::Explanation,
        Self::Changed,
        Self::Urgent,
        Self::Result,
        Self::Hearing,
        Self::Reminder,
        Self::Escalated,
    ];

    /// The stored spelling, and the file name of the mail's text.
    pub fn name(self) -> &'static str {
        match self {
            Self::News => "news",
            Self::Received => "received",
            Self::Intake => "intake",
            Self::Assigned => "assigned",
            Self::Helping => "helping",
            Self::Approve => "approve",
            Self::Returned => "returned",
            Self::Reply => "reply",
            Self::Explanation => "explanation",
            Self::Changed => "changed",
            Self::Urgent => "urgent",
            Self::Result => "result",
            Self::Hearing => "hearing",
            Self::Reminder => "reminder",
            Self::Escalated => "escalated",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|template| template.name() == name)
    }
}

pub type Notice = (Addressee, Template);

/// The notices that a step owes (`workflow.md`, last column of the transitions).
pub(crate) fn owed(step: &Step, case: &Case) -> Vec<Notice> {
    let act = case.pending.as_ref().map(|pending| &pending.act);
    let mut notices = match (step, act) {
        (Step::Confirm, Some(act)) => confirmed(act),
        (step, _) => taken(step.kind(), case.lane()),
    };
    if case.paper && notices.iter().any(|(to, _)| *to == Addressee::Reporter) {
        notices.push((Addressee::ReporterOnPaper, Template::News));
    }
    notices
}

fn confirmed(act: &Act) -> Vec<Notice> {
    use Addressee::{Proposer, Reporter, SubjectUnit};
    match act {
        Act::Hear => vec![(SubjectUnit, Template::Hearing), (Proposer, Template::Changed)],
        Act::Hold { .. } | Act::Extend { .. } => {
            vec![(Reporter, Template::News), (Proposer, Template::Changed)]
        }
        Act::Accept { .. } | Act::Refuse { .. } | Act::Transfer { .. } | Act::Record { .. } => {
            vec![(Reporter, Template::News), (Proposer, Template::Changed)]
        }
        Act::Close | Act::EndWithdrawn => vec![(Reporter, Template::News)],
    }
}

fn taken(step: StepKind, lane: Lane) -> Vec<Notice> {
    use Addressee::{Above, Approver, Handler, Helper, Proposer, Reporter, SubjectUnit, Triage};
    match step {
        StepKind::Screen => vec![(Reporter, Template::Received), (Triage, Template::Intake)],
        StepKind::Ask => vec![(Reporter, Template::News)],
        StepKind::Resume => vec![(Triage, Template::Reply)],
        StepKind::ProposeAccept
        | StepKind::ProposeRefuse
        | StepKind::ProposeTransfer
        | StepKind::ProposeRecord
        | StepKind::ProposeHear
        | StepKind::ProposeHold
        | StepKind::ProposeExtend
        | StepKind::ProposeClose
        | StepKind::ProposeEndWithdrawn
        | StepKind::Submit => vec![(Approver, Template::Approve)],
        StepKind::SendBack => vec![(Proposer, Template::Returned)],
        StepKind::ConfirmReceipt => vec![(Reporter, Template::News)],
        StepKind::Return | StepKind::Recuse => {
            vec![(Triage, Template::Changed), (Approver, Template::Changed)]
        }
        StepKind::Assign => vec![(Handler, Template::Assigned), (Helper, Template::Helping)],
        StepKind::Declare => vec![(Reporter, Template::News)],
        StepKind::RecordReply | StepKind::Lapse => vec![(Handler, Template::Explanation)],
        StepKind::EndHold => vec![(Reporter, Template::News)],
        StepKind::ReturnDraft => vec![(Handler, Template::Returned)],
        StepKind::Conclude if lane == Lane::Full => vec![
            (Reporter, Template::News),
            (Handler, Template::Changed),
            (Helper, Template::Changed),
            (SubjectUnit, Template::Result),
            (Above, Template::Changed),
        ],
        StepKind::Conclude => vec![(Reporter, Template::News), (Handler, Template::Changed)],
        StepKind::Monitor => vec![(Handler, Template::Changed)],
        StepKind::FinishMeasure => vec![(Reporter, Template::News)],
        StepKind::Withdraw => vec![(Triage, Template::Reply), (Handler, Template::Reply)],
        StepKind::GoOn => vec![(Reporter, Template::News), (Handler, Template::Changed)],
        StepKind::Appeal | StepKind::AddSubject => vec![(Above, Template::Changed)],
        StepKind::Reorganise => vec![
            (Handler, Template::Assigned),
            (Helper, Template::Helping),
            (Reporter, Template::News),
        ],
        StepKind::ReportRetaliation => vec![(Above, Template::Urgent)],
        StepKind::Reclassify | StepKind::Draft | StepKind::Deliver | StepKind::Confirm => vec![],
    }
}
