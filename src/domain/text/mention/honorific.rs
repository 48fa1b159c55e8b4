//! Forms of address before a name.

/// A word of address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Honorific {
    Ong,
    Ba,
    Anh,
    Chi,
    Co,
    Chu,
    Bac,
    Thay,
    Cu,
    Di,
    Cau,
    DongChi,
}

/// As far as a word of address or a register tells it; only ever a reason against.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Gender {
    Male,
    Female,
}

impl Honorific {
    pub const ALL: &[Self] = &[
        Self::Ong,
        Self::Ba,
        Self::Anh,
        Self::Chi,
        Self::Co,
        Self::Chu,
        Self::Bac,
        Self::Thay,
        Self::Cu,
        Self::Di,
        Self::Cau,
        Self::DongChi,
    ];

    /// The word itself, with its marks.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ong => "ông",
            Self::Ba => "bà",
            Self::Anh => "anh",
            Self::Chi => "chị",
            Self::Co => "cô",
            Self::Chu => "chú",
            Self::Bac => "bác",
            Self::Thay => "thầy",
            Self::Cu => "cụ",
            Self::Di => "dì",
            Self::Cau => "cậu",
            Self::DongChi => "đồng chí",
        }
    }

    /// Who is addressed so; bác, cụ and đồng chí are said to anybody.
    pub fn gender(self) -> Option<Gender> {
        match self {
            Self::Ong | Self::Anh | Self::Chu | Self::Thay | Self::Cau => Some(Gender::Male),
            Self::Ba | Self::Chi | Self::Co | Self::Di => Some(Gender::Female),
            Self::Bac | Self::Cu | Self::DongChi => None,
        }
    }
}
