//! Mail that is owed: on which way it goes, what it may say, and how long we keep trying.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use uuid::Uuid;

use crate::calendar::Calendar;
use crate::clock::ClockKind;
use crate::head::SignedHead;
use crate::ids::OutboxId;
use crate::invitation::{Change, Invitation};
use crate::letter::EmailAddress;
use crate::receipt::CaseNumber;

/// The way a notice takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Channel {
    Mail,
    /// Handed over or sent on paper; the desk ticks it off.
    Paper,
    /// Kept back, for a case that nobody may hear of yet.
    Held,
}

impl Channel {
    pub const ALL: [Self; 3] = [Self::Mail, Self::Paper, Self::Held];

    /// The stored spelling.
    pub fn name(self) -> &'static str {
        match self {
            Self::Mail => "mail",
            Self::Paper => "paper",
            Self::Held => "held",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|channel| channel.name() == name)
    }
}

/// All that a mail can say. Names, texts, kinds, outcomes and receipts have no place in it
/// (`mails.md` 5.1), so no template can show them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MailArgs {
    /// News of one case, and the day the mail names where there is one: act, or expect news, by it.
    Case { number: CaseNumber, by: Option<NaiveDate> },
    /// The deadlines that one person is told of in one morning, most urgent first.
    Deadlines(Vec<DeadlineLine>),
    /// Where the chain of acts ended, to a witness outside who has no account here.
    Head { to: EmailAddress, signed: SignedHead },
    /// A link that lets the holder of an account in once. What makes it is worked out when the mail leaves.
    Invitation { id: Uuid, what: Invitation },
    /// News of an account for its holder; `at` is where they were reached before, when that is what changed.
    Account { change: Change, at: Option<EmailAddress> },
}

/// One line of the morning bundle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeadlineLine {
    pub number: CaseNumber,
    pub clock: ClockKind,
    pub due_on: NaiveDate,
}

impl DeadlineLine {
    /// Late from the day after the due day on.
    pub fn is_late(&self, today: NaiveDate) -> bool {
        self.due_on < today
    }
}

/// When staff are told of a letter that comes in now: at the next of these hours of a working day, so that no mailbox tells
/// when somebody wrote (security S-9). At once where there are no such hours. Times of Hanoi.
pub fn next_round(now: NaiveDateTime, hours: &[NaiveTime], calendar: &Calendar) -> NaiveDateTime {
    if hours.is_empty() {
        return now;
    }
    let days = now.date().iter_days().filter(|day| calendar.is_working(*day));
    let mut rounds = days.flat_map(|day| {
        let mut hours = hours.to_vec();
        hours.sort();
        hours.into_iter().map(move |hour| day.and_time(hour))
    });
    rounds.find(|round| now <= *round).unwrap_or(now)
}

/// The name that a mail carries wherever it goes (RFC 5322, 3.6.4), made once from its row.
pub fn message_id(id: OutboxId, sender: &str) -> String {
    let domain = sender.rsplit_once('@').map_or(sender, |(_, domain)| domain);
    format!("<{id}@{domain}>")
}

/// How long a mail is tried before it is given up (security S-52).
pub const PATIENCE: TimeDelta = TimeDelta::days(5);

/// The longest pause between two tries.
const LONGEST: TimeDelta = TimeDelta::hours(4);

/// One failed try of a mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Failure {
    pub id: OutboxId,
    /// Tries so far, this one included.
    pub attempts: u32,
    /// Since when the mail is owed.
    pub owed_since: DateTime<Utc>,
}

impl Failure {
    /// When to try again, or nothing once [`PATIENCE`] is used up.
    ///
    /// The pause begins at `base`, doubles with each try up to four hours, and is spread by up to a
    /// quarter either way, so that mails that failed together do not come back together. The last try
    /// falls on the end of the patience.
    pub fn next_try(&self, now: DateTime<Utc>, base: TimeDelta) -> Option<DateTime<Utc>> {
        let last = self.owed_since + PATIENCE;
        (now < last).then(|| (now + self.pause(base)).min(last))
    }

    fn pause(&self, base: TimeDelta) -> TimeDelta {
        let doublings = self.attempts.saturating_sub(1).min(24);
        let pause = base.checked_mul(1 << doublings).unwrap_or(LONGEST).min(LONGEST);
        // 192..=319 of 256: three quarters to five quarters.
        let share = 192 + self.spread();
        TimeDelta::milliseconds((pause.num_milliseconds() * share / 256).max(1))
    }

    /// 0..128, another for each mail and each try: the last bytes of the id are random.
    fn spread(&self) -> i64 {
        let bytes = self.id.0.as_bytes();
        let (tail, attempt) = (&bytes[9..], self.attempts as usize);
        i64::from(tail[attempt % tail.len()] & 0x7f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: DateTime<Utc> = DateTime::<Utc>::UNIX_EPOCH;
    const BASE: TimeDelta = TimeDelta::minutes(1);

    /// An id whose spread is `byte`; 64 is the middle.
    fn failure(attempts: u32, byte: u8) -> Failure {
        Failure { id: OutboxId(Uuid::from_bytes([byte; 16])), attempts, owed_since: START }
    }

    fn pause(attempts: u32, byte: u8) -> Option<i64> {
        let next = failure(attempts, byte).next_try(START, BASE);
        next.map(|at| (at - START).num_seconds())
    }

    #[test]
    fn pauses_double_up_to_four_hours() {
        // attempts, seconds
        let table = [(1, 60), (2, 120), (3, 240), (8, 7_680), (9, 14_400), (30, 14_400)];
        for (attempts, seconds) in table {
            assert_eq!(pause(attempts, 64), Some(seconds), "after {attempts}");
        }
        assert_eq!(pause(u32::MAX, 64), Some(14_400), "never overflows");
        assert_eq!(pause(0, 64), Some(60), "counts from one");
    }

    #[test]
    fn pauses_are_spread_by_a_quarter() {
        assert_eq!(pause(1, 0), Some(45));
        assert_eq!(pause(1, 127), Some(74));
        let mails = [[1; 16], [99; 16]].map(|bytes| OutboxId(Uuid::from_bytes(bytes)));
        let at = mails.map(|id| Failure { id, ..failure(7, 0) }.next_try(START, BASE));
        assert_ne!(at[0], at[1]);
    }

    #[test]
    fn patience_ends_after_five_days() {
        let late = failure(40, 64);
        let hours = |hours| START + TimeDelta::hours(hours);
        assert_eq!(late.next_try(hours(118), BASE), Some(hours(120)), "the last try");
        assert_eq!(late.next_try(hours(120), BASE), None);
    }

    #[test]
    fn spellings_lead_back() {
        for channel in Channel::ALL {
            assert_eq!(Channel::from_name(channel.name()), Some(channel));
        }
    }
}
