//! Asking for review: a new linked case one level up, without whoever judged before.

use std::collections::{BTreeMap, BTreeSet};

use super::cases::Work;
use super::words::{Content, Place, Words};
use super::{AppError, Held, fresh_id, grants, letters, notify};
use crate::domain::access::Actor;
use crate::domain::case::{Above, Allegation, Case, Queue, State, Track};
use crate::domain::decide::{self, Context};
use crate::domain::gate::Reason;
use crate::domain::ids::{AccountId, AllegationId, CaseId, LetterId};
use crate::domain::receipt::CaseNumber;
use crate::domain::step::Step;
use crate::store::cases::Key;
use crate::store::gate::AddedBy;

/// Opens the appeal in the transaction of the step that asked for it (22). Earlier handlers are not told.
pub(super) async fn open(work: &Work<'_>, words: &Words) -> Result<(), AppError> {
    let case = appeal_of(&work.loaded.case, work.now.day);
    let number = letters::add_case(&work.tx, &case, &[], None).await?;
    // No receipt leads to a review: the resident goes on with the case that it reviews.
    let held = grants::begin(work.app, &work.tx, case.id, None, []).await?;
    add_letter(work, &case, &held, words).await?;
    put_gate(work, case.id).await?;
    screen(work, case.id, &number).await
}

fn appeal_of(earlier: &Case, today: chrono::NaiveDate) -> Case {
    Case {
        id: CaseId(fresh_id()),
        queue: Queue::Above,
        track: Track::Party,
        state: State::Received,
        received_on: today,
        asked: 0,
        returned: 0,
        pending: None,
        allegations: vec![Allegation { id: AllegationId(fresh_id()), outcome: None }],
        measures: Vec::new(),
        heard: false,
        appeal_of: Some(earlier.id),
        above: Above::default(),
        challenged: BTreeSet::new(),
        revision: 0,
        ..earlier.clone()
    }
}

/// The reasons of the appeal become its letter; whom it is about stays as it was.
async fn add_letter(
    work: &Work<'_>,
    case: &Case,
    held: &Held,
    words: &Words,
) -> Result<(), AppError> {
    let (tx, earlier) = (&work.tx, work.loaded.case.id);
    let why = words.note().to_owned();
    let mut letter = tx.letter(earlier).await?;
    let content: Content = work.held.unseal_value(Place::Letter, &letter.content)?;
    let content = Content { text: why.clone(), ..content };
    letter.id = LetterId(fresh_id());
    letter.case = case.id;
    letter.received_on = work.now.day;
    letter.replay = None;
    letter.content = held.seal_value(Place::Letter, &content)?;
    tx.add_letter(&letter).await?;
    let whole = held.seal(Place::Allegation, &letters::first_words(&why));
    let allegations = case.allegations.iter().map(|one| (one.id, whole.clone())).collect();
    Ok(tx.add_allegations(case.id, allegations).await?)
}

/// Everyone kept out before stays out, and so does everyone who handled the earlier stage.
async fn put_gate(work: &Work<'_>, id: CaseId) -> Result<(), AppError> {
    let (tx, earlier, today) = (&work.tx, &work.loaded.case, work.now.day);
    for member in &earlier.subjects {
        tx.add_subject(id, *member, today, AddedBy::Staff).await?;
    }
    let handlers = tx.events(earlier.id).await?.into_iter().filter_map(|event| event.account);
    let helper = earlier.state.assignment().and_then(|to| to.coordinating);
    let helpers = match helper {
        Some(unit) => tx.accounts_of_unit(unit).await?,
        None => Vec::new(),
    };
    let mut out: BTreeMap<AccountId, Reason> = handlers
        .chain(helpers.into_iter().map(|row| row.account.id))
        .map(|account| (account, Reason::EarlierHandler))
        .collect();
    // Why somebody was kept out before counts more than that they worked on it by an exception.
    out.extend(tx.reasons(earlier.id).await?);
    let out: Vec<_> = out.into_iter().map(|(account, reason)| (account, reason.name())).collect();
    let units = work.loaded.excluded.units.iter().map(|one| (*one, Reason::Unit.name()));
    Ok(tx.exclude(id, &out, &units.collect::<Vec<_>>(), today).await?)
}

async fn screen(work: &Work<'_>, id: CaseId, number: &CaseNumber) -> Result<(), AppError> {
    let (app, tx) = (work.app, &work.tx);
    let loaded = tx.case(Key::Id(id)).await?;
    let facts = Context {
        today: work.now.day,
        timing: work.rules.timing(),
        excluded: &loaded.excluded,
        clocks: &[],
        bounds: app.bounds(),
    };
    let decision = decide::decide(&loaded.case, &Step::Screen, &Actor::Scheduler, &facts)?;
    tx.replace_case(&decision.case, &decision.clocks).await?;
    tx.put_clocks(id, &decision.clocks).await?;
    tx.add_event(id, decision.case.revision, &decision.event, None, None).await?;
    grants::settle(app, tx, &decision.case, &loaded.excluded).await?;
    let about = notify::About {
        case: &decision.case,
        number,
        excluded: &loaded.excluded,
        proposer: None,
        by: None,
        now: work.now,
        intake_at: notify::next_round(app, work.now),
    };
    notify::owe(app, tx, &about, &decision.notices).await
}
