//! The plan of the reform of 1 July 2025 for the demonstration's wards: ten become four, three of them divided.

use std::fmt::Write as _;

use chrono::NaiveDate;

use super::dice::date;
use super::{Committee, Register, Title};

/// A new ward: code, name, the old wards that go into it whole, and who leads it.
struct NewWard {
    code: &'static str,
    name: &'static str,
    whole: &'static [&'static str],
    /// The old wards whose secretary and whose deputy secretary take office.
    leaders: (&'static str, &'static str),
}

const NEW: [NewWard; 4] = [
    NewWard {
        code: "tuliem",
        name: "Từ Liêm",
        whole: &["caudien", "mydinh1", "phudo"],
        leaders: ("mydinh1", "caudien"),
    },
    NewWard {
        code: "xuanphuong-moi",
        name: "Xuân Phương",
        whole: &["phuongcanh", "xuanphuong"],
        leaders: ("xuanphuong", "phuongcanh"),
    },
    NewWard {
        code: "daimo-moi",
        name: "Đại Mỗ",
        whole: &["trungvan"],
        leaders: ("trungvan", "daimo"),
    },
    NewWard {
        code: "taymo-moi", name: "Tây Mỗ", whole: &["taymo"], leaders: ("taymo", "metri")
    },
];

/// Old wards that are divided: up to which residential group the first takes, and the rest goes to the second.
const DIVIDED: [(&str, u32, &str, &str); 3] = [
    ("mydinh2", 9, "tuliem", "xuanphuong-moi"),
    ("metri", 12, "tuliem", "daimo-moi"),
    ("daimo", 10, "daimo-moi", "taymo-moi"),
];

/// The first day of the new wards.
pub fn effective_on() -> NaiveDate {
    date(2025, 7, 1)
}

/// The plan as a file to be read by `gopy reorganise`, or put in on the page.
pub fn plan(committee: &Committee) -> String {
    let Committee { units, members, posts, .. } = committee;
    let register = Register { units, members, posts };
    let mut out =
        String::from("Việc;Đơn vị;Đơn vị nhận;Tên;Loại hình;Trực thuộc;Số thẻ;Chức vụ;Tài khoản\n");
    for ward in &NEW {
        let NewWard { code, name, .. } = ward;
        line(&mut out, &format!("Thành lập;{code};;Đảng bộ phường {name};Đảng bộ cơ sở;lt;;;"));
    }
    for ward in &NEW {
        for old in ward.whole {
            line(&mut out, &format!("Hợp nhất;{old};{};;;;;;", ward.code));
        }
    }
    for (old, upto, first, second) in DIVIDED {
        line(&mut out, &format!("Chia;{old};{first};;;;;;"));
        line(&mut out, &format!("Chia;{old};{second};;;;;;"));
        let parent = units.iter().find(|unit| unit.code == old).map(|unit| unit.id);
        for branch in units.iter().filter(|unit| unit.parent == parent && unit.parent.is_some()) {
            let to = if branch.number.is_some_and(|number| upto < number) { second } else { first };
            line(&mut out, &format!("Chuyển trực thuộc;{};;;;{to};;;", branch.code));
        }
    }
    for ward in &NEW {
        let holders = [
            (ward.leaders.0, Title::Secretary, "Bí thư"),
            (ward.leaders.1, Title::DeputySecretary, "Phó bí thư"),
        ];
        for (old, title, words) in holders {
            let card = register.holder(old, title, 0).map_or("", |member| member.card_no.as_str());
            line(&mut out, &format!("Chỉ định;{};;;;;{card};{words};", ward.code));
        }
        line(&mut out, &format!("Cấp lại quyền;{};;;;;;;bithu.{}", ward.code, ward.leaders.0));
    }
    out
}

fn line(out: &mut String, row: &str) {
    // Writing to a string cannot fail.
    let _written = writeln!(out, "{row}");
}
