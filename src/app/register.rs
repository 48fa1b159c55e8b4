//! Finding the members and units that a free description means.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use chrono::NaiveDate;
use tokio::sync::RwLock;

use super::{App, AppError};
use crate::domain::ids::{MemberId, UnitId};
use crate::domain::letter::About;
use crate::domain::matching::{
    self, Candidate, EntryFacts, PostHeld, RECALL_LIMIT, RecallStep, RegisterEntry, UnitCandidate,
    UnitEntry, UnitPath,
};
use crate::domain::text::{Gender, Mention, Post};
use crate::store::people::{MemberRow, MembershipRow, PostRow, Tie, UnitRow};

/// The tree of units with their names taken apart; a few hundred, read again when the register has changed.
pub(crate) struct Units {
    pub rows: BTreeMap<UnitId, UnitRow>,
    paths: BTreeMap<UnitId, Arc<UnitPath>>,
}

#[derive(Default)]
pub(crate) struct Cache(RwLock<Option<(String, Arc<Units>)>>);

impl Units {
    fn new(rows: Vec<UnitRow>) -> Self {
        let rows: BTreeMap<UnitId, UnitRow> = rows.into_iter().map(|row| (row.id, row)).collect();
        let paths = rows
            .keys()
            .map(|id| (*id, UnitPath::new(line(&rows, *id).map(|row| row.name.as_str()))))
            .collect();
        Self { rows, paths }
    }

    fn path(&self, id: UnitId) -> Arc<UnitPath> {
        self.paths.get(&id).cloned().unwrap_or_else(|| UnitPath::new([]))
    }

