//! An import that is killed leaves nothing; the next one does it whole.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use gopy::app::organisation::{self, Format};
use gopy::domain::import::Kind;
use gopy::store::Store;

use super::Office;
use crate::support::{self, TestDatabase};

const PEOPLE: usize = 3_000;

/// The program on the same database, at work on this file.
fn program(database: &TestDatabase, arguments: &[&str], file: &Path) -> Command {
    let mut command = support::program(database, arguments);
    command
        .arg(file)
        .env("GOPY_KEYS__MASTER_FILE", database.folder.join("master.key"))
        .env("GOPY_MAIL__FOLDER", database.folder.join("mail"))
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
}

/// Rows of every table that an import writes to.
async fn counts(store: &Store) -> (usize, usize, usize) {
    let register = store.register().await.unwrap();
    let keys = store.recall(&[(&["g|nghiep".to_owned()], 100_000)]).await.unwrap()[0].len();
    (register.members.len(), register.ties.len(), keys)
}

#[tokio::test]
async fn an_import_that_is_killed_leaves_nothing() {
    let office = Office::with_ward().await;
    let rows = (0..PEOPLE).map(|at| {
        format!(
            "98.{at:06};Nguyễn Tấn Nghiệp;Nam;{}/{}/19{};phudo-05;1/4/2014",
            at % 28 + 1,
            at / 28 % 12 + 1,
            30 + at / 336
        )
    });
    let lines: Vec<String> = std::iter::once(super::MEMBERS[0].to_owned()).chain(rows).collect();
    let file = office.database.folder.join("nhieu.csv");
    std::fs::write(&file, lines.join("\n")).unwrap();
    let before = counts(&office.store).await;
    let mut killed = 0;
    // Earlier and later: while reading, while writing, after the end.
    for pause in [200, 600, 1_000, 1_400, 1_800, 2_400, 3_200] {
        let mut child = program(&office.database, &["import", "members"], &file).spawn().unwrap();
        tokio::time::sleep(Duration::from_millis(pause)).await;
        child.kill().unwrap();
        let done = child.wait().unwrap().success();
        let now = counts(&office.store).await;
        if done || now != before {
            assert_eq!(now.0, before.0 + PEOPLE, "all of them");
            break;
        }
        killed += 1;
    }
    assert!(0 < killed, "the first is killed before it could end");
    let done = program(&office.database, &["import", "members"], &file).status().unwrap();
    assert!(done.success(), "and nothing stands in the way of the next");
    let whole = counts(&office.store).await;
    assert_eq!(whole, (before.0 + PEOPLE, before.1 + 2 * PEOPLE, PEOPLE));
    let again = organisation::export(&office.app, Kind::Members, Format::Csv).await.unwrap();
    assert_eq!(String::from_utf8(again).unwrap().lines().count(), 1 + whole.0);
}

#[tokio::test]
async fn the_commands_take_lists_in_and_out() {
    let office = Office::with_ward().await;
    let folder = office.database.folder.clone();
    for kind in Kind::ALL {
        let file = folder.join(format!("{}.xlsx", kind.name()));
        let run = |arguments: &[&str]| {
            program(&office.database, arguments, &file).stdout(Stdio::piped()).output().unwrap()
        };
        assert!(run(&["export", kind.name()]).status.success());
        assert!(!run(&["export", kind.name()]).status.success(), "a file that is there stays");
        let same = run(&["import", kind.name()]);
        let said = String::from_utf8(same.stdout).unwrap();
        assert!(same.status.success() && said.contains("Sổ đã đúng như tệp"), "{said}");
    }
    let file = folder.join("moi.csv");
    let rows = [super::MEMBERS[0], "99.100009;Lê Văn An;Nam;1/1/1970;phudo-05;"].join("\n");
    std::fs::write(&file, rows).unwrap();
    let dry = program(&office.database, &["import", "members", "--dry-run"], &file)
        .stdout(Stdio::piped())
        .output()
        .unwrap();
    let said = String::from_utf8(dry.stdout).unwrap();
    assert!(dry.status.success() && said.contains("99.100009  Lê Văn An"), "{said}");
    assert_eq!(office.store.register().await.unwrap().members.len(), 3, "a preview");
    std::fs::write(&file, "Số thẻ;Họ tên;Chi bộ\n12;Lê Văn An;phudo-09").unwrap();
    let wrong = program(&office.database, &["import", "members"], &file)
        .stderr(Stdio::piped())
        .output()
        .unwrap();
    assert_eq!(wrong.status.code(), Some(1));
    let said = String::from_utf8(wrong.stderr).unwrap();
    assert_eq!(said.trim_end(), "gopy: chưa ghi gì vào sổ: tệp có 2 chỗ phải sửa", "one line");
}
