//! Lists of posts.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use uuid::Uuid;

use super::column::title;
use super::lookup::Units;
use super::plan::{Detail, Effect, Line as Report};
use super::row::{Blocks, Row, each_row};
use super::table::Table;
use super::{Column, Kind, Place, Plan, Problem, Setting, title_words};
use crate::ids::{MemberId, UnitId};
use crate::organisation::{Holding, Member, Register};
use crate::text::{Post, fold_ascii, fold_exact};

/// What one row says of one holding.
struct Said {
    place: Place,
    from_place: Place,
    until_place: Place,
    member: MemberId,
    unit: UnitId,
    title: Post,
    managed_by: Option<UnitId>,
    from: NaiveDate,
    until: Option<NaiveDate>,
    original: Option<String>,
}

/// One holding among all others.
type Key = (MemberId, UnitId, &'static str, NaiveDate);

pub(super) fn plan(
    tables: &[Table],
    register: &Register,
    setting: Setting,
    fresh: &mut dyn FnMut() -> Uuid,
    plan: &mut Plan,
) {
    let units = Units::new(&register.units);
    let people = People::new(register);
    let mut said = Vec::new();
    for table in tables {
        each_row(table, &units, (Kind::Posts, setting), plan, |row, blocks| {
            row.plan.read += 1;
            said.extend(read(row, &units, &people, blocks));
        });
    }
    let known: HashMap<Key, &Holding> =
        register.posts.iter().filter_map(|post| Some((key(post)?, post))).collect();
    let mut seen: HashMap<Key, &Said> = HashMap::new();
    let mut posts: Vec<Holding> = register.posts.clone();
    let places: HashMap<Uuid, usize> =
        posts.iter().enumerate().map(|(at, one)| (one.id, at)).collect();
    let mut new: Vec<(usize, &Said)> = Vec::new();
    for one in &said {
        let key = (one.member, one.unit, one.title.code(), one.from);
        if let Some(first) = seen.insert(key, one) {
            let (row, sheet) = (first.place.row, first.place.sheet.clone());
            plan.flaw(one.place.clone(), Problem::Twice { row, sheet });
            continue;
        }
        let compare = Compare { units: &units, register, one };
        if let Some(now) = known.get(&key) {
            compare.known(now, &mut posts[places[&now.id]], plan);
        } else {
            new.push((posts.len(), one));
            posts.push(compare.add(fresh, plan));
        }
    }
    check_together(&new, &posts, register, plan);
    vanished(&said, register, plan);
}

fn key(post: &Holding) -> Option<Key> {
    Some((post.member, post.unit, Post::from_code(&post.title)?.code(), post.from))
}

fn read(
    row: &mut Row<'_>,
    units: &Units<'_>,
    people: &People<'_>,
    blocks: &mut Blocks,
) -> Option<Said> {
    let past = [Column::Until, Column::Through].iter().any(|one| !row.cell(*one).is_empty());
    let unit = blocks.unit(row, units, past);
    let member = people.meant(row);
    let title = row.required(Column::Title).and_then(|typed| {
        let found = title(&typed);
        if found.is_none() {
            row.flaw(Column::Title, Problem::UnknownTitle);
        }
        found
    });
    let managed_by = row.text(Column::ManagedBy).and_then(|typed| match units.any(&typed) {
        Ok(found) => Some(found),
        Err(problem) => {
            row.flaw(Column::ManagedBy, problem);
            None
        }
    });
    if row.cell(Column::From).is_empty() {
        row.flaw(Column::From, Problem::Missing);
    }
    let (from, until) = (row.starting(Column::From), row.ending());
    row.after((Column::Until, until), (Column::From, from), 0);
    let said = Said {
        place: row.place(Column::Title),
        from_place: row.place(Column::From),
        until_place: row.place(Column::Until),
        member: member?,
        unit: unit?,
        title: title?,
        managed_by,
        from: from?,
        until,
        original: row.original(),
    };
    row.sound.then_some(said)
}

/// Members by card and by name.
struct People<'a> {
    by_card: HashMap<&'a str, &'a Member>,
    by_name: HashMap<String, Vec<&'a Member>>,
}

