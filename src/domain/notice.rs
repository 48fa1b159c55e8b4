//! Who is told of what. The matrix is printed from here and kept as a reviewed file.

use crate::access::Actor;
use crate::case::Case;
use crate::clock::ClockKind;
use crate::letter::Lane;
use crate::step::{Step, StepKind};

/// To whom a notice goes; resolved to accounts in the transaction, checked again when it is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Addressee {
    /// By mail if the resident left an address; the page always has it.
    Reporter,
    /// On paper, because the letter came on paper.
    ReporterOnPaper,
    /// The officer in charge.
    Handler,
    /// The coordinating branch.
    Helper,
    /// Who triages the queue the case lies in.
    Triage,
    /// Who confirms in that queue.
    Approver,
    /// The level above.
    Above,
    /// Who made the proposal that was sent back.
    Proposer,
    /// The person complained about, on paper through an unconflicted unit.
    SubjectUnit,
    /// The body to which the matter was transferred, on paper.
    OtherBody,
    /// The duty mailbox of the level above, where nobody on the ladder can be told of a deadline.
    DutyMailbox,
    /// Those who together open who wrote, and know of the case nothing but its number.
    Custodian,
    /// Someone outside who keeps where the chain of acts ended. Told of no step and no case.
    Witness,
    /// The holder of an account, on the account itself: no step owes it, and it knows of no case.
    Account,
}

impl Addressee {
    pub const ALL: [Self; 14] = [
        Self::Reporter,
        Self::ReporterOnPaper,
        Self::Handler,
        Self::Helper,
        Self::Triage,
        Self::Approver,
        Self::Above,
        Self::Proposer,
        Self::SubjectUnit,
        Self::OtherBody,
        Self::DutyMailbox,
        Self::Custodian,
        Self::Witness,
        Self::Account,
    ];

    /// The stored spelling.
    pub fn name(self) -> &'static str {
        match self {
            Self::Reporter => "reporter",
            Self::ReporterOnPaper => "reporter_on_paper",
            Self::Handler => "handler",
            Self::Helper => "helper",
            Self::Triage => "triage",
            Self::Approver => "approver",
            Self::Above => "above",
            Self::Proposer => "proposer",
            Self::SubjectUnit => "subject_unit",
            Self::OtherBody => "other_body",
            Self::DutyMailbox => "duty_mailbox",
            Self::Custodian => "custodian",
            Self::Witness => "witness",
            Self::Account => "account",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|addressee| addressee.name() == name)
    }
}

/// What the notice says. Each template is neutral: number, dates, one link, nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Template {
    /// To the resident: "there is news on case HS-…".
    News,
    /// To the resident: received, with the promised date.
    Received,
    /// To triage: a new letter waits, without content.
    Intake,
    Assigned,
    /// To the coordinating branch: a task waits.
    Helping,
    /// A proposal or a draft waits for a second person.
    Approve,
    /// A proposal or a draft came back.
    Returned,
    /// The resident wrote.
    Reply,
    /// The subject's explanation came in, or its term lapsed.
    Explanation,
    /// Something about a case changed that its supervisors must know.
    Changed,
    /// To the level above: please look, today.
    Urgent,
    /// Result on paper to a unit.
    Result,
    /// A summary to explain, on paper.
    Hearing,
    /// The matter itself to another body, on paper.
    Transfer,
    /// The morning bundle of deadlines.
    Reminder,
    /// A deadline went unkept and goes up one rung.
    Escalated,
    /// To custodians: a request waits, of no case in particular.
    Custody,
    /// Where the chain of acts ended, signed.
    Head,
    /// A link that lets the holder of an account in once.
    Invitation,
    /// Something about an account changed.
    Account,
}

impl Template {
    pub const ALL: [Self; 20] = [
        Self::News,
        Self::Received,
        Self::Intake,
        Self::Assigned,
        Self::Helping,
        Self::Approve,
        Self::Returned,
        Self::Reply,
        Self::Explanation,
        Self::Changed,
        Self::Urgent,
        Self::Result,
        Self::Hearing,
        Self::Transfer,
        Self::Reminder,
        Self::Escalated,
        Self::Custody,
        Self::Head,
        Self::Invitation,
        Self::Account,
    ];

    /// The stored spelling, and the file name of the mail's text.
    pub fn name(self) -> &'static str {
        match self {
            Self::News => "news",
            Self::Received => "received",
            Self::Intake => "intake",
            Self::Assigned => "assigned",
            Self::Helping => "helping",
            Self::Approve => "approve",
            Self::Returned => "returned",
            Self::Reply => "reply",
            Self::Explanation => "explanation",
            Self::Changed => "changed",
            Self::Urgent => "urgent",
            Self::Result => "result",
            Self::Hearing => "hearing",
            Self::Transfer => "transfer",
            Self::Reminder => "reminder",
            Self::Escalated => "escalated",
            Self::Custody => "custody",
            Self::Head => "head",
            Self::Invitation => "invitation",
            Self::Account => "account",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|template| template.name() == name)
    }
}

