use std::sync::Arc;

use chrono::NaiveDate;
use uuid::Uuid;

use super::*;
use crate::text::Post;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Branch number in a ward, with the units above it.
fn branch(number: u32, ward: &str) -> Arc<UnitPath> {
    let own = format!("Chi bộ {number} phường {ward}");
    let above = format!("Đảng bộ phường {ward}");
    UnitPath::new([own.as_str(), above.as_str(), "Đảng bộ quận Liêm Trì"])
}

fn ward(name: &str) -> Arc<UnitPath> {
    let own = format!("Đảng bộ phường {name}");
    UnitPath::new([own.as_str(), "Đảng bộ quận Liêm Trì"])
}

struct Book {
    entries: Vec<RegisterEntry>,
}

impl Book {
    fn add(
        &mut self,
        name: &str,
        home: &Arc<UnitPath>,
        posts: &[(Post, &Arc<UnitPath>, &str, Option<&str>)],
    ) {
        let posts = posts.iter().map(|(title, unit, from, to)| PostHeld {
            title: *title,
            unit: Arc::clone(unit),
            from: Some(day(from)),
            to: to.map(day),
        });
        self.entries.push(RegisterEntry::new(EntryFacts {
            member: Uuid::from_u128(self.entries.len() as u128 + 1),
            full_name: name.to_owned(),
            other_name: None,
            birth_year: Some(1950 + i32::try_from(self.entries.len()).unwrap()),
            gender: None,
            managed_by: Arc::clone(home),
            residence: None,
            posts: posts.collect(),
        }));
    }
}

/// Five, fifteen and seven in Phú Đô, five and twelve in Mễ Trì.
fn book() -> Book {
    let mut book = Book { entries: Vec::new() };
    let (five, fifteen, seven) = (branch(5, "Phú Đô"), branch(15, "Phú Đô"), branch(7, "Phú Đô"));
    let (far_five, twelve, me_tri) = (branch(5, "Mễ Trì"), branch(12, "Mễ Trì"), ward("Mễ Trì"));
    let term = "2025-01-10";
    book.add("Nguyễn Mạnh Hùng", &five, &[(Post::Secretary, &five, term, None)]);
    book.add("Nguyễn Văn Hùng", &five, &[]);
    book.add("Trần Văn Hùng", &fifteen, &[(Post::Secretary, &fifteen, term, None)]);
    book.add("Lê Văn Hưng", &five, &[(Post::DeputySecretary, &five, term, None)]);
    book.add(
        "Trần Văn Sơn",
        &seven,
        &[(Post::Secretary, &seven, "2020-01-05", Some("2025-01-12"))],
    );
    book.add("Phạm Thị Hoa", &seven, &[(Post::Secretary, &seven, "2025-01-12", None)]);
    book.add("Trần Thị Hòa", &far_five, &[(Post::Secretary, &far_five, term, None)]);
    book.add("Phan Văn Tư", &twelve, &[(Post::ResidentialGroupDeputy, &twelve, term, None)]);
    book.add("Đỗ Quang Minh", &twelve, &[(Post::DeputySecretary, &me_tri, term, None)]);
    book.add("NGUYEN THI LAN", &twelve, &[]);
    book
}

fn search(text: &str) -> Vec<(String, Strength, Vec<&'static str>)> {
    search_on(text, "2026-03-12")
}

fn search_on(text: &str, on: &str) -> Vec<(String, Strength, Vec<&'static str>)> {
    let book = book();
    let register = Register::new(book.entries.clone());
    let name = |member: Uuid| {
        book.entries
            .iter()
            .find(|entry| entry.facts().member == member)
            .unwrap()
            .facts()
            .full_name
            .clone()
    };
    let found = register.search(text, day(on), 10);
    found
        .into_iter()
        .map(|found| {
            (name(found.member), found.strength, found.reasons.iter().map(Reason::code).collect())
        })
        .collect()
}

fn first(text: &str) -> (String, Strength) {
    let found = search(text);
    found.first().map(|row| (row.0.clone(), row.1)).expect(text)
}

#[test]
fn the_example_of_the_staff_page() {
    let found = search("ông Hùng bí thư chi bộ 5");
    assert_eq!((found[0].0.as_str(), found[0].1), ("Nguyễn Mạnh Hùng", Strength::Sure));
    assert_eq!(found[0].2, ["given_name_only", "post_equal", "unit_equal"]);
    let reasons = |name: &str| &found.iter().find(|row| row.0 == name).unwrap().2;
    assert_eq!(reasons("Nguyễn Văn Hùng"), &["given_name_only", "no_post", "unit_equal"]);
    assert_eq!(reasons("Trần Văn Hùng"), &["given_name_only", "post_elsewhere", "unit_differs"]);
    let strength = |name: &str| found.iter().find(|row| row.0 == name).unwrap().1;
    assert_eq!(strength("Nguyễn Văn Hùng"), Strength::Medium);
    assert_eq!(strength("Trần Văn Hùng"), Strength::Weak);
}

#[test]
fn many_spellings_reach_the_same_member() {
    let rows = [
        "ông Hùng bí thư chi bộ 5 Phú Đô",
        "ong hung bi thu chi bo 5 phu do",
        "O\u{302}ng Hu\u{300}ng, Bí thư CB5 phường Phú Đô",
        "Nguyeexn Manhj Hufng bis thuw chi booj 5",
        "Nguye64n Ma5nh Hu2ng chi bộ 5",
        "N.M. Hùng chi bộ số 05",
        "NMH bí thư chi bộ 5",
        "Nguyễn Mạnh Hùgn, chi bộ 5",
        "Hùng Nguyễn Mạnh",
        "NGUYỄN MẠNH HÙNG",
        "ông Hùng bí thơ tổ dân phố 5",
        "Nguyển Mạnh Hùng BT chi bộ năm",
    ];
    for text in rows {
        assert_eq!(first(text).0, "Nguyễn Mạnh Hùng", "{text}: {:#?}", search(text));
    }
}

