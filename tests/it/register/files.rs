//! Files as they come: in any encoding, with any separator, as a workbook.

use gopy::domain::import::{Kind, Note};

use super::{Office, sentences};

const TEXT: &str = "Số thẻ;Họ và tên;Chi bộ\r\n\r\n99.100021;Nguyễn Thị Thu Thủy;Chi bộ 5 phường Phú Đô\r\n\
                    99.100022;\"Đặng Văn Cường\";Chi bộ 6 phường Phú Đô\r\n";

async fn names(name: &str, content: Vec<u8>) -> Vec<String> {
    let office = Office::with_ward().await;
    let done = office.import(Kind::Members, name, content).await;
    assert_eq!(sentences(&done.plan), [""; 0], "{name}");
    assert!(done.carried_out);
    let rows: Vec<u32> = done.plan.lines.iter().map(|line| line.row).collect();
    assert_eq!(rows, [3, 4], "rows as the file counts them");
    let register = office.store.register().await.unwrap();
    let mut names: Vec<String> = register.members.into_values().map(|one| one.full_name).collect();
    names.retain(|name| ["Nguyễn Thị Thu Thủy", "Đặng Văn Cường"].contains(&name.as_str()));
    names.sort();
    names
}

#[tokio::test]
async fn text_is_read_in_every_encoding_and_with_every_separator() {
    let utf16 = |mark: &[u8], bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
        mark.iter().copied().chain(TEXT.encode_utf16().flat_map(bytes)).collect()
    };
    let files = [
        ("utf-8", TEXT.as_bytes().to_vec()),
        ("utf-8 with mark", [&[0xEF, 0xBB, 0xBF], TEXT.as_bytes()].concat()),
        ("utf-16 le", utf16(&[0xFF, 0xFE], u16::to_le_bytes)),
        ("utf-16 be", utf16(&[0xFE, 0xFF], u16::to_be_bytes)),
        ("utf-16 without mark", utf16(&[], u16::to_le_bytes)),
        ("commas", TEXT.replace(';', ",").into_bytes()),
        ("tabs", TEXT.replace(';', "\t").into_bytes()),
    ];
    for (what, content) in files {
        let name = format!("{what}.csv");
        assert_eq!(names(&name, content).await, ["Nguyễn Thị Thu Thủy", "Đặng Văn Cường"]);
    }
}

#[tokio::test]
async fn text_of_old_computers_is_read_byte_by_byte() {
    // TCVN3 and VNI in the bytes of Windows-1252; the headings as well.
    let tcvn3 = "Sè thÎ;Hä vµ tªn;Chi bé\r\n\r\n99.100021;NguyÔn ThÞ Thu Thñy;Chi bé 5 ph\u{AD}êng Phó §«\r\n\
                 99.100022;§Æng V¨n C\u{AD}êng;Chi bé 6 ph\u{AD}êng Phó §«\r\n";
    let bytes: Vec<u8> = tcvn3.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    assert_eq!(names("tcvn3.csv", bytes).await, ["Nguyễn Thị Thu Thủy", "Đặng Văn Cường"]);
    let vni = "Soá theû;Hoï vaø teân;Chi boä\r\n\r\n99.100021;Nguyeãn Thò Thu Thuûy;Chi boä 5 phöôøng Phuù Ñoâ\r\n\
               99.100022;Ñaëng Vaên Cöôøng;Chi boä 6 phöôøng Phuù Ñoâ\r\n";
    let bytes: Vec<u8> = vni.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    assert_eq!(names("vni.csv", bytes).await, ["Nguyễn Thị Thu Thủy", "Đặng Văn Cường"]);
    let text = half_composed(TEXT);
    let (bytes, _, lost) = encoding_rs::WINDOWS_1258.encode(&text);
    assert!(!lost);
    assert_eq!(
        names("1258.csv", bytes.into_owned()).await,
        ["Nguyễn Thị Thu Thủy", "Đặng Văn Cường"]
    );
}

/// As Windows-1258 has it: letters whole, tones apart.
fn half_composed(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization as _;
    let tone = |c: char| "\u{300}\u{301}\u{303}\u{309}\u{323}".contains(c);
    let mut out = String::new();
    for c in text.chars() {
        let parts: Vec<char> = std::iter::once(c).nfd().collect();
        let (tones, letter): (Vec<char>, Vec<char>) = parts.into_iter().partition(|c| tone(*c));
        out.extend(letter.into_iter().nfc());
        out.extend(tones);
    }
    out
}

