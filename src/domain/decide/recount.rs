//! What a calendar or a rule that was loaded later means for the days already promised (row 29).

use super::{Done, Refusal, Work};
use crate::clock::{ClockKind, Verdict};

impl Work<'_> {
    // 29: the day stays, with the calendar and the term it was counted with.
    pub(super) fn keep_day(&mut self, kind: ClockKind, seq: u32) -> Done {
        self.clocks.affected(kind, seq)?;
        self.clocks.keep_day(kind, seq);
        Ok(())
    }

    // 29: the new day is promised. Lateness is permanent, so nobody becomes late by it or ceases to be.
    pub(super) fn move_day(&mut self, kind: ClockKind, seq: u32) -> Done {
        let (old, new) = self.clocks.affected(kind, seq)?;
        if old < self.today() || new < self.today() {
            return Err(Refusal::PastDue);
        }
        self.moved.push(kind);
        self.clocks.renew(kind, seq)
    }

    // 29: what was promised as provisional becomes firm by itself.
    pub(super) fn firm(&mut self) -> Done {
        let firm = self.clocks.with_verdict(Verdict::Firm)?;
        if firm.is_empty() {
            return Err(Refusal::OutOfOrder);
        }
        for (kind, seq, moves) in firm {
            self.clocks.renew(kind, seq)?;
            if moves {
                self.moved.push(kind);
            }
        }
        Ok(())
    }
}
