//! Who holds the key of a case: exactly those who may read it, after everything that anybody does.

use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader};
use std::process::Stdio;

use gopy::app::tracking::{self, Pressed};
use gopy::app::users::{self, By, NewUser};
use gopy::app::{self, AppError, Words};
use gopy::domain::access::{Account, Role, reads};
use gopy::domain::case::{Assignment, Track};
use gopy::domain::ids::{AccountId, CaseId};
use gopy::domain::letter::EmailAddress;
use gopy::domain::receipt::CaseNumber;
use gopy::domain::step::{Act, RecordReason, RefusalReason, Step};
use gopy::keys::{Holder, Keys};
use gopy::store::cases::Key;
use gopy::store::cells::What;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom as _;
use rand::{Rng as _, SeedableRng as _};

use crate::support::committee::{about_hanh, about_hung, about_lan};
use crate::support::{PASSWORD, TestApp, TestDatabase, program};

async fn everyone(portal: &TestApp) -> Vec<Account> {
    let rows = portal.store.accounts_with(&Role::ALL).await.unwrap();
    rows.into_iter().map(|row| row.account).collect()
}

async fn all_cases(portal: &TestApp) -> Vec<CaseNumber> {
    let numbers = portal.store.numbers().await.unwrap();
    numbers.iter().map(|number| CaseNumber::parse(number).unwrap()).collect()
}

/// Both directions, for every case there is: no reader without a key, no key without a reader.
async fn assert_exact(portal: &TestApp, after: &str) {
    let accounts = everyone(portal).await;
    for number in all_cases(portal).await {
        let loaded = portal.store.case(Key::Number(&number)).await.unwrap();
        let may: BTreeSet<AccountId> = accounts
            .iter()
            .filter(|who| reads(who, &loaded.case, &loaded.excluded))
            .map(|who| who.id)
            .collect();
        let have = portal.store.key_holders(loaded.case.id).await.unwrap();
        assert_eq!(have, may, "{} after {after}", loaded.case.state.name());
        portal.app.case_key(Holder::Office, loaded.case.id).await.unwrap();
        for who in may {
            portal.app.case_key(Holder::Account(who), loaded.case.id).await.unwrap();
        }
    }
}

/// Everything staff may try; most of it is refused at any one moment.
fn steps(portal: &TestApp, dice: &mut StdRng) -> Vec<Step> {
    let c = &portal.committee;
    let handlers = [c.organisation, c.branch5, c.branch6, c.inspector];
    let officer = handlers.choose(dice).unwrap();
    let coordinating = dice.random_bool(0.6).then(|| handlers.choose(dice).unwrap().unit);
    let to = Assignment {
        unit: officer.unit,
        officer: officer.id,
        coordinating: coordinating.filter(|unit| *unit != officer.unit),
    };
    let day = portal.today() + chrono::Days::new(5);
    let body = "Ủy ban nhân dân phường".to_owned();
    let propose = |act| Step::Propose(act);
    vec![
        Step::Ask { resume_on: day },
        propose(Act::Accept { track: Track::Party }),
        propose(Act::Refuse { reason: RefusalReason::ALL[0] }),
        propose(Act::Transfer { body, boomerang: false }),
        propose(Act::Record { reason: RecordReason::ALL[0], review_on: day }),
        propose(Act::AssignDespite { to }),
        propose(Act::Close),
        propose(Act::EndWithdrawn),
        Step::Confirm,
        Step::Confirm,
        Step::Confirm,
        Step::SendBack,
        Step::Return,
        Step::Assign { to },
        Step::Assign { to },
        Step::Declare,
        Step::Declare,
        Step::Recuse,
        Step::GoOn,
        Step::Reorganise { to },
        Step::RuleChallenge { upheld: dice.random_bool(0.5) },
        Step::AddSubject { member: *[c.hung, c.binh, c.hanh, c.lan].choose(dice).unwrap() },
    ]
}

