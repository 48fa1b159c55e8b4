//! What an import does to the register, on both databases.

use gopy::app::organisation::{self, Format};
use gopy::app::{AppError, search};
use gopy::domain::import::{Effect, Kind};
use gopy::domain::organisation::SuccessionKind;
use gopy::store::audit::Verdict;

use super::{MEMBERS, Office, file, sentences};

#[tokio::test]
async fn a_committee_is_set_up_and_a_second_import_changes_nothing() {
    let office = Office::with_ward().await;
    for (kind, lines) in
        [(Kind::Units, &super::UNITS[..]), (Kind::Members, &MEMBERS), (Kind::Posts, &super::POSTS)]
    {
        let version = office.store.register_version().await.unwrap();
        let again = office.import(kind, "a.csv", lines.join("\n")).await;
        assert!(!again.carried_out && again.plan.changes.is_empty(), "{}", kind.name());
        assert_eq!(again.plan.unchanged, lines.len() - 1);
        assert_eq!(office.store.register_version().await.unwrap(), version);
    }
    let whole = gopy::app::audit::verify(&office.app, None).await.unwrap();
    assert_eq!(whole, Verdict::Whole { entries: 3 }, "one entry for each import");
}

#[tokio::test]
async fn an_export_in_either_form_changes_nothing_when_it_comes_back() {
    let office = Office::with_ward().await;
    for kind in Kind::ALL {
        for format in [Format::Xlsx, Format::Csv] {
            let bytes = organisation::export(&office.app, kind, format).await.unwrap();
            let name = format!("a.{}", format.ending());
            let done = office.import(kind, &name, bytes).await;
            assert_eq!(sentences(&done.plan), [""; 0], "{name}");
            assert_eq!(done.plan.lines, [], "{} as {name}", kind.name());
            assert!(0 < done.plan.unchanged && done.plan.vanished.is_empty());
        }
    }
}

#[tokio::test]
async fn no_cell_of_an_export_is_worked_out_by_a_program_for_tables() {
    let office = Office::with_ward().await;
    let trick = "phudo-07;-HYPERLINK(A1);Chi bộ tổ dân phố;phudo;1/4/2014";
    office.put(Kind::Units, &[super::UNITS[0], trick]).await;
    for format in [Format::Xlsx, Format::Csv] {
        let bytes = organisation::export(&office.app, Kind::Units, format).await.unwrap();
        if format == Format::Csv {
            let text = String::from_utf8(bytes.clone()).unwrap();
            assert!(text.contains("phudo-07;'-HYPERLINK(A1);"), "{text}");
        }
        let done = office.import(Kind::Units, &format!("a.{}", format.ending()), bytes).await;
        assert_eq!(done.plan.lines, [], "and it comes back as it was");
    }
}

#[tokio::test]
async fn one_flaw_keeps_the_whole_file_out() {
    let office = Office::with_ward().await;
    let before = office.store.register().await.unwrap().members.len();
    let lines = [
        MEMBERS[0],
        "99.100009;Lê Văn An;Nam;1/1/1970;phudo-05;",
        "99.100010;Lê Văn Ba;Nam;31/2/1970;phudo-05;",
    ];
    let done = office.import(Kind::Members, "a.csv", lines.join("\n")).await;
    assert!(!done.carried_out);
    assert_eq!(
        sentences(&done.plan),
        ["Dòng 3, cột D “Ngày sinh”, ghi “31/2/1970”: Không phải ngày có thật. \
          Ghi theo ngày/tháng/năm, ví dụ 02/09/1965."]
    );
    assert_eq!(office.store.register().await.unwrap().members.len(), before);
}

#[tokio::test]
async fn another_process_finds_at_once_what_was_imported_here() {
    let office = Office::with_ward().await;
    let other = Office::node(&office.database).await;
    let names = |found: Vec<search::Found>| {
        found.into_iter().map(|one| (one.name, one.unit)).collect::<Vec<_>>()
    };
    let hung = "ông Hùng bí thư chi bộ 5";
    let found = names(search::describe(&other, hung).await.unwrap());
    let expected = ("Nguyễn Mạnh Hùng".to_owned(), "Chi bộ 5 phường Phú Đô".to_owned());
    assert_eq!(found.first(), Some(&expected));
    office
        .put(
            Kind::Units,
            &[
                "Mã;Tên tổ chức đảng;Loại hình;Thay đổi từ ngày",
                "phudo-05;Chi bộ Hoa Sen phường Phú Đô;Chi bộ tổ dân phố;1/7/2025",
            ],
        )
        .await;
    office
        .put(Kind::Members, &[MEMBERS[0], "99.100009;Đỗ Thị Thủy Tiên;Nữ;1/1/1970;phudo-06;"])
        .await;
    let found = names(search::describe(&other, "bà Thuỷ Tiên").await.unwrap());
    assert_eq!(found[0].0, "Đỗ Thị Thủy Tiên", "a new member");
    let found = names(search::describe(&other, "ông Hùng bí thư chi bộ Hoa Sen").await.unwrap());
    assert_eq!(found[0].1, "Chi bộ Hoa Sen phường Phú Đô", "a new name");
    office
        .put(Kind::Members, &[MEMBERS[0], "99.100009;Đỗ Thị Bích Ngà;Nữ;1/1/1970;phudo-06;"])
        .await;
    let found = names(search::describe(&other, "bà Thủy Tiên").await.unwrap());
    assert!(found.iter().all(|one| !one.0.contains("Ngà")), "no longer under the old name");
}

