//! The conflict gate at work: from what the resident wrote to who must not know.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::NaiveDate;

use super::cases::Work;
use super::register::{self, Register, Units};
use super::roll::Roll;
use super::words::Words;
use super::{App, AppError, grants};
use crate::domain::access::Actor;
use crate::domain::decide::Refusal;
use crate::domain::gate::{self, Facts, KeptOut, Reason, Then};
use crate::domain::ids::{AccountId, CaseId, MemberId, UnitId};
use crate::domain::interest::{Holder, Toward};
use crate::domain::letter::{About, NewLetter};
use crate::domain::matching::Strength;
use crate::domain::step::Step;
use crate::domain::text::Folded;
use crate::store::Page;
use crate::store::cases::{Key, Loaded};

/// Whom a description may mean.
#[derive(Clone, Debug, Default)]
pub struct Named {
    /// The one person it surely means.
    pub sure: Option<MemberId>,
    /// Everyone it may well mean; all of them are kept out until triage knows better.
    pub plausible: BTreeSet<MemberId>,
    /// A unit complained of as such: named, and no person with it.
    pub unit: Option<UnitId>,
    /// It cannot be told who or what is meant: nobody is named, the register knows nobody like it, or too
    /// many fit to keep all of them out.
    pub unknown: bool,
}

/// More people than this are no longer "may well mean".
const PLAUSIBLE: usize = 10;

/// Matches the resident's words to the register on the day of the act.
///
/// # Errors
/// When the database fails.
pub(crate) async fn named(
    app: &App,
    units: &Units,
    about: &About,
    on: NaiveDate,
) -> Result<Named, AppError> {
    if about.is_empty() {
        return Ok(Named { unknown: true, ..Named::default() });
    }
    let readings = register::readings(about);
    let found = register::members(app, units, &readings, on).await?;
    let sure = found
        .first()
        .filter(|best| best.strength == Strength::Sure)
        .map(|best| MemberId(best.member));
    let strong = found.iter().filter(|one| Strength::Medium <= one.strength);
    let too_many = sure.is_none() && PLAUSIBLE < strong.clone().count();
    let plausible: BTreeSet<MemberId> = match sure {
        Some(one) => [one].into(),
        None => strong.take(PLAUSIBLE).map(|one| MemberId(one.member)).collect(),
    };
    let person = readings.iter().any(|mention| mention.name.is_some() || mention.post.is_some());
    let unit = if person {
        None
    } else {
        let units = register::units(units, &readings);
        units.first().filter(|best| best.strength == Strength::Sure).map(|best| UnitId(best.unit))
    };
    let nobody = plausible.is_empty() && unit.is_none();
    Ok(Named { unknown: nobody || too_many, sure, plausible, unit })
}

/// On what a case rests, as far as it keeps people out.
#[derive(Clone, Debug, Default)]
pub struct Ground {
    pub subjects: BTreeSet<MemberId>,
    pub units: BTreeSet<UnitId>,
    /// Units that are kept out already.
    pub kept: BTreeSet<UnitId>,
    /// Whom the letter names as its sender or as a witness.
    pub named: BTreeSet<MemberId>,
}

/// Who is kept out because of these people and units: on the day of the act and today. Where the letter tells no day,
/// every post that they ever held counts.
pub(crate) fn kept_out(app: &App, register: &Register, ground: Ground, then: Then) -> KeptOut {
    gate::keep_out(&facts(app, register, ground, then))
}

/// What the register, the declarations and the accounts say about these people and units. Looked for without a day,
/// it holds whatever counts on any day until today.
pub(super) fn facts(app: &App, register: &Register, ground: Ground, then: Then) -> Facts {
    let roll = &register.roll;
    let mut facts = Facts {
        seats: roll.seats_of(&ground.subjects),
        subjects: ground.subjects,
        units: ground.units,
        kept: ground.kept,
        lineage: Arc::clone(&register.units.lineage),
        named: ground.named,
        ..Facts::none(then, app.now().day)
    };
    let touched = facts.touched();
    facts.seats.extend(roll.seats_in(&touched));
    facts.interests = roll.ties(&facts.subjects, &touched);
    let tied = facts.interests.iter().flat_map(|one| [member_of(one.of), member_to(one.to)]);
    let people = facts.subjects.iter().copied();
    let colleagues = facts.seats.iter().map(|seat| seat.member);
    let members: BTreeSet<MemberId> =
        tied.flatten().chain(colleagues).chain(people).chain(facts.named.iter().copied()).collect();
    let own = facts.interests.iter().filter_map(|one| account_of(one.of)).collect();
    facts.accounts = roll.touching(&own, &members, &touched);
    facts.left = roll.left_by(&facts.accounts);
    facts
}

fn member_of(holder: Holder) -> Option<MemberId> {
    match holder {
        Holder::Member(id) => Some(id),
        Holder::Account(_) => None,
    }
}

fn account_of(holder: Holder) -> Option<AccountId> {
    match holder {
        Holder::Account(id) => Some(id),
        Holder::Member(_) => None,
    }
}

fn member_to(toward: Toward) -> Option<MemberId> {
    match toward {
        Toward::Member(id) => Some(id),
        Toward::Unit(_) => None,
    }
}

/// Members on the staff whom a letter names in full: in what it tells, or as who sends it.
pub(crate) fn named_staff(roll: &Roll, letter: &NewLetter) -> BTreeSet<MemberId> {
    let sender = letter.reporter.as_ref().map_or("", |reporter| reporter.name.as_str());
    let texts = [&letter.text, &letter.place, sender].map(Folded::new);
    texts.iter().flat_map(|text| roll.names().named_in(text)).collect()
}

