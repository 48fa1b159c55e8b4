//! What happens to a demonstration letter, and how many days after its receipt.

use chrono::NaiveDate;

use super::letters::kind;
use super::moves::{Move, Proposal};
use crate::demo::DemoLetter;
use crate::demo::letters::{self, Conclusion, HoldKind, Scenario};
use crate::domain::calendar::Calendar;
use crate::domain::case::Track;
use crate::domain::clock::ClockKind;
use crate::domain::letter::{Kind, Lane};
use crate::domain::step::{Act, Complexity, HoldType, RecordReason, RefusalReason};

/// A move and the days after receipt on which it is due.
type Due = (u32, Move);

/// The moves of a letter with their days, in order; none lies after `base`, the day of the load.
pub(super) fn plan(
    letter: &DemoLetter,
    received: NaiveDate,
    base: NaiveDate,
    calendar: &Calendar,
) -> Vec<(NaiveDate, Move)> {
    let mut earliest = received;
    let day = |(after, one): Due| {
        let day = received + chrono::Days::new(after.into());
        // Offices work on working days – unless the demonstration must be ready.
        let day = calendar.roll(day).filter(|day| *day <= base).unwrap_or(day);
        earliest = earliest.max(day).min(base);
        (earliest, one)
    };
    moves(letter).into_iter().map(day).collect()
}

fn moves(letter: &DemoLetter) -> Vec<Due> {
    let case = Course::new(letter);
    let age = letter.received_days_ago;
    match letter.ending {
        Scenario::Screening => Vec::new(),
        Scenario::NeedInfo { questions } => vec![(2, Move::Ask(questions))],
        Scenario::Accepted => case.accepted(age.saturating_sub(2)),
        Scenario::Assigned => {
            let mut moves = case.accepted(age.saturating_sub(4));
            moves.push((age.saturating_sub(2), Move::Assign));
            moves
        }
        Scenario::Verifying => case.verifying(),
        Scenario::VerifyingOnHold { hold, reason } => case.held(hold, reason),
        Scenario::VerifyingExtended { days, reason } => {
            let mut moves = case.verifying();
            moves.extend(proposed(30, extension(days), reason));
            moves
        }
        Scenario::Drafted(end) => case.drafted(end, age.saturating_sub(2)),
        Scenario::Review(end) => case.submitted(end, age.saturating_sub(2)),
        Scenario::Concluded(end) => case.concluded(end, age.saturating_sub(20)),
        Scenario::Monitoring(end) => case.monitored(end),
        Scenario::Closed(end) => case.closed(end),
        Scenario::NotAccepted { reason, explanation } => {
            let act = Proposal::Act(Act::Refuse { reason: refusal(reason) });
            let mut moves = proposed(3, act, explanation);
            moves.push((5, Move::Deliver(ClockKind::Notice)));
            named(moves)
        }
        Scenario::TransferredOut { to, why, receipt } => {
            let act = Proposal::Act(Act::Transfer { body: to.to_owned(), boomerang: false });
            let mut moves = proposed(2, act, why);
            moves.extend(receipt.map(|one| (one.after_days, Move::ConfirmReceipt(one.number))));
            moves
        }
        Scenario::Withdrawn { reason } => {
            let mut moves = case.accepted(4);
            moves.push((9, Move::Withdraw(reason)));
            moves
        }
        Scenario::Recorded { why, note, review_in_days } => {
            let days = review_in_days.unwrap_or(365);
            named(proposed(3, Proposal::Record(record_reason(why), days), note))
        }
    }
}

/// The way through the workflow, which depends on the lane and on whose rules apply.
struct Course {
    full: bool,
    track: Track,
    age: u32,
}

/// How far the short lane comes before its term is over without an extension, in days after receipt.
const WITHOUT_EXTENSION: u32 = 10;

impl Course {
    fn new(letter: &DemoLetter) -> Self {
        let extended = matches!(letter.ending, Scenario::VerifyingExtended { .. });
        // A complaint about an act of an authority follows the State's law, which knows no extension.
        let state = letter.kind == letters::Kind::KhieuNai && !extended;
        Self {
            full: Kind::lane(kind(letter.kind)) == Lane::Full,
            track: if state { Track::State } else { Track::Party },
            age: letter.received_days_ago,
        }
    }

    /// Accepted on day `by` at the latest.
    fn accepted(&self, by: u32) -> Vec<Due> {
        let confirmed = by.max(1);
        let note = "Đơn đủ nội dung để xem xét và thuộc thẩm quyền.";
        let accept = Proposal::Act(Act::Accept { track: self.track });
        let mut moves = proposed(confirmed, accept, note);
        moves.push((confirmed + 1, Move::Deliver(ClockKind::Notice)));
        named(moves)
    }

    fn declared(&self) -> Vec<Due> {
        let mut moves = self.accepted(if self.full { 4 } else { 2 });
        moves.push((if self.full { 5 } else { 3 }, Move::Assign));
        moves.push((if self.full { 7 } else { 4 }, Move::Declare));
        moves
    }

