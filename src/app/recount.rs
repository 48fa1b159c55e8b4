//! Holding the clocks that run against a calendar or rules loaded later.
//!
//! What comes out the same is noted. What was promised as provisional becomes firm, and is told anew. What was
//! promised firmly and would move is listed: somebody who may see the case keeps or moves it, with a reason.

use std::error::Error;

use chrono::NaiveDate;

use super::cases::{self, Work};
use super::lists::Page;
use super::words::Words;
use super::{App, AppError, calendars};
use crate::domain::access::{Account, Actor, Role};
use crate::domain::clock::{Clock, ClockKind, Doubt, Verdict};
use crate::domain::ids::{AccountId, CaseId};
use crate::domain::receipt::CaseNumber;
use crate::domain::step::Step;
use crate::rules::Rules;
use crate::store::cases::Key;
use crate::store::lists::PAGE;

/// What one run did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Clocks noted with the edition in force, because they end on the same day.
    pub same: u64,
    /// Cases in which provisional days became firm.
    pub firm: u64,
    /// Clocks that wait for a decision.
    pub affected: u64,
}

/// Rows of the index looked at in one transaction.
const BATCH: u64 = 200;

/// Holds every open clock that was not yet held against it against the edition in force.
///
/// Where another version of the program has put its own rules in force, its own check does the work.
///
/// # Errors
/// When the database fails. A case that cannot be read is logged and keeps no other waiting.
pub async fn check(app: &App) -> Result<Report, AppError> {
    calendars::refresh(app).await?;
    if !calendars::rules_in_force(app).await? {
        return Ok(Report::default());
    }
    let rules = app.rules();
    let (mut report, mut after) = (Report::default(), None);
    loop {
        let found = app.store().unchecked(rules.edition, after, BATCH).await?;
        let Some(last) = found.last() else { return Ok(report) };
        after = Some(*last);
        let mut ids: Vec<CaseId> = found.iter().map(|one| one.case).collect();
        ids.dedup();
        for case in note(app, &rules, &ids, &mut report).await? {
            let firm = cases::take_step_as(app, Actor::Scheduler, case, Step::Firm, Words::None);
            match firm.await {
                Ok(()) => report.firm += 1,
                // Somebody was quicker; what is left is found at the next run.
                Err(AppError::Refused(_) | AppError::Stale) => {}
                Err(error) => stuck(case, &error),
            }
        }
    }
}

