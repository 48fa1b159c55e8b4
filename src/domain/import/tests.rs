//! Imports into a small committee, through the same door as a file.

use std::collections::BTreeSet;

use uuid::Uuid;

use super::*;
use crate::organisation::{SuccessionKind, Tie};

const TODAY: &str = "2026-11-23";

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn setting() -> Setting {
    Setting { today: day(TODAY), on: day(TODAY) }
}

/// Cells between bars; numbers where there are only digits and at most one point.
fn sheet(rows: &[&str]) -> Sheet {
    let cell = |text: &str| match text.trim() {
        "" => Cell::Empty,
        text => match text.parse::<f64>() {
            Ok(number) if !text.starts_with('0') => Cell::Number(number),
            _ => Cell::Text(text.to_owned()),
        },
    };
    let rows = rows.iter().map(|row| row.split('|').map(cell).collect()).collect();
    Sheet { name: String::new(), rows, merged: Vec::new() }
}

fn planned(kind: Kind, register: &Register, sheet: Sheet) -> Plan {
    let mut next = u128::from(u64::MAX) + register.members.len() as u128 * 1_000;
    let mut fresh = || {
        next += 1;
        Uuid::from_u128(next + register.units.len() as u128 * 1_000_000)
    };
    plan(kind, &[sheet], register, setting(), &mut fresh)
}

fn flaws(plan: &Plan) -> Vec<(u32, String, &'static str)> {
    plan.flaws
        .iter()
        .map(|flaw| (flaw.place.row, flaw.place.letters(), flaw.problem.name()))
        .collect()
}

fn put(kind: Kind, register: &mut Register, rows: &[&str]) {
    let plan = planned(kind, register, sheet(rows));
    assert_eq!(flaws(&plan), []);
    plan.changes.apply(register);
}

fn committee() -> Register {
    let mut register = Register::default();
    put(
        Kind::Units,
        &mut register,
        &[
            "DANH SÁCH TỔ CHỨC ĐẢNG",
            "",
            "STT|Tên tổ chức đảng|Loại hình|Trực thuộc|Mã|Từ ngày",
            "1|Chi bộ 5 phường Phú Đô|Chi bộ tổ dân phố|Đảng bộ phường Phú Đô|phudo-05|1/4/2014",
            "2|Chi bộ 6 phường Phú Đô|Chi bộ tổ dân phố|phudo|phudo-06|01-04-2014",
            "3|Đảng bộ phường Phú Đô|Đảng bộ cơ sở|Đảng bộ quận Liêm Trì|phudo|2014-04-01",
            "4|Đảng bộ quận Liêm Trì|Đảng bộ cấp trên cơ sở||lt|2014",
        ],
    );
    put(
        Kind::Members,
        &mut register,
        &[
            "Số thẻ|Họ và tên|Giới tính|Ngày sinh|Chi bộ|Sinh hoạt từ ngày",
            "99.100001|Nguyễn Mạnh Hùng|Nam|2/9/1960|Chi bộ 5 phường Phú Đô|1/4/2014",
            "99.100002|Phạm Thị Lan|Nữ|1972|Chi bộ 6 phường Phú Đô|1/4/2014",
            "99.100003|Trần Văn Bình|Nam|3/3/1970|phudo-06|1/4/2014",
        ],
    );
    put(
        Kind::Posts,
        &mut register,
        &[
            "Họ và tên|Số thẻ|Chức vụ|Đơn vị|Từ ngày|Cấp quản lý",
            "Nguyễn Mạnh Hùng|99.100001|Bí thư chi bộ|Chi bộ 5 phường Phú Đô|1/6/2022|phudo",
            "Trần Văn Bình|99.100003|BT|phudo-06|1/6/2022|",
        ],
    );
    register
}

