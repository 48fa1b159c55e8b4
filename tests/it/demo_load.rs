//! The demonstration loads once, through the real workflow, and nobody excluded sees a case.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::{DateTime, Days, Utc};
use gopy::app::generate::{self, Wanted};
use gopy::app::post::Post;
use gopy::app::{App, conflict, demo, letters, lists, sessions, tracking, view};
use gopy::clock::{Clock as _, SetClock};
use gopy::config::Settings;
use gopy::demo::letters::{Kind, Scenario};
use gopy::demo::{DEMO_PASSWORD, DemoLetter, committee};
use gopy::domain::access::{Account, Role};
use gopy::domain::ids::{MemberId, UnitId};
use gopy::domain::letter::{self, RawLetter, Source};
use gopy::domain::receipt::CaseNumber;
use gopy::keys::Keys;
use gopy::rules::Rules;
use gopy::store::Store;
use gopy::store::audit::Verdict;
use gopy::store::cases::Key;
use gopy::store::outbox::Fate;
use uuid::Uuid;

use crate::support::TestDatabase;

pub struct Office {
    pub app: App,
    pub store: Store,
    clock: Arc<SetClock>,
    database: TestDatabase,
}

impl Office {
    pub async fn open(now: &str) -> Self {
        let database = TestDatabase::fresh().await;
        let settings = Settings { database: database.settings.clone(), ..Settings::default() };
        let store = Store::open(&settings.database).await.unwrap();
        store.migrate_up().await.unwrap();
        let clock = Arc::new(SetClock::at(now.parse().unwrap()));
        let post = Post::open(&settings).unwrap();
        let (keys, rules) = (Keys::new(&[7; 32]), Rules::shipped().unwrap());
        let app = App::new(store.clone(), clock.clone(), keys, rules, settings, post);
        Self { app, store, clock, database }
    }

    fn now(&self) -> DateTime<Utc> {
        self.clock.now().at
    }

    /// Cases by kind and state.
    async fn counts(&self) -> BTreeMap<(String, String), i64> {
        let today = self.clock.now().day;
        let counts = self.store.count_received(today - Days::new(400), today).await.unwrap();
        let named = |(kind, state, count): (letter::Kind, String, i64)| {
            ((kind.name().to_owned(), state), count)
        };
        counts.into_iter().map(named).collect()
    }

    async fn everybody(&self) -> Vec<Account> {
        let rows = self.store.accounts_with(&Role::ALL).await.unwrap();
        rows.into_iter().map(|row| row.account).collect()
    }

    /// Every case number in every list of an account.
    async fn listed(&self, who: &Account) -> BTreeSet<CaseNumber> {
        let mut numbers = BTreeSet::new();
        for list in 0..4 {
            let mut after: Option<String> = None;
            loop {
                let (app, from) = (&self.app, after.as_deref());
                let page = match list {
                    0 => lists::inbox(app, who, from).await,
                    1 => lists::worklist(app, who, from).await,
                    2 => lists::approvals(app, who, from).await,
                    _ => lists::done(app, who, from).await,
                }
                .unwrap();
                numbers.extend(page.rows.into_iter().map(|row| row.number));
                let Some(next) = page.next else { break };
                after = Some(next);
            }
        }
        numbers
    }
}

fn ending(letter: &DemoLetter) -> (String, String) {
    let state = match letter.ending {
        Scenario::Screening => "screening",
        Scenario::NeedInfo { .. } => "need_info",
        Scenario::Accepted => "accepted",
        Scenario::Assigned => "assigned",
        Scenario::Verifying
        | Scenario::VerifyingOnHold { .. }
        | Scenario::VerifyingExtended { .. } => "verifying",
        Scenario::Drafted(_) => "drafted",
        Scenario::Review(_) => "review",
        Scenario::Concluded(_) => "concluded",
        Scenario::Monitoring(_) => "monitoring",
        Scenario::Closed(_) | Scenario::TransferredOut { receipt: Some(_), .. } => "closed",
        Scenario::NotAccepted { .. } => "not_accepted",
        Scenario::TransferredOut { receipt: None, .. } => "transferred_out",
        Scenario::Withdrawn { .. } => "withdrawn",
        Scenario::Recorded { .. } => "recorded",
    };
    let kind = match letter.kind {
        Kind::GopY => "gop_y",
        Kind::PhanAnh => "phan_anh",
        Kind::KienNghi => "kien_nghi",
        Kind::KhieuNai => "khieu_nai",
        Kind::ToCao => "to_cao",
        Kind::BieuDuong => "bieu_duong",
    };
    (kind.to_owned(), state.to_owned())
}

