//! Deadlines: from a start event, a rule and a calendar to a due date that anyone can recompute by hand.
//!
//! # How a term is counted
//! (Civil Code 91/2015 Đ145–148; conventions that the statutes leave open are marked ¶.)
//!
//! 1. The day of the start event is day zero.
//! 2. The **base term** is counted from it: working days skip every day off, calendar days skip nothing.
//! 3. **Extensions** are added next, each chained on the unrolled end of what came before ¶. As nothing is rolled
//!    between them, this is one count of the base plus all extensions, and their order does not matter.
//! 4. **Holds** are half-open spans [from, to) ¶. Empty ones are dropped, overlapping or touching ones merged, then
//!    they are taken in order of their beginning. A hold that begins on or before the end reached so far moves that
//!    end by its days (calendar term) or by its working days (working-day term); one that begins later changes
//!    nothing. The *whole* hold counts, even a part on or before day zero: give only the holds of this clock.
//! 5. The end so reached is the **nominal** end. A nominal end on a day off rolls to the next working day: that is
//!    the **due** day, whose last moment (24:00, Hanoi) ends the term.
//!
//! Holds come after extensions so that a hold in the extended time counts like any other; because the end
//! only ever moves forward and holds are sorted first, the order in which they are given cannot matter.
//!
//! Terms in hours never roll. Terms counted backwards, immediate duties and fixed dates know no hold and no extension.

mod book;
mod count;
mod hours;
mod question;
mod rule;
mod trace;
mod words;

#[cfg(test)]
mod tests;

pub use book::{BookError, ClockCode, ClockRow, HoldTerm, RuleBook};
pub use count::{Due, DueError, Hold, MAX_EXTENSION, due};
pub use hours::{DueAt, due_at};
pub use question::{Answer, Doubt, Point, Question, QuestionFlaw};
pub use rule::{
    Circumstance, Confidence, ExtensionLimit, HoldRule, MonthDay, Regime, Rule, RuleError, Term,
    Unit, Variant,
};
pub use trace::{Step, TraceLine, explain, explain_at};