impl<'a> People<'a> {
    fn new(register: &'a Register) -> Self {
        let mut by_name: HashMap<String, Vec<&Member>> = HashMap::new();
        for member in register.members.values() {
            by_name.entry(fold_exact(&member.full_name)).or_default().push(member);
        }
        let by_card = register.members.values().map(|one| (one.card_no.as_str(), one)).collect();
        Self { by_card, by_name }
    }

    /// By card where there is one; else by name, and birth where the name does not tell.
    fn meant(&self, row: &mut Row<'_>) -> Option<MemberId> {
        if row.cell(Column::Card).is_empty() {
            return self.by_name(row);
        }
        let card = row.card()?;
        let Some(member) = self.by_card.get(card.as_str()) else {
            row.flaw(Column::Card, Problem::UnknownMember);
            return None;
        };
        if let Some(name) = row.text(Column::FullName)
            && fold_ascii(&name) != fold_ascii(&member.full_name)
        {
            row.flaw(Column::FullName, Problem::OtherName(member.full_name.clone()));
        }
        Some(member.id)
    }

    fn by_name(&self, row: &mut Row<'_>) -> Option<MemberId> {
        let column = if row.table.columns.contains_key(&Column::FullName) {
            Column::FullName
        } else {
            Column::Card
        };
        let name = row.required(column)?;
        let born = row.day(Column::Born);
        let same = |member: &&&Member| match (born, member.born_on) {
            (Some(read), Some(on)) if read.year_only || member.year_only => {
                chrono::Datelike::year(&read.day) == chrono::Datelike::year(&on)
            }
            (Some(read), Some(on)) => read.day == on,
            _ => true,
        };
        let all = self.by_name.get(&fold_exact(&name)).map_or(&[][..], Vec::as_slice);
        let found: Vec<&&Member> = all.iter().filter(same).collect();
        match found.as_slice() {
            [only] => return Some(only.id),
            [] => row.flaw(column, Problem::UnknownMember),
            several => {
                let which = several.iter().take(5).map(|one| one.card_no.as_str());
                let which = which.collect::<Vec<_>>().join("; ");
                row.flaw(column, Problem::SeveralMembers { which });
            }
        }
        None
    }
}

struct Compare<'a> {
    units: &'a Units<'a>,
    register: &'a Register,
    one: &'a Said,
}

impl Compare<'_> {
    fn known(&self, now: &Holding, after: &mut Holding, plan: &mut Plan) {
        let mut details = Vec::new();
        let mut effect = Effect::Changed;
        match (now.to, self.one.until) {
            (None, Some(until)) => {
                after.to = Some(until);
                effect = Effect::Ended;
                plan.changes.end_posts.push((now.id, until));
                details.push(detail(Column::Until, String::new(), shown(until)));
            }
            (Some(to), until) if until != Some(to) => {
                plan.flaw(self.one.until_place.clone(), Problem::HasEnded(to));
                return;
            }
            _ => {}
        }
        if let Some(by) = self.one.managed_by.filter(|by| *by != now.managed_by) {
            after.managed_by = by;
            plan.changes.manage_posts.push((now.id, by));
            let words = |id| self.units.shown(id);
            details.push(detail(Column::ManagedBy, words(now.managed_by), words(by)));
        }
        self.report(effect, details, plan);
    }

    fn add(&self, fresh: &mut dyn FnMut() -> Uuid, plan: &mut Plan) -> Holding {
        let one = self.one;
        let above = self.units.get(one.unit).and_then(|unit| unit.parent).unwrap_or(one.unit);
        plan.tally.managed_above += usize::from(one.managed_by.is_none());
        let post = Holding {
            id: fresh(),
            member: one.member,
            unit: one.unit,
            title: one.title.code().to_owned(),
            managed_by: one.managed_by.unwrap_or(above),
            from: one.from,
            to: one.until,
        };
        plan.changes.add_posts.push(post.clone());
        let details = vec![
            detail(Column::From, String::new(), shown(one.from)),
            detail(Column::ManagedBy, String::new(), self.units.shown(post.managed_by)),
        ];
        self.report(Effect::Added, details, plan);
        post
    }

    fn report(&self, effect: Effect, details: Vec<Detail>, plan: &mut Plan) {
        let one = self.one;
        let member = self.register.members.get(&one.member);
        let (card, name) = member.map_or(("", ""), |one| (&one.card_no, &one.full_name));
        let words = title_words(one.title.code());
        plan.line(Report {
            effect,
            sheet: one.place.sheet.clone(),
            row: one.place.row,
            key: card.to_owned(),
            name: format!("{name} – {words}, {}", self.units.shown(one.unit)),
            details,
            original: one.original.clone(),
        });
    }
}

