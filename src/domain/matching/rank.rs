//! Weighing candidates.

use chrono::NaiveDate;
use uuid::Uuid;

use super::{
    Reason, Strength, UnitRole,
    entry::{PostHeld, RegisterEntry},
    name::{self, NameMatch},
    unit::{AskedUnits, UnitMatch},
};
use crate::text::{Mention, NameMention, Post, PostMention};

const POST_EQUAL: i32 = 40;
const POST_STILL_HELD: i32 = 25;
const POST_ENDED: i32 = 12;
const POST_NOT_YET: i32 = 4;
const POST_NEAR: i32 = -8;
const POST_DIFFERS: i32 = -20;
const NO_POST: i32 = -26;
const BIRTH_YEAR: i32 = 22;
const GENDER_DIFFERS: i32 = -16;

/// A member that a description may mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    pub member: Uuid,
    /// 0 to 1000: what agrees, as a share of what was told. Not a probability, and not for display.
    pub score: u32,
    pub strength: Strength,
    pub reasons: Vec<Reason>,
    points: i32,
}

/// Ranks entries against a description (all its readings) as things stood on the day of the event, best first.
/// Entries that the description cannot mean are left out.
pub fn rank<'a>(
    readings: &[Mention],
    entries: impl IntoIterator<Item = &'a RegisterEntry>,
    on: NaiveDate,
) -> Vec<Candidate> {
    let asked: Vec<Asked<'_>> = readings.iter().map(Asked::new).collect();
    let weigh = |entry: &RegisterEntry| {
        asked.iter().filter_map(|asked| asked.weigh(entry, on)).max_by_key(|found| found.points)
    };
    let mut found: Vec<Candidate> = entries.into_iter().filter_map(weigh).collect();
    found.sort_by_key(|candidate| {
        (
            std::cmp::Reverse(candidate.points),
            std::cmp::Reverse(candidate.strength),
            candidate.member,
        )
    });
    note_equals(&mut found);
    found
}

/// Whether looking further could hardly find anybody better: the one who is surely meant was found, with some others to
/// hold against them, or nearly everything that was told agrees with the best and there are many to choose from.
pub fn is_settled(found: &[Candidate]) -> bool {
    found.first().is_some_and(|best| match best.strength {
        Strength::Sure => FEW <= found.len(),
        _ => MANY <= found.len() && SETTLED <= best.score,
    })
}

/// As many as the page of a case shows.
const FEW: usize = 5;

/// As many as a search shows.
const MANY: usize = 20;

/// What the broader steps of recall fetch besides has lost more points than this: a slip of the pen, another name.
const SETTLED: u32 = 930;

/// "Sure" needs uniqueness: several that are sure, or several with the same points at the top, are medium.
fn note_equals(found: &mut [Candidate]) {
    let Some(top) = found.first().map(|best| best.points) else { return };
    let is_peer = |candidate: &Candidate, sure: bool| {
        candidate.points == top || (sure && candidate.strength == Strength::Sure)
    };
    let sure = found[0].strength == Strength::Sure;
    let peers = found.iter().filter(|candidate| is_peer(candidate, sure)).count();
    if peers < 2 {
        return;
    }
    let others = u32::try_from(peers - 1).unwrap_or(u32::MAX);
    for candidate in found.iter_mut().filter(|candidate| is_peer(candidate, sure)) {
        candidate.strength = candidate.strength.min(Strength::Medium);
        candidate.reasons.push(Reason::SeveralEqual { others });
    }
}

/// A reading prepared for weighing.
struct Asked<'a> {
    mention: &'a Mention,
    name: Option<&'a NameMention>,
    post: Option<PostMention>,
    units: AskedUnits,
    most: i32,
}

/// Points and reasons from post and unit together: the post counts where it is held.
struct Place {
    points: i32,
    post_agrees: bool,
    post_known: bool,
    unit: UnitMatch,
    reasons: Vec<Reason>,
}

