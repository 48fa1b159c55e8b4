//! Lists of members.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use uuid::Uuid;

use super::day::Read;
use super::lookup::Units;
use super::plan::{Detail, Effect, Line as Report};
use super::row::{Blocks, Row, each_row};
use super::table::Table;
use super::{Column, Kind, Place, Plan, Problem, Setting, title_words};
use crate::ids::{MemberId, UnitId};
use crate::organisation::{Member, Membership, Register, Tie, UnitKind};
use crate::text::{fold_ascii, fold_exact, name_sort_key};

/// Youngest age at which one may join the Party (Charter, article 1).
const OF_AGE: u32 = 18;

/// The stored spelling of a yearly rating, and the words for it; the official ones first.
pub(super) const RATINGS: [(&str, &[&str]); 4] = [
    ("excellent", &["Hoàn thành xuất sắc nhiệm vụ", "Hoàn thành xuất sắc", "Xuất sắc"]),
    ("good", &["Hoàn thành tốt nhiệm vụ", "Hoàn thành tốt", "Tốt"]),
    ("completed", &["Hoàn thành nhiệm vụ", "Hoàn thành"]),
    ("not_completed", &["Không hoàn thành nhiệm vụ", "Không hoàn thành"]),
];

/// What one row says of one member.
struct Said {
    place: Place,
    unit_place: Place,
    card: String,
    name: Option<String>,
    gender: Option<String>,
    born: Option<Read>,
    joined: Option<NaiveDate>,
    official: Option<NaiveDate>,
    rating: Option<String>,
    unit: Option<UnitId>,
    since: Option<NaiveDate>,
    residence: Option<UnitId>,
    resides_since: Option<NaiveDate>,
    until: Option<NaiveDate>,
    distinct: bool,
    original: Option<String>,
    sound: bool,
}

pub(super) fn plan(
    tables: &[Table],
    register: &Register,
    setting: Setting,
    fresh: &mut dyn FnMut() -> Uuid,
    plan: &mut Plan,
) {
    let units = Units::new(&register.units);
    let mut said = Vec::new();
    for table in tables {
        each_row(table, &units, (Kind::Members, setting), plan, |row, blocks| {
            said.push(read(row, &units, blocks));
        });
    }
    plan.read = said.len();
    let known = Known::new(register);
    check_twice(&said, &known, plan);
    let mentioned: HashSet<UnitId> = said.iter().filter_map(|one| one.unit).collect();
    let cards: HashSet<&str> = said.iter().map(|one| one.card.as_str()).collect();
    for one in said.iter().filter(|one| one.sound) {
        Compare { units: &units, known: &known, setting, one }.with_register(fresh, plan);
    }
    for (member, tie) in known.in_order() {
        if mentioned.contains(&tie.unit) && !cards.contains(member.card_no.as_str()) {
            plan.vanished.push((member.card_no.clone(), member.full_name.clone()));
        }
    }
}

fn read(row: &mut Row<'_>, units: &Units<'_>, blocks: &mut Blocks) -> Said {
    let (gender, born) = birth(row);
    let (joined, official) = (row.starting(Column::Joined), row.starting(Column::Official));
    let birthday = born.map(|read| read.day);
    row.after((Column::Joined, joined), (Column::Born, birthday), OF_AGE);
    row.after((Column::Official, official), (Column::Joined, joined), 0);
    let unit = blocks.unit(row, units, false);
    let unit = branch(row, units, unit, [Column::UnitCode, Column::Unit]);
    let unit_column =
        if row.cell(Column::UnitCode).is_empty() { Column::Unit } else { Column::UnitCode };
    Said {
        place: row.place(Column::Card),
        unit_place: row.place(unit_column),
        card: row.card().unwrap_or_default(),
        name: name(row),
        gender,
        born,
        joined,
        official,
        rating: rating(row),
        unit,
        since: row.starting(Column::From),
        residence: residence(row, units),
        resides_since: row.starting(Column::ResidesFrom),
        until: row.ending(),
        distinct: row.text(Column::Distinct).is_some(),
        original: row.original(),
        sound: row.sound,
    }
}

/// Members belong to branches.
fn branch(
    row: &mut Row<'_>,
    units: &Units<'_>,
    unit: Option<UnitId>,
    [code, name]: [Column; 2],
) -> Option<UnitId> {
    let found = units.get(unit?)?;
    if UnitKind::from_name(&found.kind).is_some_and(|kind| !kind.is_branch()) {
        let column = if row.cell(code).is_empty() { name } else { code };
        row.flaw(column, Problem::NotABranch(found.name.clone()));
        return None;
    }
    unit
}

