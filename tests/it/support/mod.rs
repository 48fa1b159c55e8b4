//! The portal as tests meet it: a small committee, a clock that stands still, mail kept in memory.

pub mod committee;
pub mod database;
pub mod program;
pub mod receipts;
pub mod served;
pub mod sign_in;

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use gopy::app::letters::Submitted;
use gopy::app::post::Post;
use gopy::app::tracking::Tracking;
use gopy::app::view::CaseView;
use gopy::app::{self, App, Held, Words};
use gopy::clock::SetClock;
use gopy::config::Settings;
use gopy::domain::access::Account;
use gopy::domain::ids::CaseId;
use gopy::domain::letter::{About, Lang, RawLetter, Source};
use gopy::domain::receipt::CaseNumber;
use gopy::domain::step::Step;
use gopy::keys::{Holder, Keys};
use gopy::mail::{Memory, Message};
use gopy::rules::Rules;
use gopy::store::Store;
use poem::Response;
use poem::endpoint::BoxEndpoint;
use poem::test::TestClient;

pub use committee::Committee;
pub use database::TestDatabase;
pub use program::program;
pub use receipts::Followed;

/// The password of every account of the small committee.
pub const PASSWORD: &str = "một câu dài dễ nhớ";

/// A running portal without a socket.
pub struct TestApp {
    pub app: App,
    pub store: Store,
    pub clock: Arc<SetClock>,
    pub web: TestClient<BoxEndpoint<'static, Response>>,
    pub committee: Committee,
    pub mailer: Arc<Memory>,
    pub database: TestDatabase,
}

impl TestApp {
    /// Starts on Monday 2 November 2026, 09:00 in Hanoi.
    pub async fn start() -> Self {
        Self::start_with(|_| ()).await
    }

    /// The same with other settings.
    pub async fn start_with(set: impl FnOnce(&mut Settings)) -> Self {
        let database = TestDatabase::fresh().await;
        let mut settings = Settings::default();
        settings.database = database.settings.clone();
        settings.mail.retry_base_ms = 1_000;
        settings.storage.url = database.folder.join("files").display().to_string();
        set(&mut settings);
        let store = Store::open(&settings.database).await.unwrap();
        store.migrate_up().await.unwrap();
        let clock = Arc::new(SetClock::at("2026-11-02T02:00:00Z".parse().unwrap()));
        let mailer = Arc::new(Memory::default());
        let post = Post::through(mailer.clone(), &settings).unwrap();
        let rules = Rules::shipped().unwrap();
        let app =
            App::new(store.clone(), clock.clone(), Keys::new(&[7; 32]), rules, settings, post);
        let committee = Committee::found(&app, &store).await;
        let web = TestClient::new(gopy::server::routes(&app, None).unwrap());
        Self { app, store, clock, web, committee, mailer, database }
    }

    pub fn set_day(&self, day: &str) {
        let at: DateTime<Utc> = format!("{day}T02:00:00Z").parse().unwrap();
        self.clock.set(at);
    }

    pub fn today(&self) -> NaiveDate {
        self.app.now().day
    }

    /// A letter of a resident who stays unnamed.
    pub async fn letter(&self, kind: &str, about: About) -> Submitted {
        let raw = RawLetter {
            kind: kind.into(),
            about,
            text: "Thu tiền làm ngõ mỗi hộ năm trăm nghìn đồng mà không có phiếu thu.".into(),
            email: Some("nguoi.gui@hop-thu.example.vn".into()),
            lang: Lang::Vi,
            ..RawLetter::default()
        };
        app::letters::submit(&self.app, raw, Source::Web, None).await.unwrap()
    }

    /// What the holder of a case's receipt sees of it.
    pub async fn tracked(&self, case: CaseId) -> Tracking {
        let key = self.app.case_key(Holder::Office, case).await.unwrap();
        app::tracking::view(&self.app, &Held { case, key }).await.unwrap()
    }

    pub async fn take(&self, who: &Account, number: &CaseNumber, step: Step, note: &str) {
        let words = if note.is_empty() { Words::None } else { Words::Note(note.into()) };
        app::cases::take_step(&self.app, who, number, None, step, words).await.unwrap();
    }

    pub async fn view(&self, who: &Account, number: &CaseNumber) -> CaseView {
        app::view::view(&self.app, who, number).await.unwrap()
    }

    /// Sends what is owed; answers everything sent so far.
    pub async fn mails(&self) -> Vec<Message> {
        app::post::send_due(&self.app).await.unwrap();
        self.mailer.sent()
    }

    /// Changes the database behind the portal's back.
    pub async fn sql(&self, sql: &str) {
        let db = sea_orm::Database::connect(&self.database.settings.url).await.unwrap();
        sea_orm::ConnectionTrait::execute_unprepared(&db, sql).await.unwrap();
        db.close().await.unwrap();
    }

    /// The acts on record, in their order.
    pub async fn audited(&self) -> Vec<String> {
        self.column("SELECT action FROM audit ORDER BY seq").await
    }

    /// The only column of what is asked for.
    pub async fn column(&self, sql: &str) -> Vec<String> {
        use sea_orm::{ConnectionTrait as _, Database, Statement};
        let db = Database::connect(&self.database.settings.url).await.unwrap();
        let all = Statement::from_string(db.get_database_backend(), sql);
        let rows = db.query_all_raw(all).await.unwrap();
        db.close().await.unwrap();
        rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect()
    }

    /// Runs every background job once.
    pub async fn jobs(&self) {
        gopy::jobs::run_once(&self.app, None).await.unwrap();
    }
}
