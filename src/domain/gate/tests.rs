use chrono::Days;

use super::*;
use crate::access::Role;
use crate::fixture::{day, member, unit};
use crate::organisation::{Succession, SuccessionKind, Unit};

/// 7 is complained of: secretary of unit 70 now, deputy of unit 71 when it happened. It happened on
/// 1 March; today is 1 November.
fn facts() -> Facts {
    let seat = |who, of, from: &str, to: Option<&str>| Seat {
        member: member(who),
        unit: unit(of),
        from: day(from),
        to: to.map(day),
    };
    let tie = |of, to, tie, until: Option<&str>| Interest {
        of,
        to,
        tie,
        from: day("2020-01-01"),
        until: until.map(day),
    };
    let (person, other) = (Holder::Member, Toward::Member);
    Facts {
        subjects: [member(7)].into(),
        units: [unit(90)].into(),
        seats: vec![
            seat(7, 70, "2026-06-01", None),
            seat(7, 71, "2020-01-01", Some("2026-06-01")),
            seat(7, 72, "2015-01-01", Some("2020-01-01")),
            seat(8, 70, "2020-01-01", None),
            seat(9, 71, "2020-01-01", Some("2026-04-01")),
            seat(10, 71, "2020-01-01", Some("2026-02-01")),
            seat(11, 72, "2010-01-01", None),
        ],
        interests: vec![
            tie(person(member(20)), other(member(7)), Tie::Spouse, None),
            tie(person(member(7)), other(member(21)), Tie::Sibling, None),
            tie(person(member(22)), other(member(7)), Tie::Stake, Some("2026-06-01")),
            tie(person(member(23)), other(member(7)), Tie::Stake, Some("2026-01-01")),
            tie(person(member(24)), other(member(8)), Tie::Spouse, None),
            tie(Holder::Account(id(25)), other(member(7)), Tie::Child, None),
            tie(person(member(26)), Toward::Unit(unit(90)), Tie::Stake, None),
            tie(person(member(27)), Toward::Unit(unit(70)), Tie::Stake, None),
        ],
        named: [member(30), member(20)].into(),
        ..Facts::none(Then::On(day("2026-03-01")), day("2026-11-01"))
    }
}

fn id(of: u128) -> AccountId {
    AccountId(uuid::Uuid::from_u128(of))
}

/// Each reason with somebody who is just inside it and somebody just outside.
#[test]
fn who_is_kept_out_and_why() {
    // whose account, member, unit, why
    let table = [
        ("the subject", Some(7), 60, "subject"),
        ("of the unit he heads now", None, 70, "unit"),
        ("of the unit he sat in when it happened", None, 71, "unit"),
        ("of a unit he had left long before", None, 72, "-"),
        ("of the unit complained of", None, 90, "unit"),
        ("sits with him now", Some(8), 60, "same_committee"),
        ("sat with him when it happened", Some(9), 60, "same_committee"),
        ("had left before it happened", Some(10), 60, "-"),
        ("sits where he once sat", Some(11), 60, "-"),
        ("declared to be married to him", Some(20), 60, "relative"),
        ("his sibling, as he declared himself", Some(21), 60, "relative"),
        ("had a stake when it happened", Some(22), 60, "interest"),
        ("had one before it happened", Some(23), 60, "-"),
        ("married to a colleague of his", Some(24), 60, "-"),
        ("declared by an account without a member", None, 60, "-"),
        ("has a stake in the unit complained of", Some(26), 60, "interest"),
        ("has a stake in a unit that is not complained of", Some(27), 60, "-"),
        ("named in the letter", Some(30), 60, "named"),
        ("none of it", Some(31), 60, "-"),
    ];
    for (who, person, of, why) in table {
        let account =
            Account { id: id(1), role: Role::Triage, unit: unit(of), member: person.map(member) };
        let (accounts, _) = keep_out(&Facts { accounts: vec![account], ..facts() });
        let found = accounts.get(&id(1)).map_or("-", |reason| reason.name());
        assert_eq!(found, why, "{who}");
    }
    let account = Account { id: id(25), role: Role::Triage, unit: unit(60), member: None };
    let (accounts, units) = keep_out(&Facts { accounts: vec![account], ..facts() });
    assert_eq!(accounts[&id(25)], Reason::Relative, "a child by its own account's declaration");
    assert_eq!(units.into_keys().collect::<Vec<_>>(), [unit(70), unit(71), unit(90)]);
}

