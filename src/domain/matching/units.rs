//! Units that a description may mean.

use uuid::Uuid;

use super::{
    Reason, Strength, UnitRole,
    entry::UnitEntry,
    unit::{AskedUnits, UnitMatch},
};
use crate::text::Mention;

/// A unit that a description may mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitCandidate {
    pub unit: Uuid,
    /// 0 to 1000, as for members.
    pub score: u32,
    pub strength: Strength,
    pub reasons: Vec<Reason>,
    points: i32,
}

/// Ranks units against what a description (all its readings) says of units, best first. A description that names no
/// unit finds none. There are a few hundred units, so all of them are weighed.
pub fn rank_units<'a>(
    readings: &[Mention],
    units: impl IntoIterator<Item = &'a UnitEntry>,
) -> Vec<UnitCandidate> {
    let asked: Vec<AskedUnits> =
        readings.iter().map(AskedUnits::new).filter(AskedUnits::tells).collect();
    let weigh = |entry: &UnitEntry| {
        asked.iter().filter_map(|asked| weigh(asked, entry)).max_by_key(|found| found.points)
    };
    let mut found: Vec<UnitCandidate> = units.into_iter().filter_map(weigh).collect();
    found.sort_by_key(|candidate| (std::cmp::Reverse(candidate.points), candidate.unit));
    let top = found.first().map_or(0, |best| best.points);
    let peers = found.iter().take_while(|candidate| candidate.points == top).count();
    if let (2.., Ok(others)) = (peers, u32::try_from(peers.saturating_sub(1))) {
        for candidate in &mut found[..peers] {
            candidate.strength = candidate.strength.min(Strength::Medium);
            candidate.reasons.push(Reason::SeveralEqual { others });
        }
    }
    found
}

fn weigh(asked: &AskedUnits, entry: &UnitEntry) -> Option<UnitCandidate> {
    let found = asked.compare(&entry.path);
    let UnitMatch { points, equal, ward_differs, .. } = found;
    let strength = match () {
        () if equal && found.agrees() && !ward_differs => Strength::Sure,
        () if found.agrees() => Strength::Medium,
        () => Strength::Weak,
    };
    let score = u32::try_from(points.max(0) * 1000 / asked.most().max(1)).unwrap_or(0).min(1000);
    let reasons = found.reasons(UnitRole::Itself);
    (points > 0).then_some(UnitCandidate { unit: entry.unit, score, strength, reasons, points })
}