#[tokio::test]
async fn the_demonstration_loads_once_and_its_letters_end_as_they_should() {
    let office = Office::open("2026-11-23T08:30:00Z").await;
    let loaded = demo::load(&office.app).await.unwrap();
    assert!(loaded.fresh);
    the_register_is_whole(&office).await;

    let mut expected: BTreeMap<(String, String), i64> = BTreeMap::new();
    for letter in committee().letters {
        *expected.entry(ending(&letter)).or_default() += 1;
    }
    assert_eq!(office.counts().await, expected);
    holds_extensions_and_measures_are_there(&office).await;
    old_mail_stays_at_home(&office).await;
    nobody_excluded_sees_a_case(&office).await;
    names_are_asked_for_in_every_state(&office, &loaded).await;
    the_recipes_open_what_they_promise(&office, &loaded).await;

    let verdict = |office: &Office| {
        let store = office.store.clone();
        async move { store.verify_audit(&Keys::new(&[7; 32]), None).await.unwrap() }
    };
    let Verdict::Whole { entries } = verdict(&office).await else { panic!("a broken chain") };
    office.clock.set(office.now() + chrono::TimeDelta::days(3));
    let again = demo::load(&office.app).await.unwrap();
    assert!(!again.fresh);
    assert_eq!(again.receipts, loaded.receipts);
    assert_eq!(again.accounts, loaded.accounts);
    assert_eq!(again.opening, loaded.opening);
    assert_eq!(office.counts().await, expected);
    assert_eq!(verdict(&office).await, Verdict::Whole { entries }, "nothing was done again");
    generated_letters_fit_in(&office).await;
    // Two acts, and whatever was read of denunciations on the way.
    let Verdict::Whole { entries: now } = verdict(&office).await else { panic!("a broken chain") };
    assert!(entries + 2 <= now, "{entries}, {now}");
}

async fn the_register_is_whole(office: &Office) {
    let units = office.store.all_units().await.unwrap();
    let count =
        |kinds: &[&str]| units.iter().filter(|unit| kinds.contains(&unit.kind.as_str())).count();
    assert_eq!(count(&["grassroots_committee", "grassroots_branch"]), 42);
    assert_eq!(count(&["grassroots_branch", "residential_branch", "workplace_branch"]), 293);
    let members: Vec<MemberId> =
        committee().members.iter().map(|member| MemberId(member.id)).collect();
    assert_eq!(office.store.members(&members).await.unwrap().len(), 7_251);
    let ties = office.store.memberships_of(&members).await.unwrap();
    assert_eq!(ties.len(), 2 * 7_251);
}

async fn holds_extensions_and_measures_are_there(office: &Office) {
    let (mut held, mut extended, mut told) = (0, 0, 0);
    for who in office.everybody().await {
        if !matches!(who.role, Role::Triage | Role::Above) {
            continue;
        }
        for number in office.listed(&who).await {
            let clocks = office.store.case(Key::Number(&number)).await.unwrap().clocks;
            held += clocks.iter().filter(|clock| clock.open_hold().is_some()).count();
            extended += clocks.iter().filter(|clock| !clock.extensions.is_empty()).count();
            told += clocks.iter().filter(|clock| clock.reminded.is_some()).count();
            let today = office.clock.now().day;
            assert!(
                clocks.iter().all(|clock| clock.wake_on.is_none_or(|wake| today < wake)),
                "{number}: a reminder of the past was left out"
            );
        }
    }
    assert!(2 <= held && 2 <= extended && 10 <= told, "{held} {extended} {told}");
}

