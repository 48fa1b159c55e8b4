//! The conflict gate: who is kept out of a case, computed from dated facts before anyone is told.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::NaiveDate;

use crate::access::{Account, Role};
use crate::case::Queue;
use crate::ids::{AccountId, MemberId, UnitId};
use crate::interest::{Holder, Interest, Tie, Toward};
use crate::letter::Lane;
use crate::lineage::Lineage;
use crate::text::{Folded, Word};

/// A seat on the committee of a unit, for as long as it was held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seat {
    pub member: MemberId,
    pub unit: UnitId,
    pub from: NaiveDate,
    /// The first day on which it was no longer held.
    pub to: Option<NaiveDate>,
}

impl Seat {
    fn held_on(&self, day: NaiveDate) -> bool {
        self.from <= day && self.to.is_none_or(|to| day < to)
    }
}

/// A unit that an account belonged to before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Left {
    pub account: AccountId,
    pub unit: UnitId,
    /// The first day on which it belonged there no longer.
    pub on: NaiveDate,
}

/// The dated facts that keep people out.
#[derive(Clone, Debug)]
pub struct Facts {
    /// The day of the act, and today: what held on either counts.
    pub days: [NaiveDate; 2],
    /// The people complained of, or who may be.
    pub subjects: BTreeSet<MemberId>,
    /// Units complained of as such.
    pub units: BTreeSet<UnitId>,
    /// Units that are kept out already, for whatever reason: so are those that take over from them.
    pub kept: BTreeSet<UnitId>,
    /// Who took over from whom.
    pub lineage: Arc<Lineage>,
    /// Seats of the subjects, and all seats in the units that these and the letter touch.
    pub seats: Vec<Seat>,
    /// Declared ties of or to anyone concerned.
    pub interests: Vec<Interest>,
    /// Members whom the letter names as its sender or as a witness.
    pub named: BTreeSet<MemberId>,
    /// Every account that touches these people or units.
    pub accounts: Vec<Account>,
    /// Where these accounts belonged before.
    pub left: Vec<Left>,
}

impl Facts {
    /// Nobody is concerned by anything.
    pub fn none(days: [NaiveDate; 2]) -> Self {
        Self {
            days,
            subjects: BTreeSet::new(),
            units: BTreeSet::new(),
            kept: BTreeSet::new(),
            lineage: Arc::default(),
            seats: Vec::new(),
            interests: Vec::new(),
            named: BTreeSet::new(),
            accounts: Vec::new(),
            left: Vec::new(),
        }
    }

    fn held(&self, seat: &Seat) -> bool {
        self.days.iter().any(|day| seat.held_on(*day))
    }

    /// The units complained of, those in which a subject sat then or sits now, and whatever took over from any of
    /// them; of a unit complained of that was not there yet when it happened, also those it came out of.
    pub fn touched(&self) -> BTreeSet<UnitId> {
        let own = self.seats.iter().filter(|seat| self.subjects.contains(&seat.member));
        let own = own.filter(|seat| self.held(seat)).map(|seat| seat.unit);
        let today = self.days[1];
        let kept = self.kept.iter().copied();
        let heirs = own.chain(kept).flat_map(|unit| self.lineage.heirs(unit, today));
        heirs.chain(self.accused()).collect()
    }

    /// The units complained of, with those before and after them.
    fn accused(&self) -> BTreeSet<UnitId> {
        let [then, today] = self.days;
        let both = |unit: &UnitId| {
            let before = self.lineage.origins(*unit, then);
            before.into_iter().chain(self.lineage.heirs(*unit, today)).collect::<Vec<_>>()
        };
        self.units.iter().flat_map(both).collect()
    }

    /// Whether an account belonged to one of these units when it happened.
    fn belonged(&self, account: &Account, units: &BTreeSet<UnitId>) -> bool {
        let mine = |left: &&Left| left.account == account.id && units.contains(&left.unit);
        self.left.iter().filter(mine).any(|left| self.days[0] < left.on)
    }

    /// Whether a declared tie binds this account to a subject or to a unit complained of.
    fn tie(&self, account: &Account) -> Option<Tie> {
        let accused = self.accused();
        let is_me = |holder: Holder| match holder {
            Holder::Account(id) => id == account.id,
            Holder::Member(id) => account.member == Some(id),
        };
        let concerned = |to: Toward| match to {
            Toward::Member(id) => self.subjects.contains(&id),
            Toward::Unit(id) => accused.contains(&id),
        };
        let binds = |one: &&Interest| {
            // A tie between two people binds both, whoever declared it.
            let mine = is_me(one.of) && concerned(one.to);
            let theirs = match (one.of, one.to) {
                (Holder::Member(of), Toward::Member(to)) => {
                    self.subjects.contains(&of) && account.member == Some(to)
                }
                _ => false,
            };
            (mine || theirs) && self.days.iter().any(|day| one.holds_on(*day))
        };
        self.interests.iter().filter(binds).map(|one| one.tie).min()
    }
}

