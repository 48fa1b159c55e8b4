//! The workflow: what a step would change, worked out without changing anything.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use thiserror::Error;

use crate::access::{self, Actor};
use crate::case::{Assignment, Case, Ending, Exclusions, Measure, Pending, State};
use crate::clock::{self, Clock, ClockKind, NoRule, Timing};
use crate::ids::{AccountId, UnitId};
use crate::letter::{Kind, Lane};
use crate::notice::{self, Notice};
use crate::step::{Act, Complexity, Finding, HoldType, Step, StepKind};

/// Everything a decision rests on besides the case itself.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    pub today: NaiveDate,
    pub timing: Timing<'a>,
    /// As of today, and with the subjects this very step adds.
    pub excluded: &'a Exclusions,
    pub clocks: &'a [Clock],
    /// Settings of the committee that bound what one person may do.
    pub bounds: Bounds,
}

/// Bounds the committee sets (configuration, shown to staff).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// How often a resident may be asked for more.
    pub asks: u32,
    /// Longest hold, in calendar days.
    pub hold_days: u32,
}

/// What a step changes. Written in one transaction, or not at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    pub case: Case,
    pub event: Event,
    /// Clocks that are new or changed.
    pub clocks: Vec<Clock>,
    pub notices: Vec<Notice>,
    /// Who must lose sight of the case at once.
    pub recused: Option<AccountId>,
    /// A new linked case one level up.
    pub opens_appeal: bool,
}

/// One line of the case's history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    pub step: StepKind,
    /// For a confirmation: what was confirmed.
    pub act: Option<StepKind>,
    pub actor: Actor,
    pub on: NaiveDate,
    pub before: &'static str,
    pub after: &'static str,
}

/// Why a step does not apply; each code has its sentence in every locale (`refusal-…`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Refusal {
    #[error("this case does not exist for you")]
    NotYours,
    #[error("the case is not at a point where this applies")]
    OutOfOrder,
    #[error("the second person must be another one")]
    SamePerson,
    #[error("a proposal already waits for a second person")]
    ProposalWaits,
    #[error("no proposal waits")]
    NoProposal,
    #[error("the resident was asked often enough")]
    AskedEnough,
    #[error("this day must lie ahead, within the allowed time")]
    BadDay,
    #[error("this officer is kept out of this case")]
    OfficerExcluded,
    #[error("this unit is the one complained of, or its committee")]
    UnitExcluded,
    #[error("an allegation has no outcome")]
    NoOutcome,
    #[error("an allegation has no evidence")]
    NoEvidence,
    #[error("the person named was not heard, and no lapse is recorded")]
    NotHeard,
    #[error("the deadline has passed")]
    PastDue,
    #[error("no clock of this kind runs")]
    NoClock,
    #[error("too few criteria of complexity")]
    NotComplex,
    #[error("the rule allows no further extension, or not so long a one")]
    NoExtension,
    #[error("the clock already stands still")]
    AlreadyHeld,
    #[error("the clock does not stand still")]
    NotHeld,
    #[error("this body is the one complained of")]
    Boomerang,
    #[error("a legal notice is still to be served")]
    NoticeOwed,
    #[error("the posting is not over")]
    PostingRuns,
    #[error("a measure is not done")]
    MeasureOwed,
    #[error("the resident may still ask for review")]
    AppealRuns,
    #[error("the time to ask for review is over")]
    TooLate,
    #[error("no rule says how long this clock runs")]
    NoRule,
}

impl Refusal {
    /// Stable code, also the tail of the message key.
    pub fn name(self) -> &'static str {
        match self {
            Self::NotYours => "not-yours",
            Self::OutOfOrder => "out-of-order",
            Self::SamePerson => "same-person",
            Self::ProposalWaits => "proposal-waits",
            Self::NoProposal => "no-proposal",
            Self::AskedEnough => "asked-enough",
            Self::BadDay => "bad-day",
            Self::OfficerExcluded => "officer-excluded",
            Self::UnitExcluded => "unit-excluded",
            Self::NoOutcome => "no-outcome",
            Self::NoEvidence => "no-evidence",
            Self::NotHeard => "not-heard",
            Self::PastDue => "past-due",
            Self::NoClock => "no-clock",
            Self::NotComplex => "not-complex",
            Self::NoExtension => "no-extension",
            Self::AlreadyHeld => "already-held",
            Self::NotHeld => "not-held",
            Self::Boomerang => "boomerang",
            Self::NoticeOwed => "notice-owed",
            Self::PostingRuns => "posting-runs",
            Self::MeasureOwed => "measure-owed",
            Self::AppealRuns => "appeal-runs",
            Self::TooLate => "too-late",
            Self::NoRule => "no-rule",
        }
    }
}

