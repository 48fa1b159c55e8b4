//! The reasoned suggestion that triage sees: whom the letter means, and which body is competent.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::register::Units;
use super::view::{OfficerView, PersonView};
use super::{App, AppError, leaves, register};
use crate::domain::access::{Account, Role};
use crate::domain::case::Exclusions;
use crate::domain::ids::{MemberId, UnitId};
use crate::domain::letter::About;
use crate::domain::matching::{Candidate, Strength};
use crate::domain::routing::{self, Heirs, Matter, Place, Why};
use crate::store::accounts::AccountRow;
use crate::store::people::{PostRow, Tie};

/// A person the letter may mean, with the reasons.
#[derive(Clone, Debug)]
pub struct Match {
    pub person: PersonView,
    pub strength: Strength,
    /// Codes of reasons for and against: (code, speaks for).
    pub reasons: Vec<(&'static str, bool)>,
}

/// What triage is advised, in facts; the words are made at the door.
#[derive(Clone, Debug, Default)]
pub struct Suggestion {
    pub people: Vec<Match>,
    pub unit: Option<UnitId>,
    pub unit_name: String,
    pub coordinating: Option<UnitId>,
    pub coordinating_name: String,
    /// Each step of the reasoning with the unit it speaks of.
    pub reasons: Vec<(Why, String)>,
}

/// Works the suggestion out anew; it is never stored, so it cannot go stale.
///
/// # Errors
/// When the database fails.
pub async fn suggestion(
    app: &App,
    about: &About,
    subjects: &BTreeSet<MemberId>,
    excluded: &Exclusions,
    on: NaiveDate,
) -> Result<Suggestion, AppError> {
    let units = app.units().await?;
    let readings = register::readings(about);
    let mut found = register::members(app, &units, &readings, on).await?;
    found.truncate(5);
    let meant = if subjects.is_empty() { only_likely(&found) } else { subjects.clone() };
    let matter = matter(app, &units, &meant, about, on).await?;
    let officers = officers(app, &units, excluded).await?;
    let places = places(&units, &officers);
    let heirs = heirs(&units, app.now().day);
    let route = routing::suggest(&matter, &places, &heirs, &excluded.units);
    let name = |unit: Option<UnitId>| unit.map(|unit| units.name(unit)).unwrap_or_default();
    Ok(Suggestion {
        people: matches(app, &units, found, on).await?,
        unit: route.unit,
        unit_name: name(route.unit),
        coordinating: route.coordinating,
        coordinating_name: name(route.coordinating),
        reasons: route.reasons.iter().map(|why| (*why, name(why.unit()))).collect(),
    })
}

/// The one person that may well be meant, when there is exactly one; triage still has to confirm it.
fn only_likely(found: &[Candidate]) -> BTreeSet<MemberId> {
    let mut likely = found.iter().filter(|one| Strength::Medium <= one.strength);
    match (likely.next(), likely.next()) {
        (Some(one), None) => [MemberId(one.member)].into(),
        _ => BTreeSet::new(),
    }
}

/// Everyone who could take the case, fewest open cases first: of those that `who` may know of, or of all
/// where nobody sees the figures.
///
/// # Errors
/// When the database fails.
pub async fn candidates(
    app: &App,
    who: Option<&Account>,
    excluded: &Exclusions,
    suggested: Option<UnitId>,
) -> Result<Vec<OfficerView>, AppError> {
    let units = app.units().await?;
    let officers = officers(app, &units, excluded).await?;
    officer_views(app, who, officers, suggested).await
}

/// Who is kept out for the seat alone, or whose unit is: two people may put one of them in charge.
///
/// # Errors
/// When the database fails.
pub async fn exceptional(
    app: &App,
    who: &Account,
    excluded: &Exclusions,
) -> Result<Vec<OfficerView>, AppError> {
    let mut rows = app.store().accounts_with(&[Role::Handler]).await?;
    rows.retain(|row| {
        let id = &row.account.id;
        let free = !excluded.accounts.contains(id);
        excluded.for_the_seat.contains(id) || free && excluded.units.contains(&row.account.unit)
    });
    officer_views(app, Some(who), rows, None).await
}

async fn officer_views(
    app: &App,
    who: Option<&Account>,
    officers: Vec<AccountRow>,
    suggested: Option<UnitId>,
) -> Result<Vec<OfficerView>, AppError> {
    let units = app.units().await?;
    let ids: Vec<uuid::Uuid> = officers.iter().map(|row| row.account.id.0).collect();
    let loads: BTreeMap<uuid::Uuid, i64> =
        app.store().loads(who, &ids).await?.into_iter().collect();
    let away = leaves::away(app).await?;
    let mut views: Vec<OfficerView> = officers
        .into_iter()
        .map(|row| OfficerView {
            account: row.account.id,
            unit: row.account.unit,
            unit_name: units.name(row.account.unit),
            suggested: Some(row.account.unit) == suggested,
            load: loads.get(&row.account.id.0).copied().unwrap_or(0),
            away_until: away.get(&row.account.id).map(|leave| leave.last),
            name: row.display_name,
        })
        .collect();
    views.sort_by_key(|view| {
        let unit = crate::domain::text::text_sort_key(&view.unit_name);
        (!view.suggested, view.away_until.is_some(), unit, view.load)
    });
    Ok(views)
}

/// Unexcluded handlers in unexcluded units that still exist.
async fn officers(
    app: &App,
    units: &Units,
    excluded: &Exclusions,
) -> Result<Vec<AccountRow>, AppError> {
    let lives = |id: UnitId| units.rows.get(&id).is_some_and(|unit| unit.to.is_none());
    let mut rows = app.store().accounts_with(&[Role::Handler]).await?;
    rows.retain(|row| {
        lives(row.account.unit)
            && !excluded.accounts.contains(&row.account.id)
            && !excluded.units.contains(&row.account.unit)
    });
    Ok(rows)
}

async fn matter(
    app: &App,
    units: &Units,
    subjects: &BTreeSet<MemberId>,
    about: &About,
    on: NaiveDate,
) -> Result<Matter, AppError> {
    let people: Vec<MemberId> = subjects.iter().copied().collect();
    if people.is_empty() {
        let named = super::conflict::named(app, units, about, on).await?;
        return Ok(Matter { unit: named.unit, ..Matter::default() });
    }
    let posts = app.store().posts_of(&people).await?;
    let held = |post: &&PostRow| post.from <= on && post.to.is_none_or(|to| on < to);
    let levels = posts.iter().filter(held).map(|post| post.managed_by);
    let unit = |post: &PostRow| post.unit;
    let heads = posts
        .iter()
        .filter(|post| HEADS.contains(&post.title.as_str()) && (held(post) || post.to.is_none()));
    let ties = app.store().memberships_of(&people).await?;
    let tie =
        |tie: Tie| ties.iter().find(|row| row.tie == tie && row.to.is_none()).map(|row| row.unit);
    Ok(Matter {
        managing_levels: levels.collect(),
        managing_branch: tie(Tie::Managing),
        residence_branch: tie(Tie::Residence),
        unit: None,
        heads: heads.map(unit).collect(),
    })
}

/// Posts that head a unit, as the register spells them.
const HEADS: [&str; 4] =
    ["secretary", "deputy_secretary", "inspection_chair", "inspection_deputy_chair"];

/// What stands today in place of each unit that has ended.
fn heirs(units: &Units, today: NaiveDate) -> Heirs {
    let ended = units.rows.values().filter(|unit| unit.to.is_some_and(|to| to <= today));
    ended.map(|unit| (unit.id, units.lineage.standing(unit.id, today))).collect()
}

fn places(units: &Units, officers: &[AccountRow]) -> BTreeMap<UnitId, Place> {
    let staffed: BTreeSet<UnitId> = officers.iter().map(|row| row.account.unit).collect();
    let inspection = |of: UnitId| {
        units
            .rows
            .values()
            .find(|row| row.kind == "inspection_committee" && row.parent == Some(of))
            .map(|row| row.id)
    };
    units
        .rows
        .values()
        .map(|row| {
            let inspection = if row.kind == "committee" { inspection(row.id) } else { None };
            let officer = staffed.contains(&row.id);
            (row.id, Place { parent: row.parent, inspection, officer })
        })
        .collect()
}

async fn matches(
    app: &App,
    units: &Units,
    found: Vec<Candidate>,
    on: NaiveDate,
) -> Result<Vec<Match>, AppError> {
    let ids: Vec<MemberId> = found.iter().map(|one| MemberId(one.member)).collect();
    let people = people(app, units, &ids, on).await?;
    Ok(found
        .into_iter()
        .filter_map(|one| {
            let person = people.iter().find(|person| person.member.0 == one.member)?.clone();
            let reasons = one.reasons.iter().map(|reason| (reason.code(), reason.is_for()));
            Some(Match { person, strength: one.strength, reasons: reasons.collect() })
        })
        .collect())
}

/// Members with the unit and the post that tell them apart.
///
/// # Errors
/// When the database fails.
pub(crate) async fn people(
    app: &App,
    units: &Units,
    ids: &[MemberId],
    on: NaiveDate,
) -> Result<Vec<PersonView>, AppError> {
    let members = app.store().members(ids).await?;
    let posts = app.store().posts_of(ids).await?;
    let ties = app.store().memberships_of(ids).await?;
    Ok(members
        .into_iter()
        .map(|member| {
            let held = posts.iter().filter(|post| {
                post.member == member.id && post.from <= on && post.to.is_none_or(|to| on < to)
            });
            let posts = held.map(|post| (post.title.clone(), units.name(post.unit))).collect();
            let branch = ties.iter().find(|row| {
                row.member == member.id && row.tie == Tie::Managing && row.to.is_none()
            });
            PersonView {
                member: member.id,
                name: member.full_name,
                birth_year: member.born_on.map(|day| chrono::Datelike::year(&day)),
                unit: branch.map(|row| units.name(row.unit)).unwrap_or_default(),
                posts,
            }
        })
        .collect())
}
