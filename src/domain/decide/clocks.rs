//! The case's clocks while a decision is being worked out.

use chrono::NaiveDate;

use super::{Context, Done, Refusal};
use crate::case::Track;
use crate::clock::{self, CHECK_INS, Clock, ClockKind, Doubt, Timing, Verdict};
use crate::letter::Kind;
use crate::step::{Complexity, HoldType};

pub(super) struct Clocks<'a> {
    all: Vec<Clock>,
    before: &'a [Clock],
    today: NaiveDate,
    timing: Timing<'a>,
}

impl<'a> Clocks<'a> {
    pub(super) fn new(context: &'a Context<'a>) -> Self {
        Self {
            all: context.clocks.to_vec(),
            before: context.clocks,
            today: context.today,
            timing: context.timing,
        }
    }

    pub(super) fn changed(self) -> Vec<Clock> {
        let before = self.before;
        self.all.into_iter().filter(|clock| !before.contains(clock)).collect()
    }

    pub(super) fn open(&self, kind: ClockKind) -> Option<&Clock> {
        self.all.iter().find(|clock| clock.kind == kind && clock.is_open())
    }

    /// Whether one ever ran, and perhaps still does.
    pub(super) fn ever(&self, kind: ClockKind) -> bool {
        self.all.iter().any(|clock| clock.kind == kind)
    }

    fn next_seq(&self, kind: ClockKind) -> u32 {
        let taken = self.all.iter().filter(|clock| clock.kind == kind).map(|clock| clock.seq + 1);
        taken.max().unwrap_or(0)
    }

    pub(super) fn start(
        &mut self,
        kind: ClockKind,
        matter: (Kind, Track),
        anchor: NaiveDate,
    ) -> Done {
        let seq = self.next_seq(kind);
        self.all.push(Clock::start(kind, seq, matter, anchor, self.timing)?);
        Ok(())
    }

    pub(super) fn start_given(&mut self, kind: ClockKind, due: NaiveDate) {
        let seq = self.next_seq(kind);
        self.all.push(Clock::given(kind, seq, self.today, due, self.timing));
    }

    /// C2, from the event that its rule names: receipt or acceptance.
    ///
    /// One that runs already goes on if it would be the same; else the right one takes its place,
    /// and from the earlier one's anchor rather than anew: no detour resets it.
    pub(super) fn start_resolution(&mut self, matter: (Kind, Track), received: NaiveDate) -> Done {
        let kind = ClockKind::Resolution;
        let running = self.open(kind).map(|clock| (clock.rule.clone(), clock.anchor_on));
        let rule = |on| self.timing.rule_for(kind, 0, matter, on);
        let first = rule(received).or_else(|| rule(self.today)).ok_or(Refusal::NoRule)?;
        let anchor = match &running {
            _ if !starts_at_acceptance(&first.start_event.en) => received,
            Some((_, earlier)) => *earlier,
            None => self.today,
        };
        let found = rule(anchor).ok_or(Refusal::NoRule)?;
        if running.is_some_and(|(id, since)| *id == *found.id && since == anchor) {
            return Ok(());
        }
        self.end(kind, clock::Ending::Void);
        self.start(kind, matter, anchor)
    }

    /// The next three quiet check-ins, if this kind of matter has any and none runs.
    pub(super) fn start_check_ins(&mut self, matter: (Kind, Track)) {
        if self.open(ClockKind::CheckIn).is_some() {
            return;
        }
        for _ in 0..CHECK_INS {
            let _not_owed = self.start(ClockKind::CheckIn, matter, self.today);
        }
    }

    pub(super) fn end(&mut self, kind: ClockKind, ending: clock::Ending) {
        let today = self.today;
        let open = self.all.iter_mut().filter(|clock| clock.kind == kind && clock.is_open());
        open.for_each(|clock| clock.end(today, ending));
    }

    pub(super) fn end_one(&mut self, kind: ClockKind, seq: u32, ending: clock::Ending) {
        let today = self.today;
        let one = self.all.iter_mut().find(|clock| clock.kind == kind && clock.seq == seq);
        if let Some(clock) = one.filter(|clock| clock.is_open()) {
            clock.end(today, ending);
        }
    }

    /// Ends what nobody waits for any more: a duty that was missed stays missed.
    pub(super) fn give_up(&mut self, kind: ClockKind) {
        let today = self.today;
        for clock in self.all.iter_mut().filter(|clock| clock.kind == kind && clock.is_open()) {
            let missed = clock.due_on < today;
            clock.end(today, if missed { clock::Ending::Lapsed } else { clock::Ending::Void });
        }
    }

    /// Ends what still runs when the case closes. A first notice still to be handed over stays
    /// owed, and the quiet check-ins go on.
    pub(super) fn give_up_all(&mut self) {
        let goes_on = |kind| matches!(kind, ClockKind::Notice | ClockKind::CheckIn);
        for kind in ClockKind::ALL.into_iter().filter(|kind| !goes_on(*kind)) {
            self.give_up(kind);
        }
    }

