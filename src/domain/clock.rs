//! The deadlines of a case: each starts from a named event and keeps what it was computed with.

use chrono::{Days, NaiveDate};

use crate::calendar::Calendar;
use crate::case::Track;
use crate::deadline::{self, RuleBook};
use crate::letter::Kind;
use crate::step::{Complexity, HoldType};

/// The clocks of the workflow, C1–C10 and the chase after a transfer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ClockKind {
    /// C1: tell the resident who deals with it, or why nobody does.
    Notice,
    /// C2: settle the matter.
    Resolution,
    /// C3: take up what was assigned.
    TakeUp,
    /// C4: the subject explains. Its lapse blocks nothing.
    Reply,
    /// C5: review the draft.
    Review,
    /// C6: serve the result.
    ResultNotice,
    /// C7: make the result public.
    Posting,
    /// C8: carry out one measure.
    Measure,
    /// C9: the resident may ask for review.
    Appeal,
    /// C10: quiet check after a report of retaliation.
    CheckIn,
    /// The other body confirms that it received what was transferred.
    Chase,
}

impl ClockKind {
    pub const ALL: [Self; 11] = [
        Self::Notice,
        Self::Resolution,
        Self::TakeUp,
        Self::Reply,
        Self::Review,
        Self::ResultNotice,
        Self::Posting,
        Self::Measure,
        Self::Appeal,
        Self::CheckIn,
        Self::Chase,
    ];

    /// The stored spelling, as in the shipped table of clocks.
    pub fn name(self) -> &'static str {
        match self {
            Self::Notice => "c1",
            Self::Resolution => "c2",
            Self::TakeUp => "c3",
            Self::Reply => "c4",
            Self::Review => "c5",
            Self::ResultNotice => "c6",
            Self::Posting => "c7",
            Self::Measure => "c8",
            Self::Appeal => "c9",
            Self::CheckIn => "c10",
            Self::Chase => "chase",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Whether somebody must act before it ends; the others are windows that only pass.
    pub fn is_duty(self) -> bool {
        !matches!(self, Self::Reply | Self::Appeal | Self::CheckIn)
    }
}

/// How a clock came to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    Met,
    /// A window passed unused, or a duty was never done.
    Lapsed,
    /// The step it belonged to was taken back.
    Void,
}

impl Ending {
    pub const ALL: [Self; 3] = [Self::Met, Self::Lapsed, Self::Void];

    pub fn name(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::Lapsed => "lapsed",
            Self::Void => "void",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|result| result.name() == name)
    }
}

/// A stretch in which a clock stands still: `[from, to)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hold {
    pub kind: HoldType,
    pub from: NaiveDate,
    /// The planned end while the hold is open, the real one after.
    pub to: NaiveDate,
    pub open: bool,
}

/// A longer term granted in time by a second person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extension {
    /// In the rule's own unit.
    pub days: u32,
    pub granted_on: NaiveDate,
    pub criteria: Vec<Complexity>,
}

/// One deadline of a case. `(kind, seq)` is unique within the case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clock {
    pub kind: ClockKind,
    pub seq: u32,
    /// The rule's id in the shipped data, or `given` for a date that people set (C8).
    pub rule: String,
    /// The version of the calendar it was counted with.
    pub calendar: String,
    pub anchor_on: NaiveDate,
    pub holds: Vec<Hold>,
    pub extensions: Vec<Extension>,
    /// The end before it rolls off a day of rest; extensions chain on it.
    pub nominal_on: NaiveDate,
    pub due_on: NaiveDate,
    /// Counted over days whose holidays are not yet decreed.
    pub provisional: bool,
    pub ended: Option<(NaiveDate, Ending)>,
    /// The last reminder that went out.
    pub reminded: Option<Stage>,
    /// When the reminder job must look at it again.
    pub wake_on: Option<NaiveDate>,
}

/// The rules and the calendar that deadlines are counted with.
#[derive(Clone, Copy, Debug)]
pub struct Timing<'a> {
    pub book: &'a RuleBook,
    pub calendar: &'a Calendar,
}

