//! Plans as they are written, and what is wrong with them.

mod history;

use uuid::Uuid;

use super::*;
use crate::access::Role;
use crate::case::{Assignment, Exclusions};
use crate::fixture::{day, unit};
use crate::import::{Cell, Sheet};
use crate::lineage::Lineage;
use crate::organisation::Unit;
use history::World;

fn sheet(rows: &[&str]) -> Sheet {
    let cell = |text: &str| Cell::Text(text.to_owned());
    let rows = rows.iter().map(|row| row.split(';').map(cell).collect());
    Sheet { name: String::new(), rows: rows.collect(), merged: Vec::new() }
}

#[test]
fn a_plan_is_read_with_headings_in_any_order_and_each_flaw_has_its_line() {
    let on = day("2025-07-01");
    let plan = sheet(&[
        "KẾ HOẠCH SẮP XẾP",
        "don vi;VIỆC;Đơn vị nhận;Tên;Loại hình;Trực thuộc;Số thẻ;Chức vụ;Tài khoản",
        "Moi;Thành lập;;Đảng bộ phường Mới;Đảng bộ cơ sở;q",
        "w0;hợp nhất;moi",
        ";;;;",
        "moi;Chỉ định;;;;;99.1;Bí thư",
        "moi;cấp lại quyền;;;;;;;u1",
        "w1;Xóa bỏ",
        "w1;Chia",
    ]);
    let (scheme, flaws) = read(&[plan], on);
    let rows: Vec<u32> = scheme.lines.iter().map(|line| line.row).collect();
    assert_eq!(rows, [3, 4, 6, 7]);
    assert_eq!(
        scheme.lines[0].act,
        Act::Found {
            unit: "moi".into(),
            name: "Đảng bộ phường Mới".into(),
            kind: UnitKind::GrassrootsCommittee,
            parent: "q".into(),
            number: None,
        }
    );
    let found: Vec<(u32, &str, &str)> =
        flaws.iter().map(|flaw| (flaw.row, flaw.problem.name(), flaw.problem.about())).collect();
    assert_eq!(found, [(8, "unknown-verb", "Xóa bỏ"), (9, "missing", "Đơn vị nhận")]);
    assert_eq!(read(&[sheet(&["Mã;Tên"])], on).1[0].problem, Problem::NoHeader);
}

