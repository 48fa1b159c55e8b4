//! The 7,251 members: how many in which branch, who they are, where they live.

use std::iter::repeat_n;

use chrono::{Datelike, Months, NaiveDate};

use super::dice::{Dice, date};
use super::names::{full_name, full_name_with};
use super::{Gender, Member, Rating, Unit, UnitKind};

/// Members in the register, as the seed says.
const MEMBERS: usize = 7_251;

/// The ratings of 2016 as the seed says; they sum to [`MEMBERS`].
const RATINGS: &[(Rating, usize)] = &[
    (Rating::Excellent, 434),
    (Rating::Good, 5_767),
    (Rating::Completed, 1_037),
    (Rating::NotCompleted, 13),
];

/// Places in a branch that its officers take, counted from the first member.
pub(super) const OFFICERS: usize = 6;

/// People the letters and the matching examples rely on: branch, place in it, gender, given name.
/// Place 0 is the secretary.
const FIXED: &[(&str, usize, Gender, &str)] = &[
    ("phudo-05", 0, Gender::Male, "Hùng"),
    ("phudo-05", 9, Gender::Male, "Hùng"),
    ("daimo-05", 0, Gender::Male, "Dũng"),
    ("daimo-15", 0, Gender::Male, "Hùng"),
    ("taymo-05", 0, Gender::Male, "Hùng"),
    ("metri-05", 0, Gender::Female, "Hòa"),
    ("metri-07", 0, Gender::Female, "Hoa"),
    ("trungvan-12", 0, Gender::Male, "Dũng"),
    ("trungvan-12", 8, Gender::Female, "Dung"),
    ("phuongcanh-mn", 0, Gender::Female, "Hạnh"),
];

/// Given names that many secretaries share, so that a given name alone never decides.
const SHARED: &[(Gender, &str)] = &[
    (Gender::Male, "Hùng"),
    (Gender::Male, "Dũng"),
    (Gender::Female, "Hoa"),
    (Gender::Male, "Sơn"),
    (Gender::Female, "Lan"),
];

/// All members, branch by branch; in each branch the officers first.
pub(super) fn members(dice: &mut Dice, units: &[Unit]) -> Vec<Member> {
    let branches: Vec<&Unit> = units.iter().filter(|unit| unit.kind.is_branch()).collect();
    let homes: Vec<&Unit> =
        branches.iter().copied().filter(|unit| unit.kind == UnitKind::ResidentialBranch).collect();
    let mut ratings: Vec<Rating> =
        RATINGS.iter().flat_map(|(rating, count)| repeat_n(*rating, *count)).collect();
    dice.shuffle(&mut ratings);
    let places = branches.iter().zip(sizes(dice, &branches)).flat_map(|(unit, size)| {
        let unit: &Unit = unit;
        (0..size).map(move |place| (unit, place))
    });
    places
        .zip(ratings)
        .enumerate()
        .map(|(serial, ((unit, place), rating))| member(dice, unit, place, &homes, serial, rating))
        .collect()
}

/// The number of members of each branch; they sum to [`MEMBERS`].
fn sizes(dice: &mut Dice, branches: &[&Unit]) -> Vec<usize> {
    let mut sizes: Vec<usize> = branches
        .iter()
        .map(|unit| match unit.kind {
            UnitKind::ResidentialBranch => 14 + dice.index(22),
            UnitKind::GrassrootsBranch => 15 + dice.index(14),
            _ if has_leaders(&unit.code) => 27 + dice.index(14),
            _ => 14 + dice.index(20),
        })
        .collect();
    let mut total: usize = sizes.iter().sum();
    let homes =
        branches.iter().enumerate().filter(|(_, unit)| unit.kind == UnitKind::ResidentialBranch);
    for (index, _) in homes.cycle() {
        match total.cmp(&MEMBERS) {
            std::cmp::Ordering::Equal => break,
            std::cmp::Ordering::Less => (sizes[index], total) = (sizes[index] + 1, total + 1),
            std::cmp::Ordering::Greater if sizes[index] > 12 => {
                (sizes[index], total) = (sizes[index] - 1, total - 1);
            }
            std::cmp::Ordering::Greater => {}
        }
    }
    sizes
}

/// Branches from which the bodies above them are filled; they need room for it.
fn has_leaders(code: &str) -> bool {
    ["cqqu-", "cqcq-", "caq-", "qsq-"].iter().any(|prefix| code.starts_with(prefix))
        || code.ends_with("-cq")
}

fn member(
    dice: &mut Dice,
    unit: &Unit,
    place: usize,
    homes: &[&Unit],
    serial: usize,
    rating: Rating,
) -> Member {
    let (gender, full_name) = identity(dice, unit, place);
    let birth_date = birth_date(dice, unit.kind, place);
    let joined_on = joined_on(dice, birth_date);
    let at_home = unit.kind == UnitKind::ResidentialBranch;
    Member {
        id: dice.id(),
        full_name,
        gender,
        birth_date,
        card_no: format!("99.{:06}", (serial * 7_919 + 13) % 900_000 + 100_000),
        joined_on,
        official_on: joined_on + Months::new(12),
        managing_unit: unit.id,
        residence_unit: if at_home { unit.id } else { dice.pick(homes).id },
        rating_2016: rating,
    }
}

fn identity(dice: &mut Dice, unit: &Unit, place: usize) -> (Gender, String) {
    let fixed = FIXED.iter().find(|fixed| fixed.0 == unit.code && fixed.1 == place);
    let mixed = unit.kind == UnitKind::ResidentialBranch;
    let shared = (place == 0 && mixed && dice.chance(40)).then(|| *dice.pick(SHARED));
    if let Some((gender, given)) = fixed.map(|fixed| (fixed.2, fixed.3)).or(shared) {
        return (gender, full_name_with(dice, gender, given));
    }
    let gender =
        if dice.chance(share_of_women(&unit.code)) { Gender::Female } else { Gender::Male };
    (gender, full_name(dice, gender))
}

/// Women in a hundred members.
fn share_of_women(code: &str) -> u32 {
    match code.split_once('-') {
        Some((_, "mn")) => 96,
        Some((_, "th" | "thcs") | ("may", _)) => 76,
        Some((_, "ca") | ("caq" | "qsq" | "xebus", _)) => 12,
        _ => 42,
    }
}

/// Old enough to have been a member in 2016; officers neither too young nor too old for 2026.
fn birth_date(dice: &mut Dice, kind: UnitKind, place: usize) -> NaiveDate {
    let (first, years) = match (kind, place < OFFICERS) {
        (UnitKind::ResidentialBranch, true) => (1952, 24),
        (UnitKind::ResidentialBranch, false) if dice.chance(70) => (1936, 30),
        (_, true) => (1967, 20),
        (_, false) => (1966, 27),
    };
    dice.day(date(first, 1, 1), years * 365)
}

/// Between the ages of 20 and 35, and before the rating of 2016.
fn joined_on(dice: &mut Dice, birth_date: NaiveDate) -> NaiveDate {
    let earliest = birth_date + Months::new(20 * 12);
    let years = (2016 - earliest.year()).clamp(1, 15).unsigned_abs();
    let joined = dice.day(earliest, years * 365);
    joined.min(date(2016, 10, 31))
}