/// 70 went into 80 in July, 80 was split into 81 and 82 in October; 90 came out of 91 in July.
fn structure() -> (Vec<Unit>, Vec<Succession>) {
    let life = |id, from: &str, to: Option<&str>| Unit {
        id: unit(id),
        code: id.to_string(),
        kind: String::new(),
        name: String::new(),
        number: None,
        parent: None,
        from: day(from),
        to: to.map(day),
    };
    let units = vec![
        life(70, "2014-04-01", Some("2026-07-01")),
        life(80, "2026-07-01", Some("2026-10-01")),
        life(81, "2026-10-01", None),
        life(82, "2026-10-01", None),
        life(90, "2026-07-01", None),
        life(91, "2014-04-01", Some("2026-07-01")),
    ];
    let link = |from, to, on: &str| Succession {
        from: unit(from),
        to: Some(unit(to)),
        kind: SuccessionKind::Replace,
        on: day(on),
    };
    let links = vec![
        link(70, 80, "2026-07-01"),
        link(80, 81, "2026-10-01"),
        link(80, 82, "2026-10-01"),
        link(91, 90, "2026-07-01"),
    ];
    (units, links)
}

fn reorganised() -> Facts {
    let (units, links) = structure();
    let mut facts = facts();
    facts.seats.push(Seat {
        member: member(40),
        unit: unit(82),
        from: day("2026-10-05"),
        to: None,
    });
    facts.left = vec![
        Left { account: id(1), unit: unit(71), on: day("2026-07-01") },
        Left { account: id(2), unit: unit(71), on: day("2026-02-01") },
    ];
    Facts { lineage: Arc::new(Lineage::new(&units, &links)), ..facts }
}

#[test]
fn who_is_kept_out_of_a_unit_is_kept_out_of_what_takes_over_from_it() {
    let table = [
        ("of a unit that came out of his", 5, None, 81, "unit"),
        ("of the other half", 5, None, 82, "unit"),
        (
            "sits since the split on a committee that came out of his",
            5,
            Some(40),
            60,
            "same_committee",
        ),
        ("of the unit from which the accused one came", 5, None, 91, "unit"),
        ("belonged to his unit when it happened, now elsewhere", 1, None, 60, "unit"),
        ("had left it before it happened", 2, None, 60, "-"),
    ];
    for (who, account, person, of, why) in table {
        let account = Account {
            id: id(account),
            role: Role::Handler,
            unit: unit(of),
            member: person.map(member),
        };
        let (accounts, _) = keep_out(&Facts { accounts: vec![account], ..reorganised() });
        let found = accounts.get(&account.id).map_or("-", |reason| reason.name());
        assert_eq!(found, why, "{who}");
    }
    let (_, units) = keep_out(&reorganised());
    let expected = [70, 71, 80, 81, 82, 90, 91].map(unit);
    assert_eq!(units.into_keys().collect::<Vec<_>>(), expected);
    let kept =
        Facts { kept: [unit(70)].into(), ..Facts::none(reorganised().then, reorganised().today) };
    let kept = Facts { lineage: reorganised().lineage, ..kept };
    assert_eq!(kept.touched(), [70, 80, 81, 82].map(unit).into());
}

/// The same where the letter does not say when: the columns tell whom a dated letter keeps out, and whom one
/// without a day.
#[test]
fn a_letter_without_a_day_counts_for_every_post_that_was_held() {
    let table = [
        ("of the unit he heads now", 5, None, 70, "unit", "unit"),
        ("of a unit he had left long before", 5, None, 72, "-", "unit"),
        ("sat there together with him", 5, Some(11), 60, "-", "same_committee"),
        ("had left before it happened, and sat with him", 5, Some(10), 60, "-", "same_committee"),
        ("sat there before he came", 5, Some(12), 60, "-", "-"),
        ("had a stake before it happened", 5, Some(23), 60, "-", "interest"),
        ("married to a colleague of his", 5, Some(24), 60, "-", "-"),
        ("of a unit that came out of his", 5, None, 81, "unit", "unit"),
        ("of what took over from a post he had left", 5, None, 83, "-", "unit"),
        ("had left his unit before it happened", 2, None, 60, "-", "unit"),
        ("belonged to a unit from which the accused one came", 3, None, 60, "unit", "unit"),
        ("none of it", 5, Some(31), 60, "-", "-"),
    ];
    let dated = former();
    let undated = Facts { then: Then::Untold, ..former() };
    for (who, account, person, of, on_a_day, without) in table {
        let account = Account {
            id: id(account),
            role: Role::Handler,
            unit: unit(of),
            member: person.map(member),
        };
        for (facts, expected) in [(&dated, on_a_day), (&undated, without)] {
            let facts = Facts { accounts: vec![account], ..facts.clone() };
            let found = keep_out(&facts).0.get(&account.id).map_or("-", |reason| reason.name());
            assert_eq!(found, expected, "{who}, {:?}", facts.then);
        }
    }
    let (_, units) = keep_out(&undated);
    assert_eq!(
        units.into_keys().collect::<Vec<_>>(),
        [70, 71, 72, 80, 81, 82, 83, 90, 91].map(unit)
    );
}