    /// Where the resolution clock of the other track would start; refused when it runs already.
    pub(super) fn other_track(
        &self,
        matter: (Kind, Track),
        received: NaiveDate,
    ) -> Result<NaiveDate, Refusal> {
        let rule = |on| self.timing.rule_for(ClockKind::Resolution, 0, matter, on);
        let first = rule(received).or_else(|| rule(self.today)).ok_or(Refusal::NoRule)?;
        let accepted = starts_at_acceptance(&first.start_event.en);
        let anchor = if accepted { self.today } else { received };
        let found = rule(anchor).ok_or(Refusal::NoRule)?;
        let runs = self.resolutions().any(|clock| *clock.rule == *found.id);
        if runs { Err(Refusal::OutOfOrder) } else { Ok(anchor) }
    }

    /// The open resolution clocks: one, or one for each track.
    fn resolutions(&self) -> impl Iterator<Item = &Clock> {
        self.all.iter().filter(|clock| clock.kind == ClockKind::Resolution && clock.is_open())
    }

    /// The resolution clock that ends first.
    pub(super) fn pressing(&self) -> Option<&Clock> {
        self.resolutions().min_by_key(|clock| (clock.due_on, clock.seq))
    }

    /// A resolution clock that stands still.
    pub(super) fn held(&self) -> Option<&Clock> {
        self.resolutions().find(|clock| clock.open_hold().is_some())
    }

    fn one(&mut self, kind: ClockKind, seq: u32) -> Option<&mut Clock> {
        self.all.iter_mut().find(|clock| clock.kind == kind && clock.seq == seq)
    }

    /// The day a clock has and the day that the calendar and the rules in force give, where somebody must decide.
    pub(super) fn affected(
        &self,
        kind: ClockKind,
        seq: u32,
    ) -> Result<(NaiveDate, NaiveDate), Refusal> {
        // Whether quiet check-ins run is for the level above alone: who asks for one learns nothing.
        let asked =
            |clock: &&Clock| clock.kind == kind && clock.seq == seq && kind != ClockKind::CheckIn;
        let clock = self.all.iter().find(asked).ok_or(Refusal::NoClock)?;
        match clock.verdict(self.today, self.timing)? {
            (Verdict::Affected, renewed) => Ok((clock.due_on, renewed.due_on)),
            _ => Err(Refusal::DayStands),
        }
    }

    pub(super) fn keep_day(&mut self, kind: ClockKind, seq: u32) {
        let edition = self.timing.edition;
        if let Some(clock) = self.one(kind, seq) {
            clock.edition = edition;
            clock.doubt = Some(Doubt::Kept);
        }
    }

    pub(super) fn renew(&mut self, kind: ClockKind, seq: u32) -> Done {
        let (today, timing) = (self.today, self.timing);
        let clock = self.one(kind, seq).ok_or(Refusal::NoClock)?;
        Ok(clock.renew(today, timing)?)
    }

    /// The clocks of which this is the verdict, and whether their day moves.
    pub(super) fn with_verdict(
        &self,
        wanted: Verdict,
    ) -> Result<Vec<(ClockKind, u32, bool)>, Refusal> {
        let mut found = Vec::new();
        for clock in &self.all {
            let (verdict, renewed) = clock.verdict(self.today, self.timing)?;
            if verdict == wanted {
                found.push((clock.kind, clock.seq, clock.due_on != renewed.due_on));
            }
        }
        Ok(found)
    }

    /// Whether the rule of this clock lets it stand still from today.
    pub(super) fn may_hold(&self, clock: &Clock) -> bool {
        let rule = self.timing.book.rule(&clock.rule);
        rule.is_ok_and(|rule| rule.hold.allows(self.today))
    }

    /// Before C2 runs there is nothing to hold. A cause that stops one track stops the other, where its rule lets it.
    pub(super) fn hold(&mut self, hold: HoldType, until: NaiveDate) -> Done {
        let (today, timing) = (self.today, self.timing);
        let may = self.resolutions().filter(|clock| self.may_hold(clock));
        let numbers: Vec<u32> = may.map(|clock| clock.seq).collect();
        for seq in numbers {
            let clock = self.one(ClockKind::Resolution, seq).ok_or(Refusal::NoClock)?;
            clock.hold(hold, today, until, timing)?;
        }
        Ok(())
    }

    pub(super) fn resume(&mut self) -> Done {
        let (today, timing) = (self.today, self.timing);
        let held = |clock: &&mut Clock| {
            clock.kind == ClockKind::Resolution && clock.is_open() && clock.open_hold().is_some()
        };
        for clock in self.all.iter_mut().filter(held) {
            clock.resume(today, timing)?;
        }
        Ok(())
    }

    /// The clock that ends first is the one that needs more time.
    pub(super) fn extend(&mut self, days: u32, criteria: &[Complexity]) -> Done {
        let (today, timing) = (self.today, self.timing);
        let extension = clock::Extension { days, granted_on: today, criteria: criteria.to_vec() };
        let seq = self.pressing().ok_or(Refusal::NoClock)?.seq;
        let clock = self.one(ClockKind::Resolution, seq).ok_or(Refusal::NoClock)?;
        Ok(clock.extend(extension, timing)?)
    }
}

/// Whether a start event, in the English words of the table, is the acceptance.
fn starts_at_acceptance(event: &str) -> bool {
    event.contains("acceptance")
}