fn residence(row: &mut Row<'_>, units: &Units<'_>) -> Option<UnitId> {
    for column in [Column::ResidenceCode, Column::Residence] {
        let Some(typed) = row.text(column) else { continue };
        match units.living(&typed) {
            Ok(found) => {
                return branch(row, units, Some(found), [Column::ResidenceCode, Column::Residence]);
            }
            Err(problem) => {
                row.flaw(column, problem);
                return None;
            }
        }
    }
    None
}

/// The whole name, in one column or in two.
fn name(row: &mut Row<'_>) -> Option<String> {
    let column = if row.table.columns.contains_key(&Column::FullName) {
        Column::FullName
    } else {
        Column::GivenName
    };
    let last = row.required(column)?;
    if column == Column::FullName {
        return Some(last);
    }
    let family = row.required(Column::FamilyName)?;
    Some(format!("{family} {last}"))
}

/// The stored spelling of the gender, and the day or year of birth; lists of old have a column for men and one for
/// women.
fn birth(row: &mut Row<'_>) -> (Option<String>, Option<Read>) {
    for (column, gender) in [(Column::BornMale, "male"), (Column::BornFemale, "female")] {
        if let Some(read) = row.day(column) {
            return (Some(gender.to_owned()), Some(read));
        }
    }
    let gender = row.text(Column::Gender).and_then(|typed| match fold_ascii(&typed).as_str() {
        "nam" | "male" => Some("male".to_owned()),
        "nu" | "female" => Some("female".to_owned()),
        _ => {
            row.flaw(Column::Gender, Problem::Gender);
            None
        }
    });
    (gender, row.day(Column::Born))
}

fn rating(row: &mut Row<'_>) -> Option<String> {
    let typed = row.text(Column::Rating)?;
    let folded = fold_ascii(&typed);
    let is = |words: &&str| fold_ascii(words) == folded;
    let found = RATINGS.iter().find(|row| row.0 == typed || row.1.iter().any(is));
    if found.is_none() {
        let known = RATINGS.map(|row| row.1[0]).join(", ");
        row.flaw(Column::Rating, Problem::Rating { known });
    }
    found.map(|row| row.0.to_owned())
}

/// The register by card, by person, and the ties that hold.
struct Known<'a> {
    register: &'a Register,
    by_card: HashMap<&'a str, &'a Member>,
    ties: HashMap<(MemberId, Tie), Vec<&'a Membership>>,
    persons: HashMap<(String, NaiveDate, UnitId), &'a Member>,
    holders: HashMap<MemberId, Vec<String>>,
}

impl<'a> Known<'a> {
    fn new(register: &'a Register) -> Self {
        let by_card = register.members.values().map(|one| (one.card_no.as_str(), one)).collect();
        let mut ties: HashMap<(MemberId, Tie), Vec<&Membership>> = HashMap::new();
        let mut persons = HashMap::new();
        for tie in &register.ties {
            ties.entry((tie.member, tie.tie)).or_default().push(tie);
            let holds = tie.tie == Tie::Managing && tie.to.is_none();
            let member = register.members.get(&tie.member).filter(|_| holds);
            if let Some((member, born)) = member.and_then(|one| Some((one, one.born_on?))) {
                persons.insert((fold_exact(&member.full_name), born, tie.unit), member);
            }
        }
        let mut holders: HashMap<MemberId, Vec<String>> = HashMap::new();
        for post in register.posts.iter().filter(|post| post.to.is_none()) {
            let unit = register.units.get(&post.unit).map_or("", |unit| unit.code.as_str());
            let words = format!("{} ({unit})", title_words(&post.title));
            holders.entry(post.member).or_default().push(words);
        }
        Self { register, by_card, ties, persons, holders }
    }

    fn tie(&self, member: MemberId, tie: Tie) -> Option<&'a Membership> {
        let ties = self.ties.get(&(member, tie))?;
        ties.iter().find(|row| row.to.is_none()).copied()
    }

    /// The day on which the last tie ended, if none holds.
    fn left(&self, member: MemberId, tie: Tie) -> Option<NaiveDate> {
        let ties = self.ties.get(&(member, tie))?;
        ties.iter().map(|row| row.to).collect::<Option<Vec<_>>>()?.into_iter().max()
    }

    /// Members with the branch that manages them, by card.
    fn in_order(&self) -> Vec<(&'a Member, &'a Membership)> {
        let managed = |one: &'a Member| Some((one, self.tie(one.id, Tie::Managing)?));
        let mut all: Vec<_> = self.register.members.values().filter_map(managed).collect();
        all.sort_by(|a, b| a.0.card_no.cmp(&b.0.card_no));
        all
    }
}