    /// In the full lane the person named is heard.
    fn verifying(&self) -> Vec<Due> {
        let mut moves = self.declared();
        if self.full {
            let summary = "Tóm tắt nội dung được nêu, không có thông tin về người gửi; đề nghị giải trình bằng văn bản.";
            moves.extend(proposed(13, Proposal::Act(Act::Hear), summary));
            moves.push((21, Move::RecordReply));
        }
        moves
    }

    fn held(&self, hold: HoldKind, reason: &'static str) -> Vec<Due> {
        let kind = match hold {
            HoldKind::Appraisal => HoldType::Appraisal,
            HoldKind::OtherBody => HoldType::Suspension,
        };
        let on = if self.full { 24 } else { 9 };
        let mut moves = self.verifying();
        moves.extend(proposed(on, Proposal::Hold(kind, 60), reason));
        moves
    }

    /// Verified until day `by`; the short lane needs a longer term for that, granted in time.
    fn verified(&self, by: u32) -> Vec<Due> {
        let mut moves = self.verifying();
        if !self.full && WITHOUT_EXTENSION < by {
            let days = match by {
                ..=20 => 10,
                21..=33 => 20,
                _ => 28,
            };
            let why =
                "Phải đi xem tại chỗ vào nhiều buổi và đối chiếu với sổ sách của đơn vị khác.";
            moves.extend(proposed(8, extension(days), why));
        }
        moves
    }

    fn drafted(&self, end: Conclusion, on: u32) -> Vec<Due> {
        let mut moves = self.verified(on + 1);
        moves.push((on, Move::Draft(end)));
        moves
    }

    fn submitted(&self, end: Conclusion, on: u32) -> Vec<Due> {
        let mut moves = self.drafted(end, on.saturating_sub(1));
        moves.push((on, Move::Submit));
        moves
    }

    /// Concluded on day `on`, or when the lane allows.
    fn concluded(&self, end: Conclusion, on: u32) -> Vec<Due> {
        let on = on.max(self.quickest());
        let mut moves = self.submitted(end, on - 1);
        moves.push((on, Move::Conclude));
        moves.push((on + 2, Move::Deliver(ClockKind::ResultNotice)));
        for (place, measure) in end.measures.iter().enumerate() {
            let done = on + (measure.within_days / 2).max(3);
            moves.extend(measure.minutes.map(|minutes| (done, Move::Finish(place, minutes))));
        }
        moves
    }

    fn quickest(&self) -> u32 {
        if self.full { 32 } else { WITHOUT_EXTENSION }
    }

    /// Concluded so long ago that the next open measure is due about now.
    fn monitored(&self, end: Conclusion) -> Vec<Due> {
        let open = end.measures.iter().filter(|measure| measure.minutes.is_none());
        let next = open.map(|measure| measure.within_days).min().unwrap_or(30);
        let on = (self.age + 6).saturating_sub(next);
        self.concluded(end, if self.full { on } else { on.min(40) })
    }

    /// Closed once the result was posted long enough and the time to ask for review is over.
    fn closed(&self, end: Conclusion) -> Vec<Due> {
        let on = self.quickest();
        let mut moves = self.concluded(end, on);
        moves.push((on + 3, Move::Deliver(ClockKind::Posting)));
        // Holidays stretch the window.
        let over = on + if self.full { 75 } else { 45 };
        let note = "Đã trả lời, hết thời hạn đề nghị xem lại, không còn việc phải làm.";
        moves.extend(proposed(over, Proposal::Act(Act::Close), note));
        moves
    }
}

/// Triage first names the person it is about.
fn named(mut moves: Vec<Due>) -> Vec<Due> {
    let before = moves.first().map_or(0, |(day, _)| *day);
    moves.insert(0, (before.min(1), Move::Name));
    moves
}

/// Proposed the day before and confirmed by a second person on day `on`.
fn proposed(on: u32, proposal: Proposal, note: &'static str) -> Vec<Due> {
    vec![(on.saturating_sub(1), Move::Propose(proposal, note)), (on, Move::Confirm)]
}

fn extension(days: u32) -> Proposal {
    let criteria = vec![Complexity::SeveralPlaces, Complexity::SeveralBodies];
    Proposal::Act(Act::Extend { days, criteria })
}

fn refusal(reason: letters::Refusal) -> RefusalReason {
    match reason {
        letters::Refusal::AlreadyConcluded => RefusalReason::AlreadySettled,
        letters::Refusal::NotOwnRight => RefusalReason::NotOwnRight,
        letters::Refusal::CourtMatter => RefusalReason::NotCompetent,
    }
}

fn record_reason(why: letters::RecordReason) -> RecordReason {
    match why {
        letters::RecordReason::AnonymousWithoutFacts => RecordReason::AnonymousWithoutFacts,
        letters::RecordReason::Repeat => RecordReason::Repeat,
        letters::RecordReason::Commendation => RecordReason::Commendation,
    }
}