impl<'a> Asked<'a> {
    fn new(mention: &'a Mention) -> Self {
        let name = mention.name.as_ref().filter(|name| !name.birth_order);
        // Everybody in the register is a member; the word tells nothing.
        let post = mention.post.filter(|asked| asked.post != Post::Member);
        let units = AskedUnits::new(mention);
        let most = name.map_or(0, name::most)
            + post.map_or(0, |_| POST_EQUAL)
            + units.most()
            + mention.birth_year.map_or(0, |_| BIRTH_YEAR);
        Self { mention, name, post, units, most: most.max(1) }
    }

    fn weigh(&self, entry: &RegisterEntry, on: NaiveDate) -> Option<Candidate> {
        let name = match self.name {
            Some(asked) => Some(name::compare(asked, &entry.names)?),
            None => None,
        };
        let place = self.place(entry, on);
        if name.is_none() && !self.found_by_post(&place) {
            return None;
        }
        let (personal, personal_points) = self.personal(entry);
        let points = name.as_ref().map_or(0, |name| name.points) + place.points + personal_points;
        let strength = self.strength(name.as_ref(), &place, &personal);
        let name_reasons = name.map_or_else(|| vec![self.nameless()], |name| name.reasons);
        let reasons = [name_reasons, place.reasons, personal].concat();
        Some(Candidate {
            member: entry.facts.member,
            score: self.score(points),
            strength,
            reasons,
            points,
        })
    }

    fn score(&self, points: i32) -> u32 {
        u32::try_from(points.max(0) * 1000 / self.most).unwrap_or(0).clamp(1, 1000)
    }

    /// Without a name only the holder of the post in that unit can be meant.
    fn found_by_post(&self, place: &Place) -> bool {
        place.post_known && (place.unit.agrees() || (!self.units.tells() && place.points > 0))
    }

    fn nameless(&self) -> Reason {
        if self.mention.name.is_some() { Reason::BirthOrderName } else { Reason::NoNameGiven }
    }

    fn strength(&self, name: Option<&NameMatch>, place: &Place, personal: &[Reason]) -> Strength {
        let unit = self.units.tells() && place.unit.agrees();
        let against = personal.iter().any(|reason| !reason.is_for()) || place.unit.ward_differs;
        let bent = |name: &NameMatch| {
            name.reasons.contains(&Reason::NicknameForm)
                || name.reasons.contains(&Reason::NameWordUnknown)
        };
        match name {
            Some(name) if name.firm && place.post_agrees && unit && !against => Strength::Sure,
            Some(name) if name.sound && (place.post_agrees || unit) => Strength::Medium,
            Some(name) if !bent(name) && place.post_agrees && unit => Strength::Medium,
            None if place.post_agrees && unit => Strength::Medium,
            _ => Strength::Weak,
        }
    }

    fn personal(&self, entry: &RegisterEntry) -> (Vec<Reason>, i32) {
        let mut reasons = Vec::new();
        let mut points = 0;
        if let (Some(told), Some(known)) = (self.mention.birth_year, entry.facts.birth_year) {
            let equal = told == known;
            reasons.push(if equal { Reason::BirthYearEqual } else { Reason::BirthYearDiffers });
            points += if equal { BIRTH_YEAR } else { -BIRTH_YEAR };
        }
        if let (Some(told), Some(known)) = (self.mention.gender(), entry.gender)
            && told != known
        {
            reasons.push(Reason::GenderDiffers);
            points += GENDER_DIFFERS;
        }
        (reasons, points)
    }

    fn place(&self, entry: &RegisterEntry, on: NaiveDate) -> Place {
        let held = entry.facts.posts.iter();
        let best = match self.post {
            Some(asked) => held
                .filter_map(|held| self.at_post(asked, held, on))
                .chain([self.beside_post(asked, entry, on)])
                .max_by_key(|place| place.points),
            None => Some(self.at_home(entry, on)),
        };
        best.unwrap_or_else(|| self.at_home(entry, on))
    }

