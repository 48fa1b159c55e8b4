//! Non-interference (invariant 1): to whom a case does not exist, the world in which it does answers
//! everything as the world in which it does not.
//!
//! Two portals with one past. In the second, a letter comes in of which one account must not know; it is
//! triaged, handled and answered, its clocks run late, people are reminded. After each stretch of it that
//! account asks both portals everything that can be asked: every page of the route table, every operation
//! of the OpenAPI document, signed in and not. Status, headers, bodies, lines of the log and statements to
//! the database are compared as they are; only tokens are left out. A route that is added is asked, too, or
//! fails the test.

mod destroyed;
pub mod heard;
pub mod tour;
pub mod world;

use std::collections::BTreeSet;

use gopy::app;
use gopy::app::Words;
use gopy::app::interests::Declared;
use gopy::domain::interest::{Tie, Toward};
use gopy::domain::letter::{RawLetter, Source};
use gopy::domain::receipt::CaseNumber;
use gopy::domain::step::Step;
use gopy::mail::Message;
use gopy::store::cases::Key;
use poem::http::StatusCode;
use rand::Rng as _;

use tour::{Answer, NOBODY, Question, Visitor, questions, tour, writes};
use world::{Organisation, Person, World, past};

/// Why somebody must not know.
#[derive(Clone, Copy, Debug)]
enum Way {
    /// The letter is about them.
    Subject,
    /// It is about somebody on the same committee.
    Colleague,
    /// It is about somebody of the unit whose officer they are.
    Unit,
    /// They are married to whom it is about.
    Relative,
    /// It names them as a witness.
    Named,
    /// It came on paper to another desk.
    Paper,
    /// They run the machine.
    Machine,
    /// They sit above, and the reporter is harassed.
    Above,
    Approver,
    /// They had it in hand and stepped back.
    Recused,
    /// The reporter asks that they keep away.
    Challenged,
    /// They hold a share of the vault, and the letter is about them; who wrote it is asked for.
    Custodian,
}

impl Way {
    fn login(self, people: &Organisation) -> String {
        match self {
            Self::Subject | Self::Colleague | Self::Named => "kiemtra".into(),
            Self::Relative => "kiemtra2".into(),
            Self::Unit => {
                let branch = |login: &&String| login.starts_with("bithu.") && login.contains('-');
                people.accounts.iter().map(|(_, login)| login).find(branch).unwrap().clone()
            }
            Self::Paper => "tiepnhan".into(),
            Self::Machine => "quantri".into(),
            Self::Above => "captren".into(),
            Self::Approver => "pheduyet".into(),
            Self::Recused => "kiemtravien".into(),
            Self::Challenged => "kiemtra".into(),
            Self::Custodian => "giuphong".into(),
        }
    }

    /// Whom the letter is about.
    fn subject(self, people: &Organisation, login: &str) -> Person {
        let me = people.who(login);
        let nth =
            |test: &dyn Fn(&&Person) -> bool| people.people.iter().find(test).unwrap().clone();
        match self {
            Self::Colleague => nth(&|one| one.unit == me.unit && Some(one.id) != me.member),
            Self::Unit => nth(&|one| one.unit == me.unit && one.title == "deputy_secretary"),
            Self::Relative | Self::Named => nth(&|one| one.title == "secretary"),
            Self::Recused | Self::Challenged => nth(&|one| one.title == "member"),
            _ => people.behind(login).clone(),
        }
    }
}