pub type Notice = (Addressee, Template);

/// The notices that a step owes (`workflow.md`, last column of the transitions).
pub(crate) fn owed(step: &Step, case: &Case, actor: &Actor) -> Vec<Notice> {
    let by_itself = *actor == Actor::Scheduler;
    let notices = match (step, &case.pending) {
        (Step::Confirm, Some(pending)) => confirmed(pending.act.kind(), case.named),
        // Those here who are not meant hear of it as of any new letter.
        (Step::AddSubject { .. }, _) if case.above.quarantined => {
            vec![(Addressee::Triage, Template::Intake)]
        }
        (step, _) => taken(step.kind(), case.lane(), by_itself),
    };
    with_paper(notices, case.paper)
}

/// Who wrote on paper is told on paper, too.
fn with_paper(mut notices: Vec<Notice>, paper: bool) -> Vec<Notice> {
    if paper && notices.iter().any(|(to, _)| *to == Addressee::Reporter) {
        notices.push((Addressee::ReporterOnPaper, Template::News));
    }
    notices
}

/// `named`: whether the letter says who sent it; else nobody waits to hear that it was only kept.
fn confirmed(act: StepKind, named: bool) -> Vec<Notice> {
    use Addressee::{Above, Handler, Helper, OtherBody, Proposer, Reporter, SubjectUnit};
    match act {
        StepKind::ProposeTransferDespite => vec![
            (Reporter, Template::News),
            (OtherBody, Template::Transfer),
            (Proposer, Template::Changed),
            (Above, Template::Changed),
        ],
        StepKind::ProposeTransfer => vec![
            (Reporter, Template::News),
            (OtherBody, Template::Transfer),
            (Proposer, Template::Changed),
        ],
        StepKind::ProposeAssignDespite => vec![
            (Handler, Template::Assigned),
            (Helper, Template::Helping),
            (Proposer, Template::Changed),
            (Above, Template::Changed),
        ],
        StepKind::ProposeHear => {
            vec![(SubjectUnit, Template::Hearing), (Proposer, Template::Changed)]
        }
        StepKind::ProposeRecord if !named => vec![(Proposer, Template::Changed)],
        StepKind::ProposeClose | StepKind::ProposeEndWithdrawn => vec![(Reporter, Template::News)],
        _ => vec![(Reporter, Template::News), (Proposer, Template::Changed)],
    }
}

/// `by_itself`: whether the background jobs took the step.
fn taken(step: StepKind, lane: Lane, by_itself: bool) -> Vec<Notice> {
    use Addressee::{Above, Approver, Handler, Helper, Proposer, Reporter, SubjectUnit, Triage};
    match step {
        StepKind::Screen => vec![(Reporter, Template::Received), (Triage, Template::Intake)],
        StepKind::Ask | StepKind::ConfirmReceipt | StepKind::FinishMeasure => {
            vec![(Reporter, Template::News)]
        }
        StepKind::Resume if by_itself => vec![(Triage, Template::Changed)],
        StepKind::Resume => vec![(Triage, Template::Reply)],
        StepKind::Submit => vec![(Approver, Template::Approve)],
        proposal if proposal.is_proposal() => vec![(Approver, Template::Approve)],
        StepKind::SendBack => vec![(Proposer, Template::Returned)],
        StepKind::Return | StepKind::Recuse | StepKind::Relieve => {
            vec![(Triage, Template::Changed), (Approver, Template::Changed)]
        }
        StepKind::Assign => vec![(Handler, Template::Assigned), (Helper, Template::Helping)],
        StepKind::Route => routed(),
        StepKind::Declare => vec![(Reporter, Template::News)],
        StepKind::RecordReply | StepKind::Lapse => vec![(Handler, Template::Explanation)],
        StepKind::EndHold if by_itself => {
            vec![(Reporter, Template::News), (Handler, Template::Changed)]
        }
        StepKind::EndHold => vec![(Reporter, Template::News)],
        StepKind::ReturnDraft => vec![(Handler, Template::Returned)],
        StepKind::Conclude if lane == Lane::Full => vec![
            (Reporter, Template::News),
            (Handler, Template::Changed),
            (Helper, Template::Changed),
            (SubjectUnit, Template::Result),
            (Above, Template::Changed),
        ],
        StepKind::Conclude => vec![
            (Reporter, Template::News),
            (Handler, Template::Changed),
            (Helper, Template::Changed),
        ],
        StepKind::Monitor => vec![(Handler, Template::Changed)],
        StepKind::Withdraw => vec![(Triage, Template::Reply), (Handler, Template::Reply)],
        StepKind::GoOn => vec![(Reporter, Template::News), (Handler, Template::Changed)],
        StepKind::Appeal => vec![(Above, Template::Changed)],
        // The approver of the queue it lies in; that is the level above where the case was raised.
        StepKind::AddSubject => vec![(Approver, Template::Changed)],
        StepKind::Raise => vec![(Triage, Template::Intake)],
        // A decision waits for the second person; whoever assigns may have to find somebody else.
        StepKind::Challenge => vec![(Approver, Template::Approve), (Triage, Template::Changed)],
        StepKind::RuleChallenge => vec![(Reporter, Template::News), (Triage, Template::Changed)],
        StepKind::Reorganise => vec![
            (Handler, Template::Assigned),
            (Helper, Template::Helping),
            (Reporter, Template::News),
        ],
        StepKind::ReportRetaliation => vec![(Above, Template::Urgent)],
        StepKind::Reclassify
        | StepKind::Draft
        | StepKind::Deliver
        | StepKind::PostAgain
        | StepKind::Confirm
        // Who hears of a day that moved depends on whose day it was.
        | StepKind::KeepDay
        | StepKind::MoveDay
        | StepKind::Firm => vec![],
        // Every other proposal was answered above.
        _ => vec![],
    }
}

