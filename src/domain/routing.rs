//! Which body is competent, with the reasons for and against, for triage to decide.

use std::collections::{BTreeMap, BTreeSet};

use crate::ids::UnitId;

/// A unit as routing sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    pub parent: Option<UnitId>,
    /// The inspection committee that acts for a committee, if this is one that has one.
    pub inspection: Option<UnitId>,
    /// Whether anyone unexcluded could take the case there.
    pub officer: bool,
}

/// What routing starts from.
#[derive(Clone, Debug, Default)]
pub struct Matter {
    /// Levels that manage the posts the subject held when it happened.
    pub managing_levels: BTreeSet<UnitId>,
    /// The branch that manages the subject as a member.
    pub managing_branch: Option<UnitId>,
    pub residence_branch: Option<UnitId>,
    /// The unit complained of as such.
    pub unit: Option<UnitId>,
    /// Units whose head or deputy the subject is, or was when it happened: none of them judges its own
    /// head, whatever the register says of who manages the post.
    pub heads: BTreeSet<UnitId>,
}

/// One step of the reasoning; worded elsewhere by its code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Competence follows the level that manages the post (22-QĐ/TW 2021, art. 19).
    ManagesPost(UnitId),
    /// A member without a post is the branch's own matter (296-QĐ/TW 2025, art. 10).
    ManagesMember(UnitId),
    /// A unit as such is accused: the next higher one is competent (Law on Denunciations, art. 12).
    NextAbove(UnitId),
    /// The committee's inspection committee does the work.
    Inspection(UnitId),
    /// The inspection committee is touched itself, so the committee's standing committee does the work.
    Standing(UnitId),
    /// Kept out by the conflict gate.
    Excluded(UnitId),
    /// Nobody there could take it.
    NoOfficer(UnitId),
    /// The branch of residence helps to establish facts (213-QĐ/TW 2020).
    Residence(UnitId),
    /// The unit ended, and this one took over from it.
    Succeeds(UnitId),
    /// The unit ended, and several took over: none of them alone is meant, so the next higher one is asked.
    Divided(UnitId),
    /// Nothing in the letter leads to a unit of the register.
    Unknown,
}

impl Why {
    /// Stable code, also the tail of the message key.
    pub fn name(self) -> &'static str {
        match self {
            Self::ManagesPost(_) => "manages-post",
            Self::ManagesMember(_) => "manages-member",
            Self::NextAbove(_) => "next-above",
            Self::Inspection(_) => "inspection",
            Self::Standing(_) => "standing",
            Self::Excluded(_) => "excluded",
            Self::NoOfficer(_) => "no-officer",
            Self::Residence(_) => "residence",
            Self::Succeeds(_) => "succeeds",
            Self::Divided(_) => "divided",
            Self::Unknown => "unknown",
        }
    }

    /// The rule it rests on, as it is cited; nothing where it states a mere fact.
    pub fn basis(self) -> Option<&'static str> {
        match self {
            Self::ManagesPost(_) => Some("22-QĐ/TW (28/7/2021) Đ19"),
            Self::ManagesMember(_) => Some("296-QĐ/TW (30/5/2025) Đ10"),
            Self::NextAbove(_) => Some("Luật Tố cáo 2018 Đ12"),
            Self::Inspection(_) | Self::Standing(_) => Some("22-QĐ/TW (28/7/2021) Đ19"),
            Self::Excluded(_) => Some("NĐ 31/2019/NĐ-CP Đ5, Đ10; 131-QĐ/TW (27/10/2023)"),
            Self::Residence(_) => Some("213-QĐ/TW (2/1/2020)"),
            Self::NoOfficer(_) | Self::Succeeds(_) | Self::Divided(_) | Self::Unknown => None,
        }
    }

    pub fn unit(self) -> Option<UnitId> {
        match self {
            Self::ManagesPost(unit)
            | Self::ManagesMember(unit)
            | Self::NextAbove(unit)
            | Self::Inspection(unit)
            | Self::Standing(unit)
            | Self::Excluded(unit)
            | Self::NoOfficer(unit)
            | Self::Residence(unit)
            | Self::Succeeds(unit)
            | Self::Divided(unit) => Some(unit),
            Self::Unknown => None,
        }
    }
}

/// A reasoned suggestion. `unit` is empty when the matter belongs one level above this committee.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Suggestion {
    pub unit: Option<UnitId>,
    pub coordinating: Option<UnitId>,
    pub reasons: Vec<Why>,
}

/// Living units in place of each that has ended.
pub type Heirs = BTreeMap<UnitId, BTreeSet<UnitId>>;

