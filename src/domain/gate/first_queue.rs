//! Where a new case begins, when some of those who would take it up must not know of it.

use std::collections::BTreeMap;

use super::Reason;
use crate::access::{Account, Role};
use crate::case::Queue;
use crate::ids::AccountId;
use crate::letter::Lane;

/// Where a new case begins (workflow, transition 2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    Committee,
    /// Nobody is left here who may triage it, or who may approve.
    Above,
    /// Anybody here could be meant: it waits above until somebody decides who is.
    Quarantine,
}

impl Start {
    pub fn queue(self) -> Queue {
        match self {
            Self::Committee => Queue::Committee,
            Self::Above | Self::Quarantine => Queue::Above,
        }
    }
}

/// Which queue a new case goes to.
///
/// One level up when triage or approval has nobody left who may know, or when it cannot be told whom a
/// grave letter means.
pub fn first_queue(
    lane: Lane,
    staff: &[Account],
    out: &BTreeMap<AccountId, Reason>,
    subject_unknown: bool,
) -> Start {
    if is_forsaken(staff, |account| out.contains_key(&account)) {
        Start::Above
    } else if subject_unknown && lane == Lane::Full {
        Start::Quarantine
    } else {
        Start::Committee
    }
}

/// Whether nobody of the committee's active staff is left who may triage a case, or who may approve it.
pub fn is_forsaken(staff: &[Account], is_out: impl Fn(AccountId) -> bool) -> bool {
    let somebody =
        |role: Role| staff.iter().any(|account| account.role == role && !is_out(account.id));
    !somebody(Role::Triage) || !somebody(Role::Approver)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::fixture::unit;

    fn id(of: u128) -> AccountId {
        AccountId(Uuid::from_u128(of))
    }

    #[test]
    fn a_case_goes_up_when_nobody_may_triage_or_approve_it() {
        let account = |of: u128, role| Account { id: id(of), role, unit: unit(1), member: None };
        let staff = [account(1, Role::Triage), account(2, Role::Approver)];
        let none = BTreeMap::new();
        let no_approver = BTreeMap::from([(id(2), Reason::SameCommittee)]);
        let start = |lane, out, unknown| first_queue(lane, &staff, out, unknown);
        assert_eq!(start(Lane::Full, &none, false), Start::Committee);
        assert_eq!(start(Lane::Full, &none, true), Start::Quarantine);
        assert_eq!(start(Lane::Short, &none, true), Start::Committee);
        assert_eq!(start(Lane::Short, &no_approver, false), Start::Above);
        assert_eq!(start(Lane::Full, &no_approver, true), Start::Above);
    }
}
