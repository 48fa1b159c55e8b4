//! Carrying out what was signed: register, accounts and every open case in one transaction.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use super::{NewPlan, Worked, fresh, newly_out, plan_of, work_out};
use crate::app::cases::Work;
use crate::app::grants as handing;
use crate::app::organisation::{digest, filing};
use crate::app::words::Words;
use crate::app::{App, AppError, fresh_id};
use crate::clock::Now;
use crate::domain::access::{Account, Actor, Role};
use crate::domain::case::{Assignment, Queue};
use crate::domain::decide::Refusal;
use crate::domain::ids::{AccountId, CaseId, MemberId, UnitId};
use crate::domain::letter::{Field, FieldFlaw, Flaw, limits, text_within};
use crate::domain::organisation::Unit;
use crate::domain::reorganisation::Placement;
use crate::domain::step::Step;
use crate::store::Tx;
use crate::store::audit::Entry;
use crate::store::cases::{Key, Loaded, NEVER};
use crate::store::gate::Kept;
use crate::store::reorganisations::{AccountMove, CaseMove, Grant, Held, ReorganisationRow};

/// Signs a plan and carries it out: all of it, or nothing. Units may begin without head or deputy for a reason given in
/// `waiver`.
///
/// # Errors
/// [`AppError::NotFound`] for who is not of the level above, or when it is signed already; [`AppError::Stale`] when the
/// register changed meanwhile; a refusal when the plan has flaws or its day has not come; [`AppError::Flaws`] when the
/// reason is missing.
pub async fn sign(app: &App, who: &Account, id: Uuid, waiver: &str) -> Result<(), AppError> {
    let row = app.store().reorganisation(id).await?.filter(|row| row.signed.is_none());
    let row = row.filter(|_| who.role == Role::Above).ok_or(AppError::NotFound)?;
    perform(app, who, row, None, waiver).await
}

/// Keeps a plan, signs it for the account of this login and carries it out, by whoever holds the machine: all in one
/// transaction, so that a command that is cut short leaves no plan behind.
///
/// # Errors
/// As [`sign`]; [`AppError::NotFound`] when there is no such account of the level above.
pub async fn carry_out(
    app: &App,
    login: &str,
    plan: NewPlan,
    waiver: &str,
) -> Result<Uuid, AppError> {
    let who = app.store().account_by_login(login).await?.filter(|row| !row.disabled);
    let who = who.map(|row| row.account).filter(|who| who.role == Role::Above);
    let who = who.ok_or(AppError::NotFound)?;
    let (row, entry) = fresh(app, "command line", plan);
    let id = row.id;
    perform(app, &who, row, Some(entry), waiver).await?;
    Ok(id)
}

/// The plan with this content and this day, if it was carried out: whoever repeats a command that was cut short
/// finds it done.
///
/// # Errors
/// When the database fails.
pub async fn carried_out(app: &App, plan: &NewPlan) -> Result<Option<Uuid>, AppError> {
    Ok(app.store().signed_reorganisation(&digest(&plan.content), plan.on).await?)
}

/// Carries a plan out; `drafted` is what the chain says of one that is kept only now.
async fn perform(
    app: &App,
    who: &Account,
    row: ReorganisationRow,
    drafted: Option<Entry>,
    waiver: &str,
) -> Result<(), AppError> {
    let flaw = |flaw| AppError::Flaws(vec![FieldFlaw { field: Field::Text, flaw }]);
    let waiver = text_within(waiver, limits::MESSAGE).map_err(flaw)?;
    let worked = work_out(app, &plan_of(&row)).await?;
    if app.now().day < row.on {
        return Err(AppError::Refused(Refusal::BadDay));
    }
    if !worked.outcome.is_sound() {
        return Err(AppError::Refused(Refusal::OutOfOrder));
    }
    if !worked.outcome.gaps.is_empty() && waiver.is_empty() {
        return Err(flaw(Flaw::Empty));
    }
    let mut act = Act { app, now: app.now(), who: *who, id: row.id, worked };
    let waiver = Some(waiver.as_str()).filter(|_| !act.worked.outcome.gaps.is_empty());
    let is_fresh = drafted.is_some();
    let entries: Vec<Entry> = drafted.into_iter().chain([act.entry(&row.digest)]).collect();
    let tx = app.store().begin().await?;
    if tx.touch_register().await? != act.worked.version {
        return Err(AppError::Stale);
    }
    if is_fresh {
        tx.draft_reorganisation(row).await?;
    }
    tx.sign_reorganisation(act.id, who.id, act.now.at, waiver).await?;
    act.register(&tx).await?;
    act.accounts(&tx).await?;
    let tx = act.cases(tx).await?;
    act.keys(&tx).await?;
    tx.audit(app.keys(), act.now.at, act.now.day, &entries).await?;
    tx.commit().await?;
    app.ring();
    app.ring_gate();
    Ok(())
}

