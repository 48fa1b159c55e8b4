//! What someone may ask of a case, as values.

mod reason;

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::case::{Assignment, Measure, Outcome, Track};
use crate::clock::ClockKind;
use crate::ids::{AccountId, AllegationId, MeasureId, MemberId};
use crate::letter::Kind;

pub use reason::{Complexity, HoldType, RecordReason, RefusalReason};

/// An act that one person proposes and another confirms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    Accept {
        track: Track,
    },
    Refuse {
        reason: RefusalReason,
    },
    Transfer {
        body: String,
        boomerang: bool,
    },
    /// To the very body complained of, or its committee, for want of any other.
    TransferDespite {
        body: String,
    },
    /// To an officer or a unit kept out for the seat alone, for want of any other.
    AssignDespite {
        to: Assignment,
    },
    Record {
        reason: RecordReason,
        review_on: NaiveDate,
    },
    /// Hand the subject a summary and ask for an explanation.
    Hear,
    Hold {
        hold: HoldType,
        until: NaiveDate,
    },
    /// Length in the rule's own unit.
    Extend {
        days: u32,
        criteria: Vec<Complexity>,
    },
    /// The rules of the other track apply to the matter as well: its resolution clock runs beside the first.
    AddTrack,
    Close,
    EndWithdrawn,
}

impl Act {
    pub fn kind(&self) -> StepKind {
        match self {
            Self::Accept { .. } => StepKind::ProposeAccept,
            Self::Refuse { .. } => StepKind::ProposeRefuse,
            Self::Transfer { .. } => StepKind::ProposeTransfer,
            Self::TransferDespite { .. } => StepKind::ProposeTransferDespite,
            Self::AssignDespite { .. } => StepKind::ProposeAssignDespite,
            Self::Record { .. } => StepKind::ProposeRecord,
            Self::Hear => StepKind::ProposeHear,
            Self::Hold { .. } => StepKind::ProposeHold,
            Self::Extend { .. } => StepKind::ProposeExtend,
            Self::AddTrack => StepKind::ProposeAddTrack,
            Self::Close => StepKind::ProposeClose,
            Self::EndWithdrawn => StepKind::ProposeEndWithdrawn,
        }
    }

    /// Whether it is an exception from the guard against conflicts, of which the level above hears.
    pub fn is_exception(&self) -> bool {
        self.kind().is_exception()
    }
}

/// What one allegation came to, and on what it rests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub allegation: AllegationId,
    pub outcome: Outcome,
    /// Whether at least one piece of evidence is named.
    pub evidence: bool,
}

/// Everything that can be asked of a case. Words (texts, summaries) travel beside it, never inside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    Screen,
    Reclassify {
        kind: Kind,
    },
    Ask {
        resume_on: NaiveDate,
    },
    Resume,
    Propose(Act),
    Confirm,
    SendBack,
    ConfirmReceipt,
    Return,
    Assign {
        to: Assignment,
    },
    /// Accepts a short-lane letter and hands it over at once, where the committee lets the portal do so.
    Route {
        to: Assignment,
    },
    Declare,
    Recuse,
    RecordReply,
    Lapse,
    EndHold,
    Draft {
        findings: Vec<Finding>,
        measures: Vec<Measure>,
    },
    Submit,
    ReturnDraft,
    Conclude,
    Monitor,
    /// A legal notice was handed over, or the result was posted: its days on end are counted from there
    /// (NĐ 31/2019 Đ6).
    Deliver {
        clock: ClockKind,
    },
    /// The posting was interrupted; its days are counted anew from today.
    PostAgain,
    FinishMeasure {
        measure: MeasureId,
    },
    Withdraw,
    GoOn,
    Appeal,
    AddSubject {
        member: MemberId,
    },
    Reorganise {
        to: Assignment,
    },
    ReportRetaliation,
    /// Nobody is left here who may know: the level above takes the case into its queue.
    Raise,
    /// The resident asks that these officers keep away; they do until somebody decides on it.
    Challenge {
        officers: BTreeSet<AccountId>,
    },
    /// A second person decides whether they stay away.
    RuleChallenge {
        upheld: bool,
    },
    /// Whoever is in charge has come to be kept out: the case waits for somebody else.
    Relieve,
    /// A clock keeps its day although a calendar or a rule loaded later gives another.
    KeepDay {
        clock: ClockKind,
        seq: u32,
    },
    /// A clock takes the day that the calendar and the rules in force give.
    MoveDay {
        clock: ClockKind,
        seq: u32,
    },
    /// Days that were promised as provisional become firm.
    Firm,
}

macro_rules! kinds {
    ($($variant:ident $name:literal $row:literal),+ $(,)?) => {
        /// A step without its facts: the rows of the printed tables.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum StepKind { $($variant),+ }

        impl StepKind {
            pub const ALL: [Self; [$($row),+].len()] = [$(Self::$variant),+];

            /// The stored spelling. Never changed, only added to.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            /// The row of the workflow's table of transitions this step belongs to.
            pub fn row(self) -> &'static str {
                match self { $(Self::$variant => $row),+ }
            }

            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.into_iter().find(|kind| kind.name() == name)
            }
        }
    };
}

