//! The ladder, rung by rung, with everything that can be wrong with who stands on one.

use proptest::prelude::*;

use super::*;
use crate::case::{Assignment, State};
use crate::fixture::{account, case, unit};

const HANDLER: u128 = 1;
const TRIAGE: u128 = 20;
const APPROVER: u128 = 30;
const ABOVE: u128 = 50;
const HEAD: u128 = ABOVE + 1;

/// A branch with its officer and another one, two who triage, one who approves, one above; and one more of
/// each to stand in. The second one above is its head.
fn everyone() -> Vec<Account> {
    vec![
        account(HANDLER, Role::Handler, 70),
        account(HANDLER + 1, Role::Handler, 70),
        account(TRIAGE, Role::Triage, 60),
        account(TRIAGE + 1, Role::Triage, 60),
        account(APPROVER, Role::Approver, 60),
        account(APPROVER + 1, Role::Approver, 60),
        account(ABOVE, Role::Above, 50),
        account(HEAD, Role::Above, 50),
    ]
}

fn who(id: u128) -> AccountId {
    account(id, Role::Admin, 1).id
}

/// What is the matter with one account.
#[derive(Clone, Copy, Debug)]
enum Trouble {
    Away(u128),
    /// Away, and the other stands in.
    AwayFor(u128, u128),
    Disabled(u128),
    Out(u128),
    /// Kept out and away, and the other stands in.
    OutFor(u128, u128),
    /// There is no such account.
    Missing(u128),
}

use Trouble::{Away, AwayFor, Disabled, Missing, Out, OutFor};

fn staff(troubles: &[Trouble]) -> (Staff, Exclusions) {
    let mut excluded = Exclusions::default();
    let mut officers: BTreeMap<AccountId, Officer> = everyone()
        .into_iter()
        .map(|account| {
            let head = account.id == who(HEAD);
            (account.id, Officer { account, active: true, away: false, deputy: None, head })
        })
        .collect();
    for trouble in troubles {
        let mut change = |id: u128, with: &dyn Fn(&mut Officer)| {
            officers.get_mut(&who(id)).into_iter().for_each(with);
        };
        match *trouble {
            Away(id) => change(id, &|one| one.away = true),
            AwayFor(id, deputy) | OutFor(id, deputy) => change(id, &|one| {
                one.away = true;
                one.deputy = Some(who(deputy));
            }),
            Disabled(id) => change(id, &|one| one.active = false),
            Missing(id) => drop(officers.remove(&who(id))),
            Out(_) => {}
        }
        if let Out(id) | OutFor(id, _) = *trouble {
            excluded.accounts.insert(who(id));
        }
    }
    (Staff(officers), excluded)
}

/// A case in the hands of branch 70.
fn in_hand() -> Case {
    let to = Assignment { unit: unit(70), officer: who(HANDLER), coordinating: None };
    Case { state: State::Verifying { to }, ..case() }
}

fn told(case: &Case, clock: ClockKind, stage: Stage, troubles: &[Trouble]) -> Vec<u128> {
    let (staff, excluded) = staff(troubles);
    match staff.told(&Matter { case, excluded: &excluded, clock }, stage) {
        Told::People(people) => people.into_iter().map(|id| id.0.as_u128()).collect(),
        Told::DutyMailbox => Vec::new(),
    }
}

#[test]
fn who_is_told_on_which_rung() {
    let (case, out) = (in_hand(), [Out(20), Out(21)]);
    let table: &[(&str, &[Trouble], Stage, &[u128])] = &[
        ("the holder", &[], Stage::Half, &[1]),
        ("the holder, first of all", &[], Stage::Rung(1), &[1]),
        ("who triages", &[], Stage::Rung(2), &[20, 21]),
        ("who approves", &[], Stage::Rung(3), &[30, 31]),
        ("above", &[], Stage::Rung(4), &[50]),
        ("its head", &[], Stage::Rung(5), &[51]),
        ("away without deputy: the next rung", &[Away(1)], Stage::Rung(1), &[20, 21]),
        ("away with deputy: the deputy", &[AwayFor(1, 2)], Stage::Rung(1), &[2]),
        ("also before the lapse", &[AwayFor(1, 2)], Stage::DueDay, &[2]),
        ("the deputy is away, too", &[AwayFor(1, 2), Away(2)], Stage::Rung(1), &[20, 21]),
        ("the deputy is disabled", &[AwayFor(1, 2), Disabled(2)], Stage::Rung(1), &[20, 21]),
        ("the deputy is kept out", &[AwayFor(1, 2), Out(2)], Stage::Rung(1), &[20, 21]),
        ("the deputy is gone", &[AwayFor(1, 2), Missing(2)], Stage::Rung(1), &[20, 21]),
        ("kept out: not through a deputy either", &[OutFor(1, 2)], Stage::Rung(1), &[20, 21]),
        ("disabled", &[Disabled(1)], Stage::Rung(1), &[20, 21]),
        ("one of two is away", &[Away(20)], Stage::Rung(2), &[21]),
        ("one of two stands in for the other", &[AwayFor(20, 21)], Stage::Rung(2), &[21]),
        ("a rung that is kept out", &out, Stage::Rung(2), &[30, 31]),
        ("an empty rung", &[Missing(30), Missing(31)], Stage::Rung(3), &[50]),
        ("a deputy on an upper rung", &[Away(31), AwayFor(30, 31)], Stage::Rung(3), &[50]),
        ("above there is but its head", &[Missing(50)], Stage::Rung(4), &[51]),
        ("the head through a deputy", &[AwayFor(51, 50)], Stage::Rung(5), &[50]),
        ("a deputy who is kept out", &[AwayFor(51, 50), Out(50)], Stage::Rung(5), &[]),
        ("above there is no head", &[Missing(51)], Stage::Rung(5), &[]),
        ("the duty mailbox", &[Away(50), Disabled(51)], Stage::Rung(4), &[]),
    ];
    for (name, troubles, stage, expected) in table {
        assert_eq!(told(&case, ClockKind::Resolution, *stage, troubles), *expected, "{name}");
    }
}