#[test]
fn a_committee_is_set_up_from_three_lists() {
    let register = committee();
    assert_eq!((register.units.len(), register.members.len(), register.posts.len()), (4, 3, 2));
    let parents: BTreeSet<(&str, Option<&str>)> = register
        .units
        .values()
        .map(|unit| {
            let parent = unit.parent.map(|id| register.units[&id].code.as_str());
            (unit.code.as_str(), parent)
        })
        .collect();
    let tree = [
        ("lt", None),
        ("phudo", Some("lt")),
        ("phudo-05", Some("phudo")),
        ("phudo-06", Some("phudo")),
    ];
    assert_eq!(parents, tree.into());
    let lan = register.members.values().find(|one| one.full_name == "Phạm Thị Lan").unwrap();
    assert_eq!((lan.born_on, lan.year_only), (Some(day("1972-01-01")), true));
    let ties = register.ties.iter().filter(|tie| tie.member == lan.id).map(|tie| tie.tie);
    assert_eq!(
        ties.collect::<Vec<_>>(),
        [Tie::Managing, Tie::Residence],
        "lives where she is managed"
    );
    let managed = register.posts.iter().map(|post| register.units[&post.managed_by].code.as_str());
    assert_eq!(
        managed.collect::<Vec<_>>(),
        ["phudo", "phudo"],
        "one level up where nothing is said"
    );
}

#[test]
fn what_is_exported_changes_nothing_when_it_comes_back() {
    let register = committee();
    for kind in Kind::ALL {
        let rows = export(kind, &register);
        let count = rows.len() - 1;
        let plan = planned(kind, &register, Sheet { rows, ..Sheet::default() });
        assert_eq!(flaws(&plan), []);
        assert_eq!(plan.lines, [], "{}", kind.name());
        assert!(plan.changes.is_empty() && plan.vanished.is_empty());
        assert_eq!((plan.read, plan.unchanged), (count, count));
    }
}

#[test]
fn columns_of_old_computers_are_read_and_shown() {
    let rows = [
        "Sè thÎ|Hä vµ tªn|Ngµy sinh|Chi bé",
        "99.100011|NguyÔn ThÞ Thu Thñy|1/7/1965|Chi bé 5 ph\u{AD}êng Phó §«",
        "99.100012|§Æng V¨n C\u{AD}êng|2/7/1965|Chi bé 6 ph\u{AD}êng Phó §«",
        "99.100013|TRÇN QUèC B¶O|3/7/1965|Chi bé 5 ph\u{AD}êng Phó §«",
    ];
    let plan = planned(Kind::Members, &committee(), sheet(&rows));
    assert_eq!(flaws(&plan), []);
    let names: Vec<&str> = plan.lines.iter().map(|line| line.name.as_str()).collect();
    assert_eq!(names, ["Nguyễn Thị Thu Thủy", "Đặng Văn Cường", "TRẦN QUỐC BẢO"]);
    let shown = plan.notes.iter().filter_map(|note| match note {
        Note::Decoded { header, encoding, samples, .. } => {
            Some((header.as_str(), encoding.code(), samples[0].1.as_str()))
        }
        _ => None,
    });
    let expected = [
        ("Họ và tên", "tcvn3", "Nguyễn Thị Thu Thủy"),
        ("Chi bộ", "tcvn3", "Chi bộ 5 phường Phú Đô"),
    ];
    assert_eq!(shown.collect::<Vec<_>>(), expected);
    assert!(
        plan.lines[0].original.as_ref().unwrap().contains("NguyÔn ThÞ Thu Thñy"),
        "kept for the log"
    );
}

#[test]
fn a_unit_is_given_once_for_a_block_of_rows() {
    let head = "STT|Họ và tên|Số thẻ|Chi bộ";
    let lines = sheet(&[
        "STT|Họ và tên|Số thẻ",
        "I. |Chi bộ 5 phường Phú Đô",
        "1|Lê Văn An|99.100021",
        "Chi bộ 6 phường Phú Đô",
        "1|Lê Văn Ba|99.100022",
        "Tổng cộng: 2 đồng chí",
        "|NGƯỜI LẬP BIỂU||BÍ THƯ",
    ]);
    let repeated = sheet(&[
        head,
        "(1)|(2)|(3)|(4)",
        "1|Lê Văn An|99.100021|Chi bộ 5 phường Phú Đô",
        "2|Lê Văn Ao|99.100023|",
        "3|Lê Văn Au|99.100024|",
        "1|Lê Văn Ba|99.100022|Chi bộ 6 phường Phú Đô",
    ]);
    let mut merged = repeated.clone();
    merged.merged.push(Area { rows: (2, 4), columns: (3, 3) });
    let named = Sheet {
        name: "Chi bộ 6 Phường Phú Đô".into(),
        ..sheet(&["STT|Họ và tên|Số thẻ", "1|Lê Văn Ba|99.100022"])
    };
    let units = |sheet: Sheet| {
        let plan = planned(Kind::Members, &committee(), sheet);
        assert_eq!(flaws(&plan), []);
        let unit = |line: &Line| {
            line.details.iter().find(|one| one.column == "Chi bộ").unwrap().after.clone()
        };
        plan.lines.iter().map(unit).map(|unit| unit[9..10].to_owned()).collect::<String>()
    };
    assert_eq!(units(lines), "56");
    assert_eq!(units(repeated), "5556");
    assert_eq!(units(merged), "5556");
    assert_eq!(units(named), "6");
}