/// Each thing that can be wrong, with a plan in which it is.
#[test]
fn what_is_wrong_or_missing_is_told() {
    let world = World::of(3);
    let heading = HEADINGS.join(";");
    let found = "Thành lập;n;;Mới;Đảng bộ cơ sở;q";
    let problems = |rows: &[&str]| {
        let rows: Vec<&str> =
            std::iter::once(heading.as_str()).chain(rows.iter().copied()).collect();
        let (scheme, flaws) = read(&[sheet(&rows)], day("2025-07-01"));
        assert_eq!(flaws, [], "{rows:?}");
        let mut next = 90_000;
        let mut fresh = || {
            next += 1;
            Uuid::from_u128(next)
        };
        let outcome = work_out(&scheme, &world.register, &world.staff, &mut fresh);
        let told = outcome.flaws.iter().map(|flaw| flaw.problem.name()).collect::<Vec<_>>();
        (told, outcome.gaps.iter().map(|gap| gap.lacks.name()).collect::<Vec<_>>())
    };
    let table: [(&[&str], &[&str]); 17] = [
        (&[found, "Hợp nhất;w0;n"], &[]),
        (&["Thành lập;w0;;Mới;Đảng bộ cơ sở;q"], &["code-taken"]),
        (&["Giải thể;x"], &["unknown-unit"]),
        (&[found, "Giải thể;n"], &["not-there"]),
        (&["Hợp nhất;w0;w1"], &["not-new"]),
        (&[found, "Sáp nhập;w0;n"], &["not-new"]),
        (&[found, "Hợp nhất;w0;n", "Đổi tên;w0;;Khác"], &["ends"]),
        (&[found, "Hợp nhất;w0;n", "Chuyển trực thuộc;w1-0;;;;w0"], &["ends"]),
        (&["Giải thể;w0-0"], &["members"]),
        (&["Sáp nhập;w0-0;w1"], &["not-a-branch", "not-a-branch", "not-a-branch", "not-a-branch"]),
        (&["Chuyển đảng viên;;w0-0;;;;88.1"], &["unknown-card"]),
        (&["Cấp lại quyền;w0;;;;;;;ai"], &["unknown-login"]),
        (&["Cấp lại quyền;w0;;;;;;;u4"], &["keeps-rights"]),
        (&["Chuyển trực thuộc;w0;;;;w0-0"], &["circle"]),
        (&["Giải thể;q-ubkt"], &["no-staff"]),
        (&["Chia;w0;a", "Chia;w0;b"], &["unknown-unit", "unknown-unit"]),
        (&["Sáp nhập;w0-0;w1-0", "Sáp nhập;w1-0;w0-0"], &["target-ends", "target-ends"]),
    ];
    for (rows, expected) in table {
        let (mut told, _) = problems(rows);
        told.truncate(expected.len().max(1));
        assert_eq!(told, expected, "{rows:?}");
    }
    assert_eq!(problems(&[found, "Hợp nhất;w0;n"]).1, ["head", "deputy"]);
    let card = world.register.members.values().next().unwrap().card_no.clone();
    let head = format!("Chỉ định;n;;;;;{card};Bí thư");
    assert_eq!(problems(&[found, "Hợp nhất;w0;n", &head]).1, ["deputy"]);
}

#[test]
fn a_case_goes_with_its_officer_or_to_the_nearest_who_may() {
    let on = day("2025-07-01");
    let life = |id, parent: Option<u128>, to: Option<&str>, kind: &str| Unit {
        id: unit(id),
        code: id.to_string(),
        kind: kind.to_owned(),
        name: String::new(),
        number: None,
        parent: parent.map(unit),
        from: day("2014-04-01"),
        to: to.map(day),
    };
    let units = [
        life(1, None, None, "committee"),
        life(2, Some(1), None, "inspection_committee"),
        life(3, Some(1), Some("2025-07-01"), "grassroots_committee"),
        life(4, Some(1), None, "grassroots_committee"),
    ];
    let link = crate::organisation::Succession {
        from: unit(3),
        to: Some(unit(4)),
        kind: SuccessionKind::Absorb,
        on,
    };
    let lineage = std::sync::Arc::new(Lineage::new(&units, &[link]));
    let account = |id, of| crate::fixture::account(id, Role::Handler, of);
    let placed = |staff: &[Account], out: Exclusions| {
        let units = units.iter().map(|unit| (unit.id, unit.clone())).collect();
        let after =
            After { on, units, lineage: lineage.clone(), staff: staff.to_vec(), seats: Vec::new() };
        let officer = account(7, 3).id;
        match after.place(Assignment { unit: unit(3), officer, coordinating: None }, &out) {
            Placement::Stays => "stays".to_owned(),
            Placement::Goes(to) => format!("{} {}", to.unit.0.as_u128(), to.officer.0.as_u128()),
            Placement::Up => "up".to_owned(),
        }
    };
    let none = Exclusions::default;
    let out =
        |units: &[u128]| Exclusions { units: units.iter().map(|id| unit(*id)).collect(), ..none() };
    let staff = [account(8, 4), account(7, 4), account(9, 2)];
    assert_eq!(placed(&staff, none()), "4 7", "the same officer, with rights given again");
    assert_eq!(placed(&[account(8, 4), account(9, 2)], none()), "4 8", "another one there");
    assert_eq!(placed(&staff, out(&[4])), "2 9", "the body that acts for the committee above");
    assert_eq!(placed(&staff, out(&[4, 2])), "up");
}
