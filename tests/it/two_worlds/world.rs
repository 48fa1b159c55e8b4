//! Made-up organisations from a seed, and what happens in them.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::NaiveDate;
use gopy::app::post::Post;
use gopy::app::view::CaseView;
use gopy::app::{self, Answer, App, DraftWords, Words};
use gopy::clock::SetClock;
use gopy::config::Settings;
use gopy::domain::access::{Account, Role};
use gopy::domain::case::{Assignment, Outcome, Track};
use gopy::domain::ids::{AccountId, MemberId, UnitId};
use gopy::domain::letter::{About, Lang, RawLetter, RawReporter, Source};
use gopy::domain::receipt::CaseNumber;
use gopy::domain::step::{Act, Finding, Step, StepKind};
use gopy::domain::text::name_sort_key;
use gopy::keys::Keys;
use gopy::mail::Memory;
use gopy::rules::Rules;
use gopy::store::Store;
use gopy::store::accounts::AccountRow;
use gopy::store::people::{MemberRow, MembershipRow, PostRow, Tie, UnitRow};
use poem::endpoint::BoxEndpoint;
use rand::rngs::StdRng;
use rand::seq::{IndexedRandom as _, SliceRandom as _};
use rand::{Rng as _, SeedableRng as _};
use uuid::Uuid;

use crate::support::{PASSWORD, TestDatabase, sign_in};

/// A person of the register with the seat they hold.
#[derive(Clone, Debug)]
pub struct Person {
    pub id: MemberId,
    pub name: String,
    pub unit: UnitId,
    pub unit_name: String,
    pub title: &'static str,
    managed_by: UnitId,
}

impl Person {
    /// As a resident describes them: name in full, post and unit.
    pub fn about(&self) -> About {
        let position = match self.title {
            "secretary" => "bí thư",
            "deputy_secretary" => "phó bí thư",
            "inspection_member" => "ủy viên ủy ban kiểm tra",
            "standing_member" => "ủy viên ban thường vụ",
            _ => "đảng viên",
        };
        About {
            name: format!("ông {}", self.name),
            position: position.into(),
            unit: self.unit_name.clone(),
        }
    }
}

/// Who there is, in no database yet.
pub struct Organisation {
    pub units: Vec<UnitRow>,
    pub people: Vec<Person>,
    pub accounts: Vec<(Account, String)>,
    pub dice: StdRng,
}

const FAMILIES: [&str; 8] = ["Nguyễn", "Trần", "Lê", "Phạm", "Vũ", "Đặng", "Bùi", "Đỗ"];
const MIDDLES: [&str; 6] = ["Văn", "Đức", "Quang", "Mạnh", "Hữu", "Minh"];
const GIVEN: [&str; 14] = [
    "An", "Bình", "Cường", "Dũng", "Giang", "Hải", "Khánh", "Long", "Nam", "Phúc", "Sơn", "Thắng",
    "Tuấn", "Vinh",
];

/// Who holds a share, where there is a vault.
pub const CUSTODIANS: [&str; 3] = ["giuphong", "giuphong2", "giuphong3"];