impl<'a> Timing<'a> {
    /// The rule this clock runs on when its anchor lies on `on`.
    pub fn rule_for(
        self,
        kind: ClockKind,
        seq: u32,
        (letter, track): (Kind, Track),
        on: NaiveDate,
    ) -> Option<&'a deadline::Rule> {
        let code = match kind {
            ClockKind::CheckIn => format!("{}_{}", kind.name(), seq + 1),
            _ => kind.name().to_owned(),
        };
        self.book.for_clock(
            code.parse().ok()?,
            letter.name().parse().ok()?,
            track.name().parse().ok()?,
            on,
        )
    }
}

/// No rule of the shipped data says how long this clock runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoRule(pub ClockKind);

impl Clock {
    /// Starts a clock at its anchor event, under the rule in force on that day.
    ///
    /// # Errors
    /// [`NoRule`] when the data knows no rule for it.
    pub fn start(
        kind: ClockKind,
        seq: u32,
        matter: (Kind, Track),
        anchor_on: NaiveDate,
        timing: Timing<'_>,
    ) -> Result<Self, NoRule> {
        let rule = timing.rule_for(kind, seq, matter, anchor_on).ok_or(NoRule(kind))?;
        let mut clock = Self::given(kind, seq, anchor_on, anchor_on, timing.calendar);
        clock.rule = rule.id.to_string();
        clock.recount(timing)?;
        Ok(clock)
    }

    /// A clock whose end people set, as for a measure.
    pub fn given(
        kind: ClockKind,
        seq: u32,
        anchor_on: NaiveDate,
        due_on: NaiveDate,
        calendar: &Calendar,
    ) -> Self {
        let mut clock = Self {
            kind,
            seq,
            rule: GIVEN.to_owned(),
            calendar: calendar.version().to_string(),
            anchor_on,
            holds: Vec::new(),
            extensions: Vec::new(),
            nominal_on: due_on,
            due_on,
            provisional: false,
            ended: None,
            reminded: None,
            wake_on: None,
        };
        clock.wake_on = clock.next_wake(anchor_on, calendar);
        clock
    }

    pub fn is_open(&self) -> bool {
        self.ended.is_none()
    }

    /// Days late on `today`, by date: the day after the due day is the first. Closing does not erase it.
    pub fn days_late(&self, today: NaiveDate) -> i64 {
        let until = self.ended.map_or(today, |(on, _)| on);
        if self.kind.is_duty() { (until - self.due_on).num_days().max(0) } else { 0 }
    }

    pub fn open_hold(&self) -> Option<&Hold> {
        self.holds.iter().find(|hold| hold.open)
    }

    pub fn end(&mut self, on: NaiveDate, ending: Ending) {
        self.ended = Some((on, ending));
        self.wake_on = None;
    }

    pub fn hold(
        &mut self,
        kind: HoldType,
        from: NaiveDate,
        to: NaiveDate,
        timing: Timing<'_>,
    ) -> Result<(), NoRule> {
        self.holds.push(Hold { kind, from, to, open: true });
        self.recount(timing)
    }

    /// Ends the open hold on `on`; the remaining days resume from there.
    pub fn resume(&mut self, on: NaiveDate, timing: Timing<'_>) -> Result<(), NoRule> {
        for hold in self.holds.iter_mut().filter(|hold| hold.open) {
            hold.to = hold.from.max(on);
            hold.open = false;
        }
        self.recount(timing)
    }

    pub fn extend(&mut self, extension: Extension, timing: Timing<'_>) -> Result<(), NoRule> {
        self.extensions.push(extension);
        self.recount(timing)
    }

    /// Counts the due day again from what the clock holds (invariant 4: it is a function of these).
    ///
    /// # Errors
    /// [`NoRule`] when its rule is no longer in the book or cannot be counted.
    pub fn recount(&mut self, timing: Timing<'_>) -> Result<(), NoRule> {
        if self.rule == GIVEN {
            return Ok(());
        }
        let no_rule = |_| NoRule(self.kind);
        let rule = timing.book.rule(&self.rule).map_err(no_rule)?;
        let holds = self.counted_holds().map_err(no_rule)?;
        let extensions = self.counted_extensions();
        let due = deadline::due(rule, self.anchor_on, &holds, &extensions, timing.calendar)
            .map_err(no_rule)?;
        self.nominal_on = due.nominal;
        self.due_on = due.due;
        self.provisional = due.provisional;
        self.calendar = timing.calendar.version().to_string();
        self.wake_on = self.next_wake_after_stage(timing.calendar);
        Ok(())
    }

