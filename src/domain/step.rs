//! What someone may ask of a case, as values.

use chrono::NaiveDate;

use crate::case::{Assignment, Measure, Outcome, Track};
use crate::clock::ClockKind;
use crate::ids::{AllegationId, MeasureId, MemberId};
use crate::letter::Kind;

/// Why a letter is not accepted: a closed list with its legal basis (`law.md` 1.3, 3.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RefusalReason {
    NotCompetent,
    AlreadySettled,
    NotSpecific,
    FalseName,
    OutOfTime,
    NotOwnRight,
}

impl RefusalReason {
    pub const ALL: [Self; 6] = [
        Self::NotCompetent,
        Self::AlreadySettled,
        Self::NotSpecific,
        Self::FalseName,
        Self::OutOfTime,
        Self::NotOwnRight,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::NotCompetent => "not_competent",
            Self::AlreadySettled => "already_settled",
            Self::NotSpecific => "not_specific",
            Self::FalseName => "false_name",
            Self::OutOfTime => "out_of_time",
            Self::NotOwnRight => "not_own_right",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.name() == name)
    }

    /// The rule that allows this refusal, as cited to the reader.
    pub fn basis(self) -> &'static str {
        match self {
            Self::NotCompetent => "Luật Tố cáo 25/2018 Đ24(2); Luật Khiếu nại 02/2011 Đ11",
            Self::AlreadySettled => "30-QĐ/TW 2016 Đ32; Luật Tố cáo 25/2018 Đ29",
            Self::NotSpecific => "30-QĐ/TW 2016 Đ32; Luật Tố cáo 25/2018 Đ29",
            Self::FalseName => "Luật Tố cáo 25/2018 Đ25; 30-QĐ/TW 2016 Đ32",
            Self::OutOfTime => "Luật Khiếu nại 02/2011 Đ9, Đ11",
            Self::NotOwnRight => "Luật Khiếu nại 02/2011 Đ11",
        }
    }
}

/// Why a letter is only kept on record (workflow, transition 10).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RecordReason {
    /// Inside the window before a congress; wakes with the new committee.
    PreCongress,
    AnonymousWithoutFacts,
    Repeat,
    /// A commendation: thanked for and kept.
    Commendation,
}

impl RecordReason {
    pub const ALL: [Self; 4] =
        [Self::PreCongress, Self::AnonymousWithoutFacts, Self::Repeat, Self::Commendation];

    pub fn name(self) -> &'static str {
        match self {
            Self::PreCongress => "pre_congress",
            Self::AnonymousWithoutFacts => "anonymous_without_facts",
            Self::Repeat => "repeat",
            Self::Commendation => "commendation",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.name() == name)
    }
}

/// Why a clock stands still, with its basis; each type has a longest length in the data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum HoldType {
    /// Waiting for the resident's answer.
    NeedInfo,
    /// Expert appraisal (Decree 31/2019, art. 15).
    Appraisal,
    /// Suspension: another body's result is awaited (Law on Denunciations, art. 34).
    Suspension,
}

impl HoldType {
    pub const ALL: [Self; 3] = [Self::NeedInfo, Self::Appraisal, Self::Suspension];

    pub fn name(self) -> &'static str {
        match self {
            Self::NeedInfo => "need_info",
            Self::Appraisal => "appraisal",
            Self::Suspension => "suspension",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|hold| hold.name() == name)
    }

    pub fn basis(self) -> &'static str {
        match self {
            Self::NeedInfo => "quy trình nội bộ, chờ xác nhận",
            Self::Appraisal => "NĐ 31/2019 Đ15(4)",
            Self::Suspension => "Luật Tố cáo 25/2018 Đ34; Luật Khiếu nại Đ11a",
        }
    }
}

/// What makes a case complex (Decree 31/2019, art. 3, criteria a–g).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Complexity {
    SeveralPlaces,
    SeveralContents,
    ManyPeople,
    Foreign,
    SeveralBodies,
    BodiesDisagree,
    ConflictingEvidence,
}

impl Complexity {
    pub const ALL: [Self; 7] = [
        Self::SeveralPlaces,
        Self::SeveralContents,
        Self::ManyPeople,
        Self::Foreign,
        Self::SeveralBodies,
        Self::BodiesDisagree,
        Self::ConflictingEvidence,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::SeveralPlaces => "several_places",
            Self::SeveralContents => "several_contents",
            Self::ManyPeople => "many_people",
            Self::Foreign => "foreign",
            Self::SeveralBodies => "several_bodies",
            Self::BodiesDisagree => "bodies_disagree",
            Self::ConflictingEvidence => "conflicting_evidence",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|criterion| criterion.name() == name)
    }
}

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
    Close,
    EndWithdrawn,
}

impl Act {
    pub fn kind(&self) -> StepKind {
        match self {
            Self::Accept { .. } => StepKind::ProposeAccept,
            Self::Refuse { .. } => StepKind::ProposeRefuse,
            Self::Transfer { .. } => StepKind::ProposeTransfer,
            Self::Record { .. } => StepKind::ProposeRecord,
            Self::Hear => StepKind::ProposeHear,
            Self::Hold { .. } => StepKind::ProposeHold,
            Self::Extend { .. } => StepKind::ProposeExtend,
            Self::Close => StepKind::ProposeClose,
            Self::EndWithdrawn => StepKind::ProposeEndWithdrawn,
        }
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
    /// A legal notice was handed over, or the posting is over.
    Deliver {
        clock: ClockKind,
    },
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
    Deliver "deliver" "C1/C6",
    FinishMeasure "finish_measure" "C8",
    Withdraw "withdraw" "26",
    GoOn "go_on" "27",
    Appeal "appeal" "22",
    AddSubject "add_subject" "23",
    Reorganise "reorganise" "24",
    ReportRetaliation "report_retaliation" "25",
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
            Self::FinishMeasure { .. } => StepKind::FinishMeasure,
            Self::Withdraw => StepKind::Withdraw,
            Self::GoOn => StepKind::GoOn,
            Self::Appeal => StepKind::Appeal,
            Self::AddSubject { .. } => StepKind::AddSubject,
            Self::Reorganise { .. } => StepKind::Reorganise,
            Self::ReportRetaliation => StepKind::ReportRetaliation,
        }
    }
}