/// Finds the competent unit: from the level that manages the post (or the branch that manages the
/// member) upwards, past every unit that is kept out or has nobody. Whatever took over from a unit that has ended
/// stands in its place.
pub fn suggest(
    matter: &Matter,
    places: &BTreeMap<UnitId, Place>,
    heirs: &Heirs,
    excluded: &BTreeSet<UnitId>,
) -> Suggestion {
    let mut reasons = Vec::new();
    let mut unit = start(matter, places, &mut reasons);
    let mut seen = BTreeSet::new();
    while let Some(here) = unit {
        // Neither a unit the register does not know nor a circle in it leads anywhere.
        let Some(place) = places.get(&here).filter(|_| seen.insert(here)) else {
            unit = None;
            reasons.push(Why::Unknown);
            break;
        };
        if let Some(heirs) = heirs.get(&here) {
            let why = taken_over(here, heirs, matter, places);
            reasons.push(why);
            unit = if let Why::Succeeds(one) = why { Some(one) } else { place.parent };
            continue;
        }
        match body_of(here, place, places, matter, excluded) {
            Ok((body, why)) => {
                reasons.extend(why);
                unit = Some(body);
                break;
            }
            Err(why) => reasons.push(why),
        }
        unit = place.parent;
    }
    let coordinating = matter.residence_branch.filter(|branch| {
        Some(*branch) != matter.managing_branch
            && Some(*branch) != unit
            && !excluded.contains(branch)
            && places.get(branch).is_some_and(|place| place.officer)
    });
    reasons.extend(coordinating.map(Why::Residence));
    Suggestion { unit, coordinating, reasons }
}

/// Which of those that took over is meant: the only one, or the one that the subject belongs to by now.
fn taken_over(
    here: UnitId,
    heirs: &BTreeSet<UnitId>,
    matter: &Matter,
    places: &BTreeMap<UnitId, Place>,
) -> Why {
    let mut above = line(matter.managing_branch, places);
    let only = heirs.iter().copied().next().filter(|_| heirs.len() == 1);
    match only.or_else(|| above.find(|unit| heirs.contains(unit))) {
        Some(one) => Why::Succeeds(one),
        None => Why::Divided(here),
    }
}

/// Who does the work of a competent unit: the inspection committee where there is one and it may, else
/// the committee itself; or why nobody there can.
fn body_of(
    here: UnitId,
    place: &Place,
    places: &BTreeMap<UnitId, Place>,
    matter: &Matter,
    excluded: &BTreeSet<UnitId>,
) -> Result<(UnitId, Option<Why>), Why> {
    if matter.heads.contains(&here) {
        return Err(place.parent.map_or(Why::Excluded(here), Why::NextAbove));
    }
    if excluded.contains(&here) {
        return Err(Why::Excluded(here));
    }
    let staffed = |unit: UnitId| places.get(&unit).is_some_and(|place| place.officer);
    match place.inspection {
        Some(body) if !excluded.contains(&body) && staffed(body) => {
            Ok((body, Some(Why::Inspection(body))))
        }
        Some(body) if excluded.contains(&body) && place.officer => {
            Ok((here, Some(Why::Standing(here))))
        }
        Some(body) if excluded.contains(&body) => Err(Why::Excluded(body)),
        None if place.officer => Ok((here, None)),
        _ => Err(Why::NoOfficer(here)),
    }
}

fn start(
    matter: &Matter,
    places: &BTreeMap<UnitId, Place>,
    reasons: &mut Vec<Why>,
) -> Option<UnitId> {
    let highest = matter.managing_levels.iter().copied().min_by_key(|unit| depth(*unit, places));
    let (unit, why) = if let Some(level) = highest {
        (Some(level), Why::ManagesPost(level))
    } else if let Some(branch) = matter.managing_branch {
        (Some(branch), Why::ManagesMember(branch))
    } else if let Some(accused) = matter.unit {
        let above = places.get(&accused).and_then(|place| place.parent);
        (above, above.map_or(Why::Unknown, Why::NextAbove))
    } else {
        (None, Why::Unknown)
    };
    reasons.push(why);
    unit
}

/// A unit and everything above it.
fn line(unit: Option<UnitId>, places: &BTreeMap<UnitId, Place>) -> impl Iterator<Item = UnitId> {
    let parent = |unit: &UnitId| places.get(unit).and_then(|place| place.parent);
    std::iter::successors(unit, parent).take(places.len() + 1)
}

