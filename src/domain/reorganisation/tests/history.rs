//! A thousand histories of reorganisations, each of several in a row: nothing is left behind, and the figures agree.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};
use uuid::Uuid;

use crate::access::{Account, Role};
use crate::case::{Assignment, Exclusions};
use crate::fixture::day;
use crate::ids::{AccountId, MemberId, UnitId};
use crate::lineage::Lineage;
use crate::organisation::{
    Holding, Member, Membership, Register, SuccessionKind, Tie, Unit, UnitKind, UnitTerm,
};
use crate::reorganisation::{Act, After, Counted, Line, Placement, Scheme, Staff, count, work_out};

/// Draws that are the same for the same seed.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % n
    }

    fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())].clone()
    }
}

/// An open or closed case with what the test knows of it.
#[derive(Clone, Debug)]
struct Case {
    /// Nobody while it waits above.
    to: Option<Assignment>,
    out: Exclusions,
    counted: Counted,
    closed: bool,
    /// Under which unit it stood on the day before each reorganisation.
    stood: Vec<(NaiveDate, UnitId)>,
}

pub struct World {
    dice: Dice,
    pub register: Register,
    pub staff: Vec<Staff>,
    cases: Vec<Case>,
    next: u128,
    today: NaiveDate,
}

impl World {
    pub fn of(seed: u64) -> Self {
        let mut world = Self {
            dice: Dice(seed),
            register: Register::default(),
            staff: Vec::new(),
            cases: Vec::new(),
            next: 1,
            today: day("2025-07-01"),
        };
        let root = world.unit("q", "committee", None);
        let inspection = world.unit("q-ubkt", "inspection_committee", Some(root));
        world.account(Role::Triage, inspection);
        world.account(Role::Approver, root);
        world.account(Role::Handler, inspection);
        for ward in 0..2 + world.dice.below(3) {
            let above = world.unit(&format!("w{ward}"), "grassroots_committee", Some(root));
            world.account(Role::Handler, above);
            for place in 0..=world.dice.below(3) {
                let code = format!("w{ward}-{place}");
                let branch = world.unit(&code, "residential_branch", Some(above));
                world.account(Role::Handler, branch);
                let many = 2 + world.dice.below(3);
                let people: Vec<_> = (0..many).map(|_| world.member(branch)).collect();
                world.post(people[0], branch, "secretary", above);
                world.post(people[1], branch, "deputy_secretary", above);
                world.post(people[0], above, "committee_member", root);
            }
        }
        world
    }

    fn id(&mut self) -> Uuid {
        self.next += 1;
        Uuid::from_u128(self.next)
    }

    fn unit(&mut self, code: &str, kind: &str, parent: Option<UnitId>) -> UnitId {
        let id = UnitId(self.id());
        let (code, from) = (code.to_owned(), day("2014-04-01"));
        let (kind, name) = (kind.to_owned(), code.to_uppercase());
        let unit = Unit { id, code, kind, name, number: None, parent, from, to: None };
        self.register.terms.push(UnitTerm::of(&unit, from));
        self.register.units.insert(id, unit);
        id
    }

    fn account(&mut self, role: Role, of: UnitId) {
        let id = AccountId(self.id());
        let account = Account { id, role, unit: of, member: None };
        self.staff.push(Staff { account, login: format!("u{}", self.next) });
    }

    fn member(&mut self, of: UnitId) -> MemberId {
        let id = MemberId(self.id());
        let card_no = format!("99.{:06}", self.next);
        let member = Member {
            id,
            full_name: card_no.clone(),
            gender: None,
            born_on: None,
            year_only: false,
            card_no,
            joined_on: None,
            official_on: None,
            rating: None,
            sort_key: Vec::new(),
        };
        self.register.members.insert(id, member);
        for tie in [Tie::Managing, Tie::Residence] {
            let from = day("2014-04-01");
            self.register.ties.push(Membership { member: id, unit: of, tie, from, to: None });
        }
        id
    }

