//! Which clocks there are, and how one ends.

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
    /// The days for which it must stay public without a break.
    Posted,
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
    pub const ALL: [Self; 12] = [
        Self::Notice,
        Self::Resolution,
        Self::TakeUp,
        Self::Reply,
        Self::Review,
        Self::ResultNotice,
        Self::Posting,
        Self::Posted,
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
            Self::Posted => "posted",
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
        !matches!(self, Self::Reply | Self::Posted | Self::Appeal | Self::CheckIn)
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
