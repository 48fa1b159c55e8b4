//! The demonstration committee: an invented organisation of the size that the seed describes,
//! made from a fixed seed, so that it is the same on every machine.
//!
//! Pure data. Nothing here reads a clock, a file or a database; the caller stores what it gets.
//!
//! # How the two numbers are counted
//! 42 grassroots organisations = 28 `đảng bộ cơ sở` + 14 `chi bộ cơ sở`.
//! 293 branches = 279 `chi bộ trực thuộc` + the same 14 `chi bộ cơ sở`.
//! A `chi bộ cơ sở` is a branch and a grassroots organisation at once, so it counts in both, and every
//! member is managed by exactly one of the 293 ([`UnitKind::is_branch`], [`UnitKind::is_grassroots`]).
//!
//! # What is invented
//! The district "Liêm Trì", every agency, school and company, and every person. Ward names are place names.
//! The structure stays that of the seed (a district committee above wards), dated from 2014.

mod accounts;
pub mod bulk;
mod dice;
mod districts;
mod labels;
pub mod letters;
mod names;
mod organisation;
mod people;
mod posts;
mod workplaces;

use chrono::NaiveDate;
use uuid::Uuid;

pub use crate::domain::organisation::UnitKind;
pub use accounts::{DEMO_PASSPHRASES, DEMO_PASSWORD, DEMO_TOTP_SECRET, NAMED_SECRETARIES};
pub use districts::district;
pub use letters::DemoLetter;

/// The seed of everything in [`committee`]. Changing it changes every id and every name.
const SEED: u64 = 7_251;

/// The whole demonstration committee, parents before children and holders before their posts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Committee {
    pub units: Vec<Unit>,
    pub members: Vec<Member>,
    pub posts: Vec<Post>,
    pub accounts: Vec<Account>,
    pub letters: Vec<DemoLetter>,
}

/// A Party body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    pub id: Uuid,
    /// Short ASCII code, unique, lower case; part of the login `bithu.<code>`.
    pub code: String,
    pub kind: UnitKind,
    /// Vietnamese name as it is printed.
    pub name: String,
    pub parent: Option<Uuid>,
    /// Number of the residential group (`tổ dân phố`), for residential branches only.
    pub number: Option<u32>,
    /// 0 the city, 1 the committee, 2 a grassroots organisation, 3 a subordinate branch.
    pub level: u8,
    pub from: NaiveDate,
    /// First day on which the unit no longer exists; `None` while it lives.
    pub to: Option<NaiveDate>,
}

/// A Party member. All data are invented.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    pub id: Uuid,
    pub full_name: String,
    pub gender: Gender,
    pub birth_date: NaiveDate,
    /// Unique, `99.` and six digits.
    pub card_no: String,
    pub joined_on: NaiveDate,
    /// Day on which probation ended.
    pub official_on: NaiveDate,
    /// The branch that manages the member: at the work place, or at home for those without one.
    pub managing_unit: Uuid,
    /// The branch of the place of residence; equals `managing_unit` for those managed at home.
    pub residence_unit: Uuid,
    /// The rating for 2016.
    pub rating_2016: Rating,
}

impl Member {
    /// The name by which a person is addressed ("Hùng" of "Nguyễn Văn Hùng").
    pub fn given_name(&self) -> &str {
        self.full_name.rsplit(' ').next().unwrap_or_default()
    }
}

/// Gender as the register records it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Gender {
    Female,
    Male,
}

/// The yearly rating of a member (glossary E 153–156).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Rating {
    Excellent,
    Good,
    Completed,
    NotCompleted,
}

/// One holding of one office by one member, from one day to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Post {
    pub id: Uuid,
    pub member: Uuid,
    pub unit: Uuid,
    pub title: Title,
    /// The unit that manages holders of this post and is competent for matters about them (Regulation
    /// 22-QĐ/TW, article 19: a post managed by a higher committee takes the matter there).
    pub managed_by: Uuid,
    pub from: NaiveDate,
    /// First day on which the member no longer holds the post; `None` while in office.
    pub to: Option<NaiveDate>,
}