struct Act<'a> {
    app: &'a App,
    now: Now,
    who: Account,
    id: Uuid,
    worked: Worked,
}

impl Act<'_> {
    fn entry(&self, digest: &str) -> Entry {
        let changes = &self.worked.outcome.changes;
        let (new, ended) = (changes.add_units.len(), changes.end_units.len());
        Entry {
            actor: self.who.id.to_string(),
            action: "reorganise".into(),
            object: self.id.to_string(),
            detail: format!("{new} units new, {ended} ended; sha256 {digest}"),
        }
    }

    async fn register(&mut self, tx: &Tx) -> Result<(), AppError> {
        let changes = &self.worked.outcome.changes;
        tx.change_register(changes, fresh_id).await?;
        changes.apply(&mut self.worked.register);
        let filing = filing(&self.worked.register, &self.renamed());
        Ok(tx.file_members(&filing).await?)
    }

    /// Members who are found under other words from now on: whoever is or was in a unit that changed, or below one.
    fn renamed(&self) -> BTreeSet<MemberId> {
        let changes = &self.worked.outcome.changes;
        let new = changes.add_units.iter().map(|unit| unit.id);
        let ended = changes.end_units.iter().map(|one| one.0);
        let revised = changes.revise_units.iter().map(|one| one.0.id);
        let affected: BTreeSet<UnitId> = new.chain(ended).chain(revised).collect();
        let units = &self.worked.register.units;
        let up = |unit: &&Unit| units.get(&unit.parent?);
        let within = |id: &UnitId| {
            let mut line = std::iter::successors(units.get(id), up).take(12);
            line.any(|unit| affected.contains(&unit.id))
        };
        let touched: BTreeSet<UnitId> = units.keys().copied().filter(within).collect();
        let ties = self.worked.register.ties.iter();
        let ties = ties.filter(|tie| touched.contains(&tie.unit)).map(|tie| tie.member);
        let posts = self.worked.register.posts.iter();
        let posts = posts.filter(|post| touched.contains(&post.unit)).map(|post| post.member);
        ties.chain(posts).collect()
    }

    async fn accounts(&self, tx: &Tx) -> Result<(), AppError> {
        let (on, by) = (self.worked.outcome.after.on, self.who.id.to_string());
        for one in &self.worked.outcome.displaced {
            let moved = AccountMove {
                id: fresh_id(),
                account: one.account,
                from: one.from,
                on,
                reorganisation: Some(self.id),
            };
            let grant = one.to.map(|unit| Grant { unit, by: by.clone(), on: self.now.day });
            tx.move_account(&moved, grant.as_ref()).await?;
        }
        Ok(())
    }

    /// Whoever goes on elsewhere holds the keys of what they may read there; whoever lost their rights holds none.
    async fn keys(&self, tx: &Tx) -> Result<(), AppError> {
        for one in &self.worked.outcome.displaced {
            let account = self.worked.outcome.after.staff.iter().find(|who| who.id == one.account);
            match account {
                Some(account) => handing::renew(self.app, tx, account).await?,
                None => drop(tx.take_keys_of(one.account).await?),
            }
        }
        Ok(())
    }

    /// Every open case: first whoever the new structure keeps out, then whoever answers for it from now on.
    async fn cases(&self, mut tx: Tx) -> Result<Tx, AppError> {
        let mut kept: BTreeMap<CaseId, Vec<Kept>> = tx.kept_units_of_open().await?;
        let held = tx.held_cases().await?;
        let concerned: BTreeSet<CaseId> =
            kept.keys().copied().chain(held.iter().map(|one| one.case)).collect();
        for case in concerned {
            let kept = kept.remove(&case).unwrap_or_default();
            if !self.touches(&kept, held.iter().find(|one| one.case == case)) {
                continue;
            }
            let loaded = tx.case(Key::Id(case)).await?;
            let mut work = Work::new(self.app, tx, loaded).await?;
            self.shut_out(&mut work, &kept).await?;
            self.hand_over(&mut work).await?;
            work.raise_if_forsaken().await?;
            work.settle().await?;
            tx = work.tx;
        }
        Ok(tx)
    }

    /// Whether the new structure can make any difference: most cases rest on nothing that changes.
    fn touches(&self, kept: &[Kept], held: Option<&Held>) -> bool {
        let outcome = &self.worked.outcome;
        let linked = |unit: UnitId| outcome.changes.successions.iter().any(|one| one.from == unit);
        let seated = |unit: UnitId| outcome.changes.add_posts.iter().any(|one| one.unit == unit);
        let given = |unit: UnitId| outcome.displaced.iter().any(|one| one.to == Some(unit));
        let displaced = |id: AccountId| outcome.displaced.iter().any(|one| one.account == id);
        let in_hand = held.is_some_and(|one| {
            linked(one.unit) || displaced(one.account) || one.coordinating.is_some_and(linked)
        });
        in_hand || kept.iter().any(|one| linked(one.0) || seated(one.0) || given(one.0))
    }

    async fn shut_out(&self, work: &mut Work<'_>, kept: &[Kept]) -> Result<(), AppError> {
        let after = &self.worked.outcome.after;
        let (accounts, units) = newly_out(after, kept, &work.loaded.excluded);
        if accounts.is_empty() && units.is_empty() {
            return Ok(());
        }
        let accounts: Vec<_> = accounts.into_iter().map(|(id, why)| (id, why.name())).collect();
        let units: Vec<_> = units.into_iter().map(|(id, why)| (id, why.name())).collect();
        let case = work.loaded.case.id;
        work.tx.exclude(case, &accounts, &units, self.now.day).await?;
        work.loaded.excluded = work.tx.exclusions(case).await?;
        work.audit(&Actor::Scheduler, "keep-out", "").await
    }

    async fn hand_over(&self, work: &mut Work<'_>) -> Result<(), AppError> {
        let case = &work.loaded.case;
        let Some(to) = case.state.assignment().filter(|_| case.state.is_open()) else {
            return Ok(());
        };
        let after = &self.worked.outcome.after;
        let next = match after.place(to, &work.loaded.excluded) {
            Placement::Stays if work.loaded.excluded.accounts.contains(&to.officer) => {
                return relieve(work).await;
            }
            Placement::Stays => return Ok(()),
            Placement::Goes(next) => Some(next),
            Placement::Up => None,
        };
        let moved = self.moved(&work.loaded, to, next);
        match next {
            Some(next) => {
                let hidden = work.loaded.excluded.accounts.contains(&self.who.id);
                let actor = if hidden { Actor::Scheduler } else { Actor::Account(self.who) };
                work.take(&actor, &Step::Reorganise { to: next }, &Words::None).await?;
            }
            None => up(work, to).await?,
        }
        if next.is_none_or(|next| next.unit != to.unit || next.officer != to.officer) {
            work.tx.add_case_move(&moved).await?;
        }
        Ok(())
    }

    fn moved(&self, loaded: &Loaded, to: Assignment, next: Option<Assignment>) -> CaseMove {
        let clocks = loaded.clocks.iter().filter(|one| one.is_open() && one.kind.is_duty());
        CaseMove {
            reorganisation: self.id,
            case: loaded.case.id,
            on: self.worked.outcome.after.on,
            from: (to.unit, to.officer),
            to: next.map(|next| (next.unit, next.officer)),
            state: loaded.case.state.name().to_owned(),
            received_on: loaded.case.received_on,
            due_on: clocks.map(|one| one.due_on).min().filter(|day| *day != NEVER),
        }
    }
}

/// Takes the case from whoever is kept out of it by now.
async fn relieve(work: &mut Work<'_>) -> Result<(), AppError> {
    match work.take(&Actor::Scheduler, &Step::Relieve, &Words::None).await {
        // What was concluded stays so; the level above names who follows it up.
        Err(AppError::Refused(Refusal::OutOfOrder)) => Ok(()),
        other => other,
    }
}

/// Nobody may take it: it waits with the level above. A unit that has ended is as unfit as one that is kept out.
async fn up(work: &mut Work<'_>, to: Assignment) -> Result<(), AppError> {
    work.loaded.excluded.units.insert(to.unit);
    work.loaded.excluded.accounts.insert(to.officer);
    relieve(work).await?;
    let case = &work.loaded.case;
    let left = case.state.assignment().map(|to| to.officer);
    if case.queue == Queue::Committee
        && case.state.is_open()
        && left.is_none_or(|one| one == to.officer)
    {
        work.take(&Actor::Scheduler, &Step::Raise, &Words::None).await?;
    }
    work.loaded.excluded = work.tx.exclusions(work.loaded.case.id).await?;
    Ok(())
}
