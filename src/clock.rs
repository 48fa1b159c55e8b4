//! The only place that asks what time it is.

use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, TimeDelta, Utc};

/// One reading of the clock: the instant, and the calendar day in Hanoi.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Now {
    pub at: DateTime<Utc>,
    pub day: NaiveDate,
}

impl Now {
    pub fn new(at: DateTime<Utc>) -> Self {
        Self { at, day: at.with_timezone(&hanoi()).date_naive() }
    }

    /// When a clock in Hanoi shows this; there is no summer time to make two of it.
    pub fn from_local(local: NaiveDateTime) -> Self {
        Self::new(local.and_utc() - TimeDelta::seconds(hanoi().local_minus_utc().into()))
    }

    /// What a clock in Hanoi shows.
    pub fn local(&self) -> NaiveDateTime {
        self.at.with_timezone(&hanoi()).naive_local()
    }
}

/// Vietnam keeps UTC+7 all year and has done so since 1975.
pub fn hanoi() -> FixedOffset {
    FixedOffset::east_opt(7 * 3600).unwrap_or_else(|| {
        // Seven hours is within a day, so this arm is never taken; UTC keeps the type total.
        FixedOffset::east_opt(0).unwrap_or(chrono::offset::Offset::fix(&Utc))
    })
}

pub trait Clock: Send + Sync {
    fn now(&self) -> Now;
}

/// The real one.
#[derive(Debug)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the one place that may ask")]
    fn now(&self) -> Now {
        Now::new(Utc::now())
    }
}

/// A clock that stands where it was set: for tests, and for running jobs as if it were another day.
#[derive(Debug)]
pub struct SetClock(Mutex<DateTime<Utc>>);

impl SetClock {
    pub fn at(at: DateTime<Utc>) -> Self {
        Self(Mutex::new(at))
    }

    pub fn set(&self, at: DateTime<Utc>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = at;
    }
}

impl Clock for SetClock {
    fn now(&self) -> Now {
        Now::new(*self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