    fn post(&mut self, member: MemberId, of: UnitId, title: &str, by: UnitId) {
        let (id, from) = (self.id(), day("2020-01-01"));
        let (title, to) = (title.to_owned(), None);
        let post = Holding { id, member, unit: of, title, managed_by: by, from, to };
        self.register.posts.push(post);
    }

    fn living(&self, kind: &str) -> Vec<Unit> {
        let lives = |unit: &&Unit| unit.to.is_none() && unit.kind == kind;
        self.register.units.values().filter(lives).cloned().collect()
    }

    /// Letters come in, some are closed.
    fn letters(&mut self) {
        for _ in 0..self.dice.below(6) {
            let handlers: Vec<Account> = self.staff.iter().map(|one| one.account).collect();
            let handlers: Vec<Account> =
                handlers.into_iter().filter(|one| one.role == Role::Handler).collect();
            let officer = self.dice.pick(&handlers);
            let mut out = Exclusions::default();
            let other = self.dice.pick(&handlers);
            if other.unit != officer.unit && self.dice.below(2) == 0 {
                out.units.insert(other.unit);
                out.accounts.insert(other.id);
            }
            let helper = self.dice.pick(&handlers).unit;
            let may_help = helper != officer.unit && !out.units.contains(&helper);
            let coordinating = Some(helper).filter(|_| may_help);
            let to = Assignment { unit: officer.unit, officer: officer.id, coordinating };
            let counted = Counted { unit: Some(officer.unit), moves: Vec::new() };
            self.cases.push(Case {
                to: Some(to),
                out,
                counted,
                closed: self.dice.below(4) == 0,
                stood: Vec::new(),
            });
        }
    }

    /// Rights that a named person gives again, or does not.
    fn grants(&mut self, from: &[String], to: &str, lines: &mut Vec<Act>) {
        let lost: Vec<String> = self
            .staff
            .iter()
            .filter(|one| from.contains(&self.register.units[&one.account.unit].code))
            .map(|one| one.login.clone())
            .collect();
        for login in lost {
            if self.dice.below(3) != 0 {
                lines.push(Act::Grant { login, unit: to.to_owned() });
            }
        }
    }

    fn cards_in(&self, of: UnitId) -> BTreeSet<String> {
        let open = |tie: &&Membership| tie.unit == of && tie.to.is_none();
        let ties = self.register.ties.iter().filter(open);
        ties.map(|tie| self.register.members[&tie.member].card_no.clone()).collect()
    }

    fn new_unit(&mut self, kind: UnitKind, parent: &str, lines: &mut Vec<Act>) -> String {
        self.next += 1;
        let unit = format!("n{}", self.next);
        let (name, parent) = (unit.to_uppercase(), parent.to_owned());
        lines.push(Act::Found { unit: unit.clone(), name, kind, parent, number: None });
        unit
    }