#[test]
fn who_holds_a_clock() {
    let above = Case { queue: Queue::Above, ..in_hand() };
    let cases = [("in hand", in_hand()), ("not assigned", case()), ("above", above)];
    let lines: Vec<String> = cases
        .iter()
        .flat_map(|(name, case)| {
            let kinds = [ClockKind::Notice, ClockKind::Resolution, ClockKind::Review];
            kinds.map(|kind| {
                let told = told(case, kind, Stage::DueDay, &[]);
                format!("{name:<13}{:<3}{told:?}", kind.name())
            })
        })
        .collect();
    let expected = [
        "in hand      c1 [20, 21]",
        "in hand      c2 [1]",
        "in hand      c5 [30, 31]",
        "not assigned c1 [20, 21]",
        "not assigned c2 [20, 21]",
        "not assigned c5 [30, 31]",
        "above        c1 [50, 51]",
        "above        c2 [1]",
        "above        c5 [50, 51]",
    ];
    assert_eq!(lines, expected);
}

fn troubles() -> impl Strategy<Value = Vec<Trouble>> {
    let ids = || prop::sample::select(everyone()).prop_map(|account| account.id.0.as_u128());
    let one = (0..6_u8, ids(), ids()).prop_map(|(what, id, other)| match what {
        0 => Away(id),
        1 => AwayFor(id, other),
        2 => Disabled(id),
        3 => Out(id),
        4 => OutFor(id, other),
        _ => Missing(id),
    });
    prop::collection::vec(one, 0..14)
}

proptest! {
    /// Whatever is the matter with whomever: somebody is told, or the mailbox; everybody who is told is
    /// there and may know; and the mailbox comes in only where nobody above is left.
    #[test]
    fn the_ladder_never_ends_in_nobody(
        troubles in troubles(),
        stage in prop::sample::select(vec![
            Stage::Half, Stage::ThreeDays, Stage::DueDay, Stage::Rung(1), Stage::Rung(2),
            Stage::Rung(3), Stage::Rung(4), Stage::Rung(5),
        ]),
        clock in prop::sample::select(ClockKind::ALL.to_vec()),
        assigned in any::<bool>(),
        up in any::<bool>(),
    ) {
        let queue = if up { Queue::Above } else { Queue::Committee };
        let case = Case { queue, ..if assigned { in_hand() } else { case() } };
        let (staff, excluded) = staff(&troubles);
        let fit = |id: &AccountId| {
            staff.0.get(id).is_some_and(Officer::is_there) && !excluded.accounts.contains(id)
        };
        match staff.told(&Matter { case: &case, excluded: &excluded, clock }, stage) {
            Told::People(people) => {
                prop_assert!(!people.is_empty() && people.iter().all(fit), "{people:?}");
            }
            Told::DutyMailbox => {
                let left = if stage == Stage::Rung(5) { &[HEAD][..] } else { &[ABOVE, HEAD] };
                prop_assert!(!left.iter().any(|id| fit(&who(*id))), "somebody is above");
            }
        }
    }

    /// Who is away and comes back is told again; nobody else is told less by it.
    #[test]
    fn coming_back_takes_nobody_off_the_ladder(troubles in troubles(), back in 0..14_usize) {
        let mut fewer = troubles.clone();
        if back < fewer.len() && matches!(fewer[back], Away(_)) {
            fewer.remove(back);
        }
        let case = in_hand();
        let rung = |troubles: &[Trouble]| {
            let (staff, excluded) = staff(troubles);
            let matter = Matter { case: &case, excluded: &excluded, clock: ClockKind::Resolution };
            let reached = |rung: &Rung| !staff.reached(&matter, *rung).is_empty();
            RUNGS.iter().position(reached).unwrap_or(RUNGS.len())
        };
        prop_assert!(rung(&fewer) <= rung(&troubles));
    }
}