impl From<NoRule> for Refusal {
    fn from(_: NoRule) -> Self {
        Self::NoRule
    }
}

/// Works out what `step` would change.
///
/// # Errors
/// The [`Refusal`] that a person can act on. Whether the actor may know of the case at all is
/// asked first, so a stranger learns nothing from the others.
pub fn decide(
    case: &Case,
    step: &Step,
    actor: &Actor,
    context: &Context<'_>,
) -> Result<Decision, Refusal> {
    if !access::allows(actor, step.kind(), case, context.excluded) {
        return Err(Refusal::NotYours);
    }
    let mut work = Work::new(case, actor, context);
    work.take(step)?;
    let act = case.pending.as_ref().filter(|_| *step == Step::Confirm).map(|p| p.act.kind());
    work.case.revision += 1;
    Ok(Decision {
        event: Event {
            step: step.kind(),
            act,
            actor: *actor,
            on: context.today,
            before: case.state.name(),
            after: work.case.state.name(),
        },
        notices: notice::owed(step, case),
        clocks: work.clocks.changed(),
        case: work.case,
        recused: work.recused,
        opens_appeal: work.opens_appeal,
    })
}

/// A decision in the making.
struct Work<'a> {
    case: Case,
    actor: &'a Actor,
    context: &'a Context<'a>,
    clocks: Clocks<'a>,
    recused: Option<AccountId>,
    opens_appeal: bool,
}

impl<'a> Work<'a> {
    fn new(case: &Case, actor: &'a Actor, context: &'a Context<'a>) -> Self {
        let clocks = Clocks::new(context);
        Self { case: case.clone(), actor, context, clocks, recused: None, opens_appeal: false }
    }

    fn take(&mut self, step: &Step) -> Result<(), Refusal> {
        match step {
            Step::Screen => self.screen(),
            Step::Reclassify { kind } => self.reclassify(*kind),
            Step::Ask { resume_on } => self.ask(*resume_on),
            Step::Resume => self.resume(),
            Step::Propose(act) => self.propose(act),
            Step::Confirm => self.confirm(),
            Step::SendBack => self.send_back(),
            Step::ConfirmReceipt => self.confirm_receipt(),
            Step::Return => self.return_from_outside(),
            Step::Assign { to } => self.assign(*to),
            Step::Declare => self.declare(),
            Step::Recuse => self.recuse(),
            Step::RecordReply => self.heard(clock::Ending::Met),
            Step::Lapse => self.heard(clock::Ending::Lapsed),
            Step::EndHold => self.end_hold(),
            Step::Draft { findings, measures } => self.draft(findings, measures),
            Step::Submit => self.submit(),
            Step::ReturnDraft => self.return_draft(),
            Step::Conclude => self.conclude(),
            Step::Monitor => self.monitor(),
            Step::Deliver { clock } => self.deliver(*clock),
            Step::FinishMeasure { measure } => self.finish_measure(measure),
            Step::Withdraw => self.withdraw(),
            Step::GoOn => self.go_on(),
            Step::Appeal => self.appeal(),
            Step::AddSubject { member } => {
                self.case.subjects.insert(*member);
                self.leave_if_excluded()
            }
            Step::Reorganise { to } => self.reorganise(*to),
            Step::ReportRetaliation => self.report_retaliation(),
        }
    }

    // 2: the gate has been asked before; nobody excluded is told.
    fn screen(&mut self) -> Result<(), Refusal> {
        self.expect(matches!(self.case.state, State::Received))?;
        self.case.state = State::Screening;
        self.start(ClockKind::Notice, self.case.received_on)
    }