/// The letter in the second world.
async fn hidden_letter(
    way: Way,
    world: &World,
    people: &Organisation,
    login: &str,
) -> (CaseNumber, gopy::domain::ids::CaseId) {
    let subject = way.subject(people, login);
    let mut text = "Thu tiền làm ngõ mỗi hộ năm trăm nghìn đồng mà không có phiếu thu.".to_owned();
    if matches!(way, Way::Named) {
        text = format!("{text} Có ông {} chứng kiến.", people.behind(login).name);
    }
    let number = if matches!(way, Way::Paper) {
        let raw = RawLetter {
            kind: "to_cao".into(),
            about: subject.about(),
            text,
            ..RawLetter::default()
        };
        let (desk, today) = (people.who("tiepnhan2"), world.app.now().day);
        let post = Source::Post;
        let sent = app::desk::register_paper(&world.app, &desk, raw, post, today, None).await;
        sent.unwrap().case_number
    } else {
        let kind = if matches!(way, Way::Subject | Way::Approver | Way::Custodian) {
            "to_cao"
        } else {
            "phan_anh"
        };
        world.letter(kind, subject.about(), &text).await.case_number
    };
    let loaded = world.store.case(Key::Number(&number)).await.unwrap();
    // It comes with a file, so that a file may betray what the letter does not.
    let photo = crate::evidence::made::plain_jpeg(40, 30);
    let upload = app::evidence::receive(&world.app, "a.jpg", true, &mut &*photo).await.unwrap();
    app::evidence::add_under_receipt(&world.app, loaded.case.id, &[upload], None).await.unwrap();
    let me = people.who(login);
    let case = world.store.case(Key::Number(&number)).await.unwrap().case.id;
    match way {
        Way::Recused => {
            assert_eq!(world.live(people, &number, 3, Some(me.id)).await.last(), Some(&"assign"));
            let (app, words) = (&world.app, Words::Note("Tôi quen người gửi.".into()));
            app::cases::take_step(app, &me, &number, None, Step::Recuse, words).await.unwrap();
        }
        Way::Challenged => {
            let (name, why) =
                (&people.behind(login).name, "Ông ấy là họ hàng của người bị phản ánh.");
            app::tracking::challenge(&world.app, case, name, why, None).await.unwrap();
        }
        _ => {}
    }
    let loaded = world.store.case(Key::Number(&number)).await.unwrap();
    assert!(loaded.excluded.accounts.contains(&me.id), "{way:?}: {login} is not kept out");
    (number, loaded.case.id)
}

/// What was sent to one address, without the ids of the mails. What they were told while it was still theirs to know
/// is left out: nothing may come after it.
fn mails(way: Way, world: &World, login: &str) -> Vec<Message> {
    let address = format!("{login}@gopy.example");
    let knew = matches!(way, Way::Recused | Way::Challenged);
    let until = "2026-11-09T02:00:00Z".parse::<chrono::DateTime<chrono::Utc>>().unwrap();
    let mine = world.mailer.sent().into_iter().filter(|mail| mail.to.as_str() == address);
    let mine = mine.filter(|mail| !knew || until < mail.written_at);
    let mut mine: Vec<Message> = mine.map(|mail| Message { id: String::new(), ..mail }).collect();
    // Several go out at a time, in no order.
    mine.sort_by_key(|mail| (mail.written_at, mail.words.text.clone()));
    mine
}

/// The same to the last byte, and told request by request where it is not.
fn same(what: &str, questions: &[Question], without: &[Answer], with: &[Answer]) {
    // Behind the last question stands the calendar of those who have one.
    assert_eq!(without.get(questions.len()), with.get(questions.len()), "{what}: the calendar");
    for ((question, without), with) in questions.iter().zip(without).zip(with) {
        let name = format!("{what}: {} {}", question.method, question.path);
        assert_eq!(without.status, with.status, "{name}");
        assert_eq!(without.headers, with.headers, "{name}");
        let lines = without.body.lines().zip(with.body.lines()).find(|(a, b)| a != b);
        assert!(without.body == with.body, "{name} differs, first in {lines:#?}");
        assert_eq!(without.heard, with.heard, "{name}: log or statements");
    }
}