fn stuck(case: CaseId, error: &(dyn Error + 'static)) {
    tracing::error!(case.id = %case, error, "the clocks of a case could not be checked");
}

/// Notes what needs no step; answers the cases that need one.
async fn note(
    app: &App,
    rules: &Rules,
    cases: &[CaseId],
    report: &mut Report,
) -> Result<Vec<CaseId>, AppError> {
    let today = app.now().day;
    let tx = app.store().begin().await?;
    let mut firm = Vec::new();
    for case in cases {
        let loaded = match tx.case(Key::Id(*case)).await {
            Ok(loaded) => loaded,
            Err(crate::store::StoreError::Database(error)) => {
                return Err(crate::store::StoreError::Database(error).into());
            }
            Err(error) => {
                stuck(*case, &error);
                continue;
            }
        };
        let mut noted = Vec::new();
        for clock in loaded.clocks.iter().filter(|clock| clock.is_open()) {
            let Ok((verdict, checked)) = clock.checked(today, rules.timing()) else {
                tracing::error!(case.id = %case, "a clock has no rule that is known");
                continue;
            };
            report.same += u64::from(verdict == Verdict::Same && checked != *clock);
            report.affected += u64::from(verdict == Verdict::Affected);
            if verdict == Verdict::Firm && !firm.contains(case) {
                firm.push(*case);
            }
            noted.extend((checked != *clock).then_some(checked));
        }
        tx.put_clocks(*case, &noted).await?;
    }
    tx.commit().await?;
    Ok(firm)
}

/// A clock whose day waits for a decision.
#[derive(Clone, Debug)]
pub struct DoubtView {
    pub clock: ClockKind,
    pub seq: u32,
    /// The day that was promised, and the one that the calendar and the rules in force give.
    pub old_on: NaiveDate,
    pub new_on: NaiveDate,
    /// Days that one of the two calendars counts and the other does not.
    pub days: Vec<DifferingDay>,
    /// The term it was promised with and the one of today, where the rule changed.
    pub terms: Option<(String, String)>,
    /// Whether it can still be moved: nobody becomes late by it, and nobody ceases to be.
    pub may_move: bool,
}

/// A day that makes a difference.
#[derive(Clone, Debug)]
pub struct DifferingDay {
    pub day: NaiveDate,
    /// Whether it is a working day now.
    pub works: bool,
    /// Its names in the calendar that knows it, Vietnamese and English; empty for a plain day.
    pub label: String,
    pub label_en: String,
}

/// A case with clocks whose days wait for a decision.
#[derive(Clone, Debug)]
pub struct DoubtfulCase {
    pub number: CaseNumber,
    pub doubts: Vec<DoubtView>,
}

/// What waits for a decision and this account may know of.
///
/// # Errors
/// [`AppError::NotFound`] for a role that decides nothing here, or a cursor that is none.
pub async fn doubtful(
    app: &App,
    who: &Account,
    after: Option<&str>,
) -> Result<Page<DoubtfulCase>, AppError> {
    if !matches!(who.role, Role::Triage | Role::Approver | Role::Above) {
        return Err(AppError::NotFound);
    }
    let after = match after {
        Some(text) => Some(CaseId(text.parse().map_err(|_| AppError::NotFound)?)),
        None => None,
    };
    let mut found = app.store().in_doubt(who, after).await?;
    let page = usize::try_from(PAGE).unwrap_or(usize::MAX);
    let more = page < found.len();
    found.truncate(page);
    let next = found.last().filter(|_| more).map(|(id, _)| id.0.simple().to_string());
    let mut rows = Vec::with_capacity(found.len());
    for (id, number) in found {
        let clocks = app.store().clocks(id).await?;
        rows.push(DoubtfulCase { number, doubts: doubts(app, &clocks).await? });
    }
    Ok(Page { rows, next })
}

/// The clocks among these whose day waits for a decision.
///
/// # Errors
/// When the database fails.
pub async fn doubts(app: &App, clocks: &[Clock]) -> Result<Vec<DoubtView>, AppError> {
    let rules = calendars::knowing(app, clocks).await?;
    let open = clocks.iter().filter(|clock| clock.is_open() && clock.doubt == Some(Doubt::Open));
    let open = open.filter(|clock| clock.kind != ClockKind::CheckIn);
    Ok(open.filter_map(|clock| doubt(&rules, clock, app.now().day)).collect())
}

fn doubt(rules: &Rules, clock: &Clock, today: NaiveDate) -> Option<DoubtView> {
    let timing = rules.timing();
    let (verdict, renewed) = clock.verdict(today, timing).ok()?;
    if verdict != Verdict::Affected {
        return None;
    }
    let (own, now) = (timing.calendars.version(&clock.calendar)?, timing.calendar());
    let last = clock.due_on.max(renewed.due_on);
    let day = |day: NaiveDate| {
        let row = own.special_days().chain(now.special_days()).find(|row| row.day == day);
        let name = |of: fn(&crate::domain::calendar::SpecialDay) -> &String| {
            row.map(of).cloned().unwrap_or_default()
        };
        let works = now.is_working(day);
        DifferingDay {
            day,
            works,
            label: name(|row| &row.label),
            label_en: name(|row| &row.label_en),
        }
    };
    let terms = (clock.term != renewed.term).then(|| (clock.term.clone(), renewed.term.clone()));
    Some(DoubtView {
        clock: clock.kind,
        seq: clock.seq,
        old_on: clock.due_on,
        new_on: renewed.due_on,
        days: own.differing_days(now, clock.anchor_on, last).into_iter().map(day).collect(),
        terms,
        may_move: today <= clock.due_on && today <= renewed.due_on,
    })
}

/// How many clocks wait for a decision: a number for the operators, who may read no case.
///
/// # Errors
/// When the database fails.
pub async fn waiting(app: &App, without: Option<AccountId>) -> Result<u64, AppError> {
    Ok(app.store().count_in_doubt(without).await?)
}

impl Work<'_> {
    /// The days before and after a step of row 29, one clock a line: `c2 11/12/2026 → 15/12/2026`.
    pub(super) fn days_of(&self, step: &Step, after: &[Clock]) -> String {
        if !matches!(step, Step::KeepDay { .. } | Step::MoveDay { .. } | Step::Firm) {
            return String::new();
        }
        let written = |day: NaiveDate| day.format("%d/%m/%Y").to_string();
        let line = |new: &Clock| {
            let same = |old: &&Clock| (old.kind, old.seq) == (new.kind, new.seq);
            let old = self.loaded.clocks.iter().find(same).map_or(new.due_on, |old| old.due_on);
            // What it would have been stands with what it is.
            let other = match step {
                Step::KeepDay { .. } => {
                    new.renewed(self.rules.timing()).map_or(old, |one| one.due_on)
                }
                _ => new.due_on,
            };
            let name = new.kind.name().to_uppercase();
            format!("{name}: {} → {}", written(old), written(other))
        };
        after.iter().map(line).collect::<Vec<_>>().join("\n")
    }
}