    // The right clocks run from the original receipt, whatever the letter called itself.
    fn reclassify(&mut self, kind: Kind) -> Result<(), Refusal> {
        self.expect(matches!(self.case.state, State::Screening))?;
        self.nothing_pending()?;
        self.case.kind = kind;
        self.clocks.end(ClockKind::Notice, clock::Ending::Void);
        self.start(ClockKind::Notice, self.case.received_on)
    }

    // 3: the first notice stays owed; only the resolution clock stands still.
    fn ask(&mut self, resume_on: NaiveDate) -> Result<(), Refusal> {
        self.expect(matches!(self.case.state, State::Screening))?;
        self.nothing_pending()?;
        if self.context.bounds.asks <= self.case.asked {
            return Err(Refusal::AskedEnough);
        }
        self.ahead(resume_on)?;
        self.case.asked += 1;
        self.case.state = State::NeedInfo { resume_on };
        self.clocks.hold(HoldType::NeedInfo, resume_on)
    }

    // 4: by the resident's answer, or by itself. Silence never closes a case.
    fn resume(&mut self) -> Result<(), Refusal> {
        let State::NeedInfo { resume_on } = self.case.state else {
            return Err(Refusal::OutOfOrder);
        };
        if *self.actor == Actor::Scheduler && self.context.today < resume_on {
            return Err(Refusal::OutOfOrder);
        }
        self.case.state = State::Screening;
        self.clocks.resume()
    }

    fn propose(&mut self, act: &Act) -> Result<(), Refusal> {
        self.nothing_pending()?;
        self.applies(act)?;
        let by = self.actor.account().ok_or(Refusal::NotYours)?;
        self.case.pending = Some(Pending { act: act.clone(), by, on: self.context.today });
        Ok(())
    }

    /// Whether an act applies now; asked when it is proposed and again when it is confirmed.
    fn applies(&self, act: &Act) -> Result<(), Refusal> {
        let state = &self.case.state;
        match act {
            Act::Accept { .. } | Act::Refuse { .. } => {
                self.expect(matches!(state, State::Screening))
            }
            Act::Record { review_on, .. } => {
                self.expect(matches!(state, State::Screening))?;
                self.ahead(*review_on)
            }
            Act::Transfer { boomerang, .. } => {
                self.expect(matches!(state, State::Screening | State::Assigned { .. }))?;
                if *boomerang { Err(Refusal::Boomerang) } else { Ok(()) }
            }
            Act::Hear => {
                self.expect(matches!(state, State::Verifying { .. }))?;
                self.expect(self.clocks.open(ClockKind::Reply).is_none())
            }
            Act::Hold { until, .. } => self.may_hold(*until),
            Act::Extend { days, criteria } => self.may_extend(*days, criteria),
            Act::Close => self.may_close(),
            Act::EndWithdrawn => self.expect(matches!(state, State::Withdrawn { .. })),
        }
    }

    // 15: asked for before the end, for a bounded time.
    fn may_hold(&self, until: NaiveDate) -> Result<(), Refusal> {
        self.expect(matches!(self.case.state, State::Verifying { .. }))?;
        let clock = self.clocks.open(ClockKind::Resolution).ok_or(Refusal::NoClock)?;
        if clock.open_hold().is_some() {
            return Err(Refusal::AlreadyHeld);
        }
        self.in_time(clock)?;
        self.ahead(until)?;
        let longest = self.context.today + chrono::Days::new(self.context.bounds.hold_days.into());
        if longest < until { Err(Refusal::BadDay) } else { Ok(()) }
    }

