//! Staff accounts for each role, and one for the secretary of every branch and grassroots organisation.

use super::dice::Dice;
use super::names::full_name;
use super::organisation::{CITY, COMMITTEE, INSPECTION, STANDING};
use super::{Account, Gender, Member, Register, Role, Title, Unit};

/// The password of every demonstration account. Public on purpose: a demonstration holds no real letter.
pub const DEMO_PASSWORD: &str = "Dân-biết-dân-bàn-2026";

/// What the authenticator app of every demonstration account is set up with, as public as the password.
pub const DEMO_TOTP_SECRET: [u8; 20] = *b"dan biet dan ban dem";

/// The custodians of the demonstration with their passphrases, public like the password.
pub const DEMO_PASSPHRASES: [(&str, &str); 3] = [
    ("giuphong1", "năm quả cam trên cành cao"),
    ("giuphong2", "bảy con thuyền qua bến cũ"),
    ("giuphong3", "chín ngọn đèn trong mưa đêm"),
];

/// Unit codes of secretaries to show first, login `bithu.<code>`: three branches with a letter about one of their
/// ordinary members, and a ward with letters about branch secretaries.
pub const NAMED_SECRETARIES: [&str; 4] = ["phudo-05", "mydinh1-04", "caudien-07", "trungvan"];

/// Where the owner of a fixed account stands in the register.
enum Owner {
    /// The present holder of a post: unit, title, which of several.
    Post(&'static str, Title, usize),
    /// A member of a branch by place.
    Member(&'static str, usize),
    /// Somebody who is not in the register.
    Outsider,
}

/// The fixed accounts: login, role, unit, owner.
const FIXED: &[(&str, Role, &str, Owner)] = &[
    ("tiepnhan", Role::Desk, COMMITTEE, Owner::Member("cqqu-01", 20)),
    ("kiemtra", Role::Triage, INSPECTION, Owner::Post(INSPECTION, Title::InspectionMember, 0)),
    ("kiemtra2", Role::Triage, INSPECTION, Owner::Post(INSPECTION, Title::InspectionMember, 1)),
    ("pheduyet", Role::Approver, STANDING, Owner::Post(INSPECTION, Title::InspectionChair, 0)),
    ("captren", Role::Above, CITY, Owner::Outsider),
    ("giuphong1", Role::Custodian, COMMITTEE, Owner::Member("cqqu-01", 21)),
    ("giuphong2", Role::Custodian, COMMITTEE, Owner::Member("cqqu-02", 20)),
    ("giuphong3", Role::Custodian, COMMITTEE, Owner::Member("cqqu-05", 20)),
    ("quantri", Role::Admin, COMMITTEE, Owner::Outsider),
];

/// The second person at the level above, who heads it, and the officers to whom matters go that no branch may handle.
const OFFICERS: &[(&str, Role, &str, Owner)] = &[
    ("captren2", Role::Above, CITY, Owner::Post(CITY, Title::Secretary, 0)),
    ("kiemtravien1", Role::Handler, INSPECTION, Owner::Post(INSPECTION, Title::Inspector, 0)),
    ("kiemtravien2", Role::Handler, INSPECTION, Owner::Post(INSPECTION, Title::Inspector, 1)),
    ("xacminh", Role::Handler, CITY, Owner::Outsider),
];

/// All accounts: the fixed ones, then the secretaries in the order of the units, then the officers above them.
pub(super) fn accounts(dice: &mut Dice, register: Register<'_>) -> Vec<Account> {
    let mut accounts = listed(dice, register, FIXED);
    let secretaries =
        register.units.iter().filter(|unit| unit.kind.is_branch() || unit.kind.is_grassroots());
    for unit in secretaries {
        let member = register.holder(&unit.code, Title::Secretary, 0);
        accounts.push(account(dice, format!("bithu.{}", unit.code), Role::Handler, unit, member));
    }
    accounts.extend(listed(dice, register, OFFICERS));
    accounts
}

fn listed(
    dice: &mut Dice,
    register: Register<'_>,
    list: &[(&str, Role, &str, Owner)],
) -> Vec<Account> {
    let mut accounts = Vec::new();
    for (login, role, code, owner) in list {
        let Some(unit) = register.unit(code) else { continue };
        let member = match *owner {
            Owner::Post(unit, title, nth) => register.holder(unit, title, nth),
            Owner::Member(branch, place) => register.at(branch, place),
            Owner::Outsider => None,
        };
        accounts.push(account(dice, (*login).to_owned(), *role, unit, member));
    }
    accounts
}

fn account(
    dice: &mut Dice,
    login: String,
    role: Role,
    unit: &Unit,
    member: Option<&Member>,
) -> Account {
    let display_name = match member {
        Some(member) => member.full_name.clone(),
        None => full_name(dice, Gender::Male),
    };
    let email = format!("{login}@gopy.example");
    Account {
        id: dice.id(),
        login,
        role,
        unit: unit.id,
        member: member.map(|member| member.id),
        display_name,
        email,
    }
}
