//! Believable letters without end, for filling a test database.
//!
//! 96 in a hundred are over; the others are open, in a state that fits how lately they were received.

mod phrases;

use chrono::{Days, NaiveDate};
use uuid::Uuid;

use super::dice::Dice;
use super::letters::{AboutText, Kind};
use super::names::full_name;
use super::{Committee, Gender, Member, Title, Unit};
use phrases::{CLOSINGS, Topic, topic};

/// A letter in Vietnamese and how far it has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BulkLetter {
    pub kind: Kind,
    /// The description in the sender's words.
    pub about: AboutText,
    /// The member it is truly about; `None` when it is about a unit as such.
    pub subject: Option<Uuid>,
    /// The living unit concerned: that of the post, the managing branch, or the unit written about.
    pub unit: Uuid,
    pub place: String,
    pub happened_on: Option<NaiveDate>,
    pub text: String,
    /// The sender's name; most denunciations and all complaints have one.
    pub reporter_name: Option<String>,
    pub received_on: NaiveDate,
    pub state: BulkState,
    /// Day on which it ended; between `received_on` and the end of the range, `None` while open.
    pub finished_on: Option<NaiveDate>,
}

/// The state of a bulk letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BulkState {
    Closed,
    NotAccepted,
    TransferredOut,
    Recorded,
    Screening,
    NeedInfo,
    Accepted,
    Assigned,
    Verifying,
    VerifyingOnHold,
    Drafted,
    Review,
    Concluded,
    Monitoring,
}

impl BulkState {
    /// Whether the matter is over.
    pub fn is_ended(self) -> bool {
        matches!(self, Self::Closed | Self::NotAccepted | Self::TransferredOut | Self::Recorded)
    }
}

const KINDS: &[(Kind, u32)] = &[
    (Kind::PhanAnh, 52),
    (Kind::KienNghi, 14),
    (Kind::GopY, 12),
    (Kind::ToCao, 10),
    (Kind::KhieuNai, 6),
    (Kind::BieuDuong, 6),
];

/// Out of 1,000.
const STATES: &[(BulkState, u32)] = &[
    (BulkState::Closed, 700),
    (BulkState::NotAccepted, 90),
    (BulkState::TransferredOut, 90),
    (BulkState::Recorded, 80),
    (BulkState::Screening, 7),
    (BulkState::NeedInfo, 3),
    (BulkState::Accepted, 3),
    (BulkState::Assigned, 4),
    (BulkState::Verifying, 10),
    (BulkState::VerifyingOnHold, 2),
    (BulkState::Drafted, 3),
    (BulkState::Review, 2),
    (BulkState::Concluded, 3),
    (BulkState::Monitoring, 3),
];

/// An endless iterator of letters, the same for the same seed, committee and range.
pub struct BulkLetters<'a> {
    dice: Dice,
    targets: Vec<Target<'a>>,
    from: NaiveDate,
    /// Days in the range, at least 1.
    days: u32,
}

/// A person, or a unit as such, that a letter may be about.
#[derive(Clone, Copy)]
struct Target<'a> {
    unit: &'a Unit,
    person: Option<(&'a Member, Option<Title>)>,
}

impl<'a> BulkLetters<'a> {
    /// Letters received from `from` to `to`, both included; `to` is taken as today. A range that ends before it
    /// begins is the single day `from`.
    pub fn new(seed: u64, committee: &'a Committee, from: NaiveDate, to: NaiveDate) -> Self {
        let days = u32::try_from((to - from).num_days()).unwrap_or_default().saturating_add(1);
        Self { dice: Dice::new(seed), targets: targets(committee), from, days }
    }

    fn letter(&mut self) -> BulkLetter {
        let target = *self.dice.pick(&self.targets);
        let kind = self.dice.weighted(KINDS);
        let state = self.state(kind);
        let received = self.received(state);
        let received_on = self.day(received);
        let finished_on = state.is_ended().then(|| {
            let taken = 2 + self.dice.below(if kind == Kind::ToCao { 75 } else { 25 });
            self.day((received + taken).min(self.days - 1))
        });
        let ago = self.dice.below(120);
        BulkLetter {
            kind,
            about: self.about(target),
            subject: target.person.map(|(member, _)| member.id),
            unit: target.unit.id,
            place: self.place(target.unit),
            happened_on: self.dice.chance(70).then(|| received_on - Days::new(u64::from(ago))),
            text: self.text(topic(kind)),
            reporter_name: self.reporter_name(kind),
            received_on,
            state,
            finished_on,
        }
    }

    /// A commendation is recorded and needs no more.
    fn state(&mut self, kind: Kind) -> BulkState {
        let state = self.dice.weighted(STATES);
        match (kind, state.is_ended()) {
            (Kind::BieuDuong, true) => BulkState::Recorded,
            (Kind::BieuDuong, false) => BulkState::Screening,
            _ => state,
        }
    }