/// The hidden number is answered as one that nobody has: same status, headers, body, and the same
/// statements, so that no clock could tell them apart.
fn as_if_there_were_none(hidden: &str, questions: &[Question], answers: &[Answer]) -> usize {
    let mut compared = 0;
    for (question, answer) in questions.iter().zip(answers) {
        if !question.path.contains(hidden) {
            continue;
        }
        let twin = question.path.replace(hidden, NOBODY);
        let place = questions
            .iter()
            .position(|other| other.path == twin && other.method == question.method)
            .unwrap();
        let name = format!("{} {}", question.method, question.path);
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{name}: {}", answer.body);
        let (a, b) = (answer.clone().about(hidden, "N"), answers[place].clone().about(NOBODY, "N"));
        assert_eq!(a, b, "{name}");
        compared += 1;
    }
    compared
}

/// What X has in their lists, the same in both worlds.
async fn in_view(visitor: &mut Visitor<'_>) -> Vec<String> {
    let mut numbers = BTreeSet::new();
    for list in ["inbox", "work", "done"] {
        let page = visitor.get(&format!("/api/v1/cases?list={list}")).await;
        let page: serde_json::Value = serde_json::from_str(&page.body).unwrap();
        for case in page["cases"].as_array().into_iter().flatten() {
            numbers.insert(case["number"].as_str().unwrap().to_owned());
        }
    }
    numbers.into_iter().take(4).collect()
}

/// Asks both worlds everything, and says where they differ.
async fn compare(
    (way, what): (Way, &str),
    login: &str,
    hidden: &str,
    without: &World,
    with: &World,
) {
    let mut mine = Visitor::signed_in(without, login).await;
    let mut theirs = Visitor::signed_in(with, login).await;
    let visible = in_view(&mut mine).await;
    assert_eq!(visible, in_view(&mut theirs).await, "{what}: the lists");
    let everything = questions(&visible, hidden);
    let a = tour(&mut mine, &everything).await;
    let b = tour(&mut theirs, &everything).await;
    same(&format!("{what}, {login}"), &everything, &a, &b);
    assert!(60 < as_if_there_were_none(hidden, &everything, &b), "{what}: hardly anything asked");
    let statements: usize = b.iter().map(|answer| answer.heard.statements.len()).sum();
    assert!(everything.len() < statements, "{what}: {statements} statements were heard");

    let open = questions(&[], hidden);
    let a = tour(&mut Visitor::stranger(without), &open).await;
    let b = tour(&mut Visitor::stranger(with), &open).await;
    same(&format!("{what}, nobody signed in"), &open, &a, &b);
    let (mine, theirs) = (mails(way, without, login), mails(way, with, login));
    assert_eq!(mine, theirs, "{what}: mails to {login}");
}

async fn two_worlds(way: Way, seed: u64) {
    let mut people = Organisation::of(seed);
    let login = way.login(&people);
    let me = people.who(&login);
    let subject = way.subject(&people, &login);
    let world = World::found(&people).await;
    if matches!(way, Way::Relative) {
        let tie = Declared {
            of: None,
            to: Toward::Member(subject.id),
            tie: Tie::Spouse,
            from: None,
            until: None,
        };
        app::interests::declare(&world.app, &me, tie).await.unwrap();
    }
    let concerned: BTreeSet<_> = [Some(subject.id), me.member].into_iter().flatten().collect();
    if matches!(way, Way::Custodian) {
        world.hold(&people).await;
    }
    let earlier = past(&world, &mut people, &concerned, me.id).await;
    if matches!(way, Way::Custodian) {
        // A name that this custodian may decide about.
        world.ask(&people, &earlier, "pheduyet2").await;
    }

    let (without, with) = world.fork("2026-11-09").await;
    let (number, case) = hidden_letter(way, &with, &people, &login).await;
    let hidden = number.as_str();
    if matches!(way, Way::Custodian) {
        let by =
            if with.sees(&people, &number, "pheduyet2").await { "pheduyet2" } else { "captren2" };
        with.ask(&people, &number, by).await;
    }
    let name = format!("{way:?}, seed {seed}");
    let steps = people.dice.random_range(2..=6);
    let stretches =
        [("2026-11-09", 0), ("2026-11-11", steps), ("2026-12-08", 1), ("2027-02-10", 8)];
    for (place, (day, steps)) in stretches.into_iter().enumerate() {
        for world in [&without, &with] {
            world.set_day(day);
        }
        let taken = with.live(&people, &number, steps, None).await;
        if matches!(way, Way::Above) && place == 1 {
            let told = "Có người đến nhà dọa.";
            app::tracking::report_retaliation(&with.app, case, told, None).await.unwrap();
        }
        for world in [&without, &with] {
            world.jobs().await;
        }
        // Two of the stretches are looked into; the others only let time pass.
        if place.is_multiple_of(2) {
            let what = format!("{name}, {day} {taken:?}");
            compare((way, &what), &login, hidden, &without, &with).await;
        }
    }
    assert_eq!(mails(way, &without, &login), mails(way, &with, &login), "{name}");
    act((way, &name), &login, &without, &with).await;
    let loaded = with.store.case(Key::Number(&number)).await.unwrap();
    assert_ne!(loaded.case.revision, 1, "{name}: nothing happened to the hidden case");
}