/// Why somebody is kept out; stored, shown to approvers only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// May be the person described; lifted when triage names the one who is.
    Match,
    Subject,
    /// A relative of the subject.
    Relative,
    /// A declared interest in the subject or the unit complained of.
    Interest,
    /// The unit complained of, or one whose committee the subject sits on.
    Unit,
    SameCommittee,
    /// The letter names them as its sender or as a witness; which of the two is not kept.
    Named,
    /// Declared a link, or stepped back.
    Recused,
    /// The resident asks that they keep away, and nobody has decided against it.
    Challenged,
    /// Handled an earlier stage of the same matter.
    EarlierHandler,
}

impl Reason {
    pub const ALL: [Self; 10] = [
        Self::Match,
        Self::Subject,
        Self::Relative,
        Self::Interest,
        Self::Unit,
        Self::SameCommittee,
        Self::Named,
        Self::Recused,
        Self::Challenged,
        Self::EarlierHandler,
    ];

    /// The stored spelling. Never changed, only added to.
    pub fn name(self) -> &'static str {
        match self {
            Self::Match => "match",
            Self::Subject => "subject",
            Self::Relative => "relative",
            Self::Interest => "interest",
            Self::Unit => "unit",
            Self::SameCommittee => "same_committee",
            Self::Named => "named",
            Self::Recused => "recused",
            Self::Challenged => "challenged",
            Self::EarlierHandler => "earlier_handler",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.name() == name)
    }

    /// Kept out for the seat alone. Where nobody else could do the work, two persons may put such an
    /// officer in charge all the same; a personal tie is never waived.
    pub fn is_for_the_seat(self) -> bool {
        matches!(self, Self::Unit | Self::SameCommittee)
    }
}

/// Accounts and units that must not learn of the case, each with the first reason found.
pub type KeptOut = (BTreeMap<AccountId, Reason>, BTreeMap<UnitId, Reason>);

/// Works out who is kept out: the subject and who is tied to it, the committees the subject sits or sat
/// on, the unit complained of, and whom the letter names. The gravest reason is told.
pub fn keep_out(facts: &Facts) -> KeptOut {
    let touched = facts.touched();
    let colleague = |member: MemberId| {
        let mut seats = facts.seats.iter();
        seats.any(|seat| seat.member == member && touched.contains(&seat.unit) && facts.held(seat))
    };
    let reason = |account: &Account| {
        let is = |test: &dyn Fn(MemberId) -> bool| account.member.is_some_and(test);
        match facts.tie(account) {
            _ if is(&|member| facts.subjects.contains(&member)) => Some(Reason::Subject),
            Some(Tie::Stake) => Some(Reason::Interest),
            Some(_) => Some(Reason::Relative),
            None if is(&|member| facts.named.contains(&member)) => Some(Reason::Named),
            None if touched.contains(&account.unit) => Some(Reason::Unit),
            None if facts.belonged(account, &touched) => Some(Reason::Unit),
            None if is(&colleague) => Some(Reason::SameCommittee),
            None => None,
        }
    };
    let accounts = facts
        .accounts
        .iter()
        .filter_map(|account| reason(account).map(|reason| (account.id, reason)))
        .collect();
    (accounts, touched.into_iter().map(|unit| (unit, Reason::Unit)).collect())
}

/// Whether a text names this person in full: all words of the name in a row, whatever their marks.
///
/// Too wide on purpose: who merely shares the name keeps away from one case and loses nothing.
pub fn names(text: &Folded, name: &str) -> bool {
    let name = Folded::new(name);
    let words: Vec<&str> = name.words().iter().map(Word::ascii).collect();
    let said: Vec<&str> = text.words().iter().map(Word::ascii).collect();
    // One word alone is no name in full.
    2 <= words.len() && said.windows(words.len()).any(|part| part == words)
}

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
    use super::*;
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
            ..Facts::none([day("2026-03-01"), day("2026-11-01")])
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
            let account = Account {
                id: id(1),
                role: Role::Triage,
                unit: unit(of),
                member: person.map(member),
            };
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
    fn reorganised() -> Facts {
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
        let units = [
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
        let links = [
            link(70, 80, "2026-07-01"),
            link(80, 81, "2026-10-01"),
            link(80, 82, "2026-10-01"),
            link(91, 90, "2026-07-01"),
        ];
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
        let kept = Facts { kept: [unit(70)].into(), ..Facts::none(reorganised().days) };
        let kept = Facts { lineage: reorganised().lineage, ..kept };
        assert_eq!(kept.touched(), [70, 80, 81, 82].map(unit).into());
    }

    #[test]
    fn a_name_in_full_counts_whatever_its_marks_and_a_part_of_it_does_not() {
        let text = Folded::new("Có bà Vũ thị HẠNH, và ông Nguyen Van Nam chứng kiến.");
        for (name, named) in [
            ("Vũ Thị Hạnh", true),
            ("Nguyễn Văn Nam", true),
            ("Nguyễn Văn", true),
            ("Hạnh", false),
            ("Vũ Thị Hạnh Nguyên", false),
            ("Nam Nguyễn", false),
            ("", false),
        ] {
            assert_eq!(names(&text, name), named, "{name}");
        }
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