#[tokio::test]
async fn what_is_no_list_is_told_so() {
    let office = Office::with_ward().await;
    for (name, content) in [
        ("anh.png", b"\x89PNG".to_vec()),
        ("khoa.xlsx", [&[0xD0, 0xCF, 0x11, 0xE0][..], &[0; 600]].concat()),
        ("hong.xlsx", b"PK\x03\x04 cut".to_vec()),
    ] {
        let done = office.import(Kind::Members, name, content).await;
        let said = "Cả tệp: Không đọc được tệp này. Lưu lại thành .xlsx hoặc .csv, \
                    không đặt mật khẩu, rồi nhập lại.";
        assert_eq!(sentences(&done.plan), [said], "{name}");
    }
    let done = office.import(Kind::Members, "trong.csv", "").await;
    assert!(sentences(&done.plan)[0].contains("“Số thẻ đảng viên”, “Họ và tên”"));
}

#[tokio::test]
async fn a_workbook_is_read_with_its_title_its_merged_cells_and_its_other_sheets() {
    use rust_xlsxwriter::{Format, Workbook};
    let mut book = Workbook::new();
    let style = Format::new();
    let day = Format::new().set_num_format("dd/mm/yyyy");
    book.add_worksheet().set_name("Bìa").unwrap().write(0, 0, "Mật").unwrap();
    let sheet = book.add_worksheet();
    sheet.set_name("Danh sách").unwrap();
    sheet.merge_range(1, 1, 1, 6, "DANH SÁCH ĐẢNG VIÊN", &style).unwrap();
    for (at, words) in (1..).zip(["TT", "Chi bộ", "Họ và tên", "Số thẻ", "Ngày sinh", "Quê quán"])
    {
        sheet.write(3, at, words).unwrap();
    }
    sheet.merge_range(4, 2, 5, 2, "Chi bộ 5 phường Phú Đô", &style).unwrap();
    let born = chrono::NaiveDate::from_ymd_opt(1965, 9, 2).unwrap();
    for (row, name, card) in [(4, "Lê Văn An", 99.1), (5, "Lê Văn Ba", 99.100_05)] {
        sheet.write(row, 1, row - 3).unwrap();
        sheet.write(row, 3, name).unwrap();
        sheet.write(row, 4, card).unwrap();
        sheet.write_datetime_with_format(row, 5, born, &day).unwrap();
    }
    sheet.write(6, 2, "Chi bộ 6 phường Phú Đô").unwrap();
    sheet.write(6, 3, "Lê Văn Ca").unwrap();
    sheet.write(6, 4, "99.100 060").unwrap();
    sheet.write(6, 5, 23_987).unwrap();
    sheet.write(9, 3, "Người lập").unwrap();
    let office = Office::with_ward().await;
    let done = office.import(Kind::Members, "a.xlsx", book.save_to_buffer().unwrap()).await;
    assert_eq!(sentences(&done.plan), [""; 0]);
    let lines =
        done.plan.lines.iter().map(|line| (line.row, line.key.as_str(), line.name.as_str()));
    let expected = [
        (5, "99.100000", "Lê Văn An"),
        (6, "99.100050", "Lê Văn Ba"),
        (7, "99.100060", "Lê Văn Ca"),
    ];
    assert_eq!(lines.collect::<Vec<_>>(), expected);
    let register = office.store.register().await.unwrap();
    let born: Vec<_> = register
        .members
        .values()
        .filter(|one| one.full_name.starts_with("Lê"))
        .map(|one| one.born_on)
        .collect();
    assert_eq!(
        born,
        [chrono::NaiveDate::from_ymd_opt(1965, 9, 2); 3],
        "a day and Excel's number for it"
    );
    let sheet = "Danh sách".to_owned();
    for note in [
        Note::NoList { sheet: "Bìa".into() },
        Note::Ignored { sheet: sheet.clone(), headers: "Quê quán".into() },
        Note::Skipped { sheet, row: 10, text: "Người lập".into() },
    ] {
        assert!(done.plan.notes.contains(&note), "{note:?} in {:?}", done.plan.notes);
    }
}
