//! From assignment to the draft (rows 11–18), and what may happen to the handler (13, 23, 24).

use std::collections::BTreeSet;

use super::{Done, Refusal, Work, expect};
use crate::access::Actor;
use crate::case::{Assignment, Measure, Queue, State};
use crate::clock::{self, Clock, ClockKind};
use crate::ids::{AccountId, MemberId};
use crate::letter::Lane;
use crate::step::Finding;

impl Work<'_> {
    // 11
    pub(super) fn assign(&mut self, to: Assignment) -> Done {
        expect(matches!(self.case.state, State::Accepted { .. }))?;
        self.nothing_pending()?;
        self.may_handle(to)?;
        self.hand_to(to)
    }

    // 5 and 11 in one, without a second person: only for a short letter in the committee's own queue.
    // Nothing opens before the officer declares, and triage may take it from there like any other.
    pub(super) fn route(&mut self, to: Assignment) -> Done {
        expect(matches!(self.case.state, State::Screening))?;
        expect(self.case.lane() == Lane::Short && self.case.queue == Queue::Committee)?;
        self.nothing_pending()?;
        self.may_handle(to)?;
        self.accept(self.case.track)?;
        self.hand_to(to)
    }

    // 12: only after the declaration does the content open.
    pub(super) fn declare(&mut self) -> Done {
        let State::Assigned { to } = self.case.state else { return Err(Refusal::OutOfOrder) };
        self.case.state = State::Verifying { to };
        self.end(ClockKind::TakeUp, clock::Ending::Met);
        Ok(())
    }

    // 13: access goes at once, no clock stops. Whoever finds a tie while drafting steps back too.
    pub(super) fn recuse(&mut self) -> Done {
        expect(in_hand(&self.case.state))?;
        self.recused = self.actor.account();
        self.back_to_accepted();
        Ok(())
    }

    // 23: a late subject may make the handler, or a proposer, one who must not know; what has ended
    // stays ended, but who must not know must not read it either.
    pub(super) fn add_subject(&mut self, member: MemberId) {
        self.case.subjects.insert(member);
        self.leave_quarantine();
        self.part_with_excluded();
    }

    /// 2: it is decided whom it means, so those here who are not meant may have it.
    fn leave_quarantine(&mut self) {
        let waits = matches!(self.case.state, State::Screening | State::NeedInfo { .. });
        if self.case.above.quarantined && waits {
            self.case.queue = Queue::Committee;
        }
        self.case.above.quarantined = false;
    }

    // 29: a wish, until a second person decides; nobody may lose sight of a case for a rumour for good.
    pub(super) fn challenge(&mut self, officers: &BTreeSet<AccountId>) -> Done {
        expect(self.case.state.is_open())?;
        if !self.case.challenged.is_empty() {
            return Err(Refusal::ProposalWaits);
        }
        self.case.challenged.clone_from(officers);
        self.part_with_excluded();
        Ok(())
    }

    // 29
    pub(super) fn rule_challenge(&mut self) -> Done {
        expect(!self.case.challenged.is_empty())?;
        self.case.challenged.clear();
        Ok(())
    }

    // 13: a tie declared late, or a new seat.
    pub(super) fn relieve(&mut self) -> Done {
        let to = self.case.state.assignment().ok_or(Refusal::OutOfOrder)?;
        expect(self.still_fit(to) != Some(to))?;
        let before = (self.case.state.clone(), self.case.pending.clone());
        self.part_with_excluded();
        expect(before != (self.case.state.clone(), self.case.pending.clone()))
    }

    /// Whoever is kept out by now neither handles the case, nor helps, nor has a proposal waiting.
    fn part_with_excluded(&mut self) {
        let out = self.context.excluded;
        self.case.pending = self.case.pending.take().filter(|one| !out.accounts.contains(&one.by));
        let Some(to) = self.case.state.assignment() else { return };
        let left = self.still_fit(to);
        if left.is_none() {
            self.recused = Some(to.officer);
        }
        match (left, &mut self.case.state) {
            (Some(left), state) => {
                if let Some(now) = state.assignment_mut() {
                    *now = left;
                }
            }
            (None, State::Withdrawn { to, .. }) => *to = None,
            // What was concluded stays so; the level above names who follows it up.
            (None, State::Concluded { .. } | State::Monitoring { .. }) => {}
            (None, _) => self.back_to_accepted(),
        }
    }

    // 23: once up, a case does not come down again.
    pub(super) fn raise(&mut self) -> Done {
        expect(self.case.state.is_open() && self.case.queue == Queue::Committee)?;
        self.case.queue = Queue::Above;
        Ok(())
    }

    // 14
    pub(super) fn record_reply(&mut self) -> Done {
        expect(matches!(self.case.state, State::Verifying { .. } | State::Drafted { .. }))?;
        self.clocks.open(ClockKind::Reply).ok_or(Refusal::NoClock)?;
        self.end(ClockKind::Reply, clock::Ending::Met);
        self.case.heard = true;
        Ok(())
    }

    // 14: silence is recorded and blocks nothing, whoever handles the case by then.
    pub(super) fn lapse(&mut self) -> Done {
        expect(in_hand(&self.case.state) || matches!(self.case.state, State::Accepted { .. }))?;
        let clock = self.clocks.open(ClockKind::Reply).ok_or(Refusal::NoClock)?;
        expect(clock.due_on < self.today())?;
        self.end(ClockKind::Reply, clock::Ending::Lapsed);
        self.case.heard = true;
        Ok(())
    }

    // 15: by the handler when the reason is gone, by itself when the granted time is over.
    pub(super) fn end_hold(&mut self) -> Done {
        let held = self.clocks.held().and_then(Clock::open_hold).ok_or(Refusal::NotHeld)?;
        expect(*self.actor != Actor::Scheduler || held.to <= self.today())?;
        self.clocks.resume()
    }

    // 17
    pub(super) fn draft(&mut self, findings: &[Finding], measures: &[Measure]) -> Done {
        let (State::Verifying { to } | State::Drafted { to }) = self.case.state else {
            return Err(Refusal::OutOfOrder);
        };
        self.nothing_pending()?;
        if self.case.lane() == Lane::Full && !self.case.heard {
            return Err(Refusal::NotHeard);
        }
        if self.case.allegations.is_empty() {
            return Err(Refusal::NoOutcome);
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

    // 17: whoever hands in a draft waits for nothing any more; a hold ends.
    pub(super) fn submit(&mut self) -> Done {
        let State::Drafted { to } = self.case.state else { return Err(Refusal::OutOfOrder) };
        self.case.state = State::Review { to, on: self.today() };
        self.clocks.resume()?;
        self.start(ClockKind::Review, self.today())
    }

    // 18: the resolution clock goes on; how often it happened is counted.
    pub(super) fn return_draft(&mut self) -> Done {
        let State::Review { to, .. } = self.case.state else { return Err(Refusal::OutOfOrder) };
        self.second_person(to.officer)?;
        self.case.returned += 1;
        self.case.state = State::Verifying { to };
        self.end(ClockKind::Review, clock::Ending::Met);
        Ok(())
    }

    // 24: clocks go on. A new officer declares before the content opens, like any other.
    pub(super) fn reorganise(&mut self, to: Assignment) -> Done {
        self.may_handle(to)?;
        let now = self.case.state.assignment().ok_or(Refusal::OutOfOrder)?;
        let new = now.officer != to.officer;
        if new {
            self.case.pending = self.case.pending.take().filter(|one| one.by != now.officer);
        }
        if new && in_hand(&self.case.state) {
            return self.hand_to(to);
        }
        if let Some(now) = self.case.state.assignment_mut() {
            *now = to;
        }
        Ok(())
    }
}

/// Assigned and not yet concluded.
fn in_hand(state: &State) -> bool {
    matches!(
        state,
        State::Assigned { .. }
            | State::Verifying { .. }
            | State::Drafted { .. }
            | State::Review { .. }
    )
}