#[test]
fn birth_may_stand_in_a_column_for_men_and_one_for_women() {
    let rows = [
        "Số thẻ|Họ và tên|Năm sinh||Chi bộ",
        "||Nam|Nữ|",
        "99.100031|Lê Văn An|1950||phudo-05",
        "99.100032|Lê Thị Ba||12/5/1951|phudo-05",
    ];
    let mut file = sheet(&rows);
    file.merged.push(Area { rows: (0, 0), columns: (2, 3) });
    let plan = planned(Kind::Members, &committee(), file);
    assert_eq!(flaws(&plan), []);
    let born: Vec<_> =
        plan.changes.add_members.iter().map(|one| (one.gender.as_deref(), one.born_on)).collect();
    let expected =
        [(Some("male"), Some(day("1950-01-01"))), (Some("female"), Some(day("1951-05-12")))];
    assert_eq!(born, expected);
}

#[test]
fn a_name_may_stand_in_two_columns_under_one_heading() {
    let rows = ["Số thẻ|Họ và tên||Chi bộ", "99.1|Lê Văn|An|phudo-05", "1234567|Y|Moan|phudo-05"];
    let mut file = sheet(&rows);
    file.merged.push(Area { rows: (0, 0), columns: (1, 2) });
    let plan = planned(Kind::Members, &committee(), file);
    assert_eq!(flaws(&plan), []);
    let read =
        plan.changes.add_members.iter().map(|one| (one.card_no.as_str(), one.full_name.as_str()));
    let expected = [("99.100000", "Lê Văn An"), ("01.234567", "Y Moan")];
    assert_eq!(read.collect::<Vec<_>>(), expected, "and the zeros that Excel ate are back");
    assert!(plan.notes.contains(&Note::PaddedCards { count: 1 }));
}

#[test]
fn each_trouble_of_a_member_is_told_with_its_place() {
    let rows = [
        "Số thẻ|Họ và tên|Giới tính|Ngày sinh|Ngày vào Đảng|Chi bộ|Xếp loại|Sinh hoạt từ ngày",
        "99.100041|Lê Văn An|Nam|31/2/1960|1/1/1990|phudo-05||",
        "99.100041|Lê Văn Ba|Nam|1/2/1960|1/1/1990|phudo-05||",
        "99.100043|Lê Văn Ca|Nam|1/2/1960|1/1/1970|phudo-05||",
        "99.100044|Lê Văn Đa|ông|1/2/1960|1/1/1990|Chi bộ 9 Phú Đô|Giỏi|",
        "99.100045|Lê Văn Ê|Nam|1/2/1960|1/1/2030|Đảng bộ phường Phú Đô||",
        "9910|Lê Văn Ga|Nam|1/2/1960|1/1/1990|phudo-05||",
        "99.100047||Nam|1/2/1960|1/1/1990|phudo-05||",
        "99.100048|Nguyễn Mạnh Hùng|Nam|2/9/1960|1/1/1990|phudo-05||",
        "99.100049|Lê Văn Hà|Nam|5/5/1955|1/1/1990|phudo-05||",
        "99.100050|Lê Văn Hà|Nam|5/5/1955|1/1/1990|phudo-05||",
        "99.100002|Phạm Thị Lan|Nữ|1972|1/1/1995|phudo-05||1/1/2010",
    ];
    let plan = planned(Kind::Members, &committee(), sheet(&rows));
    let expected = [
        (2, "D", "not-a-day"),
        (3, "A", "twice"),
        (4, "E", "too-young"),
        (5, "C", "gender"),
        (5, "F", "unknown-unit-near"),
        (5, "G", "rating"),
        (6, "E", "future"),
        (6, "F", "not-a-branch"),
        (7, "A", "card-number"),
        (8, "B", "missing"),
        (9, "A", "same-person-registered"),
        (11, "A", "same-person"),
        (12, "F", "not-after"),
    ];
    assert_eq!(flaws(&plan), expected.map(|(row, column, name)| (row, column.to_owned(), name)));
    assert!(!plan.is_sound());
    let Problem::UnknownUnit { near } = &plan.flaws[4].problem else { panic!() };
    assert!(near.contains("Phú Đô ("), "{near}");
}

