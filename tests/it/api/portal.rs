//! A small committee behind the JSON door: three units, five officers, an empty register.

use std::path::PathBuf;
use std::sync::Arc;

use chrono::{NaiveDate, TimeZone as _, Utc};
use gopy::api;
use gopy::app::App;
use gopy::app::post::Post;
use gopy::app::users::{self, By, NewUser};
use gopy::clock::SetClock;
use gopy::config::Settings;
use gopy::domain::access::Role;
use gopy::domain::ids::UnitId;
use gopy::domain::letter::EmailAddress;
use gopy::i18n::Locales;
use gopy::keys::Keys;
use gopy::mail::Memory;
use gopy::rules::Rules;
use gopy::store::Store;
use gopy::store::people::UnitRow;
use poem::endpoint::BoxEndpoint;
use poem::http::{Method, StatusCode};
use poem::test::TestClient;
use poem::{EndpointExt as _, Route};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::sign_in;

pub const PASSWORD: &str = "mật khẩu để thử 2026";

pub struct Portal {
    pub client: TestClient<BoxEndpoint<'static>>,
    pub app: App,
    /// The branch that letters are assigned to.
    pub branch: UnitId,
    folder: PathBuf,
}

/// What came back.
#[derive(Debug)]
pub struct Reply {
    pub status: StatusCode,
    pub content_type: String,
    pub body: Value,
}

impl Portal {
    /// Sunday 22 November 2026, ten in the morning in Hanoi.
    pub async fn start() -> Self {
        let folder = std::env::temp_dir().join(format!("gopy-api-{}", Uuid::new_v4()));
        let mut settings = Settings::default();
        settings.database.url = format!("sqlite://{}/gopy.db?mode=rwc", folder.display());
        let store = Store::open(&settings.database).await.unwrap();
        store.migrate_up().await.unwrap();
        let branch = UnitId(Uuid::new_v4());
        add_units(&store, branch).await;
        let clock = SetClock::at(Utc.with_ymd_and_hms(2026, 11, 22, 3, 0, 0).unwrap());
        let (keys, rules) = (Keys::new(&[7; 32]), Rules::shipped().unwrap());
        let post = Post::through(Arc::new(Memory::default()), &settings).unwrap();
        let app = App::new(store.clone(), Arc::new(clock), keys, rules, settings, post);
        for (login, role, unit) in [
            ("phanloai", Role::Triage, "DU"),
            ("pheduyet", Role::Approver, "DU"),
            ("vanthu", Role::Desk, "DU"),
            ("bithu", Role::Handler, "CB1"),
            ("captren", Role::Above, "TP"),
        ] {
            users::add(&app, By::CommandLine, officer(login, role, unit)).await.unwrap();
            let account = store.account_by_login(login).await.unwrap().unwrap().account;
            let tx = store.begin().await.unwrap();
            sign_in::enrol(&app, &tx, account.id).await;
            tx.commit().await.unwrap();
        }
        let routes = api::routes(app.clone(), Arc::new(Locales::embedded().unwrap()));
        let client = TestClient::new(Route::new().nest_no_strip("/api", routes).boxed());
        Self { client, app, branch, folder }
    }

    pub async fn post(&self, path: &str, body: Value) -> Reply {
        self.ask(Method::POST, path, None, Some(body)).await
    }

    /// Asks as whoever holds `token`.
    pub async fn ask(
        &self,
        method: Method,
        path: &str,
        token: Option<&str>,
        body: Option<Value>,
    ) -> Reply {
        let mut request = self.client.request(method, path);
        if let Some(token) = token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        if let Some(body) = body {
            request = request.content_type("application/json").body(body.to_string());
        }
        Reply::read(request.send().await).await
    }

    pub async fn sign_in(&self, login: &str) -> String {
        let code = sign_in::code(&self.app, login).await;
        let credentials = json!({ "login": login, "password": PASSWORD, "code": code });
        let reply = self.post("/api/v1/session", credentials).await;
        assert_eq!(reply.status, StatusCode::CREATED, "{reply:?}");
        reply.text("token")
    }

    /// Sends an ordinary letter; answers case number and receipt.
    pub async fn letter(&self) -> (String, String) {
        let reply = self.post("/api/v1/letters", letter()).await;
        assert_eq!(reply.status, StatusCode::CREATED, "{reply:?}");
        (reply.text("case_number"), reply.text("receipt"))
    }
}

impl Drop for Portal {
    fn drop(&mut self) {
        // The database may still be open; what is left over lies in the system's folder for it.
        drop(std::fs::remove_dir_all(&self.folder));
    }
}

impl Reply {
    pub async fn read(response: poem::test::TestResponse) -> Self {
        let status = response.0.status();
        let content_type = response.0.content_type().unwrap_or_default().to_owned();
        let text = response.0.into_body().into_string().await.unwrap();
        let body = if text.is_empty() { Value::Null } else { serde_json::from_str(&text).unwrap() };
        Self { status, content_type, body }
    }

    pub fn text(&self, field: &str) -> String {
        assert!(self.body[field].is_string(), "no {field} in {self:?}");
        self.body[field].as_str().unwrap().to_owned()
    }

    pub fn code(&self) -> String {
        assert_eq!(self.content_type, "application/problem+json", "{self:?}");
        assert_eq!(self.body["status"], self.status.as_u16(), "{self:?}");
        self.text("code")
    }
}

/// The letter of the contract, with everything filled in.
pub fn letter() -> Value {
    json!({
        "kind": "phan_anh",
        "about": { "name": "Trần Văn Bình", "position": "tổ trưởng", "unit": "tổ dân phố 5" },
        "happened": { "place": "ngõ 12", "on": "2026-11-16" },
        "text": "Thu tiền làm ngõ mà không có phiếu thu, hỏi nhiều lần không trả lời.",
        "reporter": { "name": "Lê Thị An", "address": "số 3 ngõ 12", "phone": "0912 345 678" },
        "email": "an@example.vn",
        "lang": "vi",
    })
}

fn officer(login: &str, role: Role, unit: &str) -> NewUser {
    NewUser {
        login: login.into(),
        role,
        unit_code: unit.into(),
        card_no: None,
        display_name: login.to_uppercase(),
        email: EmailAddress::parse(&format!("{login}@example.vn")).unwrap(),
        password: Some(PASSWORD.into()),
    }
}

async fn add_units(store: &Store, branch: UnitId) {
    let (city, committee) = (UnitId(Uuid::new_v4()), UnitId(Uuid::new_v4()));
    let unit = |id, code: &str, kind: &str, name: &str, parent| UnitRow {
        id,
        code: code.into(),
        kind: kind.into(),
        name: name.into(),
        number: None,
        parent,
        from: NaiveDate::from_ymd_opt(2015, 1, 1).unwrap(),
        to: None,
    };
    let tx = store.begin().await.unwrap();
    tx.add_units(&[
        unit(city, "TP", "committee", "Thành ủy", None),
        unit(committee, "DU", "committee", "Đảng ủy phường", Some(city)),
        unit(branch, "CB1", "branch", "Chi bộ 1", Some(committee)),
    ])
    .await
    .unwrap();
    tx.commit().await.unwrap();
}
