//! The register of Party organisations: lists in and out, and the organisation of any day.

mod files;
mod imports;
mod killed;
mod pages;
mod troubles;

use std::sync::Arc;

use gopy::app::App;
use gopy::app::organisation::{self, File, Outcome};
use gopy::app::post::Post;
use gopy::clock::SetClock;
use gopy::config::Settings;
use gopy::domain::import::{Kind, Plan};
use gopy::domain::letter::Lang;
use gopy::i18n::{self, Locales};
use gopy::keys::Keys;
use gopy::mail::Memory;
use gopy::rules::Rules;
use gopy::store::Store;

use crate::support::TestDatabase;

/// A portal with an empty register, on Monday 23 November 2026.
pub struct Office {
    pub app: App,
    pub store: Store,
    pub database: TestDatabase,
}

impl Office {
    pub async fn open() -> Self {
        let database = TestDatabase::fresh().await;
        let store = Store::open(&database.settings).await.unwrap();
        store.migrate_up().await.unwrap();
        let app = Self::node(&database).await;
        Self { app, store, database }
    }

    /// One process on this database.
    pub async fn node(database: &TestDatabase) -> App {
        let mut settings = Settings::default();
        settings.database = database.settings.clone();
        let store = Store::open(&settings.database).await.unwrap();
        let clock = Arc::new(SetClock::at("2026-11-23T02:00:00Z".parse().unwrap()));
        let post = Post::through(Arc::new(Memory::default()), &settings).unwrap();
        App::new(store, clock, Keys::new(&[7; 32]), Rules::shipped().unwrap(), settings, post)
    }

    pub async fn import(&self, kind: Kind, name: &str, content: impl Into<Vec<u8>>) -> Outcome {
        let file = file(kind, name, content);
        organisation::import(&self.app, "tests", &file, false).await.unwrap()
    }

    /// Imports a list that has nothing wrong.
    pub async fn put(&self, kind: Kind, lines: &[&str]) -> Plan {
        let done = self.import(kind, "danh-sach.csv", lines.join("\n")).await;
        assert_eq!(sentences(&done.plan), [""; 0]);
        assert!(done.carried_out, "{:?}", done.plan);
        done.plan
    }

    /// A ward with two branches, three members and their posts.
    pub async fn with_ward() -> Self {
        let office = Self::open().await;
        office.put(Kind::Units, &UNITS).await;
        office.put(Kind::Members, &MEMBERS).await;
        office.put(Kind::Posts, &POSTS).await;
        office
    }
}

pub const UNITS: [&str; 5] = [
    "Mã;Tên tổ chức đảng;Loại hình;Trực thuộc;Từ ngày",
    "lt;Đảng bộ quận Liêm Trì;Đảng bộ cấp trên cơ sở;;1/4/2014",
    "phudo;Đảng bộ phường Phú Đô;Đảng bộ cơ sở;lt;1/4/2014",
    "phudo-05;Chi bộ 5 phường Phú Đô;Chi bộ tổ dân phố;phudo;1/4/2014",
    "phudo-06;Chi bộ 6 phường Phú Đô;Chi bộ tổ dân phố;phudo;1/4/2014",
];

pub const MEMBERS: [&str; 4] = [
    "Số thẻ;Họ và tên;Giới tính;Ngày sinh;Chi bộ;Sinh hoạt từ ngày",
    "99.100001;Nguyễn Mạnh Hùng;Nam;2/9/1960;phudo-05;1/4/2014",
    "99.100002;Phạm Thị Lan;Nữ;1972;phudo-06;1/4/2014",
    "99.100003;Trần Văn Bình;Nam;3/3/1970;phudo-06;1/4/2014",
];

pub const POSTS: [&str; 3] = [
    "Số thẻ;Chức vụ;Đơn vị;Cấp quản lý;Từ ngày",
    "99.100001;Bí thư;phudo-05;phudo;1/6/2022",
    "99.100003;Bí thư;phudo-06;phudo;1/6/2022",
];

pub fn file(kind: Kind, name: &str, content: impl Into<Vec<u8>>) -> File {
    File { kind, name: name.to_owned(), content: content.into(), on: None }
}

/// What the clerk reads, in Vietnamese.
pub fn sentences(plan: &Plan) -> Vec<String> {
    let words = Locales::embedded().unwrap();
    let sentence = |flaw| {
        let (place, what) = i18n::import::flaw(&words, Lang::Vi, flaw).unwrap();
        format!("{place}: {what}")
    };
    plan.flaws.iter().map(sentence).collect()
}