    // 16: the first extension needs one criterion, the second two (Decree 31/2019, art. 3).
    fn may_extend(&self, days: u32, criteria: &[Complexity]) -> Result<(), Refusal> {
        self.expect(matches!(self.case.state, State::Verifying { .. }))?;
        let clock = self.clocks.open(ClockKind::Resolution).ok_or(Refusal::NoClock)?;
        self.in_time(clock)?;
        let used = clock.extensions.len();
        let rule = self.context.timing.book.rule(&clock.rule).map_err(|_| Refusal::NoRule)?;
        let limit = rule.extensions.get(used).copied().ok_or(Refusal::NoExtension)?;
        let ticked: BTreeSet<Complexity> = criteria.iter().copied().collect();
        if ticked.len() <= used {
            return Err(Refusal::NotComplex);
        }
        if 0 < days && days <= LONGEST_EXTENSION && limit.allows(days) {
            Ok(())
        } else {
            Err(Refusal::NoExtension)
        }
    }

    // 21: nothing owed to anyone any more.
    fn may_close(&self) -> Result<(), Refusal> {
        self.expect(matches!(self.case.state, State::Concluded { .. } | State::Monitoring { .. }))?;
        if self.clocks.open(ClockKind::ResultNotice).is_some() {
            return Err(Refusal::NoticeOwed);
        }
        if self.clocks.open(ClockKind::Posting).is_some() {
            return Err(Refusal::PostingRuns);
        }
        if self.case.measures.iter().any(|measure| measure.done_on.is_none()) {
            return Err(Refusal::MeasureOwed);
        }
        match self.clocks.open(ClockKind::Appeal) {
            Some(window) if self.context.today <= window.due_on => Err(Refusal::AppealRuns),
            _ => Ok(()),
        }
    }

    fn confirm(&mut self) -> Result<(), Refusal> {
        let pending = self.case.pending.take().ok_or(Refusal::NoProposal)?;
        self.second_person(pending.by)?;
        self.applies(&pending.act)?;
        let today = self.context.today;
        match pending.act {
            Act::Accept { track } => self.accept(track),
            Act::Refuse { reason } => {
                self.case.state = State::NotAccepted { on: today, reason };
                self.first_notice_given()?;
                self.start(ClockKind::Appeal, today)
            }
            Act::Transfer { body, .. } => {
                self.case.state = State::TransferredOut { on: today, body };
                self.clocks.end(ClockKind::TakeUp, clock::Ending::Void);
                self.first_notice_given()?;
                self.start(ClockKind::Chase, today)
            }
            Act::Record { reason, review_on } => {
                self.case.state = State::Recorded { on: today, reason, review_on };
                self.first_notice_given()
            }
            Act::Hear => self.start(ClockKind::Reply, today),
            Act::Hold { hold, until } => self.clocks.hold(hold, until),
            Act::Extend { days, criteria } => self.clocks.extend(days, &criteria),
            Act::Close => self.close(Ending::Concluded),
            Act::EndWithdrawn => self.close(Ending::Withdrawn),
        }
    }

    // 5: the resolution clock runs from the event its rule names, receipt or acceptance.
    fn accept(&mut self, track: crate::case::Track) -> Result<(), Refusal> {
        let today = self.context.today;
        self.case.track = track;
        self.case.state = State::Accepted { on: today };
        self.first_notice_given()?;
        if self.case.lane() == Lane::Thanks {
            return Ok(());
        }
        self.start(ClockKind::Resolution, self.case.received_on)?;
        if self.clocks.starts_at_acceptance(ClockKind::Resolution) {
            self.clocks.restart(ClockKind::Resolution, self.matter(), today)?;
        }
        Ok(())
    }

    /// C1 is met when the notice is served: at once on the page, by hand where the letter came on paper.
    fn first_notice_given(&mut self) -> Result<(), Refusal> {
        if !self.case.paper {
            self.clocks.end(ClockKind::Notice, clock::Ending::Met);
        }
        Ok(())
    }

    fn close(&mut self, ending: Ending) -> Result<(), Refusal> {
        self.case.state = State::Closed { on: self.context.today, ending };
        self.clocks.end_all();
        Ok(())
    }

    fn send_back(&mut self) -> Result<(), Refusal> {
        let pending = self.case.pending.take().ok_or(Refusal::NoProposal)?;
        self.second_person(pending.by)
    }

    // 8
    fn confirm_receipt(&mut self) -> Result<(), Refusal> {
        self.expect(matches!(self.case.state, State::TransferredOut { .. }))?;
        self.clocks.end(ClockKind::Chase, clock::Ending::Met);
        self.close(Ending::Transferred)
    }

