//! Invented personal names with the distribution of a northern Vietnamese register.

use super::Gender;
use super::dice::Dice;

/// Family names with their weight.
const FAMILY: &[(&str, u32)] = &[
    ("Nguyễn", 372),
    ("Trần", 104),
    ("Lê", 84),
    ("Phạm", 68),
    ("Đỗ", 52),
    ("Hoàng", 44),
    ("Vũ", 42),
    ("Ngô", 30),
    ("Bùi", 28),
    ("Đặng", 26),
    ("Phan", 22),
    ("Dương", 16),
    ("Tạ", 14),
    ("Đào", 14),
    ("Lưu", 11),
    ("Nghiêm", 11),
    ("Lý", 10),
    ("Hà", 10),
    ("Đoàn", 9),
    ("Trịnh", 9),
    ("Kiều", 7),
    ("Phùng", 7),
    ("Cao", 6),
    ("Khuất", 5),
    ("Mai", 5),
    ("Quách", 4),
    ("Thạch", 2),
    ("Âu Dương", 1),
];

const MALE_MIDDLE: &[(&str, u32)] = &[
    ("Văn", 330),
    ("Đình", 70),
    ("Quang", 66),
    ("Hữu", 62),
    ("Ngọc", 50),
    ("Xuân", 48),
    ("Mạnh", 42),
    ("Đăng", 32),
    ("Công", 32),
    ("Viết", 28),
    ("Bá", 26),
    ("Anh", 24),
    ("Tuấn", 22),
    ("Quốc", 22),
    ("Duy", 22),
    ("Huy", 18),
    ("Thế", 18),
    ("Việt", 18),
    ("Trung", 14),
    ("Danh", 12),
    ("Như", 8),
    ("Khắc", 14),
    ("Huy Ngọc", 3),
    ("Văn Quốc", 3),
];

const MALE_GIVEN: &[(&str, u32)] = &[
    ("Hùng", 78),
    ("Dũng", 66),
    ("Tuấn", 58),
    ("Sơn", 54),
    ("Cường", 46),
    ("Minh", 42),
    ("Thắng", 40),
    ("Hải", 40),
    ("Tùng", 34),
    ("Bình", 34),
    ("Toàn", 30),
    ("Hòa", 30),
    ("Khánh", 28),
    ("Nam", 28),
    ("Quân", 26),
    ("Tiến", 26),
    ("Hiếu", 24),
    ("Thành", 24),
    ("Kiên", 22),
    ("Huy", 22),
    ("Lâm", 20),
    ("Thịnh", 20),
    ("Duy", 18),
    ("Đạt", 18),
    ("Phong", 18),
    ("Vinh", 16),
    ("Lợi", 16),
    ("Tú", 16),
    ("Hậu", 14),
    ("Thìn", 12),
    ("Tý", 10),
    ("Hợi", 8),
    ("Ất", 4),
    ("Khoa", 12),
    ("Quyết", 12),
    ("Thụ", 8),
    ("Điệp", 10),
    ("Nhân", 12),
    ("Luận", 8),
    ("Xuyên", 6),
];

const FEMALE_MIDDLE: &[(&str, u32)] = &[
    ("Thị", 400),
    ("Thị Thu", 60),
    ("Thị Thanh", 54),
    ("Thị Kim", 40),
    ("Thị Minh", 38),
    ("Thị Bích", 32),
    ("Thị Hồng", 38),
    ("Thị Ngọc", 34),
    ("Thị Phương", 30),
    ("Thị Mai", 26),
    ("Thị Lan", 22),
    ("Thu", 30),
    ("Thanh", 26),
    ("Bích", 22),
    ("Kim", 20),
    ("Phương", 18),
    ("Minh", 18),
    ("Hải", 12),
    ("Diệu", 12),
];

const FEMALE_GIVEN: &[(&str, u32)] = &[
    ("Hoa", 62),
    ("Lan", 54),
    ("Hương", 56),
    ("Hà", 50),
    ("Hằng", 44),
    ("Thủy", 44),
    ("Nga", 40),
    ("Hạnh", 38),
    ("Oanh", 32),
    ("Dung", 34),
    ("Phượng", 30),
    ("Yến", 30),
    ("Loan", 30),
    ("Liên", 30),
    ("Thảo", 26),
    ("Trang", 26),
    ("Vân", 28),
    ("Hòa", 24),
    ("Hiền", 28),
    ("Nhung", 24),
    ("Tuyết", 22),
    ("Minh", 16),
    ("Huyền", 22),
    ("Thoa", 18),
    ("Cúc", 16),
    ("Xuân", 16),
    ("Tâm", 20),
    ("Thơm", 12),
    ("Lý", 12),
    ("Mùi", 10),
    ("Quyên", 14),
    ("Sáu", 8),
    ("Tho", 4),
    ("Duyên", 14),
];

/// Middle and given names that together are borne by well-known office holders; rolled again.
const AVOIDED: &[(&str, &str)] = &[
    ("Mạnh", "Hùng"),
    ("Xuân", "Thắng"),
    ("Quang", "Huy"),
    ("Quang", "Minh"),
    ("Trung", "Hải"),
    ("Tuấn", "Dũng"),
    ("Ngọc", "Hùng"),
    ("Quốc", "Hùng"),
    ("Công", "Hùng"),
    ("Văn", "Thắng"),
    ("Văn", "Phong"),
    ("Văn", "Bình"),
    ("Quang", "Hải"),
    ("Anh", "Tuấn"),
    ("Ngọc", "Tuấn"),
    ("Hữu", "Bình"),
    ("Thị Thanh", "Nhàn"),
    ("Thị Hồng", "Hà"),
    ("Thị Phương", "Thảo"),
];

/// A full name, composed in NFC, of at least three words.
pub(super) fn full_name(dice: &mut Dice, gender: Gender) -> String {
    let given = given_name(dice, gender);
    full_name_with(dice, gender, given)
}

/// A full name that ends in this given name.
pub(super) fn full_name_with(dice: &mut Dice, gender: Gender, given: &str) -> String {
    let family = dice.weighted(FAMILY);
    loop {
        let middle = dice.weighted(match gender {
            Gender::Male => MALE_MIDDLE,
            Gender::Female => FEMALE_MIDDLE,
        });
        let repeated = middle.ends_with(given);
        if family != middle && !AVOIDED.contains(&(middle, given)) && !repeated {
            return format!("{family} {middle} {given}");
        }
    }
}

fn given_name(dice: &mut Dice, gender: Gender) -> &'static str {
    dice.weighted(match gender {
        Gender::Male => MALE_GIVEN,
        Gender::Female => FEMALE_GIVEN,
    })
}