kinds! {
    Screen "screen" "2",
    Reclassify "reclassify" "2a",
    Ask "ask" "3",
    Resume "resume" "4",
    ProposeAccept "propose_accept" "5",
    ProposeRefuse "propose_refuse" "6",
    ProposeTransfer "propose_transfer" "7",
    ProposeRecord "propose_record" "10",
    ProposeHear "propose_hear" "14",
    ProposeHold "propose_hold" "15",
    ProposeExtend "propose_extend" "16",
    ProposeClose "propose_close" "21",
    ProposeEndWithdrawn "propose_end_withdrawn" "28",
    Confirm "confirm" "5-21",
    SendBack "send_back" "5-21",
    ConfirmReceipt "confirm_receipt" "8",
    Return "return" "9",
    Assign "assign" "11",
    Route "route" "5+11",
    Declare "declare" "12",
    Recuse "recuse" "13",
    RecordReply "record_reply" "14",
    Lapse "lapse" "14",
    EndHold "end_hold" "15",
    Draft "draft" "17",
    Submit "submit" "17",
    ReturnDraft "return_draft" "18",
    Conclude "conclude" "19",
    Monitor "monitor" "20",
    Deliver "deliver" "C1/C6/C7",
    FinishMeasure "finish_measure" "C8",
    Withdraw "withdraw" "26",
    GoOn "go_on" "27",
    Appeal "appeal" "22",
    AddSubject "add_subject" "23",
    Reorganise "reorganise" "24",
    ReportRetaliation "report_retaliation" "25",
    Raise "raise" "23",
    ProposeTransferDespite "propose_transfer_despite" "7a",
    ProposeAssignDespite "propose_assign_despite" "11a",
    Challenge "challenge" "30",
    RuleChallenge "rule_challenge" "30",
    Relieve "relieve" "13",
    ProposeAddTrack "propose_add_track" "5a",
    KeepDay "keep_day" "29",
    MoveDay "move_day" "29",
    Firm "firm" "29",
    PostAgain "post_again" "C7",
}

impl StepKind {
    /// Whether a second person must confirm it before anything happens.
    pub fn is_proposal(self) -> bool {
        matches!(
            self,
            Self::ProposeAccept
                | Self::ProposeRefuse
                | Self::ProposeTransfer
                | Self::ProposeRecord
                | Self::ProposeHear
                | Self::ProposeHold
                | Self::ProposeExtend
                | Self::ProposeAddTrack
                | Self::ProposeClose
                | Self::ProposeEndWithdrawn
                | Self::ProposeTransferDespite
                | Self::ProposeAssignDespite
        )
    }

    /// Whether it is a proposal to make an exception from the guard against conflicts.
    pub fn is_exception(self) -> bool {
        matches!(self, Self::ProposeTransferDespite | Self::ProposeAssignDespite)
    }
}

impl Step {
    pub fn kind(&self) -> StepKind {
        match self {
            Self::Screen => StepKind::Screen,
            Self::Reclassify { .. } => StepKind::Reclassify,
            Self::Ask { .. } => StepKind::Ask,
            Self::Resume => StepKind::Resume,
            Self::Propose(act) => act.kind(),
            Self::Confirm => StepKind::Confirm,
            Self::SendBack => StepKind::SendBack,
            Self::ConfirmReceipt => StepKind::ConfirmReceipt,
            Self::Return => StepKind::Return,
            Self::Assign { .. } => StepKind::Assign,
            Self::Route { .. } => StepKind::Route,
            Self::Declare => StepKind::Declare,
            Self::Recuse => StepKind::Recuse,
            Self::RecordReply => StepKind::RecordReply,
            Self::Lapse => StepKind::Lapse,
            Self::EndHold => StepKind::EndHold,
            Self::Draft { .. } => StepKind::Draft,
            Self::Submit => StepKind::Submit,
            Self::ReturnDraft => StepKind::ReturnDraft,
            Self::Conclude => StepKind::Conclude,
            Self::Monitor => StepKind::Monitor,
            Self::Deliver { .. } => StepKind::Deliver,
            Self::PostAgain => StepKind::PostAgain,
            Self::FinishMeasure { .. } => StepKind::FinishMeasure,
            Self::Withdraw => StepKind::Withdraw,
            Self::GoOn => StepKind::GoOn,
            Self::Appeal => StepKind::Appeal,
            Self::AddSubject { .. } => StepKind::AddSubject,
            Self::Reorganise { .. } => StepKind::Reorganise,
            Self::ReportRetaliation => StepKind::ReportRetaliation,
            Self::Raise => StepKind::Raise,
            Self::Challenge { .. } => StepKind::Challenge,
            Self::RuleChallenge { .. } => StepKind::RuleChallenge,
            Self::Relieve => StepKind::Relieve,
            Self::KeepDay { .. } => StepKind::KeepDay,
            Self::MoveDay { .. } => StepKind::MoveDay,
            Self::Firm => StepKind::Firm,
        }
    }
}