/// The same card twice, or the same name and birth in one unit under two cards.
fn check_twice(said: &[Said], known: &Known<'_>, plan: &mut Plan) {
    let mut cards: HashMap<&str, &Said> = HashMap::new();
    let mut persons: HashMap<(String, NaiveDate, UnitId), &Said> = HashMap::new();
    for one in said {
        if !one.card.is_empty() {
            if let Some(first) = cards.get(one.card.as_str()) {
                let (row, sheet) = (first.place.row, first.place.sheet.clone());
                plan.flaw(one.place.clone(), Problem::Twice { row, sheet });
                continue;
            }
            cards.insert(&one.card, one);
        }
        let (Some(name), Some(born), Some(unit)) = (&one.name, one.born, one.unit) else {
            continue;
        };
        let person = (fold_exact(name), born.day, unit);
        if one.distinct {
            continue;
        }
        if let Some(first) = persons.get(&person) {
            let (row, card) = (first.place.row, first.card.clone());
            plan.flaw(one.place.clone(), Problem::SamePerson { row, card });
        } else if let Some(other) = known.persons.get(&person)
            && !known.by_card.contains_key(one.card.as_str())
            && !one.card.is_empty()
        {
            let card = other.card_no.clone();
            plan.flaw(one.place.clone(), Problem::SamePerson { row: 0, card });
        }
        persons.insert(person, one);
    }
}

/// One row against the register.
struct Compare<'a> {
    units: &'a Units<'a>,
    known: &'a Known<'a>,
    setting: Setting,
    one: &'a Said,
}