async fn staff_step(portal: &TestApp, dice: &mut StdRng) -> String {
    let who = *everyone(portal).await.choose(dice).unwrap();
    let number = all_cases(portal).await.choose(dice).unwrap().clone();
    let step = steps(portal, dice).choose(dice).unwrap().clone();
    let name = format!("{:?} by {:?}", step.kind(), who.role);
    let words = Words::Note("Theo phân công của thường trực.".into());
    let taken = app::cases::take_step(&portal.app, &who, &number, None, step, words).await;
    format!("{name}: {taken:?}")
}

async fn resident_step(portal: &TestApp, dice: &mut StdRng) -> String {
    let number = all_cases(portal).await.choose(dice).unwrap().clone();
    let case = portal.store.case(Key::Number(&number)).await.unwrap().case.id;
    let app = &portal.app;
    match dice.random_range(0..4) {
        0 => format!("withdraw {:?}", tracking::withdraw(app, case, "", Pressed::No, None).await),
        1 => format!("harassed {:?}", tracking::report_retaliation(app, case, "Dọa.", None).await),
        2 => {
            let why = "Là chị họ của người bị phản ánh.";
            let who = ["kiemtra2", "ông Trần Văn Bình", "bà Vũ Thị Hạnh"].choose(dice).unwrap();
            format!("challenge {:?}", tracking::challenge(app, case, who, why, None).await)
        }
        _ => format!("write {:?}", tracking::write(app, case, "Tôi còn phiếu.", None).await),
    }
}

/// Accounts come and go under the cases.
async fn account_step(portal: &TestApp, dice: &mut StdRng, turn: usize) -> String {
    if dice.random_bool(0.5) {
        let role =
            *[Role::Triage, Role::Approver, Role::Above, Role::Handler].choose(dice).unwrap();
        let user = NewUser {
            login: format!("moi{turn}"),
            role,
            unit_code: (*["phudo-06", "lt-ubkt", "phudo"].choose(dice).unwrap()).into(),
            card_no: dice.random_bool(0.5).then(|| "00.000003".to_owned()),
            display_name: "Người mới".into(),
            email: EmailAddress::parse(&format!("moi{turn}@gopy.example")).unwrap(),
            password: Some(PASSWORD.into()),
        };
        users::add(&portal.app, By::CommandLine, user).await.unwrap();
        return format!("a new {role:?}");
    }
    let rows = portal.store.accounts_with(&Role::ALL).await.unwrap();
    let new: Vec<_> = rows.iter().filter(|row| row.login.starts_with("moi")).collect();
    let Some(row) = new.choose(dice) else { return String::new() };
    users::disable(&portal.app, By::CommandLine, row.account.id).await.unwrap();
    "a disabled account".to_owned()
}

async fn walk(seed: u64) {
    let portal = TestApp::start().await;
    let dice = &mut StdRng::seed_from_u64(seed);
    for (kind, about) in
        [("gop_y", about_hung()), ("to_cao", about_lan()), ("to_cao", about_hanh())]
    {
        portal.letter(kind, about).await;
    }
    assert_exact(&portal, "the letters").await;
    for turn in 0..120 {
        let what = match dice.random_range(0..20) {
            0 => account_step(&portal, dice, turn).await,
            1 => {
                let later = portal.today() + chrono::Days::new(3);
                portal.set_day(&later.to_string());
                portal.jobs().await;
                "the jobs".to_owned()
            }
            2 | 3 => resident_step(&portal, dice).await,
            _ => staff_step(&portal, dice).await,
        };
        assert_exact(&portal, &format!("{what} (turn {turn} of walk {seed})")).await;
    }
}

#[tokio::test]
async fn whatever_is_done_exactly_those_who_may_read_hold_the_key() {
    for seed in 1..=3 {
        walk(seed).await;
    }
}

