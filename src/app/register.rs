//! Finding the members and units that a free description means.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use chrono::NaiveDate;
use tokio::sync::RwLock;

use super::roll::Roll;
use super::{App, AppError};
use crate::domain::ids::{MemberId, UnitId};
use crate::domain::letter::About;
use crate::domain::lineage::Lineage;
use crate::domain::matching::{
    self, Candidate, EntryFacts, PostHeld, RECALL_LIMIT, RecallStep, RegisterEntry, UnitCandidate,
    UnitEntry, UnitPath,
};
use crate::domain::organisation::Succession;
use crate::domain::text::{Gender, Mention, Post};
use crate::store::filed::{FiledMember, FiledPost};
use crate::store::people::{MemberRow, MembershipRow, PostRow, Tie, UnitRow};

/// The tree of units with their names taken apart; a few hundred, read again when the register has changed.
pub(crate) struct Units {
    pub rows: BTreeMap<UnitId, UnitRow>,
    pub lineage: Arc<Lineage>,
    paths: BTreeMap<UnitId, Arc<UnitPath>>,
}

/// The register as it is kept in memory: read again, whole, when it has changed.
#[derive(Clone)]
pub(crate) struct Register {
    pub units: Arc<Units>,
    pub roll: Arc<Roll>,
}

/// A copy, and how often the register had changed when it was read.
#[derive(Default)]
pub(crate) struct Cache(RwLock<Option<(i64, Register)>>);

impl Units {
    fn new(rows: Vec<UnitRow>, links: &[Succession]) -> Self {
        let lineage = Arc::new(Lineage::new(&rows, links));
        let rows: BTreeMap<UnitId, UnitRow> = rows.into_iter().map(|row| (row.id, row)).collect();
        let paths = rows
            .keys()
            .map(|id| (*id, UnitPath::new(line(&rows, *id).map(|row| row.name.as_str()))))
            .collect();
        Self { rows, lineage, paths }
    }

    fn path(&self, id: UnitId) -> Arc<UnitPath> {
        self.paths.get(&id).cloned().unwrap_or_else(|| UnitPath::new([]))
    }

    /// Whether a free description of a body surely means one of these units, or one that has gone into one of them.
    pub fn means_one_of(&self, body: &str, these: &BTreeSet<UnitId>, on: NaiveDate) -> bool {
        let gone = |unit: &UnitRow| {
            unit.to.is_some() && !self.lineage.heirs(unit.id, on).is_disjoint(these)
        };
        let before = self.rows.values().filter(|unit| gone(unit)).map(|unit| unit.id);
        let these: BTreeSet<UnitId> = these.iter().copied().chain(before).collect();
        let entries = these.iter().map(|id| UnitEntry { unit: id.0, path: self.path(*id) });
        let entries: Vec<UnitEntry> = entries.collect();
        let found = matching::rank_units(&matching::readings(body), &entries);
        found.first().is_some_and(|best| best.strength == matching::Strength::Sure)
    }

    pub fn name(&self, id: UnitId) -> String {
        self.rows.get(&id).map(|row| row.name.clone()).unwrap_or_default()
    }
}

/// A unit and everything above it.
fn line(rows: &BTreeMap<UnitId, UnitRow>, id: UnitId) -> impl Iterator<Item = &UnitRow> {
    let up = |row: &&UnitRow| row.parent.and_then(|parent| rows.get(&parent));
    // A tree this deep is a loop.
    std::iter::successors(rows.get(&id), up).take(12)
}

impl App {
    pub(crate) async fn register(&self) -> Result<Register, AppError> {
        let (store, kept) = (self.store(), &self.inner.register.0);
        // Asked first: a change in between is noticed the next time. Another process may have made it.
        let changes = store.register_changes().await?;
        if let Some((read_at, register)) = kept.read().await.as_ref()
            && *read_at == changes
        {
            return Ok(register.clone());
        }
        let units = Units::new(store.all_units().await?, &store.successions().await?);
        let roll = Roll::read(store).await?;
        let register = Register { units: Arc::new(units), roll: Arc::new(roll) };
        *kept.write().await = Some((changes, register.clone()));
        Ok(register)
    }

    /// Reads what is kept of the register in memory, so that nobody who comes first waits for it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn read_register(&self) -> Result<(), AppError> {
        self.register().await.map(|_| ())
    }

    pub(crate) async fn units(&self) -> Result<Arc<Units>, AppError> {
        Ok(self.register().await?.units)
    }
}

/// Members that the description may mean on that day, best first.
///
/// # Errors
/// When the database fails.
pub(crate) async fn members(
    app: &App,
    units: &Units,
    readings: &[Mention],
    on: NaiveDate,
) -> Result<Vec<Candidate>, AppError> {
    let steps = matching::recall_queries(readings);
    let (mut ids, mut entries, mut taken) = (Vec::new(), Vec::new(), 0);
    loop {
        let until = matching::next_stop(taken, steps.len());
        let known = ids.len();
        recall(app, &steps[taken..until], &mut ids).await?;
        let filed = app.store().filed(&ids[known..]).await?;
        entries.extend(filed.into_iter().map(|one| entry(units, one)));
        taken = until;
        let found = matching::rank(readings, &entries, on);
        if taken == steps.len() || matching::is_settled(&found) {
            return Ok(found);
        }
    }
}