/// Who is told that a day moved because of a calendar or a rule: to whom it was promised, and who must keep it.
pub(crate) fn moved(clock: ClockKind, case: &Case) -> Vec<Notice> {
    with_paper(moved_day(clock, case.state.assignment().is_some()), case.paper)
}

/// Whether the day of such a clock stands on the resident's page.
pub fn is_promised(clock: ClockKind) -> bool {
    matches!(clock, ClockKind::Notice | ClockKind::Resolution | ClockKind::Appeal)
}

fn moved_day(clock: ClockKind, assigned: bool) -> Vec<Notice> {
    use Addressee::{Approver, Handler, Reporter, Triage};
    let holder = match clock {
        // The quiet check-ins were promised to nobody; nobody else may learn of them.
        ClockKind::CheckIn | ClockKind::Appeal => None,
        ClockKind::Review => Some(Approver),
        ClockKind::Notice | ClockKind::Chase => Some(Triage),
        _ if assigned => Some(Handler),
        _ => Some(Triage),
    };
    let reporter = is_promised(clock).then_some((Reporter, Template::News));
    reporter.into_iter().chain(holder.map(|to| (to, Template::Changed))).collect()
}

/// A letter that the portal itself accepted and assigned: whoever triages hears that nothing is left to do.
fn routed() -> Vec<Notice> {
    use Addressee::{Handler, Reporter, Triage};
    vec![(Reporter, Template::News), (Handler, Template::Assigned), (Triage, Template::Changed)]
}

/// The printed matrix: a line per step and per confirmed act, a column per addressee.
pub fn matrix() -> String {
    let head = columns(Addressee::name);
    let lines = rows().into_iter().map(|(name, notices)| line(&name, &with_paper(notices, true)));
    std::iter::once(format!("{:<42}{head}", "notice of"))
        .chain(lines)
        .collect::<Vec<_>>()
        .join("\n")
}

fn rows() -> Vec<(String, Vec<Notice>)> {
    let mut rows = Vec::new();
    for step in StepKind::ALL {
        let usual = taken(step, Lane::Full, false);
        let short = taken(step, Lane::Short, false);
        let alone = taken(step, Lane::Full, true);
        if step == StepKind::Confirm {
            for act in StepKind::ALL.into_iter().filter(|kind| kind.is_proposal()) {
                rows.push((format!("{} {}", step.name(), act.name()), confirmed(act, true)));
                let nameless = confirmed(act, false);
                if nameless != confirmed(act, true) {
                    rows.push((format!("{} {}, unnamed", step.name(), act.name()), nameless));
                }
            }
            continue;
        }
        let others = [("short lane", short), ("by itself", alone)];
        rows.push((step.name().to_owned(), usual.clone()));
        for (when, notices) in others.into_iter().filter(|(_, notices)| *notices != usual) {
            rows.push((format!("{}, {when}", step.name()), notices));
        }
    }
    for clock in ClockKind::ALL {
        rows.push((format!("day moved of {}", clock.name()), moved_day(clock, true)));
    }
    rows
}

fn line(name: &str, notices: &[Notice]) -> String {
    let cells = columns(|to| {
        let found = notices.iter().find(|(addressee, _)| *addressee == to);
        found.map_or(".", |(_, template)| template.name())
    });
    format!("{name:<42}{cells}")
}

fn columns(cell: impl Fn(Addressee) -> &'static str) -> String {
    let of_cases = |to: &Addressee| !matches!(to, Addressee::Witness | Addressee::Account);
    let told = Addressee::ALL.into_iter().filter(of_cases);
    told.map(|to| format!(" {:>17}", cell(to))).collect::<Vec<_>>().concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_told_what_at_a_glance() {
        insta::assert_snapshot!(matrix());
    }

    #[test]
    fn nobody_is_told_twice_of_one_step() {
        for (name, notices) in rows() {
            let mut told: Vec<Addressee> = notices.iter().map(|(to, _)| *to).collect();
            told.sort_unstable();
            told.dedup();
            assert_eq!(told.len(), notices.len(), "{name}");
        }
    }
}
