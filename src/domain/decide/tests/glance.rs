//! The whole table of transitions, printed.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::*;
use crate::case::STATE_NAMES;

#[test]
fn the_whole_workflow_at_a_glance() {
    let mut page = String::new();
    for state in STATE_NAMES {
        let world = in_state(&fixture::case(), state);
        let mut refused: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        writeln!(page, "{state}").unwrap();
        for (name, world, step) in questions(&world) {
            match answer(&world, &step) {
                Ok((who, what)) => writeln!(page, "    {name:<32} {who:<10} {what}").unwrap(),
                Err(why) => refused.entry(why.name()).or_default().push(name),
            }
        }
        for (why, names) in refused {
            writeln!(page, "  {why}: {}", names.join(", ")).unwrap();
        }
        writeln!(page).unwrap();
    }
    insta::with_settings!({ snapshot_path => "../../snapshots", prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!("the_whole_workflow_at_a_glance", page);
    });
}

/// Every step with facts that fit the world as well as any could, and every act already proposed.
fn questions(world: &World) -> Vec<(String, World, Step)> {
    let ahead = world.today + Days::new(15);
    let acts = acts(ahead);
    let plain = [
        Step::Screen,
        Step::Reclassify { kind: Kind::PhanAnh },
        Step::Ask { resume_on: ahead },
        Step::Resume,
        Step::SendBack,
        Step::ConfirmReceipt,
        Step::Return,
        Step::Assign { to: to_other() },
        Step::Route { to: to_other() },
        Step::Declare,
        Step::Recuse,
        Step::RecordReply,
        Step::Lapse,
        Step::EndHold,
        draft(world),
        Step::Submit,
        Step::ReturnDraft,
        Step::Conclude,
        Step::Monitor,
        Step::Deliver { clock: ClockKind::Notice },
        Step::Deliver { clock: ClockKind::ResultNotice },
        Step::Deliver { clock: ClockKind::Posting },
        Step::FinishMeasure { measure: measure(world.today).id },
        Step::Withdraw,
        Step::GoOn,
        Step::Appeal,
        Step::AddSubject { member: fixture::member(1) },
        Step::Reorganise { to: to_other() },
        Step::ReportRetaliation,
        Step::Raise,
        Step::Challenge { officers: [id(&other_handler())].into() },
        Step::KeepDay { clock: ClockKind::Notice, seq: 0 },
        Step::MoveDay { clock: ClockKind::Notice, seq: 0 },
        Step::Firm,
        Step::PostAgain,
    ];
    let named = |step: Step| {
        let name = match &step {
            Step::Deliver { clock } => format!("deliver {}", clock.name()),
            step => step.kind().name().to_owned(),
        };
        (name, world.clone(), step)
    };
    let proposed = acts.iter().map(|act| named(Step::Propose(act.clone())));
    let confirmed = acts.iter().map(|act| {
        let mut world = world.clone();
        let by = id(&if proposed_by_handler(act) { handler() } else { triage() });
        world.case.pending = Some(crate::case::Pending { act: act.clone(), by, on: world.today });
        (format!("confirm {}", act.kind().name()), world, Step::Confirm)
    });
    plain.into_iter().map(named).chain(guarded(world)).chain(proposed).chain(confirmed).collect()
}

fn acts(ahead: NaiveDate) -> [Act; 11] {
    [
        accept(),
        Act::Refuse { reason: RefusalReason::NotCompetent },
        transfer(),
        Act::TransferDespite { body: "Chi bộ 5".to_owned() },
        Act::Record { reason: RecordReason::Repeat, review_on: ahead },
        Act::Hear,
        Act::Hold { hold: HoldType::Appraisal, until: ahead },
        Act::Extend { days: 30, criteria: complex(1) },
        Act::AddTrack,
        Act::Close,
        Act::EndWithdrawn,
    ]
}

/// The jobs route letters of the short lane only.
fn short(world: &World) -> (String, World, Step) {
    let mut short = world.clone();
    short.case.kind = Kind::PhanAnh;
    ("route phan_anh".to_owned(), short, Step::Route { to: to_other() })
}

/// Steps that need more than the state of the case.
fn guarded(world: &World) -> impl Iterator<Item = (String, World, Step)> + use<> {
    [short(world), ruling(world), relief(world)].into_iter().chain(exception(world))
}

/// The resident asked that somebody keep away.
fn ruling(world: &World) -> (String, World, Step) {
    let mut asked = world.clone();
    asked.case.challenged = [id(&other_handler())].into();
    ("rule_challenge".to_owned(), asked, Step::RuleChallenge { upheld: true })
}

/// Whoever is in charge declared a tie elsewhere.
fn relief(world: &World) -> (String, World, Step) {
    let mut tied = world.clone();
    tied.excluded.accounts.insert(id(&handler()));
    ("relieve".to_owned(), tied, Step::Relieve)
}

/// To an officer who sits with the person complained about.
fn exception(world: &World) -> [(String, World, Step); 2] {
    let mut seat = world.clone();
    seat.excluded.accounts.insert(id(&other_handler()));
    seat.excluded.for_the_seat.insert(id(&other_handler()));
    let act = Act::AssignDespite { to: to_other() };
    let name = act.kind().name();
    let proposed = (name.to_owned(), seat.clone(), Step::Propose(act.clone()));
    seat.case.pending = Some(crate::case::Pending { act, by: id(&triage()), on: world.today });
    [proposed, (format!("confirm {name}"), seat, Step::Confirm)]
}

/// What the first actor who may gets: the new state and what happened to the clocks.
fn answer(world: &World, step: &Step) -> Result<(&'static str, String), Refusal> {
    let actors = [
        ("resident", Actor::Resident),
        ("jobs", Actor::Scheduler),
        ("triage", triage()),
        ("approver", approver()),
        ("handler", handler()),
        ("desk", desk()),
        ("above", above()),
    ];
    let mut last = Refusal::NotYours;
    for (name, actor) in actors {
        match world.decide(&actor, step) {
            Ok(decision) => return Ok((name, told(world, &decision))),
            Err(Refusal::NotYours) => {}
            Err(why) => last = why,
        }
    }
    Err(last)
}

fn told(world: &World, decision: &Decision) -> String {
    let (before, after) = (decision.event.before, decision.event.after);
    let mut line = if before == after { "=".to_owned() } else { format!("→ {after}") };
    for clock in &decision.clocks {
        let old = world.clocks.iter().find(|one| (one.kind, one.seq) == (clock.kind, clock.seq));
        let what = match (old, clock.ended) {
            (_, Some((_, ending))) => ending.name().to_owned(),
            (None, None) => format!("due {}", clock.due_on),
            (Some(old), None) => format!("moves {} → {}", old.due_on, clock.due_on),
        };
        write!(line, "; {} {what}", clock.kind.name()).unwrap();
    }
    if decision.opens_appeal {
        line.push_str("; opens a case one level up");
    }
    if decision.recused.is_some() {
        line.push_str("; the handler loses sight of it");
    }
    line
}