/// Adds whom these steps lead to, until there are enough.
async fn recall(app: &App, steps: &[RecallStep], ids: &mut Vec<MemberId>) -> Result<(), AppError> {
    let mut seen: HashSet<MemberId> = ids.iter().copied().collect();
    let room = |ids: &[MemberId], step: &RecallStep| {
        RECALL_LIMIT.saturating_sub(ids.len()).min(step.at_most)
    };
    // The limits alone that are always the same, so that the statement is, too.
    let limit = |step: &RecallStep| step.at_most.min(RECALL_LIMIT) as u64;
    let asked: Vec<(&[String], u64)> =
        steps.iter().map(|step| (step.keys.as_slice(), limit(step))).collect();
    let found = app.store().recall(&asked).await?;
    for (step, found) in steps.iter().zip(found) {
        let room = room(ids, step);
        ids.extend(found.into_iter().take(room).filter(|id| seen.insert(*id)));
    }
    Ok(())
}

/// Units that the description may mean, best first.
pub(crate) fn units(units: &Units, readings: &[Mention]) -> Vec<UnitCandidate> {
    let entries: Vec<UnitEntry> = units
        .paths
        .iter()
        .map(|(id, path)| UnitEntry { unit: id.0, path: Arc::clone(path) })
        .collect();
    matching::rank_units(readings, &entries)
}

/// The ways to read what a resident wrote into the three fields.
pub fn readings(about: &About) -> Vec<Mention> {
    let fields = Mention::of_fields(&about.name, &about.position, &about.unit);
    let mut readings = matching::readings(&about.line());
    if !fields.is_empty() && !readings.contains(&fields) {
        readings.insert(0, fields);
    }
    readings
}

/// A member as the ranking wants them.
fn entry(units: &Units, filed: FiledMember) -> RegisterEntry {
    let held = filed.posts.into_iter().filter_map(|post| {
        Some(PostHeld {
            title: Post::from_code(&post.title)?,
            unit: units.path(post.unit),
            from: Some(post.from),
            to: post.to,
        })
    });
    RegisterEntry::new(EntryFacts {
        member: filed.member.0,
        other_name: None,
        birth_year: filed.birth_year,
        gender: match filed.gender.as_deref() {
            Some("female") => Some(Gender::Female),
            Some("male") => Some(Gender::Male),
            _ => None,
        },
        managed_by: filed.managed_by.map_or_else(|| UnitPath::new([]), |unit| units.path(unit)),
        residence: filed.residence.map(|unit| units.path(unit)),
        posts: held.collect(),
        full_name: filed.name,
    })
}

/// These members as they are filed, each with the keys that lead to them.
pub(crate) fn filing<'a>(
    units: &Units,
    members: impl IntoIterator<Item = &'a MemberRow>,
    posts: &[PostRow],
    ties: &[MembershipRow],
) -> Vec<(FiledMember, Vec<String>)> {
    let (mut posts_of, mut ties_of) = (HashMap::new(), HashMap::new());
    for post in posts {
        posts_of.entry(post.member).or_insert_with(Vec::new).push(post);
    }
    for tie in ties {
        ties_of.entry(tie.member).or_insert_with(Vec::new).push(tie);
    }
    let of = |member: &MemberRow| {
        let posts = posts_of.get(&member.id).map_or(&[][..], Vec::as_slice);
        let ties = ties_of.get(&member.id).map_or(&[][..], Vec::as_slice);
        let filed = filed(member, posts, ties);
        let keys = matching::recall_keys(&entry(units, filed.clone()));
        (filed, keys)
    };
    members.into_iter().map(of).collect()
}

fn filed(member: &MemberRow, posts: &[&PostRow], ties: &[&MembershipRow]) -> FiledMember {
    let now = |tie: Tie| ties.iter().find(|row| row.tie == tie && row.to.is_none());
    let managed_by = now(Tie::Managing).map(|row| row.unit);
    let residence = now(Tie::Residence).map(|row| row.unit);
    let post = |row: &&PostRow| FiledPost {
        title: row.title.clone(),
        unit: row.unit,
        from: row.from,
        to: row.to,
    };
    FiledMember {
        member: member.id,
        name: member.full_name.clone(),
        gender: member.gender.clone(),
        birth_year: member.born_on.map(|day| chrono::Datelike::year(&day)),
        managed_by,
        residence: residence.filter(|unit| Some(*unit) != managed_by),
        posts: posts.iter().map(post).collect(),
    }
}

/// Files every member anew where an earlier version of the program did it another way.
///
/// # Errors
/// When the database fails.
pub async fn file_if_older(app: &App) -> Result<(), AppError> {
    if app.store().is_filed().await? { Ok(()) } else { file_all(app).await }
}

/// Files every member under the keys that descriptions are looked up by: all or nothing.
///
/// # Errors
/// When the database fails.
pub async fn file_all(app: &App) -> Result<(), AppError> {
    let (units, store) = (app.units().await?, app.store());
    let tx = store.begin().await?;
    for chunk in store.all_members().await?.chunks(1_000) {
        let members = store.members(chunk).await?;
        let (posts, ties) = (store.posts_of(chunk).await?, store.memberships_of(chunk).await?);
        let filing = filing(&units, &members, &posts, &ties);
        tx.file_members(&filing).await?;
    }
    Ok(tx.commit().await?)
}

/// The tree built from rows that are about to be stored.
pub(crate) fn tree(rows: Vec<UnitRow>) -> Units {
    Units::new(rows, &[])
}
