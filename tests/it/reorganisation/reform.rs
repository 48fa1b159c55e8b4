//! The reform of 1 July 2025 on the whole demonstration: ten wards become four, three of them divided, with its letters
//! open on that day.

use gopy::app::reorganisation::{self as reorg, NewPlan};
use gopy::app::{demo, tracking};
use gopy::domain::access::Role;
use gopy::domain::case::Queue;
use gopy::store::cases::Key;

use super::numbers;
use super::town::Node;
use crate::support::TestDatabase;

#[tokio::test]
async fn the_reform_is_carried_out_on_the_whole_demonstration() {
    let database = TestDatabase::fresh().await;
    let portal = Node::on(&database, "2025-07-01T09:00:00Z".parse().unwrap()).await;
    portal.store.migrate_up().await.unwrap();
    let shown = demo::load(&portal.app).await.unwrap();
    let above = portal.store.account_by_login("captren").await.unwrap().unwrap().account;
    let on = portal.app.now().day;
    let plan = NewPlan {
        name: "Sắp xếp mười phường thành bốn".into(),
        on,
        file_name: "ke-hoach.csv".into(),
        content: demo::reform().into_bytes(),
    };
    let id = reorg::draft(&portal.app, &above, plan).await.unwrap();
    let preview = reorg::preview(&portal.app, &above, id).await.unwrap();
    assert_eq!(preview.flaws, []);
    assert_eq!(preview.gaps, []);
    let of = |what: &str| preview.units.iter().filter(|unit| unit.what == what).count();
    assert_eq!((of("ended"), of("new"), of("changed")), (10, 4, 148 + 50));
    assert!(!numbers(&preview).is_empty(), "open cases change hands");
    let moving = numbers(&preview).len();
    reorg::take_back(&portal.app, &above, id).await.unwrap();

    // By whom and whenever the command is given, it happens on that day.
    let today = Node::on(&database, "2026-11-22T02:00:00Z".parse().unwrap()).await;
    let (_, id) = demo::reformed(&today.app).await.unwrap();
    assert_eq!(demo::reformed(&today.app).await.unwrap().1, id, "once");
    let minutes = reorg::minutes(&today.app, &above, id).await.unwrap();
    assert_eq!(minutes.on, on);
    let told = minutes.parts.iter().flat_map(|part| &part.lines);
    assert!(told.clone().all(|line| line.received_on <= on), "open on that day");
    assert_eq!(told.count(), moving);
    let units = portal.store.all_units().await.unwrap();
    let tx = portal.store.begin().await.unwrap();
    for held in tx.held_cases().await.unwrap() {
        let lives = units.iter().any(|unit| unit.id == held.unit && unit.to.is_none());
        let queue = tx.case(Key::Id(held.case)).await.unwrap().case.queue;
        assert!(lives || queue == Queue::Above, "an orphan");
    }
    drop(tx);
    for one in &shown.receipts {
        let tracked = tracking::open(&portal.app, &one.receipt.grouped()).await.unwrap();
        assert_eq!(tracked.case_number, one.number);
    }
    let triage = portal.store.accounts_with(&[Role::Triage]).await.unwrap()[0].account;
    let figures =
        reorg::figures(&portal.app, &triage, [on - chrono::Days::new(1), on]).await.unwrap();
    for side in &figures.sides {
        assert_eq!(side.iter().map(|line| line.cases).sum::<usize>(), figures.total);
    }
    assert_eq!(
        reorg::lost(&portal.app, &above).await.unwrap().len(),
        6,
        "of ten secretaries four go on"
    );
    gopy::app::audit::verify(&today.app, None).await.unwrap();
}
