//! Who may do what. One table, printed as a reviewed snapshot.

use crate::case::{Case, Exclusions, Queue};
use crate::ids::{AccountId, MemberId, UnitId};
use crate::step::StepKind;

/// What a staff account is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// Văn thư: takes in paper, records what other bodies answer.
    Desk,
    /// Inspection committee: sorts, routes, asks.
    Triage,
    /// Confirms what triage and handlers propose; never the handler.
    Approver,
    /// Branch or organisation secretary: handles what is assigned to the unit.
    Handler,
    /// The level above.
    Above,
    /// One of those who together open the reporter's identity.
    Custodian,
    /// Runs the machine and reads no case.
    Admin,
}

impl Role {
    pub const ALL: [Self; 7] = [
        Self::Desk,
        Self::Triage,
        Self::Approver,
        Self::Handler,
        Self::Above,
        Self::Custodian,
        Self::Admin,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::Desk => "desk",
            Self::Triage => "triage",
            Self::Approver => "approver",
            Self::Handler => "handler",
            Self::Above => "above",
            Self::Custodian => "custodian",
            Self::Admin => "admin",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }
}

/// A staff account with the facts that decide what it may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Account {
    pub id: AccountId,
    pub role: Role,
    pub unit: UnitId,
    /// The member behind the account; exclusion is computed from it.
    pub member: Option<MemberId>,
}

/// Who acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Actor {
    /// The holder of the receipt of this very case.
    Resident,
    Account(Account),
    /// The background jobs.
    Scheduler,
}

impl Actor {
    pub fn account(&self) -> Option<AccountId> {
        match self {
            Self::Account(account) => Some(account.id),
            Self::Resident | Self::Scheduler => None,
        }
    }

