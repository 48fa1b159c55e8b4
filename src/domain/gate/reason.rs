//! Why somebody is kept out of a case.

/// Why somebody is kept out; stored, shown to approvers only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// May be the person described; lifted when triage names the one who is.
    Match,
    Subject,
    /// A relative of the subject.
    Relative,
    /// A declared interest in the subject or the unit complained of.
    Interest,
    /// The unit complained of, or one whose committee the subject sits on.
    Unit,
    SameCommittee,
    /// The letter names them as its sender or as a witness; which of the two is not kept.
    Named,
    /// Declared a link, or stepped back.
    Recused,
    /// The resident asks that they keep away, and nobody has decided against it.
    Challenged,
    /// Handled an earlier stage of the same matter.
    EarlierHandler,
}

impl Reason {
    pub const ALL: [Self; 10] = [
        Self::Match,
        Self::Subject,
        Self::Relative,
        Self::Interest,
        Self::Unit,
        Self::SameCommittee,
        Self::Named,
        Self::Recused,
        Self::Challenged,
        Self::EarlierHandler,
    ];

    /// The stored spelling. Never changed, only added to.
    pub fn name(self) -> &'static str {
        match self {
            Self::Match => "match",
            Self::Subject => "subject",
            Self::Relative => "relative",
            Self::Interest => "interest",
            Self::Unit => "unit",
            Self::SameCommittee => "same_committee",
            Self::Named => "named",
            Self::Recused => "recused",
            Self::Challenged => "challenged",
            Self::EarlierHandler => "earlier_handler",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.name() == name)
    }

    /// Kept out for the seat alone. Where nobody else could do the work, two persons may put such an
    /// officer in charge all the same; a personal tie is never waived.
    pub fn is_for_the_seat(self) -> bool {
        matches!(self, Self::Unit | Self::SameCommittee)
    }
}