    /// One thing that happens, as lines of a plan that is sound.
    #[expect(clippy::too_many_lines, reason = "one arm for each thing that can happen to units")]
    fn acts(&mut self) -> Vec<Act> {
        let mut lines = Vec::new();
        let wards: Vec<Unit> = self.living("grassroots_committee");
        let branches: Vec<Unit> = self.living("residential_branch");
        let ward = self.dice.pick(&wards);
        let branch = self.dice.pick(&branches);
        let above = |unit: &Unit| self.register.units[&unit.parent.unwrap()].code.clone();
        let (ward_kind, branch_kind) = (UnitKind::GrassrootsCommittee, UnitKind::ResidentialBranch);
        let branch_above = above(&branch);
        let (unit, code) = (ward.code.clone(), branch.code.clone());
        let link =
            |kind, unit: &str, to: &str| Act::Succeed { kind, unit: unit.into(), to: to.into() };
        match self.dice.below(9) {
            0 if 2 <= wards.len() => {
                let to = self.new_unit(ward_kind, "q", &mut lines);
                let many = 2 + self.dice.below(wards.len() - 1);
                let old: Vec<String> =
                    wards.iter().take(many).map(|one| one.code.clone()).collect();
                lines.extend(old.iter().map(|one| link(SuccessionKind::Merge, one, &to)));
                self.grants(&old, &to, &mut lines);
            }
            1 => {
                let halves = [(); 2].map(|()| self.new_unit(ward_kind, "q", &mut lines));
                lines.extend(halves.iter().map(|to| link(SuccessionKind::Split, &unit, to)));
                for below in branches.iter().filter(|one| one.parent == Some(ward.id)) {
                    let parent = self.dice.pick(&halves);
                    lines.push(Act::Move { unit: below.code.clone(), parent });
                }
                let to = self.dice.pick(&halves);
                self.grants(&[unit], &to, &mut lines);
            }
            2 if 2 <= branches.len() => {
                let other: Vec<Unit> =
                    branches.iter().filter(|one| one.id != branch.id).cloned().collect();
                let to = self.dice.pick(&other).code;
                lines.push(link(SuccessionKind::Absorb, &code, &to));
                self.grants(&[code], &to, &mut lines);
            }
            3 => {
                let halves =
                    [(); 2].map(|()| self.new_unit(branch_kind, &branch_above, &mut lines));
                lines.extend(halves.iter().map(|to| link(SuccessionKind::Split, &code, to)));
                for card in self.cards_in(branch.id) {
                    lines.push(Act::Transfer { card, to: self.dice.pick(&halves) });
                }
                let to = self.dice.pick(&halves);
                self.grants(&[code], &to, &mut lines);
            }
            4 => {
                let to = self.new_unit(branch_kind, &branch_above, &mut lines);
                lines.push(Act::Detach { unit: code, to: to.clone() });
                let cards: Vec<String> = self.cards_in(branch.id).into_iter().collect();
                for card in cards.into_iter().skip(1) {
                    lines.push(Act::Transfer { card, to: to.clone() });
                }
            }
            5 if 2 <= wards.len() => {
                let other: Vec<Unit> =
                    wards.iter().filter(|one| one.id != ward.id).cloned().collect();
                let parent = self.dice.pick(&other).code;
                for below in branches.iter().filter(|one| one.parent == Some(ward.id)) {
                    let (unit, parent) = (below.code.clone(), parent.clone());
                    lines.push(Act::Move { unit, parent });
                }
                lines.push(Act::Dissolve { unit: unit.clone() });
                self.grants(&[unit], &parent, &mut lines);
            }
            6 => lines.push(Act::Rename { unit: code, name: "Tên mới".into() }),
            7 => {
                let parent = ward.code.clone();
                lines.push(Act::Move { unit: code, parent });
            }
            _ => {
                let to = self.new_unit(ward_kind, "q", &mut lines);
                lines.push(link(SuccessionKind::Replace, &unit, &to));
                self.grants(&[unit], &to, &mut lines);
            }
        }
        lines
    }

    fn reorganise(&mut self) {
        self.today = self.today + Days::new(30);
        let lines = self.acts();
        let lines = lines.into_iter().map(|act| Line { row: 1, act }).collect();
        let scheme = Scheme { on: self.today, lines };
        let mut next = self.next;
        let mut fresh = || {
            next += 1;
            Uuid::from_u128(next)
        };
        let outcome = work_out(&scheme, &self.register, &self.staff, &mut fresh);
        self.next = next;
        assert!(outcome.is_sound(), "{:?} of {scheme:?}", outcome.flaws);
        outcome.changes.apply(&mut self.register);
        for moved in &outcome.displaced {
            let place = self.staff.iter().position(|one| one.account.id == moved.account).unwrap();
            match moved.to {
                Some(to) => self.staff[place].account.unit = to,
                None => drop(self.staff.remove(place)),
            }
        }
        self.place(&outcome.after);
        self.check(&outcome.after);
    }