    // 9: the resolution clock is not reset by the detour.
    fn return_from_outside(&mut self) -> Result<(), Refusal> {
        self.expect(matches!(self.case.state, State::TransferredOut { .. }))?;
        self.clocks.end(ClockKind::Chase, clock::Ending::Lapsed);
        self.case.state = State::Screening;
        Ok(())
    }

    // 11
    fn assign(&mut self, to: Assignment) -> Result<(), Refusal> {
        self.expect(matches!(self.case.state, State::Accepted { .. }))?;
        self.nothing_pending()?;
        self.may_handle(to)?;
        self.case.state = State::Assigned { to };
        self.start(ClockKind::TakeUp, self.context.today)
    }

    fn may_handle(&self, to: Assignment) -> Result<(), Refusal> {
        let out = self.context.excluded;
        let unit_out = |unit: UnitId| out.units.contains(&unit);
        if unit_out(to.unit) || to.coordinating.is_some_and(unit_out) {
            return Err(Refusal::UnitExcluded);
        }
        if out.accounts.contains(&to.officer) { Err(Refusal::OfficerExcluded) } else { Ok(()) }
    }

    // 12: only after the declaration does the content open.
    fn declare(&mut self) -> Result<(), Refusal> {
        let State::Assigned { to } = self.case.state else { return Err(Refusal::OutOfOrder) };
        self.case.state = State::Verifying { to };
        self.clocks.end(ClockKind::TakeUp, clock::Ending::Met);
        Ok(())
    }

    // 13: access goes at once, no clock stops.
    fn recuse(&mut self) -> Result<(), Refusal> {
        self.expect(matches!(self.case.state, State::Assigned { .. } | State::Verifying { .. }))?;
        self.recused = self.actor.account();
        self.back_to_accepted();
        Ok(())
    }

    fn back_to_accepted(&mut self) {
        self.case.pending = None;
        self.case.state = State::Accepted { on: self.context.today };
        self.clocks.end(ClockKind::TakeUp, clock::Ending::Void);
        self.clocks.end(ClockKind::Review, clock::Ending::Void);
    }

    // 13, 23: a late subject may make the handler one who must not know.
    fn leave_if_excluded(&mut self) -> Result<(), Refusal> {
        self.expect(self.case.state.is_open())?;
        if let Some(to) = self.case.state.assignment()
            && self.may_handle(to).is_err()
        {
            self.back_to_accepted();
        }
        Ok(())
    }

    // 14
    fn heard(&mut self, ending: clock::Ending) -> Result<(), Refusal> {
        self.expect(matches!(self.case.state, State::Verifying { .. }))?;
        let clock = self.clocks.open(ClockKind::Reply).ok_or(Refusal::NoClock)?;
        if ending == clock::Ending::Lapsed && self.context.today <= clock.due_on {
            return Err(Refusal::OutOfOrder);
        }
        self.clocks.end(ClockKind::Reply, ending);
        self.case.heard = true;
        Ok(())
    }

    fn end_hold(&mut self) -> Result<(), Refusal> {
        let held = self.clocks.open(ClockKind::Resolution).and_then(Clock::open_hold);
        if held.is_none() {
            return Err(Refusal::NotHeld);
        }
        self.clocks.resume()
    }

    // 17
    fn draft(&mut self, findings: &[Finding], measures: &[Measure]) -> Result<(), Refusal> {
        let (State::Verifying { to } | State::Drafted { to }) = self.case.state else {
            return Err(Refusal::OutOfOrder);
        };
        self.nothing_pending()?;
        if self.case.lane() == Lane::Full && !self.case.heard {
            return Err(Refusal::NotHeard);
        }
        for allegation in &mut self.case.allegations {
            let finding = findings.iter().find(|finding| finding.allegation == allegation.id);
            let finding = finding.ok_or(Refusal::NoOutcome)?;
            if !finding.evidence {
                return Err(Refusal::NoEvidence);
            }
            allegation.outcome = Some(finding.outcome);
        }
        for measure in measures {
            self.ahead(measure.due_on)?;
        }
        self.case.measures = measures.to_vec();
        self.case.state = State::Drafted { to };
        Ok(())
    }

