//! The register as a list that can be imported again without changing anything.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::members::rating_words;
use super::{Cell, Column, Kind, title_words};
use crate::ids::{MemberId, UnitId};
use crate::organisation::{Member, Membership, Register, Tie, Unit, UnitKind};
use crate::text::text_sort_key;

const UNITS: [Column; 8] = [
    Column::Code,
    Column::Name,
    Column::UnitKind,
    Column::Parent,
    Column::Number,
    Column::From,
    Column::Until,
    Column::Predecessors,
];

const MEMBERS: [Column; 13] = [
    Column::Card,
    Column::FullName,
    Column::Gender,
    Column::Born,
    Column::Joined,
    Column::Official,
    Column::UnitCode,
    Column::Unit,
    Column::From,
    Column::ResidenceCode,
    Column::Residence,
    Column::ResidesFrom,
    Column::Rating,
];

const POSTS: [Column; 8] = [
    Column::Card,
    Column::FullName,
    Column::Title,
    Column::UnitCode,
    Column::Unit,
    Column::ManagedBy,
    Column::From,
    Column::Until,
];

/// Headings and rows: every unit; the members who belong to a branch today; every post, past ones too.
pub fn export(kind: Kind, register: &Register) -> Vec<Vec<Cell>> {
    let (columns, rows): (&[Column], _) = match kind {
        Kind::Units => (&UNITS, units(register)),
        Kind::Members => (&MEMBERS, members(register)),
        Kind::Posts => (&POSTS, posts(register)),
    };
    let heading = columns.iter().map(|column| text(column.title(kind))).collect();
    std::iter::once(heading).chain(rows).collect()
}

fn text(text: &str) -> Cell {
    if text.is_empty() { Cell::Empty } else { Cell::Text(text.to_owned()) }
}

fn day(day: Option<NaiveDate>) -> Cell {
    day.map_or(Cell::Empty, Cell::Day)
}

/// Each unit below the one it belongs to, in the order of names.
fn units(register: &Register) -> Vec<Vec<Cell>> {
    let mut below: BTreeMap<Option<UnitId>, Vec<&Unit>> = BTreeMap::new();
    for unit in register.units.values() {
        let parent = unit.parent.filter(|parent| register.units.contains_key(parent));
        below.entry(parent).or_default().push(unit);
    }
    for siblings in below.values_mut() {
        siblings.sort_by_cached_key(|unit| (text_sort_key(&unit.name), unit.code.clone()));
    }
    let mut waiting: Vec<&Unit> = below.get(&None).into_iter().flatten().rev().copied().collect();
    let mut rows = Vec::new();
    while let Some(unit) = waiting.pop() {
        waiting.extend(below.get(&Some(unit.id)).into_iter().flatten().rev().copied());
        rows.push(unit_row(register, unit));
    }
    rows
}

fn unit_row(register: &Register, unit: &Unit) -> Vec<Cell> {
    let code = |id: UnitId| register.units.get(&id).map_or("", |unit| unit.code.as_str());
    let kind = UnitKind::from_name(&unit.kind).map_or(unit.kind.as_str(), |kind| kind.words());
    let links = register.successions.iter().filter(|link| link.to == Some(unit.id));
    let mut predecessors: Vec<&str> = links.map(|link| code(link.from)).collect();
    predecessors.sort_unstable();
    vec![
        text(&unit.code),
        text(&unit.name),
        text(kind),
        unit.parent.map_or(Cell::Empty, |parent| text(code(parent))),
        unit.number.map_or(Cell::Empty, |number| Cell::Number(f64::from(number))),
        Cell::Day(unit.from),
        day(unit.to),
        text(&predecessors.join("; ")),
    ]
}

/// By branch, and within a branch by name.
fn members(register: &Register) -> Vec<Vec<Cell>> {
    let mut ties: BTreeMap<(MemberId, Tie), &Membership> = BTreeMap::new();
    for tie in register.ties.iter().filter(|tie| tie.to.is_none()) {
        ties.insert((tie.member, tie.tie), tie);
    }
    let unit = |tie: &Membership| register.units.get(&tie.unit);
    let managed = |member| Some((member, *ties.get(&(MemberId::clone(member), Tie::Managing))?));
    let mut rows: Vec<(&Member, &Membership)> = register
        .members
        .keys()
        .filter_map(managed)
        .filter_map(|(id, tie)| Some((register.members.get(id)?, tie)))
        .collect();
    rows.sort_by_cached_key(|(member, tie)| {
        let code = unit(tie).map(|unit| unit.code.clone());
        (code, member.sort_key.clone(), member.card_no.clone())
    });
    let row = |(member, tie): (&Member, &Membership)| {
        let residence = ties.get(&(member.id, Tie::Residence)).copied();
        member_row(member, (unit(tie), tie.from), residence.map(|tie| (unit(tie), tie.from)))
    };
    rows.into_iter().map(row).collect()
}

type Home<'a> = (Option<&'a Unit>, NaiveDate);

fn member_row(member: &Member, managing: Home<'_>, residence: Option<Home<'_>>) -> Vec<Cell> {
    let gender = match member.gender.as_deref() {
        Some("male") => "Nam",
        Some("female") => "Nữ",
        _ => "",
    };
    let born = match member.born_on {
        Some(born) if member.year_only => Cell::Number(f64::from(chrono::Datelike::year(&born))),
        born => day(born),
    };
    let home = |home: Option<Home<'_>>| {
        let unit = home.and_then(|home| home.0);
        let of = |get: fn(&Unit) -> &str| unit.map_or(Cell::Empty, |unit| text(get(unit)));
        [of(|unit| &unit.code), of(|unit| &unit.name), day(home.map(|home| home.1))]
    };
    let about = [
        text(&member.card_no),
        text(&member.full_name),
        text(gender),
        born,
        day(member.joined_on),
        day(member.official_on),
    ];
    let rating = text(rating_words(member.rating.as_deref().unwrap_or_default()));
    about.into_iter().chain(home(Some(managing))).chain(home(residence)).chain([rating]).collect()
}

/// By unit, then by name, oldest first.
fn posts(register: &Register) -> Vec<Vec<Cell>> {
    let mut posts: Vec<_> = register.posts.iter().collect();
    posts.sort_by_cached_key(|post| {
        let code = register.units.get(&post.unit).map(|unit| unit.code.clone());
        let name = register.members.get(&post.member).map(|member| member.sort_key.clone());
        (code, name, post.title.clone(), post.from)
    });
    let code = |id: UnitId| register.units.get(&id).map_or("", |unit| unit.code.as_str());
    let name = |id: UnitId| register.units.get(&id).map_or("", |unit| unit.name.as_str());
    let row = |post: &crate::organisation::Holding| {
        let member = register.members.get(&post.member)?;
        Some(vec![
            text(&member.card_no),
            text(&member.full_name),
            text(title_words(&post.title)),
            text(code(post.unit)),
            text(name(post.unit)),
            text(code(post.managed_by)),
            Cell::Day(post.from),
            day(post.to),
        ])
    };
    posts.into_iter().filter_map(row).collect()
}
