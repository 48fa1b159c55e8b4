//! The columns that files have, and the many names that officials give them.

use super::Kind;
use crate::text::{self, Encoding, fold_ascii};

/// What a column says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Column {
    Code,
    Name,
    UnitKind,
    Parent,
    Number,
    Predecessors,
    Effective,
    Card,
    FullName,
    FamilyName,
    GivenName,
    Gender,
    Born,
    BornMale,
    BornFemale,
    Joined,
    Official,
    Rating,
    UnitCode,
    Unit,
    ResidenceCode,
    Residence,
    Distinct,
    Title,
    ManagedBy,
    From,
    ResidesFrom,
    Until,
    Through,
}

/// A column and its names; exports use the first.
type Names = (Column, &'static [&'static str]);

const UNITS: &[Names] = &[
    (Column::Code, &["Mã đơn vị", "Mã", "Mã tổ chức đảng", "Mã chi bộ", "Ký hiệu"]),
    (
        Column::Name,
        &["Tên tổ chức đảng", "Tên đơn vị", "Tên chi bộ", "Đơn vị", "Tổ chức đảng", "Tên"],
    ),
    (Column::UnitKind, &["Loại hình", "Loại", "Loại tổ chức đảng", "Loại đơn vị"]),
    (
        Column::Parent,
        &["Trực thuộc", "Cấp trên", "Đơn vị cấp trên", "Cấp trên trực tiếp", "Mã cấp trên"],
    ),
    (Column::Number, &["Tổ dân phố số", "Số tổ dân phố", "Tổ dân phố", "Số TDP"]),
    (
        Column::From,
        &["Từ ngày", "Ngày thành lập", "Thành lập ngày", "Năm thành lập", "Hiệu lực từ ngày"],
    ),
    (Column::Until, &["Thôi từ ngày", "Kết thúc từ ngày", "Giải thể từ ngày"]),
    (Column::Through, &["Đến ngày", "Đến hết ngày"]),
    (Column::Effective, &["Thay đổi từ ngày", "Áp dụng từ ngày"]),
    (Column::Predecessors, &["Kế tục của", "Kế tục", "Tiền thân", "Thành lập từ"]),
];

const MEMBERS: &[Names] = &[
    (Column::Card, &["Số thẻ đảng viên", "Số thẻ", "Số thẻ đảng", "Số thẻ ĐV"]),
    (
        Column::FullName,
        &["Họ và tên", "Họ tên", "Họ và tên khai sinh", "Họ và tên đảng viên", "Họ tên đảng viên"],
    ),
    (Column::FamilyName, &["Họ đệm", "Họ và đệm", "Họ và tên đệm", "Họ và chữ đệm"]),
    (Column::GivenName, &["Tên"]),
    (Column::Gender, &["Giới tính", "Giới", "Nam/Nữ"]),
    (Column::Born, &["Ngày sinh", "Năm sinh", "Ngày tháng năm sinh", "Sinh ngày"]),
    (Column::BornMale, &["Năm sinh nam", "Ngày sinh nam", "Ngày tháng năm sinh nam"]),
    (Column::BornFemale, &["Năm sinh nữ", "Ngày sinh nữ", "Ngày tháng năm sinh nữ"]),
    (Column::Joined, &["Ngày vào Đảng", "Vào Đảng ngày", "Ngày kết nạp", "Ngày kết nạp Đảng"]),
    (
        Column::Official,
        &["Ngày chính thức", "Chính thức", "Ngày vào Đảng chính thức", "Ngày công nhận chính thức"],
    ),
    (Column::Rating, &["Xếp loại", "Mức xếp loại", "Đánh giá xếp loại"]),
    (Column::UnitCode, &["Mã chi bộ", "Mã đơn vị"]),
    (Column::Unit, &["Chi bộ", "Chi bộ sinh hoạt", "Chi bộ quản lý", "Đơn vị", "Tên chi bộ"]),
    (Column::From, &["Sinh hoạt từ ngày", "Chuyển đến từ ngày", "Ngày chuyển đến", "Từ ngày"]),
    (Column::ResidenceCode, &["Mã chi bộ nơi cư trú"]),
    (Column::Residence, &["Chi bộ nơi cư trú", "Chi bộ cư trú"]),
    (Column::ResidesFrom, &["Cư trú từ ngày"]),
    (Column::Until, &["Thôi sinh hoạt từ ngày", "Thôi từ ngày", "Ngày chuyển đi"]),
    (Column::Distinct, &["Không trùng", "Người khác trùng tên"]),
];

