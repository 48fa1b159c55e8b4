//! A list of the size of the whole committee with every kind of trouble in it.

use std::time::{Duration, Instant};

use gopy::app::organisation::{self, Format};
use gopy::demo;
use gopy::domain::import::{Effect, Kind, Note};
use rust_xlsxwriter::Workbook;

use super::{Office, sentences};

/// The members of the demonstration as a clerk keeps them: TCVN3 names, days in every form, the branch once a block.
fn workbook(committee: &demo::Committee, wrong: bool) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write(0, 0, "ĐẢNG BỘ QUẬN LIÊM TRÌ").unwrap();
    sheet.write(2, 2, "DANH SÁCH ĐẢNG VIÊN").unwrap();
    let heads = [
        "STT",
        "Hä vµ tªn",
        "Ngày sinh",
        "Số thẻ ĐV",
        "Giới tính",
        "Ngày vào Đảng",
        "Xếp loại",
        "Không trùng",
    ];
    for (at, words) in (0..).zip(heads) {
        sheet.write(4, at, words).unwrap();
    }
    let (mut row, mut unit) = (5, None);
    for (at, member) in committee.members.iter().enumerate() {
        if unit != Some(member.managing_unit) {
            unit = Some(member.managing_unit);
            let branch = committee.units.iter().find(|one| Some(one.id) == unit).unwrap();
            sheet.write(row, 0, branch.name.as_str()).unwrap();
            row += 1;
        }
        let born = member.birth_date;
        sheet.write(row, 0, u32::try_from(at + 1).unwrap()).unwrap();
        if !wrong || at != 6_999 {
            sheet.write(row, 1, tcvn3(&member.full_name)).unwrap();
        }
        match at % 5 {
            0 => sheet.write(row, 2, born.format("%-d/%-m/%Y").to_string()).unwrap(),
            1 => sheet.write(row, 2, born.format("%d-%m-%Y").to_string()).unwrap(),
            2 => sheet.write(row, 2, born.to_string()).unwrap(),
            3 => sheet.write(row, 2, f64::from(serial(born))).unwrap(),
            _ => sheet.write(row, 2, born.format("%Y").to_string()).unwrap(),
        };
        sheet.write(row, 3, member.card_no.as_str()).unwrap();
        sheet
            .write(row, 4, if member.gender == demo::Gender::Male { "Nam" } else { "Nữ" })
            .unwrap();
        sheet.write(row, 5, member.joined_on.format("%d.%m.%Y").to_string()).unwrap();
        sheet.write(row, 6, "Hoàn thành tốt nhiệm vụ").unwrap();
        if !wrong && at % 5 == 4 {
            // Two of one name and one year of birth, of whom only the year is given.
            sheet.write(row, 7, "x").unwrap();
        }
        if wrong && at % 1_000 == 999 {
            spoil(sheet, row, at / 1_000);
        }
        row += 1;
    }
    sheet.write(row + 1, 5, "NGƯỜI LẬP BIỂU").unwrap();
    book.save_to_buffer().unwrap()
}

fn spoil(sheet: &mut rust_xlsxwriter::Worksheet, row: u32, which: usize) {
    match which {
        0 => sheet.write(row, 2, "30/2/1960").unwrap(),
        1 => sheet.write(row, 3, "99.424732").unwrap(),
        2 => sheet.write(row, 3, "123").unwrap(),
        3 => sheet.write(row, 4, "không rõ").unwrap(),
        4 => sheet.write(row, 5, "1/1/2031").unwrap(),
        5 => sheet.write(row, 6, "Giỏi").unwrap(),
        _ => return,
    };
}

fn serial(day: chrono::NaiveDate) -> i32 {
    let start = chrono::NaiveDate::from_ymd_opt(1899, 12, 30).unwrap();
    i32::try_from((day - start).num_days()).unwrap()
}

/// As the `.VnTime` fonts had it.
fn tcvn3(text: &str) -> String {
    const CODES: &str =
        "µ¶·¸¹¨»¼½¾Æ©ÇÈÉÊË®ÌÎÏÐÑªÒÓÔÕÖ×ØÜÝÞßáâãä«åæçèé¬êëìíîïñòóô\u{AD}õö÷øùúûüýþ¡¢£¤¥¦§";
    const LETTERS: &str =
        "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵĂÂÊÔƠƯĐ";
    let code = |c: char| {
        LETTERS.chars().zip(CODES.chars()).find(|pair| pair.0 == c).map_or(c, |pair| pair.1)
    };
    text.chars().map(code).collect()
}

