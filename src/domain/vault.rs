//! Who opens what says who wrote, and for how long: two of three or more custodians, for one case, with a
//! written reason, for one day. Until then nobody can, and afterwards nobody can again.

use std::collections::BTreeSet;

use chrono::TimeDelta;

use crate::access::{Account, Role, sees};
use crate::case::{Case, Exclusions, Queue};
use crate::ids::AccountId;

/// Before this many custodians hold a key of their own there is no vault: of two, one who falls ill would shut it.
pub const FEWEST: usize = 3;
/// How many of them open it.
pub const NEEDED: usize = 2;
/// How long what was opened stays open for the one who asked.
pub const OPEN_FOR: TimeDelta = TimeDelta::hours(24);
/// How long a request waits for custodians.
pub const WAITS_FOR: TimeDelta = TimeDelta::days(7);
/// Shortest passphrase of a custodian, in characters.
pub const SHORTEST: usize = 15;

/// How a request stands. The stored spelling is never changed, only added to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Standing {
    /// For custodians to decide.
    Waiting,
    /// Two agreed; it is over when its day is over.
    Opened,
    /// So many refused, or are kept out, that no two are left who could agree.
    Refused,
    /// Nobody decided in time.
    Lapsed,
}

impl Standing {
    pub const ALL: [Self; 4] = [Self::Waiting, Self::Opened, Self::Refused, Self::Lapsed];

    pub fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Opened => "opened",
            Self::Refused => "refused",
            Self::Lapsed => "lapsed",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name() == name)
    }
}

/// What one custodian said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Voice {
    pub custodian: AccountId,
    pub agrees: bool,
}

/// How a request stands after these voices. `able` are the custodians who hold a share and are not kept out of
/// the case: whoever is kept out later takes the voice along.
pub fn standing(voices: &[Voice], able: &BTreeSet<AccountId>) -> Standing {
    let said = |agrees: bool| {
        let mine = voices.iter().filter(move |one| one.agrees == agrees);
        mine.filter(|one| able.contains(&one.custodian)).count()
    };
    if NEEDED <= said(true) {
        Standing::Opened
    } else if able.len().saturating_sub(said(false)) < NEEDED {
        Standing::Refused
    } else {
        Standing::Waiting
    }
}

/// Whether this account may ask for the name of who wrote: whoever decides the case, for the law leaves it to
/// the settler who may know (Luật Tố cáo 2018, Điều 56). Handlers and triage write to the sender through the
/// portal and need no name.
pub fn may_ask(account: &Account, case: &Case, excluded: &Exclusions) -> bool {
    let settles = match account.role {
        Role::Approver => true,
        // Where it was called it looks on.
        Role::Above => case.queue == Queue::Above,
        Role::Desk | Role::Triage | Role::Handler | Role::Custodian | Role::Admin => false,
    };
    settles && sees(account, case, excluded)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::fixture::{account, case};

    fn id(of: u128) -> AccountId {
        AccountId(Uuid::from_u128(of))
    }

    #[test]
    fn two_who_are_able_open_it_and_it_is_refused_when_no_two_are_left() {
        let yes = |of| Voice { custodian: id(of), agrees: true };
        let no = |of| Voice { custodian: id(of), agrees: false };
        let three: BTreeSet<_> = [1, 2, 3].map(id).into();
        for (voices, able, expected) in [
            (vec![], &three, Standing::Waiting),
            (vec![yes(1)], &three, Standing::Waiting),
            (vec![yes(1), no(2)], &three, Standing::Waiting),
            (vec![yes(1), no(2), yes(3)], &three, Standing::Opened),
            (vec![no(1), no(2)], &three, Standing::Refused),
            // Who is kept out, or holds no share any more, does not count; neither yes nor no.
            (vec![yes(4), yes(1)], &three, Standing::Waiting),
            (vec![no(4), no(1)], &three, Standing::Waiting),
            (vec![yes(1), yes(2)], &[1].map(id).into(), Standing::Refused),
        ] {
            assert_eq!(standing(&voices, able), expected, "{voices:?}");
        }
    }

    #[test]
    fn only_who_settles_the_case_may_ask() {
        let asks = |role, queue| {
            let (case, none) = (Case { queue, ..case() }, Exclusions::default());
            may_ask(&account(1, role, 60), &case, &none)
        };
        let here: Vec<_> =
            Role::ALL.into_iter().filter(|role| asks(*role, Queue::Committee)).collect();
        let above: Vec<_> =
            Role::ALL.into_iter().filter(|role| asks(*role, Queue::Above)).collect();
        assert_eq!((here, above), (vec![Role::Approver], vec![Role::Above]));
        let approver = account(1, Role::Approver, 60);
        let out = Exclusions { accounts: [approver.id].into(), ..Exclusions::default() };
        assert!(!may_ask(&approver, &case(), &out));
    }
}