/// Works the gate out anew for every open case about somebody on record, because ties, seats, units and
/// accounts change under it. It only ever keeps more people out. Answers for how many cases it did.
///
/// # Errors
/// When the search fails. A case that fails is logged and keeps no other waiting.
pub async fn recheck(app: &App) -> Result<u64, AppError> {
    const BATCH: u64 = 200;
    let (mut changed, mut skip) = (0, 0);
    loop {
        let found = app.store().concerned(Page { skip, limit: BATCH }).await?;
        if found.is_empty() {
            return Ok(changed);
        }
        skip += found.len() as u64;
        for case in found {
            match recheck_one(app, case).await {
                Ok(found_more) => changed += u64::from(found_more),
                Err(error) => {
                    let error = &error as &dyn std::error::Error;
                    tracing::error!(case.id = %case, error, "the gate could not be worked out anew");
                }
            }
        }
    }
}

/// Whoever is kept out as of today, also in units that took over from those that were kept out before.
async fn worked_out_anew(app: &App, loaded: &Loaded, then: Then) -> Result<KeptOut, AppError> {
    let units = app.store().kept_units(loaded.case.id).await?;
    let of = |may_be_lifted: bool| -> BTreeSet<UnitId> {
        units.iter().filter(|one| one.1 == may_be_lifted).map(|one| one.0).collect()
    };
    let subjects = loaded.case.subjects.clone();
    let register = app.register().await?;
    let ground = Ground { subjects, kept: of(false), ..Ground::default() };
    let mut out = kept_out(app, &register, ground, then);
    let maybe = of(true);
    if !maybe.is_empty() {
        let ground = Ground { kept: maybe, ..Ground::default() };
        let more = kept_out(app, &register, ground, then);
        for account in more.0.into_keys() {
            out.0.entry(account).or_insert(Reason::Match);
        }
        for unit in more.1.into_keys() {
            out.1.entry(unit).or_insert(Reason::Match);
        }
    }
    Ok(out)
}

async fn recheck_one(app: &App, case: CaseId) -> Result<bool, AppError> {
    let loaded = app.store().case(Key::Id(case)).await?;
    let letter = app.store().letter(case).await?;
    let out = worked_out_anew(app, &loaded, letter.happened_on.into()).await?;
    let known = |id: &AccountId| {
        loaded.excluded.accounts.contains(id) || loaded.excluded.admitted.contains(id)
    };
    let is_new = |id: &AccountId, reason: &Reason| {
        !known(id) || loaded.excluded.admitted.contains(id) && !reason.is_for_the_seat()
    };
    let accounts: Vec<_> = out.0.iter().filter(|(id, reason)| is_new(id, reason)).collect();
    let units: Vec<_> =
        out.1.iter().filter(|(id, _)| !loaded.excluded.units.contains(id)).collect();
    if accounts.is_empty() && units.is_empty() {
        return Ok(false);
    }
    let accounts: Vec<_> = accounts.into_iter().map(|(id, why)| (*id, why.name())).collect();
    let units: Vec<_> = units.into_iter().map(|(id, why)| (*id, why.name())).collect();
    let tx = app.store().begin().await?;
    let held = app.held_by_office(&tx, case).await?;
    let mut work = Work { app, tx, now: app.now(), loaded, held, rules: app.rules() };
    work.shut_out(&accounts, &units).await?;
    work.commit().await?;
    Ok(true)
}

impl Work<'_> {
    /// Keeps out whom a late subject does, and nobody who merely might have been meant any more.
    pub(super) async fn keep_out(
        &mut self,
        member: MemberId,
        out: &KeptOut,
    ) -> Result<(), AppError> {
        let accounts: Vec<_> = out.0.iter().map(|(id, reason)| (*id, reason.name())).collect();
        let units: Vec<_> = out.1.iter().map(|(id, reason)| (*id, reason.name())).collect();
        let case = self.loaded.case.id;
        self.tx.lift_matches(case).await?;
        self.tx.exclude(case, &accounts, &units, self.now.day).await?;
        // Whoever must not know of a matter must not know of its review either, nor the other way round.
        for linked in self.tx.linked(case, self.loaded.case.appeal_of).await? {
            self.tx.exclude(linked, &accounts, &units, self.now.day).await?;
            grants::settle_other(self.app, &self.tx, linked).await?;
        }
        self.loaded.excluded = self.tx.exclusions(case).await?;
        self.loaded.case.subjects.insert(member);
        Ok(())
    }

    /// Keeps these out from the step on that is about to be taken.
    pub(super) async fn hold_off(
        &mut self,
        accounts: &[(AccountId, &'static str)],
    ) -> Result<(), AppError> {
        let case = self.loaded.case.id;
        self.tx.exclude(case, accounts, &[], self.now.day).await?;
        self.loaded.excluded = self.tx.exclusions(case).await?;
        Ok(())
    }

    /// Keeps more people out, and takes the case from whoever of them has it in hand.
    pub(super) async fn shut_out(
        &mut self,
        accounts: &[(AccountId, &'static str)],
        units: &[(UnitId, &'static str)],
    ) -> Result<(), AppError> {
        let case = self.loaded.case.id;
        self.tx.exclude(case, accounts, units, self.now.day).await?;
        self.loaded.excluded = self.tx.exclusions(case).await?;
        self.audit(&Actor::Scheduler, "keep-out", "").await?;
        let decided = self.take(&Actor::Scheduler, &Step::Relieve, &Words::None).await;
        match decided {
            // Nobody concerned had anything in hand.
            Err(AppError::Refused(Refusal::OutOfOrder)) => {}
            other => other?,
        }
        self.raise_if_forsaken().await?;
        Ok(())
    }
}