    /// The asked post, or its neighbour, seen in the unit where it is held.
    fn at_post(&self, asked: PostMention, held: &PostHeld, on: NaiveDate) -> Option<Place> {
        let post = held.title;
        let (points, reason) = match () {
            () if post == asked.post => term(asked, held, on),
            () if post.is_near(asked.post) && held.held_on(on) => {
                (POST_NEAR, Reason::PostDiffers { held: post })
            }
            () => return None,
        };
        let unit = self.units.compare(&held.unit);
        let elsewhere = post == asked.post && self.units.tells() && !unit.agrees();
        let mut reasons = vec![if elsewhere { Reason::PostElsewhere { post } } else { reason }];
        reasons.extend(self.unit_reasons(unit, UnitRole::Post));
        let post_agrees = !elsewhere
            && matches!(reason, Reason::PostEqual { .. } | Reason::PostHeldBefore { .. });
        Some(Place {
            points: points + unit.points,
            post_agrees,
            post_known: post == asked.post,
            unit,
            reasons,
        })
    }

    /// Not through the post: belongs to the unit, holds another post or none.
    fn beside_post(&self, asked: PostMention, entry: &RegisterEntry, on: NaiveDate) -> Place {
        let home = self.at_home(entry, on);
        let holds = |wanted: bool| {
            entry
                .facts
                .posts
                .iter()
                .find(|held| held.held_on(on) && (held.title == asked.post) == wanted)
        };
        let (points, reason) = match (holds(true), holds(false)) {
            (Some(held), _) => (0, Reason::PostElsewhere { post: held.title }),
            (None, Some(held)) => (POST_DIFFERS, Reason::PostDiffers { held: held.title }),
            (None, None) => (NO_POST, Reason::NoPost),
        };
        let reasons = std::iter::once(reason).chain(home.reasons).collect();
        Place {
            points: points + home.points,
            post_agrees: false,
            post_known: false,
            unit: home.unit,
            reasons,
        }
    }

    /// The best of managing branch, residence, and units where a post is held.
    fn at_home(&self, entry: &RegisterEntry, on: NaiveDate) -> Place {
        let facts = &entry.facts;
        let home = [(&facts.managed_by, UnitRole::Member, 0)];
        let residence = facts.residence.iter().map(|path| (path, UnitRole::Residence, -1));
        let posts = facts
            .posts
            .iter()
            .filter(|held| held.held_on(on))
            .map(|held| (&held.unit, UnitRole::Post, -1));
        let seen = home.into_iter().chain(residence).chain(posts).map(|(path, role, bonus)| {
            let unit = self.units.compare(path);
            (unit.points + bonus, unit, role)
        });
        let (points, unit, role) =
            seen.max_by_key(|seen| seen.0).unwrap_or((0, UnitMatch::default(), UnitRole::Member));
        let reasons = self.unit_reasons(unit, role);
        Place { points, post_agrees: false, post_known: false, unit, reasons }
    }

    fn unit_reasons(&self, unit: UnitMatch, role: UnitRole) -> Vec<Reason> {
        if self.units.is_empty() {
            return Vec::new();
        }
        unit.reasons(role)
    }
}

fn term(asked: PostMention, held: &PostHeld, on: NaiveDate) -> (i32, Reason) {
    let PostHeld { title: post, from, to, .. } = *held;
    match () {
        () if asked.former && held.over_on(on) => (POST_EQUAL, Reason::PostHeldBefore { post, to }),
        () if asked.former && held.held_on(on) => {
            (POST_STILL_HELD, Reason::PostEqual { post, from })
        }
        () if held.held_on(on) => (POST_EQUAL, Reason::PostEqual { post, from }),
        () if held.over_on(on) => (POST_ENDED, Reason::PostEnded { post, to }),
        () => (POST_NOT_YET, Reason::PostNotYet { post, from }),
    }
}