const POSTS: &[Names] = &[
    (Column::Card, &["Số thẻ đảng viên", "Số thẻ", "Số thẻ đảng", "Số thẻ ĐV"]),
    (
        Column::FullName,
        &["Họ và tên", "Họ tên", "Họ và tên khai sinh", "Họ và tên đảng viên", "Họ tên đảng viên"],
    ),
    (Column::Born, &["Ngày sinh", "Năm sinh", "Ngày tháng năm sinh", "Sinh ngày"]),
    (Column::Title, &["Chức vụ", "Chức vụ Đảng", "Chức danh"]),
    (Column::UnitCode, &["Mã đơn vị", "Mã tổ chức đảng", "Mã chi bộ"]),
    (Column::Unit, &["Đơn vị", "Tổ chức đảng", "Chi bộ", "Đảng bộ", "Nơi giữ chức vụ"]),
    (Column::ManagedBy, &["Cấp quản lý", "Cấp ủy quản lý"]),
    (Column::From, &["Từ ngày", "Giữ chức vụ từ ngày", "Ngày bổ nhiệm", "Ngày giữ chức vụ"]),
    (Column::Until, &["Thôi từ ngày", "Thôi giữ chức vụ từ ngày", "Ngày thôi"]),
    (Column::Through, &["Đến ngày", "Đến hết ngày"]),
];

impl Column {
    /// The name under which a file of this kind carries the column; the one that exports use.
    pub fn title(self, kind: Kind) -> &'static str {
        names(kind).iter().find(|row| row.0 == self).map_or("", |row| row.1[0])
    }
}

fn names(kind: Kind) -> &'static [Names] {
    match kind {
        Kind::Units => UNITS,
        Kind::Members => MEMBERS,
        Kind::Posts => POSTS,
    }
}

/// The columns of one kind of file by their folded names.
#[derive(Debug)]
pub struct Headers(Vec<(String, Column)>);

impl Headers {
    pub fn new(kind: Kind) -> Self {
        let folded =
            |&(column, names): &Names| names.iter().map(move |name| (fold_ascii(name), column));
        Self(names(kind).iter().flat_map(folded).collect())
    }

    /// Whether files of this kind may have the column.
    pub fn have(&self, column: Column) -> bool {
        self.0.iter().any(|row| row.1 == column)
    }

    /// What the words above a column mean, in whichever encoding they came, and that encoding. What stands in brackets
    /// is passed over.
    pub fn read(&self, words: &str) -> Option<(Column, Encoding)> {
        let plain = without_brackets(words);
        let readings = [Encoding::Unicode, Encoding::Tcvn3, Encoding::Vni, Encoding::Utf8AsLatin];
        readings.into_iter().find_map(|encoding| {
            let folded = fold_ascii(&encoding.decode(&plain));
            self.0.iter().find(|row| row.0 == folded).map(|row| (row.1, encoding))
        })
    }
}

fn without_brackets(words: &str) -> String {
    let mut depth = 0_u32;
    let kept = words.chars().filter(|c| match c {
        '(' => {
            depth += 1;
            false
        }
        ')' => {
            depth = depth.saturating_sub(1);
            false
        }
        _ => depth == 0,
    });
    // Soft hyphens are letters in TCVN3; decoding cleans.
    kept.collect::<String>().replace(['\n', '\r'], " ")
}