/// As above; 72, which 7 left in 2020, went into 83.
fn former() -> Facts {
    let mut facts = reorganised();
    let seat = |who, from: &str, to: &str| Seat {
        member: member(who),
        unit: unit(72),
        from: day(from),
        to: Some(day(to)),
    };
    facts.seats.retain(|seat| seat.member != member(11));
    facts.seats.push(seat(11, "2019-01-01", "2024-01-01"));
    facts.seats.push(seat(12, "2010-01-01", "2015-01-01"));
    facts.left.push(Left { account: id(3), unit: unit(91), on: day("2026-07-01") });
    let (units, mut links) = structure();
    links.push(Succession {
        from: unit(72),
        to: Some(unit(83)),
        kind: SuccessionKind::Absorb,
        on: day("2026-08-01"),
    });
    Facts { lineage: Arc::new(Lineage::new(&units, &links)), ..facts }
}

/// Whatever day a letter does not tell, nobody is let in whom that day would have kept out for a tie, for the unit, or
/// for a seat beside a subject.
#[test]
fn without_a_day_nobody_is_let_in_whom_any_day_would_keep_out() {
    let mut state = 1_u64;
    let mut below = |n: u64| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % n
    };
    let first = day("2026-01-01");
    for _ in 0..2_000 {
        let mut on = || first + Days::new(below(300));
        let mut span = || {
            let (a, b, open) = (on(), on(), on());
            (a.min(b), Some(a.max(b)).filter(|_| open < day("2026-08-01")))
        };
        let spans: Vec<_> = (0..12).map(|_| span()).collect();
        let seats = spans.iter().take(8).map(|&(from, to)| Seat {
            member: member(u128::from(below(5))),
            unit: unit(u128::from(70 + below(4))),
            from,
            to,
        });
        let seats: Vec<Seat> = seats.collect();
        let interests = spans.iter().skip(8).map(|&(from, until)| Interest {
            of: Holder::Member(member(u128::from(below(5)))),
            to: Toward::Member(member(u128::from(below(5)))),
            tie: Tie::Stake,
            from,
            until,
        });
        let interests: Vec<Interest> = interests.collect();
        let accounts = (0..8).map(|at| Account {
            id: id(at),
            role: Role::Handler,
            unit: unit(u128::from(70 + below(5))),
            member: Some(member(u128::from(below(5)))),
        });
        let accounts: Vec<Account> = accounts.collect();
        let then = first + Days::new(below(300));
        let facts = Facts {
            subjects: [member(u128::from(below(5)))].into(),
            units: [unit(u128::from(70 + below(5)))]
                .into_iter()
                .take(usize::from(below(2) == 0))
                .collect(),
            seats,
            interests,
            accounts,
            left: vec![Left { account: id(0), unit: unit(71), on: first + Days::new(below(300)) }],
            ..Facts::none(Then::On(then), day("2026-11-01"))
        };
        let dated = keep_out(&facts);
        let undated = keep_out(&Facts { then: Then::Untold, ..facts.clone() });
        for (unit, reason) in &dated.1 {
            assert_eq!(undated.1.get(unit), Some(reason), "{facts:?}");
        }
        for (account, reason) in &dated.0 {
            let beside = *reason != Reason::SameCommittee || sat_beside(&facts, *account, then);
            assert!(!beside || undated.0.contains_key(account), "{account:?} {reason:?} {facts:?}");
        }
    }
}

/// Whether the holder of an account and a subject sat in one unit on this day, or whether they sit there today.
fn sat_beside(facts: &Facts, account: AccountId, then: NaiveDate) -> bool {
    let who = facts.accounts.iter().find(|one| one.id == account).and_then(|one| one.member);
    let held = |seat: &&Seat| seat.held_on(then);
    let mut mine = facts.seats.iter().filter(|seat| Some(seat.member) == who);
    let theirs = |unit: UnitId| {
        let mut theirs = facts.seats.iter().filter(held);
        theirs.any(|seat| facts.subjects.contains(&seat.member) && seat.unit == unit)
    };
    mine.any(|seat| seat.held_on(facts.today) || seat.held_on(then) && theirs(seat.unit))
}