    fn submit(&mut self) -> Result<(), Refusal> {
        let State::Drafted { to } = self.case.state else { return Err(Refusal::OutOfOrder) };
        self.case.state = State::Review { to, on: self.context.today };
        self.start(ClockKind::Review, self.context.today)
    }

    // 18: the resolution clock goes on; how often it happened is counted.
    fn return_draft(&mut self) -> Result<(), Refusal> {
        let State::Review { to, .. } = self.case.state else { return Err(Refusal::OutOfOrder) };
        self.second_person(to.officer)?;
        self.case.returned += 1;
        self.case.state = State::Verifying { to };
        self.clocks.end(ClockKind::Review, clock::Ending::Met);
        Ok(())
    }

    // 19
    fn conclude(&mut self) -> Result<(), Refusal> {
        let State::Review { to, .. } = self.case.state else { return Err(Refusal::OutOfOrder) };
        self.second_person(to.officer)?;
        let today = self.context.today;
        self.case.state = State::Concluded { to, on: today };
        for kind in [ClockKind::Review, ClockKind::Resolution] {
            self.clocks.end(kind, clock::Ending::Met);
        }
        self.start_if_ruled(ClockKind::ResultNotice, today);
        self.start_if_ruled(ClockKind::Posting, today);
        if self.case.paper { Ok(()) } else { self.result_served() }
    }

    /// The time to ask for review runs from delivery, not from the conclusion.
    fn result_served(&mut self) -> Result<(), Refusal> {
        self.clocks.end(ClockKind::ResultNotice, clock::Ending::Met);
        self.start(ClockKind::Appeal, self.context.today)
    }

    // 20
    fn monitor(&mut self) -> Result<(), Refusal> {
        let State::Concluded { to, on } = self.case.state else { return Err(Refusal::OutOfOrder) };
        self.expect(!self.case.measures.is_empty())?;
        self.case.state = State::Monitoring { to, on };
        for (seq, measure) in (0..).zip(&self.case.measures) {
            self.clocks.start_given(ClockKind::Measure, seq, measure.due_on);
        }
        Ok(())
    }

    fn deliver(&mut self, kind: ClockKind) -> Result<(), Refusal> {
        self.clocks.open(kind).ok_or(Refusal::NoClock)?;
        let told =
            !matches!(self.case.state, State::Received | State::Screening | State::NeedInfo { .. });
        match kind {
            ClockKind::Notice if told => self.clocks.end(kind, clock::Ending::Met),
            ClockKind::ResultNotice => return self.result_served(),
            ClockKind::Posting => self.clocks.end(kind, clock::Ending::Met),
            _ => return Err(Refusal::OutOfOrder),
        }
        Ok(())
    }

    fn finish_measure(&mut self, id: &crate::ids::MeasureId) -> Result<(), Refusal> {
        self.expect(matches!(self.case.state, State::Monitoring { .. }))?;
        let place = self.case.measures.iter().position(|measure| measure.id == *id);
        let place = place.ok_or(Refusal::OutOfOrder)?;
        self.expect(self.case.measures[place].done_on.is_none())?;
        self.case.measures[place].done_on = Some(self.context.today);
        let seq = u32::try_from(place).unwrap_or(u32::MAX);
        self.clocks.end_one(ClockKind::Measure, seq, clock::Ending::Met);
        Ok(())
    }

    // 26: the wish is recorded; whether the matter ends is for two others to decide.
    fn withdraw(&mut self) -> Result<(), Refusal> {
        self.expect(matches!(
            self.case.state,
            State::Screening
                | State::NeedInfo { .. }
                | State::Accepted { .. }
                | State::Assigned { .. }
                | State::Verifying { .. }
        ))?;
        let to = self.case.state.assignment();
        self.case.pending = None;
        self.case.state = State::Withdrawn { on: self.context.today, to };
        self.clocks.resume()
    }