/// Official words for posts; files are read by these first, exports are written with them.
pub const TITLES: &[(text::Post, &str)] = &[
    (text::Post::Secretary, "Bí thư"),
    (text::Post::DeputySecretary, "Phó bí thư"),
    (text::Post::StandingMember, "Ủy viên ban thường vụ"),
    (text::Post::CommitteeMember, "Cấp ủy viên"),
    (text::Post::InspectionChair, "Chủ nhiệm ủy ban kiểm tra"),
    (text::Post::InspectionDeputyChair, "Phó chủ nhiệm ủy ban kiểm tra"),
    (text::Post::InspectionMember, "Ủy viên ủy ban kiểm tra"),
    (text::Post::Inspector, "Kiểm tra viên"),
    (text::Post::Chair, "Chủ tịch"),
    (text::Post::DeputyChair, "Phó chủ tịch"),
    (text::Post::ResidentialGroupHead, "Tổ trưởng tổ dân phố"),
    (text::Post::ResidentialGroupDeputy, "Tổ phó tổ dân phố"),
    (text::Post::FrontHead, "Trưởng ban công tác mặt trận"),
    (text::Post::YouthSecretary, "Bí thư đoàn thanh niên"),
    (text::Post::AssociationHead, "Chi hội trưởng"),
    (text::Post::AreaPolice, "Công an khu vực"),
    (text::Post::Police, "Công an"),
    (text::Post::Accountant, "Kế toán"),
    (text::Post::Treasurer, "Thủ quỹ"),
    (text::Post::LandOfficer, "Cán bộ địa chính"),
    (text::Post::Headteacher, "Hiệu trưởng"),
    (text::Post::DeputyHeadteacher, "Phó hiệu trưởng"),
    (text::Post::Director, "Giám đốc"),
    (text::Post::DeputyDirector, "Phó giám đốc"),
    (text::Post::ChiefOfOffice, "Chánh văn phòng"),
    (text::Post::DepartmentHead, "Trưởng phòng"),
    (text::Post::DepartmentDeputy, "Phó trưởng phòng"),
];

/// The post that a file names.
pub fn title(typed: &str) -> Option<text::Post> {
    let folded = fold_ascii(typed);
    let official = TITLES.iter().find(|row| fold_ascii(row.1) == folded).map(|row| row.0);
    let said = || text::Mention::of_fields("", typed, "").post.map(|said| said.post);
    official.or_else(said).filter(|post| *post != text::Post::Member)
}

/// The official words for a stored post; the stored spelling itself where there are none.
pub fn title_words(code: &str) -> &str {
    let post = text::Post::from_code(code);
    TITLES.iter().find(|row| Some(row.0) == post).map_or(code, |row| row.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_read_in_any_dress() {
        let headers = Headers::new(Kind::Members);
        let rows = [
            ("HỌ VÀ TÊN", Column::FullName),
            ("Họ tên\n(in hoa)", Column::FullName),
            ("Hä vµ tªn", Column::FullName),
            ("Hoï vaø teân", Column::FullName),
            ("ngay sinh", Column::Born),
            ("Ngày, tháng, năm sinh", Column::Born),
            ("Số thẻ ĐV", Column::Card),
            ("Mã chi bộ", Column::UnitCode),
        ];
        for (words, column) in rows {
            assert_eq!(headers.read(words).map(|read| read.0), Some(column), "{words}");
        }
        assert_eq!(headers.read("Quê quán"), None);
    }

    #[test]
    fn no_name_stands_for_two_columns_of_a_file() {
        for kind in Kind::ALL {
            let Headers(mut names) = Headers::new(kind);
            names.sort();
            names.dedup();
            assert!(names.windows(2).all(|pair| pair[0].0 != pair[1].0), "{names:?}");
        }
    }

    #[test]
    fn every_post_that_can_be_held_has_words_that_lead_back() {
        for (post, code) in text::Post::ALL.iter().filter(|row| row.0 != text::Post::Member) {
            assert_eq!(title(title_words(code)), Some(*post), "{code}");
        }
        assert_eq!(title("PBT"), Some(text::Post::DeputySecretary));
        assert_eq!(title("Bí thư chi bộ"), Some(text::Post::Secretary));
        assert_eq!(title("Chi ủy viên"), Some(text::Post::CommitteeMember));
        assert_eq!(title("Nghệ nhân"), None);
    }
}