#[test]
fn sure_needs_tones_post_unit_and_uniqueness() {
    assert_eq!(first("ông Hùng bí thư chi bộ 5 Phú Đô").1, Strength::Sure);
    assert_eq!(
        first("nguyen manh hung bi thu chi bo 5 phu do").1,
        Strength::Medium,
        "typed without marks"
    );
    assert_eq!(first("ông Hùng chi bộ 5").1, Strength::Medium);
    assert_eq!(first("ông Hùng").1, Strength::Weak);
    assert_eq!(first("bà Hùng bí thư chi bộ 15").1, Strength::Medium, "the gender speaks against");
    let alone = search("bí thư chi bộ 5");
    assert!(
        alone[..2].iter().all(|row| row.1 == Strength::Medium && row.2.contains(&"several_equal")),
        "{alone:?}"
    );
}

#[test]
fn posts_count_on_the_day_of_the_event() {
    let now = search("bí thư chi bộ 7 là ai, ông Sơn hay bà Hoa").len();
    assert!(now > 0);
    assert_eq!(search("bí thư chi bộ 7")[0].0, "Phạm Thị Hoa");
    assert_eq!(search_on("bí thư chi bộ 7", "2024-06-01")[0].0, "Trần Văn Sơn");
    let former = search("ông Sơn nguyên bí thư chi bộ 7");
    assert_eq!((former[0].0.as_str(), former[0].1), ("Trần Văn Sơn", Strength::Sure));
    assert!(former[0].2.contains(&"post_held_before"));
    assert!(search("ông Sơn bí thư chi bộ 7")[0].2.contains(&"post_ended"));
}

#[test]
fn posts_without_a_name() {
    assert_eq!(first("bí thư chi bộ số 15"), ("Trần Văn Hùng".to_owned(), Strength::Medium));
    assert_eq!(
        first("phó bí thư Đảng ủy phường Mễ Trì"),
        ("Đỗ Quang Minh".to_owned(), Strength::Medium)
    );
    assert!(search("chi bộ 5").is_empty(), "a unit alone means no member");
    assert!(search("đường xá hỏng quá").is_empty());
}

#[test]
fn birth_order_names_match_nobody_by_name() {
    let found = search("bác Tư tổ phó TDP 12");
    assert_eq!(found[0].0, "Phan Văn Tư");
    assert!(found[0].2.contains(&"birth_order_name") && found[0].1 < Strength::Sure, "{found:?}");
    assert!(search("bác Tư").is_empty());
}

#[test]
fn old_lists_and_nicknames() {
    assert!(search("bà Lân chi bộ 12")[0].2.contains(&"record_without_marks"));
    let nickname = search("ông Minh Sẹo");
    assert_eq!((nickname[0].0.as_str(), nickname[0].1), ("Đỗ Quang Minh", Strength::Weak));
    assert!(nickname[0].2.contains(&"nickname_form"));
}

#[test]
fn units_are_found_as_well() {
    let names = [
        "Chi bộ 5 phường Phú Đô",
        "Chi bộ 15 phường Phú Đô",
        "Chi bộ Tổ dân phố số 5 phường Mễ Trì",
        "Đảng bộ phường Mễ Trì",
        "Chi bộ Trường Tiểu học Mễ Trì",
    ];
    let units: Vec<UnitEntry> = names
        .iter()
        .enumerate()
        .map(|(at, name)| UnitEntry {
            unit: Uuid::from_u128(at as u128),
            path: UnitPath::new([*name]),
        })
        .collect();
    let best = |text: &str| {
        rank_units(&readings(text), &units)
            .first()
            .map(|found| (names[usize::try_from(found.unit.as_u128()).unwrap()], found.strength))
    };
    assert_eq!(best("chi bo 5 phu do"), Some((names[0], Strength::Sure)));
    assert_eq!(best("ông Hùng tổ 5 phường Mễ Trì"), Some((names[2], Strength::Sure)));
    assert_eq!(best("CB15"), Some((names[1], Strength::Sure)));
    assert_eq!(
        best("chi bộ 5").map(|found| found.1),
        Some(Strength::Medium),
        "two wards have a branch 5"
    );
    assert_eq!(best("đảng ủy phường Mễ Trì"), Some((names[3], Strength::Sure)));
    assert_eq!(best("trường tiểu học Mễ Trì").map(|found| found.0), Some(names[4]));
    assert_eq!(best("ông Hùng"), None);
}

#[test]
fn reason_codes_are_distinct() {
    let all = [
        Reason::NameEqual,
        Reason::NamePart,
        Reason::GivenNameOnly,
        Reason::NameWithoutTones,
        Reason::RecordWithoutMarks,
        Reason::NameInitials,
        Reason::NameOtherOrder,
        Reason::NameMarksDiffer,
        Reason::NameSlip,
        Reason::NameWordUnknown,
        Reason::NicknameForm,
        Reason::UnitDiffers,
        Reason::WardDiffers,
    ];
    let codes: std::collections::HashSet<&str> = all.iter().map(Reason::code).collect();
    assert_eq!(codes.len(), all.len());
}

proptest::proptest! {
    #[test]
    fn nothing_typed_breaks_the_search(text in "(ông |bà |bí thư |chi bộ |tổ |5|Hùng |NVH|,|\\PC){0,12}") {
        let register = Register::new(book().entries);
        let found = register.search(&text, day("2026-01-01"), 5);
        proptest::prop_assert!(found.iter().all(|candidate| candidate.score <= 1000 && !candidate.reasons.is_empty()));
    }
}