    // 27: the law lets a withdrawn matter go on (Law on Denunciations, art. 33).
    fn go_on(&mut self) -> Result<(), Refusal> {
        let State::Withdrawn { to, .. } = self.case.state else { return Err(Refusal::OutOfOrder) };
        self.nothing_pending()?;
        self.case.state = match to {
            Some(to) => State::Verifying { to },
            None => State::Screening,
        };
        Ok(())
    }

    // 22: a new linked case one level up; who handled the first one is not told.
    fn appeal(&mut self) -> Result<(), Refusal> {
        self.expect(matches!(
            self.case.state,
            State::NotAccepted { .. }
                | State::Concluded { .. }
                | State::Monitoring { .. }
                | State::Closed { .. }
        ))?;
        match self.clocks.open(ClockKind::Appeal) {
            Some(window) if self.context.today <= window.due_on => {
                self.clocks.end(ClockKind::Appeal, clock::Ending::Met);
                self.opens_appeal = true;
                Ok(())
            }
            _ => Err(Refusal::TooLate),
        }
    }

    // 24: clocks go on.
    fn reorganise(&mut self, to: Assignment) -> Result<(), Refusal> {
        self.may_handle(to)?;
        let state = &mut self.case.state;
        match state {
            State::Assigned { to: now }
            | State::Verifying { to: now }
            | State::Drafted { to: now }
            | State::Review { to: now, .. }
            | State::Concluded { to: now, .. }
            | State::Monitoring { to: now, .. } => *now = to,
            _ => return Err(Refusal::OutOfOrder),
        }
        Ok(())
    }

    // 25: quiet check-ins follow; the case itself does not move.
    fn report_retaliation(&mut self) -> Result<(), Refusal> {
        if self.clocks.open(ClockKind::CheckIn).is_none() {
            let (matter, today) = (self.matter(), self.context.today);
            for seq in 0..CHECK_INS {
                let _not_owed = self.clocks.start(ClockKind::CheckIn, Some(seq), matter, today);
            }
        }
        Ok(())
    }

    fn matter(&self) -> (Kind, crate::case::Track) {
        (self.case.kind, self.case.track)
    }

    fn start(&mut self, kind: ClockKind, anchor: NaiveDate) -> Result<(), Refusal> {
        self.clocks.start(kind, None, self.matter(), anchor)
    }

    /// Some kinds owe no such act; then no clock runs.
    fn start_if_ruled(&mut self, kind: ClockKind, anchor: NaiveDate) {
        let _not_owed = self.clocks.start(kind, None, self.matter(), anchor);
    }

    fn expect(&self, holds: bool) -> Result<(), Refusal> {
        if holds { Ok(()) } else { Err(Refusal::OutOfOrder) }
    }

    fn nothing_pending(&self) -> Result<(), Refusal> {
        if self.case.pending.is_some() { Err(Refusal::ProposalWaits) } else { Ok(()) }
    }

    fn second_person(&self, first: AccountId) -> Result<(), Refusal> {
        let officer = self.case.state.assignment().map(|to| to.officer);
        let second = self.actor.account();
        if second == Some(first) || (second.is_some() && second == officer) {
            return Err(Refusal::SamePerson);
        }
        Ok(())
    }

    fn ahead(&self, day: NaiveDate) -> Result<(), Refusal> {
        let far = self.context.today + chrono::Days::new(FAR);
        if self.context.today < day && day <= far { Ok(()) } else { Err(Refusal::BadDay) }
    }

    fn in_time(&self, clock: &Clock) -> Result<(), Refusal> {
        if self.context.today <= clock.due_on { Ok(()) } else { Err(Refusal::PastDue) }
    }
}

/// No day that people set lies further ahead than this, in days.
const FAR: u64 = 3 * 366;

/// Where the rule states no length, nobody extends by more than this (in the rule's unit).
const LONGEST_EXTENSION: u32 = 90;

/// After 30, 90 and 180 days (`workflow.md`, C10); the lengths are in the data.
const CHECK_INS: u32 = 3;

/// The case's clocks while a decision is being worked out.
struct Clocks<'a> {
    all: Vec<Clock>,
    before: &'a [Clock],
    today: NaiveDate,
    timing: Timing<'a>,
}