    fn place(&mut self, after: &After) {
        let before = self.today - Days::new(1);
        for case in self.cases.iter_mut().filter(|case| !case.closed) {
            let kept: Vec<UnitId> = case.out.units.iter().copied().collect();
            let heirs = kept.iter().flat_map(|unit| after.lineage.heirs(*unit, after.on));
            case.out.units.extend(heirs);
            let staff = after.staff.iter().filter(|one| case.out.units.contains(&one.unit));
            case.out.accounts.extend(staff.map(|one| one.id));
            let Some(to) = case.to else { continue };
            case.stood.push((before, to.unit));
            let kept_out =
                case.out.units.contains(&to.unit) || case.out.accounts.contains(&to.officer);
            let next = match after.place(to, &case.out) {
                // The gate takes it from whoever is kept out by now.
                Placement::Stays if kept_out => None,
                Placement::Stays => Some(to),
                Placement::Goes(next) => Some(next),
                Placement::Up => None,
            };
            if next.map(|next| next.unit) != Some(to.unit) {
                let to = (self.today, to.unit, next.map(|next| next.unit));
                case.counted.moves.push(to);
            }
            case.counted.unit = next.map(|next| next.unit).or(case.counted.unit);
            case.to = next;
        }
    }

    fn check(&self, after: &After) {
        let register = &self.register;
        let lives = |unit: UnitId| register.units.get(&unit).is_some_and(|unit| unit.to.is_none());
        for unit in register.units.values().filter(|unit| unit.to.is_none()) {
            assert!(unit.parent.is_none_or(lives), "{} hangs in the air", unit.code);
        }
        for tie in register.ties.iter().filter(|tie| tie.to.is_none()) {
            assert!(lives(tie.unit), "a member without a branch");
        }
        let ties =
            |tie: Tie| register.ties.iter().filter(move |one| one.tie == tie && one.to.is_none());
        assert_eq!(ties(Tie::Managing).count(), register.members.len(), "each has one branch");
        for post in register.posts.iter().filter(|post| post.to.is_none()) {
            assert!(lives(post.unit) && lives(post.managed_by), "a post without a unit");
        }
        for case in self.cases.iter().filter(|case| !case.closed) {
            let Some(to) = case.to else { continue };
            assert!(lives(to.unit), "an orphan");
            let officer = after.staff.iter().find(|one| one.id == to.officer).expect("an officer");
            assert!(!case.out.accounts.contains(&officer.id), "in the hands of who is kept out");
            assert!(!case.out.units.contains(&to.unit), "back to the unit complained of");
            assert!(to.coordinating.is_none_or(lives), "helped by a unit that has ended");
        }
        self.figures();
    }

    /// On every day of every structure each case is counted once, under units of that day, and where it stood.
    fn figures(&self) {
        let lineage = Lineage::new(self.register.units.values(), &self.register.successions);
        let counted: Vec<Counted> = self.cases.iter().map(|case| case.counted.clone()).collect();
        let mut on = day("2025-07-01");
        while on <= self.today {
            let lines = count(&counted, &lineage, on);
            assert_eq!(lines.values().sum::<usize>(), self.cases.len(), "as many as there are");
            let empty = lines.get(&BTreeSet::new()).copied().unwrap_or_default();
            assert_eq!(empty, counted.iter().filter(|case| case.unit.is_none()).count());
            for unit in lines.keys().flatten() {
                assert!(lineage.lives_on(*unit, on), "{unit} on {on}");
            }
            on = on + Days::new(15);
        }
        for case in &self.cases {
            for (on, unit) in &case.stood {
                let found = count(std::slice::from_ref(&case.counted), &lineage, *on);
                assert_eq!(found, BTreeMap::from([([*unit].into(), 1)]), "{case:?}");
            }
        }
    }
}

#[test]
fn no_history_of_reorganisations_leaves_anything_behind() {
    for seed in 0..1_200 {
        let mut world = World::of(seed);
        world.letters();
        for _ in 0..2 + world.dice.below(4) {
            world.letters();
            world.reorganise();
        }
    }
}
