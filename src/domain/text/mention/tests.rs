use super::*;

fn units(mention: &Mention) -> String {
    mention.units.iter().map(ToString::to_string).collect::<Vec<_>>().join("/")
}

fn row(text: &str) -> [String; 4] {
    let mention = Mention::parse(text);
    [
        mention.honorific.map_or_else(String::new, |title| title.as_str().to_owned()),
        mention.name.as_ref().map_or_else(String::new, |name| name.text.clone()),
        mention.post.map_or("", |held| held.post.code()).to_owned(),
        units(&mention),
    ]
}

#[test]
fn all_descriptions_of_the_table() {
    let mut wrong = Vec::new();
    for line in include_str!("../testdata/mentions.tsv").lines().skip(1) {
        let (text, expected) = line.split_once('\t').unwrap();
        let found = row(text).join("\t");
        if found != expected {
            wrong.push(format!("{text}: {found:?}, expected {expected:?}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn more_descriptions() {
    let rows = [
        (
            "Nguyễn Văn Hùng bí thư chi bộ 5 Phú Đô",
            ["", "Nguyễn Văn Hùng", "secretary", "chi_bo:5/place:Phú Đô"],
        ),
        ("hung bi thu chi bo 5", ["", "hung", "secretary", "chi_bo:5"]),
        (
            "nguyen van hung, pbt cb 12 phuong me tri",
            ["", "nguyen van hung", "deputy_secretary", "chi_bo:12/phuong:me tri"],
        ),
        ("ÔNG HÙNG BÍ THƯ CHI BỘ 5", ["ông", "HÙNG", "secretary", "chi_bo:5"]),
        ("Ông N.V.H bí thơ chi bộ năm", ["ông", "N V H", "secretary", "chi_bo:5"]),
        ("bí thư chi bộ 5 Trần Văn Sơn", ["", "Trần Văn Sơn", "secretary", "chi_bo:5"]),
        ("bà Trần Tuấn Anh ở phường Mỹ Đình 2", ["bà", "Trần Tuấn Anh", "", "phuong:Mỹ Đình 2"]),
        ("ong hung nguyen bi thu chi bo 5", ["ông", "hung", "secretary", "chi_bo:5"]),
        ("trưởng thôn Phú Mỹ", ["", "", "residential_group_head", "thon:Phú Mỹ"]),
        (
            "cô Hoa hiệu trưởng trường tiểu học Mễ Trì",
            ["cô", "Hoa", "headteacher", "institution:trường tiểu học Mễ Trì"],
        ),
        ("Tôi muốn phản ánh ông Hùng, chi bộ 5", ["ông", "Hùng", "", "chi_bo:5"]),
        ("ông Hùng bí thw chi bộ 5", ["ông", "Hùng", "secretary", "chi_bo:5"]),
        ("anh Tuấn tổ trưởng dân phố 7B", ["anh", "Tuấn", "residential_group_head", "tdp:7b"]),
        ("bí thư Đảng ủy phường Mễ Trì", ["", "", "secretary", "dang_bo/phuong:Mễ Trì"]),
        ("Chu Van An chi bo 3", ["", "Chu Van An", "", "chi_bo:3"]),
        (
            "bà Đào Phương Trang, chi ủy viên CB7",
            ["bà", "Đào Phương Trang", "committee_member", "chi_bo:7"],
        ),
        (
            "ba nguyen phuong ngan to truong me tri",
            ["bà", "nguyen phuong ngan", "residential_group_head", "place:me tri"],
        ),
        (
            "ong le ba minh bi thu cb3 phuong my dinh 2",
            ["ông", "le ba minh", "secretary", "chi_bo:3/phuong:my dinh 2"],
        ),
        ("đ/c Trường CB12 P. Mễ Trì", ["đồng chí", "Trường", "", "chi_bo:12/phuong:Mễ Trì"]),
        ("ông Trường TDP 11", ["ông", "Trường", "", "tdp:11"]),
        ("anh N. T. duc, to 10", ["anh", "N T duc", "", "tdp:10"]),
        ("hùng bí thư chi bộ 5 Phú Đô", ["", "hùng", "secretary", "chi_bo:5/place:Phú Đô"]),
        ("bí thư chi 5", ["", "", "secretary", "chi_bo:5"]),
        ("Trần Hùng bí thư 15", ["", "Trần Hùng", "secretary", "chi_bo:15"]),
        ("ông tổ trưởng tổ 5 tên Hùng", ["ông", "Hùng", "residential_group_head", "tdp:5"]),
        ("cán bộ tên Minh ở đảng ủy Mễ Trì", ["", "Minh", "", "dang_bo:Mễ Trì"]),
        ("sếp Hùng chi bộ 5", ["", "Hùng", "", "chi_bo:5"]),
        ("gia đình ông Sơn tổ 7", ["ông", "Sơn", "", "tdp:7"]),
        ("", ["", "", "", ""]),
    ];
    let wrong: Vec<_> = rows
        .iter()
        .filter(|(text, expected)| row(text) != *expected)
        .map(|(text, expected)| (text, row(text), expected))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn flags() {
    let birth_order = |text: &str| Mention::parse(text).name.is_some_and(|name| name.birth_order);
    assert!(
        birth_order("bác Tư tổ phó TDP 9") && birth_order("anh Hai") && birth_order("cô Út ở tổ 5")
    );
    assert!(
        !birth_order("ông Nguyễn Văn Tư")
            && !birth_order("anh hai bi thu chi bo 5")
            && !birth_order("ông Tú tổ 5")
    );
    assert!(Mention::parse("ông Hùng nguyên bí thư chi bộ 5").post.unwrap().former);
    assert!(!Mention::parse("ông Nguyên bí thư chi bộ 5").post.unwrap().former);
    assert!(Mention::parse("ông nguyên bí thư chi bộ 5").post.unwrap().former);
    assert_eq!(Mention::parse("bà bí thư chi bộ 5").gender(), Some(Gender::Female));
    assert_eq!(Mention::parse("ông Hùng sinh năm 1965, chi bộ 5").birth_year, Some(1965));
    assert_eq!(Mention::parse("bà Lan SN 1970").birth_year, Some(1970));
    assert!(Mention::parse("?!").is_empty());
}

#[test]
fn without_marks_names_may_come_first() {
    let name = |text: &str| {
        Mention::parse_names_first(text).and_then(|mention| mention.name).map(|name| name.text)
    };
    assert_eq!(name("ong tran duy truong to dan pho 11").as_deref(), Some("tran duy truong"));
    assert_eq!(name("ba li phuong dieu loan to 1").as_deref(), Some("li phuong dieu loan"));
    assert_eq!(name("ong hung chi bo 5"), None);
    assert_eq!(Mention::parse_names_first("ông Trường tổ 5"), None);
}

#[test]
fn fields_of_a_form() {
    let mention = Mention::of_fields("Hùng", "Bí thư", "Chi bộ 5 phường Phú Đô");
    assert_eq!(mention.name.as_ref().unwrap().text, "Hùng");
    assert_eq!(mention.post.unwrap().post, Post::Secretary);
    assert_eq!(units(&mention), "chi_bo:5/phuong:Phú Đô");
}

#[test]
fn every_post_has_its_own_code() {
    for (post, code) in Post::ALL {
        assert_eq!(Post::from_code(code), Some(*post));
        assert_eq!(post.code(), *code);
    }
}

proptest::proptest! {
    #[test]
    fn never_fails(text in "(ông|bà|bí thư|chi bộ|tổ|số|5|Hùng|nguyên|NVH|,|\\.| |phường|chị|\\PC){0,14}") {
        let mention = Mention::parse(&text);
        let _ = (mention.is_empty(), mention.gender());
    }
}