#[test]
fn a_move_closes_one_membership_and_opens_another() {
    let mut register = committee();
    put(
        Kind::Members,
        &mut register,
        &[
            "Số thẻ|Họ và tên|Mã chi bộ|Sinh hoạt từ ngày",
            "99100001|Nguyễn Mạnh Hùng|phudo-06|1/7/2025",
        ],
    );
    let hung =
        register.members.values().find(|one| one.full_name == "Nguyễn Mạnh Hùng").unwrap().id;
    let ties = register.ties.iter().filter(|tie| tie.member == hung && tie.tie == Tie::Managing);
    let ties: Vec<_> =
        ties.map(|tie| (register.units[&tie.unit].code.as_str(), tie.from, tie.to)).collect();
    let moved = day("2025-07-01");
    assert_eq!(ties, [("phudo-05", day("2014-04-01"), Some(moved)), ("phudo-06", moved, None)]);
}

#[test]
fn a_member_leaves_only_without_posts_and_is_then_left_alone() {
    let mut register = committee();
    let head = "Số thẻ|Họ và tên|Chi bộ|Thôi sinh hoạt từ ngày";
    let plan = planned(
        Kind::Members,
        &register,
        sheet(&[head, "99.100001|Nguyễn Mạnh Hùng|phudo-05|1/7/2025"]),
    );
    assert_eq!(flaws(&plan), [(2, "A".to_owned(), "holds-posts")]);
    let leaves = [head, "99.100002|Phạm Thị Lan|phudo-06|1/7/2025"];
    put(Kind::Members, &mut register, &leaves);
    assert!(register.ties.iter().filter(|tie| tie.to.is_some()).count() == 2, "both ties end");
    let again = planned(Kind::Members, &register, sheet(&leaves));
    assert_eq!((again.unchanged, again.lines.len(), flaws(&again)), (1, 0, vec![]));
}

#[test]
fn what_the_file_does_not_have_is_told_and_stays() {
    let register = committee();
    let rows = ["Số thẻ|Họ và tên|Chi bộ", "99.100003|Trần Văn Bình|phudo-06"];
    let plan = planned(Kind::Members, &register, sheet(&rows));
    assert_eq!(
        plan.vanished,
        [("99.100002".to_owned(), "Phạm Thị Lan".to_owned())],
        "of that branch only"
    );
    assert!(plan.changes.is_empty());
}

#[test]
fn a_renamed_unit_keeps_its_old_name_in_the_past() {
    let mut register = committee();
    put(
        Kind::Units,
        &mut register,
        &[
            "Mã|Tên tổ chức đảng|Loại hình|Thay đổi từ ngày",
            "phudo|Đảng bộ phường Từ Liêm|Đảng bộ cơ sở|1/7/2025",
        ],
    );
    let units: Vec<_> = register.units.values().cloned().collect();
    let name = |on: &str| {
        let then = crate::organisation::units_on(&units, &register.terms, day(on));
        then.into_iter().find(|unit| unit.code == "phudo").unwrap().name
    };
    assert_eq!(name("2025-06-30"), "Đảng bộ phường Phú Đô");
    assert_eq!(name("2025-07-01"), "Đảng bộ phường Từ Liêm");
}

