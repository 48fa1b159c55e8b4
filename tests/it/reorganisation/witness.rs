//! What must hold however often the organisation changes.

use std::collections::{BTreeMap, BTreeSet};

use gopy::app::App;
use gopy::domain::access::{Account, Role, reads};
use gopy::domain::case::{Exclusions, Queue};
use gopy::domain::clock::{Clock, ClockKind};
use gopy::domain::ids::{AccountId, CaseId};
use gopy::store::Store;
use gopy::store::cases::{Key, Loaded};
use gopy::store::people::UnitRow;

use crate::support::Followed;

/// Letters with what is known of their cases.
#[derive(Clone)]
pub struct Witness {
    pub letters: Vec<Followed>,
    clocks: BTreeMap<CaseId, Vec<Clock>>,
    out: BTreeMap<CaseId, Exclusions>,
}

impl Witness {
    pub async fn of(letters: Vec<Followed>, store: &Store) -> Self {
        let mut witness =
            Self { letters: Vec::new(), clocks: BTreeMap::new(), out: BTreeMap::new() };
        for letter in letters {
            witness.add(letter, store).await;
        }
        witness
    }

    pub async fn add(&mut self, letter: Followed, store: &Store) {
        let id = letter.case(store).await;
        let loaded = store.case(Key::Id(id)).await.unwrap();
        self.clocks.insert(id, loaded.clocks);
        self.out.insert(id, loaded.excluded);
        self.letters.push(letter);
    }

    /// Looks at everything once more: each case, whoever has its key, and where its receipt leads.
    pub async fn look(&mut self, store: &Store) {
        let accounts = store.accounts_with(&Role::ALL).await.unwrap();
        let accounts: Vec<Account> = accounts.into_iter().map(|row| row.account).collect();
        let units = store.all_units().await.unwrap();
        for letter in &self.letters {
            let id = letter.case(store).await;
            letter.key(id, store).await;
            let loaded = store.case(Key::Id(id)).await.unwrap();
            no_orphan(&loaded, &units, &accounts);
            go_on(self.clocks.get_mut(&id).unwrap(), &loaded);
            let (before, out) = (&self.out[&id], &loaded.excluded);
            assert!(out.accounts.is_superset(&before.accounts), "{} came to know", loaded.number);
            assert!(out.units.is_superset(&before.units), "{} came to know", loaded.number);
            let may = accounts.iter().filter(|who| reads(who, &loaded.case, out));
            let may: BTreeSet<AccountId> = may.map(|who| who.id).collect();
            let have = store.key_holders(id).await.unwrap();
            assert_eq!(have, may, "{} is read by whoever has its key", loaded.number);
            assert!(have.is_disjoint(&out.accounts), "kept out with a key: {}", loaded.number);
            self.out.insert(id, loaded.excluded);
        }
    }

    /// What every holder of a receipt sees.
    pub async fn follow(&self, app: &App, store: &Store) {
        for letter in &self.letters {
            letter.track(app, store).await;
        }
    }
}

/// An open case has a living unit and an officer who may act and know, or lies above.
fn no_orphan(found: &Loaded, units: &[UnitRow], active: &[Account]) {
    let (case, out, number) = (&found.case, &found.excluded, &found.number);
    let lives = |id| units.iter().any(|unit| unit.id == id && unit.to.is_none());
    let Some(to) = case.state.assignment().filter(|_| case.state.is_open()) else { return };
    let acts = active.iter().any(|one| one.id == to.officer);
    let may = !out.accounts.contains(&to.officer) && !out.units.contains(&to.unit);
    let is_held = lives(to.unit) && acts && may;
    assert!(is_held || case.queue == Queue::Above, "{number} is an orphan");
    assert!(to.coordinating.is_none_or(lives), "{number} is helped by nobody");
}

/// What the former officer owed is over with their office; nothing that anybody was promised is.
fn go_on(before: &mut Vec<Clock>, found: &Loaded) {
    let takes_up = |clock: &Clock| clock.kind == ClockKind::TakeUp;
    for clock in before.iter() {
        let mut now = found.clocks.iter();
        let now = now.find(|one| (one.kind, one.seq) == (clock.kind, clock.seq)).unwrap();
        let same = if takes_up(clock) { now.due_on == clock.due_on } else { now == clock };
        assert!(same, "{}: {clock:?} became {now:?}", found.number);
    }
    let others = |all: &[Clock]| all.iter().filter(|one| !takes_up(one)).count();
    assert_eq!(others(&found.clocks), others(before), "{}", found.number);
    before.clone_from(&found.clocks);
}
