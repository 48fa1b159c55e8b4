//! From the conclusion to the end (rows 19–22), and withdrawal (26–28).

use super::{Done, Refusal, Work, expect};
use crate::case::{Ending, State};
use crate::clock::{self, ClockKind};
use crate::ids::MeasureId;

impl Work<'_> {
    // 19
    pub(super) fn conclude(&mut self) -> Done {
        let State::Review { to, .. } = self.case.state else { return Err(Refusal::OutOfOrder) };
        self.second_person(to.officer)?;
        self.case.state = State::Concluded { to, on: self.today() };
        for kind in [ClockKind::Review, ClockKind::Resolution] {
            self.end(kind, clock::Ending::Met);
        }
        self.clocks.give_up(ClockKind::Reply);
        self.start_if_ruled(ClockKind::ResultNotice, self.today());
        self.start_if_ruled(ClockKind::Posting, self.today());
        if self.case.paper { Ok(()) } else { self.result_served() }
    }

    /// The time to ask for review and the quiet check-ins run from delivery, not from the conclusion.
    fn result_served(&mut self) -> Done {
        self.end(ClockKind::ResultNotice, clock::Ending::Met);
        self.clocks.start_check_ins(self.matter());
        if self.clocks.ever(ClockKind::Appeal) {
            return Ok(());
        }
        self.start(ClockKind::Appeal, self.today())
    }

    // 20
    pub(super) fn monitor(&mut self) -> Done {
        let State::Concluded { to, on } = self.case.state else { return Err(Refusal::OutOfOrder) };
        expect(!self.case.measures.is_empty())?;
        self.case.state = State::Monitoring { to, on };
        for measure in &self.case.measures {
            self.clocks.start_given(ClockKind::Measure, measure.due_on);
        }
        Ok(())
    }

    /// A legal notice was handed over, or the posting has begun.
    pub(super) fn deliver(&mut self, kind: ClockKind) -> Done {
        match kind {
            ClockKind::Notice => self.first_notice_served(),
            ClockKind::ResultNotice => {
                // Some kinds have no term for the result, yet on paper it must be handed over all the same.
                let owed = self.clocks.open(kind).is_some() || self.result_owed();
                if owed { self.result_served() } else { Err(Refusal::NoClock) }
            }
            ClockKind::Posting => {
                self.clocks.open(kind).ok_or(Refusal::NoClock)?;
                self.end(kind, clock::Ending::Met);
                self.start_if_ruled(ClockKind::Posted, self.today());
                Ok(())
            }
            _ => Err(Refusal::OutOfOrder),
        }
    }

    /// The posting was interrupted and begins anew today: its days must follow one another.
    pub(super) fn post_again(&mut self) -> Done {
        let posted = self.clocks.open(ClockKind::Posted).ok_or(Refusal::NoClock)?;
        expect(self.today() <= posted.due_on)?;
        self.end(ClockKind::Posted, clock::Ending::Void);
        self.start(ClockKind::Posted, self.today())
    }

    fn first_notice_served(&mut self) -> Done {
        self.clocks.open(ClockKind::Notice).ok_or(Refusal::NoClock)?;
        expect(match self.case.state {
            State::Received | State::Screening | State::NeedInfo { .. } => false,
            State::Withdrawn { .. } => self.clocks.open(ClockKind::Resolution).is_some(),
            _ => true,
        })?;
        self.end(ClockKind::Notice, clock::Ending::Met);
        let refused = matches!(self.case.state, State::NotAccepted { .. });
        if refused && !self.clocks.ever(ClockKind::Appeal) {
            self.start_if_ruled(ClockKind::Appeal, self.today());
        }
        Ok(())
    }

    /// Whether there is a result that was not served yet: only then has no window for review begun.
    fn result_owed(&self) -> bool {
        let concluded =
            matches!(self.case.state, State::Concluded { .. } | State::Monitoring { .. });
        concluded && !self.clocks.ever(ClockKind::Appeal)
    }

    // C8
    pub(super) fn finish_measure(&mut self, id: MeasureId) -> Done {
        expect(matches!(self.case.state, State::Monitoring { .. }))?;
        let place = self.case.measures.iter().position(|measure| measure.id == id);
        let place = place.ok_or(Refusal::OutOfOrder)?;
        expect(self.case.measures[place].done_on.is_none())?;
        self.case.measures[place].done_on = Some(self.today());
        let seq = u32::try_from(place).unwrap_or(u32::MAX);
        self.clocks.end_one(ClockKind::Measure, seq, clock::Ending::Met);
        Ok(())
    }

    // 21: nothing owed to anyone any more.
    pub(super) fn may_close(&self) -> Done {
        expect(matches!(self.case.state, State::Concluded { .. } | State::Monitoring { .. }))?;
        let owed = [ClockKind::Notice, ClockKind::ResultNotice];
        if owed.into_iter().any(|kind| self.clocks.open(kind).is_some()) || self.result_owed() {
            return Err(Refusal::NoticeOwed);
        }
        let posted = self.clocks.open(ClockKind::Posted);
        let runs = posted.is_some_and(|posted| self.today() <= posted.due_on);
        if runs || self.clocks.open(ClockKind::Posting).is_some() {
            return Err(Refusal::PostingRuns);
        }
        if self.case.measures.iter().any(|measure| measure.done_on.is_none()) {
            return Err(Refusal::MeasureOwed);
        }
        match self.clocks.open(ClockKind::Appeal) {
            Some(window) if self.today() <= window.due_on => Err(Refusal::AppealRuns),
            _ => Ok(()),
        }
    }

    pub(super) fn close(&mut self, ending: Ending) {
        self.case.state = State::Closed { on: self.today(), ending };
        if ending == Ending::Withdrawn {
            self.clocks.give_up(ClockKind::Notice);
        }
        self.clocks.give_up_all();
    }

    // 22: a new linked case one level up; who handled the first one is not told.
    pub(super) fn appeal(&mut self) -> Done {
        let refused = matches!(self.case.state, State::NotAccepted { .. });
        let ended = matches!(
            self.case.state,
            State::Concluded { .. } | State::Monitoring { .. } | State::Closed { .. }
        );
        expect(refused || ended)?;
        // Whoever asks before the result was served is early, not late.
        if self.result_owed() || (refused && !self.clocks.ever(ClockKind::Appeal)) {
            self.start(ClockKind::Appeal, self.today()).map_err(|_| Refusal::TooLate)?;
        }
        let window = self.clocks.open(ClockKind::Appeal).ok_or(Refusal::TooLate)?;
        if window.due_on < self.today() {
            return Err(Refusal::TooLate);
        }
        self.end(ClockKind::Appeal, clock::Ending::Met);
        self.opens_appeal = true;
        Ok(())
    }

    // 26: the wish is recorded; whether the matter ends is for two others to decide. Until the
    // conclusion it may come at any time (Law on Denunciations, art. 33).
    pub(super) fn withdraw(&mut self) -> Done {
        expect(matches!(
            self.case.state,
            State::Screening
                | State::NeedInfo { .. }
                | State::Accepted { .. }
                | State::Assigned { .. }
                | State::Verifying { .. }
                | State::Drafted { .. }
                | State::Review { .. }
        ))?;
        let to = self.case.state.assignment();
        self.case.pending = None;
        self.case.state = State::Withdrawn { on: self.today(), to };
        self.end(ClockKind::Review, clock::Ending::Void);
        self.clocks.resume()
    }

    // 27: the law lets a withdrawn matter go on (Law on Denunciations, art. 33). It goes on where it
    // stood, but whoever is in charge declares again before the content opens.
    pub(super) fn go_on(&mut self) -> Done {
        let State::Withdrawn { to, .. } = self.case.state else { return Err(Refusal::OutOfOrder) };
        self.nothing_pending()?;
        match to.and_then(|to| self.still_fit(to)) {
            Some(to) => return self.hand_to(to),
            None if self.clocks.open(ClockKind::Resolution).is_some() => self.back_to_accepted(),
            None => self.case.state = State::Screening,
        }
        Ok(())
    }
}