#[test]
fn units_end_with_successors_and_leave_nobody_behind() {
    let mut register = committee();
    let end = [
        "Mã|Tên|Loại hình|Thôi từ ngày",
        "phudo-06|Chi bộ 6 phường Phú Đô|Chi bộ tổ dân phố|1/7/2026",
    ];
    assert_eq!(
        flaws(&planned(Kind::Units, &register, sheet(&end))),
        [(2, "D".to_owned(), "inhabited")]
    );
    put(
        Kind::Units,
        &mut register,
        &[
            "Mã|Tên|Loại hình|Trực thuộc|Từ ngày|Kế tục của",
            "tuliem-01|Chi bộ 1 phường Từ Liêm|Chi bộ tổ dân phố|phudo|1/7/2026|phudo-05; phudo-06",
        ],
    );
    put(
        Kind::Posts,
        &mut register,
        &[
            "Số thẻ|Chức vụ|Đơn vị|Từ ngày|Thôi từ ngày",
            "99.100003|Bí thư|phudo-06|1/6/2022|1/7/2026",
        ],
    );
    put(
        Kind::Members,
        &mut register,
        &[
            "Số thẻ|Họ tên|Chi bộ|Chi bộ nơi cư trú|Sinh hoạt từ ngày|Cư trú từ ngày",
            "99.100002|Phạm Thị Lan|tuliem-01|tuliem-01|1/7/2026|1/7/2026",
            "99.100003|Trần Văn Bình|tuliem-01|tuliem-01|1/7/2026|1/7/2026",
        ],
    );
    put(Kind::Units, &mut register, &end);
    let link = register
        .successions
        .iter()
        .find(|link| register.units[&link.from].code == "phudo-06")
        .unwrap();
    assert_eq!((link.kind, link.on), (SuccessionKind::Merge, day("2026-07-01")));
    assert_eq!(register.successions.len(), 2, "not dissolved as well");
    for kind in Kind::ALL {
        let rows = export(kind, &register);
        let plan = planned(kind, &register, Sheet { rows, ..Sheet::default() });
        assert_eq!((flaws(&plan), plan.lines), (vec![], vec![]), "{}", kind.name());
    }
}

#[test]
fn posts_are_told_apart_by_person_unit_title_and_first_day() {
    let register = committee();
    let rows = [
        "Số thẻ|Họ và tên|Chức vụ|Đơn vị|Từ ngày|Đến ngày",
        "99.100001|Nguyễn Mạnh Hùng|Bí thư|phudo-05|1/6/2025|",
        "99.100002|Phạm Thị Lam|Phó bí thư|phudo-06|1/6/2025|",
        "|Phạm Thị Lan|Bí thư|phudo-06|1/6/2025|",
        "99.999999||Bí thư|phudo-06|1/6/2025|",
        "99.100002||Nghệ nhân|phudo-06|1/6/2025|2026",
        "99.100003||BT|phudo-06|1/6/2022|31/10/2026",
        "99.100003||BT|phudo-06|1/6/2022|",
    ];
    let plan = planned(Kind::Posts, &register, sheet(&rows));
    let expected = [
        (2, "E", "held-since"),
        (3, "B", "other-name"),
        (4, "E", "second-head"),
        (5, "A", "unknown-member"),
        (6, "C", "unknown-title"),
        (6, "F", "only-year"),
        (8, "C", "twice"),
    ];
    assert_eq!(flaws(&plan), expected.map(|(row, column, name)| (row, column.to_owned(), name)));
    assert_eq!(plan.changes.end_posts[0].1, day("2026-11-01"), "the last day is the day before");
}

#[test]
fn a_unit_has_one_secretary_at_a_time() {
    let rows = ["Số thẻ|Chức vụ|Đơn vị|Từ ngày", "99.100002|Bí thư|phudo-06|1/6/2025"];
    let plan = planned(Kind::Posts, &committee(), sheet(&rows));
    assert_eq!(flaws(&plan), [(2, "D".to_owned(), "second-head")]);
    let change = [rows[0], "99.100003|Bí thư|phudo-06|1/6/2022|1/6/2025", rows[1]];
    let change: Vec<String> =
        change.iter().map(|row| row.replace("Từ ngày", "Từ ngày|Thôi từ ngày")).collect();
    let change: Vec<&str> = change.iter().map(String::as_str).collect();
    assert_eq!(flaws(&planned(Kind::Posts, &committee(), sheet(&change))), []);
}

#[test]
fn a_file_without_a_list_is_told_what_it_lacks() {
    let plan = planned(Kind::Members, &committee(), sheet(&["Kính gửi:|Ban Thường vụ"]));
    assert_eq!(plan.flaws[0].problem, Problem::NoHeader("“Số thẻ đảng viên”, “Họ và tên”".into()));
    let plan = planned(Kind::Members, &committee(), sheet(&["Số thẻ|Ngày sinh", "99.100001|1960"]));
    assert_eq!(plan.flaws[0].problem, Problem::MissingColumn("Họ và tên".into()));
    let plan = planned(Kind::Members, &committee(), sheet(&["Số thẻ|Họ tên|Họ và tên|Chi bộ"]));
    assert_eq!(flaws(&plan), [(1, "C".to_owned(), "two-columns")]);
    let plan = planned(Kind::Members, &committee(), sheet(&["Số thẻ|Họ tên|Chi bộ"]));
    assert_eq!(plan.flaws[0].problem, Problem::NoRows);
}
