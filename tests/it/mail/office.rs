//! An office with a few accounts and a case, to send mail from.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use gopy::app::App;
use gopy::app::post::{Post, PostReport, send_due};
use gopy::clock::{Clock as _, SetClock};
use gopy::config::{Database, Settings};
use gopy::domain::access::{Account, Role};
use gopy::domain::case::{Above, Case, Queue, State, Track};
use gopy::domain::ids::{AccountId, CaseId, LetterId, OutboxId, UnitId};
use gopy::domain::letter::{Kind, Lang, Source};
use gopy::domain::notice::{Addressee, Template};
use gopy::domain::post::{Channel, MailArgs};
use gopy::keys::{CaseKey, Holder, Keys};
use gopy::mail::Mailer;
use gopy::rules::Rules;
use gopy::store::Store;
use gopy::store::accounts::AccountRow;
use gopy::store::case_keys::WrappedKey;
use gopy::store::letters::LetterRow;
use gopy::store::outbox::Owed;
use uuid::Uuid;

use super::{Scratch, at, day, number};

const MASTER: [u8; 32] = [7; 32];

pub struct Office {
    pub app: App,
    pub store: Store,
    pub clock: Arc<SetClock>,
    keys: Keys,
    _scratch: Scratch,
}

pub fn case_id(id: u128) -> CaseId {
    CaseId(Uuid::from_u128(id))
}

pub fn account_id(id: u128) -> AccountId {
    AccountId(Uuid::from_u128(id))
}

impl Office {
    pub async fn open(mailer: Arc<dyn Mailer>) -> Self {
        let scratch = Scratch::new();
        let mut settings = Settings::default();
        settings.mail.from = "khong-tra-loi@phuong.example.vn".into();
        settings.mail.retry_base_ms = 1_000;
        settings.database = Database {
            url: format!("sqlite://{}", scratch.0.join("gopy.db").display()),
            max_connections: 4,
            log_statements: false,
        };
        let store = Store::open(&settings.database).await.unwrap();
        store.migrate_up().await.unwrap();
        let clock = Arc::new(SetClock::at(at("2026-11-16T01:30:00Z")));
        let post = Post::through(mailer, &settings).unwrap();
        let rules = Rules::shipped().unwrap();
        let (keys, time) = (Keys::new(&MASTER), clock.clone());
        let app = App::new(store.clone(), time, Keys::new(&MASTER), rules, settings, post);
        Self { app, store, clock, keys, _scratch: scratch }
    }

    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now().at
    }

    pub fn pass(&self, time: TimeDelta) {
        self.clock.set(self.now() + time);
    }

    pub async fn send(&self) -> PostReport {
        send_due(&self.app).await.unwrap()
    }

    /// A case with a letter, and an address for notices where there is one.
    pub async fn case(&self, id: u128, lang: Lang, contact: Option<&str>) {
        let tx = self.store.begin().await.unwrap();
        let id = case_id(id);
        let number = number(u32::try_from(id.0.as_u128()).unwrap());
        tx.add_case(&screening(id), &[], &number, None).await.unwrap();
        let letter = LetterRow {
            id: LetterId(id.0),
            case: id,
            source: Source::Web,
            lang,
            happened_on: None,
            received_on: day("2026-11-16"),
            content: self.keys.seal(&format!("Letter:{id}"), b"BI-MAT"),
            replay: None,
        };
        tx.add_letter(&letter).await.unwrap();
        let key = CaseKey::fresh();
        let wrapped = self.keys.seal_key(&Holder::Post, id, &key);
        let wrapped = WrappedKey { case: id, holder: Holder::Post, wrapped };
        tx.add_case_keys(&[wrapped]).await.unwrap();
        let contact = contact.map(|text| key.seal(&format!("Contact:{id}"), text.as_bytes()));
        tx.add_to_vault(id, None, contact).await.unwrap();
        tx.commit().await.unwrap();
    }

    pub async fn account(&self, id: u128) {
        self.account_with(id, Role::Triage).await;
    }

    pub async fn account_with(&self, id: u128, role: Role) {
        let account = Account { id: account_id(id), role, unit: UnitId(Uuid::nil()), member: None };
        let row = AccountRow {
            account,
            login: format!("kiemtra{id}"),
            password_hash: String::new(),
            display_name: "Nguyễn Thị BÍ MẬT".into(),
            email: format!("kiemtra{id}@phuong.example.vn"),
            lang: Lang::Vi,
            disabled: false,
        };
        let tx = self.store.begin().await.unwrap();
        tx.add_account(&row).await.unwrap();
        tx.commit().await.unwrap();
    }

    pub async fn owe(&self, notices: &[Owed]) {
        let tx = self.store.begin().await.unwrap();
        let from = &self.app.settings().mail.from;
        tx.owe(notices, from, self.now()).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// News for the resident of a case.
    pub fn news(&self, id: u128, case: u128) -> Owed {
        self.notice(id, case, Addressee::Reporter, Template::News, None)
    }

    /// A new letter for a staff account.
    pub fn intake(&self, id: u128, case: u128, account: u128) -> Owed {
        let account = Some(account_id(account));
        self.notice(id, case, Addressee::Triage, Template::Intake, account)
    }

    fn notice(
        &self,
        id: u128,
        case: u128,
        addressee: Addressee,
        template: Template,
        account: Option<AccountId>,
    ) -> Owed {
        Owed {
            id: OutboxId(Uuid::from_u128(id)),
            case: Some(case_id(case)),
            addressee,
            account,
            template,
            channel: Channel::Mail,
            args: MailArgs::Case { number: number(u32::try_from(case).unwrap()), by: None },
            due_at: self.now(),
        }
    }
}

fn screening(id: CaseId) -> Case {
    Case {
        id,
        kind: Kind::ToCao,
        track: Track::Party,
        queue: Queue::Committee,
        state: State::Screening,
        received_on: day("2026-11-16"),
        paper: false,
        named: false,
        asked: 0,
        returned: 0,
        pending: None,
        subjects: std::collections::BTreeSet::new(),
        allegations: Vec::new(),
        measures: Vec::new(),
        heard: false,
        appeal_of: None,
        above: Above::default(),
        challenged: std::collections::BTreeSet::new(),
        revision: 0,
    }
}