impl<'a> Clocks<'a> {
    fn new(context: &'a Context<'a>) -> Self {
        Self {
            all: context.clocks.to_vec(),
            before: context.clocks,
            today: context.today,
            timing: context.timing,
        }
    }

    fn changed(self) -> Vec<Clock> {
        let before = self.before;
        self.all.into_iter().filter(|clock| !before.contains(clock)).collect()
    }

    fn open(&self, kind: ClockKind) -> Option<&Clock> {
        self.all.iter().find(|clock| clock.kind == kind && clock.is_open())
    }

    fn next_seq(&self, kind: ClockKind) -> u32 {
        let taken = self.all.iter().filter(|clock| clock.kind == kind).map(|clock| clock.seq + 1);
        taken.max().unwrap_or(0)
    }

    fn start(
        &mut self,
        kind: ClockKind,
        seq: Option<u32>,
        matter: (Kind, crate::case::Track),
        anchor: NaiveDate,
    ) -> Result<(), Refusal> {
        let seq = seq.unwrap_or_else(|| self.next_seq(kind));
        self.all.push(Clock::start(kind, seq, matter, anchor, self.timing)?);
        Ok(())
    }

    fn start_given(&mut self, kind: ClockKind, seq: u32, due: NaiveDate) {
        self.all.push(Clock::given(kind, seq, self.today, due, self.timing.calendar));
    }

    /// Whether the rule of this clock names the acceptance as its start event.
    fn starts_at_acceptance(&self, kind: ClockKind) -> bool {
        self.open(kind)
            .and_then(|clock| self.timing.book.rule(&clock.rule).ok())
            .is_some_and(|rule| rule.start_event.contains("acceptance"))
    }

    fn restart(
        &mut self,
        kind: ClockKind,
        matter: (Kind, crate::case::Track),
        anchor: NaiveDate,
    ) -> Result<(), Refusal> {
        self.all.retain(|clock| clock.kind != kind || !clock.is_open());
        self.start(kind, None, matter, anchor)
    }

    fn end(&mut self, kind: ClockKind, ending: clock::Ending) {
        let today = self.today;
        let open = self.all.iter_mut().filter(|clock| clock.kind == kind && clock.is_open());
        open.for_each(|clock| clock.end(today, ending));
    }

    fn end_one(&mut self, kind: ClockKind, seq: u32, ending: clock::Ending) {
        let today = self.today;
        let one = self.all.iter_mut().find(|clock| clock.kind == kind && clock.seq == seq);
        if let Some(clock) = one.filter(|clock| clock.is_open()) {
            clock.end(today, ending);
        }
    }

    /// Ends what still runs when the case closes; duties that were missed stay missed.
    fn end_all(&mut self) {
        let today = self.today;
        for clock in self.all.iter_mut().filter(|clock| clock.is_open()) {
            let quiet = clock.kind == ClockKind::CheckIn;
            if !quiet {
                clock.end(today, clock::Ending::Void);
            }
        }
    }

    fn resolution(&mut self) -> Option<&mut Clock> {
        self.all.iter_mut().find(|clock| clock.kind == ClockKind::Resolution && clock.is_open())
    }

    fn hold(&mut self, hold: HoldType, until: NaiveDate) -> Result<(), Refusal> {
        let (today, timing) = (self.today, self.timing);
        match self.resolution() {
            Some(clock) => Ok(clock.hold(hold, today, until, timing)?),
            None => Ok(()),
        }
    }

    fn resume(&mut self) -> Result<(), Refusal> {
        let (today, timing) = (self.today, self.timing);
        match self.resolution() {
            Some(clock) if clock.open_hold().is_some() => Ok(clock.resume(today, timing)?),
            _ => Ok(()),
        }
    }

    fn extend(&mut self, days: u32, criteria: &[Complexity]) -> Result<(), Refusal> {
        let (today, timing) = (self.today, self.timing);
        let extension = clock::Extension { days, granted_on: today, criteria: criteria.to_vec() };
        let clock = self.resolution().ok_or(Refusal::NoClock)?;
        Ok(clock.extend(extension, timing)?)
    }
}
