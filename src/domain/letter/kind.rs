//! What a letter is: its kind, its language, the way it came.

/// What the resident wants: the content decides, triage may reclassify (Circular 05/2021, art. 6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Opinion; no right to a formal decision.
    GopY,
    /// Report of a fact.
    PhanAnh,
    /// Proposal to change something.
    KienNghi,
    /// Complaint against a decision or act on one's own rights.
    KhieuNai,
    /// Denunciation of a violation.
    ToCao,
    /// Commendation.
    BieuDuong,
}

/// How much procedure a kind brings with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Lane {
    /// Ends with an answer.
    Short,
    /// Ends with a conclusion on each allegation.
    Full,
    /// Only recorded and thanked for.
    Thanks,
}

impl Kind {
    pub const ALL: [Self; 6] =
        [Self::GopY, Self::PhanAnh, Self::KienNghi, Self::KhieuNai, Self::ToCao, Self::BieuDuong];

    /// The stored and public spelling. Never changed, only added to.
    pub fn name(self) -> &'static str {
        match self {
            Self::GopY => "gop_y",
            Self::PhanAnh => "phan_anh",
            Self::KienNghi => "kien_nghi",
            Self::KhieuNai => "khieu_nai",
            Self::ToCao => "to_cao",
            Self::BieuDuong => "bieu_duong",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    pub fn lane(self) -> Lane {
        match self {
            Self::GopY | Self::PhanAnh | Self::KienNghi => Lane::Short,
            Self::KhieuNai | Self::ToCao => Lane::Full,
            Self::BieuDuong => Lane::Thanks,
        }
    }
}

/// The language a person reads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Lang {
    #[default]
    Vi,
    En,
}

impl Lang {
    pub fn name(self) -> &'static str {
        match self {
            Self::Vi => "vi",
            Self::En => "en",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Vi, Self::En].into_iter().find(|lang| lang.name() == name)
    }
}

/// How the letter reached the committee.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    Web,
    Api,
    InPerson,
    Post,
    Box,
    Oral,
    Forwarded,
}

impl Source {
    pub const ALL: [Self; 7] =
        [Self::Web, Self::Api, Self::InPerson, Self::Post, Self::Box, Self::Oral, Self::Forwarded];

    pub fn name(self) -> &'static str {
        match self {
            Self::Web => "web",
            Self::Api => "api",
            Self::InPerson => "in_person",
            Self::Post => "post",
            Self::Box => "box",
            Self::Oral => "oral",
            Self::Forwarded => "forwarded",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|source| source.name() == name)
    }
}