async fn old_mail_stays_at_home(office: &Office) {
    let counts: BTreeMap<&str, u64> = office
        .store
        .outbox_counts()
        .await
        .unwrap()
        .iter()
        .map(|(fate, count): &(Fate, u64)| (fate.name(), *count))
        .collect();
    assert!(counts["sent"] > 300, "{counts:?}");
    assert!((1..60).contains(&counts["waiting"]), "{counts:?}");
    let oldest = office.store.oldest_waiting(office.now()).await.unwrap().unwrap();
    assert!(office.now() - oldest <= chrono::TimeDelta::days(2));
}

/// Every name lies in the vault, and there is a request in each state; the open one is read with what is printed.
async fn names_are_asked_for_in_every_state(office: &Office, loaded: &demo::Loaded) {
    assert!(office.store.waiting_identities(1).await.unwrap().is_empty());
    let mut standings = BTreeMap::new();
    for number in office.store.numbers().await.unwrap() {
        let number = CaseNumber::parse(&number).unwrap();
        let case = office.store.case(Key::Number(&number)).await.unwrap().case.id;
        for row in office.store.openings_of(case).await.unwrap() {
            *standings.entry(row.standing.name()).or_insert(0) += 1;
        }
    }
    let expected = [("lapsed", 1), ("opened", 1), ("refused", 1), ("waiting", 2)];
    assert_eq!(standings, expected.into());
    let (number, code) = loaded.opening.as_deref().unwrap().split_once(' ').unwrap();
    let asker = office.store.account_by_login("pheduyet").await.unwrap().unwrap().account;
    let number = CaseNumber::parse(number).unwrap();
    let name = gopy::app::vault::read(&office.app, &asker, &number, code).await.unwrap();
    assert!(!name.name.is_empty());
}

async fn nobody_excluded_sees_a_case(office: &Office) {
    let mut seen = BTreeSet::new();
    let mut kept_out = 0;
    for who in office.everybody().await {
        for number in office.listed(&who).await {
            let excluded = office.store.case(Key::Number(&number)).await.unwrap().excluded;
            assert!(!excluded.accounts.contains(&who.id), "{number} in a list of {:?}", who.role);
            kept_out += excluded.accounts.len();
            seen.insert(number);
        }
    }
    assert_eq!(seen.len(), 48, "somebody sees every case");
    assert!(kept_out > 50, "only {kept_out} exclusions: the gate was not asked");
}

async fn the_recipes_open_what_they_promise(office: &Office, loaded: &demo::Loaded) {
    let states: Vec<&str> = loaded.receipts.iter().map(|one| one.state).collect();
    assert_eq!(states, ["screening", "need_info", "verifying", "concluded", "closed"]);
    for one in &loaded.receipts {
        let tracking = tracking::open(&office.app, &one.receipt.grouped()).await.unwrap();
        assert_eq!(tracking.case_number, one.number);
    }
    let logins: Vec<&str> = loaded.accounts.iter().map(|one| one.login.as_str()).collect();
    for login in [
        "tiepnhan",
        "kiemtra",
        "kiemtra2",
        "pheduyet",
        "captren",
        "captren2",
        "giuphong1",
        "giuphong2",
        "giuphong3",
        "quantri",
        "kiemtravien1",
        "xacminh",
        "bithu.phudo-05",
    ] {
        assert!(logins.contains(&login), "{login} is not offered");
    }
    assert_eq!(logins.len() + loaded.more, committee().accounts.len());
    for login in ["tiepnhan", "bithu.phudo-05"] {
        let code = crate::support::sign_in::code(&office.app, login).await;
        sessions::sign_in(&office.app, login, DEMO_PASSWORD, Some(&code)).await.unwrap();
    }
}

