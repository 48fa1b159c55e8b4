//! Accounts whose unit ends, the structure as it is afterwards, and who is missing in it.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use uuid::Uuid;

use super::Work;
use crate::access::{Account, Role};
use crate::ids::{MemberId, UnitId};
use crate::lineage::Lineage;
use crate::organisation::UnitKind;
use crate::reorganisation::{Act, After, Displaced, Gap, Lack, Problem, Scheme, Staff};
use crate::text::Post;

impl Work<'_> {
    pub(super) fn accounts(&mut self, scheme: &Scheme, staff: &[Staff]) -> Vec<Displaced> {
        let mut granted: HashMap<&str, UnitId> = HashMap::new();
        for line in &scheme.lines {
            let Act::Grant { login, unit } = &line.act else { continue };
            let Some(unit) = self.new_one(line.row, unit) else { continue };
            match staff.iter().find(|one| one.login == *login) {
                None => self.flaw(line.row, Problem::UnknownLogin(login.clone())),
                Some(one) if !self.ended.contains_key(&one.account.unit) => {
                    self.flaw(line.row, Problem::KeepsRights(login.clone()));
                }
                Some(_) => drop(granted.insert(login, unit)),
            }
        }
        let lost = staff.iter().filter(|one| self.ended.contains_key(&one.account.unit));
        let displaced = lost.map(|one| Displaced {
            account: one.account.id,
            from: one.account.unit,
            to: granted.get(one.login.as_str()).copied(),
        });
        displaced.collect()
    }

    pub(super) fn after(&self, staff: &[Staff], displaced: &[Displaced]) -> After {
        let there = |one: &Staff| {
            let moved = displaced.iter().find(|moved| moved.account == one.account.id);
            let unit = moved.map_or(Some(one.account.unit), |moved| moved.to)?;
            Some(Account { unit, ..one.account })
        };
        let links = self.register.successions.iter().chain(&self.changes.successions).cloned();
        let lineage = Lineage::new(self.units.values(), &links.collect::<Vec<_>>());
        After {
            on: self.on,
            units: self.units.clone(),
            lineage: Arc::new(lineage),
            staff: staff.iter().filter_map(there).collect(),
            seats: self.seats(),
        }
    }

    fn seats(&self) -> Vec<(UnitId, MemberId)> {
        let ended: BTreeSet<Uuid> = self.changes.end_posts.iter().map(|one| one.0).collect();
        let stay = self.register.posts.iter();
        let stay = stay.filter(|post| post.to.is_none() && !ended.contains(&post.id));
        stay.chain(&self.changes.add_posts).map(|post| (post.unit, post.member)).collect()
    }

    /// Cases that nobody could triage or approve would all go up.
    pub(super) fn staffed(&mut self, staff: &[Staff], after: &After) {
        for role in [Role::Triage, Role::Approver] {
            let before = staff.iter().any(|one| one.account.role == role);
            if before && !after.staff.iter().any(|one| one.role == role) {
                self.flaw(0, Problem::NoStaff(role.name()));
            }
        }
    }

    /// Who is missing in the units that are new or took something over.
    pub(super) fn gaps(&self) -> Vec<Gap> {
        let mut gaps = Vec::new();
        for unit in self.founded.union(&self.targets) {
            let kind = self.units.get(unit).and_then(|unit| UnitKind::from_name(&unit.kind));
            let Some((head, deputy)) = kind.and_then(leaders) else { continue };
            for (post, lacks) in [(head, Lack::Head), (deputy, Lack::Deputy)] {
                if self.holders(*unit, post) == 0 {
                    gaps.push(Gap { unit: *unit, lacks });
                }
            }
        }
        gaps
    }
}

/// Who leads a unit of this kind, and who stands in.
fn leaders(kind: UnitKind) -> Option<(Post, Post)> {
    match kind {
        UnitKind::City | UnitKind::StandingCommittee => None,
        UnitKind::InspectionCommittee => Some((Post::InspectionChair, Post::InspectionDeputyChair)),
        _ => Some((Post::Secretary, Post::DeputySecretary)),
    }
}
