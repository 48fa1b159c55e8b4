//! Who holds, and who held, which office.
//!
//! Officers are taken from fixed places of a branch's member list, so no draw decides who is secretary:
//! 0 secretary, 1 deputy, 2–4 committee members, 6 the secretary of the last term; leaders of the bodies above
//! come from places 10 and up of the branches that serve them.

use std::collections::HashMap;

use chrono::{Days, NaiveDate};
use uuid::Uuid;

use super::dice::{Dice, date};
use super::organisation::{CITY, COMMITTEE, INSPECTION, STANDING};
use super::people::OFFICERS;
use super::{Member, Post, SEED, Title, Unit, UnitKind};

/// Offices of the committee and its two bodies: branch and place of the holder, unit, title, who manages it.
const LEADERS: &[(&str, usize, &str, Title, &str)] = &[
    ("cqqu-01", 14, COMMITTEE, Title::Secretary, CITY),
    ("cqqu-02", 14, COMMITTEE, Title::DeputySecretary, CITY),
    ("cqcq-01", 14, COMMITTEE, Title::DeputySecretary, CITY),
    ("cqqu-01", 14, STANDING, Title::StandingMember, CITY),
    ("cqqu-02", 14, STANDING, Title::StandingMember, CITY),
    ("cqcq-01", 14, STANDING, Title::StandingMember, CITY),
    ("cqqu-03", 14, STANDING, Title::StandingMember, CITY),
    ("cqqu-04", 14, STANDING, Title::StandingMember, CITY),
    ("cqqu-05", 14, STANDING, Title::StandingMember, CITY),
    ("caq-01", 14, STANDING, Title::StandingMember, CITY),
    ("qsq-01", 14, STANDING, Title::StandingMember, CITY),
    ("cqcq-02", 14, STANDING, Title::StandingMember, CITY),
    ("cqqu-04", 14, INSPECTION, Title::InspectionChair, CITY),
    ("cqqu-04", 15, INSPECTION, Title::InspectionDeputyChair, COMMITTEE),
    ("cqqu-04", 16, INSPECTION, Title::InspectionMember, COMMITTEE),
    ("cqqu-04", 17, INSPECTION, Title::InspectionMember, COMMITTEE),
    ("cqqu-04", 18, INSPECTION, Title::InspectionMember, COMMITTEE),
    ("cqqu-02", 15, INSPECTION, Title::InspectionMember, COMMITTEE),
    ("caq-05", 15, INSPECTION, Title::InspectionMember, COMMITTEE),
    ("cqqu-04", 19, INSPECTION, Title::Inspector, COMMITTEE),
    ("cqqu-04", 20, INSPECTION, Title::Inspector, COMMITTEE),
    ("cqqu-04", 21, INSPECTION, Title::Inspector, COMMITTEE),
];

/// Added to the seed for what was added later.
const ABOVE: u64 = 1_000_000;

/// All posts, present and past.
pub(super) fn posts(dice: &mut Dice, units: &[Unit], members: &[Member]) -> Vec<Post> {
    let mut book = Book::new(dice, units, members);
    for &(branch, place, unit, title, managed_by) in LEADERS {
        let managed_by = book.by_code(managed_by);
        let (holder, unit) = (book.at(branch, place), book.by_code(unit));
        book.add(holder, unit, title, managed_by, term::committee());
    }
    for unit in units {
        match unit.kind {
            UnitKind::GrassrootsCommittee => book.add_grassroots(unit),
            UnitKind::GrassrootsBranch
            | UnitKind::ResidentialBranch
            | UnitKind::WorkplaceBranch => {
                book.add_branch(unit);
            }
            UnitKind::City
            | UnitKind::Committee
            | UnitKind::StandingCommittee
            | UnitKind::InspectionCommittee => {}
        }
    }
    book.add_head_above();
    book.posts
}

/// The days on which the terms of 2025–2030 began, level by level; the term before began in 2020.
mod term {
    use super::{Days, Dice, NaiveDate, date};

    /// From a day to the day after the last, if it has ended.
    pub(super) type Term = (NaiveDate, Option<NaiveDate>);

    pub(super) fn committee() -> Term {
        (date(2025, 8, 20), None)
    }

    pub(super) fn grassroots(dice: &mut Dice) -> Term {
        (dice.day(date(2025, 5, 5), 40), None)
    }

    pub(super) fn branch(dice: &mut Dice) -> Term {
        (dice.day(date(2025, 1, 6), 70), None)
    }

    /// The term before one that began on this day.
    pub(super) fn before(start: NaiveDate) -> Term {
        (start - Days::new(1_826), Some(start))
    }
}

struct Book<'a> {
    dice: &'a mut Dice,
    units: HashMap<&'a str, &'a Unit>,
    members: HashMap<Uuid, Vec<&'a Member>>,
    /// The branches below each unit, in order.
    below: HashMap<Uuid, Vec<&'a Unit>>,
    posts: Vec<Post>,
}