/// Steps up to the root; the highest level has the fewest.
fn depth(unit: UnitId, places: &BTreeMap<UnitId, Place>) -> usize {
    line(Some(unit), places).count()
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn unit(id: u128) -> UnitId {
        UnitId(Uuid::from_u128(id))
    }

    /// City 1 – committee 2 (inspection 20) – organisation 3 – branches 4 and 5.
    fn places() -> BTreeMap<UnitId, Place> {
        let place = |parent: Option<u128>, inspection: Option<u128>, officer| Place {
            parent: parent.map(unit),
            inspection: inspection.map(unit),
            officer,
        };
        BTreeMap::from([
            (unit(1), place(None, None, false)),
            (unit(2), place(Some(1), Some(20), false)),
            (unit(20), place(Some(2), None, true)),
            (unit(3), place(Some(2), None, true)),
            (unit(4), place(Some(3), None, true)),
            (unit(5), place(Some(3), None, true)),
        ])
    }

    fn suggested(matter: &Matter, excluded: &[u128]) -> (Option<UnitId>, Vec<&'static str>) {
        let excluded = excluded.iter().map(|id| unit(*id)).collect();
        let found = suggest(matter, &places(), &Heirs::new(), &excluded);
        (found.unit, found.reasons.iter().map(|why| why.name()).collect())
    }

    #[test]
    fn competence_follows_the_level_that_manages_the_post() {
        let secretary = Matter {
            managing_levels: [unit(3)].into(),
            managing_branch: Some(unit(4)),
            residence_branch: Some(unit(5)),
            ..Matter::default()
        };
        assert_eq!(suggested(&secretary, &[4]), (Some(unit(3)), vec!["manages-post", "residence"]));
        let also_above = vec!["manages-post", "excluded", "inspection", "residence"];
        assert_eq!(suggested(&secretary, &[3, 4]), (Some(unit(20)), also_above));
    }

    #[test]
    fn a_unit_outside_the_register_and_a_circle_lead_nowhere() {
        let gone = Matter { managing_branch: Some(unit(99)), ..Matter::default() };
        assert_eq!(suggested(&gone, &[]), (None, vec!["manages-member", "unknown"]));
        let place = |parent| Place { parent: Some(unit(parent)), inspection: None, officer: false };
        let circle = BTreeMap::from([(unit(1), place(2)), (unit(2), place(1))]);
        let matter = Matter { managing_branch: Some(unit(1)), ..Matter::default() };
        assert_eq!(suggest(&matter, &circle, &Heirs::new(), &BTreeSet::new()).unit, None);
    }

    #[test]
    fn where_the_inspection_committee_is_touched_the_standing_committee_acts() {
        let inspector = Matter { managing_levels: [unit(2)].into(), ..Matter::default() };
        let touched = [20].map(unit).into();
        let mut places = places();
        places.get_mut(&unit(2)).unwrap().officer = true;
        let found = suggest(&inspector, &places, &Heirs::new(), &touched);
        let why: Vec<&str> = found.reasons.iter().map(|why| why.name()).collect();
        assert_eq!((found.unit, why), (Some(unit(2)), vec!["manages-post", "standing"]));
        // With nobody there either it is for the level above; never for nobody.
        places.get_mut(&unit(2)).unwrap().officer = false;
        let found = suggest(&inspector, &places, &Heirs::new(), &touched);
        let why: Vec<&str> = found.reasons.iter().map(|why| why.name()).collect();
        assert_eq!((found.unit, why), (None, vec!["manages-post", "excluded", "no-officer"]));
    }

    #[test]
    fn no_unit_judges_its_own_head_or_deputy() {
        let deputy = Matter {
            managing_levels: [unit(3)].into(),
            heads: [unit(3)].into(),
            ..Matter::default()
        };
        let why = vec!["manages-post", "next-above", "inspection"];
        assert_eq!(suggested(&deputy, &[]), (Some(unit(20)), why));
    }

    #[test]
    fn whatever_took_over_stands_in_place_of_a_unit_that_has_ended() {
        let mut places = places();
        let ended = Place { parent: Some(unit(2)), inspection: None, officer: false };
        places.insert(unit(30), ended);
        let matter = Matter { managing_levels: [unit(30)].into(), ..Matter::default() };
        let route = |matter: &Matter, heirs: &[u128], excluded: &[u128]| {
            let heirs = heirs.iter().map(|id| unit(*id)).collect();
            let excluded = excluded.iter().map(|id| unit(*id)).collect();
            let found = suggest(matter, &places, &Heirs::from([(unit(30), heirs)]), &excluded);
            let why: Vec<&str> = found.reasons.iter().map(|why| why.name()).collect();
            (found.unit, why)
        };
        assert_eq!(route(&matter, &[3], &[]), (Some(unit(3)), vec!["manages-post", "succeeds"]));
        let why = vec!["manages-post", "succeeds", "excluded", "inspection"];
        assert_eq!(route(&matter, &[3], &[3]), (Some(unit(20)), why), "no way back to the accused");
        let why = vec!["manages-post", "divided", "inspection"];
        assert_eq!(route(&matter, &[3, 6], &[]), (Some(unit(20)), why));
        let member = Matter { managing_branch: Some(unit(4)), ..matter };
        assert_eq!(route(&member, &[3, 6], &[]).0, Some(unit(3)), "where the subject is by now");
    }

    #[test]
    fn a_plain_member_is_the_matter_of_the_managing_branch() {
        let member = Matter { managing_branch: Some(unit(4)), ..Matter::default() };
        assert_eq!(suggested(&member, &[]), (Some(unit(4)), vec!["manages-member"]));
    }

    #[test]
    fn a_unit_is_judged_by_the_next_above_and_the_top_by_nobody_here() {
        let branch = Matter { unit: Some(unit(5)), ..Matter::default() };
        assert_eq!(suggested(&branch, &[5]), (Some(unit(3)), vec!["next-above"]));
        let committee = Matter { unit: Some(unit(2)), ..Matter::default() };
        assert_eq!(suggested(&committee, &[2]).1, ["next-above", "no-officer"]);
        assert_eq!(suggested(&committee, &[2]).0, None);
        assert_eq!(suggested(&Matter::default(), &[]), (None, vec!["unknown"]));
    }
}
