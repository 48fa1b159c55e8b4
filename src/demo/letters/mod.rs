//! The demonstration letters: 48 pieces in Vietnamese and English, and the state each should end in.
//!
//! Dates are days before the day on which the demonstration is loaded, so the letters never grow old.
//! The texts name people only through the register: the placeholders are filled with the invented holder of
//! an office, never with a name written here.

mod answered;
mod closed;
mod drafted;
mod ended;
mod open;
mod spec;
mod working;

use uuid::Uuid;

pub(super) use spec::letters;

/// A letter and the course it should take through the real workflow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoLetter {
    pub kind: Kind,
    /// Whom or what it is about, in the sender's words.
    pub about: AboutText,
    /// The member it is truly about, for the officer to pick among the candidates; `None` when it is about
    /// no single member or about someone who cannot be known.
    pub subject: Option<Uuid>,
    /// The unit that the sender means: that of the post, the branch of work or of residence, or the body itself.
    pub unit: Option<Uuid>,
    pub place: String,
    /// Days before today on which it happened; at least `received_days_ago`.
    pub happened_days_ago: Option<u32>,
    pub text: String,
    pub reporter: Option<Reporter>,
    pub email: Option<String>,
    pub lang: Lang,
    /// Days before today on which it was received; 0 is today.
    pub received_days_ago: u32,
    pub ending: Scenario,
}

/// The sender's description of the person or body, free text that may be empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AboutText {
    pub name: String,
    pub position: String,
    pub unit: String,
}

/// A sender who gives a name. Invented; no telephone number has a 0 after its area code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reporter {
    pub name: &'static str,
    pub address: &'static str,
    pub phone: &'static str,
}

/// What the resident sends (glossary A 6–10, and `biểu dương`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    GopY,
    PhanAnh,
    KienNghi,
    KhieuNai,
    ToCao,
    BieuDuong,
}

/// The language of a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Lang {
    Vi,
    En,
}

/// The state in which a demonstration case should end, with what the way there needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scenario {
    /// Waits for triage.
    Screening,
    /// Triage asked the sender; no answer yet.
    NeedInfo { questions: &'static [&'static str] },
    /// Accepted, nobody assigned.
    Accepted,
    /// Assigned, the handler has not yet declared.
    Assigned,
    /// Being verified.
    Verifying,
    /// Being verified, the resolution clock held.
    VerifyingOnHold { hold: HoldKind, reason: &'static str },
    /// Being verified, the term extended once by calendar days.
    VerifyingExtended { days: u32, reason: &'static str },
    /// The handler has drafted this conclusion.
    Drafted(Conclusion),
    /// The draft lies with the approver.
    Review(Conclusion),
    /// Approved and answered; appeal window open.
    Concluded(Conclusion),
    /// Measures are followed up.
    Monitoring(Conclusion),
    /// Finished.
    Closed(Conclusion),
    /// Refused with a reason and an explanation in plain words.
    NotAccepted { reason: Refusal, explanation: &'static str },
    /// Passed to the body that is competent; with a receipt the case may close.
    TransferredOut { to: &'static str, why: &'static str, receipt: Option<OtherReceipt> },
    /// The sender asked to withdraw.
    Withdrawn { reason: &'static str },
    /// Filed for record.
    Recorded { why: RecordReason, note: &'static str, review_in_days: Option<u32> },
}

/// Why the resolution clock is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum HoldKind {
    /// Waiting for an expert appraisal (`giám định`).
    Appraisal,
    /// Waiting for another body's result.
    OtherBody,
}

/// Why a letter is not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Refusal {
    /// Already concluded by the competent body, no new evidence.
    AlreadyConcluded,
    /// A complaint about someone else's rights.
    NotOwnRight,
    /// Belongs to the courts.
    CourtMatter,
}

/// Why a letter is filed for record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RecordReason {
    /// Anonymous, without facts that can be checked.
    AnonymousWithoutFacts,
    /// Repeats an earlier letter without new facts.
    Repeat,
    /// A commendation, passed on and recorded.
    Commendation,
}

/// Another body's receipt of a transferred letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OtherReceipt {
    pub number: &'static str,
    /// Days after our receipt of the letter.
    pub after_days: u32,
}

/// What verification came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Conclusion {
    pub outcome: Outcome,
    pub answer: Answer,
    pub measures: &'static [Measure],
}

/// The answer to the sender in its four parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answer {
    /// What was checked.
    pub checked: &'static str,
    /// What was found.
    pub found: &'static str,
    /// What was done, and will be done.
    pub done: &'static str,
    /// What the sender can do next.
    pub next: &'static str,
}

/// The outcome of an allegation (glossary B 59–62).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    Upheld,
    Partly,
    NotUpheld,
    Insufficient,
}

/// Something that must be done after the conclusion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Measure {
    pub kind: MeasureKind,
    pub what: &'static str,
    /// Days after the conclusion by which it is due.
    pub within_days: u32,
    /// Number of the minutes that prove it, when it is done.
    pub minutes: Option<&'static str>,
}

/// The kind of a measure (glossary E 138–141, and work to be done).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MeasureKind {
    Reminder,
    Criticism,
    ReviewMeeting,
    Task,
}
