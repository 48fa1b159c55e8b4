//! A dossier that two persons destroy: whoever was kept out of it learns neither that it waits to be destroyed nor that
//! it was.

use std::collections::BTreeSet;

use gopy::app::{AppError, Words, cases, retention};
use gopy::domain::ids::CaseId;
use gopy::domain::receipt::CaseNumber;
use gopy::domain::step::{Act, RefusalReason, Step};
use gopy::keys::Holder;

use super::world::{Organisation, World, past};
use super::{Way, act, compare, hidden_letter};
use crate::retention::LATER;

/// Somebody of the staff does it; whoever may not is answered, and the next one tries.
async fn somebody<T>(
    people: &Organisation,
    mut does: impl AsyncFnMut(&gopy::domain::access::Account) -> Result<T, AppError>,
) -> T {
    for (who, _) in &people.accounts {
        if let Ok(done) = does(who).await {
            return done;
        }
    }
    unreachable!("nobody may")
}

/// The hidden case is not taken up.
async fn ends(world: &World, people: &Organisation, number: &CaseNumber) {
    let refuse = Act::Refuse { reason: RefusalReason::NotSpecific };
    for step in [Step::Propose(refuse), Step::Confirm] {
        somebody(people, async |who| {
            let words = Words::Note("Chưa rõ việc gì.".into());
            cases::take_step(&world.app, who, number, None, step.clone(), words).await
        })
        .await;
    }
}

async fn is_gone(world: &World, case: CaseId) -> bool {
    matches!(world.app.case_key(Holder::Office, case).await, Err(AppError::NotFound))
}

async fn destroyed(way: Way, seed: u64) {
    let mut people = Organisation::of(seed);
    let login = way.login(&people);
    let (me, subject) = (people.who(&login), way.subject(&people, &login));
    let world = World::found(&people).await;
    let concerned: BTreeSet<_> = [Some(subject.id), me.member].into_iter().flatten().collect();
    past(&world, &mut people, &concerned, me.id).await;
    let (without, with) = world.fork("2026-11-09").await;
    let (number, case) = hidden_letter(way, &with, &people, &login).await;
    ends(&with, &people, &number).await;
    for world in [&without, &with] {
        world.jobs().await;
        world.set_day(LATER);
        world.jobs().await;
    }
    let name = format!("{way:?}, seed {seed}");

    somebody(&people, async |who| retention::propose(&with.app, who, &number).await).await;
    compare((way, &format!("{name}, proposed")), &login, number.as_str(), &without, &with).await;

    assert!(!is_gone(&with, case).await);
    somebody(&people, async |who| retention::destroy(&with.app, who, &number).await).await;
    for world in [&without, &with] {
        world.jobs().await;
    }
    assert!(is_gone(&with, case).await, "{name}: else there is nothing to find out");
    let (above, may_know) = (people.who("captren3"), people.who("captren2"));
    let lines = retention::destroyed(&with.app, &above).await.unwrap();
    let others = retention::destroyed(&with.app, &may_know).await.unwrap();
    assert!(lines.iter().chain(&others).any(|line| line.number == number), "{name}: a line stays");
    compare((way, &format!("{name}, destroyed")), &login, number.as_str(), &without, &with).await;
    act((way, &name), &login, &without, &with).await;
}

#[tokio::test]
async fn the_subject_cannot_tell_that_it_was_destroyed() {
    destroyed(Way::Subject, 13).await;
}

#[tokio::test]
async fn the_approver_cannot_tell_that_it_was_destroyed() {
    destroyed(Way::Approver, 14).await;
}