fn passphrase(login: &str) -> String {
    format!("năm từ không liên quan {}", login.len())
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

impl Organisation {
    pub fn of(seed: u64) -> Self {
        let mut dice = StdRng::seed_from_u64(seed);
        let mut names: Vec<String> = FAMILIES
            .iter()
            .flat_map(|family| {
                MIDDLES.iter().flat_map(move |middle| {
                    GIVEN.iter().map(move |given| format!("{family} {middle} {given}"))
                })
            })
            .collect();
        names.shuffle(&mut dice);
        let mut all = Self { units: Vec::new(), people: Vec::new(), accounts: Vec::new(), dice };
        let mut names = names.into_iter();
        let mut name = move || names.next().unwrap();
        let city = all.unit("tp", "city", "Thành ủy".into(), None, None);
        let committee =
            all.unit("lt", "committee", "Đảng bộ quận Liêm Trì".into(), None, Some(city));
        let inspection = all.unit(
            "lt-ubkt",
            "inspection_committee",
            "Ủy ban Kiểm tra Quận ủy".into(),
            None,
            Some(committee),
        );
        for (place, count) in [(inspection, 3), (committee, 3), (city, 2)] {
            let title = if place == inspection { "inspection_member" } else { "standing_member" };
            for _ in 0..count {
                all.person(name(), place, title, committee);
            }
        }
        let mut heads = Vec::new();
        for (ward, code) in [("Phú Đô", "phudo"), ("Mễ Trì", "metri")] {
            let organisation = all.unit(
                code,
                "grassroots_committee",
                format!("Đảng bộ phường {ward}"),
                None,
                Some(committee),
            );
            heads.push((
                all.person(name(), organisation, "secretary", committee),
                organisation,
                code.to_owned(),
            ));
            for number in 1..=all.dice.random_range(2..=4) {
                let branch = all.unit(
                    &format!("{code}-{number:02}"),
                    "residential_branch",
                    format!("Chi bộ {number} phường {ward}"),
                    Some(number),
                    Some(organisation),
                );
                let head = all.person(name(), branch, "secretary", organisation);
                all.person(name(), branch, "deputy_secretary", organisation);
                all.person(name(), branch, "member", organisation);
                heads.push((head, branch, format!("{code}-{number:02}")));
            }
        }
        let of = |all: &Self, unit: UnitId, place: usize| {
            let mut there = all.people.iter().filter(|person| person.unit == unit);
            Some(there.nth(place).unwrap().id)
        };
        let deputy = all.people.iter().find(|person| person.title == "deputy_secretary");
        let deputy = deputy.map(|person| person.id);
        let staff = [
            ("tiepnhan", Role::Desk, committee, of(&all, committee, 2)),
            ("tiepnhan2", Role::Desk, committee, None),
            ("kiemtra", Role::Triage, inspection, of(&all, inspection, 0)),
            ("kiemtra2", Role::Triage, inspection, None),
            ("kiemtra3", Role::Triage, committee, None),
            ("pheduyet", Role::Approver, committee, of(&all, committee, 0)),
            ("pheduyet2", Role::Approver, city, None),
            ("kiemtravien", Role::Handler, inspection, of(&all, inspection, 2)),
            ("captren", Role::Above, city, of(&all, city, 0)),
            ("captren2", Role::Above, city, None),
            ("captren3", Role::Above, inspection, None),
            ("quantri", Role::Admin, committee, deputy),
            ("giuphong", Role::Custodian, committee, of(&all, committee, 1)),
            ("giuphong2", Role::Custodian, city, None),
            ("giuphong3", Role::Custodian, city, None),
        ];
        for (login, role, unit, member) in staff {
            all.account(login.into(), role, unit, member);
        }
        for (head, unit, code) in heads {
            all.account(format!("bithu.{code}"), Role::Handler, unit, Some(head));
        }
        all
    }

    fn unit(
        &mut self,
        code: &str,
        kind: &str,
        name: String,
        number: Option<u32>,
        parent: Option<UnitId>,
    ) -> UnitId {
        let id = UnitId(Uuid::from_u128(1_000 + self.units.len() as u128));
        let (code, kind, from) = (code.into(), kind.into(), day("2020-01-01"));
        self.units.push(UnitRow { id, code, kind, name, number, parent, from, to: None });
        id
    }

    fn person(
        &mut self,
        name: String,
        unit: UnitId,
        title: &'static str,
        managed_by: UnitId,
    ) -> MemberId {
        let id = MemberId(Uuid::from_u128(2_000 + self.people.len() as u128));
        let unit_name = self.units.iter().find(|one| one.id == unit).unwrap().name.clone();
        self.people.push(Person { id, name, unit, unit_name, title, managed_by });
        id
    }

    fn account(&mut self, login: String, role: Role, unit: UnitId, member: Option<MemberId>) {
        let id = AccountId(Uuid::from_u128(3_000 + self.accounts.len() as u128));
        self.accounts.push((Account { id, role, unit, member }, login));
    }

    pub fn who(&self, login: &str) -> Account {
        self.accounts.iter().find(|(_, one)| one == login).unwrap().0
    }

    pub fn behind(&self, login: &str) -> &Person {
        let member = self.who(login).member.unwrap();
        self.people.iter().find(|person| person.id == member).unwrap()
    }

    async fn found(&self, app: &App, store: &Store) {
        let hash = app::sessions::hash_password(app, PASSWORD).await.unwrap();
        let tx = store.begin().await.unwrap();
        let from = day("2020-01-01");
        tx.add_units(&self.units).await.unwrap();
        let members = self.people.iter().enumerate().map(|(place, person)| MemberRow {
            id: person.id,
            full_name: person.name.clone(),
            gender: Some("male".into()),
            born_on: Some(day("1970-01-01")),
            card_no: format!("00.{place:06}"),
            joined_on: None,
            official_on: None,
            rating: None,
            year_only: false,
            sort_key: name_sort_key(&person.name),
        });
        tx.add_members(&members.collect::<Vec<_>>()).await.unwrap();
        let ties = self.people.iter().map(|person| MembershipRow {
            member: person.id,
            unit: person.unit,
            tie: Tie::Managing,
            from,
            to: None,
        });
        tx.add_memberships(&ties.collect::<Vec<_>>()).await.unwrap();
        let seated = self.people.iter().filter(|person| person.title != "member");
        let posts = seated.enumerate().map(|(place, person)| PostRow {
            id: Uuid::from_u128(4_000 + place as u128),
            member: person.id,
            unit: person.unit,
            title: person.title.into(),
            managed_by: person.managed_by,
            from,
            to: None,
        });
        tx.add_posts(&posts.collect::<Vec<_>>()).await.unwrap();
        for (account, login) in &self.accounts {
            let row = AccountRow {
                account: *account,
                login: login.clone(),
                password_hash: hash.clone(),
                display_name: login.to_uppercase(),
                email: format!("{login}@gopy.example"),
                lang: Lang::Vi,
                disabled: false,
            };
            tx.add_account(&row).await.unwrap();
            sign_in::enrol(app, &tx, account.id).await;
        }
        tx.commit().await.unwrap();
        app::register::file_all(app).await.unwrap();
    }
}

/// A portal on a database of its own, with its clock and everything it has mailed.
pub struct World {
    pub app: App,
    pub store: Store,
    pub clock: Arc<SetClock>,
    pub mailer: Arc<Memory>,
    pub doors: BoxEndpoint<'static, poem::Response>,
    pub database: TestDatabase,
}

impl World {
    pub async fn found(organisation: &Organisation) -> Self {
        let world = Self::on(TestDatabase::fresh().await, "2026-11-02").await;
        world.store.migrate_up().await.unwrap();
        organisation.found(&world.app, &world.store).await;
        world
    }

    /// The same portal on a database that is there already.
    pub async fn on(database: TestDatabase, today: &str) -> Self {
        let mut settings = Settings::default();
        settings.database = database.settings.clone();
        settings.database.log_statements = true;
        settings.server.secure_cookies = Some(false);
        settings.limits.enabled = false;
        // Nobody listens there: its addresses are asked as those of all others.
        settings.oidc.issuer = "http://127.0.0.1:9".into();
        settings.oidc.client_id = "gopy".into();
        settings.oidc.client_secret = "secret".into();
        settings.storage.url = database.folder.join("files").display().to_string();
        let store = Store::open(&settings.database).await.unwrap();
        let clock = Arc::new(SetClock::at(format!("{today}T02:00:00Z").parse().unwrap()));
        let mailer = Arc::new(Memory::default());
        let post = Post::through(mailer.clone(), &settings).unwrap();
        let (keys, rules) = (Keys::new(&[7; 32]), Rules::shipped().unwrap());
        let app = App::new(store.clone(), clock.clone(), keys, rules, settings, post);
        let doors = gopy::server::routes(&app, None).unwrap();
        Self { app, store, clock, mailer, doors, database }
    }

    /// Two worlds with one past.
    pub async fn fork(self, today: &str) -> (Self, Self) {
        let Self { database, app, store, doors, .. } = self;
        drop((app, store, doors));
        let copy = database.copy().await;
        (Self::on(database, today).await, Self::on(copy, today).await)
    }

    pub fn set_day(&self, day: &str) {
        self.clock.set(format!("{day}T02:00:00Z").parse().unwrap());
    }

    pub async fn jobs(&self) {
        gopy::jobs::run_once(&self.app, None).await.unwrap();
    }

    /// Three custodians make the vault.
    pub async fn hold(&self, people: &Organisation) {
        for login in CUSTODIANS {
            let (who, words) = (people.who(login), passphrase(login));
            app::vault::make_key(&self.app, &who, PASSWORD, &words, &words).await.unwrap();
        }
        let first = people.who(CUSTODIANS[0]);
        app::vault::make(&self.app, &first, &passphrase(CUSTODIANS[0])).await.unwrap();
    }

    pub async fn sees(&self, people: &Organisation, number: &CaseNumber, login: &str) -> bool {
        app::view::view(&self.app, &people.who(login), number).await.is_ok()
    }

    /// Somebody asks who wrote, and one of those who may know agrees.
    pub async fn ask(&self, people: &Organisation, number: &CaseNumber, by: &str) {
        let why = Words::Note("Phải gặp người gửi để lấy lời khai theo luật.".into());
        app::vault::ask(&self.app, &people.who(by), number, &why).await.unwrap();
        for login in CUSTODIANS.into_iter().rev() {
            let who = people.who(login);
            let tasks = app::vault::waiting(&self.app, &who).await.unwrap();
            if let Some(task) = tasks.iter().find(|task| task.number == *number) {
                let words = passphrase(login);
                app::vault::agree(&self.app, &who, task.id, &words).await.unwrap();
                return;
            }
        }
    }

    pub async fn letter(&self, kind: &str, about: About, text: &str) -> app::letters::Submitted {
        let raw = RawLetter {
            kind: kind.into(),
            about,
            text: text.into(),
            reporter: Some(RawReporter {
                name: "Tạ Thị Kín".into(),
                address: "số 9 ngõ Vắng".into(),
                phone: String::new(),
            }),
            email: Some("nguoi.gui@hop-thu.example.vn".into()),
            lang: Lang::Vi,
            ..RawLetter::default()
        };
        app::letters::submit(&self.app, raw, Source::Web, None).await.unwrap()
    }

    /// Takes the case up to `steps` further along its main line, by whoever may; answers with the steps.
    pub async fn live(
        &self,
        people: &Organisation,
        number: &CaseNumber,
        steps: usize,
        officer: Option<AccountId>,
    ) -> Vec<&'static str> {
        let mut taken = Vec::new();
        while taken.len() < steps {
            let Some(step) = self.go_on(people, number, officer).await else { break };
            taken.push(step.name());
        }
        taken
    }

    async fn go_on(
        &self,
        people: &Organisation,
        number: &CaseNumber,
        officer: Option<AccountId>,
    ) -> Option<StepKind> {
        const MAIN: [StepKind; 7] = [
            StepKind::Confirm,
            StepKind::ProposeAccept,
            StepKind::Assign,
            StepKind::Declare,
            StepKind::Draft,
            StepKind::Submit,
            StepKind::Conclude,
        ];
        for (who, _) in &people.accounts {
            let Ok(view) = app::view::view(&self.app, who, number).await else { continue };
            for kind in MAIN.into_iter().filter(|kind| view.steps.contains(kind)) {
                let Some((step, words)) = step(kind, &view, officer) else { continue };
                let done = app::cases::take_step(&self.app, who, number, None, step, words).await;
                if done.is_ok() {
                    return Some(kind);
                }
            }
        }
        None
    }
}