impl Compare<'_> {
    fn with_register(&self, fresh: &mut dyn FnMut() -> Uuid, plan: &mut Plan) {
        let known = self.known.by_card.get(self.one.card.as_str());
        let mut member = known.map_or_else(|| self.new_member(fresh), |one| (*one).clone());
        let mut details = self.particulars(&mut member);
        let added = known.is_none();
        if added && self.one.unit.is_none() {
            plan.flaw(self.one.unit_place.clone(), Problem::Missing);
        }
        if added {
            plan.changes.add_members.push(member.clone());
        } else if !details.is_empty() {
            plan.changes.revise_members.push(member.clone());
        }
        let ended = self.ties(&member, plan, &mut details);
        plan.line(Report {
            effect: Effect::of(added, ended),
            sheet: self.one.place.sheet.clone(),
            row: self.one.place.row,
            key: member.card_no,
            name: member.full_name,
            details,
            original: self.one.original.clone(),
        });
    }

    fn new_member(&self, fresh: &mut dyn FnMut() -> Uuid) -> Member {
        Member {
            id: MemberId(fresh()),
            full_name: String::new(),
            gender: None,
            born_on: None,
            year_only: false,
            card_no: self.one.card.clone(),
            joined_on: None,
            official_on: None,
            rating: None,
            sort_key: Vec::new(),
        }
    }

    /// Takes over what the row says; an empty cell says nothing.
    fn particulars(&self, member: &mut Member) -> Vec<Detail> {
        let one = self.one;
        let before = member.clone();
        if let Some(name) = &one.name {
            (member.full_name, member.sort_key) = (name.clone(), name_sort_key(name));
        }
        member.gender = one.gender.clone().or(before.gender.clone());
        if let Some(born) = one.born {
            (member.born_on, member.year_only) = (Some(born.day), born.year_only);
        }
        member.joined_on = one.joined.or(before.joined_on);
        member.official_on = one.official.or(before.official_on);
        member.rating = one.rating.clone().or(before.rating.clone());
        let of = particulars(&before).into_iter().zip(particulars(member));
        let changed = of.filter(|(before, after)| before.1 != after.1);
        changed
            .map(|((column, before), (_, after))| Detail {
                column: column.title(Kind::Members),
                before,
                after,
            })
            .collect()
    }

    /// Joins, moves and leaves; tells whether the member left.
    fn ties(&self, member: &Member, plan: &mut Plan, details: &mut Vec<Detail>) -> bool {
        let one = self.one;
        if let Some(until) = one.until
            && self.known.tie(member.id, Tie::Managing).is_some()
        {
            self.leave(member, until, plan, details);
            return true;
        }
        if one.until.is_some() && self.known.left(member.id, Tie::Managing) == one.until {
            return false;
        }
        let managing = (Tie::Managing, one.unit, one.since, Column::From, Column::Unit);
        let home = one.unit.filter(|unit| {
            let kind = self.units.get(*unit).and_then(|unit| UnitKind::from_name(&unit.kind));
            let new = !self.known.by_card.contains_key(one.card.as_str());
            kind == Some(UnitKind::ResidentialBranch) && new
        });
        let since = one.resides_since.or(one.since.filter(|_| one.residence.is_none()));
        let residence =
            (Tie::Residence, one.residence.or(home), since, Column::ResidesFrom, Column::Residence);
        for (tie, unit, since, day_column, unit_column) in [managing, residence] {
            let Some(unit) = unit else { continue };
            self.tie(member, tie, unit, since, (day_column, unit_column), plan, details);
        }
        false
    }

    #[expect(clippy::too_many_arguments, reason = "one tie with the columns it came from")]
    fn tie(
        &self,
        member: &Member,
        tie: Tie,
        unit: UnitId,
        since: Option<NaiveDate>,
        (day_column, unit_column): (Column, Column),
        plan: &mut Plan,
        details: &mut Vec<Detail>,
    ) {
        let from = since.unwrap_or(self.setting.on);
        let new = |from| Membership { member: member.id, unit, tie, from, to: self.one.until };
        let mut detail = |column: Column, before: String, after: String| {
            details.push(Detail { column: column.title(Kind::Members), before, after });
        };
        match self.known.tie(member.id, tie) {
            Some(now) if now.unit == unit => {
                if let Some(since) = since.filter(|since| *since != now.from) {
                    detail(day_column, shown(now.from), shown(since));
                    plan.changes.redate.push((now.clone(), since));
                }
            }
            Some(now) if from <= now.from => {
                let other =
                    format!("{} → {}", day_column.title(Kind::Members), self.units.code(now.unit));
                plan.flaw(self.one.unit_place.clone(), Problem::NotAfter { other, day: now.from });
            }
            Some(now) => {
                detail(unit_column, self.units.shown(now.unit), self.units.shown(unit));
                plan.changes.leave.push((now.clone(), from));
                plan.changes.join.push(new(from));
            }
            None => {
                if let Some(left) = self.known.left(member.id, tie).filter(|left| from < *left) {
                    let other = Column::Until.title(Kind::Members).to_owned();
                    plan.flaw(self.one.unit_place.clone(), Problem::NotAfter { other, day: left });
                    return;
                }
                detail(unit_column, String::new(), self.units.shown(unit));
                plan.changes.join.push(new(from));
            }
        }
    }

    fn leave(&self, member: &Member, until: NaiveDate, plan: &mut Plan, details: &mut Vec<Detail>) {
        if let Some(posts) = self.known.holders.get(&member.id) {
            let posts = posts.join("; ");
            plan.flaw(self.one.place.clone(), Problem::HoldsPosts { posts });
            return;
        }
        for tie in [Tie::Managing, Tie::Residence] {
            let Some(now) = self.known.tie(member.id, tie) else { continue };
            if until < now.from {
                let other = Column::From.title(Kind::Members).to_owned();
                plan.flaw(self.one.place.clone(), Problem::NotAfter { other, day: now.from });
                continue;
            }
            plan.changes.leave.push((now.clone(), until));
        }
        let column = Column::Until.title(Kind::Members);
        details.push(Detail { column, before: String::new(), after: shown(until) });
    }
}

fn shown(day: NaiveDate) -> String {
    day.format("%d/%m/%Y").to_string()
}

/// What is known of a person, as files write it.
pub(super) fn particulars(member: &Member) -> [(Column, String); 6] {
    let day = |day: Option<NaiveDate>| day.map(shown).unwrap_or_default();
    let born = match member.born_on {
        Some(born) if member.year_only => chrono::Datelike::year(&born).to_string(),
        born => day(born),
    };
    let gender = match member.gender.as_deref() {
        Some("male") => "Nam",
        Some("female") => "Nữ",
        _ => "",
    };
    [
        (Column::FullName, member.full_name.clone()),
        (Column::Gender, gender.to_owned()),
        (Column::Born, born),
        (Column::Joined, day(member.joined_on)),
        (Column::Official, day(member.official_on)),
        (Column::Rating, rating_words(member.rating.as_deref().unwrap_or_default()).to_owned()),
    ]
}

/// The official words for a stored rating.
pub(super) fn rating_words(code: &str) -> &str {
    RATINGS.iter().find(|row| row.0 == code).map_or(code, |row| row.1[0])
}