/// Two runs add up; every case can be read, is in order as of today, and nobody excluded sees it.
async fn generated_letters_fit_in(office: &Office) {
    let today = office.clock.now().day;
    let wanted =
        |letters, receipts| Wanted { letters, from: today - Days::new(300), to: today, receipts };
    let first = generate::run(&office.app, wanted(700, false), |_| ()).await.unwrap();
    let mut told = Vec::new();
    let second =
        generate::run(&office.app, wanted(5, true), |stored| told.push(stored)).await.unwrap();
    assert_eq!((first.letters, second.letters, told), (700, 5, vec![5]));
    assert!((20..120).contains(&first.open), "{} open", first.open);
    assert_eq!(office.counts().await.values().sum::<i64>(), 48 + 700 + 5);
    for (number, receipt) in &second.receipts {
        let tracking = tracking::open(&office.app, &receipt.digits()).await.unwrap();
        assert_eq!(tracking.case_number, *number);
    }
    let mut seen = BTreeSet::new();
    for who in office.everybody().await {
        for number in office.listed(&who).await {
            let loaded = office.store.case(Key::Number(&number)).await.unwrap();
            assert!(!loaded.excluded.accounts.contains(&who.id), "{number}");
            if seen.insert(number.clone()) && matches!(who.role, Role::Triage | Role::Above) {
                let shown = view::view(&office.app, &who, &number).await.unwrap();
                assert!(!shown.text.is_empty() && !shown.allegations.is_empty());
                let last = shown.events.last().unwrap();
                assert!(last.on <= today && last.after == loaded.case.state.name());
            }
        }
    }
    assert_eq!(seen.len(), 48 + 700 + 5, "somebody sees every case");
    assert!(undated_about_the_past(office).await, "else the gate was not asked for what is over");
    assert_eq!(conflict::recheck(&office.app).await.unwrap(), 0, "the gate finds nothing to add");
    let late = Wanted { to: today + Days::new(1), ..wanted(1, false) };
    assert!(generate::run(&office.app, late, |_| ()).await.is_err());
}

/// Whether a generated letter without a day keeps out a unit in which its subject sits no longer.
async fn undated_about_the_past(office: &Office) -> bool {
    let posts = committee().posts;
    let (over, held): (Vec<_>, Vec<_>) = posts.iter().partition(|post| post.to.is_some());
    for number in office.store.numbers().await.unwrap() {
        let number = CaseNumber::parse(&number).unwrap();
        let loaded = office.store.case(Key::Number(&number)).await.unwrap();
        let letter = office.store.letter(loaded.case.id).await.unwrap();
        let about =
            |post: &&&gopy::demo::Post| loaded.case.subjects.contains(&MemberId(post.member));
        let left = over.iter().filter(about).map(|post| post.unit);
        let now: BTreeSet<Uuid> = held.iter().filter(about).map(|post| post.unit).collect();
        let mut left = left.filter(|unit| !now.contains(unit));
        if letter.happened_on.is_none()
            && left.any(|unit| loaded.excluded.units.contains(&UnitId(unit)))
        {
            return true;
        }
    }
    false
}

#[tokio::test]
async fn a_database_in_use_is_left_alone() {
    let office = Office::open("2026-11-23T08:30:00Z").await;
    let letter = RawLetter {
        kind: "gop_y".into(),
        text: "Đèn ngõ 5 tắt đã hai tuần.".into(),
        ..RawLetter::default()
    };
    letters::submit(&office.app, letter, Source::Web, None).await.unwrap();
    let refusal = demo::load(&office.app).await.unwrap_err().to_string();
    assert!(refusal.contains("no demonstration"), "{refusal}");
    assert!(office.store.all_units().await.unwrap().is_empty());
    assert!(!office.app.is_demo().await.unwrap());
    let today = office.clock.now().day;
    let wanted = Wanted { letters: 1, from: today, to: today, receipts: false };
    assert!(generate::run(&office.app, wanted, |_| ()).await.is_err());
    drop(office.database);
}