fn step(kind: StepKind, view: &CaseView, officer: Option<AccountId>) -> Option<(Step, Words)> {
    let step = match kind {
        StepKind::Confirm => Step::Confirm,
        StepKind::ProposeAccept => Step::Propose(Act::Accept { track: Track::Party }),
        StepKind::Assign => {
            let wanted = view.candidates.iter().find(|one| Some(one.account) == officer);
            let one = wanted.or_else(|| view.candidates.first())?;
            let to = Assignment { unit: one.unit, officer: one.account, coordinating: None };
            Step::Assign { to }
        }
        StepKind::Declare => Step::Declare,
        StepKind::Submit => Step::Submit,
        StepKind::Conclude => Step::Conclude,
        StepKind::Draft => {
            let finding =
                |allegation| Finding { allegation, outcome: Outcome::Partly, evidence: true };
            let findings: Vec<Finding> =
                view.allegations.iter().map(|one| finding(one.id)).collect();
            let evidence = findings.iter().map(|one| (one.allegation, "Sổ thu".into())).collect();
            let text = || "Đã đối chiếu sổ thu.".to_owned();
            let answer = Answer { checked: text(), found: text(), done: text(), next: text() };
            let words = Words::Draft(DraftWords { evidence, answer, ..DraftWords::default() });
            return Some((Step::Draft { findings, measures: Vec::new() }, words));
        }
        _ => return None,
    };
    Some((step, Words::None))
}

/// A past that both worlds share: letters about several people, on several days, at several points. Answers
/// with the first.
pub async fn past(
    world: &World,
    people: &mut Organisation,
    but: &BTreeSet<MemberId>,
    mine: AccountId,
) -> CaseNumber {
    let free: Vec<Person> = people
        .people
        .iter()
        .filter(|one| !but.contains(&one.id) && one.title == "member")
        .cloned()
        .collect();
    let mut first = None;
    let days = ["2026-11-02", "2026-11-03", "2026-11-04", "2026-11-05", "2026-11-06"];
    for (place, day) in days.into_iter().enumerate() {
        world.set_day(day);
        let about = free.choose(&mut people.dice).unwrap().about();
        let text = "Thu tiền làm ngõ mỗi hộ năm trăm nghìn đồng mà không có phiếu thu.";
        let sent = world.letter("phan_anh", about, text).await;
        let steps = [0, 1, 2, 4, 6][place];
        world.live(people, &sent.case_number, steps, Some(mine)).await;
        world.jobs().await;
        first.get_or_insert(sent.case_number);
    }
    first.unwrap()
}