/// Takes the same steps in both worlds on what is in view: what is written answers alike, and what is read after it.
async fn act((way, what): (Way, &str), login: &str, without: &World, with: &World) {
    let mut mine = Visitor::signed_in(without, login).await;
    let mut theirs = Visitor::signed_in(with, login).await;
    let visible = in_view(&mut mine).await;
    assert_eq!(visible, in_view(&mut theirs).await, "{what}: the lists before the steps");
    let steps = writes(&visible);
    assert_eq!(visible.is_empty(), steps.is_empty(), "{what}");
    let plain = |all: Vec<Answer>| all.into_iter().map(Answer::without_ids).collect::<Vec<_>>();
    let a = plain(tour(&mut mine, &steps).await);
    let b = plain(tour(&mut theirs, &steps).await);
    same(&format!("{what}, steps of {login}"), &steps, &a, &b);
    assert_eq!(
        in_view(&mut mine).await,
        in_view(&mut theirs).await,
        "{what}: the lists after them"
    );
    for world in [without, with] {
        world.jobs().await;
    }
    let (mine, theirs) = (mails(way, without, login), mails(way, with, login));
    assert_eq!(mine, theirs, "{what}: mails after the steps");
}

macro_rules! ways {
    ($($test:ident $way:ident $seed:literal),+ $(,)?) => {$(
        #[tokio::test]
        async fn $test() {
            two_worlds(Way::$way, $seed).await;
        }
    )+};
}

ways! {
    the_subject_cannot_tell Subject 1,
    who_sits_on_the_same_committee_cannot_tell Colleague 2,
    the_officer_of_the_unit_cannot_tell Unit 3,
    a_relative_cannot_tell Relative 4,
    a_witness_cannot_tell Named 5,
    the_desk_cannot_tell Paper 6,
    who_runs_the_machine_cannot_tell Machine 7,
    the_level_above_cannot_tell Above 8,
    the_approver_cannot_tell Approver 9,
    who_stepped_back_cannot_tell Recused 11,
    whom_the_reporter_wants_away_cannot_tell Challenged 12,
    a_custodian_cannot_tell Custodian 10,
}

/// The table is worth something: it holds what is known to be there, and every page goes through it.
#[test]
fn every_route_stands_in_the_table() {
    let known: Vec<String> = gopy::server::known().into_iter().map(|one| one.path).collect();
    for path in ["/", "/metrics", "/readyz", "/noi-bo/hs/:number/giao", "/ho-so/thay-nguoi"] {
        assert!(known.iter().any(|one| one == path), "{path}");
    }
    let once: BTreeSet<&String> = known.iter().collect();
    assert_eq!(once.len(), known.len(), "an address stands twice");
}
