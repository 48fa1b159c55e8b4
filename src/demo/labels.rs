//! Vietnamese words for the values of the demonstration.

use super::{Gender, Title};

impl Title {
    /// The office as a letter or a name plate has it, in lower case.
    pub fn vietnamese(self) -> &'static str {
        match self {
            Self::Secretary => "bí thư",
            Self::DeputySecretary => "phó bí thư",
            Self::StandingMember => "ủy viên ban thường vụ",
            Self::CommitteeMember => "cấp ủy viên",
            Self::InspectionChair => "chủ nhiệm ủy ban kiểm tra",
            Self::InspectionDeputyChair => "phó chủ nhiệm ủy ban kiểm tra",
            Self::InspectionMember => "ủy viên ủy ban kiểm tra",
            Self::Inspector => "kiểm tra viên",
            Self::WardChair => "chủ tịch ủy ban nhân dân phường",
            Self::Headteacher => "hiệu trưởng",
            Self::ResidentialGroupHead => "tổ trưởng tổ dân phố",
        }
    }
}

impl Gender {
    /// The polite address: `ông` or `bà`.
    pub fn honorific(self) -> &'static str {
        match self {
            Self::Male => "ông",
            Self::Female => "bà",
        }
    }
}