    /// The holds as the engine counts them.
    ///
    /// # Errors
    /// The engine's own when a hold ends before it begins.
    pub fn counted_holds(&self) -> Result<Vec<deadline::Hold>, deadline::DueError> {
        self.holds.iter().map(|hold| deadline::Hold::new(hold.from, hold.to)).collect()
    }

    pub fn counted_extensions(&self) -> Vec<u32> {
        self.extensions.iter().map(|extension| extension.days).collect()
    }

    /// The reminder that is due on `today`, and the clock as it stands after it.
    ///
    /// Of several that fell due while nobody looked, only the latest is told.
    pub fn wake(&mut self, today: NaiveDate, calendar: &Calendar) -> Option<Stage> {
        let due = self
            .stages(calendar)
            .into_iter()
            .filter(|(stage, on)| *on <= today && self.reminded < Some(*stage))
            .max_by_key(|(stage, _)| *stage)
            .map(|(stage, _)| stage);
        if due.is_some() {
            self.reminded = due;
        }
        self.wake_on = self.next_wake(today, calendar);
        due
    }

    /// Every stage of this clock with its day. While a hold is open nobody is reminded.
    fn stages(&self, calendar: &Calendar) -> Vec<(Stage, NaiveDate)> {
        if !self.kind.is_duty() {
            return vec![(Stage::Passed, self.due_on + Days::new(1))];
        }
        let span = (self.due_on - self.anchor_on).num_days();
        let share = |percent: i64| self.anchor_on + chrono::TimeDelta::days(span * percent / 100);
        let mut stages = vec![
            (Stage::Half, share(50)),
            (Stage::Eighty, share(80)),
            (Stage::Ninety, share(90)),
            (Stage::ThreeDays, self.due_on - Days::new(3)),
            (Stage::DueDay, self.due_on),
        ];
        stages.retain(|(stage, on)| self.anchor_on < *on || *stage == Stage::DueDay);
        for rung in 1..=RUNGS {
            let next = calendar.add_working_days(self.due_on, rung.into());
            stages.extend(next.map(|on| (Stage::Rung(rung), on)));
        }
        stages
    }

    fn next_wake(&self, after: NaiveDate, calendar: &Calendar) -> Option<NaiveDate> {
        let days = self.stages(calendar).into_iter();
        days.filter(|(stage, on)| after < *on && self.reminded < Some(*stage))
            .map(|(_, on)| on)
            .min()
    }

    /// After a recount the next look is the first stage not yet told, even if its day has gone by.
    fn next_wake_after_stage(&self, calendar: &Calendar) -> Option<NaiveDate> {
        self.stages(calendar)
            .into_iter()
            .filter(|(stage, _)| self.reminded < Some(*stage))
            .map(|(_, on)| on)
            .min()
    }
}

/// The rule id of a clock whose end people set.
pub const GIVEN: &str = "given";

/// Holder, unit head, committee head, level above, its head (`workflow.md`, "Clocks").
const RUNGS: u8 = 5;

/// Where a clock stands on its way to the deadline and past it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    Half,
    Eighty,
    Ninety,
    ThreeDays,
    DueDay,
    /// So many working days past the end.
    Rung(u8),
    /// A window is over.
    Passed,
}

impl Stage {
    /// The stored spelling.
    pub fn name(self) -> String {
        match self {
            Self::Half => "50".to_owned(),
            Self::Eighty => "80".to_owned(),
            Self::Ninety => "90".to_owned(),
            Self::ThreeDays => "3d".to_owned(),
            Self::DueDay => "due".to_owned(),
            Self::Rung(rung) => format!("rung{rung}"),
            Self::Passed => "passed".to_owned(),
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        let rungs = (1..=RUNGS).map(Self::Rung);
        [Self::Half, Self::Eighty, Self::Ninety, Self::ThreeDays, Self::DueDay, Self::Passed]
            .into_iter()
            .chain(rungs)
            .find(|stage| stage.name() == name)
    }
}
