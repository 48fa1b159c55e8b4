//! When somebody must be told where a clock stands.

use chrono::{Days, NaiveDate, TimeDelta};

use super::{Clock, Hold};
use crate::calendar::Calendar;

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

    /// Whether nobody stands higher on the ladder.
    pub fn is_top(self) -> bool {
        self == Self::Rung(RUNGS)
    }

    fn is_rung(self) -> bool {
        matches!(self, Self::Rung(_))
    }
}

impl Clock {
    /// The reminder that is due on `today`, and the clock as it stands after it.
    ///
    /// Nobody is reminded while the clock stands still. Of several reminders that fell due while
    /// nobody looked, only the latest is told; but the ladder is climbed rung by rung, one a working
    /// day, so that nobody on it is passed over. Asking twice on one day tells once.
    pub fn wake(&mut self, today: NaiveDate, calendar: &Calendar) -> Option<Stage> {
        if self.wake_on.is_none_or(|on| today < on) {
            return None;
        }
        if let Some(hold) = self.held_on(today) {
            self.wake_on = Some(hold.to);
            return None;
        }
        let stage = self.ripe(today, calendar);
        self.reminded = stage.or(self.reminded);
        self.wake_on = self.next_wake(today, calendar);
        stage
    }

    /// Whether less than a tenth of the term is left on `today`, or nothing at all.
    pub fn is_nearly_over(&self, today: NaiveDate) -> bool {
        self.share(90) <= today
    }

    fn ripe(&self, today: NaiveDate, calendar: &Calendar) -> Option<Stage> {
        let working = calendar.is_working(today);
        let ripe = self.untold(calendar).filter(|(_, on)| *on <= today).map(|(stage, _)| stage);
        let ripe = ripe.filter(|stage| working || !stage.is_rung());
        let ripe: Vec<Stage> = ripe.collect();
        let rung = ripe.iter().copied().filter(|stage| stage.is_rung()).min();
        rung.or(ripe.into_iter().max())
    }

    fn untold(&self, calendar: &Calendar) -> impl Iterator<Item = (Stage, NaiveDate)> {
        let reminded = self.reminded;
        self.stages(calendar).into_iter().filter(move |(stage, _)| reminded < Some(*stage))
    }

    /// Every stage of this clock with its day.
    fn stages(&self, calendar: &Calendar) -> Vec<(Stage, NaiveDate)> {
        if !self.kind.is_duty() {
            return vec![(Stage::Passed, self.due_on + Days::new(1))];
        }
        let mut stages = vec![
            (Stage::Half, self.share(50)),
            (Stage::Eighty, self.share(80)),
            (Stage::Ninety, self.share(90)),
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

    /// The day on which so much of the term has run; days on which the clock stood still do not count.
    fn share(&self, percent: i64) -> NaiveDate {
        let holds = self.spans();
        let held: i64 = holds.iter().map(|(from, to)| (*to - *from).num_days()).sum();
        let running = (self.due_on - self.anchor_on).num_days() - held;
        let start = self.anchor_on + TimeDelta::days(running.max(0) * percent / 100);
        holds
            .iter()
            .fold(start, |day, (from, to)| if *from < day { day + (*to - *from) } else { day })
    }

    /// The holds in order, none counted twice.
    fn spans(&self) -> Vec<(NaiveDate, NaiveDate)> {
        let mut holds: Vec<&Hold> = self.holds.iter().collect();
        holds.sort_unstable_by_key(|hold| hold.from);
        let mut end = self.anchor_on;
        let mut spans = Vec::with_capacity(holds.len());
        for hold in holds {
            let from = hold.from.max(end);
            if from < hold.to {
                spans.push((from, hold.to));
                end = hold.to;
            }
        }
        spans
    }

    fn next_wake(&self, after: NaiveDate, calendar: &Calendar) -> Option<NaiveDate> {
        let day = |(stage, on): (Stage, NaiveDate)| {
            let climb = stage.is_rung() && on <= after;
            if climb { calendar.add_working_days(after, 1) } else { Some(on) }
        };
        self.untold(calendar).filter_map(day).filter(|on| after < *on).min()
    }

    /// When to look first after the end was counted anew: at a stage not yet told, even if its day has gone by.
    pub(super) fn first_wake(&self, calendar: &Calendar) -> Option<NaiveDate> {
        if !self.is_open() {
            return None;
        }
        match self.open_hold() {
            Some(hold) => Some(hold.to),
            None => self.untold(calendar).map(|(_, on)| on).min(),
        }
    }

    /// After the end moved away, reminders that lie ahead again are told again.
    pub(super) fn rewind(&mut self, on: NaiveDate, calendar: &Calendar) {
        let told = self.reminded;
        let past = self.stages(calendar).into_iter().filter(|(_, day)| *day <= on);
        self.reminded = past.map(|(stage, _)| stage).filter(|stage| Some(*stage) <= told).max();
        self.wake_on = self.first_wake(calendar);
    }
}
