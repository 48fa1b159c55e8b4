//! From receipt to the decision whose matter it is (rows 2–10), and back from outside.

use chrono::NaiveDate;

use super::{Done, Refusal, Work, expect};
use crate::access::Actor;
use crate::case::{Ending, State, Track};
use crate::clock::{self, ClockKind};
use crate::letter::{Kind, Lane};
use crate::step::{HoldType, RecordReason, RefusalReason};

impl Work<'_> {
    // 2: the gate has been asked before; nobody excluded is told.
    pub(super) fn screen(&mut self) -> Done {
        expect(matches!(self.case.state, State::Received))?;
        self.case.state = State::Screening;
        self.start(ClockKind::Notice, self.case.received_on)
    }

    // The right clocks run from the original receipt, whatever the letter called itself. Only what
    // still runs is replaced: a notice that was given stays given.
    pub(super) fn reclassify(&mut self, kind: Kind) -> Done {
        expect(matches!(self.case.state, State::Screening))?;
        self.nothing_pending()?;
        if kind == self.case.kind {
            return Ok(());
        }
        self.case.kind = kind;
        if self.clocks.open(ClockKind::Notice).is_some() {
            self.end(ClockKind::Notice, clock::Ending::Void);
            self.start(ClockKind::Notice, self.case.received_on)?;
        }
        if self.clocks.open(ClockKind::Resolution).is_none() {
            return Ok(());
        }
        if kind.lane() == Lane::Thanks {
            self.end(ClockKind::Resolution, clock::Ending::Void);
            return Ok(());
        }
        self.clocks.start_resolution(self.matter(), self.case.received_on)
    }

    // 3: the first notice stays owed; only the resolution clock stands still.
    pub(super) fn ask(&mut self, resume_on: NaiveDate) -> Done {
        expect(matches!(self.case.state, State::Screening))?;
        self.nothing_pending()?;
        if self.context.bounds.asks <= self.case.asked {
            return Err(Refusal::AskedEnough);
        }
        self.may_last(HoldType::NeedInfo, resume_on)?;
        self.case.asked += 1;
        self.case.state = State::NeedInfo { resume_on };
        self.clocks.hold(HoldType::NeedInfo, resume_on)
    }

    // 4: by the resident's answer, or by itself. Silence never closes a case.
    // 10: what came too close to a congress wakes with the new committee.
    pub(super) fn resume(&mut self) -> Done {
        let by_itself = *self.actor == Actor::Scheduler;
        match self.case.state {
            State::NeedInfo { resume_on } => expect(!by_itself || resume_on <= self.today())?,
            State::Recorded { reason: RecordReason::PreCongress, review_on, .. } => {
                expect(by_itself && review_on <= self.today())?;
                return self.wake_up();
            }
            _ => return Err(Refusal::OutOfOrder),
        }
        self.case.state = State::Screening;
        self.clocks.resume()
    }

    /// The new committee tells the sender anew, counted from the day it takes the letter over.
    fn wake_up(&mut self) -> Done {
        self.case.state = State::Screening;
        if self.clocks.open(ClockKind::Notice).is_some() {
            return Ok(());
        }
        self.start(ClockKind::Notice, self.today())
    }

    // 5: a commendation is accepted with thanks, and that is all.
    pub(super) fn accept(&mut self, track: Track) -> Done {
        self.case.track = track;
        self.first_notice_given();
        if self.case.lane() == Lane::Thanks {
            self.close(Ending::Acknowledged);
            return Ok(());
        }
        self.case.state = State::Accepted { on: self.today() };
        self.clocks.start_resolution(self.matter(), self.case.received_on)
    }

    // 5a: a member of the Party and an officer of the State may answer to both for one act.
    pub(super) fn may_add_track(&self) -> Done {
        let begun = matches!(
            self.case.state,
            State::Accepted { .. } | State::Assigned { .. } | State::Verifying { .. }
        );
        expect(begun && self.case.lane() == Lane::Full)?;
        self.clocks.open(ClockKind::Resolution).ok_or(Refusal::NoClock)?;
        self.clocks.other_track((self.case.kind, self.other_track()), self.case.received_on)?;
        Ok(())
    }

    pub(super) fn add_track(&mut self) -> Done {
        let matter = (self.case.kind, self.other_track());
        let anchor = self.clocks.other_track(matter, self.case.received_on)?;
        self.clocks.start(ClockKind::Resolution, matter, anchor)
    }

    fn other_track(&self) -> Track {
        match self.case.track {
            Track::Party => Track::State,
            Track::State => Track::Party,
        }
    }

    // 6: the window for a review runs from the day the refusal is served.
    pub(super) fn refuse(&mut self, reason: RefusalReason) {
        self.case.state = State::NotAccepted { on: self.today(), reason };
        self.clocks.give_up(ClockKind::Resolution);
        self.first_notice_given();
        if !self.case.paper {
            self.start_if_ruled(ClockKind::Appeal, self.today());
        }
    }

    // 7
    pub(super) fn transfer(&mut self, body: String) -> Done {
        self.case.state = State::TransferredOut { on: self.today(), body };
        self.end(ClockKind::TakeUp, clock::Ending::Void);
        self.first_notice_given();
        self.start(ClockKind::Chase, self.today())
    }

    // 8
    pub(super) fn confirm_receipt(&mut self) -> Done {
        expect(matches!(self.case.state, State::TransferredOut { .. }))?;
        self.end(ClockKind::Chase, clock::Ending::Met);
        self.close(Ending::Transferred);
        Ok(())
    }

    // 9: returned by hand, or by itself once the chase has lapsed. C2 is not reset by the detour.
    pub(super) fn return_from_outside(&mut self) -> Done {
        expect(matches!(self.case.state, State::TransferredOut { .. }))?;
        if *self.actor == Actor::Scheduler {
            let chase = self.clocks.open(ClockKind::Chase);
            expect(chase.is_some_and(|chase| chase.due_on < self.today()))?;
        }
        self.clocks.give_up(ClockKind::Chase);
        self.case.state = State::Screening;
        Ok(())
    }

    // 10
    pub(super) fn record(&mut self, reason: RecordReason, review_on: NaiveDate) {
        self.case.state = State::Recorded { on: self.today(), reason, review_on };
        self.clocks.give_up(ClockKind::Resolution);
        self.first_notice_given();
    }

    /// C1 is met when the notice is served: at once on the page, by hand where the letter came on paper.
    fn first_notice_given(&mut self) {
        if !self.case.paper {
            self.end(ClockKind::Notice, clock::Ending::Met);
        }
    }
}