async fn in_hand(portal: &TestApp) -> (CaseNumber, CaseId) {
    let c = &portal.committee;
    let number = portal.letter("to_cao", about_lan()).await.case_number;
    let accept = Step::Propose(Act::Accept { track: Track::Party });
    portal.take(&c.triage, &number, accept, "").await;
    portal.take(&c.approver, &number, Step::Confirm, "").await;
    let to = Assignment { unit: c.inspector.unit, officer: c.inspector.id, coordinating: None };
    portal.take(&c.triage2, &number, Step::Assign { to }, "").await;
    let case = portal.store.case(Key::Number(&number)).await.unwrap().case.id;
    (number, case)
}

#[tokio::test]
async fn an_officer_gets_the_key_with_the_declaration_and_loses_it_by_standing_back() {
    let portal = TestApp::start().await;
    let (number, case) = in_hand(&portal).await;
    let inspector = portal.committee.inspector;
    let key = async || portal.app.case_key(Holder::Account(inspector.id), case).await;
    assert!(matches!(key().await, Err(AppError::NotFound)), "before the declaration");
    portal.take(&inspector, &number, Step::Declare, "").await;
    let held = key().await.unwrap();
    let sealed = held.seal("Note:1", b"x");
    portal.take(&inspector, &number, Step::Recuse, "Là cháu của người bị tố cáo.").await;
    assert!(matches!(key().await, Err(AppError::NotFound)), "after standing back");
    let office = portal.app.case_key(Holder::Office, case).await.unwrap();
    assert_eq!(office.open("Note:1", &sealed).unwrap(), b"x", "one key a case, whoever holds it");
}

/// What is stored for one holder serves nobody else, whatever row it is copied to.
#[tokio::test]
async fn a_copied_key_opens_for_nobody_else() {
    let portal = TestApp::start().await;
    let (_, case) = in_hand(&portal).await;
    let c = &portal.committee;
    portal
        .sql(
            "INSERT INTO case_keys (case_id, holder_kind, holder_id, wrapped) \
             SELECT k.case_id, k.holder_kind, a.id, k.wrapped FROM case_keys k, accounts a \
             WHERE k.holder_kind = 'account' AND a.login = 'quantri' \
             AND k.holder_id = (SELECT id FROM accounts WHERE login = 'kiemtra')",
        )
        .await;
    let copied = portal.app.case_key(Holder::Account(c.admin.id), case).await;
    assert!(matches!(copied, Err(AppError::Broken(_))), "{copied:?}");
}

/// The filter is taken away behind the portal's back: the row that keeps an officer out. The key stays away.
#[tokio::test]
async fn without_the_filter_whoever_was_kept_out_still_reads_nothing() {
    let portal = TestApp::start().await;
    let c = &portal.committee;
    let sent = portal.letter("to_cao", about_hanh()).await;
    let case = portal.store.case(Key::Number(&sent.case_number)).await.unwrap().case.id;
    let out = portal.store.case(Key::Id(case)).await.unwrap().excluded.accounts;
    assert!(out.contains(&c.triage.id));
    portal.sql("DELETE FROM exclusions").await;
    portal.sql("UPDATE cases SET queue = 'committee'").await;
    let loaded = portal.store.case(Key::Id(case)).await.unwrap();
    assert!(reads(&c.triage, &loaded.case, &loaded.excluded), "no filter is left");
    let seen = app::view::view(&portal.app, &c.triage, &sent.case_number).await;
    assert!(matches!(seen, Err(AppError::NotFound)), "{seen:?}");
    let inbox = app::lists::inbox(&portal.app, &c.triage, None).await.unwrap();
    let line = inbox.rows.iter().find(|row| row.number == sent.case_number).unwrap();
    assert_eq!(line.snippet, "", "not even the first words");
}