    fn class(&self) -> Class {
        match self {
            Self::Resident => Class::Resident,
            Self::Scheduler => Class::Scheduler,
            Self::Account(account) => Class::Staff(account.role),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Class {
    Resident,
    Scheduler,
    Staff(Role),
}

/// Whether an actor of this class may ever take this step.
///
/// The level above does in its own queue what triage and approver do in the committee's, but
/// never both for one case: who proposes does not confirm.
fn may(class: Class, step: StepKind) -> bool {
    use Class::{Resident, Scheduler, Staff};
    use Role::{Above, Approver, Desk, Handler, Triage};
    match step {
        StepKind::Screen
        | StepKind::Route
        | StepKind::Monitor
        | StepKind::Raise
        | StepKind::Relieve
        | StepKind::Firm => class == Scheduler,
        StepKind::KeepDay | StepKind::MoveDay => {
            matches!(class, Staff(Triage | Approver | Above))
        }
        StepKind::Resume => matches!(class, Resident | Scheduler),
        StepKind::Withdraw
        | StepKind::Appeal
        | StepKind::ReportRetaliation
        | StepKind::Challenge => class == Resident,
        StepKind::Ask | StepKind::Assign | StepKind::GoOn | StepKind::Reclassify => {
            matches!(class, Staff(Triage | Above))
        }
        StepKind::ProposeAccept
        | StepKind::ProposeRefuse
        | StepKind::ProposeTransfer
        | StepKind::ProposeTransferDespite
        | StepKind::ProposeAssignDespite
        | StepKind::ProposeRecord
        | StepKind::ProposeAddTrack
        | StepKind::ProposeEndWithdrawn => matches!(class, Staff(Triage | Above)),
        StepKind::ProposeHear | StepKind::ProposeHold | StepKind::ProposeExtend => {
            class == Staff(Handler)
        }
        StepKind::ProposeClose => matches!(class, Staff(Triage | Handler | Above)),
        StepKind::Confirm | StepKind::SendBack | StepKind::RuleChallenge => {
            matches!(class, Staff(Approver | Above))
        }
        StepKind::ConfirmReceipt => matches!(class, Staff(Desk | Triage | Above)),
        StepKind::Return => matches!(class, Staff(Triage | Above) | Scheduler),
        StepKind::Deliver | StepKind::PostAgain => {
            matches!(class, Staff(Desk | Triage | Handler | Above))
        }
        StepKind::Declare
        | StepKind::Recuse
        | StepKind::RecordReply
        | StepKind::Draft
        | StepKind::Submit
        | StepKind::FinishMeasure => class == Staff(Handler),
        StepKind::EndHold => matches!(class, Staff(Handler) | Scheduler),
        StepKind::Lapse => class == Scheduler,
        StepKind::ReturnDraft | StepKind::Conclude => matches!(class, Staff(Approver | Above)),
        StepKind::AddSubject => matches!(class, Staff(Triage | Handler | Above) | Scheduler),
        StepKind::Reorganise => matches!(class, Staff(Above)),
    }
}

/// Whether this account may see that the case exists. Everything else follows from this.
///
/// An excluded account sees nothing, whatever its role (invariant 1). The same condition stands
/// in the store's scope; a test holds the two against each other.
pub fn sees(account: &Account, case: &Case, excluded: &Exclusions) -> bool {
    if excluded.accounts.contains(&account.id) {
        return false;
    }
    let assigned = case.state.assignment();
    match account.role {
        Role::Triage | Role::Approver => case.queue == Queue::Committee,
        // Called to look on, where the resident was harassed or an exception was made (25, 7a, 11a).
        Role::Above => case.queue == Queue::Above || case.above.called,
        Role::Handler => assigned.is_some_and(|to| {
            to.officer == account.id
                || to.coordinating == Some(account.unit) && !excluded.units.contains(&account.unit)
        }),
        Role::Desk => matches!(case.state, crate::case::State::TransferredOut { .. }) || case.paper,
        Role::Custodian | Role::Admin => false,
    }
}

/// How much of a case an account reads that may know there is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sight {
    /// Number, state, dates, whom it is about: before the declaration, and for the desk.
    Head,
    /// Also what is alleged, where and when: what a coordinating branch needs to establish facts. Not
    /// the letter itself, whose words may betray who wrote it.
    Points,
    Whole,
}

impl Sight {
    pub fn name(self) -> &'static str {
        match self {
            Self::Head => "head",
            Self::Points => "points",
            Self::Whole => "whole",
        }
    }
}

/// How much of this case this account reads; nothing where it does not exist for it.
///
/// The handler declares first (12); the coordinating branch sees what concerns it (213-QĐ/TW); the desk
/// never reads what it did not type.
pub fn sight(account: &Account, case: &Case, excluded: &Exclusions) -> Option<Sight> {
    if !sees(account, case, excluded) {
        return None;
    }
    Some(match (account.role, case.state.assignment()) {
        (Role::Triage | Role::Approver | Role::Above, _) => Sight::Whole,
        (Role::Handler, _) if matches!(case.state, crate::case::State::Assigned { .. }) => {
            Sight::Head
        }
        (Role::Handler, Some(to)) if to.officer == account.id => Sight::Whole,
        (Role::Handler, _) => Sight::Points,
        (Role::Desk | Role::Custodian | Role::Admin, _) => Sight::Head,
    })
}

/// Whether this account holds the key of the case: whoever reads more than its head, and nobody else.
pub fn reads(account: &Account, case: &Case, excluded: &Exclusions) -> bool {
    sight(account, case, excluded).is_some_and(|sight| Sight::Head < sight)
}

/// Whether this actor may take this step on this case, before the step's own guards are asked.
pub(crate) fn allows(actor: &Actor, step: StepKind, case: &Case, excluded: &Exclusions) -> bool {
    if !may(actor.class(), step) {
        return false;
    }
    let Actor::Account(account) = actor else { return true };
    // The level above signs a reorganisation for every case it touches, whosever queue that lies in.
    let signs = step == StepKind::Reorganise && !excluded.accounts.contains(&account.id);
    if !signs && !sees(account, case, excluded) {
        return false;
    }
    // Where the level above was called it looks on; it moves what lies in its own queue.
    if account.role == Role::Above && case.queue != Queue::Above && !signs {
        return false;
    }
    // A coordinating branch looks on; only the officer in charge moves the case.
    account.role != Role::Handler
        || case.state.assignment().is_some_and(|to| to.officer == account.id)
}

/// The printed matrix: a line per step, a column per kind of actor.
pub fn matrix() -> String {
    let columns: Vec<(&str, Class)> = [("R", Class::Resident), ("J", Class::Scheduler)]
        .into_iter()
        .chain(Role::ALL.map(|role| (role.name(), Class::Staff(role))))
        .collect();
    let head: Vec<String> = columns.iter().map(|(name, _)| format!(" {name:>9}")).collect();
    let head = head.concat();
    let mut lines = vec![format!("{:<25}{head}", "step")];
    for step in StepKind::ALL {
        let cell = |class| format!(" {:>9}", if may(class, step) { "yes" } else { "." });
        let cells: Vec<String> = columns.iter().map(|(_, class)| cell(*class)).collect();
        lines.push(format!("{:<25}{}", step.name(), cells.concat()));
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::{Above, Assignment, State};
    use crate::fixture::{self, account, case, unit};

    /// Who sees a case of either queue, by how it stands; one mark each for handler in charge,
    /// coordinating branch and another branch.
    #[test]
    fn who_sees_what() {
        let to = Assignment {
            unit: unit(70),
            officer: account(1, Role::Handler, 70).id,
            coordinating: Some(unit(71)),
        };
        let day = fixture::day("2026-11-20");
        let states = [
            ("received", State::Received, false),
            ("received on paper", State::Received, true),
            ("verifying", State::Verifying { to }, false),
            ("transferred", State::TransferredOut { on: day, body: String::new() }, false),
            ("withdrawn", State::Withdrawn { on: day, to: Some(to) }, false),
        ];
        let people = [
            ("desk", account(9, Role::Desk, 60)),
            ("triage", account(2, Role::Triage, 60)),
            ("approver", account(3, Role::Approver, 60)),
            ("above", account(4, Role::Above, 50)),
            ("in charge", account(1, Role::Handler, 70)),
            ("helper", account(5, Role::Handler, 71)),
            ("another", account(6, Role::Handler, 72)),
            ("custodian", account(7, Role::Custodian, 60)),
            ("admin", account(8, Role::Admin, 60)),
        ];
        let mut lines = Vec::new();
        for queue in Queue::ALL {
            for (name, state, paper) in &states {
                let case = Case { queue, paper: *paper, state: state.clone(), ..case() };
                let none = Exclusions::default();
                let seen = people.iter().filter(|(_, who)| sees(who, &case, &none));
                let seen: Vec<&str> = seen.map(|(name, _)| *name).collect();
                lines.push(format!("{:<10}{name:<18} {}", queue.name(), seen.join(", ")));
                let all =
                    Exclusions { accounts: people.iter().map(|(_, who)| who.id).collect(), ..none };
                assert!(people.iter().all(|(_, who)| !sees(who, &case, &all)), "{name}");
            }
        }
        let expected = [
            "committee received           triage, approver",
            "committee received on paper  desk, triage, approver",
            "committee verifying          triage, approver, in charge, helper",
            "committee transferred        desk, triage, approver",
            "committee withdrawn          triage, approver, in charge, helper",
            "above     received           above",
            "above     received on paper  desk, above",
            "above     verifying          above, in charge, helper",
            "above     transferred        desk, above",
            "above     withdrawn          above, in charge, helper",
        ];
        assert_eq!(lines, expected);
    }

    #[test]
    fn a_branch_that_is_kept_out_does_not_look_on() {
        let to = Assignment {
            unit: unit(70),
            officer: account(1, Role::Handler, 70).id,
            coordinating: Some(unit(71)),
        };
        let case = Case { state: State::Verifying { to }, ..case() };
        let helper = account(5, Role::Handler, 71);
        let out = Exclusions { units: [unit(71)].into(), ..Exclusions::default() };
        assert!(sees(&helper, &case, &Exclusions::default()) && !sees(&helper, &case, &out));
    }

    #[test]
    fn where_it_was_called_the_level_above_looks_on_and_moves_nothing() {
        let above = account(4, Role::Above, 50);
        let above_looks = Above { called: true, ..Above::default() };
        let case = Case { above: above_looks, ..case() };
        let none = Exclusions::default();
        assert_eq!(sight(&above, &case, &none), Some(Sight::Whole));
        let own = Case { queue: Queue::Above, ..case.clone() };
        for step in StepKind::ALL {
            let (actor, may) = (Actor::Account(above), may(Class::Staff(Role::Above), step));
            let moves = may && step == StepKind::Reorganise;
            assert_eq!(allows(&actor, step, &case, &none), moves, "{step:?}");
            assert_eq!(allows(&actor, step, &own, &none), may, "{step:?} in its own queue");
        }
        let out = Exclusions { accounts: [above.id].into(), ..none };
        assert_eq!(sight(&above, &case, &out), None, "being called opens no gate");
    }

    #[test]
    fn a_coordinating_branch_reads_the_points_and_not_the_letter() {
        let to = Assignment {
            unit: unit(70),
            officer: account(1, Role::Handler, 70).id,
            coordinating: Some(unit(71)),
        };
        let (leads, helps) = (account(1, Role::Handler, 70), account(5, Role::Handler, 71));
        let none = Exclusions::default();
        let seen = |who: Account, state| sight(&who, &Case { state, ..case() }, &none);
        for who in [leads, helps] {
            assert_eq!(seen(who, State::Assigned { to }), Some(Sight::Head), "before declaring");
        }
        assert_eq!(seen(leads, State::Verifying { to }), Some(Sight::Whole));
        assert_eq!(seen(helps, State::Verifying { to }), Some(Sight::Points));
        assert_eq!(seen(account(6, Role::Handler, 72), State::Verifying { to }), None);
        assert_eq!(seen(account(9, Role::Desk, 60), State::Verifying { to }), None);
    }

    #[test]
    fn who_may_do_what_at_a_glance() {
        insta::assert_snapshot!(matrix());
    }
}