impl<'a> Book<'a> {
    fn new(dice: &'a mut Dice, units: &'a [Unit], members: &'a [Member]) -> Self {
        let mut by_branch: HashMap<Uuid, Vec<&Member>> = HashMap::new();
        for member in members {
            by_branch.entry(member.managing_unit).or_default().push(member);
        }
        let mut below: HashMap<Uuid, Vec<&Unit>> = HashMap::new();
        for unit in units {
            below.entry(unit.parent.unwrap_or_default()).or_default().push(unit);
        }
        let units = units.iter().map(|unit| (unit.code.as_str(), unit)).collect();
        Self { dice, units, members: by_branch, below, posts: Vec::new() }
    }

    fn by_code(&self, code: &str) -> Uuid {
        self.units[code].id
    }

    /// The secretary of the city, to whom a lapse comes last.
    fn add_head_above(&mut self) {
        // Drawn apart, so that no other id depends on it.
        let id = Dice::new(SEED + ABOVE).id();
        let (member, city) = (self.at("cqqu-05", 15), self.by_code(CITY));
        let (from, to) = term::committee();
        let title = Title::Secretary;
        self.posts.push(Post { id, member, unit: city, title, managed_by: city, from, to });
    }

    fn at(&self, branch: &str, place: usize) -> Uuid {
        self.in_branch(self.by_code(branch), place)
    }

    fn in_branch(&self, branch: Uuid, place: usize) -> Uuid {
        self.members[&branch][place].id
    }

    fn add(&mut self, member: Uuid, unit: Uuid, title: Title, managed_by: Uuid, term: term::Term) {
        let id = self.dice.id();
        self.posts.push(Post { id, member, unit, title, managed_by, from: term.0, to: term.1 });
    }

    /// The posts of a branch. Secretary and deputy are managed one level up, other committee members by the
    /// branch itself.
    fn add_branch(&mut self, unit: &Unit) {
        let above = unit.parent.unwrap_or_default();
        let term = term::branch(self.dice);
        let size = self.members[&unit.id].len();
        self.add_secretaries(unit, above, term);
        self.add(self.in_branch(unit.id, 1), unit.id, Title::DeputySecretary, above, term);
        let others = match size {
            30.. => 2..5,
            20.. => 2..3,
            _ => 2..2,
        };
        for place in others {
            self.add(
                self.in_branch(unit.id, place),
                unit.id,
                Title::CommitteeMember,
                unit.id,
                term,
            );
        }
        if unit.kind == UnitKind::ResidentialBranch {
            let head = if self.dice.chance(40) { 1 } else { 5 };
            self.add(
                self.in_branch(unit.id, head),
                unit.id,
                Title::ResidentialGroupHead,
                above,
                term,
            );
        }
        if ["-mn", "-th", "-thcs"].iter().any(|school| unit.code.ends_with(school)) {
            let committee = self.by_code(COMMITTEE);
            let since = (term.0 - Days::new(900), None);
            self.add(self.in_branch(unit.id, 0), unit.id, Title::Headteacher, committee, since);
        }
    }

    /// The secretary and the one of the last term: every third branch had another, and number 13 changed
    /// in the middle of this term.
    fn add_secretaries(&mut self, unit: &Unit, above: Uuid, term: term::Term) {
        let (now, former) = (self.in_branch(unit.id, 0), self.in_branch(unit.id, OFFICERS));
        let ordinal = unit.number.unwrap_or_else(|| self.dice.below(60));
        let changed = ordinal == 13;
        let start = if changed { self.dice.day(date(2026, 2, 2), 60) } else { term.0 };
        let title = Title::Secretary;
        if changed {
            self.add(former, unit.id, title, above, (term.0, Some(start)));
        }
        if changed || ordinal.is_multiple_of(3) {
            self.add(former, unit.id, title, above, term::before(term.0));
            self.add(now, unit.id, Title::DeputySecretary, above, term::before(term.0));
        } else {
            self.add(now, unit.id, title, above, term::before(term.0));
        }
        self.add(now, unit.id, title, above, (start, None));
    }

    /// The committee of a `đảng bộ cơ sở`. Secretary, deputies and the ward's chair are managed by the committee,
    /// the other members by the organisation itself.
    fn add_grassroots(&mut self, unit: &Unit) {
        let committee = self.by_code(COMMITTEE);
        let term = term::grassroots(self.dice);
        let branches = self.below[&unit.id].clone();
        let office = branches.iter().find(|branch| branch.code.ends_with("-cq"));
        let seat = office.unwrap_or(&branches[0]).id;
        let (secretary, deputy) = (self.in_branch(seat, 10), self.in_branch(seat, 11));
        self.add(secretary, unit.id, Title::Secretary, committee, term);
        self.add(secretary, unit.id, Title::DeputySecretary, committee, term::before(term.0));
        self.add(
            self.in_branch(seat, 12),
            unit.id,
            Title::Secretary,
            committee,
            term::before(term.0),
        );
        self.add(deputy, unit.id, Title::DeputySecretary, committee, term);
        if office.is_some() {
            let deputy_in_charge = self.in_branch(seat, 13);
            self.add(deputy_in_charge, unit.id, Title::DeputySecretary, committee, term);
            self.add(deputy, unit.id, Title::WardChair, committee, term);
            self.add(secretary, committee, Title::CommitteeMember, committee, term::committee());
        }
        for branch in branches.iter().filter(|branch| branch.id != seat).take(7) {
            let member = self.in_branch(branch.id, 0);
            self.add(member, unit.id, Title::CommitteeMember, unit.id, term);
        }
    }
}