    /// Whether a free description of a body surely means one of these units.
    pub fn means_one_of(&self, body: &str, these: &std::collections::BTreeSet<UnitId>) -> bool {
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
    pub(crate) async fn units(&self) -> Result<Arc<Units>, AppError> {
        // Asked first: a change in between is noticed the next time. Another process may have made it.
        let version = self.store().register_version().await?;
        if let Some((read_from, units)) = self.inner.register.0.read().await.as_ref()
            && *read_from == version
        {
            return Ok(Arc::clone(units));
        }
        let units = Arc::new(Units::new(self.store().all_units().await?));
        *self.inner.register.0.write().await = Some((version, Arc::clone(&units)));
        Ok(units)
    }
}

/// Members that the description may mean on that day, best first.
///
/// # Errors
/// When the database fails.
pub async fn members(
    app: &App,
    readings: &[Mention],
    on: NaiveDate,
) -> Result<Vec<Candidate>, AppError> {
    let steps = matching::recall_queries(readings);
    let (first, rest) = steps.split_at(steps.len().min(matching::FIRST_STEPS));
    let mut ids = Vec::new();
    recall(app, first, &mut ids).await?;
    let mut entries = entries(app, &ids).await?;
    let found = matching::rank(readings, &entries, on);
    if matching::is_settled(&found) {
        return Ok(found);
    }
    let known = ids.len();
    recall(app, rest, &mut ids).await?;
    entries.extend(self::entries(app, &ids[known..]).await?);
    Ok(matching::rank(readings, &entries, on))
}

/// Adds whom these steps lead to, until there are enough.
async fn recall(app: &App, steps: &[RecallStep], ids: &mut Vec<MemberId>) -> Result<(), AppError> {
    let mut seen: HashSet<MemberId> = ids.iter().copied().collect();
    for step in steps {
        let room = RECALL_LIMIT.saturating_sub(ids.len()).min(step.at_most);
        if room == 0 {
            break;
        }
        let found = app.store().recall(&step.keys, room as u64).await?;
        ids.extend(found.into_iter().filter(|id| seen.insert(*id)));
    }
    Ok(())
}

/// Units that the description may mean, best first.
///
/// # Errors
/// When the database fails.
pub async fn units(app: &App, readings: &[Mention]) -> Result<Vec<UnitCandidate>, AppError> {
    let units = app.units().await?;
    let entries: Vec<UnitEntry> = units
        .paths
        .iter()
        .map(|(id, path)| UnitEntry { unit: id.0, path: Arc::clone(path) })
        .collect();
    Ok(matching::rank_units(readings, &entries))
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

/// These members as the ranking wants them.
async fn entries(app: &App, ids: &[MemberId]) -> Result<Vec<RegisterEntry>, AppError> {
    let units = app.units().await?;
    let store = app.store();
    let (members, posts, ties) =
        (store.members(ids).await?, store.posts_of(ids).await?, store.memberships_of(ids).await?);
    let mut posts_of: BTreeMap<MemberId, Vec<PostRow>> = BTreeMap::new();
    for post in posts {
        posts_of.entry(post.member).or_default().push(post);
    }
    let mut ties_of: BTreeMap<MemberId, Vec<MembershipRow>> = BTreeMap::new();
    for tie in ties {
        ties_of.entry(tie.member).or_default().push(tie);
    }
    let none = (Vec::new(), Vec::new());
    Ok(members
        .iter()
        .map(|member| {
            let posts = posts_of.get(&member.id).unwrap_or(&none.0);
            let ties = ties_of.get(&member.id).unwrap_or(&none.1);
            entry(&units, member, posts, ties)
        })
        .collect())
}

/// One member of the register, ready for ranking and for its recall keys.
pub(crate) fn entry(
    units: &Units,
    member: &MemberRow,
    posts: &[PostRow],
    ties: &[MembershipRow],
) -> RegisterEntry {
    let now = |tie: Tie| ties.iter().find(|row| row.tie == tie && row.to.is_none());
    let managing = now(Tie::Managing).map(|row| row.unit);
    let residence = now(Tie::Residence).map(|row| row.unit).filter(|unit| Some(*unit) != managing);
    let held = posts.iter().filter_map(|post| {
        Some(PostHeld {
            title: Post::from_code(&post.title)?,
            unit: units.path(post.unit),
            from: Some(post.from),
            to: post.to,
        })
    });
    RegisterEntry::new(EntryFacts {
        member: member.id.0,
        full_name: member.full_name.clone(),
        other_name: None,
        birth_year: member.born_on.map(|day| chrono::Datelike::year(&day)),
        gender: match member.gender.as_deref() {
            Some("female") => Some(Gender::Female),
            Some("male") => Some(Gender::Male),
            _ => None,
        },
        managed_by: managing.map_or_else(|| UnitPath::new([]), |unit| units.path(unit)),
        residence: residence.map(|unit| units.path(unit)),
        posts: held.collect(),
    })
}

/// Files every member under the keys that descriptions are looked up by; run after the register changed.
///
/// # Errors
/// When the database fails.
pub async fn index_all(app: &App) -> Result<u64, AppError> {
    let units = app.units().await?;
    let ids = app.store().all_members().await?;
    let mut filed = 0;
    for chunk in ids.chunks(1_000) {
        let (members, posts, ties) = (
            app.store().members(chunk).await?,
            app.store().posts_of(chunk).await?,
            app.store().memberships_of(chunk).await?,
        );
        let keys: Vec<(String, MemberId)> = members
            .iter()
            .flat_map(|member| {
                let of = |id: MemberId| id == member.id;
                let posts: Vec<PostRow> =
                    posts.iter().filter(|row| of(row.member)).cloned().collect();
                let ties: Vec<MembershipRow> =
                    ties.iter().filter(|row| of(row.member)).cloned().collect();
                let keys = matching::recall_keys(&entry(&units, member, &posts, &ties));
                keys.into_iter().map(|key| (key, member.id)).collect::<Vec<_>>()
            })
            .collect();
        let tx = app.store().begin().await?;
        tx.add_recall_keys(&keys).await?;
        tx.commit().await?;
        filed += keys.len() as u64;
    }
    Ok(filed)
}

/// The tree built from rows that are about to be stored.
pub(crate) fn tree(rows: Vec<UnitRow>) -> Units {
    Units::new(rows)
}
