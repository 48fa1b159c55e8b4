//! Four eyes: one person proposes an act, another confirms it or sends it back.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::{Done, Refusal, Work, expect};
use crate::case::{Assignment, Ending, Pending, State};
use crate::clock::{Clock, ClockKind};
use crate::congress::Congress;
use crate::letter::Lane;
use crate::step::{Act, Complexity, HoldType, RecordReason};

impl Work<'_> {
    pub(super) fn propose(&mut self, act: &Act) -> Done {
        self.nothing_pending()?;
        self.applies(act)?;
        let by = self.actor.account().ok_or(Refusal::NotYours)?;
        self.case.pending = Some(Pending { act: act.clone(), by, on: self.today() });
        Ok(())
    }

    pub(super) fn confirm(&mut self) -> Done {
        let pending = self.case.pending.take().ok_or(Refusal::NoProposal)?;
        self.second_person(pending.by)?;
        // What somebody proposed who is kept out by now is void.
        if self.context.excluded.accounts.contains(&pending.by) {
            return Err(Refusal::NoProposal);
        }
        self.applies(&pending.act)?;
        match pending.act {
            Act::Accept { track } => self.accept(track),
            Act::Transfer { body, .. } => self.transfer(body),
            // 7a and 11a: the level above sees that it happened, and why.
            Act::TransferDespite { body } => {
                self.case.above.called = true;
                self.transfer(body)
            }
            Act::AssignDespite { to } => {
                self.case.above.called = true;
                self.admitted = Some(to.officer);
                self.hand_to(to)
            }
            Act::Hear => self.start(ClockKind::Reply, self.today()),
            Act::Hold { hold, until } => self.clocks.hold(hold, until),
            Act::Extend { days, criteria } => self.clocks.extend(days, &criteria),
            Act::AddTrack => self.add_track(),
            Act::Refuse { reason } => {
                self.refuse(reason);
                Ok(())
            }
            Act::Record { reason, review_on } => {
                self.record(reason, review_on);
                Ok(())
            }
            Act::Close => {
                self.close(Ending::Concluded);
                Ok(())
            }
            Act::EndWithdrawn => {
                self.close(Ending::Withdrawn);
                Ok(())
            }
        }
    }

    pub(super) fn send_back(&mut self) -> Done {
        let pending = self.case.pending.take().ok_or(Refusal::NoProposal)?;
        self.second_person(pending.by)
    }

    /// Whether an act applies now; asked when it is proposed and again when it is confirmed.
    fn applies(&self, act: &Act) -> Done {
        let state = &self.case.state;
        match act {
            Act::Accept { .. } | Act::Refuse { .. } => expect(matches!(state, State::Screening)),
            Act::Record { reason, review_on } => self.may_record(*reason, *review_on),
            Act::Transfer { boomerang, .. } => {
                self.may_transfer()?;
                if *boomerang { Err(Refusal::Boomerang) } else { Ok(()) }
            }
            Act::TransferDespite { .. } => self.may_transfer(),
            Act::AssignDespite { to } => self.may_assign_despite(*to),
            Act::Hear => {
                expect(matches!(state, State::Verifying { .. }))?;
                expect(self.clocks.open(ClockKind::Reply).is_none())
            }
            Act::Hold { hold, until } => self.may_hold(*hold, *until),
            Act::Extend { days, criteria } => self.may_extend(*days, criteria),
            Act::AddTrack => self.may_add_track(),
            Act::Close => self.may_close(),
            Act::EndWithdrawn => expect(matches!(state, State::Withdrawn { .. })),
        }
    }

    // 7
    fn may_transfer(&self) -> Done {
        expect(matches!(self.case.state, State::Screening | State::Assigned { .. }))?;
        // A commendation is thanked for and kept; no body is chased for its receipt.
        expect(self.case.lane() != Lane::Thanks)
    }

    // 11a: only from the guard that speaks of seats and units; nobody judges a relative or oneself.
    fn may_assign_despite(&self, to: Assignment) -> Done {
        expect(matches!(self.case.state, State::Accepted { .. }))?;
        let out = self.context.excluded;
        if self.may_handle(to).is_ok() {
            return Err(Refusal::NoException);
        }
        if out.accounts.contains(&to.officer) && !out.for_the_seat.contains(&to.officer) {
            return Err(Refusal::PersonalTie);
        }
        // A unit that merely helps is never worth an exception.
        match to.coordinating {
            Some(unit) if out.units.contains(&unit) => Err(Refusal::UnitExcluded),
            _ => Ok(()),
        }
    }

    // 10: each reason for its own kind of letter.
    fn may_record(&self, reason: RecordReason, review_on: NaiveDate) -> Done {
        expect(matches!(self.case.state, State::Screening))?;
        expect(match reason {
            RecordReason::AnonymousWithoutFacts => !self.case.named,
            RecordReason::Commendation => self.case.lane() == Lane::Thanks,
            RecordReason::PreCongress | RecordReason::Repeat => true,
        })?;
        if reason == RecordReason::PreCongress {
            self.before_congress(review_on)?;
        }
        self.ahead(review_on)
    }

    // 10: only what came in shortly before a congress waits for it, and until it is over.
    fn before_congress(&self, review_on: NaiveDate) -> Done {
        let (received, today) = (self.case.received_on, self.today());
        let fits = |congress: &Congress| {
            let window = congress.window(self.context.timing);
            let within = window.is_ok_and(|window| window.contains(received));
            within && today <= congress.opens_on && congress.opens_on < review_on
        };
        let found = self.context.timing.congresses.iter().any(fits);
        if found { Ok(()) } else { Err(Refusal::NoCongress) }
    }

    // 15: asked for before the end, for a bounded time, where the rule knows holds.
    fn may_hold(&self, hold: HoldType, until: NaiveDate) -> Done {
        let clock = self.verified_clock()?;
        if clock.held_on(self.today()).is_some() {
            return Err(Refusal::AlreadyHeld);
        }
        if !self.clocks.may_hold(clock) {
            return Err(Refusal::NoHold);
        }
        // A hold after the nominal end would move nothing, even if the due day rolled past it.
        if clock.nominal_on < self.today() {
            return Err(Refusal::PastDue);
        }
        self.may_last(hold, until)
    }

    // 16: before the day it is due; the first extension needs one criterion, the second two (Decree 31/2019, art. 3).
    fn may_extend(&self, days: u32, criteria: &[Complexity]) -> Done {
        let clock = self.verified_clock()?;
        if clock.due_on <= self.today() {
            return Err(Refusal::PastDue);
        }
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

    fn verified_clock(&self) -> Result<&Clock, Refusal> {
        expect(matches!(self.case.state, State::Verifying { .. }))?;
        self.clocks.pressing().ok_or(Refusal::NoClock)
    }
}

/// Where the rule states no length, nobody extends by more than this (in the rule's unit).
const LONGEST_EXTENSION: u32 = 90;
