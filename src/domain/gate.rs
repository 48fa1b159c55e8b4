//! The conflict gate: who is kept out of a case, computed from dated facts before anyone is told.

use std::collections::{BTreeMap, BTreeSet};

use crate::access::{Account, Role};
use crate::case::Queue;
use crate::ids::{AccountId, MemberId, UnitId};
use crate::letter::Lane;

/// The dated facts that keep people out, as of the day of the act and of today.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// The people complained of, or who may be.
    pub subjects: BTreeSet<MemberId>,
    /// Units complained of as such.
    pub units: BTreeSet<UnitId>,
    /// Units in which a subject holds a post now or held one when it happened.
    pub posts: BTreeSet<UnitId>,
    /// Who holds a post in those units now: the same committee.
    pub colleagues: BTreeSet<MemberId>,
    /// Every account that touches these people or units.
    pub accounts: Vec<Account>,
}

/// Why somebody is kept out; stored, shown to approvers only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// May be the person described; lifted when triage names the one who is.
    Match,
    Subject,
    /// The unit complained of, or one whose committee the subject sits on.
    Unit,
    SameCommittee,
    /// Declared a link, or stepped back.
    Recused,
    /// Handled an earlier stage of the same matter.
    EarlierHandler,
}

impl Reason {
    pub fn name(self) -> &'static str {
        match self {
            Self::Match => "match",
            Self::Subject => "subject",
            Self::Unit => "unit",
            Self::SameCommittee => "same_committee",
            Self::Recused => "recused",
            Self::EarlierHandler => "earlier_handler",
        }
    }
}

/// Accounts and units that must not learn of the case, each with the first reason found.
pub type KeptOut = (BTreeMap<AccountId, Reason>, BTreeMap<UnitId, Reason>);

/// Works out who is kept out: the subject, the committees the subject sits on, the unit complained of.
pub fn keep_out(facts: &Facts) -> KeptOut {
    let units: BTreeMap<UnitId, Reason> =
        facts.units.union(&facts.posts).map(|unit| (*unit, Reason::Unit)).collect();
    let reason = |account: &Account| {
        if account.member.is_some_and(|member| facts.subjects.contains(&member)) {
            Some(Reason::Subject)
        } else if units.contains_key(&account.unit) {
            Some(Reason::Unit)
        } else if account.member.is_some_and(|member| facts.colleagues.contains(&member)) {
            Some(Reason::SameCommittee)
        } else {
            None
        }
    };
    let accounts = facts
        .accounts
        .iter()
        .filter_map(|account| reason(account).map(|reason| (account.id, reason)))
        .collect();
    (accounts, units)
}

/// Which queue a new case goes to (workflow, transition 2).
///
/// One level up when triage or approval has nobody left who may know, or when a grave letter
/// describes someone the register does not know.
pub fn first_queue(
    lane: Lane,
    staff: &[Account],
    out: &BTreeMap<AccountId, Reason>,
    subject_unknown: bool,
) -> Queue {
    let somebody = |role: Role| {
        staff.iter().any(|account| account.role == role && !out.contains_key(&account.id))
    };
    let touched = !somebody(Role::Triage) || !somebody(Role::Approver);
    if touched || (subject_unknown && lane == Lane::Full) { Queue::Above } else { Queue::Committee }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn account(id: u128, role: Role, unit: u128, member: Option<u128>) -> Account {
        Account {
            id: AccountId(Uuid::from_u128(id)),
            role,
            unit: UnitId(Uuid::from_u128(unit)),
            member: member.map(|member| MemberId(Uuid::from_u128(member))),
        }
    }

    #[test]
    fn subject_unit_and_committee_are_kept_out_and_nobody_else() {
        let facts = Facts {
            subjects: [MemberId(Uuid::from_u128(7))].into(),
            posts: [UnitId(Uuid::from_u128(70))].into(),
            colleagues: [MemberId(Uuid::from_u128(8))].into(),
            accounts: vec![
                account(1, Role::Handler, 70, Some(9)),  // same unit
                account(2, Role::Triage, 60, Some(8)),   // sits on the same committee
                account(3, Role::Approver, 60, Some(7)), // the subject
                account(4, Role::Triage, 60, Some(5)),
            ],
            ..Facts::default()
        };
        let (accounts, units) = keep_out(&facts);
        let reasons: Vec<&str> = accounts.values().map(|reason| reason.name()).collect();
        assert_eq!(reasons, ["unit", "same_committee", "subject"]);
        assert_eq!(units.len(), 1);
    }

    #[test]
    fn a_case_goes_up_when_nobody_may_triage_or_approve_it() {
        let staff = [account(1, Role::Triage, 1, None), account(2, Role::Approver, 1, None)];
        let none = BTreeMap::new();
        let no_approver = BTreeMap::from([(staff[1].id, Reason::SameCommittee)]);
        assert_eq!(first_queue(Lane::Full, &staff, &none, false), Queue::Committee);
        assert_eq!(first_queue(Lane::Full, &staff, &none, true), Queue::Above);
        assert_eq!(first_queue(Lane::Short, &staff, &none, true), Queue::Committee);
        assert_eq!(first_queue(Lane::Short, &staff, &no_approver, false), Queue::Above);
    }
}
