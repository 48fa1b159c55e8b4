//! Units and places as people name them.

use std::fmt;

/// What sort of unit a phrase names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum UnitKind {
    ChiBo,
    DangBo,
    ToDang,
    InspectionCommittee,
    StandingCommittee,
    Tdp,
    KhuDanCu,
    KhuPho,
    Khu,
    Cum,
    Thon,
    Xom,
    Ap,
    Ban,
    Phuong,
    Xa,
    ThiTran,
    Quan,
    Huyen,
    Tinh,
    ThanhPho,
    /// School, office, company …: its words follow in the name.
    Institution,
    /// A bare place name after a unit ("chi bộ 5 Phú Đô").
    Place,
}

/// How a unit is told from others of its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Naming {
    /// By a number or a capitalised name; without either it is still a unit ("bí thư chi bộ").
    Loose,
    /// By a number or a name; without either the word means something else ("tổ", "khu").
    Strict,
    /// By all the words that follow, small ones too ("trường tiểu học Mễ Trì").
    Words,
}

/// Phrase, kind, naming.
pub(super) const PHRASES: &[(&str, UnitKind, Naming)] = &[
    ("chi bộ", UnitKind::ChiBo, Naming::Loose),
    ("chi bộ cơ sở", UnitKind::ChiBo, Naming::Loose),
    ("chi bộ trực thuộc", UnitKind::ChiBo, Naming::Loose),
    ("đảng bộ", UnitKind::DangBo, Naming::Loose),
    ("đảng bộ cơ sở", UnitKind::DangBo, Naming::Loose),
    ("đảng bộ bộ phận", UnitKind::DangBo, Naming::Loose),
    ("đảng ủy", UnitKind::DangBo, Naming::Loose),
    ("quận ủy", UnitKind::DangBo, Naming::Loose),
    ("huyện ủy", UnitKind::DangBo, Naming::Loose),
    ("thành ủy", UnitKind::ThanhPho, Naming::Loose),
    ("tỉnh ủy", UnitKind::Tinh, Naming::Loose),
    ("tổ đảng", UnitKind::ToDang, Naming::Loose),
    ("ủy ban kiểm tra", UnitKind::InspectionCommittee, Naming::Loose),
    ("ban thường vụ", UnitKind::StandingCommittee, Naming::Loose),
    ("tổ dân phố", UnitKind::Tdp, Naming::Loose),
    ("dân phố", UnitKind::Tdp, Naming::Loose),
    ("tổ dân cư", UnitKind::Tdp, Naming::Loose),
    ("tổ", UnitKind::Tdp, Naming::Strict),
    ("khu dân cư", UnitKind::KhuDanCu, Naming::Loose),
    ("khu phố", UnitKind::KhuPho, Naming::Loose),
    ("khu", UnitKind::Khu, Naming::Strict),
    ("cụm", UnitKind::Cum, Naming::Strict),
    ("cụm dân cư", UnitKind::Cum, Naming::Loose),
    ("thôn", UnitKind::Thon, Naming::Strict),
    ("làng", UnitKind::Thon, Naming::Strict),
    ("xóm", UnitKind::Xom, Naming::Strict),
    ("ấp", UnitKind::Ap, Naming::Strict),
    ("bản", UnitKind::Ban, Naming::Strict),
    ("phường", UnitKind::Phuong, Naming::Loose),
    ("xã", UnitKind::Xa, Naming::Loose),
    ("thị trấn", UnitKind::ThiTran, Naming::Loose),
    ("quận", UnitKind::Quan, Naming::Loose),
    ("huyện", UnitKind::Huyen, Naming::Loose),
    ("tỉnh", UnitKind::Tinh, Naming::Strict),
    ("thành phố", UnitKind::ThanhPho, Naming::Loose),
    ("trường", UnitKind::Institution, Naming::Words),
    ("trường mầm non", UnitKind::Institution, Naming::Words),
    ("trường tiểu học", UnitKind::Institution, Naming::Words),
    ("trường trung học cơ sở", UnitKind::Institution, Naming::Words),
    ("mầm non", UnitKind::Institution, Naming::Words),
    ("tiểu học", UnitKind::Institution, Naming::Words),
    ("trung học cơ sở", UnitKind::Institution, Naming::Words),
    ("trung học phổ thông", UnitKind::Institution, Naming::Words),
    ("cơ quan", UnitKind::Institution, Naming::Words),
    ("công an", UnitKind::Institution, Naming::Words),
    ("quân sự", UnitKind::Institution, Naming::Words),
    ("văn phòng", UnitKind::Institution, Naming::Words),
    ("phòng", UnitKind::Institution, Naming::Words),
    ("phòng khám", UnitKind::Institution, Naming::Words),
    ("ban tổ chức", UnitKind::Institution, Naming::Words),
    ("ban tuyên giáo", UnitKind::Institution, Naming::Words),
    ("ban dân vận", UnitKind::Institution, Naming::Words),
    ("đội", UnitKind::Institution, Naming::Words),
    ("khoa", UnitKind::Institution, Naming::Words),
    ("khối", UnitKind::Institution, Naming::Words),
    ("trạm y tế", UnitKind::Institution, Naming::Words),
    ("trung tâm", UnitKind::Institution, Naming::Words),
    ("bệnh viện", UnitKind::Institution, Naming::Words),
    ("công ty", UnitKind::Institution, Naming::Words),
    ("xí nghiệp", UnitKind::Institution, Naming::Words),
    ("hợp tác xã", UnitKind::Institution, Naming::Words),
    ("ủy ban nhân dân", UnitKind::Institution, Naming::Words),
    ("hội đồng nhân dân", UnitKind::Institution, Naming::Words),
    ("mặt trận tổ quốc", UnitKind::Institution, Naming::Words),
    ("viện", UnitKind::Institution, Naming::Words),
    ("chợ", UnitKind::Institution, Naming::Words),
    ("ban quản lý", UnitKind::Institution, Naming::Words),
];