    /// The day of receipt, counted from the first of the range: anywhere for what is over, lately for what is open.
    fn received(&mut self, state: BulkState) -> u32 {
        let (least, most) = match state {
            BulkState::Screening => (0, 6),
            BulkState::NeedInfo => (2, 12),
            BulkState::Accepted => (4, 14),
            BulkState::Assigned => (5, 18),
            BulkState::Verifying => (8, 40),
            BulkState::VerifyingOnHold => (20, 60),
            BulkState::Drafted => (18, 40),
            BulkState::Review => (20, 45),
            BulkState::Concluded => (25, 60),
            BulkState::Monitoring => (40, 120),
            BulkState::Closed
            | BulkState::NotAccepted
            | BulkState::TransferredOut
            | BulkState::Recorded => {
                return self.dice.below(self.days);
            }
        };
        let ago = least + self.dice.below(most - least + 1);
        (self.days - 1).saturating_sub(ago)
    }

    fn day(&self, offset: u32) -> NaiveDate {
        self.from + Days::new(u64::from(offset))
    }

    fn about(&mut self, target: Target<'_>) -> AboutText {
        let Some((member, title)) = target.person else {
            return AboutText { unit: target.unit.name.clone(), ..AboutText::default() };
        };
        let name = if self.dice.chance(45) {
            member.full_name.clone()
        } else {
            [member.gender.honorific(), " ", member.given_name()].concat()
        };
        let position = title.map(Title::vietnamese).unwrap_or_default().to_owned();
        AboutText { name, position, unit: target.unit.name.clone() }
    }

    fn place(&mut self, unit: &Unit) -> String {
        let place = *self.dice.pick(&["Ngõ #, ", "Số nhà #, ", "Đầu ngõ #, ", "Ngách # ngõ #, "]);
        let mut text = String::with_capacity(96);
        self.push(&mut text, place);
        if let Some((number, (_, ward))) = unit.number.zip(unit.name.split_once(" phường ")) {
            text.extend(["tổ dân phố số ", &number.to_string(), ", phường ", ward]);
        } else {
            let name = unit.name.strip_prefix("Chi bộ ").or(unit.name.strip_prefix("Đảng bộ "));
            text.push_str(name.unwrap_or(&unit.name));
        }
        text
    }

    fn text(&mut self, topic: &Topic) -> String {
        let mut text = String::with_capacity(640);
        for list in [topic.openings, topic.events, topic.details, topic.requests, CLOSINGS] {
            if !text.is_empty() {
                text.push(' ');
            }
            let sentence = *self.dice.pick(list);
            self.push(&mut text, sentence);
        }
        text
    }

    /// Appends a sentence with numbers in place of `#` and `@`.
    fn push(&mut self, text: &mut String, sentence: &str) {
        for part in sentence.split_inclusive(['#', '@']) {
            text.push_str(part);
            let limit = match part.as_bytes().last() {
                Some(b'#') => 97,
                Some(b'@') => 8,
                _ => continue,
            };
            text.pop();
            text.push_str(&(2 + self.dice.below(limit)).to_string());
        }
    }

    fn reporter_name(&mut self, kind: Kind) -> Option<String> {
        let percent = match kind {
            Kind::KhieuNai => 100,
            Kind::ToCao => 80,
            _ => 35,
        };
        let gender = if self.dice.chance(50) { Gender::Male } else { Gender::Female };
        self.dice.chance(percent).then(|| full_name(&mut self.dice, gender))
    }
}

impl Iterator for BulkLetters<'_> {
    type Item = BulkLetter;

    fn next(&mut self) -> Option<BulkLetter> {
        Some(self.letter())
    }
}

/// Every post in office twice, every fifth member, every branch and grassroots organisation: who holds an office is
/// written about more.
fn targets(committee: &Committee) -> Vec<Target<'_>> {
    let index = Index::new(committee);
    let posts = committee.posts.iter().filter(|post| post.to.is_none());
    let held = posts.filter_map(|post| {
        let unit = index.unit(post.unit)?;
        Some(Target { unit, person: Some((index.member(post.member)?, Some(post.title))) })
    });
    let members = committee.members.iter().step_by(5).filter_map(|member| {
        Some(Target { unit: index.unit(member.managing_unit)?, person: Some((member, None)) })
    });
    let units =
        committee.units.iter().filter(|unit| unit.kind.is_branch() || unit.kind.is_grassroots());
    let bodies = units.map(|unit| Target { unit, person: None });
    let held: Vec<Target<'_>> = held.collect();
    held.iter().copied().chain(held.iter().copied()).chain(members).chain(bodies).collect()
}

/// Look-up by id.
struct Index<'a> {
    units: std::collections::HashMap<Uuid, &'a Unit>,
    members: std::collections::HashMap<Uuid, &'a Member>,
}

impl<'a> Index<'a> {
    fn new(committee: &'a Committee) -> Self {
        Self {
            units: committee.units.iter().map(|unit| (unit.id, unit)).collect(),
            members: committee.members.iter().map(|member| (member.id, member)).collect(),
        }
    }

    fn unit(&self, id: Uuid) -> Option<&'a Unit> {
        self.units.get(&id).copied()
    }

    fn member(&self, id: Uuid) -> Option<&'a Member> {
        self.members.get(&id).copied()
    }
}