/// New holdings beside all others: the same post not twice at a time, and one secretary to a unit.
fn check_together(new: &[(usize, &Said)], posts: &[Holding], register: &Register, plan: &mut Plan) {
    let mut in_unit: HashMap<(UnitId, Post), Vec<usize>> = HashMap::new();
    for (at, post) in posts.iter().enumerate() {
        if let Some(title) = Post::from_code(&post.title) {
            in_unit.entry((post.unit, title)).or_default().push(at);
        }
    }
    for (at, one) in new {
        let post = &posts[*at];
        let beside = in_unit.get(&(one.unit, one.title)).into_iter().flatten();
        let others = beside.filter(|other| *other != at).map(|other| &posts[*other]);
        let mut overlapping = others.filter(|other| overlap(other, post));
        let (same, head): (Vec<&Holding>, Vec<&Holding>) =
            overlapping.by_ref().partition(|other| other.member == post.member);
        match (same.first(), head.first()) {
            (Some(other), _) if other.to.is_none() && other.from < post.from => {
                plan.flaw(one.from_place.clone(), Problem::HeldSince(other.from));
            }
            (Some(other), _) => {
                let problem = Problem::Overlaps { from: other.from, to: other.to };
                plan.flaw(one.from_place.clone(), problem);
            }
            (None, Some(other)) if one.title == Post::Secretary => {
                let name = register.members.get(&other.member).map(|one| one.full_name.clone());
                let name = name.unwrap_or_default();
                plan.flaw(one.from_place.clone(), Problem::SecondHead { name, from: other.from });
            }
            _ => {}
        }
    }
}

fn overlap(a: &Holding, b: &Holding) -> bool {
    let starts = a.from.max(b.from);
    let ends = [a.to, b.to].into_iter().flatten().min();
    ends.is_none_or(|ends| starts < ends)
}

/// Posts that are held in units of the file, and do not stand in it.
fn vanished(said: &[Said], register: &Register, plan: &mut Plan) {
    let units: HashSet<UnitId> = said.iter().map(|one| one.unit).collect();
    let listed: HashSet<Key> =
        said.iter().map(|one| (one.member, one.unit, one.title.code(), one.from)).collect();
    let gone = register.posts.iter().filter(|post| {
        let listed = key(post).is_some_and(|key| listed.contains(&key));
        post.to.is_none() && units.contains(&post.unit) && !listed
    });
    let words = |post: &Holding| {
        let member = register.members.get(&post.member)?;
        let unit = register.units.get(&post.unit)?;
        let title = title_words(&post.title);
        Some((member.card_no.clone(), format!("{} – {title}, {}", member.full_name, unit.name)))
    };
    plan.vanished = gone.filter_map(words).collect();
    plan.vanished.sort();
}

fn detail(column: Column, before: String, after: String) -> Detail {
    Detail { column: column.title(Kind::Posts), before, after }
}

fn shown(day: NaiveDate) -> String {
    day.format("%d/%m/%Y").to_string()
}
