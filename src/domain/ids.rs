//! One type per id, so that two ids cannot be swapped.

use std::fmt;

use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    )+};
}

ids! {
    /// A letter as received.
    LetterId,
    /// A case: one matter with one competent body.
    CaseId,
    /// One point of a case, the thing that receives an outcome.
    AllegationId,
    /// A Party member in the register.
    MemberId,
    /// A Party organisation: committee, grassroots organisation, branch.
    UnitId,
    /// A staff account.
    AccountId,
    /// One running or finished deadline of a case.
    ClockId,
    /// A measure ordered by a conclusion.
    MeasureId,
    /// A file that belongs to a case.
    FileId,
    /// One mail owed to one recipient.
    OutboxId,
    /// A request to open who wrote.
    OpeningId,
}
