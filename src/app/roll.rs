//! Who sits where and who may act here, kept in memory: what the conflict gate asks of the register for every letter.
//!
//! Kept whole, and read anew whole as soon as anything of it has changed, so that nothing in how fast it answers tells
//! whom a letter was about.

use std::collections::{BTreeSet, HashMap};

use crate::domain::access::{Account, Role};
use crate::domain::gate::{FullNames, Left, Seat};
use crate::domain::ids::{AccountId, MemberId, UnitId};
use crate::domain::interest::{Holder, Interest, Toward};
use crate::store::roll::Standing;
use crate::store::{Store, StoreError};

pub(crate) struct Roll {
    of_member: HashMap<MemberId, Vec<Seat>>,
    in_unit: HashMap<UnitId, Vec<Seat>>,
    accounts: Vec<Standing>,
    left: Vec<Left>,
    interests: Vec<Interest>,
    names: FullNames<MemberId>,
}

impl Roll {
    pub async fn read(store: &Store) -> Result<Self, StoreError> {
        let (seats, accounts) = (store.all_seats().await?, store.all_standing().await?);
        let (left, interests) = (store.all_left().await?, store.all_interests().await?);
        let (mut of_member, mut in_unit) = (HashMap::new(), HashMap::new());
        for seat in seats {
            of_member.entry(seat.member).or_insert_with(Vec::new).push(seat);
            in_unit.entry(seat.unit).or_insert_with(Vec::new).push(seat);
        }
        let acting = accounts.iter().filter(|one| !one.disabled);
        let names = acting.filter_map(|one| Some((one.account.member?, one.name.as_deref()?)));
        let names = FullNames::new(names);
        Ok(Self { of_member, in_unit, accounts, left, interests, names })
    }

    /// The names in full of the members who may act here.
    pub fn names(&self) -> &FullNames<MemberId> {
        &self.names
    }

    /// Seats of these members, past and present.
    pub fn seats_of(&self, members: &BTreeSet<MemberId>) -> Vec<Seat> {
        members.iter().filter_map(|one| self.of_member.get(one)).flatten().copied().collect()
    }

    /// Seats in these units, past and present.
    pub fn seats_in(&self, units: &BTreeSet<UnitId>) -> Vec<Seat> {
        units.iter().filter_map(|one| self.in_unit.get(one)).flatten().copied().collect()
    }

    /// Declared ties of or to these members, and to these units.
    pub fn ties(&self, members: &BTreeSet<MemberId>, units: &BTreeSet<UnitId>) -> Vec<Interest> {
        let touches = |one: &&Interest| {
            matches!(one.of, Holder::Member(id) if members.contains(&id))
                || match one.to {
                    Toward::Member(id) => members.contains(&id),
                    Toward::Unit(id) => units.contains(&id),
                }
        };
        self.interests.iter().filter(touches).copied().collect()
    }

    /// Accounts that may act, in these roles.
    pub fn acting(&self, roles: &[Role]) -> Vec<Account> {
        let acting = self.accounts.iter().filter(|one| !one.disabled);
        acting.map(|one| one.account).filter(|one| roles.contains(&one.role)).collect()
    }

    /// These accounts, those of these members, and those attached to these units now or before: who could be told by
    /// accident.
    pub fn touching(
        &self,
        accounts: &BTreeSet<AccountId>,
        members: &BTreeSet<MemberId>,
        units: &BTreeSet<UnitId>,
    ) -> Vec<Account> {
        let left: BTreeSet<AccountId> = self
            .left
            .iter()
            .filter(|one| units.contains(&one.unit))
            .map(|one| one.account)
            .collect();
        let touches = |one: &Account| {
            accounts.contains(&one.id)
                || one.member.is_some_and(|member| members.contains(&member))
                || units.contains(&one.unit)
                || left.contains(&one.id)
        };
        self.accounts.iter().map(|one| one.account).filter(touches).collect()
    }

    /// Where these accounts belonged before.
    pub fn left_by(&self, accounts: &[Account]) -> Vec<Left> {
        let mine = |one: &&Left| accounts.iter().any(|account| account.id == one.account);
        self.left.iter().filter(mine).copied().collect()
    }
}
