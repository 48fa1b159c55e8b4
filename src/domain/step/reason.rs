//! The closed lists that staff choose from, each entry with its legal basis where it has one.

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

/// Why a clock stands still; the basis and the longest length of each type are data (`holds.csv`).
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
