//! What generated cases need to know of the register: who is kept out, who is competent, who acts.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use uuid::Uuid;

use crate::app::App;
use crate::app::conflict::{self, Ground};
use crate::app::register::Register;
use crate::demo::{Committee, UnitKind};
use crate::domain::access::{Account, Role, sees};
use crate::domain::case::{Assignment, Case, Exclusions, Queue};
use crate::domain::gate::{self, Facts, KeptOut, Then};
use crate::domain::ids::{AccountId, MemberId, UnitId};
use crate::domain::routing::{self, Matter, Place};
use crate::store::vault::VaultRow;

/// The register and the accounts, with what was worked out about each subject.
pub(super) struct World<'a> {
    pub committee: &'a Committee,
    accounts: Vec<Account>,
    handlers: HashMap<UnitId, Vec<Account>>,
    facts: HashMap<Uuid, Facts>,
    targets: HashMap<Uuid, Vec<Arc<Target>>>,
    app: App,
    register: Register,
    /// To which the letters' senders are sealed.
    pub vault: Option<VaultRow>,
}

/// Whom or what a letter is about, with everything that follows from it.
pub(super) struct Target {
    pub out: KeptOut,
    pub excluded: Exclusions,
    /// Who handles it; nobody where even the level above is kept out.
    pub to: Option<Assignment>,
}

impl<'a> World<'a> {
    pub fn new(
        (app, register): (App, Register),
        committee: &'a Committee,
        accounts: Vec<Account>,
        vault: Option<VaultRow>,
    ) -> Self {
        let mut handlers: HashMap<UnitId, Vec<Account>> = HashMap::new();
        for account in accounts.iter().filter(|account| account.role == Role::Handler) {
            handlers.entry(account.unit).or_default().push(*account);
        }
        let (facts, targets) = (HashMap::new(), HashMap::new());
        Self { committee, accounts, handlers, facts, targets, app, register, vault }
    }

    pub fn accounts(&self) -> &[Account] {
        &self.accounts
    }

    /// An account of this role that may know of the case and is not `but`; `turn` shares the work out.
    pub fn actor(
        &self,
        role: Role,
        case: &Case,
        excluded: &Exclusions,
        but: Option<AccountId>,
        turn: usize,
    ) -> Option<Account> {
        let role = match (case.queue, role) {
            (Queue::Above, Role::Triage | Role::Approver) => Role::Above,
            (_, role) => role,
        };
        let free: Vec<&Account> = self
            .accounts
            .iter()
            .filter(|account| {
                account.role == role && Some(account.id) != but && sees(account, case, excluded)
            })
            .collect();
        free.get(turn % free.len().max(1)).map(|account| **account)
    }

    pub fn account(&self, id: AccountId) -> Option<Account> {
        self.accounts.iter().find(|account| account.id == id).copied()
    }

    /// The target of a letter: who is kept out by the same facts and the same rule as for a letter that comes in.
    ///
    /// The facts are looked for once for each person and unit, and what follows from them is worked out once for each
    /// set of people that is kept out: most days are alike.
    pub fn target(&mut self, subject: Option<Uuid>, unit: Uuid, then: Then) -> Arc<Target> {
        let key = subject.unwrap_or(unit);
        let subject = subject.map(MemberId);
        let mut facts = match self.facts.remove(&key) {
            Some(known) => known,
            None => self.look_up(subject, UnitId(unit)),
        };
        facts.then = then;
        let out = gate::keep_out(&facts);
        self.facts.insert(key, facts);
        let known = self.targets.get(&key).and_then(|all| all.iter().find(|one| one.out == out));
        if let Some(known) = known {
            return Arc::clone(known);
        }
        let target = Arc::new(self.work_out(subject, UnitId(unit), out));
        self.targets.entry(key).or_default().push(Arc::clone(&target));
        target
    }

    fn look_up(&self, subject: Option<MemberId>, unit: UnitId) -> Facts {
        let ground = Ground {
            subjects: subject.into_iter().collect(),
            units: subject.is_none().then_some(unit).into_iter().collect(),
            ..Ground::default()
        };
        conflict::facts(&self.app, &self.register, ground, Then::Untold)
    }

    fn work_out(&self, subject: Option<MemberId>, unit: UnitId, out: KeptOut) -> Target {
        let own = self.committee.posts.iter().filter(|post| post.to.is_none());
        let own = own.filter(|post| Some(MemberId(post.member)) == subject);
        let managing_levels = own.map(|post| UnitId(post.managed_by)).collect();
        let excluded = Exclusions {
            accounts: out.0.keys().copied().collect(),
            units: out.1.keys().copied().collect(),
            ..Exclusions::default()
        };
        let member = self.committee.members.iter().find(|one| Some(MemberId(one.id)) == subject);
        let matter = Matter {
            managing_levels,
            managing_branch: member.map(|member| UnitId(member.managing_unit)),
            residence_branch: member.map(|member| UnitId(member.residence_unit)),
            unit: subject.is_none().then_some(unit),
            ..Matter::default()
        };
        let to = self.route(&matter, &excluded);
        Target { out, excluded, to }
    }

    fn route(&self, matter: &Matter, excluded: &Exclusions) -> Option<Assignment> {
        let free = |unit: UnitId| {
            let all = self.handlers.get(&unit)?;
            all.iter().find(|account| !excluded.accounts.contains(&account.id))
        };
        let usable = |unit: UnitId| {
            if excluded.units.contains(&unit) { None } else { free(unit) }
        };
        let inspection = |of: Uuid| {
            let mut units = self.committee.units.iter();
            units
                .find(|one| one.kind == UnitKind::InspectionCommittee && one.parent == Some(of))
                .map(|unit| UnitId(unit.id))
        };
        let places: BTreeMap<UnitId, Place> = self
            .committee
            .units
            .iter()
            .map(|unit| {
                let committee = unit.kind == UnitKind::Committee;
                let place = Place {
                    parent: unit.parent.map(UnitId),
                    inspection: if committee { inspection(unit.id) } else { None },
                    officer: usable(UnitId(unit.id)).is_some(),
                };
                (UnitId(unit.id), place)
            })
            .collect();
        let route = routing::suggest(matter, &places, &BTreeMap::new(), &excluded.units);
        let officer = route.unit.and_then(usable)?;
        let (unit, coordinating) = (officer.unit, route.coordinating);
        Some(Assignment { unit, officer: officer.id, coordinating })
    }
}