async fn with_units(committee: &demo::Committee) -> Office {
    let office = Office::open().await;
    let code =
        |id| committee.units.iter().find(|one| Some(one.id) == id).map_or("", |one| &one.code);
    let kinds = |kind| match kind {
        demo::UnitKind::City => "Thành ủy",
        demo::UnitKind::Committee => "Đảng bộ cấp trên cơ sở",
        demo::UnitKind::StandingCommittee => "Ban Thường vụ",
        demo::UnitKind::InspectionCommittee => "UBKT",
        demo::UnitKind::GrassrootsCommittee => "Đảng bộ cơ sở",
        demo::UnitKind::GrassrootsBranch => "Chi bộ cơ sở",
        demo::UnitKind::ResidentialBranch => "Chi bộ tổ dân phố",
        demo::UnitKind::WorkplaceBranch => "Chi bộ cơ quan",
    };
    let rows = committee.units.iter().map(|one| {
        format!("{};{};{};{};1/4/2014", one.code, one.name, kinds(one.kind), code(one.parent))
    });
    let head = String::from("Mã;Tên tổ chức đảng;Loại hình;Trực thuộc;Từ ngày");
    let lines: Vec<String> = std::iter::once(head).chain(rows).collect();
    office.put(Kind::Units, &lines.iter().map(String::as_str).collect::<Vec<_>>()).await;
    office
}

#[tokio::test]
async fn a_whole_committee_is_imported_with_every_trouble_told() {
    let committee = demo::committee();
    let office = with_units(&committee).await;
    let started = Instant::now();
    let done = office.import(Kind::Members, "dang-vien.xlsx", workbook(&committee, true)).await;
    assert!(!done.carried_out);
    let said = sentences(&done.plan);
    let told = [
        "cột C “Ngày sinh”, ghi “30/2/1960”: Không phải ngày có thật.",
        "cột D “Số thẻ ĐV”, ghi “99.424732”: Trùng với dòng",
        "cột D “Số thẻ ĐV”, ghi “123”: Số thẻ đảng viên gồm 8 chữ số",
        "cột E “Giới tính”, ghi “không rõ”: Ghi Nam hoặc Nữ.",
        "cột F “Ngày vào Đảng”, ghi “1/1/2031”: Ngày này chưa tới.",
        "cột G “Xếp loại”, ghi “Giỏi”: Ghi một trong các mức:",
        "cột B “Họ và tên”: Ô này trống. Điền vào.",
        "Cùng họ tên, ngày sinh và chi bộ với dòng",
    ];
    assert_eq!(said.len(), told.len(), "{said:#?}");
    for part in told {
        let found = said.iter().find(|sentence| sentence.contains(part));
        let found = found.unwrap_or_else(|| panic!("“{part}” in {said:#?}"));
        assert!(found.starts_with("Trang tính “Sheet1”, dòng "), "{found}");
    }
    let done = office.import(Kind::Members, "dang-vien.xlsx", workbook(&committee, false)).await;
    assert_eq!(sentences(&done.plan), [""; 0]);
    assert!(done.carried_out);
    assert_eq!(done.plan.count(Effect::Added), 7_251);
    let decoded = done
        .plan
        .notes
        .iter()
        .any(|note| matches!(note, Note::Decoded { samples, .. } if samples.len() == 20));
    assert!(decoded, "the column of names, with samples");
    let register = office.store.register().await.unwrap();
    for member in &committee.members {
        let found = register.members.values().find(|one| one.card_no == member.card_no).unwrap();
        assert_eq!(found.full_name, member.full_name);
        let day = found.born_on.unwrap();
        assert!(day == member.birth_date || found.year_only);
    }
    let again = organisation::export(&office.app, Kind::Members, Format::Xlsx).await.unwrap();
    let again = office.import(Kind::Members, "a.xlsx", again).await;
    assert_eq!((again.plan.lines.len(), again.plan.unchanged), (0, 7_251));
    // Three imports, an export and their checks without optimisation; each is held to ten seconds in a release.
    assert!(started.elapsed() < Duration::from_mins(3), "{:?}", started.elapsed());
}