impl UnitKind {
    /// Stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::ChiBo => "chi_bo",
            Self::DangBo => "dang_bo",
            Self::ToDang => "to_dang",
            Self::InspectionCommittee => "inspection_committee",
            Self::StandingCommittee => "standing_committee",
            Self::Tdp => "tdp",
            Self::KhuDanCu => "khu_dan_cu",
            Self::KhuPho => "khu_pho",
            Self::Khu => "khu",
            Self::Cum => "cum",
            Self::Thon => "thon",
            Self::Xom => "xom",
            Self::Ap => "ap",
            Self::Ban => "ban",
            Self::Phuong => "phuong",
            Self::Xa => "xa",
            Self::ThiTran => "thi_tran",
            Self::Quan => "quan",
            Self::Huyen => "huyen",
            Self::Tinh => "tinh",
            Self::ThanhPho => "thanh_pho",
            Self::Institution => "institution",
            Self::Place => "place",
        }
    }

    /// A place where people live next door to each other; its branch usually has the same number.
    pub fn is_neighbourhood(self) -> bool {
        use UnitKind::{Ap, Ban, Cum, Khu, KhuDanCu, KhuPho, Tdp, Thon, Xom};
        matches!(self, Tdp | KhuDanCu | KhuPho | Khu | Cum | Thon | Xom | Ap | Ban)
    }

    /// A ward or what stands above it.
    pub fn is_area(self) -> bool {
        use UnitKind::{Huyen, Phuong, Quan, ThanhPho, ThiTran, Tinh, Xa};
        matches!(self, Phuong | Xa | ThiTran | Quan | Huyen | Tinh | ThanhPho)
    }

    /// A Party organisation or one of its bodies.
    pub fn is_party(self) -> bool {
        use UnitKind::{ChiBo, DangBo, InspectionCommittee, StandingCommittee, ToDang};
        matches!(self, ChiBo | DangBo | ToDang | InspectionCommittee | StandingCommittee)
    }
}

/// A unit as named in a text; displayed as `chi_bo:5`, `phuong:Mễ Trì`, `chi_bo`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitMention {
    pub kind: UnitKind,
    /// Without leading zeros, with a letter if one is glued to it ("5a").
    pub number: Option<String>,
    /// As written.
    pub name: Option<String>,
}

impl fmt::Display for UnitMention {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.kind.code())?;
        let told = self.name.as_deref().or(self.number.as_deref());
        told.map_or(Ok(()), |told| write!(f, ":{told}"))
    }
}