/// An office. Party offices first, then offices of the authorities and residents that members hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Title {
    /// `bí thư`
    Secretary,
    /// `phó bí thư`
    DeputySecretary,
    /// `ủy viên ban thường vụ`
    StandingMember,
    /// `đảng ủy viên`, `chi ủy viên`
    CommitteeMember,
    /// `chủ nhiệm ủy ban kiểm tra`
    InspectionChair,
    /// `phó chủ nhiệm ủy ban kiểm tra`
    InspectionDeputyChair,
    /// `ủy viên ủy ban kiểm tra`
    InspectionMember,
    /// `kiểm tra viên`
    Inspector,
    /// `chủ tịch ủy ban nhân dân phường`
    WardChair,
    /// `hiệu trưởng`
    Headteacher,
    /// `tổ trưởng tổ dân phố`
    ResidentialGroupHead,
}

/// A staff account. The password is [`DEMO_PASSWORD`] for all of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    pub id: Uuid,
    pub login: String,
    pub role: Role,
    pub unit: Uuid,
    /// The register entry of the account's owner, where there is one; the conflict gate needs it.
    pub member: Option<Uuid>,
    pub display_name: String,
    pub email: String,
}

/// What a staff account is for (workflow.md, Actors).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    Desk,
    Triage,
    Approver,
    Handler,
    Above,
    Custodian,
    Admin,
}

/// Generates the demonstration committee. Two calls give equal values, on any machine.
pub fn committee() -> Committee {
    let mut dice = dice::Dice::new(SEED);
    let units = organisation::units(&mut dice);
    let members = people::members(&mut dice, &units);
    let posts = posts::posts(&mut dice, &units, &members);
    let register = Register { units: &units, members: &members, posts: &posts };
    let accounts = accounts::accounts(&mut dice, register);
    let letters = letters::letters(register);
    Committee { units, members, posts, accounts, letters }
}

/// Look-ups that the later steps need on what the earlier ones made.
#[derive(Clone, Copy)]
struct Register<'a> {
    units: &'a [Unit],
    members: &'a [Member],
    posts: &'a [Post],
}

impl<'a> Register<'a> {
    fn unit(self, code: &str) -> Option<&'a Unit> {
        self.units.iter().find(|unit| unit.code == code)
    }

    fn member(self, id: Uuid) -> Option<&'a Member> {
        self.members.iter().find(|member| member.id == id)
    }

    /// The member at this place (from 0) of a branch.
    fn at(self, branch: &str, place: usize) -> Option<&'a Member> {
        let unit = self.unit(branch)?.id;
        self.members.iter().filter(|member| member.managing_unit == unit).nth(place)
    }

    /// The first member who lives here and is managed elsewhere.
    fn resident(self, branch: &str) -> Option<&'a Member> {
        let unit = self.unit(branch)?.id;
        self.members
            .iter()
            .find(|member| member.residence_unit == unit && member.managing_unit != unit)
    }

    /// The member who last gave up `title` in the unit with this code.
    fn former(self, code: &str, title: Title) -> Option<&'a Member> {
        let unit = self.unit(code)?.id;
        let ended = self.posts.iter().filter(|post| post.unit == unit && post.title == title);
        self.member(ended.filter(|post| post.to.is_some()).max_by_key(|post| post.to)?.member)
    }

    /// The `nth` (from 0) member now holding `title` in the unit with this code.
    fn holder(self, code: &str, title: Title, nth: usize) -> Option<&'a Member> {
        let unit = self.unit(code)?.id;
        let mut held = self
            .posts
            .iter()
            .filter(|post| post.unit == unit && post.title == title && post.to.is_none());
        self.member(held.nth(nth)?.member)
    }
}