#[tokio::test]
async fn a_change_in_between_stops_an_import_that_did_not_see_it() {
    let office = Office::with_ward().await;
    let admin = gopy::domain::access::Account {
        id: gopy::domain::ids::AccountId(uuid::Uuid::from_u128(1)),
        role: gopy::domain::access::Role::Admin,
        unit: gopy::domain::ids::UnitId(uuid::Uuid::from_u128(2)),
        member: None,
    };
    let lines = [MEMBERS[0], "99.100009;Lê Văn An;Nam;1/1/1970;phudo-05;"].join("\n");
    let asked = file(Kind::Members, "a.csv", lines);
    let (draft, plan) = organisation::preview(&office.app, &admin, asked).await.unwrap();
    assert_eq!(plan.count(Effect::Added), 1);
    assert_eq!(
        office.store.register().await.unwrap().members.len(),
        3,
        "a preview changes nothing"
    );
    office.put(Kind::Members, &[MEMBERS[0], "99.100008;Lê Văn Ao;Nam;1/1/1970;phudo-05;"]).await;
    let late = organisation::confirm(&office.app, &admin, draft).await;
    assert!(matches!(late, Err(AppError::Stale)), "{late:?}");
    let lines = [MEMBERS[0], "99.100009;Lê Văn An;Nam;1/1/1970;phudo-05;"].join("\n");
    let asked = file(Kind::Members, "a.csv", lines);
    let (draft, _) = organisation::preview(&office.app, &admin, asked).await.unwrap();
    let stranger = gopy::domain::access::Account {
        id: gopy::domain::ids::AccountId(uuid::Uuid::from_u128(9)),
        ..admin
    };
    let other = organisation::confirm(&office.app, &stranger, draft).await;
    assert!(matches!(other, Err(AppError::NotFound)), "another's preview");
    organisation::confirm(&office.app, &admin, draft).await.unwrap();
    assert_eq!(office.store.register().await.unwrap().members.len(), 5);
    let twice = organisation::confirm(&office.app, &admin, draft).await;
    assert!(matches!(twice, Err(AppError::NotFound)), "agreed to once");
}

#[tokio::test]
async fn what_is_stored_is_what_the_rules_worked_out() {
    let office = Office::with_ward().await;
    let steps: [(Kind, &[&str]); 5] = [
        (
            Kind::Units,
            &[
                "Mã;Tên;Loại hình;Trực thuộc;Từ ngày;Kế tục của;Thay đổi từ ngày",
                "tuliem-01;Chi bộ 1 phường Từ Liêm;Chi bộ tổ dân phố;phudo;1/7/2025;phudo-05, phudo-06;",
                "phudo;Đảng bộ phường Từ Liêm;Đảng bộ cơ sở;;;;1/7/2025",
            ],
        ),
        (
            Kind::Posts,
            &[
                "Số thẻ;Chức vụ;Đơn vị;Từ ngày;Thôi từ ngày;Cấp quản lý",
                "99.100001;Bí thư;phudo-05;1/6/2022;1/7/2025;lt",
                "99.100003;Bí thư;phudo-06;1/6/2022;1/7/2025;phudo",
                "99.100001;Bí thư;tuliem-01;1/7/2025;;phudo",
            ],
        ),
        (
            Kind::Members,
            &[
                "Số thẻ;Họ tên;Chi bộ;Chi bộ nơi cư trú;Sinh hoạt từ ngày;Cư trú từ ngày;Xếp loại",
                "99.100001;Nguyễn Mạnh Hùng;tuliem-01;tuliem-01;1/7/2025;1/7/2025;Hoàn thành tốt nhiệm vụ",
                "99.100002;Phạm Thị Lan;tuliem-01;tuliem-01;1/7/2025;1/7/2025;",
                "99.100003;Trần Văn Bình;tuliem-01;tuliem-01;1/7/2025;1/7/2025;",
            ],
        ),
        (
            Kind::Units,
            &[
                "Mã;Tên;Loại hình;Từ ngày;Thôi từ ngày",
                "phudo-05;Chi bộ 5 phường Phú Đô;Chi bộ tổ dân phố;1/4/2014;1/7/2025",
                "phudo-06;Chi bộ 6 phường Phú Đô;Chi bộ tổ dân phố;1/5/2014;1/7/2025",
            ],
        ),
        (
            Kind::Members,
            &[
                "Số thẻ;Họ tên;Chi bộ;Sinh hoạt từ ngày",
                "99.100002;Phạm Thị Lan;tuliem-01;2/7/2025",
            ],
        ),
    ];
    for (kind, lines) in steps {
        let mut expected = office.store.register().await.unwrap();
        office.put(kind, lines).await.changes.apply(&mut expected);
        let mut stored = office.store.register().await.unwrap();
        for register in [&mut expected, &mut stored] {
            register.terms.sort_by_key(|term| (term.unit, term.from));
            register.ties.sort_by_key(|tie| (tie.member, tie.tie, tie.from));
            register.posts.sort_by_key(|post| post.id);
            register.successions.sort_by_key(|link| (link.from, link.to));
        }
        assert_eq!(format!("{stored:#?}"), format!("{expected:#?}"));
    }
    let register = office.store.register().await.unwrap();
    let kinds: Vec<_> = register.successions.iter().map(|link| link.kind).collect();
    assert_eq!(kinds, [SuccessionKind::Merge; 2]);
}