/// A resident's session keeps the key, and only the cookie opens it.
#[tokio::test]
async fn a_stored_session_opens_nothing_without_its_cookie() {
    let portal = TestApp::start().await;
    let sent = portal.letter("to_cao", about_hung()).await;
    let other = portal.letter("to_cao", about_lan()).await;
    let tracked = tracking::open(&portal.app, &sent.receipt.grouped()).await.unwrap();
    let session = app::sessions::open_case(&portal.app, &tracked.held).await.unwrap();
    let held = app::sessions::holder(&portal.app, &session.token).await.unwrap();
    let seen = tracking::view(&portal.app, &held).await.unwrap();
    assert_eq!(seen.case_number, sent.case_number);
    // Pointed at another case, the session opens neither.
    let to = format!("(SELECT id FROM cases WHERE number = '{}')", other.case_number.as_str());
    portal.sql(&format!("UPDATE sessions SET case_id = {to}")).await;
    assert!(app::sessions::holder(&portal.app, &session.token).await.is_err());
}

/// What an earlier version wrote under the one key of the portal.
#[tokio::test]
async fn cases_from_before_there_were_keys_are_sealed_anew() {
    let portal = TestApp::start().await;
    let c = &portal.committee;
    let (number, case) = in_hand(&portal).await;
    let sent = portal.letter("to_cao", about_hung()).await;
    let before = portal.view(&c.triage, &number).await;
    let tx = portal.store.begin().await.unwrap();
    let (old, key) =
        (Keys::new(&[7; 32]), portal.app.case_key(Holder::Office, case).await.unwrap());
    let mut as_it_was = |what: What, cell: &[u8]| {
        let place = match what {
            What::Letter => format!("Letter:{case}"),
            What::Allegation => format!("Allegation:{case}"),
            What::Evidence => format!("Evidence:{case}"),
            What::Measure => format!("Measure:{case}"),
            What::Message => format!("Message:{case}"),
            What::Conclusion => format!("Conclusion:{case}"),
            What::Note => format!("Note:{case}"),
        };
        Ok(old.seal(&place, &key.open(&place, cell).unwrap()))
    };
    tx.change_cells(case, &mut as_it_was).await.unwrap();
    let address = old.seal(&format!("Contact:{case}"), b"nguoi.gui@hop-thu.example.vn");
    tx.set_contact(case, address).await.unwrap();
    tx.destroy_case_key(case).await.unwrap();
    tx.set_fact("old_seals", "yes").await.unwrap();
    tx.commit().await.unwrap();
    let broken = app::view::view(&portal.app, &c.triage, &number).await;
    assert!(broken.is_err(), "nothing opens it");

    assert_eq!(app::reseal::old_cases(&portal.app).await.unwrap(), 1);
    assert_eq!(app::reseal::old_cases(&portal.app).await.unwrap(), 0, "once");
    let after = portal.view(&c.triage, &number).await;
    assert_eq!((&after.text, &after.about), (&before.text, &before.about));
    assert_exact(&portal, "sealing anew").await;
    // Its receipt was never stored: whoever shows it gets their copy then.
    portal.sql("DELETE FROM case_keys WHERE holder_kind = 'receipt'").await;
    for _ in 0..2 {
        let tracked = tracking::open(&portal.app, &sent.receipt.grouped()).await.unwrap();
        assert_eq!(tracked.case_number, sent.case_number);
    }
}

/// Keys lie in memory; a crash must not write them to a file.
#[tokio::test]
async fn the_program_leaves_no_core_dump() {
    let database = TestDatabase::fresh().await;
    let mut serving = program(&database, &["serve"])
        .env("GOPY_SERVER__LISTEN", "127.0.0.1:0")
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(serving.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
    let limits = std::fs::read_to_string(format!("/proc/{}/limits", serving.id())).unwrap();
    serving.kill().unwrap();
    serving.wait().unwrap();
    let core = limits.lines().find(|line| line.starts_with("Max core file size")).unwrap();
    let words: Vec<&str> = core.split_whitespace().collect();
    assert_eq!(words[4..6], ["0", "0"], "{core}");
}
